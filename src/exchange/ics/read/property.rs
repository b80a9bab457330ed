//! One content line becomes a property with its parameters, by the `icalendar` crate; and the values that properties have
//! become times, lengths and text. A line that cannot be read is one line lost, not a file.

use std::borrow::Cow;

use icalendar::parser;

use super::lines::Line;
use crate::time::{Civil, Day, Minutes, TimeOfDay};

/// A property.
#[derive(Debug)]
pub(super) struct Property<'l> {
    inner: parser::Property<'l>,
}

/// The most bytes that are read of one line: no text is kept that long, and no list.
const MOST_BYTES: usize = 1 << 20;

/// The letters of a line, and whether they had to be read as those of Windows.
pub(super) fn letters<'l>(line: &'l Line<'_>) -> (Cow<'l, str>, bool) {
    let all = &*line.bytes;
    let begins_letter = |at: &usize| all.get(*at).is_none_or(|byte| !(0x80..0xc0).contains(byte));
    let end = (0..=MOST_BYTES.min(all.len())).rev().find(begins_letter);
    let bytes = end.and_then(|end| all.get(..end)).unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (bytes.iter().map(|byte| of_windows(*byte)).collect(), true),
    }
}

/// A byte of Windows-1252, in which programs wrote that knew no UTF-8.
fn of_windows(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let place = usize::from(byte).checked_sub(0x80);
    place
        .and_then(|place| FROM_80.get(place))
        .copied()
        .unwrap_or(char::from(byte))
}

/// The name of a property, in upper case; nothing where the line is none.
pub(super) fn name(line: &[u8]) -> Option<String> {
    let end = line.iter().position(|byte| matches!(byte, b';' | b':'))?;
    let name = line.get(..end)?.trim_ascii();
    let is_name = !name.is_empty()
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_uppercase())
}

impl<'l> Property<'l> {
    /// Reads a line.
    pub fn read(text: &'l str) -> Option<Self> {
        let inner = parser::Property::try_from(text).ok()?;
        Some(Self { inner })
    }

    /// The value: of text the escapes are undone.
    pub fn value(&self) -> &str {
        self.inner.val.as_str().trim()
    }

    /// The value of a property that the crate does not know to be text, with its escapes undone.
    pub fn unescaped(&self) -> String {
        let text = self.inner.val.clone().unescape_text();
        text.as_str().trim().to_owned()
    }

    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut all = self.inner.params.iter();
        let found = all.find(|parameter| parameter.key.as_str().eq_ignore_ascii_case(name))?;
        found.val.as_ref().map(|value| value.as_str().trim().trim_matches('"'))
    }
}

/// A line with a time whose zone holds a colon and no quotes, as some programs write it, with the quotes.
pub(super) fn with_quotes(text: &str) -> Cow<'_, str> {
    let quoted = || {
        let (head, value) = text.rsplit_once(':')?;
        let (before, zone) = head.split_once("TZID=")?;
        let needs = zone.contains([':', ',']) && !zone.contains('"');
        needs.then(|| format!("{before}TZID=\"{zone}\":{value}"))
    };
    quoted().map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A date or a time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The day.
    pub day: Day,
    /// The time; none of a date.
    pub time: Option<TimeOfDay>,
    /// Minutes east of UTC where it says that: 0 with a Z.
    pub offset: Option<i32>,
    /// Seconds, which salons do not book.
    pub seconds: u32,
    /// Whether it is written as the RFC has it.
    pub is_plain: bool,
}

impl Written {
    /// Reads `20260310`, `20260310T090000`, `20260310T090000Z`; and with a repair what other notations have between and after
    /// that: `2026-03-10T09:00:00+01:00`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = match text.find(['T', 't', ' ']) {
            Some(at) => text
                .split_at_checked(at)
                .map(|(date, time)| (date, time.get(1..).unwrap_or_default().trim()))?,
            None => (text, ""),
        };
        let (digits, had_marks) = digits(date, '-')?;
        let number = |text: &str| text.parse::<u32>().ok();
        let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
        if digits.len() != 8 {
            return None;
        }
        let day = Day::from_ymd(number(year)?.cast_signed(), number(month)?, number(day)?)?;
        if rest.is_empty() {
            return Some(Self {
                day,
                time: None,
                offset: None,
                seconds: 0,
                is_plain: !had_marks,
            });
        }
        let (clock, offset, is_z) = split_offset(rest)?;
        let clock = clock.split(['.', ',']).next().unwrap_or_default();
        let (digits, had_colons) = self::digits(clock, ':')?;
        let (hour, minute) = (number(digits.get(..2)?)?, number(digits.get(2..4)?)?);
        let seconds = match digits.len() {
            4 => 0,
            6 => number(digits.get(4..)?)?,
            _ => return None,
        };
        let is_plain =
            !had_marks && !had_colons && digits.len() == 6 && (offset.is_none() || is_z) && !text.contains(' ');
        // Midnight at the end of a day.
        let (day, hour) = if (hour, minute) == (24, 0) {
            (day + 1, 0)
        } else {
            (day, hour)
        };
        Some(Self {
            day,
            time: Some(TimeOfDay::from_hm(hour, minute)?),
            offset,
            seconds: seconds.min(59),
            is_plain,
        })
    }

    /// The time on the wall, where it is one.
    pub fn civil(self) -> Option<Civil> {
        self.time.map(|time| self.day.at(time))
    }
}

/// The digits of a date or time without the marks between them, and whether there were any.
fn digits(text: &str, mark: char) -> Option<(String, bool)> {
    let digits: String = text.chars().filter(|letter| *letter != mark).collect();
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| (digits.clone(), digits.len() < text.len()))
}

/// A time of day, the minutes east of UTC after it, and whether these were a Z.
fn split_offset(text: &str) -> Option<(&str, Option<i32>, bool)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(0), true));
    }
    match text.rfind(['+', '-']) {
        Some(at) => {
            let (clock, offset) = text.split_at_checked(at)?;
            Some((clock, Some(offset_minutes(offset)?), false))
        }
        None => Some((text, None, false)),
    }
}

/// Minutes east of UTC: `+0100`, `-05:30`, `+013000`.
pub(super) fn offset_minutes(text: &str) -> Option<i32> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, _) = digits(rest, ':')?;
    let number = |text: &str| text.parse::<i32>().ok();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number(&digits)?, 0),
        4 | 6 => (number(digits.get(..2)?)?, number(digits.get(2..4)?)?),
        _ => return None,
    };
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// A DURATION: `PT1H30M`, `P1DT12H`, `P2W`, `PT5400S`. Nothing where it is none, or longer than a year; seconds are dropped.
pub(super) fn duration(text: &str) -> Option<Minutes> {
    let text = text.trim().to_ascii_uppercase();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mut seconds, mut number, mut in_time, mut any) = (0_i64, None::<i64>, false, false);
    for letter in text.strip_prefix('P')?.chars() {
        if let Some(digit) = letter.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(digit))?);
            continue;
        }
        if letter == 'T' && number.is_none() {
            in_time = true;
            continue;
        }
        let unit = match (letter, in_time) {
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.take()?.checked_mul(unit)?)?;
        any = true;
    }
    let minutes = i32::try_from(seconds / 60)
        .ok()
        .filter(|minutes| *minutes <= 366 * 1_440)?;
    (any && number.is_none()).then(|| Minutes::new(sign * minutes))
}

/// The values of a list of text (CATEGORIES), so many at most: commas that are escaped do not separate.
pub(super) fn list(value: &str, most: usize) -> Vec<String> {
    let mut values = Vec::new();
    let mut last = String::new();
    let mut letters = value.chars();
    while values.len() < most {
        let letter = letters.next();
        match letter {
            Some('\\') => match letters.next() {
                Some('n' | 'N') => last.push('\n'),
                Some(escaped) => last.push(escaped),
                None => {}
            },
            Some(letter) if letter != ',' => last.push(letter),
            _ => {
                let value = std::mem::take(&mut last);
                values.extend(Some(value).filter(|value| !value.trim().is_empty()));
                if letter.is_none() {
                    break;
                }
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_notation_of_the_rfc_and_in_others() {
        let check = |text: &str, expected: Option<(&str, Option<i32>, bool)>| {
            let found = Written::read(text).map(|written| {
                let shown = written
                    .civil()
                    .map_or_else(|| written.day.to_string(), |civil| civil.to_string());
                (shown, written.offset, written.is_plain)
            });
            assert_eq!(
                found,
                expected.map(|(shown, offset, plain)| (shown.to_owned(), offset, plain)),
                "{text}"
            );
        };
        check("20260310", Some(("2026-03-10", None, true)));
        check("20260310T090000", Some(("2026-03-10T09:00", None, true)));
        check("20260310T090000Z", Some(("2026-03-10T09:00", Some(0), true)));
        check("2026-03-10T09:00:00+01:00", Some(("2026-03-10T09:00", Some(60), false)));
        check("20260310T0900", Some(("2026-03-10T09:00", None, false)));
        check("20260310T240000", Some(("2026-03-11T00:00", None, true)));
        check(
            "20260310T090000.000-0530",
            Some(("2026-03-10T09:00", Some(-330), false)),
        );
        for bad in [
            "",
            "2026",
            "20260230",
            "20260310T",
            "20260310T25",
            "20260310T250000",
            "tomorrow",
            "20260310T0900€0",
        ] {
            if bad == "20260310T" {
                check(bad, Some(("2026-03-10", None, true)));
            } else {
                check(bad, None);
            }
        }
    }

    #[test]
    fn lengths_are_read_in_all_units() {
        let check =
            |text: &str, minutes: Option<i32>| assert_eq!(duration(text).map(Minutes::count), minutes, "{text}");
        check("PT45M", Some(45));
        check("PT1H30M", Some(90));
        check("P1D", Some(1_440));
        check("P1DT1H", Some(1_500));
        check("P2W", Some(20_160));
        check("PT5400S", Some(90));
        check("-PT15M", Some(-15));
        for bad in [
            "",
            "P",
            "PT",
            "45",
            "PT45",
            "P1H",
            "PT1D",
            "PT99999999999999999999M",
            "P500000W",
            "PTM",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn letters_that_are_not_utf8_are_those_of_windows() {
        let line = Line {
            number: 1,
            bytes: Cow::Borrowed(b"SUMMARY:M\xfcller \x80"),
        };
        assert_eq!(letters(&line), (Cow::Borrowed("SUMMARY:M\u{fc}ller €"), true));
    }

    #[test]
    fn a_zone_with_a_colon_gets_its_quotes() {
        let text = "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260310T090000";
        let quoted = with_quotes(text);
        let property = Property::read(&quoted).unwrap();
        assert_eq!(
            (property.parameter("tzid"), property.value()),
            (Some("(UTC+01:00) Amsterdam, Berlin"), "20260310T090000")
        );
        assert_eq!(
            with_quotes("DTSTART;TZID=Europe/Berlin:20260310T090000"),
            "DTSTART;TZID=Europe/Berlin:20260310T090000"
        );
    }

    #[test]
    fn lists_are_split_where_no_backslash_says_otherwise() {
        assert_eq!(list("Hair,Nails\\, feet,,a\\nb\\", 9), ["Hair", "Nails, feet", "a\nb"]);
        assert_eq!(list("Hair,Nails", 1), ["Hair"]);
    }
}
