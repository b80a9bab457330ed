//! `visit reset`: one visit is back to the usual, in all that was changed by hand or in some fields.

use clap::Args;

use super::{Which, choice};
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::domain::values::Changed;

/// Arguments of `visit reset`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Only this field; may be said again for others
    #[arg(long = "field", value_name = "FIELD", value_parser = choice(&Changed::NAMED, code))]
    fields: Vec<(Changed, &'static str)>,
    /// Book anyway where it clashes
    #[arg(long)]
    keep_conflicts: bool,
}

/// The code word of a field.
fn code((_, name): (Changed, &'static str)) -> &'static str {
    name
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let fields = arguments.fields.iter();
    let command = Command::ResetVisit {
        visit,
        fields: fields.fold(Changed::NOTHING, |all, field| all.with(field.0)),
        keep_conflicts: arguments.keep_conflicts,
    };
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
