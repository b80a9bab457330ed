//! What one visit is to have, in the fields of a series request that a visit has (`visit edit`): only what changes.
//!
//! A service that the visit has as a rule is as usual but for what is said of it: as long, as dear, by the same stylist. One of a
//! person who came before somebody that is left out keeps its time.

use std::cell::RefCell;

use serde_json::Value;

use super::super::book::Book;
use super::super::draft::*;
use super::super::read::{NOTE, Reader};
use super::super::refusal::{FieldError, FieldErrors};
use super::super::rows::*;
use super::super::schedule::{PlannedLine, laid_out, lines_of};
use super::super::values::*;
use super::lines::{merged_staff, role_field};
use super::{Around, Purpose, Request};
use crate::domain::usual;
use crate::time::{Civil, Minutes};

/// The fields of a series request that no single visit has.
const OF_THE_SERIES: [&str; 26] = [
    "idempotency_key",
    "client",
    "visitor",
    "location",
    "frequency",
    "every",
    "weekdays",
    "rrule",
    "end_date",
    "visits",
    "slots",
    "days_of_month",
    "nth_weekday",
    "short_months",
    "skip_dates",
    "keep_dates",
    "conflicts",
    "closed_days",
    "nearest_days",
    "active",
    "seats",
    "discount",
    "tax",
    "reminders",
    "custom",
    "pencilled_until",
];

/// Reads what one visit is to have.
///
/// # Errors
/// Everything that is wrong with it, by field.
pub fn read_visit(book: &Book, value: &Value, visit: &Visit) -> Result<VisitDraft, FieldErrors> {
    let errors = RefCell::new(FieldErrors::default());
    let request = Request {
        book,
        purpose: Purpose::Single,
        create_missing: false,
        digits: book.business().map_or(2, |business| business.currency.digits()),
    };
    let draft = request.visit_draft(Reader::new(value, "", &errors), visit);
    errors.into_inner().check(draft)
}

impl Request<'_> {
    fn visit_draft(&self, reader: Reader<'_>, visit: &Visit) -> Option<VisitDraft> {
        let location = self.book.chapters().get(visit.chapter_id)?.location_id;
        let client = visit.bookings.iter().find_map(|booking| booking.client_id);
        let client = client.map(Who::Known);
        let around = Around {
            client: client.as_ref(),
            location: Some(location),
        };
        let mut slot = slot_of(visit);
        let said = self.shared(&reader, Some(&slot), &around);
        let is_said = |role: Role| reader.says(role_field(role));
        let says_staff = Role::ALL.iter().filter(|role| is_said(**role)).count() > 0;
        slot.staff = merged_staff(&reader, said.staff, &slot.staff);
        // What cannot be read was said to be wrong, and nothing comes of the request.
        let lines = reader
            .says("services")
            .then(|| self.visit_lines(&reader, visit, &around, slot.lead()))
            .flatten();
        if says_staff || lines.is_some() {
            let unsaid = || lines_of(self.book, visit).iter().map(LineDraft::from).collect();
            let lines = lines.clone().flatten().unwrap_or_else(unsaid);
            self.people(&reader, std::slice::from_ref(&slot), &lines, location);
            self.check_lengths(&reader, &[], &lines);
        }
        let day = reader.day("start_date");
        let says_start = reader.value("start_date").is_some() || reader.value("time").is_some();
        let start = Civil::new(day.unwrap_or(visit.day), said.time.unwrap_or(visit.time));
        let says = |field| reader.says(field);
        let unless_null = |field| reader.value(field).is_some();
        let draft = VisitDraft {
            start: says_start.then_some(start),
            staff: says_staff.then_some(slot.staff),
            lines,
            before: says("set_up").then_some(said.before),
            after: says("clean_up").then_some(said.after),
            price: says("price").then(|| reader.money("price", self.digits)),
            resources: says("resources").then(|| unless_null("resources").then_some(said.resources)),
            tags: says("tags").then(|| unless_null("tags").then_some(said.tags)),
            note: says("note").then(|| reader.text("note", NOTE).unwrap_or_default()),
            colour: says("colour").then(|| reader.colour("colour")),
        };
        for field in OF_THE_SERIES.into_iter().filter(|field| reader.says(field)) {
            reader.wrong(field, FieldError::NotHere);
        }
        reader.end();
        Some(draft)
    }

    /// The services that are said; nothing where they are to be the usual ones.
    fn visit_lines(
        &self,
        reader: &Reader<'_>,
        visit: &Visit,
        around: &Around<'_>,
        lead: Option<StaffId>,
    ) -> Option<Option<Vec<LineDraft>>> {
        let Some(said) = reader.value("services").and_then(Value::as_array) else {
            // What is no list is said to be wrong where it is read.
            return (reader.value("services").is_none() || self.lines_in(reader, "services", around, lead).is_some())
                .then_some(None);
        };
        let mut lines = self.lines_in(reader, "services", around, lead)?;
        if lines.is_empty() {
            reader.wrong("services", FieldError::NoService);
        }
        let usual = usual(self.book, visit);
        let usual = lines_of(self.book, &usual);
        let starts = laid_out(&usual);
        let mut left: Vec<usize> = (0..usual.len()).collect();
        let mut before: Option<usize> = None;
        for (index, (line, said)) in lines.iter_mut().zip(said).enumerate() {
            for field in ["every_nth", "phase"] {
                if says(said, field) {
                    reader.wrong(&format!("services.{index}.{field}"), FieldError::NotHere);
                }
            }
            (line.every_nth, line.phase) = (1, 1);
            let visitor = visitor_of(line);
            let is_it = |place: &usize| {
                let same = |usual: &PlannedLine<'_>| (usual.service, usual.visitor) == (line.service, visitor);
                usual.get(*place).is_some_and(same)
            };
            let place = left.iter().position(is_it).map(|found| left.remove(found));
            if let Some((place, known)) = place.and_then(|place| Some((place, usual.get(place)?))) {
                as_usual(line, said, known);
                if !says(said, "beside") && !says(said, "offset") {
                    (line.beside, line.offset) = place_in_time(&usual, &starts, place, before);
                }
            }
            before = place;
        }
        Some(Some(lines))
    }
}

/// Whether a service that is said says something of its own here.
fn says(said: &Value, field: &str) -> bool {
    said.get(field).is_some_and(|value| !value.is_null())
}

/// Puts what is usual on a line where nothing else is said.
fn as_usual(line: &mut LineDraft, said: &Value, usual: &PlannedLine<'_>) {
    if !says(said, "duration") && !says(said, "stretches") {
        line.stretches.clone_from(usual.stretches);
    }
    if !says(said, "price") {
        line.price = usual.price;
    }
    if !says(said, "staff") {
        line.staff = usual.staff;
    }
}

/// Whether a usual line goes beside the one before it, and how much later. Where somebody who came before is left out, it begins
/// when it would have begun.
fn place_in_time(
    usual: &[PlannedLine<'_>],
    starts: &[Minutes],
    place: usize,
    before: Option<usize>,
) -> (bool, Minutes) {
    let Some(line) = usual.get(place) else {
        return (false, Minutes::ZERO);
    };
    let missing = place.checked_sub(1).filter(|earlier| Some(*earlier) != before);
    let of_another = missing
        .and_then(|missing| usual.get(missing))
        .is_some_and(|missing| missing.visitor != line.visitor);
    let start = |place: usize| starts.get(place).copied();
    match before.and_then(start).zip(start(place)) {
        Some((earlier, own)) if of_another && earlier <= own => (true, own - earlier),
        None if missing.is_some() || place == 0 => (false, Minutes::ZERO),
        _ => (line.beside, line.offset),
    }
}

fn visitor_of(line: &LineDraft) -> Option<VisitorId> {
    match line.visitor {
        Some(Who::Known(id)) => Some(id),
        _ => None,
    }
}

/// What a visit has, as a slot of a request.
fn slot_of(visit: &Visit) -> SlotDraft {
    SlotDraft {
        slot: Some(visit.slot_id),
        weekday: None,
        time: visit.time,
        before: Some(visit.before),
        after: Some(visit.after),
        staff: visit
            .staff
            .iter()
            .map(|assigned| (assigned.staff_id, assigned.role))
            .collect(),
        resources: visit.resources.iter().map(|used| used.resource_id).collect(),
        tags: visit.tags.iter().map(|set| set.tag_id).collect(),
        lines: Vec::new(),
    }
}
