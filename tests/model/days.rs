//! Dates found by testing every day: own calendar arithmetic, which counts from 1 January 1970 one day at a time.

use std::sync::OnceLock;

use chairtime::recurrence::{Frequency, Preset, Rule, ShortMonths};

/// Days since 1 January 1970.
pub type DayNumber = i32;

/// The last day that the salon knows: 31 December 2099.
pub const LAST: DayNumber = 47_481;

/// A day of the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: i32,
    /// From 1.
    pub day: i32,
    /// How many days its month has.
    pub length: i32,
    /// 0 is Monday.
    pub weekday: i32,
}

/// The day of a number.
pub fn date(day: DayNumber) -> Date {
    static ALL: OnceLock<Vec<Date>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let mut all = Vec::new();
        for year in 1970..2100 {
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for month in 1..=12 {
                let length = match month {
                    2 => 28 + i32::from(is_leap),
                    4 | 6 | 9 | 11 => 30,
                    _ => 31,
                };
                for day in 1..=length {
                    // 1 January 1970 was a Thursday.
                    let weekday = (i32::try_from(all.len()).unwrap() + 3) % 7;
                    all.push(Date {
                        year,
                        month,
                        day,
                        length,
                        weekday,
                    });
                }
            }
        }
        all
    });
    all[usize::try_from(day).expect("a day after 1970")]
}

/// In which week a day lies, for weeks that begin on a weekday (0 is Monday).
pub fn week(day: DayNumber, week_start: i32) -> i32 {
    (day + 3 - week_start).div_euclid(7)
}

fn month(date: Date) -> i32 {
    date.year * 12 + date.month
}

/// Whether a rule that begins on a day gives another day.
pub fn is_date(rule: &Rule, start: DayNumber, day: DayNumber) -> bool {
    if day < start {
        return false;
    }
    let (first, this) = (date(start), date(day));
    let every = |every: u32, periods: i32| periods % i32::try_from(every).unwrap() == 0;
    let on = |wanted: u32, short: ShortMonths| {
        let wanted = i32::try_from(wanted).unwrap();
        match short {
            ShortMonths::Clamp => this.day == wanted.min(this.length),
            ShortMonths::Skip => this.day == wanted,
        }
    };
    let nth = |nth: i8, weekday: chairtime::time::Weekday| {
        let is_it = if nth > 0 {
            (this.day - 1) / 7 + 1 == i32::from(nth)
        } else {
            (this.length - this.day) / 7 + 1 == -i32::from(nth)
        };
        is_it && this.weekday == i32::try_from(weekday.num_days_from_monday()).unwrap()
    };
    let months = month(this) - month(first);
    match rule.preset() {
        Some(Preset::Daily { every: step }) => every(step, day - start),
        Some(Preset::Weekly { every: step, weekdays }) => {
            let week_start = i32::try_from(rule.parts().week_start.num_days_from_monday()).unwrap();
            let is_on = |of: i32| {
                weekdays
                    .iter(chairtime::time::Weekday::Mon)
                    .any(|weekday| i32::try_from(weekday.num_days_from_monday()).unwrap() == of)
            };
            let fits = if weekdays.is_empty() {
                this.weekday == first.weekday
            } else {
                is_on(this.weekday)
            };
            fits && every(step, week(day, week_start) - week(start, week_start))
        }
        Some(Preset::SemimonthlyDays {
            first: one,
            second,
            short_months,
        }) => this.day == i32::try_from(one).unwrap() || on(second, short_months),
        Some(Preset::SemimonthlyNth { nths, weekday }) => nths.iter().any(|one| nth(*one, weekday)),
        Some(Preset::MonthlyDay {
            every: step,
            day,
            short_months,
        }) => every(step, months) && on(day, short_months),
        Some(Preset::MonthlyNth {
            every: step,
            nth: one,
            weekday,
        }) => every(step, months) && nth(one, weekday),
        Some(Preset::YearlyDay {
            every: step,
            month,
            day,
            short_months,
        }) => {
            every(step, this.year - first.year) && this.month == i32::try_from(month).unwrap() && on(day, short_months)
        }
        // Another calendar says of a month no more than that: it is on the day on which it begins.
        None if rule.to_string().starts_with("FREQ=MONTHLY") && !rule.to_string().contains("BY") => {
            assert_eq!(rule.parts().frequency, Frequency::Monthly);
            every(rule.parts().interval, months) && this.day == first.day
        }
        None => panic!("no test for days of {rule}"),
    }
}

#[test]
fn days_are_counted_as_the_calendar_on_the_wall_does() {
    let leap = (0..)
        .find(|day| date(*day).year == 2028 && date(*day).month == 2)
        .unwrap();
    let last = date(leap + 28);
    assert_eq!(
        (last.day, last.length, last.weekday),
        (29, 29, 1),
        "29 February 2028 is a Tuesday"
    );
    let last = date(LAST);
    assert_eq!((last.year, last.month, last.day, last.weekday), (2099, 12, 31, 3));
    assert_eq!(week(leap, 0), week(leap - 1, 0), "1 February 2028 is a Tuesday");
    assert_eq!(week(leap, 1), week(leap - 1, 1) + 1, "a week may begin on it");
}
