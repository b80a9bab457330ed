//! The shapes over the small salon of the tests.

use super::*;
use crate::domain::draft::{SeriesEnd, Who};
use crate::domain::fixture::Salon;
use crate::domain::values::Policy;
use crate::domain::{Command, decide, foresee};

fn salon() -> (Salon, SeriesId) {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(6);
    let series = salon.create(draft);
    (salon, series)
}

#[test]
fn an_occurrence_has_exactly_the_fields_of_its_shape() {
    let (mut salon, series) = salon();
    salon.move_visit(series, "2026-03-31T10:00", "2026-04-01T11:30");
    let visit = salon.visit(series, "2026-03-31T10:00");
    let uuid = salon.book.series().get(series).unwrap().uuid.to_string();
    assert_eq!(
        occurrence(&salon.book, &visit),
        json!({
            "series": uuid,
            "original_start": "2026-03-31T10:00",
            "start": "2026-04-01T11:30:00+02:00",
            "end": "2026-04-01T12:15:00+02:00",
            "blocked_start": "2026-04-01T11:30:00+02:00",
            "blocked_end": "2026-04-01T12:20:00+02:00",
            "tz": "Europe/Berlin",
            "location": "Main Street",
            "staff": [{"name": "Ann", "role": "lead"}],
            "services": [{"name": "Cut", "duration": "PT45M", "staff": "Ann", "for": null, "price": "35.00"}],
            "bookings": [{
                "client": "Anna Berg", "visitor": null, "seats": 1, "attendance": "expected", "late": null,
                "price": "35.00", "payment": "unpaid",
            }],
            "status": "stable",
            "removed_by": null,
            "reason": null,
            "changed": ["datetime"],
        })
    );
    salon.cancel_visit(series, "2026-03-10T10:00");
    let value = occurrence(&salon.book, &salon.visit(series, "2026-03-10T10:00"));
    assert_eq!(
        (&value["status"], &value["removed_by"]),
        (&json!("entity_deleted"), &json!("person"))
    );
}

#[test]
fn a_preview_names_the_services_of_visits_that_are_not_in_the_book_yet() {
    let (mut salon, _) = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:30");
    draft.client = Some(Who::Known(salon.tom));
    draft.end = SeriesEnd::After(2);
    draft.left_out = vec!["2026-03-10".parse().unwrap()];
    draft.conflicts = Policy::Ask;
    let command = Command::CreateSeries(Box::new(draft));
    let (plan, then) = foresee(&salon.book, &command, &mut salon.moment).unwrap();
    let lines: Vec<Value> = plan
        .lines
        .iter()
        .map(|line| preview_line(&then, line, salon.location))
        .collect();
    let [first, second] = lines.as_slice() else {
        panic!("two lines: {lines:?}")
    };
    assert_eq!(first["line"], "event_created");
    assert_eq!(first["why"], "1st date");
    assert_eq!(first["after"]["services"][0]["name"], "Cut");
    assert_eq!(first["after"]["bookings"][0]["client"], "Tom Öztürk");
    assert_eq!(
        first["conflicts"],
        json!([{
            "kind": "staff", "with": "Ann has Anna Berg, Cut", "from": "2026-03-03T10:30:00+01:00",
            "to": "2026-03-03T10:50:00+01:00", "service_line": 1,
        }])
    );
    assert_eq!((&second["line"], &second["after"]), (&json!("left_out"), &Value::Null));
    assert!(!first.as_object().unwrap().contains_key("before"));
}

#[test]
fn a_refusal_lists_each_clash_with_its_date() {
    let (mut salon, _) = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:30");
    draft.client = Some(Who::Known(salon.tom));
    draft.end = SeriesEnd::After(8);
    draft.conflicts = Policy::Ask;
    let command = Command::CreateSeries(Box::new(draft));
    let refused = decide(&salon.book, &command, &mut salon.moment).unwrap_err();
    let value = refusal(&salon.book, &refused);
    assert_eq!(value["refusal"]["code"], "clashes");
    let conflicts = value["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 6);
    assert_eq!(conflicts[5]["original_start"], "2026-04-07T10:30");
}

#[test]
fn a_series_says_its_whole_rule_and_its_sentence() {
    let (salon, series) = salon();
    let value = super::series(&salon.book, series, salon.moment.now).unwrap();
    let says = |field: &str, expected: Value| assert_eq!(value[field], expected, "{field}");
    says("status", json!("running"));
    says("rrule", json!("FREQ=WEEKLY;COUNT=6;BYDAY=TU"));
    says(
        "sentence",
        json!("Every week on Tuesday at 10:00, from 3 Mar 2026, 6 dates"),
    );
    says("materialized_until", json!("2026-04-07"));
    says("client", json!("Anna Berg"));
    assert_eq!(value["slots"][0]["staff"], "Ann");
    assert_eq!(value["services"][0]["name"], "Cut");
    assert_eq!(value["members"][0]["client"], "Anna Berg");
}
