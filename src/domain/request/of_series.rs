//! The other way: what a series says now, as a draft, and as the request that would make it.

use serde_json::{Map, Value, json};

use super::super::book::Book;
use super::super::draft::*;
use super::super::people::main_member;
use super::super::read::weekday_code;
use super::super::rows::*;
use super::super::values::*;
use super::rhythm::fields_of;
use crate::recurrence::Rule;

/// What a series says now: the draft that its last chapter was made from. Its end is that of the whole series: the number of
/// its dates counts on across chapters (spec S2.4).
pub fn draft_of(book: &Book, series: SeriesId) -> Option<SeriesDraft> {
    draft_in(book, book.last_chapter(series)?)
}

/// What a series says in one of its chapters, with the end of the whole series.
pub fn draft_in(book: &Book, chapter: &Chapter) -> Option<SeriesDraft> {
    let last = book.last_chapter(chapter.series_id)?;
    let end = match end_of(last) {
        SeriesEnd::After(visits) => SeriesEnd::After(visits + dates_before(book, last)),
        end => end,
    };
    Some(SeriesDraft {
        end,
        ..draft_of_chapter(book, chapter)?
    })
}

/// How many dates the chapters before one have.
pub fn dates_before(book: &Book, chapter: &Chapter) -> u32 {
    let chapters = book.chapters_of(chapter.series_id).into_iter();
    let before = chapters.filter(|other| other.ordinal < chapter.ordinal);
    before.filter_map(|other| other.dates()).sum()
}

fn end_of(chapter: &Chapter) -> SeriesEnd {
    match (chapter.until_day, chapter.visits) {
        (Some(day), _) => SeriesEnd::On(day),
        (None, Some(visits)) => SeriesEnd::After(visits),
        (None, None) => SeriesEnd::Never,
    }
}

/// What one chapter says by itself: with its own end.
pub fn draft_of_chapter(book: &Book, chapter: &Chapter) -> Option<SeriesDraft> {
    let series = chapter.series_id;
    let row = book.series().get(series)?;
    let member = main_member(book, series);
    let line = |line: &Line| LineDraft {
        service: line.service_id,
        stretches: line.stretches.clone(),
        visitor: line.visitor_id.map(Who::Known),
        staff: line.staff_id,
        resources: line.resources.iter().map(|used| used.resource_id).collect(),
        beside: line.beside,
        offset: line.offset,
        price: line.price,
        every_nth: line.every_nth,
        phase: line.phase,
    };
    let lines_of = |terms: Option<SlotTermsId>| {
        let mut lines: Vec<&Line> = book
            .lines()
            .of(chapter.id)
            .map(AsRef::as_ref)
            .filter(|line| line.terms_id == terms)
            .collect();
        lines.sort_by_key(|line| line.ordinal);
        lines.into_iter().map(line).collect::<Vec<_>>()
    };
    let slots = book
        .slot_terms()
        .of(chapter.id)
        .map(|terms| SlotDraft {
            slot: Some(terms.slot_id),
            weekday: terms.weekday,
            time: terms.time,
            before: terms.before,
            after: terms.after,
            staff: terms
                .staff
                .iter()
                .map(|assigned| (assigned.staff_id, assigned.role))
                .collect(),
            resources: terms.resources.iter().map(|used| used.resource_id).collect(),
            tags: terms.tags.iter().map(|set| set.tag_id).collect(),
            lines: lines_of(Some(terms.id)),
        })
        .collect();
    Some(SeriesDraft {
        once: None,
        client: member.and_then(|member| member.client_id).map(Who::Known),
        visitor: member.and_then(|member| member.visitor_id).map(Who::Known),
        location: chapter.location_id,
        rule: chapter.rule.clone(),
        start: chapter.start_day,
        end: end_of(chapter),
        slots,
        lines: lines_of(None),
        left_out: Vec::new(),
        kept: Vec::new(),
        conflicts: row.conflicts,
        closed_days: row.closed_days,
        nearest_days: row.nearest_days,
        active: !row.no_new_dates,
        seats: member.map_or(1, |member| member.seats),
        note: row.note.clone(),
        colour: row.colour,
        reminders: Reminders {
            client_email: row.remind_client_email,
            client_sms: row.remind_client_sms,
            staff_email: row.remind_staff_email,
            staff_sms: row.remind_staff_sms,
        },
    })
}

/// The request that says what a series says now. References are uuids, so that names may change.
pub fn request_of(book: &Book, series: SeriesId) -> Option<Value> {
    Some(request_of_draft(book, &draft_of(book, series)?))
}

/// The request that says what a draft says; who is new in it is left out.
pub fn request_of_draft(book: &Book, draft: &SeriesDraft) -> Value {
    let mut fields = Map::new();
    let digits = book.business().map_or(2, |business| business.currency.digits());
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    let uuid = |uuid: uuid::Uuid| Value::String(uuid.to_string());
    let staff = |id: StaffId| book.staff().get(id).map(|staff| uuid(staff.uuid));
    let line = |line: &LineDraft| {
        let mut value = json!({
            "id": book.services().get(line.service).map(|service| service.uuid.to_string()),
            "stretches": line.stretches.to_string(),
        });
        if let Some(fields) = value.as_object_mut() {
            let mut put = |name: &str, value: Option<Value>| value.map(|value| fields.insert(name.to_owned(), value));
            put("staff", line.staff.and_then(staff));
            put("price", line.price.map(|price| json!(price.text(digits))));
            put("every_nth", (line.every_nth > 1).then(|| json!(line.every_nth)));
            put("phase", (line.every_nth > 1).then(|| json!(line.phase)));
            put("beside", line.beside.then(|| json!(true)));
            put(
                "offset",
                (!line.offset.is_zero()).then(|| json!(line.offset.to_string())),
            );
            let visitor = line.visitor.as_ref().and_then(|who| match who {
                Who::Known(id) => book.visitors().get(*id).map(|visitor| uuid(visitor.uuid)),
                Who::New(_) => None,
            });
            put("for", visitor);
            let resources = resources(book, &line.resources);
            put("resources", (!line.resources.is_empty()).then_some(resources));
        }
        value
    };
    if let Some(Who::Known(client)) = draft.client {
        put(
            "client",
            book.clients()
                .get(client)
                .map_or(Value::Null, |client| uuid(client.uuid)),
        );
    }
    if let Some(Who::Known(visitor)) = draft.visitor {
        put(
            "visitor",
            book.visitors()
                .get(visitor)
                .map_or(Value::Null, |visitor| uuid(visitor.uuid)),
        );
    }
    put(
        "location",
        book.locations()
            .get(draft.location)
            .map_or(Value::Null, |location| uuid(location.uuid)),
    );
    put("services", draft.lines.iter().map(line).collect());
    put("start_date", json!(draft.start.to_string()));
    match draft.end {
        SeriesEnd::Never => {}
        SeriesEnd::On(day) => {
            put("end_date", json!(day.to_string()));
        }
        SeriesEnd::After(visits) => {
            put("visits", json!(visits));
        }
    }
    put("conflicts", json!(draft.conflicts.code()));
    put("closed_days", json!(draft.closed_days.code()));
    put("nearest_days", json!(draft.nearest_days));
    put("active", json!(draft.active));
    put("seats", json!(draft.seats));
    put("note", json!(draft.note));
    put(
        "colour",
        draft.colour.map_or(Value::Null, |colour| json!(colour.to_string())),
    );
    let Reminders {
        client_email,
        client_sms,
        staff_email,
        staff_sms,
    } = draft.reminders;
    let reminders = json!({
        "client_email": client_email, "client_sms": client_sms, "staff_email": staff_email, "staff_sms": staff_sms,
    });
    put("reminders", reminders);
    let slots: Vec<Value> = draft
        .slots
        .iter()
        .map(|slot| {
            let of_role = |role| slot.staff.iter().filter(move |(_, of)| *of == role).filter_map(|(id, _)| staff(*id));
            let mut value = json!({
                "time": slot.time.to_string(),
                "staff": of_role(Role::Lead).next(),
                "additional_staff": of_role(Role::Additional).collect::<Vec<_>>(),
                "blocked_staff": of_role(Role::Blocked).collect::<Vec<_>>(),
                "coordinator": of_role(Role::Coordinator).next(),
                "resources": resources(book, &slot.resources),
                "tags": slot.tags.iter().filter_map(|id| book.tags().get(*id)).map(|tag| uuid(tag.uuid)).collect::<Vec<_>>(),
                "set_up": slot.before.map(|minutes| minutes.to_string()),
                "clean_up": slot.after.map(|minutes| minutes.to_string()),
            });
            if let (Some(fields), false) = (value.as_object_mut(), slot.lines.is_empty()) {
                fields.insert("services".to_owned(), slot.lines.iter().map(line).collect());
            }
            if let (Some(fields), Some(weekday)) = (value.as_object_mut(), slot.weekday) {
                fields.insert("weekday".to_owned(), json!(weekday_code(weekday)));
            }
            value
        })
        .collect();
    put("slots", Value::Array(slots));
    if let Some(rule) = &draft.rule {
        match rule.preset() {
            Some(preset) => fields_of(preset, &mut fields),
            None => drop(fields.insert("rrule".to_owned(), json!(Rule::to_string(rule)))),
        }
    }
    Value::Object(fields)
}

fn resources(book: &Book, ids: &[ResourceId]) -> Value {
    ids.iter()
        .filter_map(|id| book.resources().get(*id))
        .map(|resource| json!(resource.uuid.to_string()))
        .collect()
}
