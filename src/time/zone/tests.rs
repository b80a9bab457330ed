//! The zones against chrono's own reading of the same database, and the clock changes that salons live through.

use super::*;
use crate::time::{Day, Minutes};
use chrono::{LocalResult, NaiveDate, NaiveDateTime, Timelike};

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn civil(text: &str) -> Civil {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn naive(civil: Civil) -> NaiveDateTime {
    let (year, month, day) = civil.day.ymd();
    let (hour, minute) = civil.time.hm();
    NaiveDate::from_ymd_opt(year, month, day)
        .unwrap()
        .and_hms_opt(hour.into(), minute.into(), 0)
        .unwrap()
}

/// Our answer must be chrono's: once, twice, or never and then moved on by the gap.
fn check_against_chrono(zone: Zone, civil: Civil) {
    let ours = zone.resolve(civil);
    match (zone.0.from_local_datetime(&naive(civil)), ours) {
        (LocalResult::Single(theirs), Resolved::Exact(at)) => {
            assert_eq!(theirs.timestamp_millis(), at.millis(), "{zone} {civil}");
        }
        (LocalResult::Ambiguous(one, two), Resolved::Repeated { first, second }) => {
            let mut theirs = [one.timestamp_millis(), two.timestamp_millis()];
            theirs.sort_unstable();
            assert_eq!(theirs, [first.millis(), second.millis()], "{zone} {civil}");
        }
        (LocalResult::None, Resolved::Skipped { instant, civil: shown }) => {
            assert_eq!(zone.civil(instant), shown, "{zone} {civil}");
            assert!(civil < shown, "{zone} {civil}");
            let earlier = naive(civil) - chrono::Duration::days(2);
            let before = zone
                .0
                .from_local_datetime(&earlier)
                .earliest()
                .unwrap()
                .offset()
                .fix()
                .local_minus_utc();
            assert_eq!(
                naive(civil).and_utc().timestamp() - i64::from(before),
                instant.seconds(),
                "{zone} {civil}"
            );
        }
        (theirs, ours) => panic!("{zone} {civil}: {theirs:?} but {ours:?}"),
    }
    assert_eq!(ZoneCursor::new(zone).resolve(civil), ours);
}

#[test]
fn every_zone_resolves_as_chrono_does_around_each_of_its_changes() {
    for zone in Zone::all() {
        for change in zone.transitions(Instant::from_seconds(0), instant("2099-12-31T00:00:00Z")) {
            let year = Day::from_number((change.at.seconds() / 86_400).try_into().unwrap()).year();
            if year > 2030 && year % 23 != 0 {
                continue;
            }
            for offset in [change.offset_before, change.offset_after] {
                let wall = shown(change.at.seconds(), offset);
                for minutes in [-61, -60, -31, -30, -1, 0, 1, 29, 30, 31, 59, 60, 61] {
                    check_against_chrono(zone, wall + Minutes::new(minutes));
                }
            }
        }
    }
}

/// The instants of a zone's changes between two, as chrono's offsets tell them, without our table.
fn changes_by_chrono(zone: Zone, from: i64, to: i64) -> Vec<i64> {
    let offset = |second: i64| {
        let at = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        zone.0.offset_from_utc_datetime(&at).fix().local_minus_utc()
    };
    let mut changes = Vec::new();
    let mut known = from;
    while known < to {
        let (mut old, mut new) = (known, known + 3 * 86_400);
        known = new;
        if offset(old) != offset(new) {
            while new - old > 1 {
                let middle = old + (new - old) / 2;
                if offset(middle) == offset(old) {
                    old = middle;
                } else {
                    new = middle;
                }
            }
            changes.push(new);
        }
    }
    changes
}

#[test]
fn every_gap_and_fold_of_every_zone_from_2020_to_2040_is_as_chrono_has_it() {
    let (from, to) = (instant("2020-01-01T00:00:00Z"), instant("2041-01-01T00:00:00Z"));
    let mut looked_at = 0;
    for zone in Zone::all() {
        let changes = changes_by_chrono(zone, from.seconds(), to.seconds());
        let ours = zone.transitions(from, to);
        let ours: Vec<_> = ours
            .filter(|change| change.offset_before != change.offset_after)
            .map(|change| change.at.seconds())
            .collect();
        assert_eq!(ours, changes, "{zone}");
        let mut cursor = ZoneCursor::new(zone);
        for at in changes {
            let offsets = [at - 1, at].map(|second| zone.offset_seconds(Instant::from_seconds(second)));
            let first = shown(at, offsets.into_iter().min().unwrap()) - Minutes::new(30);
            let last = shown(at, offsets.into_iter().max().unwrap()) + Minutes::new(30);
            // Every quarter of an hour, and the minutes at the edges.
            let quarters = (0..=(last - first).count() / 15).map(|quarter| first + Minutes::new(15 * quarter));
            let edges = offsets.map(|offset| shown(at, offset));
            let edges = edges
                .into_iter()
                .flat_map(|edge| [edge - Minutes::new(1), edge, edge + Minutes::new(1)]);
            for civil in quarters.chain(edges) {
                check_against_chrono(zone, civil);
                assert_eq!(cursor.resolve(civil), zone.resolve(civil), "{zone} {civil}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50_000, "{looked_at}");
}

#[test]
fn every_zone_resolves_as_chrono_does_through_sample_years() {
    for zone in Zone::all() {
        let mut cursor = ZoneCursor::new(zone);
        for year in [1970, 1987, 2011, 2026, 2037, 2099] {
            let first = Day::from_ymd(year, 1, 1).unwrap().midnight();
            for step in 0..(365 * 24 * 60 / 427) {
                let civil = first + Minutes::new(step * 427);
                check_against_chrono(zone, civil);
                assert_eq!(cursor.resolve(civil), zone.resolve(civil));
            }
        }
    }
}

#[test]
fn every_zone_shows_the_wall_time_that_chrono_shows() {
    for zone in Zone::all() {
        for step in 0..2000 {
            let at = Instant::from_seconds(step * 86_400 * 47_481 / 2000 + step * 61);
            let theirs = DateTime::from_timestamp(at.seconds(), 0)
                .unwrap()
                .with_timezone(&zone.0);
            assert_eq!(
                naive(zone.civil(at)),
                theirs.naive_local().with_second(0).unwrap(),
                "{zone} {at}"
            );
            assert_eq!(zone.offset_seconds(at), theirs.offset().fix().local_minus_utc());
            assert_eq!(zone.abbreviation(at), theirs.offset().to_string());
        }
    }
}

#[test]
fn zones_are_numbered_in_the_order_of_their_list() {
    for (number, tz) in TZ_VARIANTS.iter().enumerate() {
        assert_eq!(*tz as usize, number);
    }
}

#[test]
fn half_past_two_in_berlin_in_march_is_half_past_three() {
    assert_eq!(
        zone("Europe/Berlin").resolve(civil("2026-03-29T02:30")),
        Resolved::Skipped {
            instant: instant("2026-03-29T01:30:00Z"),
            civil: civil("2026-03-29T03:30")
        }
    );
}

#[test]
fn half_past_two_in_berlin_in_october_means_the_first_time() {
    let resolved = zone("Europe/Berlin").resolve(civil("2026-10-25T02:30"));
    assert_eq!(
        resolved,
        Resolved::Repeated {
            first: instant("2026-10-25T00:30:00Z"),
            second: instant("2026-10-25T01:30:00Z")
        }
    );
    assert_eq!(resolved.instant(), instant("2026-10-25T00:30:00Z"));
}

#[test]
fn new_york_changes_its_clock_on_other_days() {
    let new_york = zone("America/New_York");
    assert_eq!(
        new_york.resolve(civil("2026-03-08T02:00")).instant(),
        instant("2026-03-08T07:00:00Z")
    );
    assert_eq!(
        new_york.resolve(civil("2026-03-08T03:00")),
        Resolved::Exact(instant("2026-03-08T07:00:00Z"))
    );
    assert_eq!(
        new_york.resolve(civil("2026-11-01T01:00")).instant(),
        instant("2026-11-01T05:00:00Z")
    );
    assert_eq!(
        new_york.resolve(civil("2026-11-01T02:00")),
        Resolved::Exact(instant("2026-11-01T07:00:00Z"))
    );
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    let lord_howe = zone("Australia/Lord_Howe");
    assert_eq!(
        lord_howe.resolve(civil("2026-10-04T02:15")),
        Resolved::Skipped {
            instant: instant("2026-10-03T15:45:00Z"),
            civil: civil("2026-10-04T02:45")
        }
    );
    assert_eq!(
        lord_howe.resolve(civil("2026-04-05T01:45")),
        Resolved::Repeated {
            first: instant("2026-04-04T14:45:00Z"),
            second: instant("2026-04-04T15:15:00Z")
        }
    );
}

#[test]
fn kolkata_never_changes_its_clock_and_samoa_once_left_out_a_day() {
    let years = (instant("1970-01-01T00:00:00Z"), instant("2099-12-31T00:00:00Z"));
    assert_eq!(zone("Asia/Kolkata").transitions(years.0, years.1).count(), 0);
    assert_eq!(
        zone("Asia/Kolkata").resolve(civil("2026-03-29T02:30")),
        Resolved::Exact(instant("2026-03-28T21:00:00Z"))
    );
    assert_eq!(
        zone("Pacific/Apia").resolve(civil("2011-12-30T10:00")),
        Resolved::Skipped {
            instant: instant("2011-12-30T20:00:00Z"),
            civil: civil("2011-12-31T10:00")
        }
    );
}

#[test]
fn the_changes_of_a_year_are_listed_with_offsets_and_abbreviations() {
    let changes: Vec<_> = zone("Europe/Berlin")
        .transitions(instant("2026-03-29T01:00:00Z"), instant("2026-10-25T01:00:00.001Z"))
        .collect();
    let [spring, autumn] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert_eq!(
        (
            spring.at,
            spring.offset_before,
            spring.offset_after,
            spring.abbreviation
        ),
        (instant("2026-03-29T01:00:00Z"), 3600, 7200, "CEST")
    );
    assert_eq!(
        (
            autumn.at,
            autumn.offset_before,
            autumn.offset_after,
            autumn.abbreviation
        ),
        (instant("2026-10-25T01:00:00Z"), 7200, 3600, "CET")
    );
    assert_eq!(
        zone("Europe/Berlin")
            .transitions(instant("2026-03-29T01:00:00.001Z"), instant("2026-10-25T01:00:00Z"))
            .count(),
        0
    );
}

#[test]
fn a_zone_is_read_by_its_name_and_an_unknown_one_is_an_error() {
    assert_eq!(zone("Europe/Berlin").to_string(), "Europe/Berlin");
    assert_eq!(serde_json::to_string(&Zone::UTC).unwrap(), "\"UTC\"");
    for bad in ["", "Berlin", "europe/berlin", "W. Europe Standard Time", "+01:00"] {
        assert_eq!(bad.parse::<Zone>(), Err(BadText::Zone), "{bad}");
    }
}
