//! What speaks against a visit, with who, when and why: "Ann has Ben Meyer, Cut, 10:10 to 10:15"; "closed, Christmas".

use super::dates::{face, length, minute_of_day, span, time};
use super::{listed, visit};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{Conflict, DayHours, TRAVEL, With, shop_hours, staff_hours};
use crate::domain::values::{ClockFace, ConflictKind};

/// The whole of a conflict of a visit at `location`.
pub fn text(book: &Book, conflict: &Conflict, location: LocationId) -> String {
    let who = who(book, conflict, location);
    if matches!(
        conflict.kind,
        ConflictKind::Closed | ConflictKind::TimeOff | ConflictKind::Hours
    ) {
        return who;
    }
    format!("{who}, {}", span(conflict.span, book.zone_of(location), face(book)))
}

/// The same without the time that both want: who has whom, or why nobody comes then.
pub fn who(book: &Book, conflict: &Conflict, location: LocationId) -> String {
    let day = book.zone_of(location).civil(conflict.span.from).day;
    let other = conflict.visit.and_then(|id| book.visits().get(id));
    let reason = |text: String| match &conflict.reason {
        Some(reason) => format!("{text}, {reason}"),
        None => text,
    };
    match (conflict.kind, conflict.with) {
        (ConflictKind::Closed, _) => reason("closed".to_owned()),
        (ConflictKind::TimeOff, with) => reason(format!("{} is off", side(book, with))),
        (ConflictKind::Hours, With::Staff(id)) => {
            let hours = book
                .staff()
                .get(id)
                .map(|staff| staff_hours(book, staff, location, day));
            let works = hours.map(|hours| open(&hours, face(book))).unwrap_or_default();
            let name = visit::staff(book, id);
            reason(if works.is_empty() {
                format!("{name} does not work that day")
            } else {
                format!("{name} works {works}")
            })
        }
        (ConflictKind::Hours, _) => {
            let hours = open(&shop_hours(book, location, day), face(book));
            reason(if hours.is_empty() {
                "outside of the opening hours".to_owned()
            } else {
                format!("open only {hours}")
            })
        }
        (ConflictKind::Client, with) => match other {
            Some(other) => {
                let by = other.lead().map(|lead| format!(" with {}", visit::staff(book, lead)));
                let services = visit::services(book, other);
                format!("{} has {services}{}", side(book, with), by.unwrap_or_default())
            }
            None => format!("{} is here already", side(book, with)),
        },
        (ConflictKind::Travel, with) => {
            let there = other.and_then(|other| visit::location(book, other));
            let there = there.and_then(|id| book.locations().get(id));
            let there = there.map_or("another location", |there| there.name.as_str());
            format!(
                "{} has no {} minutes for the way from or to {there}",
                side(book, with),
                TRAVEL.count()
            )
        }
        (ConflictKind::Staff | ConflictKind::Resource, with) => {
            let verb = if matches!(with, With::Staff(_)) {
                "has"
            } else {
                "is taken by"
            };
            match other {
                Some(other) => {
                    let parts = [visit::who(book, other), visit::services(book, other)];
                    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                    format!("{} {verb} {}", side(book, with), parts.join(", "))
                }
                None if matches!(with, With::Staff(_)) => format!("{} does two services at once", side(book, with)),
                None => format!("{} is for two at once", side(book, with)),
            }
        }
    }
}

/// What somebody who comes late runs into: "15 min into Ben Kaya 10:45"; hours and days off as ever.
pub fn late(book: &Book, conflict: &Conflict, location: LocationId) -> String {
    let Some(other) = conflict.visit.and_then(|id| book.visits().get(id)) else {
        return text(book, conflict, location);
    };
    let begins = book.zone_of(location).civil(other.expected().from);
    let into = length(conflict.span.length());
    format!(
        "{into} into {} {}",
        visit::who(book, other),
        time(begins.time, face(book))
    )
}

/// All of them, in their order, each once.
pub fn texts(book: &Book, conflicts: &[Conflict], location: LocationId) -> Vec<String> {
    let mut texts = Vec::with_capacity(conflicts.len());
    for conflict in conflicts {
        let text = text(book, conflict, location);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The name of the other side.
pub fn side(book: &Book, with: With) -> String {
    match with {
        With::Staff(id) => visit::staff(book, id).to_owned(),
        With::Resource(id) => book.resources().get(id).map_or(String::new(), |row| row.name.clone()),
        With::Client(id) => book.clients().get(id).map_or(String::new(), |row| row.name()),
        With::Location(id) => book.locations().get(id).map_or(String::new(), |row| row.name.clone()),
    }
}

/// What a kind is about, in short: for a visit that keeps only the kinds of what spoke against it.
pub fn kind(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Staff => "the stylist is taken",
        ConflictKind::Resource => "the chair or room is taken",
        ConflictKind::Client => "the client is here already",
        ConflictKind::Hours => "outside of the hours",
        ConflictKind::TimeOff => "time off",
        ConflictKind::Closed => "closed",
        ConflictKind::Travel => "no time for the way",
    }
}

/// The same for a list of code words (`staff,closed`); another text stays as it is.
pub fn kinds(codes: &str) -> String {
    let read: Result<Vec<ConflictKind>, _> = codes.split(',').map(str::parse).collect();
    match read {
        Ok(kinds) => listed(&kinds.into_iter().map(kind).collect::<Vec<_>>(), "and"),
        Err(_) => codes.to_owned(),
    }
}

/// "09:00 to 12:00 and 13:00 to 18:00"
fn open(hours: &DayHours, face: ClockFace) -> String {
    let spans: Vec<String> = hours
        .open
        .iter()
        .map(|span| format!("{} to {}", minute_of_day(span.from, face), minute_of_day(span.to, face)))
        .collect();
    listed(&spans, "and")
}
