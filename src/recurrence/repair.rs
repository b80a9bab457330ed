//! Reading a rule as it stands in files of other programs: what is meant is kept, what was mended is said.
//!
//! Mended is only what has one meaning, by the RFC's text or by what calendars do with it, and each repair says where it was.
//! Whatever could mean two things (a part twice with two values, a COUNT of 0, a weekday that is none) stays the error of
//! the strict reading, at the same place.
//!
//! Limits: the text is one value, already unfolded.

use super::parse::{blamed, frequency, part_named, pieces, take_one, unsigned, until, weekday};
use super::{End, Frequency, NthWeekday, Part, Parts, Reason, Rule, RuleError, Start, When};
use crate::time::{Day, Instant, Minutes, TimeOfDay};
use std::borrow::Cow;
use std::fmt;

/// A rule, and what had to be mended to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The rule. Its UNTIL is of the kind that its start asks for.
    pub rule: Rule,
    /// The repairs, in the order in which they were made; none where the text was right.
    pub repairs: Vec<Repair>,
}

/// Something that was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Repair {
    /// The byte of the text at which the wrong piece begins.
    pub at: usize,
    /// What was done with it.
    pub mended: Mended,
}

/// What was wrong, and with that how it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mended {
    /// `RRULE:` before the value.
    Prefix,
    /// White space, which a rule has not.
    Space,
    /// A backslash before a separator: commas and semicolons of a rule are not escaped.
    Escape,
    /// Nothing between two separators, or after the last.
    Empty,
    /// A part without a value, read as not there.
    NoValue(Part),
    /// Something that is not of a rule and changes none of its dates: DTSTART, DTEND, TZID, or a name with `X-`.
    Foreign,
    /// BYHOUR, BYMINUTE or BYSECOND, where it says the time of the start again, or where the start is a date and the RFC has it
    /// ignored.
    TimeOfStart(&'static str),
    /// `RSCALE=GREGORIAN` or `SKIP=OMIT` (RFC 7529), which is how rules are read anyway.
    AsUsual(&'static str),
    /// A part that stands there again with the same value.
    Twice(Part),
    /// An INTERVAL of 0 or below, read as 1.
    Interval,
    /// The name of a weekday where its two letters should be.
    WeekdayName,
    /// A number before a weekday that cannot be counted: 0, or any where there is no month or year to count in. The weekday
    /// stays.
    NumberedWeekday,
    /// BYSETPOS with nothing to choose from but the one date of each period.
    PositionsAlone,
    /// An UNTIL in another notation, such as `2026-12-31T23:59:59+01:00`, or on a day that its month does not have.
    UntilNotation,
    /// An UNTIL of another kind than the start: a date, which now is the end of that local day; a local time for one in UTC; or
    /// a time where there are only dates.
    UntilKind,
    /// COUNT beside UNTIL. The one that ends the rule earlier is kept.
    TwoEnds {
        /// The part that stays.
        kept: Part,
    },
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mended::Prefix => f.write_str("RRULE: before the rule is left out"),
            Mended::Space => f.write_str("white space is left out"),
            Mended::Escape => f.write_str("a backslash before a separator is left out"),
            Mended::Empty => f.write_str("an empty piece is left out"),
            Mended::NoValue(part) => write!(f, "{part} has no value and is left out"),
            Mended::Foreign => f.write_str("what is not of a rule is left out"),
            Mended::TimeOfStart(part) => write!(f, "{part} is left out, the start says the time"),
            Mended::AsUsual(part) => write!(f, "{part} is left out, it says what goes without saying"),
            Mended::Twice(part) => write!(f, "{part} stands there twice and is read once"),
            Mended::Interval => f.write_str("INTERVAL is read as 1"),
            Mended::WeekdayName => f.write_str("the name of a weekday is read as its two letters"),
            Mended::NumberedWeekday => f.write_str("the number before a weekday is left out"),
            Mended::PositionsAlone => f.write_str("BYSETPOS has nothing to choose from and is left out"),
            Mended::UntilNotation => f.write_str("UNTIL is read from another notation"),
            Mended::UntilKind => f.write_str("UNTIL is made the kind of time that the start is"),
            Mended::TwoEnds { kept } => write!(f, "{kept} ends the rule earlier and is kept"),
        }
    }
}

impl Rule {
    /// Reads a rule that another program wrote, for something with this start, and says what had to be mended.
    ///
    /// # Errors
    /// What cannot be read in one way alone, and the byte at which it begins.
    pub fn repaired(text: &str, start: Start) -> Result<Repaired, RuleError> {
        let mut bench = Bench {
            start,
            parts: Parts::every(1, Frequency::Daily),
            seen: [const { None }; Part::ALL.len()],
            count: None,
            until: None,
            repairs: Vec::new(),
        };
        let (mut at, mut rest) = bench.trimmed(0, text);
        if let Some((name, value)) = rest.split_at_checked(PREFIX.len())
            && name.eq_ignore_ascii_case(PREFIX)
        {
            bench.mended(at, Mended::Prefix);
            (at, rest) = (at + PREFIX.len(), value);
        }
        for (at, piece) in pieces(rest, at, ';') {
            bench.piece(at, piece)?;
        }
        bench.rule(text.len())
    }
}

const PREFIX: &str = "RRULE:";

/// The rule while it is being mended.
struct Bench<'t> {
    start: Start,
    /// All parts but the end.
    parts: Parts,
    /// Of each part: where it was, and its value.
    seen: [Option<(usize, &'t str)>; Part::ALL.len()],
    count: Option<u32>,
    until: Option<When>,
    repairs: Vec<Repair>,
}

impl<'t> Bench<'t> {
    fn mended(&mut self, at: usize, mended: Mended) {
        self.repairs.push(Repair { at, mended });
    }

    /// Without the white space and the backslash around it, and where it begins then.
    fn trimmed(&mut self, mut at: usize, text: &'t str) -> (usize, &'t str) {
        let mut inner = text.trim();
        if inner.len() < text.len() {
            self.mended(at, Mended::Space);
        }
        at += text.len() - text.trim_start().len();
        if let Some(unescaped) = inner.strip_suffix('\\') {
            inner = unescaped.trim_end();
            self.mended(at + inner.len(), Mended::Escape);
        }
        (at, inner)
    }

    fn place(&self, part: Part) -> Option<(usize, &'t str)> {
        self.seen.get(part as usize).copied().flatten()
    }

    /// Reads what stands between two semicolons.
    fn piece(&mut self, at: usize, piece: &'t str) -> Result<(), RuleError> {
        let (at, piece) = self.trimmed(at, piece);
        if piece.is_empty() {
            self.mended(at, Mended::Empty);
            return Ok(());
        }
        let named = piece.split(['=', ':']).next().unwrap_or_default().trim_end();
        if is_foreign(named) {
            self.mended(at, Mended::Foreign);
            return Ok(());
        }
        let Some((name, value)) = piece.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(RuleError {
                at,
                reason: Reason::NotAPart,
            });
        };
        let (_, trimmed) = self.trimmed(at, name);
        let (value_at, value) = self.trimmed(at + name.len() + 1, value);
        let part = match part_named(trimmed) {
            Ok(part) => part,
            Err(Reason::NotSupported(named)) if self.says_nothing(named, value) => {
                self.mended(
                    at,
                    if named.starts_with("BY") {
                        Mended::TimeOfStart(named)
                    } else {
                        Mended::AsUsual(named)
                    },
                );
                return Ok(());
            }
            Err(reason) => return Err(RuleError { at, reason }),
        };
        if value.is_empty() && part != Part::Frequency {
            self.mended(at, Mended::NoValue(part));
            return Ok(());
        }
        match self.seen.get_mut(part as usize) {
            Some(Some((_, before))) if before.eq_ignore_ascii_case(value) => {
                self.mended(at, Mended::Twice(part));
                return Ok(());
            }
            Some(place @ None) => *place = Some((at, value)),
            _ => {
                return Err(RuleError {
                    at,
                    reason: Reason::Twice(part),
                });
            }
        }
        self.take(part, value_at, value)
    }

    /// Whether a part that is not supported changes nothing here.
    fn says_nothing(&self, part: &str, value: &str) -> bool {
        let (hour, minute) = self.start.time().hm();
        let of_start = match part {
            "RSCALE" => return value.eq_ignore_ascii_case("GREGORIAN"),
            "SKIP" => return value.eq_ignore_ascii_case("OMIT"),
            "BYHOUR" => hour,
            "BYMINUTE" => minute,
            _ => 0,
        };
        // "These rule parts MUST be ignored in RECUR value that violate the above requirement", which is that the start has a time.
        matches!(self.start, Start::Day(_)) || value.parse() == Ok(of_start)
    }

    /// Reads the value of a part.
    fn take(&mut self, part: Part, at: usize, value: &'t str) -> Result<(), RuleError> {
        let here = |reason| RuleError { at, reason };
        match part {
            Part::Frequency => self.parts.frequency = frequency(value).map_err(here)?,
            Part::Interval => {
                let below_one = value.parse::<i64>().is_ok_and(|interval| interval <= 0);
                self.parts.interval = if below_one {
                    self.mended(at, Mended::Interval);
                    1
                } else {
                    unsigned(part, value, u32::MAX).map_err(here)?
                };
            }
            Part::Count => self.count = Some(unsigned(part, value, u32::MAX).map_err(here)?),
            Part::Until => {
                let read = until(value).or_else(|| {
                    self.mended(at, Mended::UntilNotation);
                    until_in_other_words(value)
                });
                let read = read.ok_or(here(Reason::NotAnUntil))?;
                let until = self.of_the_kind_of_the_start(read);
                if until != read {
                    self.mended(at, Mended::UntilKind);
                }
                self.until = Some(until);
            }
            Part::WeekStart => {
                let code = self.with_short_weekday(at, value);
                self.parts.week_start = weekday(&code).ok_or(here(Reason::NotAWeekday(part)))?;
            }
            Part::Months | Part::Weeks | Part::YearDays | Part::MonthDays | Part::Weekdays | Part::Positions => {
                for (at, value) in pieces(value, at, ',') {
                    let (at, value) = self.trimmed(at, value);
                    if value.is_empty() {
                        self.mended(at, Mended::Empty);
                        continue;
                    }
                    let value = if part == Part::Weekdays {
                        self.with_short_weekday(at, value)
                    } else {
                        Cow::Borrowed(value)
                    };
                    take_one(&mut self.parts, part, &value).map_err(|reason| RuleError { at, reason })?;
                }
            }
        }
        Ok(())
    }

    /// A value of BYDAY or WKST with two letters for the weekday, without white space and a number of 0.
    fn with_short_weekday(&mut self, at: usize, value: &'t str) -> Cow<'t, str> {
        let letters = value.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic());
        let name = letters.to_ascii_uppercase();
        let number = value.strip_suffix(letters).unwrap_or_default();
        let bare = number.trim_end();
        let is_zero = bare.parse() == Ok(0);
        let code = WEEKDAYS
            .into_iter()
            .find(|known| name.len() > 2 && known.starts_with(&name))
            .and_then(|known| known.get(..2));
        if bare.len() < number.len() {
            self.mended(at, Mended::Space);
        }
        if is_zero {
            self.mended(at, Mended::NumberedWeekday);
        }
        if code.is_some() {
            self.mended(at, Mended::WeekdayName);
        }
        if code.is_none() && !is_zero && bare.len() == number.len() {
            return Cow::Borrowed(value);
        }
        let number = if is_zero { "" } else { bare };
        Cow::Owned(format!("{number}{}", code.unwrap_or(letters)))
    }

    /// "The value of the UNTIL rule part MUST have the same value type as the DTSTART property", and be in UTC where that has a
    /// zone.
    fn of_the_kind_of_the_start(&self, until: When) -> When {
        match (self.start, until) {
            (Start::Day(_), until) => When::Day(until.day()),
            (Start::Floating(_), When::Day(day)) => When::Local((day + 1).midnight() - Minutes::new(1)),
            (Start::Floating(_), When::Utc(at)) => When::Local(self.start.zone().civil(at)),
            (Start::Zoned(_, zone), When::Day(day)) => {
                let next = zone.resolve((day + 1).midnight()).instant();
                When::Utc(Instant::from_seconds(next.seconds() - 1))
            }
            (Start::Zoned(_, zone), When::Local(local)) => When::Utc(zone.resolve(local).instant()),
            (_, until) => until,
        }
    }

    /// What all parts make together.
    fn rule(mut self, length: usize) -> Result<Repaired, RuleError> {
        if self.place(Part::Frequency).is_none() {
            return Err(RuleError {
                at: length,
                reason: Reason::NoFrequency,
            });
        }
        let at = |bench: &Bench<'_>, part| bench.place(part).map_or(0, |(at, _)| at);
        if !self.parts.nth_weekdays.is_empty() && !self.parts.counts_weekdays() {
            for NthWeekday { weekday, .. } in std::mem::take(&mut self.parts.nth_weekdays) {
                self.parts.weekdays.insert(weekday);
            }
            self.mended(at(&self, Part::Weekdays), Mended::NumberedWeekday);
        }
        let picks_the_only_one = self.parts.positions.iter().any(|position| matches!(position, 1 | -1));
        if picks_the_only_one && self.parts.has_positions_alone() {
            self.parts.positions.clear();
            self.mended(at(&self, Part::Positions), Mended::PositionsAlone);
        }
        let blame = |bench: &Bench<'_>, reason: Reason| RuleError {
            at: blamed(reason).map_or(0, |part| at(bench, part)),
            reason,
        };
        let rule = Rule::new(self.parts.clone()).map_err(|reason| blame(&self, reason))?;
        let end = match (self.count, self.until) {
            (None, None) => End::Never,
            (Some(count), None) => End::Count(count),
            (None, Some(until)) => End::Until(until),
            (Some(count), Some(until)) => {
                let counted = rule
                    .with_end(End::Count(count))
                    .map_err(|reason| blame(&self, reason))?;
                let last = until.last_day(self.start.time(), self.start.zone());
                let ends_earlier = counted
                    .last_date(self.start.day())
                    .is_some_and(|counted| counted <= last);
                let kept = if ends_earlier { Part::Count } else { Part::Until };
                self.mended(
                    at(&self, Part::Count).max(at(&self, Part::Until)),
                    Mended::TwoEnds { kept },
                );
                if ends_earlier {
                    End::Count(count)
                } else {
                    End::Until(until)
                }
            }
        };
        let rule = rule.with_end(end).map_err(|reason| blame(&self, reason))?;
        Ok(Repaired {
            rule,
            repairs: self.repairs,
        })
    }
}

const WEEKDAYS: [&str; 7] = [
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
];

/// Whether a name stands in rules of some programs though it is not of a rule, and says nothing about its dates.
fn is_foreign(name: &str) -> bool {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    is("DTSTART") || is("DTEND") || is("TZID") || name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("X-"))
}

/// An UNTIL in the notations of ISO 8601 and RFC 3339, without its seconds, at 24:00, or on a day that the month has not.
fn until_in_other_words(value: &str) -> Option<When> {
    let is_mark = |letter: char| matches!(letter, 'T' | 't') || letter.is_whitespace();
    let date_ends = value.find(is_mark).unwrap_or(value.len());
    let (date, rest) = value.split_at_checked(date_ends)?;
    let (date, utc_date) = match date.strip_suffix(['Z', 'z']) {
        Some(date) if rest.is_empty() => (date, true),
        _ => (date, false),
    };
    let digits: String = date.chars().filter(|letter| *letter != '-').collect();
    let day = day_of(&digits)?;
    let time = rest.trim_start_matches(is_mark);
    if time.is_empty() || utc_date {
        return Some(When::Day(day));
    }
    let time_ends = time.find(['Z', 'z', '+', '-', '.']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(time_ends)?;
    let digits: String = clock.chars().filter(|letter| *letter != ':').collect();
    let (minute, second) = seconds_of(&digits)?;
    let zone = zone.strip_prefix('.').map_or(zone, |fraction| {
        fraction.trim_start_matches(|letter: char| letter.is_ascii_digit())
    });
    let midnight = i64::from(day.number()) * 86_400;
    let at = |offset: i64| Instant::from_seconds(midnight + i64::from(minute) * 60 + i64::from(second) - offset);
    match zone.split_at_checked(1) {
        None => Some(When::Local(day.midnight() + Minutes::new(i32::try_from(minute).ok()?))),
        Some(("Z" | "z", "")) => Some(When::Utc(at(0))),
        Some((sign @ ("+" | "-"), offset)) => {
            let digits: String = offset.chars().filter(|letter| *letter != ':').collect();
            let digits = if digits.len() == 2 { digits + "00" } else { digits };
            let (minutes, _) = seconds_of(&digits).filter(|_| digits.len() == 4)?;
            let east = if sign == "+" { 60 } else { -60 };
            Some(When::Utc(at(east * i64::from(minutes))))
        }
        Some(_) => None,
    }
}

/// The day of eight digits; the last of its month, where that is too short.
fn day_of(digits: &str) -> Option<Day> {
    if let Some(When::Day(day)) = until(digits) {
        return Some(day);
    }
    let (month, of_month) = digits.split_at_checked(6)?;
    let Some(When::Day(first)) = until(&format!("{month}01")) else {
        return None;
    };
    matches!(of_month, "29" | "30" | "31").then(|| first.year_month().last_day())
}

/// Minutes since midnight and seconds, of `HHMM` or `HHMMSS`; 24:00 is the end of the day.
fn seconds_of(digits: &str) -> Option<(u32, u32)> {
    let is_real = matches!(digits.len(), 4 | 6) && digits.bytes().all(|digit| digit.is_ascii_digit());
    let number = |range| digits.get(range).and_then(|two: &str| two.parse::<u32>().ok());
    let (hour, minute) = (number(0..2).filter(|_| is_real)?, number(2..4)?);
    let second = number(4..6).unwrap_or(0).min(59);
    if (hour, minute) == (24, 0) {
        return Some((24 * 60, 0));
    }
    let time = TimeOfDay::from_hm(hour, minute)?;
    Some((time.minute().into(), second))
}
