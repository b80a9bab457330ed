//! Stories 2, 3 and 10 of a desk, with their exact outcomes.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{made, request, shop, starts, visits_of};

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
    assert_eq!(salon.json(&["undo"], "")["label"], "2 problems sorted out");
    assert_eq!(problems(&salon).len(), 2);
}
