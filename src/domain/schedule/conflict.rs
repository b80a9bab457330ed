//! What speaks against a visit at a time (spec S4.9): somebody or something is taken, the shop is closed, somebody does
//! not work then or has time off. Clashes compare instants; hours and days off are civil time of the location.

use std::sync::Arc;

use super::busy::{Work, pieces_of, works};
use super::hours::{DayHours, HoursOn};
use super::lines::{PlannedLine, lines_of};
use crate::domain::book::Book;
use crate::domain::calendar::{Busy, Who};
use crate::domain::rows::*;
use crate::domain::values::ConflictKind;
use crate::time::{Civil, Day, MinuteSpan, Minutes, Span, Zone};

/// How long the way from one location to another takes: two visits of one person that lie closer together clash.
pub const TRAVEL: Minutes = Minutes::new(15);

/// The other side of a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum With {
    /// A staff member.
    Staff(StaffId),
    /// A chair or room.
    Resource(ResourceId),
    /// A client.
    Client(ClientId),
    /// A location.
    Location(LocationId),
}

impl With {
    /// Its key, as accepted clashes keep it.
    pub fn key(self) -> i64 {
        match self {
            With::Staff(id) => id.into(),
            With::Resource(id) => id.into(),
            With::Client(id) => id.into(),
            With::Location(id) => id.into(),
        }
    }
}

/// Something that speaks against a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about.
    pub kind: ConflictKind,
    /// The other side.
    pub with: With,
    /// The visit that is in the way, where it is one.
    pub visit: Option<VisitId>,
    /// The time that both want; else the part of the visit that is not within the hours as a whole.
    pub span: Span,
    /// Which line of the visit it hits, from 0; none where it is the visit as a whole, or several lines.
    pub line: Option<usize>,
    /// Why the day is closed or somebody is off.
    pub reason: Option<String>,
}

impl Conflict {
    /// Whether the policy for closed days rules it; else the policy for clashes does.
    pub fn is_of_the_day(&self) -> bool {
        matches!(self.kind, ConflictKind::Closed)
            || (self.kind == ConflictKind::Hours && matches!(self.with, With::Location(_)))
    }

    /// Whether it was accepted, for this visit or for the one that is in its way.
    ///
    /// Somebody accepted that two visits clash as they stand: ask only of a visit that has not moved since.
    fn is_accepted(&self, book: &Book, visit: &Visit) -> bool {
        let accepts = |visit: &Visit, other: Option<VisitId>| {
            let same = |clash: &AcceptedClash| {
                (clash.kind, clash.other_id, clash.with_visit) == (self.kind, self.with.key(), other)
            };
            visit.clashes.iter().any(same)
        };
        let of_other = || {
            let other = book.visits().get(self.visit?)?;
            Some(accepts(other, Some(visit.id)))
        };
        accepts(visit, self.visit) || of_other().unwrap_or(false)
    }
}

/// All that speaks against `visit` as it stands, at `location`.
///
/// The visit need not be in the book; what stands under its own key is not a clash.
pub fn conflicts(book: &Book, visit: &Visit, location: LocationId) -> Vec<Conflict> {
    let lines = lines_of(book, visit);
    let mut found = Vec::new();
    let pieces = pieces_of(visit, &lines);
    let works = works(visit, &lines);
    taken(book, visit, location, &pieces, &mut found);
    found.extend(wanted_twice(&lines, &works, &pieces));
    let hours = HoursOn::new(book, location, visit.day);
    let shop = hours.shop();
    let midnight = visit.day.midnight();
    let on_the_wall = Wall {
        zone: book.zone_of(location),
        midnight,
    };
    if !shop.contain(on_the_wall.shows(visit.expected())) {
        found.push(Conflict {
            kind: if shop.closed {
                ConflictKind::Closed
            } else {
                ConflictKind::Hours
            },
            with: With::Location(location),
            visit: None,
            span: visit.expected(),
            line: None,
            reason: shop.reason.clone(),
        });
    }
    for work in works {
        if let Some(person) = book.staff().get(work.staff) {
            let (theirs, day) = (hours.of(person), visit.day);
            person_is_there(book, (person, day), (&theirs, shop), work, on_the_wall, &mut found);
        }
    }
    found
}

/// What speaks against a visit that stands where it stood, and that nobody accepted.
pub fn open_conflicts(book: &Book, visit: &Visit, location: LocationId) -> Vec<Conflict> {
    let mut found = conflicts(book, visit, location);
    found.retain(|conflict| !conflict.is_accepted(book, visit));
    found
}

/// What a visit runs into only because those who come are late.
pub fn late_conflicts(book: &Book, visit: &Visit, location: LocationId) -> Vec<Conflict> {
    let mut in_time = visit.clone();
    for booking in &mut in_time.bookings {
        booking.late = None;
    }
    let anyway = conflicts(book, &in_time, location);
    let is_known = |conflict: &Conflict| {
        let same =
            |other: &Conflict| (other.kind, other.with, other.visit) == (conflict.kind, conflict.with, conflict.visit);
        anyway.iter().any(same)
    };
    let mut found = conflicts(book, visit, location);
    found.retain(|conflict| !is_known(conflict));
    found
}

/// Who is taken by another visit at the same time; and, where there are several locations, who comes from another one or goes
/// there and has no time for the way. The time that both want is then what the way takes of the visit.
fn taken(book: &Book, visit: &Visit, location: LocationId, pieces: &[Busy], found: &mut Vec<Conflict>) {
    let is_elsewhere = |other: VisitId| {
        let chapter = book.visits().get(other).map(|other| other.chapter_id);
        let chapter = chapter.and_then(|chapter| book.chapters().get(chapter));
        chapter.is_some_and(|chapter| chapter.location_id != location)
    };
    let several = book.locations().len() > 1 && book.locations().live().nth(1).is_some();
    let mut travel = Vec::new();
    for piece in pieces {
        let (kind, with) = match piece.who {
            Who::Staff(id) => (ConflictKind::Staff, With::Staff(id)),
            Who::Resource(id) => (ConflictKind::Resource, With::Resource(id)),
            Who::Client(id) => (ConflictKind::Client, With::Client(id)),
        };
        let way = if several && kind != ConflictKind::Resource {
            TRAVEL
        } else {
            Minutes::ZERO
        };
        let with_way = |span: Span| Span::new(span.from - way, span.to + way);
        let others = book.calendar().takes(piece.who, with_way(piece.span));
        for (other, taken) in others.filter(|(other, _)| *other != visit.id) {
            let conflict = |kind, span| Conflict {
                kind,
                with,
                visit: Some(other),
                span,
                line: piece.line,
                reason: None,
            };
            if let Some(span) = piece.span.intersection(taken) {
                add(found, conflict(kind, span));
            } else if let Some(span) = piece.span.intersection(with_way(taken))
                && is_elsewhere(other)
            {
                travel.push(conflict(ConflictKind::Travel, span));
            }
        }
    }
    for way in travel {
        let is_said = |known: &Conflict| (known.with, known.visit) == (way.with, way.visit);
        if !found.iter().any(is_said) {
            found.push(way);
        }
    }
}

/// Whom two services of the visit itself need at the same time, and a chair in which two people would sit.
pub(super) fn wanted_twice(lines: &[PlannedLine<'_>], works: &[Work], pieces: &[Busy]) -> Vec<Conflict> {
    let mut found = Vec::new();
    if lines.len() < 2 {
        return found;
    }
    let mut put = |kind, with, line, one: Span, other: Span| {
        if let Some(span) = one.intersection(other) {
            let conflict = Conflict {
                kind,
                with,
                visit: None,
                span,
                line: Some(line),
                reason: None,
            };
            add(&mut found, conflict);
        }
    };
    for (place, work) in works.iter().enumerate() {
        for earlier in works.iter().take(place).filter(|earlier| earlier.staff == work.staff) {
            if let (Some(line), Some(other)) = (work.line, earlier.line)
                && line != other
            {
                put(
                    ConflictKind::Staff,
                    With::Staff(work.staff),
                    line,
                    work.span,
                    earlier.span,
                );
            }
        }
    }
    // Who has two services has them in one chair.
    let for_whom = |line: usize| lines.get(line).map(|line| line.visitor);
    for (place, piece) in pieces.iter().enumerate() {
        let Who::Resource(id) = piece.who else { continue };
        for earlier in pieces.iter().take(place).filter(|earlier| earlier.who == piece.who) {
            if let (Some(line), Some(other)) = (piece.line, earlier.line)
                && for_whom(line) != for_whom(other)
            {
                put(
                    ConflictKind::Resource,
                    With::Resource(id),
                    line,
                    piece.span,
                    earlier.span,
                );
            }
        }
    }
    found
}

/// Notes a conflict; one that goes on where a known one ends is part of it.
fn add(found: &mut Vec<Conflict>, new: Conflict) {
    let goes_on = |known: &&mut Conflict| {
        (known.kind, known.with, known.visit) == (new.kind, new.with, new.visit)
            && known.span.from <= new.span.to
            && new.span.from <= known.span.to
    };
    match found.iter_mut().find(goes_on) {
        Some(known) => {
            known.span.from = known.span.from.min(new.span.from);
            known.span.to = known.span.to.max(new.span.to);
            known.line = known.line.filter(|line| Some(*line) == new.line);
        }
        None => found.push(new),
    }
}

/// The clock on the wall of a location, in minutes since the midnight of a day.
#[derive(Clone, Copy)]
struct Wall {
    zone: Zone,
    midnight: Civil,
}

impl Wall {
    /// What it shows at both ends. Where it is set back so that it would show the end first, the length counts.
    fn shows(self, span: Span) -> MinuteSpan {
        let from = self.zone.civil(span.from) - self.midnight;
        let to = self.zone.civil(span.to) - self.midnight;
        MinuteSpan {
            from,
            to: if to > from { to } else { from + span.length() },
        }
    }
}

/// Whether somebody works then, and has no time off. Set-up and clean-up have no hours of their own.
fn person_is_there(
    book: &Book,
    (person, day): (&Staff, Day),
    (hours, shop): (&DayHours, &DayHours),
    work: Work,
    on_the_wall: Wall,
    found: &mut Vec<Conflict>,
) {
    let civil = on_the_wall.shows(work.span);
    let conflict = |kind, reason| Conflict {
        kind,
        with: With::Staff(person.id),
        visit: None,
        span: work.span,
        line: work.line,
        reason,
    };
    // Where somebody works the shop's hours, the shop says it.
    let said_by_the_shop = !person.own_hours && hours.open == shop.open;
    if !said_by_the_shop && !hours.contain(civil) {
        add(found, conflict(ConflictKind::Hours, hours.reason.clone()));
    }
    let hits = |off: &&Arc<TimeOff>| {
        let whole = MinuteSpan {
            from: off.from_minute.unwrap_or(Minutes::ZERO),
            to: off.to_minute.unwrap_or(Minutes::DAY),
        };
        // A visit may go on past midnight.
        [0, 1].into_iter().any(|later| {
            let by = Minutes::DAY * later;
            let day = day + later;
            let off_then = MinuteSpan {
                from: whole.from + by,
                to: whole.to + by,
            };
            off.first_day <= day && day <= off.last_day && civil.overlaps(off_then)
        })
    };
    let mut times_off = book.times_off().of(person.id).filter(|off| off.deleted_at.is_none());
    if let Some(off) = times_off.find(hits) {
        let reason = Some(off.reason.clone()).filter(|reason| !reason.is_empty());
        add(found, conflict(ConflictKind::TimeOff, reason));
    }
}
