//! The forms of a rule that every calendar reads alike.
//!
//! What is legal is not always what is read: Outlook knows one day of the month in a rule, ical.js passes over BYSETPOS with
//! BYMONTHDAY, and some readers slide the 31st into the next month. So a rule is said again, where needed as two rules that
//! share no date. Left out: dates that none of the forms gives; the caller writes these one by one.

use crate::recurrence::{Frequency, MonthDays, Months, NthWeekday, Parts, Preset, Rule, ShortMonths};
use crate::time::{Day, WeekdaySet};

/// Rules without an end whose dates, taken together, are dates of `rule` from `start` on, and no date of two of them. Where
/// `weekdays` is not empty, only the dates on these. None where no rule says it so that it is read.
///
/// A form counts from whichever of its own dates it starts on.
pub fn readable(rule: &Rule, weekdays: WeekdaySet, start: Day) -> Vec<Rule> {
    let parts = rule.parts();
    let preset = rule.preset();
    let is_weekly = parts.frequency == Frequency::Weekly || matches!(preset, Some(Preset::Weekly { .. }));
    if !weekdays.is_empty() && !is_weekly {
        return Vec::new();
    }
    let forms = match preset {
        Some(preset) => said_again(preset, weekdays, start),
        None if rule.is_of_rfc_5545() => vec![Parts {
            weekdays: if weekdays.is_empty() { parts.weekdays } else { weekdays },
            ..parts.clone()
        }],
        None => Vec::new(),
    };
    let with_week = |form: Parts| Parts {
        week_start: if form.frequency == Frequency::Weekly {
            parts.week_start
        } else {
            form.week_start
        },
        ..form
    };
    forms
        .into_iter()
        .filter_map(|form| Rule::new(with_week(form)).ok())
        .map(|form| form.without_end().written_out(start))
        .collect()
}

fn said_again(preset: Preset, weekdays: WeekdaySet, start: Day) -> Vec<Parts> {
    match preset {
        Preset::Daily { every } => vec![Parts::every(every, Frequency::Daily)],
        Preset::Weekly { every, weekdays: all } => vec![Parts {
            weekdays: if weekdays.is_empty() { all } else { weekdays },
            ..Parts::every(every, Frequency::Weekly)
        }],
        Preset::SemimonthlyDays {
            first,
            second,
            short_months,
        } => {
            let mut forms = vec![monthly(1, first.cast_signed())];
            forms.extend(on_day(1, second, short_months, start));
            forms
        }
        Preset::SemimonthlyNth {
            nths: [one, other],
            weekday,
        } => {
            let nth = |nth| NthWeekday { nth, weekday };
            if may_meet(one, other) {
                vec![nth_weekdays(1, vec![nth(one), nth(other)])]
            } else {
                vec![nth_weekdays(1, vec![nth(one)]), nth_weekdays(1, vec![nth(other)])]
            }
        }
        Preset::MonthlyDay {
            every,
            day,
            short_months,
        } => on_day(every, day, short_months, start),
        Preset::MonthlyNth { every, nth, weekday } => vec![nth_weekdays(every, vec![NthWeekday { nth, weekday }])],
        Preset::YearlyDay {
            every,
            month,
            day,
            short_months,
        } => {
            let last_of_february = (month, day, short_months) == (2, 29, ShortMonths::Clamp);
            vec![yearly(
                every,
                Months::single(month),
                if last_of_february { -1 } else { day.cast_signed() },
            )]
        }
    }
}

/// On a day of every so many months.
fn on_day(every: u32, day: u32, short_months: ShortMonths, start: Day) -> Vec<Parts> {
    match (day, short_months) {
        (31, ShortMonths::Clamp) => vec![monthly(every, -1)],
        (29 | 30, ShortMonths::Clamp) => clamped(every, day.cast_signed(), start),
        _ => vec![monthly(every, day.cast_signed())],
    }
}

/// On the 29th or 30th, or the last of February: two yearly rules, because readers disagree on BYSETPOS here. Where years do not
/// repeat the same months, Februaries are left to be written one by one.
fn clamped(every: u32, day: i32, start: Day) -> Vec<Parts> {
    const FEBRUARY: u32 = 2;
    let hit = |month: &u32| (month + 12 - start.month()).is_multiple_of(common_divisor(every));
    if !hit(&FEBRUARY) {
        return vec![monthly(every, day)];
    }
    if every.is_multiple_of(12) {
        return vec![yearly(every / 12, Months::single(FEBRUARY), -1)];
    }
    if 12 % every != 0 {
        return vec![monthly(every, day)];
    }
    let mut others = Months::default();
    for month in (1..=12).filter(|month| *month != FEBRUARY).filter(hit) {
        others.insert(month);
    }
    vec![yearly(1, others, day), yearly(1, Months::single(FEBRUARY), -1)]
}

/// In how many months after another a rule of every so many months can come to a month of the year: their common divisor with 12.
fn common_divisor(every: u32) -> u32 {
    [12, 6, 4, 3, 2]
        .into_iter()
        .find(|divisor| every.is_multiple_of(*divisor))
        .unwrap_or(1)
}

/// Whether the nth weekday from the start can be the nth from the end, in months that have four or five of them.
fn may_meet(one: i8, other: i8) -> bool {
    (one < 0) != (other < 0) && matches!(one.max(other) - one.min(other), 5 | 6)
}

fn monthly(every: u32, day: i32) -> Parts {
    Parts {
        month_days: MonthDays::from_iter([day]),
        ..Parts::every(every, Frequency::Monthly)
    }
}

fn yearly(every: u32, months: Months, day: i32) -> Parts {
    Parts {
        months,
        month_days: MonthDays::from_iter([day]),
        ..Parts::every(every, Frequency::Yearly)
    }
}

fn nth_weekdays(every: u32, nth_weekdays: Vec<NthWeekday>) -> Parts {
    Parts {
        nth_weekdays,
        ..Parts::every(every, Frequency::Monthly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::read;
    use crate::time::Weekday;

    fn rule(text: &str) -> Rule {
        Rule::parse(text).unwrap()
    }

    /// The forms of a rule, and that they give its dates, each once. `left` are dates that no form gives.
    #[track_caller]
    fn check(text: &str, start: &str, forms: &[&str], left: &[&str]) {
        let (whole, start) = (rule(text), read(start));
        let readable = readable(&whole, WeekdaySet::EMPTY, start);
        let texts: Vec<String> = readable.iter().map(ToString::to_string).collect();
        assert_eq!(texts, forms, "{text}");
        let all: Vec<Day> = whole.dates(start).take(60).collect();
        let last = *all.last().unwrap();
        let mut given: Vec<Day> = left.iter().map(|day| read(day)).collect();
        for form in readable {
            // A form starts on its own first date.
            let first = all
                .iter()
                .copied()
                .find(|day| form.dates(*day).next() == Some(*day))
                .unwrap();
            given.extend(form.dates(first).take_while(|day| *day <= last));
        }
        given.sort_unstable();
        assert_eq!(given, all, "{text}");
    }

    #[test]
    fn what_every_calendar_reads_is_written_as_it_is() {
        for text in [
            "FREQ=DAILY",
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU",
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
            "FREQ=MONTHLY;BYDAY=2FR",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=4",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        ] {
            check(text, "2026-03-01", &[text], &[]);
        }
    }

    #[test]
    fn what_a_rule_leaves_to_its_start_is_written_out() {
        check("FREQ=WEEKLY", "2026-03-03", &["FREQ=WEEKLY;BYDAY=TU"], &[]);
        check(
            "FREQ=WEEKLY;INTERVAL=2",
            "2026-03-03",
            &["FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU"],
            &[],
        );
    }

    #[test]
    fn two_days_of_a_month_become_two_rules() {
        let fifteenth = "FREQ=MONTHLY;BYMONTHDAY=15";
        check(
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "2026-03-10",
            &["FREQ=MONTHLY;BYMONTHDAY=1", fifteenth],
            &[],
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=15,-1",
            "2026-03-10",
            &[fifteenth, "FREQ=MONTHLY;BYMONTHDAY=-1"],
            &[],
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1",
            "2026-03-10",
            &[
                fifteenth,
                "FREQ=YEARLY;BYMONTH=1,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=30",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            ],
            &[],
        );
        check(
            "FREQ=MONTHLY;BYDAY=2TU,4TU",
            "2026-03-10",
            &["FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=4TU"],
            &[],
        );
        // The fourth may be the last: a date of both would be there twice.
        check(
            "FREQ=MONTHLY;BYDAY=4TU,-1TU",
            "2026-03-10",
            &["FREQ=MONTHLY;BYDAY=4TU,-1TU"],
            &[],
        );
        check(
            "FREQ=MONTHLY;BYDAY=1TU,-1TU",
            "2026-03-10",
            &["FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=-1TU"],
            &[],
        );
    }

    #[test]
    fn the_end_of_a_month_is_written_without_bysetpos() {
        let february = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1";
        check(
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "2026-01-31",
            &["FREQ=MONTHLY;BYMONTHDAY=-1"],
            &[],
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2026-01-30",
            &["FREQ=YEARLY;BYMONTH=1,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=30", february],
            &[],
        );
        check(
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1",
            "2026-11-29",
            &["FREQ=YEARLY;BYMONTH=5,8,11;BYMONTHDAY=29", february],
            &[],
        );
        check(
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2026-01-30",
            &["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30"],
            &[],
        );
        check(
            "FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=28,29;BYSETPOS=-1",
            "2026-02-10",
            &["FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=-1"],
            &[],
        );
        check(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
            "2024-02-29",
            &[february],
            &[],
        );
    }

    #[test]
    fn februaries_that_no_form_gives_are_left() {
        check(
            "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "2026-04-30",
            &["FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=30"],
            &["2027-02-28", "2032-02-29", "2037-02-28", "2042-02-28", "2047-02-28"],
        );
    }

    #[test]
    fn a_slot_has_only_its_own_weekdays() {
        let whole = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR");
        let tuesdays = readable(&whole, WeekdaySet::single(Weekday::Tue), read("2026-03-01"));
        assert_eq!(tuesdays, [rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")]);
    }

    #[test]
    fn a_rule_that_other_programs_may_not_know_has_no_form() {
        let old = rule("FREQ=MONTHLY;BYYEARDAY=100");
        assert_eq!(readable(&old, WeekdaySet::EMPTY, read("2026-03-01")), []);
    }
}
