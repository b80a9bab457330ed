//! A change of many dates: its button, with the verb and how many; what can be offered to somebody whose stylist is out.

use super::dates::{face, time, weekday_day_and_month};
use super::{counted, visit as words};
use crate::domain::decide::Offer;
use crate::domain::rows::Visit;
use crate::domain::{Book, Plan};

/// What a change does with dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Nobody comes.
    Away,
    /// They come again.
    Back,
    /// It goes on.
    GoOn,
    /// They are left out.
    LeaveOut,
    /// They are booked whatever speaks against it.
    BookAnyway,
    /// They move to another time.
    Move,
}

/// "Change 12 visits", "Bring 4 visits back", "Leave out 3 dates"; the verb alone where nothing is known of a date.
pub fn button(verb: Verb, plan: Option<&Plan>) -> String {
    let count = plan.map_or(0, |plan| plan.lines.iter().filter(|line| line.is_news()).count());
    let visits = counted(count, "visit", "visits");
    match (verb, count) {
        (Verb::Away, 0) => "Save".to_owned(),
        (Verb::Away, _) => format!("Save, change {visits}"),
        (Verb::Back, 0) => "Back again".to_owned(),
        (Verb::Back, _) => format!("Back again, {visits}"),
        (Verb::GoOn, 0) => "Go on".to_owned(),
        (Verb::GoOn, _) => format!("Go on with {visits}"),
        (Verb::LeaveOut, _) => format!("Leave out {}", counted(count, "date", "dates")),
        (Verb::BookAnyway, _) => format!("Book {visits} anyway"),
        (Verb::Move, _) => format!("Move {visits}"),
    }
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
