//! Days as bits of a word: what chunks are made of.

use super::NthWeekday;
use crate::time::{Day, Weekday, WeekdaySet};

/// Some of at most 31 days: bit n is the day `base` + n.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub base: i32,
    pub bits: u32,
}

impl Chunk {
    /// Without the days before this one.
    pub fn from(self, day: Day) -> Chunk {
        let skipped = u32::try_from(day.number() - self.base).unwrap_or(0);
        Chunk {
            bits: self.bits & u32::MAX.checked_shl(skipped).unwrap_or(0),
            ..self
        }
    }

    /// Without the days after this one.
    pub fn to(self, day: Day) -> Chunk {
        let kept = u32::try_from(day.number() - self.base + 1).unwrap_or(0);
        Chunk {
            bits: self.bits & low_bits(kept),
            ..self
        }
    }

    pub fn count(self) -> u32 {
        self.bits.count_ones()
    }

    /// The nth of its days, from 0.
    pub fn nth(self, nth: u32) -> Option<Day> {
        nth_bit(self.bits, nth).map(|bit| Day::from_number(self.base + bit.trailing_zeros().cast_signed()))
    }
}

/// How many dates the chunks of a rule have, over and over.
#[derive(Debug, Clone)]
pub(super) struct Cycle(Vec<u32>);

impl Cycle {
    /// The dates of chunks from number 0 on, at least one.
    pub fn new(counts: impl Into<Vec<u32>>) -> Cycle {
        Cycle(counts.into())
    }

    /// After how many chunks it begins again.
    pub fn length(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(1).max(1)
    }

    /// How many dates the chunk of a number has.
    pub fn of(&self, number: i64) -> u32 {
        let place = usize::try_from(number.rem_euclid(self.length())).unwrap_or_default();
        self.0.get(place).copied().unwrap_or_default()
    }

    /// How many dates it has from beginning to end.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }
}

/// Days from one weekday on to another, 0 to 6.
pub(super) fn days_from(one: Weekday, other: Weekday) -> i32 {
    (other.num_days_from_monday().cast_signed() - one.num_days_from_monday().cast_signed()).rem_euclid(7)
}

/// The lowest so many bits.
pub(super) const fn low_bits(count: u32) -> u32 {
    if count >= 32 { u32::MAX } else { (1 << count) - 1 }
}

/// The first of 32 bits that is told and every nth from it.
pub(super) fn every_nth(first: u32, step: u32) -> u32 {
    let mut bits = 0;
    let mut next = first;
    while next < 32 {
        bits |= 1 << next;
        next = next.saturating_add(step);
    }
    bits
}

/// The weekdays of a set in 32 days that begin on `first`.
pub(super) fn weekday_bits(set: WeekdaySet, first: Weekday) -> u32 {
    let week = set
        .iter(first)
        .fold(0_u32, |bits, weekday| bits | 1 << days_from(first, weekday));
    // Once for each of the five weeks that begin in 32 days.
    week.wrapping_mul(1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28)
}

/// The nth weekday of a stretch of so many days that begins on `first`, as a number of days after its first.
pub(super) fn nth_weekday(day: NthWeekday, first: Weekday, length: u32) -> Option<u32> {
    let (offset, length) = (days_from(first, day.weekday), length.cast_signed());
    let nth = i32::from(day.nth);
    let place = if nth > 0 {
        offset + 7 * (nth - 1)
    } else {
        offset + (length - 1 - offset) / 7 * 7 + 7 * (nth + 1)
    };
    (0..length).contains(&place).then(|| place.cast_unsigned())
}

/// Keeps of the days of a year those that are also in the other.
pub(super) fn keep(months: &mut [u32; 12], wanted: [u32; 12]) {
    for (bits, wanted) in months.iter_mut().zip(wanted) {
        *bits &= wanted;
    }
}

/// The nth set bit, from 0, alone.
pub(super) fn nth_bit(mut bits: u32, nth: u32) -> Option<u32> {
    if nth >= bits.count_ones() {
        return None;
    }
    for _ in 0..nth {
        bits &= bits - 1;
    }
    Some(1 << bits.trailing_zeros())
}

/// Leaves of all days of a period those at the positions of BYSETPOS; all where there are none.
pub(super) fn pick(chunks: &mut [u32], positions: &[i16]) {
    if positions.is_empty() {
        return;
    }
    let total = chunks.iter().map(|bits| bits.count_ones()).sum::<u32>().cast_signed();
    let wanted = |place: i32| {
        let mut positions = positions.iter().map(|position| i32::from(*position));
        positions.any(|position| position == place + 1 || position == place - total)
    };
    let mut place = 0;
    for bits in chunks {
        let mut rest = *bits;
        while rest != 0 {
            let lowest = rest & rest.wrapping_neg();
            if !wanted(place) {
                *bits &= !lowest;
            }
            rest &= rest - 1;
            place += 1;
        }
    }
}
