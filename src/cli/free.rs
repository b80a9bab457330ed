//! `free`: for each weekday and half hour, on how many of its next dates a standing appointment would have a place. It saves
//! nothing.

use std::str::FromStr;

use clap::Args;
use serde_json::{Map, Value, json};

use super::front::{Front, looked};
use super::input::Source;
use super::stop::Stop;
use super::table;
use crate::domain::read::weekday_code;
use crate::domain::request::for_each_stylist;
use crate::domain::{Book, FreeRow, free};
use crate::time::{BadText, Civil, Day, TimeOfDay};
use crate::words::{dates, visit};

/// Arguments of `free`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A series request without a time; without a stylist all who can do it are looked at. - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// From this date or local time on, like 2026-03-03T10:00
    #[arg(long, value_name = "TIME")]
    from: From,
    /// So many dates; else those of a year
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_040))]
    count: Option<u16>,
}

/// A date, or a local time.
#[derive(Debug, Clone, Copy)]
struct From(Civil);

impl FromStr for From {
    type Err = BadText;
    fn from_str(text: &str) -> Result<Self, BadText> {
        let civil = if text.contains('T') {
            text.parse()?
        } else {
            text.parse::<Day>()?.midnight()
        };
        Ok(Self(civil))
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let value = front.read(&arguments.source)?;
    let From(from) = arguments.from;
    let mut desk = front.reading()?;
    let rows = looked(&mut desk, |book, moment| {
        let drafts = for_each_stylist(book, value.clone(), from.day)?;
        free(book, &drafts, from, arguments.count, moment)
    })?;
    let book = desk.book();
    front.answer(
        || json!({ "rows": rows.iter().map(|row| as_json(book, row)).collect::<Value>() }),
        || text(book, &rows),
    )
}

fn as_json(book: &Book, row: &FreeRow) -> Value {
    let free: Map<String, Value> = of_times(row)
        .map(|(time, free)| (time.to_string(), json!(free)))
        .collect();
    json!({
        "staff": row.staff.map(|staff| visit::staff(book, staff)),
        "weekday": row.weekday.map(weekday_code),
        "first": row.first.to_string(),
        "dates": row.dates,
        "free": free,
    })
}

/// The starts that are free at least once, and how often.
fn of_times(row: &FreeRow) -> impl Iterator<Item = (TimeOfDay, u16)> + '_ {
    let times = (0..).step_by(30).map_while(TimeOfDay::new);
    times.zip(row.free).filter(|(_, free)| *free > 0)
}

/// A line for each row: who, the first date, and stretches of times that are free equally often.
fn text(book: &Book, rows: &[FreeRow]) -> String {
    let face = dates::face(book);
    let row = |row: &FreeRow| {
        let mut stretches: Vec<(TimeOfDay, TimeOfDay, u16)> = Vec::new();
        for (time, free) in of_times(row) {
            match stretches.last_mut() {
                Some((_, last, often)) if *often == free && time.minute() - last.minute() == 30 => *last = time,
                _ => stretches.push((time, time, free)),
            }
        }
        let said = stretches.into_iter().map(|(first, last, free)| {
            let times = if first == last {
                dates::time(first, face)
            } else {
                dates::times(first, last, face)
            };
            format!("{times} {free}/{}", row.dates)
        });
        let said: Vec<String> = said.collect();
        vec![
            row.staff.map_or("Anyone", |staff| visit::staff(book, staff)).to_owned(),
            dates::weekday_and_day(row.first),
            if said.is_empty() {
                "never".to_owned()
            } else {
                said.join(", ")
            },
        ]
    };
    table::columns(&rows.iter().map(row).collect::<Vec<_>>())
}
