//! Making a standing or a single appointment.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dates::{MOST_DATES, Maker, Policies, RuleDate, horizon, is_short_month, place, rule_dates};
use super::series::{apply_dates, apply_draft, client, visitor, write_pieces, write_terms};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::draft::SeriesDraft;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
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
    let (series, chapter) = write_series(&mut pen, draft);
    let plan = Plan {
        lines: new_dates(&mut pen, chapter, draft)?,
        series: Some(series),
    };
    let through = match draft.end {
        crate::domain::draft::SeriesEnd::Never => Some(horizon(pen.book(), draft.start, pen.now())),
        _ => plan.lines.last().map(|line| line.original.day),
    };
    pen.change::<Series>(series, |row| row.materialized_until = through);
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

fn write_series(pen: &mut Pen<'_>, draft: &SeriesDraft) -> (SeriesId, ChapterId) {
    let now = pen.now();
    let client_id = draft.client.as_ref().map(|who| client(pen, who));
    let visitor_id = draft.visitor.as_ref().map(|who| visitor(pen, who, client_id));
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
        conflicts: draft.conflicts,
        closed_days: draft.closed_days,
        note: String::new(),
        colour: None,
        remind_client_email: None,
        remind_client_sms: None,
        remind_staff_email: None,
        remind_staff_sms: None,
        confirm_client: false,
        confirm_staff: false,
        materialized_until: None,
    };
    apply_draft(&mut row, draft);
    pen.add(row);
    let (chapter, uuid) = (pen.key(), pen.uuid());
    let mut row = Chapter {
        id: chapter,
        created_at: now,
        updated_at: now,
        uuid,
        series_id: series,
        ordinal: 0,
        location_id: draft.location,
        rule: None,
        start_day: draft.start,
        until_day: None,
        visits: None,
        reason: String::new(),
    };
    apply_dates(&mut row, draft);
    pen.add(row);
    if client_id.is_some() || visitor_id.is_some() {
        let (id, uuid) = (pen.key(), pen.uuid());
        pen.add(Member {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            deleted_at: None,
            series_id: series,
            client_id,
            visitor_id,
            seats: draft.seats.max(1),
            from_day: draft.start,
            until_day: None,
            slots: Vec::new(),
        });
    }
    write_terms(pen, series, chapter, draft, client_id);
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

/// The dates of a draft's chapter, checked against its limits and against what is left out.
pub(super) fn checked_dates(
    book: &Book,
    chapter: &Chapter,
    draft: &SeriesDraft,
    now: crate::time::Instant,
) -> Result<Vec<RuleDate>, FieldErrors> {
    let through = match draft.end {
        crate::domain::draft::SeriesEnd::Never => horizon(book, draft.start, now),
        _ => crate::time::Day::LAST,
    };
    let dates = rule_dates(book, chapter, through);
    let mut errors = FieldErrors::default();
    if dates.is_empty() {
        errors.add(
            if draft.rule.is_some() {
                "frequency"
            } else {
                "start_date"
            },
            FieldError::NoDates,
        );
    }
    if dates.len() > MOST_DATES {
        errors.add("end_date", FieldError::TooMany { most: MOST_DATES });
    }
    let days: BTreeSet<_> = dates.iter().map(|date| date.day).collect();
    for (index, day) in draft.left_out.iter().enumerate() {
        if !days.contains(day) {
            errors.add(
                format!("skip_dates.{index}"),
                FieldError::NotADateOfTheRule { day: *day },
            );
        }
    }
    for (index, day) in draft.kept.iter().enumerate() {
        if !days.contains(day) {
            errors.add(
                format!("keep_dates.{index}"),
                FieldError::NotADateOfTheRule { day: *day },
            );
        }
    }
    errors.check(Some(dates))
}

fn new_dates(pen: &mut Pen<'_>, chapter: ChapterId, draft: &SeriesDraft) -> Result<Vec<PlanLine>, Refused> {
    let Some(row) = pen.book().chapters().get(chapter).cloned() else {
        return Ok(Vec::new());
    };
    let dates = checked_dates(pen.book(), &row, draft, pen.now())?;
    let policies = Policies {
        conflicts: draft.conflicts,
        closed_days: draft.closed_days,
    };
    let Some(mut maker) = Maker::new(pen.book(), chapter) else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::with_capacity(dates.len());
    for date in dates {
        let id = pen.key();
        let Some((mut visit, clock)) = maker.planned(pen, date, id) else {
            continue;
        };
        let mut line = if draft.left_out.contains(&date.day) {
            visit.state = VisitState::Removed;
            visit.removed_by = Some(RemovedBy::Person);
            left_out(visit)
        } else {
            let keep = draft.kept.contains(&date.day);
            let policies = if keep {
                Policies {
                    conflicts: Policy::Keep,
                    closed_days: Policy::Keep,
                }
            } else {
                policies
            };
            place(pen.book(), row.location_id, visit, policies, why(&row, date), pen.now())
        };
        line.clock = clock;
        if let Some(visit) = &line.after {
            pen.add(Visit::clone(visit));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Why a date is there.
pub(super) fn why(chapter: &Chapter, date: RuleDate) -> Why {
    let number = date.position + 1;
    match &chapter.rule {
        Some(rule) if is_short_month(rule, date.day) => Why::ShortMonth { number },
        _ => Why::Rule { number },
    }
}

fn left_out(visit: Visit) -> PlanLine {
    PlanLine {
        original: visit.original(),
        kind: LineKind::LeftOut,
        why: Why::LeftOutByHand,
        before: None,
        after: Some(Arc::new(visit)),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}
