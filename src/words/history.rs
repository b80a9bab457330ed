//! What a step did: in the history, and beside Undo. "Standing appointment of Anna Berg made, 25 visits".
//!
//! Names are looked up when the words are made, so that a step of an erased client names nobody. What is no longer in the
//! book (a step that was undone) is said without its name.

use super::dates::{face, length, start, weekday_and_day};
use super::{choice, counted, listed, visit};
use crate::domain::Book;
use crate::domain::change::{Label, SetUpDid, SetUpOne, Subject};
use crate::domain::command::{Fix, Mark};
use crate::domain::rows::*;
use crate::domain::values::Changed;

/// What a step did.
pub fn label(book: &Book, label: &Label) -> String {
    let visits = |count: usize| counted(count, "visit", "visits");
    match label {
        Label::SampleShop => "Sample shop set up".to_owned(),
        Label::SetUp { things, one } => {
            let said = one.and_then(|one| set_up(book, one));
            said.unwrap_or_else(|| format!("Setup changed, {}", counted(*things, "thing", "things")))
        }
        Label::Removed { subject: what } => match subject(book, *what) {
            Some(name) => format!("{name} removed"),
            None => "Something removed from the setup".to_owned(),
        },
        Label::SeriesCreated { series, visits: count } => {
            format!("{} made, {}", standing(book, *series), visits(*count))
        }
        Label::Booked { series } => format!("Appointment{} booked{}", of(book, *series), first_date(book, *series)),
        Label::SeriesEdited { series, visits: count } => {
            format!("{} changed, {}", standing(book, *series), visits(*count))
        }
        Label::SeriesCancelled { series, visits: count } => {
            format!("{} cancelled, {}", standing(book, *series), visits(*count))
        }
        Label::VisitsCancelled {
            series,
            visits: count,
            days: (first, last),
        } => {
            let days = super::dates::days(*first, *last);
            format!("{}{} cancelled, {days}", visits(*count), of(book, *series))
        }
        Label::Covered {
            series,
            staff,
            visits: count,
            by,
            days,
        } => {
            let days = days.map_or_else(
                || "for a while".to_owned(),
                |(first, last)| super::dates::days(first, last),
            );
            let what = changed_for_a_while(book, (*series, *staff), *by);
            format!("{what}, {days}, {}", visits(*count))
        }
        Label::CoverEnded {
            series,
            staff,
            last,
            visits: count,
        } => {
            let what = work(book, *series, *staff);
            let from = super::dates::day(*last + 1);
            format!("{what} as usual again from {from}, {}", visits(*count))
        }
        Label::Paused {
            subject: whose,
            from,
            until,
        } => {
            let until = match until {
                Some(until) => super::dates::days(*from, *until),
                None => format!("from {} on", super::dates::day(*from)),
            };
            let whose = subject(book, *whose).unwrap_or_else(|| "Somebody".to_owned());
            format!("{whose} away, {until}")
        }
        Label::CameBack {
            subject: whose,
            visits: count,
        } => {
            let whose = subject(book, *whose).unwrap_or_else(|| "Somebody".to_owned());
            format!("{whose} back, {}", visits(*count))
        }
        Label::SeriesRestarted { series, visits: count } => {
            format!("{} goes on, {}", standing(book, *series), visits(*count))
        }
        Label::ProblemsSolved {
            visits: count,
            how,
            one: id,
        } => {
            let visit = id.and_then(|id| book.visits().get(id));
            let to = visit.map(|visit| format!(" to {}", start(visit.start(), face(book))));
            let did = match how {
                Some(Fix::Skip) => "left out".to_owned(),
                Some(Fix::Keep) => "booked anyway".to_owned(),
                Some(Fix::Nearest | Fix::Previous | Fix::Next) => format!("moved{}", to.unwrap_or_default()),
                None => "sorted out".to_owned(),
            };
            match visit {
                Some(visit) => one(book, visit.series_id, visit.id, &did),
                None => format!("{} {did}", counted(*count, "problem", "problems")),
            }
        }
        Label::StaffOut {
            staff,
            visits: moved,
            cancelled,
        } => {
            let did = match (moved, cancelled) {
                (0, 0) => "time off noted".to_owned(),
                (moved, 0) => format!("{} moved", visits(*moved)),
                (0, cancelled) => format!("{} cancelled", visits(*cancelled)),
                (moved, cancelled) => format!("{} moved, {cancelled} cancelled", visits(*moved)),
            };
            format!("{} out, {did}", visit::staff(book, *staff))
        }
        Label::StaffLeaves {
            staff,
            series,
            visits: count,
        } => {
            let series = counted(*series, "standing appointment", "standing appointments");
            let staff = visit::staff(book, *staff);
            format!("{staff} leaves, {series} given to others, {}", visits(*count))
        }
        Label::VisitCancelled { series, visit } => one(book, *series, *visit, "cancelled"),
        Label::VisitRestored { series, visit } => one(book, *series, *visit, "brought back"),
        Label::VisitMoved { series, visit, to } => {
            let to = to.or_else(|| book.visits().get(*visit).map(|visit| visit.start()));
            let to = to.map(|to| start(to, face(book)));
            let to = to.map(|to| format!(" to {to}")).unwrap_or_default();
            format!("{}{to}", one(book, *series, *visit, "moved"))
        }
        Label::VisitEdited { series, visit, fields } => {
            let fields = fields_of(*fields);
            one(book, *series, *visit, &format!("changed: {fields}"))
        }
        Label::VisitReset { series, visit, fields } if fields.is_nothing() => {
            one(book, *series, *visit, "back to the usual")
        }
        Label::VisitReset { series, visit, fields } => {
            let fields = fields_of(*fields);
            one(book, *series, *visit, &format!("back to the usual: {fields}"))
        }
        Label::VisitMarked { series, visit, mark } => one(book, *series, *visit, &marked(*mark)),
        Label::CountedOn { series, visit, next } => {
            let next = start(*next, face(book));
            let did = format!("cancelled, what was due comes on {next} and counts on from there");
            one(book, *series, *visit, &did)
        }
        Label::Imported {
            series,
            visits,
            updated,
        } => imported(*series, *visits, *updated),
        Label::ToppedUp { visits: count, failed } => {
            let failed = if *failed > 0 {
                format!(", {failed} could not be booked")
            } else {
                String::new()
            };
            format!("{} added to standing appointments{failed}", visits(*count))
        }
    }
}

/// "Bo stands in for Ann", "Bo stands in with Anna Berg", "Work of Ann changed".
fn changed_for_a_while(book: &Book, of: (Option<SeriesId>, Option<StaffId>), by: Option<StaffId>) -> String {
    let by = by.map(|by| visit::staff(book, by));
    match (of, by) {
        ((Some(series), _), Some(by)) => format!("{by} stands in with {}", visit::of_series(book, series)),
        ((None, Some(staff)), Some(by)) => format!("{by} stands in for {}", visit::staff(book, staff)),
        ((series, staff), _) => format!("{} changed", work(book, series, staff)),
    }
}

/// "Standing appointment of Anna Berg", "Work of Ann".
fn work(book: &Book, series: Option<SeriesId>, staff: Option<StaffId>) -> String {
    match (series, staff) {
        (Some(series), _) => standing(book, series),
        (None, Some(staff)) => format!("Work of {}", visit::staff(book, staff)),
        (None, None) => "Work".to_owned(),
    }
}

/// "marked as no-show", "expected 15 min late".
fn marked(mark: Mark) -> String {
    match mark {
        Mark::Attendance {
            attendance,
            late: Some(late),
        } => format!("{} {} late", choice::attendance(attendance), length(late)),
        Mark::Attendance { attendance, late: None } => format!("marked as {}", choice::attendance(attendance)),
        Mark::Payment(payment) => format!("marked as {}", choice::payment(payment)),
    }
}

/// "staff and price".
fn fields_of(fields: Changed) -> String {
    let named = Changed::NAMED.into_iter().filter(|(flag, _)| fields.has(*flag));
    listed(&named.map(|(flag, _)| choice::changed(flag)).collect::<Vec<_>>(), "and")
}

fn imported(series: usize, visits: usize, updated: usize) -> String {
    let parts = [
        (series, "standing appointment", "standing appointments"),
        (visits, "visit", "visits"),
        (updated, "change", "changes"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, many)| counted(count, one, many)).collect();
    format!("Calendar imported, {}", listed(&parts, "and"))
}

/// "Anna Berg changed", "Cut added", "Hours of Ann changed"; nothing where it is not in the book.
fn set_up(book: &Book, one: SetUpOne) -> Option<String> {
    let name = subject(book, one.subject)?;
    Some(match one.did {
        SetUpDid::Made => format!("{name} added"),
        SetUpDid::Changed => format!("{name} changed"),
        SetUpDid::Hours => format!("Hours of {name} changed"),
        SetUpDid::TimeOff => format!("Time off of {name} changed"),
        SetUpDid::Days => format!("Closed days and special hours of {name} changed"),
    })
}

/// What is said after a step was taken back.
pub fn undone(text: &str) -> String {
    format!("Taken back: {text}")
}

/// What is said after a step was done again.
pub fn redone(text: &str) -> String {
    format!("Done again: {text}")
}

/// The name of what a step or a refusal is about; nothing where it is not in the book.
pub fn subject(book: &Book, subject: Subject) -> Option<String> {
    match subject {
        Subject::Business => book.business().map(|row| row.name.clone()),
        Subject::Location(id) => book.locations().get(id).map(|row| row.name.clone()),
        Subject::DayException(id) => book.day_exceptions().get(id).map(|row| {
            let days = super::dates::days(row.first_day, row.last_day);
            if row.reason.is_empty() {
                days
            } else {
                format!("{}, {days}", row.reason)
            }
        }),
        Subject::Staff(id) => book.staff().get(id).map(|row| row.name().to_owned()),
        Subject::TimeOff(id) => book.times_off().get(id).map(|row| {
            let days = super::dates::days(row.first_day, row.last_day);
            format!("Time off of {}, {days}", visit::staff(book, row.staff_id))
        }),
        Subject::Service(id) => book.services().get(id).map(|row| row.name.clone()),
        Subject::Resource(id) => book.resources().get(id).map(|row| row.name.clone()),
        Subject::Tag(id) => book.tags().get(id).map(|row| row.title.clone()),
        Subject::Client(id) => book.clients().get(id).map(|row| row.name()),
        Subject::Series(id) => book.series().get(id).map(|_| standing(book, id)),
        Subject::Visit(id) => book
            .visits()
            .get(id)
            .map(|row| format!("Visit of {} on {}", visit::who(book, row), weekday_and_day(row.day))),
    }
}

/// "Standing appointment of Anna Berg"; a single one is an appointment.
fn standing(book: &Book, series: SeriesId) -> String {
    let single = book
        .series()
        .get(series)
        .is_some_and(|row| row.kind == crate::domain::values::SeriesKind::Single);
    let what = if single { "Appointment" } else { "Standing appointment" };
    format!("{what}{}", of(book, series))
}

fn of(book: &Book, series: SeriesId) -> String {
    if book.series().get(series).is_some() {
        format!(" of {}", visit::of_series(book, series))
    } else {
        String::new()
    }
}

fn first_date(book: &Book, series: SeriesId) -> String {
    let visit = book.calendar().of_series(book, series).next();
    visit.map_or(String::new(), |visit| {
        format!(", {}", start(visit.original(), face(book)))
    })
}

/// "Visit of Anna Berg on Tue 14 Apr 2026 moved": the day is the one it would have had.
fn one(book: &Book, series: SeriesId, id: VisitId, did: &str) -> String {
    let on = book.visits().get(id).map(|visit| weekday_and_day(visit.original_day));
    let on = on.map(|day| format!(" on {day}")).unwrap_or_default();
    format!("Visit{}{on} {did}", of(book, series))
}
