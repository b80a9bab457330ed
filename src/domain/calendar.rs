//! Which visits lie on which day, and who is busy when: kept beside the rows, so that a clash is found without a walk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::book::Book;
use super::rows::*;
use super::schedule::busy_pieces;
use super::shelf::filled;
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

/// So many milliseconds from then on.
fn stretch(from: Instant, length: u32) -> Span {
    Span::new(from, Instant::from_millis(from.millis() + i64::from(length)))
}

/// What takes somebody, by when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    from: Instant,
    visit: VisitId,
    /// Which piece of the visit it is, so that no two are the same.
    ordinal: u16,
    /// In milliseconds.
    length: u32,
}

impl Taken {
    /// Before all that begin then.
    fn first(from: Instant) -> Self {
        Self {
            from,
            visit: VisitId::from(i64::MIN),
            ordinal: 0,
            length: 0,
        }
    }
}

/// When somebody or something is taken: each time by when it begins, with the latest end of all that begin by then.
#[derive(Debug, Default)]
pub struct Times {
    from: Vec<Instant>,
    until: Vec<Instant>,
}

impl Times {
    /// Notes one more.
    pub fn add(&mut self, taken: Span) {
        let place = self.from.partition_point(|from| *from <= taken.from);
        let before = place.checked_sub(1).and_then(|before| self.until.get(before));
        let latest = before.map_or(taken.to, |before| taken.to.max(*before));
        self.from.insert(place, taken.from);
        self.until.insert(place, latest);
        for until in self
            .until
            .iter_mut()
            .skip(place + 1)
            .take_while(|until| **until < taken.to)
        {
            *until = taken.to;
        }
    }

    /// Whether any of them is at some time of `span`.
    pub fn meet(&self, span: Span) -> bool {
        let begun = self.from.partition_point(|from| *from < span.to);
        let latest = begun.checked_sub(1).and_then(|last| self.until.get(last));
        latest.is_some_and(|until| *until > span.from)
    }
}

/// Which visits lie on which day, and who is busy when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    days: OrdSet<(Day, VisitId)>,
    names: OrdMap<(SeriesId, Civil), VisitId>,
    busy: OrdMap<Who, OrdSet<Taken>>,
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
        let near = Taken::first(span.from - LONGEST)..Taken::first(span.to);
        let taken = self
            .busy
            .get(&who)
            .into_iter()
            .flat_map(move |taken| taken.range(near.clone()));
        taken
            .map(|taken| (taken.visit, stretch(taken.from, taken.length)))
            .filter(move |(_, taken)| taken.to > span.from)
    }

    /// When `who` is taken in `span`, to be asked about many times.
    pub fn times(&self, who: Who, span: Span) -> Times {
        let mut times = Times::default();
        for (_, taken) in self.takes(who, span) {
            times.add(taken);
        }
        times
    }

    /// The visits from an instant on that want somebody or something at the same time as another.
    pub fn clashing(&self, from: Instant) -> BTreeSet<VisitId> {
        let mut clashing = BTreeSet::new();
        for taken in self.busy.values() {
            let mut running: Vec<(VisitId, Instant)> = Vec::new();
            for next in taken.range(Taken::first(from - LONGEST)..) {
                running.retain(|(_, until)| *until > next.from);
                for (other, _) in running.iter().filter(|(other, _)| *other != next.visit) {
                    clashing.extend([*other, next.visit]);
                }
                running.push((next.visit, stretch(next.from, next.length).to));
            }
        }
        clashing
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
        let mut busy: BTreeMap<Who, Vec<Taken>> = BTreeMap::new();
        for (visit, pieces) in &pieces {
            for (who, taken) in each_taken(*visit, pieces, &[]) {
                busy.entry(who).or_default().push(taken);
            }
        }
        let busy: Vec<(Who, OrdSet<Taken>)> = busy
            .into_iter()
            .map(|(who, mut taken)| {
                taken.sort_unstable();
                (who, filled(&taken))
            })
            .collect();
        Self {
            days: filled(&days),
            names: filled(&names),
            busy: filled(&busy),
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
                if let Some(all) = self.busy.get_mut(&who) {
                    all.remove(&taken);
                    if all.is_empty() {
                        self.busy.remove(&who);
                    }
                }
            }
        }
        let Some(new) = after else { return };
        for (who, taken) in each_taken(new.id, &pieces, &known) {
            self.busy.entry(who).or_default().insert(taken);
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
