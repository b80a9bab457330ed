//! What a series says now as a request that another book can read: with names in the place of ids. It is written into
//! calendars, so that a salon's own export comes back as what it was; without who comes where that is private.

use serde_json::{Map, Value, json};

use super::request_of;
use crate::domain::book::{Book, Shelved};
use crate::domain::find::Named;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::values::*;

/// The request of a series, with names.
pub fn request_by_names(book: &Book, series: SeriesId, private: bool) -> Option<Value> {
    let mut request = request_of(book, series)?;
    let fields = request.as_object_mut()?;
    // What goes without saying.
    let usual = [("active", json!(true)), ("seats", json!(1)), ("reminders", json!({}))];
    if let Some(reminders) = fields.get_mut("reminders") {
        *reminders = said(reminders.take());
    }
    for (field, usual) in usual {
        if fields.get(field) == Some(&usual) {
            fields.shift_remove(field);
        }
    }
    if private {
        for field in ["client", "visitor", "note"] {
            fields.shift_remove(field);
        }
    }
    if let Some(client) = fields.get("client").and_then(|id| row::<Client>(book, id)) {
        let names =
            json!({ "given_name": client.given_name, "middle_name": client.middle_name, "surname": client.surname });
        let names = said(names);
        // Who has no name is known by the phone number.
        let names = if names.as_object().is_some_and(Map::is_empty) {
            json!({ "phone": client.phone })
        } else {
            names
        };
        fields.insert("client".to_owned(), names);
    }
    named::<Visitor>(book, fields, "visitor", person);
    named::<Location>(book, fields, "location", |row| json!(row.name));
    lines(book, fields, private);
    for slot in fields
        .get_mut("slots")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let Some(slot) = slot.as_object_mut() else { continue };
        for field in ["staff", "coordinator"] {
            named::<Staff>(book, slot, field, |row| json!(full_name(row)));
        }
        for field in ["additional_staff", "blocked_staff"] {
            all_named::<Staff>(book, slot, field, |row| json!(full_name(row)));
        }
        all_named::<Resource>(book, slot, "resources", |row| json!(row.name));
        all_named::<Tag>(book, slot, "tags", |row| json!(row.title));
        if private {
            slot.remove("tags");
        }
        lines(book, slot, private);
        slot.retain(|_, value| says_something(value));
    }
    // One slot for all dates is what the request says at its top.
    let slots = fields.get_mut("slots").and_then(Value::as_array_mut);
    if let Some([Value::Object(only)]) = slots.map(Vec::as_mut_slice)
        && !only.contains_key("weekday")
    {
        let mut only = std::mem::take(only);
        fields.shift_remove("slots");
        fields.append(&mut only);
    }
    fields.retain(|_, value| says_something(value));
    Some(request)
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
    Some(said(json!({
        "changed": visit.changed.names().collect::<Vec<_>>(),
        "staff": people.collect::<Vec<_>>(),
        "services": lines.iter().map(service).collect::<Vec<_>>(),
        "resources": resources.map(|row| row.name.clone()).collect::<Vec<_>>(),
        "tags": tags.map(|row| row.title.clone()).collect::<Vec<_>>(),
        "note": if private { "" } else { visit.note.as_str() },
        "colour": visit.colour.map(|colour| colour.to_string()),
        "clean_up": visit.after.to_string(),
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

fn row<'b, R: Named + Shelved>(book: &'b Book, id: &Value) -> Option<&'b R> {
    let uuid: uuid::Uuid = id.as_str()?.parse().ok()?;
    R::shelf(book).all().find(|row| row.uuid() == uuid).map(AsRef::as_ref)
}

fn named<R: Named + Shelved>(book: &Book, fields: &mut Map<String, Value>, field: &str, name: impl Fn(&R) -> Value) {
    if let Some(row) = fields.get(field).and_then(|id| row::<R>(book, id)) {
        fields.insert(field.to_owned(), name(row));
    }
}

fn all_named<R: Named + Shelved>(
    book: &Book,
    fields: &mut Map<String, Value>,
    field: &str,
    name: impl Fn(&R) -> Value,
) {
    for value in fields
        .get_mut(field)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(row) = row::<R>(book, value) {
            *value = name(row);
        }
    }
}

fn lines(book: &Book, fields: &mut Map<String, Value>, private: bool) {
    for line in fields
        .get_mut("services")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let Some(line) = line.as_object_mut() else { continue };
        let service = line
            .remove("id")
            .and_then(|id| row::<Service>(book, &id).map(|row| row.name.clone()));
        line.insert("name".to_owned(), json!(service));
        named::<Staff>(book, line, "staff", |row| json!(full_name(row)));
        named::<Visitor>(book, line, "for", person);
        all_named::<Resource>(book, line, "resources", |row| json!(row.name));
        if private {
            line.remove("for");
            line.remove("price");
        }
    }
}
