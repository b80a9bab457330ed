//! The rules that a salon asks for, as typed forms: made into rules, and recognised in them.

use super::{Frequency, MonthDays, Months, NthWeekday, Part, Parts, Reason, Rule};
use crate::time::{Day, Weekday, WeekdaySet, days_in_month};

/// What happens on days 29 to 31 where a month is too short. For days up to 28 both mean the same, and `Clamp` is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ShortMonths {
    /// The last day of the month instead.
    #[default]
    Clamp,
    /// No date in that month.
    Skip,
}

/// A rule of the frequency control. `every` counts periods from 1; days of the month are 1 to 31, and 31 with
/// [`ShortMonths::Clamp`] is the last day of every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Every so many days.
    Daily {
        /// Days.
        every: u32,
    },
    /// On some weekdays every so many weeks, counted from the week of the start date.
    Weekly {
        /// Weeks.
        every: u32,
        /// The weekdays; none means that of the start date.
        weekdays: WeekdaySet,
    },
    /// On two days of each month, the first before the second and at most 27.
    SemimonthlyDays {
        /// The earlier day.
        first: u32,
        /// The later day.
        second: u32,
        /// What becomes of the later day in a short month.
        short_months: ShortMonths,
    },
    /// On two of the same weekday in each month: the 2nd and 4th Tuesday.
    SemimonthlyNth {
        /// Which two, from 1, or from -1 counting from the end.
        nths: [i8; 2],
        /// The weekday.
        weekday: Weekday,
    },
    /// On a day of every so many months.
    MonthlyDay {
        /// Months.
        every: u32,
        /// The day.
        day: u32,
        /// What becomes of it in a short month.
        short_months: ShortMonths,
    },
    /// On the nth weekday of every so many months.
    MonthlyNth {
        /// Months.
        every: u32,
        /// Which one, from 1 to 5, or -1 for the last.
        nth: i8,
        /// The weekday.
        weekday: Weekday,
    },
    /// On a day of a month every so many years.
    YearlyDay {
        /// Years.
        every: u32,
        /// The month, 1 to 12.
        month: u32,
        /// The day.
        day: u32,
        /// What becomes of 29 February in a common year.
        short_months: ShortMonths,
    },
}

impl Preset {
    /// The two days of a month that a semimonthly series from this start date has, half a month apart.
    #[must_use]
    pub fn semimonthly_default(start: Day) -> Preset {
        let (first, second) = match start.day_of_month() {
            day @ ..=15 => (day, day + 15),
            16 => (1, 16),
            31 => (16, 31),
            day => (day - 15, day),
        };
        Preset::SemimonthlyDays {
            first,
            second,
            short_months: ShortMonths::Clamp,
        }
    }

    /// The rule, without an end.
    ///
    /// # Errors
    /// A number outside of what its part allows.
    pub fn rule(self, week_start: Weekday) -> Result<Rule, Reason> {
        let mut parts = self.parts()?;
        parts.week_start = week_start;
        Rule::new(parts)
    }

    fn parts(self) -> Result<Parts, Reason> {
        match self {
            Preset::Daily { every } => Ok(Parts::every(every, Frequency::Daily)),
            Preset::Weekly { every, weekdays } => Ok(Parts {
                weekdays,
                ..Parts::every(every, Frequency::Weekly)
            }),
            Preset::SemimonthlyDays {
                first,
                second,
                short_months,
            } => {
                let parts = Parts::every(1, Frequency::Monthly);
                if !(1..=27).contains(&first) {
                    return Err(day_out_of_range(27));
                }
                if !(first + 1..=31).contains(&second) {
                    return Err(day_out_of_range(31));
                }
                let mut days = clamped(second, short_months);
                let positions = if second > 28 && short_months == ShortMonths::Clamp {
                    vec![1, -1]
                } else {
                    Vec::new()
                };
                days.insert(first.cast_signed());
                Ok(Parts {
                    month_days: days,
                    positions,
                    ..parts
                })
            }
            Preset::SemimonthlyNth { nths, weekday } => {
                let nth_weekdays = nths
                    .into_iter()
                    .map(|nth| nth_of_month(nth, weekday))
                    .collect::<Result<_, _>>()?;
                let [one, other] = nths;
                if one == other {
                    return Err(Reason::Twice(Part::Weekdays));
                }
                Ok(Parts {
                    nth_weekdays,
                    ..Parts::every(1, Frequency::Monthly)
                })
            }
            Preset::MonthlyDay {
                every,
                day,
                short_months,
            } => {
                if !(1..=31).contains(&day) {
                    return Err(day_out_of_range(31));
                }
                let positions = if day > 28 && short_months == ShortMonths::Clamp {
                    vec![-1]
                } else {
                    Vec::new()
                };
                Ok(Parts {
                    month_days: clamped(day, short_months),
                    positions,
                    ..Parts::every(every, Frequency::Monthly)
                })
            }
            Preset::MonthlyNth { every, nth, weekday } => {
                let nth_weekdays = vec![nth_of_month(nth, weekday)?];
                Ok(Parts {
                    nth_weekdays,
                    ..Parts::every(every, Frequency::Monthly)
                })
            }
            Preset::YearlyDay {
                every,
                month,
                day,
                short_months,
            } => {
                let mut months = Months::default();
                if !months.insert(month) {
                    return Err(Reason::OutOfRange {
                        part: Part::Months,
                        least: 1,
                        greatest: 12,
                        signed: false,
                    });
                }
                if !(1..=31).contains(&day) {
                    return Err(day_out_of_range(31));
                }
                let clamps = month == 2 && day == 29 && short_months == ShortMonths::Clamp;
                let positions = if clamps { vec![-1] } else { Vec::new() };
                let month_days = clamped(day, if clamps { ShortMonths::Clamp } else { ShortMonths::Skip });
                Ok(Parts {
                    months,
                    month_days,
                    positions,
                    ..Parts::every(every, Frequency::Yearly)
                })
            }
        }
    }

    /// The preset that these parts are a form of, their end and week start aside.
    fn recognise(parts: &Parts) -> Option<Preset> {
        let Parts {
            frequency,
            interval: every,
            weekdays,
            months,
            month_days,
            nth_weekdays,
            positions,
            ..
        } = parts;
        let every = *every;
        let no_numbers = nth_weekdays.is_empty() && positions.is_empty();
        if !parts.weeks.is_empty() || !parts.year_days.is_empty() {
            return None;
        }
        if *frequency == Frequency::Yearly {
            return Preset::recognise_yearly(parts);
        }
        if !months.is_empty() {
            return None;
        }
        match frequency {
            Frequency::Daily => {
                (no_numbers && weekdays.is_empty() && month_days.is_empty()).then_some(Preset::Daily { every })
            }
            Frequency::Weekly => (no_numbers && month_days.is_empty()).then_some(Preset::Weekly {
                every,
                weekdays: *weekdays,
            }),
            _ if month_days.is_empty() => Preset::recognise_nth(parts),
            _ if !weekdays.is_empty() || !nth_weekdays.is_empty() => None,
            _ => match single_day(*month_days, positions) {
                Some((day, short_months)) => Some(Preset::MonthlyDay {
                    every,
                    day,
                    short_months,
                }),
                None if every == 1 => two_days(*month_days, positions),
                None => None,
            },
        }
    }

    /// Yearly on one day of one month. A last day is said by its number, that of February by 29 February.
    fn recognise_yearly(parts: &Parts) -> Option<Preset> {
        let mut months = parts.months.iter();
        let (Some(month), None) = (months.next(), months.next()) else {
            return None;
        };
        if !parts.weekdays.is_empty() || !parts.nth_weekdays.is_empty() {
            return None;
        }
        let every = parts.interval;
        let longest = days_in_month(2000, month);
        let (day, short_months) = match single_day(parts.month_days, &parts.positions)? {
            (day, ShortMonths::Clamp) => (day.min(longest), ShortMonths::Clamp),
            (29, ShortMonths::Skip) if month == 2 => (29, ShortMonths::Skip),
            (day, ShortMonths::Skip) => (day, ShortMonths::Clamp),
        };
        Some(Preset::YearlyDay {
            every,
            month,
            day,
            short_months,
        })
    }

    /// Monthly on numbered weekdays: BYDAY=2TU, or as some programs write it BYDAY=TU;BYSETPOS=2.
    fn recognise_nth(parts: &Parts) -> Option<Preset> {
        let every = parts.interval;
        let plain = parts.weekdays.iter(Weekday::Mon).next();
        match (plain, parts.nth_weekdays.as_slice(), parts.positions.as_slice()) {
            (Some(weekday), [], [position]) if parts.weekdays.len() == 1 => {
                let nth = i8::try_from(*position).ok().filter(|nth| (-5..=5).contains(nth))?;
                Some(Preset::MonthlyNth { every, nth, weekday })
            }
            (None, [NthWeekday { nth, weekday }], []) if (-5..=5).contains(nth) => Some(Preset::MonthlyNth {
                every,
                nth: *nth,
                weekday: *weekday,
            }),
            (None, [one, other], [])
                if one.weekday == other.weekday
                    && every == 1
                    && (-5..=5).contains(&one.nth)
                    && (-5..=5).contains(&other.nth) =>
            {
                Some(Preset::SemimonthlyNth {
                    nths: [one.nth, other.nth],
                    weekday: one.weekday,
                })
            }
            _ => None,
        }
    }
}

impl Rule {
    /// The preset that the rule is a form of, its end and week start aside; `None` for rules that no preset says.
    #[must_use]
    pub fn preset(&self) -> Option<Preset> {
        Preset::recognise(self.parts()).or_else(|| Preset::recognise(&self.parts().plainly()))
    }
}

fn nth_of_month(nth: i8, weekday: Weekday) -> Result<NthWeekday, Reason> {
    let real = matches!(nth, 1..=5 | -5..=-1);
    real.then_some(NthWeekday { nth, weekday }).ok_or(Reason::OutOfRange {
        part: Part::Weekdays,
        least: 1,
        greatest: 5,
        signed: true,
    })
}

fn day_out_of_range(greatest: u32) -> Reason {
    Reason::OutOfRange {
        part: Part::MonthDays,
        least: 1,
        greatest,
        signed: false,
    }
}

/// The BYMONTHDAY of one day: itself, or from the 28th up to it where the last one that the month has is to be chosen.
fn clamped(day: u32, short_months: ShortMonths) -> MonthDays {
    let first = if short_months == ShortMonths::Clamp {
        day.min(28)
    } else {
        day
    };
    (first.cast_signed()..=day.cast_signed()).collect()
}

/// The one day that these parts mean: `15`, `31` skipping short months, `28,29,30;BYSETPOS=-1`, or `-1`, the last.
fn single_day(days: MonthDays, positions: &[i16]) -> Option<(u32, ShortMonths)> {
    let (count, last) = (days.iter().count(), days.iter().last()?);
    match (count, positions) {
        (1, []) if last == -1 => Some((31, ShortMonths::Clamp)),
        (1, []) => Some((
            u32::try_from(last).ok()?,
            if last > 28 {
                ShortMonths::Skip
            } else {
                ShortMonths::Clamp
            },
        )),
        (_, [-1]) => {
            let day = u32::try_from(last).ok().filter(|day| *day > 28)?;
            (clamped(day, ShortMonths::Clamp) == days).then_some((day, ShortMonths::Clamp))
        }
        _ => None,
    }
}

/// The two days that these parts mean: `1,15`, `14,29` skipping short months, `14,28,29;BYSETPOS=1,-1`, or `16,-1`.
fn two_days(days: MonthDays, positions: &[i16]) -> Option<Preset> {
    let mut listed = days.iter();
    let first = listed
        .next()
        .and_then(|day| u32::try_from(day).ok())
        .filter(|day| *day <= 27)?;
    let rest: MonthDays = listed.collect();
    let (second, short_months) = match positions {
        [] => single_day(rest, &[])?,
        [1, -1] => single_day(rest, &[-1])?,
        _ => return None,
    };
    Some(Preset::SemimonthlyDays {
        first,
        second,
        short_months,
    })
}
