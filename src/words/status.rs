//! Whether a standing appointment goes on: running, finished or stopped (spec S3.1); who is away, and how many visits are
//! left.

use std::sync::Arc;

use super::{counted, dates};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::Pauses;
use crate::domain::values::{SeriesStatus, VisitState};
use crate::time::{Day, Instant};

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

/// "Leaves after 10 Feb 2027", "Left after 10 Feb 2027".
pub fn leaves(last: Day, today: Day) -> String {
    let verb = if last < today { "Left" } else { "Leaves" };
    format!("{verb} after {}", dates::day(last))
}

/// "running, 3 visits left", "running, away until 14 Mar 2027, no new dates", "finished", "stopped, moved away".
pub fn text(book: &Book, series: &Series, now: Instant) -> String {
    let standing = Standing::of(book, series, now);
    let mut parts = vec![standing.word().to_owned()];
    match standing {
        Standing::Running => {
            parts.extend(away(book, series, now));
            if series.no_new_dates {
                parts.push("no new dates".to_owned());
            }
            let left = left(book, series, now).filter(|left| *left > 0);
            parts.extend(left.map(|left| counted(left, "visit left", "visits left")));
        }
        Standing::Finished | Standing::Stopped => {
            parts.extend(Some(series.cancel_reason.clone()).filter(|reason| !reason.is_empty()));
        }
    }
    parts.join(", ")
}

/// The pauses of a series and of its clients that run or are to come, the earliest first.
pub fn pauses(book: &Book, series: &Series, now: Instant) -> Vec<Arc<Pause>> {
    let today = book.zone().civil(now).day;
    let pauses = Pauses::of(book, series.id);
    let to_come = |pause: &&Arc<Pause>| pause.last_day.is_none_or(|last| today <= last);
    pauses.iter().filter(to_come).cloned().collect()
}

/// "away until 14 Mar 2027", "away until further notice", "away from 1 to 14 Mar 2027": the next pause.
pub fn away(book: &Book, series: &Series, now: Instant) -> Option<String> {
    let today = book.zone().civil(now).day;
    let pause = pauses(book, series, now).into_iter().next()?;
    Some(away_in(&pause, today))
}

/// The same of one pause.
pub fn away_in(pause: &Pause, today: Day) -> String {
    let has_begun = pause.first_day <= today;
    match pause.last_day {
        Some(last) if has_begun => format!("away until {}", dates::day(last)),
        Some(last) => format!("away {}", dates::days(pause.first_day, last)),
        None if has_begun => "away until further notice".to_owned(),
        None => format!("away from {} on", dates::day(pause.first_day)),
    }
}

/// How many visits are left of a series to which none are added (spec S3.1); nothing where it goes on without an end.
pub fn left(book: &Book, series: &Series, now: Instant) -> Option<usize> {
    let chapter = book.chapters().of(series.id).next_back()?;
    let ends = chapter.until_day.is_some() || chapter.visits.is_some() || series.no_new_dates;
    if series.status == SeriesStatus::Stopped || chapter.rule.is_none() || !ends {
        return None;
    }
    let to_come = book.calendar().of_series(book, series.id);
    Some(to_come.filter(|visit| visit.is_busy() && visit.start_utc > now).count())
}
