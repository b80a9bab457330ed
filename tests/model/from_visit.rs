//! What one visit shows its series (spec S4.8, S2.10): weeks counted from it, what was changed of it made the usual, and what
//! was due then counted on from the next one.

use std::rc::Rc;

use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{EditHow, Force, Scope};
use chairtime::recurrence::{Frequency, Preset};
use chairtime::time::{Day, Minutes, Weekday, WeekdaySet};

use super::carry::{Done, Touched};
use super::days::{LAST, date, is_date, week};
use super::fate::{Fate, Planned, Terms, Which};
use super::hand::Moved;
use super::leaves::goes_on_in;
use super::{Known, Model, Part, Standing, When};

impl Model {
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
        meant.plans = this.edit(&draft, (&how, true), done.now, horizon);
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
        let standing = Rc::clone(&self.series[&series]);
        let scope = standing.scope_of(row, scope, done);
        let how = EditHow {
            scope,
            force: Force::Nothing,
            reset_start,
        };
        let reach = standing.reach(scope, done.now);
        let mut draft = standing.draft(reach.chapters[0]);
        let taken = take(done, row, &mut draft);
        if taken.has(Changed::PRICE) {
            read_prices((series, reach.cut), row, &mut draft, done);
        }
        let is_in_it = match scope {
            Scope::ToCome => true,
            Scope::From(day) => day.number() <= known.original.0,
        };
        let day = if row.changed.has(Changed::DATETIME) {
            row.day
        } else {
            row.original_day
        };
        let slot = draft
            .slots
            .iter()
            .find(|slot| slot.slot == Some(row.slot_id))
            .expect("its slot");
        let stays = self.said_for_a_while(series, day.number(), slot, row);
        let this = self.standing(series);
        if is_in_it && !known.is_past(done.now) {
            let changed = known.changed.without(taken.without(Changed::DATETIME).without(stays));
            this.visits.insert(
                visit,
                Known {
                    changed,
                    ..known.clone()
                },
            );
        }
        let meant = touched.of(series);
        meant.plans = this.edit(&draft, (&how, true), done.now, horizon);
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
        let owed = standing.owed(chapter, next.day);
        let mut new = Part {
            start: next.day,
            count: part
                .count
                .map(|count| (count + owed).saturating_sub(next.position).max(1)),
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

impl Standing {
    /// What a visit shows of its services is said of its own chapter and those after it.
    fn scope_of(&self, row: &Visit, scope: Scope, done: &Done<'_>) -> Scope {
        let of_services = [Changed::SERVICES, Changed::DURATION, Changed::PRICE];
        let reach = self.reach(scope, done.now);
        let mut later = reach.chapters.iter().skip(1).map(|chapter| &self.chapters[*chapter]);
        let own = later.find(|part| part.name == Some(row.chapter_id));
        match own.filter(|_| of_services.into_iter().any(|flag| row.changed.has(flag))) {
            Some(own) => Scope::From(Day::from_number(own.start)),
            None => scope,
        }
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
    if has(Changed::SERVICES) || has(Changed::DURATION) || has(Changed::PRICE) {
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
        let usual = if is_only || slot.lines.is_empty() {
            draft.lines.clone()
        } else {
            slot.lines.clone()
        };
        let mut lines: Vec<LineDraft> = if has(Changed::SERVICES) {
            visit.lines.iter().map(own).collect()
        } else {
            usual.clone()
        };
        if has(Changed::SERVICES) {
            count_on(&mut lines, &usual, visit, done);
        }
        if has(Changed::DURATION) {
            let told = super::clash::length(done.before, visit);
            // Each service as long as it is this time, where the series has it.
            let mut left: Vec<LineDraft> = if visit.lines.is_empty() {
                let due = super::clash::due(done.before, visit).into_iter();
                due.map(super::book::said).collect()
            } else {
                visit.lines.iter().map(own).collect()
            };
            let is_of =
                |line: &LineDraft, own: &LineDraft| (line.service, &line.visitor) == (own.service, &own.visitor);
            let ends = left.last().cloned();
            let mut last = None;
            for (index, line) in lines.iter_mut().enumerate() {
                let Some(place) = left.iter().position(|own| is_of(line, own)) else {
                    continue;
                };
                line.stretches = left.remove(place).stretches;
                if ends.as_ref().is_some_and(|ends| is_of(line, ends)) {
                    last = Some(index);
                }
            }
            if let Some(line) = last.map(|index| &mut lines[index])
                && visit.minutes.count() != told
            {
                let length = line.stretches.length().count() + visit.minutes.count() - told;
                line.stretches = Stretches::hands_on(Minutes::new(length.max(1)));
            }
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
        Changed::PRICE,
    ];
    fields
        .into_iter()
        .filter(|flag| has(*flag))
        .fold(Changed::NOTHING, Changed::with)
}

/// What the services cost from then on is read: no date, state or flag hangs on it.
fn read_prices((series, cut): (SeriesId, Option<i32>), visit: &Visit, draft: &mut SeriesDraft, done: &Done<'_>) {
    let chapter = goes_on_in(series, cut, done).expect("a chapter that goes on");
    let slots = super::book::said_slots(done.after, chapter).into_iter();
    let mut of_slot = slots.filter(|slot| slot.slot == Some(visit.slot_id));
    let of_slot = of_slot.next().map(|slot| slot.lines).unwrap_or_default();
    let slot = draft.slots.iter_mut().find(|slot| slot.slot == Some(visit.slot_id));
    let of_slot = slot.into_iter().flat_map(|slot| &mut slot.lines).zip(of_slot);
    let of_all = draft
        .lines
        .iter_mut()
        .zip(super::book::said_lines(done.after, chapter, None));
    for (line, said) in of_slot.chain(of_all) {
        line.price = said.price;
    }
}

/// What is there every so many times is there as often, where it was due this time or is due another time.
fn count_on(lines: &mut Vec<LineDraft>, usual: &[LineDraft], visit: &Visit, done: &Done<'_>) {
    let due: Vec<_> = super::clash::due(done.before, visit)
        .iter()
        .map(|line| (line.service_id, line.visitor_id.map(Who::Known)))
        .collect();
    let is_beside = visit.origin == VisitOrigin::Extra;
    for (place, counted) in usual.iter().enumerate() {
        if counted.every_nth <= 1 {
            continue;
        }
        let what = |line: &LineDraft| (line.service, line.visitor.clone());
        let is_due = due.contains(&what(counted));
        let known = lines.iter().position(|line| what(line) == what(counted));
        if let Some(known) = known {
            if is_due || is_beside {
                (lines[known].every_nth, lines[known].phase) = (counted.every_nth, counted.phase);
            }
        } else if is_beside || !is_due {
            lines.insert(place.min(lines.len()), counted.clone());
        }
    }
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
