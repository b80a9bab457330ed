//! What comes every so many times, when a visit with it is cancelled: next time instead, and counted from there (spec S2.10).

use serde_json::json;

use super::*;
use crate::domain::command::Whose;

fn lengths(shop: &Shop, series: SeriesId) -> Vec<(String, i32)> {
    let visits = shop.visits(series);
    visits
        .iter()
        .map(|visit| (visit.day.to_string(), visit.minutes.count()))
        .collect()
}

fn count_on(shop: &Shop, series: SeriesId, original: &str) -> Command {
    Command::CancelAndCountOn {
        visit: shop.visit(series, original),
        how: CancelledHow::InTime,
        keep_conflicts: false,
    }
}

/// A cut of 45 every week, and an hour beside it every third time.
fn every_third(more: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut request = json!({"services": ["Cut", {"name": "Hour", "every_nth": 3, "phase": 1}, {"name": "Short cut", "every_nth": 2, "phase": 2}],
        "start_date": "2027-01-05", "visits": 9});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

fn minutes(shop: &Shop, series: SeriesId) -> Vec<i32> {
    lengths(shop, series).into_iter().map(|(_, minutes)| minutes).collect()
}

/// Spec S2.10.
#[test]
fn what_was_due_comes_next_time_and_the_rest_goes_on_counting() {
    let (mut shop, series) = every_third(&json!({}));
    assert_eq!(minutes(&shop, series), [105, 75, 45, 135, 45, 75, 105, 75, 45]);
    let rows: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    let plan = shop.carry(&count_on(&shop, series, "2027-01-26T10:00")).unwrap();
    assert_eq!(plan.of(LineKind::Deleted), 1);
    // The hour comes on 2 February instead; the short cut of 26 January was due too, and comes then as well.
    assert_eq!(minutes(&shop, series), [105, 75, 45, 135, 45, 75, 105, 75]);
    let again: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    assert_eq!(rows, again);
    // All of it is nine dates, in two chapters.
    let chapters: Vec<_> = shop.book.chapters().of(series).cloned().collect();
    assert_eq!(chapters.len(), 2);
    assert_eq!(chapters[0].until_day, Some(text("2027-02-01")));
    assert_eq!(
        (chapters[1].start_day, chapters[1].visits),
        (text("2027-02-02"), Some(5))
    );
    // What is not due goes on: 5 January has the hour only.
    let (mut shop, series) = every_third(&json!({}));
    shop.carry(&count_on(&shop, series, "2027-01-05T10:00")).unwrap();
    assert_eq!(minutes(&shop, series), [135, 45, 75, 105, 75, 45, 135, 45]);
}

#[test]
fn a_service_of_a_slot_comes_with_the_next_visit_of_its_slot() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "visits": 8, "slots": [
        {"weekday": "tue", "time": "10:00", "services": ["Cut", {"name": "Hour", "every_nth": 2, "phase": 1}]},
        {"weekday": "fri", "time": "15:00"}]});
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(minutes(&shop, series), [105, 45, 45, 45, 105, 45, 45, 45]);
    shop.carry(&count_on(&shop, series, "2027-01-05T10:00")).unwrap();
    assert_eq!(minutes(&shop, series), [45, 105, 45, 45, 45, 105, 45]);
}

#[test]
fn what_was_changed_or_cancelled_by_hand_later_stays_so() {
    let (mut shop, series) = every_third(&json!({}));
    let moved = shop.shift(shop.visit(series, "2027-02-02T10:00"), "2027-02-03T14:00", false);
    shop.carry(&moved).unwrap();
    let (visit, how) = (shop.visit(series, "2027-02-09T10:00"), CancelledHow::InTime);
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    shop.carry(&count_on(&shop, series, "2027-01-26T10:00")).unwrap();
    let lengths = lengths(&shop, series);
    assert!(lengths.contains(&("2027-02-03".to_owned(), 135)), "{lengths:?}");
    assert!(!lengths.iter().any(|(day, _)| day == "2027-02-09"));
    // And the series can be changed as a whole from there on.
    shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert!(shop.starts(series).contains(&"2027-02-16T11:00".to_owned()));
}

#[test]
fn what_was_due_waits_until_somebody_comes() {
    let away = |gives_up| {
        move |shop: &mut Shop, series| {
            let (from, until) = (text("2027-02-01"), Some(text("2027-02-07")));
            let whose = Whose::Series(series);
            let pause = Command::Pause {
                whose,
                from,
                until,
                gives_up,
            };
            shop.carry(&pause).unwrap();
        }
    };
    let cancelled = |shop: &mut Shop, series| {
        let (visit, how) = (shop.visit(series, "2027-02-02T10:00"), CancelledHow::InTime);
        shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    };
    let check = |stays_away: &dyn Fn(&mut Shop, SeriesId)| {
        let (mut shop, series) = every_third(&json!({}));
        stays_away(&mut shop, series);
        shop.carry(&count_on(&shop, series, "2027-01-26T10:00")).unwrap();
        assert_eq!(minutes(&shop, series), [105, 75, 45, 135, 45, 75, 105]);
    };
    check(&away(false));
    check(&away(true));
    check(&cancelled);
}

#[test]
fn a_series_without_an_end_goes_on_growing_in_its_new_chapter() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request =
        json!({"services": ["Cut", {"name": "Hour", "every_nth": 2, "phase": 1}], "start_date": "2027-01-05"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let before = shop.starts(series).len();
    shop.carry(&count_on(&shop, series, "2027-01-05T10:00")).unwrap();
    assert_eq!(shop.starts(series).len(), before - 1);
    shop.moment.now = shop.zone.resolve(text("2027-01-20T08:00")).instant();
    let plan = shop.carry(&Command::TopUp).unwrap();
    assert!(plan.of(LineKind::Created) > 0);
    let minutes = minutes(&shop, series);
    assert!(minutes.iter().step_by(2).all(|minutes| *minutes == 105), "{minutes:?}");
    assert!(minutes.iter().skip(1).step_by(2).all(|minutes| *minutes == 45));
}

#[test]
fn a_visit_that_clashes_by_what_comes_next_time_is_asked_about() {
    let (mut shop, series) = every_third(&json!({"services": ["Cut", {"name": "Hour", "every_nth": 3, "phase": 1}]}));
    shop.book_single(&json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "11:00"}))
        .unwrap();
    let command = |keep_conflicts| Command::CancelAndCountOn {
        visit: shop.visit(series, "2027-01-05T10:00"),
        how: CancelledHow::InTime,
        keep_conflicts,
    };
    let (asked, anyway) = (command(false), command(true));
    let Err(Refused::Refusal(refusal)) = shop.carry(&asked) else {
        panic!("it clashes");
    };
    assert!(matches!(*refusal, Refusal::Clashes { .. }), "{refusal:?}");
    shop.carry(&anyway).unwrap();
    assert_eq!(minutes(&shop, series)[0], 105);
}

#[test]
fn a_visit_without_anything_that_comes_every_so_many_times_has_nothing_to_count_on() {
    let (mut shop, series) = every_third(&json!({}));
    for original in ["2027-01-19T10:00", "2027-03-02T10:00"] {
        let visit = shop.visit(series, original);
        let refused = shop.carry(&count_on(&shop, series, original));
        assert_eq!(refused, Err(Refusal::NothingToCountOn { visit }.into()), "{original}");
    }
}

#[test]
fn a_chapter_that_begins_beyond_the_horizon_does_not_make_the_series_go_farther_ahead() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"business": {"horizon_days": 182}}));
    let request = json!({"services": ["Cut", {"name": "Hour", "every_nth": 2, "phase": 2}], "start_date": "2026-12-08",
        "every": 12});
    let series = shop.create(&request).unwrap().series.unwrap();
    let starts = ["2026-12-08T10:00", "2027-03-02T10:00", "2027-05-25T10:00"];
    assert_eq!(shop.starts(series), starts);
    shop.carry(&count_on(&shop, series, starts[1])).unwrap();
    shop.edit(series, &json!({"note": "Tea"})).unwrap();
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
    assert_eq!(shop.starts(series), [starts[0], starts[2]]);
}
