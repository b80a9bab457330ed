//! Visits: what stands in the book on a date, with the bookings of those who come.

use uuid::Uuid;

use super::*;
use crate::domain::row::{parts, rows};
use crate::domain::values::*;
use crate::time::{Civil, Day, Instant, Minutes, Span, TimeOfDay};

parts! {
    /// A service of one visit that differs from the series' lines: where [`Changed::SERVICES`] is set, or where the visit
    /// stands beside the rule and the series has other services since.
    VisitLine {
        /// Which service.
        service_id: ServiceId,
        /// For whom, where it is not the client.
        visitor_id: Option<VisitorId>,
        /// By whom; the visit's lead where there is none.
        staff_id: Option<StaffId>,
        /// Beside the line before.
        beside: bool,
        /// How much later it begins, where it is beside.
        offset: Minutes,
        /// What it is made of.
        stretches: Stretches,
        /// A fixed price.
        price: Option<Money>,
    }
    /// A clash that somebody accepted: a new one is not covered by it.
    AcceptedClash {
        /// What it is about.
        kind: ConflictKind,
        /// The key of the other side: a staff member, resource, client or location.
        other_id: i64,
        /// The visit that it clashes with, where it is one.
        with_visit: Option<VisitId>,
        /// When it was accepted.
        accepted_at: Instant,
        /// Who accepted it; nobody knows of what was accepted before this was asked.
        accepted_by: String,
    }
    /// A client's place in a visit.
    Booking {
        /// The key.
        booking_id: BookingId,
        /// Its name outside of this file.
        uuid: Uuid,
        /// From which membership; none for a guest.
        member_id: Option<MemberId>,
        /// Which client; none for somebody unnamed.
        client_id: Option<ClientId>,
        /// Who comes, where it is not the client.
        visitor_id: Option<VisitorId>,
        /// How many places.
        seats: u16,
        /// When it was cancelled.
        cancelled_at: Option<Instant>,
        /// How it was cancelled.
        cancelled_how: Option<CancelledHow>,
        /// What became of the client.
        attendance: Attendance,
        /// How late they are.
        late: Option<Minutes>,
        /// When they came.
        arrived_at: Option<Instant>,
        /// When they were done.
        done_at: Option<Instant>,
        /// What was paid.
        payment: Payment,
        /// The price of this visit; it follows the lines where there is none.
        price: Option<Money>,
        /// What was paid.
        paid: Option<Money>,
        /// Comment.
        comment: String,
    }
}

rows! {
    /// One materialized date of a slot. It is named by its series and the start it would have had.
    Visit(VisitId) in "visit" owned by series_id {
        /// Of which series.
        series_id: SeriesId,
        /// By which chapter.
        chapter_id: ChapterId,
        /// Of which slot.
        slot_id: SlotId,
        /// The day it would have had.
        original_day: Day,
        /// The time it would have had.
        original_time: TimeOfDay,
        /// Where it comes from.
        origin: VisitOrigin,
        /// Which date of the chapter's rule it is, from 0, all slots together.
        position: u32,
        /// Which date of its slot it is, from 0.
        slot_position: u32,
        /// The local day it begins on.
        day: Day,
        /// The local time it begins at.
        time: TimeOfDay,
        /// How long the client is told; set-up and clean-up beside.
        minutes: Minutes,
        /// Set-up.
        before: Minutes,
        /// Clean-up.
        after: Minutes,
        /// When it begins.
        start_utc: Instant,
        /// When it begins to block, set-up included.
        busy_from_utc: Instant,
        /// When it ends to block, clean-up included; at most 32 hours after.
        busy_to_utc: Instant,
        /// How it stands.
        state: VisitState,
        /// Who took it out.
        removed_by: Option<RemovedBy>,
        /// Why it was taken out, or why it could not be placed.
        reason: String,
        /// Which fields a person changed.
        changed: Changed,
        /// Note of this visit.
        note: String,
        /// Colour of this visit.
        colour: Option<Colour>,
        /// Until when it is pencilled.
        pencilled_until: Option<Instant>,
        /// Whether a policy moved it from its usual start: no change by hand, it goes back when that is free again.
        placed_by_policy: bool,
    } => lists {
        /// Who, in fact.
        staff: Assigned, in "visit_staff";
        /// Chairs and rooms, in fact.
        resources: UsedResource, in "visit_resource";
        /// Tags, in fact.
        tags: SetTag, in "visit_tag";
        /// What is done, where it differs from the series.
        lines: VisitLine, in "visit_line";
        /// Clashes that were accepted.
        clashes: AcceptedClash, in "accepted_clash";
        /// Who comes.
        bookings: Booking, in "booking";
    }
}

impl Visit {
    /// The start it would have had: its name within its series.
    pub fn original(&self) -> Civil {
        Civil::new(self.original_day, self.original_time)
    }

    /// When it begins, in the time of its location.
    pub fn start(&self) -> Civil {
        Civil::new(self.day, self.time)
    }

    /// What the client is told.
    pub fn span(&self) -> Span {
        Span {
            from: self.start_utc,
            to: self.start_utc + self.minutes,
        }
    }

    /// What it blocks, set-up and clean-up included.
    pub fn blocked(&self) -> Span {
        Span {
            from: self.busy_from_utc,
            to: self.busy_to_utc,
        }
    }

    /// How late everybody is who is still awaited or served: it is drawn and checked so much later (spec S5.3). A group does
    /// not wait for one of it.
    pub fn late(&self) -> Minutes {
        let comes = |booking: &&Booking| booking.cancelled_at.is_none() && booking.attendance != Attendance::NoShow;
        let late = |booking: &Booking| match booking.attendance {
            Attendance::Done => Minutes::ZERO,
            _ => booking.late.unwrap_or(Minutes::ZERO),
        };
        self.bookings
            .iter()
            .filter(comes)
            .map(late)
            .min()
            .unwrap_or(Minutes::ZERO)
    }

    /// When it takes place as far as anybody knows: so much later than told as they are late.
    pub fn expected(&self) -> Span {
        let (told, late) = (self.span(), self.late());
        Span {
            from: told.from + late,
            to: told.to + late,
        }
    }

    /// What it blocks then, set-up and clean-up included.
    pub fn expected_blocked(&self) -> Span {
        let (blocked, late) = (self.blocked(), self.late());
        Span {
            from: blocked.from + late,
            to: blocked.to + late,
        }
    }

    /// Who leads.
    pub fn lead(&self) -> Option<StaffId> {
        lead(&self.staff)
    }

    /// Whether somebody comes: it is booked, and not only held.
    pub fn takes_place(&self) -> bool {
        matches!(self.state, VisitState::Stable | VisitState::Pencilled)
    }

    /// Whether it takes time in the book.
    pub fn is_busy(&self) -> bool {
        matches!(
            self.state,
            VisitState::Stable | VisitState::OnHold | VisitState::Pencilled
        )
    }

    /// Whether somebody marked what became of it, so that no plan changes it (spec S4.6).
    pub fn has_outcome(&self) -> bool {
        self.bookings
            .iter()
            .any(|booking| matches!(booking.attendance, Attendance::Done | Attendance::NoShow))
    }
}
