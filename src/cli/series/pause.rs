//! `series pause`, `series resume` and `series restart`: a while without visits, its end, and going on after a stop.

use clap::Args;

use super::show;
use crate::cli::away::{self, While};
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::cli::{find, lines};
use crate::domain::Command;
use crate::domain::command::Whose;
use crate::domain::rows::SeriesId;

/// Arguments of `series pause`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
    #[command(flatten)]
    days: While,
}

/// Arguments of `series resume` and `series restart`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Back {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let dry_run = arguments.days.dry_run;
    carried(front, &arguments.series, dry_run, |series| {
        arguments.days.command(Whose::Series(series))
    })
}

pub(super) fn resume(arguments: &Back, front: &mut Front<'_>) -> Result<(), Stop> {
    carried(front, &arguments.series, arguments.dry_run, |series| {
        Command::ComeBack {
            whose: Whose::Series(series),
        }
    })
}

pub(super) fn restart(arguments: &Back, front: &mut Front<'_>) -> Result<(), Stop> {
    carried(front, &arguments.series, arguments.dry_run, |series| Command::Restart {
        series,
    })
}

/// Carries a command out and shows the series as it is now, or only what would change.
fn carried(
    front: &mut Front<'_>,
    series: &str,
    dry_run: bool,
    command: impl FnOnce(SeriesId) -> Command,
) -> Result<(), Stop> {
    let mut desk = away::desk(front, dry_run)?;
    let series = find::series(desk.book(), series)?;
    let command = command(series);
    if dry_run {
        return away::show(front, &mut desk, &command, true);
    }
    let done = carry(&mut desk, &command)?;
    lines::say_failed(front, desk.book(), &done.plan)?;
    show::answer(front, &desk, Some(series))
}
