//! What a series says now as a request that another book can read: with names in the place of ids. It is written into
//! calendars, so that a salon's own export comes back as what it was; without who comes where that is private.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::rhythm::fields_of;
use crate::domain::book::Book;
use crate::domain::draft::{LineDraft, NEAREST_DAYS, SeriesDraft, SeriesEnd, SlotDraft, Who};
use crate::domain::read::weekday_code;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::values::*;
use crate::time::{Day, Minutes, TimeOfDay};

/// What a draft says as the text of a request, with names. Who is new in it is left out.
pub fn request_by_names(book: &Book, draft: &SeriesDraft, private: bool) -> Option<String> {
    serde_json::to_string(&Names { book, private }.request(draft)).ok()
}

/// A request as it is written; what goes without saying is left out.
#[derive(Serialize)]
struct SaidRequest<'b> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<SaidPerson<'b>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<SaidPerson<'b>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'b str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<SaidLine<'b>>,
    start_date: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visits: Option<u32>,
    conflicts: &'static str,
    closed_days: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<u16>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    reminders: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    slots: Vec<SaidSlot<'b>>,
    #[serde(flatten)]
    rhythm: Map<String, Value>,
    /// One slot for all dates is what the request says at its top.
    #[serde(flatten)]
    only_slot: Option<SaidSlot<'b>>,
}

/// A client or a visitor; who has no name is known by the phone number.
#[derive(Serialize)]
struct SaidPerson<'b> {
    #[serde(skip_serializing_if = "str::is_empty")]
    given_name: &'b str,
    #[serde(skip_serializing_if = "str::is_empty")]
    middle_name: &'b str,
    #[serde(skip_serializing_if = "str::is_empty")]
    surname: &'b str,
    #[serde(skip_serializing_if = "str::is_empty")]
    phone: &'b str,
}

#[derive(Serialize)]
struct SaidLine<'b> {
    stretches: String,
    name: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<String>,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    visitor: Option<SaidPerson<'b>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every_nth: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<Minutes>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<&'b str>,
}

#[derive(Serialize)]
struct SaidSlot<'b> {
    #[serde(skip_serializing_if = "Option::is_none")]
    weekday: Option<&'static str>,
    time: TimeOfDay,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    additional_staff: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocked_staff: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinator: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<&'b str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_up: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clean_up: Option<Minutes>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<SaidLine<'b>>,
}

/// Whose names are said, and how many of them.
struct Names<'b> {
    book: &'b Book,
    private: bool,
}

impl<'b> Names<'b> {
    fn request(&self, draft: &'b SeriesDraft) -> SaidRequest<'b> {
        let mut slots: Vec<_> = draft.slots.iter().map(|slot| self.slot(slot)).collect();
        let only_slot = match slots.as_slice() {
            [only] if only.weekday.is_none() => slots.pop(),
            _ => None,
        };
        // The services of the only slot are the series' own, where it has none.
        let mut services: Vec<_> = draft.lines.iter().map(|line| self.line(line)).collect();
        if only_slot.as_ref().is_some_and(|slot| !slot.services.is_empty()) {
            services.clear();
        }
        let client = draft.client.as_ref().filter(|_| !self.private).and_then(known);
        let mut rhythm = Map::new();
        if let Some(rule) = &draft.rule {
            match rule.preset() {
                Some(preset) => fields_of(preset, &mut rhythm),
                None => drop(rhythm.insert("rrule".to_owned(), json!(rule.to_string()))),
            }
        }
        let (end_date, visits) = match draft.end {
            SeriesEnd::Never => (None, None),
            SeriesEnd::On(day) => (Some(day), None),
            SeriesEnd::After(visits) => (None, Some(visits)),
        };
        SaidRequest {
            client: client
                .and_then(|id| self.book.clients().get(id))
                .map(|row| client_names(row)),
            visitor: self.visitor(draft.visitor.as_ref()),
            location: self.book.locations().get(draft.location).map(|row| row.name.as_str()),
            services,
            start_date: draft.start,
            end_date,
            visits,
            conflicts: draft.conflicts.code(),
            closed_days: draft.closed_days.code(),
            nearest_days: (draft.nearest_days != NEAREST_DAYS).then_some(draft.nearest_days),
            active: (!draft.active).then_some(false),
            seats: (draft.seats != 1).then_some(draft.seats),
            note: if self.private { "" } else { &draft.note },
            colour: draft.colour.map(|colour| colour.to_string()),
            reminders: reminders(draft),
            slots,
            rhythm,
            only_slot,
        }
    }

    fn slot(&self, slot: &'b SlotDraft) -> SaidSlot<'b> {
        let of_role = |role| {
            let of_it = slot.staff.iter().filter(move |(_, of)| *of == role);
            of_it.filter_map(|(id, _)| self.staff(*id))
        };
        let tags = slot.tags.iter().filter(|_| !self.private);
        SaidSlot {
            weekday: slot.weekday.map(weekday_code),
            time: slot.time,
            staff: of_role(Role::Lead).next(),
            additional_staff: of_role(Role::Additional).collect(),
            blocked_staff: of_role(Role::Blocked).collect(),
            coordinator: of_role(Role::Coordinator).next(),
            resources: self.resources(&slot.resources),
            tags: tags
                .filter_map(|id| self.book.tags().get(*id))
                .map(|row| row.title.as_str())
                .collect(),
            set_up: slot.before,
            clean_up: slot.after,
            services: slot.lines.iter().map(|line| self.line(line)).collect(),
        }
    }

    fn line(&self, line: &'b LineDraft) -> SaidLine<'b> {
        let digits = self.book.business().map_or(2, |business| business.currency.digits());
        let is_nth = line.every_nth > 1;
        let price = line.price.filter(|_| !self.private);
        SaidLine {
            name: self
                .book
                .services()
                .get(line.service)
                .map_or("", |row| row.name.as_str()),
            stretches: line.stretches.to_string(),
            staff: line.staff.and_then(|id| self.staff(id)),
            visitor: self.visitor(line.visitor.as_ref()),
            price: price.map(|price| price.text(digits)),
            every_nth: is_nth.then_some(line.every_nth),
            phase: is_nth.then_some(line.phase),
            beside: line.beside.then_some(true),
            offset: (!line.offset.is_zero()).then_some(line.offset),
            resources: self.resources(&line.resources),
        }
    }

    fn staff(&self, id: StaffId) -> Option<String> {
        self.book.staff().get(id).map(|row| full_name(row))
    }

    fn resources(&self, ids: &[ResourceId]) -> Vec<&'b str> {
        let rows = ids.iter().filter_map(|id| self.book.resources().get(*id));
        rows.map(|row| row.name.as_str()).collect()
    }

    fn visitor<N>(&self, who: Option<&Who<VisitorId, N>>) -> Option<SaidPerson<'b>> {
        let id = who.filter(|_| !self.private).and_then(known)?;
        let row = self.book.visitors().get(id)?;
        Some(SaidPerson {
            given_name: &row.given_name,
            middle_name: "",
            surname: &row.surname,
            phone: "",
        })
    }
}

/// Who is one of the book.
fn known<I: Copy, N>(who: &Who<I, N>) -> Option<I> {
    match who {
        Who::Known(id) => Some(*id),
        Who::New(_) => None,
    }
}

fn client_names(row: &Client) -> SaidPerson<'_> {
    let has_name = [&row.given_name, &row.middle_name, &row.surname]
        .into_iter()
        .any(|name| !name.is_empty());
    SaidPerson {
        given_name: &row.given_name,
        middle_name: &row.middle_name,
        surname: &row.surname,
        phone: if has_name { "" } else { &row.phone },
    }
}

fn reminders(draft: &SeriesDraft) -> Map<String, Value> {
    let hours = [
        ("client_email", draft.reminders.client_email),
        ("client_sms", draft.reminders.client_sms),
        ("staff_email", draft.reminders.staff_email),
        ("staff_sms", draft.reminders.staff_sms),
    ];
    let said = hours
        .into_iter()
        .filter_map(|(name, hours)| Some((name.to_owned(), json!(hours?))));
    said.collect()
}

/// What a person changed of a visit, its time and length aside, with names; nothing where nothing was.
pub fn visit_by_names(book: &Book, visit: &Visit, private: bool) -> Option<Value> {
    let changed = visit.changed.without(Changed::DATETIME).without(Changed::DURATION);
    if changed.is_nothing() && visit.lines.is_empty() {
        return None;
    }
    let digits = book.business().map_or(2, |business| business.currency.digits());
    let staff = |id: StaffId| book.staff().get(id).map(|row| full_name(row));
    let people = visit
        .staff
        .iter()
        .filter_map(|assigned| Some(json!([staff(assigned.staff_id)?, assigned.role.code()])));
    let service = |line: &VisitLine| {
        let visitor = line
            .visitor_id
            .and_then(|id| book.visitors().get(id))
            .filter(|_| !private);
        said(json!({
            "name": book.services().get(line.service_id).map(|row| row.name.clone()),
            "stretches": line.stretches.to_string(),
            "staff": line.staff_id.and_then(staff),
            "for": visitor.map(|row| person(row)),
            "beside": line.beside.then_some(true),
            "offset": (!line.offset.is_zero()).then(|| line.offset.to_string()),
            "price": line.price.filter(|_| !private).map(|price| price.text(digits)),
        }))
    };
    let lines: Vec<VisitLine> = if visit.lines.is_empty() && changed.has(Changed::SERVICES) {
        lines_of(book, visit).iter().map(VisitLine::from).collect()
    } else {
        visit.lines.clone()
    };
    let resources = visit
        .resources
        .iter()
        .filter_map(|used| book.resources().get(used.resource_id));
    let tags = visit
        .tags
        .iter()
        .filter_map(|set| book.tags().get(set.tag_id))
        .filter(|_| !private);
    let price = visit
        .bookings
        .first()
        .and_then(|first| first.price)
        .filter(|_| !private);
    Some(said(json!({
        "changed": visit.changed.names().collect::<Vec<_>>(),
        "staff": people.collect::<Vec<_>>(),
        "services": lines.iter().map(service).collect::<Vec<_>>(),
        "resources": resources.map(|row| row.name.clone()).collect::<Vec<_>>(),
        "tags": tags.map(|row| row.title.clone()).collect::<Vec<_>>(),
        "note": if private { "" } else { visit.note.as_str() },
        "colour": visit.colour.map(|colour| colour.to_string()),
        "set_up": changed.has(Changed::CLEAN_UP).then(|| visit.before.to_string()),
        "clean_up": visit.after.to_string(),
        "price": price.map(|price| price.text(digits)),
    })))
}

fn person(row: &Visitor) -> Value {
    said(json!({ "given_name": row.given_name, "surname": row.surname }))
}

/// The name by which somebody of the staff is found.
fn full_name(row: &Staff) -> String {
    format!("{} {}", row.given_name, row.surname).trim().to_owned()
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// An object without what says nothing.
fn said(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| says_something(value));
    }
    value
}
