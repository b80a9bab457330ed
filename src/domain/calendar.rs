//! Which visits lie on which day, and who is busy when: kept beside the rows, so that a clash is found without a walk.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::book::Book;
use super::busy_times::{BusyTimes, Taken, TimesOf, stretch};
use super::rows::*;
use super::schedule::busy_pieces;
use super::shelf::filled;
use crate::time::{Civil, Day, Instant, Span};

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

/// A [`Busy`] in less room: there are several for every visit that is loaded.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    who: Who,
    from: Instant,
    /// In milliseconds.
    length: u32,
    line: Option<u16>,
}

impl From<Busy> for Piece {
    fn from(busy: Busy) -> Self {
        let length = busy.span.to.millis() - busy.span.from.millis();
        Self {
            who: busy.who,
            from: busy.span.from,
            length: u32::try_from(length).unwrap_or(u32::MAX),
            line: busy.line.and_then(|line| u16::try_from(line).ok()),
        }
    }
}

impl From<Piece> for Busy {
    fn from(piece: Piece) -> Self {
        Self {
            who: piece.who,
            span: stretch(piece.from, piece.length),
            line: piece.line.map(usize::from),
        }
    }
}

/// Which visits lie on which day, and who is busy when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    days: OrdSet<(Day, VisitId)>,
    names: OrdMap<(SeriesId, Civil), VisitId>,
    busy: BusyTimes,
    pieces: OrdMap<VisitId, Arc<[Piece]>>,
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
        self.times_of(who).within(span)
    }

    /// When `who` is taken, to be asked about many times.
    pub fn times_of(&self, who: Who) -> TimesOf<'_> {
        self.busy.of_whom(who)
    }

    /// The visits from an instant on that want somebody or something at the same time as another.
    pub fn clashing(&self, from: Instant) -> BTreeSet<VisitId> {
        self.busy.clashing(from)
    }

    /// What a visit takes.
    pub fn pieces(&self, visit: VisitId) -> impl Iterator<Item = Busy> + '_ {
        self.pieces_of(visit).iter().copied().map(Busy::from)
    }

    fn pieces_of(&self, visit: VisitId) -> &[Piece] {
        self.pieces.get(&visit).map_or(&[], |pieces| pieces)
    }

    /// The calendar of all visits of a book, in the least room.
    pub(super) fn of(book: &Book) -> Self {
        let all = || book.visits().all();
        let mut days: Vec<_> = all().map(|visit| (visit.day, visit.id)).collect();
        days.sort_unstable();
        let mut names: Vec<_> = all().map(|visit| (name(visit), visit.id)).collect();
        names.sort_unstable();
        let pieces: Vec<_> = all()
            .map(|visit| (visit.id, taken_by(book, visit)))
            .filter(|(_, pieces)| !pieces.is_empty())
            .collect();
        let taken = pieces
            .iter()
            .flat_map(|(visit, pieces)| each_taken(*visit, pieces, &[]));
        let busy = BusyTimes::of(taken);
        Self {
            days: filled(&days),
            names: filled(&names),
            busy,
            pieces: filled(&pieces),
        }
    }

    /// Forgets what it knew of a visit as it was, and learns it as it is now, from the book.
    pub(super) fn reindex(&mut self, book: &Book, before: Option<&Visit>, after: Option<&Visit>) {
        let pieces = after.map(|visit| taken_by(book, visit)).unwrap_or_default();
        let place = |visit: Option<&Visit>| visit.map(|visit| (visit.id, visit.day, name(visit)));
        let known = before.map_or(&[][..], |visit| self.pieces_of(visit.id));
        // Most changes of a visit move nothing: what became of it, its note.
        let stays = place(before) == place(after);
        if stays && *known == *pieces {
            return;
        }
        let known = before.and_then(|old| self.pieces.remove(&old.id)).unwrap_or_default();
        if let Some(old) = before {
            if !stays {
                self.days.remove(&(old.day, old.id));
                if self.names.get(&name(old)) == Some(&old.id) {
                    self.names.remove(&name(old));
                }
            }
            for (who, taken) in each_taken(old.id, &known, &pieces) {
                self.busy.remove(who, taken);
            }
        }
        let Some(new) = after else { return };
        for (who, taken) in each_taken(new.id, &pieces, &known) {
            self.busy.add(who, taken);
        }
        if !stays {
            self.days.insert((new.day, new.id));
            self.names.insert(name(new), new.id);
        }
        if !pieces.is_empty() {
            self.pieces.insert(new.id, pieces);
        }
    }
}

/// The name of a visit within the file: its series, and the start it would have had.
fn name(visit: &Visit) -> (SeriesId, Civil) {
    (visit.series_id, visit.original())
}

/// What a visit takes, where it takes time at all.
fn taken_by(book: &Book, visit: &Visit) -> Arc<[Piece]> {
    if visit.is_busy() {
        busy_pieces(book, visit).into_iter().map(Piece::from).collect()
    } else {
        Arc::default()
    }
}

/// What the pieces of a visit take, but for those that take just the same in its `other` pieces.
fn each_taken<'p>(visit: VisitId, pieces: &'p [Piece], other: &'p [Piece]) -> impl Iterator<Item = (Who, Taken)> + 'p {
    let taken = move |(ordinal, piece): (u16, &Piece)| {
        let taken = Taken {
            from: piece.from,
            visit,
            ordinal,
            length: piece.length,
        };
        (piece.who, taken)
    };
    let all = move |pieces: &'p [Piece]| (0..).zip(pieces).map(taken);
    let mut others = all(other);
    all(pieces).filter(move |taken| others.next().as_ref() != Some(taken))
}
