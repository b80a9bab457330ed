//! What cannot stand is said at its field, all of it at once.

use serde_json::{Value, json};

use super::*;

#[track_caller]
fn check(request: &Value, expected: &[&str]) {
    let shop = Shop::berlin("2026-03-01T08:00");
    let errors = shop.read(request).unwrap_err();
    assert_eq!(paths(&errors), expected, "{request}");
}

#[test]
fn every_bad_field_is_named() {
    for (request, field) in [
        (json!({"end_date": "2026-03-02"}), "end_date"),
        (json!({"weekdays": []}), "weekdays"),
        (json!({"weekdays": ["tue", "someday"]}), "weekdays.1"),
        (json!({"services": []}), "services"),
        (
            json!({"services": [{"name": "Cut", "duration": "PT0M"}]}),
            "services.0.duration",
        ),
        (
            json!({"services": [{"name": "Cut", "duration": "PT24H1M"}]}),
            "services.0.duration",
        ),
        (
            json!({"services": [{"name": "Cut", "duration": "45"}]}),
            "services.0.duration",
        ),
        (
            json!({"services": [{"name": "Cut", "price": "-1.00"}]}),
            "services.0.price",
        ),
        (json!({"services": ["Dance"]}), "services.0.name"),
        (
            json!({"services": [{"name": "Cut", "every_nth": 2, "phase": 3}, "Colour"]}),
            "services.0.phase",
        ),
        // Not a second time, as if no service were chosen.
        (
            json!({"services": [{"name": "Cut", "every_nth": 2, "phase": 3}]}),
            "services.0.phase",
        ),
        (json!({"services": vec!["Cut"; 21]}), "services"),
        (json!({"services": [{"name": "Colour", "every_nth": 2}]}), "services"),
        (json!({"staff": "Dora"}), "staff"),
        (json!({"staff": "Cem", "location": "Harbour"}), "staff"),
        (json!({"staff": "Cem", "services": ["Colour"]}), "staff"),
        (
            json!({"services": [{"name": "Colour", "staff": "Cem"}]}),
            "services.0.staff",
        ),
        (json!({"additional_staff": ["Bo", "Dora"]}), "additional_staff.1"),
        (json!({"additional_staff": ["Ann"]}), "additional_staff"),
        (json!({"location": "Nowhere"}), "location"),
        (json!({"location": null}), "location"),
        (json!({"resources": ["Chair 9"]}), "resources.0"),
        (json!({"resources": ["Chair 2"], "location": "Harbour"}), "resources.0"),
        (json!({"tags": ["VIP", "VAP"]}), "tags.1"),
        (json!({"visits": 0}), "visits"),
        (json!({"visits": 2_000_000}), "visits"),
        (json!({"visits": 4, "end_date": "2026-05-01"}), "visits"),
        (json!({"start_date": "9999-01-01"}), "start_date"),
        (json!({"start_date": "2026-02-30"}), "start_date"),
        (json!({"end_date": "2037-03-03"}), "end_date"),
        (json!({"frequency": "daily", "end_date": "2030-01-01"}), "end_date"),
        (json!({"time": "25:00"}), "time"),
        (json!({"time": null}), "time"),
        (json!({"frequency": "hourly"}), "frequency"),
        (json!({"frequency": null}), "frequency"),
        (json!({"every": 0}), "every"),
        (json!({"every": 521}), "every"),
        (
            json!({"frequency": "semimonthly", "days_of_month": [28, 31]}),
            "days_of_month",
        ),
        (json!({"frequency": "semimonthly", "every": 2}), "every"),
        (
            json!({"frequency": "semimonthly", "nth_weekday": {"nth": -1, "weekday": "tue"}}),
            "nth_weekday.nth",
        ),
        (json!({"frequency": "monthly", "days_of_month": [32]}), "days_of_month"),
        (
            json!({"frequency": "monthly", "days_of_month": [3], "nth_weekday": {"nth": 1, "weekday": "tue"}}),
            "nth_weekday",
        ),
        (json!({"frequency": "daily", "weekdays": ["tue"]}), "weekdays"),
        (json!({"frequency": "biweekly", "every": 5}), "every"),
        (json!({"frequency": "quarterly", "every": 2}), "every"),
        (json!({"frequency": null, "rrule": "FREQ=HOURLY"}), "rrule"),
        (json!({"frequency": null, "rrule": "FREQ=WEEKLY;COUNT=2000"}), "rrule"),
        (json!({"rrule": "FREQ=WEEKLY"}), "frequency"),
        (json!({"frequency": null, "rrule": "FREQ=WEEKLY", "every": 2}), "every"),
        // The 30th of February is in no year.
        (
            json!({"frequency": null, "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}),
            "rrule",
        ),
        (json!({"end_date": "2026-03-05", "weekdays": ["fri"]}), "frequency"),
        (json!({"skip_dates": ["2026-03-10", "2026-03-11"]}), "skip_dates.1"),
        (json!({"visits": 2, "skip_dates": ["2026-03-17"]}), "skip_dates.0"),
        (json!({"skip_dates": ["soon"]}), "skip_dates.0"),
        (
            json!({"client": {"given_name": "x".repeat(10_000)}}),
            "client.given_name",
        ),
        (json!({"client": {"given_name": "A\u{7}nna"}}), "client.given_name"),
        (json!({"client": {}}), "client"),
        (json!({"note": "\u{1b}[31m"}), "note"),
        (json!({"note": "x".repeat(20_001)}), "note"),
        (json!({"colour": "red"}), "colour"),
        (json!({"seats": 0}), "seats"),
        (json!({"clean_up": "PT5H"}), "clean_up"),
        (json!({"conflicts": "maybe"}), "conflicts"),
        (json!({"reminders": {"client_fax": 3}}), "reminders.client_fax"),
        (json!({"discount": "5.00"}), "discount"),
        (json!({"serivces": ["Cut"]}), "serivces"),
        (json!({"slots": [{"weekday": "tue", "staff": "Dora"}]}), "slots.0.staff"),
        (
            json!({"slots": [{"weekday": "tue", "staff": "Cem", "services": ["Colour"]}]}),
            "slots.0.staff",
        ),
        (
            json!({"slots": [{"weekday": "tue"}, {"weekday": "tue"}]}),
            "slots.1.weekday",
        ),
        (json!({"slots": [{"time": "11:00"}]}), "slots.0.weekday"),
    ] {
        check(&request, &[field]);
    }
}

#[test]
fn everything_is_said_at_once() {
    let request = json!({
        "client": {"given_name": "x".repeat(10_000), "surname": "B\u{0}"}, "location": "Main Street", "frequency": "weekly",
        "services": [{"name": "Dance"}, {"name": "Cut", "duration": "PT25H", "price": "-3"}],
        "weekdays": [], "start_date": "2026-03-03", "end_date": "2026-01-01", "time": "10", "staff": "Dora", "visits": 0,
        "skip_dates": ["9999-01-01"], "conflicts": "x", "more": 1
    });
    let expected = [
        "client.given_name",
        "client.surname",
        "conflicts",
        "more",
        "services.0.name",
        "services.1.duration",
        "services.1.price",
        "skip_dates.0",
        "staff",
        "time",
        "visits",
        "weekdays",
    ];
    check(&request, &expected);
    // One wrong field does not hide another that is found by looking at the rest.
    let request = json!({"time": "10", "staff": "Cem", "location": "Harbour", "skip_dates": ["2026-03-04"]});
    check(&request, &["skip_dates.0", "staff", "time"]);
}

#[test]
fn a_request_may_hold_every_field_of_the_manual() {
    let shop = Shop::berlin("2026-03-01T08:00");
    let request = json!({
        "idempotency_key": "5f1c",
        "client": {"given_name": "Anna", "surname": "Berg", "phone": "+13155550175", "email": ""},
        "visitor": null,
        "location": "Main Street",
        "services": [{"name": "Cut"},
            {"name": "Colour", "every_nth": 2, "phase": 1, "staff": "Bo", "for": null, "price": "90.00"}],
        "frequency": "biweekly", "every": null, "weekdays": ["tue", "fri"],
        "start_date": "2026-03-03", "time": "10:00", "end_date": null, "visits": 26,
        "staff": "Ann", "additional_staff": [], "blocked_staff": [], "coordinator": null,
        "resources": ["Chair 1"], "tags": ["VIP"], "set_up": null, "clean_up": "PT10M", "slots": null,
        "days_of_month": null, "nth_weekday": null, "short_months": "clamp", "skip_dates": ["2026-04-14"],
        "conflicts": "ask", "closed_days": "ask", "nearest_days": 7, "active": true, "seats": 1, "price": null,
        "discount": null, "tax": null, "note": "", "colour": null,
        "reminders": {"client_email": 24, "client_sms": 0, "staff_email": 0, "staff_sms": 0}, "custom": {}
    });
    let draft = shop.read(&request).unwrap();
    assert_eq!((draft.slots.len(), draft.lines.len(), draft.left_out.len()), (2, 2, 1));
    // The chair of this location, although another has one of that name.
    let chair = shop.book.resources().get(draft.slots[0].resources[0]).unwrap();
    assert_eq!(chair.location_id, draft.location);
}

#[test]
fn slots_say_the_weekdays_where_nothing_else_does() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let slots = json!([{"weekday": "tue", "time": "10:00"}, {"weekday": "fri", "time": "15:00", "staff": "Bo"}]);
    let plan = shop.create(&json!({"slots": slots, "visits": 4})).unwrap();
    let series = plan.series.unwrap();
    let expected = [
        "2026-03-03T10:00",
        "2026-03-06T15:00",
        "2026-03-10T10:00",
        "2026-03-13T15:00",
    ];
    assert_eq!(shop.starts(series), expected);
    shop.edit(series, &json!({"slots": [{"weekday": "thu", "time": "09:00"}]}))
        .unwrap();
    assert_eq!(shop.starts(series)[..2], ["2026-03-05T09:00", "2026-03-12T09:00"]);
}

#[test]
fn a_date_that_is_left_out_beyond_the_horizon_is_said_when_it_is_decided() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let refused = shop.create(&json!({"skip_dates": ["2029-03-06"]})).unwrap_err();
    assert!(
        matches!(&refused, Refused::Fields(errors) if paths(errors) == ["skip_dates.0"]),
        "{refused:?}"
    );
}

#[test]
fn too_many_services_are_not_called_none() {
    let shop = Shop::berlin("2026-03-01T08:00");
    let errors = shop.read(&json!({"services": vec!["Cut"; 21]})).unwrap_err();
    let said: Vec<_> = errors.iter().flat_map(|(_, errors)| errors).collect();
    assert_eq!(said, [&FieldError::TooMany { most: 20 }]);
}
