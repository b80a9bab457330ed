//! A date of the plan as a line of the list: when, why, what speaks against it, and what can be done.

use crate::domain::Book;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::{LocationId, Visit};
use crate::ui::look::Tone;
use crate::ui::widgets::{Column, TickRow, Width};
use crate::words;

/// What the list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The dates of something new.
    New,
    /// What changes in something that exists.
    Change,
}

const NEW: [Column<'static>; 3] = [
    Column::text("Date", Width::Points(140.0)).fixed(),
    Column::text("Time", Width::Points(128.0)).fixed(),
    Column::text("Why", Width::Share(1.0)).fixed(),
];

/// Why stands below a line, where it is asked for: beside two times there is no room for a sentence.
const CHANGE: [Column<'static>; 3] = [
    Column::text("Date", Width::Points(140.0)).fixed(),
    Column::text("Now", Width::Share(1.0)).fixed(),
    Column::text("After", Width::Share(1.0)).fixed(),
];

/// The columns of the list.
pub(super) fn columns(shape: Shape) -> &'static [Column<'static>] {
    match shape {
        Shape::New => &NEW,
        Shape::Change => &CHANGE,
    }
}

/// Whether a line has a second one.
pub(super) fn is_tall(line: &PlanLine, shape: Shape) -> bool {
    let says_why = shape == Shape::Change && !why(line, shape).is_empty();
    says_why || !line.conflicts.is_empty() || line.clock.is_some()
}

fn why(line: &PlanLine, shape: Shape) -> String {
    match (line.kind, shape) {
        (LineKind::Failed, Shape::New) => "not booked, to sort out".to_owned(),
        (LineKind::Failed, Shape::Change) => String::new(),
        (LineKind::Created | LineKind::Changed | LineKind::Forced, Shape::Change) if !line.is_moved() => String::new(),
        (LineKind::Deleted, Shape::Change) if line.why == Why::NoLongerInTheRule => String::new(),
        _ => words::plan::reason(line),
    }
}

/// The words of a line; `taken` says that this date was booked anyway by hand.
pub(super) fn row_of(book: &Book, location: LocationId, line: &PlanLine, shape: Shape, taken: bool) -> TickRow {
    let out = matches!(line.kind, LineKind::LeftOut | LineKind::Deleted);
    let day = words::dates::weekday_and_day(line.original.day);
    let before = line.before.as_deref().filter(|visit| visit.is_busy());
    let after = line.after.as_deref().filter(|_| !out);
    let why = why(line, shape);
    let against = second(book, location, line);
    let said = |visit: Option<&Visit>| visit.map(|visit| when(book, visit, line, shape)).unwrap_or_default();
    let cells = match shape {
        Shape::New => vec![day, said(after), why.clone()],
        Shape::Change => vec![
            day,
            said(before),
            instead(line).map_or_else(|| said(after), str::to_owned),
        ],
    };
    TickRow {
        ticked: match line.kind {
            LineKind::Deleted => None,
            LineKind::LeftOut => (line.why == Why::LeftOutByHand).then_some(false),
            LineKind::Created | LineKind::Changed | LineKind::Forced | LineKind::Untouched | LineKind::Failed => {
                Some(true)
            }
        },
        cells,
        second: match shape {
            Shape::New => words::capital(&against),
            Shape::Change => {
                let parts = [why, against].into_iter().filter(|part| !part.is_empty());
                words::capital(&parts.collect::<Vec<_>>().join(": "))
            }
        },
        tone: match (line.open || line.kind == LineKind::Failed, line.conflicts.is_empty()) {
            (true, _) => Tone::Danger,
            (false, false) => Tone::Warn,
            (false, true) => Tone::Plain,
        },
        action: match (line.open || line.kind == LineKind::Failed || line.is_moved(), taken) {
            (true, _) => "Book anyway",
            (false, true) => "Ask again",
            (false, false) => "",
        },
        faint: out,
    }
}

/// What stands in the place of times where a date goes.
fn instead(line: &PlanLine) -> Option<&'static str> {
    match (line.kind, line.why) {
        (LineKind::Deleted, Why::NoLongerInTheRule) => Some("No longer a date"),
        (LineKind::Deleted, _) => Some("Removed"),
        (LineKind::LeftOut, _) => Some("Left out"),
        (LineKind::Failed, _) => Some("Not booked"),
        _ => None,
    }
}

/// What speaks against the date, or what the clock does then.
fn second(book: &Book, location: LocationId, line: &PlanLine) -> String {
    let conflicts = words::conflict::texts(book, &line.conflicts, location).join("; ");
    let booked = !line.open
        && !line.is_moved()
        && matches!(
            line.kind,
            LineKind::Created | LineKind::Changed | LineKind::Forced | LineKind::Untouched
        );
    match (conflicts.is_empty(), words::plan::clock(book, line)) {
        (true, clock) => clock.unwrap_or_default(),
        (false, _) if booked => format!("Booked anyway: {conflicts}"),
        (false, _) => conflicts,
    }
}

/// "10:00 to 10:45", with the day where it is another one; in a change with who.
fn when(book: &Book, visit: &Visit, line: &PlanLine, shape: Shape) -> String {
    let end = visit.start() + visit.minutes;
    let times = words::dates::times(visit.time, end.time, words::dates::face(book));
    let day = if visit.day == line.original.day {
        String::new()
    } else {
        format!("{} ", words::dates::weekday_day_and_month(visit.day))
    };
    match visit.lead().filter(|_| shape == Shape::Change) {
        Some(lead) => format!("{day}{times}, {}", words::visit::staff(book, lead)),
        None => format!("{day}{times}"),
    }
}
