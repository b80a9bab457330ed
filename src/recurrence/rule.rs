//! The rule and its parts. Parts can say anything; a [`Rule`] is parts that go together, in canonical order.

use super::{Part, Reason, When};
use crate::time::{Day, Instant, TimeOfDay, Weekday, WeekdaySet, Zone};
use std::fmt;

/// The period that a rule counts in (FREQ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frequency {
    /// Days.
    Daily,
    /// Weeks, from WKST.
    Weekly,
    /// Months.
    Monthly,
    /// Years.
    Yearly,
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        })
    }
}

/// When a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum End {
    /// It does not.
    #[default]
    Never,
    /// Nothing is after this (UNTIL), which itself belongs to the rule.
    Until(When),
    /// After so many dates of the rule (COUNT), at least one.
    Count(u32),
}

/// Months of the year (BYMONTH).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Months(u16);

impl Months {
    /// Puts in a month, 1 to 12; `false` when it is none.
    pub fn insert(&mut self, month: u32) -> bool {
        let real = (1..=12).contains(&month);
        if real {
            self.0 |= 1 << month;
        }
        real
    }

    /// Only this month; none when it is not 1 to 12.
    #[must_use]
    pub fn single(month: u32) -> Months {
        let mut months = Months::default();
        months.insert(month);
        months
    }

    /// Whether the month is in.
    #[must_use]
    pub const fn contains(self, month: u32) -> bool {
        month <= 12 && self.0 >> month & 1 == 1
    }

    /// Whether none is in.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All twelve.
    pub(super) const ALL: Months = Months(0b1_1111_1111_1110);

    /// Whether it is one month alone.
    pub(super) const fn is_single(self) -> bool {
        self.0.is_power_of_two()
    }

    /// How many they are.
    pub(super) const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// How many of them are not after a month, 1 to 12.
    pub(super) const fn count_through(self, month: u32) -> u32 {
        (self.0 & ((2 << month) - 1)).count_ones()
    }

    /// The nth of them, from 0.
    pub(super) fn nth(self, nth: u32) -> Option<u32> {
        super::bits::nth_bit(self.0.into(), nth).map(u32::trailing_zeros)
    }

    /// The months, ascending.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        (1..=12).filter(move |month| self.contains(*month))
    }
}

/// Days of the month, from its start and from its end (BYMONTHDAY).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct MonthDays {
    /// Bit n is day n + 1.
    from_start: u32,
    /// Bit n is the day n + 1 of a month of 31 days; in others it is shifted by what they lack.
    from_end: u32,
}

impl MonthDays {
    /// Puts in a day, 1 to 31, or -1 to -31 from the end; `false` when it is none.
    pub fn insert(&mut self, day: i32) -> bool {
        match day {
            1..=31 => self.from_start |= 1 << (day - 1),
            -31..=-1 => self.from_end |= 1 << (31 + day),
            _ => return false,
        }
        true
    }

    /// Whether none is in.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.from_start == 0 && self.from_end == 0
    }

    /// The days from the start ascending, then those from the end ascending: `1, 15, -2, -1`.
    pub fn iter(self) -> impl Iterator<Item = i32> {
        let from_start = (0..31)
            .filter(move |bit| self.from_start >> bit & 1 == 1)
            .map(|bit| bit + 1);
        from_start.chain(
            (0..31)
                .filter(move |bit| self.from_end >> bit & 1 == 1)
                .map(|bit| bit - 31),
        )
    }

    /// The days of a month of this length that are meant: bit n is day n + 1.
    pub(super) const fn of_month(self, length: u32) -> u32 {
        self.from_start | self.from_end >> (31 - length)
    }
}

impl FromIterator<i32> for MonthDays {
    /// Numbers that are no days of a month are left out.
    fn from_iter<I: IntoIterator<Item = i32>>(days: I) -> MonthDays {
        let mut set = MonthDays::default();
        for day in days {
            set.insert(day);
        }
        set
    }
}

/// The nth weekday of a month or year: 2TU, -1FR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NthWeekday {
    /// From 1, or from -1 counting from the end; to 53.
    pub nth: i8,
    /// The weekday.
    pub weekday: Weekday,
}

/// Everything that a rule can say, unchecked. An empty list means that the part is not there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parts {
    /// FREQ
    pub frequency: Frequency,
    /// INTERVAL, at least 1.
    pub interval: u32,
    /// COUNT or UNTIL.
    pub end: End,
    /// WKST
    pub week_start: Weekday,
    /// BYMONTH
    pub months: Months,
    /// BYWEEKNO, 1 to 53 and -1 to -53.
    pub weeks: Vec<i8>,
    /// BYYEARDAY, 1 to 366 and -1 to -366.
    pub year_days: Vec<i16>,
    /// BYMONTHDAY
    pub month_days: MonthDays,
    /// BYDAY without a number.
    pub weekdays: WeekdaySet,
    /// BYDAY with a number.
    pub nth_weekdays: Vec<NthWeekday>,
    /// BYSETPOS, 1 to 366 and -1 to -366.
    pub positions: Vec<i16>,
}

impl Parts {
    /// Every so many periods, without an end, weeks from Monday, everything else from the start date.
    #[must_use]
    pub fn every(interval: u32, frequency: Frequency) -> Parts {
        Parts {
            frequency,
            interval,
            end: End::Never,
            week_start: Weekday::Mon,
            months: Months::default(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: MonthDays::default(),
            weekdays: WeekdaySet::EMPTY,
            nth_weekdays: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// What the start date says where the parts do not (RFC 5545 3.3.10, "derived from DTSTART").
    pub(super) fn with_start(&self, start: Day) -> WithStart {
        let no_weekdays = self.weekdays.is_empty() && self.nth_weekdays.is_empty();
        let no_days = no_weekdays && self.month_days.is_empty() && self.year_days.is_empty();
        let (_, month, day) = start.ymd();
        let (mut weekdays, mut months, mut month_days) = (self.weekdays, self.months, self.month_days);
        match self.frequency {
            _ if !no_days => {}
            Frequency::Daily => {}
            Frequency::Monthly | Frequency::Yearly if self.weeks.is_empty() => {
                month_days.insert(day.cast_signed());
                if self.frequency == Frequency::Yearly && months.is_empty() {
                    months.insert(month);
                }
            }
            _ => weekdays = WeekdaySet::single(start.weekday()),
        }
        WithStart {
            months,
            month_days,
            weekdays,
        }
    }

    /// Whether each part stands with a frequency for which RFC 5545 has it.
    pub(super) fn is_of_rfc_5545(&self) -> bool {
        let yearly = self.frequency == Frequency::Yearly;
        (yearly || (self.weeks.is_empty() && self.year_days.is_empty()))
            && (self.frequency != Frequency::Weekly || self.month_days.is_empty())
    }

    fn check(&self) -> Result<(), Reason> {
        let range = |part, greatest, signed| Reason::OutOfRange {
            part,
            least: 1,
            greatest,
            signed,
        };
        let within = |number: i32, greatest: i32| number != 0 && number.abs() <= greatest;
        if self.interval == 0 {
            return Err(range(Part::Interval, u32::MAX, false));
        }
        if self.end == End::Count(0) {
            return Err(range(Part::Count, u32::MAX, false));
        }
        if !self.weeks.iter().all(|week| within(i32::from(*week), 53)) {
            return Err(range(Part::Weeks, 53, true));
        }
        if !self.year_days.iter().all(|day| within(i32::from(*day), 366)) {
            return Err(range(Part::YearDays, 366, true));
        }
        if !self.nth_weekdays.iter().all(|day| within(i32::from(day.nth), 53)) {
            return Err(range(Part::Weekdays, 53, true));
        }
        if !self.positions.iter().all(|position| within(i32::from(*position), 366)) {
            return Err(range(Part::Positions, 366, true));
        }
        if !self.nth_weekdays.is_empty() && !self.counts_weekdays() {
            return Err(Reason::NumberedWeekdays);
        }
        if self.has_positions_alone() {
            return Err(Reason::PositionsAlone);
        }
        Ok(())
    }

    /// Whether there is a month or a year in which weekdays can be counted.
    pub(super) fn counts_weekdays(&self) -> bool {
        matches!(self.frequency, Frequency::Monthly | Frequency::Yearly) && self.weeks.is_empty()
    }

    /// Whether BYSETPOS has nothing to choose from.
    pub(super) fn has_positions_alone(&self) -> bool {
        !self.positions.is_empty()
            && self.months.is_empty()
            && self.weeks.is_empty()
            && self.year_days.is_empty()
            && self.month_days.is_empty()
            && self.weekdays.is_empty()
            && self.nth_weekdays.is_empty()
    }
}

/// Months, month days and weekdays of a rule with what its start date adds.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithStart {
    pub months: Months,
    pub month_days: MonthDays,
    pub weekdays: WeekdaySet,
}

/// A recurrence rule of RFC 5545, checked and in canonical order: two rules that say the same parts are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule(Parts);

impl Rule {
    /// No date lies after this day: a hundred years after the last of the salon, so that long intervals show, and near enough
    /// that a rule without dates ends soon.
    pub const LAST: Day = Day::assume(2199, 12, 31);

    /// The rule that these parts make.
    ///
    /// # Errors
    /// What RFC 5545 does not allow, alone or together.
    pub fn new(mut parts: Parts) -> Result<Rule, Reason> {
        parts.check()?;
        fn sort<T: Ord + Copy + Default>(numbers: &mut Vec<T>) {
            numbers.sort_unstable_by_key(|number| (*number < T::default(), *number));
            numbers.dedup();
        }
        sort(&mut parts.weeks);
        sort(&mut parts.year_days);
        sort(&mut parts.positions);
        parts
            .nth_weekdays
            .sort_unstable_by_key(|day| (day.nth < 0, day.nth, day.weekday.num_days_from_monday()));
        parts.nth_weekdays.dedup();
        if let End::Until(When::Utc(until)) = &mut parts.end {
            *until = Instant::from_seconds(until.seconds());
        }
        Ok(Rule(parts))
    }

    /// What the rule says.
    #[must_use]
    pub const fn parts(&self) -> &Parts {
        &self.0
    }

    /// What the rule says, to change it.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        self.0
    }

    /// Whether RFC 5545 has these parts together. A rule of RFC 2445 that has BYMONTHDAY in a week, or BYWEEKNO or BYYEARDAY
    /// outside of a year, is expanded all the same, but other programs may not know it: such a rule is handed on date by date.
    #[must_use]
    pub fn is_of_rfc_5545(&self) -> bool {
        self.0.is_of_rfc_5545()
    }

    /// When it ends.
    #[must_use]
    pub const fn end(&self) -> End {
        self.0.end
    }

    /// The same rule without an end.
    #[must_use]
    pub fn without_end(&self) -> Rule {
        Rule(Parts {
            end: End::Never,
            ..self.0.clone()
        })
    }

    /// The same rule with another end.
    ///
    /// # Errors
    /// A count of 0.
    pub fn with_end(&self, end: End) -> Result<Rule, Reason> {
        Rule::new(Parts { end, ..self.0.clone() })
    }

    /// The same rule for something that starts at `start` o'clock in `zone`, with an UNTIL that is a time made into the last
    /// day that is not after it. Expansion reads days only, so an imported rule goes through here first.
    #[must_use]
    pub fn ending_by_day(&self, start: TimeOfDay, zone: Zone) -> Rule {
        let end = match self.0.end {
            End::Until(until) => End::Until(When::Day(until.last_day(start, zone))),
            end @ (End::Never | End::Count(_)) => end,
        };
        Rule(Parts { end, ..self.0.clone() })
    }

    /// The same rule with this as its last day.
    pub(super) fn ending_on(&self, day: Day) -> Rule {
        Rule(Parts {
            end: End::Until(When::Day(day)),
            ..self.0.clone()
        })
    }

    /// The same rule with everything written out that it takes from its start date: from a Tuesday, `FREQ=WEEKLY` becomes
    /// `FREQ=WEEKLY;BYDAY=TU`. Not all calendars agree on what is left unsaid.
    #[must_use]
    pub fn written_out(&self, start: Day) -> Rule {
        let WithStart {
            months,
            month_days,
            weekdays,
        } = self.0.with_start(start);
        Rule(Parts {
            months,
            month_days,
            weekdays,
            ..self.0.clone()
        })
    }
}
