//! A new chapter of a series: from a date on, with the terms that hold until then. What it changes is up to who asks for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::{RuleDate, rule_dates};
use super::series::write_pieces;
use crate::domain::book::Book;
use crate::domain::pen::Pen;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

/// How many dates of a chapter lie before another one: of all slots together, and of each.
struct Before {
    all: u32,
    of_slot: BTreeMap<SlotId, u32>,
}

/// Begins a new chapter with the first date of `chapter` on or after `first`, on the same terms: lines that are there every so
/// many times go on counting. `chapter` ends before it, and its visits from there on, those left out as well, are the new one's.
///
/// Nothing where no date of the chapter lies on either side, or where another chapter follows it.
pub(super) fn begin_chapter(pen: &mut Pen<'_>, chapter: &Chapter, first: Day) -> Option<ChapterId> {
    let rule = chapter.rule.as_ref()?;
    let start = rule.dates_from(chapter.start_day, first).next()?;
    let before = count(pen, chapter, start);
    let is_over = chapter.until_day.is_some_and(|until| until < start)
        || chapter.count().is_some_and(|visits| visits <= before.all);
    let is_last = pen
        .book()
        .chapters()
        .of(chapter.series_id)
        .all(|other| other.ordinal <= chapter.ordinal);
    if before.all == 0 || is_over || !is_last {
        return None;
    }
    // All its dates stay dates, those that were added for others as well; what was added for those before is of the number.
    let left = chapter.count().map(|dates| dates.saturating_sub(before.all));
    let added = added_before(pen.book(), chapter, Some(start));
    let visits = chapter
        .visits
        .map(|visits| (visits + added).saturating_sub(before.all).max(1));
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Chapter {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        ordinal: chapter.ordinal + 1,
        start_day: start,
        visits,
        appended: left.zip(visits).map_or(0, |(left, visits)| left.saturating_sub(visits)),
        reason: String::new(),
        ..chapter.clone()
    });
    pen.change::<Chapter>(chapter.id, |row| {
        row.until_day = Some(start - 1);
        (row.visits, row.appended) = (None, 0);
    });
    copy_terms(pen, chapter.id, id, &before);
    move_visits(pen, chapter, id, start, &before);
    write_pieces(pen, chapter.series_id, id);
    Some(id)
}

/// How many dates of a chapter were added for ones before a day that a policy left out (spec S2.4).
pub(super) fn added_before(book: &Book, chapter: &Chapter, cut: Option<Day>) -> u32 {
    let Some(cut) = cut.filter(|_| chapter.visits.is_some() && chapter.appended > 0) else {
        return 0;
    };
    let left_out = |date: &RuleDate| {
        let terms = book.slot_terms().get(date.terms);
        let id = terms.and_then(|terms| book.calendar().named(chapter.series_id, date.day.at(terms.time)));
        let visit = id.and_then(|id| book.visits().get(id));
        visit.is_some_and(|visit| visit.removed_by == Some(RemovedBy::Policy))
    };
    // Those from there on are loaded: what is over need not be.
    let after = rule_dates(book, chapter, cut, Day::LAST)
        .iter()
        .filter(|date| left_out(date))
        .count();
    chapter
        .appended
        .saturating_sub(u32::try_from(after).unwrap_or(u32::MAX))
}

fn count(pen: &Pen<'_>, chapter: &Chapter, start: Day) -> Before {
    let mut before = Before {
        all: 0,
        of_slot: BTreeMap::new(),
    };
    let Some(rule) = &chapter.rule else { return before };
    let terms: Vec<&Arc<SlotTerms>> = pen.book().slot_terms().of(chapter.id).collect();
    for day in rule.dates(chapter.start_day).take_while(|day| *day < start) {
        before.all += 1;
        let of_day = |terms: &&&Arc<SlotTerms>| terms.weekday.is_none_or(|weekday| weekday == day.weekday());
        if let Some(terms) = terms.iter().find(of_day) {
            *before.of_slot.entry(terms.slot_id).or_default() += 1;
        }
    }
    before
}

/// Which of every so many times a line is there, where so many dates are counted no more.
fn goes_on(line: &Line, counted: u32) -> u16 {
    let every = line.every_nth.max(1);
    let counted = u16::try_from(counted % u32::from(every)).unwrap_or(0);
    (line.phase.saturating_sub(1) % every + every - counted) % every + 1
}

fn copy_terms(pen: &mut Pen<'_>, from: ChapterId, to: ChapterId, before: &Before) {
    let now = pen.now();
    let terms: Vec<Arc<SlotTerms>> = pen.book().slot_terms().of(from).cloned().collect();
    let mut copies: BTreeMap<SlotTermsId, (SlotTermsId, SlotId)> = BTreeMap::new();
    for row in terms {
        let id = pen.key();
        copies.insert(row.id, (id, row.slot_id));
        pen.add(SlotTerms {
            id,
            created_at: now,
            updated_at: now,
            chapter_id: to,
            ..SlotTerms::clone(&row)
        });
    }
    let lines: Vec<Arc<Line>> = pen.book().lines().of(from).cloned().collect();
    for row in lines {
        let own = row.terms_id.and_then(|terms| copies.get(&terms));
        // A line of a slot counts the visits of its slot.
        let counted = own.map_or(before.all, |(_, slot)| before.of_slot.get(slot).copied().unwrap_or(0));
        let (id, uuid) = (pen.key(), pen.uuid());
        pen.add(Line {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            chapter_id: to,
            terms_id: own.map(|(terms, _)| *terms),
            phase: goes_on(&row, counted),
            ..Line::clone(&row)
        });
    }
}

fn move_visits(pen: &mut Pen<'_>, from: &Chapter, to: ChapterId, start: Day, before: &Before) {
    let moving: Vec<VisitId> = pen
        .book()
        .calendar()
        .of_series(pen.book(), from.series_id)
        .filter(|visit| visit.chapter_id == from.id && visit.original_day >= start)
        .map(|visit| visit.id)
        .collect();
    for visit in moving {
        pen.change::<Visit>(visit, |row| {
            let of_slot = before.of_slot.get(&row.slot_id).copied().unwrap_or(0);
            row.chapter_id = to;
            row.position = row.position.saturating_sub(before.all);
            row.slot_position = row.slot_position.saturating_sub(of_slot);
        });
    }
}
