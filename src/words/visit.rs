//! A visit in words: who comes, what is done, when, with whom, and its whole spoken name for those who do not see the
//! calendar: "Anna Berg, Cut, Tue 19 Jan 10:00 to 10:30, with Mia, repeats every 6 weeks, moved by hand".

use super::dates::{face, length, times, weekday_day_and_month};
use super::{choice, listed, rhythm};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{Conflict, PlannedLine, late_conflicts, lines_of};
use crate::domain::values::{Attendance, Changed, RemovedBy, VisitState};

/// Who comes: "Anna Berg", "Tom (Anna Berg)" for a child of hers, "Anna Berg, Mia and Tom" where they come together,
/// "3 people" of a group; "Walk-in" where nobody is named.
pub fn who(book: &Book, visit: &Visit) -> String {
    let comes = visit
        .bookings
        .iter()
        // A cancelled visit is still that of who would have come.
        .filter(|booking| booking.cancelled_at.is_none() || visit.state == VisitState::Removed);
    together(
        book,
        &comes
            .map(|booking| (booking.client_id, booking.visitor_id))
            .collect::<Vec<_>>(),
    )
}

/// Whose series it is: "Anna Berg", "Tom (Anna Berg)", "Anna Berg, Mia and Tom", "3 people"; "Walk-in" where nobody is named.
pub fn of_series(book: &Book, series: SeriesId) -> String {
    let members = book.members().of(series).filter(|member| member.deleted_at.is_none());
    together(
        book,
        &members
            .map(|member| (member.client_id, member.visitor_id))
            .collect::<Vec<_>>(),
    )
}

/// Everybody by name where all are one client's; else how many there are.
fn together(book: &Book, places: &[(Option<ClientId>, Option<VisitorId>)]) -> String {
    match places {
        [] => "Walk-in".to_owned(),
        [(client, visitor)] => named(book, *client, *visitor),
        [(client, _), ..] if client.is_some() && places.iter().all(|(of, _)| of == client) => {
            let name = |(client, visitor): &(Option<ClientId>, Option<VisitorId>)| match visitor {
                Some(_) => named(book, None, *visitor),
                None => named(book, *client, None),
            };
            listed(&places.iter().map(name).collect::<Vec<_>>(), "and")
        }
        several => format!("{} people", several.len()),
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
    let lines = lines_of(book, visit);
    let names: Vec<String> = lines.iter().map(|line| service(book, line)).collect();
    names.join(", ")
}

/// "Cut", "Cut for Mia".
pub fn service(book: &Book, line: &PlannedLine<'_>) -> String {
    let name = book
        .services()
        .get(line.service)
        .map_or("", |service| service.name.as_str());
    let whom = line.visitor.and_then(|id| book.visitors().get(id));
    service_for(name, whom.map(AsRef::as_ref))
}

/// The same of a service that is known.
pub fn service_for(name: &str, whom: Option<&Visitor>) -> String {
    match whom {
        Some(whom) => format!("{name} for {}", whom.name()),
        None => name.to_owned(),
    }
}

/// Who somebody of the staff serves in a visit, and with what: "Tom (Anna Berg)", "Cut". Nothing where they do all of it, or are
/// there without a service of their own.
pub fn of_hands(book: &Book, visit: &Visit, hands: StaffId) -> Option<(String, String)> {
    let all = lines_of(book, visit);
    let is_theirs = |line: &&PlannedLine<'_>| performer(visit, line) == Some(hands);
    let own: Vec<&PlannedLine<'_>> = all.iter().filter(is_theirs).collect();
    if own.is_empty() || own.len() == all.len() {
        return None;
    }
    let first = visit.bookings.iter().find(|booking| booking.cancelled_at.is_none());
    let (client, comes) = first.map_or((None, None), |first| (first.client_id, first.visitor_id));
    let mut people: Vec<(Option<ClientId>, Option<VisitorId>)> = Vec::new();
    for line in &own {
        let person = (client, line.visitor.or(comes));
        if !people.contains(&person) {
            people.push(person);
        }
    }
    // For whom it is stands above it, where that is one.
    let names = own.iter().map(|line| match people.as_slice() {
        [_] => service(
            book,
            &PlannedLine {
                visitor: None,
                ..**line
            },
        ),
        _ => service(book, line),
    });
    Some((together(book, &people), names.collect::<Vec<_>>().join(", ")))
}

/// Whether the services of a visit are done by several.
pub fn has_several_hands(visit: &Visit, lines: &[PlannedLine<'_>]) -> bool {
    let first = lines.first().map(|line| performer(visit, line));
    lines.iter().any(|line| Some(performer(visit, line)) != first)
}

/// Who does a service of a visit.
pub fn performer(visit: &Visit, line: &PlannedLine<'_>) -> Option<StaffId> {
    line.staff.or(visit.lead())
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

/// "Colour": the services of a visit that come every so many times only.
pub fn every_so_often(book: &Book, visit: &Visit) -> String {
    let lines = lines_of(book, visit);
    let rows = lines.iter().filter_map(|line| book.lines().get(line.line?));
    let names = rows
        .filter(|line| line.every_nth > 1)
        .filter_map(|line| Some(book.services().get(line.service_id)?.name.as_str()));
    listed(&names.collect::<Vec<_>>(), "and")
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

/// "Then 20 Apr Cut and Colour, 25 May Cut": what is done on some dates; nothing of none.
pub fn dates_with_services<'a>(book: &Book, visits: impl Iterator<Item = &'a Visit>) -> String {
    let says = |visit: &Visit| {
        let lines = lines_of(book, visit);
        let names: Vec<String> = lines.iter().map(|line| service(book, line)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("{} {}", super::dates::day_and_month(visit.day), listed(&names, "and"))
    };
    let says: Vec<String> = visits.map(says).collect();
    if says.is_empty() {
        String::new()
    } else {
        format!("Then {}", says.join(", "))
    }
}

/// "Anna Berg comes Tue 16 Feb 2027 at 10:00"
pub fn comes(book: &Book, visit: &Visit) -> String {
    format!(
        "{} comes {}",
        who(book, visit),
        super::dates::start(visit.start(), face(book))
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

/// What became of those who come: "done", "no-show", "expected 15 min late"; nothing while they are expected, or differ.
fn became(visit: &Visit) -> Option<String> {
    let mut coming = visit.bookings.iter().filter(|booking| booking.cancelled_at.is_none());
    let booking = coming.next()?;
    if coming.any(|other| other.attendance != booking.attendance) {
        return None;
    }
    if let (Attendance::Expected | Attendance::Confirmed, late) = (booking.attendance, visit.late())
        && !late.is_zero()
    {
        return Some(format!(
            "{} {} late",
            choice::attendance(booking.attendance),
            length(late)
        ));
    }
    (booking.attendance != Attendance::Expected).then(|| choice::attendance(booking.attendance).to_owned())
}

/// What speaks against a visit, each once; what it runs into only because somebody is late as that: "15 min into Ben Kaya 10:45".
pub fn against(book: &Book, visit: &Visit, conflicts: &[Conflict], location: LocationId) -> Vec<String> {
    let mut texts = Vec::with_capacity(conflicts.len());
    for conflict in conflicts {
        let text = if is_of_lateness(book, visit, conflict, location) {
            super::conflict::late(book, conflict, location)
        } else {
            super::conflict::text(book, conflict, location)
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Whether something would not speak against a visit if nobody were late.
pub fn is_of_lateness(book: &Book, visit: &Visit, conflict: &Conflict, location: LocationId) -> bool {
    !visit.late().is_zero() && late_conflicts(book, visit, location).contains(conflict)
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
