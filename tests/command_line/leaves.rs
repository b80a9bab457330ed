//! Somebody leaves, and problems that are moved to a free place (spec S4.10, S4.11), over the command line.

use serde_json::{Value, json};

use crate::{made, shop, starts, visits_of};

fn leads(visits: &[Value]) -> Vec<&str> {
    visits
        .iter()
        .map(|visit| visit["staff"][0]["name"].as_str().unwrap_or_default())
        .collect()
}

/// S4.11: seen before it happens, done as one step, and taken back as one.
#[test]
fn what_somebody_did_goes_to_others_when_they_leave() {
    let salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({"visits": 4}));
    let leaves = ["staff", "leaves", "Ann", "--last", "2026-03-12"];
    let shown = salon.json(&[&leaves[..], &["--dry-run"]].concat(), "");
    let lines = shown["lines"].as_array().unwrap();
    let after: Vec<&Value> = lines.iter().map(|line| &line["after"]["staff"][0]["name"]).collect();
    assert_eq!(after, [&json!("Bo"), &json!("Bo")]);
    assert_eq!(leads(&visits_of(&salon, &id)), ["Ann"; 4]);

    salon.done(&leaves, "");
    assert_eq!(leads(&visits_of(&salon, &id)), ["Ann", "Ann", "Bo", "Bo"]);
    let label = &salon.json(&["history"], "")[0]["label"];
    assert_eq!(label, "Ann leaves, 1 standing appointment given to others, 2 visits");
    salon.done(&["undo"], "");
    assert_eq!(leads(&visits_of(&salon, &id)), ["Ann"; 4]);
    salon.done(&[&leaves[..], &["--to", "Cem"]].concat(), "");
    assert_eq!(leads(&visits_of(&salon, &id)), ["Ann", "Ann", "Cem", "Cem"]);
    let refused = salon.refused(&["staff", "leaves", "Ann", "--last", "2026-02-01"], "");
    assert!(refused["errors"]["last"].is_array(), "{refused}");
}

/// S4.10: all alike, each to the nearest free start; what was moved so was moved by a person.
#[test]
fn problems_move_to_the_nearest_free_start_all_alike() {
    let salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({"visits": 3}));
    let closed =
        json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2026-03-10", "to": "2026-03-10"}]}]});
    salon.done(&["setup", "set", "-"], &closed.to_string());
    assert_eq!(salon.json(&["todo"], "")["lines"].as_array().unwrap().len(), 1);
    let shown = salon.json(&["todo", "--fix", "nearest", "--dry-run"], "");
    assert_eq!(shown["lines"][0]["after"]["start"], "2026-03-09T10:00:00+01:00");
    salon.done(&["todo", "--fix", "next"], "");
    assert_eq!(starts(&visits_of(&salon, &id))[1], "2026-03-11T10:00:00+01:00");
    assert_eq!(visits_of(&salon, &id)[1]["changed"], json!(["datetime"]));
    assert_eq!(salon.json(&["todo"], "")["lines"], json!([]));
}
