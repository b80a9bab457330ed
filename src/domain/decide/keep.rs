//! What a person changed of a visit by hand, put over what the rule says of it now (spec S4.2, S4.4).

use super::dates::{Maker, measure};
use super::visit::in_time;
use crate::domain::book::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::*;
use crate::time::Civil;

/// Puts what a person changed by hand over what the rule says.
pub(super) fn keep_by_hand(maker: &mut Maker, book: &Book, visit: &mut Visit, before: &Visit, by_hand: Changed) {
    visit.changed = by_hand;
    visit.created_at = before.created_at;
    visit.updated_at = before.updated_at;
    visit.clashes.clone_from(&before.clashes);
    visit.pencilled_until = before.pencilled_until;
    if by_hand.has(Changed::STAFF) {
        visit.staff.clone_from(&before.staff);
    }
    if by_hand.has(Changed::DATETIME) {
        let (start, start_utc, _) = maker.at(Civil::new(before.day, before.time));
        (visit.day, visit.time, visit.start_utc) = (start.day, start.time, start_utc);
    }
    if by_hand.has(Changed::SERVICES) {
        visit.lines.clone_from(&before.lines);
        measure(book, visit);
    } else if !before.lines.is_empty() && (by_hand.has(Changed::PRICE) || by_hand.has(Changed::DURATION)) {
        visit.lines = with_own_terms(book, visit, before);
        measure(book, visit);
    }
    if by_hand.has(Changed::DURATION) {
        visit.minutes = before.minutes;
    }
    if by_hand.has(Changed::CLEAN_UP) {
        (visit.before, visit.after) = (before.before, before.after);
    }
    if by_hand.has(Changed::RESOURCES) {
        visit.resources.clone_from(&before.resources);
    }
    if by_hand.has(Changed::TAGS) {
        visit.tags.clone_from(&before.tags);
    }
    // A visit has a note and a colour of its own only by hand.
    let overwritten = before.changed.without(by_hand);
    if !overwritten.has(Changed::NOTE) {
        visit.note.clone_from(&before.note);
    }
    if !overwritten.has(Changed::COLOUR) {
        visit.colour = before.colour;
    }
    visit.bookings = bookings(before, std::mem::take(&mut visit.bookings));
    if visit.start_utc != before.start_utc {
        in_time(visit);
    }
    super::block(visit);
}

/// The services that the series says now, with the lengths and prices that were changed by hand for the same ones.
fn with_own_terms(book: &Book, visit: &Visit, before: &Visit) -> Vec<VisitLine> {
    let mut own: Vec<PlannedLine<'_>> = before.lines.iter().map(PlannedLine::from).collect();
    let mut lines = lines_of(book, visit);
    for line in &mut lines {
        let Some(place) = own.iter().position(|own| own.is_of_the_same(line)) else {
            continue;
        };
        let own = own.remove(place);
        if before.changed.has(Changed::DURATION) {
            line.stretches = own.stretches;
        }
        if before.changed.has(Changed::PRICE) {
            line.price = own.price;
        }
    }
    lines.iter().map(VisitLine::from).collect()
}

/// Who comes: those of before keep what is known of their coming, guests stay, those that the series no longer has go.
fn bookings(before: &Visit, mut planned: Vec<Booking>) -> Vec<Booking> {
    let mut bookings = Vec::with_capacity(planned.len());
    for old in &before.bookings {
        let place = planned.iter().position(|new| new.member_id == old.member_id);
        match (old.member_id, place) {
            (None, _) => bookings.push(old.clone()),
            (Some(_), None) => {}
            (Some(_), Some(place)) => {
                let new = planned.remove(place);
                let is_the_same = (new.client_id, new.visitor_id) == (old.client_id, old.visitor_id);
                bookings.push(if is_the_same {
                    Booking {
                        seats: new.seats,
                        ..old.clone()
                    }
                } else {
                    new
                });
            }
        }
    }
    bookings.append(&mut planned);
    bookings
}
