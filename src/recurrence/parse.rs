//! Reading a rule from its RFC 5545 text, strictly. Names and values may be in lower case, as the RFC says of both, and one
//! semicolon may stand at the end, as some programs write it.
//!
//! Limits: the text is the value alone, without `RRULE:`, already unfolded.

use super::{End, Frequency, NthWeekday, Part, Parts, Reason, Rule, RuleError, When};
use crate::time::{Day, Instant, TimeOfDay, Weekday};
use std::str::FromStr;

impl Rule {
    /// Reads a rule such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`.
    ///
    /// # Errors
    /// What is wrong, and the byte at which it begins.
    pub fn parse(text: &str) -> Result<Rule, RuleError> {
        let mut parts = Parts::every(1, Frequency::Daily);
        let mut seen = [None::<usize>; Part::ALL.len()];
        let mut place = |part: Part, at: usize| match seen.get_mut(part as usize) {
            Some(place @ None) => {
                *place = Some(at);
                Ok(())
            }
            _ => Err(RuleError {
                at,
                reason: Reason::Twice(part),
            }),
        };
        for (at, piece) in pieces(text.strip_suffix(';').unwrap_or(text), 0, ';') {
            let Some((name, value)) = piece
                .split_once('=')
                .filter(|(name, value)| !name.is_empty() && !value.is_empty())
            else {
                return Err(RuleError {
                    at,
                    reason: Reason::NotAPart,
                });
            };
            let part = part_named(name).map_err(|reason| RuleError { at, reason })?;
            place(part, at)?;
            let both_ends = matches!(part, Part::Count | Part::Until) && parts.end != End::Never;
            if both_ends {
                return Err(RuleError {
                    at,
                    reason: Reason::CountAndUntil,
                });
            }
            take(&mut parts, part, at + name.len() + 1, value)?;
        }
        let at = |part: Part| seen.get(part as usize).copied().flatten();
        if at(Part::Frequency).is_none() {
            return Err(RuleError {
                at: text.len(),
                reason: Reason::NoFrequency,
            });
        }
        Rule::new(parts).map_err(|reason| RuleError {
            at: blamed(reason).and_then(at).unwrap_or(0),
            reason,
        })
    }
}

/// The part that a reason of [`Rule::new`] is about.
pub(super) fn blamed(reason: Reason) -> Option<Part> {
    match reason {
        Reason::OutOfRange { part, .. } => Some(part),
        Reason::NumberedWeekdays => Some(Part::Weekdays),
        Reason::PositionsAlone => Some(Part::Positions),
        _ => None,
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Rule, RuleError> {
        Rule::parse(text)
    }
}

/// The pieces between separators, each with the byte at which it begins.
pub(super) fn pieces(text: &str, start: usize, separator: char) -> impl Iterator<Item = (usize, &str)> {
    text.split(separator).scan(start, |next, piece| {
        let at = *next;
        *next += piece.len() + 1;
        Some((at, piece))
    })
}

pub(super) fn part_named(name: &str) -> Result<Part, Reason> {
    const NOT_SUPPORTED: [&str; 5] = ["BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP"];
    if let Some(known) = NOT_SUPPORTED.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return Err(Reason::NotSupported(known));
    }
    Part::ALL
        .into_iter()
        .find(|part| part.name().eq_ignore_ascii_case(name))
        .ok_or(Reason::UnknownPart)
}

/// Reads the value of one part, which begins at a byte of the whole text.
fn take(parts: &mut Parts, part: Part, at: usize, value: &str) -> Result<(), RuleError> {
    let here = |reason| RuleError { at, reason };
    match part {
        Part::Frequency => parts.frequency = frequency(value).map_err(here)?,
        Part::Interval => parts.interval = unsigned(part, value, u32::MAX).map_err(here)?,
        Part::Count => parts.end = End::Count(unsigned(part, value, u32::MAX).map_err(here)?),
        Part::Until => parts.end = End::Until(until(value).ok_or(here(Reason::NotAnUntil))?),
        Part::WeekStart => parts.week_start = weekday(value).ok_or(here(Reason::NotAWeekday(part)))?,
        Part::Months | Part::Weeks | Part::YearDays | Part::MonthDays | Part::Weekdays | Part::Positions => {
            for (at, value) in pieces(value, at, ',') {
                take_one(parts, part, value).map_err(|reason| RuleError { at, reason })?;
            }
        }
    }
    Ok(())
}

/// Reads one value of a list.
pub(super) fn take_one(parts: &mut Parts, part: Part, value: &str) -> Result<(), Reason> {
    match part {
        Part::Months => {
            parts.months.insert(unsigned(part, value, 12)?);
        }
        Part::MonthDays => {
            parts.month_days.insert(signed(part, value, 31)?.into());
        }
        Part::Weeks => parts.weeks.extend(i8::try_from(signed(part, value, 53)?)),
        Part::YearDays => parts.year_days.push(signed(part, value, 366)?),
        Part::Positions => parts.positions.push(signed(part, value, 366)?),
        _ => {
            let letters = value.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic());
            let weekday = weekday(letters).ok_or(Reason::NotAWeekday(part))?;
            let number = value.strip_suffix(letters).unwrap_or_default();
            if number.is_empty() {
                parts.weekdays.insert(weekday);
            } else {
                let nth = i8::try_from(signed(part, number, 53)?);
                parts.nth_weekdays.extend(nth.map(|nth| NthWeekday { nth, weekday }));
            }
        }
    }
    Ok(())
}

pub(super) fn frequency(value: &str) -> Result<Frequency, Reason> {
    const SUB_DAILY: [(&str, &str); 3] = [
        ("SECONDLY", "FREQ=SECONDLY"),
        ("MINUTELY", "FREQ=MINUTELY"),
        ("HOURLY", "FREQ=HOURLY"),
    ];
    if let Some((_, named)) = SUB_DAILY
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(value))
    {
        return Err(Reason::NotSupported(named));
    }
    match value.to_ascii_uppercase().as_str() {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        _ => Err(Reason::UnknownFrequency),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number from 1.
pub(super) fn unsigned(part: Part, value: &str, greatest: u32) -> Result<u32, Reason> {
    if !all_digits(value) {
        return Err(Reason::NotANumber(part));
    }
    let number = value.parse().ok().filter(|number| (1..=greatest).contains(number));
    number.ok_or(Reason::OutOfRange {
        part,
        least: 1,
        greatest,
        signed: false,
    })
}

/// A number from 1, or with a minus counted from the end.
fn signed(part: Part, value: &str, greatest: i16) -> Result<i16, Reason> {
    if !all_digits(value.strip_prefix(['+', '-']).unwrap_or(value)) {
        return Err(Reason::NotANumber(part));
    }
    let number = value
        .parse()
        .ok()
        .filter(|number: &i16| *number != 0 && number.abs() <= greatest);
    number.ok_or(Reason::OutOfRange {
        part,
        least: 1,
        greatest: greatest.unsigned_abs().into(),
        signed: true,
    })
}

pub(super) fn weekday(value: &str) -> Option<Weekday> {
    match value.to_ascii_uppercase().as_str() {
        "MO" => Some(Weekday::Mon),
        "TU" => Some(Weekday::Tue),
        "WE" => Some(Weekday::Wed),
        "TH" => Some(Weekday::Thu),
        "FR" => Some(Weekday::Fri),
        "SA" => Some(Weekday::Sat),
        "SU" => Some(Weekday::Sun),
        _ => None,
    }
}

/// A DATE or a DATE-TIME of RFC 5545 3.3.4 and 3.3.5.
pub(super) fn until(value: &str) -> Option<When> {
    let number = |digits: &[u8]| {
        std::str::from_utf8(digits)
            .ok()
            .filter(|text| all_digits(text))?
            .parse::<u32>()
            .ok()
    };
    let day = |date: &[u8; 8]| {
        let &[y1, y2, y3, y4, m1, m2, d1, d2] = date;
        Day::from_ymd(
            number(&[y1, y2, y3, y4])?.cast_signed(),
            number(&[m1, m2])?,
            number(&[d1, d2])?,
        )
    };
    let (date, rest) = value.as_bytes().split_first_chunk::<8>()?;
    let day = day(date)?;
    let &[b'T' | b't', h1, h2, m1, m2, s1, s2, ref zone @ ..] = rest else {
        return rest.is_empty().then_some(When::Day(day));
    };
    let time = TimeOfDay::from_hm(number(&[h1, h2])?, number(&[m1, m2])?)?;
    let seconds = number(&[s1, s2]).filter(|seconds| *seconds <= 60)?.min(59);
    match zone {
        [] => Some(When::Local(day.at(time))),
        [b'Z' | b'z'] => {
            let minutes = i64::from(day.number()) * 1440 + i64::from(time.minute());
            Some(When::Utc(Instant::from_seconds(minutes * 60 + i64::from(seconds))))
        }
        _ => None,
    }
}
