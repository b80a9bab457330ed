//! When a series ends: on a day, after so many dates, never; said by fields of its own, or in a rule's own text.

use super::super::draft::{SeriesEnd, SlotDraft};
use super::super::read::Reader;
use super::super::refusal::FieldError;
use super::super::rows::LocationId;
use super::rhythm::Rhythm;
use super::{Purpose, Request};
use crate::recurrence::End;
use crate::time::Day;

impl Request<'_> {
    /// The end that a rule's own text says, as the salon keeps it.
    pub(super) fn written_end(&self, rhythm: &Rhythm, slots: &[SlotDraft], location: LocationId) -> Option<SeriesEnd> {
        match rhythm.end {
            End::Never => None,
            End::Count(count) => Some(SeriesEnd::After(count)),
            End::Until(until) => {
                let time = slots.iter().map(|slot| slot.time).max().unwrap_or_default();
                Some(SeriesEnd::On(until.last_day(time, self.book.zone_of(location))))
            }
        }
    }

    pub(super) fn end(&self, reader: &Reader<'_>, start: Option<Day>, written: Option<SeriesEnd>) -> Option<SeriesEnd> {
        let (says_day, says_visits) = (reader.says("end_date"), reader.says("visits"));
        let day = reader.day("end_date");
        let visits = reader.number("visits", 1, 1_040);
        if matches!(self.purpose, Purpose::Single) {
            for (field, said) in [
                ("end_date", reader.value("end_date").is_some()),
                ("visits", reader.value("visits").is_some()),
            ] {
                if said {
                    reader.wrong(field, FieldError::NotHere);
                }
            }
            return Some(SeriesEnd::Never);
        }
        let (has_day, has_visits) = (reader.value("end_date").is_some(), reader.value("visits").is_some());
        match (has_day, has_visits, written) {
            (true, true, _) | (false, true, Some(_)) => {
                reader.wrong("visits", FieldError::TwoEnds);
                None
            }
            (true, false, Some(_)) => {
                reader.wrong("end_date", FieldError::TwoEnds);
                None
            }
            (true, false, None) => self.last_day(reader, "end_date", start?, day?),
            (false, true, None) => visits
                .and_then(|visits| u32::try_from(visits).ok())
                .map(SeriesEnd::After),
            (false, false, Some(SeriesEnd::On(day))) => self.last_day(reader, "rrule", start?, day),
            (false, false, Some(SeriesEnd::After(1..=1_040))) => written,
            (false, false, Some(_)) => {
                let (least, most) = ("1".to_owned(), "1040".to_owned());
                reader.wrong("rrule", FieldError::OutOfRange { least, most });
                None
            }
            (false, false, None) if says_day || says_visits => Some(SeriesEnd::Never),
            (false, false, None) => Some(self.now().map_or(SeriesEnd::Never, |now| now.end)),
        }
    }

    /// Whether it is a change that goes on from where the series began: that may lie before what is changed, so that the series
    /// may end before it as well. Whoever changes the series knows.
    pub(super) fn goes_on(&self, reader: &Reader<'_>) -> bool {
        self.now().is_some() && !reader.says("start_date")
    }

    /// The last day of a series, within its limits; the field is the one that says it.
    fn last_day(&self, reader: &Reader<'_>, field: &'static str, start: Day, day: Day) -> Option<SeriesEnd> {
        if day < start && !self.goes_on(reader) {
            reader.wrong(field, FieldError::EndBeforeStart);
            return None;
        }
        let most = start.add_months_clamped(120);
        if day > most {
            let (least, most) = (start.to_string(), most.to_string());
            reader.wrong(field, FieldError::OutOfRange { least, most });
            return None;
        }
        Some(SeriesEnd::On(day))
    }
}
