//! A series that Chairtime wrote and this book has never heard of: made again from the request that stands in the file, with
//! the dates that the file has, moved, left out and changed as they were there. It keeps its ids, so that it is known from now on.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::foreign::shift;
use super::times::{Starts, on_day, on_the_wall};
use super::{Stop, write};
use crate::domain::decide::create::{new_dates, write_series_with_dates};
use crate::domain::decide::dates::{MOST_DATES, horizon};
use crate::domain::decide::matching::match_slots;
use crate::domain::decide::series::{add_chapter, write_pieces, write_terms};
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::import::{Did, Import, Incoming, Noted, Ours, Reason, ReportLine};
use crate::domain::pen::Pen;
use crate::domain::plan::PlanLine;
use crate::domain::refusal::{FieldError, FieldErrors, Refused};
use crate::domain::request::{self, Purpose};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::recurrence::End;
use crate::time::{Civil, Day, Minutes, Zone};

/// The visits of a file, by the starts that they would have had: when they are, and how long.
type Visits = BTreeMap<Civil, (Civil, Option<Minutes>)>;

/// A chapter of a series as the file has it.
struct Part<'i> {
    /// The component that says what it is made of.
    first: &'i Incoming,
    draft: SeriesDraft,
    visits: Visits,
}

/// The components that say what the chapters of a series are made of.
pub(super) fn requests_of<'i>(group: &[&'i Incoming]) -> Vec<(&'i Incoming, &'i str)> {
    let request = |one: &&'i Incoming| Some((*one, one.ours.as_ref()?.request.as_deref()?));
    group.iter().filter_map(request).collect()
}

/// Makes a series again, chapter by chapter.
pub(super) fn restore(pen: &mut Pen<'_>, group: &[&Incoming], import: &Import) -> Result<ReportLine, Stop> {
    let unreadable = || {
        let reason = "X-CHAIRTIME-REQUEST".to_owned();
        Stop::from(Refused::from(FieldErrors::one(
            "request",
            FieldError::NotJson { reason },
        )))
    };
    let known_until = group
        .iter()
        .filter_map(|one| one.ours.as_ref()?.materialized_until)
        .max();
    let mut parts = Vec::new();
    for (first, text) in requests_of(group) {
        let request: Value = serde_json::from_str(text).map_err(|_why| unreadable())?;
        parts.push(part(pen, (group, first), &request, import, known_until)?);
    }
    parts.sort_by_key(|part| part.draft.start);
    let Some((begins, later)) = parts.split_first() else {
        return Err(unreadable());
    };
    let policies = (begins.draft.conflicts, begins.draft.closed_days);
    let did = if begins.draft.rule.is_some() {
        Did::NewSeries
    } else {
        Did::NewVisit
    };
    let (series, mut plan) = write_series_with_dates(pen, &kept(&begins.draft))?;
    let mut chapters: Vec<ChapterId> = pen.book().chapters().of(series).map(|chapter| chapter.id).collect();
    for part in later {
        let lines = goes_on(pen, series, &mut chapters, kept(&part.draft))?;
        plan.lines.extend(lines);
    }
    let apart = of_no_chapter(pen, group, begins);
    for (original, (start, length)) in parts.iter().flat_map(|part| part.visits.clone()).chain(apart) {
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
    for (part, chapter) in parts.iter().zip(chapters) {
        if let Some(ours) = &part.first.ours {
            keep_names(pen, series, chapter, ours, part.first.sequence);
        }
    }
    if !begins.first.unknown.is_empty() {
        write::foreign(pen, series, begins.first);
    }
    Ok(ReportLine {
        line: begins.first.line,
        did,
        series,
        plan,
    })
}

/// Reads a chapter, with its visits and what it leaves out.
fn part<'i>(
    pen: &mut Pen<'_>,
    (group, first): (&[&Incoming], &'i Incoming),
    request: &Value,
    import: &Import,
    known_until: Option<Day>,
) -> Result<Part<'i>, Stop> {
    let is_standing = ["frequency", "rrule"].iter().any(|field| request.get(field).is_some());
    let purpose = if is_standing {
        Purpose::Standing
    } else {
        Purpose::Single
    };
    if import.create_missing {
        request::add_missing(pen, request, purpose)?;
    }
    let draft = request::read(pen.book(), request, purpose, import.create_missing).map_err(Refused::from)?;
    let here = pen.book().zone_of(draft.location);
    let through = horizon(pen.book(), draft.start, pen.now());
    let chapter = |one: &Incoming| one.ours.as_ref().and_then(|ours| ours.chapter);
    let is_its = |one: &&&Incoming| chapter(one) == chapter(first);
    let own: Vec<&Incoming> = group.iter().filter(is_its).copied().collect();
    let visits = visits(&own, here, known_until.unwrap_or(through));
    if visits.len() > MOST_DATES {
        return Err(Noted::Refused(Reason::TooManyDates(MOST_DATES)).into());
    }
    let draft = SeriesDraft {
        left_out: left_out(&draft, &visits, known_until.unwrap_or(through)),
        ..draft
    };
    Ok(Part { first, draft, visits })
}

/// Visits of chapters that the file does not say, as they have no date any more: they stand beside the others.
fn of_no_chapter(pen: &Pen<'_>, group: &[&Incoming], begins: &Part<'_>) -> Visits {
    let chapter = |one: &Incoming| one.ours.as_ref().and_then(|ours| ours.chapter);
    let said: Vec<_> = requests_of(group).iter().map(|(first, _)| chapter(first)).collect();
    let is_apart = |one: &&&Incoming| !said.contains(&chapter(one)) && one.rule.is_none();
    let apart: Vec<&Incoming> = group.iter().filter(is_apart).copied().collect();
    let here = pen.book().zone_of(begins.draft.location);
    visits(&apart, here, Day::LAST)
}

/// A draft whose dates come in whatever speaks against them: they were in the book that wrote them.
fn kept(draft: &SeriesDraft) -> SeriesDraft {
    SeriesDraft {
        once: None,
        conflicts: Policy::Keep,
        closed_days: Policy::Keep,
        ..draft.clone()
    }
}

/// Adds a chapter behind the others.
fn goes_on(
    pen: &mut Pen<'_>,
    series: SeriesId,
    chapters: &mut Vec<ChapterId>,
    mut draft: SeriesDraft,
) -> Result<Vec<PlanLine>, Refused> {
    let known: Vec<_> = chapters
        .last()
        .map(|last| pen.book().slot_terms().of(*last).cloned().collect())
        .unwrap_or_default();
    match_slots(&known, &mut draft.slots);
    let ordinal = u16::try_from(chapters.len()).unwrap_or(u16::MAX);
    let chapter = add_chapter(pen, series, ordinal, &draft);
    chapters.push(chapter);
    let client = pen
        .book()
        .members()
        .of(series)
        .next()
        .and_then(|member| member.client_id);
    write_terms(pen, series, chapter, &draft, client);
    write_pieces(pen, series, chapter);
    let lines = new_dates(pen, chapter, &draft)?;
    let through = match draft.end {
        SeriesEnd::Never => Some(horizon(pen.book(), draft.start, pen.now())),
        _ => lines.last().map(|line| line.original.day),
    };
    pen.change::<Series>(series, |row| {
        row.materialized_until = through.or(row.materialized_until);
    });
    Ok(lines)
}

/// Gives a series, one of its chapters and the pieces of that the names that they had.
fn keep_names(pen: &mut Pen<'_>, series: SeriesId, chapter: ChapterId, ours: &Ours, sequence: u32) {
    pen.change::<Series>(series, |row| row.uuid = ours.series);
    if let Some(uuid) = ours.chapter {
        pen.change::<Chapter>(chapter, |row| row.uuid = uuid);
    }
    let slots: Vec<SlotId> = pen.book().slot_terms().of(chapter).map(|terms| terms.slot_id).collect();
    for (place, slot) in slots.into_iter().enumerate() {
        let piece = pen
            .book()
            .ical_pieces()
            .of(series)
            .find(|piece| piece.chapter_id == chapter && piece.slot_id == slot)
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
