#![cfg(test)]
//! What Chairtime exports is what other people's calendars show: every series of the sample shop, from its first visit to
//! the day through which it stands in the book, one by one and all together.

mod support;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::BTreeMap;
use support::{Calendar, Readers, Salon};

/// Whole years around everything that the sample shop holds.
const ALL_DAYS: [&str; 4] = ["--from", "2015-01-01", "--to", "2050-01-01"];

fn sample_shop() -> Salon {
    let salon = Salon::at("2026-03-02T08:00");
    salon.done(&["demo"], "");
    salon
}

/// All series, as `series list` pages them.
fn all_series(salon: &Salon) -> Vec<Value> {
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
fn visits_by_series(salon: &Salon) -> BTreeMap<String, Vec<Value>> {
    let mut series: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let all = salon.json(&[&["occurrences"], &ALL_DAYS[..]].concat(), "");
    for visit in all.as_array().expect("a list of occurrences") {
        let of = visit["series"].as_str().expect("a series");
        series.entry(of.to_owned()).or_default().push(visit.clone());
    }
    series
}

/// The end of a day in a zone.
fn end_of(day: &str, zone: &str) -> DateTime<Utc> {
    let day: NaiveDate = day.parse().expect("a day");
    let zone: Tz = zone.parse().expect("a known zone");
    let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN).and_local_timezone(zone);
    midnight.earliest().expect("a midnight").to_utc()
}

#[test]
fn every_series_of_the_sample_shop_reads_back_as_its_visits() {
    let Some(readers) = Readers::find() else { return };
    let salon = sample_shop();
    let series = all_series(&salon);
    assert!(series.len() >= 80, "the sample shop has {} series", series.len());
    let mut visits = visits_by_series(&salon);
    let mut exported = 0;
    for row in &series {
        let id = row["id"].as_str().expect("an id");
        let visits = visits.remove(id).unwrap_or_default();
        let calendar = salon.done(&["export", "--format", "ics", "--series", id], "");
        let first = visits.iter().find(|visit| visit["status"] == "stable");
        assert_eq!(calendar.contains("BEGIN:VEVENT"), first.is_some(), "{id}: {calendar}");
        if let Some(zone) = first.and_then(|first| first["tz"].as_str()) {
            let until = end_of(row["materialized_until"].as_str().expect("a day"), zone);
            let what = format!("{id}: {}", row["sentence"]);
            readers.agree_on(&Calendar::new(&what, &calendar, &visits.into(), until));
            exported += 1;
        }
    }
    assert!(exported >= 70, "{exported} series have visits");
}

#[test]
fn the_whole_sample_shop_reads_back_as_its_visits() {
    let Some(readers) = Readers::find() else { return };
    let salon = sample_shop();
    let visits = salon.json(&[&["occurrences"], &ALL_DAYS[..]].concat(), "");
    let calendar = salon.done(&["export", "--format", "ics", "--all"], "");
    // All series stand in the book until a year after that day at least.
    let until = end_of("2027-02-28", "UTC");
    readers.agree_on(&Calendar::new("the sample shop", &calendar, &visits, until));
}
