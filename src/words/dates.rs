//! Days, times, lengths and stretches of them, as a person of the salon reads them: "Tue 19 Jan 2027", "10:00 to 10:30".
//!
//! The day stands before the month everywhere; times follow the clock that the business chose.

use crate::domain::Book;
use crate::domain::values::ClockFace;
use crate::time::{Civil, Day, Instant, Minutes, Span, TimeOfDay, Weekday, YearMonth, Zone};

/// How the business shows times; 24 hours until there is a business.
pub fn face(book: &Book) -> ClockFace {
    book.business().map_or(ClockFace::H24, |business| business.clock)
}

/// "Tuesday"
pub const fn weekday(weekday: Weekday) -> &'static str {
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

/// "Tue"
pub const fn short_weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}

/// "January", for 1 to 12.
pub const fn month(month: u32) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

/// "Jan", for 1 to 12.
pub const fn short_month(month: u32) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

/// "March 2026"
pub fn month_of_year(of: YearMonth) -> String {
    format!("{} {}", month(of.month()), of.year())
}

/// "3 Mar 2026"
pub fn day(day: Day) -> String {
    format!("{} {}", day_and_month(day), day.year())
}

/// "3 Mar"
pub fn day_and_month(day: Day) -> String {
    format!("{} {}", day.day_of_month(), short_month(day.month()))
}

/// "Tue 3 Mar 2026"
pub fn weekday_and_day(of: Day) -> String {
    format!("{} {}", short_weekday(of.weekday()), day(of))
}

/// "Tue 3 Mar"
pub fn weekday_day_and_month(day: Day) -> String {
    format!("{} {}", short_weekday(day.weekday()), day_and_month(day))
}

/// "Tue 3 Mar", with the year where it is not the year of `today`.
pub fn weekday_and_day_near(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        weekday_day_and_month(day)
    } else {
        weekday_and_day(day)
    }
}

/// "today", "tomorrow", "yesterday", else "Tue 3 Mar" with the year where it is another one.
pub fn relative(day: Day, today: Day) -> String {
    match day - today {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ => weekday_and_day_near(day, today),
    }
}

/// "3 Mar 2026", "3 to 5 Mar 2026", "30 Mar to 2 Apr 2026", "30 Dec 2026 to 2 Jan 2027": both days included.
pub fn days(first: Day, last: Day) -> String {
    if first >= last {
        day(first)
    } else if first.year_month() == last.year_month() {
        format!("{} to {}", first.day_of_month(), day(last))
    } else if first.year() == last.year() {
        format!("{} to {}", day_and_month(first), day(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

/// "14:30", or "2:30 pm".
pub fn time(time: TimeOfDay, face: ClockFace) -> String {
    match face {
        ClockFace::H24 => time.to_string(),
        ClockFace::H12 => {
            let (hour, minute) = time.hm();
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = match hour % 12 {
                0 => 12,
                hour => hour,
            };
            format!("{hour}:{minute:02} {half}")
        }
    }
}

/// A time since midnight; 24:00 is the end of the day.
pub fn minute_of_day(minute: Minutes, face: ClockFace) -> String {
    if minute == Minutes::DAY && face == ClockFace::H24 {
        return "24:00".to_owned();
    }
    let within = minute.count().rem_euclid(Minutes::DAY.count());
    let of_day = u16::try_from(within).ok().and_then(TimeOfDay::new);
    time(of_day.unwrap_or_default(), face)
}

/// "10:00 to 10:30"
pub fn times(from: TimeOfDay, to: TimeOfDay, face: ClockFace) -> String {
    format!("{} to {}", time(from, face), time(to, face))
}

/// "10:00 to 10:30" as the clock in `zone` shows it.
pub fn span(span: Span, zone: Zone, face: ClockFace) -> String {
    times(zone.civil(span.from).time, zone.civil(span.to).time, face)
}

/// "Tue 3 Mar 2026 at 10:00"
pub fn start(at: Civil, face: ClockFace) -> String {
    format!("{} at {}", weekday_and_day(at.day), time(at.time, face))
}

/// "20 Nov 2026, 14:30" as the clock in `zone` shows it.
pub fn instant(at: Instant, zone: Zone, face: ClockFace) -> String {
    let civil = zone.civil(at);
    format!("{}, {}", day(civil.day), time(civil.time, face))
}

/// "45 min", "1 h", "1 h 30 min".
pub fn length(length: Minutes) -> String {
    let count = length.count().unsigned_abs();
    match (count / 60, count % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn stretches_of_days_say_each_month_and_year_once() {
        let check =
            |first: &str, last: &str, text: &str| assert_eq!(days(at(first), at(last)), text, "{first} to {last}");
        check("2026-03-03", "2026-03-03", "3 Mar 2026");
        check("2026-03-03", "2026-03-05", "3 to 5 Mar 2026");
        check("2026-03-30", "2026-04-02", "30 Mar to 2 Apr 2026");
        check("2026-12-30", "2027-01-02", "30 Dec 2026 to 2 Jan 2027");
    }

    #[test]
    fn days_near_today_have_names() {
        let check = |day: &str, text: &str| assert_eq!(relative(at(day), at("2026-12-31")), text, "{day}");
        check("2026-12-31", "today");
        check("2027-01-01", "tomorrow");
        check("2026-12-30", "yesterday");
        check("2026-12-28", "Mon 28 Dec");
        check("2027-01-19", "Tue 19 Jan 2027");
    }

    #[test]
    fn times_follow_the_clock_of_the_business() {
        let check = |text: &str, h24: &str, h12: &str| {
            let of_day = text.parse().unwrap();
            assert_eq!(
                (time(of_day, ClockFace::H24), time(of_day, ClockFace::H12)),
                (h24.to_owned(), h12.to_owned())
            );
        };
        check("00:05", "00:05", "12:05 am");
        check("09:00", "09:00", "9:00 am");
        check("12:00", "12:00", "12:00 pm");
        check("14:30", "14:30", "2:30 pm");
        assert_eq!(minute_of_day(Minutes::DAY, ClockFace::H24), "24:00");
        assert_eq!(minute_of_day(Minutes::hours(25), ClockFace::H24), "01:00");
    }

    #[test]
    fn lengths_are_hours_and_minutes() {
        let check = |minutes, text: &str| assert_eq!(length(Minutes::new(minutes)), text);
        check(45, "45 min");
        check(60, "1 h");
        check(90, "1 h 30 min");
    }
}
