//! Making, showing, changing and cancelling standing appointments and their visits.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{made, request, shop, starts, visits_of};

const NOW: &str = "2026-03-01T08:00";

#[test]
fn a_series_is_shown_as_it_was_made() {
    let salon = shop(NOW);
    let more = json!({"frequency": "biweekly", "weekdays": ["tue", "fri"], "visits": 26, "skip_dates": ["2026-04-14"]});
    let created = salon.json(&["series", "create", "-"], &request(&more));
    let id = created["id"].as_str().unwrap();
    assert_eq!(salon.json(&["series", "show", id], ""), created);
    let says = |field: &str, value: Value| assert_eq!(created[field], value, "{field}");
    says(
        "sentence",
        json!("Every 2 weeks on Tuesday and Friday at 10:00, from 3 Mar 2026, 26 dates"),
    );
    says("status", json!("running"));
    says("rrule", json!("FREQ=WEEKLY;INTERVAL=2;COUNT=26;WKST=MO;BYDAY=TU,FR"));
    says("start_date", json!("2026-03-03"));
    says("end_date", Value::Null);
    says("materialized_until", json!("2026-08-21"));
    assert_eq!(created["slots"].as_array().unwrap().len(), 2);
    assert_eq!(created["members"][0]["client"], "Anna Berg");
    let visits = visits_of(&salon, id);
    assert_eq!((visits.len(), starts(&visits).len()), (26, 25));
    let left_out = visits
        .iter()
        .find(|visit| visit["original_start"] == "2026-04-14T10:00")
        .unwrap();
    assert_eq!(
        (&left_out["status"], &left_out["removed_by"]),
        (&json!("entity_deleted"), &json!("person"))
    );
}

#[test]
fn text_for_a_person_is_short_and_says_the_sentence() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    assert_eq!(
        salon.done(&["series", "show", &id], ""),
        format!(
            "Anna Berg, Cut with Ann at Main Street\nEvery week on Tuesday at 10:00, from 3 Mar 2026, 6 dates\n\
             Running, 6 visits left, in the book up to 7 Apr 2026\n{id}\n"
        )
    );
    let dates = salon.done(&["dates", "-"], &request(&json!({"time": "10:15", "visits": 2})));
    assert_eq!(
        dates,
        "Every week on Tuesday at 10:15, from 3 Mar 2026, 2 dates\n2 dates, 2 to sort out\n\n\
         Tue 3 Mar 2026   10:15  new  1st date; Ann has Anna Berg, Cut, 10:15 to 10:30; Anna Berg has Cut with Ann, 10:15 to 10:30\n\
         Tue 10 Mar 2026  10:15  new  2nd date; Ann has Anna Berg, Cut, 10:15 to 10:30; Anna Berg has Cut with Ann, 10:15 to 10:30\n"
    );
    let listed = salon.done(&["series", "list"], "");
    assert!(
        listed.ends_with("running, 6 visits left\n1 standing appointment\n"),
        "{listed}"
    );
    let visits = salon.done(&["occurrences", "--to", "2026-03-03"], "");
    assert_eq!(visits, "Tue 3 Mar 2026  10:00 to 10:30  Anna Berg  Cut  Ann\n");
}

#[test]
fn series_are_listed_by_page_search_staff_and_status() {
    let salon = shop(NOW);
    let anna = made(&salon, &json!({}));
    let ben = made(
        &salon,
        &json!({"client": "Ben Meyer", "staff": "Bo", "services": ["Colour"]}),
    );
    let ids = |arguments: &[&str]| {
        let list = salon.json(&[&["series", "list"], arguments].concat(), "");
        let ids = list["series"].as_array().unwrap().iter();
        let ids: Vec<String> = ids.map(|series| series["id"].as_str().unwrap().to_owned()).collect();
        (list["total"].as_u64().unwrap(), ids)
    };
    assert_eq!(ids(&[]), (2, vec![anna.clone(), ben.clone()]));
    assert_eq!(ids(&["--page", "2", "--page-size", "1"]), (2, vec![ben.clone()]));
    assert_eq!(ids(&["--search", "ÄNNA cut"]), (1, vec![anna.clone()]));
    assert_eq!(ids(&["--search", "3456"]), (1, vec![anna.clone()]));
    assert_eq!(ids(&["--staff", "Bo"]), (1, vec![ben.clone()]));
    salon.done(&["series", "cancel", &ben, "--reason", "moved away"], "");
    assert_eq!(ids(&["--status", "stopped"]), (1, vec![ben]));
    assert_eq!(ids(&["--status", "running"]), (1, vec![anna]));
}

#[test]
fn the_same_key_gives_the_first_result_as_it_is_now_and_other_content_is_refused() {
    let salon = shop(NOW);
    let with_key = json!({"idempotency_key": "5f1c"});
    let id = made(&salon, &with_key);
    salon.done(&["series", "edit", &id, "-"], r#"{"note": "Likes it short"}"#);
    let again = salon.json(&["series", "create", "-"], &request(&with_key));
    assert_eq!((&again["id"], &again["note"]), (&json!(id), &json!("Likes it short")));
    assert_eq!(salon.json(&["series", "list"], "")["total"], 1);
    let other = request(&json!({"idempotency_key": "5f1c", "time": "11:00"}));
    let refused = salon.refused(&["series", "create", "-"], &other);
    assert_eq!(refused["refusal"]["code"], "once_with_other_content");
    // Taking it back frees the key.
    salon.done(&["undo"], "");
    salon.done(&["undo"], "");
    let third = salon.json(&["series", "create", "-"], &other);
    assert_ne!(third["id"], json!(id));
}

#[test]
fn a_known_key_gives_what_it_made_although_what_it_names_has_another_name_by_now() {
    let salon = shop(NOW);
    let with_key = request(&json!({"idempotency_key": "5f1c"}));
    let made = salon.json(&["series", "create", "-"], &with_key);
    let setup = salon.json(&["setup", "show"], "");
    let cut = setup["services"]
        .as_array()
        .unwrap()
        .iter()
        .find(|service| service["name"] == "Cut");
    let renamed = json!({"services": [{"id": cut.unwrap()["id"], "name": "Trim"}]});
    salon.done(&["setup", "set", "-"], &renamed.to_string());
    for more in [&[][..], &["--create-missing"]] {
        let again = salon.json(&[&["series", "create", "-"], more].concat(), &with_key);
        assert_eq!(again["id"], made["id"]);
        let other = request(&json!({"idempotency_key": "5f1c", "time": "11:00"}));
        let refused = salon.refused(&[&["series", "create", "-"], more].concat(), &other);
        assert_eq!(refused["refusal"]["code"], "once_with_other_content");
    }
    assert_eq!(salon.json(&["series", "list"], "")["total"], 1);
}

#[test]
fn a_preview_of_a_change_writes_nothing_and_means_what_the_change_does() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let before = visits_of(&salon, &id);
    let change = r#"{"weekdays": ["wed"], "time": "11:00"}"#;
    let preview = salon.json(&["series", "edit", &id, "-", "--dry-run"], change);
    assert_eq!(visits_of(&salon, &id), before);
    let lines = preview["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 6);
    assert!(lines.iter().all(|line| line["line"] == "event_changed"), "{lines:?}");
    assert_eq!(lines[0]["before"]["start"], "2026-03-03T10:00:00+01:00");
    assert_eq!(lines[0]["after"]["start"], "2026-03-04T11:00:00+01:00");
    salon.done(&["series", "edit", &id, "-"], change);
    let after: Vec<Value> = lines.iter().map(|line| line["after"].clone()).collect();
    assert_eq!(visits_of(&salon, &id), after);
}

#[test]
fn cancelling_from_a_day_on_keeps_what_lies_before() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let arguments = ["series", "cancel", &id, "--scope", "following", "--from", "2026-03-20"];
    let preview = salon.json(&[&arguments[..], &["--dry-run"]].concat(), "");
    assert_eq!(preview["lines"].as_array().unwrap().len(), 3);
    assert!(preview["lines"][0]["after"].is_null());
    let cancelled = salon.json(&arguments, "");
    assert_eq!(cancelled["end_date"], "2026-03-19");
    assert_eq!(
        starts(&visits_of(&salon, &id)),
        [
            "2026-03-03T10:00:00+01:00",
            "2026-03-10T10:00:00+01:00",
            "2026-03-17T10:00:00+01:00"
        ]
    );
    salon.done(&["undo"], "");
    assert_eq!(starts(&visits_of(&salon, &id)).len(), 6);
}

#[test]
fn a_visit_is_moved_cancelled_and_brought_back() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let to = ["--to", "2026-03-04T11:00", "--staff", "Bo", "--duration", "PT1H"];
    let moved = salon.json(&[&["visit", "move", &id, "2026-03-03T10:00"], &to[..]].concat(), "");
    assert_eq!(moved["end"], "2026-03-04T12:00:00+01:00");
    assert_eq!(moved["staff"], json!([{"name": "Bo", "role": "lead"}]));
    assert_eq!(moved["changed"], json!(["staff", "datetime", "duration"]));
    let cancelled = salon.json(&["visit", "cancel", &id, "2026-03-03T10:00", "--late"], "");
    assert_eq!(
        (&cancelled["status"], &cancelled["removed_by"]),
        (&json!("entity_deleted"), &json!("person"))
    );
    let again = salon.refused(&["visit", "cancel", &id, "2026-03-03T10:00"], "");
    assert_eq!(again["refusal"]["code"], "already_cancelled");
    let back = salon.json(&["visit", "restore", &id, "2026-03-03T10:00"], "");
    assert_eq!(back["start"], moved["start"]);
    assert_eq!(back["status"], "stable");
}

#[test]
fn occurrences_are_those_of_the_staff_client_location_and_days_asked_for() {
    let salon = shop(NOW);
    made(&salon, &json!({}));
    made(&salon, &json!({"client": "Ben Meyer", "staff": "Bo"}));
    let count = |arguments: &[&str]| {
        let list = salon.json(&[&["occurrences"], arguments].concat(), "");
        list.as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 12);
    assert_eq!(count(&["--staff", "Bo"]), 6);
    assert_eq!(
        count(&["--client", "Anna Berg", "--from", "2026-03-10", "--to", "2026-03-17"]),
        2
    );
    assert_eq!(count(&["--location", "Main Street", "--to", "2026-03-03"]), 2);
    let refused = salon.refused(&["occurrences", "--staff", "Zoe"], "");
    assert_eq!(refused, json!({"errors": {"staff": ["There is no such staff member"]}}));
}

#[test]
fn the_policy_leaves_out_what_clashes_or_saves_the_rest() {
    let salon = shop(NOW);
    made(&salon, &json!({"visits": 1}));
    let statuses = |policy: &str| {
        let id = made(
            &salon,
            &json!({"client": "Ben Meyer", "conflicts": policy, "visits": 2}),
        );
        let visits = visits_of(&salon, &id);
        let statuses = visits.iter().map(|visit| visit["status"].as_str().unwrap().to_owned());
        salon.done(&["undo"], "");
        statuses.collect::<Vec<_>>()
    };
    assert_eq!(statuses("keep"), ["stable", "stable"]);
    assert_eq!(statuses("skip"), ["entity_deleted", "stable"]);
    assert_eq!(statuses("unplaced"), ["entity_failed", "stable"]);
}

#[test]
fn a_rule_is_expanded_without_a_salon_file() {
    let salon = Salon::at(NOW);
    let expand = |arguments: &[&str]| salon.json(&[&["expand"], arguments].concat(), "");
    assert_eq!(
        expand(&[
            "--rrule",
            "FREQ=WEEKLY;BYDAY=SU",
            "--start",
            "2026-03-22T02:30",
            "--tz",
            "Europe/Berlin",
            "--limit",
            "3"
        ]),
        json!([
            "2026-03-22T02:30:00+01:00",
            "2026-03-29T03:30:00+02:00",
            "2026-04-05T02:30:00+02:00"
        ])
    );
    assert_eq!(
        expand(&[
            "--rrule",
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4",
            "--start",
            "2026-01-31",
            "--exdate",
            "2026-03-31"
        ]),
        json!(["2026-01-31", "2026-02-28", "2026-04-30"])
    );
    assert_eq!(
        expand(&[
            "--rrule",
            "FREQ=DAILY",
            "--start",
            "2026-01-01T10:00",
            "--from",
            "2026-02-01T10:01",
            "--to",
            "2026-02-03"
        ]),
        json!(["2026-02-02T10:00:00+00:00", "2026-02-03T10:00:00+00:00"])
    );
    let refused = salon.refused(&["expand", "--rrule", "FREQ=HOURLY", "--start", "2026-01-01"], "");
    let text = refused["errors"]["rrule"][0].as_str().unwrap();
    assert!(text.contains("HOURLY"), "{text}");
}

#[test]
fn a_rule_in_its_own_text_may_say_its_end() {
    let salon = shop(NOW);
    let preview = |rule: &str, more: Value| {
        let mut fields = json!({"frequency": null, "visits": null, "rrule": rule});
        for (field, value) in more.as_object().unwrap() {
            fields[field] = value.clone();
        }
        salon.run(&["--json", "dates", "-"], &request(&fields))
    };
    let check = |rule: &str, count: u32, last: &str| {
        let value: Value = serde_json::from_str(&preview(rule, json!({})).out).unwrap();
        assert_eq!(
            (&value["count"], &value["last"]),
            (&json!(count), &json!(last)),
            "{rule}: {value}"
        );
    };
    check("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=4", 4, "2026-03-13");
    check("FREQ=DAILY;UNTIL=20260305", 3, "2026-03-05");
    // The end is a time: 10:00 in Berlin is 09:00 in UTC.
    check("FREQ=DAILY;UNTIL=20260305T085959Z", 2, "2026-03-04");
    check("FREQ=DAILY;UNTIL=20260305T090000Z", 3, "2026-03-05");
    let refused = preview("FREQ=DAILY;COUNT=3", json!({"end_date": "2026-03-10"}));
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.contains("Choose one end"), "{refused:?}");
    // What is shown can be made again.
    let id = made(&salon, &json!({}));
    let shown = salon.json(&["series", "show", &id], "");
    let again =
        json!({"frequency": null, "visits": null, "rrule": shown["rrule"], "client": "Ben Meyer", "staff": "Bo"});
    let again = made(&salon, &again);
    assert_eq!(salon.json(&["series", "show", &again], "")["rrule"], shown["rrule"]);
}

/// A series of July whose first visit came in March, and the salon in June, which no longer has March before it.
fn with_one_that_came_early() -> (Salon, String) {
    let mut salon = shop(NOW);
    let id = made(&salon, &json!({"start_date": "2026-07-07", "visits": 3}));
    let to = "2026-03-05T10:00";
    salon.done(&["visit", "move", &id, "2026-07-07T10:00", "--to", to], "");
    salon.wait_until("2026-06-20T10:00");
    (salon, id)
}

#[test]
fn a_visit_that_was_moved_months_ahead_of_its_series_is_exported() {
    let (salon, id) = with_one_that_came_early();
    for whose in [vec!["--series", id.as_str()], vec!["--staff", "Ann Lee"], vec!["--all"]] {
        let calendar = salon.done(&[&["export", "--format", "ics"], whose.as_slice()].concat(), "");
        assert!(calendar.contains("20260305T100000"), "{whose:?}: {calendar}");
    }
}

#[test]
fn a_change_knows_the_visits_that_were_moved_months_ahead_of_its_series() {
    let (salon, id) = with_one_that_came_early();
    salon.done(&["series", "edit", &id, "-"], &json!({"time": "11:00"}).to_string());
    assert_eq!(
        starts(&visits_of(&salon, &id)),
        [
            "2026-03-05T10:00:00+01:00",
            "2026-07-14T11:00:00+02:00",
            "2026-07-21T11:00:00+02:00"
        ]
    );
}

#[test]
fn a_clash_in_a_month_long_past_is_seen() {
    let mut salon = shop(NOW);
    made(&salon, &json!({}));
    salon.wait_until("2026-08-20T10:00");
    let single = json!({"client": "Ben Meyer", "services": ["Cut"], "start_date": "2026-03-10", "time": "10:15", "staff": "Ann"});
    let refused = salon.refused(&["book", "-"], &single.to_string());
    assert_eq!(refused["refusal"]["code"], "clashes", "{refused}");
    let weekly = request(&json!({"client": "Ben Meyer", "start_date": "2026-03-10", "time": "10:15", "visits": 2}));
    let dates = salon.done(&["dates", "-"], &weekly);
    assert!(dates.contains("2 dates, 2 to sort out"), "{dates}");
}

#[test]
fn a_date_is_appended_for_each_one_that_the_policy_leaves_out() {
    // Spec S2.4.
    let salon = shop(NOW);
    let closed =
        json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2026-03-17", "to": "2026-03-17"}]}]});
    salon.done(&["setup", "set", "-"], &closed.to_string());
    let more = json!({"closed_days": "append"});
    let preview = salon.done(&["dates", "-"], &request(&more));
    assert!(preview.contains("\n7 dates, 1 left out, 6 visits\n"), "{preview}");
    let series = salon.json(&["series", "create", "-"], &request(&more));
    let says = |field: &str, value: Value| assert_eq!(series[field], value, "{field}");
    says("visits", json!(6));
    says("appended", json!(1));
    says("rrule", json!("FREQ=WEEKLY;COUNT=7;BYDAY=TU"));
    says("materialized_until", json!("2026-04-14"));
    let visits = visits_of(&salon, series["id"].as_str().unwrap());
    assert_eq!((visits.len(), starts(&visits).len()), (7, 6));
    let wrong = salon.refused(
        &["series", "create", "-"],
        &request(&json!({"conflicts": "next", "nearest_days": 400})),
    );
    let errors = wrong["errors"].as_object().unwrap();
    assert_eq!(errors.keys().collect::<Vec<_>>(), ["conflicts", "nearest_days"]);
}

#[test]
fn the_grid_of_free_places_says_weekday_and_time_for_each_who_can_do_it() {
    // Spec S4.9.
    let salon = shop(NOW);
    made(&salon, &json!({}));
    let wanted = json!({"client": "Ben Meyer", "services": ["Cut"]});
    let free = |more: &Value, arguments: &[&str]| {
        let mut wanted = wanted.clone();
        for (field, value) in more.as_object().unwrap() {
            wanted[field] = value.clone();
        }
        let grid = salon.json(
            &[&["free", "-", "--from", "2026-03-02"], arguments].concat(),
            &wanted.to_string(),
        );
        grid["rows"].as_array().unwrap().clone()
    };
    let all = free(&json!({}), &["--count", "10"]);
    assert_eq!(all.len(), 4 * 7);
    let tuesdays: Vec<&Value> = all.iter().filter(|row| row["weekday"] == "tue").collect();
    let names: Vec<&Value> = tuesdays.iter().map(|row| &row["staff"]).collect();
    assert_eq!(names, [&json!(null), &json!("Ann"), &json!("Bo"), &json!("Cem")]);
    let of = |row: &Value, time: &str| row["free"][time].clone();
    assert_eq!(
        (of(tuesdays[0], "10:00"), of(tuesdays[1], "10:00")),
        (json!(10), json!(4))
    );
    assert_eq!(
        (&tuesdays[1]["first"], &tuesdays[1]["dates"]),
        (&json!("2026-03-03"), &json!(10))
    );
    assert_eq!(of(tuesdays[1], "07:30"), Value::Null);

    let anns = free(&json!({"staff": "Ann", "frequency": "biweekly"}), &[]);
    assert_eq!(anns.len(), 14);
    assert_eq!(
        (&anns[2]["first"], &anns[2]["dates"]),
        (&json!("2026-03-03"), &json!(26))
    );
    let text = salon.done(
        &["free", "-", "--from", "2026-03-02", "--count", "1"],
        r#"{"services": ["Cut"], "staff": "Ann"}"#,
    );
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "Ann  Tue 3 Mar 2026  08:00 to 09:30 1/1, 10:30 to 18:30 1/1");
    assert_eq!(lines[6], "Ann  Sun 8 Mar 2026  never");
    let wrong = salon.refused(&["free", "-", "--from", "2026-03-02"], r#"{"services": ["Perm"]}"#);
    assert!(wrong["errors"]["services.0.name"].is_array(), "{wrong}");
}
