//! How a rule is said, without its start, time and end: "every 2 weeks on Tuesday and Friday" (spec S2.9).
//!
//! Rules that a salon asks for have sentences of their own. Any other rule of RFC 5545 is said part by part, so that
//! whatever a file brought in can be read: first what the days are, then what limits them.

use super::dates::{day_and_month, month, weekday};
use super::{listed, ordinal};
use crate::recurrence::{Frequency, NthWeekday, Parts, Preset, Rule, ShortMonths};
use crate::time::{Day, Weekday, WeekdaySet};

/// A rule in two parts, so that a time of day can stand between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// "every month on the 31st"
    pub days: String,
    /// "or the last day of shorter months"; empty for most rules.
    pub limits: String,
}

/// "every 2 weeks on Tuesday and Friday". What the rule takes from its start date is said, too.
pub fn of(rule: &Rule, start: Day) -> String {
    let Said { mut days, limits } = said(rule, start);
    if !limits.is_empty() {
        days.push_str(", ");
        days.push_str(&limits);
    }
    days
}

/// The rule in its two parts.
pub fn said(rule: &Rule, start: Day) -> Said {
    let written = rule.written_out(start).plainly();
    let parts = written.parts();
    match written.preset() {
        Some(preset) => {
            let (days, limits) = of_preset(preset, parts.week_start);
            let limits = limits.to_owned();
            Said { days, limits }
        }
        None => of_parts(parts),
    }
}

/// Only how often: "every 6 weeks", "twice a month".
pub fn how_often(rule: &Rule) -> String {
    match rule.preset() {
        Some(Preset::SemimonthlyDays { .. } | Preset::SemimonthlyNth { .. }) => "twice a month".to_owned(),
        _ => {
            let plain = rule.plainly();
            every(plain.parts().interval, plain.parts().frequency)
        }
    }
}

/// "every week", "every 2 weeks".
pub fn every(interval: u32, frequency: Frequency) -> String {
    let unit = match frequency {
        Frequency::Daily => "day",
        Frequency::Weekly => "week",
        Frequency::Monthly => "month",
        Frequency::Yearly => "year",
    };
    if interval == 1 {
        format!("every {unit}")
    } else {
        format!("every {interval} {unit}s")
    }
}

/// "Tuesday and Friday" in the order of the week; "every day" is the caller's to say.
pub fn weekdays(set: WeekdaySet, first: Weekday) -> String {
    let names: Vec<&str> = set.iter(first).map(weekday).collect();
    listed(&names, "and")
}

fn of_preset(preset: Preset, week_start: Weekday) -> (String, &'static str) {
    match preset {
        Preset::Daily { every: days } => (every(days, Frequency::Daily), ""),
        Preset::Weekly { every: 1, weekdays } if weekdays == WeekdaySet::ALL => (every(1, Frequency::Daily), ""),
        Preset::Weekly {
            every: weeks,
            weekdays: set,
        } => {
            let often = every(weeks, Frequency::Weekly);
            (format!("{often} on {}", weekdays(set, week_start)), "")
        }
        Preset::SemimonthlyDays {
            first,
            second: 31,
            short_months: ShortMonths::Clamp,
        } => (format!("every month on the {} and the last day", ordinal(first)), ""),
        Preset::SemimonthlyDays {
            first,
            second,
            short_months,
        } => (
            format!("every month on the {} and the {}", ordinal(first), ordinal(second)),
            in_short_months(second, short_months),
        ),
        Preset::SemimonthlyNth {
            nths: [one, other],
            weekday: day,
        } => (
            format!("every month on the {} and {} {}", nth(one), nth(other), weekday(day)),
            "",
        ),
        Preset::MonthlyDay {
            every: months,
            day,
            short_months,
        } => (
            format!("{} on the {}", every(months, Frequency::Monthly), ordinal(day)),
            in_short_months(day, short_months),
        ),
        Preset::MonthlyNth {
            every: months,
            nth: number,
            weekday: day,
        } => {
            let often = every(months, Frequency::Monthly);
            (format!("{often} on the {} {}", nth(number), weekday(day)), "")
        }
        Preset::YearlyDay {
            every: years,
            month,
            day,
            short_months,
        } => {
            let date = Day::from_ymd(2000, month, day).map(day_and_month).unwrap_or_default();
            let leap = match (month, day, short_months) {
                (2, 29, ShortMonths::Clamp) => "or 28 Feb where the year has none",
                (2, 29, ShortMonths::Skip) => "in leap years only",
                _ => "",
            };
            (format!("{} on {date}", every(years, Frequency::Yearly)), leap)
        }
    }
}

/// What becomes of a day that some months do not have.
fn in_short_months(day: u32, short_months: ShortMonths) -> &'static str {
    match short_months {
        _ if day <= 28 => "",
        ShortMonths::Clamp => "or the last day of shorter months",
        ShortMonths::Skip => "not in shorter months",
    }
}

/// "2nd", "last", "2nd to last".
fn nth(nth: i8) -> String {
    nth_of(i32::from(nth))
}

fn nth_of(nth: i32) -> String {
    match nth {
        -1 => "last".to_owned(),
        ..=-2 => format!("{} to last", ordinal(nth.unsigned_abs())),
        _ => ordinal(nth.unsigned_abs()),
    }
}

/// A rule part by part. Parts that choose days limit each other (RFC 5545 section 3.3.10), so after the first each is said as
/// a limit.
fn of_parts(parts: &Parts) -> Said {
    let mut text = every(parts.interval, parts.frequency);
    if !parts.months.is_empty() {
        let months: Vec<&str> = parts.months.iter().map(month).collect();
        text.push_str(&format!(" in {}", listed(&months, "and")));
    }
    if !parts.weeks.is_empty() {
        let weeks = numbers(parts.weeks.iter().map(|week| i32::from(*week)), "and");
        text.push_str(&format!(" in the {weeks} week of the year"));
    }
    let mut chosen = Vec::new();
    if !parts.year_days.is_empty() {
        let days = |joined| numbers(parts.year_days.iter().map(|day| i32::from(*day)), joined);
        chosen.push((
            format!("on the {} day of the year", days("and")),
            format!("the {} day of the year", days("or")),
        ));
    }
    if !parts.month_days.is_empty() {
        let days = |joined| month_days(parts, joined);
        chosen.push((format!("on the {}", days("and")), format!("the {}", days("or"))));
    }
    if !parts.weekdays.is_empty() || !parts.nth_weekdays.is_empty() {
        chosen.push((
            format!("on {}", of_weekdays(parts, "and", "")),
            of_weekdays(parts, "or", "a "),
        ));
    }
    let days_are_given = parts.frequency != Frequency::Daily;
    let mut limits = Vec::new();
    for (index, (on, also)) in chosen.into_iter().enumerate() {
        if index == 0 && days_are_given {
            text.push_str(&format!(" {on}"));
        } else {
            limits.push(format!("only where it is {also}"));
        }
    }
    if !parts.positions.is_empty() {
        let positions = numbers(parts.positions.iter().map(|position| i32::from(*position)), "and");
        limits.push(format!("of these the {positions}"));
    }
    Said {
        days: text,
        limits: limits.join(", "),
    }
}

fn numbers(numbers: impl Iterator<Item = i32>, joined: &str) -> String {
    listed(&numbers.map(nth_of).collect::<Vec<_>>(), joined)
}

/// "13th", "1st and last day"; of the month, where the rule counts years.
fn month_days(parts: &Parts, joined: &str) -> String {
    let day = |day: i32| {
        if day < 0 {
            format!("{} day", nth_of(day))
        } else {
            nth_of(day)
        }
    };
    let days: Vec<String> = parts.month_days.iter().map(day).collect();
    let of_every_month = parts.frequency == Frequency::Yearly && parts.months.is_empty();
    let of = if of_every_month { " of every month" } else { "" };
    format!("{}{of}", listed(&days, joined))
}

/// "Tuesday and Friday", "the 2nd Friday", "every Tuesday and the 2nd Friday of the year".
fn of_weekdays(parts: &Parts, joined: &str, article: &str) -> String {
    let in_a_week = matches!(parts.frequency, Frequency::Daily | Frequency::Weekly) || !parts.weeks.is_empty();
    let every = if in_a_week || !article.is_empty() {
        article
    } else {
        "every "
    };
    let plain = parts
        .weekdays
        .iter(parts.week_start)
        .map(|day| format!("{every}{}", weekday(day)));
    let of = match (parts.frequency, parts.months.is_empty()) {
        (Frequency::Yearly, true) => " of the year",
        (Frequency::Yearly, false) => " of the month",
        _ => "",
    };
    let numbered = parts.nth_weekdays.iter().map(
        |NthWeekday {
             nth: number,
             weekday: day,
         }| format!("the {} {}{of}", nth(*number), weekday(*day)),
    );
    listed(&plain.chain(numbered).collect::<Vec<_>>(), joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &str, start: &str, text: &str) {
        assert_eq!(of(&Rule::parse(rule).unwrap(), start.parse().unwrap()), text, "{rule}");
    }

    #[test]
    fn rules_that_a_salon_asks_for_are_said_plainly() {
        for (rule, text) in [
            ("FREQ=DAILY", "every day"),
            ("FREQ=DAILY;INTERVAL=10", "every 10 days"),
            ("FREQ=WEEKLY", "every week on Tuesday"),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
                "every 2 weeks on Tuesday and Friday",
            ),
            (
                "FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO,WE",
                "every week on Sunday, Monday and Wednesday",
            ),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
            ("FREQ=MONTHLY", "every month on the 3rd"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on the 1st and the 15th"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=16,-1",
                "every month on the 16th and the last day",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=14,28,29;BYSETPOS=1,-1",
                "every month on the 14th and the 29th, or the last day of shorter months",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
                "every month on the 31st, or the last day of shorter months",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=31",
                "every month on the 31st, not in shorter months",
            ),
            ("FREQ=MONTHLY;BYDAY=2TU,4TU", "every month on the 2nd and 4th Tuesday"),
            (
                "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
                "every 3 months on the last Friday",
            ),
            ("FREQ=YEARLY", "every year on 3 Mar"),
            (
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
                "every year on 29 Feb, or 28 Feb where the year has none",
            ),
            (
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "every year on 29 Feb, in leap years only",
            ),
        ] {
            check(rule, "2026-03-03", text);
        }
    }

    #[test]
    fn any_other_rule_is_said_part_by_part() {
        for (rule, text) in [
            (
                "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU",
                "every 2 days, only where it is a Monday or a Tuesday",
            ),
            ("FREQ=DAILY;BYDAY=MO,TU", "every week on Monday and Tuesday"),
            (
                "FREQ=MONTHLY;BYMONTH=5;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14",
                "every year in May on the 2nd Sunday of the month",
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO,FR;BYSETPOS=1",
                "every year in the 1st and last week of the year on Monday and Friday, of these the 1st",
            ),
            ("FREQ=WEEKLY;BYMONTH=3;BYDAY=TU", "every week in March on Tuesday"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
                "every month on the 13th, only where it is a Friday",
            ),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
                "every month on every Monday, every Tuesday, every Wednesday, every Thursday and every Friday, of these the 2nd to last",
            ),
            (
                "FREQ=MONTHLY;BYDAY=1FR,-1MO",
                "every month on the 1st Friday and the last Monday",
            ),
            ("FREQ=YEARLY;BYDAY=20MO", "every year on the 20th Monday of the year"),
            (
                "FREQ=YEARLY;BYMONTH=1;BYDAY=2MO,FR",
                "every year in January on every Friday and the 2nd Monday of the month",
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
                "every year in the 20th week of the year on Monday",
            ),
            (
                "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,-1",
                "every 3 years on the 1st, 100th and last day of the year",
            ),
            (
                "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=-1",
                "every 2 years on the last day of every month",
            ),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                "every 4 years in November on the 2nd, 3rd, 4th, 5th, 6th, 7th and 8th, only where it is a Tuesday",
            ),
        ] {
            check(rule, "2026-03-03", text);
        }
    }

    #[test]
    fn how_often_leaves_the_days_out() {
        for (rule, text) in [
            ("FREQ=WEEKLY;INTERVAL=6;BYDAY=TU", "every 6 weeks"),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15", "twice a month"),
            ("FREQ=YEARLY", "every year"),
        ] {
            assert_eq!(how_often(&Rule::parse(rule).unwrap()), text);
        }
    }
}
