//! A series that the book knows: what another calendar changed of it since it was written there becomes a move or a cancelled
//! visit, and nothing else changes.
//!
//! Where Chairtime wrote the component, it says how it stood then: only what differs from that was changed elsewhere, whatever
//! the book says by now. Where that was lost on the way, or another program wrote it, the book is what it is compared with, and
//! what a person changed in the book stays. Visits that have begun stay as they are.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::foreign::shift;
use super::times::{Starts, on_day, on_the_wall};
use super::{Stop, write};
use crate::domain::command::Command;
use crate::domain::decide::dates::MOST_DATES;
use crate::domain::import::{Incoming, Noted, Ours, Reason, Skip};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::recurrence::{End, Rule, When};
use crate::time::{Civil, Day, Minutes, Zone};

/// What the file says of a visit.
enum Says {
    /// It is then, so long.
    At(Civil, Option<Minutes>),
    /// It is not.
    Gone,
}

/// What an update did beside its plan.
pub(super) struct Updated {
    pub plan: Plan,
    pub skipped: Option<Skip>,
}

/// Takes over what was changed elsewhere.
pub(super) fn update(pen: &mut Pen<'_>, series: SeriesId, incoming: &Incoming) -> Result<Updated, Stop> {
    let mut updated = Updated {
        plan: Plan {
            series: Some(series),
            ..Plan::default()
        },
        skipped: None,
    };
    let Some(here) = zone(pen, series, incoming) else {
        return Ok(updated);
    };
    let through = pen
        .book()
        .series()
        .get(series)
        .and_then(|series| series.materialized_until);
    let usual_single = single(pen, series);
    let says = says(incoming, here, through.unwrap_or(Day::LAST), usual_single)?;
    let Some(first) = says.iter().map(|(original, _)| original.day).min() else {
        return Ok(updated);
    };
    super::super::loaded(pen.book(), first, pen.now())?;
    let is_base_known = incoming.ours.as_ref().is_some_and(|ours| ours.written.is_some());
    if !is_base_known {
        known_dates(pen, series, &says)?;
    }
    for (original, says) in says {
        let named = pen.book().calendar().named(series, original);
        let Some(visit) = named.and_then(|id| pen.book().visits().get(id)).cloned() else {
            continue;
        };
        let is_past = visit.start_utc <= pen.now() || visit.has_outcome();
        let is_ours_to_keep = !is_base_known && !visit.changed.is_nothing();
        match says {
            _ if is_past => {}
            Says::Gone if visit.state != VisitState::Stable || is_ours_to_keep => {}
            Says::Gone => {
                let how = CancelledHow::InTime;
                let cancelled = pen.carry(&Command::CancelVisit { visit: visit.id, how })?;
                updated.plan.lines.extend(cancelled.plan.lines);
            }
            Says::At(to, minutes) if is_there(&visit, to, minutes) => {}
            Says::At(..) if visit.state != VisitState::Stable || is_ours_to_keep => {
                // Cancelled or moved in the book, and something else there.
                updated.skipped = (visit.state == VisitState::Stable || is_base_known).then_some(Skip::ChangedHere);
            }
            Says::At(to, minutes) => shift(pen, series, &mut updated.plan, original, to, minutes)?,
        }
    }
    if incoming.ours.is_none() {
        for (start, length) in &incoming.more {
            let at = on_the_wall(*start, here);
            updated
                .plan
                .lines
                .extend(write::beside(pen, series, at, length.or(incoming.length)));
        }
    }
    Ok(updated)
}

/// The zone of the chapter that a component is of.
fn zone(pen: &Pen<'_>, series: SeriesId, incoming: &Incoming) -> Option<Zone> {
    let book = pen.book();
    let named = incoming.ours.as_ref().and_then(|ours| ours.chapter);
    let of_name = named.and_then(|uuid| book.chapters().of(series).find(|chapter| chapter.uuid == uuid));
    let chapter = of_name.or_else(|| book.last_chapter(series))?;
    Some(book.zone_of(chapter.location_id))
}

/// The start that the visit of a single appointment would have had.
fn single(pen: &Pen<'_>, series: SeriesId) -> Option<Civil> {
    let book = pen.book();
    let row = book.series().get(series)?;
    let chapter = book.last_chapter(series).filter(|_| row.kind == SeriesKind::Single)?;
    let time = book.slot_terms().of(chapter.id).next()?.time;
    Some(chapter.start_day.at(time))
}

fn is_there(visit: &Visit, at: Civil, minutes: Option<Minutes>) -> bool {
    visit.state == VisitState::Stable && visit.start() == at && minutes.is_none_or(|minutes| minutes == visit.minutes)
}

/// Refuses where the dates of the file are not those of the book: its rule was changed elsewhere.
fn known_dates(pen: &Pen<'_>, series: SeriesId, says: &[(Civil, Says)]) -> Result<(), Stop> {
    let named = |original: &Civil| pen.book().calendar().named(series, *original).is_some();
    let known = says.iter().filter(|(original, _)| named(original)).count();
    if known * 2 < says.len() {
        return Err(Noted::Refused(Reason::RuleChanged).into());
    }
    Ok(())
}

/// What a component says of visits, by the starts that these would have had: of all where it is not known how it was written,
/// else of those that were changed since.
fn says(incoming: &Incoming, here: Zone, through: Day, single: Option<Civil>) -> Result<Vec<(Civil, Says)>, Stop> {
    let none = Ours::default();
    let ours = incoming.ours.as_deref().unwrap_or(&none);
    let wall = on_the_wall(incoming.start, here);
    let inner = |start: Civil, length: Option<Minutes>| {
        let length = length
            .map(|length| length - ours.set_up - ours.clean_up)
            .filter(|length| *length > Minutes::ZERO);
        Says::At(start + ours.set_up, length)
    };
    let is_changed = |ours: Option<&Ours>, start: Civil, length: Option<Minutes>| {
        let written = ours.and_then(|ours| ours.written);
        written.is_none_or(|(at, long)| at != start || length.is_some_and(|length| length != long))
    };
    let Some(rule) = &incoming.rule else {
        let original = ours.original.or(single).unwrap_or(wall + ours.set_up);
        let is_cancelled = incoming.left_out.contains(&incoming.start);
        return Ok(if is_cancelled {
            vec![(original, Says::Gone)]
        } else if is_changed(incoming.ours.as_deref(), wall, incoming.length) {
            vec![(original, inner(wall, incoming.length))]
        } else {
            Vec::new()
        });
    };
    let (start, length) = ours
        .written
        .map_or((wall, incoming.length), |(start, length)| (start, Some(length)));
    let rule = rule.written_out(incoming.start.day());
    let base = ours
        .rule
        .as_ref()
        .map_or_else(|| rule.clone(), |base| base.written_out(start.day));
    let is_same_rule = base.without_end() == rule.without_end() && start.day == wall.day;
    if !is_same_rule && ours.written.is_some() {
        return Err(Noted::Refused(Reason::RuleChanged).into());
    }
    let shift = incoming.start.day() - wall.day;
    let known: HashSet<Civil> = ours.left_out.iter().copied().collect();
    let mut left_out = Starts::of(incoming.left_out.iter().copied());
    let mut instead = Starts::of(incoming.instead.iter().map(|one| one.of));
    let through = ours.materialized_until.map_or(through, |written| written.min(through));
    let still = last_day(&rule, incoming.start.day()).map(|last| last - shift);
    let is_usual_changed = is_changed(incoming.ours.as_deref(), wall, incoming.length);
    let mut all = Vec::new();
    for day in base.dates(start.day).take_while(|day| *day <= through).take(MOST_DATES) {
        let original = day.at(start.time) + ours.set_up;
        let now = on_day(incoming.start, day + shift);
        let is_left_out = left_out.find(now, here).is_some();
        let one = instead.find(now, here).and_then(|place| incoming.instead.get(place));
        if let Some(one) = one {
            let start = on_the_wall(one.start, here);
            let length = one.length.or(length);
            if is_changed(one.ours.as_deref(), start, length) {
                all.push((original, inner(start, length)));
            }
        } else if is_left_out || still.is_some_and(|last| day > last) {
            // What was left out when it was written is no news.
            if !known.contains(&day.at(start.time)) {
                all.push((original, Says::Gone));
            }
        } else if is_usual_changed && !known.contains(&day.at(start.time)) {
            all.push((original, inner(on_the_wall(now, here), incoming.length)));
        }
    }
    Ok(all)
}

/// The last day of a rule that ends.
fn last_day(rule: &Rule, start: Day) -> Option<Day> {
    match rule.end() {
        End::Never => None,
        End::Until(When::Day(day)) => Some(day),
        End::Until(_) | End::Count(_) => rule.last_date(start),
    }
}

/// The series that the UID of a component is of, where Chairtime wrote it and another program lost the rest; and the start that
/// a single visit would have had.
pub(super) fn by_uid(pieces: &HashMap<Uuid, SeriesId>, uid: &str) -> Option<(SeriesId, Option<Civil>)> {
    let (name, rest) = uid.split_at_checked(36)?;
    let series = *pieces.get(&name.parse::<Uuid>().ok()?)?;
    let original = rest.strip_prefix('-').and_then(|rest| {
        let (date, time) = rest
            .split_once('T')
            .filter(|(date, time)| date.len() == 8 && time.len() == 4)?;
        let (year, rest) = date.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let (hour, minute) = time.split_at_checked(2)?;
        format!("{year}-{month}-{day}T{hour}:{minute}").parse().ok()
    });
    Some((series, original))
}
