//! Stories 1 to 6, 9 and 10 of a desk, with their exact outcomes; after each, calendars show what stands in the book.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{made, reads_back, request, shop, starts, visits_of};

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
    reads_back(&salon);
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
    reads_back(&salon);
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
    reads_back(&salon);
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
    reads_back(&salon);
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
    reads_back(&salon);
}

/// Story 3. Tue 19 Jan 2027: Cem is off, Ann does not work Wednesdays, only she colours, Bo is busy from 12:00 to 13:30.
fn sick_at_eight() -> (Salon, [String; 3]) {
    let salon = shop("2027-01-04T08:00");
    let day = json!([["08:00", "19:00"]]);
    let staff = json!({
        "staff": [
            {"given_name": "Ann", "surname": "Lee",
             "hours": {"Main Street": {"mon": day, "tue": day, "thu": day, "fri": day, "sat": day}}},
            {"given_name": "Bo", "surname": "Ahn", "services": ["Cut"]},
            {"given_name": "Cem", "surname": "Kurt", "services": ["Cut"],
             "time_off": [{"from": "2027-01-19T00:00", "to": "2027-01-20T00:00"}]},
        ],
        "clients": [{"given_name": "Deniz", "surname": "Kaya", "phone": "+49151777"},
                    {"given_name": "Eva", "surname": "Lopez", "phone": "+49151888"}],
    });
    salon.done(&["setup", "set", "-"], &staff.to_string());
    let weekly = |client: &str, service: Value, time: &str| {
        let more = json!({"client": client, "services": [service], "time": time, "start_date": "2027-01-05"});
        made(&salon, &more)
    };
    let series = [
        weekly("Anna Berg", json!("Cut"), "09:00"),
        weekly("Deniz Kaya", json!({"name": "Colour", "duration": "PT2H"}), "10:00"),
        weekly("Eva Lopez", json!("Cut"), "13:00"),
    ];
    let busy = json!({"client": "Ben Meyer", "services": [{"name": "Cut", "duration": "PT90M"}],
                      "start_date": "2027-01-19", "time": "12:00", "staff": "Bo"});
    salon.done(&["book", "-"], &busy.to_string());
    (salon, series)
}

/// Story 3 (spec S4.11).
#[test]
fn sick_at_eight_everybody_is_called_in_the_order_of_time_and_offered_the_closest() {
    let (mut salon, series) = sick_at_eight();
    let before = series.clone().map(|series| visits_of(&salon, &series));
    salon.wait_until("2027-01-19T07:50");
    let out = ["staff", "out", "Ann", "--from", "2027-01-19T08:00"];
    let list = salon.json(&[&out[..], &["--dry-run"]].concat(), "");
    let lines = list["lines"].as_array().unwrap();
    let best: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!([
                line["before"]["bookings"][0]["client"],
                line["phone"],
                line["offers"][0]["staff"],
                line["offers"][0]["start"]
            ])
        })
        .collect();
    assert_eq!(
        best,
        [
            json!(["Anna Berg", "+4915123456", "Bo", "2027-01-19T09:00"]),
            json!(["Deniz Kaya", "+49151777", "Ann", "2027-01-21T10:00"]),
            json!(["Eva Lopez", "+49151888", "Bo", "2027-01-19T13:30"]),
        ]
    );
    // Bo, then Ann on her next working days.
    assert_eq!(
        lines[0]["offers"],
        json!([{"start": "2027-01-19T09:00", "staff": "Bo"}, {"start": "2027-01-21T09:00", "staff": "Ann"},
               {"start": "2027-01-22T09:00", "staff": "Ann"}])
    );
    assert_eq!(series.clone().map(|series| visits_of(&salon, &series)), before);

    let done = salon.json(&out, "");
    assert_eq!(done["lines"][0]["after"]["staff"][0]["name"], "Bo");
    let moved = |series: &str| {
        let visits = visits_of(&salon, series);
        let visit = visits
            .iter()
            .find(|visit| visit["original_start"].as_str().unwrap().starts_with("2027-01-19"));
        let visit = visit.unwrap().clone();
        (
            visit["start"].as_str().unwrap().to_owned(),
            visit["staff"][0]["name"].as_str().unwrap().to_owned(),
        )
    };
    let all = series.clone().map(|series| moved(&series));
    let says = |start: &str, staff: &str| (format!("{start}:00+01:00"), staff.to_owned());
    assert_eq!(
        all,
        [
            says("2027-01-19T09:00", "Bo"),
            says("2027-01-21T10:00", "Ann"),
            says("2027-01-19T13:30", "Bo")
        ]
    );
    for (series, before) in series.iter().zip(&before) {
        let after = visits_of(&salon, series);
        let others = |visits: &[Value]| {
            let other = |visit: &&Value| !visit["original_start"].as_str().unwrap().starts_with("2027-01-19");
            visits.iter().filter(other).cloned().collect::<Vec<_>>()
        };
        assert_eq!(others(&after), others(before), "their other visits are untouched");
    }
    assert!(
        salon.json(&["todo"], "")["lines"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["kind"] != "problem")
    );

    // One step, one undo: the time off goes as well.
    let undone = salon.json(&["undo"], "");
    assert_eq!(undone["label"], "Ann out, 3 visits moved");
    assert_eq!(series.clone().map(|series| visits_of(&salon, &series)), before);
    let setup = salon.json(&["setup", "show"], "");
    assert!(
        setup["staff"][0].get("time_off").is_none_or(|off| off == &json!([])),
        "{}",
        setup["staff"][0]
    );
    reads_back(&salon);
}

/// Story 3: what was agreed on is taken as it was said; who was not reached is a problem until then (spec S4.10, S4.11).
#[test]
fn sick_at_eight_what_was_agreed_on_is_booked_and_the_rest_is_to_do() {
    let (mut salon, [berg, kaya, lopez]) = sick_at_eight();
    salon.wait_until("2027-01-19T07:50");
    let out = ["staff", "out", "Ann", "--from", "2027-01-19T08:00", "--take", "-"];
    let take = |start: &str| {
        json!([{"series": berg, "original_start": "2027-01-19T09:00", "start": start, "staff": "Bo"}]).to_string()
    };
    let refused = salon.refused(&out, &take("2027-01-19T12:15"));
    assert_eq!(refused["refusal"]["code"], "clashes");
    let done = salon.json(&out, &take("2027-01-19T15:00"));
    let kinds: Vec<&str> = done["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["line"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["event_changed", "untouched", "untouched"]);
    let problems = |salon: &Salon| {
        let todo = salon.json(&["todo"], "");
        let lines = todo["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line["kind"] == "problem");
        lines
            .map(|line| json!([line["series"], line["original_start"], line["why"]]))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        problems(&salon),
        [
            json!([kaya, "2027-01-19T10:00", "Ann is off"]),
            json!([lopez, "2027-01-19T13:00", "Ann is off"])
        ]
    );
    // Skipped all alike, as one step.
    let fix = ["todo", "--fix", "skip"];
    let shown = salon.json(&[&fix[..], &["--dry-run"]].concat(), "");
    assert_eq!(shown["lines"].as_array().unwrap().len(), 2);
    assert_eq!(problems(&salon).len(), 2);
    salon.done(&fix, "");
    assert_eq!(problems(&salon), [] as [Value; 0]);
    assert_eq!(salon.json(&["undo"], "")["label"], "2 problems left out");
    assert_eq!(problems(&salon).len(), 2);
    reads_back(&salon);
}

/// When each visit in the book begins and ends, and how many services it has: `05-01 10:00-12:15 2`.
fn rhythm(visits: &[Value]) -> Vec<String> {
    let of = |visit: &Value| {
        let part = |field: &str, from, to| visit[field].as_str().unwrap().get(from..to).unwrap().to_owned();
        let services = visit["services"].as_array().unwrap().len();
        let (day, start, end) = (part("start", 5, 10), part("start", 11, 16), part("end", 11, 16));
        format!("{day} {start}-{end} {services}")
    };
    visits
        .iter()
        .filter(|visit| visit["status"] == "stable")
        .map(of)
        .collect()
}

/// Spec S2.10.
#[test]
fn colour_every_ten_weeks_comes_next_time_where_a_visit_is_cancelled_and_counts_on_from_there() {
    let salon = shop("2026-12-01T08:00");
    let services = json!([{"name": "Cut", "duration": "PT45M"}, {"name": "Colour", "every_nth": 2, "phase": 1}]);
    let berg = json!({"services": services, "every": 5, "start_date": "2027-01-05", "visits": 6});
    let series = salon.json(&["series", "create", "-"], &request(&berg));
    let series = series["id"].as_str().unwrap();
    let before = visits_of(&salon, series);
    assert_eq!(
        rhythm(&before)[..5],
        [
            "01-05 10:00-12:15 2",
            "02-09 10:00-10:45 1",
            "03-16 10:00-12:15 2",
            "04-20 10:00-10:45 1",
            "05-25 10:00-12:15 2",
        ]
    );
    let cancelled = salon.json(&["visit", "cancel", series, "2027-03-16T10:00", "--count-on"], "");
    assert_eq!(cancelled["status"], "entity_deleted");
    assert_eq!(
        rhythm(&visits_of(&salon, series)),
        [
            "01-05 10:00-12:15 2",
            "02-09 10:00-10:45 1",
            "04-20 10:00-12:15 2",
            "05-25 10:00-10:45 1",
            "06-29 10:00-12:15 2",
        ]
    );
    salon.done(&["undo"], "");
    assert_eq!(visits_of(&salon, series), before);
    reads_back(&salon);
}

/// Every 6 weeks from Sat 6 Mar 2027: mother with Ann; beside it Mia, then Tom, with Bo.
fn family(salon: &Salon) -> String {
    let services = json!([{"name": "Cut", "duration": "PT1H", "staff": "Ann"},
        {"name": "Cut", "staff": "Bo", "for": "Mia", "beside": true}, {"name": "Cut", "staff": "Bo", "for": "Tom"}]);
    let family = json!({"services": services, "every": 6, "start_date": "2027-03-06"});
    let made = salon.json(&["series", "create", "-", "--create-missing"], &request(&family));
    made["id"].as_str().unwrap().to_owned()
}

/// The people of a visit who come, and how they pay.
fn people(visit: &Value) -> Vec<(String, String)> {
    let who = |booking: &Value| -> (String, String) {
        let name = booking["visitor"].as_str().or(booking["client"].as_str());
        (name.unwrap().to_owned(), booking["price"].as_str().unwrap().to_owned())
    };
    visit["bookings"].as_array().unwrap().iter().map(who).collect()
}

/// Spec S3.5, S4.9.
#[test]
fn a_family_is_one_visit_and_only_toms_line_is_a_problem_when_bo_is_off_then() {
    let salon = shop("2027-01-04T08:00");
    let series = family(&salon);
    let visits = visits_of(&salon, &series);
    assert_eq!(rhythm(&visits)[..2], ["03-06 10:00-11:00 3", "04-17 10:00-11:00 3"]);
    let all = ["Anna Berg", "Mia", "Tom"].map(|name| (name.to_owned(), "35.00".to_owned()));
    assert_eq!(people(&visits[1]), all);
    let said = salon.done(&["occurrences", "--series", &series, "--to", "2027-03-06"], "");
    assert!(said.contains("Anna Berg, Mia and Tom"), "{said}");

    let second = "2027-04-17T10:00";
    let off =
        json!({"staff": [{"given_name": "Bo", "time_off": [{"from": "2027-04-17T10:30", "to": "2027-04-18T00:00"}]}]});
    salon.done(&["setup", "set", "-"], &off.to_string());
    salon.done(&["visit", "cancel", &series, second], "");
    let refused = salon.refused(&["visit", "restore", &series, second], "");
    let conflicts = refused["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1, "{refused}");
    assert_eq!(
        (&conflicts[0]["kind"], &conflicts[0]["service_line"]),
        (&json!("time_off"), &json!(3))
    );
    salon.done(&["visit", "restore", &series, second, "--keep-conflicts"], "");

    // A drag moves all of them.
    let moved = salon.json(&["visit", "move", &series, second, "--to", "2027-04-17T09:00"], "");
    assert_eq!(rhythm(std::slice::from_ref(&moved)), ["04-17 09:00-10:00 3"]);
    assert_eq!(moved["changed"], json!(["datetime"]));
    salon.done(&["undo"], "");

    // Only Tom's line is cancelled; then all three are.
    let without_tom = json!({"services": ["Cut", {"name": "Cut", "for": "Mia"}]});
    let edited = salon.json(&["visit", "edit", &series, second, "-"], &without_tom.to_string());
    assert_eq!(edited["changed"], json!(["services"]));
    assert_eq!(rhythm(std::slice::from_ref(&edited)), ["04-17 10:00-11:00 2"]);
    let toms = &edited["bookings"][2];
    assert_eq!(
        (&toms["attendance"], &toms["price"]),
        (&json!("cancelled-in-time"), &json!("0.00"))
    );
    assert_eq!(people(&edited)[..2], all[..2]);
    let on_that_day = [
        "occurrences",
        "--series",
        &series,
        "--from",
        "2027-04-17",
        "--to",
        "2027-04-17",
    ];
    let said = salon.done(&on_that_day, "");
    assert!(said.contains("Anna Berg and Mia"), "{said}");
    salon.done(&["visit", "cancel", &series, second], "");
    let next = "2027-05-29T10:00";
    assert_eq!(visits_of(&salon, &series)[2]["original_start"], next);
    assert_eq!(people(&visits_of(&salon, &series)[2]).len(), 3);
    assert_eq!(salon.json(&["check"], "")["ok"], true);
    reads_back(&salon);
}

/// Spec S3.5, S4.9.
#[test]
fn a_couple_is_refused_where_either_stylist_or_chair_is_taken() {
    let salon = shop("2027-01-04T08:00");
    let services = json!([{"name": "Cut", "staff": "Ann", "resources": ["Chair 1"]},
        {"name": "Cut", "staff": "Bo", "resources": ["Chair 2"], "for": "Tom", "beside": true}]);
    let couple = json!({"client": "Anna Berg", "services": services, "start_date": "2027-03-06", "time": "14:00", "staff": "Ann"});
    for (taken, kind) in [
        (json!({"staff": "Ann"}), "staff"),
        (json!({"staff": "Bo"}), "staff"),
        (json!({"staff": "Cem", "resources": ["Chair 1"]}), "resource"),
        (json!({"staff": "Cem", "resources": ["Chair 2"]}), "resource"),
    ] {
        let mut other =
            json!({"client": "Ben Meyer", "services": ["Cut"], "start_date": "2027-03-06", "time": "14:15"});
        for (field, value) in taken.as_object().unwrap() {
            other[field] = value.clone();
        }
        salon.done(&["book", "-"], &other.to_string());
        let refused = salon.refused(&["book", "-", "--create-missing"], &couple.to_string());
        assert_eq!(refused["conflicts"].as_array().unwrap().len(), 1, "{refused}");
        assert_eq!(refused["conflicts"][0]["kind"], kind, "{taken}");
        salon.done(&["undo"], "");
    }
    salon.done(&["book", "-", "--create-missing"], &couple.to_string());
    reads_back(&salon);
}

/// Spec S5.3.
#[test]
fn who_is_late_is_checked_later_and_runs_into_the_next_one_by_no_change_by_hand() {
    let salon = shop("2026-12-01T08:00");
    let clients = json!({"clients": [{"given_name": "Anna", "surname": "Berg"}, {"surname": "Kaya"}]});
    salon.done(&["setup", "set", "-"], &clients.to_string());
    let cut = json!([{"name": "Cut", "duration": "PT45M"}]);
    let berg = json!({"services": cut, "every": 5, "start_date": "2027-01-05"});
    let series = salon.json(&["series", "create", "-"], &request(&berg));
    let series = series["id"].as_str().unwrap();
    let kaya =
        json!({"client": "Kaya", "services": ["Cut"], "staff": "Ann", "start_date": "2027-01-05", "time": "10:45"});
    salon.done(&["book", "-"], &kaya.to_string());
    let export = || salon.done(&["export", "--format", "ics", "--all"], "");
    let calendar = export();

    let first = "2027-01-05T10:00";
    let marked = salon.json(
        &["visit", "attendance", series, first, "expected", "--late", "PT15M"],
        "",
    );
    assert_eq!(marked["warnings"], json!(["15 min into Kaya 10:45"]));
    assert_eq!(marked["bookings"][0]["late"], "PT15M");
    assert_eq!(marked["changed"], json!([]));
    assert_eq!(export(), calendar);
    // The quarter before is free, and that until eleven is not.
    let ben = |time: &str, length: &str| {
        json!({"client": "Ben Meyer", "services": [{"name": "Cut", "duration": length}], "staff": "Ann",
               "start_date": "2027-01-05", "time": time})
        .to_string()
    };
    salon.done(&["book", "-"], &ben("10:00", "PT15M"));
    salon.done(&["undo"], "");
    let refused = salon.refused(&["book", "-"], &ben("10:00", "PT16M"));
    assert_eq!(refused["conflicts"][0]["from"], "2027-01-05T10:15:00+01:00");
    salon.done(&["undo"], "");
    let said = salon.done(&["occurrences", "--series", series, "--to", "2027-01-05"], "");
    assert!(said.contains("10:00 to 10:45"), "{said}");
    reads_back(&salon);
}
