//! Who can do instead of somebody what is theirs of a visit, and the visit as it is then (spec S4.11): the lead of it, or only
//! services of it that are done by them while another leads.

use std::sync::Arc;

use super::usual::mark;
use crate::domain::book::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{DatePlace, lines_of, lines_on, works_at};
use crate::domain::values::Changed;

/// Those who can do these services at a location instead of somebody, in the order of the lists; not who rents a chair.
pub(super) fn stand_ins<'b>(
    book: &'b Book,
    out: StaffId,
    location: LocationId,
    services: &[ServiceId],
) -> impl Iterator<Item = &'b Arc<Staff>> + use<'b> {
    let mut others: Vec<&Arc<Staff>> = book
        .staff()
        .live()
        .filter(|person| person.id != out && !person.own_book)
        .filter(|person| works_at(book, person, location))
        .filter(|person| services.iter().all(|service| person.does(*service)))
        .collect();
    others.sort_by_key(|person| (person.sort, person.id));
    others.into_iter()
}

/// The services that somebody does in a visit.
pub(super) fn services_of(book: &Book, visit: &Visit, staff: StaffId) -> Vec<ServiceId> {
    let leads = visit.lead() == Some(staff);
    let lines = lines_of(book, visit).into_iter();
    let theirs = lines.filter(|line| line.staff.map_or(leads, |by| by == staff));
    theirs.map(|line| line.service).collect()
}

/// Whether somebody does services of a visit that another leads.
pub(super) fn does_services_only(book: &Book, visit: &Visit, staff: StaffId) -> bool {
    visit.lead() != Some(staff) && !services_of(book, visit, staff).is_empty()
}

/// The services of a visit where another does those that somebody does while a third one leads; they take as long as before.
pub(super) fn services_by(book: &Book, visit: &Visit, staff: StaffId, by: StaffId) -> Vec<VisitLine> {
    let does: Vec<Option<StaffId>> = lines_of(book, visit).iter().map(|line| line.staff).collect();
    let mut lines: Vec<VisitLine> = match visit.lines.as_slice() {
        [] => lines_on(book, DatePlace::of(visit))
            .iter()
            .map(VisitLine::from)
            .collect(),
        own => own.to_vec(),
    };
    for (line, _) in lines.iter_mut().zip(does).filter(|(_, does)| *does == Some(staff)) {
        line.staff_id = Some(by);
    }
    lines
}

/// Flags services that were given to another by hand; where they are the usual ones again, the visit has none of its own.
pub(super) fn mark_services(book: &Book, visit: &mut Visit, usual: &Visit) {
    mark(book, visit, usual, Changed::SERVICES);
    let of_lines = Changed::SERVICES.with(Changed::DURATION).with(Changed::PRICE);
    if visit.changed.without(of_lines) == visit.changed {
        visit.lines.clone_from(&usual.lines);
    }
}
