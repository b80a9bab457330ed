//! The lines of a plan, for a person and as JSON.

use serde_json::Value;

use super::front::Front;
use super::stop::Stop;
use super::{shape, table};
use crate::domain::plan::LineKind;
use crate::domain::rows::LocationId;
use crate::domain::{Book, Plan, PlanLine};
use crate::words::dates::{face, time, weekday_and_day};
use crate::words::{choice, conflict, counted, plan as words, visit as visit_words};

/// So many clashes of an import are told.
const MOST_CLASHING: usize = 100;

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
    table_of(then, &plan.lines)
}

/// Says on standard error which dates are not booked from now on, and why.
pub(super) fn say_failed(front: &mut Front<'_>, then: &Book, plan: &Plan) -> Result<(), Stop> {
    let fails = |line: &&PlanLine| line.kind == LineKind::Failed && line.is_news();
    let failed: Vec<&PlanLine> = plan.lines.iter().filter(fails).collect();
    if !failed.is_empty() {
        let count = counted(failed.len(), "date is not booked", "dates are not booked");
        let lines = table_of(then, failed);
        writeln!(front.streams().err, "{count}, see `chairtime todo`:\n{lines}")?;
    }
    Ok(())
}

/// The lines of an import that something speaks against, with who comes; the first of very many.
pub(super) fn clashing<'a>(then: &Book, plans: impl Iterator<Item = &'a Plan>) -> String {
    let lines = plans.flat_map(|plan| &plan.lines);
    let clashes = lines.filter(|line| !line.conflicts.is_empty()).take(MOST_CLASHING);
    table_of(then, clashes)
}

fn table_of<'a>(then: &Book, lines: impl IntoIterator<Item = &'a PlanLine>) -> String {
    let rows: Vec<Vec<String>> = lines
        .into_iter()
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
