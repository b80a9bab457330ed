//! Whether a standing appointment goes on: running, finished or stopped (spec S3.1).

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::values::{SeriesStatus, VisitState};
use crate::time::Instant;

/// How a series stands. "Finished" is derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Goes on.
    Running,
    /// Nothing is left, and nothing is to come.
    Finished,
    /// Cancelled, with a reason.
    Stopped,
}

impl Standing {
    /// All of them.
    pub const ALL: [Standing; 3] = [Standing::Running, Standing::Finished, Standing::Stopped];

    /// The word for the screen and for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Running => "running",
            Standing::Finished => "finished",
            Standing::Stopped => "stopped",
        }
    }

    /// How a series stands now.
    pub fn of(book: &Book, series: &Series, now: Instant) -> Self {
        if series.status == SeriesStatus::Stopped {
            return Standing::Stopped;
        }
        let to_come = |visit: &Visit| {
            let counts = visit.is_busy() || visit.state == VisitState::Failed;
            counts && visit.start_utc + visit.minutes > now
        };
        let grows = || {
            let chapter = book.last_chapter(series.id);
            !series.no_new_dates && chapter.is_some_and(|chapter| chapter.grows_after(series.materialized_until))
        };
        let mut visits = book.calendar().of_series(book, series.id).rev();
        if visits.any(|visit| to_come(visit)) || grows() {
            Standing::Running
        } else {
            Standing::Finished
        }
    }
}

/// "running", "finished", "stopped, moved away".
pub fn text(book: &Book, series: &Series, now: Instant) -> String {
    let standing = Standing::of(book, series, now);
    if standing == Standing::Stopped && !series.cancel_reason.is_empty() {
        format!("{}, {}", standing.word(), series.cancel_reason)
    } else {
        standing.word().to_owned()
    }
}
