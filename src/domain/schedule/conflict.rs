//! What speaks against a visit at a time (spec S4.9): somebody or something is taken, the shop is closed, somebody does
//! not work then or has time off. Clashes compare instants; hours and days off are civil time of the location.

use super::hours::{DayHours, shop_hours, staff_hours};
use super::{PlannedLine, laid_out, lines_of};
use crate::domain::book::Book;
use crate::domain::calendar::{Busy, Who};
use crate::domain::rows::*;
use crate::domain::values::{ConflictKind, Role};
use crate::time::{MinuteSpan, Minutes, Span};

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
    /// The time that both want, or the part of the visit that is outside of the hours.
    pub span: Span,
    /// Which line of the visit it hits, from 0.
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

    /// Whether it was accepted for this visit.
    pub fn is_accepted(&self, visit: &Visit) -> bool {
        visit
            .clashes
            .iter()
            .any(|clash| clash.kind == self.kind && clash.other_id == self.with.key() && clash.with_visit == self.visit)
    }
}

/// All that speaks against `visit` as it stands, at `location`, with `pieces` being what it takes.
///
/// The visit need not be in the book; what stands under its own key is not a clash.
pub fn conflicts(book: &Book, visit: &Visit, location: LocationId, pieces: &[Busy]) -> Vec<Conflict> {
    let mut found = Vec::new();
    clashes(book, visit, pieces, &mut found);
    let shop = shop_hours(book, location, visit.day);
    let told = told_span(book, visit, location, visit.span());
    if shop.closed && !shop.contain(told) {
        found.push(Conflict {
            kind: ConflictKind::Closed,
            with: With::Location(location),
            visit: None,
            span: visit.span(),
            line: None,
            reason: shop.reason.clone(),
        });
    } else if !shop.contain(told) {
        found.push(Conflict {
            kind: ConflictKind::Hours,
            with: With::Location(location),
            visit: None,
            span: visit.span(),
            line: None,
            reason: shop.reason.clone(),
        });
    }
    people(book, visit, location, &shop, &mut found);
    found
}

/// Who is taken by another visit at the same time.
fn clashes(book: &Book, visit: &Visit, pieces: &[Busy], found: &mut Vec<Conflict>) {
    for piece in pieces {
        for (other, taken) in book.calendar().takes(piece.who, piece.span) {
            if other == visit.id {
                continue;
            }
            let (kind, with) = match piece.who {
                Who::Staff(id) => (ConflictKind::Staff, With::Staff(id)),
                Who::Resource(id) => (ConflictKind::Resource, With::Resource(id)),
                Who::Client(id) => (ConflictKind::Client, With::Client(id)),
            };
            if let Some(span) = piece.span.intersection(taken) {
                found.push(Conflict {
                    kind,
                    with,
                    visit: Some(other),
                    span,
                    line: piece.line,
                    reason: None,
                });
            }
        }
    }
}

/// Minutes since the midnight of the visit's day, by the clock on the wall.
fn told_span(book: &Book, visit: &Visit, location: LocationId, span: Span) -> MinuteSpan {
    let zone = book.zone_of(location);
    let midnight = crate::time::Civil::new(visit.day, crate::time::TimeOfDay::MIDNIGHT);
    MinuteSpan {
        from: zone.civil(span.from) - midnight,
        to: zone.civil(span.to) - midnight,
    }
}

/// Who does not work then, or has time off.
fn people(book: &Book, visit: &Visit, location: LocationId, shop: &DayHours, found: &mut Vec<Conflict>) {
    let lines = lines_of(book, visit);
    for (staff, line, span) in hands(visit, &lines) {
        let Some(person) = book.staff().get(staff) else {
            continue;
        };
        let civil = told_span(book, visit, location, span);
        let conflict = |kind, reason| Conflict {
            kind,
            with: With::Staff(staff),
            visit: None,
            span,
            line,
            reason,
        };
        let hours = staff_hours(book, person, location, visit.day);
        // Where somebody works the shop's hours, the shop says it.
        let said_by_the_shop = !person.own_hours && hours.open == shop.open;
        if !said_by_the_shop && !hours.contain(civil) {
            found.push(conflict(ConflictKind::Hours, hours.reason.clone()));
        }
        for off in book.times_off().of(staff).filter(|off| off.deleted_at.is_none()) {
            let whole = MinuteSpan {
                from: off.from_minute.unwrap_or(Minutes::ZERO),
                to: off.to_minute.unwrap_or(Minutes::hours(24)),
            };
            let hit = |day_offset: i32| {
                let day = visit.day + day_offset;
                let by = Minutes::new(day_offset * 1440);
                off.first_day <= day
                    && day <= off.last_day
                    && civil.overlaps(MinuteSpan {
                        from: whole.from + by,
                        to: whole.to + by,
                    })
            };
            if hit(0) || hit(1) {
                found.push(conflict(
                    ConflictKind::TimeOff,
                    Some(off.reason.clone()).filter(|reason| !reason.is_empty()),
                ));
                break;
            }
        }
    }
}

/// Who has their hands on when, without set-up and clean-up: those have no hours of their own.
fn hands(visit: &Visit, lines: &[PlannedLine]) -> Vec<(StaffId, Option<usize>, Span)> {
    let told = visit.span();
    let mut hands: Vec<(StaffId, Option<usize>, Span)> = Vec::new();
    for (ordinal, (line, start)) in lines.iter().zip(laid_out(lines)).enumerate() {
        let Some(staff) = line.staff.or(visit.lead()) else {
            continue;
        };
        let from = visit.start_utc + start;
        let span = Span {
            from,
            to: (from + line.stretches.length()).min(told.to),
        };
        match hands.iter_mut().find(|(who, ..)| *who == staff) {
            Some((_, _, whole)) => {
                *whole = Span {
                    from: whole.from.min(span.from),
                    to: whole.to.max(span.to),
                }
            }
            None => hands.push((staff, Some(ordinal), span)),
        }
    }
    for assigned in &visit.staff {
        let works = matches!(assigned.role, Role::Additional | Role::Blocked);
        if works && !hands.iter().any(|(staff, ..)| *staff == assigned.staff_id) {
            hands.push((assigned.staff_id, None, told));
        }
    }
    hands
}
