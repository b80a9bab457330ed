//! `series cancel`: all visits to come, those from a day on, or those of some days.

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
    /// Which visits; between where --until is given, following where --from is, else all
    #[arg(long, value_enum)]
    scope: Option<Scope>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Through this day; the standing appointment goes on after it
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
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
    /// From a day through another
    Between,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let days = match (arguments.scope, arguments.from, arguments.until) {
        (Some(Scope::Following), None, _) => return Err(Stop::usage("--scope following needs --from")),
        (Some(Scope::Following), _, Some(_)) => return Err(Stop::usage("--scope following takes no --until")),
        (Some(Scope::All), Some(_), _) => return Err(Stop::usage("--scope all takes no --from")),
        (Some(Scope::All), _, Some(_)) => return Err(Stop::usage("--scope all takes no --until")),
        (Some(Scope::Between) | None, Some(first), Some(last)) => Some((first, last)),
        (Some(Scope::Between), ..) | (None, None, Some(_)) => {
            return Err(Stop::usage("--scope between needs --from and --until"));
        }
        _ => None,
    };
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let series = find::series(desk.book(), &arguments.series)?;
    let reason = arguments.reason.trim().to_owned();
    let command = match days {
        Some((first, last)) => Command::CancelDays {
            series,
            first,
            last,
            reason,
        },
        None => Command::CancelSeries {
            series,
            from: arguments.from,
            reason,
        },
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    carry(&mut desk, &command)?;
    show::answer(front, &desk, Some(series))
}
