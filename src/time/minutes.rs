//! Lengths in whole minutes, times of day, and stretches of a day.

use super::text::{BadText, digits, serde_by_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

/// A length in minutes; negative for "before". Arithmetic that would overflow stops at the largest or smallest length.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minutes(i32);

impl Minutes {
    /// No length.
    pub const ZERO: Minutes = Minutes(0);
    /// A civil day of 24 hours.
    pub const DAY: Minutes = Minutes(1440);

    /// So many minutes.
    #[must_use]
    pub const fn new(minutes: i32) -> Minutes {
        Minutes(minutes)
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: i32) -> Minutes {
        Minutes(hours.saturating_mul(60))
    }

    /// The number of minutes.
    #[must_use]
    pub const fn count(self) -> i32 {
        self.0
    }

    /// Whether there is no length.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The nearest length to so many minutes.
    pub(super) fn nearest(minutes: i64) -> Minutes {
        Minutes(i32::try_from(minutes).unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl Add for Minutes {
    type Output = Minutes;

    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_add(other.0))
    }
}

impl Sub for Minutes {
    type Output = Minutes;

    fn sub(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_sub(other.0))
    }
}

impl Mul<i32> for Minutes {
    type Output = Minutes;

    fn mul(self, times: i32) -> Minutes {
        Minutes(self.0.saturating_mul(times))
    }
}

impl Neg for Minutes {
    type Output = Minutes;

    fn neg(self) -> Minutes {
        Minutes(self.0.saturating_neg())
    }
}

impl AddAssign for Minutes {
    fn add_assign(&mut self, other: Minutes) {
        *self = *self + other;
    }
}

impl SubAssign for Minutes {
    fn sub_assign(&mut self, other: Minutes) {
        *self = *self - other;
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(lengths: I) -> Minutes {
        lengths.fold(Minutes::ZERO, Add::add)
    }
}

impl fmt::Display for Minutes {
    /// An ISO 8601 duration of hours and minutes, the exact part of RFC 5545 3.3.6: `PT45M`, `PT1H30M`, `-PT15M`, `PT0M`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (hours, minutes) = (self.0.unsigned_abs() / 60, self.0.unsigned_abs() % 60);
        match (hours, minutes) {
            (0, _) => write!(f, "{sign}PT{minutes}M"),
            (_, 0) => write!(f, "{sign}PT{hours}H"),
            _ => write!(f, "{sign}PT{hours}H{minutes}M"),
        }
    }
}

impl fmt::Debug for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Minutes {
    type Err = BadText;

    /// Reads a duration of RFC 5545 3.3.6 that is whole minutes: `PT45M`, `P1DT2H`, `P2W`, `-PT15M`, `PT3600S`. A day is 24 hours.
    fn from_str(text: &str) -> Result<Minutes, BadText> {
        seconds(text)
            .filter(|seconds| seconds % 60 == 0)
            .and_then(|seconds| i32::try_from(seconds / 60).ok())
            .map(Minutes)
            .ok_or(BadText::Minutes)
    }
}

/// The seconds of a duration text; `None` when it is none. Parts may be missing but not out of order.
fn seconds(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.strip_prefix('P')?;
    let (mut date, time) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None if text.is_empty() => return None,
        None => (text, ""),
    };
    let mut total = 0_i64;
    let mut take = |text: &mut &str, letter: char, unit: i64| -> Option<()> {
        if let Some((number, rest)) = text.split_once(letter) {
            let number = if number.is_empty() {
                None
            } else {
                digits(number.as_bytes())
            }?;
            total = total.checked_add(i64::from(number).checked_mul(unit)?)?;
            *text = rest;
        }
        Some(())
    };
    let mut time = time;
    take(&mut date, 'W', 604_800)?;
    take(&mut date, 'D', 86_400)?;
    take(&mut time, 'H', 3600)?;
    take(&mut time, 'M', 60)?;
    take(&mut time, 'S', 1)?;
    (date.is_empty() && time.is_empty()).then_some(sign * total)
}

serde_by_text!(Minutes);

/// A time of day in whole minutes, 00:00 to 23:59.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// 00:00.
    pub const MIDNIGHT: TimeOfDay = TimeOfDay(0);

    /// So many minutes after midnight; `None` from 1440 on.
    #[must_use]
    pub const fn new(minute: u16) -> Option<TimeOfDay> {
        if minute < 1440 { Some(TimeOfDay(minute)) } else { None }
    }

    /// An hour (0 to 23) and a minute (0 to 59).
    #[must_use]
    pub fn from_hm(hour: u32, minute: u32) -> Option<TimeOfDay> {
        let real = hour < 24 && minute < 60;
        real.then(|| u16::try_from(hour * 60 + minute).ok())
            .flatten()
            .map(TimeOfDay)
    }

    /// Minutes since midnight, 0 to 1439.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0
    }

    /// Hour (0 to 23) and minute (0 to 59).
    #[must_use]
    pub const fn hm(self) -> (u16, u16) {
        (self.0 / 60, self.0 % 60)
    }

    /// The length since midnight.
    #[must_use]
    pub fn since_midnight(self) -> Minutes {
        Minutes(i32::from(self.0))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hm();
        write!(f, "{hour:02}:{minute:02}")
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for TimeOfDay {
    type Err = BadText;

    /// Reads `10:00` and nothing else.
    fn from_str(text: &str) -> Result<TimeOfDay, BadText> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else {
            return Err(BadText::TimeOfDay);
        };
        let time = || TimeOfDay::from_hm(digits(&[h1, h2])?, digits(&[m1, m2])?);
        time().ok_or(BadText::TimeOfDay)
    }
}

serde_by_text!(TimeOfDay);

/// A half-open stretch of civil minutes since a local midnight. It may reach into the next day: `to` up to 2880.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MinuteSpan {
    /// The first minute.
    pub from: Minutes,
    /// The minute after the last one.
    pub to: Minutes,
}

impl MinuteSpan {
    /// From one minute since midnight up to, not including, another.
    #[must_use]
    pub const fn new(from: Minutes, to: Minutes) -> MinuteSpan {
        MinuteSpan { from, to }
    }

    /// How long it is; zero or less when nothing is in it.
    #[must_use]
    pub fn length(self) -> Minutes {
        self.to - self.from
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether `inner` lies wholly in this stretch. An empty one lies where both its edges do.
    #[must_use]
    pub fn contains_span(self, inner: MinuteSpan) -> bool {
        self.from <= inner.from && inner.to <= self.to
    }

    /// Whether the two share at least a minute.
    #[must_use]
    pub fn overlaps(self, other: MinuteSpan) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_print_as_exact_durations_and_read_back() {
        for (minutes, text) in [
            (0, "PT0M"),
            (45, "PT45M"),
            (60, "PT1H"),
            (90, "PT1H30M"),
            (1500, "PT25H"),
            (-15, "-PT15M"),
        ] {
            assert_eq!(Minutes::new(minutes).to_string(), text);
            assert_eq!(text.parse(), Ok(Minutes::new(minutes)));
        }
        assert_eq!(Minutes::new(i32::MIN).to_string().parse(), Ok(Minutes::new(i32::MIN)));
    }

    #[test]
    fn lengths_of_other_programs_are_read_when_they_are_whole_minutes() {
        for (text, minutes) in [
            ("P1DT2H", 1560),
            ("P2W", 20_160),
            ("PT3600S", 60),
            ("+PT5M", 5),
            ("PT90M", 90),
            ("P1D", 1440),
        ] {
            assert_eq!(text.parse(), Ok(Minutes::new(minutes)), "{text}");
        }
        for bad in [
            "",
            "P",
            "PT",
            "P1DT",
            "45",
            "PT45",
            "PTM",
            "PT1M1H",
            "PT30S",
            "P1H",
            "PT1D",
            "PT-5M",
            "PT1.5H",
            "PT99999999999H",
            "pt5m",
        ] {
            assert_eq!(bad.parse::<Minutes>(), Err(BadText::Minutes), "{bad}");
        }
    }

    #[test]
    fn lengths_never_overflow() {
        assert_eq!(Minutes::new(i32::MAX) + Minutes::new(1), Minutes::new(i32::MAX));
        assert_eq!(Minutes::hours(i32::MIN), Minutes::new(i32::MIN));
        assert_eq!(
            [Minutes::hours(1), Minutes::new(5)].into_iter().sum::<Minutes>(),
            Minutes::new(65)
        );
    }

    #[test]
    fn a_time_of_day_prints_and_reads_with_two_digits_each() {
        assert_eq!(
            TimeOfDay::from_hm(9, 5).map(|time| time.to_string()).as_deref(),
            Some("09:05")
        );
        assert_eq!("23:59".parse(), Ok(TimeOfDay(1439)));
        for bad in ["24:00", "9:05", "09:60", "09:05:00", "", "ab:cd"] {
            assert_eq!(bad.parse::<TimeOfDay>(), Err(BadText::TimeOfDay), "{bad}");
        }
        assert_eq!(TimeOfDay::new(1440), None);
    }

    #[test]
    fn stretches_that_only_touch_do_not_overlap() {
        let span = |from, to| MinuteSpan::new(Minutes::new(from), Minutes::new(to));
        assert!(!span(540, 600).overlaps(span(600, 660)));
        assert!(span(540, 601).overlaps(span(600, 660)));
        assert!(!span(540, 660).overlaps(span(600, 600)));
        assert!(span(540, 660).contains_span(span(540, 660)) && !span(540, 660).contains_span(span(540, 661)));
    }
}
