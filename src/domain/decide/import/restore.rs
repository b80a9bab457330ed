//! A series that Chairtime wrote and this book has never heard of: made again from the request that stands in the file, with
//! the dates that the file has, moved, left out and changed as they were there. It keeps its ids, so that it is known from now on.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::foreign::shift;
use super::times::{Starts, on_day, on_the_wall};
use super::{Stop, write};
use crate::domain::command::Command;
use crate::domain::decide::dates::{MOST_DATES, horizon};
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::import::{Did, Import, Incoming, Noted, Ours, Reason, ReportLine};
use crate::domain::pen::Pen;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::request::{self, Purpose};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::recurrence::End;
use crate::time::{Civil, Day, Minutes, Zone};

/// The visits of a file, by the starts that they would have had: when they are, and how long.
type Visits = BTreeMap<Civil, (Civil, Option<Minutes>)>;

/// The component that says what a series is made of.
pub(super) fn request_of<'i>(group: &[&'i Incoming]) -> Option<(&'i Incoming, &'i str)> {
    group
        .iter()
        .find_map(|one| Some((*one, one.ours.as_ref()?.request.as_deref()?)))
}

/// Makes a series again.
pub(super) fn restore(pen: &mut Pen<'_>, group: &[&Incoming], import: &Import) -> Result<ReportLine, Stop> {
    let unreadable = || {
        let reason = "X-CHAIRTIME-REQUEST".to_owned();
        Stop::from(Refused::from(FieldErrors::one(
            "request",
            FieldError::NotJson { reason },
        )))
    };
    let (first, text) = request_of(group).ok_or_else(unreadable)?;
    let request: Value = serde_json::from_str(text).map_err(|_why| unreadable())?;
    let is_standing = ["frequency", "rrule"].iter().any(|field| request.get(field).is_some());
    let purpose = if is_standing {
        Purpose::Standing
    } else {
        Purpose::Single
    };
    if import.create_missing {
        request::add_missing(pen, &request, purpose)?;
    }
    let draft = request::read(pen.book(), &request, purpose, import.create_missing).map_err(Refused::from)?;
    let here = pen.book().zone_of(draft.location);
    let through = horizon(pen.book(), draft.start, pen.now());
    let known_until = group
        .iter()
        .filter_map(|one| one.ours.as_ref()?.materialized_until)
        .max();
    let visits = visits(group, here, known_until.unwrap_or(through));
    if visits.len() > MOST_DATES {
        return Err(Noted::Refused(Reason::TooManyDates(MOST_DATES)).into());
    }
    let policies = (draft.conflicts, draft.closed_days);
    let draft = SeriesDraft {
        once: None,
        left_out: left_out(&draft, &visits, known_until.unwrap_or(through)),
        conflicts: Policy::Keep,
        closed_days: Policy::Keep,
        ..draft
    };
    let did = if is_standing { Did::NewSeries } else { Did::NewVisit };
    let mut plan = pen.carry(&Command::CreateSeries(Box::new(draft)))?.plan;
    let series = plan.series.ok_or(Refusal::PlanIsStale).map_err(Refused::from)?;
    for (original, (start, length)) in visits {
        if pen.book().calendar().named(series, original).is_none() {
            plan.lines.extend(write::beside(pen, series, original, None));
        }
        shift(pen, series, &mut plan, original, start, length)?;
    }
    for (original, said) in by_hand(group) {
        write::by_hand(pen, series, original, &said);
    }
    plan.lines.sort_by_key(|line| line.original);
    pen.change::<Series>(series, |row| {
        (row.conflicts, row.closed_days) = policies;
    });
    if let Some(ours) = &first.ours {
        keep_names(pen, series, ours, first.sequence);
    }
    if !first.unknown.is_empty() {
        write::foreign(pen, series, first);
    }
    Ok(ReportLine {
        line: first.line,
        did,
        series,
        plan,
    })
}

/// Gives a series, its chapter and its pieces the names that they had.
fn keep_names(pen: &mut Pen<'_>, series: SeriesId, ours: &Ours, sequence: u32) {
    pen.change::<Series>(series, |row| row.uuid = ours.series);
    let Some(chapter) = pen.book().chapters().of(series).next_back().map(|chapter| chapter.id) else {
        return;
    };
    if let Some(uuid) = ours.chapter {
        pen.change::<Chapter>(chapter, |row| row.uuid = uuid);
    }
    let slots: Vec<SlotId> = pen.book().slot_terms().of(chapter).map(|terms| terms.slot_id).collect();
    for (place, slot) in slots.into_iter().enumerate() {
        let piece = pen
            .book()
            .ical_pieces()
            .of(series)
            .find(|piece| piece.slot_id == slot)
            .map(|piece| piece.id);
        let uid = ours.pieces.get(place).copied();
        // A UID is there once.
        let is_free = |uid: &uuid::Uuid| pen.book().ical_pieces().all().all(|piece| piece.uid != *uid);
        let uid = uid.filter(is_free);
        if let Some(piece) = piece {
            pen.change::<IcalPiece>(piece, |row| {
                row.sequence = sequence;
                row.uid = uid.unwrap_or(row.uid);
            });
        }
    }
}

/// The visits that the components have.
fn visits(group: &[&Incoming], here: Zone, through: Day) -> Visits {
    let none = Ours::default();
    let mut visits = Visits::new();
    for incoming in group {
        let ours = incoming.ours.as_deref().unwrap_or(&none);
        let inner = |start: Civil, length: Option<Minutes>| {
            let length = length.map(|length| length - ours.set_up - ours.clean_up);
            (start + ours.set_up, length.filter(|length| *length > Minutes::ZERO))
        };
        let wall = on_the_wall(incoming.start, here);
        let Some(rule) = &incoming.rule else {
            if !incoming.left_out.contains(&incoming.start) {
                let original = ours.original.unwrap_or(wall + ours.set_up);
                visits.insert(original, inner(wall, incoming.length));
            }
            continue;
        };
        let mut left_out = Starts::of(incoming.left_out.iter().copied());
        let mut instead = Starts::of(incoming.instead.iter().map(|one| one.of));
        let start = incoming.start.day();
        // One that ends has all of its dates in the file.
        let last = if rule.end() == End::Never { through } else { Day::LAST };
        for day in rule.dates(start).take_while(|day| *day <= last).take(MOST_DATES) {
            let date = on_day(incoming.start, day);
            let usual = on_the_wall(date, here);
            let one = instead.find(date, here).and_then(|place| incoming.instead.get(place));
            if let Some(one) = one {
                let length = one.length.or(incoming.length);
                visits.insert(usual + ours.set_up, inner(on_the_wall(one.start, here), length));
            } else if left_out.find(date, here).is_none() {
                visits.insert(usual + ours.set_up, inner(usual, incoming.length));
            }
        }
    }
    visits
}

/// The dates of a series that the file does not have; what lies behind the day that it knows is new.
fn left_out(draft: &SeriesDraft, visits: &Visits, known_until: Day) -> Vec<Day> {
    let Some(rule) = &draft.rule else { return Vec::new() };
    let (last, most) = match draft.end {
        SeriesEnd::Never => (known_until, usize::MAX),
        SeriesEnd::On(day) => (day, usize::MAX),
        SeriesEnd::After(count) => (Day::LAST, usize::try_from(count).unwrap_or(usize::MAX)),
    };
    let has_visit = |day: &Day| {
        let slot = draft.slot_on(*day).and_then(|place| draft.slots.get(place));
        slot.is_none_or(|slot| visits.contains_key(&day.at(slot.time)))
    };
    let dates = rule
        .dates(draft.start)
        .take_while(|day| *day <= last)
        .take(most.min(MOST_DATES));
    dates.filter(|day| !has_visit(day)).collect()
}

/// What a person changed of visits, by the starts that these would have had.
fn by_hand(group: &[&Incoming]) -> Vec<(Civil, Value)> {
    let of_component = group.iter().map(|one| one.ours.as_deref());
    let of_dates = group.iter().flat_map(|one| &one.instead).map(|one| one.ours.as_deref());
    let texts = of_component
        .chain(of_dates)
        .flatten()
        .filter_map(|ours| ours.visits.as_deref());
    let read = texts.filter_map(|text| serde_json::from_str::<Map<String, Value>>(text).ok());
    read.flatten()
        .filter_map(|(original, said)| Some((original.parse().ok()?, said)))
        .collect()
}
