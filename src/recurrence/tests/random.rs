//! Random rules against a plain reading of the RFC's table, day by day, and against the `rrule` crate.

use super::*;
use crate::time::{Weekday, WeekdaySet, days_in_month, weekday_from_monday};
use chrono::TimeZone;
use fastrand::Rng;

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A comma list of one to a few numbers up to `greatest`, some of them negative where `signed`.
fn numbers(random: &mut Rng, greatest: i32, signed: bool) -> String {
    let number = |random: &mut Rng| {
        let number = random.i32(1..=greatest);
        if signed && random.u8(0..3) == 0 {
            -number
        } else {
            number
        }
    };
    let list: Vec<_> = (0..random.usize(1..5)).map(|_| number(random).to_string()).collect();
    list.join(",")
}

/// The text of a rule that the RFC allows, or at times its predecessor.
pub(super) fn random_rule(random: &mut Rng) -> String {
    let frequency = *random.choice(&["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]).unwrap();
    let mut text = format!("FREQ={frequency}");
    let one_in = |random: &mut Rng, many: u8| random.u8(0..many) == 0;
    let mut by = false;
    let mut add = |text: &mut String, part: &str, values: String| {
        *text += &format!(";{part}={values}");
        by = true;
    };
    if one_in(random, 2) {
        text += &format!(";INTERVAL={}", random.u32(1..=6));
    }
    if one_in(random, 2) {
        text += &format!(";WKST={}", random.choice(&WEEKDAYS).unwrap());
    }
    if one_in(random, 4) {
        add(&mut text, "BYMONTH", numbers(random, 12, false));
    }
    let yearly = frequency == "YEARLY";
    let weeks = one_in(random, if yearly { 4 } else { 20 });
    if weeks {
        add(&mut text, "BYWEEKNO", numbers(random, 53, true));
    }
    if one_in(random, if yearly { 4 } else { 20 }) {
        add(
            &mut text,
            "BYYEARDAY",
            format!("{},{}", numbers(random, 366, true), numbers(random, 366, true)),
        );
    }
    if one_in(random, if frequency == "WEEKLY" { 20 } else { 3 }) {
        add(&mut text, "BYMONTHDAY", numbers(random, 31, true));
    }
    if one_in(random, 2) {
        let numbered = !weeks && (frequency == "MONTHLY" || frequency == "YEARLY");
        let greatest = if frequency == "MONTHLY" { 5 } else { 53 };
        let weekday = |random: &mut Rng| {
            let number = if numbered && random.bool() {
                random.i32(1..=greatest)
            } else {
                0
            };
            let sign = if random.u8(0..3) == 0 { "-" } else { "" };
            let weekday = *random.choice(&WEEKDAYS).unwrap();
            if number == 0 {
                weekday.to_string()
            } else {
                format!("{sign}{number}{weekday}")
            }
        };
        let days: Vec<_> = (0..random.usize(1..4)).map(|_| weekday(random)).collect();
        add(&mut text, "BYDAY", days.join(","));
    }
    if by && one_in(random, 4) {
        text += &format!(
            ";BYSETPOS={}",
            numbers(random, if frequency == "YEARLY" { 20 } else { 5 }, true)
        );
    }
    text
}

fn random_start(random: &mut Rng) -> Day {
    Day::from_number(random.i32(day("1990-01-01").number()..day("2040-12-31").number()))
}

/// The number of the week that holds a day, and how many weeks its year has, found by looking at the days of the year.
fn week_of(date: Day, week_start: Weekday) -> (i32, i32) {
    let week_one = |year: i32| {
        let starts = (-3..=3).map(|days| Day::from_ymd(year, 1, 1).unwrap() + days);
        starts.into_iter().find(|first| first.weekday() == week_start).unwrap()
    };
    let year = (date.year() - 1..=date.year() + 1)
        .rfind(|year| week_one(*year) <= date)
        .unwrap();
    (
        (date - week_one(year)) / 7 + 1,
        (week_one(year + 1) - week_one(year)) / 7,
    )
}

/// Whether the day is one that the parts name, apart from INTERVAL and BYSETPOS: the table of RFC 5545 3.3.10, read as filters.
fn is_named(parts: &Parts, start: Day, date: Day) -> bool {
    let (year, month, of_month) = date.ymd();
    let length = days_in_month(year, month).cast_signed();
    let of_month = of_month.cast_signed();
    let from_end =
        |numbers: &[i32], place: i32, length: i32| numbers.iter().any(|n| *n == place || *n == place - length - 1);
    let no_weekdays = parts.weekdays.is_empty() && parts.nth_weekdays.is_empty();
    let no_days = no_weekdays && parts.month_days.is_empty() && parts.year_days.is_empty();
    let first_of_year = Day::from_ymd(year, 1, 1).unwrap();
    let year_length = Day::from_ymd(year, 12, 31).unwrap() - first_of_year + 1;
    let of_year = date - first_of_year + 1;

    let mut named = parts.months.is_empty() || parts.months.contains(month);
    match parts.frequency {
        _ if !no_days => {}
        Frequency::Daily => {}
        Frequency::Monthly | Frequency::Yearly if parts.weeks.is_empty() => {
            named &= of_month == start.day_of_month().cast_signed();
            named &= parts.frequency == Frequency::Monthly || !parts.months.is_empty() || month == start.month();
        }
        _ => named &= date.weekday() == start.weekday(),
    }
    let month_days: Vec<_> = parts.month_days.iter().collect();
    named &= month_days.is_empty() || from_end(&month_days, of_month, length);
    let year_days: Vec<_> = parts.year_days.iter().map(|day| i32::from(*day)).collect();
    named &= year_days.is_empty() || from_end(&year_days, of_year, year_length);
    let weeks: Vec<_> = parts.weeks.iter().map(|week| i32::from(*week)).collect();
    if !weeks.is_empty() {
        let (week, total) = week_of(date, parts.week_start);
        named &= from_end(&weeks, week, total);
    }
    if !no_weekdays {
        let within_year = parts.frequency == Frequency::Yearly && parts.months.is_empty();
        let (place, length) = if within_year {
            (of_year, year_length)
        } else {
            (of_month, length)
        };
        let (nth, nth_from_end) = ((place - 1) / 7 + 1, -((length - place) / 7 + 1));
        let numbered = |day: &NthWeekday| {
            day.weekday == date.weekday() && (i32::from(day.nth) == nth || i32::from(day.nth) == nth_from_end)
        };
        named &= parts.weekdays.contains(date.weekday()) || parts.nth_weekdays.iter().any(numbered);
    }
    named
}

/// The dates of a rule up to a day, by looking at every day of every period.
fn plainly(rule: &Rule, start: Day, last: Day) -> Vec<Day> {
    let parts = rule.parts();
    let period = |date: Day| match parts.frequency {
        Frequency::Daily => date.number(),
        Frequency::Weekly => date.start_of_week(parts.week_start).number() / 7,
        Frequency::Monthly => date.year_month().number(),
        Frequency::Yearly => date.year(),
    };
    let mut first = start;
    while period(first - 1) == period(start) {
        first = first - 1;
    }
    let mut end = last;
    while period(end + 1) == period(last) {
        end = end + 1;
    }
    let days: Vec<_> = (first.number()..=end.number()).map(Day::from_number).collect();
    let mut dates = Vec::new();
    for days in days.chunk_by(|one, other| period(*one) == period(*other)) {
        let steps = period(days[0]) - period(start);
        if steps % i32::try_from(parts.interval).unwrap() != 0 {
            continue;
        }
        let named: Vec<_> = days
            .iter()
            .copied()
            .filter(|date| is_named(parts, start, *date))
            .collect();
        for (index, date) in named.iter().enumerate() {
            let (from_start, from_end) = (index + 1, named.len() - index);
            let hit = |position: &i16| {
                let place = usize::from(position.unsigned_abs());
                place == if *position > 0 { from_start } else { from_end }
            };
            if parts.positions.is_empty() || parts.positions.iter().any(hit) {
                dates.push(*date);
            }
        }
    }
    dates.retain(|date| (start..=last).contains(date));
    dates
}

/// How often a suite looks; more with `CHAIRTIME_LONG`.
pub(super) fn rounds(usual: usize) -> usize {
    if std::env::var_os("CHAIRTIME_LONG").is_some() {
        usual * 50
    } else {
        usual
    }
}

#[test]
fn random_rules_give_the_dates_that_looking_at_every_day_gives() {
    let mut random = Rng::with_seed(20_260_303);
    for _ in 0..rounds(400) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let (rule, last) = (rule(&text), start + 9 * 365);
        let expected = plainly(&rule, start, last);
        let ours: Vec<_> = rule.dates(start).take_while(|date| *date <= last).collect();
        assert_eq!(ours, expected, "{text} from {start}");
        assert_eq!(Rule::parse(&rule.to_string()), Ok(rule.clone()));

        let mut back: Vec<_> = rule.dates_back(start, last + 1).collect();
        back.reverse();
        assert_eq!(back, expected, "{text} from {start}, backwards");

        let from = start + random.i32(-10..9 * 365);
        let rest: Vec<_> = expected.iter().copied().filter(|date| *date >= from).collect();
        let seen: Vec<_> = rule.dates_from(start, from).take_while(|date| *date <= last).collect();
        assert_eq!(seen, rest, "{text} from {start}, entered at {from}");
        let passed = u32::try_from(expected.len() - rest.len()).unwrap();
        assert_eq!(
            rule.count_before(start, from),
            passed,
            "{text} from {start}, counted to {from}"
        );
    }
}

#[test]
fn random_rules_that_end_end_alike_from_every_side() {
    let mut random = Rng::with_seed(20_260_304);
    for _ in 0..rounds(400) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let endless = rule(&text);
        let (end, expected): (End, Vec<_>) = if random.bool() {
            let count = random.u8(1..200);
            (
                End::Count(count.into()),
                endless.dates(start).take(count.into()).collect(),
            )
        } else {
            let until = start + random.i32(0..3000);
            (
                End::Until(When::Day(until)),
                endless.dates(start).take_while(|date| *date <= until).collect(),
            )
        };
        let ending = endless.with_end(end).unwrap();
        assert_eq!(
            ending.dates(start).collect::<Vec<_>>(),
            expected,
            "{ending} from {start}"
        );
        assert_eq!(
            ending.last_date(start),
            expected.last().copied(),
            "{ending} from {start}"
        );
        let middle = start + random.i32(-10..4000);
        let (before, after): (Vec<_>, Vec<_>) = expected.iter().partition(|date| **date < middle);
        assert_eq!(
            ending.dates_from(start, middle).collect::<Vec<_>>(),
            after,
            "{ending} from {start}, entered at {middle}"
        );
        let mut back: Vec<_> = ending.dates_back(start, middle).collect();
        back.reverse();
        assert_eq!(back, before, "{ending} from {start}, back from {middle}");
        assert_eq!(ending.count_before(start, middle), u32::try_from(before.len()).unwrap());
    }
}

#[test]
fn random_rules_give_the_dates_that_the_rrule_crate_gives() {
    let mut random = Rng::with_seed(20_260_305);
    let mut compared = 0;
    for _ in 0..rounds(120) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let ours = rule(&text).written_out(start);
        if is_read_otherwise(&ours) {
            continue;
        }
        let (year, month, of_month) = start.ymd();
        let noon = rrule::Tz::UTC
            .with_ymd_and_hms(year, month, of_month, 12, 0, 0)
            .unwrap();
        let theirs: rrule::RRule<rrule::Unvalidated> = ours.to_string().parse().unwrap();
        let last = rrule::Tz::UTC.with_ymd_and_hms(year + 8, 1, 1, 0, 0, 0).unwrap();
        let Ok(theirs) = theirs.until(last).build(noon) else {
            continue;
        };
        let theirs: Vec<_> = theirs
            .all(u16::MAX)
            .dates
            .into_iter()
            .map(|at| Day::from_number(i32::try_from(at.timestamp() / 86_400).unwrap()))
            .collect();
        let last = Day::from_ymd(year + 7, 12, 31).unwrap();
        let ours: Vec<_> = ours.dates(start).take_while(|date| *date <= last).collect();
        assert_eq!(ours, theirs, "{text} from {start}");
        compared += 1;
    }
    assert!(compared > rounds(120) / 2, "{compared}");
}

/// Rules that the crate reads in another way: BYDAY with and without numbers, where it wants both to hold; BYSETPOS in a week,
/// the first of which it begins at the start date; and weeks at the turn of a year, where it miscounts those of the year
/// before (it puts 1 January 2011 into week 53) and does not look for those counted from the end in December.
fn is_read_otherwise(rule: &Rule) -> bool {
    let parts = rule.parts();
    let mixed = !parts.weekdays.is_empty() && !parts.nth_weekdays.is_empty();
    let of_week = parts.frequency == Frequency::Weekly && !parts.positions.is_empty();
    mixed || of_week || parts.weeks.iter().any(|week| !(1..=51).contains(week))
}

#[test]
fn random_presets_are_known_again() {
    let mut random = Rng::with_seed(20_260_306);
    for _ in 0..2000 {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let rule = rule(&text);
        if let Some(preset) = rule.preset() {
            let again = preset.rule(rule.parts().week_start).unwrap();
            assert_eq!(again.preset(), Some(preset), "{text}");
            assert!(
                again.dates(start).take(200).eq(rule.dates(start).take(200)),
                "{text} and {again} from {start}"
            );
        }
    }
}

#[test]
fn weeks_are_numbered_as_the_calendar_on_the_wall_numbers_them() {
    use chrono::Datelike;
    for number in (0..40_000).step_by(3) {
        let theirs = chrono::DateTime::from_timestamp(i64::from(number) * 86_400, 0)
            .unwrap()
            .iso_week()
            .week();
        assert_eq!(week_of(Day::from_number(number), Weekday::Mon).0, theirs.cast_signed());
    }
    assert_eq!(WeekdaySet::ALL.iter(Weekday::Mon).nth(6), Some(weekday_from_monday(-1)));
}
