//! How long each service takes: as it was said by hand, else as long as it takes the one who does it, who is the line's own
//! stylist or the lead of the slot.
//!
//! Where the leads of several slots are not equally fast, a slot that differs gets lines of its own. Lines that are not
//! there every time cannot be given to one slot alone, as they would count other visits: they take the longest of all.

use std::cell::RefCell;

use super::super::draft::*;
use super::super::read::Reader;
use super::super::refusal::{FieldError, FieldErrors};
use super::super::rows::*;
use super::super::values::Stretches;
use super::lines::MOST_LENGTH;
use super::{Around, Request};
use crate::time::Minutes;

impl Request<'_> {
    /// How long a service takes somebody where nothing else is said.
    pub(super) fn usual(&self, service: &Service, by: Option<StaffId>) -> Stretches {
        let staff = by.and_then(|staff| self.book.staff().get(staff));
        service.stretches_by(staff.map(AsRef::as_ref))
    }

    /// The lines of the whole series; slots that need others get them.
    pub(super) fn lines(
        &self,
        reader: &Reader<'_>,
        slots: &mut [SlotDraft],
        around: &Around<'_>,
    ) -> Option<Vec<LineDraft>> {
        let top = match self.now() {
            Some(now) if !reader.says("services") => self.kept_lines(reader, slots, now),
            _ => self.said_lines(reader, slots, around)?,
        };
        self.check_lengths(reader, slots, &top);
        Some(top)
    }

    fn said_lines(&self, reader: &Reader<'_>, slots: &mut [SlotDraft], around: &Around<'_>) -> Option<Vec<LineDraft>> {
        if let Some(now) = self.now().filter(|_| reader.value("slots").is_none()) {
            for slot in slots.iter_mut() {
                if self.differs_by_lead(slot, now) {
                    slot.lines.clear();
                }
            }
        }
        let lead = slots
            .iter()
            .find(|slot| slot.lines.is_empty())
            .and_then(SlotDraft::lead);
        let top = self.lines_in(reader, "services", around, lead)?;
        let lines = slots
            .iter()
            .map(|slot| {
                if slot.lead() == lead {
                    return top.clone();
                }
                // What is wrong was said already.
                let errors = RefCell::new(FieldErrors::default());
                let lines = self.lines_in(&reader.aside(&errors), "services", around, slot.lead());
                lines.unwrap_or_else(|| top.clone())
            })
            .collect();
        Some(shared(slots, top, lines))
    }

    /// What a series has now; where somebody else leads a slot, as long as it takes them.
    fn kept_lines(&self, reader: &Reader<'_>, slots: &mut [SlotDraft], now: &SeriesDraft) -> Vec<LineDraft> {
        let is_listed = reader.value("slots").is_some();
        let mut lines = Vec::with_capacity(slots.len());
        for slot in slots.iter_mut() {
            let (before, lead) = (lead_before(slot, now), slot.lead());
            let follow = |lines: &[LineDraft]| -> Vec<LineDraft> {
                let line = |line: &LineDraft| self.followed(line, before, lead);
                lines.iter().map(line).collect()
            };
            let own = if slot.lines.is_empty() { &now.lines } else { &slot.lines };
            let followed = follow(own);
            if is_listed {
                // Its own were just said.
            } else if self.differs_by_lead(slot, now) {
                slot.lines.clear();
            } else if !slot.lines.is_empty() {
                slot.lines.clone_from(&followed);
            }
            lines.push(followed);
        }
        let first = slots.iter().zip(&lines).find(|(slot, _)| slot.lines.is_empty());
        let top = first.map_or_else(|| now.lines.clone(), |(_, lines)| lines.clone());
        shared(slots, top, lines)
    }

    /// A line that its series has, when another leads: a length that was said by hand stays.
    fn followed(&self, line: &LineDraft, before: Option<StaffId>, lead: Option<StaffId>) -> LineDraft {
        let mut line = line.clone();
        if line.staff.is_none()
            && before != lead
            && let Some(service) = self.book.services().get(line.service)
            && line.stretches == self.usual(service, before)
        {
            line.stretches = self.usual(service, lead);
        }
        line
    }

    /// Whether a slot has lines of its own only because who leads it takes another time than others.
    fn differs_by_lead(&self, slot: &SlotDraft, now: &SeriesDraft) -> bool {
        let lead = lead_before(slot, now);
        let is_alike = |own: &LineDraft, top: &LineDraft| {
            let is_usual = || {
                let service = self.book.services().get(own.service);
                own.staff.is_none() && service.is_some_and(|service| own.stretches == self.usual(service, lead))
            };
            let same_length = LineDraft {
                stretches: top.stretches.clone(),
                ..own.clone()
            };
            same_length == *top && own.every_nth <= 1 && (own.stretches == top.stretches || is_usual())
        };
        slot.lines.len() == now.lines.len()
            && slot.lines != now.lines
            && slot.lines.iter().zip(&now.lines).all(|(own, top)| is_alike(own, top))
    }

    pub(super) fn check_lengths(&self, reader: &Reader<'_>, slots: &[SlotDraft], top: &[LineDraft]) {
        let too_long = |lines: &[LineDraft]| {
            let length = lines
                .iter()
                .fold(Minutes::ZERO, |sum, line| sum + line.stretches.length());
            length > MOST_LENGTH
        };
        if too_long(top) || slots.iter().any(|slot| too_long(&slot.lines)) {
            reader.wrong(
                "services",
                FieldError::OutOfRange {
                    least: Minutes::new(1).to_string(),
                    most: MOST_LENGTH.to_string(),
                },
            );
        }
    }
}

/// Who led a slot before an edit.
fn lead_before(slot: &SlotDraft, now: &SeriesDraft) -> Option<StaffId> {
    let known = now.slots.iter().find(|known| known.weekday == slot.weekday);
    known.or(now.slots.first()).and_then(SlotDraft::lead)
}

/// The lines of the series, where `lines` are those that each slot would have of it.
fn shared(slots: &mut [SlotDraft], mut top: Vec<LineDraft>, lines: Vec<Vec<LineDraft>>) -> Vec<LineDraft> {
    let is_every_time = top.iter().all(|line| line.every_nth <= 1);
    for (slot, lines) in slots.iter_mut().zip(lines) {
        if !slot.lines.is_empty() || lines == top {
            continue;
        }
        if is_every_time {
            slot.lines = lines;
            continue;
        }
        for (line, other) in top.iter_mut().zip(lines) {
            if other.stretches.length() > line.stretches.length() {
                line.stretches = other.stretches;
            }
        }
    }
    top
}
