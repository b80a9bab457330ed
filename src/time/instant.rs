//! Points in time and half-open stretches between them.

use super::text::{BadText, serde_by_text};
use super::{Day, Minutes};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Limits: years 0000 to 9999; arithmetic stops at their edges.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(i64);

const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;
const LEAST: i64 = -719_528 * DAY;
const GREATEST: i64 = 2_932_897 * DAY - 1;

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Instant = Instant(0);

    /// So many milliseconds since the epoch; the nearest possible instant when that is out of range.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Instant {
        if millis < LEAST {
            Instant(LEAST)
        } else if millis > GREATEST {
            Instant(GREATEST)
        } else {
            Instant(millis)
        }
    }

    /// Milliseconds since the epoch, negative before.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// So many seconds since the epoch; the nearest possible instant when that is out of range.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Instant {
        Instant::from_millis(seconds.saturating_mul(1000))
    }
}

impl Add<Minutes> for Instant {
    type Output = Instant;

    fn add(self, length: Minutes) -> Instant {
        Instant::from_millis(self.0 + i64::from(length.count()) * MINUTE)
    }
}

impl Sub<Minutes> for Instant {
    type Output = Instant;

    fn sub(self, length: Minutes) -> Instant {
        Instant::from_millis(self.0 - i64::from(length.count()) * MINUTE)
    }
}

impl Sub for Instant {
    type Output = Minutes;

    /// Whole minutes from `earlier` to this instant, rounded down.
    fn sub(self, earlier: Instant) -> Minutes {
        Minutes::nearest((self.0 - earlier.0).div_euclid(MINUTE))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC with milliseconds: `2026-03-03T09:00:00.000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Day::from_number(i32::try_from(self.0.div_euclid(DAY)).unwrap_or_default());
        let millis = self.0.rem_euclid(DAY);
        let (hour, minute) = (millis / (60 * MINUTE), millis / MINUTE % 60);
        write!(
            f,
            "{day}T{hour:02}:{minute:02}:{:02}.{:03}Z",
            millis / 1000 % 60,
            millis % 1000
        )
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Instant {
    type Err = BadText;

    /// Reads any RFC 3339 date and time with an offset; parts of a millisecond are dropped.
    fn from_str(text: &str) -> Result<Instant, BadText> {
        let read = chrono::DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| at.timestamp_millis());
        read.filter(|millis| (LEAST..=GREATEST).contains(millis))
            .map(Instant)
            .ok_or(BadText::Instant)
    }
}

serde_by_text!(Instant);

/// A half-open stretch of time: `from` is in it, `to` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Span {
    /// From one instant up to, not including, another.
    #[must_use]
    pub const fn new(from: Instant, to: Instant) -> Span {
        Span { from, to }
    }

    /// Whole minutes in it, rounded down; zero or less when nothing is in it.
    #[must_use]
    pub fn length(self) -> Minutes {
        self.to - self.from
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether the instant is in it.
    #[must_use]
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// Whether `inner` lies wholly in this stretch.
    #[must_use]
    pub fn contains_span(self, inner: Span) -> bool {
        self.from <= inner.from && inner.to <= self.to
    }

    /// Whether the two share any time. Stretches that only touch do not, and an empty one overlaps nothing.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.intersection(other).is_some()
    }

    /// The time that both share, if any.
    #[must_use]
    pub fn intersection(self, other: Span) -> Option<Span> {
        let shared = Span {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        };
        (!shared.is_empty()).then_some(shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn instants_print_with_milliseconds_in_utc_and_read_back() {
        for text in [
            "2026-03-03T09:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z",
        ] {
            assert_eq!(instant(text).to_string(), text);
        }
        assert_eq!(
            instant("2026-03-03T10:00:00+01:00").to_string(),
            "2026-03-03T09:00:00.000Z"
        );
        assert_eq!("2026-03-03T10:00".parse::<Instant>(), Err(BadText::Instant));
        assert_eq!(Instant::from_millis(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn the_length_between_instants_is_rounded_down() {
        let noon = instant("2026-03-03T12:00:00Z");
        assert_eq!(instant("2026-03-03T12:01:59Z") - noon, Minutes::new(1));
        assert_eq!(noon - instant("2026-03-03T12:00:01Z"), Minutes::new(-1));
        assert_eq!(noon + Minutes::hours(1) - noon, Minutes::new(60));
    }

    #[test]
    fn stretches_that_only_touch_share_nothing() {
        let at = |minute: i32| Instant::EPOCH + Minutes::new(minute);
        let span = |from, to| Span::new(at(from), at(to));
        assert!(!span(0, 30).overlaps(span(30, 60)));
        assert_eq!(span(0, 31).intersection(span(30, 60)), Some(span(30, 31)));
        assert!(!span(0, 60).overlaps(span(30, 30)));
        assert!(span(0, 30).contains(at(0)) && !span(0, 30).contains(at(30)));
        assert_eq!(span(0, 30).length(), Minutes::new(30));
    }
}
