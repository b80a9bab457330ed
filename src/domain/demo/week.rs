//! The single appointments of the sample shop: they fill what the standing ones leave free, this week more than the next.

use super::shop::{Shop, Stylist, line, slot};
use crate::domain::command::Command;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::schedule::staff_hours;
use crate::time::{Day, MinuteSpan, Minutes, Weekday};

/// Appointments begin on a quarter of an hour.
const STEP: Minutes = Minutes::new(15);

impl Shop<'_> {
    /// Fills this week and, less, the next.
    pub fn fill_the_week(&mut self) -> Result<(), Refused> {
        let monday = self.today.start_of_week(Weekday::Mon);
        for stylist in self.stylists.clone() {
            for day in (0..13).map(|offset| monday + offset) {
                // So often somebody wants the next free time.
                let wanted = if day < monday + 7 { 55 } else { 22 };
                let hours = staff_hours(self.pen.book(), &stylist.staff, stylist.location, day);
                for span in hours.open {
                    self.fill(&stylist, day, span, wanted)?;
                }
            }
        }
        Ok(())
    }

    fn fill(&mut self, stylist: &Stylist, day: Day, span: MinuteSpan, wanted: usize) -> Result<(), Refused> {
        let mut start = span.from.max(Minutes::ZERO);
        while start < span.to {
            let mut next = start + STEP;
            if self.happens(wanted)
                && let Some(taken) = self.book(stylist, day, start, span.to)?
            {
                next = start + taken;
            }
            start = next;
        }
        Ok(())
    }

    /// Books something that fits; says how long it takes, in whole steps.
    fn book(
        &mut self,
        stylist: &Stylist,
        day: Day,
        start: Minutes,
        until: Minutes,
    ) -> Result<Option<Minutes>, Refused> {
        let Some(service) = self.one_of(&stylist.services) else {
            return Ok(None);
        };
        let length = stylist.stretches(&service).length() + service.after;
        if start + length > until {
            return Ok(None);
        }
        let is_walk_in = self.happens(6);
        let clients = self.clients.clone();
        let client = self.one_of(&clients).filter(|_| !is_walk_in);
        let lines = vec![line(stylist, &service)];
        let mut draft = self.draft(stylist, client.map(|client| client.id), day, lines);
        draft.slots = vec![slot(stylist, None, start)];
        draft.closed_days = draft.conflicts;
        if is_walk_in {
            "Walk-in".clone_into(&mut draft.note);
        }
        match self.pen.carry(&Command::CreateSeries(Box::new(draft))) {
            Ok(_) => {
                let steps = (length.count() + STEP.count() - 1) / STEP.count();
                Ok(Some(STEP * steps))
            }
            Err(Refused::Refusal(refusal)) if matches!(*refusal, Refusal::Clashes { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }
}
