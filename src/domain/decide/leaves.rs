//! Somebody leaves (spec S4.11): what they do from a day on goes to others, series by series, as one plan.
//!
//! Who takes a series over does all that they did in it, works there, and is free for the most of its dates; of several, who
//! takes as long for it, then who stands first in the lists. Dates on which that person is taken wait as not booked. Single
//! visits that are theirs otherwise, by hand or by standing in, go one by one to who is free then. What nobody can take over
//! stays a problem.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cover::with_work_of;
use super::dates::{Maker, date_of};
use super::edit::{Asks, write};
use super::others::{does_services_only, mark_services, services_by, services_of, stand_ins};
use super::policy::Policies;
use super::reach::{draft_to_change, is_past};
use super::usual::usual;
use super::visit::{Move, moved};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::calendar::Who;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{EditHow, Moment, Scope};
use crate::domain::draft::{LineDraft, SeriesDraft, SlotDraft};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{conflicts, is_there_on, works_at};
use crate::domain::values::*;
use crate::time::{Day, Span};

pub(super) fn decide(
    book: &Book,
    staff: StaffId,
    (last, to): (Day, Option<StaffId>),
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    for person in [Some(staff), to].into_iter().flatten() {
        if book.staff().get(person).is_none_or(|row| row.deleted_at.is_some()) {
            let subject = Subject::Staff(person);
            return Err(Refusal::Gone { subject }.into());
        }
    }
    let today = book.zone().civil(moment.now).day;
    if !(today - 1..=Day::LAST).contains(&last) {
        let (least, most) = ((today - 1).to_string(), Day::LAST.to_string());
        return Err(FieldErrors::one("last", FieldError::OutOfRange { least, most }).into());
    }
    if to == Some(staff) {
        return Err(FieldErrors::one("to", FieldError::SamePerson).into());
    }
    let mut pen = Pen::new(book, moment);
    let in_work = with_work_of(book, staff);
    let runs = |series: &&Arc<Series>| series.status == SeriesStatus::Running && in_work.contains(&series.id);
    let (mut lines, mut given) = (Vec::new(), 0);
    for series in book.series().live().filter(runs) {
        let of_series = give_series(&mut pen, book, series, (staff, to), last + 1)?;
        given += usize::from(of_series.is_some());
        lines.extend(of_series.unwrap_or_default());
    }
    // From then on what nobody took over is a problem.
    pen.change::<Staff>(staff, |row| row.leaves_day = Some(last));
    if asking == Asking::Decide && !pen.has_changes() {
        return Err(Refusal::NothingToChange.into());
    }
    lines.extend(give_what_is_left(&mut pen, (staff, to), last + 1));
    lines.sort_by_key(|line| (line.original, line.before.as_ref().map(|visit| visit.id)));
    let plan = Plan { lines, series: None };
    let visits = plan.changed_visits();
    let label = Label::StaffLeaves {
        staff,
        series: given,
        visits,
    };
    Ok(Decided {
        change: pen.finish(label, Some(Subject::Staff(staff)), Origin::Person),
        plan,
    })
}

/// Gives what somebody does in a series to others, chapter by chapter: one that says it otherwise than those before it goes to
/// who takes that over. Nothing where nobody takes any of it.
fn give_series(
    pen: &mut Pen<'_>,
    book: &Book,
    series: &Arc<Series>,
    (staff, to): (StaffId, Option<StaffId>),
    first: Day,
) -> Result<Option<Vec<PlanLine>>, Refused> {
    let mut given: Option<Vec<PlanLine>> = None;
    let mut next = Some(first);
    while let Some((draft, from)) = next.and_then(|day| theirs(pen, series.id, staff, day)) {
        let taking = match to {
            Some(to) => {
                can_take(pen.book(), &draft, staff, to)?;
                Some(to)
            }
            None => takes_over(pen.book(), (staff, series.id), &draft, from),
        };
        if let Some(taking) = taking {
            let lines = give(pen, book, series, &draft, (staff, taking), from)?;
            let all = given.get_or_insert_default();
            all.retain(|line| line.original.day < from);
            all.extend(lines);
        }
        let later = pen
            .book()
            .chapters_of(series.id)
            .into_iter()
            .map(|chapter| chapter.start_day);
        next = later.filter(|day| *day > from).min();
    }
    for line in given.iter_mut().flatten() {
        // A plan tells what was before all of it.
        let before = line.before.as_ref().and_then(|visit| book.visits().get(visit.id));
        line.before = before.cloned();
    }
    Ok(given)
}

/// What a series says from a day on, or from a later one on from which somebody works in it; and from when.
fn theirs(pen: &Pen<'_>, series: SeriesId, staff: StaffId, from: Day) -> Option<(SeriesDraft, Day)> {
    let chapters = pen.book().chapters_of(series).into_iter();
    let later = chapters.map(|chapter| chapter.start_day).filter(|day| *day > from);
    std::iter::once(from).chain(later).find_map(|day| {
        let draft = draft_to_change(pen.book(), series, Scope::From(day), pen.now()).ok()?;
        let is_over = draft.rule.is_none() && draft.start < day;
        (!is_over && works_in(&draft, staff)).then_some((draft, day))
    })
}

/// Whether somebody is assigned in a series, in whatever role, or does a service of it.
fn works_in(draft: &SeriesDraft, staff: StaffId) -> bool {
    let is_assigned = |slot: &SlotDraft| slot.staff.iter().any(|(person, _)| *person == staff);
    draft.slots.iter().any(is_assigned) || !services(draft, staff).is_empty()
}

/// The services that somebody does in a series.
fn services(draft: &SeriesDraft, staff: StaffId) -> Vec<&LineDraft> {
    let mut services = Vec::new();
    for slot in &draft.slots {
        let leads = slot.staff.contains(&(staff, Role::Lead));
        let lines = if slot.lines.is_empty() {
            &draft.lines
        } else {
            &slot.lines
        };
        services.extend(
            lines
                .iter()
                .filter(|line| line.staff == Some(staff) || (leads && line.staff.is_none())),
        );
    }
    services
}

/// Refuses who was named and does not work there, or does not do all of it.
fn can_take(book: &Book, draft: &SeriesDraft, staff: StaffId, to: StaffId) -> Result<(), FieldErrors> {
    let Some(person) = book.staff().get(to) else {
        return Ok(());
    };
    let does_all = services(draft, staff).iter().all(|line| person.does(line.service));
    match (works_at(book, person, draft.location), does_all) {
        (false, _) => Err(FieldErrors::one("to", FieldError::DoesNotWorkThere)),
        (true, false) => Err(FieldErrors::one("to", FieldError::DoesNotDo)),
        (true, true) => Ok(()),
    }
}

/// A visit that somebody takes over, and when it needs them.
type Needs<'b> = (&'b Arc<Visit>, Vec<Span>);

/// Who takes a series over that somebody leaves behind: who is free for the most of its visits to come.
fn takes_over(book: &Book, (staff, series): (StaffId, SeriesId), draft: &SeriesDraft, from: Day) -> Option<StaffId> {
    let (calendar, location) = (book.calendar(), draft.location);
    let lines = services(draft, staff);
    let wanted: Vec<ServiceId> = lines.iter().map(|line| line.service).collect();
    let needs = |visit: &Visit| -> Vec<Span> {
        let pieces = calendar.pieces(visit.id);
        let theirs = pieces.filter(|piece| piece.who == Who::Staff(staff));
        theirs.map(|piece| piece.span).collect()
    };
    let visits: Vec<Needs<'_>> = calendar
        .of_series(book, series)
        .filter(|visit| visit.original_day >= from && visit.is_busy())
        .map(|visit| (visit, needs(visit)))
        .filter(|(visit, needs)| !needs.is_empty() || is_assigned(visit, staff))
        .collect();
    let takes_as_long = |person: &Staff| {
        lines.iter().all(|line| {
            let service = book.services().get(line.service);
            service.is_none_or(|service| service.stretches_by(Some(person)) == line.stretches)
        })
    };
    let mut best = None;
    // Who works in it already does not take the place of who helps there as well.
    let is_beside = |person: &&Arc<Staff>| {
        let helped = draft.slots.iter().map(|slot| &slot.staff);
        let mut helped =
            helped.filter(|assigned| assigned.iter().any(|(who, role)| *who == staff && *role != Role::Lead));
        helped.any(|assigned| assigned.iter().any(|(who, _)| *who == person.id))
    };
    // Nor does who is away on all of its dates, while somebody stands in for them.
    let is_away = |person: &&Arc<Staff>| {
        let is_there = |(visit, _): &Needs<'_>| is_there_on(book, visit.original_day, person.id);
        !visits.is_empty() && !visits.iter().any(is_there)
    };
    let others = stand_ins(book, staff, location, &wanted);
    for person in others.filter(|person| !is_beside(person) && !is_away(person)) {
        let times = calendar.times_of(Who::Staff(person.id));
        let is_free = |(visit, spans): &Needs<'_>| {
            // Most are taken by another visit: that is quickly seen.
            let is_taken = !is_assigned(visit, person.id) && spans.iter().any(|span| times.meet(*span));
            !is_taken
                && is_there_on(book, visit.original_day, person.id)
                && conflicts(book, &done_by(book, visit, staff, person.id), location).is_empty()
        };
        let mut taken = visits.iter().filter(|needs| !is_free(needs));
        // Fewer dates on which they are taken, then the same length, go before; a worse one is not looked at to the end.
        let mut rank = (0, !takes_as_long(person));
        while best.is_none_or(|(least, _)| rank < least) {
            if taken.next().is_none() {
                best = Some((rank, person.id));
                break;
            }
            rank.0 += 1;
        }
    }
    best.map(|(_, person)| person)
}

fn is_assigned(visit: &Visit, staff: StaffId) -> bool {
    visit.staff.iter().any(|assigned| assigned.staff_id == staff)
}

/// A visit in which another has the place of somebody, and does what they do of it.
fn done_by(book: &Book, visit: &Visit, staff: StaffId, by: StaffId) -> Visit {
    let mut with = visit.clone();
    if does_services_only(book, visit, staff) {
        with.lines = services_by(book, visit, staff, by);
    }
    if is_assigned(visit, staff) {
        with.staff.retain(|assigned| assigned.staff_id != by);
        for assigned in with.staff.iter_mut().filter(|assigned| assigned.staff_id == staff) {
            assigned.staff_id = by;
        }
    }
    with
}

/// Gives what somebody does in a series to another from a day on. Nobody can be asked for each date: what clashes waits as not
/// booked, and what was booked on a closed day stays so.
fn give(
    pen: &mut Pen<'_>,
    old: &Book,
    series: &Arc<Series>,
    draft: &SeriesDraft,
    (staff, by): (StaffId, StaffId),
    from: Day,
) -> Result<Vec<PlanLine>, Refused> {
    let policies = Policies::of_series(series);
    let unasked = policies.unasked();
    let mut draft = draft.clone();
    (draft.conflicts, draft.closed_days) = (unasked.conflicts, unasked.closed_days);
    let accepted = |visit: &&Arc<Visit>| visit.original_day >= from && visit.is_busy() && !visit.clashes.is_empty();
    let is_a_date = |visit: &&Arc<Visit>| date_of(old, visit).is_some();
    let of_series = old.calendar().of_series(old, series.id);
    let kept = of_series.filter(accepted).filter(is_a_date);
    draft.kept = kept.map(|visit| visit.original_day).collect();
    for slot in &mut draft.slots {
        // Who takes over what another led, and helped, only leads from then on.
        let leads = slot.staff.contains(&(staff, Role::Lead));
        let is_there = |(person, role): &(StaffId, Role)| *person == by && (!leads || *role == Role::Lead);
        if slot.staff.iter().any(is_there) {
            slot.staff.retain(|(person, _)| *person != staff);
        } else {
            slot.staff.retain(|(person, _)| *person != by);
            for (person, _) in slot.staff.iter_mut().filter(|(person, _)| *person == staff) {
                *person = by;
            }
        }
        for line in &mut slot.lines {
            line.staff = line.staff.map(|person| if person == staff { by } else { person });
        }
    }
    for line in &mut draft.lines {
        line.staff = line.staff.map(|person| if person == staff { by } else { person });
    }
    let how = EditHow {
        scope: Scope::From(from),
        ..EditHow::default()
    };
    let plan = write(pen, old, series.id, &draft, ("", &how), Asks::NOBODY)?;
    pen.change::<Series>(series.id, |row| {
        (row.conflicts, row.closed_days) = (policies.conflicts, policies.closed_days);
        row.change_reason.clone_from(&series.change_reason);
    });
    let mut lines = plan.lines;
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Changed) {
        line.why = Why::StaffLeaves;
    }
    Ok(lines)
}

/// Gives visits that somebody leads, or does services of, whatever their series says, by hand or by standing in, one by one to
/// who does all of it and is free then.
fn give_what_is_left(pen: &mut Pen<'_>, (staff, to): (StaffId, Option<StaffId>), from: Day) -> Vec<PlanLine> {
    let (book, now) = (pen.book(), pen.now());
    let begins = book.zone().resolve(from.midnight()).instant();
    let ends = book.zone().resolve((Day::LAST + 1).midnight()).instant();
    let left: BTreeSet<VisitId> = book
        .calendar()
        .takes(Who::Staff(staff), Span::new(begins, ends))
        .map(|(visit, _)| visit)
        .collect();
    let left: Vec<Arc<Visit>> = left
        .into_iter()
        .filter_map(|id| book.visits().get(id).cloned())
        .collect();
    let does = |visit: &Visit| visit.lead() == Some(staff) || does_services_only(book, visit, staff);
    let is_theirs = |visit: &Arc<Visit>| visit.day >= from && !is_past(visit, now) && does(visit);
    let theirs: Vec<Arc<Visit>> = left.into_iter().filter(is_theirs).collect();
    let given = theirs.into_iter().filter_map(|visit| give_one(pen, visit, staff, to));
    given.collect()
}

fn give_one(pen: &mut Pen<'_>, visit: Arc<Visit>, staff: StaffId, to: Option<StaffId>) -> Option<PlanLine> {
    let book = pen.book();
    let location = book.chapters().get(visit.chapter_id)?.location_id;
    let wanted = services_of(book, &visit, staff);
    let usual = usual(book, &visit);
    let done_by = |person: &Arc<Staff>| {
        let mut after = Visit::clone(&visit);
        if does_services_only(book, &visit, staff) {
            after.lines = services_by(book, &visit, staff, person.id);
            mark_services(book, &mut after, &usual);
        } else {
            let to = Move {
                to: visit.start(),
                staff: Some(person.id),
                minutes: None,
            };
            (after, _) = moved(book, &mut Maker::new(book, visit.chapter_id)?, &visit, &usual, &to);
        }
        after.clashes.clear();
        conflicts(book, &after, location).is_empty().then_some(after)
    };
    let after = stand_ins(book, staff, location, &wanted)
        .filter(|person| to.is_none_or(|to| to == person.id))
        .filter(|person| to.is_some() || is_there_on(book, visit.day, person.id))
        .find_map(done_by)?;
    pen.replace(after.clone());
    Some(PlanLine {
        original: visit.original(),
        kind: LineKind::Changed,
        why: Why::StaffLeaves,
        before: Some(visit),
        after: Some(Arc::new(after)),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    })
}
