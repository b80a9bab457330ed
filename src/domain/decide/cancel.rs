//! Cancelling a standing appointment: from a date on, its chapter ends earlier; all to come, it is stopped.

use std::sync::Arc;

use super::Decided;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn decide(
    book: &Book,
    series: SeriesId,
    from: Option<Day>,
    reason: &str,
    moment: &mut Moment,
) -> Result<Decided, Refused> {
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Series(series),
        })
    };
    let row = book
        .series()
        .get(series)
        .filter(|row| row.deleted_at.is_none())
        .ok_or_else(gone)?;
    if row.status == SeriesStatus::Stopped {
        return Err(Refusal::SeriesIsStopped { series }.into());
    }
    let now = moment.now;
    let goes = |visit: &&Arc<Visit>| {
        let takes_part = visit.is_busy() || visit.state == VisitState::Failed;
        takes_part
            && visit.start_utc > now
            && !visit.has_outcome()
            && from.is_none_or(|from| visit.original_day >= from)
    };
    let going: Vec<Arc<Visit>> = book.calendar().of_series(book, series).filter(goes).cloned().collect();
    let today = book.zone().civil(now).day;
    let last_kept = book
        .calendar()
        .of_series(book, series)
        .filter(|visit| !goes(visit))
        .map(|visit| visit.original_day)
        .max();
    // All to come begins with the first visit that goes; a series without any still ends.
    let first = from
        .or_else(|| going.first().map(|visit| visit.original_day))
        .unwrap_or(today);

    let mut pen = Pen::new(book, moment);
    let chapters: Vec<Arc<Chapter>> = book
        .chapters()
        .of(series)
        .filter(|chapter| chapter.rule.is_some())
        .cloned()
        .collect();
    for chapter in chapters {
        let ends = chapter.until_day.is_some_and(|until| until < first);
        if !ends {
            // A visit of today that has begun stays a date of the rule.
            let until = last_kept.filter(|kept| *kept >= first).unwrap_or(first - 1);
            pen.change::<Chapter>(chapter.id, |row| {
                row.until_day = Some(until);
                row.visits = None;
            });
        }
    }
    pen.change::<Series>(series, |row| {
        if from.is_none() {
            row.status = SeriesStatus::Stopped;
        }
        reason.clone_into(&mut row.cancel_reason);
        row.materialized_until = row
            .materialized_until
            .map(|until| until.min(first - 1).max(last_kept.unwrap_or(Day::FIRST)));
    });
    for visit in &going {
        pen.change::<Visit>(visit.id, |row| {
            row.state = VisitState::Removed;
            row.removed_by = Some(RemovedBy::Rule);
        });
    }
    let visits = going.len();
    let lines = going
        .into_iter()
        .map(|visit| PlanLine {
            original: visit.original(),
            kind: LineKind::Deleted,
            why: Why::SeriesEnds,
            before: Some(visit),
            after: None,
            conflicts: Vec::new(),
            open: false,
            clock: None,
        })
        .collect();
    let change = pen.finish(
        Label::SeriesCancelled { series, visits },
        Some(Subject::Series(series)),
        Origin::Person,
    );
    if change.edits.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    Ok(Decided {
        change,
        plan: Plan {
            lines,
            series: Some(series),
        },
    })
}
