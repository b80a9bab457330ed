//! The chapters of a series as a change finds them (spec S4.5): from which day on it holds, what it begins with, how far the
//! dates go.

use chairtime::domain::Scope;
use chairtime::domain::draft::*;
use chairtime::time::Day;

use super::days::DayNumber;
use super::{Dated, Known, Standing, When};

/// What of a series a change is for.
pub struct Reach {
    /// From which day on; none where it is all of it.
    pub cut: Option<DayNumber>,
    /// From where weeks are counted where they are counted anew.
    pub here: DayNumber,
    /// The chapters that it is for: those that have a date from there on; the last one where none has.
    pub chapters: Vec<usize>,
}

impl Standing {
    /// Its visits in the order of their names.
    pub fn in_order(&self) -> Vec<(chairtime::domain::rows::VisitId, &Known)> {
        let mut all: Vec<_> = self.visits.iter().map(|(id, known)| (*id, known)).collect();
        all.sort_by_key(|(id, known)| (known.original, *id));
        all
    }

    pub fn begins(&self) -> Option<DayNumber> {
        self.chapters.iter().find_map(super::Part::first_date)
    }

    pub fn first_start(&self) -> DayNumber {
        let starts = self.chapters.iter().map(|chapter| chapter.start);
        starts.chain(self.over.iter().copied()).min().expect("a chapter")
    }

    /// Which chapters have no date any more: another one took them over, or the series ended before them. One stays.
    pub fn is_over(&self, chapter: usize) -> bool {
        let is_over = |part: &super::Part| part.until.is_some_and(|until| until < part.start);
        let is_only = self.chapters.iter().all(is_over) && chapter + 1 == self.chapters.len();
        is_over(&self.chapters[chapter]) && !is_only
    }

    /// Forgets those, but for when they began.
    pub fn forget_what_is_over(&mut self) {
        let over: Vec<bool> = (0..self.chapters.len()).map(|chapter| self.is_over(chapter)).collect();
        let mut is_over = over.iter();
        let mut starts = Vec::new();
        self.chapters.retain(|part| {
            let goes = *is_over.next().unwrap();
            if goes {
                starts.push(part.start);
            }
            !goes
        });
        self.over.extend(starts);
    }

    pub fn reach(&self, scope: Scope, now: When) -> Reach {
        let (mut last_past, mut next) = (None, None);
        for (_, known) in self.in_order() {
            if !known.is_busy() && known.state != chairtime::domain::values::VisitState::Failed {
                continue;
            }
            if !known.is_past(now) {
                next = Some(known.original.0);
                break;
            }
            last_past = Some(known.original.0);
        }
        // All to come begins behind the last visit that is past, and not before today.
        let earliest = next.map_or(now.0, |next| next.min(now.0));
        let to_come = last_past.map(|last| earliest.max(last + 1));
        let begins = self.begins();
        let is_single = self.chapters.iter().all(|chapter| chapter.rule.is_none());
        let asked = match scope {
            Scope::ToCome => to_come,
            Scope::From(day) => Some(to_come.map_or(day.number(), |to_come| to_come.max(day.number()))),
        };
        let cut = asked.filter(|cut| !is_single && begins.is_some_and(|begins| begins < *cut));
        let from = cut.unwrap_or(0);
        let goes_on = |chapter: &usize| self.chapters[*chapter].goes_on_after(from - 1);
        let mut chapters: Vec<usize> = (0..self.chapters.len()).filter(goes_on).collect();
        if chapters.is_empty() {
            chapters.push(self.chapters.len() - 1);
        }
        let here = match scope {
            Scope::From(day) => cut.unwrap_or(day.number()),
            // Where nothing is to come, on from where they begin.
            Scope::ToCome => next.unwrap_or(self.chapters[chapters[0]].start).max(from),
        };
        Reach { cut, here, chapters }
    }

    /// How many dates the chapters before one have.
    pub fn dates_before(&self, chapter: usize) -> u32 {
        let before = self.chapters[..chapter].iter();
        let dates = before.map(|chapter| chapter.dates(super::days::LAST).len());
        u32::try_from(dates.sum::<usize>()).unwrap()
    }

    /// What the series says in one of its chapters, with the end of the whole.
    pub fn draft(&self, chapter: usize) -> SeriesDraft {
        let last = self.chapters.len() - 1;
        let end = match self.chapters[last].end() {
            SeriesEnd::After(count) => SeriesEnd::After(count + self.dates_before(last)),
            end => end,
        };
        SeriesDraft {
            end,
            ..self.draft_of_chapter(chapter)
        }
    }

    /// What one chapter says by itself.
    pub fn draft_of_chapter(&self, chapter: usize) -> SeriesDraft {
        let part = &self.chapters[chapter];
        SeriesDraft {
            rule: part.rule.clone(),
            start: Day::from_number(part.start),
            end: part.end(),
            location: part.location,
            slots: part.slots.clone(),
            lines: part.lines.clone(),
            ..self.said.clone()
        }
    }

    /// The chapter whose date has this name, and the date.
    pub fn date_named(&self, original: When) -> Option<(usize, Dated)> {
        let through = original.0;
        let named = |(place, part): (usize, &super::Part)| {
            let date = part
                .dates(through)
                .into_iter()
                .find(|date| part.original(*date) == original)?;
            Some((place, date))
        };
        self.chapters.iter().enumerate().find_map(named)
    }

    /// The visit of a name.
    pub fn named(&self, original: When) -> Option<chairtime::domain::rows::VisitId> {
        let mut all = self.visits.iter();
        all.find(|(_, known)| known.original == original).map(|(id, _)| *id)
    }

    /// Whether the rule gives dates after those that are made: it has no end, or one that lies beyond.
    pub fn grows(&self, chapter: usize) -> bool {
        let part = &self.chapters[chapter];
        if part.rule.is_none() || part.count.is_some() {
            return false;
        }
        let Some(until) = part.until else { return true };
        part.dates(until)
            .last()
            .is_some_and(|last| self.made.is_none_or(|made| made < last.day))
    }
}
