//! Where a series ends whose chapters follow one another (spec S2.4, S4.6): on a day, after so many dates of all of them.

use super::dates::rule_dates;
use super::reach::{Reach, last_date};
use crate::domain::book::Book;
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::pen::Pen;
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::domain::request::dates_before;
use crate::domain::rows::*;
use crate::time::Day;

/// Whether a series is to end in a chapter that another one follows.
pub(super) fn ends_in(
    pen: &Pen<'_>,
    (chapter, next): (ChapterId, Option<Day>),
    draft: &SeriesDraft,
    wanted: &SeriesDraft,
    added: u32,
) -> bool {
    let (Some(next), Some(rule)) = (next, &draft.rule) else {
        return false;
    };
    match wanted.end {
        SeriesEnd::Never => false,
        SeriesEnd::On(day) => day < next,
        SeriesEnd::After(visits) => {
            let row = pen.book().chapters().get(chapter);
            let before = row.map_or(0, |row| dates_before(pen.book(), row));
            let behind = match draft.end {
                SeriesEnd::On(until) => next.min(until + 1),
                SeriesEnd::Never | SeriesEnd::After(_) => next,
            };
            visits + added <= before + rule.count_before(draft.start, behind)
        }
    }
}

/// Whether a series is to end before a chapter that is all to come; refused where that is before the last date of those before
/// it, which stay as they are.
pub(super) fn ends_before(old: &Book, chapter: &Chapter, wanted: &SeriesDraft) -> Result<bool, FieldErrors> {
    let earlier = dates_before(old, chapter);
    let (field, is_before, least, most) = match wanted.end {
        _ if earlier == 0 => return Ok(false),
        SeriesEnd::On(day) if chapter.first_date().is_some_and(|first| day < first) => {
            let last = last_before(old, chapter).unwrap_or(day);
            ("end_date", day < last, last.to_string(), Day::LAST.to_string())
        }
        SeriesEnd::After(visits) if visits <= earlier => {
            let most = super::dates::MOST_DATES.to_string();
            ("visits", visits < earlier, earlier.to_string(), most)
        }
        _ => return Ok(false),
    };
    if is_before {
        return Err(FieldErrors::one(field, FieldError::OutOfRange { least, most }));
    }
    Ok(true)
}

/// Writes an end before a chapter where it is read: on the chapter before, whose dates stay as they are.
pub(super) fn end_behind_what_is_past(pen: &mut Pen<'_>, old: &Book, chapter: &Chapter, wanted: &SeriesDraft) {
    let mut all = old.chapters_of(chapter.series_id).into_iter();
    let Some(last) = all.rfind(|other| other.ordinal < chapter.ordinal) else {
        return;
    };
    let before = dates_before(old, last);
    let (until, visits) = match wanted.end {
        SeriesEnd::On(day) => (Some(day), None),
        SeriesEnd::After(visits) => (None, Some(visits.saturating_sub(before))),
        SeriesEnd::Never => return,
    };
    pen.change::<Chapter>(last.id, |row| (row.until_day, row.visits) = (until, visits));
}

/// The last date of the chapters before one.
pub(super) fn last_before(book: &Book, chapter: &Chapter) -> Option<Day> {
    let all = book.chapters_of(chapter.series_id).into_iter();
    let before = all.filter(|other| other.ordinal < chapter.ordinal);
    before.filter_map(|other| last_date(book, other)).max()
}

/// The end of the last chapter: a number of dates counts on from those of the chapters before it; so many dates that were
/// `added` for others among those are dates of it (spec S2.4).
pub(super) fn set_end(
    pen: &Pen<'_>,
    chapter: ChapterId,
    draft: &mut SeriesDraft,
    wanted: &SeriesDraft,
    added: u32,
) -> Result<(), FieldErrors> {
    draft.end = wanted.end;
    let row = pen.book().chapters().get(chapter);
    let before = row.map_or(0, |row| dates_before(pen.book(), row));
    match &mut draft.end {
        SeriesEnd::After(visits) if *visits + added <= before => {
            let least = (before + 1 - added).to_string();
            let most = super::dates::MOST_DATES.to_string();
            Err(FieldErrors::one("visits", FieldError::OutOfRange { least, most }))
        }
        SeriesEnd::After(visits) => {
            *visits = *visits + added - before;
            Ok(())
        }
        SeriesEnd::On(day) if *day < draft.start && before == 0 => {
            Err(FieldErrors::one("end_date", FieldError::EndBeforeStart))
        }
        SeriesEnd::On(day) if *day < draft.start => {
            let (least, most) = (draft.start.to_string(), Day::LAST.to_string());
            Err(FieldErrors::one("end_date", FieldError::OutOfRange { least, most }))
        }
        _ => Ok(()),
    }
}

/// Refuses an end before the dates that stay as they are: they are dates of the rule (spec S4.6).
pub(super) fn ends_behind(
    old: &Book,
    (chapter, owed): (&Chapter, u32),
    reach: &Reach,
    draft: &SeriesDraft,
) -> Result<(), FieldErrors> {
    let Some(cut) = reach.cut.filter(|_| reach.cuts(chapter)) else {
        return Ok(());
    };
    let before = rule_dates(old, chapter, chapter.start_day, cut - 1);
    let Some(last) = before.last() else { return Ok(()) };
    let (field, least, most) = match draft.end {
        // Dates that were added for those stay, beside the number.
        SeriesEnd::After(visits) if visits + owed <= last.position => {
            let earlier = dates_before(old, chapter);
            let least = (earlier + last.position + 1 - owed).to_string();
            ("visits", least, super::dates::MOST_DATES.to_string())
        }
        SeriesEnd::On(day) if day < last.day => ("end_date", last.day.to_string(), Day::LAST.to_string()),
        _ => return Ok(()),
    };
    Err(FieldErrors::one(field, FieldError::OutOfRange { least, most }))
}
