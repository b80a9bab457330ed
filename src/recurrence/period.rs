//! The dates of one period of a rule, as bits.
//!
//! A rule bound to its start date is a row of *chunks*, numbered from that of the anchor: the days, weeks or months that its
//! INTERVAL leaves, several together where they fit; for yearly rules the months of each such year that BYMONTH takes; and every
//! month for daily rules that look at the calendar. A chunk is at most 31 days and so fits in a word; its place follows from
//! its number alone, which is what makes seeking free and keeps errors from adding up.

use super::bits::{Chunk, Cycle, every_nth, keep, low_bits, nth_weekday, pick, weekday_bits};
use super::rule::{MonthDays, Months, Parts, WithStart};
use super::year::YearFrame;
use super::{Frequency, Rule};
use crate::time::{Day, Weekday, WeekdaySet, YearMonth, days_in_month};

/// A rule bound to its start date.
#[derive(Debug, Clone)]
pub(super) struct Pattern<'r> {
    parts: &'r Parts,
    months: Months,
    month_days: MonthDays,
    weekdays: WeekdaySet,
    /// The period of the start date: a day or the first day of a week by number, a month by number, or a year.
    anchor: i64,
    /// The month of the start date by number.
    anchor_month: i64,
    /// The days of any week, before BYMONTH: bit n is n days after WKST.
    week: u32,
    /// Whether the months of a year can only be told together.
    by_whole_year: bool,
    /// Whether each day must be looked at, for parts that RFC 2445 had with frequencies for which RFC 5545 has not.
    by_each_day: bool,
    /// Days from chunk to chunk and the days of each, where they do not depend on the calendar.
    regular: Option<(i64, u32)>,
    /// The days of months by their shape, as far as they were looked at.
    shapes: [u32; 28],
    year: Year,
    /// Nothing begins after this.
    last: Day,
}

/// Of no month: none has more than 31 days.
const UNKNOWN: u32 = u32::MAX;

/// The months of the year last looked at.
#[derive(Debug, Clone, Copy)]
struct Year {
    number: i32,
    months: [u32; 12],
}

impl Year {
    /// The days of a month, 1 to 12.
    fn of(&self, month: u32) -> u32 {
        let place = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
        place.and_then(|place| self.months.get(place)).copied().unwrap_or(0)
    }
}

impl<'r> Pattern<'r> {
    pub fn new(parts: &'r Parts, start: Day, last: Day) -> Pattern<'r> {
        let WithStart {
            months,
            month_days,
            weekdays,
        } = parts.with_start(start);
        let anchor = match parts.frequency {
            Frequency::Daily => start.number(),
            Frequency::Weekly => start.start_of_week(parts.week_start).number(),
            Frequency::Monthly => start.year_month().number(),
            Frequency::Yearly => start.year(),
        };
        let by_whole_year = parts.frequency == Frequency::Yearly
            && !(parts.weeks.is_empty()
                && parts.year_days.is_empty()
                && (parts.positions.is_empty() || months.is_single())
                && (parts.nth_weekdays.is_empty() || !months.is_empty()));
        let mut pattern = Pattern {
            parts,
            months,
            month_days,
            weekdays,
            anchor: i64::from(anchor),
            anchor_month: start.year_month().number().into(),
            week: if weekdays.is_empty() {
                low_bits(7)
            } else {
                weekday_bits(weekdays, parts.week_start) & low_bits(7)
            },
            by_whole_year,
            by_each_day: !parts.is_of_rfc_5545(),
            regular: None,
            shapes: [UNKNOWN; 28],
            year: Year {
                number: i32::MIN,
                months: [0; 12],
            },
            last: last.min(Rule::LAST),
        };
        pattern.regular = pattern.regularity(start);
        if pattern.is_never_picked() {
            pattern.last = pattern.last.min(start - 1);
        }
        pattern
    }

    /// Whether no period can have as many days as BYSETPOS counts to, so that there is no date at all.
    fn is_never_picked(&self) -> bool {
        let most = match self.parts.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => self.week.count_ones(),
            Frequency::Monthly => 31,
            Frequency::Yearly => 366,
        };
        let is_beyond = |position: &i16| u32::from(position.unsigned_abs()) > most;
        !self.parts.positions.is_empty() && self.parts.positions.iter().all(is_beyond)
    }

    /// Days from chunk to chunk and the days of each, where they do not depend on the calendar.
    fn regularity(&self, start: Day) -> Option<(i64, u32)> {
        if !self.months.is_empty() || !self.month_days.is_empty() || self.by_each_day {
            return None;
        }
        // Of up to four weeks, all days are in one word.
        let interval = self.parts.interval;
        let together = |days: u32| 28_u32.checked_div(days).unwrap_or(0).max(1);
        match self.parts.frequency {
            Frequency::Daily if self.weekdays.is_empty() => {
                let many = together(interval);
                let days = if many == 1 {
                    1
                } else {
                    every_nth(0, interval) & low_bits(interval * many)
                };
                Some((i64::from(interval) * i64::from(many), days & self.each_alone()))
            }
            // After seven steps the weekdays come again.
            Frequency::Daily if interval <= 4 => {
                let days =
                    weekday_bits(self.weekdays, start.weekday()) & every_nth(0, interval) & low_bits(7 * interval);
                Some((i64::from(7 * interval), days & self.each_alone()))
            }
            Frequency::Weekly => {
                let many = together(interval.saturating_mul(7));
                let week = self.picked(self.week);
                let weeks = (0..many).fold(0, |weeks, number| weeks | week << (7 * interval.min(4) * number));
                Some((7 * i64::from(interval) * i64::from(many), weeks))
            }
            _ => None,
        }
    }

    /// The last day on which a date may be.
    pub fn last(&self) -> Day {
        self.last
    }

    /// Leaves out what begins after a day.
    pub fn end_by(&mut self, last: Day) {
        self.last = self.last.min(last);
    }

    /// The number of the last chunk that begins on or before a day; negative before the anchor.
    pub fn chunk_at(&self, day: Day) -> i64 {
        let interval = i64::from(self.parts.interval);
        if let Some((step, _)) = self.regular {
            return (i64::from(day.number()) - self.anchor).div_euclid(step);
        }
        match self.parts.frequency {
            Frequency::Daily => i64::from(day.year_month().number()) - self.anchor_month,
            Frequency::Weekly => (i64::from(day.number()) - self.anchor).div_euclid(7 * interval),
            Frequency::Monthly => (i64::from(day.year_month().number()) - self.anchor).div_euclid(interval),
            Frequency::Yearly => {
                let (year, month, _) = day.ymd();
                let years = i64::from(year) - self.anchor;
                let of_year = i64::from(self.taken().count());
                let passed = if years.rem_euclid(interval) == 0 {
                    i64::from(self.taken().count_through(month))
                } else {
                    of_year
                };
                years.div_euclid(interval) * of_year + passed - 1
            }
        }
    }

    /// The months that BYMONTH takes, all where there is none.
    fn taken(&self) -> Months {
        if self.months.is_empty() {
            Months::ALL
        } else {
            self.months
        }
    }

    /// The chunk of a number; `None` when it begins after the last day.
    pub fn chunk(&mut self, number: i64) -> Option<Chunk> {
        #[cfg(test)]
        super::tests::note_a_step();
        let interval = i64::from(self.parts.interval);
        let within = |base: i64| i32::try_from(base).ok().filter(|base| *base <= self.last.number());
        if let Some((step, bits)) = self.regular {
            return within(self.anchor + number * step).map(|base| Chunk { base, bits });
        }
        match self.parts.frequency {
            Frequency::Daily => {
                let month = month_of(self.anchor_month + number)?;
                let base = within(month.first_day().number().into())?;
                let first = u32::try_from((self.anchor - i64::from(base)).rem_euclid(interval)).ok()?;
                let steps = every_nth(first, self.parts.interval);
                Some(Chunk {
                    base,
                    bits: self.bits_of_whole_month(month) & steps,
                })
            }
            Frequency::Weekly => {
                let base = within(self.anchor + number * interval * 7)?;
                Some(Chunk {
                    base,
                    bits: self.bits_of_week(Day::from_number(base)),
                })
            }
            Frequency::Monthly => {
                let month = month_of(self.anchor + number * interval)?;
                let base = within(month.first_day().number().into())?;
                Some(Chunk {
                    base,
                    bits: self.bits_of_whole_month(month),
                })
            }
            Frequency::Yearly => {
                let taken = self.taken();
                let of_year = i64::from(taken.count());
                let year = i32::try_from(self.anchor + number.div_euclid(of_year) * interval).ok()?;
                let month = taken.nth(u32::try_from(number.rem_euclid(of_year)).ok()?)?;
                let first = Day::from_ymd(year, month, 1)?;
                let base = within(first.number().into())?;
                Some(Chunk {
                    base,
                    bits: self.bits_of_month_in_year(year, month, first),
                })
            }
        }
    }

    /// How many dates each chunk has, over and over, where that can be told of all years at once.
    pub fn cycle(&self) -> Option<Cycle> {
        if let Some((_, bits)) = self.regular {
            return Some(Cycle::new([bits.count_ones()]));
        }
        let month_of = |number: i64| u32::try_from(number.rem_euclid(12)).map_or(1, |month| month + 1);
        let interval = i64::from(self.parts.interval);
        let every = |step: i64| (0..12).map(move |number| month_of(self.anchor_month + number * step));
        let counts: Option<Vec<u32>> = match self.parts.frequency {
            _ if self.by_each_day || self.by_whole_year => None,
            Frequency::Daily if interval == 1 => every(1).map(|month| self.count_in(month)).collect(),
            Frequency::Monthly => every(interval).map(|month| self.count_in(month)).collect(),
            Frequency::Yearly => self.taken().iter().map(|month| self.count_in(month)).collect(),
            Frequency::Daily | Frequency::Weekly => None,
        };
        counts.map(Cycle::new)
    }

    /// How many dates a month has, where that is the same on whichever weekday it begins and in leap years, too.
    fn count_in(&self, month: u32) -> Option<u32> {
        if !self.takes_month(month) {
            return Some(0);
        }
        let by_weekday = !self.weekdays.is_empty() || !self.parts.nth_weekdays.is_empty();
        let firsts = WeekdaySet::ALL.iter(Weekday::Mon).take(if by_weekday { 7 } else { 1 });
        let (common, leap) = (days_in_month(2001, month), days_in_month(2000, month));
        let shapes = firsts.flat_map(|first| (common..=leap).map(move |length| Shape { first, length }));
        let count_of = |shape| self.days_of_shape(shape).count_ones();
        let mut counts = shapes.map(count_of);
        let count = counts.next()?;
        counts.all(|other| other == count).then_some(count)
    }

    fn takes_month(&self, month: u32) -> bool {
        self.months.is_empty() || self.months.contains(month)
    }

    /// The days of a month, where nothing counts through the year.
    fn bits_of_whole_month(&mut self, month: YearMonth) -> u32 {
        if !self.takes_month(month.month()) {
            return 0;
        }
        let first = month.first_day();
        let shape = Shape {
            first: first.weekday(),
            length: month.length(),
        };
        if self.by_each_day {
            let days = self.bits_of_month(shape, self.numbered_in(shape));
            let left = days & self.limit_of(month);
            return self.picked_in_month(left);
        }
        let place = usize::try_from(shape.first.num_days_from_monday() * 4 + shape.length - 28);
        let Some(known) = place.ok().and_then(|place| self.shapes.get(place).copied()) else {
            return 0;
        };
        if known != UNKNOWN {
            return known;
        }
        let days = self.days_of_shape(shape);
        if let Some(known) = place.ok().and_then(|place| self.shapes.get_mut(place)) {
            *known = days;
        }
        days
    }

    /// The days of a month that BYYEARDAY and BYWEEKNO leave, where these limit what another frequency gives.
    fn limit_of(&mut self, month: YearMonth) -> u32 {
        if self.year.number != month.year() {
            let frame = YearFrame::new(month.year(), self.parts.week_start);
            let mut months = [u32::MAX; 12];
            self.keep_by_year(&frame, &mut months);
            self.year = Year {
                number: month.year(),
                months,
            };
        }
        self.year.of(month.month())
    }

    /// The days of all months of a shape.
    fn days_of_shape(&self, shape: Shape) -> u32 {
        self.picked_in_month(self.bits_of_month(shape, self.numbered_in(shape)))
    }

    /// What BYSETPOS leaves of the days of a month; of daily rules, where each day is a period, all or none.
    fn picked_in_month(&self, days: u32) -> u32 {
        if self.parts.frequency == Frequency::Daily {
            days & self.each_alone()
        } else {
            self.picked(days)
        }
    }

    /// What BYSETPOS leaves of days each of which is a period by itself: all or none.
    fn each_alone(&self) -> u32 {
        self.picked(1).wrapping_neg()
    }

    fn bits_of_week(&self, first: Day) -> u32 {
        // A week lies in one month or in two.
        let of_first_month = u32::try_from(first.year_month().last_day() - first + 1).unwrap_or(0);
        let days_of = |day: Day, days: u32| if self.takes_month(day.month()) { days } else { 0 };
        let taken = days_of(first, low_bits(of_first_month)) | days_of(first + 6, !low_bits(of_first_month));
        self.picked(self.limited(first, self.week & taken))
    }

    /// What is left of some days by the parts that RFC 5545 keeps from their frequency; all of them where there are none.
    fn limited(&self, base: Day, bits: u32) -> u32 {
        if !self.by_each_day {
            return bits;
        }
        let is_left = |bit: &u32| {
            let day = base + bit.cast_signed();
            let (year, month, of_month) = day.ymd();
            let frame = YearFrame::new(year, self.parts.week_start);
            let of_year = day - Day::assume(year, 1, 1);
            let month_days = self.month_days.of_month(days_in_month(year, month));
            (self.month_days.is_empty() || month_days >> (of_month - 1) & 1 == 1)
                && (self.parts.year_days.is_empty() || frame.is_in_days(of_year, &self.parts.year_days))
                && (self.parts.weeks.is_empty() || frame.is_in_weeks(of_year, &self.parts.weeks))
        };
        (0..32)
            .filter(|bit| bits >> bit & 1 == 1)
            .filter(is_left)
            .fold(0, |left, bit| left | 1 << bit)
    }

    fn bits_of_month_in_year(&mut self, year: i32, month: u32, first: Day) -> u32 {
        if !self.by_whole_year {
            return self.bits_of_whole_month(first.year_month());
        }
        if self.year.number != year {
            self.year = Year {
                number: year,
                months: self.months_of_year(year),
            };
        }
        self.year.of(month)
    }

    /// The days of a month by BYMONTHDAY and BYDAY, whose numbered weekdays are given.
    fn bits_of_month(&self, shape: Shape, numbered: u32) -> u32 {
        let by_day = if self.month_days.is_empty() {
            u32::MAX
        } else {
            self.month_days.of_month(shape.length)
        };
        let by_weekday = if self.weekdays.is_empty() && self.parts.nth_weekdays.is_empty() {
            u32::MAX
        } else {
            weekday_bits(self.weekdays, shape.first) | numbered
        };
        by_day & by_weekday & low_bits(shape.length)
    }

    /// The numbered weekdays, counted in a month.
    fn numbered_in(&self, shape: Shape) -> u32 {
        let days = self
            .parts
            .nth_weekdays
            .iter()
            .filter_map(|day| nth_weekday(*day, shape.first, shape.length));
        days.fold(0, |bits, day| bits | 1 << day)
    }

    /// All months of a year, where parts count through the year or choose from it.
    fn months_of_year(&self, year: i32) -> [u32; 12] {
        let frame = YearFrame::new(year, self.parts.week_start);
        let by_year = !self.parts.nth_weekdays.is_empty() && self.months.is_empty();
        let nths = self.parts.nth_weekdays.iter().filter(|_| by_year);
        let numbered = frame.bits(nths.filter_map(|day| nth_weekday(*day, frame.first, frame.length)));
        let mut months = [0; 12];
        for ((month, bits), of_year) in (1..=12).zip(&mut months).zip(numbered) {
            if self.takes_month(month) {
                let first = Day::assume(year, month, 1).weekday();
                let length = days_in_month(year, month);
                let shape = Shape { first, length };
                let numbered = if by_year { of_year } else { self.numbered_in(shape) };
                *bits = self.bits_of_month(shape, numbered);
            }
        }
        self.keep_by_year(&frame, &mut months);
        pick(&mut months, &self.parts.positions);
        months
    }

    /// Keeps of the days of a year those that BYYEARDAY and BYWEEKNO name.
    fn keep_by_year(&self, frame: &YearFrame, months: &mut [u32; 12]) {
        if !self.parts.year_days.is_empty() {
            keep(months, frame.bits(frame.days_by_number(&self.parts.year_days)));
        }
        if !self.parts.weeks.is_empty() {
            keep(months, frame.bits(frame.days_of_weeks(&self.parts.weeks)));
        }
    }

    /// What BYSETPOS leaves of the days of a period.
    fn picked(&self, bits: u32) -> u32 {
        if self.parts.positions.is_empty() {
            return bits;
        }
        let mut days = [bits];
        pick(&mut days, &self.parts.positions);
        let [bits] = days;
        bits
    }
}

/// What of a month its days depend on.
#[derive(Debug, Clone, Copy)]
struct Shape {
    first: Weekday,
    length: u32,
}

/// The month of a number, if there is one.
fn month_of(number: i64) -> Option<YearMonth> {
    i32::try_from(number).ok().map(YearMonth::from_number)
}
