//! What cannot stand is refused with every error at its field, all at once, and with the right exit code.

use serde_json::{Value, json};

use crate::support::Salon;
use crate::{made, request, shop};

const NOW: &str = "2026-03-01T08:00";

/// The errors of a request that differs from a good one by `more`.
#[track_caller]
fn errors(salon: &Salon, more: &Value) -> Value {
    let refused = salon.refused(&["series", "create", "-"], &request(more));
    refused["errors"].clone()
}

#[test]
fn every_error_is_told_at_its_field_at_once() {
    let salon = shop(NOW);
    let wrong = json!({
        "client": {"given_name": ""},
        "services": [{"name": "Cut", "price": "-1"}, {"name": "Perm"}, {"name": "Cut", "duration": "PT0M"},
                     {"name": "Cut", "duration": "PT25H"}],
        "start_date": "2026-02-30", "time": "25:00", "visits": 2_000_000, "staff": "Zoe", "colour": "red",
        "conflicts": "maybe", "barber": 7, "note": "bell \u{7}",
    });
    let errors = errors(&salon, &wrong);
    let fields: Vec<&str> = errors.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        [
            "barber",
            "client",
            "colour",
            "conflicts",
            "note",
            "services.0.price",
            "services.1.name",
            "services.2.duration",
            "services.3.duration",
            "staff",
            "start_date",
            "time",
            "visits",
        ]
    );
    assert_eq!(errors["barber"], json!(["There is no such field"]));
    assert_eq!(errors["services.1.name"], json!(["There is no such service"]));
    assert_eq!(errors["visits"], json!(["From 1 to 1040"]));
    assert_eq!(salon.json(&["series", "list"], "")["total"], 0);
}

#[test]
fn a_weekday_that_is_missing_is_told_beside_a_bad_start_and_time() {
    let salon = shop(NOW);
    let errors = errors(&salon, &json!({"weekdays": [], "start_date": "soon", "time": "late"}));
    let fields: Vec<&str> = errors.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["start_date", "time", "weekdays"]);
}

#[test]
fn one_bad_field_is_one_error() {
    let salon = shop(NOW);
    let check = |more: Value, field: &str, text: &str| {
        assert_eq!(errors(&salon, &more), json!({ field: [text] }), "{more}");
    };
    check(
        json!({"visits": null, "end_date": "2026-03-02"}),
        "end_date",
        "The end lies before the start",
    );
    check(json!({"weekdays": []}), "weekdays", "Choose at least one weekday");
    check(json!({"services": []}), "services", "Choose at least one service");
    check(json!({"visits": 0}), "visits", "From 1 to 1040");
    check(
        json!({"start_date": "9999-01-01"}),
        "start_date",
        "From 1970-01-01 to 2099-12-31",
    );
    check(
        json!({"client": {"given_name": "a".repeat(10_000), "surname": "Berg"}}),
        "client.given_name",
        "At most 200 characters",
    );
    check(
        json!({"skip_dates": ["2026-03-04"]}),
        "skip_dates.0",
        "Wed 4 Mar 2026 is not one of the dates",
    );
    check(
        json!({"frequency": null, "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}),
        "rrule",
        "This gives no date",
    );
    check(json!({"client": "Nobody Here"}), "client", "There is no such client");
    check(
        json!({"end_date": "2026-04-01"}),
        "visits",
        "Choose one end: a date or a number of visits",
    );
}

#[test]
fn who_does_not_work_there_and_a_zone_that_is_none_are_named() {
    let salon = shop(NOW);
    let setup = json!({
        "locations": [{"name": "Station", "time_zone": "Europe/Berlin"}],
        "staff": [{"given_name": "Bo", "hours": {"Main Street": {"tue": [["09:00", "18:00"]]}}}],
    });
    salon.done(&["setup", "set", "-"], &setup.to_string());
    let errors = errors(&salon, &json!({"location": "Station", "staff": "Bo"}));
    assert_eq!(errors, json!({"staff": ["Does not work at this location"]}));
    let zone = json!({"locations": [{"name": "Harbour", "time_zone": "Europe/Atlantis"}]});
    let refused = salon.refused(&["setup", "set", "-"], &zone.to_string());
    assert_eq!(
        refused,
        json!({"errors": {"locations.0.time_zone": ["Not a known time zone like Europe/Berlin"]}})
    );
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let salon = shop(NOW);
    let refused = salon.refused(&["dates", "-"], "{\"client\": ");
    let text = refused["errors"][""][0].as_str().unwrap();
    assert!(text.starts_with("Not JSON: ") && text.contains("line 1"), "{text}");
    let refused = salon.refused(&["dates", "-"], "[]");
    assert_eq!(refused["errors"][""], json!(["Expected an object"]));
    let deep = "[".repeat(100_000);
    assert_eq!(salon.run(&["dates", "-"], &deep).code, Some(1));
}

#[test]
fn wrong_usage_ends_with_2_and_help_with_0() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let check = |arguments: &[&str], code: i32| {
        let ended = salon.run(arguments, "");
        assert_eq!(ended.code, Some(code), "{arguments:?}: {ended:?}");
        assert_eq!(ended.err.is_empty(), code == 0, "{arguments:?}");
    };
    check(&["--help"], 0);
    check(&["--version"], 0);
    check(&["series", "make"], 2);
    check(&["series", "create", "no-such-file.json"], 2);
    check(&["series", "list", "--page", "0"], 2);
    check(&["series", "cancel", &id, "--scope", "following"], 2);
    check(&["series", "cancel", &id, "--scope", "all", "--from", "2026-03-10"], 2);
    check(&["visit", "move", &id, "tomorrow", "--to", "2026-03-04T11:00"], 2);
    check(&["visit", "cancel", &id, "2026-03-03T10:00", "--by", "us", "--late"], 2);
}

#[test]
fn what_is_not_there_is_refused() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let unknown = "0190c3cc-0d44-7b50-8888-8dd25736052a";
    for wrong in [unknown, "1", ""] {
        let refused = salon.refused(&["series", "show", wrong], "");
        assert_eq!(
            refused["errors"]["series"],
            json!(["There is no such standing appointment"]),
            "{wrong}"
        );
    }
    let refused = salon.refused(&["visit", "cancel", &id, "2026-03-04T10:00"], "");
    assert_eq!(refused["refusal"]["code"], "no_such_visit");
    let refused = salon.refused(
        &["visit", "move", &id, "2026-03-03T10:00", "--to", "9999-01-01T10:00"],
        "",
    );
    assert!(refused["errors"]["to"].is_array(), "{refused}");
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_display_the_program_says_so_and_names_the_command_line() {
    let salon = Salon::at(NOW);
    let mut command = salon.command();
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(
        err.starts_with("No window can be opened: neither DISPLAY nor WAYLAND_DISPLAY"),
        "{err}"
    );
    assert!(err.contains("chairtime --help"), "{err}");
}
