//! A visit as JSON.

use serde_json::{Value, json};

use super::{client_name, money, people, visitor_name, with_offset};
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::values::{CancelledHow, RemovedBy, VisitState};
use crate::domain::{Book, price};
use crate::words::{conflict, visit as words};

/// A visit with everything that one who has no book needs to know of it.
pub fn occurrence(book: &Book, visit: &Visit) -> Value {
    let location = words::location(book, visit);
    let zone = location.map_or_else(|| book.zone(), |location| book.zone_of(location));
    let told = visit.span();
    let blocked = visit.blocked();
    let reason = Some(conflict::kinds(&visit.reason)).filter(|reason| !reason.is_empty());
    json!({
        "series": book.series().get(visit.series_id).map(|series| series.uuid.to_string()),
        "original_start": visit.original().to_string(),
        "start": with_offset(told.from, zone),
        "end": with_offset(told.to, zone),
        "blocked_start": with_offset(blocked.from, zone),
        "blocked_end": with_offset(blocked.to, zone),
        "tz": zone.name(),
        "location": location.and_then(|id| book.locations().get(id)).map(|row| row.name.as_str()),
        "staff": people(book, &visit.staff),
        "services": services(book, visit),
        "bookings": visit.bookings.iter().map(|place| booking(book, visit, place)).collect::<Value>(),
        "status": status(visit.state),
        "removed_by": visit.removed_by.map(RemovedBy::code),
        "reason": reason,
        "changed": visit.changed.names().collect::<Vec<_>>(),
    })
}

fn services(book: &Book, visit: &Visit) -> Value {
    let service = |line: crate::domain::schedule::PlannedLine| {
        let by = line.staff.or(visit.lead());
        json!({
            "name": book.services().get(line.service).map(|service| service.name.as_str()),
            "duration": line.stretches.length().to_string(),
            "staff": by.map(|staff| words::staff(book, staff)),
            "for": visitor_name(book, line.visitor),
            "price": money(book, price::of_line(book, &line, visit.lead(), visit.day)),
        })
    };
    lines_of(book, visit).into_iter().map(service).collect()
}

fn booking(book: &Book, visit: &Visit, booking: &Booking) -> Value {
    json!({
        "client": client_name(book, booking.client_id),
        "visitor": visitor_name(book, booking.visitor_id),
        "seats": booking.seats,
        "attendance": attendance(booking),
        "late": booking.late.map(|late| late.to_string()),
        "price": money(book, price::of_booking(book, visit, booking)),
        "payment": booking.payment.code(),
    })
}

/// What became of who has a place: with a cancelled one, nobody is expected (spec S5.3).
fn attendance(booking: &Booking) -> &'static str {
    match (booking.cancelled_at, booking.cancelled_how) {
        (None, _) => booking.attendance.code(),
        (Some(_), Some(CancelledHow::Late)) => "cancelled-late",
        (Some(_), Some(CancelledHow::ByUs)) => "cancelled-by-us",
        (Some(_), Some(CancelledHow::InTime) | None) => "cancelled-in-time",
    }
}

/// The words of the trade for how a visit stands.
const fn status(state: VisitState) -> &'static str {
    match state {
        VisitState::Stable => "stable",
        VisitState::Removed => "entity_deleted",
        VisitState::Failed => "entity_failed",
        VisitState::OnHold => "on_hold",
        VisitState::Pencilled => "pencilled",
    }
}
