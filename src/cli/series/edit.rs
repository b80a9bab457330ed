//! `series edit`: the request holds only what changes. All visits that are to come follow, those from a day on, or those of
//! some days.

use clap::Args;
use serde_json::{Value, json};

use super::show;
use super::which::{Reach, Which};
use crate::cli::front::{Front, carry, foreseen};
use crate::cli::input::Source;
use crate::cli::stop::Stop;
use crate::cli::{find, lines};
use crate::desk::Desk;
use crate::domain::request::{self, DraftNow, Purpose};
use crate::domain::rows::SeriesId;
use crate::domain::{Clashing, Command, EditHow, Force, draft_to_change};
use crate::time::Civil;
use crate::words::deeds::{Verb, summary};

/// Arguments of `series edit`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
    /// What changes, in the fields of a series request; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    #[command(flatten)]
    which: Which,
    /// Overwrite what was changed by hand, in all of these visits or in those with these original starts
    #[arg(long, value_name = "ORIGINAL_START,...", num_args = 0..=1, value_delimiter = ',')]
    force: Option<Vec<Civil>>,
    /// Count the weeks from here
    #[arg(long)]
    reset_start: bool,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let reach = arguments.which.reach()?;
    let force = match &arguments.force {
        None => Force::Nothing,
        Some(starts) if starts.is_empty() => Force::All,
        Some(starts) => Force::These(starts.iter().copied().collect()),
    };
    let reset_start = arguments.reset_start;
    if reset_start && matches!(reach, Reach::Between(..)) {
        return Err(Stop::usage("--reset-start goes on: it takes no --scope between"));
    }
    let value = front.read(&arguments.source)?;
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let series = find::series(desk.book(), &arguments.series)?;
    let command = match reach {
        Reach::On(scope) => {
            let how = EditHow {
                scope,
                force,
                reset_start,
            };
            edited(&mut desk, series, &value, how)?
        }
        Reach::Between(first, last) => {
            let layer = request::read_layer(desk.book(), &value, series, (first, last)).map_err(Stop::fields)?;
            Command::Cover {
                layer: Box::new(layer),
                force,
                clashing: Clashing::default(),
            }
        }
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    carry(&mut desk, &command)?;
    show::answer(front, &desk, Some(series))
}

fn edited(desk: &mut Desk, series: SeriesId, value: &Value, how: EditHow) -> Result<Command, Stop> {
    desk.load_series(series)?;
    let now = draft_to_change(desk.book(), series, how.scope, desk.now());
    let now = DraftNow(now.map_err(|refused| Stop::refused(desk.book(), &refused))?);
    let draft = request::read(desk.book(), value, Purpose::Edit(&now), false).map_err(Stop::fields)?;
    Ok(Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how,
    })
}

/// Shows what a command would do, line by line.
pub(in crate::cli) fn show_lines(front: &mut Front<'_>, desk: &mut Desk, command: &Command) -> Result<(), Stop> {
    let (plan, then) = foreseen(desk, command)?;
    front.answer(
        || json!({ "lines": lines::changed(desk.book(), &then, &plan) }),
        || format!("{}\n\n{}", summary(Verb::Change, &plan), lines::text(&then, &plan)),
    )
}
