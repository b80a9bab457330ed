//! When it recurs, through to the visits: month ends, the start, the ends and their counts (spec S2.2 to S2.4).

use serde_json::{Value, json};

use super::*;

#[track_caller]
fn check(request: &Value, expected: &[&str]) {
    let mut shop = Shop::berlin("2026-01-01T08:00");
    let mut request = request.clone();
    request["closed_days"] = json!("keep");
    let plan = shop.create(&request).unwrap();
    assert_eq!(days(&plan), expected, "{request}");
}

#[test]
fn the_last_days_of_a_month_clamp_from_the_day_that_was_meant() {
    check(
        &json!({"frequency": "monthly", "start_date": "2027-01-31", "visits": 4}),
        &["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"],
    );
    check(
        &json!({"frequency": "monthly", "days_of_month": [30], "start_date": "2028-01-30", "visits": 3}),
        &["2028-01-30", "2028-02-29", "2028-03-30"],
    );
    check(
        &json!({"frequency": "monthly", "start_date": "2027-01-31", "short_months": "skip", "visits": 3}),
        &["2027-01-31", "2027-03-31", "2027-05-31"],
    );
    check(
        &json!({"frequency": "quarterly", "start_date": "2026-11-30", "visits": 3}),
        &["2026-11-30", "2027-02-28", "2027-05-30"],
    );
    check(
        &json!({"frequency": "annually", "start_date": "2028-02-29", "visits": 5}),
        &["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
    );
    check(
        &json!({"frequency": "semimonthly", "start_date": "2027-01-31", "visits": 5}),
        &["2027-01-31", "2027-02-16", "2027-02-28", "2027-03-16", "2027-03-31"],
    );
    check(
        &json!({"frequency": "semimonthly", "days_of_month": [30, 15], "start_date": "2027-02-01", "visits": 4}),
        &["2027-02-15", "2027-02-28", "2027-03-15", "2027-03-30"],
    );
}

#[test]
fn a_day_of_a_short_month_is_said_to_be_one() {
    let mut shop = Shop::berlin("2027-01-01T08:00");
    let request = json!({"frequency": "monthly", "start_date": "2027-01-31", "visits": 3, "closed_days": "keep"});
    let plan = shop.create(&request).unwrap();
    let why: Vec<plan::Why> = plan.lines.iter().map(|line| line.why).collect();
    let expected = [
        plan::Why::Rule { number: 1 },
        plan::Why::ShortMonth { number: 2 },
        plan::Why::Rule { number: 3 },
    ];
    assert_eq!(why, expected);
}

#[test]
fn the_first_visit_is_the_first_date_of_the_rule_on_or_after_the_start() {
    check(
        &json!({"weekdays": ["mon"], "start_date": "2026-03-03", "visits": 2}),
        &["2026-03-09", "2026-03-16"],
    );
    check(
        &json!({"frequency": "biweekly", "weekdays": ["mon", "fri"], "start_date": "2026-03-03", "visits": 3}),
        &["2026-03-06", "2026-03-16", "2026-03-20"],
    );
    check(
        &json!({"frequency": "monthly", "nth_weekday": {"nth": -1, "weekday": "tue"}, "start_date": "2026-03-03", "visits": 2}),
        &["2026-03-31", "2026-04-28"],
    );
    check(
        &json!({"frequency": "semimonthly", "nth_weekday": {"nth": 2, "weekday": "tue"}, "start_date": "2026-03-03", "visits": 3}),
        &["2026-03-10", "2026-03-24", "2026-04-14"],
    );
}

/// Spec S2.6, S2.4.
#[test]
fn dates_that_are_left_out_count() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let request =
        json!({"frequency": "biweekly", "weekdays": ["tue", "fri"], "visits": 26, "skip_dates": ["2026-04-14"]});
    let plan = shop.create(&request).unwrap();
    assert_eq!((plan.dates(), plan.left_out(), plan.of(LineKind::Created)), (26, 1, 25));
    assert_eq!(plan.last().unwrap().to_string(), "2026-08-21");
    let series = shop.book.series().get(plan.series.unwrap()).unwrap();
    assert_eq!(series.materialized_until.unwrap().to_string(), "2026-08-21");
}

/// Spec S2.4, S2.5.
#[test]
fn an_end_by_date_is_part_of_it_and_no_end_goes_on_to_the_horizon() {
    check(
        &json!({"end_date": "2026-03-17"}),
        &["2026-03-03", "2026-03-10", "2026-03-17"],
    );
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let plan = shop.create(&json!({})).unwrap();
    // A year from the start, which is later than today.
    assert_eq!(
        (plan.dates(), plan.last().unwrap().to_string().as_str()),
        (53, "2027-03-02")
    );
}

#[test]
fn a_request_of_a_rule_says_the_same_as_its_fields() {
    let shop = Shop::berlin("2026-03-01T08:00");
    let written = shop
        .read(&json!({"frequency": null, "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR"}))
        .unwrap();
    let said = shop
        .read(&json!({"frequency": "biweekly", "weekdays": ["fri", "tue"]}))
        .unwrap();
    assert_eq!(written, said);
}

#[test]
fn what_a_series_says_can_be_asked_again() {
    for request in [
        json!({"weekdays": ["tue", "sat"], "visits": 9, "tags": ["VIP"], "resources": ["Chair 1"], "clean_up": "PT10M"}),
        json!({"frequency": "monthly", "nth_weekday": {"nth": -1, "weekday": "tue"}, "note": "x", "colour": "#112233"}),
        json!({"frequency": "semimonthly", "days_of_month": [3, 31], "end_date": "2026-12-31", "active": false}),
        json!({"services": [{"name": "Cut", "price": "30.00"}, {"name": "Colour", "every_nth": 2, "phase": 2, "staff": "Bo",
            "beside": true, "offset": "PT5M"}], "conflicts": "keep", "closed_days": "skip", "seats": 2,
            "reminders": {"client_email": 24}}),
        json!({"slots": [{"weekday": "tue", "services": ["Colour"]}, {"weekday": "wed", "time": "12:00", "staff": "Bo"}]}),
        json!({"frequency": null, "rrule": "FREQ=MONTHLY;BYDAY=1TU,3TH"}),
    ] {
        let mut shop = Shop::berlin("2026-03-01T08:00");
        let mut whole = request.clone();
        whole["closed_days"] = json!("skip");
        let series = shop.create(&whole).unwrap().series.unwrap();
        let said = request::request_of(&shop.book, series).unwrap();
        let mut again = request::read(&shop.book, &said, Purpose::Standing, false).unwrap();
        let stands = draft_of(&shop.book, series).unwrap();
        for (slot, known) in again.slots.iter_mut().zip(&stands.slots) {
            slot.slot = known.slot;
        }
        assert_eq!(again, stands, "{request}");
        // A day later nothing is changed either, and so no calendar is told of a change.
        shop.moment.now = shop.moment.now + crate::time::Minutes::DAY;
        let edited = shop.edit(series, &said).map(|plan| plan.lines.len());
        assert_eq!(edited, Err(Refusal::NothingToChange.into()), "{request}");
    }
}
