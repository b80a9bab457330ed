//! What of a year its days depend on: BYYEARDAY and BYWEEKNO.

use super::bits::days_from;
use crate::time::{Day, Weekday, days_in_month};

/// What of a year its days depend on.
pub(super) struct YearFrame {
    year: i32,
    /// The weekday of 1 January.
    pub first: Weekday,
    /// How many days it has.
    pub length: u32,
    week_start: Weekday,
}

impl YearFrame {
    pub fn new(year: i32, week_start: Weekday) -> YearFrame {
        let first = Day::from_ymd(year, 1, 1).map_or(Weekday::Mon, Day::weekday);
        YearFrame {
            year,
            first,
            length: 337 + days_in_month(year, 2),
            week_start,
        }
    }

    /// Whether BYYEARDAY means a day of the year, from 0.
    pub fn is_in_days(&self, day: i32, wanted: &[i16]) -> bool {
        let from_end = day - self.length.cast_signed();
        wanted
            .iter()
            .map(|wanted| i32::from(*wanted))
            .any(|wanted| wanted == day + 1 || wanted == from_end)
    }

    /// The days of the year, from 0, that BYYEARDAY means.
    pub fn days_by_number(&self, wanted: &[i16]) -> impl Iterator<Item = u32> {
        (0..self.length).filter(|day| self.is_in_days((*day).cast_signed(), wanted))
    }

    /// The day of the year on which week 1 begins, the first with four days in the year: -3 to 3.
    fn week_one(&self) -> i32 {
        let since = days_from(self.week_start, self.first);
        if since <= 3 { -since } else { 7 - since }
    }

    /// How many weeks the year has, 52 or 53.
    fn weeks(&self) -> i32 {
        let next = YearFrame::new(self.year + 1, self.week_start);
        (self.length.cast_signed() + next.week_one() - self.week_one()) / 7
    }

    /// Whether BYWEEKNO means the week of a day of the year, from 0, be it a week of this year or of one beside it.
    pub fn is_in_weeks(&self, day: i32, wanted: &[i8]) -> bool {
        let (week_one, total) = (self.week_one(), self.weeks());
        let (number, total) = match (day - week_one).div_euclid(7) + 1 {
            ..=0 => {
                let before = YearFrame::new(self.year - 1, self.week_start).weeks();
                (before, before)
            }
            number if number > total => (1, YearFrame::new(self.year + 1, self.week_start).weeks()),
            number => (number, total),
        };
        wanted
            .iter()
            .map(|week| i32::from(*week))
            .any(|week| week == number || week == number - total - 1)
    }

    /// The days of the year, from 0, that lie in one of these weeks.
    pub fn days_of_weeks(&self, wanted: &[i8]) -> impl Iterator<Item = u32> {
        let length = self.length.cast_signed();
        let week_one = self.week_one();
        let first_week = if week_one > 0 { week_one - 7 } else { week_one };
        let weeks = (first_week..length)
            .step_by(7)
            .filter(|first| !wanted.is_empty() && self.is_in_weeks(*first, wanted));
        weeks
            .flat_map(move |first| first.max(0)..(first + 7).min(length))
            .map(i32::cast_unsigned)
    }

    /// Days of the year, from 0, as bits of its months.
    pub fn bits(&self, days: impl Iterator<Item = u32>) -> [u32; 12] {
        let mut months = [0; 12];
        let january = Day::assume(self.year, 1, 1);
        for day in days {
            let (_, month, of_month) = (january + day.cast_signed()).ymd();
            let place = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
            if let Some(bits) = place.and_then(|place| months.get_mut(place)) {
                *bits |= 1 << (of_month - 1);
            }
        }
        months
    }
}
