//! Being away, coming back, stopping and going on (spec S3.1, S3.2), what is to do (S4.10), over the command line.

use serde_json::{Value, json};

use crate::{made, shop, starts, visits_of};

fn statuses(visits: &[Value]) -> Vec<&str> {
    visits
        .iter()
        .map(|visit| visit["status"].as_str().expect("a status"))
        .collect()
}

/// Spec S3.2: held or given up, back again with what clashes by then, undone across restarts.
#[test]
fn a_series_pauses_comes_back_and_can_be_taken_back() {
    let mut salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({}));
    let before = visits_of(&salon, &id);
    let pause = ["series", "pause", &id, "--from", "2026-03-10", "--until", "2026-03-17"];

    let shown = salon.json(&[&pause[..], &["--dry-run"]].concat(), "");
    let lines = shown["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["line"], &lines[0]["after"]["status"]),
        (&json!("event_changed"), &json!("on_hold"))
    );
    assert_eq!(lines[0]["why"], "away, the place is held");
    assert_eq!(visits_of(&salon, &id), before);

    let series = salon.json(&pause, "");
    assert_eq!(
        series["pauses"],
        json!([{"of": "series", "from": "2026-03-10", "until": "2026-03-17", "give_up": false}])
    );
    assert_eq!(
        (&series["status"], &series["visits_left"]),
        (&json!("running"), &json!(6))
    );
    assert_eq!(
        statuses(&visits_of(&salon, &id))[..4],
        ["stable", "on_hold", "on_hold", "stable"]
    );
    assert!(
        salon
            .done(&["series", "show", &id], "")
            .contains("away 10 to 17 Mar 2026")
    );
    // What is held is not exported.
    let calendar = salon.done(
        &["export", "--format", "ics", "--series", &id, "--expanded", "--out", "-"],
        "",
    );
    let visits = calendar.matches("BEGIN:VEVENT").count();
    assert_eq!((visits, calendar.contains("20260310T")), (4, false));

    salon.done(&[&pause[..], &["--give-up"]].concat(), "");
    assert_eq!(
        statuses(&visits_of(&salon, &id))[1..3],
        ["entity_deleted", "entity_deleted"]
    );
    let ben = json!({"client": "Ben Meyer", "services": ["Cut"], "start_date": "2026-03-17", "time": "10:00", "staff": "Ann"});
    salon.done(&["book", "-"], &ben.to_string());
    salon.wait_until("2026-03-05T08:00");
    let back = salon.json(&["series", "resume", &id, "--dry-run"], "");
    let lines: Vec<&str> = back["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["line"].as_str().unwrap())
        .collect();
    assert_eq!(lines, ["event_created", "entity_failed"]);
    salon.done(&["series", "resume", &id], "");
    assert_eq!(statuses(&visits_of(&salon, &id))[1..3], ["stable", "entity_failed"]);
    let refused = salon.refused(&["series", "resume", &id], "");
    assert_eq!(refused["refusal"]["code"], "not_away");
    for _ in 0..4 {
        salon.done(&["undo"], "");
    }
    assert_eq!(visits_of(&salon, &id), before);
}

/// Spec S3.2: away is a client over all series.
#[test]
fn a_client_is_away_and_comes_back() {
    let salon = shop("2026-02-20T08:00");
    let first = made(&salon, &json!({}));
    let second = made(
        &salon,
        &json!({"time": "15:00", "weekdays": ["thu"], "start_date": "2026-03-05"}),
    );
    let away = [
        "client",
        "away",
        "Anna Berg",
        "--from",
        "2026-03-09",
        "--until",
        "2026-03-13",
    ];
    let lines = salon.json(&away, "");
    assert_eq!(lines["lines"].as_array().unwrap().len(), 2);
    for id in [&first, &second] {
        assert_eq!(statuses(&visits_of(&salon, id))[..3], ["stable", "on_hold", "stable"]);
    }
    salon.done(&["client", "back", "Anna Berg"], "");
    for id in [&first, &second] {
        assert_eq!(starts(&visits_of(&salon, id)).len(), 6);
    }
    let refused = salon.refused(
        &[
            "client",
            "away",
            "Anna Berg",
            "--from",
            "2026-03-09",
            "--until",
            "2026-03-01",
        ],
        "",
    );
    assert!(refused["errors"]["until"][0].is_string(), "{refused}");
    let unknown = salon.refused(&["client", "back", "Nobody"], "");
    assert!(unknown["errors"]["client"][0].is_string(), "{unknown}");
}

/// Spec S3.1: what the stop took out comes back, and not what a person cancelled before.
#[test]
fn a_stopped_series_goes_on() {
    let mut salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({}));
    salon.done(&["visit", "cancel", &id, "2026-03-17T10:00"], "");
    let before = visits_of(&salon, &id);
    salon.done(&["series", "cancel", &id, "--reason", "moved away"], "");
    assert_eq!(starts(&visits_of(&salon, &id)), [] as [&str; 0]);
    salon.wait_until("2026-02-22T08:00");
    let series = salon.json(&["series", "restart", &id], "");
    assert_eq!(
        (&series["status"], &series["cancel_reason"]),
        (&json!("running"), &json!(""))
    );
    assert_eq!(starts(&visits_of(&salon, &id)), starts(&before));
    let refused = salon.refused(&["series", "restart", &id], "");
    assert_eq!(refused["refusal"]["code"], "series_is_not_stopped");
    assert!(salon.done(&["series", "list"], "").contains("running, 5 visits left"));
}

/// Spec S4.10, S4.11: a day closes, and who is hit is said at once; kept or skipped all alike, or one alone.
#[test]
fn who_is_hit_by_a_closed_day_is_listed() {
    let salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({}));
    let other = made(&salon, &json!({"client": "Ben Meyer", "time": "12:00"}));
    let closed = json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2026-03-10", "to": "2026-03-10", "reason": "Flood"}]}]});
    let set = salon.json(&["setup", "set", "-"], &closed.to_string());
    let hit: Vec<&Value> = set["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["who"])
        .collect();
    assert_eq!(hit, ["Anna Berg", "Ben Meyer"]);
    let todo = salon.json(&["todo"], "");
    assert_eq!(
        todo["lines"],
        json!([
            {"kind": "problem", "series": id, "original_start": "2026-03-10T10:00", "who": "Anna Berg", "why": "closed, Flood"},
            {"kind": "problem", "series": other, "original_start": "2026-03-10T12:00", "who": "Ben Meyer", "why": "closed, Flood"},
        ])
    );
    let one = [
        "todo",
        "--fix",
        "keep",
        "--series",
        &id,
        "--original",
        "2026-03-10T10:00",
    ];
    salon.done(&one, "");
    assert_eq!(salon.json(&["todo"], "")["lines"].as_array().unwrap().len(), 1);
    salon.done(&["todo", "--fix", "skip"], "");
    assert_eq!(salon.json(&["todo"], "")["lines"], json!([]));
    assert_eq!(visits_of(&salon, &other)[1]["removed_by"], "person");
    let refused = salon.refused(&["todo", "--fix", "skip"], "");
    assert_eq!(refused["refusal"]["code"], "nothing_to_change");
    salon.done(&["undo"], "");
    salon.done(&["undo"], "");
    assert_eq!(salon.json(&["todo"], ""), todo);
}

/// Spec S3.1: what cannot come back where it was is said, and waits to be sorted out.
#[test]
fn who_goes_on_is_told_what_clashes_by_now() {
    let salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({}));
    salon.done(&["series", "cancel", &id], "");
    made(
        &salon,
        &json!({"client": "Ben Meyer", "start_date": "2026-03-10", "visits": 1}),
    );
    let restart = salon.run(&["series", "restart", &id], "");
    let said = &restart.err;
    assert!(
        restart.code == Some(0) && said.starts_with("1 date is not booked"),
        "{restart:?}"
    );
    assert!(said.contains("Tue 10 Mar 2026") && said.contains("Ben Meyer"), "{said}");
}
