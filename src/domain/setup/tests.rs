//! The setup document: read with all its errors, decided, and given back.

use serde_json::{Value, json};

use super::*;
use crate::domain::change::{Label, SetUpDid};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::{Book, Command, Moment, decide};
use crate::time::{Instant, Minutes};

fn salon() -> Value {
    json!({
        "business": {"name": "Salon Mara", "currency": "EUR", "first_weekday": "mon", "clock": "24h",
            "time_zone": "Europe/Berlin", "horizon_days": 365,
            "closed_days": [{"from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas"}]},
        "locations": [
            {"name": "Main Street", "shop_name": "Salon Mara", "address": "Main Street 1\nBerlin", "time_zone": "Europe/Berlin",
             "hours": {"tue": [["09:00", "18:00"]], "fri": [["09:00", "12:00"], ["13:00", "26:00"]]},
             "closed_days": [{"from": "2027-01-01", "to": "2027-01-01"}],
             "special_days": [{"date": "2026-12-24", "hours": [["08:00", "10:00"], ["11:00", "13:00"]], "reason": "Christmas Eve"}]},
            {"name": "Harbour", "time_zone": "Europe/Lisbon",
             "hours": [{"mon": [["00:00", "24:00"]], "until": "2026-12-31"}, {"tue": [["08:00", "12:00"]], "from": "2027-01-01"}]}],
        "staff": [
            {"given_name": "Ann", "surname": "Lee", "position": "Stylist", "colour": "#7aa2f7",
             "hours": {"Main Street": {"every": 2, "anchor": "2027-01-04", "weeks": [{"tue": [["09:00", "18:00"]]}, {}]},
                       "Harbour": {"fri": [["09:00", "17:00"]]}},
             "services": [{"name": "Cut", "duration": "PT30M", "price": "39.50"}, "Colour"],
             "special_days": [{"date": "2026-12-06", "location": "Main Street", "hours": [["10:00", "12:00"], ["13:00", "16:00"]], "reason": "Fair"},
                              {"date": "2026-12-13", "hours": [["10:00", "16:00"]]}],
             "time_off": [{"from": "2026-08-03T14:00", "to": "2026-08-15T12:00", "reason": "Holiday"},
                          {"from": "2026-09-01T10:00", "to": "2026-09-01T11:30"}]},
            {"given_name": "Bo"}],
        "services": [
            {"name": "Cut", "cost": "35.00", "prices": [{"from": "2027-01-01", "cost": "38.00"}], "duration": "PT45M",
             "clean_up": "PT5M", "category": "Hair"},
            {"name": "Colour", "cost": "90.00", "category": "Hair",
             "stretches": [{"hands_on": "PT30M"}, {"processing": "PT40M"}, {"hands_on": "PT20M"}]}],
        "resources": [{"kind": "Chair", "name": "Chair 1", "location": "Main Street"},
                      {"kind": "Chair", "name": "Chair 1", "location": "Harbour"}],
        "tags": [{"title": "VIP", "colour": "#ff0000"}],
        "clients": [
            {"given_name": "Anna", "surname": "Berg", "phone": "+13155550175", "visitors": [{"given_name": "Mia"}]},
            {"given_name": "Anna", "surname": "Berg", "phone": "+13155550176"},
            {"phone": "555 123"}]
    })
}

/// Sets a document; gives the label where something changed.
fn set(book: &mut Book, document: &Value) -> Result<Label, Refused> {
    let draft = read(book, document).map_err(Refused::Fields)?;
    let mut moment = Moment::new(Instant::from_seconds(1_780_000_000), book.next_key.unsigned_abs());
    let change = decide(book, &Command::SetUp(Box::new(draft)), &mut moment)?.change;
    for edit in &change.edits {
        book.apply(edit).unwrap();
    }
    book.next_key = change.next_key;
    Ok(change.label)
}

fn set_up() -> Book {
    let mut book = Book::default();
    set(&mut book, &salon()).unwrap();
    book
}

fn errors(result: Result<Label, Refused>) -> FieldErrors {
    match result {
        Err(Refused::Fields(errors)) => errors,
        other => panic!("no field errors: {other:?}"),
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_whoever_finds_it() {
    let book = set_up();
    let document = json!({
        "services": [{"name": "", "duration": "PT0M", "new": true}, {"name": "Perm"}],
        "staff": [{"given_name": "Zoe", "colour": "red", "services": ["Massage"], "hours": {"Nowhere": {}},
            "time_off": [{"from": "2027-01-05T00:00", "to": "2027-01-01T00:00"}]}],
    });
    let errors = read(&book, &document).unwrap_err();
    let fields: Vec<&str> = errors.iter().map(|(path, _)| path).collect();
    assert_eq!(
        fields,
        [
            "services.0.duration",
            "services.0.name",
            "services.1.duration",
            "staff.0.colour",
            "staff.0.hours.Nowhere",
            "staff.0.services.0",
            "staff.0.time_off.0.to",
        ]
    );
    // What could not be read is not missing as well.
    assert_eq!(errors.at("services.0.duration").len(), 1);
}

#[test]
fn a_document_makes_the_catalogue_that_it_names() {
    let book = set_up();
    let ann = book.staff().live().next().unwrap();
    let cut = book.services().live().next().unwrap();
    assert_eq!(ann.own(cut.id).unwrap().minutes, Some(Minutes::new(30)));
    assert_eq!((ann.own_hours, ann.all_services, ann.hours.len()), (true, false, 2));
    let bo = book.staff().live().next_back().unwrap();
    assert_eq!((bo.own_hours, bo.all_services), (false, true));
    // The rest of the first day, whole days, the beginning of the last day, and an hour and a half of another.
    let off: Vec<String> = book
        .times_off()
        .of(ann.id)
        .map(|off| {
            format!(
                "{} {} {:?} {:?}",
                off.first_day, off.last_day, off.from_minute, off.to_minute
            )
        })
        .collect();
    let expected = [
        "2026-08-03 2026-08-03 Some(PT14H) Some(PT24H)",
        "2026-08-04 2026-08-14 None None",
        "2026-08-15 2026-08-15 Some(PT0M) Some(PT12H)",
        "2026-09-01 2026-09-01 Some(PT10H) Some(PT11H30M)",
    ];
    assert_eq!(off, expected);
    assert_eq!(book.categories().len(), 1);
    assert_eq!(book.day_exceptions().len(), 7);
    let colour = book.services().live().next_back().unwrap();
    assert_eq!(colour.stretches.to_string(), "30+40~20+");
}

#[test]
fn the_document_that_is_shown_changes_nothing_when_it_is_set_again() {
    let mut book = set_up();
    let before = book.clone();
    let shown = show(&book);
    assert_eq!(set(&mut book, &shown), Err(Refusal::NothingToChange.into()));
    assert_eq!(book, before);
    // Also without ids, as a person would write it.
    assert_eq!(set(&mut book, &salon()), Err(Refusal::NothingToChange.into()));
}

#[test]
fn the_document_that_is_shown_makes_the_same_catalogue_in_an_empty_book() {
    let shown = show(&set_up());
    let mut other = Book::default();
    set(&mut other, &shown).unwrap();
    assert_eq!(show(&other), shown);
    assert_eq!(show(&Book::default()), json!({}));
}

#[test]
fn what_is_not_said_stays_and_what_is_said_takes_its_place() {
    let mut book = set_up();
    let shown = show(&book);
    let id = shown["locations"][0]["id"].clone();
    let label = set(&mut book, &json!({"locations": [{"id": id, "name": "High Street"}]})).unwrap();
    assert!(matches!(label, Label::SetUp { things: 1, .. }), "{label:?}");
    let mut expected = shown.clone();
    expected["locations"][0]["name"] = json!("High Street");
    expected["resources"][0]["location"] = json!("High Street");
    let hours = expected["staff"][0]["hours"].as_object_mut().unwrap();
    let main = hours.remove("Main Street").unwrap();
    hours.insert("High Street".into(), main);
    expected["staff"][0]["special_days"][0]["location"] = json!("High Street");
    assert_eq!(show(&book), expected);

    set(
        &mut book,
        &json!({"staff": [{"given_name": "Ann", "time_off": [], "special_days": [], "colour": null}]}),
    )
    .unwrap();
    let ann = expected["staff"][0].as_object_mut().unwrap();
    ann.remove("time_off");
    ann.remove("special_days");
    ann.remove("colour");
    assert_eq!(show(&book), expected);
}

#[test]
fn prices_of_a_day_and_the_list_price_change_apart() {
    let mut book = set_up();
    set(&mut book, &json!({"services": [{"name": "cut", "cost": "36"}]})).unwrap();
    set(
        &mut book,
        &json!({"services": [{"name": "CUT", "prices": [{"from": "2028-01-01", "cost": 40}]}]}),
    )
    .unwrap();
    let shown = show(&book);
    assert_eq!(shown["services"][0]["cost"], "36.00");
    assert_eq!(
        shown["services"][0]["prices"],
        json!([{"from": "2028-01-01", "cost": "40.00"}])
    );
}

#[test]
fn a_name_that_two_things_have_is_an_error_that_lists_both() {
    let mut book = set_up();
    let found = errors(set(
        &mut book,
        &json!({"clients": [{"given_name": "Anna", "surname": "Berg", "note": "x"}]}),
    ));
    assert!(
        matches!(found.at("clients.0"), [FieldError::Ambiguous { matches, .. }] if matches == &["Anna Berg", "Anna Berg"])
    );
    // The phone number says which of them is meant.
    let one = json!({"clients": [{"given_name": "Anna", "surname": "Berg", "phone": "+1 315 555-0176", "note": "x"}]});
    set(&mut book, &one).unwrap();
    assert_eq!(show(&book)["clients"][1]["note"], "x");
    let found = errors(set(&mut book, &json!({"tags": [{"title": "New"}, {"title": "new"}]})));
    assert!(matches!(found.at("tags.1"), [FieldError::Ambiguous { .. }]));
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_at_its_field() {
    let mut book = set_up();
    let document = json!({
        "business": {"time_zone": "Europe/Atlantis", "horizon_days": 20, "clock": "13h", "currency": "euro", "vat": 19},
        "locations": [{"name": "", "hours": {"tue": [["18:00", "09:00"], ["9", "10:00"], ["08:00"]], "moon": []}},
                      {"name": "Dock", "hours": {"every": 2, "weeks": [{}]}, "closed_days": [{"from": "2026-05-02", "to": "2026-05-01"}],
                       "special_days": [{"date": "9999-01-01", "hours": []}]}],
        "staff": [{"given_name": "x".repeat(10_000), "time_off": [{"from": "2026-08-03", "to": "2026-08-03T10:00"}]},
                  {"given_name": "A\u{7}b", "colour": "blue", "special_days": [{"date": "soon"}]}],
        "services": [{"name": "Trim", "duration": "PT0M", "cost": "-1.00"}, {"name": "Long", "duration": "PT25H", "capacity": 0},
                     {"name": "Both", "stretches": [{"hands_on": "PT5M", "processing": "PT5M"}, {}]}],
        "clients": "all",
        "colours": []
    });
    let found = errors(set(&mut book, &document));
    let wrong: Vec<&str> = found.iter().map(|(path, _)| path).collect();
    let expected = [
        "business.clock",
        "business.currency",
        "business.horizon_days",
        "business.time_zone",
        "business.vat",
        "clients",
        "colours",
        "locations.0.hours.moon",
        "locations.0.hours.tue.0",
        "locations.0.hours.tue.1.0",
        "locations.0.hours.tue.2",
        "locations.0.name",
        "locations.1.closed_days.0.to",
        "locations.1.hours.anchor",
        "locations.1.special_days.0.date",
        "locations.1.special_days.0.hours",
        "services.0.cost",
        "services.0.duration",
        "services.1.capacity",
        "services.1.duration",
        "services.2.stretches.0.processing",
        "services.2.stretches.1.hands_on",
        "staff.0.given_name",
        "staff.0.time_off.0.from",
        "staff.1.colour",
        "staff.1.given_name",
        "staff.1.special_days.0.date",
        "staff.1.special_days.0.hours",
    ];
    assert_eq!(wrong, expected);
}

#[test]
fn what_new_things_lack_and_names_that_nothing_has_are_said_at_once() {
    let mut book = set_up();
    let document = json!({
        "locations": [{"address": "Somewhere"}],
        "services": [{"name": "Trim"}],
        "resources": [{"name": "Room 1", "location": "Nowhere"}],
        "staff": [{"surname": "Lee", "hours": {"Nowhere": {}}, "services": ["Dance", "Cut", "cut"],
                   "special_days": [{"date": "2026-12-06", "location": "Nowhere", "hours": [["10:00", "12:00"]]}]}, {"position": "Stylist"}],
        "clients": [{"email": "a@example.com"}]
    });
    let found = errors(set(&mut book, &document));
    let wrong: Vec<&str> = found.iter().map(|(path, _)| path).collect();
    let expected = [
        "clients.0",
        "locations.0.name",
        "resources.0.kind",
        "resources.0.location",
        "services.0.duration",
        "staff.0.hours.Nowhere",
        "staff.0.services.0",
        "staff.0.services.2",
        "staff.0.special_days.0.location",
        "staff.1.given_name",
    ];
    assert_eq!(wrong, expected);
    let found = errors(set(&mut Book::default(), &json!({"business": {"currency": "USD"}})));
    assert_eq!(found.iter().count(), 2);
    assert_eq!(
        set(&mut Book::default(), &json!({"tags": []})),
        Err(Refusal::NoBusiness.into())
    );
}

#[test]
fn amounts_of_one_currency_do_not_become_those_of_another() {
    let mut book = set_up();
    set(&mut book, &json!({"business": {"currency": "USD"}})).unwrap();
    let found = errors(set(&mut book, &json!({"business": {"currency": "JPY"}})));
    assert_eq!(found.at("business.currency"), [FieldError::NotHere]);
}

#[test]
fn a_step_of_one_thing_says_which_and_what_was_done() {
    let mut book = set_up();
    let mut check = |document: Value, says: &str| {
        let label = set(&mut book, &document).unwrap();
        let Label::SetUp { one: Some(one), .. } = label else {
            panic!("{label:?}")
        };
        let words = match one.did {
            SetUpDid::Made => "made",
            SetUpDid::Changed => "changed",
            SetUpDid::Hours => "hours",
            SetUpDid::TimeOff => "time off",
            SetUpDid::Days => "days",
        };
        assert_eq!(words, says, "{document}");
    };
    check(json!({ "services": [{"name": "Beard", "duration": "PT15M"}] }), "made");
    check(
        json!({ "services": [{"name": "Beard", "duration": "PT20M"}] }),
        "changed",
    );
    check(
        json!({ "staff": [{"given_name": "Bo", "hours": {"Harbour": {"tue": [["09:00", "18:00"]]}}}] }),
        "hours",
    );
    check(json!({ "staff": [{"given_name": "Bo", "phone": "1"}] }), "changed");
    check(
        json!({ "staff": [{"given_name": "Bo", "time_off": [{"from": "2027-02-01T00:00", "to": "2027-02-02T00:00"}]}] }),
        "time off",
    );
    check(
        json!({ "locations": [{"name": "Harbour", "hours": {"mon": [["08:00", "12:00"]]}}] }),
        "hours",
    );
    check(
        json!({ "locations": [{"name": "Harbour", "closed_days": [{"from": "2027-05-01"}]}] }),
        "days",
    );
}

#[test]
fn a_location_that_had_hours_is_not_opened_around_the_clock_by_empty_ones() {
    for hours in [json!({}), json!({"mon": []}), json!([])] {
        let mut book = set_up();
        let before = show(&book)["locations"].clone();
        let name = before[0]["name"].clone();
        let found = errors(set(&mut book, &json!({"locations": [{"name": name, "hours": hours}]})));
        assert_eq!(found.at("locations.0.hours"), [FieldError::NoHours], "{hours}");
        assert_eq!(show(&book)["locations"], before);
    }
}

#[test]
fn a_location_of_which_no_hours_were_said_comes_back_as_it_was() {
    let mut book = set_up();
    set(
        &mut book,
        &json!({"locations": [{"name": "Dock", "time_zone": "Europe/Berlin"}]}),
    )
    .unwrap();
    let shown = show(&book);
    set(
        &mut book,
        &json!({"locations": [{"name": "Dock", "hours": {}, "address": "Quay 1"}]}),
    )
    .unwrap();
    let dock = |shown: &Value| shown["locations"].as_array().unwrap().last().unwrap()["hours"].clone();
    assert_eq!(dock(&show(&book)), dock(&shown));
}
