//! Stories 2, 4, 6, 9 and 10 of a desk, with their exact outcomes.

use serde_json::{Value, json};

use crate::{request, shop, starts, visits_of};

/// The 27 dates that TimeTap's documentation gives for its example, a Thursday of which is left out.
const TIMETAP: [&str; 27] = [
    "2023-07-17",
    "2023-07-18",
    "2023-07-20",
    "2023-07-24",
    "2023-07-25",
    "2023-07-27",
    "2023-07-31",
    "2023-08-01",
    "2023-08-03",
    "2023-08-07",
    "2023-08-08",
    "2023-08-10",
    "2023-08-14",
    "2023-08-15",
    "2023-08-17",
    "2023-08-21",
    "2023-08-22",
    "2023-08-24",
    "2023-08-28",
    "2023-08-29",
    "2023-08-31",
    "2023-09-04",
    "2023-09-05",
    "2023-09-11",
    "2023-09-12",
    "2023-09-14",
    "2023-09-18",
];

#[test]
fn while_the_colour_develops_ann_has_time_for_a_cut_that_fits_inside() {
    let salon = shop("2027-02-01T08:00");
    let colour = json!({"client": "Anna Berg", "services": ["Colour"], "start_date": "2027-02-13", "time": "09:00",
                        "staff": "Ann", "resources": ["Chair 1"]});
    let colour = salon.json(&["book", "-"], &colour.to_string());
    let colour = colour["id"].as_str().unwrap();
    let ben = |time: &str| {
        json!({"client": "Ben Meyer", "services": ["Cut"], "start_date": "2027-02-13", "time": time, "staff": "Ann",
               "resources": ["Chair 2"]})
        .to_string()
    };

    let refused = salon.refused(&["book", "-"], &ben("09:45"));
    assert_eq!(refused["refusal"]["code"], "clashes");
    let conflicts = refused["conflicts"].as_array().unwrap();
    let [clash] = conflicts.as_slice() else {
        panic!("one clash: {conflicts:?}")
    };
    assert_eq!(clash["kind"], "staff");
    assert_eq!(
        (&clash["from"], &clash["to"]),
        (&json!("2027-02-13T10:10:00+01:00"), &json!("2027-02-13T10:15:00+01:00"))
    );
    assert_eq!(clash["with"], "Ann has Anna Berg, Colour");

    salon.done(&["book", "-"], &ben("09:30"));
    // Ben is in the chair from 9:30: the colour can no longer begin then.
    let shift = ["visit", "move", colour, "2027-02-13T09:00", "--to", "2027-02-13T09:30"];
    let refused = salon.refused(&shift, "");
    let text = refused["refusal"]["text"].as_str().unwrap();
    assert!(text.contains("Ben Meyer, Cut"), "{text}");
    assert_eq!(starts(&visits_of(&salon, colour)), ["2027-02-13T09:00:00+01:00"]);

    let moved = salon.json(&[&shift[..], &["--keep-conflicts"]].concat(), "");
    assert_eq!(moved["start"], "2027-02-13T09:30:00+01:00");
    assert_eq!(moved["changed"], json!(["datetime"]));
    let undone = salon.json(&["undo"], "");
    assert!(undone["label"].as_str().unwrap().contains("Anna Berg"), "{undone}");
    assert_eq!(starts(&visits_of(&salon, colour)), ["2027-02-13T09:00:00+01:00"]);
}

#[test]
fn the_printed_list_has_the_27_dates_of_timetap_and_keeps_them_when_the_time_changes() {
    let salon = shop("2023-07-01T08:00");
    let more = json!({"weekdays": ["mon", "tue", "thu"], "start_date": "2023-07-17", "time": "16:00",
                      "visits": null, "end_date": "2023-09-18", "skip_dates": ["2023-09-07"]});
    let days = |starts: &[&str]| {
        starts
            .iter()
            .map(|start| start.split('T').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };

    let preview = salon.json(&["dates", "-"], &request(&more));
    assert_eq!((&preview["count"], &preview["left_out"]), (&json!(28), &json!(1)));
    assert_eq!(preview["last"], "2023-09-18");
    assert_eq!(
        preview["sentence"],
        "Every week on Monday, Tuesday and Thursday at 16:00, from 17 Jul 2023 to 18 Sep 2023"
    );
    let kept = preview["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["line"] == "event_created");
    let kept: Vec<&str> = kept.map(|line| line["original_start"].as_str().unwrap()).collect();
    assert_eq!(days(&kept), TIMETAP);

    let series = salon.json(&["series", "create", "-"], &request(&more));
    let series = series["id"].as_str().unwrap();
    let visits = visits_of(&salon, series);
    assert_eq!(days(&starts(&visits)), TIMETAP);
    assert!(starts(&visits).iter().all(|start| start.ends_with("T16:00:00+02:00")));

    salon.done(&["series", "edit", series, "-"], r#"{"time": "16:30"}"#);
    let visits = visits_of(&salon, series);
    assert_eq!(days(&starts(&visits)), TIMETAP);
    assert!(starts(&visits).iter().all(|start| start.ends_with("T16:30:00+02:00")));
}

#[test]
fn in_the_holiday_week_dates_go_to_the_nearest_free_place_and_back_when_the_day_opens() {
    // Story 4; spec S4.9, S4.4.
    let salon = shop("2026-12-01T08:00");
    let holidays = |closed: Value, special: Value| {
        let place = json!({"name": "Main Street", "closed_days": closed, "special_days": special});
        salon.done(&["setup", "set", "-"], &json!({ "locations": [place] }).to_string());
    };
    holidays(
        json!([{"from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas"},
               {"from": "2026-12-31", "to": "2027-01-01", "reason": "New Year"}]),
        json!([{"date": "2026-12-24", "hours": [["08:00", "13:00"]], "reason": "Christmas Eve"},
               {"date": "2026-12-20", "hours": [["10:00", "16:00"]]}]),
    );
    let hour = json!([{"name": "Cut", "duration": "PT1H"}]);
    let single = |day: &str, time: &str| {
        json!({"client": "Ben Meyer", "services": hour, "start_date": day, "time": time, "staff": "Ann"}).to_string()
    };
    salon.done(&["book", "-"], &single("2026-12-23", "15:30"));
    // The Sunday on which the shop is open needs no word, the one after it does.
    salon.done(&["book", "-"], &single("2026-12-20", "11:00"));
    let refused = salon.refused(&["book", "-"], &single("2026-12-27", "11:00"));
    assert_eq!(refused["conflicts"][0]["kind"], "closed");

    let berg = request(
        &json!({"services": hour, "start_date": "2026-12-10", "time": "16:00", "visits": 5,
                               "closed_days": "nearest"}),
    );
    let preview = salon.json(&["dates", "-"], &berg);
    let whys: Vec<&str> = preview["lines"].as_array().unwrap()[2..4]
        .iter()
        .map(|line| line["why"].as_str().unwrap())
        .collect();
    assert_eq!(
        whys,
        [
            "3rd date, moved from Thu 24 Dec: open only 08:00 to 13:00, Christmas Eve",
            "4th date, moved from Thu 31 Dec: closed, New Year"
        ]
    );
    let series = salon.json(&["series", "create", "-"], &berg);
    assert_eq!(
        (&series["conflicts"], &series["closed_days"], &series["nearest_days"]),
        (&json!("ask"), &json!("nearest"), &json!(7))
    );
    let series = series["id"].as_str().unwrap();
    let visits = visits_of(&salon, series);
    let moved = [
        "2026-12-10T16:00:00+01:00",
        "2026-12-17T16:00:00+01:00",
        "2026-12-23T16:30:00+01:00",
        "2026-12-30T16:00:00+01:00",
        "2027-01-07T16:00:00+01:00",
    ];
    assert_eq!(starts(&visits), moved);
    assert_eq!(visits[2]["original_start"], "2026-12-24T16:00");
    assert!(visits.iter().all(|visit| visit["changed"] == json!([])), "{visits:?}");
    let again = salon.refused(&["series", "edit", series, "-"], "{}");
    assert_eq!(again["refusal"]["code"], "nothing_to_change");

    holidays(json!([]), json!([]));
    let dry = ["series", "edit", series, "-", "--dry-run"];
    let lines = salon.json(&dry, r#"{"note": "Likes it short"}"#)["lines"].clone();
    let kinds: Vec<&str> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["line"].as_str().unwrap())
        .collect();
    let (same, back) = ("untouched", "event_changed");
    assert_eq!(kinds, [same, same, back, back, same]);
    salon.done(&["series", "edit", series, "-"], r#"{"note": "Likes it short"}"#);
    let usual = starts(&visits_of(&salon, series)).join(" ");
    assert!(
        usual.contains("2026-12-24T16:00") && usual.contains("2026-12-31T16:00"),
        "{usual}"
    );
    salon.done(&["undo"], "");
    assert_eq!(starts(&visits_of(&salon, series)), moved);
}

/// Berg, Tuesdays at ten from 5 January 2027 on; it is December.
fn berg(more: &serde_json::Value) -> (crate::support::Salon, String) {
    let salon = shop("2026-12-01T08:00");
    let mut fields =
        json!({"services": [{"name": "Cut", "duration": "PT45M"}], "start_date": "2027-01-05", "visits": null});
    for (field, value) in more.as_object().unwrap() {
        fields[field] = value.clone();
    }
    let id = crate::made(&salon, &fields);
    (salon, id)
}

fn days(visits: &[serde_json::Value]) -> Vec<String> {
    starts(visits)
        .iter()
        .map(|start| start.get(5..10).unwrap().to_owned())
        .collect()
}

/// Spec S4.3, S4.5, S4.7.
#[test]
fn there_and_back_again_keeps_what_was_cancelled_and_moved_by_hand() {
    let (salon, id) = berg(&json!({"end_date": "2027-03-12"}));
    let edit = |change: &str| salon.done(&["series", "edit", &id, "-"], change);
    let visits = || visits_of(&salon, &id);
    assert_eq!(days(&visits()).len(), 10);
    edit(r#"{"frequency": "biweekly"}"#);
    assert_eq!(days(&visits()).len(), 5);
    salon.done(&["visit", "cancel", &id, "2027-01-19T10:00"], "");
    edit(r#"{"frequency": "weekly"}"#);
    assert_eq!(days(&visits()).len(), 9);
    assert!(!days(&visits()).contains(&"01-19".to_owned()));
    let to = ["--to", "2027-02-03T11:00"];
    salon.done(&[&["visit", "move", &id, "2027-02-02T10:00"], &to[..]].concat(), "");

    let before = visits();
    let preview = salon.json(&["series", "edit", &id, "-", "--dry-run"], r#"{"weekdays": ["thu"]}"#);
    let lines = preview["lines"].as_array().unwrap();
    let moved = lines
        .iter()
        .filter(|line| line["after"]["start"] != line["before"]["start"]);
    assert_eq!(moved.filter(|line| line["line"] == "event_changed").count(), 8);
    edit(r#"{"weekdays": ["thu"]}"#);
    assert_eq!(
        days(&visits()),
        [
            "01-07", "01-14", "01-28", "02-03", "02-11", "02-18", "02-25", "03-04", "03-11"
        ]
    );
    let of = |original: &str| {
        let all = visits();
        all.into_iter()
            .find(|visit| visit["original_start"] == original)
            .unwrap()
    };
    assert_eq!(of("2027-01-21T10:00")["removed_by"], "person");
    assert_eq!(of("2027-02-04T10:00")["start"], "2027-02-03T11:00:00+01:00");
    salon.done(&["undo"], "");
    assert_eq!(visits(), before);
}

/// Spec S4.8.
#[test]
fn a_postponed_visit_keeps_the_rhythm_or_counts_the_weeks_from_there() {
    let (salon, id) = berg(&json!({"every": 5, "visits": 5}));
    let shift = ["visit", "move", &id, "2027-02-09T10:00", "--to", "2027-02-16T10:00"];
    salon.done(&shift, "");
    assert_eq!(
        days(&visits_of(&salon, &id)),
        ["01-05", "02-16", "03-16", "04-20", "05-25"]
    );
    salon.done(&["undo"], "");
    let moved = salon.json(&[&shift[..], &["--reset-start"]].concat(), "");
    assert_eq!(
        (&moved["original_start"], &moved["changed"]),
        (&json!("2027-02-16T10:00"), &json!([]))
    );
    assert_eq!(
        days(&visits_of(&salon, &id)),
        ["01-05", "02-16", "03-23", "04-27", "06-01"]
    );
    salon.done(&["undo"], "");
    assert_eq!(
        days(&visits_of(&salon, &id)),
        ["01-05", "02-09", "03-16", "04-20", "05-25"]
    );
    salon.done(&["redo"], "");
    assert_eq!(
        days(&visits_of(&salon, &id)),
        ["01-05", "02-16", "03-23", "04-27", "06-01"]
    );
}
