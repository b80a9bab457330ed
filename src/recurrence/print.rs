//! Writing a rule as its canonical RFC 5545 text: FREQ first, lists ascending with those from the end last, nothing said
//! that goes without saying. Weekly rules of several weeks always say WKST, because calendars assume different ones.

use super::{End, Frequency, Rule, When};
use crate::time::{Day, TimeOfDay, Weekday};
use std::fmt;

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        write!(f, "FREQ={}", parts.frequency)?;
        if parts.interval != 1 {
            write!(f, ";INTERVAL={}", parts.interval)?;
        }
        match parts.end {
            End::Never => {}
            End::Until(until) => write!(f, ";UNTIL={until}")?,
            End::Count(count) => write!(f, ";COUNT={count}")?,
        }
        if parts.week_start != Weekday::Mon || (parts.frequency == Frequency::Weekly && parts.interval > 1) {
            write!(f, ";WKST={}", code(parts.week_start))?;
        }
        list(f, "BYMONTH", parts.months.iter())?;
        list(f, "BYWEEKNO", parts.weeks.iter())?;
        list(f, "BYYEARDAY", parts.year_days.iter())?;
        list(f, "BYMONTHDAY", parts.month_days.iter())?;
        let plain = parts.weekdays.iter(Weekday::Mon).map(|weekday| (None, weekday));
        let numbered = parts.nth_weekdays.iter().map(|day| (Some(day.nth), day.weekday));
        list(
            f,
            "BYDAY",
            plain.chain(numbered).map(|(nth, weekday)| WeekdayText { nth, weekday }),
        )?;
        list(f, "BYSETPOS", parts.positions.iter())
    }
}

/// The two letters of a weekday.
const fn code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

struct WeekdayText {
    nth: Option<i8>,
    weekday: Weekday,
}

impl fmt::Display for WeekdayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(f, "{nth}")?;
        }
        f.write_str(code(self.weekday))
    }
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, name: &str, values: impl Iterator<Item = T>) -> fmt::Result {
    for (index, value) in values.enumerate() {
        if index == 0 {
            write!(f, ";{name}={value}")?;
        } else {
            write!(f, ",{value}")?;
        }
    }
    Ok(())
}

impl fmt::Display for When {
    /// The forms of RFC 5545 3.3.4 and 3.3.5.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written().text())
    }
}

impl When {
    /// Puts it at the end of a text, as it prints.
    pub fn push_to(self, text: &mut String) {
        text.push_str(self.written().text());
    }

    fn written(self) -> Written {
        match self {
            When::Day(day) => Written::new(day, TimeOfDay::MIDNIGHT, 0, DATE),
            When::Local(until) => Written::new(until.day, until.time, 0, DATE_TIME),
            When::Utc(until) => {
                let civil = crate::time::Zone::UTC.civil(until);
                let second = u32::try_from(until.seconds().rem_euclid(60)).unwrap_or_default();
                Written::new(civil.day, civil.time, second, UTC)
            }
        }
    }
}

/// How long the three forms are.
const DATE: usize = 8;
const DATE_TIME: usize = 15;
const UTC: usize = 16;

/// A time as text: calendars have many, and a formatter asked for each number takes longer than all the rest.
struct Written {
    text: [u8; UTC],
    length: usize,
}

impl Written {
    fn new(day: Day, time: TimeOfDay, second: u32, length: usize) -> Self {
        let (year, month, day) = day.ymd();
        let (hour, minute) = time.hm();
        let year = year.unsigned_abs();
        let [[y, e], [a, r], [m, o], [d, i]] = [year / 100, year % 100, month, day].map(digits);
        let [[h, u], [n, t], [s, c]] = [hour.into(), minute.into(), second].map(digits);
        Self {
            text: [y, e, a, r, m, o, d, i, b'T', h, u, n, t, s, c, b'Z'],
            length,
        }
    }

    fn text(&self) -> &str {
        let text = self.text.get(..self.length).unwrap_or_default();
        str::from_utf8(text).unwrap_or_default()
    }
}

/// The last two digits of a number.
fn digits(number: u32) -> [u8; 2] {
    let number = u8::try_from(number % 100).unwrap_or_default();
    [b'0' + number / 10, b'0' + number % 10]
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Rule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Rule, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Rule::parse(&text).map_err(serde::de::Error::custom)
    }
}
