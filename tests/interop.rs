#![cfg(test)]
//! What Chairtime exports, read by calendar programs that are not ours: recurring-ical-events (Python), ical.js (node) and libical (C).

mod support;

use serde_json::{Value, json};
use std::{fs, path::Path};
use support::{Period, Readers, difference};

/// A weekly series over a clock change with one visit left out and one moved, beside a single visit.
const BY_HAND: &str = "tests/interop/written_by_hand.ics";

fn by_hand() -> Value {
    json!([
        {"status": "stable", "start": "2026-03-10T10:00:00+01:00", "end": "2026-03-10T10:45:00+01:00"},
        {"status": "stable", "start": "2026-03-17T10:00:00+01:00", "end": "2026-03-17T10:45:00+01:00"},
        {"status": "stable", "start": "2026-03-17T10:00:00+01:00", "end": "2026-03-17T10:30:00+01:00"},
        {"status": "entity_deleted", "start": "2026-03-24T10:00:00+01:00", "end": "2026-03-24T10:45:00+01:00"},
        {"status": "stable", "start": "2026-03-31T10:00:00+02:00", "end": "2026-03-31T10:45:00+02:00"},
        {"status": "stable", "start": "2026-04-08T11:30:00+02:00", "end": "2026-04-08T12:30:00+02:00"},
        {"status": "stable", "start": "2026-04-14T10:00:00+02:00", "end": "2026-04-14T10:45:00+02:00"},
    ])
}

fn calendar_by_hand() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(BY_HAND)).unwrap()
}

#[test]
fn all_readers_read_a_calendar_written_by_hand() {
    let Some(readers) = Readers::find() else { return };
    readers.agree(&calendar_by_hand(), &by_hand(), "the calendar written by hand");
    let period = Period {
        file: Path::new(env!("CARGO_MANIFEST_DIR")).join(BY_HAND),
        from: "2026-03-17T00:00:00Z".parse().unwrap(),
        to: "2026-03-31T08:00:00Z".parse().unwrap(),
    };
    for (reader, found) in readers.read(&period) {
        let mut found: Vec<&str> = found.iter().map(|visit| visit["summary"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(
            found,
            ["Beard", "Cut, Anna Berg"],
            "{reader:?}: the end of the time is not in it"
        );
    }
}

#[test]
fn a_visit_that_a_reader_misses_or_reads_twice_is_found_out() {
    let (tuesday, friday) = ((0, 3600), (86_400, 90_000));
    assert_eq!(difference(&[tuesday, friday], &[tuesday, friday]), None);
    let missed = difference(&[tuesday, friday], &[tuesday]).unwrap();
    assert_eq!(
        missed,
        "misses [\"1970-01-02T00:00:00+00:00/1970-01-02T01:00:00+00:00\"] and invents []"
    );
    let twice = difference(&[tuesday], &[tuesday, tuesday]).unwrap();
    assert_eq!(
        twice,
        "misses [] and invents [\"1970-01-01T00:00:00+00:00/1970-01-01T01:00:00+00:00\"]"
    );
}
