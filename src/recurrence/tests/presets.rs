//! The rules that the form makes, and which rules it knows again.

use super::*;
use crate::time::{Weekday, WeekdaySet};

/// The preset is written as this rule, and the rule is known as the preset.
fn check_preset(preset: Preset, text: &str) {
    let made = preset.rule(Weekday::Mon).unwrap();
    assert_eq!(made.to_string(), text);
    assert_eq!(made.preset(), Some(preset), "{text}");
}

/// The rule of another program is known as the preset, and both give the same dates.
fn check_known(text: &str, preset: Preset) {
    let (theirs, start) = (rule(text), day("2024-01-01"));
    assert_eq!(theirs.preset(), Some(preset), "{text}");
    let ours = preset.rule(theirs.parts().week_start).unwrap();
    assert!(ours.dates(start).eq(theirs.dates(start)), "{text} and {ours}");
}

const CLAMP: ShortMonths = ShortMonths::Clamp;
const SKIP: ShortMonths = ShortMonths::Skip;

#[test]
fn each_preset_is_written_in_its_one_form() {
    let weekdays: WeekdaySet = [Weekday::Fri, Weekday::Tue].into_iter().collect();
    check_preset(Preset::Daily { every: 3 }, "FREQ=DAILY;INTERVAL=3");
    check_preset(Preset::Weekly { every: 1, weekdays }, "FREQ=WEEKLY;BYDAY=TU,FR");
    check_preset(
        Preset::Weekly { every: 2, weekdays },
        "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,FR",
    );
    check_preset(
        Preset::MonthlyDay {
            every: 1,
            day: 15,
            short_months: CLAMP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=15",
    );
    check_preset(
        Preset::MonthlyDay {
            every: 3,
            day: 29,
            short_months: CLAMP,
        },
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1",
    );
    check_preset(
        Preset::MonthlyDay {
            every: 1,
            day: 31,
            short_months: CLAMP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    );
    check_preset(
        Preset::MonthlyDay {
            every: 1,
            day: 31,
            short_months: SKIP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=31",
    );
    check_preset(
        Preset::MonthlyNth {
            every: 1,
            nth: 2,
            weekday: Weekday::Fri,
        },
        "FREQ=MONTHLY;BYDAY=2FR",
    );
    check_preset(
        Preset::MonthlyNth {
            every: 2,
            nth: -1,
            weekday: Weekday::Fri,
        },
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
    );
    check_preset(
        Preset::SemimonthlyNth {
            nths: [2, 4],
            weekday: Weekday::Tue,
        },
        "FREQ=MONTHLY;BYDAY=2TU,4TU",
    );
    check_preset(
        Preset::SemimonthlyDays {
            first: 1,
            second: 15,
            short_months: CLAMP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
    );
    check_preset(
        Preset::SemimonthlyDays {
            first: 15,
            second: 30,
            short_months: CLAMP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1",
    );
    check_preset(
        Preset::SemimonthlyDays {
            first: 15,
            second: 30,
            short_months: SKIP,
        },
        "FREQ=MONTHLY;BYMONTHDAY=15,30",
    );
    check_preset(
        Preset::YearlyDay {
            every: 1,
            month: 7,
            day: 4,
            short_months: CLAMP,
        },
        "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4",
    );
    check_preset(
        Preset::YearlyDay {
            every: 2,
            month: 1,
            day: 31,
            short_months: CLAMP,
        },
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=31",
    );
    check_preset(
        Preset::YearlyDay {
            every: 1,
            month: 2,
            day: 29,
            short_months: CLAMP,
        },
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    );
    check_preset(
        Preset::YearlyDay {
            every: 1,
            month: 2,
            day: 29,
            short_months: SKIP,
        },
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    );
}

#[test]
fn every_day_of_every_monthly_preset_comes_back() {
    for day in 1..=31 {
        for short_months in [CLAMP, SKIP] {
            let expected = if day <= 28 { CLAMP } else { short_months };
            let made = Preset::MonthlyDay {
                every: 1,
                day,
                short_months,
            }
            .rule(Weekday::Mon)
            .unwrap();
            assert_eq!(
                made.preset(),
                Some(Preset::MonthlyDay {
                    every: 1,
                    day,
                    short_months: expected
                })
            );
            for first in 1..day.min(28) {
                let made = Preset::SemimonthlyDays {
                    first,
                    second: day,
                    short_months,
                }
                .rule(Weekday::Mon)
                .unwrap();
                let expected = Preset::SemimonthlyDays {
                    first,
                    second: day,
                    short_months: expected,
                };
                assert_eq!(made.preset(), Some(expected), "{made}");
            }
        }
    }
}

#[test]
fn other_ways_of_saying_a_preset_are_known() {
    check_known(
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        Preset::MonthlyDay {
            every: 1,
            day: 31,
            short_months: CLAMP,
        },
    );
    check_known(
        "FREQ=MONTHLY;BYMONTHDAY=15,-1",
        Preset::SemimonthlyDays {
            first: 15,
            second: 31,
            short_months: CLAMP,
        },
    );
    check_known(
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1",
        Preset::MonthlyNth {
            every: 1,
            nth: -1,
            weekday: Weekday::Fri,
        },
    );
    check_known(
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        Preset::YearlyDay {
            every: 1,
            month: 2,
            day: 29,
            short_months: CLAMP,
        },
    );
    check_known(
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1",
        Preset::YearlyDay {
            every: 1,
            month: 4,
            day: 30,
            short_months: CLAMP,
        },
    );
    check_known(
        "FREQ=WEEKLY;COUNT=9999",
        Preset::Weekly {
            every: 1,
            weekdays: WeekdaySet::EMPTY,
        },
    );
}

#[test]
fn a_preset_is_known_in_the_words_of_another_frequency() {
    let weekly = |text: &str| rule(text).preset().unwrap();
    let workdays = weekly("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    check_known("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", workdays);
    check_known("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR", workdays);
    check_known("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR", workdays);
    check_known(
        "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR",
        workdays,
    );
    check_known("FREQ=WEEKLY;BYDAY=TU;BYSETPOS=-1", weekly("FREQ=WEEKLY;BYDAY=TU"));
    let fifteenth = weekly("FREQ=MONTHLY;BYMONTHDAY=15");
    check_known("FREQ=DAILY;BYMONTHDAY=15", fifteenth);
    check_known("FREQ=YEARLY;BYMONTHDAY=15", fifteenth);
    check_known(
        "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=15",
        fifteenth,
    );
    check_known("FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=1", fifteenth);
    check_known("FREQ=YEARLY;BYMONTHDAY=1,15", weekly("FREQ=MONTHLY;BYMONTHDAY=1,15"));
    let second_tuesday = weekly("FREQ=MONTHLY;BYDAY=2TU");
    check_known("FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=8,9,10,11,12,13,14", second_tuesday);
    check_known("FREQ=DAILY;BYDAY=TU;BYMONTHDAY=8,9,10,11,12,13,14", second_tuesday);
    check_known("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1", second_tuesday);
    check_known(
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1",
        weekly("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
    );
    let leap_day = weekly("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29");
    check_known("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", leap_day);
    check_known("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29", leap_day);
}

#[test]
fn random_rules_have_the_same_dates_in_fewer_words() {
    use super::random::{random_rule, random_start, rounds};
    let mut random = fastrand::Rng::with_seed(20_260_330);
    for _ in 0..rounds(2000) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let theirs = rule(&text);
        let ours = theirs.plainly();
        assert!(
            ours.dates(start).take(60).eq(theirs.dates(start).take(60)),
            "{theirs} and {ours} from {start}"
        );
    }
}

#[test]
fn rules_that_no_preset_says_are_not_taken_for_one() {
    for text in [
        "FREQ=DAILY;BYMONTH=5",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=8,9,10,11,12,13",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYMONTHDAY=8,9,10,11,12,13,14",
        "FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=1",
        "FREQ=YEARLY;BYDAY=1MO",
        "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=15",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=WEEKLY;BYMONTH=5;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTHDAY=5;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTHDAY=10,-22;BYSETPOS=1",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=1MO,2MO,3MO",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYMONTHDAY=1,2,3",
        "FREQ=MONTHLY;BYMONTHDAY=29,30;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYWEEKNO=1",
        "FREQ=YEARLY;BYYEARDAY=1",
    ] {
        assert_eq!(rule(text).preset(), None, "{text}");
    }
}

#[test]
fn the_two_days_of_a_semimonthly_series_are_half_a_month_apart() {
    for (start, first, second) in [
        ("2026-01-01", 1, 16),
        ("2026-01-15", 15, 30),
        ("2026-01-16", 1, 16),
        ("2026-01-17", 2, 17),
        ("2026-01-30", 15, 30),
        ("2026-01-31", 16, 31),
    ] {
        let expected = Preset::SemimonthlyDays {
            first,
            second,
            short_months: CLAMP,
        };
        assert_eq!(Preset::semimonthly_default(day(start)), expected);
        assert!(expected.rule(Weekday::Mon).is_ok());
    }
}

#[test]
fn numbers_that_no_month_has_are_refused() {
    let refused = [
        Preset::Daily { every: 0 },
        Preset::MonthlyDay {
            every: 1,
            day: 32,
            short_months: CLAMP,
        },
        Preset::MonthlyDay {
            every: 1,
            day: 0,
            short_months: SKIP,
        },
        Preset::MonthlyNth {
            every: 1,
            nth: 6,
            weekday: Weekday::Mon,
        },
        Preset::MonthlyNth {
            every: 1,
            nth: 0,
            weekday: Weekday::Mon,
        },
        Preset::SemimonthlyNth {
            nths: [2, 2],
            weekday: Weekday::Mon,
        },
        Preset::SemimonthlyDays {
            first: 28,
            second: 30,
            short_months: CLAMP,
        },
        Preset::SemimonthlyDays {
            first: 15,
            second: 15,
            short_months: CLAMP,
        },
        Preset::SemimonthlyDays {
            first: 15,
            second: 32,
            short_months: SKIP,
        },
        Preset::YearlyDay {
            every: 1,
            month: 13,
            day: 1,
            short_months: CLAMP,
        },
        Preset::YearlyDay {
            every: 1,
            month: 1,
            day: u32::MAX,
            short_months: SKIP,
        },
    ];
    for preset in refused {
        assert!(preset.rule(Weekday::Mon).is_err(), "{preset:?}");
    }
}
