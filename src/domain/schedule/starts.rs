//! At which starts of a day nothing would speak against a visit: a whole day at once, as many are asked for together. It says
//! the same as [`super::conflicts`] asked start by start.
//!
//! Times are those of the wall since midnight: on a day on which the clock is set, starts around that hour are said as if it
//! were not.

use super::busy::{pieces_of, works};
use super::conflict::{TRAVEL, wanted_twice};
use super::hours::HoursOn;
use super::lines::lines_of;
use crate::domain::book::Book;
use crate::domain::calendar::Who;
use crate::domain::rows::*;
use crate::time::{Day, Instant, MinuteSpan, Minutes, Span, TimeOfDay};

/// Starts of a day that lie so many minutes apart, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSet<const STEP: i32, const WORDS: usize>([u64; WORDS]);

/// Those at half hours: what a table of a week shows.
pub type Starts = StartSet<30, 1>;
/// Those at every five minutes: what a free time is looked for among.
pub type FineStarts = StartSet<5, 5>;

impl<const STEP: i32, const WORDS: usize> StartSet<STEP, WORDS> {
    /// How many there are in a day.
    pub const COUNT: usize = (1_440 / STEP).unsigned_abs() as usize;
    /// None of them.
    pub const NONE: Self = Self([0; WORDS]);

    /// Those from a minute of the day through another.
    pub fn between(first: Minutes, last: Minutes) -> Self {
        let most = 1_440 / STEP - 1;
        let first = (first.count() + STEP - 1).div_euclid(STEP).max(0);
        let last = last.count().div_euclid(STEP).min(most);
        let mut starts = Self::NONE;
        for (word, base) in starts.0.iter_mut().zip((0..).step_by(64)) {
            let (first, last) = ((first - base).max(0), (last - base).min(63));
            if let (Ok(first), Ok(more)) = (u32::try_from(first), u32::try_from(last - first)) {
                *word = (u64::MAX >> (63 - more)) << first;
            }
        }
        starts
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether the so-manieth start of the day is among them.
    pub fn has(self, place: usize) -> bool {
        place < Self::COUNT && self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Whether a time of the day is among them.
    pub fn has_time(self, time: TimeOfDay) -> bool {
        let minute = usize::from(time.minute());
        let step = 1_440 / Self::COUNT;
        minute.is_multiple_of(step) && self.has(minute / step)
    }

    fn with(mut self, other: Self, what: impl Fn(u64, u64) -> u64) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word = what(*word, other);
        }
        self
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.with(other, |one, other| one & other)
    }

    /// Those that are in any of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.with(other, |one, other| one | other)
    }

    /// These without the others.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        self.with(other, |one, other| one & !other)
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
    /// Which visit it is: it is not in its own way.
    visit: VisitId,
    told: MinuteSpan,
    pieces: Vec<(Who, MinuteSpan)>,
    works: Vec<(StaffId, MinuteSpan)>,
    /// Whether two of its own services want the same: then it can begin at no time at all.
    wants_twice: bool,
}

impl Shape {
    /// That of a visit.
    pub fn of(book: &Book, visit: &Visit) -> Self {
        let lines = lines_of(book, visit);
        let after_start = |span: Span| MinuteSpan {
            from: span.from - visit.start_utc,
            to: span.to - visit.start_utc,
        };
        let (pieces, works) = (pieces_of(visit, &lines), works(visit, &lines));
        Self {
            wants_twice: !wanted_twice(&lines, &works, &pieces).is_empty(),
            visit: visit.id,
            told: after_start(visit.span()),
            pieces: pieces
                .iter()
                .map(|piece| (piece.who, after_start(piece.span)))
                .collect(),
            works: works.iter().map(|work| (work.staff, after_start(work.span))).collect(),
        }
    }
}

/// A day of a location, as far as it is the same for every visit.
pub struct DayAt<'a> {
    book: &'a Book,
    location: LocationId,
    day: Day,
    hours: HoursOn<'a>,
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
            hours: HoursOn::new(book, location, day),
            midnight: book.zone_of(location).resolve(day.midnight()).instant(),
            has_ways: book.locations().live().nth(1).is_some(),
        }
    }

    /// Which day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Whether the clock is not set on this day: only then starts around that hour are said as they are.
    pub fn is_plain(&self) -> bool {
        let next = self.book.zone_of(self.location).resolve((self.day + 1).midnight());
        next.instant() == self.midnight + Minutes::DAY
    }

    /// At which starts a visit of this shape could begin.
    pub fn starts<const STEP: i32, const WORDS: usize>(&self, shape: &Shape) -> StartSet<STEP, WORDS> {
        if shape.wants_twice {
            return StartSet::NONE;
        }
        let mut free = StartSet::within(&self.hours.shop().open, shape.told);
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
            free = free.without(self.taken(who, stretch, shape.visit));
        }
        free
    }

    /// When somebody works for a stretch, and has no time off.
    fn there<const STEP: i32, const WORDS: usize>(&self, person: &Staff, stretch: MinuteSpan) -> StartSet<STEP, WORDS> {
        let free = StartSet::within(&self.hours.of(person).open, stretch);
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
                    free.without(StartSet::hitting(off, stretch))
                })
            })
    }

    /// When somebody or something is taken for a stretch, or has no time for the way.
    fn taken<const STEP: i32, const WORDS: usize>(
        &self,
        who: Who,
        stretch: MinuteSpan,
        own: VisitId,
    ) -> StartSet<STEP, WORDS> {
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
            .filter(|(other, _)| *other != own)
            .fold(StartSet::NONE, |taken, (other, span)| {
                let way = if self.has_ways && !matches!(who, Who::Resource(_)) && self.is_elsewhere(other) {
                    TRAVEL
                } else {
                    Minutes::ZERO
                };
                let then = MinuteSpan {
                    from: zone.civil(span.from) - midnight - way,
                    to: zone.civil(span.to) - midnight + way,
                };
                taken.or(StartSet::hitting(then, stretch))
            })
    }

    fn is_elsewhere(&self, visit: VisitId) -> bool {
        let chapter = self.book.visits().get(visit).map(|visit| visit.chapter_id);
        let chapter = chapter.and_then(|chapter| self.book.chapters().get(chapter));
        chapter.is_some_and(|chapter| chapter.location_id != self.location)
    }
}
