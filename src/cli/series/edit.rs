//! `series edit`: the request holds only what changes. All visits that are to come follow, those from a day on, or those of
//! some days.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::show;
use crate::cli::front::{Front, carry, foreseen};
use crate::cli::input::Source;
use crate::cli::stop::Stop;
use crate::cli::{find, lines};
use crate::desk::Desk;
use crate::domain::request::{self, DraftNow, Purpose};
use crate::domain::rows::SeriesId;
use crate::domain::{Command, EditHow, Force, Scope, draft_to_change};
use crate::time::{Civil, Day};
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

/// Which visits of a series change.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct Which {
    /// Which visits
    #[arg(long, value_enum, default_value_t = Reach::All)]
    pub scope: Reach,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    pub from: Option<Day>,
}

/// Which visits change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Reach {
    /// All to come
    All,
    /// From a day on
    Following,
}

impl Which {
    /// The same, for those that are given.
    pub fn scope(self) -> Result<Scope, Stop> {
        match (self.scope, self.from) {
            (Reach::All, None) => Ok(Scope::ToCome),
            (Reach::All, Some(_)) => Err(Stop::usage("--scope all takes no --from")),
            (Reach::Following, Some(day)) => Ok(Scope::From(day)),
            (Reach::Following, None) => Err(Stop::usage("--scope following needs --from")),
        }
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let how = EditHow {
        scope: arguments.which.scope()?,
        force: match &arguments.force {
            None => Force::Nothing,
            Some(starts) if starts.is_empty() => Force::All,
            Some(starts) => Force::These(starts.iter().copied().collect()),
        },
        reset_start: arguments.reset_start,
    };
    let value = front.read(&arguments.source)?;
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let series = find::series(desk.book(), &arguments.series)?;
    let command = edited(&mut desk, series, &value, how)?;
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
        || format!("{}\n\n{}", words::changes(&plan), lines::text(&then, &plan)),
    )
}
