//! The words of the pattern: which weekdays, which of them, and what is wrong, at the part or in the text.

use super::super::typed::{HowOften, Typed};
use super::Unit;
use super::typed::value_at;
use crate::recurrence::{Part, Reason, Rule};
use crate::words;

/// Where the errors of the rule's text stand.
pub(super) const TEXT: &str = "rrule";

/// Where the errors of a part stand.
pub fn path(part: Part) -> String {
    format!("{TEXT}.{}", part.name())
}

/// What the field of a part is called.
pub const fn label(part: Part) -> &'static str {
    match part {
        Part::Interval => "Every",
        Part::Months => "Months",
        Part::Weeks => "Weeks of the year",
        Part::YearDays => "Days of the year",
        Part::MonthDays => "Days of the month",
        Part::Weekdays => "Weekdays",
        Part::Positions => "Only these of them",
        Part::WeekStart => "Weeks begin on",
        Part::Frequency | Part::Until | Part::Count => "Counted in",
    }
}

/// What is wrong with the pattern, and in which part; in the text where that was typed. None where it is a rule, or where no
/// pattern is chosen.
pub fn wrong(typed: &Typed) -> Option<(Option<Part>, String)> {
    if typed.how_often != HowOften::More || typed.rule.trim().is_empty() {
        return None;
    }
    if let Some((part, reason)) = typed.parts.wrong().filter(|_| typed.parts.text() == typed.rule) {
        return Some((Some(part), at_part(reason)));
    }
    let text = typed.rule.trim();
    let error = Rule::parse(text).err()?;
    let says = words::capital(&error.reason.to_string());
    let before = text.get(..error.at).unwrap_or(text).chars().count();
    let place = match value_at(text, error.at) {
        "" => "at the end".to_owned(),
        value => format!("at “{value}”, letter {}", before + 1),
    };
    Some((None, format!("{says}: {place}")))
}

/// What is wrong, at the field of the part.
fn at_part(reason: Reason) -> String {
    match reason {
        Reason::OutOfRange {
            greatest, signed: true, ..
        } => format!("From 1 to {greatest}, or last, -2 to -{greatest}"),
        Reason::OutOfRange { least, .. } => format!("At least {least}"),
        Reason::NotANumber(Part::Interval) => "A whole number".to_owned(),
        Reason::NotANumber(_) => "Numbers such as 1, 15, last".to_owned(),
        Reason::NotAPart => "Needed".to_owned(),
        Reason::NumberedWeekdays => "With weeks of the year choose Every".to_owned(),
        Reason::PositionsAlone => "There are no days to choose from".to_owned(),
        other => words::capital(&other.to_string()),
    }
}

/// Which weekdays of a month, or of a year, can be chosen, with the one that is.
pub fn which(chosen: i8, in_year: bool) -> Vec<(i8, String)> {
    let last = if in_year { 53 } else { 5 };
    let mut which: Vec<i8> = (0..=last).chain((-5..=-1).rev()).collect();
    if !which.contains(&chosen) {
        which.push(chosen);
    }
    which.into_iter().map(|which| (which, of_weekdays(which))).collect()
}

fn of_weekdays(which: i8) -> String {
    match which {
        0 => "Every".to_owned(),
        -1 => "Last".to_owned(),
        1.. => words::ordinal(which.unsigned_abs().into()),
        _ => format!("{} to last", words::ordinal(which.unsigned_abs().into())),
    }
}

/// Of what "only these of them" chooses.
pub const fn of_each(unit: Unit) -> &'static str {
    match unit {
        Unit::Days => "Such as 1, 2, last",
        Unit::Weeks => "Such as 1, 2, last of each week",
        Unit::Months => "Such as 1, 2, last of each month",
        Unit::Years => "Such as 1, 2, last of each year",
    }
}
