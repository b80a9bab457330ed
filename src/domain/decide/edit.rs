//! Changing a standing appointment, all to come or from a day on (spec S4.5, S4.7).
//!
//! Where dates lie before the change, a new chapter begins: the old one ends before it, and its visits stay as they are. Where
//! none does, and where nothing changes that a chapter says (notes, colour, reminders, the end), chapters are edited in place.
//! Chapters that begin later take over what was changed, and keep the rest of what they say; another rhythm takes them in.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::again::{Recount, Terms, plan_dates};
use super::beside::{make_way, no_longer};
use super::chapter::added_before;
use super::dates::{RuleDate, checked_dates, horizon_of, rule_dates};
use super::ends::{end_behind_what_is_past, ends_before, ends_behind, ends_in, last_before, set_end};
use super::matching::{Matches, match_slots, match_visits};
use super::policy::Policies;
use super::reach::{Reach, running};
use super::series::{add_chapter, apply_dates, apply_draft, write_companions, write_member, write_pieces, write_terms};
use super::take_over::take_over;
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{EditHow, Force, Moment, Scope};
use crate::domain::draft::{LineDraft, SeriesDraft, SeriesEnd, SlotDraft};
use crate::domain::pen::Pen;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::request::{draft_in, draft_of_chapter};
use crate::domain::rows::*;
use crate::time::{Civil, Day};

pub(super) fn decide(
    book: &Book,
    series: SeriesId,
    draft: &SeriesDraft,
    (reason, how): (&str, &EditHow),
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    let plan = write(&mut pen, book, series, draft, (reason, how), Asks::unless(false))?;
    finish(pen, series, plan, draft.location, asking)
}

/// Ends a change of a series: refused where dates still wait for a decision, or where nothing would change.
pub(super) fn finish(
    pen: Pen<'_>,
    series: SeriesId,
    plan: Plan,
    location: LocationId,
    asking: Asking,
) -> Result<Decided, Refused> {
    if asking == Asking::Decide && plan.open() > 0 {
        let lines = plan.lines;
        return Err(Refusal::Clashes { location, lines }.into());
    }
    let visits = plan.changed_visits();
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

/// A chapter as it is to be, and which visits are its own from now on.
struct Part {
    chapter: ChapterId,
    draft: SeriesDraft,
    /// The first day that is planned; none where it is the whole series.
    from: Option<Day>,
    /// The first day of the next one.
    next: Option<Day>,
    /// Whether the series ends before it.
    is_over: bool,
    /// How many of its dates were added for ones before the first day that is planned.
    owed: u32,
    /// What its slots meant before.
    old_terms: Vec<Arc<SlotTerms>>,
    /// The visits of its first dates, one by one, where weeks are counted anew.
    numbered: Vec<Option<VisitId>>,
}

/// What somebody is asked about while a series is changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asks {
    /// What clashes; else it waits as not booked.
    pub of_clashes: bool,
    /// Chapters that begin later and say something else; else they keep it.
    pub of_chapters: bool,
}

impl Asks {
    /// A person changes it; what clashes waits where they said so.
    pub(super) fn unless(later: bool) -> Self {
        Self {
            of_clashes: !later,
            of_chapters: true,
        }
    }

    /// Nobody can be asked.
    pub(super) const NOBODY: Self = Self {
        of_clashes: false,
        of_chapters: false,
    };
}

/// Writes a change of a series, and says what it means date by date; `old` is a book in which the series stands as it was.
pub(super) fn write(
    pen: &mut Pen<'_>,
    old: &Book,
    series: SeriesId,
    draft: &SeriesDraft,
    (reason, how): (&str, &EditHow),
    asks: Asks,
) -> Result<Plan, Refused> {
    let row = running(old, series)?;
    are_its(old, series, &how.force)?;
    let gone = || {
        let subject = Subject::Series(series);
        Refused::from(Refusal::Gone { subject })
    };
    let reach = Reach::of(old, series, how.scope, pen.now())?;
    let first = reach.first().cloned().ok_or_else(gone)?;
    // What lies before the change stays as it is, whatever it is.
    super::loaded(old, reach.cut.unwrap_or(first.start_day), pen.now())?;
    let base = draft_in(old, &first).ok_or_else(gone)?;
    let mut wanted = draft.clone();
    match_slots(&terms_of(old, first.id), &mut wanted.slots);
    let says = Difference::of(&base, &wanted, how);
    if !reach.has_dates && says.of_chapter && base.end == wanted.end {
        return Err(Refusal::SeriesHasPast { series }.into());
    }

    pen.change::<Series>(series, |row| apply_draft(row, &wanted));
    let parts = parts(pen, old, &reach, (&base, &wanted), says, how, asks)?;
    let (main, client) = write_member(pen, series, &wanted);
    for part in &parts {
        write_terms(pen, series, part.chapter, &part.draft, client);
        write_pieces(pen, series, part.chapter);
    }

    write_companions(pen, series, main);
    let through = through(pen, &row, &wanted);
    let (mut lines, mut last) = (Vec::new(), last_before(old, &first));
    for part in &parts {
        let (of_part, last_of_part) = visits(pen, old, &row, part, (how, asks), through)?;
        lines.extend(of_part);
        last = last_of_part.or(last);
    }
    lines.sort_by_key(|line| (line.original, line.kind));
    let endless = wanted.rule.is_some() && wanted.end == SeriesEnd::Never;
    let materialized = if endless { Some(through) } else { last };
    pen.change::<Series>(series, |row| row.materialized_until = materialized);
    if pen.has_changes() {
        pen.change::<Series>(series, |row| reason.clone_into(&mut row.change_reason));
    }
    Ok(Plan {
        lines,
        series: Some(series),
    })
}

/// Refuses to overwrite what was changed by hand of a visit that is none of the series.
pub(super) fn are_its(book: &Book, series: SeriesId, force: &Force) -> Result<(), Refusal> {
    let is_its = |original: &Civil| book.calendar().named(series, *original).is_some();
    match force {
        Force::These(starts) if !starts.iter().all(is_its) => Err(Refusal::NoSuchVisit { series }),
        Force::Nothing | Force::All | Force::These(_) => Ok(()),
    }
}

fn terms_of(book: &Book, chapter: ChapterId) -> Vec<Arc<SlotTerms>> {
    book.slot_terms().of(chapter).cloned().collect()
}

/// What a change says that the series did not say before.
#[derive(Clone, Copy)]
struct Difference {
    /// When it recurs: the rule, where it counts from, the weekdays of its slots.
    of_rhythm: bool,
    /// Anything that a chapter says, its end aside.
    of_chapter: bool,
}

impl Difference {
    fn of(base: &SeriesDraft, wanted: &SeriesDraft, how: &EditHow) -> Self {
        let weekdays = |draft: &SeriesDraft| -> Vec<_> {
            let of_slot = |slot: &SlotDraft| (slot.slot, slot.weekday);
            draft.slots.iter().map(of_slot).collect()
        };
        let of_rhythm = base.rule != wanted.rule
            || base.start != wanted.start
            || weekdays(base) != weekdays(wanted)
            || how.reset_start;
        let said = |draft: &SeriesDraft| {
            let who = (draft.client.clone(), draft.visitor.clone(), draft.seats);
            (who, draft.location, draft.slots.clone(), draft.lines.clone())
        };
        Self {
            of_rhythm,
            of_chapter: of_rhythm || said(base) != said(wanted),
        }
    }
}

/// Writes the chapters that the change is for as they are to be.
fn parts(
    pen: &mut Pen<'_>,
    old: &Book,
    reach: &Reach,
    (base, wanted): (&SeriesDraft, &SeriesDraft),
    says: Difference,
    how: &EditHow,
    asks: Asks,
) -> Result<Vec<Part>, Refused> {
    let Some((first, later)) = reach.chapters.split_first() else {
        return Ok(Vec::new());
    };
    let begins_anew = says.of_chapter && reach.cuts(first);
    let mut draft = wanted.clone();
    if begins_anew || (says.of_rhythm && reach.cut.is_some()) || how.reset_start {
        draft.start = start(old, base, wanted, reach, how)?;
    }
    let numbered = if how.reset_start {
        visits_by_number(old, reach)
    } else {
        Vec::new()
    };
    let mut part = Part {
        chapter: first.id,
        draft,
        from: reach.cut,
        next: None,
        is_over: false,
        owed: 0,
        old_terms: terms_of(old, first.id),
        numbered,
    };
    let (mut count, of_slots) = positions(old, first, reach.cut.filter(|_| reach.cuts(first)));
    if says.of_rhythm && !later.is_empty() {
        // Another rhythm takes in what begins later: it goes on in the last chapter, and the others end before it.
        let (ended, taken) = match reach.chapters.split_last() {
            Some((last, ended)) => (ended, last.id),
            None => return Ok(Vec::new()),
        };
        for chapter in ended {
            let until = reach.cut.unwrap_or(chapter.start_day) - 1;
            pen.change::<Chapter>(chapter.id, |row| (row.until_day, row.visits) = (Some(until), None));
        }
        part.chapter = taken;
        goes_on(&mut part.draft, base, count, &of_slots);
        set_end(pen, taken, &mut part.draft, wanted, 0)?;
        pen.change::<Chapter>(taken, |row| apply_dates(row, &part.draft));
        return Ok(vec![part]);
    }
    if begins_anew {
        goes_on(&mut part.draft, base, count, &of_slots);
        let until = reach.cut.unwrap_or(first.start_day) - 1;
        pen.change::<Chapter>(first.id, |row| (row.until_day, row.visits) = (Some(until), None));
        let behind = |chapter: &&Arc<Chapter>| chapter.ordinal > first.ordinal;
        let mut behind: Vec<Arc<Chapter>> = old.chapters().of(first.series_id).filter(behind).cloned().collect();
        behind.sort_by_key(|chapter| Reverse(chapter.ordinal));
        for chapter in behind {
            // One that has no date any more has its place as well.
            pen.change::<Chapter>(chapter.id, |row| row.ordinal += 1);
        }
        part.chapter = add_chapter(pen, first.series_id, first.ordinal + 1, &part.draft);
    }
    // What is new among the services counts from the first date on which it may be there.
    count = first
        .dates()
        .unwrap_or(0)
        .saturating_sub(if begins_anew { count } else { 0 });
    // What was added for dates before is of the number of what begins with the change.
    let before = added_before(old, first, reach.cut);
    let (added, owed) = if begins_anew { (before, 0) } else { (0, before) };
    part.owed = owed;
    let mut parts = vec![part];
    let mut until = first.until_day;
    for chapter in later {
        if let Some(before) = parts.last_mut() {
            before.next = Some(chapter.start_day);
            // The days between two chapters are of neither.
            let behind = chapter.start_day - 1;
            before.draft.end = SeriesEnd::On(until.map_or(behind, |until| until.min(behind)));
        }
        until = chapter.until_day;
        // What is said of the series as a whole is written by now.
        let Some(mut draft) = draft_of_chapter(pen.book(), chapter) else {
            continue;
        };
        // What is new goes on with the count.
        let mut counted = parts.first().map_or(wanted, |part| &part.draft).lines.clone();
        let known = counted.clone();
        count_on(&mut counted, &known, count);
        take_over(&mut draft, base, wanted, &counted, asks.of_chapters);
        count += chapter.dates().unwrap_or(0);
        parts.push(Part {
            chapter: chapter.id,
            draft,
            from: Some(chapter.start_day),
            next: None,
            is_over: false,
            owed: 0,
            old_terms: terms_of(old, chapter.id),
            numbered: Vec::new(),
        });
    }
    let mut is_over = !says.of_chapter && !reach.cuts(first) && ends_before(old, first, wanted)?;
    if is_over {
        end_behind_what_is_past(pen, old, first, wanted);
    }
    for part in &mut parts {
        part.is_over = is_over;
        if is_over {
            part.draft.end = SeriesEnd::On(part.draft.start - 1);
        } else if part.next.is_none() || ends_in(pen, (part.chapter, part.next), &part.draft, wanted, added) {
            is_over = true;
            set_end(pen, part.chapter, &mut part.draft, wanted, added)?;
            if !begins_anew && part.chapter == first.id {
                ends_behind(old, (first, owed), reach, &part.draft)?;
            }
        }
        pen.change::<Chapter>(part.chapter, |row| apply_dates(row, &part.draft));
        if !begins_anew && part.chapter == first.id && reach.cuts(first) && part.draft.rule.is_some() {
            // Where only a part of it is planned, the dates that were added are dates like others.
            pen.change::<Chapter>(first.id, |row| row.appended = first.appended);
        }
        let (from, next) = (part.draft.start, part.next);
        let is_here = |day: &Day| reach.chapters.len() == 1 || (*day >= from && next.is_none_or(|next| *day < next));
        part.draft.left_out.retain(is_here);
        part.draft.kept.retain(is_here);
    }
    Ok(parts)
}

/// The first date of what begins with a change: in step with what was, or counted from there.
fn start(
    old: &Book,
    base: &SeriesDraft,
    wanted: &SeriesDraft,
    reach: &Reach,
    how: &EditHow,
) -> Result<Day, FieldErrors> {
    let is_said = base.start != wanted.start;
    let counts_from = match (is_said, how.reset_start) {
        (true, _) => wanted.start,
        (false, true) => reach.here,
        (false, false) => base.start,
    };
    let Some(rule) = &wanted.rule else {
        return Ok(counts_from);
    };
    let from = reach.cut.map_or(counts_from, |cut| cut.max(counts_from));
    // Where another weekday is the same slot, a week whose visit lies behind has had it (spec S4.7). A day that a person
    // named is meant.
    let moves = !is_said && how.scope == Scope::ToCome && !how.reset_start && is_a_move(base, wanted);
    let had = |day: Day| {
        let week = day.start_of_week(rule.parts().week_start);
        let dates = |chapter: &Arc<Chapter>| rule_dates(old, chapter, week, from - 1);
        moves && reach.first().is_some_and(|chapter| !dates(chapter).is_empty())
    };
    let first = rule.dates_from(counts_from, from).find(|day| !had(*day));
    first.ok_or_else(|| FieldErrors::one("frequency", FieldError::NoDates))
}

/// Whether the only slot of a series moves to another weekday.
fn is_a_move(base: &SeriesDraft, wanted: &SeriesDraft) -> bool {
    let ([before], [after]) = (base.slots.as_slice(), wanted.slots.as_slice()) else {
        return false;
    };
    before.slot == after.slot && before.weekday.is_some() && after.weekday.is_some() && before.weekday != after.weekday
}

/// How many dates a chapter has before a day, all slots together and by slot.
fn positions(book: &Book, chapter: &Chapter, cut: Option<Day>) -> (u32, BTreeMap<SlotId, u32>) {
    let mut of_slots = BTreeMap::new();
    let (Some(rule), Some(cut)) = (&chapter.rule, cut) else {
        return (0, of_slots);
    };
    // Who counts by slot has lines of their own there.
    if book.lines().of(chapter.id).any(|line| line.terms_id.is_some()) {
        for date in rule_dates(book, chapter, chapter.start_day, cut - 1) {
            if let Some(terms) = book.slot_terms().get(date.terms) {
                *of_slots.entry(terms.slot_id).or_default() += 1;
            }
        }
    }
    (rule.count_before(chapter.start_day, cut), of_slots)
}

/// Lines that are there every Nth time go on with the count (spec S2.10).
fn goes_on(draft: &mut SeriesDraft, base: &SeriesDraft, count: u32, of_slots: &BTreeMap<SlotId, u32>) {
    count_on(&mut draft.lines, &base.lines, count);
    for slot in &mut draft.slots {
        let known = base.slots.iter().find(|known| known.slot == slot.slot);
        let count = slot.slot.and_then(|slot| of_slots.get(&slot));
        if let (Some(known), Some(count)) = (known, count) {
            count_on(&mut slot.lines, &known.lines, *count);
        }
    }
}

/// The same for some lines, so many dates later; a line that is new counts from its first date.
fn count_on(lines: &mut [LineDraft], known: &[LineDraft], count: u32) {
    let same = |line: &LineDraft| {
        let place = |line: &LineDraft| (line.service, line.every_nth, line.phase);
        known.iter().any(|known| place(known) == place(line))
    };
    for line in lines.iter_mut().filter(|line| line.every_nth > 1 && same(line)) {
        let nth = u32::from(line.every_nth);
        let phase = (u32::from(line.phase.max(1)) - 1 + nth - count % nth) % nth + 1;
        line.phase = u16::try_from(phase).unwrap_or(line.phase);
    }
}

/// The visits of the dates that the change is for, in their order.
fn visits_by_number(book: &Book, reach: &Reach) -> Vec<Option<VisitId>> {
    let from = reach.cut.unwrap_or(Day::FIRST);
    let dates = reach.chapters.iter().flat_map(|chapter| {
        let known = book.series().get(chapter.series_id);
        let through = known.and_then(|series| series.materialized_until).unwrap_or(Day::LAST);
        let dates = rule_dates(book, chapter, from.max(chapter.start_day), through).into_iter();
        dates.map(|date| (chapter.series_id, date))
    });
    let named = |(series, date): (SeriesId, RuleDate)| {
        let terms = book.slot_terms().get(date.terms)?;
        book.calendar().named(series, date.day.at(terms.time))
    };
    dates.map(named).collect()
}

/// Through which day a series without an end has dates: never less far than it has, and no farther where it is to have
/// no new ones (spec S3.2).
fn through(pen: &Pen<'_>, series: &Series, draft: &SeriesDraft) -> Day {
    let horizon = horizon_of(pen.book(), series.id, pen.now());
    match series.materialized_until {
        Some(known) if draft.active => known.max(horizon),
        Some(known) => known,
        None => horizon,
    }
}

/// Plans the visits of a part anew; gives the lines and the last date of the rule.
fn visits(
    pen: &mut Pen<'_>,
    old: &Book,
    series: &Series,
    part: &Part,
    (how, asks): (&EditHow, Asks),
    through: Day,
) -> Result<(Vec<PlanLine>, Option<Day>), Refused> {
    let Some(row) = pen.book().chapters().get(part.chapter).cloned() else {
        return Ok((Vec::new(), None));
    };
    let draft = &part.draft;
    let mut dates = if part.is_over {
        Vec::new()
    } else {
        checked_dates(pen.book(), &row, draft, through)?
    };
    // What lies before stays as it is.
    let from = part.from.unwrap_or(Day::FIRST);
    dates.retain(|date| date.day >= from);
    let recount = dates.first().map(|date| Recount {
        dates: date.position,
        owed: part.owed,
    });
    let is_its =
        |visit: &&Arc<Visit>| visit.original_day >= from && part.next.is_none_or(|next| visit.original_day < next);
    let all = pen.book().calendar().of_series(pen.book(), series.id);
    let known: Vec<Arc<Visit>> = all.filter(is_its).cloned().collect();
    // Dates that can be added for others are of no number.
    let asked_for = dates.partition_point(|date| date.position < row.visits.unwrap_or(u32::MAX));
    let numbered = part.numbered.get(..asked_for).unwrap_or(&part.numbered);
    let Matches {
        mut dates,
        left,
        in_the_way,
    } = match_visits(pen.book(), &row, &part.old_terms, known, numbered, dates);
    let zone = pen.book().zone_of(row.location_id);
    let begins = |date: &RuleDate| {
        let terms = pen.book().slot_terms().get(date.terms)?;
        Some(zone.resolve(date.day.at(terms.time)).instant())
    };
    if part.from.is_some() {
        // No visit comes where the time has passed already.
        dates.retain(|(date, visit)| visit.is_some() || begins(date).is_some_and(|begins| begins > pen.now()));
    }
    let mut lines: Vec<PlanLine> = left.iter().filter_map(|visit| no_longer(pen, old, visit)).collect();
    lines.extend(in_the_way.iter().filter_map(|visit| make_way(pen, old, visit)));
    let terms = Terms {
        policies: Policies::of_draft(draft),
        policies_before: Policies::of_series(series),
        left_out: &draft.left_out,
        kept: &draft.kept,
        force: &how.force,
        asks: asks.of_clashes,
        recount,
    };
    lines.extend(plan_dates(pen, old, &row, dates, &terms)?);
    // How many dates were added is known by now.
    let through = if draft.end == SeriesEnd::Never {
        through
    } else {
        Day::LAST
    };
    let row = pen.book().chapters().get(part.chapter);
    let given = row.map(|row| rule_dates(pen.book(), row, row.start_day, through));
    Ok((lines, given.and_then(|dates| dates.last().map(|date| date.day))))
}
