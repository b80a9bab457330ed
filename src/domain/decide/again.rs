//! Planning the dates of a chapter, where some of them are visits already: an edit, a top-up; a new series has none.
//!
//! What a person changed or cancelled by hand stays. A visit that takes the same of everybody as before is not asked about
//! again; all others leave the book first and come back as they are to be, so that none is in the way of its own series.

use std::sync::Arc;

use super::beside::{are_the_same_services, as_it_was, no_longer};
use super::dates::{Maker, RuleDate, why};
use super::keep::keep_by_hand;
use super::matching::is_tombstone;
use super::policy::{Places, Placing, Policies};
use super::reach::is_past;
use crate::domain::book::Book;
use crate::domain::calendar::Busy;
use crate::domain::command::Force;
use crate::domain::draft::MOST_APPENDED;
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::refusal::Refused;
use crate::domain::rows::*;
use crate::domain::schedule::{Absence, Conflict, Pauses, TRAVEL, busy_pieces, conflicts, lines_of, present};
use crate::domain::values::*;
use crate::time::Day;

/// How dates become visits.
pub(super) struct Terms<'a> {
    /// What is done with clashes.
    pub policies: Policies,
    /// What was done with clashes when the visits that exist were placed.
    pub policies_before: Policies,
    /// Dates that are left out by hand.
    pub left_out: &'a [Day],
    /// Dates that are booked whatever speaks against them.
    pub kept: &'a [Day],
    /// Visits of which what a person changed by hand is overwritten.
    pub force: &'a Force,
    /// Whether somebody can be asked: else what they would be asked about waits as not booked.
    pub asks: bool,
    /// How it is counted anew how many dates are added for those that a policy leaves out (spec S2.4): where a chapter is planned
    /// because of what it says itself.
    pub recount: Option<Recount>,
}

/// What is known of the dates of a chapter before those that are planned, where it is counted how many are added.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Recount {
    /// How many they are.
    pub dates: u32,
    /// For how many of them another is added.
    pub owed: u32,
}

impl<'a> Terms<'a> {
    /// As the series says it.
    pub(super) fn of_series(series: &Series, force: &'a Force) -> Self {
        let policies = Policies::of_series(series);
        Self {
            policies,
            policies_before: policies,
            left_out: &[],
            kept: &[],
            force,
            asks: true,
            recount: None,
        }
    }

    /// The same where nobody can be asked.
    pub(super) fn unasked(series: &Series) -> Self {
        let terms = Self::of_series(series, &Force::Nothing);
        Self {
            policies: terms.policies.unasked(),
            asks: false,
            ..terms
        }
    }
}

/// Writes the visits of dates of a chapter, and says what becomes of each. `old` is the book before anything was written. Dates
/// beyond the number of a chapter are those that can be added for others that a policy leaves out (spec S2.4); it is written
/// down how many were needed.
///
/// # Errors
/// Months that are to be loaded first, so that every clash is seen.
pub(super) fn plan_dates(
    pen: &mut Pen<'_>,
    old: &Book,
    chapter: &Chapter,
    mut dates: Vec<(RuleDate, Option<Arc<Visit>>)>,
    terms: &Terms<'_>,
) -> Result<Vec<PlanLine>, Refused> {
    let Some(maker) = Maker::new(pen.book(), chapter.id) else {
        return Ok(Vec::new());
    };
    let mut planning = Planning {
        old,
        chapter,
        terms,
        maker,
        pauses_before: Pauses::of(old, chapter.series_id),
        pauses: Pauses::of(pen.book(), chapter.series_id),
        lines: Vec::with_capacity(dates.len()),
    };
    // Where only some dates are planned, those that were added are dates like others.
    let recount = terms.recount.zip(chapter.visits).filter(|(recount, most)| {
        let positions = dates.iter().map(|(date, _)| date.position);
        (recount.dates..*most).eq(positions.take_while(|at| at < most))
    });
    let most = recount.map(|(_, most)| most).or(chapter.count()).unwrap_or(u32::MAX);
    let spare = dates.split_off(dates.partition_point(|(date, _)| date.position < most));
    let spare: Vec<Spare> = spare
        .into_iter()
        .map(|(date, before)| {
            let begun = before.clone().map(|before| planning.begin(pen, date, Some(before)));
            Spare { date, before, begun }
        })
        .collect();
    let (mut to_place, mut waiting) = (Vec::new(), Vec::new());
    for (date, before) in dates {
        match planning.begin(pen, date, before) {
            Begun::Done(line) => planning.lines.push(write(pen, line)),
            Begun::Waits(line, visit) => waiting.push((line, visit)),
            Begun::ToPlace(placing) => to_place.push(placing),
            Begun::Nothing => {}
        }
    }
    let placed = to_place.iter().map(|placing| placing.visit.day);
    let waits = waiting.iter().map(|(_, visit): &(PlanLine, Visit)| visit.day);
    super::loaded_around(old, placed.chain(waits).chain(spare.iter().map(|spare| spare.date.day)))?;
    let stay = spare.is_empty() && are_apart(&to_place);
    if !stay {
        let all = to_place.iter().chain(spare.iter().filter_map(Spare::placing));
        lift(pen, all);
    }
    // Nobody gives way to a date that a policy moves: those are placed last.
    let mut to_move = Vec::new();
    for placing in to_place {
        let found = planning.places(pen).against(&placing);
        if placing.policies.move_it(&found) {
            to_move.push(placing);
        } else {
            planning.settle(pen, placing, found);
        }
    }
    if stay {
        lift(pen, to_move.iter());
    }
    for placing in to_move {
        planning.place(pen, placing)?;
    }
    if let Some((recount, most)) = recount {
        planning.append(pen, spare, (recount, most), &mut waiting)?;
    } else {
        let no_dates = spare
            .into_iter()
            .filter_map(|spare| no_longer(pen, old, &spare.before?));
        planning.lines.extend(no_dates);
    }
    for (mut line, mut visit) in waiting {
        line.conflicts = conflicts(pen.book(), &visit, chapter.location_id);
        (visit.state, line.kind) = (VisitState::Failed, LineKind::Failed);
        line.after = Some(Arc::new(visit));
        planning.lines.push(write(pen, line));
    }
    let mut lines = planning.lines;
    lines.sort_by_key(|line| line.original);
    Ok(lines)
}

/// Takes visits out of the book until they are placed, so that none is in the way of its own series.
fn lift<'p>(pen: &mut Pen<'_>, all: impl Iterator<Item = &'p Placing>) {
    for before in all.filter_map(|placing| placing.line.before.as_ref()) {
        pen.change::<Visit>(before.id, |row| row.state = VisitState::Removed);
    }
}

/// Whether dates stay when they are and are so far from each other that none can be in another's way.
fn are_apart(dates: &[Placing]) -> bool {
    let stays = |placing: &Placing| {
        let (before, after) = (placing.line.before.as_ref(), &placing.visit);
        let at = |visit: &Visit| (visit.expected(), visit.expected_blocked());
        before.is_some_and(|before| before.is_busy() && at(before) == at(after))
    };
    let gap = |pair: &[Placing]| match pair {
        [one, next] => one.visit.expected_blocked().to + TRAVEL <= next.visit.expected_blocked().from,
        _ => true,
    };
    dates.iter().all(stays) && dates.windows(2).all(gap)
}

/// The dates of a chapter while they become visits.
struct Planning<'a> {
    /// The book before anything was written.
    old: &'a Book,
    chapter: &'a Chapter,
    terms: &'a Terms<'a>,
    maker: Maker,
    /// When who comes was away, as it was said before.
    pauses_before: Pauses,
    /// When who comes is away.
    pauses: Pauses,
    /// What became of the dates so far.
    lines: Vec<PlanLine>,
}

/// How far a date is when only its own visit was looked at.
enum Begun {
    /// Nothing else is to be asked.
    Done(PlanLine),
    /// It could not be placed, and waits for a person.
    Waits(PlanLine, Visit),
    /// Others may be in its way.
    ToPlace(Placing),
    /// It is of no slot.
    Nothing,
}

/// A date that can be added for one that a policy left out.
struct Spare {
    date: RuleDate,
    /// The visit that it is, where it was added before.
    before: Option<Arc<Visit>>,
    /// How far it is, where it was added before.
    begun: Option<Begun>,
}

impl Spare {
    fn placing(&self) -> Option<&Placing> {
        match &self.begun {
            Some(Begun::ToPlace(placing)) => Some(placing),
            _ => None,
        }
    }
}

impl Planning<'_> {
    fn begin(&mut self, pen: &mut Pen<'_>, date: RuleDate, before: Option<Arc<Visit>>) -> Begun {
        let (terms, old) = (self.terms, self.old);
        let id = before.as_ref().map_or_else(|| pen.key(), |visit| visit.id);
        let Some((mut visit, clock)) = self.maker.planned(pen, date, id) else {
            return Begun::Nothing;
        };
        let mut line = PlanLine {
            original: visit.original(),
            kind: LineKind::Created,
            why: why(self.chapter, date),
            before,
            after: None,
            conflicts: Vec::new(),
            open: false,
            clock,
        };
        if let Some(before) = line.before.as_ref().filter(|before| is_past(before, pen.now())) {
            // No plan changes it; it is still this date of the rule.
            visit = as_it_was(pen.book(), old, before, named_as(&visit, Visit::clone(before)));
            (line.kind, line.why) = (LineKind::Untouched, Why::Past);
            line.after = Some(Arc::new(visit));
            return Begun::Done(line);
        }
        if let Some(before) = &line.before {
            let by_hand = before.changed;
            let kept = if terms.force.takes(before.original()) {
                Changed::NOTHING
            } else {
                by_hand
            };
            if kept != by_hand && before.is_busy() {
                line.kind = LineKind::Forced;
            }
            keep_by_hand(&mut self.maker, pen.book(), &mut visit, before, kept);
        }
        if let Some(why) = stays_out(line.before.as_ref(), date, terms, pen.now()) {
            leave_out(&mut line, visit, why);
            return Begun::Done(line);
        }
        if settle((&self.pauses_before, &self.pauses), &mut visit, &mut line) == Some(Absence::GivenUp) {
            line.after = Some(Arc::new(visit));
            return Begun::Done(line);
        }
        let location_of = |visit: &Visit| {
            let before = old.chapters().get(visit.chapter_id);
            before.map(|chapter| chapter.location_id)
        };
        let takes = |before: &Visit| -> Vec<Busy> {
            if before.is_busy() {
                old.calendar().pieces(before.id).collect()
            } else {
                busy_pieces(old, before)
            }
        };
        let asks_the_same = |before: &Arc<Visit>| {
            location_of(before) == Some(self.chapter.location_id)
                && (before.span(), before.blocked()) == (visit.span(), visit.blocked())
                && takes(before) == busy_pieces(pen.book(), &visit)
        };
        let is_as_policies_were = terms.policies == terms.policies_before;
        let before = line.before.as_ref();
        // What could not be placed waits for a person as long as nothing is asked of anybody anew.
        if let Some(before) = before.filter(|before| before.state == VisitState::Failed)
            && is_as_policies_were
            && !terms.kept.contains(&date.day)
            && asks_the_same(before)
        {
            visit.reason.clone_from(&before.reason);
            return Begun::Waits(line, visit);
        }
        let is_where_it_was = before.is_some_and(|before| before.is_busy() && asks_the_same(before));
        if !is_where_it_was {
            // Whoever accepted a clash did so for another time.
            visit.clashes.clear();
        }
        if is_where_it_was && is_as_policies_were {
            line.after = Some(Arc::new(visit));
            compare(pen, old, &mut line);
            return Begun::Done(line);
        }
        let policies = if terms.kept.contains(&date.day) {
            terms.policies.keeping()
        } else if visit.changed.has(Changed::DATETIME) {
            terms.policies.by_hand()
        } else if self.chapter.visits.is_none() {
            terms.policies.without_number()
        } else {
            terms.policies
        };
        let policies = if terms.asks { policies } else { policies.unasked() };
        Begun::ToPlace(Placing {
            line,
            visit,
            is_where_it_was,
            policies,
            may_stay: is_as_policies_were,
        })
    }

    /// Where the visits can be, in the book as it is so far.
    fn places<'a>(&'a mut self, pen: &'a Pen<'_>) -> Places<'a> {
        Places {
            book: pen.book(),
            location: self.chapter.location_id,
            maker: &mut self.maker,
            pauses: &self.pauses,
            now: pen.now(),
            actor: pen.actor(),
        }
    }

    /// Places a date where it usually is or where its policies move it.
    fn place(&mut self, pen: &mut Pen<'_>, placing: Placing) -> Result<(), Refused> {
        let found = self.places(pen).against(&placing);
        if placing.policies.move_it(&found) {
            super::loaded_around(self.old, placing.days_looked_at(pen.now()))?;
        }
        self.settle(pen, placing, found);
        Ok(())
    }

    fn settle(&mut self, pen: &mut Pen<'_>, placing: Placing, found: Vec<Conflict>) {
        let mut line = self.places(pen).settle(placing, found);
        compare(pen, self.old, &mut line);
        self.lines.push(write(pen, line));
    }

    /// Adds a date for each that a policy left out, as long as there are any that can be added; the others are no dates.
    fn append(
        &mut self,
        pen: &mut Pen<'_>,
        spare: Vec<Spare>,
        (before, most): (Recount, u32),
        waiting: &mut Vec<(PlanLine, Visit)>,
    ) -> Result<(), Refused> {
        let mut spare = spare.into_iter();
        let owed = usize::try_from(before.owed).unwrap_or(usize::MAX);
        // Of those that are not planned some may be such as were added.
        let mut appended = usize::try_from(before.dates.saturating_sub(most)).unwrap_or(0);
        while self.lines.iter().filter(|line| self.is_to_append(line)).count() + owed > appended
            && let Some(Spare { date, begun, .. }) = spare.next()
        {
            appended += 1;
            match begun.unwrap_or_else(|| self.begin(pen, date, None)) {
                Begun::Done(line) => self.lines.push(write(pen, line)),
                Begun::Waits(line, visit) => waiting.push((line, visit)),
                Begun::ToPlace(placing) => self.place(pen, placing)?,
                Begun::Nothing => {}
            }
        }
        let no_dates = spare.filter_map(|spare| no_longer(pen, self.old, &spare.before?));
        self.lines.extend(no_dates);
        let left_out = self.lines.iter_mut().filter(|line| line.why == Why::Appended);
        for line in left_out.skip(appended.saturating_sub(owed)) {
            line.why = Why::LeftOutByPolicy;
        }
        let appended = u32::try_from(appended).unwrap_or(MOST_APPENDED);
        pen.change::<Chapter>(self.chapter.id, |row| row.appended = appended);
        Ok(())
    }

    /// Whether a date is added for this one.
    fn is_to_append(&self, line: &PlanLine) -> bool {
        let by_policy = |visit: &Arc<Visit>| visit.removed_by == Some(RemovedBy::Policy);
        let was_left_out = line.why == Why::Past && line.after.as_ref().is_some_and(by_policy);
        line.why == Why::Appended || (was_left_out && self.terms.policies.append())
    }
}

/// Why a date has no visit whatever speaks for it: somebody left it out or cancelled it, or it is past.
fn stays_out(before: Option<&Arc<Visit>>, date: RuleDate, terms: &Terms<'_>, now: crate::time::Instant) -> Option<Why> {
    match before {
        Some(before) if is_tombstone(before) => Some(Why::StaysCancelled),
        _ if terms.left_out.contains(&date.day) => Some(Why::LeftOutByHand),
        Some(before) if before.start_utc <= now && !before.is_busy() => Some(Why::Past),
        _ => None,
    }
}

/// Makes a visit stand as it does while who comes is away, or is here (spec S3.2). What a person books by itself for that
/// time is meant, and stays so, as what stood there before.
fn settle((before, now): (&Pauses, &Pauses), visit: &mut Visit, line: &mut PlanLine) -> Option<Absence> {
    let stood = line.before.as_ref().is_none_or(|before| before.takes_place());
    let is_booked = visit.origin == VisitOrigin::Single && stood;
    let is_meant = is_booked || line.before.as_ref().is_some_and(|known| before.is_meant(known));
    let absence = now.on(visit).filter(|_| !is_meant);
    let was_busy = line.before.as_ref().is_some_and(|before| before.is_busy());
    match absence {
        Some(Absence::Held) => (visit.state, line.why) = (VisitState::OnHold, Why::Held),
        Some(Absence::GivenUp) => {
            (visit.state, visit.removed_by) = (VisitState::Removed, Some(RemovedBy::Pause));
            let kind = if was_busy { LineKind::Deleted } else { LineKind::LeftOut };
            (line.kind, line.why) = (kind, Why::GivenUp);
        }
        None => visit.state = present(visit),
    }
    absence
}

fn leave_out(line: &mut PlanLine, mut visit: Visit, why: Why) {
    (line.kind, line.why) = (LineKind::LeftOut, why);
    (visit.state, visit.removed_by) = match (&line.before, why) {
        (Some(before), Why::Past) => {
            visit.reason.clone_from(&before.reason);
            (before.state, before.removed_by)
        }
        _ => (VisitState::Removed, Some(RemovedBy::Person)),
    };
    if visit.state == VisitState::Failed {
        line.kind = LineKind::Failed;
    }
    line.after = Some(Arc::new(visit));
}

fn write(pen: &mut Pen<'_>, mut line: PlanLine) -> PlanLine {
    if let Some(after) = line.after.take() {
        let id = after.id;
        match &line.before {
            Some(_) => pen.replace(Arc::unwrap_or_clone(after)),
            None => pen.add(Arc::unwrap_or_clone(after)),
        }
        line.after = pen.book().visits().get(id).cloned();
    }
    line
}

/// Says of a visit that stays in the book whether a person would see that anything changed.
fn compare(pen: &Pen<'_>, old: &Book, line: &mut PlanLine) {
    // What is overwritten by force is told also where it makes no difference.
    if let (LineKind::Created, Some(before), Some(after)) = (line.kind, &line.before, &line.after)
        && before.is_busy()
    {
        if is_same_to_the_salon(old, before, pen.book(), after) {
            line.kind = LineKind::Untouched;
            // One that stays where a policy moved it says so.
            if !after.placed_by_policy {
                line.why = Why::Same;
            }
        } else {
            line.kind = LineKind::Changed;
        }
    }
}

/// Whether nothing that a person sees differs: where a visit stands in its rule is not seen.
fn is_same_to_the_salon(old: &Book, before: &Visit, new: &Book, after: &Visit) -> bool {
    let seen = |visit: &Visit| (visit.state, visit.start_utc, visit.minutes, visit.before, visit.after);
    if seen(before) != seen(after) || before.staff != after.staff {
        return false;
    }
    let mut as_before = after.clone();
    as_before.position = before.position;
    as_before.slot_position = before.slot_position;
    as_before.origin = before.origin;
    (as_before.chapter_id, as_before.slot_id) = (before.chapter_id, before.slot_id);
    as_before.clashes.clone_from(&before.clashes);
    as_before == *before && are_the_same_services(&lines_of(old, before), &lines_of(new, after))
}

/// A visit under the name of a date: of which chapter and slot it is, and the start it would have had.
fn named_as(date: &Visit, visit: Visit) -> Visit {
    Visit {
        chapter_id: date.chapter_id,
        slot_id: date.slot_id,
        original_day: date.original_day,
        original_time: date.original_time,
        origin: date.origin,
        position: date.position,
        slot_position: date.slot_position,
        ..visit
    }
}
