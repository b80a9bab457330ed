//! Cancelling a standing appointment: from a date on, its chapter ends earlier; all to come, it is stopped, and keeps its
//! chapters as they are, so that it can go on where it was (spec S3.1); on some days, it goes on without them.

use std::sync::Arc;

use super::Decided;
use super::dates::MOST_MONTHS;
use super::reach::{ends_after, running};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Day, Instant};

pub(super) fn decide(
    book: &Book,
    series: SeriesId,
    from: Option<Day>,
    reason: &str,
    moment: &mut Moment,
) -> Result<Decided, Refused> {
    running(book, series)?;
    let now = moment.now;
    if let Some(from) = from {
        within_bounds(book, series, from, now)?;
        super::loaded(book, from, moment.now)?;
    }
    let takes_part = |visit: &Visit| visit.is_busy() || visit.state == VisitState::Failed;
    let goes = |visit: &Visit| {
        takes_part(visit)
            && visit.start_utc > now
            && !visit.has_outcome()
            && from.is_none_or(|from| visit.original_day >= from)
    };
    let all = || book.calendar().of_series(book, series);
    let going: Vec<Arc<Visit>> = all().filter(|visit| goes(visit)).cloned().collect();
    let today = book.zone().civil(now).day;
    // All to come begins with the first visit that goes; a series without any still ends.
    let first = from
        .or_else(|| going.first().map(|visit| visit.original_day))
        .unwrap_or(today);
    // A date of the rule whose visit has begun stays one: the chapter does not end before it.
    let last_kept = all()
        .filter(|visit| visit.origin == VisitOrigin::Rule && takes_part(visit) && !goes(visit))
        .map(|visit| visit.original_day)
        .max();
    let until = last_kept.map_or(first - 1, |kept| kept.max(first - 1));

    let mut pen = Pen::new(book, moment);
    let chapters: Vec<Arc<Chapter>> = book
        .chapters()
        .of(series)
        .filter(|chapter| chapter.rule.is_some() && ends_after(book, chapter, until))
        .cloned()
        .collect();
    if going.is_empty() && chapters.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    for chapter in chapters.iter().filter(|_| from.is_some()) {
        pen.change::<Chapter>(chapter.id, |row| {
            row.until_day = Some(until);
            row.visits = None;
            row.appended = 0;
        });
    }
    stays_what_it_was(&mut pen, book, series);
    for visit in &going {
        pen.change::<Visit>(visit.id, |row| {
            row.state = VisitState::Removed;
            // What is still a date would come back with the next change, did a person not take it out.
            let is_a_date = row.original_day <= until || row.origin == VisitOrigin::Single;
            row.removed_by = Some(if from.is_some() && is_a_date {
                RemovedBy::Person
            } else {
                RemovedBy::Rule
            });
        });
    }
    pen.change::<Series>(series, |row| {
        if from.is_none() {
            row.status = SeriesStatus::Stopped;
        }
        reason.clone_into(&mut row.cancel_reason);
        if row.kind != SeriesKind::Single {
            row.materialized_until = row.materialized_until.map(|known| known.min(until));
        }
    });
    let lines = going.iter().map(|visit| gone(visit, Why::SeriesEnds)).collect();
    let plan = Plan {
        lines,
        series: Some(series),
    };
    let visits = plan.changed_visits();
    let change = pen.finish(
        Label::SeriesCancelled { series, visits },
        Some(Subject::Series(series)),
        Origin::Person,
    );
    Ok(Decided { change, plan })
}

/// Where no chapter has a date any more, the series is still made of what it said last: that one comes behind those that were
/// over before.
fn stays_what_it_was(pen: &mut Pen<'_>, old: &Book, series: SeriesId) {
    let Some(last) = old.last_chapter(series) else { return };
    let is_behind = |chapter: &Arc<Chapter>| chapter.ordinal > last.ordinal;
    let all = || pen.book().chapters().of(series);
    if all().all(|chapter| chapter.is_over_before_it_begins()) && all().any(is_behind) {
        let behind = all().map(|chapter| chapter.ordinal).max().unwrap_or(last.ordinal);
        pen.change::<Chapter>(last.id, |row| row.ordinal = behind + 1);
    }
}

/// Cancels the visits of some days; the standing appointment goes on.
pub(super) fn days(
    book: &Book,
    series: SeriesId,
    (first, last): (Day, Day),
    reason: &str,
    moment: &mut Moment,
) -> Result<Decided, Refused> {
    running(book, series)?;
    if last < first {
        return Err(FieldErrors::one("until", FieldError::EndBeforeStart).into());
    }
    super::loaded(book, first, moment.now)?;
    let mut pen = Pen::new(book, moment);
    let mut lines = Vec::new();
    let now = pen.now();
    let goes = |visit: &Visit| {
        (visit.is_busy() || visit.state == VisitState::Failed)
            && (first..=last).contains(&visit.original_day)
            && !(visit.start_utc <= now || visit.has_outcome())
    };
    let all = book.calendar().of_series(book, series);
    for visit in all.filter(|visit| goes(visit)) {
        pen.change::<Visit>(visit.id, |row| {
            row.state = VisitState::Removed;
            row.removed_by = Some(RemovedBy::Person);
        });
        lines.push(gone(visit, Why::LeftOutByHand));
    }
    if !pen.has_changes() {
        return Err(Refusal::NothingToChange.into());
    }
    // It goes on: why some visits were cancelled is why it was changed last.
    pen.change::<Series>(series, |row| reason.clone_into(&mut row.change_reason));
    let plan = Plan {
        lines,
        series: Some(series),
    };
    let visits = plan.changed_visits();
    let change = pen.finish(
        Label::VisitsCancelled {
            series,
            visits,
            days: (first, last),
        },
        Some(Subject::Series(series)),
        Origin::Person,
    );
    Ok(Decided { change, plan })
}

/// A visit that goes.
fn gone(visit: &Arc<Visit>, why: Why) -> PlanLine {
    PlanLine {
        original: visit.original(),
        kind: LineKind::Deleted,
        why,
        before: Some(Arc::clone(visit)),
        after: None,
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}

/// Refuses a day before the series begins, or beyond the years in which series end (spec S1.4).
fn within_bounds(book: &Book, series: SeriesId, from: Day, now: Instant) -> Result<(), FieldErrors> {
    let today = book.zone().civil(now).day;
    let start = book.chapters().of(series).map(|chapter| chapter.start_day).min();
    let start = start.unwrap_or(Day::FIRST);
    let last = start.max(today).add_months_clamped(MOST_MONTHS).min(Day::LAST);
    if (start..=last).contains(&from) {
        return Ok(());
    }
    let (least, most) = (start.to_string(), last.to_string());
    Err(FieldErrors::one("from", FieldError::OutOfRange { least, most }))
}
