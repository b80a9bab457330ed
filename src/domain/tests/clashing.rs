//! Dates that clash with a change that one visit or a while brings: some are booked anyway, the others wait (spec S4.9). Who is
//! out cancels those whom nothing else suits.

use serde_json::json;

use super::*;
use crate::domain::command::Clashing;
use crate::domain::decide::Absent;

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

/// Spec S4.9: of dates that clash with a change for a while some are booked anyway, and the others wait as not booked; the
/// policy of the series asks as before.
#[test]
fn dates_that_clash_for_a_while_are_booked_anyway_or_wait() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2027-01-05", "visits": 3}))
        .unwrap()
        .series
        .unwrap();
    let bens = json!({"start_date": "2027-01-05", "visits": 3, "time": "14:00", "client": "Ben Meyer"});
    shop.create(&bens).unwrap();
    let layer = draft::LayerDraft {
        time: Some(text("14:00")),
        ..layer(draft::Over::Series(series), "2027-01-05", "2027-01-12")
    };
    let cover = |clashing: Clashing| Command::Cover {
        layer: Box::new(layer.clone()),
        force: Force::Nothing,
        clashing,
    };
    assert!(matches!(
        shop.carry(&cover(Clashing::default())),
        Err(Refused::Refusal(refusal)) if matches!(*refusal, Refusal::Clashes { .. })
    ));
    let kept = [text("2027-01-12T10:00")].into();
    shop.carry(&cover(Clashing { kept, later: true })).unwrap();
    assert_eq!(row(&shop, series, "2027-01-05T10:00").state, VisitState::Failed);
    let kept = row(&shop, series, "2027-01-12T10:00");
    assert_eq!(
        (kept.state, kept.time, kept.clashes.len()),
        (VisitState::Stable, text("14:00"), 1)
    );
    assert_eq!(shop.book.series().get(series).unwrap().conflicts, Policy::Ask);
}

/// The same of what one visit shows its series.
#[test]
fn dates_that_clash_with_what_becomes_the_usual_are_booked_anyway_or_wait() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2027-01-05", "visits": 3}))
        .unwrap()
        .series
        .unwrap();
    let bens = json!({"start_date": "2027-01-12", "visits": 2, "time": "14:00", "client": "Ben Meyer"});
    shop.create(&bens).unwrap();
    let visit = shop.visit(series, "2027-01-05T10:00");
    shop.carry(&Command::MoveVisit {
        visit,
        to: text("2027-01-05T14:00"),
        staff: None,
        minutes: None,
        keep_conflicts: false,
    })
    .unwrap();
    let kept = [text("2027-01-12T14:00")].into();
    shop.carry(&Command::MakeUsual {
        visit,
        scope: Scope::ToCome,
        reset_start: false,
        clashing: Clashing { kept, later: true },
    })
    .unwrap();
    let states =
        ["2027-01-05T14:00", "2027-01-12T14:00", "2027-01-19T14:00"].map(|original| row(&shop, series, original).state);
    assert_eq!(states, [VisitState::Stable, VisitState::Stable, VisitState::Failed]);
    assert_eq!(shop.book.series().get(series).unwrap().conflicts, Policy::Ask);
}

/// Spec S4.11: nothing else suited who was called.
#[test]
fn who_is_called_and_does_not_come_is_cancelled_by_the_shop_in_the_step_of_the_time_off() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "visits": 2});
    let series = shop.create(&request).unwrap().series.unwrap();
    let visit = shop.visit(series, "2027-01-05T10:00");
    let absent = Absent {
        staff: row(&shop, series, "2027-01-05T10:00").lead().unwrap(),
        from: text("2027-01-05T08:00"),
        until: None,
    };
    let out = |visit: VisitId| Command::StaffOut {
        absent,
        instead: None,
        cancelled: vec![visit],
    };
    let other = shop.visit(series, "2027-01-12T10:00");
    assert!(shop.carry(&out(other)).is_err(), "nobody is out then");
    shop.carry(&out(visit)).unwrap();
    let cancelled = row(&shop, series, "2027-01-05T10:00");
    assert_eq!(
        (cancelled.state, cancelled.removed_by),
        (VisitState::Removed, Some(RemovedBy::Person))
    );
    let how: Vec<_> = cancelled.bookings.iter().map(|booking| booking.cancelled_how).collect();
    assert_eq!(how, [Some(CancelledHow::ByUs)]);
    assert_eq!(row(&shop, series, "2027-01-12T10:00").state, VisitState::Stable);
}
