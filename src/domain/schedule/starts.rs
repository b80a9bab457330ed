//! At which half hours of a day a visit could begin so that nothing speaks against it: a whole day at once, as many are asked for
//! together. It says the same as [`super::conflicts`] asked start by start.
//!
//! Times are those of the wall since midnight: on a day on which the clock is set, starts around that hour are said as if it
//! were not.

use super::busy::{pieces_of, works};
use super::conflict::TRAVEL;
use super::hours::{DayHours, shop_hours, staff_hours};
use super::lines::lines_of;
use crate::domain::book::Book;
use crate::domain::calendar::Who;
use crate::domain::rows::*;
use crate::time::{Day, Instant, MinuteSpan, Minutes, Span};

/// How far starts lie apart.
const STEP: i32 = 30;

/// Starts of a day, one for each half hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starts(u64);

impl Starts {
    /// How many there are in a day.
    pub const COUNT: usize = 48;
    /// None of them.
    pub const NONE: Starts = Starts(0);

    /// Those from a minute of the day through another.
    pub fn between(first: Minutes, last: Minutes) -> Self {
        let first = (first.count() + STEP - 1).div_euclid(STEP).max(0);
        let last = last.count().div_euclid(STEP).min(47);
        match (u32::try_from(first), u32::try_from(last - first)) {
            (Ok(first), Ok(more)) => Self((u64::MAX >> (63 - more)) << first),
            _ => Self::NONE,
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether the so-manieth half hour is among them.
    pub fn has(self, place: usize) -> bool {
        place < Self::COUNT && self.0 >> place & 1 == 1
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are in any of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without the others.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those at which a stretch lies within the hours; it is told in minutes after the start.
    fn within(open: &[MinuteSpan], stretch: MinuteSpan) -> Self {
        let fitting = |open: &MinuteSpan| Self::between(open.from - stretch.from, open.to - stretch.to);
        open.iter().map(fitting).fold(Self::NONE, Self::or)
    }

    /// Those at which a stretch hits a time that is taken.
    fn hitting(taken: MinuteSpan, stretch: MinuteSpan) -> Self {
        let minute = Minutes::new(1);
        Self::between(taken.from - stretch.to + minute, taken.to - stretch.from - minute)
    }
}

/// What a visit takes of whom, whenever it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    told: MinuteSpan,
    pieces: Vec<(Who, MinuteSpan)>,
    works: Vec<(StaffId, MinuteSpan)>,
}

impl Shape {
    /// That of a visit.
    pub fn of(book: &Book, visit: &Visit) -> Self {
        let lines = lines_of(book, visit);
        let after_start = |span: Span| MinuteSpan {
            from: span.from - visit.start_utc,
            to: span.to - visit.start_utc,
        };
        let pieces = pieces_of(visit, &lines);
        Self {
            told: after_start(visit.span()),
            pieces: pieces
                .iter()
                .map(|piece| (piece.who, after_start(piece.span)))
                .collect(),
            works: works(visit, &lines)
                .iter()
                .map(|work| (work.staff, after_start(work.span)))
                .collect(),
        }
    }
}

/// A day of a location, as far as it is the same for every visit.
pub struct DayAt<'a> {
    book: &'a Book,
    location: LocationId,
    day: Day,
    shop: DayHours,
    midnight: Instant,
    /// Whether there are other locations, from which a way leads here.
    has_ways: bool,
}

impl<'a> DayAt<'a> {
    /// A day of a location.
    pub fn new(book: &'a Book, location: LocationId, day: Day) -> Self {
        Self {
            book,
            location,
            day,
            shop: shop_hours(book, location, day),
            midnight: book.zone_of(location).resolve(day.midnight()).instant(),
            has_ways: book.locations().live().nth(1).is_some(),
        }
    }

    /// At which half hours a visit of this shape could begin.
    pub fn starts(&self, shape: &Shape) -> Starts {
        let mut free = Starts::within(&self.shop.open, shape.told);
        for &(staff, stretch) in &shape.works {
            if free.is_empty() {
                return free;
            }
            if let Some(person) = self.book.staff().get(staff) {
                free = free.and(self.there(person, stretch));
            }
        }
        for &(who, stretch) in &shape.pieces {
            if free.is_empty() {
                return free;
            }
            free = free.without(self.taken(who, stretch));
        }
        free
    }

    /// When somebody works for a stretch, and has no time off.
    fn there(&self, person: &Staff, stretch: MinuteSpan) -> Starts {
        let exceptions = || self.book.day_exceptions().live();
        let keeps_the_shops =
            !person.own_hours && person.leaves_day.is_none() && exceptions().all(|day| day.staff_id != Some(person.id));
        let free = if keeps_the_shops {
            Starts::within(&self.shop.open, stretch)
        } else {
            let hours = staff_hours(self.book, person, self.location, self.day);
            Starts::within(&hours.open, stretch)
        };
        let times_off = self.book.times_off().of(person.id);
        times_off
            .filter(|off| off.deleted_at.is_none())
            .fold(free, |free, off| {
                // A visit may go on past midnight.
                let days = [0, 1]
                    .into_iter()
                    .filter(|later| (off.first_day..=off.last_day).contains(&(self.day + *later)));
                days.fold(free, |free, later| {
                    let by = Minutes::DAY * later;
                    let off = MinuteSpan {
                        from: off.from_minute.unwrap_or(Minutes::ZERO) + by,
                        to: off.to_minute.unwrap_or(Minutes::DAY) + by,
                    };
                    free.without(Starts::hitting(off, stretch))
                })
            })
    }

    /// When somebody or something is taken for a stretch, or has no time for the way.
    fn taken(&self, who: Who, stretch: MinuteSpan) -> Starts {
        let way = if self.has_ways { TRAVEL } else { Minutes::ZERO };
        let day = Span::new(
            self.midnight + stretch.from - way,
            self.midnight + Minutes::DAY + stretch.to + way,
        );
        let zone = self.book.zone_of(self.location);
        let midnight = self.day.midnight();
        self.book
            .calendar()
            .takes(who, day)
            .fold(Starts::NONE, |taken, (other, span)| {
                let way = if self.has_ways && !matches!(who, Who::Resource(_)) && self.is_elsewhere(other) {
                    TRAVEL
                } else {
                    Minutes::ZERO
                };
                let then = MinuteSpan {
                    from: zone.civil(span.from) - midnight - way,
                    to: zone.civil(span.to) - midnight + way,
                };
                taken.or(Starts::hitting(then, stretch))
            })
    }

    fn is_elsewhere(&self, visit: VisitId) -> bool {
        let chapter = self.book.visits().get(visit).map(|visit| visit.chapter_id);
        let chapter = chapter.and_then(|chapter| self.book.chapters().get(chapter));
        chapter.is_some_and(|chapter| chapter.location_id != self.location)
    }
}
