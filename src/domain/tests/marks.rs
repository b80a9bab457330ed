//! What became of those who come (spec S5.3): nothing by itself, late is drawn and checked later, and none of it is a change by
//! hand.

use serde_json::json;

use super::*;
use crate::domain::command::Mark;
use crate::domain::schedule::late_conflicts;
use crate::time::Minutes;

fn berg() -> (Shop, SeriesId, VisitId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2027-01-05", "visits": 4}))
        .unwrap()
        .series
        .unwrap();
    let visit = shop.visit(series, "2027-01-05T10:00");
    (shop, series, visit)
}

fn mark(shop: &mut Shop, visit: VisitId, attendance: Attendance, late: Option<i32>) -> Result<Plan, Refused> {
    let late = late.map(Minutes::new);
    shop.carry(&Command::MarkVisit {
        visit,
        places: Vec::new(),
        mark: Mark::Attendance { attendance, late },
    })
}

fn row(shop: &Shop, visit: VisitId) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(visit).unwrap())
}

#[test]
fn who_is_late_is_checked_later_and_what_that_runs_into_is_said() {
    let (mut shop, _, visit) = berg();
    shop.book_single(&json!({"client": "Ben Kaya", "start_date": "2027-01-05", "time": "10:45"}))
        .unwrap();
    let sequence = |shop: &Shop| shop.book.ical_pieces().all().map(|piece| piece.sequence).sum::<u32>();
    let before = sequence(&shop);
    let plan = mark(&mut shop, visit, Attendance::Expected, Some(15)).unwrap();
    let conflicts = &plan.lines[0].conflicts;
    assert_eq!((conflicts.len(), conflicts[0].span.length()), (1, Minutes::new(15)));
    let late = row(&shop, visit);
    assert!(late.changed.is_nothing());
    assert_eq!(
        (late.start(), late.minutes),
        (text("2027-01-05T10:00"), Minutes::new(45))
    );
    assert_eq!(late.expected().from, late.start_utc + Minutes::new(15));
    assert_eq!(sequence(&shop), before);
    // The quarter before is free now.
    shop.book_single(
        &json!({"client": "Ben Kaya", "services": [{"name": "Short cut", "duration": "PT15M"}],
        "start_date": "2027-01-05"}),
    )
    .unwrap();
    mark(&mut shop, visit, Attendance::Expected, None).unwrap();
    assert_eq!(row(&shop, visit).late(), Minutes::ZERO);
}

#[test]
fn done_and_no_show_end_being_late_and_another_time_is_not_late() {
    let (mut shop, series, visit) = berg();
    let location = shop.book.locations().live().next().unwrap().id;
    mark(&mut shop, visit, Attendance::Arrived, Some(15)).unwrap();
    assert_eq!(row(&shop, visit).late(), Minutes::new(15));
    assert!(row(&shop, visit).bookings[0].arrived_at.is_some());
    assert!(late_conflicts(&shop.book, &row(&shop, visit), location).is_empty());
    mark(&mut shop, visit, Attendance::Done, None).unwrap();
    assert_eq!(row(&shop, visit).late(), Minutes::ZERO);
    assert!(row(&shop, visit).has_outcome());
    let other = shop.visit(series, "2027-01-12T10:00");
    mark(&mut shop, other, Attendance::Expected, Some(15)).unwrap();
    let moved = shop.shift(other, "2027-01-12T12:00", false);
    shop.carry(&moved).unwrap();
    assert_eq!(row(&shop, other).late(), Minutes::ZERO);
}

#[test]
fn who_cannot_be_late_and_what_is_cancelled_is_refused() {
    let (mut shop, _, visit) = berg();
    for (attendance, late) in [
        (Attendance::Done, 15),
        (Attendance::NoShow, 15),
        (Attendance::Expected, -1),
        (Attendance::Expected, 241),
    ] {
        let Err(Refused::Fields(errors)) = mark(&mut shop, visit, attendance, Some(late)) else {
            panic!("{attendance} {late}")
        };
        assert_eq!(paths(&errors), ["late"]);
    }
    let nothing = mark(&mut shop, visit, Attendance::Expected, None);
    assert_eq!(nothing, Err(Refusal::NothingToChange.into()));
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    let refused = mark(&mut shop, visit, Attendance::Done, None);
    assert_eq!(refused, Err(Refusal::AlreadyCancelled { visit }.into()));
}

#[test]
fn somebody_unnamed_can_be_marked_and_pays() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"client": null, "start_date": "2027-01-05"});
    let series = shop.book_single(&request).unwrap().series.unwrap();
    let visit = shop.visit(series, "2027-01-05T10:00");
    mark(&mut shop, visit, Attendance::Done, None).unwrap();
    let paid = Command::MarkVisit {
        visit,
        places: Vec::new(),
        mark: Mark::Payment(Payment::Paid),
    };
    shop.carry(&paid).unwrap();
    let row = row(&shop, visit);
    assert_eq!(row.bookings.len(), 1);
    assert_eq!(
        (row.bookings[0].attendance, row.bookings[0].payment),
        (Attendance::Done, Payment::Paid)
    );
}

/// S3.3: a booking's price follows the list until it is paid.
#[test]
fn a_price_follows_the_list_until_it_is_paid() {
    let (mut shop, series, visit) = berg();
    let next = shop.visit(series, "2027-01-12T10:00");
    let price = |shop: &Shop, visit: VisitId| {
        let visit = row(shop, visit);
        crate::domain::price::of_booking(&shop.book, &visit, &visit.bookings[0])
    };
    let usual = price(&shop, visit);
    let pay = |shop: &mut Shop, payment: Payment| {
        let (places, mark) = (Vec::new(), Mark::Payment(payment));
        shop.carry(&Command::MarkVisit { visit, places, mark }).unwrap();
    };
    pay(&mut shop, Payment::Paid);
    shop.set(&json!({"services": [{"name": "Cut", "cost": "99.00"}]}));
    assert_eq!((price(&shop, visit), price(&shop, next)), (usual, Money::minor(9_900)));
    assert!(row(&shop, visit).changed.is_nothing());
    pay(&mut shop, Payment::Unpaid);
    assert_eq!(price(&shop, visit), Money::minor(9_900));
}
