//! A rule said in fewer words, with the same dates from every start date: `FREQ=DAILY;BYDAY=MO` is `FREQ=WEEKLY;BYDAY=MO`.
//!
//! Calendars write the same days in many ways; presets know one or two of each. Left out: what depends on the start date, such
//! as every twelfth month being a year.

use super::rule::{MonthDays, Months, Parts};
use super::{Frequency, NthWeekday, Rule};
use crate::time::WeekdaySet;

impl Rule {
    /// The same dates from every start date, said in fewer words.
    #[must_use]
    pub fn plainly(&self) -> Rule {
        Rule::new(self.parts().plainly()).unwrap_or_else(|_| self.clone())
    }
}

impl Parts {
    /// The same dates in fewer words; the same parts where there are no fewer.
    pub(super) fn plainly(&self) -> Parts {
        let mut parts = self.clone();
        // Each step takes a part away or a frequency further, so that a few are enough.
        for _ in 0..8 {
            match parts.plainer() {
                Some(plainer) => parts = plainer,
                None => break,
            }
        }
        parts
    }

    /// One step to fewer words.
    fn plainer(&self) -> Option<Parts> {
        if !self.weeks.is_empty() || !self.year_days.is_empty() {
            return None;
        }
        let with = |change: fn(&mut Parts)| {
            let mut parts = self.clone();
            change(&mut parts);
            Some(parts)
        };
        if !self.positions.is_empty() {
            return if self.positions.iter().any(|position| matches!(position, 1 | -1)) && self.has_one_date_a_period() {
                with(|parts| parts.positions.clear())
            } else {
                None
            };
        }
        if self.is_one_weekday_in_seven_days() {
            return Some(self.with_numbered_weekday());
        }
        let no_months = self.months.is_empty();
        let all_months = self.months == Months::ALL;
        let only_weekdays = !self.weekdays.is_empty() && self.nth_weekdays.is_empty() && self.month_days.is_empty();
        match self.frequency {
            // A year of all months is what months are; its numbered weekdays are counted in the month as soon as BYMONTH stands there.
            Frequency::Yearly if self.interval == 1 && all_months => with(|parts| {
                (parts.frequency, parts.months) = (Frequency::Monthly, Months::default());
            }),
            Frequency::Yearly if all_months => None,
            _ if all_months => with(|parts| parts.months = Months::default()),
            _ if self.interval != 1 => None,
            Frequency::Daily if !self.month_days.is_empty() => with(|parts| parts.frequency = Frequency::Monthly),
            Frequency::Daily | Frequency::Monthly | Frequency::Yearly if only_weekdays && no_months => {
                with(|parts| parts.frequency = Frequency::Weekly)
            }
            Frequency::Yearly if no_months && self.nth_weekdays.is_empty() && !self.month_days.is_empty() => {
                with(|parts| parts.frequency = Frequency::Monthly)
            }
            Frequency::Monthly if self.months.is_single() => with(|parts| parts.frequency = Frequency::Yearly),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => None,
        }
    }

    /// Whether no period can have two dates, so that the first is the last.
    fn has_one_date_a_period(&self) -> bool {
        let month = self.month_days.iter().count();
        let numbered = self.nth_weekdays.len();
        let plain = self.weekdays.len();
        let single_month =
            self.frequency == Frequency::Monthly || (self.frequency == Frequency::Yearly && self.months.is_single());
        match self.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => plain == 1 || (plain == 0 && month == 0),
            Frequency::Monthly | Frequency::Yearly => {
                single_month && ((month == 1) || (month == 0 && numbered == 1 && plain == 0))
            }
        }
    }

    /// Whether it is one weekday on seven days of a month that lie side by side, which is one of its weeks.
    fn is_one_weekday_in_seven_days(&self) -> bool {
        let of_month =
            self.frequency == Frequency::Monthly || (self.frequency == Frequency::Yearly && !self.months.is_empty());
        of_month && self.weekdays.len() == 1 && self.nth_weekdays.is_empty() && nth_week(self.month_days).is_some()
    }

    fn with_numbered_weekday(&self) -> Parts {
        let weekdays = self.weekdays.iter(self.week_start);
        let nth = nth_week(self.month_days).unwrap_or(1);
        Parts {
            month_days: MonthDays::default(),
            weekdays: WeekdaySet::EMPTY,
            nth_weekdays: weekdays.map(|weekday| NthWeekday { nth, weekday }).collect(),
            ..self.clone()
        }
    }
}

/// Which week of the month these days are, from 1, or from -1 counting from the end.
fn nth_week(days: MonthDays) -> Option<i8> {
    (1..=4).flat_map(|nth: i8| [nth, -nth]).find(|nth| {
        let last = i32::from(*nth) * 7;
        let week: MonthDays = if last > 0 {
            (last - 6..=last).collect()
        } else {
            (last..=last + 6).collect()
        };
        week == days
    })
}
