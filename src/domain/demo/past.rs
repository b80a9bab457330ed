//! What became of the visits that are past: nearly everybody came and paid.

use super::shop::Shop;
use crate::domain::rows::*;
use crate::domain::values::*;

impl Shop<'_> {
    /// Marks every visit that has begun.
    pub fn mark_the_past(&mut self) {
        let (first, now) = (crate::time::Day::FIRST, self.pen.now());
        let book = self.pen.book();
        let begun: Vec<VisitId> = book
            .calendar()
            .on_days(book, first, self.today + 1)
            .filter(|visit| visit.is_busy() && visit.start_utc < now)
            .map(|visit| visit.id)
            .collect();
        self.mark(&begun);
    }

    /// Marks visits that have begun.
    pub fn mark(&mut self, begun: &[VisitId]) {
        let now = self.pen.now();
        for &visit in begun {
            let (missed, owes, was_late) = (self.happens(3), self.happens(4), self.happens(5));
            self.pen.change::<Visit>(visit, |row| {
                let span = row.span();
                for booking in row.bookings.iter_mut().filter(|booking| booking.cancelled_at.is_none()) {
                    if span.to > now {
                        booking.attendance = Attendance::InChair;
                        booking.arrived_at = Some(span.from);
                        continue;
                    }
                    if missed {
                        booking.attendance = Attendance::NoShow;
                        continue;
                    }
                    let late = crate::time::Minutes::new(10);
                    booking.attendance = Attendance::Done;
                    booking.late = was_late.then_some(late);
                    booking.arrived_at = Some(if was_late { span.from + late } else { span.from });
                    booking.done_at = Some(span.to);
                    booking.payment = if owes { Payment::Unpaid } else { Payment::Paid };
                }
            });
        }
    }
}
