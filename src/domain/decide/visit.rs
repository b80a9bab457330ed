//! One visit by hand: cancelled, brought back, moved. A visit that is past can be corrected as well (spec S4.6).

use std::sync::Arc;

use super::dates::{MOST_LENGTH, Maker, accept, block, date_of, measure};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::{ClockChange, LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{conflicts, lines_of};
use crate::domain::values::*;
use crate::time::{Civil, Day, Minutes};

/// Where a visit is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    /// To when.
    pub to: Civil,
    /// To whom, where that changes.
    pub staff: Option<StaffId>,
    /// How long, where that changes.
    pub minutes: Option<Minutes>,
}

fn found(book: &Book, id: VisitId) -> Result<(Arc<Visit>, LocationId), Refused> {
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Visit(id),
        })
    };
    let visit = book.visits().get(id).cloned().ok_or_else(gone)?;
    let location = book
        .chapters()
        .get(visit.chapter_id)
        .map(|chapter| chapter.location_id)
        .ok_or_else(gone)?;
    Ok((visit, location))
}

fn one_line(before: &Arc<Visit>, after: Option<Visit>, kind: LineKind, why: Why) -> PlanLine {
    PlanLine {
        original: before.original(),
        kind,
        why,
        before: Some(Arc::clone(before)),
        after: after.map(Arc::new),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}

pub(super) fn cancel(book: &Book, id: VisitId, how: CancelledHow, moment: &mut Moment) -> Result<Decided, Refused> {
    let (visit, _) = found(book, id)?;
    if visit.state == VisitState::Removed && visit.removed_by == Some(RemovedBy::Person) {
        return Err(Refusal::AlreadyCancelled { visit: id }.into());
    }
    let mut pen = Pen::new(book, moment);
    take_out(&mut pen, id, Some(how));
    let plan = Plan {
        lines: vec![one_line(&visit, None, LineKind::Deleted, Why::LeftOutByHand)],
        series: Some(visit.series_id),
    };
    let label = Label::VisitCancelled {
        series: visit.series_id,
        visit: id,
    };
    Ok(Decided {
        change: pen.finish(label, Some(Subject::Visit(id)), Origin::Person),
        plan,
    })
}

/// Takes a visit out by hand, so that no plan brings it back; with how it was cancelled, where somebody was booked.
pub(super) fn take_out(pen: &mut Pen<'_>, id: VisitId, how: Option<CancelledHow>) {
    let now = pen.now();
    pen.change::<Visit>(id, |row| {
        row.state = VisitState::Removed;
        row.removed_by = Some(RemovedBy::Person);
        let booked = row.bookings.iter_mut().filter(|booking| booking.cancelled_at.is_none());
        for booking in booked.filter(|_| how.is_some()) {
            (booking.cancelled_at, booking.cancelled_how) = (Some(now), how);
        }
    });
}

pub(super) fn restore(
    book: &Book,
    id: VisitId,
    keep_conflicts: bool,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    if !matches!(visit.state, VisitState::Removed | VisitState::Failed) {
        return Err(Refusal::NotCancelled { visit: id }.into());
    }
    let series = book.series().get(visit.series_id);
    if series.is_some_and(|series| series.status == SeriesStatus::Stopped) {
        return Err(Refusal::SeriesIsStopped {
            series: visit.series_id,
        }
        .into());
    }
    let mut after = Visit::clone(&visit);
    after.state = VisitState::Stable;
    catch_up(book, &mut after);
    after.removed_by = None;
    after.reason.clear();
    for booking in &mut after.bookings {
        (booking.cancelled_at, booking.cancelled_how) = (None, None);
    }
    let label = Label::VisitRestored {
        series: visit.series_id,
        visit: id,
    };
    placed(
        book,
        &visit,
        after,
        location,
        LineKind::Created,
        keep_conflicts,
        label,
        moment,
        asking,
    )
}

/// Brings a visit up to what the series says by now, which may have changed while it was out: what the rule no longer gives
/// comes back as a date beside it.
pub(super) fn catch_up(book: &Book, visit: &mut Visit) {
    match date_of(book, visit) {
        Some(date) => (visit.position, visit.slot_position) = (date.position, date.slot_position),
        None if visit.origin == VisitOrigin::Rule => visit.origin = VisitOrigin::Extra,
        None => {}
    }
    if !lines_of(book, visit).is_empty() {
        let (minutes, clean_up) = (visit.minutes, visit.after);
        measure(book, visit);
        if visit.changed.has(Changed::DURATION) {
            visit.minutes = minutes;
        }
        if visit.changed.has(Changed::CLEAN_UP) {
            visit.after = clean_up;
        }
        block(visit);
    }
}

pub(super) fn shift(
    book: &Book,
    id: VisitId,
    to: &Move,
    keep_conflicts: bool,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    if visit.state == VisitState::Removed {
        return Err(Refusal::AlreadyCancelled { visit: id }.into());
    }
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Visit(id),
        })
    };
    bounds(to)?;
    let mut maker = Maker::new(book, visit.chapter_id).ok_or_else(gone)?;
    let (after, clock) = moved(book, &mut maker, &visit, to);
    if after == *visit {
        return Err(Refusal::NothingToChange.into());
    }
    let label = Label::VisitMoved {
        series: visit.series_id,
        visit: id,
        to: Some(after.start()),
    };
    let mut decided = placed(
        book,
        &visit,
        after,
        location,
        LineKind::Changed,
        keep_conflicts,
        label,
        moment,
        asking,
    )?;
    for line in &mut decided.plan.lines {
        line.clock = clock;
    }
    Ok(decided)
}

/// A visit as it is at another time, with another lead or another length; nothing is checked.
pub(super) fn moved(book: &Book, maker: &mut Maker, visit: &Visit, to: &Move) -> (Visit, Option<ClockChange>) {
    let (start, start_utc, clock) = maker.at(to.to);
    let mut after = visit.clone();
    (after.day, after.time, after.start_utc) = (start.day, start.time, start_utc);
    if visit.state == VisitState::Failed {
        // A date that could not be placed is placed by being moved.
        after.state = VisitState::Stable;
        after.reason.clear();
    }
    let terms = book
        .slot_terms()
        .of(visit.chapter_id)
        .find(|terms| terms.slot_id == visit.slot_id);
    if let Some(staff) = to.staff.filter(|staff| visit.lead() != Some(*staff)) {
        lead_by(&mut after, staff, terms.map_or(&[], |terms| &terms.staff));
    }
    let (usual, _, _) = maker.at(visit.original());
    flag(&mut after.changed, Changed::DATETIME, start != usual);
    if let Some(minutes) = to.minutes {
        let mut usual = after.clone();
        measure(book, &mut usual);
        after.minutes = minutes;
        flag(&mut after.changed, Changed::DURATION, usual.minutes != minutes);
    }
    block(&mut after);
    (after, clock)
}

/// Refuses what lies outside of the salon's years and lengths (spec S1.4).
fn bounds(to: &Move) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let out_of_range = |least: String, most: String| FieldError::OutOfRange { least, most };
    if !(Day::FIRST..=Day::LAST).contains(&to.to.day) {
        errors.add("to", out_of_range(Day::FIRST.to_string(), Day::LAST.to_string()));
    }
    let least = Minutes::new(1);
    if to
        .minutes
        .is_some_and(|minutes| !(least..=MOST_LENGTH).contains(&minutes))
    {
        errors.add("duration", out_of_range(least.to_string(), MOST_LENGTH.to_string()));
    }
    errors.check(Some(()))
}

/// Gives a visit to another lead; where that is the usual one, nothing of its staff is changed by hand any more.
fn lead_by(visit: &mut Visit, staff: StaffId, usual: &[Assigned]) {
    visit
        .staff
        .retain(|assigned| assigned.role != Role::Lead && assigned.staff_id != staff);
    let role = Role::Lead;
    visit.staff.insert(0, Assigned { staff_id: staff, role });
    if lead(usual) == Some(staff) {
        // Who was not assigned beside the other lead is so again.
        visit.staff = usual.to_vec();
    }
    flag(&mut visit.changed, Changed::STAFF, visit.staff != usual);
}

fn flag(changed: &mut Changed, what: Changed, is_set: bool) {
    *changed = if is_set {
        changed.with(what)
    } else {
        changed.without(what)
    };
}

/// Writes a visit as it is to be, where nothing speaks against it or that is accepted; says who no longer fits into it.
#[allow(
    clippy::too_many_arguments,
    reason = "all of it is what one decision needs, and it is asked from two places"
)]
fn placed(
    book: &Book,
    before: &Arc<Visit>,
    mut after: Visit,
    location: LocationId,
    kind: LineKind,
    keep_conflicts: bool,
    label: Label,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    super::loaded_around(book, [after.day])?;
    // Whoever accepted a clash did so for the place that the visit had.
    after.clashes.clear();
    let conflicts = conflicts(book, &after, location);
    let open = !conflicts.is_empty() && !keep_conflicts;
    if !open {
        accept(&mut after, &conflicts, moment.now);
    }
    let mut line = one_line(
        before,
        Some(after.clone()),
        kind,
        Why::Rule {
            number: after.position + 1,
        },
    );
    line.conflicts = conflicts;
    line.open = open;
    let plan = Plan {
        lines: vec![line],
        series: Some(before.series_id),
    };
    if open && asking == Asking::Decide {
        return Err(Refusal::Clashes {
            location,
            lines: plan.lines,
        }
        .into());
    }
    let mut pen = Pen::new(book, moment);
    pen.change::<Visit>(before.id, |row| *row = after);
    let change = pen.finish(label, Some(Subject::Visit(before.id)), Origin::Person);
    Ok(Decided { change, plan })
}
