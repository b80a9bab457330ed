//! The whole program over the command line: the real binary, a folder of its own for each test, and nothing of its insides.
#![cfg(test)]

mod command_line {
    mod away;
    mod bad_input;
    mod catalogue;
    mod import;
    mod keeping;
    mod leaves;
    mod scopes;
    mod series;
    mod stories;
    mod visits;
}
#[path = "calendar/strict.rs"]
mod strict;
mod support;

use serde_json::{Value, json};
use support::{Readers, Salon, calendars_of, difference};

/// The shop of the stories: Europe/Berlin, Monday to Saturday from 8 to 19; Ann, Bo and Cem.
fn shop(now: &str) -> Salon {
    let salon = Salon::at(now);
    salon.done(&["setup", "set", "-"], include_str!("support/shop.json"));
    salon
}

/// Anna comes for a cut with Ann every week on Tuesday at 10:00, with `more` put over that.
fn request(more: &Value) -> String {
    let mut request = json!({
        "client": "Anna Berg", "services": ["Cut"], "frequency": "weekly", "start_date": "2026-03-03", "time": "10:00",
        "visits": 6, "staff": "Ann",
    });
    for (field, value) in more.as_object().expect("fields") {
        request[field] = value.clone();
    }
    request.to_string()
}

/// Makes a series; its id.
#[track_caller]
fn made(salon: &Salon, more: &Value) -> String {
    let series = salon.json(&["series", "create", "-"], &request(more));
    series["id"].as_str().expect("an id").to_owned()
}

/// Changes a series from a day on, as a new chapter.
#[track_caller]
fn edited_from(salon: &Salon, series: &str, from: &str, change: &str) {
    let edit = ["series", "edit", series, "-", "--scope", "following", "--from", from];
    salon.done(&edit, change);
}

/// The occurrences of a series.
#[track_caller]
fn visits_of(salon: &Salon, series: &str) -> Vec<Value> {
    let list = salon.json(&["occurrences", "--series", series], "");
    list.as_array().expect("a list").clone()
}

/// The starts of those that stand in the book.
fn starts(visits: &[Value]) -> Vec<&str> {
    let stable = visits.iter().filter(|visit| visit["status"] == "stable");
    stable.map(|visit| visit["start"].as_str().expect("a start")).collect()
}

/// Calendars show of every series exactly the visits that stand in the book.
#[track_caller]
fn reads_back(salon: &Salon) {
    for calendar in calendars_of(salon) {
        let limit = chairtime::time::Instant::from_seconds(calendar.until.timestamp());
        let found = strict::visits(&strict::read(calendar.text.as_bytes()), limit);
        if let Some(difference) = difference(&calendar.expected, &found) {
            panic!("{}: the strict reader {difference}\n{}", calendar.what, calendar.text);
        }
        // Without the programs of others the strict reader still reads.
        if let Some(readers) = Readers::are_named().then(Readers::find).flatten() {
            readers.agree_on(&calendar);
        }
    }
}
