//! `visit cancel`: a visit is cancelled, and stays so whatever becomes of its series.

use clap::{Args, ValueEnum};

use super::Which;
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::domain::values::CancelledHow;

/// Arguments of `visit cancel`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Who cancels
    #[arg(long, value_enum, default_value_t = By::Client)]
    by: By,
    /// The client called too late
    #[arg(long)]
    late: bool,
}

/// Who cancels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// The client
    Client,
    /// The salon
    Us,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let how = match (arguments.by, arguments.late) {
        (By::Us, true) => return Err(Stop::usage("--late is for clients: leave out --by us")),
        (By::Us, false) => CancelledHow::ByUs,
        (By::Client, true) => CancelledHow::Late,
        (By::Client, false) => CancelledHow::InTime,
    };
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    carry(&mut desk, &Command::CancelVisit { visit, how })?;
    super::answer(front, &desk, visit)
}
