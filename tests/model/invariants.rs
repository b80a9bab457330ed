//! What holds after every command, whatever it was: told from the rows before and after it, and from the lines of its plan.

use std::collections::BTreeSet;

use chairtime::domain::plan::Why;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{Book, Command, PlanLine};

use super::carry::Done;
use super::clash::{Who, taken_by};
use super::{Known, when};

/// The visit that a person changes by hand, where the command is about one.
fn by_hand(command: &Command) -> Option<VisitId> {
    match command {
        Command::CancelVisit { visit, .. }
        | Command::RestoreVisit { visit, .. }
        | Command::MoveVisit { visit, .. }
        | Command::EditVisit { visit, .. }
        | Command::ResetVisit { visit, .. }
        | Command::CountFrom { visit, .. }
        | Command::MakeUsual { visit, .. }
        | Command::CancelAndCountOn { visit, .. }
        | Command::MarkVisit { visit, .. } => Some(*visit),
        _ => None,
    }
}

/// All of them. `late` are the visits to which somebody ever was late: what they are drawn over is no double booking.
pub fn check(done: &Done<'_>, late: &BTreeSet<VisitId>) -> Result<(), String> {
    let hand = by_hand(done.command);
    for (now, was) in done.after.visits().changes(done.before.visits()) {
        if let Some(was) = was.filter(|was| Some(was.id) != hand) {
            nothing_by_hand_is_lost(done, was, now.map(AsRef::as_ref))?;
            what_has_begun_stays(done, was, now.map(AsRef::as_ref))?;
        }
        if let Some(now) = now.filter(|now| now.is_busy()) {
            nobody_is_in_two_places(done, now, late)?;
        }
    }
    Ok(())
}

/// No hand-made change is lost unless a line of the plan said so; what a person took out stays out.
fn nothing_by_hand_is_lost(done: &Done<'_>, was: &Visit, now: Option<&Visit>) -> Result<(), String> {
    let known = Known::of(was);
    let Some(now) = now else {
        return if known.is_by_hand() {
            Err(format!("{was:?} is gone"))
        } else {
            Ok(())
        };
    };
    if matches!(
        done.command,
        Command::Import(_) | Command::StaffOut { .. } | Command::SolveProblems { .. }
    ) {
        // All are a person's own: another calendar's change of this very visit, an offer that was taken, a problem moved.
        return Ok(());
    }
    if known.is_tombstone() && !Known::of(now).is_tombstone() {
        return Err(format!("{was:?} came back as {now:?}"));
    }
    let says_so = |flag: Changed| {
        let lines = done.plan.lines.iter();
        let mut of_it = lines.filter(|line| line.before.as_ref().is_some_and(|before| before.id == was.id));
        of_it.any(|line| line.overwrites().has(flag))
    };
    let was_out = !was.is_busy();
    let is_out = now.state == VisitState::Removed;
    for (flag, name) in Changed::NAMED.into_iter().filter(|(flag, _)| was.changed.has(*flag)) {
        let same = match flag {
            Changed::STAFF => was.staff == now.staff,
            Changed::DATETIME => was.start() == now.start(),
            Changed::DURATION => was.minutes == now.minutes,
            Changed::CLEAN_UP => (was.before, was.after) == (now.before, now.after),
            Changed::SERVICES => was.lines == now.lines,
            Changed::RESOURCES => was.resources == now.resources,
            Changed::TAGS => was.tags == now.tags,
            Changed::NOTE => was.note == now.note,
            Changed::COLOUR => was.colour == now.colour,
            _ => true,
        };
        let is_kept = now.changed.has(flag) && (same || is_out);
        // Of what is not in the book a plan tells nothing.
        let is_told =
            says_so(flag) || (was_out && forces(done.command)) || (flag == Changed::STAFF && is_given_on(done, was));
        if !is_kept && !is_told {
            return Err(format!(
                "{name} of {was:?} is lost: {now:?}\n{:#?}",
                done.plan.lines.len()
            ));
        }
    }
    Ok(())
}

/// Whether who had it by hand leaves, and a line told that another has it by hand from then on.
fn is_given_on(done: &Done<'_>, was: &Visit) -> bool {
    let leads = |staff| {
        was.staff
            .iter()
            .any(|one| (one.staff_id, one.role) == (staff, Role::Lead))
    };
    let mut lines = done.plan.lines.iter();
    let of_it = |line: &PlanLine| line.before.as_ref().is_some_and(|before| before.id == was.id);
    matches!(done.command, Command::StaffLeaves { staff, .. } if leads(*staff))
        && lines.any(|line| of_it(line) && line.why == Why::StaffLeaves)
}

fn forces(command: &Command) -> bool {
    use chairtime::domain::Force;
    match command {
        Command::EditSeries { how, .. } => how.force != Force::Nothing,
        Command::Cover { force, .. } => *force != Force::Nothing,
        _ => false,
    }
}

/// No plan changes a visit that has begun, or that somebody marked (spec S4.6).
fn what_has_begun_stays(done: &Done<'_>, was: &Visit, now: Option<&Visit>) -> Result<(), String> {
    let known = Known::of(was);
    if !known.is_past(done.now) || matches!(done.command, Command::Import(_)) {
        return Ok(());
    }
    let shown = |visit: &Visit, book: &Book| {
        let (staff, chairs) = (visit.staff.clone(), visit.resources.clone());
        let takes = super::clash::takes(book, visit, when(visit.start()));
        (
            visit.start(),
            visit.span(),
            visit.blocked(),
            staff,
            chairs,
            visit.state,
            visit.changed,
            takes,
        )
    };
    if now.is_some_and(|now| shown(now, done.after) == shown(was, done.before)) {
        return Ok(());
    }
    Err(format!("{was:?} has begun and became {now:?}"))
}

/// Nobody is in two places at once unless somebody accepted it.
fn nobody_is_in_two_places(done: &Done<'_>, visit: &Visit, late: &BTreeSet<VisitId>) -> Result<(), String> {
    for (who, other) in taken_by(done.after, visit, when(visit.start())) {
        let kind = match who {
            Who::Staff(_) => ConflictKind::Staff,
            Who::Chair(_) => ConflictKind::Resource,
            Who::Client(_) => ConflictKind::Client,
        };
        let accepts = |one: &Visit, other: &Visit| {
            let mut clashes = one.clashes.iter();
            clashes.any(|clash| clash.kind == kind && clash.with_visit == Some(other.id))
        };
        let is_late = late.contains(&visit.id) || late.contains(&other.id);
        if !is_late && !accepts(visit, other) && !accepts(other, visit) {
            return Err(format!("{who:?} is wanted by {visit:?} and {other:?}"));
        }
    }
    Ok(())
}
