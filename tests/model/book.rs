//! Rows of the book as plain lists: no more than filtering and sorting; and whether the chapters there are those of the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use chairtime::domain::Book;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::time::Day;

use super::{Part, Standing, when};

pub fn chapters(book: &Book, series: SeriesId) -> Vec<Arc<Chapter>> {
    let mut all: Vec<_> = book.chapters().of(series).cloned().collect();
    all.sort_by_key(|chapter| chapter.ordinal);
    all
}

pub fn terms(book: &Book, chapter: ChapterId) -> Vec<&Arc<SlotTerms>> {
    book.slot_terms().of(chapter).collect()
}

pub fn lines(book: &Book, chapter: ChapterId) -> Vec<&Line> {
    let mut all: Vec<&Line> = book.lines().of(chapter).map(AsRef::as_ref).collect();
    all.sort_by_key(|line| line.ordinal);
    all
}

/// What a line says.
pub fn said(line: &Line) -> LineDraft {
    LineDraft {
        service: line.service_id,
        stretches: line.stretches.clone(),
        visitor: line.visitor_id.map(Who::Known),
        staff: line.staff_id,
        resources: line.resources.iter().map(|used| used.resource_id).collect(),
        beside: line.beside,
        offset: line.offset,
        price: line.price,
        every_nth: line.every_nth,
        phase: line.phase,
    }
}

/// What a chapter says of its services: those of all slots, or of one.
pub fn said_lines(book: &Book, chapter: ChapterId, terms: Option<SlotTermsId>) -> Vec<LineDraft> {
    let lines = lines(book, chapter).into_iter();
    lines.filter(|line| line.terms_id == terms).map(said).collect()
}

/// What a chapter says of its slots.
pub fn said_slots(book: &Book, chapter: ChapterId) -> Vec<SlotDraft> {
    let said = |terms: &Arc<SlotTerms>| SlotDraft {
        slot: Some(terms.slot_id),
        weekday: terms.weekday,
        time: terms.time,
        before: terms.before,
        after: terms.after,
        staff: terms.staff.iter().map(|one| (one.staff_id, one.role)).collect(),
        resources: terms.resources.iter().map(|used| used.resource_id).collect(),
        tags: terms.tags.iter().map(|set| set.tag_id).collect(),
        lines: said_lines(book, chapter, Some(terms.id)),
    };
    terms(book, chapter).into_iter().map(said).collect()
}

pub fn visits(book: &Book, series: SeriesId) -> Vec<&Arc<Visit>> {
    book.visits().of(series).collect()
}

impl Standing {
    /// The chapters are as they were told; keys and services are read.
    pub fn bind(&mut self, series: SeriesId, book: &Book) -> Result<(), String> {
        let mut rows = chapters(book, series);
        let last = rows.last().cloned();
        rows.retain(|row| row.until_day.is_none_or(|until| row.start_day <= until));
        if rows.is_empty() {
            rows.extend(last);
        }
        let stands: Vec<usize> = (0..self.chapters.len())
            .filter(|chapter| !self.is_over(*chapter))
            .collect();
        let row = book.series().get(series).ok_or("the series is gone")?;
        if rows.len() != stands.len() {
            return Err(format!("{} chapters {rows:#?}, told: {:#?}", rows.len(), self.chapters));
        }
        let differs = |what: &str, part: &Part| Err(format!("another {what} than {part:?}: {rows:?}"));
        for (row, place) in rows.iter().zip(stands) {
            let part = &mut self.chapters[place];
            if (&row.rule, row.location_id) != (&part.rule, part.location) {
                return differs("rule or place", part);
            }
            let days = (row.start_day.number(), row.until_day.map(Day::number), row.visits);
            if days != (part.start, part.until, part.count) {
                return differs("start or end", part);
            }
            let said = said_slots(book, row.id);
            let is_said = |told: &SlotDraft| {
                let find = said.iter().find(|slot| slot.weekday == told.weekday);
                find.is_some_and(|slot| {
                    let slot_is = told.slot.is_none_or(|id| slot.slot == Some(id));
                    let other = SlotDraft {
                        slot: slot.slot,
                        lines: slot.lines.clone(),
                        ..told.clone()
                    };
                    slot_is && other == *slot
                })
            };
            if said.len() != part.slots.len() || !part.slots.iter().all(is_said) {
                return Err(format!("other slots than {:#?}: {said:#?}", part.slots));
            }
            part.name = Some(row.id);
            part.slots = said;
            part.lines = said_lines(book, row.id, None);
            part.appended = row.appended;
        }
        let member = book.members().of(series).find(|member| member.deleted_at.is_none());
        self.said.client = member.and_then(|member| member.client_id).map(Who::Known);
        self.said.visitor = member.and_then(|member| member.visitor_id).map(Who::Known);
        if (row.status == SeriesStatus::Stopped) != self.stopped {
            return Err(format!("is it stopped? {row:?}"));
        }
        Ok(())
    }

    /// Which date of its chapter each visit is, and that it is as long as its services say where nobody changed that.
    pub fn check_places(&self, rows: &[&Arc<Visit>], book: &Book) -> Result<(), String> {
        let last = rows.iter().map(|row| row.original_day.number()).max().unwrap_or(0);
        let mut places = BTreeMap::new();
        for part in &self.chapters {
            for date in part.dates(last) {
                let place = (part.name, part.slots[date.slot].slot, date.position, date.of_slot);
                if places.insert(part.original(date), place).is_some() {
                    return Err(format!("{date:?} is a date of two chapters"));
                }
            }
            if part.count.is_some() && part.appended > 50 {
                return Err(format!("too many dates were added: {part:?}"));
            }
        }
        for row in rows.iter().filter(|row| row.state != VisitState::Removed) {
            let place = (Some(row.chapter_id), Some(row.slot_id), row.position, row.slot_position);
            if row.origin != VisitOrigin::Extra && places.get(&when(row.original())) != Some(&place) {
                let told = places.get(&when(row.original()));
                let parts: Vec<String> = self.chapters.iter().map(Part::short).collect();
                return Err(format!("{row:?} is another date than {told:?} of {parts:?}"));
            }
            let length = super::clash::length(book, row).max(1);
            // Beside the rule nothing usual may be left that it could go back to.
            if row.origin != VisitOrigin::Extra && !row.changed.has(Changed::DURATION) && row.minutes.count() != length
            {
                return Err(format!("{row:?} is not {length} minutes long"));
            }
        }
        Ok(())
    }
}
