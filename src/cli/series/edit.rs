//! `series edit`: the request holds only what changes. All visits that are to come follow.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::show;
use crate::cli::front::{Front, carry, foreseen};
use crate::cli::input::Source;
use crate::cli::stop::Stop;
use crate::cli::{find, lines};
use crate::desk::Desk;
use crate::domain::request::{self, DraftNow, Purpose};
use crate::domain::rows::SeriesId;
use crate::domain::{Command, Refusal};
use crate::words::plan as words;

/// Arguments of `series edit`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
    /// What changes, in the fields of a series request; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Which visits
    #[arg(long, value_enum, default_value_t = Scope::All)]
    scope: Scope,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

/// Which visits change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// All to come
    All,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let value = front.read(&arguments.source)?;
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let series = find::series(desk.book(), &arguments.series)?;
    let command = match arguments.scope {
        Scope::All => all(&desk, series, &value)?,
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    carry(&mut desk, &command)?;
    show::answer(front, &desk, Some(series))
}

fn all(desk: &Desk, series: SeriesId, value: &serde_json::Value) -> Result<Command, Stop> {
    let gone = || {
        let subject = crate::domain::change::Subject::Series(series);
        Stop::refusal(desk.book(), Refusal::Gone { subject })
    };
    let now = DraftNow(request::draft_of(desk.book(), series).ok_or_else(gone)?);
    let draft = request::read(desk.book(), value, Purpose::Edit(&now), false).map_err(Stop::fields)?;
    Ok(Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
    })
}

/// Shows what a command would do, line by line.
pub(super) fn show_lines(front: &mut Front<'_>, desk: &mut Desk, command: &Command) -> Result<(), Stop> {
    let (plan, then) = foreseen(desk, command)?;
    front.answer(
        || json!({ "lines": lines::changed(desk.book(), &then, &plan) }),
        || format!("{}\n\n{}", words::changes(&plan), lines::text(&then, &plan)),
    )
}
