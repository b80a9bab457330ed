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
        // Numbers before some weekdays only are allowed, but who writes them?
        let (mixed, all_numbered) = (numbered && one_in(random, 20), numbered && random.bool());
        let weekday = |random: &mut Rng| {
            let has_number = if mixed { random.bool() } else { all_numbered };
            let number = if has_number { random.i32(1..=greatest) } else { 0 };
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

pub(super) fn random_start(random: &mut Rng) -> Day {
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
        usual * 10
    } else {
        usual
    }
}

#[test]
fn random_rules_give_the_dates_that_looking_at_every_day_gives() {
    let mut random = Rng::with_seed(20_260_303);
    for _ in 0..rounds(500) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let (rule, last) = (rule(&text), start + 6 * 365);
        let expected = plainly(&rule, start, last);
        let ours: Vec<_> = rule.dates(start).take_while(|date| *date <= last).collect();
        assert_eq!(ours, expected, "{text} from {start}");
        assert_eq!(Rule::parse(&rule.to_string()), Ok(rule.clone()));

        let mut back: Vec<_> = rule.dates_back(start, last + 1).collect();
        back.reverse();
        assert_eq!(back, expected, "{text} from {start}, backwards");

        let from = start + random.i32(-10..6 * 365);
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
    for _ in 0..rounds(2000) {
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
        assert_eq!(Rule::parse(&ending.to_string()), Ok(ending.clone()));
        let length = u32::try_from(expected.len()).unwrap();
        assert_eq!(ending.count_before(start, Rule::LAST), length, "{ending} from {start}");
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

/// The dates through 31 December seven years on, as the `rrule` crate has them; an error where it refuses the rule.
fn by_the_crate(rule: &Rule, start: Day) -> Result<Vec<Day>, String> {
    let noon = |day: Day| {
        let (year, month, of_month) = day.ymd();
        rrule::Tz::UTC
            .with_ymd_and_hms(year, month, of_month, 12, 0, 0)
            .unwrap()
    };
    let theirs: rrule::RRule<rrule::Unvalidated> = rule.to_string().parse().map_err(|error| format!("{error}"))?;
    let last = Day::from_ymd(start.year() + 7, 12, 31).unwrap();
    let theirs = theirs
        .until(noon(last))
        .build(noon(start))
        .map_err(|error| error.to_string())?;
    let dates = theirs.all(u16::MAX).dates.into_iter();
    Ok(dates
        .map(|at| Day::from_number(i32::try_from(at.timestamp() / 86_400).unwrap()))
        .collect())
}

#[test]
fn random_rules_give_the_dates_that_the_rrule_crate_gives() {
    let mut random = Rng::with_seed(20_260_305);
    let (mut compared, mut set_aside) = (0, 0);
    while compared + set_aside < rounds(2000) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let ours = rule(&text).written_out(start);
        if !ours.is_of_rfc_5545() {
            continue;
        }
        if is_read_otherwise(ours.parts()) {
            set_aside += 1;
            continue;
        }
        compared += 1;
        let theirs = by_the_crate(&ours, start).unwrap_or_else(|error| panic!("{ours} from {start}: {error}"));
        let last = Day::from_ymd(start.year() + 7, 12, 31).unwrap();
        let agreed = |date: &Day| is_agreed(ours.parts(), start, *date);
        let theirs: Vec<_> = theirs.into_iter().filter(agreed).collect();
        let dates: Vec<_> = ours
            .dates(start)
            .take_while(|date| *date <= last)
            .filter(agreed)
            .collect();
        assert_eq!(dates, theirs, "{ours} from {start}");
    }
    assert!(
        set_aside * 50 <= compared + set_aside,
        "{set_aside} set aside, {compared} compared"
    );
}

/// Rules that the crate reads otherwise as a whole, each tried by hand with dateutil 2.9 and libical 3.0.16.
fn is_read_otherwise(parts: &Parts) -> bool {
    // "Each BYDAY value can also be preceded by a positive (+n) or negative (-n) integer": each by itself, and the list is all of
    // them. The crate and dateutil want a day to be one of both kinds. Of FREQ=MONTHLY;BYDAY=SA,-4WE from 2013-06-03 libical
    // has 5, 8, 15, 22, 29 June as we do, dateutil has none.
    let mixed = !parts.weekdays.is_empty() && !parts.nth_weekdays.is_empty();
    // "weekdaynum = [[plus / minus] ordwk] weekday" with "ordwk = 1*2DIGIT ;1 to 53": the crate refuses the least of these numbers,
    // -5 in months and -53 in years. Dateutil and libical have 2024-01-03 and 2024-05-01 of FREQ=MONTHLY;BYDAY=-5WE, as we do.
    let least = if parts.frequency == Frequency::Monthly { -5 } else { -53 };
    let refused = parts.nth_weekdays.iter().any(|day| day.nth == least);
    // Where BYSETPOS chooses from days some of which are not agreed upon, below, the choice is not either.
    let at_the_turn = |week: &i8| !(3..=50).contains(&week.abs());
    let chosen_from_weeks = !parts.positions.is_empty() && parts.weeks.iter().any(at_the_turn);
    mixed || refused || chosen_from_weeks
}

/// Whether the crate reads this date as we do.
fn is_agreed(parts: &Parts, start: Day, date: Day) -> bool {
    // "Week number one of the calendar year is the first week that contains at least four (4) days in that calendar year." The
    // crate, like dateutil, takes weeks of the year before wrongly in some years (1 January 2022 for week 53, which 2021 had not:
    // libical has it in week 52, as we do), and does not look for those counted from the end in the last days of December (of
    // BYWEEKNO=-52;BYDAY=MO from 1994-05-29 libical has 1996-12-30, as we do).
    let (_, month, of_month) = date.ymd();
    let at_the_turn = (month, of_month) >= (12, 29) || (month, of_month) <= (1, 3);
    // BYSETPOS is "the nth occurrence within the set of recurrence instances specified by the rule", and one set is "one interval
    // of the recurrence rule": the crate and dateutil begin the first week's set at the start date, libical does not know
    // BYSETPOS in weeks.
    let first_week = parts.frequency == Frequency::Weekly
        && !parts.positions.is_empty()
        && date < start.start_of_week(parts.week_start) + 7;
    !first_week && (parts.weeks.is_empty() || !at_the_turn)
}

#[test]
fn random_presets_are_known_again() {
    let mut random = Rng::with_seed(20_260_306);
    for _ in 0..rounds(2000) {
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
