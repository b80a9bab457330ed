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
            When::Day(day) => Written::default().day(day),
            When::Local(until) => Written::default().day(until.day).time(until.time, 0),
            When::Utc(until) => {
                let civil = crate::time::Zone::UTC.civil(until);
                let second = u32::try_from(until.seconds().rem_euclid(60)).unwrap_or_default();
                Written::default().day(civil.day).time(civil.time, second).letter(b'Z')
            }
        }
    }
}

/// A time in the making: calendars have many, and a formatter asked for each number takes longer than all the rest.
#[derive(Default)]
struct Written {
    text: [u8; 20],
    length: usize,
}

impl Written {
    fn letter(mut self, letter: u8) -> Self {
        if let Some(place) = self.text.get_mut(self.length) {
            *place = letter;
            self.length += 1;
        }
        self
    }

    fn two(self, number: u32) -> Self {
        let digit = |number: u32| u8::try_from(number % 10).map_or(b'0', |digit| b'0' + digit);
        self.letter(digit(number / 10)).letter(digit(number))
    }

    fn day(self, day: Day) -> Self {
        let (year, month, day) = day.ymd();
        let year = year.unsigned_abs();
        self.two(year / 100).two(year % 100).two(month).two(day)
    }

    fn time(self, time: TimeOfDay, second: u32) -> Self {
        let (hour, minute) = time.hm();
        self.letter(b'T').two(hour.into()).two(minute.into()).two(second)
    }

    fn text(&self) -> &str {
        let text = self.text.get(..self.length).unwrap_or_default();
        str::from_utf8(text).unwrap_or_default()
    }
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
