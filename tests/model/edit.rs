//! A change of a series (spec S4.5, S4.7): which chapter says what from then on. What its visits become is [`super::fate`]'s.

use chairtime::domain::draft::*;
use chairtime::domain::rows::VisitId;
use chairtime::domain::values::RemovedBy;
use chairtime::domain::{EditHow, Force, Scope};
use chairtime::time::Day;

use super::chapters::Reach;
use super::days::{DayNumber, LAST, week};
use super::fate::{Planned, Terms, Which};
use super::{Part, Standing, When};

/// Which slots of a draft are which: by id, else by weekday and time, else by weekday; one left on either side is a move.
pub fn match_slots(old: &[SlotDraft], new: &mut [SlotDraft]) {
    let mut left: Vec<&SlotDraft> = old.iter().collect();
    let mut found = vec![None; new.len()];
    for pass in 0..3 {
        for (slot, found) in new.iter().zip(&mut found) {
            let is_it = |old: &&SlotDraft| match pass {
                0 => slot.slot == old.slot,
                1 => (slot.weekday, slot.time) == (old.weekday, old.time),
                _ => slot.weekday == old.weekday,
            };
            if found.is_none()
                && let Some(place) = left.iter().position(is_it)
            {
                *found = left.remove(place).slot;
            }
        }
    }
    let unknown: Vec<usize> = (0..new.len()).filter(|place| found[*place].is_none()).collect();
    if let ([one], [other]) = (unknown.as_slice(), left.as_slice()) {
        found[*one] = other.slot;
    }
    for (slot, found) in new.iter_mut().zip(found) {
        slot.slot = found;
    }
}

fn weekdays(
    slots: &[SlotDraft],
) -> Vec<(
    Option<chairtime::domain::rows::SlotId>,
    Option<chairtime::time::Weekday>,
)> {
    slots.iter().map(|slot| (slot.slot, slot.weekday)).collect()
}

impl Part {
    fn says(&mut self, draft: &SeriesDraft) {
        self.rule.clone_from(&draft.rule);
        self.start = draft.start.number();
        self.location = draft.location;
        self.slots.clone_from(&draft.slots);
        self.lines.clone_from(&draft.lines);
        self.appended = 0;
        (self.until, self.count) = match draft.end {
            SeriesEnd::Never => (None, None),
            SeriesEnd::On(day) => (Some(day.number()), None),
            SeriesEnd::After(count) => (None, Some(count)),
        };
    }

    pub fn from_draft(draft: &SeriesDraft) -> Self {
        let mut part = Part {
            name: None,
            rule: None,
            start: 0,
            until: None,
            count: None,
            appended: 0,
            location: draft.location,
            slots: Vec::new(),
            lines: Vec::new(),
        };
        part.says(draft);
        part
    }
}

impl Standing {
    /// What the draft says from there on. Says which visits are planned anew, and how.
    pub fn edit(
        &mut self,
        draft: &SeriesDraft,
        (how, asks): (&EditHow, bool),
        now: When,
        horizon: i32,
    ) -> Vec<Planned> {
        let old = self.clone();
        let reach = self.reach(how.scope, now);
        let (first, last) = (reach.chapters[0], *reach.chapters.last().unwrap());
        let base = self.draft(first);
        let mut wanted = draft.clone();
        match_slots(&old.chapters[first].slots, &mut wanted.slots);
        let of_rhythm = base.rule != wanted.rule
            || base.start != wanted.start
            || weekdays(&base.slots) != weekdays(&wanted.slots)
            || how.reset_start;
        let says = |draft: &SeriesDraft| {
            let who = (draft.client.clone(), draft.visitor.clone(), draft.seats, draft.location);
            (who, draft.slots.clone(), draft.lines.clone())
        };
        let of_chapter = of_rhythm || says(&base) != says(&wanted);
        self.said = SeriesDraft {
            rule: None,
            start: Day::FIRST,
            end: SeriesEnd::Never,
            slots: Vec::new(),
            lines: Vec::new(),
            left_out: Vec::new(),
            kept: Vec::new(),
            ..wanted.clone()
        };

        let cuts = reach
            .cut
            .is_some_and(|cut| old.chapters[first].first_date().is_some_and(|date| date < cut));
        let begins_anew = of_chapter && cuts;
        let owed = reach.cut.filter(|_| begins_anew).map_or(0, |cut| old.owed(first, cut));
        let mut here = wanted.clone();
        if begins_anew || (of_rhythm && reach.cut.is_some()) || how.reset_start {
            here.start = Day::from_number(in_step(&old.chapters[first], (&base, &wanted), &reach, how));
        }
        let numbered = if how.reset_start {
            old.numbered(&reach)
        } else {
            Vec::new()
        };
        let terms = |draft: &SeriesDraft| Terms {
            force: how.force.clone(),
            left_out: draft.left_out.iter().map(|day| day.number()).collect(),
            kept: draft.kept.iter().map(|day| day.number()).collect(),
            conflicts: draft.conflicts,
            closed: draft.closed_days,
            nearest: i32::from(draft.nearest_days),
            asks,
        };
        let planned = |chapter: usize, from, next, old_slots: &[SlotDraft], numbered| Planned {
            chapter,
            through: LAST,
            terms: terms(&wanted),
            which: Which::Anew {
                from,
                next,
                old_slots: old_slots.to_vec(),
                numbered,
            },
        };
        let mut plans = Vec::new();
        if of_rhythm && first < last {
            // Another rhythm takes in what begins later.
            for chapter in reach.chapters.iter().copied().filter(|chapter| *chapter != last) {
                let until = reach.cut.unwrap_or(old.chapters[chapter].start) - 1;
                (self.chapters[chapter].until, self.chapters[chapter].count) = (Some(until), None);
                self.chapters[chapter].appended = old.chapters[chapter].appended;
            }
            here.end = self.end_of(last, &wanted, 0);
            self.chapters[last].says(&here);
            plans.push(planned(last, reach.cut, None, &old.chapters[first].slots, numbered));
        } else {
            let mut at = first;
            let added = usize::from(begins_anew);
            if begins_anew {
                let until = reach.cut.unwrap_or(old.chapters[first].start) - 1;
                (self.chapters[first].until, self.chapters[first].count) = (Some(until), None);
                at += 1;
                self.chapters.insert(at, Part::from_draft(&here));
            }
            let mut until = old.chapters[first].until;
            let mut drafts = vec![(at, first, here)];
            for chapter in reach.chapters[1..].iter().copied() {
                let (_, _, before) = drafts.last_mut().unwrap();
                let behind = old.chapters[chapter].start - 1;
                before.end = SeriesEnd::On(Day::from_number(until.map_or(behind, |until| until.min(behind))));
                until = old.chapters[chapter].until;
                let mut draft = old.draft_of_chapter(chapter);
                take_over(&mut draft, &base, &wanted, asks);
                drafts.push((chapter + added, chapter, draft));
            }
            let nexts: Vec<DayNumber> = drafts[1..].iter().map(|(_, was, _)| old.chapters[*was].start).collect();
            let mut is_over = !of_chapter && !cuts && old.ends_before(first, &wanted);
            if is_over {
                // The end is that of the last one whose dates stay.
                let before = self.dates_before(first - 1);
                let part = &mut self.chapters[first - 1];
                (part.until, part.count) = match wanted.end {
                    SeriesEnd::On(day) => (Some(day.number()), None),
                    SeriesEnd::After(count) => (None, Some(count - before)),
                    SeriesEnd::Never => (part.until, part.count),
                };
            }
            for (place, (chapter, was, mut draft)) in drafts.into_iter().enumerate() {
                let next = nexts.get(place).copied();
                self.chapters[chapter].says(&draft);
                if is_over {
                    draft.end = SeriesEnd::On(draft.start - 1);
                } else if next.is_none_or(|next| self.ends_in(chapter, next, &wanted, owed)) {
                    is_over = true;
                    draft.end = self.end_of(chapter, &wanted, owed);
                }
                self.chapters[chapter].says(&draft);
                let from = if place == 0 {
                    reach.cut
                } else {
                    Some(old.chapters[was].start)
                };
                let numbered = if place == 0 { numbered.clone() } else { Vec::new() };
                plans.push(planned(chapter, from, next, &old.chapters[was].slots, numbered));
            }
        }
        let horizon = self.first_start().max(now.0) + horizon;
        let through = match self.made {
            Some(made) if wanted.active => made.max(horizon),
            Some(made) => made,
            None => horizon,
        };
        for planned in &mut plans {
            planned.through = through;
        }
        let is_endless = wanted.rule.is_some() && wanted.end == SeriesEnd::Never;
        self.made = if is_endless { Some(through) } else { None };
        plans
    }

    /// Whether the series is to end in a chapter that another one follows.
    fn ends_in(&self, chapter: usize, next: DayNumber, wanted: &SeriesDraft, owed: u32) -> bool {
        match wanted.end {
            SeriesEnd::Never => false,
            SeriesEnd::On(day) => day.number() < next,
            SeriesEnd::After(count) => count + owed <= self.dates_before(chapter + 1),
        }
    }

    /// Whether it is to end before a chapter that is all to come, behind the dates of those before it.
    fn ends_before(&self, chapter: usize, wanted: &SeriesDraft) -> bool {
        let before = self.dates_before(chapter);
        match wanted.end {
            SeriesEnd::On(day) => {
                let first = self.chapters[chapter].first_date();
                before > 0 && first.is_some_and(|first| day.number() < first)
            }
            SeriesEnd::After(count) => before > 0 && count <= before,
            SeriesEnd::Never => false,
        }
    }

    /// The end of the last chapter: a number of dates counts on from those before it, but for those for which others are owed
    /// (spec S2.4).
    fn end_of(&self, chapter: usize, wanted: &SeriesDraft, owed: u32) -> SeriesEnd {
        match wanted.end {
            SeriesEnd::After(count) => SeriesEnd::After(count + owed - self.dates_before(chapter)),
            end => end,
        }
    }

    /// How many of the dates that were added to a chapter are for ones that a policy left out before a day.
    pub fn owed(&self, chapter: usize, cut: DayNumber) -> u32 {
        let part = &self.chapters[chapter];
        if part.count.is_none() {
            return 0;
        }
        let is_out = |date: &super::Dated| {
            let visit = self.named(part.original(*date)).map(|id| &self.visits[&id]);
            visit.is_some_and(|known| known.by == Some(RemovedBy::Policy))
        };
        let dates = part.dates(LAST).into_iter().filter(|date| date.day >= cut);
        part.appended
            .saturating_sub(u32::try_from(dates.filter(is_out).count()).unwrap())
    }

    /// The visits of the dates that a change is for, one by one.
    fn numbered(&self, reach: &Reach) -> Vec<Option<VisitId>> {
        let through = self.made.unwrap_or(LAST);
        let from = reach.cut.unwrap_or(0);
        let parts = reach.chapters.iter().map(|chapter| &self.chapters[*chapter]);
        let dates = parts.flat_map(|part| {
            let dates = part.dates(through).into_iter().filter(|date| date.day >= from);
            dates.map(|date| part.original(date)).collect::<Vec<_>>()
        });
        dates.map(|original| self.named(original)).collect()
    }
}

/// The first date of what begins with a change: in step with what was, or counted from there.
fn in_step(part: &Part, (base, wanted): (&SeriesDraft, &SeriesDraft), reach: &Reach, how: &EditHow) -> DayNumber {
    let counts_from = if base.start != wanted.start {
        wanted.start.number()
    } else if how.reset_start {
        reach.here
    } else {
        base.start.number()
    };
    let Some(rule) = &wanted.rule else { return counts_from };
    let from = reach.cut.map_or(counts_from, |cut| cut.max(counts_from));
    // A week that had its visit gets no second one where the only slot moves to another weekday.
    let week_start = i32::try_from(rule.parts().week_start.num_days_from_monday()).unwrap();
    let moves = base.start == wanted.start
        && how.scope == Scope::ToCome
        && !how.reset_start
        && is_a_move(&base.slots, &wanted.slots);
    let before = if moves { part.dates(from - 1) } else { Vec::new() };
    let had = |day: DayNumber| {
        let mut weeks = before.iter().map(|date| week(date.day, week_start));
        weeks.any(|had| had == week(day, week_start))
    };
    (from..=LAST)
        .find(|day| super::days::is_date(rule, counts_from, *day) && !had(*day))
        .expect("a date")
}

fn is_a_move(before: &[SlotDraft], after: &[SlotDraft]) -> bool {
    let ([before], [after]) = (before, after) else {
        return false;
    };
    let both = before.weekday.zip(after.weekday);
    before.slot == after.slot && both.is_some_and(|(before, after)| before != after)
}

/// Puts what a change says into a chapter that begins later; the rest of it stays (spec S4.5). Where not `all`, of who does it
/// stays what it says otherwise.
fn take_over(own: &mut SeriesDraft, base: &SeriesDraft, wanted: &SeriesDraft, all: bool) {
    if base.location != wanted.location {
        own.location = wanted.location;
    }
    if base.lines != wanted.lines && (all || own.lines == base.lines) {
        own.lines.clone_from(&wanted.lines);
    }
    for slot in &mut own.slots {
        let of = |draft: &SeriesDraft| draft.slots.iter().find(|other| other.slot == slot.slot).cloned();
        let (Some(base), Some(wanted)) = (of(base), of(wanted)) else {
            continue;
        };
        let known = slot.clone();
        *slot = SlotDraft {
            time: if base.time == wanted.time {
                known.time
            } else {
                wanted.time
            },
            before: if base.before == wanted.before {
                known.before
            } else {
                wanted.before
            },
            after: if base.after == wanted.after {
                known.after
            } else {
                wanted.after
            },
            staff: if base.staff == wanted.staff || (!all && known.staff != base.staff) {
                known.staff
            } else {
                wanted.staff
            },
            resources: if base.resources == wanted.resources {
                known.resources
            } else {
                wanted.resources
            },
            tags: if base.tags == wanted.tags {
                known.tags
            } else {
                wanted.tags
            },
            ..known
        };
    }
}

/// Whether force takes a visit.
pub fn takes(force: &Force, original: When) -> bool {
    match force {
        Force::Nothing => false,
        Force::All => true,
        Force::These(starts) => starts.iter().any(|start| super::when(*start) == original),
    }
}
