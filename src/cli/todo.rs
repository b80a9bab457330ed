//! `todo`: what waits for a person, and `todo --fix` for problems all alike, as one step.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::front::Front;
use super::stop::Stop;
use super::{away, find, table};
use crate::domain::command::Fix;
use crate::domain::rows::SeriesId;
use crate::domain::schedule::Problems;
use crate::domain::todo::{Task, TaskKind, tasks};
use crate::domain::{Book, Command};
use crate::time::{Civil, Instant};
use crate::words::{todo, visit};

/// Arguments of `todo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Deal with the problems
    #[arg(long, value_enum)]
    fix: Option<How>,
    /// Only those of this standing appointment, by its id
    #[arg(long, value_name = "ID")]
    series: Option<String>,
    /// Only the one that would have started then, like 2026-03-03T10:00
    #[arg(long, value_name = "ORIGINAL_START", requires = "series")]
    original: Option<Civil>,
    /// Only show what would change
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

/// How problems are dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum How {
    /// Leave these dates out
    Skip,
    /// Book them anyway
    Keep,
    /// Move them to the nearest free start
    Nearest,
    /// Move them to the last open day before
    Previous,
    /// Move them to the next open day
    Next,
}

impl From<How> for Fix {
    fn from(how: How) -> Self {
        match how {
            How::Skip => Fix::Skip,
            How::Keep => Fix::Keep,
            How::Nearest => Fix::Nearest,
            How::Previous => Fix::Previous,
            How::Next => Fix::Next,
        }
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let reads = arguments.fix.is_none() || arguments.dry_run;
    let mut desk = away::desk(front, reads)?;
    let series = arguments
        .series
        .as_deref()
        .map(|id| find::series(desk.book(), id))
        .transpose()?;
    let waiting = waiting(desk.book(), desk.now(), series, arguments.original);
    let Some(fix) = arguments.fix else {
        return list(front, desk.book(), &waiting);
    };
    let problems = waiting.iter().filter(|task| matches!(task.kind, TaskKind::Problem(_)));
    let command = Command::SolveProblems {
        visits: problems.map(|task| task.visit.id).collect(),
        fix: fix.into(),
    };
    away::show(front, &mut desk, &command, arguments.dry_run)
}

fn waiting(book: &Book, now: Instant, series: Option<SeriesId>, original: Option<Civil>) -> Vec<Task> {
    let mut tasks = tasks(book, &Problems::of(book, now), now);
    tasks.retain(|task| {
        series.is_none_or(|series| task.visit.series_id == series)
            && original.is_none_or(|original| task.visit.original() == original)
    });
    tasks
}

fn list(front: &mut Front<'_>, book: &Book, waiting: &[Task]) -> Result<(), Stop> {
    front.answer(|| json!({ "lines": as_json(book, waiting) }), || as_text(book, waiting))
}

/// The lines as a table: when, who, what, and why it waits.
pub(super) fn as_text(book: &Book, tasks: &[Task]) -> String {
    let row = |task: &Task| {
        vec![
            visit::when(book, &task.visit),
            visit::who(book, &task.visit),
            visit::services(book, &task.visit),
            todo::why(book, task),
        ]
    };
    table::columns(&tasks.iter().map(row).collect::<Vec<_>>())
}

/// The lines as JSON.
pub(super) fn as_json(book: &Book, tasks: &[Task]) -> Value {
    let line = |task: &Task| {
        json!({
            "kind": task.kind.code(),
            "series": book.series().get(task.visit.series_id).map(|series| series.uuid.to_string()),
            "original_start": task.visit.original().to_string(),
            "who": visit::who(book, &task.visit),
            "why": todo::why(book, task),
        })
    };
    tasks.iter().map(line).collect()
}
