//! Problems are dealt with, one or many alike, as one step (spec S4.10): a date is left out, booked whatever speaks against
//! it, or moved to where the policy of that name finds a place. What finds none stays a problem.

use std::sync::Arc;

use super::Decided;
use super::dates::Maker;
use super::policy::{Places, Placing, Policies, accept};
use super::usual::usual;
use super::visit::{Move, catch_up, in_time, moved, take_out};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::{Fix, Moment};
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{Absence, Conflict, Pauses, Problem, conflicts, present, problem};
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
            Fix::Nearest => elsewhere(&mut pen, visit, problem, Policy::Nearest),
            Fix::Previous => elsewhere(&mut pen, visit, problem, Policy::Previous),
            Fix::Next => elsewhere(&mut pen, visit, problem, Policy::Next),
        });
    }
    if lines.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    let one = match lines.as_slice() {
        [line] => line.before.as_ref().map(|visit| visit.id),
        _ => None,
    };
    let label = Label::ProblemsSolved {
        visits: lines.len(),
        how: lines.iter().all(|line| !is_as_meant(line)).then_some(fix),
        one,
    };
    let plan = Plan { lines, series: None };
    Ok(Decided {
        change: pen.finish(label, None, Origin::Person),
        plan,
    })
}

/// Whether nothing was to be done about a date but to book it.
fn is_as_meant(line: &PlanLine) -> bool {
    matches!(line.why, Why::FreeByNow | Why::Held)
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
    if visit.state == VisitState::Failed {
        let (wanted, found) = wanted(pen, &visit)?;
        return Some(book_it(pen, visit, wanted, found));
    }
    let mut after = Visit::clone(&visit);
    accept(&mut after, &problem.conflicts, pen.now(), pen.actor());
    pen.replace(after.clone());
    Some(PlanLine {
        after: Some(Arc::new(after)),
        conflicts: problem.conflicts,
        ..line(visit, LineKind::Changed, Why::BookedAnyway)
    })
}

/// A date that could not be booked as it is wanted by now, and what speaks against it.
fn wanted(pen: &Pen<'_>, visit: &Visit) -> Option<(Visit, Vec<Conflict>)> {
    let location = pen.book().chapters().get(visit.chapter_id)?.location_id;
    let mut wanted = visit.clone();
    catch_up(pen.book(), &mut wanted);
    let_come(pen.book(), &mut wanted, pen.now());
    let found = conflicts(pen.book(), &wanted, location);
    Some((wanted, found))
}

/// A date that could not be booked is, with what speaks against it accepted; while who comes is away its place is held as those
/// of other dates are (spec S3.2).
fn book_it(pen: &mut Pen<'_>, visit: Arc<Visit>, wanted: Visit, found: Vec<Conflict>) -> PlanLine {
    let mut after = wanted;
    let is_held = Pauses::of(pen.book(), visit.series_id).on(&after) == Some(Absence::Held);
    after.state = if is_held { VisitState::OnHold } else { present(&after) };
    after.reason.clear();
    accept(&mut after, &found, pen.now(), pen.actor());
    pen.replace(after.clone());
    let why = match (is_held, found.is_empty()) {
        (true, _) => Why::Held,
        (false, true) => Why::FreeByNow,
        (false, false) => Why::BookedAnyway,
    };
    PlanLine {
        after: Some(Arc::new(after)),
        conflicts: found,
        ..line(visit, LineKind::Created, why)
    }
}

/// It moves to where the policy finds a place, as if a person had moved it there; what could not be booked and is free by now
/// is where it was meant to be. Who or what is gone is so on every day.
fn elsewhere(pen: &mut Pen<'_>, visit: Arc<Visit>, problem: Problem, policy: Policy) -> Option<PlanLine> {
    if !problem.gone.is_empty() {
        return None;
    }
    let location = pen.book().chapters().get(visit.chapter_id)?.location_id;
    let series = pen.book().series().get(visit.series_id)?;
    let policies = Policies::of_series(series).with(|_| policy);
    let mut maker = Maker::new(pen.book(), visit.chapter_id)?;
    let is_new = visit.state == VisitState::Failed;
    let (wanted, against) = if is_new {
        wanted(pen, &visit)?
    } else {
        (Visit::clone(&visit), problem.conflicts)
    };
    if against.is_empty() {
        return Some(book_it(pen, visit, wanted, against));
    }
    let kind = if is_new { LineKind::Created } else { LineKind::Changed };
    let placing = Placing {
        line: line(Arc::clone(&visit), kind, Why::Same),
        visit: wanted.clone(),
        is_where_it_was: !is_new,
        policies,
        may_stay: false,
    };
    let pauses = Pauses::of(pen.book(), visit.series_id);
    let mut places = Places {
        book: pen.book(),
        location,
        maker: &mut maker,
        pauses: &pauses,
        now: pen.now(),
        actor: pen.actor(),
    };
    let found = places.settle(placing, against);
    let there = found.after.as_ref().filter(|_| found.is_moved())?;
    let to = Move {
        to: there.start(),
        staff: None,
        minutes: None,
    };
    let (mut after, clock) = moved(pen.book(), &mut maker, &wanted, &usual(pen.book(), &visit), &to);
    after.clashes.clear();
    in_time(&mut after);
    pen.replace(after.clone());
    Some(PlanLine {
        after: Some(Arc::new(after)),
        clock,
        ..found
    })
}
