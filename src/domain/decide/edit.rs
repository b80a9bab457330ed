//! Changing a standing appointment for all its visits, while none of them is past (spec S4.5, S4.7).
//!
//! Slots match by id, else by weekday and time; one left on either side is a move. Visits match by slot and original date,
//! for a slot that moved to another weekday by slot and week. What a person changed or cancelled by hand stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::create::{checked_dates, why};
use super::dates::{Maker, Policies, RuleDate, block, horizon, place};
use super::series::{apply_dates, apply_draft, write_pieces, write_terms};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::draft::{SeriesDraft, SeriesEnd, SlotDraft};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Civil, Day, Weekday};

pub(super) fn decide(
    book: &Book,
    series: SeriesId,
    draft: &SeriesDraft,
    reason: &str,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (row, chapter) = editable(book, series, moment)?;
    let mut pen = Pen::new(book, moment);
    let old_terms: Vec<Arc<SlotTerms>> = book.slot_terms().of(chapter.id).cloned().collect();
    let mut draft = draft.clone();
    match_slots(&old_terms, &mut draft.slots);

    pen.change::<Series>(series, |row| {
        apply_draft(row, &draft);
        reason.clone_into(&mut row.change_reason);
    });
    pen.change::<Chapter>(chapter.id, |row| apply_dates(row, &draft));
    let member = book
        .members()
        .of(series)
        .find(|member| member.deleted_at.is_none())
        .cloned();
    if let Some(member) = &member {
        pen.change::<Member>(member.id, |row| {
            row.seats = draft.seats.max(1);
            row.from_day = draft.start;
        });
    }
    write_terms(
        &mut pen,
        series,
        chapter.id,
        &draft,
        member.and_then(|member| member.client_id),
    );
    write_pieces(&mut pen, series, chapter.id);

    let lines = visits(&mut pen, &row, chapter.id, &old_terms, &draft)?;
    let through = match draft.end {
        SeriesEnd::Never => Some(horizon(pen.book(), draft.start, pen.now())),
        _ => lines
            .iter()
            .filter(|line| line.kind != LineKind::Deleted)
            .map(|line| line.original.day)
            .max(),
    };
    pen.change::<Series>(series, |row| row.materialized_until = through);
    let plan = Plan {
        lines,
        series: Some(series),
    };
    if asking == Asking::Decide && plan.open() > 0 {
        return Err(Refusal::Clashes {
            location: draft.location,
            lines: plan.lines,
        }
        .into());
    }
    let visits = plan
        .lines
        .iter()
        .filter(|line| line.kind != LineKind::Untouched)
        .count();
    let change = pen.finish(
        Label::SeriesEdited { series, visits },
        Some(Subject::Series(series)),
        Origin::Person,
    );
    if change.edits.is_empty() && asking == Asking::Decide {
        return Err(Refusal::NothingToChange.into());
    }
    Ok(Decided { change, plan })
}

/// The series and its chapter, where all its visits can still change.
fn editable(book: &Book, series: SeriesId, moment: &Moment) -> Result<(Arc<Series>, Arc<Chapter>), Refused> {
    let gone = || {
        Refused::from(Refusal::Gone {
            subject: Subject::Series(series),
        })
    };
    let row = book
        .series()
        .get(series)
        .filter(|row| row.deleted_at.is_none())
        .cloned()
        .ok_or_else(gone)?;
    if row.status == SeriesStatus::Stopped {
        return Err(Refusal::SeriesIsStopped { series }.into());
    }
    let chapter = book.chapters().of(series).next_back().cloned().ok_or_else(gone)?;
    if !book.is_loaded(chapter.start_day) {
        return Err(Refused::NotLoaded(vec![chapter.start_day.year_month()]));
    }
    let busy = || book.calendar().of_series(book, series).filter(|visit| visit.is_busy());
    if busy().any(|visit| visit.start_utc <= moment.now || visit.has_outcome()) {
        let first_to_come = busy().find(|visit| visit.start_utc > moment.now).map(|visit| visit.day);
        return Err(Refusal::SeriesHasPast { series, first_to_come }.into());
    }
    Ok((row, chapter))
}

/// Gives each slot of the draft the id of the slot that it is (spec S4.7).
fn match_slots(old: &[Arc<SlotTerms>], slots: &mut [SlotDraft]) {
    let mut left: Vec<&Arc<SlotTerms>> = old.iter().collect();
    let mut take = |slot: &mut SlotDraft, is: &dyn Fn(&SlotTerms, &SlotDraft) -> bool| {
        if let Some(place) = left.iter().position(|terms| is(terms, slot)) {
            slot.slot = Some(left.remove(place).slot_id);
        }
    };
    for slot in slots.iter_mut().filter(|slot| slot.slot.is_some()) {
        take(slot, &|terms, slot| slot.slot == Some(terms.slot_id));
    }
    for slot in slots.iter_mut().filter(|slot| slot.slot.is_none()) {
        take(slot, &|terms, slot| {
            terms.weekday == slot.weekday && terms.time == slot.time
        });
    }
    for slot in slots.iter_mut().filter(|slot| slot.slot.is_none()) {
        take(slot, &|terms, slot| terms.weekday == slot.weekday);
    }
    let mut unmatched: Vec<&mut SlotDraft> = slots.iter_mut().filter(|slot| slot.slot.is_none()).collect();
    if let ([one], [terms]) = (unmatched.as_mut_slice(), left.as_slice()) {
        one.slot = Some(terms.slot_id);
    }
}

/// Where a visit is looked for: by slot and date, or by slot and week where the slot moved to another weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    On(SlotId, Day),
    Week(SlotId, Day),
}

/// The visits that there are, by the place where a date looks for them.
#[derive(Default)]
struct Old(BTreeMap<Place, Vec<Arc<Visit>>>);

impl Old {
    fn put(&mut self, place: Place, visit: Arc<Visit>) {
        self.0.entry(place).or_default().push(visit);
    }

    /// One of a place: what takes time before what a person cancelled, that before what the rule no longer gave.
    fn take(&mut self, place: Place) -> Option<Arc<Visit>> {
        let there = self.0.get_mut(&place)?;
        let rank = |visit: &Visit| {
            (
                !visit.is_busy(),
                visit.removed_by != Some(RemovedBy::Person),
                visit.original(),
            )
        };
        let best = (0..there.len()).min_by_key(|&index| there.get(index).map(|visit| rank(visit)))?;
        Some(there.swap_remove(best))
    }

    /// Those that no date was.
    fn left(self) -> impl Iterator<Item = Arc<Visit>> {
        self.0.into_values().flatten()
    }
}

fn visits(
    pen: &mut Pen<'_>,
    series: &Series,
    chapter: ChapterId,
    old_terms: &[Arc<SlotTerms>],
    draft: &SeriesDraft,
) -> Result<Vec<PlanLine>, Refused> {
    let Some(row) = pen.book().chapters().get(chapter).cloned() else {
        return Ok(Vec::new());
    };
    let dates = checked_dates(pen.book(), &row, draft, pen.now())?;
    let week_start = pen
        .book()
        .business()
        .map_or(Weekday::Mon, |business| business.week_start);
    let moved = |slot: SlotId, weekday: Option<Weekday>| {
        old_terms
            .iter()
            .any(|terms| terms.slot_id == slot && terms.weekday != weekday && weekday.is_some())
    };
    let mut old = Old::default();
    for visit in pen.book().calendar().of_series(pen.book(), series.id) {
        let weekday = draft
            .slots
            .iter()
            .find(|slot| slot.slot == Some(visit.slot_id))
            .and_then(|slot| slot.weekday);
        let place = if moved(visit.slot_id, weekday) {
            Place::Week(visit.slot_id, visit.original_day.start_of_week(week_start))
        } else {
            Place::On(visit.slot_id, visit.original_day)
        };
        old.put(place, Arc::clone(visit));
    }

    // What exists leaves the book first and comes back as it is to be, so that no visit is in the way of its own series.
    let Some(mut maker) = Maker::new(pen.book(), chapter) else {
        return Ok(Vec::new());
    };
    let mut planned = Vec::with_capacity(dates.len());
    for date in dates {
        let Some(terms) = pen.book().slot_terms().get(date.terms) else {
            continue;
        };
        let matched = old
            .take(Place::On(terms.slot_id, date.day))
            .or_else(|| old.take(Place::Week(terms.slot_id, date.day.start_of_week(week_start))));
        planned.push((date, date.day.at(terms.time), matched));
    }
    let mut left: BTreeMap<Civil, Arc<Visit>> = old.left().map(|visit| (visit.original(), visit)).collect();
    // One that gives way may stand on the start of another date, so that it is looked again until none does.
    while let Some((_, original, matched)) = planned.iter_mut().find(|(_, original, _)| left.contains_key(original)) {
        *matched = at_its_original(pen, &mut left, *original, matched.take());
    }
    let mut lines: Vec<PlanLine> = Vec::with_capacity(planned.len());
    for visit in left.into_values() {
        lines.extend(unmatched(pen, &visit));
    }
    let policies = Policies {
        conflicts: draft.conflicts,
        closed_days: draft.closed_days,
    };
    for (.., matched) in &planned {
        if let Some(visit) = matched {
            // It takes no time while the others are placed.
            pen.change::<Visit>(visit.id, |row| row.state = VisitState::Removed);
        }
    }
    for (date, _, matched) in planned {
        if let Some(line) = one(pen, &mut maker, &row, date, matched, draft, policies) {
            if let Some(after) = &line.after {
                match &line.before {
                    Some(before) => pen.change::<Visit>(before.id, |row| {
                        let created = row.created_at;
                        row.clone_from(after);
                        row.created_at = created;
                    }),
                    None => pen.add(Visit::clone(after)),
                }
            }
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| (line.original, line.kind));
    Ok(lines)
}

/// The visit of a date, where one without a date stands on its original start: a visit that somebody changed or cancelled
/// is that date; one that only the rule took out makes room.
fn at_its_original(
    pen: &mut Pen<'_>,
    left: &mut BTreeMap<Civil, Arc<Visit>>,
    original: Civil,
    matched: Option<Arc<Visit>>,
) -> Option<Arc<Visit>> {
    let Some(there) = left.remove(&original) else {
        return matched;
    };
    let Some(visit) = &matched else { return Some(there) };
    let by_hand = !there.changed.is_nothing() || there.removed_by == Some(RemovedBy::Person);
    if there.is_busy() || by_hand {
        left.insert(visit.original(), Arc::clone(visit));
        return Some(there);
    }
    pen.take_out::<Visit>(there.id);
    matched
}

/// A visit that no date of the new rule is.
fn unmatched(pen: &mut Pen<'_>, visit: &Arc<Visit>) -> Option<PlanLine> {
    let line = |kind, why, after| PlanLine {
        original: visit.original(),
        kind,
        why,
        before: Some(Arc::clone(visit)),
        after,
        conflicts: Vec::new(),
        open: false,
        clock: None,
    };
    if visit.state == VisitState::Removed {
        return None;
    }
    if !visit.changed.is_nothing() {
        pen.change::<Visit>(visit.id, |row| row.origin = VisitOrigin::Extra);
        let after = pen.book().visits().get(visit.id).cloned();
        return Some(line(LineKind::Untouched, Why::KeptByHand, after));
    }
    pen.change::<Visit>(visit.id, |row| {
        row.state = VisitState::Removed;
        row.removed_by = Some(RemovedBy::Rule);
    });
    Some(line(LineKind::Deleted, Why::NoLongerInTheRule, None))
}

/// One date of the new rule, with the visit that it was.
fn one(
    pen: &mut Pen<'_>,
    maker: &mut Maker,
    chapter: &Chapter,
    date: RuleDate,
    matched: Option<Arc<Visit>>,
    draft: &SeriesDraft,
    policies: Policies,
) -> Option<PlanLine> {
    let id = matched.as_ref().map_or_else(|| pen.key(), |visit| visit.id);
    let (mut visit, clock) = maker.planned(pen, date, id)?;
    if let Some(before) = &matched {
        keep_by_hand(maker, &mut visit, before);
    }
    let tombstone = matched
        .as_ref()
        .is_some_and(|before| before.removed_by == Some(RemovedBy::Person));
    let mut line = if draft.left_out.contains(&date.day) || tombstone {
        visit.state = VisitState::Removed;
        visit.removed_by = Some(RemovedBy::Person);
        let why = if tombstone {
            Why::StaysCancelled
        } else {
            Why::LeftOutByHand
        };
        PlanLine {
            original: visit.original(),
            kind: LineKind::LeftOut,
            why,
            before: None,
            after: Some(Arc::new(visit)),
            conflicts: Vec::new(),
            open: false,
            clock: None,
        }
    } else {
        let kept = draft.kept.contains(&date.day);
        let policies = if kept {
            Policies {
                conflicts: Policy::Keep,
                closed_days: Policy::Keep,
            }
        } else {
            policies
        };
        place(
            pen.book(),
            chapter.location_id,
            visit,
            policies,
            why(chapter, date),
            pen.now(),
        )
    };
    line.clock = clock;
    if let Some(before) = matched {
        if line.kind == LineKind::Created && before.is_busy() {
            let same = line
                .after
                .as_ref()
                .is_some_and(|after| same_to_the_salon(&before, after));
            (line.kind, line.why) = if same {
                (LineKind::Untouched, Why::Same)
            } else {
                (LineKind::Changed, line.why)
            };
        }
        line.before = Some(before);
    }
    Some(line)
}

/// Puts what a person changed by hand over what the rule says.
fn keep_by_hand(maker: &mut Maker, visit: &mut Visit, before: &Visit) {
    let by_hand = before.changed;
    visit.changed = by_hand;
    visit.created_at = before.created_at;
    visit.updated_at = before.updated_at;
    visit.clashes.clone_from(&before.clashes);
    visit.pencilled_until = before.pencilled_until;
    if by_hand.has(Changed::STAFF) {
        visit.staff.clone_from(&before.staff);
    }
    if by_hand.has(Changed::DATETIME) {
        let (start, start_utc, _) = maker.at(Civil::new(before.day, before.time));
        (visit.day, visit.time, visit.start_utc) = (start.day, start.time, start_utc);
    }
    if by_hand.has(Changed::DURATION) {
        visit.minutes = before.minutes;
    }
    if by_hand.has(Changed::CLEAN_UP) {
        visit.after = before.after;
    }
    if by_hand.has(Changed::SERVICES) {
        visit.lines.clone_from(&before.lines);
    }
    if by_hand.has(Changed::RESOURCES) {
        visit.resources.clone_from(&before.resources);
    }
    if by_hand.has(Changed::TAGS) {
        visit.tags.clone_from(&before.tags);
    }
    visit.note.clone_from(&before.note);
    visit.colour = before.colour;
    // Who comes keeps what is known of their coming; a member that the rule brings anew is added.
    let mut bookings = before.bookings.clone();
    for new in std::mem::take(&mut visit.bookings) {
        match bookings.iter_mut().find(|old| old.member_id == new.member_id) {
            Some(old) => old.seats = new.seats,
            None => bookings.push(new),
        }
    }
    if before.removed_by.is_some_and(|by| by != RemovedBy::Person) {
        for booking in &mut bookings {
            (booking.cancelled_at, booking.cancelled_how) = (None, None);
        }
    }
    visit.bookings = bookings;
    block(visit);
}

/// Whether nothing that a person sees differs: where a visit stands in its rule is not seen.
fn same_to_the_salon(before: &Visit, after: &Visit) -> bool {
    let mut as_before = after.clone();
    as_before.position = before.position;
    as_before.slot_position = before.slot_position;
    as_before.clashes.clone_from(&before.clashes);
    as_before == *before
}
