//! A visit is cancelled with services that come every so many times: they come next time instead, and count on from there
//! (spec S2.10). From that date on the series has a new chapter.

use std::sync::Arc;

use super::again::{Terms, plan_dates};
use super::chapter::begin_chapter;
use super::dates::date_of;
use super::top_up::new_dates;
use super::visit::found;
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Command, Force, Moment};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{is_there, lines_of};
use crate::domain::values::*;
use crate::time::{Civil, Day, Instant};

pub(super) fn decide(
    book: &Book,
    id: VisitId,
    how: CancelledHow,
    keep_conflicts: bool,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    super::loaded(book, visit.original_day, moment.now)?;
    let nothing = || Refused::from(Refusal::NothingToCountOn { visit: id });
    let chapter = book.chapters().get(visit.chapter_id).ok_or_else(nothing)?;
    let series = book.series().get(visit.series_id).ok_or_else(nothing)?;
    let due = due(book, &visit);
    // Beside the rule it is of no number that could be counted on from.
    let is_date = date_of(book, &visit).is_some();
    let next = next(book, chapter, &visit, moment.now).ok_or_else(nothing)?;
    if due.is_empty() || !is_date {
        return Err(nothing());
    }
    let mut pen = Pen::new(book, moment);
    let mut lines = pen.carry(&Command::CancelVisit { visit: id, how })?.plan.lines;
    let begun = begin_chapter(&mut pen, chapter, next.day).ok_or_else(nothing)?;
    let comes: Vec<LineId> = pen
        .book()
        .lines()
        .of(begun)
        .filter(|line| due.contains(&line.ordinal))
        .map(|line| line.id)
        .collect();
    for line in comes {
        pen.change::<Line>(line, |row| row.phase = 1);
    }
    let begun = pen.book().chapters().get(begun).cloned().ok_or_else(nothing)?;
    let through = series.materialized_until.unwrap_or(Day::LAST);
    // One that was brought back by hand may lie beyond.
    let farthest = pen.book().calendar().of_series(pen.book(), series.id).next_back();
    let farthest = farthest.map_or(through, |visit| visit.original_day.max(through));
    let mut dates = new_dates(pen.book(), &begun, begun.start_day, farthest);
    let stands = |visit: &Arc<Visit>| visit.is_busy() || visit.state == VisitState::Failed;
    dates.retain(|(date, visit)| date.day <= through || visit.as_ref().is_some_and(stands));
    for stays in dates.iter().filter_map(|(_, visit)| visit.as_ref()) {
        if has_begun(stays, pen.now()) {
            as_it_is(&mut pen, book, stays);
        }
    }
    let beside = |visit: &&Arc<Visit>| visit.origin == VisitOrigin::Extra && visit.lines.is_empty();
    let beside: Vec<Arc<Visit>> = pen
        .book()
        .visits()
        .of(visit.series_id)
        .filter(beside)
        .cloned()
        .collect();
    for stays in beside.iter().filter(|stays| stays.chapter_id == begun.id) {
        as_it_is(&mut pen, book, stays);
    }
    dates.retain(|(_, visit)| visit.as_ref().is_none_or(|visit| !has_begun(visit, pen.now())));
    let kept: Vec<Day> = dates
        .iter()
        .filter(|(_, visit)| keep_conflicts && visit.as_ref().is_some_and(|visit| visit.is_busy()))
        .map(|(date, _)| date.day)
        .collect();
    let terms = Terms {
        kept: &kept,
        ..Terms::of_series(series, &Force::Nothing)
    };
    lines.extend(plan_dates(&mut pen, book, &begun, dates, &terms)?);
    let plan = Plan {
        lines,
        series: Some(visit.series_id),
    };
    if asking == Asking::Decide && plan.open() > 0 {
        return Err(Refusal::Clashes {
            location,
            lines: plan.lines,
        }
        .into());
    }
    let label = Label::CountedOn {
        series: visit.series_id,
        visit: id,
        next,
    };
    Ok(Decided {
        change: pen.finish(label, Some(Subject::Visit(id)), Origin::Person),
        plan,
    })
}

/// Whether something of a visit comes every so many times, so that it could come next time instead.
pub fn can_count_on(book: &Book, visit: &Visit, now: Instant) -> bool {
    let chapter = book.chapters().get(visit.chapter_id);
    visit.is_busy()
        && date_of(book, visit).is_some()
        && !due(book, visit).is_empty()
        && chapter.is_some_and(|chapter| next(book, chapter, visit, now).is_some())
}

/// The lines, by their ordinals, that come every so many times and are due on the date of a visit.
fn due(book: &Book, visit: &Visit) -> Vec<u16> {
    let of_slot = |terms: SlotTermsId| {
        let terms = book.slot_terms().get(terms);
        terms.is_some_and(|terms| terms.slot_id == visit.slot_id)
    };
    let is_due = |line: &&Arc<Line>| {
        let position = if line.terms_id.is_some() {
            visit.slot_position
        } else {
            visit.position
        };
        line.every_nth > 1 && line.terms_id.is_none_or(of_slot) && is_there(line.every_nth, line.phase, position)
    };
    let lines = book.lines().of(visit.chapter_id);
    lines.filter(is_due).map(|line| line.ordinal).collect()
}

/// The next date of the rule whose visit has not begun, and to which somebody comes: what waits for a date on which nobody
/// does would be missed for one more round.
fn next(book: &Book, chapter: &Chapter, visit: &Visit, now: Instant) -> Option<Civil> {
    let rule = chapter.rule.as_ref()?;
    let from = visit.original_day + 1;
    let most = chapter.count().unwrap_or(u32::MAX);
    let last = chapter.until_day.unwrap_or(Day::LAST);
    let left = most.saturating_sub(rule.count_before(chapter.start_day, from));
    let named = |day: Day| {
        let of_day = |terms: &&Arc<SlotTerms>| terms.weekday.is_none_or(|weekday| weekday == day.weekday());
        let terms = book.slot_terms().of(chapter.id).find(of_day)?;
        Some(day.at(terms.time))
    };
    let is_to_come = |date: &Civil| {
        let visit = book.calendar().named(chapter.series_id, *date);
        let visit = visit.and_then(|id| book.visits().get(id));
        let starts = book.zone_of(chapter.location_id).resolve(*date).instant();
        visit.map_or(starts > now, |visit| {
            visit.start_utc > now && !visit.has_outcome() && !stays_away(visit)
        })
    };
    rule.dates_from(chapter.start_day, from)
        .take(usize::try_from(left).unwrap_or(usize::MAX))
        .take_while(|day| *day <= last)
        .filter_map(named)
        .find(is_to_come)
}

/// Whether it is known that nobody comes: what only the rule took out is a date again where the rule gives it.
fn stays_away(visit: &Visit) -> bool {
    match visit.state {
        VisitState::Removed => visit.removed_by != Some(RemovedBy::Rule),
        VisitState::OnHold => true,
        VisitState::Stable | VisitState::Pencilled | VisitState::Failed => false,
    }
}

/// Whether no plan changes it any more (spec S4.6).
fn has_begun(visit: &Visit, now: Instant) -> bool {
    visit.is_busy() && (visit.start_utc <= now || visit.has_outcome())
}

/// Leaves a visit that has begun, or stands beside the rule, the services that it had.
fn as_it_is(pen: &mut Pen<'_>, old: &Book, visit: &Visit) {
    let Some(before) = old.visits().get(visit.id) else {
        return;
    };
    let lines: Vec<VisitLine> = lines_of(old, before).iter().map(VisitLine::from).collect();
    pen.change::<Visit>(visit.id, |row| row.lines = lines);
}
