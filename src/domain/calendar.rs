//! Which visits lie on which day, and who is busy when: kept beside the rows, so that a clash is found without a walk.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::book::Book;
use super::rows::*;
use super::schedule::busy_pieces;
use crate::time::{Civil, Day, Instant, Minutes, Span};

/// Somebody or something that can be in one place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A staff member.
    Staff(StaffId),
    /// A chair or room.
    Resource(ResourceId),
    /// A client.
    Client(ClientId),
}

/// A stretch of time in which somebody is taken by a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// Who is taken.
    pub who: Who,
    /// When.
    pub span: Span,
    /// By which line of the visit, from 0; none where it is the visit as a whole.
    pub line: Option<usize>,
}

/// Longer than any visit blocks (the file holds a CHECK on it), so that a search need not look further back.
const LONGEST: Minutes = Minutes::hours(32);

#[derive(Debug, Clone, PartialEq)]
struct Indexed {
    day: Day,
    name: (SeriesId, Civil),
    pieces: Box<[Busy]>,
}

/// Which visits lie on which day, and who is busy when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    days: OrdSet<(Day, VisitId)>,
    names: OrdMap<(SeriesId, Civil), VisitId>,
    busy: OrdMap<(Who, Instant, VisitId, usize), Instant>,
    indexed: OrdMap<VisitId, Arc<Indexed>>,
}

impl Calendar {
    /// The visits that begin on days from the first to the last, by day.
    pub fn on_days<'a>(&'a self, book: &'a Book, first: Day, last: Day) -> impl Iterator<Item = &'a Arc<Visit>> {
        self.days
            .range((first, VisitId::from(i64::MIN))..=(last, VisitId::from(i64::MAX)))
            .filter_map(|(_, visit)| book.visits().get(*visit))
    }

    /// The visit of a series by the start it would have had.
    pub fn named(&self, series: SeriesId, original: Civil) -> Option<VisitId> {
        self.names.get(&(series, original)).copied()
    }

    /// The visits of a series in the order of the start they would have had.
    pub fn of_series<'a>(
        &'a self,
        book: &'a Book,
        series: SeriesId,
    ) -> impl DoubleEndedIterator<Item = &'a Arc<Visit>> {
        let from = (series, Civil::new(Day::FIRST, crate::time::TimeOfDay::MIDNIGHT));
        let to = (SeriesId::from(i64::from(series) + 1), from.1);
        self.names
            .range(from..to)
            .filter_map(|(_, visit)| book.visits().get(*visit))
    }

    /// What takes `who` at some time of `span`: the visit, and the stretch it takes.
    pub fn takes(&self, who: Who, span: Span) -> impl Iterator<Item = (VisitId, Span)> + '_ {
        let start = span.from - LONGEST;
        let first = VisitId::from(i64::MIN);
        self.busy
            .range((who, start, first, 0)..(who, span.to, first, 0))
            .filter(move |(_, to)| **to > span.from)
            .map(|((_, from, visit, _), to)| (*visit, Span { from: *from, to: *to }))
    }

    /// What a visit takes.
    pub fn pieces(&self, visit: VisitId) -> &[Busy] {
        self.indexed.get(&visit).map_or(&[], |indexed| &indexed.pieces)
    }

    /// Forgets what it knew of a visit and learns it anew from the book.
    pub(super) fn reindex(&mut self, book: &Book, id: VisitId) {
        let new = book.visits().get(id).map(|visit| Indexed {
            day: visit.day,
            name: (visit.series_id, visit.original()),
            pieces: if visit.is_busy() {
                busy_pieces(book, visit).into_boxed_slice()
            } else {
                Box::default()
            },
        });
        // Most changes of a visit move nothing: what became of it, its note.
        if self.indexed.get(&id).map(AsRef::as_ref) == new.as_ref() {
            return;
        }
        if let Some(old) = self.indexed.remove(&id) {
            self.days.remove(&(old.day, id));
            if self.names.get(&old.name) == Some(&id) {
                self.names.remove(&old.name);
            }
            for (ordinal, piece) in old.pieces.iter().enumerate() {
                self.busy.remove(&(piece.who, piece.span.from, id, ordinal));
            }
        }
        let Some(new) = new else { return };
        for (ordinal, piece) in new.pieces.iter().enumerate() {
            self.busy
                .insert((piece.who, piece.span.from, id, ordinal), piece.span.to);
        }
        self.days.insert((new.day, id));
        self.names.insert(new.name, id);
        self.indexed.insert(id, Arc::new(new));
    }
}
