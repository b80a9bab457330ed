//! Scopes of a change (spec S4.5): all to come, from a day on, some days; what it overwrites by force, and what one visit makes
//! the usual.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{edited_from, made, shop, starts, visits_of};

/// Anna's ten Tuesdays at ten from 3 March 2026 on, of which three are past.
fn ten_tuesdays() -> (Salon, String) {
    let mut salon = shop("2026-03-01T08:00");
    let id = made(&salon, &json!({"visits": 10}));
    salon.wait_until("2026-03-18T12:00");
    (salon, id)
}

/// The starts of a series, without the zone.
fn times(salon: &Salon, id: &str) -> Vec<String> {
    let visits = visits_of(salon, id);
    starts(&visits)
        .iter()
        .map(|start| start.get(5..16).unwrap().to_owned())
        .collect()
}

fn of<'v>(visits: &'v [Value], original: &str) -> &'v Value {
    let is = |visit: &&Value| visit["original_start"] == original;
    visits
        .iter()
        .find(is)
        .unwrap_or_else(|| panic!("no visit at {original}"))
}

/// Spec S4.5, S4.6.
#[test]
fn all_to_come_changes_what_is_not_past_and_undo_brings_it_back() {
    let (salon, id) = ten_tuesdays();
    let before = visits_of(&salon, &id);
    let change = r#"{"time": "11:00"}"#;
    let preview = salon.json(&["series", "edit", &id, "-", "--dry-run"], change);
    let lines = preview["lines"].as_array().unwrap();
    assert_eq!((lines.len(), lines[0]["line"].as_str()), (7, Some("event_changed")));
    assert_eq!(lines[0]["before"]["start"], "2026-03-24T10:00:00+01:00");
    assert_eq!(lines[0]["after"]["start"], "2026-03-24T11:00:00+01:00");
    let shown = salon.json(&["series", "edit", &id, "-"], change);
    assert_eq!((&shown["id"], &shown["start_date"]), (&json!(id), &json!("2026-03-24")));
    assert_eq!(times(&salon, &id)[2..4], ["03-17T10:00", "03-24T11:00"]);
    salon.done(&["undo"], "");
    assert_eq!(visits_of(&salon, &id), before);
    salon.done(&["redo"], "");
    assert_eq!(times(&salon, &id)[2..4], ["03-17T10:00", "03-24T11:00"]);
    assert_eq!(salon.json(&["check"], "")["ok"], true);
}

/// Spec S4.5.
#[test]
fn from_here_on_begins_on_its_day_and_a_day_behind_the_end_is_named() {
    let (salon, id) = ten_tuesdays();
    let following = ["series", "edit", &id, "-", "--scope", "following"];
    let from = |day: &'static str| [&following[..], &["--from", day]].concat();
    salon.done(&from("2026-04-01"), r#"{"weekdays": ["thu"]}"#);
    assert_eq!(times(&salon, &id)[4..6], ["03-31T10:00", "04-02T10:00"]);
    assert_eq!(times(&salon, &id).len(), 10);
    let refused = salon.refused(&from("2027-01-01"), r#"{"time": "11:00"}"#);
    assert!(refused["errors"]["from"].is_array(), "{refused}");
    assert_eq!(salon.run(&following, "{}").code, Some(2));
}

/// Spec S4.2.
#[test]
fn force_overwrites_what_was_changed_by_hand_and_lists_it() {
    let (salon, id) = ten_tuesdays();
    let to = ["--to", "2026-03-31T15:00", "--staff", "Bo"];
    salon.done(&[&["visit", "move", &id, "2026-03-31T10:00"], &to[..]].concat(), "");
    let change = r#"{"time": "11:00"}"#;
    let edit = ["series", "edit", &id, "-", "--dry-run"];
    let line = |arguments: &[&str]| {
        let preview = salon.json(&[&edit[..], arguments].concat(), change);
        of(preview["lines"].as_array().unwrap(), "2026-03-31T11:00").clone()
    };
    assert_eq!(line(&[])["after"]["start"], "2026-03-31T15:00:00+02:00");
    assert_eq!(line(&["--force", "2026-04-07T10:00"])["overwrites"], json!([]));
    for arguments in [&["--force"][..], &["--force", "2026-03-31T10:00,2026-04-07T10:00"]] {
        let line = line(arguments);
        assert_eq!(line["line"], "event_changed_force");
        assert_eq!(line["overwrites"], json!(["staff", "datetime"]));
        assert_eq!(line["after"]["start"], "2026-03-31T11:00:00+02:00");
        assert_eq!(line["after"]["changed"], json!([]));
    }
    salon.done(&["series", "edit", &id, "-", "--force"], change);
    assert_eq!(
        of(&visits_of(&salon, &id), "2026-03-31T11:00")["staff"][0]["name"],
        "Ann"
    );
}

/// Spec S4.5: a layer ends by itself and goes on to receive what it does not change.
#[test]
fn some_days_have_another_stylist_and_time_and_follow_later_changes() {
    let (salon, id) = ten_tuesdays();
    let between = ["--scope", "between", "--from", "2026-03-30", "--until", "2026-04-10"];
    let edit = [&["series", "edit", &id, "-"], &between[..]].concat();
    let change = r#"{"staff": "Bo", "time": "15:00"}"#;
    let preview = salon.json(&[&edit[..], &["--dry-run"]].concat(), change);
    assert_eq!(preview["lines"].as_array().unwrap().len(), 2, "{preview}");
    salon.done(&edit, change);
    let visits = visits_of(&salon, &id);
    let visit = of(&visits, "2026-04-07T10:00");
    assert_eq!(
        (&visit["staff"][0]["name"], &visit["changed"]),
        (&json!("Bo"), &json!([]))
    );
    assert_eq!(
        times(&salon, &id)[3..7],
        ["03-24T10:00", "03-31T15:00", "04-07T15:00", "04-14T10:00"]
    );
    // What the layer does not say follows; what it says stays.
    salon.done(
        &["series", "edit", &id, "-"],
        r#"{"time": "11:00", "services": ["Colour"]}"#,
    );
    let visits = visits_of(&salon, &id);
    let visit = of(&visits, "2026-04-07T11:00");
    assert_eq!(
        (&visit["services"][0]["name"], &visit["services"][0]["staff"]),
        (&json!("Colour"), &json!("Bo"))
    );
    assert_eq!(
        times(&salon, &id)[3..7],
        ["03-24T11:00", "03-31T15:00", "04-07T15:00", "04-14T11:00"]
    );
    let refused = salon.refused(&edit, r#"{"frequency": "daily", "services": ["Cut"]}"#);
    let fields: Vec<&String> = refused["errors"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["frequency", "services"]);
    salon.done(&["undo"], "");
    salon.done(&["undo"], "");
    assert_eq!(times(&salon, &id)[3..5], ["03-24T10:00", "03-31T10:00"]);
}

#[test]
fn somebody_stands_in_for_all_work_of_a_stylist_for_a_while() {
    let (salon, id) = ten_tuesdays();
    let ben = made(
        &salon,
        &json!({"client": "Ben Meyer", "start_date": "2026-03-26", "visits": 4}),
    );
    let cover = [
        "cover",
        "Ann",
        "--by",
        "Bo",
        "--from",
        "2026-03-30",
        "--until",
        "2026-04-03",
    ];
    let preview = salon.json(&[&cover[..], &["--dry-run"]].concat(), "");
    let starts: Vec<_> = preview["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["original_start"])
        .collect();
    assert_eq!(starts, ["2026-03-31T10:00", "2026-04-02T10:00"]);
    let done = salon.json(&cover, "");
    assert_eq!(done["label"], "Bo stands in for Ann, 30 Mar to 3 Apr 2026, 2 visits");
    let staff = |id: &str| -> Vec<String> {
        let visits = visits_of(&salon, id);
        visits
            .iter()
            .map(|visit| visit["staff"][0]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(staff(&ben), ["Ann", "Bo", "Ann", "Ann"]);
    assert_eq!(staff(&id).iter().filter(|name| *name == "Bo").count(), 1);
    // Bo is taken then.
    let taken =
        json!({"client": "Ben Meyer", "services": ["Cut"], "start_date": "2026-03-31", "time": "10:00", "staff": "Bo"});
    assert_eq!(
        salon.refused(&["book", "-"], &taken.to_string())["refusal"]["code"],
        "clashes"
    );
    salon.done(&["undo"], "");
    assert_eq!(staff(&ben), ["Ann", "Ann", "Ann", "Ann"]);
}

/// Spec S4.8: only the fields that differ.
#[test]
fn what_was_changed_of_one_visit_becomes_the_usual() {
    let (salon, id) = ten_tuesdays();
    let to = ["--to", "2026-04-01T11:00", "--duration", "PT45M"];
    salon.done(&[&["visit", "move", &id, "2026-03-31T10:00"], &to[..]].concat(), "");
    let arguments = [
        "visit",
        "apply-to-series",
        &id,
        "2026-03-31T10:00",
        "--scope",
        "following",
    ];
    salon.done(&arguments, "");
    assert_eq!(times(&salon, &id)[3..6], ["03-24T10:00", "04-01T11:00", "04-08T11:00"]);
    let visits = visits_of(&salon, &id);
    let visit = of(&visits, "2026-04-01T11:00");
    assert_eq!(
        (&visit["changed"], &visit["services"][0]["duration"]),
        (&json!([]), &json!("PT45M"))
    );
    assert_eq!(of(&visits, "2026-04-15T11:00")["staff"][0]["name"], "Ann");
    salon.done(&["undo"], "");
    assert_eq!(times(&salon, &id)[3..6], ["03-24T10:00", "04-01T11:00", "04-07T10:00"]);
}

#[test]
fn the_visits_of_some_days_are_cancelled_and_the_series_goes_on() {
    let (salon, id) = ten_tuesdays();
    let days = [
        "--from",
        "2026-03-30",
        "--until",
        "2026-04-10",
        "--reason",
        "on holiday",
    ];
    let cancelled = salon.json(&[&["series", "cancel", &id], &days[..]].concat(), "");
    let (status, reason) = (&cancelled["status"], &cancelled["change_reason"]);
    assert_eq!((status, reason), (&json!("running"), &json!("on holiday")));
    // What ended the series would be something else.
    assert_eq!(cancelled["cancel_reason"], "");
    assert_eq!(times(&salon, &id)[3..5], ["03-24T10:00", "04-14T10:00"]);
    assert_eq!(of(&visits_of(&salon, &id), "2026-04-07T10:00")["removed_by"], "person");
}

/// Our own export of several chapters comes back in another book as what it was, and changes nothing in its own.
#[test]
fn several_chapters_come_back_from_a_calendar_as_what_they_were() {
    let (salon, id) = ten_tuesdays();
    salon.done(
        &["series", "edit", &id, "-"],
        r#"{"weekdays": ["thu"], "time": "11:00"}"#,
    );
    edited_from(&salon, &id, "2026-04-20", r#"{"services": ["Colour"]}"#);
    salon.done(&["visit", "cancel", &id, "2026-04-09T11:00"], "");
    let calendar = salon.done(&["export", "--format", "ics", "--series", &id], "");
    let rules: Vec<&str> = calendar
        .lines()
        .filter(|line| line.starts_with("RRULE:FREQ=WEEKLY"))
        .collect();
    // Each ends with the last start that it keeps, and has a name of its own.
    assert_eq!(
        rules,
        [
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260317T090000Z",
            "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20260416T090000Z",
            "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20260507T090000Z"
        ]
    );
    let before = visits_of(&salon, &id);
    salon.run(&["import", "-", "--format", "ics"], &calendar);
    assert_eq!(visits_of(&salon, &id), before);

    let other = shop("2026-03-18T12:00");
    other.done(&["import", "-", "--format", "ics"], &calendar);
    let seen = |visits: Vec<Value>| -> Vec<Value> {
        // What does not stand in the book is not in the calendar.
        visits.into_iter().filter(|visit| visit["status"] == "stable").collect()
    };
    assert_eq!(seen(visits_of(&other, &id)), seen(before));
    let shown = |salon: &Salon| salon.json(&["series", "show", &id], "")["sentence"].clone();
    assert_eq!(shown(&other), shown(&salon));
    assert_eq!(
        other
            .done(&["export", "--format", "ics", "--series", &id], "")
            .matches("RRULE:FREQ=WEEKLY")
            .count(),
        3
    );
}

/// Spec S4.5: who stands in can do so for less long than was said.
#[test]
fn a_cover_ends_earlier() {
    let (salon, id) = ten_tuesdays();
    let cover = ["cover", "Ann", "--by", "Bo"];
    let with = |more: &[&'static str]| [&cover[..], more].concat();
    let done = salon.done(&with(&["--from", "2026-03-19", "--until", "2026-04-30"]), "");
    assert_eq!(done.trim(), "Bo stands in for Ann, 19 Mar to 30 Apr 2026, 6 visits");
    let leads = || {
        let visits = visits_of(&salon, &id);
        let names = visits
            .iter()
            .map(|visit| visit["staff"][0]["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()[3..].join(" ")
    };
    assert_eq!(leads(), "Bo Bo Bo Bo Bo Bo Ann");
    let shown = salon.json(&with(&["--ends", "2026-04-10", "--dry-run"]), "");
    assert_eq!(shown["lines"].as_array().unwrap().len(), 3);
    let done = salon.done(&with(&["--ends", "2026-04-10"]), "");
    assert_eq!(done.trim(), "Work of Ann as usual again from 11 Apr 2026, 3 visits");
    assert_eq!(leads(), "Bo Bo Bo Ann Ann Ann Ann");
    let late = salon.refused(&with(&["--ends", "2026-04-20"]), "");
    assert_eq!(late["errors"]["by"], json!(["Does not stand in then"]));
    salon.done(&["undo"], "");
    assert_eq!(leads(), "Bo Bo Bo Bo Bo Bo Ann");
}
