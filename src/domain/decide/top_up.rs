//! Bringing series whose dates go beyond the horizon up to it (spec S2.5): at start-up, at the day change and after sleep. What
//! cannot be placed is kept as not booked, and reported.

use std::sync::Arc;

use super::Decided;
use super::again::{Terms, plan_dates};
use super::dates::{MOST_DATES, RuleDate, horizon_of, rule_dates};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::Pauses;
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn decide(book: &Book, moment: &mut Moment) -> Result<Decided, Refused> {
    let grows = |series: &&Arc<Series>| series.status == SeriesStatus::Running && !series.no_new_dates;
    let mut growing = Vec::new();
    for series in book.series().live().filter(grows) {
        let Some(chapter) = book.last_chapter(series.id) else {
            continue;
        };
        if !chapter.grows_after(series.materialized_until) {
            continue;
        }
        let horizon = horizon_of(book, series.id, moment.now);
        let through = chapter.until_day.map_or(horizon, |until| until.min(horizon));
        // Nothing is added in a pause without an end (spec S3.2).
        let open_from = Pauses::of(book, series.id).open_from();
        let through = open_from.map_or(through, |from| through.min(from - 1));
        let from = series.materialized_until.map_or(chapter.start_day, |until| until + 1);
        let dates = new_dates(book, chapter, from, through);
        // A series without new dates is not written: most days bring one to a few series only.
        if let Some((first, _)) = dates.first() {
            super::loaded(book, first.day, moment.now)?;
            growing.push((series, chapter, dates, through));
        }
    }
    let mut pen = Pen::new(book, moment);
    let mut lines = Vec::new();
    for (series, chapter, dates, through) in growing {
        let terms = Terms::unasked(series);
        lines.extend(plan_dates(&mut pen, book, chapter, dates, &terms)?);
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

/// The dates of a chapter from a day through another, each with what stands on its start already: what was taken out when
/// the series went less far, or was brought back beyond its horizon.
pub(super) fn new_dates(
    book: &Book,
    chapter: &Chapter,
    from: Day,
    through: Day,
) -> Vec<(RuleDate, Option<Arc<Visit>>)> {
    let there = |date: &RuleDate| {
        let terms = book.slot_terms().get(date.terms)?;
        let id = book.calendar().named(chapter.series_id, date.day.at(terms.time))?;
        book.visits().get(id).cloned()
    };
    let (mut dates, mut next) = (Vec::new(), from);
    // After years in which nobody was there, one series may have more dates than are given at once.
    loop {
        let some = rule_dates(book, chapter, next, through);
        let is_all = some.len() <= MOST_DATES;
        next = some.last().map_or(next, |last| last.day + 1);
        dates.extend(some.into_iter().map(|date| (date, there(&date))));
        if is_all {
            return dates;
        }
    }
}
