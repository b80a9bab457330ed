//! What is exported: whose visits, and how much of them is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{Pauses, lines_of};
use crate::domain::values::{Role, SeriesStatus, VisitState};
use crate::time::{Civil, Day, Minutes, Span, YearMonth, Zone};

/// Whose visits are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Those of one series.
    Series(SeriesId),
    /// Those in which somebody of the staff works or is kept free.
    Staff(StaffId),
    /// Those at a location.
    Location(LocationId),
    /// Those to which a client comes, or somebody in their place.
    Client(ClientId),
    /// All.
    All,
}

/// How visits are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Without clients, notes and tags: services and staff only.
    pub private: bool,
    /// With the reminders that the series has, as alarms.
    pub alarms: bool,
    /// With the time that is blocked, set-up and clean-up included, and not the time that the client is told.
    pub blocked_span: bool,
    /// Each visit by itself, without rules.
    pub expanded: bool,
    /// Only visits from this day on; the book need not have loaded what was before.
    pub from: Option<Day>,
    /// A calendar that is kept up to date where others read it, and not handed over once: the same book gives the same bytes
    /// at any time.
    pub kept: bool,
}

/// How long before the first and after the last visit a zone is described; no visit is that long.
const AROUND: Minutes = Minutes::hours(72);

/// For how many days after its last visit the zone of a series without an end is described: calendars read it on.
const AHEAD: i32 = 3_653;

impl Selection {
    /// The series that may have visits to export, in the order of their keys.
    pub fn series(self, book: &Book) -> impl Iterator<Item = &Arc<Series>> {
        let one = if let Selection::Series(id) = self {
            Some(id)
        } else {
            None
        };
        let row = one
            .and_then(|id| book.series().get(id))
            .filter(|row| row.deleted_at.is_none());
        let all = book.series().live().filter(move |_| one.is_none());
        row.into_iter().chain(all)
    }

    /// The visits of a series that others are to see, in the order of the starts they would have had.
    pub(super) fn visits(self, book: &Book, series: SeriesId, options: Options) -> Vec<&Arc<Visit>> {
        let mut visits: Vec<_> = self.asked_for(book, series, options).collect();
        visits.sort_by_key(|visit| (visit.original(), visit.id));
        visits
    }

    fn asked_for(self, book: &Book, series: SeriesId, options: Options) -> impl Iterator<Item = &Arc<Visit>> {
        standing(book, series)
            .filter(move |visit| options.from.is_none_or(|from| visit.day >= from) && self.takes(book, visit))
    }

    fn takes(self, book: &Book, visit: &Visit) -> bool {
        match self {
            Selection::Series(_) | Selection::All => true,
            Selection::Location(location) => {
                let chapter = book.chapters().get(visit.chapter_id);
                chapter.is_some_and(|chapter| chapter.location_id == location)
            }
            Selection::Client(client) => visit
                .bookings
                .iter()
                .any(|booking| booking.cancelled_at.is_none() && booking.client_id == Some(client)),
            Selection::Staff(staff) => {
                let works = |assigned: &Assigned| assigned.staff_id == staff && assigned.role != Role::Coordinator;
                visit.staff.iter().any(works) || lines_of(book, visit).iter().any(|line| line.staff == Some(staff))
            }
        }
    }

    /// The months of these series, from a day on where one is given, that are not loaded yet.
    pub fn missing(self, book: &Book, from: Option<Day>) -> Vec<YearMonth> {
        let mut missing = BTreeSet::new();
        for series in self.series(book) {
            let starts: Vec<Day> = book.chapters().of(series.id).map(|chapter| chapter.start_day).collect();
            let Some(first) = starts.iter().min() else { continue };
            let last = series
                .materialized_until
                .max(starts.iter().max().copied())
                .unwrap_or(*first);
            let first = from.map_or(*first, |from| from.max(*first)).year_month();
            let last = last.year_month();
            let months = (0..=last - first).map(|month| first + month);
            missing.extend(months.filter(|month| !book.is_loaded(month.first_day())));
        }
        missing.into_iter().collect()
    }

    /// The zones of the visits, and from when to when each must be right.
    pub(super) fn zones(self, book: &Book, options: Options) -> BTreeMap<Zone, Span> {
        let mut zones: BTreeMap<Zone, Span> = BTreeMap::new();
        for series in self.series(book) {
            let mut reaches: BTreeMap<ChapterId, Reach> = BTreeMap::new();
            for visit in self.asked_for(book, series.id, options) {
                let reach = Reach::of(visit);
                let known = reaches.entry(visit.chapter_id).or_insert(reach);
                *known = known.with(reach);
            }
            for (chapter, reach) in reaches {
                let Some(chapter) = book.chapters().get(chapter) else {
                    continue;
                };
                let zone = book.zone_of(chapter.location_id);
                let at = |civil| zone.resolve(civil).instant();
                let from = reach.busy.from.min(at(reach.first)) - AROUND;
                let mut to = reach.busy.to.max(at(reach.last)) + AROUND;
                if goes_on(book, series, chapter) {
                    let last = reach.last.day;
                    let last = series.materialized_until.unwrap_or(last).max(last) + AHEAD;
                    to = to.max(at(last.midnight()));
                }
                let known = zones.entry(zone).or_insert(Span::new(from, to));
                *known = Span::new(known.from.min(from), known.to.max(to));
            }
        }
        zones
    }
}

/// From when to when visits are: as they are, and the starts that they would have had.
#[derive(Clone, Copy)]
struct Reach {
    busy: Span,
    first: Civil,
    last: Civil,
}

impl Reach {
    fn of(visit: &Visit) -> Self {
        Self {
            busy: visit.blocked(),
            first: visit.original(),
            last: visit.original(),
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            busy: Span::new(self.busy.from.min(other.busy.from), self.busy.to.max(other.busy.to)),
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }
}

/// The visits of a series that stand in the book.
pub(super) fn standing(book: &Book, series: SeriesId) -> impl Iterator<Item = &Arc<Visit>> {
    book.visits()
        .of(series)
        .filter(|visit| visit.state == VisitState::Stable)
}

/// Whether dates of a chapter are still to come into the book: it has no end, and its series goes on.
pub(super) fn goes_on(book: &Book, series: &Series, chapter: &Chapter) -> bool {
    let is_last = book.last_chapter(series.id).is_some_and(|last| last.id == chapter.id);
    let is_open = chapter.rule.is_some() && chapter.until_day.is_none() && chapter.visits.is_none();
    // Nor does anything come in a pause without an end.
    let is_away = Pauses::of(book, series.id).open_from().is_some();
    is_last && is_open && series.status == SeriesStatus::Running && !series.no_new_dates && !is_away
}
