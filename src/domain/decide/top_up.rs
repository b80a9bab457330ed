//! Bringing series without an end up to the horizon (spec S2.5): at start-up, at the day change and after sleep. What
//! cannot be placed is kept as not booked, and reported.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Decided;
use super::again::{Terms, plan_dates};
use super::dates::{Policies, RuleDate, horizon};
use super::matching::is_tombstone;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn decide(book: &Book, moment: &mut Moment) -> Result<Decided, Refused> {
    let grows = |series: &&Arc<Series>| series.status == SeriesStatus::Running && !series.no_new_dates;
    let mut growing = Vec::new();
    for series in book.series().live().filter(grows) {
        let Some(chapter) = book.chapters().of(series.id).next_back() else {
            continue;
        };
        if chapter.until_day.is_some() || chapter.visits.is_some() {
            continue;
        }
        let through = horizon(book, chapter.start_day, moment.now);
        let from = series.materialized_until.map_or(chapter.start_day, |until| until + 1);
        let dates = new_dates(book, chapter, from, through);
        // A series without new dates is not written: most days bring one to a few series only.
        if let Some((first, _)) = dates.first() {
            super::loaded(book, first.day, moment)?;
            growing.push((series, chapter, dates, through));
        }
    }
    let mut pen = Pen::new(book, moment);
    let mut lines = Vec::new();
    for (series, chapter, dates, through) in growing {
        let terms = Terms {
            policies: unasked(series),
            policies_before: Policies::of_series(series),
            left_out: &[],
            kept: &[],
        };
        lines.extend(plan_dates(&mut pen, book, chapter, dates, &terms));
        pen.change::<Series>(series.id, |row| row.materialized_until = Some(through));
    }
    if !pen.has_changes() {
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

/// Nobody can be asked now: what clashes waits as not booked, unless the person chose otherwise.
fn unasked(series: &Series) -> Policies {
    let unasked = |policy| match policy {
        Policy::Ask => Policy::Unplaced,
        policy => policy,
    };
    let Policies { conflicts, closed_days } = Policies::of_series(series);
    Policies {
        conflicts: unasked(conflicts),
        closed_days: unasked(closed_days),
    }
}

/// The dates of a chapter from a day through another, counted from its first one, each with what stands on its start:
/// something that the rule took out when it went less far. What stands in the book or was cancelled stays as it is.
fn new_dates(book: &Book, chapter: &Chapter, from: Day, through: Day) -> Vec<(RuleDate, Option<Arc<Visit>>)> {
    let Some(rule) = &chapter.rule else { return Vec::new() };
    let mut days = rule
        .dates_from(chapter.start_day, from)
        .take_while(|day| *day <= through)
        .peekable();
    if days.peek().is_none() {
        return Vec::new();
    }
    let terms: Vec<&Arc<SlotTerms>> = book.slot_terms().of(chapter.id).collect();
    let of_day = |day: Day| {
        terms
            .iter()
            .find(|terms| terms.weekday.is_none_or(|weekday| weekday == day.weekday()))
    };
    let mut position = rule.count_before(chapter.start_day, from);
    let mut counts: BTreeMap<SlotTermsId, u32> = BTreeMap::new();
    if let [only] = terms.as_slice() {
        counts.insert(only.id, position);
    } else {
        let earlier = rule.dates(chapter.start_day).take_while(|day| *day < from);
        for terms in earlier.filter_map(of_day) {
            *counts.entry(terms.id).or_default() += 1;
        }
    }
    let mut dates = Vec::new();
    for day in days {
        if let Some(terms) = of_day(day) {
            let count = counts.entry(terms.id).or_default();
            let date = RuleDate {
                day,
                terms: terms.id,
                position,
                slot_position: *count,
            };
            *count += 1;
            let there = book
                .calendar()
                .named(chapter.series_id, day.at(terms.time))
                .and_then(|id| book.visits().get(id));
            if there.is_none_or(|visit| !visit.is_busy() && !is_tombstone(visit)) {
                dates.push((date, there.cloned()));
            }
        }
        position += 1;
    }
    dates
}
