//! `visit restore`: a cancelled visit, or a date that could not be booked, comes into the book.

use clap::Args;

use super::Which;
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::Command;

/// Arguments of `visit restore`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Book anyway where it clashes
    #[arg(long)]
    keep_conflicts: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let command = Command::RestoreVisit {
        visit,
        keep_conflicts: arguments.keep_conflicts,
    };
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
