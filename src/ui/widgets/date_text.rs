//! Typed dates and times: read generously, written so that they cannot be misread.
//!
//! Read are ISO dates, numbers in the person's order with or without the year, English names of months and weekdays,
//! "today" and "tomorrow"; times as `9`, `930`, `9:30`, `9.30`, `2 pm`. Left out: sentences ("in 6 weeks"), which the
//! search understands. Limits: a year of two digits is one of 2000 to 2099.

use crate::time::{Day, TimeOfDay, Weekday, WeekdaySet, YearMonth};

/// In which order the person writes the parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 23 Mar 2026
    #[default]
    DayMonthYear,
    /// Mar 23, 2026
    MonthDayYear,
    /// 2026-03-23
    YearMonthDay,
}

/// Whether the person's clock has 24 hours or twice twelve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockFace {
    /// 14:30
    #[default]
    Hours24,
    /// 2:30 pm
    Hours12,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day that the text means, or none. Without a year it is the next such day from `today` on.
pub fn read_day(text: &str, order: DateOrder, today: Day) -> Option<Day> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" => return Some(today),
        "tomorrow" => return Some(today + 1),
        _ => {}
    }
    if let Ok(day) = text.parse::<Day>() {
        return Some(day);
    }
    let (mut numbers, mut month, mut weekday) = (Vec::new(), None, None);
    for part in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
    {
        if let Ok(number) = part.parse::<u32>() {
            numbers.push((number, part.len()));
        } else if let Some(found) = month_named(part).filter(|_| month.is_none()) {
            month = Some(found);
        } else {
            weekday = Some(weekday_named(part).filter(|_| weekday.is_none())?);
        }
    }
    let year_of = |(number, digits): (u32, usize)| match digits {
        2 => i32::try_from(2000 + number).ok(),
        4 => i32::try_from(number).ok(),
        _ => None,
    };
    let day = match (month, numbers.as_slice(), order) {
        (Some(month), [(day, _), year], _) => Day::from_ymd(year_of(*year)?, month, *day)?,
        (Some(month), [(day, _)], _) => next(today, month, *day)?,
        (None, [(day, _), (month, _), year], DateOrder::DayMonthYear)
        | (None, [(month, _), (day, _), year], DateOrder::MonthDayYear)
        | (None, [year, (month, _), (day, _)], DateOrder::YearMonthDay) => {
            Day::from_ymd(year_of(*year)?, *month, *day)?
        }
        (None, [(day, _), (month, _)], DateOrder::DayMonthYear)
        | (None, [(month, _), (day, _)], DateOrder::MonthDayYear | DateOrder::YearMonthDay) => {
            next(today, *month, *day)?
        }
        (None, [], _) => return (0..7).map(|n| today + n).find(|day| Some(day.weekday()) == weekday),
        _ => return None,
    };
    // A weekday that does not fit is a slip of the finger or of the calendar: better to ask than to guess.
    weekday.is_none_or(|weekday| weekday == day.weekday()).then_some(day)
}

/// The next day of that month and number, today included; 29 February may be some years away.
fn next(today: Day, month: u32, day: u32) -> Option<Day> {
    (0..9)
        .filter_map(|years| Day::from_ymd(today.year() + years, month, day))
        .find(|day| *day >= today)
}

/// A day as it stands in a field after it was chosen, with the month as a word, so that it cannot be misread.
pub fn write_day(day: Day, order: DateOrder) -> String {
    let (year, month, number) = day.ymd();
    let short = month_name(month).get(..3).unwrap_or_default();
    match order {
        DateOrder::DayMonthYear => format!("{number} {short} {year}"),
        DateOrder::MonthDayYear => format!("{short} {number}, {year}"),
        DateOrder::YearMonthDay => day.to_string(),
    }
}

/// A day in full for assistive technologies and tooltips: "Monday 23 March 2026".
pub fn day_in_full(day: Day) -> String {
    let (year, month, number) = day.ymd();
    format!("{} {number} {} {year}", weekday_name(day.weekday()), month_name(month))
}

/// The time of day that the text means, or none.
pub fn read_time(text: &str) -> Option<TimeOfDay> {
    let text = text.trim().to_lowercase();
    let (text, half) = ["am", "a", "pm", "p"]
        .iter()
        .find_map(|half| {
            text.strip_suffix(half)
                .map(|rest| (rest.trim_end(), half.chars().next()))
        })
        .unwrap_or((&text, None));
    let (hour, minute) = match text.split_once([':', '.', 'h', ' ']) {
        Some((hour, "")) => (hour, "0"),
        Some((_, minute)) if minute.len() != 2 => return None,
        Some(parts) => parts,
        None if text.len() > 2 => text.split_at_checked(text.len() - 2)?,
        None => (text, "0"),
    };
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 0 | 13..) => return None,
        (Some('p'), 12) => 12,
        (Some('p'), hour) => hour + 12,
        (Some(_), 12) => 0,
        (Some(_), hour) => hour,
    };
    TimeOfDay::from_hm(hour, minute)
}

/// A time of day on the person's clock: "14:30" or "2:30 pm".
pub fn write_time(time: TimeOfDay, face: ClockFace) -> String {
    let (hour, minute) = time.hm();
    match face {
        ClockFace::Hours24 => format!("{hour:02}:{minute:02}"),
        ClockFace::Hours12 => {
            let half = if hour < 12 { "am" } else { "pm" };
            format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
        }
    }
}

/// A month and its year: "March 2026".
pub fn month_and_year(month: YearMonth) -> String {
    format!("{} {}", month_name(month.month()), month.year())
}

/// The name of a weekday in full.
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The name of a month, 1 to 12, in full.
pub fn month_name(month: u32) -> &'static str {
    let at = usize::try_from(month).unwrap_or(0).wrapping_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}

fn month_named(part: &str) -> Option<u32> {
    (1..=12).find(|month| begins(month_name(*month), part))
}

fn weekday_named(part: &str) -> Option<Weekday> {
    WeekdaySet::ALL
        .iter(Weekday::Mon)
        .find(|weekday| begins(weekday_name(*weekday), part))
}

/// Whether a name begins with what was typed, of which there are at least three letters.
fn begins(name: &str, typed: &str) -> bool {
    typed.len() >= 3
        && name
            .get(..typed.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-03-10".parse().unwrap()
    }

    #[track_caller]
    fn check(text: &str, order: DateOrder, expected: &str) {
        let read = read_day(text, order, today()).map_or("none".to_owned(), |day| day.to_string());
        assert_eq!(read, expected, "{text:?} {order:?}");
    }

    #[test]
    fn a_date_is_read_in_the_persons_order_and_as_iso_in_every_order() {
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        for order in [DayMonthYear, MonthDayYear, YearMonthDay] {
            check("2026-03-23", order, "2026-03-23");
            check("23 Mar 2026", order, "2026-03-23");
            check("March 23, 2026", order, "2026-03-23");
            check("Mon 23 Mar 2026", order, "2026-03-23");
            check(" today ", order, "2026-03-10");
            check("tomorrow", order, "2026-03-11");
            check("fri", order, "2026-03-13");
        }
        check("23.3.2026", DayMonthYear, "2026-03-23");
        check("23/3/26", DayMonthYear, "2026-03-23");
        check("3/23/2026", MonthDayYear, "2026-03-23");
        check("4/5/2026", MonthDayYear, "2026-04-05");
        check("4/5/2026", DayMonthYear, "2026-05-04");
    }

    #[test]
    fn a_date_without_a_year_is_the_next_one() {
        check("10.3", DateOrder::DayMonthYear, "2026-03-10");
        check("9.3.", DateOrder::DayMonthYear, "2027-03-09");
        check("3/9", DateOrder::MonthDayYear, "2027-03-09");
        check("29 feb", DateOrder::DayMonthYear, "2028-02-29");
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "x",
            "31.2.2026",
            "2026-13-01",
            "tue 23 mar 2026",
            "1 2 3 4",
            "23 mar 206",
            "99999999999",
        ] {
            check(text, DateOrder::DayMonthYear, "none");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for order in [
            DateOrder::DayMonthYear,
            DateOrder::MonthDayYear,
            DateOrder::YearMonthDay,
        ] {
            for n in 0..400 {
                let day = today() + n;
                assert_eq!(read_day(&write_day(day, order), order, today()), Some(day));
            }
        }
        for minute in 0..1440 {
            let time = TimeOfDay::new(minute).unwrap();
            for face in [ClockFace::Hours24, ClockFace::Hours12] {
                assert_eq!(read_time(&write_time(time, face)), Some(time));
            }
        }
    }

    #[test]
    fn a_time_is_read_as_people_type_it() {
        for (text, expected) in [
            ("9", "09:00"),
            ("930", "09:30"),
            ("1430", "14:30"),
            ("9:30", "09:30"),
            ("9.30", "09:30"),
            ("9h30", "09:30"),
            ("14h", "14:00"),
            ("2pm", "14:00"),
            ("2:15 PM", "14:15"),
            ("12am", "00:00"),
            ("12 pm", "12:00"),
        ] {
            assert_eq!(
                read_time(text).map(|time| time.to_string()).as_deref(),
                Some(expected),
                "{text:?}"
            );
        }
        for text in ["", "24:00", "9:5", "9:60", "13pm", "0pm", "ten", "12345", "-1", "+9:30"] {
            assert_eq!(read_time(text), None, "{text:?}");
        }
    }
}
