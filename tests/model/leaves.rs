//! Somebody leaves (spec S4.11): whether a series goes to another, and to whom, is read from the book; what that means is a change
//! of the series from the day after their last on, in which nobody is asked. And problems that are moved (spec S4.10): where to is
//! read, and has to be a place that the fix allows.

use chairtime::domain::command::Fix;
use chairtime::domain::draft::*;
use chairtime::domain::plan::Why;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{EditHow, PlanLine, Scope};
use chairtime::time::Day;

use super::carry::{Done, Touched};
use super::days::{LAST, is_date};
use super::fate::{Fate, Terms};
use super::{Known, Model, when};

/// So far from the usual start the nearest free one may be, in minutes.
const NEAR: i32 = 120;

impl Model {
    pub fn leaves(&mut self, staff: StaffId, last: Day, done: &Done<'_>, touched: &mut Touched) -> Result<(), String> {
        for series in self.series.keys().copied().collect::<Vec<_>>() {
            if is_as_it_was(series, done) {
                continue;
            }
            let mut from = Some(last + 1);
            while let Some(day) = from {
                from = self.leaves_chapter(series, staff, day, done, touched)?;
            }
        }
        one_by_one(staff, last, done, touched)
    }

    /// The first chapter from a day on that is any of theirs, which may go to another; the day of the one after it.
    fn leaves_chapter(
        &mut self,
        series: SeriesId,
        staff: StaffId,
        first: Day,
        done: &Done<'_>,
        touched: &mut Touched,
    ) -> Result<Option<Day>, String> {
        let standing = &self.series[&series];
        let days_after = |day: Day| {
            let later = standing.chapters.iter().map(|part| Day::from_number(part.start));
            later.filter(move |start| *start > day)
        };
        let days = std::iter::once(first).chain(days_after(first));
        let from_day = |day: Day| {
            let reach = standing.reach(Scope::From(day), done.now);
            let draft = standing.draft(reach.chapters[0]);
            works_in(&draft, staff).then_some((draft, day, reach.cut))
        };
        let Some((draft, from, cut)) = days.into_iter().find_map(from_day) else {
            return Ok(None);
        };
        let next = days_after(from).min();
        let Some(by) = goes_to(&draft, staff, (series, cut), done) else {
            return Err(format!("{series:?} is of nobody who could take it over"));
        };
        if by == staff {
            return Ok(next);
        }
        let person = done.after.staff().get(by).expect("somebody who works here");
        let services = theirs(&draft, staff);
        if standing.stopped || !services.iter().all(|service| person.does(*service)) {
            return Err(format!("{series:?} went to {by:?}, who does not do all of it"));
        }
        let policies = (draft.conflicts, draft.closed_days);
        let unasked = Terms::unasked(standing);
        let mut draft = given(draft, staff, by);
        (draft.conflicts, draft.closed_days) = (unasked.conflicts, unasked.closed);
        let rows = super::book::visits(done.before, series).into_iter();
        // What was booked although it clashed stays so.
        draft.kept = rows
            .filter(|row| row.original_day >= from && row.is_busy() && !row.clashes.is_empty())
            .filter(|row| row.origin != VisitOrigin::Extra)
            .map(|row| row.original_day)
            .collect();
        let how = EditHow {
            scope: Scope::From(from),
            ..EditHow::default()
        };
        let horizon = self.horizon(done.before);
        let standing = self.standing(series);
        let plans = standing.edit(&draft, (&how, false), done.now, horizon);
        (standing.said.conflicts, standing.said.closed_days) = policies;
        touched.of(series).plans.extend(plans);
        // A chapter that begins with it is one of those.
        let later = self.series[&series]
            .chapters
            .iter()
            .map(|part| Day::from_number(part.start));
        Ok(later.filter(|start| *start > from).min())
    }

    /// A date that could not be booked and is by a fix: its place is held while nobody comes.
    pub fn booked(&self, row: &Visit, known: &Known) -> Known {
        let is_held =
            known.state == VisitState::Failed && self.away(row.series_id, row, row.day.number()) == Some(false);
        let booked = self.in_the_book(row, known);
        Known {
            state: if is_held { VisitState::OnHold } else { booked.state },
            ..booked
        }
    }

    /// A problem that was moved, as a person moves a visit.
    pub fn solved_elsewhere(&self, row: &Visit, known: &Known, fix: Fix, done: &Done<'_>) -> Result<Fate, String> {
        let now = done.after.visits().get(row.id).expect("the visit");
        let (from, to) = (when(row.start()), when(now.start()));
        if row.state == VisitState::Failed && from == to {
            // It was free by now.
            return Ok(Fate::As(self.booked(row, known)));
        }
        let reach = i32::from(
            done.before
                .series()
                .get(row.series_id)
                .expect("its series")
                .nearest_days,
        );
        let is_allowed = match fix {
            Fix::Nearest => (to.0 - from.0).abs() <= reach && (to.1 - from.1).abs() <= NEAR,
            Fix::Previous => to.0 < from.0 && to.1 == from.1,
            Fix::Next => to.0 > from.0 && to.1 == from.1,
            Fix::Skip | Fix::Keep => false,
        };
        if !is_allowed {
            return Err(format!("{fix:?} moved {row:?} to {to:?}"));
        }
        let known = Known {
            start: to,
            moved: false,
            ..self.in_the_book(row, known)
        };
        Ok(Fate::ByHand {
            known,
            said: Changed::DATETIME,
        })
    }
}

/// What somebody has left otherwise: each visit that is another's by then was told, goes to who does all of it and is free, and
/// is changed by hand where its series says somebody else.
fn one_by_one(staff: StaffId, last: Day, done: &Done<'_>, touched: &mut Touched) -> Result<(), String> {
    for (now, was) in done.after.visits().changes(done.before.visits()) {
        let (Some(now), Some(was)) = (now, was) else { continue };
        let lead = |visit: &Visit| {
            let mut leads = visit.staff.iter().filter(|one| one.role == Role::Lead);
            leads.next().map(|one| one.staff_id)
        };
        let is_given = |line: &PlanLine| {
            let is_it = |visit: &Option<std::sync::Arc<Visit>>| visit.as_ref().is_some_and(|visit| visit.id == now.id);
            line.why == Why::StaffLeaves
                && is_it(&line.before)
                && line.after.as_ref().is_some_and(|after| lead(after) == lead(now))
        };
        let is_theirs = was.day > last && now.is_busy();
        let of_lead = lead(was) == Some(staff) && lead(now) != Some(staff);
        let is_by_hand =
            was.changed.has(Changed::STAFF) || now.origin == VisitOrigin::Extra || now.changed.has(Changed::STAFF);
        let of_services = lead(was) != Some(staff) && now.lines != was.lines;
        let flag = match (of_lead && is_by_hand, of_services) {
            (true, _) => Changed::STAFF,
            (false, true) => Changed::SERVICES,
            (false, false) => continue,
        };
        if !is_theirs {
            continue;
        }
        if !done.plan.lines.iter().any(is_given) {
            return Err(format!("nothing was said of {now:?} that was given to another"));
        }
        let start = when(now.start());
        let is_late = now.bookings.iter().any(|one| one.late.is_some());
        let is_taken = super::clash::taken_by(done.after, now, start).next().is_some();
        if start != when(was.start()) || (is_taken && !is_late) {
            return Err(format!("{now:?} was given to who cannot have it"));
        }
        let given = &mut touched.of(now.series_id).given;
        given.insert(now.id, (flag, now.changed.has(flag)));
    }
    Ok(())
}

/// Whether somebody is any of those who work in it, or does a service of it.
fn works_in(draft: &SeriesDraft, staff: StaffId) -> bool {
    let is_assigned = |slot: &SlotDraft| slot.staff.iter().any(|(person, _)| *person == staff);
    draft.slots.iter().any(is_assigned) || !theirs(draft, staff).is_empty()
}

/// The services that somebody does.
fn theirs(draft: &SeriesDraft, staff: StaffId) -> Vec<ServiceId> {
    let of_slot = |slot: &SlotDraft| {
        let leads = slot.staff.contains(&(staff, Role::Lead));
        let lines = if slot.lines.is_empty() {
            &draft.lines
        } else {
            &slot.lines
        };
        let does = move |line: &&LineDraft| line.staff == Some(staff) || (leads && line.staff.is_none());
        lines.iter().filter(does).map(|line| line.service).collect::<Vec<_>>()
    };
    draft.slots.iter().flat_map(of_slot).collect()
}

/// Whether the chapters of a series say what they said.
fn is_as_it_was(series: SeriesId, done: &Done<'_>) -> bool {
    let said = |book| {
        let of = |chapter: std::sync::Arc<Chapter>| {
            let slots = super::book::said_slots(book, chapter.id);
            (super::book::said_lines(book, chapter.id, None), slots, chapter)
        };
        super::book::chapters(book, series)
            .into_iter()
            .map(of)
            .collect::<Vec<_>>()
    };
    said(done.before) == said(done.after)
}

/// The chapter that says by now what a series says from a day on: the first one that has a date from there on.
pub fn goes_on_in(series: SeriesId, cut: Option<i32>, done: &Done<'_>) -> Option<ChapterId> {
    let chapters = super::book::chapters(done.after, series);
    let goes_on = |chapter: &&std::sync::Arc<Chapter>| {
        let start = chapter.start_day.number();
        let Some(rule) = &chapter.rule else { return true };
        let from = cut.map_or(start, |cut| cut.max(start));
        let until = chapter.until_day.map_or(LAST, Day::number);
        (from..=until).any(|day| is_date(rule, start, day))
    };
    Some(chapters.iter().find(goes_on)?.id)
}

/// Who stands in the book in the place of somebody: whoever makes of the chapter what it says now.
fn goes_to(
    draft: &SeriesDraft,
    staff: StaffId,
    (series, cut): (SeriesId, Option<i32>),
    done: &Done<'_>,
) -> Option<StaffId> {
    let taken = goes_on_in(series, cut, done)?;
    let slots = super::book::said_slots(done.after, taken);
    let lines = super::book::said_lines(done.after, taken, None);
    let who = |slots: &[SlotDraft], lines: &[LineDraft]| {
        let of_lines = |lines: &[LineDraft]| lines.iter().map(|line| line.staff).collect::<Vec<_>>();
        let mut of_slots: Vec<_> = slots
            .iter()
            .map(|slot| {
                let mut staff = slot.staff.clone();
                staff.sort();
                (slot.slot, staff, of_lines(&slot.lines))
            })
            .collect();
        of_slots.sort();
        (of_slots, of_lines(lines))
    };
    let now = who(&slots, &lines);
    let everybody = done.after.staff().all().map(|person| person.id);
    // Where it stays with them nobody took it.
    let others = everybody.filter(|id| *id != staff).chain([staff]);
    others.into_iter().find(|by| {
        let given = given(draft.clone(), staff, *by);
        who(&given.slots, &given.lines) == now
    })
}

fn given(mut draft: SeriesDraft, staff: StaffId, by: StaffId) -> SeriesDraft {
    let other = |person: Option<StaffId>| person.map(|person| if person == staff { by } else { person });
    for slot in &mut draft.slots {
        // Who leads it and who helps are two; of who does both from then on, leading stays.
        let role = |who: StaffId| {
            slot.staff
                .iter()
                .find(|(person, _)| *person == who)
                .map(|(_, role)| *role)
        };
        let roles = (role(staff), role(by));
        slot.staff.retain(|(person, _)| match roles {
            (Some(Role::Lead), Some(Role::Lead)) | (Some(_), None) | (None, _) => true,
            (Some(Role::Lead), Some(_)) => *person != by,
            (Some(_), Some(_)) => *person != staff,
        });
        slot.staff.iter_mut().for_each(|(person, _)| {
            if *person == staff {
                *person = by;
            }
        });
        slot.lines.iter_mut().for_each(|line| line.staff = other(line.staff));
    }
    draft.lines.iter_mut().for_each(|line| line.staff = other(line.staff));
    draft
}
