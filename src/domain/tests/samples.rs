//! The samples of other services, as our requests say them: Guile's body with each of its frequencies, the dates of TimeTap,
//! the slot of Altegio.

use serde_json::json;

use super::*;

#[test]
fn the_body_of_guile_is_kept_with_each_of_its_seven_frequencies() {
    // The last of them for a body without an end, from 25 December 2023: through one year from its start.
    for (frequency, count, second, last) in [
        ("daily", 367, "2023-12-26", "2024-12-25"),
        ("weekly", 53, "2024-01-01", "2024-12-23"),
        ("biweekly", 27, "2024-01-08", "2024-12-23"),
        ("semimonthly", 25, "2024-01-10", "2024-12-25"),
        ("monthly", 13, "2024-01-25", "2024-12-25"),
        ("quarterly", 5, "2024-03-25", "2024-12-25"),
        ("annually", 2, "2024-12-25", "2024-12-25"),
    ] {
        let mut shop = Shop::berlin("2023-12-01T08:00");
        shop.set(&json!({"business": {"horizon_days": 366}}));
        let request = json!({
            "frequency": frequency, "start_date": "2023-12-25", "active": true,
            "client": {"given_name": "Jane", "surname": "Doe"}, "location": {"name": "Main Street"},
            "services": [{"name": "Cut", "price": "456.78", "duration": "PT45M"}], "closed_days": "keep"
        });
        let found = days(&shop.create(&request).unwrap());
        assert_eq!(
            (found.len(), found[0].as_str(), found[1].as_str()),
            (count, "2023-12-25", second),
            "{frequency}"
        );
        assert_eq!(found.last().unwrap(), last, "{frequency}");
        // Its end is its start: one visit.
        let mut shop = Shop::berlin("2023-12-01T08:00");
        let mut ended = request.clone();
        ended["end_date"] = json!("2023-12-25");
        assert_eq!(days(&shop.create(&ended).unwrap()), ["2023-12-25"], "{frequency}");
    }
}

#[test]
fn the_fridays_of_timetap_are_the_first_of_a_series_without_an_end() {
    let mut shop = Shop::berlin("2023-07-13T08:00");
    shop.set(&json!({"business": {"horizon_days": 182}}));
    let request = json!({"frequency": "weekly", "every": 1, "weekdays": ["fri"], "start_date": "2023-07-14", "time": "13:00",
        "services": [{"name": "Cut", "duration": "PT25M"}], "clean_up": "PT5M"});
    let plan = shop.create(&request).unwrap();
    let found = days(&plan);
    assert_eq!(
        (found.len(), found[0].as_str(), found[26].as_str()),
        (27, "2023-07-14", "2024-01-12")
    );
    let fridays: Vec<String> = (0..27)
        .map(|week| (text::<crate::time::Day>("2023-07-14") + 7 * week).to_string())
        .collect();
    assert_eq!(found, fridays);
    // The client is told 13:00 to 13:25; it is blocked to 13:30.
    let visit = plan.lines[0].after.as_ref().unwrap();
    assert_eq!(
        (visit.span().length().count(), visit.blocked().length().count()),
        (25, 30)
    );
}

#[test]
fn the_slot_of_altegio_is_a_slot_of_ours() {
    let mut shop = Shop::at("America/New_York", "2026-01-01T12:12");
    shop.set(&json!({
        "staff": [{"given_name": "John", "surname": "Johnson"}], "tags": [{"title": "Tag", "colour": "#ff0000"}],
        "resources": [{"kind": "Resource", "name": "Resource #1", "location": "Main Street"}]
    }));
    let request = json!({
        "start_date": "2026-01-24", "visits": 3, "services": ["Hour"], "staff": null, "time": null,
        "slots": [{"weekday": "mon", "time": "14:00", "staff": "John Johnson", "clean_up": "PT0M", "tags": ["Tag"],
            "resources": ["Resource #1"]}]
    });
    let series = shop.create(&request).unwrap().series.unwrap();
    // The first Monday on or after that Saturday.
    assert_eq!(
        shop.starts(series),
        ["2026-01-26T14:00", "2026-02-02T14:00", "2026-02-09T14:00"]
    );
    let visit = &shop.visits(series)[0];
    assert_eq!(
        (
            visit.minutes.count(),
            visit.after.count(),
            visit.tags.len(),
            visit.resources.len()
        ),
        (60, 0, 1, 1)
    );
    assert_eq!(Zone::UTC.civil(visit.start_utc), text("2026-01-26T19:00"));
    assert_eq!(shop.book.staff().get(visit.lead().unwrap()).unwrap().surname, "Johnson");
}
