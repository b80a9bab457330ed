//! What is said around a change of many dates, and what can be offered to somebody whose stylist is out.

use std::sync::Arc;

use super::dates::{days, face, time, weekday_and_day, weekday_day_and_month};
use super::{capital, counted, listed, visit as words};
use crate::domain::Book;
use crate::domain::command::Fix;
use crate::domain::decide::Offer;
use crate::domain::rows::{Layer, Visit};
use crate::recurrence::{Preset, Rule};
use crate::time::Day;

/// "9 visits, 9 Feb to 25 May 2027", "1 visit, Tue 9 Feb 2027"; days in their order.
pub fn visits_on(on: &[Day]) -> String {
    match on {
        [] => "No visit is then".to_owned(),
        [one] => format!("1 visit, {}", weekday_and_day(*one)),
        [first, .., last] => format!("{}, {}", counted(on.len(), "visit", "visits"), days(*first, *last)),
    }
}

/// "Also change these 3 that were changed by hand"
pub fn also_these(count: usize) -> String {
    match count {
        1 => "Also change the one that was changed by hand".to_owned(),
        count => format!("Also change these {count} that were changed by hand"),
    }
}

/// What is said below a change of visits that are to come.
pub const PAST: &str = "What is past stays as it is";

/// "Keep the rhythm: next stays Tue 16 Mar"
pub fn keep_the_rhythm(next: Day) -> String {
    format!("Keep the rhythm: next stays {}", weekday_day_and_month(next))
}

/// "Count 5 weeks from here: Tue 23 Mar"; of another rule than one of weeks "Count from here: Tue 23 Mar".
pub fn count_from_here(rule: Option<&Rule>, next: Day) -> String {
    let next = weekday_day_and_month(next);
    match rule.and_then(Rule::preset) {
        Some(Preset::Weekly { every: 1, .. }) => format!("Count the weeks from here: {next}"),
        Some(Preset::Weekly { every, .. }) => format!("Count {every} weeks from here: {next}"),
        _ => format!("Count from here: {next}"),
    }
}

/// "Does not do Perm and Toner"
pub fn does_not_do(services: &[String]) -> String {
    const MOST: usize = 3;
    match services.get(MOST..) {
        Some(more) if !more.is_empty() => {
            let first = services.get(..MOST).unwrap_or_default().join(", ");
            format!("Does not do {first} and {} more", more.len())
        }
        _ => format!("Does not do {}", listed(services, "and")),
    }
}

/// "2 dates would not be booked, and wait to be sorted out"
pub fn not_booked(count: usize) -> String {
    match count {
        1 => "1 date would not be booked, and waits to be sorted out".to_owned(),
        count => format!("{count} dates would not be booked, and wait to be sorted out"),
    }
}

/// "2 dates clash: book anyway, or sort out later"
pub fn clash(count: usize) -> String {
    let dates = counted(count, "date clashes", "dates clash");
    format!("{dates}: book anyway, or sort out later")
}

/// "Book all 2 anyway"
pub fn book_all_anyway(count: usize) -> String {
    match count {
        1 => "Book it anyway".to_owned(),
        count => format!("Book all {count} anyway"),
    }
}

/// "Bo stands in, 1 Feb to 14 Mar 2027", "at 11:00, with Chair 2, 3 to 5 Mar 2026": what holds for a while.
pub fn layer(book: &Book, layer: &Layer) -> String {
    let mut parts = Vec::new();
    if let Some(by) = layer.substitute_id {
        parts.push(format!("{} stands in", words::staff(book, by)));
    }
    if let Some(at) = layer.time {
        parts.push(format!("at {}", time(at, face(book))));
    }
    let used = layer.resources.iter();
    let chairs = used.filter_map(|used| Some(book.resources().get(used.resource_id)?.name.as_str()));
    let chairs: Vec<&str> = chairs.collect();
    if !chairs.is_empty() {
        parts.push(format!("with {}", listed(&chairs, "and")));
    }
    parts.push(days(layer.first_day, layer.last_day));
    capital(&parts.join(", "))
}

/// "Bo, 13:30" on the same day, "Ann, Thu 21 Jan 10:00" on another.
pub fn offer(book: &Book, visit: &Visit, offer: Offer) -> String {
    let (staff, time) = (words::staff(book, offer.staff), time(offer.start.time, face(book)));
    if offer.start.day == visit.day {
        format!("{staff}, {time}")
    } else {
        format!("{staff}, {} {time}", weekday_day_and_month(offer.start.day))
    }
}

/// "09:00 Anna Berg, Cut": who is to be called, with the day where that is not said beside it.
pub fn call(book: &Book, visit: &Visit, is_one_day: bool) -> String {
    let time = time(visit.time, face(book));
    let when = if is_one_day {
        time
    } else {
        format!("{} {time}", weekday_day_and_month(visit.day))
    };
    format!("{when} {}, {}", words::who(book, visit), words::services(book, visit))
}

/// The button of who is out: "Move 2 visits, cancel 1", "Note time off".
pub fn out_button(moved: usize, cancelled: usize) -> String {
    let visits = |count: usize| counted(count, "visit", "visits");
    match (moved, cancelled) {
        (0, 0) => "Note time off".to_owned(),
        (moved, 0) => format!("Move {}", visits(moved)),
        (0, cancelled) => format!("Cancel {}", visits(cancelled)),
        (moved, cancelled) => format!("Move {}, cancel {cancelled}", visits(moved)),
    }
}

/// "Take the best offer for all 3"
pub fn best_for_all(count: usize) -> String {
    match count {
        1 => "Take the best offer".to_owned(),
        count => format!("Take the best offer for all {count}"),
    }
}

/// "2 find no free place, and stay in To do: Anna Berg Tue 17 Mar, Tom Ames Tue 31 Mar": what a fix leaves as it is.
pub fn stay_unsolved(book: &Book, fix: Fix, visits: &[Arc<Visit>]) -> String {
    const MOST: usize = 8;
    let (count, is_one) = (visits.len(), visits.len() == 1);
    let why = match (fix, is_one) {
        (Fix::Keep | Fix::Skip, true) => "cannot be booked, as who or what it needs is gone",
        (Fix::Keep | Fix::Skip, false) => "cannot be booked, as who or what they need is gone",
        (Fix::Nearest | Fix::Previous | Fix::Next, true) => "finds no free place",
        (Fix::Nearest | Fix::Previous | Fix::Next, false) => "find no free place",
    };
    let stay = if is_one { "stays" } else { "stay" };
    let name = |visit: &Arc<Visit>| format!("{} {}", words::who(book, visit), weekday_day_and_month(visit.day));
    let mut names: Vec<String> = visits.iter().take(MOST).map(name).collect();
    if count > MOST {
        names.push(format!("{} more", count - MOST));
    }
    format!("{count} {why}, and {stay} in To do: {}", names.join(", "))
}

/// "2 stay as they are, and wait in To do"
pub fn stay_in_to_do(count: usize) -> String {
    match count {
        1 => "1 stays as it is, and waits in To do".to_owned(),
        count => format!("{count} stay as they are, and wait in To do"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_are_counted_with_their_first_and_last_day() {
        let days = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<Day>>();
        let check = |on: &[&str], says: &str| assert_eq!(visits_on(&days(on)), says);
        check(&[], "No visit is then");
        check(&["2027-02-09"], "1 visit, Tue 9 Feb 2027");
        check(&["2027-02-09", "2027-03-16"], "2 visits, 9 Feb to 16 Mar 2027");
    }

    #[test]
    fn the_question_of_the_rhythm_names_the_real_dates() {
        let next: Day = "2027-03-23".parse().unwrap();
        let check = |rule: &str, says: &str| {
            let rule = Rule::parse(rule).unwrap();
            assert_eq!(count_from_here(Some(&rule), next), says);
        };
        assert_eq!(keep_the_rhythm(next), "Keep the rhythm: next stays Tue 23 Mar");
        check("FREQ=WEEKLY;INTERVAL=5;BYDAY=TU", "Count 5 weeks from here: Tue 23 Mar");
        check("FREQ=WEEKLY;BYDAY=TU", "Count the weeks from here: Tue 23 Mar");
        check("FREQ=MONTHLY;BYMONTHDAY=23", "Count from here: Tue 23 Mar");
    }

    #[test]
    fn the_button_of_who_is_out_says_what_was_agreed_on() {
        let check = |moved: usize, cancelled: usize, says: &str| assert_eq!(out_button(moved, cancelled), says);
        check(0, 0, "Note time off");
        check(3, 0, "Move 3 visits");
        check(0, 1, "Cancel 1 visit");
        check(2, 1, "Move 2 visits, cancel 1");
    }

    #[test]
    fn of_many_services_that_somebody_does_not_do_the_first_are_named() {
        let check = |names: &[&str], says: &str| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(does_not_do(&names), says);
        };
        check(&["Perm"], "Does not do Perm");
        check(&["Perm", "Toner", "Cut"], "Does not do Perm, Toner and Cut");
        check(
            &["Perm", "Toner", "Cut", "Dye", "Wash"],
            "Does not do Perm, Toner, Cut and 2 more",
        );
    }
}
