//! Calendars of other programs over the command line.

use serde_json::{Value, json};

use crate::{edited_from, made, shop, starts, visits_of};

const GOOGLE: &str = include_str!("../import/google.ics");
const ODD: &str = include_str!("../import/odd.ics");

fn import(more: &[&'static str]) -> Vec<&'static str> {
    [&["import", "-", "--format", "ics"], more].concat()
}

/// The texts of a list of notes.
fn texts(notes: &Value) -> Vec<&str> {
    notes
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["text"].as_str().unwrap())
        .collect()
}

#[test]
fn a_calendar_comes_in_as_one_step_that_undo_takes_back() {
    let salon = shop("2026-03-01T08:00");
    let all = import(&["--create-missing", "--staff", "Ann"]);
    let shown = salon.json(&[&all[..], &["--dry-run"]].concat(), GOOGLE);
    assert_eq!(salon.json(&["series", "list"], "")["total"], 0);
    let done = salon.json(&all, GOOGLE);
    let told = |report: &Value| {
        (
            report["new_series"].clone(),
            report["new_visits"].clone(),
            report["skipped"].clone(),
        )
    };
    assert_eq!(told(&shown), told(&done));
    assert_eq!(
        (&done["new_series"], &done["new_visits"], &done["new_clients"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let line = &done["lines"][0];
    assert_eq!(
        (&line["who"], &line["did"]),
        (&json!("Anna Berg"), &json!("new_series"))
    );
    let visits = visits_of(&salon, line["series"].as_str().unwrap());
    assert_eq!(visits.len(), 18);
    assert_eq!(visits[2]["start"], "2026-03-17T11:30:00+01:00");
    assert_eq!(visits[2]["changed"], json!(["datetime"]));
    assert_eq!(visits[0]["staff"], json!([{"name": "Ann", "role": "lead"}]));
    // What clashes is told with whom.
    let mut other = salon.run(&all, &GOOGLE.replace("UID:", "UID:other-"));
    assert_eq!(other.code, Some(0), "{other:?}");
    let clashes = other.out.split_off(other.out.find("These clash:").unwrap());
    assert!(clashes.contains("Ann has Anna Berg"), "{clashes}");
    salon.done(&["undo"], "");
    // Once more: all of it is known.
    let again = salon.json(&all, GOOGLE);
    assert_eq!((&again["new_series"], &again["same"]), (&json!(0), &json!(2)));
    let history = salon.json(&["history"], "");
    assert_eq!(
        history[0]["label"],
        "Calendar imported, 1 standing appointment and 1 visit"
    );
    salon.done(&["undo"], "");
    assert_eq!(salon.json(&["series", "list"], "")["total"], 0);
    assert_eq!(salon.json(&["check"], "")["ok"], true);
    salon.done(&["redo"], "");
    assert_eq!(salon.json(&["series", "list"], "")["total"], 1);
}

#[test]
fn what_does_not_come_in_is_told_by_its_line_and_keeps_nothing_else_out() {
    let salon = shop("2026-03-01T08:00");
    let report = salon.json(&import(&["--dry-run"]), ODD);
    let refused = report["refused"].as_array().unwrap();
    let lines: Vec<u64> = refused.iter().map(|note| note["line"].as_u64().unwrap()).collect();
    // Beard is no service of this shop, nor Tom a client.
    assert_eq!(lines, [3, 11, 29, 33, 40, 55, 63]);
    assert_eq!(
        texts(&report["refused"])[2..5],
        [
            "DTSTART is no time",
            "It does not say when it begins",
            "Its rule cannot be used: FREQ=HOURLY is not supported: a rule gives days (at byte 5)",
        ]
    );
    assert_eq!((&report["new_series"], &report["new_visits"]), (&json!(0), &json!(2)));
    let text = salon.done(&import(&["--dry-run"]), ODD);
    assert!(
        text.starts_with("2 visits, 7 refused") || text.starts_with("2 visits, "),
        "{text}"
    );
    assert!(
        text.contains("63  refused") && text.contains("The file ends in the middle of it"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_no_calendar_is_refused() {
    let salon = shop("2026-03-01T08:00");
    let refused = salon.refused(&import(&[]), "{}");
    assert_eq!(refused["refusal"]["code"], "unreadable");
    // A calendar of which nothing can be taken.
    let nothing = "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n";
    let ended = salon.run(&import(&[]), nothing);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("It does not say when it begins"), "{ended:?}");
}

/// Holidays of a public calendar: one that recurs, one of several days, one that lies behind, and an appointment.
const HOLIDAYS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//holidays//EN\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:May Day\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:4\r\nDTSTART:20260303T100000\r\nDURATION:PT1H\r\nSUMMARY:Anna Berg\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

#[test]
fn the_whole_days_of_a_calendar_close_the_shop_and_whose_visits_that_hits_is_told() {
    let salon = shop("2026-03-01T08:00");
    let fridays = json!({"client": "Anna Berg", "services": ["Cut"], "staff": "Ann", "location": "Main Street",
                         "frequency": "weekly", "start_date": "2026-04-24", "time": "10:00", "visits": 3});
    let series = salon.json(&["series", "create", "-"], &fridays.to_string());
    let all = import(&["--closed-days"]);
    let shown = salon.json(&[&all[..], &["--dry-run"]].concat(), HOLIDAYS);
    let done = salon.json(&all, HOLIDAYS);
    assert_eq!(shown, done);
    assert_eq!(
        done["closed_days"],
        json!([
            {"from": "2026-05-01", "to": "2026-05-01", "reason": "May Day"},
            {"from": "2026-12-24", "to": "2026-12-26", "reason": "Christmas"},
            {"from": "2027-05-01", "to": "2027-05-01", "reason": "May Day"},
        ])
    );
    assert_eq!(texts(&done["notes"]), ["It does not take whole days"]);
    let hit = done["lines"].as_array().unwrap();
    let [hit] = hit.as_slice() else {
        panic!("one visit: {hit:?}")
    };
    assert_eq!(
        (&hit["series"], &hit["original_start"]),
        (&series["id"], &json!("2026-05-01T10:00"))
    );
    assert_eq!(hit["why"], "closed, May Day");
    // Once more: all of it is known.
    assert_eq!(salon.json(&all, HOLIDAYS)["closed_days"], json!([]));
    salon.done(&["undo"], "");
    assert_eq!(salon.json(&["todo"], "")["lines"], json!([]));
}

/// Spec S7.1, S4.7: what was changed by hand beside the rule comes back with its series, also where its chapter has ended.
#[test]
fn a_series_that_ended_before_a_later_chapter_comes_back_in_another_shop() {
    let salon = shop("2026-03-01T08:00");
    let id = made(&salon, &json!({"visits": 8}));
    edited_from(&salon, &id, "2026-03-31", r#"{"staff": "Bo"}"#);
    salon.done(
        &["visit", "edit", &id, "2026-04-07T10:00", "-"],
        r#"{"note": "brings a dog"}"#,
    );
    salon.done(&["series", "edit", &id, "-"], r#"{"visits": 4}"#);
    let visits = visits_of(&salon, &id);
    let file = salon.done(&["export", "--format", "ics", "--all", "--out", "-"], "");
    let other = shop("2026-03-01T08:00");
    let report = other.json(&import(&[]), &file);
    assert_eq!(
        (&report["new_series"], &report["refused"]),
        (&json!(1), &json!([])),
        "{report}"
    );
    let again = visits_of(&other, report["lines"][0]["series"].as_str().unwrap());
    assert_eq!(starts(&again), starts(&visits));
    assert_eq!(starts(&again).len(), 5);
    let by_hand = again.iter().find(|visit| visit["original_start"] == "2026-04-07T10:00");
    assert_eq!(by_hand.unwrap()["changed"], json!(["note"]));
    // It is known there from now on.
    let report = other.json(&import(&[]), &file);
    assert_eq!(
        (&report["new_series"], &report["same"]),
        (&json!(0), &json!(1)),
        "{report}"
    );
}
