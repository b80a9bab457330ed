//! Problems are dealt with, one or many alike, as one step (spec S4.10): a date is left out, or booked whatever speaks against
//! it.
//!
//! The fixes that look for another day (nearest, previous and next open day) are the policies of the same names: they join
//! [`Fix`] as those join [`Policy`].

use std::sync::Arc;

use super::Decided;
use super::policy::accept;
use super::visit::{catch_up, take_out};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::{Fix, Moment};
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{Problem, conflicts, present, problem};
use crate::domain::values::*;

pub(super) fn decide(book: &Book, visits: &[VisitId], fix: Fix, moment: &mut Moment) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    let now = pen.now();
    let mut rows: Vec<Arc<Visit>> = visits.iter().filter_map(|id| book.visits().get(*id)).cloned().collect();
    rows.retain(|visit| visit.start_utc > now);
    rows.sort_by_key(|visit| (visit.start_utc, visit.id));
    rows.dedup_by_key(|visit| visit.id);
    let mut lines = Vec::with_capacity(rows.len());
    for visit in rows {
        // What was done before may have solved it.
        let Some(problem) = problem(pen.book(), &visit, now) else {
            continue;
        };
        lines.extend(match fix {
            Fix::Skip => Some(skip(&mut pen, visit)),
            Fix::Keep => keep(&mut pen, visit, problem),
        });
    }
    if lines.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    let label = Label::ProblemsSolved { visits: lines.len() };
    let plan = Plan { lines, series: None };
    Ok(Decided {
        change: pen.finish(label, None, Origin::Person),
        plan,
    })
}

fn line(before: Arc<Visit>, kind: LineKind, why: Why) -> PlanLine {
    PlanLine {
        original: before.original(),
        kind,
        why,
        before: Some(before),
        after: None,
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}

/// A person leaves the date out: it stays so.
fn skip(pen: &mut Pen<'_>, visit: Arc<Visit>) -> PlanLine {
    let was_booked = visit.is_busy();
    take_out(pen, visit.id, was_booked.then_some(CancelledHow::ByUs));
    let kind = if was_booked {
        LineKind::Deleted
    } else {
        LineKind::LeftOut
    };
    line(visit, kind, Why::LeftOutByHand)
}

/// All that speaks against it is accepted; who or what is gone cannot be.
fn keep(pen: &mut Pen<'_>, visit: Arc<Visit>, problem: Problem) -> Option<PlanLine> {
    if !problem.gone.is_empty() {
        return None;
    }
    let location = pen.book().chapters().get(visit.chapter_id)?.location_id;
    let mut after = Visit::clone(&visit);
    let mut found = problem.conflicts;
    let is_new = after.state == VisitState::Failed;
    if is_new {
        catch_up(pen.book(), &mut after);
        let_come(pen.book(), &mut after, pen.now());
        after.state = present(&after);
        after.reason.clear();
        found = conflicts(pen.book(), &after, location);
    }
    accept(&mut after, &found, pen.now(), pen.actor());
    pen.change::<Visit>(visit.id, |row| row.clone_from(&after));
    let kind = if is_new { LineKind::Created } else { LineKind::Changed };
    let mut line = line(visit, kind, Why::BookedAnyway);
    line.after = Some(Arc::new(after));
    line.conflicts = found;
    Some(line)
}
