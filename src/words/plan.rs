//! A plan in words: why a date is there, how many there are, and the button that saves something new.

use super::dates::{day, day_and_month, face, time, weekday_and_day, weekday_day_and_month};
use super::{conflict, counted, ordinal, rhythm, visit};
use crate::domain::Book;
use crate::domain::plan::{ClockChange, LineKind, Plan, PlanLine, Why};
use crate::domain::schedule::Conflict;
use crate::domain::values::Changed;
use crate::recurrence::Rule;
use crate::time::Day;

/// Why a date is as it is: "2nd date", "31st date, the month has no such day", "2nd date, moved from Mon 6 Apr: closed, Easter
/// Monday"; what the clock does then, too. Conflicts of dates that were not moved are said by [`super::conflict`].
pub fn why(book: &Book, line: &PlanLine) -> String {
    let mut said = reason(line);
    if line.is_moved()
        && let Some(location) = line.after.as_ref().and_then(|visit| visit::location(book, visit))
    {
        let against = conflict::texts(book, &line.conflicts, location).join("; ");
        said = format!("{said}: {against}");
    }
    match clock(book, line) {
        Some(clock) => format!("{said}, {clock}"),
        None => said,
    }
}

/// "every 2 weeks from 23 Mar": what a date is counted by; the year where it is another one than that of the date.
pub fn rhythm(rule: &Rule, start: Day, date: Day) -> String {
    let from = if start.year() == date.year() {
        day_and_month(start)
    } else {
        day(start)
    };
    format!("{} from {from}", rhythm::how_often(rule))
}

/// Why a date is as it is, in full: "every 2 weeks from 23 Mar, 2nd date; moved from Mon 6 Apr". A date of no rule is not
/// counted.
pub fn reason_of(line: &PlanLine, rhythm: Option<&str>) -> String {
    let counted = |number: u32, more: &str| match rhythm {
        Some(rhythm) => format!("{rhythm}, {} date{more}", ordinal(number)),
        None => more.trim_start_matches("; ").to_owned(),
    };
    match line.why {
        Why::Rule { number } => counted(number, ""),
        Why::ShortMonth { number } => counted(number, "; the last day of a shorter month"),
        Why::Moved { number } => counted(number, &format!("; {}", moved_from(line))),
        _ => reason(line),
    }
}

/// "moved from Mon 6 Apr": where a policy or a fix took it away.
pub fn moved_from(line: &PlanLine) -> String {
    // One that a person had moved was there.
    let by_hand = line
        .before
        .as_ref()
        .filter(|visit| visit.changed.has(Changed::DATETIME));
    let from = by_hand.map_or(line.original.day, |visit| visit.day);
    let stays = line.after.as_ref().is_some_and(|visit| visit.day == from);
    if stays {
        "moved on its day".to_owned()
    } else {
        format!("moved from {}", weekday_day_and_month(from))
    }
}

/// Why a date is as it is, without what the clock does.
pub fn reason(line: &PlanLine) -> String {
    match line.why {
        Why::Rule { number } => format!("{} date", ordinal(number)),
        Why::ShortMonth { number } => format!("{} date, the last day of a shorter month", ordinal(number)),
        Why::LeftOutByHand => "left out by hand".to_owned(),
        Why::LeftOutByPolicy => {
            let of_the_day = !line.conflicts.is_empty() && line.conflicts.iter().all(Conflict::is_of_the_day);
            let why = if of_the_day {
                "left out"
            } else {
                "left out because it clashes"
            };
            why.to_owned()
        }
        Why::Appended => "left out, one is added at the end".to_owned(),
        Why::Moved { number } => format!("{} date, {}", ordinal(number), moved_from(line)),
        Why::NoLongerInTheRule => "no longer one of the dates".to_owned(),
        Why::StaysCancelled => "cancelled, stays cancelled".to_owned(),
        Why::KeptByHand => "changed by hand, no longer one of the dates".to_owned(),
        Why::Past => "past".to_owned(),
        Why::Same => "nothing changes".to_owned(),
        Why::BesideTheRule => "beside the other dates".to_owned(),
        Why::ChangedElsewhere => "changed in the other calendar".to_owned(),
        Why::Held => "away, the place is held".to_owned(),
        Why::GivenUp => "away, the place is given up".to_owned(),
        Why::BookedAnyway => "booked anyway".to_owned(),
        Why::FreeByNow => "free by now".to_owned(),
        Why::StaffIsOut => "the stylist is out".to_owned(),
        Why::StaffLeaves => "the stylist leaves".to_owned(),
        Why::SeriesEnds => "the standing appointment ends before".to_owned(),
    }
}

/// What the clock does at the time of a date, where it does anything.
pub fn clock(book: &Book, line: &PlanLine) -> Option<String> {
    let face = face(book);
    let original = time(line.original.time, face);
    Some(match line.clock? {
        ClockChange::Skipped { moved_to } => format!(
            "the clock is set forward over {original}, so it begins at {}",
            time(moved_to.time, face)
        ),
        ClockChange::Repeated => format!("the clock shows {original} twice, the first is meant"),
    })
}

/// "26 dates, 1 left out, 25 visits", with what could not be placed and what waits for a decision.
pub fn counts(plan: &Plan) -> String {
    let mut parts = vec![counted(plan.dates(), "date", "dates")];
    let left_out = plan.left_out();
    if left_out > 0 {
        parts.push(format!("{left_out} left out"));
    }
    let failed = plan.of(LineKind::Failed);
    if failed > 0 {
        parts.push(format!("{failed} not booked"));
    }
    if left_out + failed > 0 {
        let visits = plan.dates() - left_out - failed;
        parts.push(counted(visits, "visit", "visits"));
    }
    if plan.open() > 0 {
        parts.push(format!("{} to sort out", plan.open()));
    }
    parts.join(", ")
}

/// The last date in words, where there is one: "Fri 21 Aug 2026".
pub fn last(plan: &Plan) -> Option<String> {
    plan.last().map(weekday_and_day)
}

/// The button that saves a new series: "Save 26 visits", "Save 24, sort out 2 later".
pub fn save_button(plan: &Plan) -> String {
    let open = plan.open();
    let visits = plan.of(LineKind::Created)
        - plan
            .lines
            .iter()
            .filter(|line| line.open && line.kind == LineKind::Created)
            .count();
    if open > 0 {
        format!("Save {visits}, sort out {open} later")
    } else {
        format!("Save {}", counted(visits, "visit", "visits"))
    }
}
