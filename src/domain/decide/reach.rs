//! What of a standing appointment a change is for: from which day on, and which chapters (spec S4.5, S4.6).

use std::sync::Arc;

use super::dates::rule_dates;
use crate::domain::book::Book;
use crate::domain::change::Subject;
use crate::domain::command::Scope;
use crate::domain::draft::SeriesDraft;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::request::draft_in;
use crate::domain::rows::*;
use crate::domain::values::{SeriesStatus, VisitState};
use crate::time::{Day, Instant};

/// What of a series a change is for.
pub(super) struct Reach {
    /// The chapters that have dates from there on, one after the other; the last one where none has.
    pub chapters: Vec<Arc<Chapter>>,
    /// Whether any of them has.
    pub has_dates: bool,
    /// Its first day; none where it is the whole series.
    pub cut: Option<Day>,
    /// From when weeks are counted where they are counted anew.
    pub here: Day,
}

impl Reach {
    /// What a scope means now. A plan changes no visit that is past, so that nothing of it begins before the first one that is
    /// not.
    ///
    /// # Errors
    /// A day that lies behind the last date; a single appointment that is past.
    pub fn of(book: &Book, series: SeriesId, scope: Scope, now: Instant) -> Result<Self, Refused> {
        let all: Vec<Arc<Chapter>> = book.chapters_of(series).into_iter().cloned().collect();
        let begins = all.iter().find_map(|chapter| chapter.first_date());
        let (to_come, next) = first_to_come(book, series, begins, now);
        let is_single = all.iter().all(|chapter| chapter.rule.is_none());
        if is_single && to_come.is_some() {
            return Err(Refusal::SeriesHasPast { series }.into());
        }
        let asked = match scope {
            Scope::ToCome => to_come,
            Scope::From(day) => Some(to_come.map_or(day, |to_come| to_come.max(day))),
        };
        let cut = asked.filter(|cut| !is_single && begins.is_some_and(|begins| begins < *cut));
        let from = cut.unwrap_or(Day::FIRST);
        let mut chapters = all.clone();
        chapters.retain(|chapter| ends_after(book, chapter, from - 1));
        let has_dates = !chapters.is_empty();
        if !has_dates {
            if let Scope::From(_) = scope {
                return Err(behind_the_end(book, &all).into());
            }
            chapters.extend(all.last().cloned());
        }
        // Where nothing is to come weeks are counted on from where they begin.
        let begins = || chapters.first().map_or(from, |chapter| chapter.start_day.max(from));
        let here = match scope {
            Scope::From(day) => cut.unwrap_or(day),
            Scope::ToCome => next.map_or_else(begins, |next| next.max(from)),
        };
        Ok(Self {
            chapters,
            has_dates,
            cut,
            here,
        })
    }

    /// The first of its chapters: what holds now.
    pub fn first(&self) -> Option<&Arc<Chapter>> {
        self.chapters.first()
    }

    /// Whether a chapter has dates before it.
    pub fn cuts(&self, chapter: &Chapter) -> bool {
        self.cut
            .is_some_and(|cut| chapter.first_date().is_some_and(|first| first < cut))
    }
}

/// What a change of a series begins with: what the series says where the change would begin, with the end of the whole.
///
/// # Errors
/// There is no such series; the day lies behind its last date; all of it is past.
pub fn draft_to_change(book: &Book, series: SeriesId, scope: Scope, now: Instant) -> Result<SeriesDraft, Refused> {
    let gone = || Refused::from(gone(series));
    running(book, series)?;
    let reach = Reach::of(book, series, scope, now)?;
    draft_in(book, reach.first().ok_or_else(gone)?).ok_or_else(gone)
}

/// The series, where it can be changed.
pub(super) fn running(book: &Book, series: SeriesId) -> Result<Arc<Series>, Refusal> {
    let row = book.series().get(series).filter(|row| row.deleted_at.is_none());
    let row = row.ok_or_else(|| gone(series))?;
    if row.status == SeriesStatus::Stopped {
        return Err(Refusal::SeriesIsStopped { series });
    }
    Ok(Arc::clone(row))
}

fn gone(series: SeriesId) -> Refusal {
    Refusal::Gone {
        subject: Subject::Series(series),
    }
}

/// Whether a visit stands in the book and no plan changes it any more: it has begun, or somebody marked what became of it
/// (spec S4.6).
pub(super) fn is_past(visit: &Visit, now: Instant) -> bool {
    visit.is_busy() && (visit.start_utc <= now || visit.has_outcome())
}

/// From which day on a series can be changed, where some of it is past: behind the last visit that is, and not before today.
/// And the day of the first one that is not. What is not loaded is past.
fn first_to_come(book: &Book, series: SeriesId, begins: Option<Day>, now: Instant) -> (Option<Day>, Option<Day>) {
    let all = book.calendar().of_series(book, series);
    let (mut last_past, mut next) = (None, None);
    for visit in all.filter(|visit| visit.is_busy() || visit.state == VisitState::Failed) {
        if !is_past(visit, now) {
            next = Some(visit.original_day);
            break;
        }
        last_past = Some(visit.original_day);
    }
    let today = book.zone().civil(now).day;
    // A visit may be to come although its day is past: it was moved.
    let earliest = next.map_or(today, |next| today.min(next));
    let is_loaded = begins.is_none_or(|begins| book.is_loaded(begins));
    let last_past = last_past.or_else(|| (!is_loaded).then_some(Day::FIRST));
    (last_past.map(|last| earliest.max(last + 1)), next)
}

/// Whether a chapter goes on after a day.
pub(super) fn ends_after(book: &Book, chapter: &Chapter, day: Day) -> bool {
    match (&chapter.rule, chapter.until_day, chapter.visits) {
        (None, ..) => chapter.start_day > day,
        (Some(rule), Some(until), _) => rule
            .dates_from(chapter.start_day, day + 1)
            .next()
            .is_some_and(|next| next <= until),
        (_, None, Some(_)) => last_date(book, chapter).is_some_and(|last| last > day),
        (_, None, None) => true,
    }
}

/// The last date of a chapter.
pub(super) fn last_date(book: &Book, chapter: &Chapter) -> Option<Day> {
    let dates = rule_dates(book, chapter, chapter.start_day, Day::LAST);
    dates.last().map(|date| date.day)
}

fn behind_the_end(book: &Book, chapters: &[Arc<Chapter>]) -> FieldErrors {
    let least = chapters.iter().find_map(|chapter| chapter.first_date());
    let most = chapters.last().and_then(|chapter| last_date(book, chapter));
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let (least, most) = (text(least), text(most));
    FieldErrors::one("from", FieldError::OutOfRange { least, most })
}
