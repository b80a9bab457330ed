//! Bringing series without an end up to the horizon (spec S2.5): at start-up, at the day change and after sleep. What
//! cannot be placed is kept as not booked, and reported.

use std::sync::Arc;

use super::Decided;
use super::create::why;
use super::dates::{Maker, Policies, RuleDate, horizon, place};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn decide(book: &Book, moment: &mut Moment) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    let mut lines = Vec::new();
    let grows = |series: &&Arc<Series>| series.status == SeriesStatus::Running && !series.no_new_dates;
    let all: Vec<Arc<Series>> = book.series().live().filter(grows).cloned().collect();
    for series in all {
        let Some(chapter) = book.chapters().of(series.id).next_back().cloned() else {
            continue;
        };
        if chapter.until_day.is_some() || chapter.visits.is_some() || chapter.rule.is_none() {
            continue;
        }
        let through = horizon(book, chapter.start_day, pen.now());
        let from = series.materialized_until.map_or(chapter.start_day, |until| until + 1);
        if from <= through {
            lines.extend(grow(&mut pen, &series, &chapter, from, through));
            pen.change::<Series>(series.id, |row| row.materialized_until = Some(through));
        }
    }
    if pen.written() == 0 {
        return Err(Refusal::NothingToChange.into());
    }
    let plan = Plan { lines, series: None };
    let label = Label::ToppedUp {
        visits: plan.of(LineKind::Created),
        failed: plan.of(LineKind::Failed),
    };
    Ok(Decided {
        change: pen.finish(label, None, Origin::Automatic),
        plan,
    })
}

/// The dates of a chapter from a day through another. They go on counting where the last one stopped.
fn grow(pen: &mut Pen<'_>, series: &Series, chapter: &Chapter, from: Day, through: Day) -> Vec<PlanLine> {
    let terms: Vec<Arc<SlotTerms>> = pen.book().slot_terms().of(chapter.id).cloned().collect();
    let mut counts: Vec<(SlotTermsId, u32)> = terms.iter().map(|terms| (terms.id, 0)).collect();
    let mut position = 0;
    for visit in pen.book().calendar().of_series(pen.book(), series.id) {
        if visit.chapter_id != chapter.id || visit.origin != VisitOrigin::Rule {
            continue;
        }
        position = position.max(visit.position + 1);
        let of_slot = terms
            .iter()
            .find(|terms| terms.slot_id == visit.slot_id)
            .map(|terms| terms.id);
        if let Some((_, count)) = counts.iter_mut().find(|(id, _)| Some(*id) == of_slot) {
            *count = (*count).max(visit.slot_position + 1);
        }
    }
    let (Some(rule), Some(mut maker)) = (&chapter.rule, Maker::new(pen.book(), chapter.id)) else {
        return Vec::new();
    };
    // Nobody can be asked now: what clashes waits as not booked, unless the person chose otherwise.
    let unasked = |policy| {
        if policy == Policy::Ask {
            Policy::Unplaced
        } else {
            policy
        }
    };
    let policies = Policies {
        conflicts: unasked(series.conflicts),
        closed_days: unasked(series.closed_days),
    };
    let mut lines = Vec::new();
    for day in rule
        .dates_from(chapter.start_day, from)
        .take_while(|day| *day <= through)
    {
        let of_day = |terms: &&Arc<SlotTerms>| terms.weekday.is_none_or(|weekday| weekday == day.weekday());
        let Some(terms) = terms.iter().find(of_day) else {
            continue;
        };
        let Some((_, count)) = counts.iter_mut().find(|(id, _)| *id == terms.id) else {
            continue;
        };
        let date = RuleDate {
            day,
            terms: terms.id,
            position,
            slot_position: *count,
        };
        position += 1;
        *count += 1;
        let id = pen.key();
        let Some((visit, clock)) = maker.planned(pen, date, id) else {
            continue;
        };
        let mut line = place(
            pen.book(),
            chapter.location_id,
            visit,
            policies,
            why(chapter, date),
            pen.now(),
        );
        line.clock = clock;
        if let Some(visit) = &line.after {
            pen.add(Visit::clone(visit));
        }
        lines.push(line);
    }
    lines
}
