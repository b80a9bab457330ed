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
    /// What was due then and comes every so many times comes next time, and counts on from there
    #[arg(long)]
    count_on: bool,
    /// With --count-on: book anyway where what comes next time clashes
    #[arg(long, requires = "count_on")]
    keep_conflicts: bool,
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
    let command = if arguments.count_on {
        Command::CancelAndCountOn {
            visit,
            how,
            keep_conflicts: arguments.keep_conflicts,
        }
    } else {
        Command::CancelVisit { visit, how }
    };
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
