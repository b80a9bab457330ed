//! A visit in words: who comes, what is done, when, with whom, and its whole spoken name for those who do not see the
//! calendar: "Anna Berg, Cut, Tue 19 Jan 10:00 to 10:30, with Mia, repeats every 6 weeks, moved by hand".

use super::dates::{face, times, weekday_day_and_month};
use super::{choice, listed, rhythm};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::{Attendance, Changed, RemovedBy, VisitState};

/// Who comes: "Anna Berg", "Tom (Anna Berg)" for a child of hers, "3 people" of a group; "Walk-in" where nobody is named.
pub fn who(book: &Book, visit: &Visit) -> String {
    let mut names: Vec<String> = visit
        .bookings
        .iter()
        // A cancelled visit is still that of who would have come.
        .filter(|booking| booking.cancelled_at.is_none() || visit.state == VisitState::Removed)
        .map(|booking| named(book, booking.client_id, booking.visitor_id))
        .collect();
    match names.len() {
        0 => "Walk-in".to_owned(),
        1 => names.swap_remove(0),
        several => format!("{several} people"),
    }
}

/// Whose series it is: "Anna Berg", "Tom (Anna Berg)", "3 people"; "Walk-in" where nobody is named.
pub fn of_series(book: &Book, series: SeriesId) -> String {
    let mut names: Vec<String> = book
        .members()
        .of(series)
        .filter(|member| member.deleted_at.is_none())
        .map(|member| named(book, member.client_id, member.visitor_id))
        .collect();
    match names.len() {
        0 => "Walk-in".to_owned(),
        1 => names.swap_remove(0),
        several => format!("{several} people"),
    }
}

/// The phone of who comes.
pub fn phone<'b>(book: &'b Book, visit: &Visit) -> Option<&'b str> {
    let mut clients = visit
        .bookings
        .iter()
        .filter_map(|booking| book.clients().get(booking.client_id?));
    let known = clients.find(|client| !client.phone.is_empty());
    known.map(|client| client.phone.as_str())
}

/// A client, or the visitor with the client in brackets.
pub fn named(book: &Book, client: Option<ClientId>, visitor: Option<VisitorId>) -> String {
    let client = client.and_then(|id| book.clients().get(id)).map(|client| client.name());
    let visitor = visitor
        .and_then(|id| book.visitors().get(id))
        .map(|visitor| visitor.name());
    match (visitor, client) {
        (Some(visitor), Some(client)) => format!("{visitor} ({client})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "Walk-in".to_owned(),
    }
}

/// "Cut, Colour"; "Cut, Cut for Mia" where a line is for somebody else than who comes.
pub fn services(book: &Book, visit: &Visit) -> String {
    let name = |line: &PlannedLine| {
        let service = book.services().get(line.service)?;
        let whom = line.visitor.and_then(|id| book.visitors().get(id));
        Some(match whom {
            Some(whom) => format!("{} for {}", service.name, whom.name()),
            None => service.name.clone(),
        })
    };
    let names: Vec<String> = lines_of(book, visit).iter().filter_map(name).collect();
    names.join(", ")
}

/// "Cut", "Cut and 2 more": for a small block.
pub fn services_short(book: &Book, visit: &Visit) -> String {
    let lines = lines_of(book, visit);
    let first = lines.first().and_then(|line| book.services().get(line.service));
    match (first, lines.len()) {
        (None, _) => String::new(),
        (Some(first), 1) => first.name.clone(),
        (Some(first), several) => format!("{} and {} more", first.name, several - 1),
    }
}

/// What the screen calls somebody of the staff; empty where they are unknown.
pub fn staff(book: &Book, id: StaffId) -> &str {
    book.staff().get(id).map_or("", |staff| staff.name())
}

/// Where a visit takes place.
pub fn location(book: &Book, visit: &Visit) -> Option<LocationId> {
    book.chapters().get(visit.chapter_id).map(|chapter| chapter.location_id)
}

/// "Tue 19 Jan 10:00 to 10:30", in the time of its location.
pub fn when(book: &Book, visit: &Visit) -> String {
    let ends = visit.start() + visit.minutes;
    format!(
        "{} {}",
        weekday_day_and_month(visit.day),
        times(visit.time, ends.time, face(book))
    )
}

/// "moved by hand", "staff and price changed by hand"; nothing where nothing was.
pub fn by_hand(changed: Changed) -> Option<String> {
    let mut parts = Vec::new();
    if changed.has(Changed::DATETIME) {
        parts.push("moved by hand".to_owned());
    }
    let fields: Vec<&str> = Changed::NAMED
        .into_iter()
        .filter(|(flag, _)| *flag != Changed::DATETIME && changed.has(*flag))
        .map(|(flag, _)| choice::changed(flag))
        .collect();
    if !fields.is_empty() {
        parts.push(format!("{} changed by hand", listed(&fields, "and")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How a visit stands, where it is not simply booked: "cancelled, stays cancelled", "not booked, Ann is taken".
pub fn standing(visit: &Visit) -> Option<String> {
    let with_reason = |text: &str| {
        let reason = super::conflict::kinds(&visit.reason);
        if reason.is_empty() {
            text.to_owned()
        } else {
            format!("{text}, {reason}")
        }
    };
    match visit.state {
        VisitState::Stable => None,
        VisitState::Removed => Some(match visit.removed_by {
            Some(RemovedBy::Person) | None => "cancelled, stays cancelled".to_owned(),
            Some(RemovedBy::Rule) => "cancelled with its series".to_owned(),
            Some(RemovedBy::Pause) => "given up, away".to_owned(),
            Some(RemovedBy::Policy) => with_reason("left out"),
        }),
        VisitState::Failed => Some(with_reason("not booked")),
        VisitState::OnHold => Some("held, away".to_owned()),
        VisitState::Pencilled => Some("pencilled".to_owned()),
    }
}

/// "repeats every 6 weeks", where it does.
pub fn repeats(book: &Book, visit: &Visit) -> Option<String> {
    let chapter = book.chapters().get(visit.chapter_id)?;
    let rule = chapter.rule.as_ref()?;
    Some(format!("repeats {}", rhythm::how_often(rule)))
}

/// What became of the one who comes: "done", "no-show"; nothing while they are expected.
fn became(visit: &Visit) -> Option<String> {
    let [booking] = visit.bookings.as_slice() else {
        return None;
    };
    (booking.attendance != Attendance::Expected).then(|| choice::attendance(booking.attendance).to_owned())
}

/// The whole of it, as a screen reader says it.
pub fn spoken(book: &Book, visit: &Visit) -> String {
    let with = visit.lead().map(|lead| format!("with {}", staff(book, lead)));
    let parts = [
        Some(who(book, visit)),
        Some(services(book, visit)),
        Some(when(book, visit)),
        with,
        repeats(book, visit),
        by_hand(visit.changed),
        standing(visit).or_else(|| became(visit)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
