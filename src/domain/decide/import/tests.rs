//! What comes of calendars of other programs, in the small salon of the tests.

use super::*;
use crate::domain::Command;
use crate::domain::fixture::{Salon, read};
use crate::domain::import::{Instead, Repair, Seen, Skip};
use crate::domain::values::*;
use crate::recurrence::{Rule, Start};
use crate::time::{Minutes, Zone};

fn salon() -> Salon {
    Salon::at("Europe/Berlin", "2026-03-01T08:00")
}

fn zoned(civil: &str, zone: &str) -> Start {
    Start::Zoned(read(civil), read::<Zone>(zone))
}

fn here(civil: &str) -> Start {
    zoned(civil, "Europe/Berlin")
}

/// An appointment of 45 minutes, with a rule where one is given.
fn incoming(summary: &str, start: Start, rule: &str) -> Incoming {
    let uid = format!("{summary} {start:?} {rule}");
    let rule = (!rule.is_empty()).then(|| {
        Rule::repaired(rule, start)
            .unwrap()
            .rule
            .ending_by_day(start.time(), start.zone())
    });
    Incoming {
        line: 1,
        uid,
        sequence: 3,
        seen: Seen {
            summary: summary.to_owned(),
            ..Seen::default()
        },
        start,
        length: Some(Minutes::new(45)),
        rule,
        left_out: Vec::new(),
        more: Vec::new(),
        instead: Vec::new(),
        ours: None,
        unknown: String::new(),
    }
}

fn import(incoming: impl IntoIterator<Item = Incoming>) -> Import {
    Import {
        incoming: incoming.into_iter().collect(),
        create_missing: true,
        ..Import::default()
    }
}

/// Takes a file in; the report, and the starts of all visits that stand in the book then, by the wall of Berlin.
#[track_caller]
fn taken(salon: &mut Salon, import: &Import) -> (Report, Vec<String>) {
    let (report, then) = foresee(&salon.book, import, &mut salon.moment.clone()).unwrap();
    match salon.attempt(&Command::Import(Box::new(import.clone()))) {
        Ok(_) => assert!(report.changes_anything()),
        Err(refused) => assert_eq!(
            (refused, report.changes_anything()),
            (Refusal::NothingToChange.into(), false)
        ),
    }
    assert_eq!(then.visits().len(), salon.book.visits().len(), "as it was shown");
    let mut visits: Vec<_> = salon
        .book
        .visits()
        .all()
        .filter(|visit| visit.state == VisitState::Stable)
        .collect();
    visits.sort_by_key(|visit| visit.start_utc);
    (report, visits.iter().map(|visit| visit.start().to_string()).collect())
}

/// What is noted, without what it is about.
fn noted(report: &Report) -> Vec<Noted> {
    report.notes.iter().map(|note| note.noted.clone()).collect()
}

#[test]
fn a_rule_with_what_differs_from_it_becomes_a_standing_appointment() {
    let mut salon = salon();
    let mut weekly = incoming(
        "Anna Berg, Cut",
        here("2026-03-03T10:00"),
        "FREQ=WEEKLY;COUNT=5;BYDAY=TU",
    );
    weekly.left_out.push(zoned("2026-03-10T09:00", "UTC"));
    weekly.instead.push(Instead {
        line: 9,
        of: here("2026-03-17T10:00"),
        start: here("2026-03-18T11:00"),
        length: Some(Minutes::new(30)),
        seen: Seen::default(),
        ours: None,
    });
    weekly.more.push((here("2026-03-20T12:00"), None));
    let (report, visits) = taken(&mut salon, &import([weekly.clone()]));
    assert_eq!(noted(&report), []);
    assert_eq!(
        visits,
        [
            "2026-03-03T10:00",
            "2026-03-18T11:00",
            "2026-03-20T12:00",
            "2026-03-24T10:00",
            "2026-03-31T10:00"
        ]
    );
    assert_eq!(
        (report.count(Did::NewSeries), report.new_visits(), report.clients),
        (1, 5, 0)
    );
    let series = report.lines[0].series;
    let moved = salon.visit(series, "2026-03-17T10:00");
    assert_eq!(
        (moved.minutes, moved.changed),
        (Minutes::new(30), Changed::DATETIME.with(Changed::DURATION))
    );
    assert_eq!(moved.bookings[0].client_id, Some(salon.anna));
    assert_eq!(
        salon.visit(series, "2026-03-10T10:00").removed_by,
        Some(RemovedBy::Person)
    );
    assert_eq!(salon.visit(series, "2026-03-20T12:00").origin, VisitOrigin::Extra);
    // The same again is known.
    let (again, same) = taken(&mut salon, &import([weekly]));
    assert_eq!((again.changes_anything(), same), (false, visits));
}

#[test]
fn what_nobody_knows_is_made_only_where_that_is_asked_for() {
    let mut salon = salon();
    let braids = || incoming("Mia Wolf, Braids", here("2026-03-03T10:00"), "");
    let mut known_only = import([braids(), incoming("Anna Berg, Cut", here("2026-03-04T10:00"), "")]);
    known_only.create_missing = false;
    let (report, visits) = taken(&mut salon, &known_only);
    assert_eq!(visits, ["2026-03-04T10:00"]);
    assert!(
        matches!(noted(&report).as_slice(), [Noted::Refused(Reason::Fields(_))]),
        "{report:?}"
    );
    let (report, visits) = taken(
        &mut salon,
        &import([braids(), incoming("Braids Mia Wolf", here("2026-03-05T10:00"), "")]),
    );
    assert_eq!(visits.len(), 3);
    assert_eq!(
        (report.clients, report.services, report.count(Did::NewVisit)),
        (1, 1, 2)
    );
}

#[test]
fn a_client_alone_has_what_they_always_have() {
    let mut salon = salon();
    salon.create(salon.draft("FREQ=WEEKLY;COUNT=2;BYDAY=TU", "2026-03-01", "10:00"));
    let (report, _) = taken(
        &mut salon,
        &import([incoming("Anna Berg", here("2026-04-04T10:00"), "")]),
    );
    assert_eq!((report.services, report.clients), (0, 0));
    // Of Tom nothing is known.
    let (report, _) = taken(
        &mut salon,
        &import([incoming("Tom Öztürk", here("2026-04-04T10:00"), "")]),
    );
    assert_eq!((report.services, report.clients), (1, 0));
}

#[test]
fn dates_keep_the_time_of_the_other_calendar_when_the_clock_changes_there_on_another_day() {
    let mut salon = salon();
    let weekly = incoming(
        "Anna Berg, Cut",
        zoned("2026-03-20T09:00", "UTC"),
        "FREQ=WEEKLY;COUNT=3",
    );
    let (report, visits) = taken(&mut salon, &import([weekly]));
    assert_eq!(visits, ["2026-03-20T10:00", "2026-03-27T10:00", "2026-04-03T11:00"]);
    assert_eq!(noted(&report), [Noted::Repaired(Repair::OtherZone(1))]);
    // On the other day where it is already tomorrow here.
    let late = incoming(
        "Anna Berg, Beard",
        zoned("2026-04-03T23:00", "UTC"),
        "FREQ=WEEKLY;COUNT=2;BYDAY=FR",
    );
    let (_, visits) = taken(&mut salon, &import([late]));
    assert_eq!(visits[3..], ["2026-04-04T01:00", "2026-04-11T01:00"]);
    let monthly = incoming(
        "Anna Berg, Beard",
        zoned("2026-04-03T23:00", "UTC"),
        "FREQ=MONTHLY;COUNT=2",
    );
    let (report, _) = taken(&mut salon, &import([monthly]));
    assert_eq!(noted(&report), [Noted::Refused(Reason::OtherDays)]);
}

#[test]
fn a_start_that_is_no_date_of_the_rule_comes_beside_it() {
    let mut salon = salon();
    let odd = incoming(
        "Anna Berg, Cut",
        here("2026-03-02T10:00"),
        "FREQ=WEEKLY;COUNT=2;BYDAY=WE",
    );
    let (report, visits) = taken(&mut salon, &import([odd]));
    assert_eq!(visits, ["2026-03-02T10:00", "2026-03-04T10:00", "2026-03-11T10:00"]);
    assert_eq!(noted(&report), [Noted::Repaired(Repair::StartBesideRule)]);
}

#[test]
fn a_series_that_is_too_long_begins_later_or_ends_earlier() {
    let mut salon = salon();
    let daily = |start, rule| incoming("Anna Berg, Cut", here(start), rule);
    let (report, visits) = taken(&mut salon, &import([daily("2015-01-01T10:00", "FREQ=DAILY")]));
    assert_eq!((visits.len(), visits[1_039].as_str()), (1_040, "2027-03-01T10:00"));
    assert_eq!(
        noted(&report),
        [Noted::Repaired(Repair::BeginsLater(read("2024-04-26")))]
    );
    let (report, visits) = taken(
        &mut salon,
        &import([daily("2026-03-02T10:00", "FREQ=DAILY;COUNT=1000000000")]),
    );
    assert_eq!(visits.len(), 2_080);
    assert_eq!(
        noted(&report),
        [Noted::Repaired(Repair::EndsEarlier(read("2029-01-04")))]
    );
    let (report, _) = taken(
        &mut salon,
        &import([daily("2026-03-02T10:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]),
    );
    assert!(
        matches!(noted(&report).as_slice(), [Noted::Refused(Reason::Fields(_))]),
        "{:?}",
        report.notes
    );
    let mut nothing = daily("2026-03-02T10:00", "FREQ=DAILY;COUNT=2");
    nothing.left_out = vec![here("2026-03-02T10:00"), Start::Day(read("2026-03-03"))];
    let (report, _) = taken(&mut salon, &import([nothing]));
    assert_eq!(noted(&report), [Noted::Skipped(Skip::NothingLeft)]);
}

#[test]
fn clashes_are_booked_and_told_and_undo_takes_all_of_it_back() {
    let mut salon = salon();
    let mut one = incoming(
        "Anna Berg, Cut",
        here("2026-03-03T10:00"),
        "FREQ=WEEKLY;COUNT=3;BYDAY=TU",
    );
    one.seen.people = vec!["Ann".to_owned()];
    let mut other = incoming("Tom Öztürk: Beard", here("2026-03-10T10:30"), "");
    other.seen.people = vec!["Ann".to_owned()];
    let before = salon.book.clone();
    let decided = decide(&salon.book, &import([one, other]), &mut salon.moment).unwrap();
    assert_eq!(decided.1.clashes(), 1);
    let change = decided.0.unwrap().change;
    assert_eq!(change.origin, Origin::Import);
    assert_eq!(
        change.label,
        Label::Imported {
            series: 1,
            visits: 1,
            updated: 0
        }
    );
    let mut book = before.clone();
    change.edits.iter().for_each(|edit| book.apply(edit).unwrap());
    change
        .edits
        .iter()
        .rev()
        .for_each(|edit| book.apply(&edit.inverse()).unwrap());
    assert_eq!(book, before);
}

#[test]
fn services_take_as_long_as_the_visit() {
    let mut salon = salon();
    let mut both = incoming("Anna Berg: Cut, Beard", here("2026-03-03T10:00"), "");
    for (minutes, expected) in [(75, [45, 30]), (90, [45, 45]), (40, [40, 30])] {
        both.uid = minutes.to_string();
        both.length = Some(Minutes::new(minutes));
        let (report, _) = taken(&mut salon, &import([both.clone()]));
        let series = report.lines[0].series;
        let visit = report.lines[0].plan.lines[0].after.clone().unwrap();
        let chapter = salon.book.chapters().of(series).next().unwrap().id;
        let lines: Vec<i32> = salon
            .book
            .lines()
            .of(chapter)
            .map(|line| line.stretches.length().count())
            .collect();
        assert_eq!((visit.minutes.count(), lines), (minutes, expected.to_vec()));
    }
}
