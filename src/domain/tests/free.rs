//! Where a standing appointment would have a place: what the grid says is what is booked without a word (spec S4.9).

use serde_json::json;

use super::*;
use crate::time::Minutes;

/// The grid of a request, for each of some stylists.
fn grid(shop: &mut Shop, request: &Value, staff: &[&str], from: &str, count: Option<u16>) -> Vec<FreeRow> {
    let with = |name: &&str| {
        let mut request = request.clone();
        request["staff"] = json!(name);
        shop.read(&request).unwrap()
    };
    let drafts: Vec<draft::SeriesDraft> = staff.iter().map(with).collect();
    free(&shop.book, &drafts, text(from), count, &mut shop.moment).unwrap()
}

/// Of how many dates a start is free; "09:30" is the twentieth.
fn at(row: &FreeRow, time: &str) -> u16 {
    let time: crate::time::TimeOfDay = text(time);
    row.free[usize::from(time.minute()) / 30]
}

/// Spec S3.7.
#[test]
fn the_grid_counts_on_how_many_dates_each_half_hour_is_free_for_each_stylist_and_for_anyone() {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    shop.create(&json!({"start_date": "2026-12-01", "visits": 8})).unwrap();
    let bos = json!({"client": "Ben Kaya", "staff": "Bo", "start_date": "2026-12-08", "time": "10:30", "visits": 2});
    shop.create(&bos).unwrap();
    let wanted = json!({"client": null, "start_date": "2026-12-01"});
    let rows = grid(&mut shop, &wanted, &["Ann", "Bo"], "2026-12-01T00:00", Some(10));
    assert_eq!(rows.len(), 21);
    let tuesdays: Vec<&FreeRow> = rows
        .iter()
        .filter(|row| row.weekday == Some(crate::time::Weekday::Tue))
        .collect();
    let [anyone, ann, bo] = tuesdays.as_slice() else {
        panic!("{tuesdays:?}")
    };
    assert_eq!(
        (anyone.staff, anyone.first, anyone.dates),
        (None, text("2026-12-01"), 10)
    );
    let check = |time: &str, expected: [u16; 3]| {
        assert_eq!([at(anyone, time), at(ann, time), at(bo, time)], expected, "{time}");
    };
    check("07:30", [0, 0, 0]);
    check("08:00", [10, 10, 10]);
    check("09:00", [10, 10, 10]);
    check("09:30", [10, 2, 10]);
    check("10:00", [8, 2, 8]);
    check("11:00", [10, 10, 8]);
    check("18:00", [10, 10, 10]);
    check("18:30", [0, 0, 0]);
    let sunday = rows
        .iter()
        .find(|row| row.weekday == Some(crate::time::Weekday::Sun))
        .unwrap();
    assert_eq!(sunday.free, [0; 48]);
}

#[test]
fn of_every_other_week_each_week_to_begin_in_has_its_own_row() {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    shop.create(&json!({"start_date": "2026-12-01", "frequency": "biweekly", "visits": 5}))
        .unwrap();
    let wanted = json!({"client": null, "start_date": "2026-12-01", "frequency": "biweekly"});
    let rows = grid(&mut shop, &wanted, &["Ann"], "2026-12-01T00:00", Some(5));
    let tuesdays: Vec<(String, u16)> = rows
        .iter()
        .filter(|row| row.weekday == Some(crate::time::Weekday::Tue))
        .map(|row| (row.first.to_string(), at(row, "10:00")))
        .collect();
    assert_eq!(tuesdays, [("2026-12-01".to_owned(), 0), ("2026-12-08".to_owned(), 5)]);
    // Of a month's own days the rule says which they are; those of a year are looked at.
    let monthly = json!({"client": null, "start_date": "2026-12-05", "frequency": "monthly"});
    let rows = grid(&mut shop, &monthly, &["Ann"], "2026-12-01T00:00", None);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.weekday, row.first, row.dates), (None, text("2026-12-05"), 12));
    // The fifth of a month is a Sunday in September 2027 only.
    assert_eq!(at(row, "10:00"), 11);
}

#[test]
fn the_grid_says_what_is_booked_without_a_word() {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    let set_up = json!({
        "staff": [{"given_name": "Ann", "time_off": [{"from": "2026-12-01T16:00", "to": "2026-12-01T17:15"}]},
            {"given_name": "Bo", "hours": {"Main Street": {"tue": [["09:30", "18:00"]]}, "Harbour": {}}}],
        "locations": [{"name": "Main Street", "special_days": [{"date": "2026-12-01", "hours": [["08:00", "17:30"]]}]}],
    });
    shop.set(&set_up);
    for busy in [
        json!({"start_date": "2026-12-01", "time": "11:20", "client": "Ben Kaya"}),
        json!({"start_date": "2026-12-01", "time": "13:50", "services": ["Colour"], "client": null}),
        json!({"start_date": "2026-12-01", "time": "08:00", "staff": "Bo", "resources": ["Chair 1"], "client": null}),
        json!({"start_date": "2026-12-01", "time": "09:00", "location": "Harbour", "client": null}),
    ] {
        let busy = Shop::whole(&busy);
        let mut busy = busy.clone();
        busy["conflicts"] = json!("keep");
        busy["closed_days"] = json!("keep");
        shop.book_single(&busy).unwrap();
    }
    for (staff, services, client) in [
        ("Ann", json!(["Cut"]), json!("Ben Kaya")),
        ("Ann", json!(["Colour"]), json!(null)),
        (
            "Ann",
            json!([{"name": "Cut"}, {"name": "Short cut", "staff": "Bo"}]),
            json!("Anna Berg"),
        ),
        ("Bo", json!(["Cut"]), json!(null)),
    ] {
        let wanted = json!({"client": client, "services": services, "start_date": "2026-12-01",
            "resources": ["Chair 1"], "clean_up": "PT10M"});
        let rows = grid(&mut shop, &wanted, &[staff], "2026-12-01T00:00", Some(1));
        let tuesday = &rows[0];
        let mut some = [0, 0];
        for (place, free) in tuesday.free.iter().enumerate() {
            let time = text::<Civil>("2026-12-01T00:00") + Minutes::new(30) * i32::try_from(place).unwrap();
            let mut request = wanted.clone();
            request["staff"] = json!(staff);
            request["time"] = json!(time.time.to_string());
            let booked = shop.clone().book_single(&request);
            assert_eq!(booked.is_ok(), *free == 1, "{time} {staff} {services}: {booked:?}");
            some[usize::from(*free)] += 1;
        }
        assert!(some[0] > 0 && some[1] > 0, "{staff} {services}: {some:?}");
    }
}

#[test]
fn starts_before_the_first_moment_are_no_places() {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    let wanted = json!({"client": null, "start_date": "2026-12-01"});
    let rows = grid(&mut shop, &wanted, &["Ann"], "2026-12-01T10:10", Some(2));
    assert_eq!((at(&rows[0], "10:00"), at(&rows[0], "10:30")), (1, 2));
}
