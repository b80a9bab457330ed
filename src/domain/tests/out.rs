//! Somebody is out (spec S4.11): who can be offered instead.

use super::*;
use crate::domain::decide::{Absent, call_list};
use crate::domain::schedule::lines_of;

fn out_all_day(shop: &Shop, name: &str, day: &str) -> Absent {
    Absent {
        staff: shop.staff(name),
        from: text(&format!("{day}T00:00")),
        until: None,
    }
}

/// The first offers of every call: who, and when.
fn first_offers(shop: &mut Shop, absent: Absent) -> Vec<Option<(StaffId, Civil)>> {
    let calls = call_list(&shop.book, absent, &mut shop.moment).unwrap();
    let first = calls.iter().map(|call| call.offers.first());
    first
        .map(|offer| offer.map(|offer| (offer.staff, offer.start)))
        .collect()
}

/// Who is covered then is not there.
#[test]
fn who_is_covered_that_day_is_offered_to_nobody() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.book_single(&json!({"start_date": "2027-01-05", "staff": "Bo"}))
        .unwrap();
    let absent = out_all_day(&shop, "Bo", "2027-01-05");
    let at_ten: Civil = text("2027-01-05T10:00");
    assert_eq!(first_offers(&mut shop, absent), [Some((shop.staff("Ann"), at_ten))]);
    let cover = shop.cover(
        ("Ann", "Bo"),
        ("2027-01-01", "2027-01-05"),
        command::Clashing::default(),
    );
    shop.carry(&cover).unwrap();
    assert_eq!(
        first_offers(&mut shop, absent),
        [Some((shop.staff("Bo"), text("2027-01-06T10:00")))]
    );
}

/// Mother and child come together: only what the child has is done by another.
#[test]
fn who_does_one_service_of_a_visit_is_stood_in_for_in_that_service_only() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Dee", "services": ["Short cut"]}]}));
    let services = json!([{"name": "Cut"}, {"name": "Short cut", "staff": "Bo", "beside": true}]);
    let family = json!({"start_date": "2027-01-05", "visits": 3, "services": services});
    let series = shop.create(&family).unwrap().series.unwrap();
    let absent = out_all_day(&shop, "Bo", "2027-01-12");
    let dee = shop.staff("Dee");
    assert_eq!(first_offers(&mut shop, absent), [Some((dee, text("2027-01-12T10:00")))]);
    let out = Command::StaffOut {
        absent,
        instead: None,
        cancelled: Vec::new(),
    };
    let before = shop
        .book
        .visits()
        .get(shop.visit(series, "2027-01-12T10:00"))
        .unwrap()
        .clone();
    let plan = shop.carry(&out).unwrap();
    assert_eq!((plan.changed_visits(), plan.open()), (1, 0));
    let after = shop.book.visits().get(before.id).unwrap().clone();
    let by: Vec<Option<StaffId>> = lines_of(&shop.book, &after).iter().map(|line| line.staff).collect();
    assert_eq!(by, [None, Some(dee)]);
    assert_eq!((&after.staff, after.span()), (&before.staff, before.span()));
    assert_eq!(after.changed, Changed::SERVICES);
    // Bo is back after all: the visit is as usual.
    let back = Command::ResetVisit {
        visit: after.id,
        fields: Changed::NOTHING,
        keep_conflicts: true,
    };
    shop.carry(&back).unwrap();
    assert_eq!(shop.book.visits().get(before.id).unwrap().lines, before.lines);
}

/// Spec S4.11, S3.5: it is what they do that falls into the absence, whenever the visit begins.
#[test]
fn who_is_called_is_whose_service_falls_into_the_absence_also_where_the_visit_begins_before() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let services = json!(["Cut", {"name": "Short cut", "staff": "Bo"}]);
    let family = json!({"start_date": "2027-01-05", "visits": 1, "services": services});
    shop.create(&family).unwrap();
    for (from, is_called) in [("10:30", true), ("11:00", true), ("11:15", false)] {
        let absent = Absent {
            from: text(&format!("2027-01-05T{from}")),
            ..out_all_day(&shop, "Bo", "2027-01-05")
        };
        let calls = call_list(&shop.book, absent, &mut shop.moment).unwrap();
        assert_eq!(calls.len(), usize::from(is_called), "{from}");
    }
    // What has begun goes on.
    shop.wait_until("2027-01-05T10:05");
    let absent = Absent {
        from: text("2027-01-05T10:30"),
        ..out_all_day(&shop, "Bo", "2027-01-05")
    };
    assert_eq!(call_list(&shop.book, absent, &mut shop.moment).unwrap(), []);
}
