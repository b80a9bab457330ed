//! When the shop is open and who works: rotas, holidays, nights, time off, people at other locations, days of clock changes.

use serde_json::json;

use super::*;
use crate::domain::schedule::{conflicts, shop_hours, staff_hours};
use crate::time::Day;

/// What speaks against a single visit, by kind: `hours Ann, closed`.
fn against(shop: &mut Shop, request: &Value) -> String {
    let mut whole = request.clone();
    whole["conflicts"] = json!("keep");
    whole["closed_days"] = json!("keep");
    let plan = shop.book_single(&whole).unwrap();
    let kinds: Vec<&str> = plan.lines[0]
        .conflicts
        .iter()
        .map(|conflict| conflict.kind.code())
        .collect();
    kinds.join(" ")
}

fn open(shop: &Shop, day: &str) -> String {
    let location = shop.book.locations().live().next().unwrap().id;
    let hours = shop_hours(&shop.book, location, text(day));
    spans(&hours.open)
}

fn works(shop: &Shop, name: &str, location: &str, day: &str) -> String {
    let staff = shop.book.staff().live().find(|staff| staff.name() == name).unwrap();
    let mut locations = shop.book.locations().live();
    let location = locations.find(|row| row.name == location).unwrap().id;
    spans(&staff_hours(&shop.book, staff, location, text::<Day>(day)).open)
}

fn spans(open: &[crate::time::MinuteSpan]) -> String {
    let hour = |minutes: crate::time::Minutes| {
        let (hour, rest) = (minutes.count().div_euclid(60), minutes.count().rem_euclid(60));
        if rest == 0 {
            hour.to_string()
        } else {
            format!("{hour}:{rest:02}")
        }
    };
    let spans: Vec<String> = open
        .iter()
        .map(|span| format!("{}-{}", hour(span.from), hour(span.to)))
        .collect();
    spans.join(" ")
}

#[test]
fn the_week_of_christmas_is_open_as_its_days_say() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"locations": [{"name": "Main Street",
        "closed_days": [{"from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas"}, {"from": "2026-12-31", "to": "2027-01-01"}],
        "special_days": [{"date": "2026-12-24", "hours": [["08:00", "13:00"]]}, {"date": "2026-12-20", "hours": [["10:00", "16:00"]]}]}]}));
    for (day, hours) in [
        ("2026-12-20", "10-16"),
        ("2026-12-23", "8-19"),
        ("2026-12-24", "8-13"),
        ("2026-12-25", ""),
        ("2026-12-27", ""),
        ("2026-12-31", ""),
        ("2027-01-02", "8-19"),
    ] {
        assert_eq!(open(&shop, day), hours, "{day}");
    }
    let mut check = |day: &str, time: &str, expected: &str| {
        let request = json!({"start_date": day, "time": time, "services": ["Hour"]});
        assert_eq!(against(&mut shop, &request), expected, "{day} {time}");
    };
    check("2026-12-20", "10:00", "");
    check("2026-12-20", "15:30", "hours");
    check("2026-12-24", "12:00", "");
    check("2026-12-24", "16:00", "hours");
    check("2026-12-25", "16:00", "closed");
    check("2026-12-27", "10:00", "closed");
}

#[test]
fn what_a_location_says_of_a_day_goes_before_what_all_say() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"business": {"closed_days": [{"from": "2026-12-24", "to": "2026-12-24", "reason": "Holiday"}]},
        "locations": [{"name": "Main Street", "special_days": [{"date": "2026-12-24", "hours": [["08:00", "10:00"], ["11:00", "13:00"]]}]}]}));
    assert_eq!(open(&shop, "2026-12-24"), "8-10 11-13");
    let harbour = shop.book.locations().live().next_back().unwrap().id;
    let hours = shop_hours(&shop.book, harbour, text("2026-12-24"));
    assert!(hours.closed && hours.reason.as_deref() == Some("Holiday"));
}

#[test]
fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"locations": [{"name": "Main Street", "hours": {"fri": [["18:00", "26:00"]], "sat": [["02:00", "04:00"], ["20:00", "24:00"]]},
        "closed_days": [{"from": "2026-12-12", "to": "2026-12-12"}]}]}));
    assert_eq!(open(&shop, "2026-12-04"), "18-28");
    assert_eq!(open(&shop, "2026-12-05"), "-6-4 20-24");
    // A closed Saturday does not shorten the Friday's night.
    assert_eq!(open(&shop, "2026-12-12"), "-6-2");
    let mut check = |day: &str, time: &str, expected: &str| {
        let request = json!({"start_date": day, "time": time, "services": ["Hour"]});
        assert_eq!(against(&mut shop, &request), expected, "{day} {time}");
    };
    check("2026-12-04", "23:30", "");
    check("2026-12-05", "01:30", "");
    check("2026-12-05", "23:30", "hours");
    check("2026-12-12", "01:30", "closed");
    check("2026-12-12", "00:30", "");
}

#[test]
fn weeks_of_a_rota_begin_with_the_week_of_the_business() {
    let rota = json!({"every": 2, "anchor": "2027-01-06", "weeks": [
        {"sun": [["10:00", "14:00"]], "mon": [["08:00", "12:00"]]}, {"mon": [["13:00", "17:00"]]}]});
    for (first, sundays) in [("mon", ["", "10-14"]), ("sun", ["10-14", ""])] {
        let mut shop = Shop::berlin("2026-12-01T08:00");
        shop.set(&json!({"business": {"first_weekday": first}, "staff": [{"given_name": "Ann", "hours": {"Main Street": rota}}]}));
        let check = |day: &str, expected: &str| {
            assert_eq!(works(&shop, "Ann", "Main Street", day), expected, "{first} {day}");
        };
        check("2027-01-04", "8-12");
        check("2027-01-11", "13-17");
        check("2027-01-18", "8-12");
        // Before the anchor it goes on as well.
        check("2026-12-28", "13-17");
        // The Sunday before that Wednesday, and the one after it.
        check("2027-01-03", sundays[0]);
        check("2027-01-10", sundays[1]);
    }
}

#[test]
fn somebody_works_where_their_hours_are_and_until_they_leave() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Ann", "hours": {"Main Street": {"tue": [["09:00", "12:00"], ["13:00", "18:00"]]},
        "Harbour": {"wed": [["09:00", "17:00"]]}}}]}));
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-05"), "9-12 13-18");
    assert_eq!(works(&shop, "Ann", "Harbour", "2027-01-05"), "");
    assert_eq!(works(&shop, "Ann", "Harbour", "2027-01-06"), "9-17");
    let ann = shop.book.staff().live().next().unwrap().id;
    let mut check = |day: &str, time: &str, services: Value, expected: &str| {
        let request = json!({"start_date": day, "time": time, "services": services});
        assert_eq!(against(&mut shop, &request), expected, "{day} {time}");
    };
    check("2027-01-06", "10:00", json!(["Cut"]), "hours");
    check("2027-01-05", "11:45", json!(["Cut"]), "hours");
    // Colour that develops over her break needs her hands before and after it only.
    let over_the_break = json!([{"name": "Colour", "stretches": "30+60~20+"}]);
    check("2027-01-12", "11:30", over_the_break, "");
    check("2027-01-12", "16:45", json!(["Hour"]), "");
    let mut pen = pen::Pen::new(&shop.book, &mut shop.moment);
    pen.change::<Staff>(ann, |ann| ann.leaves_day = Some(text("2027-01-12")));
    let change = pen.finish(
        change::Label::SetUp { things: 1, one: None },
        None,
        change::Origin::Person,
    );
    for edit in &change.edits {
        shop.book.apply(edit).unwrap();
    }
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-12"), "9-12 13-18");
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-19"), "");
}

#[test]
fn an_extra_shift_takes_the_place_of_the_hours_of_its_day_where_it_is() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Ann", "hours": {"Main Street": {"tue": [["09:00", "18:00"]]}},
        "special_days": [{"date": "2027-01-05", "location": "Main Street", "hours": [["12:00", "14:00"], ["15:00", "20:00"]]},
                         {"date": "2027-01-06", "location": "Harbour", "hours": [["10:00", "16:00"]], "reason": "Fair"}]}]}));
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-05"), "12-14 15-20");
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-12"), "9-18");
    assert_eq!(works(&shop, "Ann", "Main Street", "2027-01-06"), "");
    assert_eq!(works(&shop, "Ann", "Harbour", "2027-01-06"), "10-16");
    let mut check = |day: &str, location: &str, expected: &str| {
        let request = json!({"start_date": day, "time": "10:00", "services": ["Hour"], "location": location});
        assert_eq!(against(&mut shop, &request), expected, "{day} {location}");
    };
    check("2027-01-05", "Main Street", "hours");
    check("2027-01-06", "Harbour", "");
    check("2027-01-07", "Harbour", "hours");
}

#[test]
fn time_off_is_a_part_of_a_day_whole_days_or_the_night_that_a_visit_reaches() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let all = json!([["00:00", "24:00"]]);
    shop.set(&json!({"locations": [{"name": "Main Street", "hours":
            {"mon": all, "tue": all, "wed": all, "thu": all, "fri": all, "sat": all, "sun": all}}],
        "staff": [{"given_name": "Ann", "time_off": [{"from": "2027-01-05T14:00", "to": "2027-01-07T10:00", "reason": "Dentist"}]}]}));
    let mut check = |day: &str, time: &str, expected: &str| {
        let request = json!({"start_date": day, "time": time, "services": ["Hour"]});
        assert_eq!(against(&mut shop, &request), expected, "{day} {time}");
    };
    check("2027-01-05", "13:00", "");
    check("2027-01-05", "14:00", "time_off");
    check("2027-01-06", "12:00", "time_off");
    check("2027-01-07", "09:59", "time_off");
    check("2027-01-07", "11:00", "");
    shop.set(
        &json!({"staff": [{"given_name": "Bo", "time_off": [{"from": "2027-02-02T00:00", "to": "2027-02-02T08:00"}]}]}),
    );
    let mut check = |time: &str, expected: &str| {
        let request = json!({"start_date": "2027-02-01", "time": time, "services": ["Hour"], "staff": "Bo", "client": "Ben Kaya"});
        assert_eq!(against(&mut shop, &request), expected, "{time}");
    };
    check("22:45", "");
    check("23:45", "time_off");
}

#[test]
fn a_visit_lasts_as_long_as_it_lasts_when_the_clock_changes_in_between() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let all = json!([["00:00", "24:00"]]);
    shop.set(&json!({"locations": [{"name": "Main Street", "hours":
        {"mon": all, "tue": all, "wed": all, "thu": all, "fri": all, "sat": all, "sun": all}}],
        "staff": [{"given_name": "Bo", "time_off": [{"from": "2027-10-31T00:00", "to": "2027-11-01T00:00"}]}]}));
    for (day, time, staff, wall) in [
        ("2027-03-28", "01:30", "Ann", "01:30-03:30"),
        ("2027-03-28", "02:30", "Ann", "03:30-04:30"),
        ("2027-10-31", "01:30", "Ann", "01:30-02:30"),
        ("2027-10-31", "02:30", "Ann", "02:30-02:30"),
    ] {
        let request =
            json!({"start_date": day, "time": time, "services": ["Hour"], "staff": staff, "conflicts": "keep"});
        let series = shop.book_single(&request).unwrap().series.unwrap();
        let visit = &shop.visits(series)[0];
        let shown = |at| shop.zone.civil(at).time.to_string();
        assert_eq!(visit.span().length(), crate::time::Minutes::hours(1), "{day} {time}");
        assert_eq!(format!("{}-{}", shown(visit.span().from), shown(visit.span().to)), wall);
    }
    // Bo is off all day; a visit within the hour that comes twice is not overlooked.
    let request =
        json!({"start_date": "2027-10-31", "time": "02:30", "services": ["Cut"], "staff": "Bo", "client": "Ben Kaya"});
    assert_eq!(against(&mut shop, &request), "time_off");
}

#[test]
fn a_shop_that_closes_for_a_visit_is_a_conflict_of_the_visit_as_it_stands() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2027-01-05", "visits": 3}))
        .unwrap()
        .series
        .unwrap();
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-12", "to": "2027-01-12", "reason": "Move"}]}]}));
    let location = shop.book.locations().live().next().unwrap().id;
    let found: Vec<usize> = shop
        .visits(series)
        .iter()
        .map(|visit| conflicts(&shop.book, visit, location).len())
        .collect();
    assert_eq!(found, [0, 1, 0]);
}
