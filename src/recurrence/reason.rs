//! Why a text or a set of parts is no rule.

use std::fmt;

/// A part of a rule that Chairtime keeps, by its name in RFC 5545.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// FREQ
    Frequency,
    /// UNTIL
    Until,
    /// COUNT
    Count,
    /// INTERVAL
    Interval,
    /// BYMONTH
    Months,
    /// BYWEEKNO
    Weeks,
    /// BYYEARDAY
    YearDays,
    /// BYMONTHDAY
    MonthDays,
    /// BYDAY
    Weekdays,
    /// BYSETPOS
    Positions,
    /// WKST
    WeekStart,
}

impl Part {
    pub(super) const ALL: [Part; 11] = [
        Part::Frequency,
        Part::Until,
        Part::Count,
        Part::Interval,
        Part::Months,
        Part::Weeks,
        Part::YearDays,
        Part::MonthDays,
        Part::Weekdays,
        Part::Positions,
        Part::WeekStart,
    ];

    /// The name in the text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Part::Frequency => "FREQ",
            Part::Until => "UNTIL",
            Part::Count => "COUNT",
            Part::Interval => "INTERVAL",
            Part::Months => "BYMONTH",
            Part::Weeks => "BYWEEKNO",
            Part::YearDays => "BYYEARDAY",
            Part::MonthDays => "BYMONTHDAY",
            Part::Weekdays => "BYDAY",
            Part::Positions => "BYSETPOS",
            Part::WeekStart => "WKST",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Reason {
    /// A piece between semicolons that is not `NAME=value`.
    #[error("expected NAME=value")]
    NotAPart,
    /// A name that is no part of a rule.
    #[error("no rule has a part of this name")]
    UnknownPart,
    /// A part that stands there twice.
    #[error("{0} is given twice")]
    Twice(Part),
    /// No FREQ.
    #[error("FREQ is missing")]
    NoFrequency,
    /// A FREQ that does not exist.
    #[error("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY")]
    UnknownFrequency,
    /// A part or frequency below a day, or one of RFC 7529: real, but nothing that a salon's dates have.
    #[error("{0} is not supported: a rule gives days")]
    NotSupported(&'static str),
    /// A value that is not a number where one belongs.
    #[error("{0} takes whole numbers")]
    NotANumber(Part),
    /// A number outside of what the part allows; where `signed`, the same range counts from the end, as negative numbers.
    #[error("{part} takes numbers from {least} to {greatest}{}", if *signed { ", or the same from the end, negative" } else { "" })]
    OutOfRange {
        /// The part.
        part: Part,
        /// The least number.
        least: u32,
        /// The greatest number.
        greatest: u32,
        /// Whether negative numbers count from the end.
        signed: bool,
    },
    /// A weekday that is not MO, TU, WE, TH, FR, SA or SU, in BYDAY perhaps after a number.
    #[error("{0} takes MO, TU, WE, TH, FR, SA, SU")]
    NotAWeekday(Part),
    /// An UNTIL that is no date or time.
    #[error("UNTIL is a date like 20261231, or a time like 20261231T090000Z")]
    NotAnUntil,
    /// Both COUNT and UNTIL.
    #[error("a rule ends by COUNT or by UNTIL, not both")]
    CountAndUntil,
    /// Numbers before weekdays where there is no month or year to count in.
    #[error("numbered weekdays go with FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO")]
    NumberedWeekdays,
    /// BYSETPOS with nothing to choose from.
    #[error("BYSETPOS needs another BY part")]
    PositionsAlone,
}

/// A text that is no rule: what is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (at byte {at})")]
pub struct RuleError {
    /// The byte of the text at which the wrong piece begins.
    pub at: usize,
    /// What is wrong with it.
    pub reason: Reason,
}
