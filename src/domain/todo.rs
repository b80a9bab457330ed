//! To do: what waits for a person. Problems first (spec S4.10), then pencilled visits (S5.4) and past ones without outcome
//! (S5.3). Messages that are due and the waiting list join it when there are any.

use std::sync::Arc;

use super::book::Book;
use super::rows::*;
use super::schedule::{Problem, Problems};
use super::values::{SeriesKind, VisitState};
use crate::time::{Day, Instant};

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// About which visit.
    pub visit: Arc<Visit>,
    /// What it is.
    pub kind: TaskKind,
}

/// What waits.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskKind {
    /// The date cannot be as it is.
    Problem(Problem),
    /// It holds the place for a time only.
    Pencilled,
    /// It is past, and nobody said what became of it.
    NoOutcome,
}

impl TaskKind {
    /// The code word on the command line.
    pub const fn code(&self) -> &'static str {
        match self {
            TaskKind::Problem(_) => "problem",
            TaskKind::Pencilled => "pencilled",
            TaskKind::NoOutcome => "no_outcome",
        }
    }
}

/// All that waits: problems, then what is pencilled, then what has no outcome, each by time. Visits of months that are not
/// loaded are not listed.
pub fn tasks(book: &Book, problems: &Problems, now: Instant) -> Vec<Task> {
    let of_problem = |problem: &Problem| {
        let visit = Arc::clone(book.visits().get(problem.visit)?);
        let kind = TaskKind::Problem(problem.clone());
        Some(Task { visit, kind })
    };
    let mut tasks: Vec<Task> = problems.to_come(now).into_iter().filter_map(of_problem).collect();
    let today = book.zone().civil(now).day;
    // Only a single appointment is pencilled.
    let single = book.series().live().filter(|series| series.kind == SeriesKind::Single);
    let pencilled = single
        .flat_map(|series| book.visits().of(series.id))
        .filter(|visit| visit.state == VisitState::Pencilled && visit.start_utc > now)
        .collect::<Vec<_>>();
    let past = book.calendar().on_days(book, Day::FIRST, today);
    let without_outcome = past.filter(|visit| lacks_outcome(visit, now)).collect();
    for (visits, kind) in [(pencilled, TaskKind::Pencilled), (without_outcome, TaskKind::NoOutcome)] {
        let mut visits: Vec<Task> = visits
            .into_iter()
            .map(|visit| Task {
                visit: Arc::clone(visit),
                kind: kind.clone(),
            })
            .collect();
        visits.sort_by_key(|task| (task.visit.start_utc, task.visit.id));
        tasks.append(&mut visits);
    }
    tasks
}

/// Whether a visit is over, and nobody said what became of it. Nothing is set by itself.
fn lacks_outcome(visit: &Visit, now: Instant) -> bool {
    visit.state == VisitState::Stable && visit.span().to <= now && !visit.has_outcome()
}
