//! A change: what is done to which rows, before and after. It is the only thing that writes.
//!
//! A change is decided first by a pure function and done after: to the file in one transaction, and to the book. Undo is
//! the same change the other way round.

use std::sync::Arc;

pub use super::book::AnyEdit as RowEdit;
use super::book::Table;
use super::command::{Fix, Mark};
use super::row::Row;
use super::rows::*;
use super::values::Changed;
use crate::time::{Civil, Day, Instant};

/// What is done to one row: made (no `before`), changed, or taken out (no `after`).
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<R> {
    /// The row as it was.
    pub before: Option<Arc<R>>,
    /// The row as it will be.
    pub after: Option<Arc<R>>,
}

impl<R: Row> Edit<R> {
    /// The key of the row.
    pub fn key(&self) -> i64 {
        self.row().map_or(0, |row| row.id().into())
    }

    /// The same the other way round.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }

    /// Whether the row is in the end as it was but for when it was written, or was never there.
    pub fn is_nothing(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => before.is_the_same(after),
            (None, None) => true,
            _ => false,
        }
    }

    /// The row as it will be, or as it was where it is taken out.
    pub fn row(&self) -> Option<&Arc<R>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// A row was not as a change expected it: somebody else changed it in the meantime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} {key} was changed in the meantime", table.name())]
pub struct Stale {
    /// Its table.
    pub table: Table,
    /// Its key.
    pub key: i64,
}

/// Who began a step (spec S4.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person, by hand.
    Person,
    /// A person, with a file of another program.
    Import,
    /// The program, by itself: a top-up.
    Automatic,
}

/// What a step did, for the history and for undo. Holds keys, so that words are made last.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Label {
    /// The sample shop was set up.
    SampleShop,
    /// The catalogue was changed; how many things.
    SetUp {
        /// How many rows of the catalogue.
        things: usize,
        /// Which, where it was one; steps of earlier versions do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one: Option<SetUpOne>,
    },
    /// Something of the catalogue was removed.
    Removed {
        /// What.
        subject: Subject,
    },
    /// A standing appointment was made.
    SeriesCreated {
        /// Which.
        series: SeriesId,
        /// How many visits.
        visits: usize,
    },
    /// A single appointment was made.
    Booked {
        /// Which.
        series: SeriesId,
    },
    /// A standing appointment was changed.
    SeriesEdited {
        /// Which.
        series: SeriesId,
        /// How many visits changed.
        visits: usize,
    },
    /// A standing appointment was cancelled, from a date on or all to come.
    SeriesCancelled {
        /// Which.
        series: SeriesId,
        /// How many visits went.
        visits: usize,
    },
    /// The visits of some days were cancelled; the standing appointment goes on.
    VisitsCancelled {
        /// Of which series.
        series: SeriesId,
        /// How many visits went.
        visits: usize,
        /// From which day through which.
        days: (Day, Day),
    },
    /// Visits of some days mean something else for a while.
    Covered {
        /// Of which series; of several where there is none.
        series: Option<SeriesId>,
        /// All work of whom, where it is not one series.
        staff: Option<StaffId>,
        /// How many visits changed.
        visits: usize,
        /// Who stands in, where somebody does; steps of earlier versions do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<StaffId>,
        /// From which day through which; steps of earlier versions do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<(Day, Day)>,
    },
    /// What was said of some days ends earlier.
    CoverEnded {
        /// Of which series; of several where there is none.
        series: Option<SeriesId>,
        /// All work of whom, where it is not one series.
        staff: Option<StaffId>,
        /// Its last day.
        last: Day,
        /// How many visits are as usual again.
        visits: usize,
    },
    /// A standing appointment or a client pauses.
    Paused {
        /// Which.
        subject: Subject,
        /// From this day on.
        from: Day,
        /// Through this day; until further notice where there is none.
        until: Option<Day>,
    },
    /// A pause ended, or was taken back.
    CameBack {
        /// Whose.
        subject: Subject,
        /// How many visits are in the book again.
        visits: usize,
    },
    /// A stopped standing appointment goes on.
    SeriesRestarted {
        /// Which.
        series: SeriesId,
        /// How many visits are in the book again.
        visits: usize,
    },
    /// Problems were dealt with.
    ProblemsSolved {
        /// How many visits.
        visits: usize,
        /// How; nothing where some were only booked or held, and in steps of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<Fix>,
        /// Which visit it was, where it was only one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one: Option<VisitId>,
    },
    /// Somebody of the staff is out, and visits were moved.
    StaffOut {
        /// Who.
        staff: StaffId,
        /// How many visits were moved.
        visits: usize,
        /// How many were cancelled; steps of earlier versions do not say it.
        #[serde(default, skip_serializing_if = "is_zero")]
        cancelled: usize,
    },
    /// Somebody of the staff leaves, and their standing appointments were given to others.
    StaffLeaves {
        /// Who.
        staff: StaffId,
        /// How many series.
        series: usize,
        /// How many visits.
        visits: usize,
    },
    /// One visit was cancelled.
    VisitCancelled {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
    },
    /// A cancelled visit was brought back.
    VisitRestored {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
    },
    /// One visit was moved.
    VisitMoved {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
        /// To when; steps of earlier versions do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Civil>,
    },
    /// What one visit has was changed by hand.
    VisitEdited {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
        /// Which fields.
        fields: Changed,
    },
    /// One visit is as usual again.
    VisitReset {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
        /// Which fields; all where none is named.
        fields: Changed,
    },
    /// Somebody was marked: came, did not, paid.
    VisitMarked {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
        /// What was said.
        mark: Mark,
    },
    /// One visit was cancelled, and what was due then comes next time and counts from there.
    CountedOn {
        /// Of which series.
        series: SeriesId,
        /// Which.
        visit: VisitId,
        /// When it comes.
        next: Civil,
    },
    /// What another calendar holds was taken in.
    Imported {
        /// How many new standing appointments.
        series: usize,
        /// How many new single appointments.
        visits: usize,
        /// How many known ones changed.
        updated: usize,
    },
    /// New dates of series without an end came into the book.
    ToppedUp {
        /// How many visits.
        visits: usize,
        /// How many dates could not be placed.
        failed: usize,
    },
}

/// The one thing of the catalogue that a step set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SetUpOne {
    /// Which.
    pub subject: Subject,
    /// What was done with it.
    pub did: SetUpDid,
}

/// What was done with a thing of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetUpDid {
    /// It was made.
    Made,
    /// It has other fields.
    Changed,
    /// It has other hours, and nothing else.
    Hours,
    /// Somebody has another time off, and nothing else.
    TimeOff,
    /// It has other closed days, special hours or extra shifts, and nothing else.
    Days,
}

/// What a step or a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// The business.
    Business,
    /// A location.
    Location(LocationId),
    /// A day that differs from the weekly hours.
    DayException(DayExceptionId),
    /// A staff member.
    Staff(StaffId),
    /// A time off.
    TimeOff(TimeOffId),
    /// A service.
    Service(ServiceId),
    /// A chair or room.
    Resource(ResourceId),
    /// A tag.
    Tag(TagId),
    /// A client.
    Client(ClientId),
    /// A series.
    Series(SeriesId),
    /// A visit.
    Visit(VisitId),
}

/// What steps need not say; as serde wants it, by reference.
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A step: what is done to the rows, by whom, and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it did.
    pub label: Label,
    /// What it is about.
    pub subject: Option<Subject>,
    /// Who began it.
    pub origin: Origin,
    /// When.
    pub at: Instant,
    /// What is done to the rows, owners before what they own.
    pub edits: Vec<RowEdit>,
    /// The next free key after it.
    pub next_key: i64,
}

impl Change {
    /// The edits that undo takes back, and that the journal keeps.
    pub fn undoable(&self) -> impl Iterator<Item = &RowEdit> {
        self.edits.iter().filter(|edit| !edit.table().is_outside_undo())
    }
}
