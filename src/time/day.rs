//! A civil day and a civil month, by own arithmetic: expansion makes millions of them.
//!
//! Limits: 0000-01-01 to 9999-12-31; arithmetic that would leave these years stops at their edge.

use super::text::{BadText, digits, serde_by_text};
use super::{Civil, TimeOfDay, Weekday, weekday_from_monday};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// A day of the Gregorian calendar, without a zone: the number of days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i32);

/// Days from 0000-03-01, where the years of the arithmetic begin, to 1970-01-01, and 400 years more so that none is negative.
const EPOCH: i32 = 719_468 + 146_097;
const LEAST: i32 = -719_528;
const GREATEST: i32 = 2_932_896;

impl Day {
    /// 1970-01-01, the first day that the salon knows.
    pub const FIRST: Day = Day(0);
    /// 2099-12-31, the last day that the salon knows.
    pub const LAST: Day = Day(47_481);

    /// The day of a year (0 to 9999), month (1 to 12) and day of the month (from 1); `None` when there is no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let real = (0..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (real && day <= days_in_month(year, month)).then(|| Day::assume(year, month, day))
    }

    /// The same for a date that is known to be one; another gives some other day.
    pub(crate) const fn assume(year: i32, month: u32, day: u32) -> Day {
        let year = (year + 400).cast_unsigned() - if month <= 2 { 1 } else { 0 };
        let (era, year_of_era) = (year / 400, year % 400);
        let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day((era * 146_097 + day_of_era).cast_signed() - EPOCH)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub const fn ymd(self) -> (i32, u32, u32) {
        let days = (self.0 + EPOCH).cast_unsigned();
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = (era * 400 + year_of_era).cast_signed() - 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.ymd().0
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.ymd().1
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day_of_month(self) -> u32 {
        self.ymd().2
    }

    /// The weekday.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        weekday_from_monday(self.0 + 3)
    }

    /// Days since 1970-01-01, negative before.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day so many days after 1970-01-01; the first or last possible one when that is out of range.
    #[must_use]
    pub const fn from_number(number: i32) -> Day {
        if number < LEAST {
            Day(LEAST)
        } else if number > GREATEST {
            Day(GREATEST)
        } else {
            Day(number)
        }
    }

    /// The month of the day.
    #[must_use]
    pub const fn year_month(self) -> YearMonth {
        let (year, month, _) = self.ymd();
        YearMonth((year - 1970) * 12 + month.cast_signed() - 1)
    }

    /// Whether the month ends with this day.
    #[must_use]
    pub const fn is_last_of_month(self) -> bool {
        let (year, month, day) = self.ymd();
        day == days_in_month(year, month)
    }

    /// The first day of the week that holds this day, for weeks that begin on `first`.
    #[must_use]
    pub const fn start_of_week(self, first: Weekday) -> Day {
        let since = (self.0 + 3 - first.num_days_from_monday().cast_signed()).rem_euclid(7);
        Day::from_number(self.0 - since)
    }

    /// The same day of the month so many months later (earlier when negative), or the last one of a shorter month.
    #[must_use]
    pub fn add_months_clamped(self, months: i32) -> Day {
        let target = self.year_month() + months;
        let last = target.last_day();
        let wanted = self.day_of_month().min(last.day_of_month());
        target.first_day() + (wanted.cast_signed() - 1)
    }

    /// The day at 00:00.
    #[must_use]
    pub const fn midnight(self) -> Civil {
        Civil {
            day: self,
            time: TimeOfDay::MIDNIGHT,
        }
    }

    /// The day at a time of day.
    #[must_use]
    pub const fn at(self, time: TimeOfDay) -> Civil {
        Civil { day: self, time }
    }
}

/// How many days the month (1 to 12) of a year has: 28 to 31. A month out of range counts as one of 31 days.
#[must_use]
pub const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Add<i32> for Day {
    type Output = Day;

    fn add(self, days: i32) -> Day {
        Day::from_number(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    fn sub(self, days: i32) -> Day {
        Day::from_number(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    /// Days from `earlier` to this day.
    fn sub(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Day {
    type Err = BadText;

    /// Reads `2026-03-03` and nothing else.
    fn from_str(text: &str) -> Result<Day, BadText> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(BadText::Day);
        };
        let day = || {
            Day::from_ymd(
                digits(&[y1, y2, y3, y4])?.cast_signed(),
                digits(&[m1, m2])?,
                digits(&[d1, d2])?,
            )
        };
        day().ok_or(BadText::Day)
    }
}

serde_by_text!(Day);

/// A month of a year: the number of months since January 1970. Months are the buckets of the book.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearMonth(i32);

impl YearMonth {
    const LEAST: i32 = -1970 * 12;
    const GREATEST: i32 = 8030 * 12 - 1;

    /// The month (1 to 12) of a year (0 to 9999); `None` when there is no such month.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<YearMonth> {
        Day::from_ymd(year, month, 1).map(Day::year_month)
    }

    /// Months since January 1970, negative before.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The month so many months after January 1970; the first or last possible one when that is out of range.
    #[must_use]
    pub const fn from_number(number: i32) -> YearMonth {
        if number < Self::LEAST {
            YearMonth(Self::LEAST)
        } else if number > Self::GREATEST {
            YearMonth(Self::GREATEST)
        } else {
            YearMonth(number)
        }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        1970 + self.0.div_euclid(12)
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.0.rem_euclid(12).cast_unsigned() + 1
    }

    /// How many days the month has, 28 to 31.
    #[must_use]
    pub const fn length(self) -> u32 {
        days_in_month(self.year(), self.month())
    }

    /// The first day of the month.
    #[must_use]
    pub const fn first_day(self) -> Day {
        Day::assume(self.year(), self.month(), 1)
    }

    /// The last day of the month.
    #[must_use]
    pub const fn last_day(self) -> Day {
        Day::assume(self.year(), self.month(), self.length())
    }
}

impl Add<i32> for YearMonth {
    type Output = YearMonth;

    fn add(self, months: i32) -> YearMonth {
        YearMonth::from_number(self.0.saturating_add(months))
    }
}

impl Sub<i32> for YearMonth {
    type Output = YearMonth;

    fn sub(self, months: i32) -> YearMonth {
        YearMonth::from_number(self.0.saturating_sub(months))
    }
}

impl Sub for YearMonth {
    type Output = i32;

    /// Months from `earlier` to this month.
    fn sub(self, earlier: YearMonth) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for YearMonth {
    type Err = BadText;

    /// Reads `2026-03` and nothing else.
    fn from_str(text: &str) -> Result<YearMonth, BadText> {
        let &[y1, y2, y3, y4, b'-', m1, m2] = text.as_bytes() else {
            return Err(BadText::YearMonth);
        };
        let month = || YearMonth::new(digits(&[y1, y2, y3, y4])?.cast_signed(), digits(&[m1, m2])?);
        month().ok_or(BadText::YearMonth)
    }
}

serde_by_text!(YearMonth);

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_of_ten_thousand_years_agrees_with_chrono() {
        let mut theirs = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        for number in LEAST..=GREATEST {
            let ours = Day::from_number(number);
            let (year, month, dom) = ours.ymd();
            assert_eq!((year, month, dom), (theirs.year(), theirs.month(), theirs.day()));
            assert_eq!(ours.weekday(), theirs.weekday());
            assert_eq!(Day::from_ymd(year, month, dom), Some(ours));
            theirs = theirs.succ_opt().unwrap();
        }
        assert_eq!(theirs, NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap());
    }

    #[test]
    fn a_day_prints_and_reads_as_an_iso_date_and_nothing_else() {
        assert_eq!(day("2026-03-03").to_string(), "2026-03-03");
        assert_eq!(day("0000-01-01"), Day(LEAST));
        assert_eq!(day("9999-12-31"), Day(GREATEST));
        for bad in [
            "",
            "2026-3-3",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "20260303",
            "+026-03-03",
            "2026-03-03 ",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(BadText::Day), "{bad}");
        }
    }

    #[test]
    fn the_first_and_last_days_of_the_salon_are_those_of_their_years() {
        assert_eq!(Day::FIRST, day("1970-01-01"));
        assert_eq!(Day::LAST, day("2099-12-31"));
    }

    #[test]
    fn arithmetic_stops_at_the_edges_of_the_calendar() {
        assert_eq!(Day::LAST + i32::MAX, day("9999-12-31"));
        assert_eq!(Day::FIRST - i32::MAX, day("0000-01-01"));
        assert_eq!(Day::FIRST.add_months_clamped(i32::MAX), day("9999-12-01"));
        assert_eq!(day("2026-03-03") - day("2026-02-28"), 3);
    }

    #[test]
    fn a_month_later_keeps_the_day_or_takes_the_last_one() {
        assert_eq!(day("2026-01-31").add_months_clamped(1), day("2026-02-28"));
        assert_eq!(day("2028-01-31").add_months_clamped(1), day("2028-02-29"));
        assert_eq!(day("2026-01-15").add_months_clamped(-1), day("2025-12-15"));
        assert_eq!(day("2026-03-31").add_months_clamped(-13), day("2025-02-28"));
    }

    #[test]
    fn a_week_begins_where_it_is_told_to() {
        let sunday = day("2026-03-01");
        assert_eq!(sunday.start_of_week(Weekday::Mon), day("2026-02-23"));
        assert_eq!(sunday.start_of_week(Weekday::Sun), sunday);
        assert_eq!(sunday.start_of_week(Weekday::Sat), day("2026-02-28"));
    }

    #[test]
    fn a_month_knows_its_days_and_its_text() {
        let month: YearMonth = "2028-02".parse().unwrap();
        assert_eq!(
            (month.first_day(), month.last_day(), month.length()),
            (day("2028-02-01"), day("2028-02-29"), 29)
        );
        assert_eq!(month.to_string(), "2028-02");
        assert_eq!(day("1969-12-31").year_month().number(), -1);
        assert_eq!((month + 11).to_string(), "2029-01");
        assert_eq!(month + 11 - month, 11);
        assert!("2028-2".parse::<YearMonth>().is_err());
        assert!(day("2026-04-30").is_last_of_month() && !day("2026-03-30").is_last_of_month());
    }

    #[test]
    fn days_travel_through_json_as_text() {
        assert_eq!(serde_json::to_string(&day("2026-03-03")).unwrap(), "\"2026-03-03\"");
        assert_eq!(
            serde_json::from_str::<Day>("\"2026-03-03\"").unwrap(),
            day("2026-03-03")
        );
        assert!(serde_json::from_str::<Day>("\"2026-03-32\"").is_err());
    }
}
