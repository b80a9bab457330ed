//! Changing a standing appointment for all its visits, while none of them is past (spec S4.5, S4.7).

use std::sync::Arc;

use super::again::{Terms, make_way, no_longer, plan_dates};
use super::dates::{Policies, checked_dates, horizon_of};
use super::matching::{Matches, match_slots, match_visits};
use super::series::{apply_dates, apply_draft, write_companions, write_member, write_pieces, write_terms};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::pen::Pen;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn decide(
    book: &Book,
    series: SeriesId,
    draft: &SeriesDraft,
    reason: &str,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (row, chapter) = editable(book, series, moment)?;
    let mut pen = Pen::new(book, moment);
    let old_terms: Vec<Arc<SlotTerms>> = book.slot_terms().of(chapter.id).cloned().collect();
    let mut draft = draft.clone();
    match_slots(&old_terms, &mut draft.slots);

    pen.change::<Series>(series, |row| apply_draft(row, &draft));
    pen.change::<Chapter>(chapter.id, |row| apply_dates(row, &draft));
    let client = write_member(&mut pen, series, &draft);
    write_terms(&mut pen, series, chapter.id, &draft, client);
    write_companions(&mut pen, series, chapter.id, &draft);
    write_pieces(&mut pen, series, chapter.id);

    let through = through(&pen, &row, &draft);
    let (lines, last) = visits(&mut pen, book, &row, chapter.id, &old_terms, &draft, through)?;
    let endless = draft.rule.is_some() && draft.end == SeriesEnd::Never;
    let materialized = if endless { Some(through) } else { last };
    pen.change::<Series>(series, |row| row.materialized_until = materialized);
    if pen.has_changes() {
        pen.change::<Series>(series, |row| reason.clone_into(&mut row.change_reason));
    }
    let plan = Plan {
        lines,
        series: Some(series),
    };
    if asking == Asking::Decide && plan.open() > 0 {
        return Err(Refusal::Clashes {
            location: draft.location,
            lines: plan.lines,
        }
        .into());
    }
    let visits = plan.changed_visits();
    let change = pen.finish(
        Label::SeriesEdited { series, visits },
        Some(Subject::Series(series)),
        Origin::Person,
    );
    if change.edits.is_empty() && asking == Asking::Decide {
        return Err(Refusal::NothingToChange.into());
    }
    Ok(Decided { change, plan })
}

/// Through which day a series without an end has dates: never less far than it has, and no farther where it is to have
/// no new ones (spec S3.2).
fn through(pen: &Pen<'_>, series: &Series, draft: &SeriesDraft) -> Day {
    let horizon = horizon_of(pen.book(), series.id, pen.now());
    match series.materialized_until {
        Some(known) if draft.active => known.max(horizon),
        Some(known) => known,
        None => horizon,
    }
}

/// The series and its chapter, where all its visits can still change.
fn editable(book: &Book, series: SeriesId, moment: &Moment) -> Result<(Arc<Series>, Arc<Chapter>), Refused> {
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Series(series),
        })
    };
    let row = book
        .series()
        .get(series)
        .filter(|row| row.deleted_at.is_none())
        .cloned()
        .ok_or_else(gone)?;
    if row.status == SeriesStatus::Stopped {
        return Err(Refusal::SeriesIsStopped { series }.into());
    }
    let chapter = book.chapters().of(series).next_back().cloned().ok_or_else(gone)?;
    super::loaded(book, chapter.start_day, moment.now)?;
    let busy = || book.calendar().of_series(book, series).filter(|visit| visit.is_busy());
    if busy().any(|visit| visit.start_utc <= moment.now || visit.has_outcome()) {
        let first_to_come = busy()
            .filter(|visit| visit.start_utc > moment.now && !visit.has_outcome())
            .map(|visit| visit.day)
            .min();
        return Err(Refusal::SeriesHasPast { series, first_to_come }.into());
    }
    Ok((row, chapter))
}

/// Plans the visits anew; gives the lines and the last date of the rule.
fn visits(
    pen: &mut Pen<'_>,
    old: &Book,
    series: &Series,
    chapter: ChapterId,
    old_terms: &[Arc<SlotTerms>],
    draft: &SeriesDraft,
    through: Day,
) -> Result<(Vec<PlanLine>, Option<Day>), Refused> {
    let Some(row) = pen.book().chapters().get(chapter).cloned() else {
        return Ok((Vec::new(), None));
    };
    let dates = checked_dates(pen.book(), &row, draft, through)?;
    let last = dates.last().map(|date| date.day);
    let Matches {
        dates,
        left,
        in_the_way,
    } = match_visits(pen.book(), &row, old_terms, dates);
    let mut lines: Vec<PlanLine> = left.iter().filter_map(|visit| no_longer(pen, old, visit)).collect();
    lines.extend(in_the_way.iter().filter_map(|visit| make_way(pen, old, visit)));
    let terms = Terms {
        policies: Policies {
            conflicts: draft.conflicts,
            closed_days: draft.closed_days,
        },
        policies_before: Policies::of_series(series),
        left_out: &draft.left_out,
        kept: &draft.kept,
    };
    lines.extend(plan_dates(pen, old, &row, dates, &terms)?);
    lines.sort_by_key(|line| (line.original, line.kind));
    Ok((lines, last))
}
