//! What a visit would be without anything done by hand, and what of it was (spec S4.4): planned and actual, field by field.

use super::dates::{Maker, RuleDate, measure};
use crate::domain::book::Book;
use crate::domain::price;
use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of, told_length};
use crate::domain::values::*;
use crate::time::Minutes;

/// A visit as its series means it: the same date, with nothing changed by hand. Who comes is as it is.
pub fn usual(book: &Book, visit: &Visit) -> Visit {
    let mut usual = meant(book, visit).unwrap_or_else(|| Visit {
        changed: Changed::NOTHING,
        ..visit.clone()
    });
    usual.created_at = visit.created_at;
    usual.updated_at = visit.updated_at;
    usual.bookings.clone_from(&visit.bookings);
    for booking in &mut usual.bookings {
        booking.price = None;
    }
    usual
}

/// What the series says of the date of a visit; nothing where the slot is no longer in the chapter.
fn meant(book: &Book, visit: &Visit) -> Option<Visit> {
    let mut terms = book.slot_terms().of(visit.chapter_id);
    let date = RuleDate {
        day: visit.original_day,
        terms: terms.find(|terms| terms.slot_id == visit.slot_id)?.id,
        position: visit.position,
        slot_position: visit.slot_position,
    };
    let mut maker = Maker::new(book, visit.chapter_id)?;
    let (mut usual, _) = maker.meant(book, date, visit.id, visit.created_at)?;
    usual.origin = visit.origin;
    if usual.original_time != visit.original_time {
        // A date beside the rule keeps its own time.
        usual.original_time = visit.original_time;
        let (start, start_utc, _) = maker.usual(book, visit.original());
        (usual.day, usual.time, usual.start_utc) = (start.day, start.time, start_utc);
    }
    if visit.origin == VisitOrigin::Extra && !visit.changed.has(Changed::SERVICES) {
        // Its services are those that the series had when it came to stand beside the rule.
        usual.lines.clone_from(&visit.lines);
    }
    measure(book, &mut usual);
    Some(usual)
}

/// Flags exactly those of the `said` fields that are not as usual; the other flags stay as they are.
pub(super) fn mark(book: &Book, visit: &mut Visit, usual: &Visit, said: Changed) {
    let differs = |flag: Changed, visit: &Visit| match flag {
        Changed::STAFF => visit.staff != usual.staff,
        Changed::DATETIME => visit.start() != usual.start(),
        Changed::DURATION => {
            let lines = lines_of(book, visit);
            visit.minutes != told_length(&lines).max(Minutes::new(1)) || has_own_length(book, &lines, usual)
        }
        Changed::CLEAN_UP => {
            let mut measured = visit.clone();
            measure(book, &mut measured);
            (visit.before, visit.after) != (measured.before, measured.after)
        }
        Changed::SERVICES => services(book, visit, usual) != services(book, usual, usual),
        Changed::PRICE => {
            let lines = lines_of(book, visit);
            visit.bookings.iter().any(|booking| booking.price.is_some()) || has_own_price(book, visit, &lines, usual)
        }
        Changed::RESOURCES => chairs(book, visit) != chairs(book, usual),
        Changed::TAGS => visit.tags != usual.tags,
        Changed::NOTE => !visit.note.is_empty(),
        Changed::COLOUR => visit.colour.is_some(),
        _ => false,
    };
    for (flag, _) in Changed::NAMED.into_iter().filter(|(flag, _)| said.has(*flag)) {
        let is_set = differs(flag, visit);
        visit.changed = visit.changed.set(flag, is_set);
    }
}

/// Of the `said` fields those in which a visit is another than before; all of them where none is seen.
pub(super) fn differing(book: &Book, before: &Visit, after: &Visit, said: Changed) -> Changed {
    let lines = lines_of(book, after);
    let of_any_line = |differs: fn(&PlannedLine<'_>, &PlannedLine<'_>) -> bool| {
        paired(&lines, lines_of(book, before)).any(|(line, was)| was.is_some_and(|was| differs(line, &was)))
    };
    let price = |visit: &Visit| -> Vec<_> { visit.bookings.iter().map(|booking| booking.price).collect() };
    let differs = |flag: Changed| match flag {
        Changed::STAFF => before.staff != after.staff,
        Changed::DATETIME => before.start() != after.start(),
        Changed::DURATION => {
            before.minutes != after.minutes || of_any_line(|line, was| line.stretches != was.stretches)
        }
        Changed::CLEAN_UP => (before.before, before.after) != (after.before, after.after),
        Changed::SERVICES => services(book, before, before) != services(book, after, before),
        Changed::PRICE => price(before) != price(after) || of_any_line(|line, was| line.price != was.price),
        Changed::RESOURCES => chairs(book, before) != chairs(book, after),
        Changed::TAGS => before.tags != after.tags,
        Changed::NOTE => before.note != after.note,
        Changed::COLOUR => before.colour != after.colour,
        _ => false,
    };
    let named = Changed::NAMED.into_iter().map(|(flag, _)| flag);
    let differing = named.filter(|flag| said.has(*flag) && differs(*flag));
    let differing = differing.fold(Changed::NOTHING, Changed::with);
    if differing.is_nothing() { said } else { differing }
}

/// What a line does: the service, for whom, by whom, beside the line before, how much later.
type Done = (ServiceId, Option<VisitorId>, Option<StaffId>, bool, Minutes);

/// What is done for whom, by whom and when, whatever it takes and costs.
fn services(book: &Book, visit: &Visit, usual: &Visit) -> Vec<Done> {
    let lead = usual.lead();
    lines_of(book, visit)
        .iter()
        .map(|line| {
            // Who leads does what nobody else is named for.
            let staff = line.staff.filter(|staff| Some(*staff) != lead);
            (line.service, line.visitor, staff, line.beside, line.offset)
        })
        .collect()
}

/// Each line with the one that it is of the usual ones, where it is one.
fn paired<'a, 'b>(
    lines: &'b [PlannedLine<'a>],
    mut usual: Vec<PlannedLine<'a>>,
) -> impl Iterator<Item = (&'b PlannedLine<'a>, Option<PlannedLine<'a>>)> {
    lines.iter().map(move |line| {
        let place = usual.iter().position(|usual| usual.is_of_the_same(line));
        (line, place.map(|place| usual.remove(place)))
    })
}

/// Whether a line takes another time than usual; one that is not usual, another time than the service takes who does it.
fn has_own_length(book: &Book, lines: &[PlannedLine<'_>], usual: &Visit) -> bool {
    let lead = usual.lead();
    paired(lines, lines_of(book, usual)).any(|(line, usual)| match usual {
        Some(usual) => usual.stretches != line.stretches,
        None => {
            let by = line.staff.or(lead).and_then(|staff| book.staff().get(staff));
            let service = book.services().get(line.service);
            service.is_some_and(|service| *line.stretches != service.stretches_by(by.map(AsRef::as_ref)))
        }
    })
}

/// Whether a line costs something else than usual; one that is not usual, than the service costs.
fn has_own_price(book: &Book, visit: &Visit, lines: &[PlannedLine<'_>], usual: &Visit) -> bool {
    paired(lines, lines_of(book, usual)).any(|(line, usual_line)| {
        let usual_price = usual_line.and_then(|line| line.price);
        let of = |price| price::of_line(book, &PlannedLine { price, ..*line }, visit.lead(), visit.day);
        line.price != usual_price && of(line.price) != of(usual_price)
    })
}

/// All chairs and rooms of a visit, whichever line they are of.
pub(super) fn chairs(book: &Book, visit: &Visit) -> Vec<ResourceId> {
    let of_lines = lines_of(book, visit);
    let of_lines = of_lines.iter().flat_map(|line| line.resources);
    let mut all: Vec<ResourceId> = visit
        .resources
        .iter()
        .chain(of_lines)
        .map(|used| used.resource_id)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
