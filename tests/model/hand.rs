//! One visit by hand (spec S4.4), and what whoever is called agrees on (spec S4.11).

use chairtime::domain::decide::Absent;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;

use super::carry::{Done, Touched};
use super::fate::Fate;
use super::{Known, Model, When, when};

/// Where a visit is moved.
pub struct Moved {
    pub to: When,
    pub staff: Option<StaffId>,
    pub has_length: bool,
}

impl Fate {
    /// The visit that a change of the series began with: where the series has it now, its time is no longer one by hand.
    /// Beside the rule it is as it was made.
    pub fn is_usual_now(&mut self, changed: Changed, usual: impl Fn(When) -> When) {
        if let Fate::As(known) | Fate::Dated { known, .. } = self {
            if known.beside {
                known.changed = changed;
            } else if known.start == usual(known.original) {
                known.changed = known.changed.without(Changed::DATETIME);
            }
        }
    }
}

/// How a visit stands that a person changes: one that could not be placed is placed by it.
fn in_the_book(known: &Known) -> VisitState {
    match known.state {
        VisitState::Failed => VisitState::Stable,
        state => state,
    }
}

/// Whether somebody does some of a visit that another leads: another who does that is one by hand in its services.
fn does_lines_only(done: &Done<'_>, visit: &Visit, staff: StaffId) -> bool {
    let leads = |one: &Assigned| (one.staff_id, one.role) == (staff, Role::Lead);
    !visit.staff.iter().any(leads)
        && done
            .after
            .visits()
            .get(visit.id)
            .is_some_and(|now| now.lines != visit.lines)
}

/// The slot of a visit in its chapter, where that still has it.
fn slot_of(visit: &Visit, done: &Done<'_>) -> Option<SlotDraft> {
    let slots = super::book::said_slots(done.before, visit.chapter_id);
    slots.into_iter().find(|slot| slot.slot == Some(visit.slot_id))
}

impl Model {
    pub fn row<'a>(visit: VisitId, done: &Done<'a>) -> &'a Visit {
        done.before.visits().get(visit).expect("the visit")
    }

    /// When a visit usually is; where its slot is gone it is where it is.
    fn usual_of(&self, series: SeriesId, visit: &Visit, done: &Done<'_>) -> When {
        match slot_of(visit, done) {
            Some(_) => self.usual_start(series, when(visit.original())),
            None => when(visit.start()),
        }
    }

    fn staff_of(&self, series: SeriesId, visit: &Visit, done: &Done<'_>) -> Option<Vec<(StaffId, Role)>> {
        let slot = slot_of(visit, done)?;
        Some(self.usual_staff(series, visit.original_day.number(), &slot))
    }

    pub fn moved(&self, visit: VisitId, said: &Moved, done: &Done<'_>) -> Fate {
        let (series, known) = self.visit(visit, done);
        let row = Self::row(visit, done);
        let mut changed = known.changed;
        if said.to != known.start {
            changed = changed.set(Changed::DATETIME, said.to != self.usual_of(series, row, done));
        }
        let lead = row
            .staff
            .iter()
            .find(|one| one.role == Role::Lead)
            .map(|one| one.staff_id);
        if let Some(staff) = said.staff.filter(|staff| lead != Some(*staff)) {
            let usual = self.staff_of(series, row, done).unwrap_or_default();
            let is_usual = usual.iter().any(|(id, role)| (*id, *role) == (staff, Role::Lead));
            changed = changed.set(Changed::STAFF, !is_usual);
        }
        Fate::ByHand {
            known: Known {
                state: self.placed(series, row, &known, said.to),
                start: said.to,
                changed,
                ..known
            },
            said: Changed::DURATION.set(Changed::DURATION, said.has_length),
        }
    }

    /// How a visit stands that a person puts somewhere: in the book, and not held any more where those who come are not away.
    fn placed(&self, series: SeriesId, row: &Visit, known: &Known, start: When) -> VisitState {
        match known.state {
            VisitState::OnHold if self.away(series, row, start.0).is_none() => VisitState::Stable,
            _ => in_the_book(known),
        }
    }

    pub fn edited_by_hand(&self, visit: VisitId, draft: &VisitDraft, done: &Done<'_>) -> Fate {
        let (series, known) = self.visit(visit, done);
        let row = Self::row(visit, done);
        let mut changed = known.changed;
        let mut start = known.start;
        let mut state = in_the_book(&known);
        if let Some(to) = draft.start {
            start = when(to);
            state = self.placed(series, row, &known, start);
            changed = changed.set(Changed::DATETIME, start != self.usual_of(series, row, done));
        }
        if let Some(staff) = &draft.staff {
            let as_it_was = || row.staff.iter().map(|one| (one.staff_id, one.role)).collect();
            let usual = self.staff_of(series, row, done).unwrap_or_else(as_it_was);
            changed = changed.set(Changed::STAFF, *staff != usual);
        }
        if let Some(note) = &draft.note {
            changed = changed.set(Changed::NOTE, !note.is_empty());
        }
        if let Some(colour) = draft.colour {
            changed = changed.set(Changed::COLOUR, colour.is_some());
        }
        let of_lines = Changed::SERVICES.with(Changed::DURATION).with(Changed::PRICE);
        let said = Changed::NOTHING
            .set(of_lines, draft.lines.is_some())
            .set(Changed::CLEAN_UP, draft.before.is_some() || draft.after.is_some())
            .set(Changed::RESOURCES, draft.resources.is_some())
            .set(Changed::TAGS, draft.tags.is_some());
        let said = if draft.price.is_some() {
            said.with(Changed::PRICE)
        } else {
            said
        };
        Fate::ByHand {
            known: Known {
                state,
                start,
                changed,
                ..known
            },
            said,
        }
    }

    pub fn reset(&self, visit: VisitId, fields: Changed, done: &Done<'_>) -> Fate {
        let (series, known) = self.visit(visit, done);
        let row = Self::row(visit, done);
        let changed = if fields.is_nothing() {
            Changed::NOTHING
        } else {
            known.changed.without(fields)
        };
        // Where a policy put it is nothing that was changed by hand.
        let is_by_policy = known.moved && !known.changed.has(Changed::DATETIME);
        let is_said = fields.is_nothing() || fields.has(Changed::DATETIME);
        let start = if is_said && !is_by_policy {
            self.usual_of(series, row, done)
        } else {
            known.start
        };
        Fate::As(Known {
            state: if start == known.start {
                in_the_book(&known)
            } else {
                self.placed(series, row, &known, start)
            },
            start,
            changed,
            ..known
        })
    }

    /// Those that are called take an offer, or stay as they are.
    pub fn staff_out(&self, absent: Absent, done: &Done<'_>, touched: &mut Touched) {
        let until = absent.until.unwrap_or_else(|| (absent.from.day + 1).midnight());
        for (now, was) in done.after.visits().changes(done.before.visits()) {
            let (Some(now), Some(was)) = (now, was) else { continue };
            let is_hit = was.start() < until
                && super::clash::takes(done.before, was, when(was.start()))
                    .iter()
                    .any(|(who, _)| *who == super::clash::Who::Staff(absent.staff));
            let lead = now
                .staff
                .iter()
                .find(|one| one.role == Role::Lead)
                .map(|one| one.staff_id);
            let said = Moved {
                to: when(now.start()),
                staff: lead,
                has_length: false,
            };
            if is_hit {
                let mut fate = self.moved(was.id, &said, done);
                if let Fate::ByHand { said, .. } = &mut fate
                    && does_lines_only(done, was, absent.staff)
                {
                    *said = said.with(Changed::SERVICES);
                }
                touched.of(was.series_id).fates.of.insert(was.id, fate);
            }
        }
    }
}
