//! `visit payment`: what those who come have paid.

use clap::Args;

use super::{Which, choice};
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::domain::command::Mark;
use crate::domain::values::Payment;

/// Arguments of `visit payment`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// What was paid
    #[arg(value_parser = choice(Payment::ALL, Payment::code))]
    payment: Payment,
    /// Only by this client, or for who comes with them
    #[arg(long)]
    client: Option<String>,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let command = Command::MarkVisit {
        visit,
        places: super::places(desk.book(), visit, arguments.client.as_deref())?,
        mark: Mark::Payment(arguments.payment),
    };
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
