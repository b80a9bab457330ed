//! What a salon exports over the command line beside what stands in its book, series by series.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::{Calendar, Salon};

/// Whole years around everything that a salon of the tests holds.
pub const ALL_DAYS: [&str; 4] = ["--from", "2015-01-01", "--to", "2050-01-01"];

/// All series, as `series list` pages them.
pub fn all_series(salon: &Salon) -> Vec<Value> {
    let mut series = Vec::new();
    for page in 1.. {
        let page = page.to_string();
        let mut page = salon.json(&["series", "list", "--page", &page, "--page-size", "50"], "");
        match page["series"].as_array_mut() {
            Some(rows) if !rows.is_empty() => series.append(rows),
            _ => break,
        }
    }
    series
}

/// All visits of the salon, by the series they are of.
pub fn visits_by_series(salon: &Salon) -> BTreeMap<String, Vec<Value>> {
    let mut series: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let all = salon.json(&[&["occurrences"], &ALL_DAYS[..]].concat(), "");
    for visit in all.as_array().expect("a list of occurrences") {
        let of = visit["series"].as_str().expect("a series");
        series.entry(of.to_owned()).or_default().push(visit.clone());
    }
    series
}

/// The end of a day in a zone.
pub fn end_of(day: &str, zone: &str) -> DateTime<Utc> {
    let day: NaiveDate = day.parse().expect("a day");
    let zone: Tz = zone.parse().expect("a known zone");
    let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN).and_local_timezone(zone);
    midnight.earliest().expect("a midnight").to_utc()
}

/// Each series that has visits as its calendar, with what that should hold.
pub fn calendars_of(salon: &Salon) -> Vec<Calendar> {
    let mut visits = visits_by_series(salon);
    let mut calendars = Vec::new();
    for row in all_series(salon) {
        let id = row["id"].as_str().expect("an id");
        let visits = visits.remove(id).unwrap_or_default();
        let calendar = salon.done(&["export", "--format", "ics", "--series", id], "");
        let first = visits.iter().find(|visit| visit["status"] == "stable");
        assert_eq!(calendar.contains("BEGIN:VEVENT"), first.is_some(), "{id}: {calendar}");
        if let Some(zone) = first.and_then(|first| first["tz"].as_str()) {
            let until = end_of(row["materialized_until"].as_str().expect("a day"), zone);
            let what = format!("{id}: {}", row["sentence"]);
            calendars.push(Calendar::new(&what, &calendar, &visits.into(), until));
        }
    }
    calendars
}
