//! What became of those who come to a visit, and what they paid (spec S5.3). Nothing is set by itself, and nothing of it is a
//! change by hand: no flag is set, and calendars do not see it.

use std::sync::Arc;

use super::Decided;
use super::dates::booking;
use super::visit::found;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Mark, Moment};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::price::of_booking;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::late_conflicts;
use crate::domain::values::*;
use crate::time::{Instant, Minutes};

/// Who comes later than that does not come.
const MOST_LATE: Minutes = Minutes::hours(4);

pub(super) fn decide(
    book: &Book,
    id: VisitId,
    places: &[BookingId],
    mark: Mark,
    moment: &mut Moment,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    match visit.state {
        VisitState::Removed => return Err(Refusal::AlreadyCancelled { visit: id }.into()),
        VisitState::Failed => return Err(Refusal::NotBooked { visit: id }.into()),
        VisitState::Stable | VisitState::OnHold | VisitState::Pencilled => {}
    }
    check(mark)?;
    let mut pen = Pen::new(book, moment);
    let now = pen.now();
    let mut after = Visit::clone(&visit);
    if after.bookings.is_empty() {
        // Somebody unnamed has a place from now on.
        after.bookings.push(booking(&mut pen, None));
    }
    let is_meant = |booking: &Booking| {
        booking.cancelled_at.is_none() && (places.is_empty() || places.contains(&booking.booking_id))
    };
    let prices: Vec<Money> = after
        .bookings
        .iter()
        .map(|booking| of_booking(book, &after, booking))
        .collect();
    let has_own_price = after.changed.has(Changed::PRICE);
    for (booking, price) in after.bookings.iter_mut().zip(prices) {
        if is_meant(booking) {
            put(booking, mark, now);
            match mark {
                // A price follows the list until it is paid (spec S3.3).
                Mark::Payment(Payment::Unpaid) if !has_own_price => booking.price = None,
                Mark::Payment(Payment::Unpaid) | Mark::Attendance { .. } => {}
                Mark::Payment(_) => booking.price = booking.price.or(Some(price)),
            }
        }
    }
    if after == *visit {
        return Err(Refusal::NothingToChange.into());
    }
    pen.replace(after.clone());
    let late = after.late() > Minutes::ZERO && matches!(mark, Mark::Attendance { .. });
    let conflicts = if late {
        super::loaded_around(book, [after.day])?;
        late_conflicts(book, &after, location)
    } else {
        Vec::new()
    };
    let line = PlanLine {
        original: visit.original(),
        kind: LineKind::Untouched,
        why: Why::Same,
        before: Some(Arc::clone(&visit)),
        after: Some(Arc::new(after)),
        conflicts,
        open: false,
        clock: None,
    };
    let plan = Plan {
        lines: vec![line],
        series: Some(visit.series_id),
    };
    let label = Label::VisitMarked {
        series: visit.series_id,
        visit: id,
        mark,
    };
    Ok(Decided {
        change: pen.finish(label, Some(Subject::Visit(id)), Origin::Person),
        plan,
    })
}

/// Refuses somebody who is late and does not come, or was there already.
fn check(mark: Mark) -> Result<(), FieldErrors> {
    let Mark::Attendance {
        attendance,
        late: Some(late),
    } = mark
    else {
        return Ok(());
    };
    if !matches!(
        attendance,
        Attendance::Expected | Attendance::Confirmed | Attendance::Arrived
    ) {
        return Err(FieldErrors::one("late", FieldError::NotHere));
    }
    if !(Minutes::ZERO..=MOST_LATE).contains(&late) {
        let (least, most) = (Minutes::ZERO.to_string(), MOST_LATE.to_string());
        return Err(FieldErrors::one("late", FieldError::OutOfRange { least, most }));
    }
    Ok(())
}

fn put(booking: &mut Booking, mark: Mark, now: Instant) {
    let (attendance, late) = match mark {
        Mark::Payment(payment) => {
            booking.payment = payment;
            return;
        }
        Mark::Attendance { attendance, late } => (attendance, late.filter(|late| !late.is_zero())),
    };
    booking.attendance = attendance;
    match attendance {
        Attendance::Expected | Attendance::Confirmed => {
            booking.late = late;
            (booking.arrived_at, booking.done_at) = (None, None);
        }
        Attendance::Arrived | Attendance::InChair => {
            booking.late = late.or(booking.late);
            booking.arrived_at = booking.arrived_at.or(Some(now));
            booking.done_at = None;
        }
        Attendance::Done => booking.done_at = booking.done_at.or(Some(now)),
        Attendance::NoShow => (booking.arrived_at, booking.done_at) = (None, None),
    }
}
