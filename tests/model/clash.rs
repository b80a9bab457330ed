//! What speaks against a visit at a time, told from the rows alone: who and what is taken, closed days and hours, time off.
//! One shop, one clock: minutes are counted on its wall.

use chairtime::domain::Book;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::time::Minutes;

use super::{When, when};

/// Somebody or something that can be at one place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Staff(StaffId),
    Chair(ResourceId),
    Client(ClientId),
}

/// A time on the wall, in minutes since 1 January 1970; the end is not in it.
type Stretch = (i32, i32);

fn minutes((day, minute): When) -> i32 {
    day * 1_440 + minute
}

fn overlap(one: Stretch, other: Stretch) -> bool {
    one.0 < other.1 && other.0 < one.1 && one.0 < one.1 && other.0 < other.1
}

/// The services of a visit: how long each is, with its stretches, and whether it runs beside the one before.
fn services<'a>(book: &'a Book, visit: &'a Visit) -> Vec<(&'a Stretches, bool, i32, Option<StaffId>)> {
    if !visit.lines.is_empty() {
        let own = visit.lines.iter();
        return own
            .map(|line| (&line.stretches, line.beside, line.offset.count(), line.staff_id))
            .collect();
    }
    let lines = due(book, visit).into_iter();
    lines
        .map(|line| (&line.stretches, line.beside, line.offset.count(), line.staff_id))
        .collect()
}

/// What the series says of the date of a visit.
pub fn due<'a>(book: &'a Book, visit: &Visit) -> Vec<&'a Line> {
    let lines = super::book::lines(book, visit.chapter_id);
    let terms = super::book::terms(book, visit.chapter_id)
        .into_iter()
        .find(|terms| terms.slot_id == visit.slot_id)
        .map(|terms| terms.id);
    let of_slot = lines
        .iter()
        .any(|line| line.terms_id.is_some() && line.terms_id == terms);
    let there = |line: &&&Line| {
        let position = if of_slot { visit.slot_position } else { visit.position };
        let every = u32::from(line.every_nth.max(1));
        line.terms_id == terms.filter(|_| of_slot) && position % every == u32::from(line.phase.max(1) - 1) % every
    };
    lines.iter().filter(there).copied().collect()
}

/// How long the services of a visit are.
pub fn length(book: &Book, visit: &Visit) -> i32 {
    let (mut from, mut to, mut most) = (0, 0, 0);
    for (stretches, beside, offset, _) in services(book, visit) {
        from = if beside { from + offset } else { to };
        to = from + stretches.iter().map(|stretch| stretch.minutes.count()).sum::<i32>();
        most = most.max(to);
    }
    most
}

/// What a visit would take of whom, if it began then.
pub fn takes(book: &Book, visit: &Visit, start: When) -> Vec<(Who, Stretch)> {
    let begin = minutes(start);
    let end = begin + visit.minutes.count();
    let blocked = (begin - visit.before.count(), end + visit.after.count());
    let lead = visit
        .staff
        .iter()
        .find(|one| one.role == Role::Lead)
        .map(|one| one.staff_id);
    let told = length(book, visit);
    let mut all = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (stretches, beside, offset, staff) in services(book, visit) {
        from = if beside { from + offset } else { to };
        to = from + stretches.iter().map(|stretch| stretch.minutes.count()).sum::<i32>();
        // What ends last goes on until the visit ends; nothing goes on longer.
        let until = if to == told {
            visit.minutes.count()
        } else {
            to.min(visit.minutes.count())
        };
        let Some(staff) = staff.or(lead) else { continue };
        if until <= from {
            continue;
        }
        let mut at = from;
        let last = stretches.iter().count() - 1;
        for (place, stretch) in stretches.iter().enumerate() {
            let ends = if place == last {
                until
            } else {
                (at + stretch.minutes.count()).min(until)
            };
            if stretch.hands_on {
                all.push((Who::Staff(staff), (begin + at, begin + ends)));
            }
            at = ends;
        }
        if from == 0 {
            all.push((Who::Staff(staff), (blocked.0, begin)));
        }
        if until == visit.minutes.count() {
            all.push((Who::Staff(staff), (end, blocked.1)));
        }
    }
    let besides = visit
        .staff
        .iter()
        .filter(|one| matches!(one.role, Role::Additional | Role::Blocked));
    all.extend(besides.map(|one| (Who::Staff(one.staff_id), blocked)));
    all.extend(visit.resources.iter().map(|one| (Who::Chair(one.resource_id), blocked)));
    let comes = visit
        .bookings
        .iter()
        .filter(|one| one.cancelled_at.is_none() && one.visitor_id.is_none());
    all.extend(comes.filter_map(|one| Some((Who::Client(one.client_id?), (begin, end)))));
    all
}

/// Another visit that wants the same at the same time, if there is one.
pub fn taken_by<'a>(book: &'a Book, visit: &Visit, start: When) -> impl Iterator<Item = (Who, &'a Visit)> {
    let own = takes(book, visit, start);
    let id = visit.id;
    let near = move |other: &&std::sync::Arc<Visit>| {
        other.id != id && other.is_busy() && (other.day.number() - start.0).abs() <= 2
    };
    book.visits().all().filter(near).flat_map(move |other| {
        let theirs = takes(book, other, when(other.start()));
        let wanted = own.iter().filter(|(who, stretch)| {
            theirs
                .iter()
                .any(|(other, taken)| other == who && overlap(*stretch, *taken))
        });
        wanted.map(|(who, _)| (*who, other.as_ref())).collect::<Vec<_>>()
    })
}

/// Whether the shop is closed on a day, or the visit lies outside of its hours.
pub fn shop_is_closed(book: &Book, visit: &Visit, (day, minute): When) -> bool {
    let is_closed = book.day_exceptions().all().any(|row| {
        row.deleted_at.is_none()
            && row.staff_id.is_none()
            && row.opens.is_none()
            && (row.first_day.number()..=row.last_day.number()).contains(&day)
    });
    let weekday = super::days::date(day).weekday;
    let is_open = book.locations().all().flat_map(|place| &place.hours).any(|hours| {
        i32::try_from(hours.weekday.num_days_from_monday()).unwrap() == weekday
            && hours.opens.count() <= minute
            && minute + visit.minutes.count() <= hours.closes.count()
    });
    is_closed || !is_open
}

/// Whether somebody who works on the visit has time off then, or has left.
pub fn is_off(book: &Book, visit: &Visit, start: When) -> bool {
    let works = takes(book, visit, start);
    let has_left = |staff: StaffId| {
        let leaves = book.staff().get(staff).and_then(|person| person.leaves_day);
        leaves.is_some_and(|last| last.number() < start.0)
    };
    let anybody_left = works
        .iter()
        .any(|(who, _)| matches!(who, Who::Staff(staff) if has_left(*staff)));
    anybody_left
        || book
            .times_off()
            .all()
            .filter(|off| off.deleted_at.is_none())
            .any(|off| {
                (off.first_day.number()..=off.last_day.number()).any(|day| {
                    let from = minutes((day, off.from_minute.map_or(0, Minutes::count)));
                    let to = minutes((day, off.to_minute.map_or(1_440, Minutes::count)));
                    works
                        .iter()
                        .any(|(who, stretch)| *who == Who::Staff(off.staff_id) && overlap(*stretch, (from, to)))
                })
            })
}

/// Whether anything at all speaks against a visit at a start; to which somebody is late, that may as well.
pub fn speaks_against(book: &Book, visit: &Visit, start: When) -> bool {
    let is_late = visit.bookings.iter().any(|one| one.late.is_some());
    is_late
        || shop_is_closed(book, visit, start)
        || is_off(book, visit, start)
        || taken_by(book, visit, start).next().is_some()
}
