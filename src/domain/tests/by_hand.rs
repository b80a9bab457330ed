//! One visit by hand: exactly what was changed is flagged, and goes back to the usual (spec S4.4); what the series says later
//! goes around it (spec S4.7); what is past can be corrected (spec S4.6).

use serde_json::json;

use super::*;
use crate::domain::command::Whose;
use crate::domain::decide::Absent;
use crate::domain::draft::VisitDraft;
use crate::domain::people;
use crate::domain::price;
use crate::domain::request::read_visit;
use crate::time::Minutes;

/// Berg, Tuesdays at ten in January 2027 with Ann: a cut of 45 minutes for 35.
fn berg() -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "visits": 4, "tags": ["VIP"]});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

fn draft(shop: &Shop, series: SeriesId, original: &str, says: &Value) -> Result<VisitDraft, FieldErrors> {
    read_visit(&shop.book, says, &row(shop, series, original))
}

#[track_caller]
fn edit(shop: &mut Shop, series: SeriesId, original: &str, says: &Value) -> Result<Plan, Refused> {
    let draft = draft(shop, series, original, says).unwrap_or_else(|errors| panic!("{says}: {errors:?}"));
    shop.carry(&Command::EditVisit {
        visit: shop.visit(series, original),
        draft: Box::new(draft),
        keep_conflicts: false,
    })
}

fn reset(shop: &mut Shop, series: SeriesId, original: &str, fields: Changed) {
    let command = Command::ResetVisit {
        visit: shop.visit(series, original),
        fields,
        keep_conflicts: false,
    };
    shop.carry(&command).unwrap();
}

const SECOND: &str = "2027-01-12T10:00";

/// Spec S4.4.
#[test]
fn exactly_what_is_not_as_usual_is_flagged_and_what_is_said_again_as_usual_is_not() {
    let check = |says: Value, flags: &[&str], usual: Value| {
        let (mut shop, series) = berg();
        edit(&mut shop, series, SECOND, &says).unwrap();
        let visit = row(&shop, series, SECOND);
        assert_eq!(visit.changed.names().collect::<Vec<_>>(), flags, "{says}");
        // The next one is as it was.
        assert!(row(&shop, series, "2027-01-19T10:00").changed.is_nothing());
        edit(&mut shop, series, SECOND, &usual).unwrap();
        let back = row(&shop, series, SECOND);
        assert!(back.changed.is_nothing(), "{usual}: {:?}", back.changed);
        let as_usual = super::usual(&shop.book, &back);
        assert_eq!(*back, as_usual, "{usual}");
    };
    check(json!({"staff": "Bo"}), &["staff"], json!({"staff": "Ann"}));
    check(
        json!({"additional_staff": ["Bo"]}),
        &["staff"],
        json!({"additional_staff": []}),
    );
    check(json!({"time": "11:00"}), &["datetime"], json!({"time": "10:00"}));
    check(
        json!({"start_date": "2027-01-13"}),
        &["datetime"],
        json!({"start_date": "2027-01-12"}),
    );
    let longer = json!({"services": [{"name": "Cut", "duration": "PT1H"}]});
    check(longer.clone(), &["duration"], json!({"services": ["Cut"]}));
    check(longer, &["duration"], json!({"services": null}));
    check(json!({"clean_up": "PT10M"}), &["clean_up"], json!({"clean_up": null}));
    check(json!({"set_up": "PT10M"}), &["clean_up"], json!({"set_up": "PT0M"}));
    check(
        json!({"services": ["Cut", "Colour"]}),
        &["services"],
        json!({"services": ["Cut"]}),
    );
    check(
        json!({"services": ["Hour"]}),
        &["services"],
        json!({"services": [{"name": "Cut", "staff": "Ann"}]}),
    );
    check(
        json!({"services": [{"name": "Cut", "price": "30.00"}]}),
        &["price"],
        json!({"services": [{"name": "Cut", "price": "35.00"}]}),
    );
    check(json!({"price": "20.00"}), &["price"], json!({"price": "35.00"}));
    check(json!({"price": "20.00"}), &["price"], json!({"price": null}));
    check(
        json!({"resources": ["Chair 2"]}),
        &["resources"],
        json!({"resources": []}),
    );
    check(json!({"tags": []}), &["tags"], json!({"tags": ["VIP"]}));
    check(json!({"note": "brings a dog"}), &["note"], json!({"note": ""}));
    check(json!({"colour": "#7aa2f7"}), &["colour"], json!({"colour": null}));
    let all = json!({"staff": "Bo", "time": "11:00", "services": [{"name": "Cut", "duration": "PT1H", "price": "1.00"}, "Hour"],
        "clean_up": "PT5M", "resources": ["Chair 1"], "tags": [], "note": "x", "colour": "#000000"});
    let usual = json!({"staff": "Ann", "time": "10:00", "services": null, "clean_up": null, "resources": null,
        "tags": null, "note": null, "colour": null});
    check(all, &Changed::NAMED.map(|(_, name)| name), usual);
}

#[test]
fn one_field_goes_back_to_the_usual_and_the_others_stay() {
    for (flag, name) in Changed::NAMED {
        let (mut shop, series) = berg();
        let all = json!({"staff": "Bo", "time": "11:00", "price": "50.00", "clean_up": "PT5M", "resources": ["Chair 1"],
            "services": [{"name": "Cut", "duration": "PT1H"}, "Hour"], "tags": [], "note": "x", "colour": "#000000"});
        edit(&mut shop, series, SECOND, &all).unwrap();
        reset(&mut shop, series, SECOND, flag);
        let visit = row(&shop, series, SECOND);
        let left: Vec<&str> = visit.changed.names().collect();
        assert_eq!(left.len(), 9, "{name}: {left:?}");
        assert!(!left.contains(&name));
        reset(&mut shop, series, SECOND, Changed::NOTHING);
        let visit = row(&shop, series, SECOND);
        assert_eq!(*visit, super::usual(&shop.book, &visit), "{name}");
    }
}

#[test]
fn nothing_said_or_the_usual_said_is_nothing_to_change() {
    let (mut shop, series) = berg();
    for says in [
        json!({}),
        json!({"staff": "Ann"}),
        json!({"services": ["Cut"]}),
        json!({"tags": ["VIP"]}),
    ] {
        let refused = edit(&mut shop, series, SECOND, &says);
        assert_eq!(refused, Err(Refusal::NothingToChange.into()), "{says}");
    }
}

#[test]
fn what_no_visit_has_and_what_cannot_stand_is_named_by_its_field() {
    let (mut shop, series) = berg();
    let check = |shop: &Shop, says: Value, expected: &[&str]| {
        let errors = draft(shop, series, SECOND, &says).unwrap_err();
        assert_eq!(paths(&errors), expected, "{says}");
    };
    check(
        &shop,
        json!({"frequency": "weekly", "client": "Ben Kaya", "barber": 1}),
        &["barber", "client", "frequency"],
    );
    check(
        &shop,
        json!({"staff": "Zoe", "note": 7, "price": "-1", "services": [{"name": "Perm"}]}),
        &["note", "price", "services.0.name", "staff"],
    );
    check(&shop, json!({"services": []}), &["services"]);
    check(&shop, json!({"services": "Cut"}), &["services"]);
    check(
        &shop,
        json!({"services": [{"name": "Cut", "every_nth": 2, "phase": 1}, "Hour"]}),
        &["services.0.every_nth", "services.0.phase"],
    );
    check(&shop, json!({"staff": "Cem", "services": ["Hour"]}), &["staff"]);
    // Who does not do what the visit has anyway is not the fault of a note.
    shop.set(&json!({"staff": [{"given_name": "Ann", "services": ["Hour"]}]}));
    draft(&shop, series, SECOND, &json!({"note": "x"})).unwrap();
}

#[test]
fn a_clash_is_asked_about_only_where_the_visit_takes_somebody_anew() {
    let (mut shop, series) = berg();
    shop.book_single(&json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "10:45"}))
        .unwrap();
    let longer = json!({"services": [{"name": "Cut", "duration": "PT1H"}]});
    let refused = edit(&mut shop, series, SECOND, &longer);
    assert!(matches!(refused, Err(Refused::Refusal(_))), "{refused:?}");
    let draft = Box::new(draft(&shop, series, SECOND, &longer).unwrap());
    let visit = shop.visit(series, SECOND);
    let keep_conflicts = true;
    shop.carry(&Command::EditVisit {
        visit,
        draft,
        keep_conflicts,
    })
    .unwrap();
    // The clash was accepted, and a note is no new one.
    edit(&mut shop, series, SECOND, &json!({"note": "brings a dog"})).unwrap();
    assert_eq!(row(&shop, series, SECOND).clashes.len(), 1);
}

#[test]
fn a_later_change_of_the_series_goes_around_what_was_changed_by_hand() {
    let (mut shop, series) = berg();
    let by_hand =
        json!({"price": "20.00", "note": "x", "set_up": "PT5M", "services": [{"name": "Cut", "duration": "PT1H"}]});
    edit(&mut shop, series, SECOND, &by_hand).unwrap();
    let dearer = json!({"services": [{"name": "Cut", "price": "30.00"}]});
    edit(&mut shop, series, "2027-01-19T10:00", &dearer).unwrap();
    shop.edit(series, &json!({"time": "15:00", "services": ["Cut", "Short cut"]}))
        .unwrap();
    let visit = row(&shop, series, "2027-01-12T15:00");
    assert_eq!(visit.start(), text("2027-01-12T15:00"));
    assert_eq!((visit.minutes, visit.before), (Minutes::hours(1), Minutes::new(5)));
    assert_eq!(
        (visit.note.as_str(), visit.bookings[0].price),
        ("x", Some(Money::minor(2_000)))
    );
    // The price by hand stays with its service, and the other one comes beside it.
    let visit = row(&shop, series, "2027-01-19T15:00");
    assert_eq!(visit.minutes, Minutes::new(75));
    assert_eq!(price::of_visit(&shop.book, &visit), Money::minor(3_000));
    reset(&mut shop, series, "2027-01-12T15:00", Changed::NOTHING);
    let visit = row(&shop, series, "2027-01-12T15:00");
    assert_eq!((visit.minutes, visit.before), (Minutes::new(75), Minutes::ZERO));
}

/// Spec S4.6.
#[test]
fn a_past_visit_is_corrected_by_hand() {
    let (mut shop, series) = berg();
    shop.moment.now = shop.zone.resolve(text("2027-01-13T08:00")).instant();
    edit(
        &mut shop,
        series,
        SECOND,
        &json!({"services": ["Short cut"], "note": "in a hurry"}),
    )
    .unwrap();
    let visit = row(&shop, series, SECOND);
    assert_eq!(visit.minutes, Minutes::new(30));
    assert_eq!(visit.changed, Changed::SERVICES.with(Changed::NOTE));
}

#[test]
fn a_place_that_is_held_stays_so_whatever_is_done_by_hand() {
    let (mut shop, series) = berg();
    shop.carry(&Command::Pause {
        whose: Whose::Series(series),
        from: text("2027-01-10"),
        until: Some(text("2027-01-14")),
        gives_up: false,
    })
    .unwrap();
    edit(&mut shop, series, SECOND, &json!({"note": "x", "clean_up": "PT5M"})).unwrap();
    let visit = row(&shop, series, SECOND);
    let by_hand = Changed::NOTE.with(Changed::CLEAN_UP);
    assert_eq!((visit.state, visit.changed), (VisitState::OnHold, by_hand));
    reset(&mut shop, series, SECOND, Changed::NOTHING);
    let visit = row(&shop, series, SECOND);
    assert_eq!((visit.state, visit.changed), (VisitState::OnHold, Changed::NOTHING));
}

/// Mother with Ann on Chair 1; beside it Mia, then Tom, with Bo on Chair 2.
fn family() -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let ids = ["Chair 1", "Chair 2"].map(|name| {
        let chair = shop.book.resources().live().find(|chair| chair.name == name).unwrap();
        chair.uuid.to_string()
    });
    let request = json!({"services": [{"name": "Hour", "staff": "Ann", "resources": [ids[0]]},
            {"name": "Short cut", "staff": "Bo", "for": "Mia", "beside": true, "resources": [ids[1]]},
            {"name": "Short cut", "staff": "Bo", "for": "Tom", "resources": [ids[1]]}],
        "start_date": "2027-03-06", "every": 6, "visits": 4});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

/// Who comes to a visit, and who is cancelled.
fn coming(shop: &Shop, visit: &Visit) -> (Vec<String>, Vec<String>) {
    let name = |booking: &Booking| match booking.visitor_id {
        Some(visitor) => shop.book.visitors().get(visitor).unwrap().name(),
        None => shop.book.clients().get(booking.client_id.unwrap()).unwrap().name(),
    };
    let (come, not): (Vec<&Booking>, Vec<&Booking>) = visit
        .bookings
        .iter()
        .partition(|booking| booking.cancelled_at.is_none());
    (
        come.into_iter().map(name).collect(),
        not.into_iter().map(name).collect(),
    )
}

/// When each service begins and who has which chair: `Ann 0 Chair 1`.
fn lines(shop: &Shop, visit: &Visit) -> Vec<String> {
    let lines = crate::domain::schedule::lines_of(&shop.book, visit);
    let starts = crate::domain::schedule::laid_out(&lines);
    let line = |(line, start): (&crate::domain::schedule::PlannedLine<'_>, Minutes)| {
        let staff = line
            .staff
            .or(visit.lead())
            .and_then(|id| shop.book.staff().get(id))
            .unwrap();
        let chairs: Vec<&str> = line
            .resources
            .iter()
            .map(|used| shop.book.resources().get(used.resource_id).unwrap().name.as_str())
            .collect();
        format!("{} {} {}", staff.name(), start.count(), chairs.join(" "))
    };
    lines.iter().zip(starts).map(line).collect()
}

#[test]
fn each_person_of_a_visit_has_a_place_and_pays_for_the_own_services() {
    let (mut shop, series) = family();
    let visit = row(&shop, series, "2027-03-06T10:00");
    assert_eq!(
        coming(&shop, &visit),
        (vec!["Anna Berg".into(), "Mia".into(), "Tom".into()], vec![])
    );
    shop.set(&json!({"services": [{"name": "Hour", "cost": "60.00"}, {"name": "Short cut", "cost": "20.00"}]}));
    let prices: Vec<i64> = visit
        .bookings
        .iter()
        .map(|booking| price::of_booking(&shop.book, &visit, booking).units())
        .collect();
    assert_eq!(prices, [6_000, 2_000, 2_000]);
    // The client of the series is who it is for.
    let main = people::main_member(&shop.book, series).unwrap();
    assert_eq!(main.visitor_id, None);
    shop.edit(series, &json!({"note": "Tea"})).unwrap();
    assert_eq!(shop.book.members().of(series).count(), 3);
}

#[test]
fn services_without_toms_line_cancel_his_place_alone_and_the_others_keep_their_chairs() {
    let (mut shop, series) = family();
    let original = "2027-04-17T10:00";
    let without_tom = json!({"services": ["Hour", {"name": "Short cut", "for": "Mia"}]});
    edit(&mut shop, series, original, &without_tom).unwrap();
    let visit = row(&shop, series, original);
    assert_eq!(visit.changed, Changed::SERVICES);
    assert_eq!(
        coming(&shop, &visit),
        (vec!["Anna Berg".into(), "Mia".into()], vec!["Tom".into()])
    );
    assert_eq!(lines(&shop, &visit), ["Ann 0 Chair 1", "Bo 0 Chair 2"]);
    // A change of the series does not bring him back, nor does cancelling and bringing back.
    shop.edit(series, &json!({"time": "11:00"})).unwrap();
    let original = "2027-04-17T11:00";
    let (visit, how) = (shop.visit(series, original), CancelledHow::InTime);
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    let keep_conflicts = false;
    shop.carry(&Command::RestoreVisit { visit, keep_conflicts }).unwrap();
    let visit = row(&shop, series, original);
    assert_eq!(coming(&shop, &visit).1, ["Tom"]);
    assert_eq!(lines(&shop, &visit), ["Ann 0 Chair 1", "Bo 0 Chair 2"]);
    reset(&mut shop, series, original, Changed::SERVICES);
    assert_eq!(coming(&shop, &row(&shop, series, original)).0.len(), 3);
}

#[test]
fn who_is_left_out_does_not_move_the_others() {
    let (mut shop, series) = family();
    let original = "2027-04-17T10:00";
    let without_mia = json!({"services": ["Hour", {"name": "Short cut", "for": "Tom"}]});
    edit(&mut shop, series, original, &without_mia).unwrap();
    let visit = row(&shop, series, original);
    assert_eq!(lines(&shop, &visit), ["Ann 0 Chair 1", "Bo 30 Chair 2"]);
    assert_eq!(visit.minutes, Minutes::hours(1));
}

#[test]
fn who_comes_along_every_second_time_has_a_place_only_then() {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let request = json!({"services": ["Hour", {"name": "Short cut", "staff": "Bo", "for": "Tom", "beside": true, "every_nth": 2}],
        "start_date": "2027-03-06", "visits": 4});
    let series = shop.create(&request).unwrap().series.unwrap();
    let count: Vec<usize> = shop.visits(series).iter().map(|visit| visit.bookings.len()).collect();
    assert_eq!(count, [2, 1, 2, 1]);
    // Who no longer has a service no longer comes.
    shop.edit(series, &json!({"services": ["Hour"]})).unwrap();
    let count: Vec<usize> = shop.visits(series).iter().map(|visit| visit.bookings.len()).collect();
    assert_eq!(count, [1, 1, 1, 1]);
}

#[test]
fn chairs_by_hand_are_all_that_a_visit_has() {
    let (mut shop, series) = family();
    let original = "2027-04-17T10:00";
    edit(&mut shop, series, original, &json!({"resources": ["Chair 2"]})).unwrap();
    let visit = row(&shop, series, original);
    assert_eq!(lines(&shop, &visit), ["Ann 0 ", "Bo 0 ", "Bo 30 "]);
    assert_eq!(visit.resources.len(), 1);
    reset(&mut shop, series, original, Changed::RESOURCES);
    let visit = row(&shop, series, original);
    assert_eq!(lines(&shop, &visit), ["Ann 0 Chair 1", "Bo 0 Chair 2", "Bo 30 Chair 2"]);
}

#[test]
fn where_who_does_a_part_of_it_is_out_the_whole_moves_and_is_led_by_whom_it_was() {
    let (mut shop, series) = family();
    let bo = shop.staff("Bo");
    let before = row(&shop, series, "2027-03-06T10:00");
    let absent = Absent {
        staff: bo,
        from: text("2027-03-06T08:00"),
        until: None,
    };
    shop.carry(&Command::StaffOut {
        absent,
        instead: None,
        cancelled: Vec::new(),
    })
    .unwrap();
    let after = row(&shop, series, "2027-03-06T10:00");
    assert_eq!(after.start(), text("2027-03-08T10:00"));
    assert_eq!((&after.staff, after.changed), (&before.staff, Changed::DATETIME));
    assert_eq!(lines(&shop, &after), lines(&shop, &before));
}
