//! One visit by hand over the command line: changed, taken back, marked, and everybody who comes to it.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{made, request, shop, visits_of};

const NOW: &str = "2026-03-01T08:00";
const SECOND: &str = "2026-03-10T10:00";

/// The second visit of a series.
#[track_caller]
fn second(salon: &Salon, series: &str) -> Value {
    let visits = visits_of(salon, series);
    visits
        .into_iter()
        .find(|visit| visit["original_start"] == SECOND)
        .unwrap()
}

/// Spec S4.4.
#[test]
fn each_of_the_ten_fields_is_changed_flagged_and_taken_back() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let before = visits_of(&salon, &id);
    let check = |says: Value, flag: &str| {
        let edited = salon.json(&["visit", "edit", &id, SECOND, "-"], &says.to_string());
        assert_eq!(edited["changed"], json!([flag]), "{says}");
        assert_eq!(second(&salon, &id), edited);
        let changed = visits_of(&salon, &id)
            .into_iter()
            .zip(&before)
            .filter(|(now, before)| now != *before);
        assert_eq!(changed.count(), 1, "{says}");
        let back = salon.json(&["visit", "reset", &id, SECOND, "--field", flag], "");
        assert_eq!(back["changed"], json!([]), "{says}");
        assert_eq!(visits_of(&salon, &id), before, "{says}");
        salon.done(&["undo"], "");
        assert_eq!(second(&salon, &id), edited);
        salon.done(&["undo"], "");
        assert_eq!(visits_of(&salon, &id), before, "{says}");
    };
    salon.done(
        &["setup", "set", "-"],
        r##"{"tags": [{"title": "VIP", "colour": "#ff0000"}]}"##,
    );
    check(json!({"staff": "Bo"}), "staff");
    check(json!({"time": "11:00", "start_date": "2026-03-11"}), "datetime");
    check(json!({"services": [{"name": "Cut", "duration": "PT50M"}]}), "duration");
    check(json!({"clean_up": "PT15M"}), "clean_up");
    check(json!({"services": ["Cut", "Colour"]}), "services");
    check(json!({"services": [{"name": "Cut", "price": "30.00"}]}), "price");
    check(json!({"price": "20.00"}), "price");
    check(json!({"resources": ["Chair 2"]}), "resources");
    check(json!({"tags": ["VIP"]}), "tags");
    check(json!({"note": "brings a dog"}), "note");
    check(json!({"colour": "#7aa2f7"}), "colour");
    assert_eq!(salon.json(&["check"], "")["ok"], true);
}

/// Spec S4.4, S4.6.
#[test]
fn the_history_says_what_was_changed_of_a_visit_that_is_past() {
    let mut salon = shop(NOW);
    let id = made(&salon, &json!({}));
    salon.wait_until("2026-03-12T08:00");
    let says = json!({"staff": "Bo", "price": "30.00", "services": ["Colour"]});
    let edited = salon.json(&["visit", "edit", &id, SECOND, "-"], &says.to_string());
    assert_eq!(edited["bookings"][0]["price"], "30.00");
    assert_eq!(edited["end"], "2026-03-10T11:30:00+01:00");
    let history = salon.json(&["history"], "");
    assert_eq!(
        history[0]["label"],
        "Visit of Anna Berg on Tue 10 Mar 2026 changed: staff, length, services and price"
    );
    salon.done(&["visit", "reset", &id, SECOND], "");
    let history = salon.json(&["history"], "");
    assert_eq!(
        history[0]["label"],
        "Visit of Anna Berg on Tue 10 Mar 2026 back to the usual"
    );
}

#[test]
fn a_visit_that_would_clash_is_refused_or_booked_anyway_and_errors_name_their_fields() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let ben = json!({"client": "Ben Meyer", "services": ["Cut"], "staff": "Ann", "start_date": "2026-03-10", "time": "10:30"});
    salon.done(&["book", "-"], &ben.to_string());
    let longer = json!({"services": [{"name": "Cut", "duration": "PT1H"}]}).to_string();
    let refused = salon.refused(&["visit", "edit", &id, SECOND, "-"], &longer);
    assert_eq!(refused["refusal"]["code"], "clashes");
    assert_eq!(refused["conflicts"][0]["with"], "Ann has Ben Meyer, Cut");
    let edited = salon.json(&["visit", "edit", &id, SECOND, "-", "--keep-conflicts"], &longer);
    assert_eq!(edited["changed"], json!(["duration"]));
    let wrong = json!({"staff": "Zoe", "weekdays": ["tue"], "services": [{"name": "Perm"}], "barber": 1});
    let refused = salon.refused(&["visit", "edit", &id, SECOND, "-"], &wrong.to_string());
    let fields: Vec<&String> = refused["errors"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["barber", "services.0.name", "staff", "weekdays"]);
    assert_eq!(
        salon.run(&["visit", "reset", &id, SECOND, "--field", "hair"], "").code,
        Some(2)
    );
    let nothing = salon.refused(&["visit", "edit", &id, SECOND, "-"], "{}");
    assert_eq!(nothing["refusal"]["code"], "nothing_to_change");
}

/// Spec S5.3.
#[test]
fn attendance_and_payment_are_marked_taken_back_and_change_nothing_that_calendars_see() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let export = || salon.done(&["export", "--format", "ics", "--series", &id], "");
    let (before, calendar) = (visits_of(&salon, &id), export());
    for word in ["confirmed", "arrived", "in-chair", "done", "no-show", "expected"] {
        let marked = salon.json(&["visit", "attendance", &id, SECOND, word], "");
        assert_eq!(
            (&marked["bookings"][0]["attendance"], &marked["changed"]),
            (&json!(word), &json!([]))
        );
        assert_eq!(marked["warnings"], json!([]));
    }
    for word in ["partly", "paid", "overpaid", "prepaid", "unpaid", "paid"] {
        let marked = salon.json(&["visit", "payment", &id, SECOND, word, "--client", "Anna Berg"], "");
        assert_eq!(marked["bookings"][0]["payment"], word);
    }
    assert_eq!(export(), calendar);
    let history = salon.json(&["history"], "");
    assert_eq!(
        history[0]["label"],
        "Visit of Anna Berg on Tue 10 Mar 2026 marked as paid"
    );
    for _ in 0..12 {
        salon.done(&["undo"], "");
    }
    assert_eq!((visits_of(&salon, &id), export()), (before, calendar));
    assert_eq!(
        salon.run(&["visit", "attendance", &id, SECOND, "asleep"], "").code,
        Some(2)
    );
    let refused = salon.refused(&["visit", "payment", &id, SECOND, "paid", "--client", "Ben Meyer"], "");
    assert_eq!(refused["errors"]["client"], json!(["There is no such client"]));
    let refused = salon.refused(&["visit", "attendance", &id, SECOND, "done", "--late", "PT15M"], "");
    assert_eq!(refused["errors"]["late"], json!(["Cannot be said here"]));
}

/// Spec S3.8.
#[test]
fn the_same_key_a_hundred_times_at_once_makes_one_series_and_undo_frees_it() {
    let salon = shop(NOW);
    let once = request(&json!({"idempotency_key": "5f1c"}));
    // One file has one who writes: whoever comes when another is at it is refused, and tries again, each after another while.
    let ask = |place: u64| loop {
        let ended = salon.run(&["--json", "series", "create", "-"], &once);
        match ended.code {
            Some(0) => return serde_json::from_str::<Value>(&ended.out).unwrap()["id"].clone(),
            Some(1) => std::thread::sleep(std::time::Duration::from_millis(50 * (place + 1))),
            _ => panic!("{ended:?}"),
        }
    };
    let ids: Vec<Value> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..100).map(|place| scope.spawn(move || ask(place))).collect();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(salon.json(&["series", "list"], "")["total"], 1);
    salon.done(&["undo"], "");
    assert_eq!(salon.json(&["series", "list"], "")["total"], 0);
    let other = request(&json!({"idempotency_key": "5f1c", "time": "11:00"}));
    let again = salon.json(&["series", "create", "-"], &other);
    assert_ne!(again["id"], ids[0]);
}

/// Spec S2.10.
#[test]
fn counting_on_is_one_step_that_undo_takes_back_whole() {
    let salon = shop(NOW);
    let services = json!(["Cut", {"name": "Colour", "every_nth": 2, "phase": 1}]);
    let id = made(&salon, &json!({"services": services, "visits": null}));
    let export = || salon.done(&["export", "--format", "ics", "--series", &id], "");
    let (before, shown) = (visits_of(&salon, &id), salon.json(&["series", "show", &id], ""));
    salon.done(
        &["visit", "cancel", &id, "2026-03-17T10:00", "--count-on", "--late"],
        "",
    );
    let history = salon.json(&["history"], "");
    assert_eq!(
        history[0]["label"],
        "Visit of Anna Berg on Tue 17 Mar 2026 cancelled, what was due comes on Tue 24 Mar 2026 at 10:00 and counts on from there"
    );
    let calendar = export();
    assert_eq!(calendar.matches("\nRRULE:").count(), 4, "{calendar}");
    assert_eq!(salon.json(&["check"], "")["ok"], true);
    salon.done(&["undo"], "");
    assert_eq!(
        (visits_of(&salon, &id), salon.json(&["series", "show", &id], "")),
        (before, shown)
    );
    salon.done(&["redo"], "");
    assert_eq!(salon.json(&["check"], "")["ok"], true);
    let refused = salon.refused(&["visit", "cancel", &id, "2026-03-31T10:00", "--count-on"], "");
    assert_eq!(refused["refusal"]["code"], "nothing_to_count_on");
    assert_eq!(
        salon
            .run(&["visit", "cancel", &id, "2026-03-31T10:00", "--keep-conflicts"], "")
            .code,
        Some(2)
    );
}

/// The history says what was done: a visit that stays where it is was not moved.
#[test]
fn a_visit_that_is_given_to_another_was_not_moved() {
    let salon = shop("2026-02-20T08:00");
    let id = made(&salon, &json!({}));
    let at = "2026-03-10T10:00";
    let label = |more: &[&'static str]| {
        salon.done(&[&["visit", "move", &id, at, "--to"], more].concat(), "");
        salon.json(&["history", "--limit", "1"], "")[0]["label"].clone()
    };
    let visit = "Visit of Anna Berg on Tue 10 Mar 2026";
    assert_eq!(label(&[at, "--staff", "Bo"]), format!("{visit} changed: staff"));
    assert_eq!(
        label(&[at, "--staff", "Ann", "--duration", "PT1H"]),
        format!("{visit} changed: staff and length")
    );
    assert_eq!(
        label(&["2026-03-10T11:00", "--staff", "Bo"]),
        format!("{visit} moved to Tue 10 Mar 2026 at 11:00")
    );
}
