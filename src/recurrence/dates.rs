//! The dates of a rule, forwards and backwards from any day, and counted.

use super::bits::Chunk;
use super::period::Pattern;
use super::{End, Rule};
use crate::time::Day;
use std::iter::FusedIterator;

impl Rule {
    /// The dates of the rule, from its start date on, ascending. Nothing is walked or allocated before a date is asked for.
    ///
    /// Only days are compared: an UNTIL that is a time means its day as written ([`Rule::ending_by_day`] settles it).
    #[must_use]
    pub fn dates(&self, start: Day) -> Dates<'_> {
        self.dates_from(start, start)
    }

    /// The dates of the rule on or after a day. The days before are not walked; under COUNT they are counted, by arithmetic for
    /// most rules that salons have and otherwise a month at a time.
    #[must_use]
    pub fn dates_from(&self, start: Day, from: Day) -> Dates<'_> {
        self.dates_between(start, from, Day::from_number(i32::MAX))
    }

    /// The dates of the rule from a day through another. Nothing outside is walked.
    #[must_use]
    pub fn dates_between(&self, start: Day, from: Day, through: Day) -> Dates<'_> {
        let mut pattern = self.pattern(start);
        let from = from.max(start);
        let left = match self.end() {
            End::Count(count) => count.saturating_sub(count_before(&mut pattern, start, from)),
            End::Never | End::Until(_) => u32::MAX,
        };
        pattern.end_by(through);
        let number = pattern.chunk_at(from);
        let chunk = pattern.chunk(number).map(|chunk| chunk.from(from).to(pattern.last()));
        Dates {
            left: if chunk.is_some() { left } else { 0 },
            chunk: chunk.unwrap_or(NOTHING),
            next: number + 1,
            pattern,
        }
    }

    /// The dates of the rule before a day, descending to its start date.
    #[must_use]
    pub fn dates_back(&self, start: Day, before: Day) -> DatesBack<'_> {
        let mut pattern = self.pattern(start);
        let last = match self.end() {
            End::Count(count) => nth(&mut pattern, start, count - 1).unwrap_or(pattern.last()),
            End::Never | End::Until(_) => pattern.last(),
        };
        let last = last.min(before - 1);
        let next = pattern.chunk_at(last);
        DatesBack {
            first: pattern.chunk_at(start),
            start,
            last,
            chunk: NOTHING,
            next,
            pattern,
        }
    }

    /// The last date of the rule; `None` when it has none or does not end.
    #[must_use]
    pub fn last_date(&self, start: Day) -> Option<Day> {
        if self.end() == End::Never {
            None
        } else {
            self.dates_back(start, Day::from_number(i32::MAX)).next()
        }
    }

    /// How many dates of the rule lie before a day: the position of a date of that day, from 0.
    #[must_use]
    pub fn count_before(&self, start: Day, day: Day) -> u32 {
        let mut pattern = self.pattern(start);
        let count = count_before(&mut pattern, start, day);
        if let End::Count(most) = self.end() {
            count.min(most)
        } else {
            count
        }
    }

    /// Whether the day is a date of the rule.
    #[must_use]
    pub fn gives(&self, start: Day, day: Day) -> bool {
        day >= start && self.dates_from(start, day).next() == Some(day)
    }

    fn pattern(&self, start: Day) -> Pattern<'_> {
        let last = if let End::Until(until) = self.end() {
            until.day()
        } else {
            Day::from_number(i32::MAX)
        };
        Pattern::new(self.parts(), start, last)
    }
}

/// From how many chunks on it is worth while to look for a cycle in them, rather than to count each.
const WORTH: i64 = 24;

const NOTHING: Chunk = Chunk { base: 0, bits: 0 };

/// The dates of a rule, ascending.
#[derive(Debug, Clone)]
pub struct Dates<'r> {
    pattern: Pattern<'r>,
    chunk: Chunk,
    next: i64,
    left: u32,
}

impl Dates<'_> {
    /// Goes on to the next chunk; `false` when there is none.
    fn enter_next(&mut self) -> bool {
        let Some(chunk) = self.pattern.chunk(self.next) else {
            self.left = 0;
            return false;
        };
        self.chunk = chunk.to(self.pattern.last());
        self.next += 1;
        true
    }

    /// Takes the first date out of the chunk, which has one.
    fn take_first(&mut self) -> Day {
        let day = Day::from_number(self.chunk.base + self.chunk.bits.trailing_zeros().cast_signed());
        self.chunk.bits &= self.chunk.bits - 1;
        self.left -= 1;
        day
    }
}

impl Iterator for Dates<'_> {
    type Item = Day;

    #[inline]
    fn next(&mut self) -> Option<Day> {
        if self.left == 0 {
            return None;
        }
        while self.chunk.bits == 0 {
            if !self.enter_next() {
                return None;
            }
        }
        Some(self.take_first())
    }

    #[inline]
    fn fold<B, F: FnMut(B, Day) -> B>(mut self, init: B, mut each: F) -> B {
        let mut folded = init;
        while self.left > 0 {
            while self.chunk.bits != 0 && self.left > 0 {
                folded = each(folded, self.take_first());
            }
            if self.left == 0 || !self.enter_next() {
                break;
            }
        }
        folded
    }
}

impl FusedIterator for Dates<'_> {}

/// The dates of a rule, descending.
#[derive(Debug, Clone)]
pub struct DatesBack<'r> {
    pattern: Pattern<'r>,
    start: Day,
    last: Day,
    /// The chunk of the start date.
    first: i64,
    chunk: Chunk,
    next: i64,
}

impl Iterator for DatesBack<'_> {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        while self.chunk.bits == 0 {
            if self.next < self.first {
                return None;
            }
            self.chunk = self.pattern.chunk(self.next)?.from(self.start).to(self.last);
            self.next -= 1;
        }
        let highest = self.chunk.bits.ilog2();
        self.chunk.bits &= !(1 << highest);
        Some(Day::from_number(self.chunk.base + highest.cast_signed()))
    }
}

impl FusedIterator for DatesBack<'_> {}

/// How many dates lie from the start date up to, not including, a day, whatever COUNT says.
fn count_before(pattern: &mut Pattern<'_>, start: Day, day: Day) -> u32 {
    let last = (day - 1).min(pattern.last());
    if last < start {
        return 0;
    }
    let (first, end) = (pattern.chunk_at(start), pattern.chunk_at(last));
    let cycle = if end - first > WORTH { pattern.cycle() } else { None };
    let mut count_of = |number: i64| {
        pattern
            .chunk(number)
            .map_or(0, |chunk| chunk.from(start).to(last).count())
    };
    let Some(cycle) = cycle else {
        return (first..=end).map(count_of).sum();
    };
    let between = end - first - 1;
    let rounds = u32::try_from(between / cycle.length()).unwrap_or(u32::MAX);
    let rest: u32 = (1..=between % cycle.length()).map(|step| cycle.of(first + step)).sum();
    count_of(first) + cycle.total().saturating_mul(rounds) + rest + count_of(end)
}

/// The nth date from the start date, from 0, whatever COUNT says; `None` when the calendar ends before.
fn nth(pattern: &mut Pattern<'_>, start: Day, mut nth: u32) -> Option<Day> {
    let mut number = pattern.chunk_at(start);
    let mut chunk = pattern.chunk(number)?.from(start);
    if i64::from(nth) > WORTH
        && nth >= chunk.count()
        && let Some(cycle) = pattern.cycle()
    {
        nth -= chunk.count();
        number += 1 + cycle.length() * i64::from(nth.checked_div(cycle.total())?);
        nth %= cycle.total();
        while nth >= cycle.of(number) {
            nth -= cycle.of(number);
            number += 1;
        }
        return pattern.chunk(number)?.nth(nth);
    }
    while nth >= chunk.count() {
        nth -= chunk.count();
        number += 1;
        chunk = pattern.chunk(number)?;
    }
    chunk.nth(nth)
}
