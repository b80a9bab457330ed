//! `expand`: the dates of a rule of RFC 5545. It needs no salon file.

use std::str::FromStr;

use clap::Args;
use serde_json::{Value, json};

use super::front::Front;
use super::shape::with_offset;
use super::stop::Stop;
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::recurrence::{self, Occurrence, RecurrenceSet, Rule, Start};
use crate::time::{BadText, Civil, Day, TimeOfDay, Zone};

/// Arguments of `expand`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The rule: FREQ=WEEKLY;BYDAY=TU
    #[arg(long, value_name = "RULE")]
    rrule: String,
    /// Its start: a date, or a local time like 2026-03-03T10:00
    #[arg(long, value_name = "TIME")]
    start: When,
    /// The time zone of the start
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    tz: Zone,
    /// Dates or times that are left out
    #[arg(long, value_name = "TIME", value_delimiter = ',')]
    exdate: Vec<When>,
    /// From this date or time on
    #[arg(long, value_name = "TIME")]
    from: Option<When>,
    /// Through this date or time
    #[arg(long, value_name = "TIME")]
    to: Option<When>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// A date, or a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct When {
    day: Day,
    time: Option<TimeOfDay>,
}

impl FromStr for When {
    type Err = BadText;
    fn from_str(text: &str) -> Result<Self, BadText> {
        if !text.contains('T') {
            return Ok(Self {
                day: text.parse()?,
                time: None,
            });
        }
        // Seconds may stand there where they are none.
        let minutes = text.strip_suffix(":00").filter(|rest| rest.len() == 16).unwrap_or(text);
        let Civil { day, time } = minutes.parse()?;
        Ok(Self { day, time: Some(time) })
    }
}

impl When {
    /// As it would stand in an EXDATE: all of its day where it has no time.
    fn as_property(self) -> recurrence::When {
        self.time.map_or(recurrence::When::Day(self.day), |time| {
            recurrence::When::Local(self.day.at(time))
        })
    }

    fn earliest(self) -> Civil {
        self.day.at(self.time.unwrap_or(TimeOfDay::MIDNIGHT))
    }

    /// Whether a start is not after this; a date is all of its day.
    fn reaches(self, start: Civil) -> bool {
        self.time
            .map_or(start.day <= self.day, |time| start <= self.day.at(time))
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let texts = starts(arguments)?;
    front.answer(
        || texts.iter().map(|text| json!(text)).collect::<Value>(),
        || texts.join("\n"),
    )
}

fn starts(arguments: &Arguments) -> Result<Vec<String>, Stop> {
    let rule = Rule::parse(&arguments.rrule).map_err(|error| {
        let reason = error.to_string();
        Stop::fields(FieldErrors::one("rrule", FieldError::BadRule { reason }))
    })?;
    let start = match arguments.start {
        When { day, time: None } => Start::Day(day),
        When { day, time: Some(time) } => Start::Zoned(day.at(time), arguments.tz),
    };
    let left_out = arguments.exdate.iter().map(|left_out| left_out.as_property());
    let set = RecurrenceSet::new(start, Some(&rule)).with_left_out(left_out);
    let from = arguments.from.map_or(start.civil(), When::earliest);
    let found = set
        .occurrences_from(from)
        .take_while(|found| arguments.to.is_none_or(|to| to.reaches(found.start)))
        .take(arguments.limit.unwrap_or(usize::MAX));
    let text = |found: Occurrence| match start {
        Start::Zoned(_, zone) => with_offset(found.at.instant(), zone),
        Start::Day(_) | Start::Floating(_) => found.start.day.to_string(),
    };
    Ok(found.map(text).collect())
}
