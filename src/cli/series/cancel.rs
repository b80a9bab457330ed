//! `series cancel`: all visits to come, or those from a day on.

use clap::{Args, ValueEnum};

use super::edit::show_lines;
use super::show;
use crate::cli::find;
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::time::Day;

/// Arguments of `series cancel`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
    /// Which visits; following where --from is given, else all
    #[arg(long, value_enum)]
    scope: Option<Scope>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

/// Which visits are cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// All to come
    All,
    /// From a day on
    Following,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    match (arguments.scope, arguments.from) {
        (Some(Scope::Following), None) => return Err(Stop::usage("--scope following needs --from")),
        (Some(Scope::All), Some(_)) => return Err(Stop::usage("--scope all takes no --from")),
        _ => {}
    }
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let series = find::series(desk.book(), &arguments.series)?;
    let command = Command::CancelSeries {
        series,
        from: arguments.from,
        reason: arguments.reason.trim().to_owned(),
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    carry(&mut desk, &command)?;
    show::answer(front, &desk, Some(series))
}
