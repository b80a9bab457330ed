//! One visit by hand: cancelled, brought back, moved. A visit that is past can be corrected as well (spec S4.6).

use std::sync::Arc;

use super::dates::{MOST_LENGTH, Maker, block, date_of, measure};
use super::policy::accept;
use super::usual::{mark, usual};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::{ClockChange, LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{Pauses, assigned_on, busy_pieces, conflicts, lines_of, present};
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

pub(super) fn found(book: &Book, id: VisitId) -> Result<(Arc<Visit>, LocationId), Refused> {
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

/// The only line of a plan of one visit.
pub(super) fn one_line(before: &Arc<Visit>, after: Option<Visit>, kind: LineKind, why: Why) -> PlanLine {
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
    let_come(book, &mut after, moment.now);
    let label = Label::VisitRestored {
        series: visit.series_id,
        visit: id,
    };
    placed(
        Pen::new(book, moment),
        &visit,
        after,
        location,
        LineKind::Created,
        keep_conflicts,
        label,
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
        let by_hand = (visit.minutes, visit.before, visit.after);
        measure(book, visit);
        if visit.changed.has(Changed::DURATION) {
            visit.minutes = by_hand.0;
        }
        if visit.changed.has(Changed::CLEAN_UP) {
            (visit.before, visit.after) = (by_hand.1, by_hand.2);
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
    let (after, clock) = moved_by_hand(book, &visit, to)?;
    if after == *visit {
        return Err(Refusal::NothingToChange.into());
    }
    let series = visit.series_id;
    let label = if after.start() == visit.start() {
        // It stays where it is, with another, or for longer.
        let by_another = after.lead() != visit.lead();
        let longer = after.minutes != visit.minutes;
        let fields = [(by_another, Changed::STAFF), (longer, Changed::DURATION)];
        let said = fields.into_iter().filter(|(is_said, _)| *is_said);
        let fields = said.fold(Changed::NOTHING, |all, (_, field)| all.with(field));
        Label::VisitEdited {
            series,
            visit: id,
            fields,
        }
    } else {
        let to = Some(after.start());
        Label::VisitMoved { series, visit: id, to }
    };
    let mut decided = placed(
        Pen::new(book, moment),
        &visit,
        after,
        location,
        LineKind::Changed,
        keep_conflicts,
        label,
        asking,
    )?;
    for line in &mut decided.plan.lines {
        line.clock = clock;
    }
    Ok(decided)
}

/// A visit as it is at another time, with another lead or another length; nothing is checked. Who tries many times for one
/// visit knows what is usual of it.
pub(super) fn moved(
    book: &Book,
    maker: &mut Maker,
    visit: &Visit,
    usual: &Visit,
    to: &Move,
) -> (Visit, Option<ClockChange>) {
    let (start, start_utc, clock) = maker.at(to.to);
    let mut after = visit.clone();
    (after.day, after.time, after.start_utc) = (start.day, start.time, start_utc);
    if visit.state == VisitState::Failed {
        // A date that could not be placed is placed by being moved.
        after.state = present(&after);
        after.reason.clear();
    }
    comes_again(book, &mut after);
    let terms = book
        .slot_terms()
        .of(visit.chapter_id)
        .find(|terms| terms.slot_id == visit.slot_id);
    if let Some(staff) = to.staff.filter(|staff| visit.lead() != Some(*staff)) {
        let usual = terms.map_or(&[][..], |terms| &terms.staff);
        let usual = assigned_on(book, visit.series_id, visit.original_day, usual);
        lead_by(&mut after, staff, &usual);
    }
    let mut said = Changed::NOTHING;
    if start != visit.start() {
        // Where a policy put it is no hand-made change, as long as it stays there.
        said = said.with(Changed::DATETIME);
        after.placed_by_policy = false;
    }
    if let Some(minutes) = to.minutes {
        after.minutes = minutes;
        said = said.with(Changed::DURATION);
    }
    mark(book, &mut after, usual, said);
    block(&mut after);
    (after, clock)
}

/// A visit that is held while who comes is away is one like others where they are not (spec S3.2).
pub(super) fn comes_again(book: &Book, visit: &mut Visit) {
    if visit.state == VisitState::OnHold && Pauses::of(book, visit.series_id).on(visit).is_none() {
        visit.state = present(visit);
    }
}

/// The same for a move that a person asks for: refused is what cannot be said of a visit.
pub(super) fn moved_by_hand(book: &Book, visit: &Visit, to: &Move) -> Result<(Visit, Option<ClockChange>), Refused> {
    if visit.state == VisitState::Removed {
        return Err(Refusal::AlreadyCancelled { visit: visit.id }.into());
    }
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Visit(visit.id),
        })
    };
    bounds("to", to.to.day, to.minutes)?;
    let mut maker = Maker::new(book, visit.chapter_id).ok_or_else(gone)?;
    Ok(moved(book, &mut maker, visit, &usual(book, visit), to))
}

/// Refuses what lies outside of the salon's years and lengths (spec S1.4).
fn bounds(field: &str, day: Day, minutes: Option<Minutes>) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let out_of_range = |least: String, most: String| FieldError::OutOfRange { least, most };
    if !(Day::FIRST..=Day::LAST).contains(&day) {
        errors.add(field, out_of_range(Day::FIRST.to_string(), Day::LAST.to_string()));
    }
    let least = Minutes::new(1);
    if minutes.is_some_and(|minutes| !(least..=MOST_LENGTH).contains(&minutes)) {
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
    visit.changed = visit.changed.set(Changed::STAFF, visit.staff != usual);
}

/// Whoever was late, was so for another time.
pub(super) fn in_time(visit: &mut Visit) {
    for booking in &mut visit.bookings {
        booking.late = None;
    }
}

/// Whether a visit that stands in the book takes the same of everybody as before, so that nobody is asked again.
fn asks_the_same(book: &Book, before: &Visit, after: &Visit) -> bool {
    before.is_busy()
        && (before.span(), before.blocked()) == (after.span(), after.blocked())
        && busy_pieces(book, before) == busy_pieces(book, after)
}

/// Writes a visit as it is to be, where nothing speaks against it or that is accepted; says who no longer fits into it.
#[allow(
    clippy::too_many_arguments,
    reason = "all of it is what one decision needs, and it is asked from every way to place a visit"
)]
pub(super) fn placed(
    mut pen: Pen<'_>,
    before: &Arc<Visit>,
    mut after: Visit,
    location: LocationId,
    kind: LineKind,
    keep_conflicts: bool,
    label: Label,
    asking: Asking,
) -> Result<Decided, Refused> {
    super::loaded_around(pen.book(), [after.day])?;
    if after.start_utc != before.start_utc {
        in_time(&mut after);
    }
    let conflicts = if asks_the_same(pen.book(), before, &after) {
        Vec::new()
    } else {
        // Whoever accepted a clash did so for the place that the visit had.
        after.clashes.clear();
        conflicts(pen.book(), &after, location)
    };
    let open = !conflicts.is_empty() && !keep_conflicts;
    if !open {
        accept(&mut after, &conflicts, pen.now(), pen.actor());
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
    pen.change::<Visit>(before.id, |row| *row = after);
    let change = pen.finish(label, Some(Subject::Visit(before.id)), Origin::Person);
    Ok(Decided { change, plan })
}
