//! The lines of a plan as JSON.

use serde_json::{Map, Value, json};

use super::{occurrence, with_offset};
use crate::domain::Book;
use crate::domain::plan::{LineKind, PlanLine};
use crate::domain::rows::LocationId;
use crate::domain::schedule::Conflict;
use crate::words::{conflict as words, plan};

/// A line of a change: what is there now in `book`, and what will be `then`.
pub fn line(book: &Book, then: &Book, line: &PlanLine, location: LocationId) -> Value {
    let mut fields = common(then, line, location);
    let before = line.before.as_ref().map(|visit| occurrence(book, visit));
    fields.insert("before".to_owned(), before.unwrap_or_default());
    Value::Object(fields)
}

/// A line of a preview of something new: there is nothing before it.
pub fn preview_line(then: &Book, line: &PlanLine, location: LocationId) -> Value {
    Value::Object(common(then, line, location))
}

fn common(then: &Book, line: &PlanLine, location: LocationId) -> Map<String, Value> {
    let nobody_comes = matches!(line.kind, LineKind::LeftOut | LineKind::Deleted);
    let after = line.after.as_ref().filter(|_| !nobody_comes);
    let conflicts: Value = line
        .conflicts
        .iter()
        .map(|found| conflict(then, found, location))
        .collect();
    [
        ("original_start", json!(line.original.to_string())),
        ("after", after.map(|visit| occurrence(then, visit)).unwrap_or_default()),
        ("line", json!(line.kind.code())),
        ("why", json!(plan::why(then, line))),
        ("overwrites", line.overwrites().names().collect()),
        ("conflicts", conflicts),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// What speaks against a visit.
pub fn conflict(book: &Book, conflict: &Conflict, location: LocationId) -> Value {
    let zone = book.zone_of(location);
    json!({
        "kind": conflict.kind.code(),
        "with": words::who(book, conflict, location),
        "from": with_offset(conflict.span.from, zone),
        "to": with_offset(conflict.span.to, zone),
        "service_line": conflict.line.map(|line| line + 1),
    })
}
