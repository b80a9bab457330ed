//! The salon says no: what happened, what was kept, and what to do. Each refusal has a code that stays the same, for programs.

use super::dates::weekday_and_day;
use super::{capital, conflict, counted, history, visit};
use crate::domain::Book;
use crate::domain::plan::{PlanLine, Why};
use crate::domain::refusal::Refusal;
use crate::domain::rows::*;

/// The code, for programs.
pub const fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Clashes { .. } => "clashes",
        Refusal::Gone { .. } => "gone",
        Refusal::NoBusiness => "no_business",
        Refusal::NotEmpty => "not_empty",
        Refusal::VisitIsPast { .. } => "visit_is_past",
        Refusal::SeriesHasPast { .. } => "series_has_past",
        Refusal::AlreadyCancelled { .. } => "already_cancelled",
        Refusal::NotCancelled { .. } => "not_cancelled",
        Refusal::NotBooked { .. } => "not_booked",
        Refusal::NothingToCountOn { .. } => "nothing_to_count_on",
        Refusal::SeriesIsStopped { .. } => "series_is_stopped",
        Refusal::SeriesIsNotStopped { .. } => "series_is_not_stopped",
        Refusal::NotAway { .. } => "not_away",
        Refusal::NothingToChange => "nothing_to_change",
        Refusal::OnceWithOtherContent { .. } => "once_with_other_content",
        Refusal::InUse { .. } => "in_use",
        Refusal::NoSuchVisit { .. } => "no_such_visit",
        Refusal::NothingToUndo => "nothing_to_undo",
        Refusal::NothingToRedo => "nothing_to_redo",
        Refusal::LaterStepInTheWay => "later_step_in_the_way",
        Refusal::TooMuch { .. } => "too_much",
        Refusal::TooManyClashes { .. } => "too_many_clashes",
        Refusal::PlanIsStale => "plan_is_stale",
    }
}

/// What happened, what was kept, what to do.
pub fn text(book: &Book, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Clashes { location, lines } => clashes(book, *location, lines),
        Refusal::Gone { subject } => match history::subject(book, *subject) {
            Some(name) => format!("{name} was removed. Undo brings it back."),
            None => "This is no longer in the book. Nothing was changed.".to_owned(),
        },
        Refusal::NoBusiness => {
            "The salon is not set up yet. Answer the first questions, or try with the sample shop.".to_owned()
        }
        Refusal::NotEmpty => {
            "There is a salon in this file already. The sample shop goes into an empty file only.".to_owned()
        }
        Refusal::VisitIsPast { visit } => format!(
            "{} has begun or was marked as done, so that it stays as it was.",
            the_visit(book, *visit)
        ),
        Refusal::SeriesHasPast { series } => format!(
            "All visits of {} are past, so that nothing is left to change. Let it end later, or make a new one.",
            visit::of_series(book, *series)
        ),
        Refusal::AlreadyCancelled { visit } => {
            format!("{} is cancelled already. Bring it back first.", the_visit(book, *visit))
        }
        Refusal::NotCancelled { visit } => format!("{} is not cancelled.", the_visit(book, *visit)),
        Refusal::NotBooked { visit } => {
            format!("{} is not booked. Book it first.", the_visit(book, *visit))
        }
        Refusal::NothingToCountOn { visit } => format!(
            "Nothing of this can come next time and count on from there: {} has nothing that comes every so many times, or there is no next time. Cancel it without counting on.",
            the_visit(book, *visit)
        ),
        Refusal::SeriesIsStopped { series } => format!(
            "The standing appointment of {} is stopped. Let it go on first, or make a new one.",
            visit::of_series(book, *series)
        ),
        Refusal::SeriesIsNotStopped { series } => format!(
            "The standing appointment of {} is not stopped: it goes on as it is.",
            visit::of_series(book, *series)
        ),
        Refusal::NotAway { subject } => {
            let who = history::subject(book, *subject).unwrap_or_else(|| "Nobody".to_owned());
            format!("{who} is not away, now or later.")
        }
        Refusal::NothingToChange => "Nothing would change.".to_owned(),
        Refusal::OnceWithOtherContent { series } => {
            let uuid = book.series().get(*series).map(|row| format!(" {}", row.uuid));
            format!(
                "This idempotency key already made the standing appointment{}, from other content. Use a new key.",
                uuid.unwrap_or_default()
            )
        }
        Refusal::InUse { subject, series } => {
            let name = history::subject(book, *subject).unwrap_or_else(|| "This".to_owned());
            let count = counted(*series, "standing appointment needs", "standing appointments need");
            format!("{name} was kept: {count} it. Change or cancel those first.")
        }
        Refusal::NoSuchVisit { series } => format!(
            "No visit of {} would have started then. The list of visits names each by that start.",
            visit::of_series(book, *series)
        ),
        Refusal::NothingToUndo => "There is nothing to undo.".to_owned(),
        Refusal::NothingToRedo => "There is nothing to redo.".to_owned(),
        Refusal::LaterStepInTheWay => {
            "This cannot be taken back exactly: a later step changed the same. Nothing was changed.".to_owned()
        }
        Refusal::TooManyClashes { most } => format!(
            "The visits of the file clash more than {most} times. Nothing was taken in. Export one person at a time, or a shorter time."
        ),
        Refusal::TooMuch { most } => format!(
            "The file holds more than {most} visits. Nothing was taken in. Export a shorter time, or a part of it."
        ),
        Refusal::PlanIsStale => {
            "The book changed in the meantime, and this would now do something else. Look at it again.".to_owned()
        }
    }
}

fn the_visit(book: &Book, visit: VisitId) -> String {
    history::subject(book, crate::domain::change::Subject::Visit(visit)).unwrap_or_else(|| "The visit".to_owned())
}

/// How many dates clash, and the first of them with its reason.
fn clashes(book: &Book, location: LocationId, lines: &[PlanLine]) -> String {
    if let [line] = lines {
        let reasons = conflict::texts(book, &line.conflicts, location).join("; ");
        let help = help(lines, "Choose another time, or book anyway.");
        return format!("{}. Nothing was saved. {help}", capital(&reasons));
    }
    let open = || lines.iter().filter(|line| line.open);
    let mut text = format!(
        "{}. Nothing was saved.",
        counted(open().count(), "date clashes", "dates clash")
    );
    if let Some(line) = open().next() {
        let reasons = conflict::texts(book, &line.conflicts, location);
        if !reasons.is_empty() {
            text.push_str(&format!(
                " First {}: {}.",
                weekday_and_day(line.original.day),
                reasons.join("; ")
            ));
        }
    }
    let ways = "Book anyway, leave these dates out, or save the rest and sort them out later.";
    text.push(' ');
    text.push_str(help(lines, ways));
    text
}

/// What can be done about clashes: who is called because somebody is out, is asked again.
fn help<'a>(lines: &[PlanLine], ways: &'a str) -> &'a str {
    if lines.iter().any(|line| line.why == Why::StaffIsOut) {
        "Agree on another time, or leave it to be sorted out later."
    } else {
        ways
    }
}
