//! Somebody leaves (spec S4.11): whether a series goes to another, and to whom, is read from the book; what that means is a change
//! of the series from the day after their last on, in which nobody is asked. And problems that are moved (spec S4.10): where to is
//! read, and has to be a place that the fix allows.

use chairtime::domain::command::Fix;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{EditHow, Scope};
use chairtime::time::Day;

use super::carry::{Done, Touched};
use super::days::{LAST, is_date};
use super::fate::{Fate, Terms};
use super::{Known, Model, when};

/// So far from the usual start the nearest free one may be, in minutes.
const NEAR: i32 = 120;

impl Model {
    pub fn leaves(&mut self, staff: StaffId, last: Day, done: &Done<'_>, touched: &mut Touched) -> Result<(), String> {
        let horizon = self.horizon(done.before);
        for series in self.series.keys().copied().collect::<Vec<_>>() {
            let standing = &self.series[&series];
            let later = standing.chapters.iter().map(|part| Day::from_number(part.start));
            let days = std::iter::once(last + 1).chain(later.filter(|day| *day > last + 1));
            // The first chapter from then on that is any of theirs.
            let from_day = |day: Day| {
                let reach = standing.reach(Scope::From(day), done.now);
                let draft = standing.draft(reach.chapters[0]);
                (!theirs(&draft, staff).is_empty()).then_some((draft, day, reach.cut))
            };
            let Some((draft, from, cut)) = days.into_iter().find_map(from_day) else {
                continue;
            };
            if is_as_it_was(series, done) {
                continue;
            }
            let Some(by) = goes_to(&draft, staff, (series, cut), done).filter(|by| *by != staff) else {
                continue;
            };
            let person = done.after.staff().get(by).expect("somebody who works here");
            let services = theirs(&draft, staff);
            if standing.stopped || services.is_empty() || !services.iter().all(|service| person.does(*service)) {
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
                .map(|row| row.original_day)
                .collect();
            let how = EditHow {
                scope: Scope::From(from),
                ..EditHow::default()
            };
            let standing = self.standing(series);
            let plans = standing.edit(&draft, (&how, false), done.now, horizon);
            (standing.said.conflicts, standing.said.closed_days) = policies;
            touched.of(series).plans = plans;
        }
        Ok(())
    }

    /// A problem that was moved, as a person moves a visit.
    pub fn solved_elsewhere(&self, row: &Visit, known: &Known, fix: Fix, done: &Done<'_>) -> Result<Fate, String> {
        let now = done.after.visits().get(row.id).expect("the visit");
        let (from, to) = (when(row.start()), when(now.start()));
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

/// Who stands in the book in the place of somebody.
fn goes_to(
    draft: &SeriesDraft,
    staff: StaffId,
    (series, cut): (SeriesId, Option<i32>),
    done: &Done<'_>,
) -> Option<StaffId> {
    let chapters = super::book::chapters(done.after, series);
    // The first one that has a date from there on.
    let goes_on = |chapter: &&std::sync::Arc<Chapter>| {
        let start = chapter.start_day.number();
        let Some(rule) = &chapter.rule else { return true };
        let from = cut.map_or(start, |cut| cut.max(start));
        let until = chapter.until_day.map_or(LAST, Day::number);
        (from..=until).any(|day| is_date(rule, start, day))
    };
    let taken = chapters.iter().find(goes_on)?.id;
    let lead = |slot: &SlotDraft| {
        slot.staff
            .iter()
            .find(|(_, role)| *role == Role::Lead)
            .map(|(person, _)| *person)
    };
    let slots = super::book::said_slots(done.after, taken);
    let of_slot = draft
        .slots
        .iter()
        .filter(|slot| lead(slot) == Some(staff))
        .find_map(|slot| {
            let same = slots.iter().find(|other| other.slot == slot.slot)?;
            lead(same)
        });
    let lines = super::book::said_lines(done.after, taken, None);
    let of_lines = || {
        let mut pairs = draft.lines.iter().zip(&lines);
        pairs
            .find(|(line, _)| line.staff == Some(staff))
            .and_then(|(_, now)| now.staff)
    };
    of_slot.or_else(of_lines)
}

fn given(mut draft: SeriesDraft, staff: StaffId, by: StaffId) -> SeriesDraft {
    let other = |person: Option<StaffId>| person.map(|person| if person == staff { by } else { person });
    for slot in &mut draft.slots {
        slot.staff.retain(|(person, role)| *person != by || *role == Role::Lead);
        for (person, role) in &mut slot.staff {
            if (*person, *role) == (staff, Role::Lead) {
                *person = by;
            }
        }
        slot.lines.iter_mut().for_each(|line| line.staff = other(line.staff));
    }
    draft.lines.iter_mut().for_each(|line| line.staff = other(line.staff));
    draft
}
