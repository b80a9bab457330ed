//! The setup of the salon: what a setup document or a setup form says, and what it changes in the catalogue.

use super::book::Book;
use super::command::Moment;
use super::decide::Decided;
use super::refusal::{Refusal, Refused};

/// What a setup document or a setup form says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetupDraft {}

pub(super) fn decide(_book: &Book, _draft: &SetupDraft, _moment: &mut Moment) -> Result<Decided, Refused> {
    Err(Refusal::NothingToChange.into())
}
