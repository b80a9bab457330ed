//! Somebody leaves (spec S4.11): what they do from a day on goes to others, series by series, as one plan.
//!
//! Who takes a series over does all that they did in it, works there, and is free for the most of its dates; of several, who
//! takes as long for it, then who stands first in the lists. Dates on which that person is taken wait as not booked, and
//! what nobody can take over stays a problem.

use std::sync::Arc;

use super::edit::write;
use super::out::stand_ins;
use super::policy::Policies;
use super::reach::draft_to_change;
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{EditHow, Moment, Scope};
use crate::domain::draft::{LineDraft, SeriesDraft};
use crate::domain::pen::Pen;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{conflicts, works_at};
use crate::domain::values::*;
use crate::time::Day;

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
        return Err(FieldErrors::one("to", FieldError::DoesNotFit { with: "staff" }).into());
    }
    let mut pen = Pen::new(book, moment);
    pen.change::<Staff>(staff, |row| row.leaves_day = Some(last));
    let runs = |series: &&Arc<Series>| series.status == SeriesStatus::Running;
    let (mut lines, mut given) = (Vec::new(), 0);
    for series in book.series().live().filter(runs) {
        let Some((draft, from)) = theirs(&pen, series.id, staff, last + 1) else {
            continue;
        };
        let taking = match to {
            Some(to) => {
                can_take(pen.book(), &draft, staff, to)?;
                Some(to)
            }
            None => takes_over(&pen, series.id, &draft, staff, from),
        };
        if let Some(taking) = taking {
            lines.extend(give(&mut pen, series, &draft, (staff, taking), from)?);
            given += 1;
        }
    }
    if asking == Asking::Decide && !pen.has_changes() {
        return Err(Refusal::NothingToChange.into());
    }
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

/// What a series says from a day on, or from a later one on from which somebody leads any of it or does a service of it; and
/// from when.
fn theirs(pen: &Pen<'_>, series: SeriesId, staff: StaffId, from: Day) -> Option<(SeriesDraft, Day)> {
    let leads = |terms: &Arc<SlotTerms>| terms.lead() == Some(staff);
    let mut chapters = pen.book().chapters_of(series).into_iter();
    let does = chapters.any(|chapter| {
        pen.book().slot_terms().of(chapter.id).any(leads)
            || pen
                .book()
                .lines()
                .of(chapter.id)
                .any(|line| line.staff_id == Some(staff))
    });
    // A quick look first: most series are of others.
    let chapters = does.then(|| pen.book().chapters_of(series))?.into_iter();
    let later = chapters.map(|chapter| chapter.start_day).filter(|day| *day > from);
    std::iter::once(from).chain(later).find_map(|day| {
        let draft = draft_to_change(pen.book(), series, Scope::From(day), pen.now()).ok()?;
        let is_over = draft.rule.is_none() && draft.start < day;
        (!is_over && !services(&draft, staff).is_empty()).then_some((draft, day))
    })
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

/// Who takes a series over: who is free for the most of its visits to come.
fn takes_over(pen: &Pen<'_>, series: SeriesId, draft: &SeriesDraft, staff: StaffId, from: Day) -> Option<StaffId> {
    let book = pen.book();
    let lines = services(draft, staff);
    let wanted: Vec<ServiceId> = lines.iter().map(|line| line.service).collect();
    let visits: Vec<&Arc<Visit>> = book
        .calendar()
        .of_series(book, series)
        .filter(|visit| visit.original_day >= from && visit.is_busy() && visit.lead() == Some(staff))
        .collect();
    let takes_as_long = |person: &Staff| {
        lines.iter().all(|line| {
            let service = book.services().get(line.service);
            service.is_none_or(|service| service.stretches_by(Some(person)) == line.stretches)
        })
    };
    let mut best = None;
    for person in stand_ins(book, staff, draft.location, &wanted) {
        let is_free = |visit: &&&Arc<Visit>| {
            let with = led_by(visit, staff, person.id);
            conflicts(book, &with, draft.location).is_empty()
        };
        let rank = (visits.iter().filter(is_free).count(), takes_as_long(person));
        if best.is_none_or(|(known, _)| rank > known) {
            best = Some((rank, person.id));
        }
        if rank == (visits.len(), true) {
            break;
        }
    }
    best.map(|(_, person)| person)
}

fn led_by(visit: &Visit, staff: StaffId, by: StaffId) -> Visit {
    let mut with = visit.clone();
    with.staff.retain(|assigned| assigned.staff_id != by);
    for assigned in with.staff.iter_mut().filter(|assigned| assigned.staff_id == staff) {
        assigned.staff_id = by;
    }
    with
}

/// Gives what somebody does in a series to another from a day on. Nobody can be asked for each date: what clashes waits as not
/// booked, and what was booked on a closed day stays so.
fn give(
    pen: &mut Pen<'_>,
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
    let of_series = pen.book().calendar().of_series(pen.book(), series.id);
    draft.kept = of_series.filter(accepted).map(|visit| visit.original_day).collect();
    for slot in &mut draft.slots {
        slot.staff.retain(|(person, role)| *person != by || *role == Role::Lead);
        for (person, role) in &mut slot.staff {
            if (*person, *role) == (staff, Role::Lead) {
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
    let plan = write(pen, series.id, &draft, ("", &how), false)?;
    pen.change::<Series>(series.id, |row| {
        (row.conflicts, row.closed_days) = (policies.conflicts, policies.closed_days);
        row.change_reason.clone_from(&series.change_reason);
    });
    Ok(plan.lines)
}
