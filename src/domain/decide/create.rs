//! Making a standing or a single appointment.

use super::again::{Recount, Terms, plan_dates};
use super::dates::{checked_dates, horizon};
use super::policy::Policies;
use super::series::{add_chapter, apply_draft, write_companions, write_member, write_pieces, write_terms};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Force, Moment};
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;

pub(super) fn decide(
    book: &Book,
    draft: &SeriesDraft,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    if let Some(once) = &draft.once
        && let Some(known) = book.onces().all().find(|known| known.key == once.key)
    {
        // The same key with the same content is answered by who carries it out, before it is decided.
        return Err(Refusal::OnceWithOtherContent {
            series: known.series_id,
        }
        .into());
    }
    let (series, plan) = write_series_with_dates(&mut pen, draft)?;
    if asking == Asking::Decide && plan.open() > 0 {
        return Err(Refusal::Clashes {
            location: draft.location,
            lines: plan.lines,
        }
        .into());
    }
    let visits = plan.of(LineKind::Created);
    let label = if draft.rule.is_some() {
        Label::SeriesCreated { series, visits }
    } else {
        Label::Booked { series }
    };
    Ok(Decided {
        change: pen.finish(label, Some(Subject::Series(series)), Origin::Person),
        plan,
    })
}

/// Writes a series with the visits of all its dates.
///
/// # Errors
/// Errors at fields; months that are to be loaded first.
pub(super) fn write_series_with_dates(pen: &mut Pen<'_>, draft: &SeriesDraft) -> Result<(SeriesId, Plan), Refused> {
    let (series, chapter) = write_series(pen, draft);
    let plan = Plan {
        lines: new_dates(pen, chapter, draft)?,
        series: Some(series),
    };
    let through = match (&draft.rule, draft.end) {
        (Some(_), SeriesEnd::Never) => Some(horizon(pen.book(), draft.start, pen.now())),
        _ => plan.lines.last().map(|line| line.original.day),
    };
    pen.change::<Series>(series, |row| row.materialized_until = through);
    Ok((series, plan))
}

/// Writes a series with its only chapter, and no visits.
pub(super) fn write_series(pen: &mut Pen<'_>, draft: &SeriesDraft) -> (SeriesId, ChapterId) {
    let now = pen.now();
    let (series, uuid) = (pen.key(), pen.uuid());
    let mut row = Series {
        id: series,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        kind: draft.kind(),
        status: SeriesStatus::Running,
        no_new_dates: false,
        cancel_reason: String::new(),
        change_reason: String::new(),
        capacity: 1,
        note: String::new(),
        colour: None,
        remind_client_email: None,
        remind_client_sms: None,
        remind_staff_email: None,
        remind_staff_sms: None,
        confirm_client: false,
        confirm_staff: false,
        materialized_until: None,
        conflicts: draft.conflicts,
        closed_days: draft.closed_days,
        nearest_days: draft.nearest_days,
    };
    apply_draft(&mut row, draft);
    pen.add(row);
    let chapter = add_chapter(pen, series, 0, draft);
    let (main, client_id) = write_member(pen, series, draft);
    write_terms(pen, series, chapter, draft, client_id);
    write_companions(pen, series, main);
    write_pieces(pen, series, chapter);
    if let Some(once) = &draft.once {
        let id = pen.key();
        pen.add(Once {
            id,
            created_at: now,
            updated_at: now,
            key: once.key.clone(),
            content: once.content,
            series_id: series,
        });
    }
    (series, chapter)
}

/// Plans the dates of a new chapter.
pub(super) fn new_dates(pen: &mut Pen<'_>, chapter: ChapterId, draft: &SeriesDraft) -> Result<Vec<PlanLine>, Refused> {
    let Some(row) = pen.book().chapters().get(chapter).cloned() else {
        return Ok(Vec::new());
    };
    let through = horizon(pen.book(), draft.start, pen.now());
    let dates = checked_dates(pen.book(), &row, draft, through)?;
    let old = pen.book().clone();
    let policies = Policies::of_draft(draft);
    let terms = Terms {
        policies,
        policies_before: policies,
        left_out: &draft.left_out,
        kept: &draft.kept,
        force: &Force::Nothing,
        asks: true,
        recount: Some(Recount::default()),
    };
    let dates = dates.into_iter().map(|date| (date, None)).collect();
    plan_dates(pen, &old, &row, dates, &terms)
}
