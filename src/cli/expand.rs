//! `expand`: the dates of a rule of RFC 5545. It needs no salon file.

use std::str::FromStr;

use clap::Args;
use serde_json::{Value, json};

use super::front::Front;
use super::shape::with_offset;
use super::stop::Stop;
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::recurrence::Rule;
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
    /// Whether this names a start: all of its day where it has no time.
    fn is(self, start: Civil) -> bool {
        self.day == start.day && self.time.is_none_or(|time| time == start.time)
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
    let starts = starts(arguments)?;
    let text = |start: Civil| {
        if arguments.start.time.is_some() {
            with_offset(arguments.tz.resolve(start).instant(), arguments.tz)
        } else {
            start.day.to_string()
        }
    };
    let texts: Vec<String> = starts.into_iter().map(text).collect();
    front.answer(
        || texts.iter().map(|text| json!(text)).collect::<Value>(),
        || texts.join("\n"),
    )
}

fn starts(arguments: &Arguments) -> Result<Vec<Civil>, Stop> {
    let rule = Rule::parse(&arguments.rrule).map_err(|error| {
        let reason = error.to_string();
        Stop::fields(FieldErrors::one("rrule", FieldError::BadRule { reason }))
    })?;
    let time = arguments.start.time.unwrap_or(TimeOfDay::MIDNIGHT);
    let rule = rule.ending_by_day(time, arguments.tz);
    let from = arguments.from.map(When::earliest);
    let first = from.map_or(arguments.start.day, |from| from.day.max(arguments.start.day));
    let starts = rule
        .dates_from(arguments.start.day, first)
        .map(|day| day.at(time))
        .skip_while(|start| from.is_some_and(|from| *start < from))
        .take_while(|start| arguments.to.is_none_or(|to| to.reaches(*start)))
        .filter(|start| !arguments.exdate.iter().any(|left_out| left_out.is(*start)))
        .take(arguments.limit.unwrap_or(usize::MAX));
    Ok(starts.collect())
}
