//! One visit by hand (spec S4.4, S4.8), and what it shows its series.

use std::rc::Rc;

use chairtime::domain::decide::Absent;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{EditHow, Force, Scope};
use chairtime::recurrence::{Frequency, Preset};
use chairtime::time::{Day, Minutes, Weekday, WeekdaySet};

use super::carry::{Done, Touched};
use super::days::{LAST, date, is_date, week};
use super::fate::{Fate, Planned, Terms, Which};
use super::{Known, Model, Part, When, when};

/// Where a visit is moved.
pub struct Moved {
    pub to: When,
    pub staff: Option<StaffId>,
    pub has_length: bool,
}

impl Fate {
    /// The visit that a change of the series began with: where the series has it now, its time is no longer one by hand.
    /// Beside the rule it is as it was made.
    pub fn is_usual_now(&mut self, changed: Changed) {
        if let Fate::As(known) | Fate::Dated { known, .. } = self {
            if known.beside {
                known.changed = changed;
            }
            if known.start == known.original {
                known.changed = known.changed.without(Changed::DATETIME);
            }
        }
    }
}

/// The slot of a visit in its chapter, where that still has it.
fn slot_of(visit: &Visit, done: &Done<'_>) -> Option<SlotDraft> {
    let slots = super::book::said_slots(done.before, visit.chapter_id);
    slots.into_iter().find(|slot| slot.slot == Some(visit.slot_id))
}

impl Model {
    fn row<'a>(visit: VisitId, done: &Done<'a>) -> &'a Visit {
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
                state: placed(&known),
                start: said.to,
                changed,
                ..known
            },
            said: Changed::DURATION.set(Changed::DURATION, said.has_length),
        }
    }

    pub fn edited_by_hand(&self, visit: VisitId, draft: &VisitDraft, done: &Done<'_>) -> Fate {
        let (series, known) = self.visit(visit, done);
        let row = Self::row(visit, done);
        let mut changed = known.changed;
        let mut start = known.start;
        if let Some(to) = draft.start {
            start = when(to);
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
                state: placed(&known),
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
        let is_back = known.changed.has(Changed::DATETIME) && !changed.has(Changed::DATETIME);
        Fate::As(Known {
            state: placed(&known),
            // Where a policy put it is nothing that was changed by hand.
            start: if is_back {
                self.usual_of(series, row, done)
            } else {
                known.start
            },
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
                let fate = self.moved(was.id, &said, done);
                touched.of(was.series_id).fates.of.insert(was.id, fate);
            }
        }
    }

    pub fn count_from(&mut self, visit: VisitId, to: When, done: &Done<'_>, touched: &mut Touched) {
        let (series, known) = self.visit(visit, done);
        let horizon = self.horizon(done.before);
        let standing = Rc::clone(&self.series[&series]);
        let (chapter, _) = standing.date_named(known.original).expect("a date of the rule");
        let part = &standing.chapters[chapter];
        let slot = part
            .slots
            .iter()
            .find(|slot| slot.slot == Some(known.slot))
            .expect("its slot");
        let start = counted_from(part, slot, to.0);
        let moved = Moved {
            to,
            staff: None,
            has_length: false,
        };
        let Fate::ByHand { known: after, .. } = self.moved(visit, &moved, done) else {
            return;
        };
        let how = EditHow {
            scope: Scope::From(Day::from_number(start.min(known.original.0))),
            force: Force::Nothing,
            reset_start: true,
        };
        let reach = standing.reach(how.scope, done.now);
        let mut draft = standing.draft(reach.chapters[0]);
        draft.start = Day::from_number(start);
        let this = self.standing(series);
        this.visits.insert(visit, after);
        let meant = touched.of(series);
        meant.plans = this.edit(&draft, &how, done.now, horizon);
        meant.began_with = Some((visit, known.changed.with(Changed::DATETIME)));
    }

    pub fn make_usual(
        &mut self,
        visit: VisitId,
        (scope, reset_start): (Scope, bool),
        done: &Done<'_>,
        touched: &mut Touched,
    ) {
        let (series, known) = self.visit(visit, done);
        let horizon = self.horizon(done.before);
        let row = Self::row(visit, done);
        let how = EditHow {
            scope,
            force: Force::Nothing,
            reset_start,
        };
        let standing = Rc::clone(&self.series[&series]);
        let reach = standing.reach(scope, done.now);
        let mut draft = standing.draft(reach.chapters[0]);
        let taken = take(done, row, &mut draft);
        let is_in_it = match scope {
            Scope::ToCome => true,
            Scope::From(day) => day.number() <= known.original.0,
        };
        let this = self.standing(series);
        if is_in_it && !known.is_past(done.now) {
            let changed = known.changed.without(taken.without(Changed::DATETIME));
            this.visits.insert(
                visit,
                Known {
                    changed,
                    ..known.clone()
                },
            );
        }
        let meant = touched.of(series);
        meant.plans = this.edit(&draft, &how, done.now, horizon);
        meant.began_with = Some((visit, known.changed));
    }

    /// What was due every so many times comes next time, and counts from there (spec S2.10).
    pub fn count_on(&mut self, visit: VisitId, keep: bool, done: &Done<'_>, touched: &mut Touched) {
        let (series, known) = self.visit(visit, done);
        let this = self.standing(series);
        this.visits.insert(visit, known.out(RemovedBy::Person));
        let standing = this.clone();
        let (chapter, _) = standing.date_named(known.original).expect("a date of the rule");
        let part = &standing.chapters[chapter];
        let is_to_come = |date: &super::Dated| {
            let named = standing.named(part.original(*date)).map(|id| &standing.visits[&id]);
            named.map_or(part.original(*date) > done.now, |known| {
                let stays_away = match known.state {
                    VisitState::Removed => known.by != Some(RemovedBy::Rule),
                    state => state == VisitState::OnHold,
                };
                !known.has_begun(done.now) && !stays_away
            })
        };
        let limit = known.original.0 + 5_000;
        let mut dates = part.dates(limit).into_iter().filter(|date| date.day > known.original.0);
        let next = dates.find(is_to_come).expect("a next date");
        let mut new = Part {
            start: next.day,
            count: part.count.map(|count| count - next.position),
            ..part.clone()
        };
        new.name = None;
        let old = &mut this.chapters[chapter];
        (old.until, old.count, old.appended) = (Some(next.day - 1), None, 0);
        let through = standing.made.unwrap_or(LAST);
        let dates = new.dates(through);
        let named = |date: &super::Dated| standing.named(new.original(*date));
        let begun = |id: &VisitId| standing.visits[id].is_past(done.now);
        let kept: Vec<i32> = (dates.iter())
            .filter(|date| keep && named(date).is_some_and(|id| standing.visits[&id].is_busy()))
            .map(|date| date.day)
            .collect();
        let visits: Vec<VisitId> = dates.iter().filter_map(named).filter(|id| !begun(id)).collect();
        let start = new.start;
        this.chapters.insert(chapter + 1, new);
        let meant = touched.of(series);
        meant.fates.of.insert(visit, Fate::As(known.out(RemovedBy::Person)));
        meant.plans.push(Planned {
            chapter: chapter + 1,
            through,
            terms: Terms {
                kept,
                ..Terms::of_draft(&standing.said, Force::Nothing)
            },
            which: Which::Named {
                visits,
                new_from: Some(start),
                others_go: true,
            },
        });
    }
}

/// A date that could not be placed is placed by what is done with it.
fn placed(known: &Known) -> VisitState {
    if known.state == VisitState::Failed {
        VisitState::Stable
    } else {
        known.state
    }
}

/// The date of a slot in the week, month or year of a day: that from which its series is counted.
fn counted_from(part: &Part, slot: &SlotDraft, day: i32) -> i32 {
    let rule = part.rule.as_ref().expect("a rule");
    let week_start = i32::try_from(rule.parts().week_start.num_days_from_monday()).unwrap();
    let from = match rule.parts().frequency {
        Frequency::Daily => return day,
        Frequency::Weekly => (day - 6..=day)
            .find(|first| week(*first, week_start) == week(day, week_start))
            .unwrap(),
        Frequency::Monthly => day - date(day).day + 1,
        Frequency::Yearly => (0..)
            .map(|back| day - back)
            .find(|first| (date(*first).month, date(*first).day) == (1, 1))
            .unwrap(),
    };
    let says_no_day = match rule.preset() {
        Some(Preset::Weekly { weekdays, .. }) => weekdays.is_empty(),
        preset => preset.is_none(),
    };
    let is_on = |day: &i32| {
        if says_no_day {
            // It is on the day on which its chapter begins.
            let (this, first) = (date(*day), date(part.start));
            return if rule.parts().frequency == Frequency::Weekly {
                this.weekday == first.weekday
            } else {
                this.day == first.day
            };
        }
        is_date(rule, from, *day)
    };
    let of_slot = |day: &i32| {
        slot.weekday
            .is_none_or(|of| i32::try_from(of.num_days_from_monday()).unwrap() == date(*day).weekday)
    };
    (from..LAST).filter(is_on).take(7).find(of_slot).unwrap_or(day)
}

/// Puts into a draft what was changed of a visit by hand; says what that is.
fn take(done: &Done<'_>, visit: &Visit, draft: &mut SeriesDraft) -> Changed {
    let has = |flag| visit.changed.has(flag);
    let place = draft
        .slots
        .iter()
        .position(|slot| slot.slot == Some(visit.slot_id))
        .expect("its slot");
    let is_only = draft.slots.len() == 1;
    let slot = &mut draft.slots[place];
    if has(Changed::STAFF) {
        slot.staff = visit.staff.iter().map(|one| (one.staff_id, one.role)).collect();
    }
    if has(Changed::CLEAN_UP) {
        slot.after = Some(visit.after);
    }
    if has(Changed::RESOURCES) {
        slot.resources = visit.resources.iter().map(|used| used.resource_id).collect();
    }
    if has(Changed::TAGS) {
        slot.tags = visit.tags.iter().map(|set| set.tag_id).collect();
    }
    if has(Changed::SERVICES) || has(Changed::DURATION) {
        let own = |line: &VisitLine| LineDraft {
            service: line.service_id,
            stretches: line.stretches.clone(),
            visitor: line.visitor_id.map(Who::Known),
            staff: line.staff_id,
            resources: Vec::new(),
            beside: line.beside,
            offset: line.offset,
            price: line.price,
            every_nth: 1,
            phase: 1,
        };
        let mut lines: Vec<LineDraft> = if has(Changed::SERVICES) {
            visit.lines.iter().map(own).collect()
        } else if is_only || slot.lines.is_empty() {
            draft.lines.clone()
        } else {
            slot.lines.clone()
        };
        if has(Changed::DURATION)
            && let Some(last) = lines.last_mut()
        {
            let told = super::clash::length(done.before, visit);
            let length = last.stretches.length().count() + visit.minutes.count() - told;
            last.stretches = Stretches::hands_on(Minutes::new(length.max(1)));
        }
        if is_only {
            draft.lines = lines;
        } else {
            slot.lines = lines;
        }
    }
    let slot = &mut draft.slots[place];
    if has(Changed::DATETIME) {
        slot.time = visit.time;
        if visit.day != visit.original_day {
            take_day(visit, draft, place);
        }
    }
    let fields = [
        Changed::STAFF,
        Changed::DATETIME,
        Changed::DURATION,
        Changed::CLEAN_UP,
        Changed::SERVICES,
        Changed::RESOURCES,
        Changed::TAGS,
    ];
    fields
        .into_iter()
        .filter(|flag| has(*flag))
        .fold(Changed::NOTHING, Changed::with)
}

/// Another day of a visit is another day of the rule.
fn take_day(visit: &Visit, draft: &mut SeriesDraft, place: usize) {
    let rule = draft.rule.as_ref().expect("a rule");
    let week_start = rule.parts().week_start;
    let to = visit.day.weekday();
    let preset = match rule.preset().expect("a preset") {
        Preset::Weekly { every, .. } => {
            let others = draft.slots.iter().enumerate().filter(|(other, _)| *other != place);
            let mut weekdays: WeekdaySet = others.filter_map(|(_, slot)| slot.weekday).collect();
            weekdays.insert(to);
            let slot = &mut draft.slots[place];
            slot.weekday = slot.weekday.map(|_: Weekday| to);
            Preset::Weekly { every, weekdays }
        }
        Preset::MonthlyDay {
            every, short_months, ..
        } => Preset::MonthlyDay {
            every,
            day: visit.day.day_of_month(),
            short_months,
        },
        Preset::YearlyDay {
            every, short_months, ..
        } => Preset::YearlyDay {
            every,
            month: visit.day.month(),
            day: visit.day.day_of_month(),
            short_months,
        },
        preset => preset,
    };
    draft.rule = Some(preset.rule(week_start).expect("a rule"));
}
