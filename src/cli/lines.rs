//! The lines of a plan, for a person and as JSON.

use serde_json::Value;

use super::{shape, table};
use crate::domain::rows::LocationId;
use crate::domain::{Book, Plan, PlanLine};
use crate::words::dates::{face, time, weekday_and_day};
use crate::words::{choice, conflict, plan as words, visit as visit_words};

/// Where the visit of a line is, or was.
fn location(then: &Book, line: &PlanLine) -> LocationId {
    let visit = line.after.as_ref().or(line.before.as_ref());
    let known = visit.and_then(|visit| visit_words::location(then, visit));
    known.unwrap_or_else(|| LocationId::from(0))
}

/// The lines of a change as JSON.
pub(super) fn changed(book: &Book, then: &Book, plan: &Plan) -> Value {
    let lines = plan.lines.iter();
    lines
        .map(|line| shape::line(book, then, line, location(then, line)))
        .collect()
}

/// The lines of something new as JSON.
pub(super) fn new(then: &Book, plan: &Plan) -> Value {
    let lines = plan.lines.iter();
    lines
        .map(|line| shape::preview_line(then, line, location(then, line)))
        .collect()
}

/// The lines as a table: date, time, what happens, and why or what speaks against it.
pub(super) fn text(then: &Book, plan: &Plan) -> String {
    let rows: Vec<Vec<String>> = plan
        .lines
        .iter()
        .map(|line| {
            let visit = line.after.as_ref().or(line.before.as_ref());
            let start = visit.map_or(line.original, |visit| visit.start());
            let mut why = vec![words::why(then, line)];
            if !line.is_moved() {
                why.extend(conflict::texts(then, &line.conflicts, location(then, line)));
            }
            vec![
                weekday_and_day(start.day),
                time(start.time, face(then)),
                choice::line(line.kind).to_owned(),
                why.join("; "),
            ]
        })
        .collect();
    table::columns(&rows)
}
