//! What the clock does to visits: local time is the truth, a time that does not exist moves forward by the gap, one that is
//! there twice means the first (spec S2.7).

use serde_json::json;

use super::*;
use crate::domain::plan::ClockChange;

/// Makes a weekly visit at a time; for each of the dates its start on the wall and in UTC, and what the clock does.
#[track_caller]
fn check(zone: &str, start: &str, time: &str, expected: &[(&str, &str, Option<ClockChange>)]) {
    let mut shop = Shop::at(zone, "2026-01-01T08:00");
    let request = json!({"start_date": start, "time": time, "visits": expected.len(), "closed_days": "keep"});
    let plan = shop.create(&request).unwrap();
    let found: Vec<(String, String, Option<ClockChange>)> = plan
        .lines
        .iter()
        .map(|line| {
            let visit = line.after.as_ref().unwrap();
            let utc = Zone::UTC.civil(visit.start_utc).to_string();
            (visit.start().to_string(), utc, line.clock)
        })
        .collect();
    let expected: Vec<(String, String, Option<ClockChange>)> = expected
        .iter()
        .map(|(wall, utc, clock)| (wall.to_string(), utc.to_string(), *clock))
        .collect();
    assert_eq!(found, expected, "{zone}");
    // An hour lasts an hour, whatever the clock does.
    for visit in shop.visits(plan.series.unwrap()) {
        assert_eq!(visit.span().length(), visit.minutes);
        assert_eq!(visit.original().time.to_string(), time);
    }
}

fn skipped(to: &str) -> Option<ClockChange> {
    Some(ClockChange::Skipped { moved_to: text(to) })
}

/// Spec S2.7.
#[test]
fn a_time_that_spring_takes_away_moves_forward_by_the_gap() {
    check(
        "Europe/Berlin",
        "2026-03-22",
        "02:30",
        &[
            ("2026-03-22T02:30", "2026-03-22T01:30", None),
            ("2026-03-29T03:30", "2026-03-29T01:30", skipped("2026-03-29T03:30")),
            ("2026-04-05T02:30", "2026-04-05T00:30", None),
        ],
    );
    check(
        "America/New_York",
        "2026-03-01",
        "02:30",
        &[
            ("2026-03-01T02:30", "2026-03-01T07:30", None),
            ("2026-03-08T03:30", "2026-03-08T07:30", skipped("2026-03-08T03:30")),
            ("2026-03-15T02:30", "2026-03-15T06:30", None),
        ],
    );
    // Half an hour only.
    check(
        "Australia/Lord_Howe",
        "2026-09-27",
        "02:15",
        &[
            ("2026-09-27T02:15", "2026-09-26T15:45", None),
            ("2026-10-04T02:45", "2026-10-03T15:45", skipped("2026-10-04T02:45")),
            ("2026-10-11T02:15", "2026-10-10T15:15", None),
        ],
    );
}

/// Spec S2.7.
#[test]
fn a_time_that_autumn_gives_twice_means_the_first() {
    let twice = Some(ClockChange::Repeated);
    check(
        "Europe/Berlin",
        "2026-10-18",
        "02:30",
        &[
            ("2026-10-18T02:30", "2026-10-18T00:30", None),
            ("2026-10-25T02:30", "2026-10-25T00:30", twice),
        ],
    );
    check(
        "America/New_York",
        "2026-10-25",
        "01:30",
        &[
            ("2026-10-25T01:30", "2026-10-25T05:30", None),
            ("2026-11-01T01:30", "2026-11-01T05:30", twice),
        ],
    );
    check(
        "Australia/Lord_Howe",
        "2026-03-29",
        "01:45",
        &[
            ("2026-03-29T01:45", "2026-03-28T14:45", None),
            ("2026-04-05T01:45", "2026-04-04T14:45", twice),
        ],
    );
}

#[test]
fn a_zone_without_clock_changes_keeps_its_distance() {
    check(
        "Asia/Kolkata",
        "2026-03-22",
        "02:30",
        &[
            ("2026-03-22T02:30", "2026-03-21T21:00", None),
            ("2026-03-29T02:30", "2026-03-28T21:00", None),
        ],
    );
}

/// Spec S2.7.
#[test]
fn visits_to_come_keep_their_time_on_the_wall_when_the_location_has_another_zone() {
    let mut shop = Shop::berlin("2026-03-10T12:00");
    let series = shop.create(&json!({"visits": 4})).unwrap().series.unwrap();
    shop.set(&json!({"locations": [{"name": "Main Street", "time_zone": "Europe/Lisbon"}]}));
    let found: Vec<String> = shop
        .visits(series)
        .iter()
        .map(|visit| format!("{} {}", visit.start(), Zone::UTC.civil(visit.start_utc)))
        .collect();
    let expected = [
        // Those of the past have been when they were.
        "2026-03-03T10:00 2026-03-03T09:00",
        "2026-03-10T10:00 2026-03-10T09:00",
        "2026-03-17T10:00 2026-03-17T10:00",
        "2026-03-24T10:00 2026-03-24T10:00",
    ];
    assert_eq!(found, expected);
}
