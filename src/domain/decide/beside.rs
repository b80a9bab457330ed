//! Visits that are no date of the rule any more (spec S4.7): they go, or stay beside it as they were.

use std::sync::Arc;

use super::matching::is_by_hand;
use super::reach::is_past;
use crate::domain::book::Book;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::*;

/// What becomes of a visit that no date is any more (spec S4.7); nothing where it was out already. `old` is the book before
/// anything was written.
pub(super) fn no_longer(pen: &mut Pen<'_>, old: &Book, visit: &Arc<Visit>) -> Option<PlanLine> {
    if visit.state == VisitState::Removed {
        return None;
    }
    let mut line = PlanLine {
        original: visit.original(),
        kind: LineKind::Deleted,
        why: Why::NoLongerInTheRule,
        before: Some(Arc::clone(visit)),
        after: None,
        conflicts: Vec::new(),
        open: false,
        clock: None,
    };
    let is_past = is_past(visit, pen.now());
    if is_past || is_by_hand(visit) {
        let mut beside = Visit::clone(visit);
        beside.origin = VisitOrigin::Extra;
        let kept = as_it_was(pen.book(), old, visit, beside);
        pen.change::<Visit>(visit.id, |row| row.clone_from(&kept));
        let why = if is_past { Why::Past } else { Why::KeptByHand };
        (line.kind, line.why) = (LineKind::Untouched, why);
        line.after = pen.book().visits().get(visit.id).cloned();
    } else {
        pen.change::<Visit>(visit.id, |row| {
            row.state = VisitState::Removed;
            row.removed_by = Some(RemovedBy::Rule);
        });
    }
    Some(line)
}

/// A visit that stays, as it is to be `kept`, with the services that it had where it would have others from now on: the series
/// has, or it is another date of it.
pub(super) fn as_it_was(new: &Book, old: &Book, visit: &Visit, mut kept: Visit) -> Visit {
    let lines = lines_of(old, visit);
    // Beside the rule its own lines have no chairs of the series any more.
    if !are_the_same_services(&lines, &lines_of(new, &kept)) {
        kept.lines = lines.iter().map(VisitLine::from).collect();
        // A visit's own lines have no chairs, so that the visit has them.
        for used in lines.iter().flat_map(|line| line.resources) {
            if !kept.resources.contains(used) {
                kept.resources.push(used.clone());
            }
        }
    }
    kept
}

/// Takes out a visit whose original start is another's from now on: nobody did anything with it by hand.
pub(super) fn make_way(pen: &mut Pen<'_>, old: &Book, visit: &Arc<Visit>) -> Option<PlanLine> {
    let line = no_longer(pen, old, visit);
    pen.take_out::<Visit>(visit.id);
    line
}

/// Whether a person would say that these are the same services.
pub(super) fn are_the_same_services(some: &[PlannedLine<'_>], others: &[PlannedLine<'_>]) -> bool {
    some.len() == others.len()
        && some
            .iter()
            .zip(others)
            .all(|(one, other)| one.is_the_same_service(other))
}
