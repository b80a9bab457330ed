//! What one visit shows its series (spec S4.8): what was changed of it by hand is made the usual, and nothing else.

use serde_json::json;

use super::*;
use crate::domain::command::Clashing;
use crate::domain::schedule::lines_of;
use crate::time::Minutes;

/// Anna Berg with Ann on Tuesdays at ten from 5 January 2027 on; it is December.
fn six_tuesdays(services: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "visits": 6, "services": services});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

fn make_usual(shop: &mut Shop, series: SeriesId, original: &str) {
    let command = Command::MakeUsual {
        visit: shop.visit(series, original),
        scope: Scope::ToCome,
        reset_start: false,
        clashing: Clashing::default(),
    };
    shop.carry(&command).unwrap();
}

/// The services of each visit.
fn services(shop: &Shop, series: SeriesId) -> Vec<String> {
    let name = |service: ServiceId| shop.book.services().get(service).unwrap().name.clone();
    let of = |visit: &Arc<Visit>| -> Vec<String> {
        lines_of(&shop.book, visit)
            .iter()
            .map(|line| name(line.service))
            .collect()
    };
    shop.visits(series).iter().map(|visit| of(visit).join("+")).collect()
}

/// Spec S2.10.
#[test]
fn what_is_due_every_second_time_stays_so_whichever_visit_is_made_the_usual() {
    let every_second = json!(["Cut", {"name": "Colour", "every_nth": 2}]);
    for (original, by_hand) in [
        ("2027-01-12T10:00", json!(["Short cut"])),
        ("2027-01-19T10:00", json!(["Short cut", "Colour"])),
    ] {
        let (mut shop, series) = six_tuesdays(&every_second);
        shop.edit_visit(series, original, &json!({"services": by_hand}))
            .unwrap();
        make_usual(&mut shop, series, original);
        let (with, without) = ("Short cut+Colour", "Short cut");
        assert_eq!(services(&shop, series), [with, without, with, without, with, without]);
    }
    // What is added where it is not due is there every time; what is left out where it is due is there no more.
    for (original, by_hand, all) in [
        ("2027-01-12T10:00", json!(["Cut", "Colour"]), "Cut+Colour"),
        ("2027-01-19T10:00", json!(["Short cut"]), "Short cut"),
    ] {
        let (mut shop, series) = six_tuesdays(&every_second);
        shop.edit_visit(series, original, &json!({"services": by_hand}))
            .unwrap();
        make_usual(&mut shop, series, original);
        assert_eq!(services(&shop, series), [all; 6]);
    }
}

#[test]
fn set_up_that_was_said_by_hand_is_made_the_usual_as_clean_up_is() {
    let (mut shop, series) = six_tuesdays(&json!(["Cut"]));
    shop.edit_visit(series, "2027-01-12T10:00", &json!({"set_up": "PT10M"}))
        .unwrap();
    make_usual(&mut shop, series, "2027-01-12T10:00");
    let visits = shop.visits(series);
    assert!(
        visits
            .iter()
            .all(|visit| visit.before.count() == 10 && visit.changed.is_nothing())
    );
    // Clean-up goes on to follow from the services.
    let terms = shop.book.slot_terms().of(visits[0].chapter_id).next().unwrap();
    assert_eq!((terms.before.map(Minutes::count), terms.after), (Some(10), None));
}

/// Spec S4.7.
#[test]
fn a_visit_beside_the_rule_that_is_made_the_usual_is_as_it_was_made_by_hand() {
    let (mut shop, series) = six_tuesdays(&json!(["Cut"]));
    let visit = shop.visit(series, "2027-02-09T10:00");
    let moved = shop.shift(visit, "2027-02-10T15:00", false);
    shop.carry(&moved).unwrap();
    shop.wait_until("2027-01-06T08:00");
    shop.edit(series, &json!({"visits": null, "end_date": "2027-01-20"}))
        .unwrap();
    make_usual(&mut shop, series, "2027-02-09T10:00");
    assert_eq!(
        shop.starts(series),
        [
            "2027-01-05T10:00",
            "2027-01-13T15:00",
            "2027-01-20T15:00",
            "2027-02-10T15:00"
        ]
    );
    let row = shop.book.visits().get(visit).unwrap();
    assert_eq!((row.origin, row.changed), (VisitOrigin::Extra, Changed::DATETIME));
}

/// Spec S4.5: what is said for a while goes on; the visit stays as a person made it.
#[test]
fn a_visit_that_is_made_the_usual_while_something_else_is_said_for_a_while_stays_as_it_is() {
    let (mut shop, series) = six_tuesdays(&json!(["Cut"]));
    let cover = Command::Cover {
        layer: Box::new(draft::LayerDraft {
            substitute: Some(shop.staff("Bo")),
            time: Some(text("11:00")),
            ..layer(draft::Over::Series(series), "2027-01-11", "2027-01-27")
        }),
        force: Force::Nothing,
        clashing: Clashing::default(),
    };
    shop.carry(&cover).unwrap();
    let visit = shop.visit(series, "2027-01-19T10:00");
    shop.carry(&Command::MoveVisit {
        visit,
        to: text("2027-01-19T14:00"),
        staff: Some(shop.staff("Ann")),
        minutes: None,
        keep_conflicts: true,
    })
    .unwrap();
    make_usual(&mut shop, series, "2027-01-19T10:00");
    let stands = |shop: &Shop| {
        let visit = shop.book.visits().get(visit).unwrap();
        (visit.start().to_string(), visit.lead())
    };
    let ann = Some(shop.staff("Ann"));
    assert_eq!(stands(&shop), ("2027-01-19T14:00".to_owned(), ann));
    // Nor does a later change of something else take it away.
    shop.edit(series, &json!({"note": "tea"})).unwrap();
    assert_eq!(stands(&shop), ("2027-01-19T14:00".to_owned(), ann));
    // The others of these days are as is said for a while, those after them as usual.
    let times: Vec<String> = shop.visits(series).iter().map(|visit| visit.time.to_string()).collect();
    assert_eq!(times, ["14:00", "11:00", "14:00", "11:00", "14:00", "14:00"]);
}

/// Spec S4.4, S4.8: services that took longer by hand take as long every time, where that is made the usual.
#[test]
fn how_long_a_service_took_by_hand_becomes_the_usual() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let two = json!([{"name": "Cut"}, {"name": "Colour", "every_nth": 2, "phase": 2}]);
    let request = json!({"start_date": "2027-01-05", "visits": 4, "services": two});
    let series = shop.create(&request).unwrap().series.unwrap();
    let visit = shop.visit(series, "2027-01-05T10:00");
    let longer = json!({"services": [{"name": "Cut", "duration": "PT50M"}]});
    shop.edit_visit(series, "2027-01-05T10:00", &longer).unwrap();
    assert_eq!(shop.book.visits().get(visit).unwrap().changed, Changed::DURATION);
    make_usual(&mut shop, series, "2027-01-05T10:00");
    let visits = shop.visits(series);
    let lengths: Vec<i32> = visits.iter().map(|visit| visit.minutes.count()).collect();
    assert_eq!(lengths, [50, 140, 50, 140]);
    assert!(visits.iter().all(|visit| visit.changed.is_nothing()));
}

/// What each visit costs those who come, in cents; of one that is cancelled, what it would have.
fn costs(shop: &Shop, series: SeriesId) -> Vec<i64> {
    let cost = |visit: &Arc<Visit>| -> i64 {
        let places = visit.bookings.iter();
        places
            .map(|place| price::of_booking(&shop.book, visit, place).units())
            .sum()
    };
    shop.visits(series).iter().map(cost).collect()
}

/// Spec S4.5: a later chapter keeps its own services; what one of its visits shows is said of it, and not of those before.
#[test]
fn what_a_visit_shows_of_its_services_leaves_those_of_other_chapters() {
    let with_colour = || {
        let (mut shop, series) = six_tuesdays(&json!(["Cut", "Short cut"]));
        shop.set(&json!({"services": [{"name": "Short cut", "cost": "10.00"}]}));
        shop.edit_from(series, "2027-01-26", &json!({"services": ["Cut", "Colour"]}))
            .unwrap();
        (shop, series)
    };
    let (mut shop, series) = with_colour();
    assert_eq!(costs(&shop, series), [4_500, 4_500, 4_500, 12_500, 12_500, 12_500]);
    shop.edit_visit(series, "2027-02-02T10:00", &json!({"price": "60.00"}))
        .unwrap();
    make_usual(&mut shop, series, "2027-02-02T10:00");
    assert_eq!(costs(&shop, series), [4_500, 4_500, 4_500, 6_000, 6_000, 6_000]);

    let (mut shop, series) = with_colour();
    let visit = shop.visit(series, "2027-02-02T10:00");
    shop.carry(&Command::MoveVisit {
        visit,
        to: text("2027-02-02T10:00"),
        staff: None,
        minutes: Some(Minutes::hours(3)),
        keep_conflicts: false,
    })
    .unwrap();
    make_usual(&mut shop, series, "2027-02-02T10:00");
    let lengths: Vec<i32> = shop.visits(series).iter().map(|visit| visit.minutes.count()).collect();
    assert_eq!(lengths, [75, 75, 75, 180, 180, 180]);

    let (mut shop, series) = with_colour();
    let dearer = json!({"services": [{"name": "Cut", "price": "40.00"}, "Short cut"]});
    shop.edit_visit(series, "2027-01-12T10:00", &dearer).unwrap();
    make_usual(&mut shop, series, "2027-01-12T10:00");
    assert_eq!(costs(&shop, series), [5_000, 5_000, 5_000, 13_000, 13_000, 13_000]);
    assert_eq!(services(&shop, series)[3..], ["Cut+Colour"; 3]);
}

/// Spec S4.8: it is what the visit would have cost.
#[test]
fn the_price_of_a_visit_that_was_cancelled_can_become_the_usual() {
    let (mut shop, series) = six_tuesdays(&json!(["Cut"]));
    shop.edit_visit(series, "2027-01-12T10:00", &json!({"price": "50.00"}))
        .unwrap();
    let visit = shop.visit(series, "2027-01-12T10:00");
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    make_usual(&mut shop, series, "2027-01-12T10:00");
    assert_eq!(costs(&shop, series), [5_000; 5]);
}

/// Spec S2.10: services that all slots share count by the visits of all of them.
#[test]
fn what_all_days_count_together_becomes_nothing_of_one_day() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let slots = json!([{"weekday": "tue", "time": "10:00"}, {"weekday": "fri", "time": "13:00"}]);
    let both = json!({"start_date": "2027-01-05", "visits": 6, "services": ["Cut", {"name": "Colour", "every_nth": 2}],
        "weekdays": ["tue", "fri"], "slots": slots});
    let mut request = Shop::whole(&both);
    request.as_object_mut().unwrap().remove("time");
    let draft = request::read(&shop.book, &request, Purpose::Standing, true).unwrap();
    let series = shop
        .carry(&Command::CreateSeries(Box::new(draft)))
        .unwrap()
        .series
        .unwrap();
    let before = services(&shop, series);
    shop.edit_visit(series, "2027-01-12T10:00", &json!({"price": "100.00"}))
        .unwrap();
    let command = Command::MakeUsual {
        visit: shop.visit(series, "2027-01-12T10:00"),
        scope: Scope::ToCome,
        reset_start: false,
        clashing: Clashing::default(),
    };
    let Err(Refused::Fields(errors)) = shop.carry(&command) else {
        panic!("it was taken")
    };
    assert_eq!(paths(&errors), ["services"]);
    assert_eq!(services(&shop, series), before);
}

/// Spec S4.4, S4.8, S3.3: what a visit or a service of it cost by hand it costs every time, where that is made the usual.
#[test]
fn what_a_visit_cost_by_hand_becomes_the_usual_price() {
    for (services, by_hand, all) in [
        (json!(["Cut"]), json!({"price": "30.00"}), [3_000; 6]),
        (json!(["Cut", "Colour"]), json!({"price": "100.00"}), [10_000; 6]),
        (
            json!(["Cut", "Colour"]),
            json!({"services": [{"name": "Cut", "price": "20.00"}, "Colour"]}),
            [11_000; 6],
        ),
    ] {
        let (mut shop, series) = six_tuesdays(&services);
        shop.edit_visit(series, "2027-01-12T10:00", &by_hand).unwrap();
        let visit = shop.visit(series, "2027-01-12T10:00");
        assert_eq!(
            shop.book.visits().get(visit).unwrap().changed,
            Changed::PRICE,
            "{by_hand}"
        );
        make_usual(&mut shop, series, "2027-01-12T10:00");
        assert_eq!(costs(&shop, series), all, "{by_hand}");
        assert!(shop.visits(series).iter().all(|visit| visit.changed.is_nothing()));
        assert!(
            shop.visits(series)
                .iter()
                .all(|visit| visit.bookings.iter().all(|place| place.price.is_none()))
        );
        // The list may change: the price that was said stays.
        shop.set(&json!({"services": [{"name": "Cut", "cost": "60.00"}]}));
        assert_eq!(costs(&shop, series), all, "{by_hand}");
    }
}
