//! What the policies make of dates that something speaks against (spec S4.9, S2.4, S2.5), and the way between two locations.

use serde_json::json;

use super::*;
use crate::domain::schedule::{With, conflicts};

/// A shop that closes over the holidays: 24 Dec at 13:00, 25, 26 and 31 Dec and 1 Jan; and opens on a Sunday before.
fn shop_with_holidays() -> Shop {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    shop.set(&json!({"locations": [{"name": "Main Street",
        "closed_days": [{"from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas"},
            {"from": "2026-12-31", "to": "2027-01-01", "reason": "New Year"}],
        "special_days": [{"date": "2026-12-24", "hours": [["08:00", "13:00"]], "reason": "Christmas Eve"},
            {"date": "2026-12-20", "hours": [["10:00", "16:00"]]}]}]}));
    shop
}

/// Every Thursday at 16:00 from 10 December, five dates.
fn thursdays(more: &Value) -> Value {
    let mut request = json!({"services": ["Hour"], "start_date": "2026-12-10", "time": "16:00", "visits": 5});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

fn create(shop: &mut Shop, request: &Value) -> SeriesId {
    shop.create(request).unwrap().series.unwrap()
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

/// Where the visits of a series are, from its second holiday date on.
#[track_caller]
fn check(shop: &Shop, series: SeriesId, expected: &[&str]) {
    assert_eq!(shop.starts(series), expected);
}

#[track_caller]
fn replanned(shop: &mut Shop, series: SeriesId) {
    assert_eq!(
        shop.edit(series, &json!({})),
        Err(Refusal::NothingToChange.into()),
        "planned again"
    );
}

/// Spec S4.9.
#[test]
fn the_nearest_free_place_is_on_the_nearest_day_closest_to_the_usual_time() {
    // Spec S4.9, with the dates of story 4.
    let mut shop = shop_with_holidays();
    let taken = json!({"client": "Ben Kaya", "services": ["Hour"], "start_date": "2026-12-23", "time": "15:30"});
    shop.book_single(&taken).unwrap();
    let plan = shop.create(&thursdays(&json!({"closed_days": "nearest"}))).unwrap();
    let series = plan.series.unwrap();
    check(
        &shop,
        series,
        &[
            "2026-12-10T16:00",
            "2026-12-17T16:00",
            "2026-12-23T16:30",
            "2026-12-30T16:00",
            "2027-01-07T16:00",
        ],
    );
    let moved: Vec<plan::Why> = plan
        .lines
        .iter()
        .filter(|line| line.is_moved())
        .map(|line| line.why)
        .collect();
    assert_eq!(moved, [plan::Why::Moved { number: 3 }, plan::Why::Moved { number: 4 }]);
    assert_eq!((plan.visits(), plan.open(), plan.of(LineKind::Created)), (5, 0, 5));
    replanned(&mut shop, series);
}

/// Spec S4.4, S4.9.
#[test]
fn a_visit_that_a_policy_moved_is_no_hand_made_change_and_goes_back_when_the_day_opens() {
    let mut shop = shop_with_holidays();
    let series = create(&mut shop, &thursdays(&json!({"closed_days": "nearest"})));
    let moved = row(&shop, series, "2026-12-31T16:00");
    assert!(moved.placed_by_policy && moved.changed.is_nothing());
    assert_eq!(moved.original(), text("2026-12-31T16:00"));
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": [], "special_days": []}]}));
    let plan = shop.edit(series, &json!({"note": "likes tea"})).unwrap();
    assert_eq!(plan.of(LineKind::Changed), 2);
    let back = row(&shop, series, "2026-12-31T16:00");
    assert_eq!((back.start(), back.placed_by_policy), (text("2026-12-31T16:00"), false));
}

#[test]
fn who_was_told_a_new_time_keeps_it_although_a_closer_one_is_free_by_now() {
    let mut shop = shop_with_holidays();
    let taken = json!({"client": "Ben Kaya", "services": ["Hour"], "start_date": "2026-12-23", "time": "15:30"});
    let other = shop.book_single(&taken).unwrap().series.unwrap();
    let series = create(&mut shop, &thursdays(&json!({"closed_days": "nearest"})));
    let visit = shop.visit(other, "2026-12-23T15:30");
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    replanned(&mut shop, series);
    // Another usual time is another question.
    shop.edit(series, &json!({"time": "16:15"})).unwrap();
    assert_eq!(row(&shop, series, "2026-12-24T16:15").start(), text("2026-12-23T16:15"));
}

#[test]
fn the_open_day_before_or_after_is_the_first_on_which_the_shop_is_open_at_that_time() {
    // Spec S4.9: 27 December is a Sunday; on the 24th the shop is closed by then.
    let mut shop = shop_with_holidays();
    let check = |policy: &str, expected: [&str; 2]| {
        let mut shop = shop_with_holidays();
        let series = create(&mut shop, &thursdays(&json!({"closed_days": policy})));
        let starts = shop.starts(series);
        assert_eq!(starts[2..4], expected.map(str::to_owned), "{policy}");
        replanned(&mut shop, series);
    };
    check("previous", ["2026-12-23T16:00", "2026-12-30T16:00"]);
    check("next", ["2026-12-28T16:00", "2027-01-02T16:00"]);
    // What else speaks against that day is ruled by the policy for clashes.
    let taken = json!({"client": "Ben Kaya", "services": ["Hour"], "start_date": "2026-12-28", "time": "15:30"});
    shop.book_single(&taken).unwrap();
    let both = |conflicts: &str| thursdays(&json!({"closed_days": "next", "conflicts": conflicts}));
    let plan = {
        let draft = shop.read(&both("ask")).unwrap();
        preview(&shop.book, &Command::CreateSeries(Box::new(draft)), &mut shop.moment).unwrap()
    };
    let [open] = plan.lines.iter().filter(|line| line.open).collect::<Vec<_>>()[..] else {
        panic!("one to sort out: {plan:?}")
    };
    assert_eq!(open.original, text("2026-12-24T16:00"));
    let kinds: Vec<ConflictKind> = open.conflicts.iter().map(|conflict| conflict.kind).collect();
    assert_eq!(kinds, [ConflictKind::Hours, ConflictKind::Staff]);
    let series = create(&mut shop, &both("nearest"));
    assert_eq!(row(&shop, series, "2026-12-24T16:00").start(), text("2026-12-23T16:00"));
    replanned(&mut shop, series);
}

/// Spec S2.4, S4.9.
#[test]
fn a_policy_appends_a_date_for_each_one_that_it_leaves_out() {
    // Spec S2.4: beside the number that was asked for.
    let mut shop = shop_with_holidays();
    let plan = shop.create(&thursdays(&json!({"closed_days": "append"}))).unwrap();
    let series = plan.series.unwrap();
    check(
        &shop,
        series,
        &[
            "2026-12-10T16:00",
            "2026-12-17T16:00",
            "2027-01-07T16:00",
            "2027-01-14T16:00",
            "2027-01-21T16:00",
        ],
    );
    assert_eq!((plan.dates(), plan.left_out(), plan.visits()), (7, 2, 5));
    let chapter = Arc::clone(shop.book.chapters().of(series).next().unwrap());
    assert_eq!((chapter.visits, chapter.appended), (Some(5), 2));
    replanned(&mut shop, series);
    // One of the added dates is closed as well: another one is added.
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days":
        [{"from": "2026-12-25", "to": "2027-01-14"}]}]}));
    shop.edit(series, &json!({"time": "16:10"})).unwrap();
    check(
        &shop,
        series,
        &[
            "2026-12-10T16:10",
            "2026-12-17T16:10",
            "2027-01-21T16:10",
            "2027-01-28T16:10",
            "2027-02-04T16:10",
        ],
    );
    // What was cancelled by hand is not appended, and what is no longer left out needs none.
    let visit = shop.visit(series, "2026-12-17T16:10");
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": [], "special_days": []}]}));
    shop.edit(series, &json!({"note": "likes tea"})).unwrap();
    check(
        &shop,
        series,
        &[
            "2026-12-10T16:10",
            "2026-12-24T16:10",
            "2026-12-31T16:10",
            "2027-01-07T16:10",
        ],
    );
    assert_eq!(shop.book.chapters().of(series).next().unwrap().appended, 0);
}

#[test]
fn at_most_fifty_dates_are_appended_and_none_where_a_day_ends_the_series() {
    // Spec S2.4.
    let mut shop = Shop::berlin("2026-11-20T08:00");
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2026-12-01", "to": "2027-03-31"}]}]}),
    );
    let daily = json!({"frequency": "daily", "start_date": "2026-11-30", "visits": 60, "closed_days": "append"});
    let series = create(&mut shop, &daily);
    assert_eq!(shop.book.chapters().of(series).next().unwrap().appended, 50);
    let until = json!({"time": "12:00", "start_date": "2026-11-24", "end_date": "2026-12-15", "closed_days": "append"});
    let plan = shop.create(&until).unwrap();
    assert_eq!((plan.dates(), plan.left_out()), (4, 3));
    let left_out: Vec<plan::Why> = plan.lines.iter().map(|line| line.why).skip(1).collect();
    assert_eq!(left_out, [plan::Why::LeftOutByPolicy; 3]);
}

/// Spec S2.5, S4.2.
#[test]
fn a_new_date_of_a_growing_series_that_cannot_be_placed_is_not_booked_and_says_why() {
    // Spec S2.5: the same check when the horizon rolls.
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request =
        json!({"start_date": "2026-12-08", "closed_days": "nearest", "conflicts": "nearest", "nearest_days": 2});
    let series = create(&mut shop, &request);
    let holidays = json!([{"from": "2027-12-13", "to": "2027-12-24"}]);
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": holidays}]}));
    shop.moment.now = shop.zone.resolve(text("2027-01-05T08:00")).instant();
    let plan = shop.carry(&Command::TopUp).unwrap();
    // Closed from the 13th through the 24th, and on Sunday the 12th: no open day is near enough.
    let became: Vec<(LineKind, Option<String>)> = plan
        .lines
        .iter()
        .map(|line| (line.kind, line.after.as_ref().map(|visit| visit.start().to_string())))
        .collect();
    let at = |kind, start: &str| (kind, Some(start.to_owned()));
    assert_eq!(
        became[..3],
        [
            at(LineKind::Failed, "2027-12-14T10:00"),
            at(LineKind::Failed, "2027-12-21T10:00"),
            at(LineKind::Created, "2027-12-28T10:00")
        ]
    );
    let failed = row(&shop, series, "2027-12-21T10:00");
    assert_eq!((failed.state, failed.reason.as_str()), (VisitState::Failed, "closed"));
}

#[test]
fn what_somebody_moved_by_hand_no_policy_moves() {
    // Spec S4.4: they are asked.
    let mut shop = shop_with_holidays();
    let series = create(&mut shop, &thursdays(&json!({"closed_days": "nearest"})));
    let by_hand = shop.shift(shop.visit(series, "2026-12-17T16:00"), "2026-12-18T16:00", false);
    shop.carry(&by_hand).unwrap();
    let taken = json!({"client": "Ben Kaya", "services": ["Hour"], "start_date": "2026-12-18", "time": "16:30",
        "conflicts": "keep"});
    shop.book_single(&taken).unwrap();
    let longer = shop.edit(series, &json!({"services": ["Colour"], "conflicts": "nearest"}));
    let Err(Refused::Refusal(refusal)) = longer else {
        panic!("{longer:?}")
    };
    let Refusal::Clashes { lines, .. } = *refusal else {
        panic!("{refusal:?}")
    };
    let open: Vec<Civil> = lines
        .iter()
        .filter(|line| line.open)
        .map(|line| line.original)
        .collect();
    assert_eq!(open, [text("2026-12-17T16:00")]);
}

#[test]
fn a_date_that_was_moved_is_moved_on_by_hand_and_stays_there() {
    let mut shop = shop_with_holidays();
    let series = create(&mut shop, &thursdays(&json!({"closed_days": "nearest"})));
    let on = shop.shift(shop.visit(series, "2026-12-31T16:00"), "2026-12-29T15:00", false);
    shop.carry(&on).unwrap();
    let moved = row(&shop, series, "2026-12-31T16:00");
    assert_eq!((moved.placed_by_policy, moved.changed), (false, Changed::DATETIME));
    replanned(&mut shop, series);
}

#[test]
fn nobody_is_at_two_locations_without_time_for_the_way() {
    // Spec S4.9: 15 minutes from one to the other.
    let mut shop = Shop::berlin("2026-11-20T08:00");
    create(&mut shop, &json!({"start_date": "2026-12-01", "visits": 1}));
    let elsewhere = |time: &str, client: &str, staff: &str| json!({"location": "Harbour", "start_date": "2026-12-01", "time": time, "client": client, "staff": staff});
    let check = |time: &str, client: &str, staff: &str, expected: Option<(&str, &str)>| {
        let found = match shop.clone().book_single(&elsewhere(time, client, staff)) {
            Ok(_) => None,
            Err(Refused::Refusal(refusal)) => match *refusal {
                Refusal::Clashes { lines, .. } => Some(lines[0].conflicts.clone()),
                other => panic!("{other:?}"),
            },
            Err(other) => panic!("{other:?}"),
        };
        let Some((from, to)) = expected else {
            assert_eq!(found, None, "{time}");
            return;
        };
        let found = found.unwrap();
        let [clash] = found.as_slice() else {
            panic!("{time}: {found:?}")
        };
        let at = |time: &str| shop.zone.resolve(text(&format!("2026-12-01T{time}"))).instant();
        assert_eq!(clash.kind, ConflictKind::Travel, "{time}");
        assert_eq!((clash.span.from, clash.span.to), (at(from), at(to)), "{time}");
    };
    // Anna has a cut with Ann at Main Street from 10:00 to 10:45.
    check("11:00", "Ben Kaya", "Ann", None);
    check("10:50", "Ben Kaya", "Ann", Some(("10:50", "11:00")));
    check("09:10", "Ben Kaya", "Ann", Some(("09:45", "09:55")));
    check("09:00", "Ben Kaya", "Ann", None);
    check("10:45", "Anna Berg", "Bo", Some(("10:45", "11:00")));
    check("10:50", "Ben Kaya", "Bo", None);
}

/// Spec S4.9.
#[test]
fn an_accepted_clash_says_by_whom_and_covers_no_other() {
    // Spec S4.9.
    let mut shop = Shop::berlin("2026-11-20T08:00");
    shop.moment.actor = "Mara".to_owned();
    create(&mut shop, &json!({"start_date": "2026-12-01", "visits": 1}));
    let second = json!({"client": "Ben Kaya", "start_date": "2026-12-01", "conflicts": "keep"});
    let series = shop.book_single(&second).unwrap().series.unwrap();
    let visit = row(&shop, series, "2026-12-01T10:00");
    let [clash] = visit.clashes.as_slice() else {
        panic!("{visit:?}")
    };
    assert_eq!((clash.kind, clash.accepted_by.as_str()), (ConflictKind::Staff, "Mara"));
    let third = json!({"client": null, "start_date": "2026-12-01", "time": "10:30", "conflicts": "keep"});
    shop.book_single(&third).unwrap();
    let location = shop.book.chapters().get(visit.chapter_id).unwrap().location_id;
    let all = conflicts(&shop.book, &visit, location);
    assert!(all.iter().all(|conflict| matches!(conflict.with, With::Staff(_))));
    assert_eq!(all.len(), 2);
    // Who came third accepted both; of the second nobody accepted anything new.
    assert_eq!(visit.clashes.len(), 1);
    shop.edit(series, &json!({"time": "10:15"})).unwrap();
    let moved = row(&shop, series, "2026-12-01T10:15");
    assert_eq!(moved.clashes.len(), 2);
}

#[test]
fn the_request_of_a_series_says_its_policies() {
    let mut shop = Shop::berlin("2026-11-20T08:00");
    let request = json!({"conflicts": "append", "closed_days": "previous", "nearest_days": 14});
    let series = create(&mut shop, &request);
    let said = request::request_of(&shop.book, series).unwrap();
    for (field, value) in request.as_object().unwrap() {
        assert_eq!(said[field], *value, "{field}");
    }
    let wrong = json!({"conflicts": "previous", "closed_days": "sometimes", "nearest_days": 0});
    let errors = shop.read(&wrong).unwrap_err();
    assert_eq!(paths(&errors), ["closed_days", "conflicts", "nearest_days"]);
}
