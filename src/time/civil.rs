//! A local date and time of day: what the clock on the wall shows.

use super::text::{BadText, serde_by_text};
use super::{Day, Minutes, TimeOfDay};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// A day and a time of day without a zone. For the salon this is the truth; instants are derived from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Civil {
    /// The local day.
    pub day: Day,
    /// The local time of day.
    pub time: TimeOfDay,
}

impl Civil {
    /// A time on a day.
    #[must_use]
    pub const fn new(day: Day, time: TimeOfDay) -> Civil {
        Civil { day, time }
    }

    /// Minutes since 1970-01-01T00:00 on the same wall.
    pub(super) fn minute(self) -> i64 {
        i64::from(self.day.number()) * 1440 + i64::from(self.time.minute())
    }

    /// So many minutes since 1970-01-01T00:00 on the same wall.
    pub(super) fn from_minute(minute: i64) -> Civil {
        let day = i32::try_from(minute.div_euclid(1440)).unwrap_or(if minute < 0 { i32::MIN } else { i32::MAX });
        let time = u16::try_from(minute.rem_euclid(1440)).ok().and_then(TimeOfDay::new);
        Civil {
            day: Day::from_number(day),
            time: time.unwrap_or_default(),
        }
    }
}

impl Add<Minutes> for Civil {
    type Output = Civil;

    fn add(self, length: Minutes) -> Civil {
        Civil::from_minute(self.minute() + i64::from(length.count()))
    }
}

impl Sub<Minutes> for Civil {
    type Output = Civil;

    fn sub(self, length: Minutes) -> Civil {
        Civil::from_minute(self.minute() - i64::from(length.count()))
    }
}

impl Sub for Civil {
    type Output = Minutes;

    /// What the wall clock turns from `earlier` to this time.
    fn sub(self, earlier: Civil) -> Minutes {
        Minutes::nearest(self.minute() - earlier.minute())
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day, self.time)
    }
}

impl fmt::Debug for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Civil {
    type Err = BadText;

    /// Reads `2026-03-03T10:00` and nothing else.
    fn from_str(text: &str) -> Result<Civil, BadText> {
        let (day, time) = text.split_once('T').ok_or(BadText::Civil)?;
        match (day.parse(), time.parse()) {
            (Ok(day), Ok(time)) => Ok(Civil { day, time }),
            _ => Err(BadText::Civil),
        }
    }
}

serde_by_text!(Civil);

#[cfg(test)]
mod tests {
    use super::*;

    fn civil(text: &str) -> Civil {
        text.parse().unwrap()
    }

    #[test]
    fn minutes_carry_over_midnight_in_both_directions() {
        assert_eq!(civil("2026-12-31T23:30") + Minutes::new(45), civil("2027-01-01T00:15"));
        assert_eq!(civil("1970-01-01T00:00") - Minutes::new(1), civil("1969-12-31T23:59"));
        assert_eq!(
            civil("2026-03-03T10:00") - civil("2026-03-02T22:00"),
            Minutes::hours(12)
        );
    }

    #[test]
    fn a_local_time_prints_and_reads_without_seconds_or_zone() {
        assert_eq!(civil("2026-03-03T10:00").to_string(), "2026-03-03T10:00");
        for bad in [
            "2026-03-03",
            "2026-03-03 10:00",
            "2026-03-03T10:00:00",
            "2026-03-03T10:00Z",
        ] {
            assert_eq!(bad.parse::<Civil>(), Err(BadText::Civil), "{bad}");
        }
    }
}
