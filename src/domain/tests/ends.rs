//! Cancelling from a date on and for good, bringing visits back, topping up, and removing what is still needed.

use serde_json::json;

use super::*;
use crate::domain::change::{Origin, Subject};

fn create(shop: &mut Shop, request: &Value) -> SeriesId {
    shop.create(request).unwrap().series.unwrap()
}

fn cancel_from(shop: &mut Shop, series: SeriesId, from: Option<&str>) -> Result<Plan, Refused> {
    shop.carry(&Command::CancelSeries {
        series,
        from: from.map(text),
        reason: "moves away".to_owned(),
    })
}

fn cancel(shop: &mut Shop, series: SeriesId, original: &str) {
    let visit = shop.visit(series, original);
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
}

fn restore(shop: &mut Shop, series: SeriesId, original: &str, keep_conflicts: bool) -> Result<Plan, Refused> {
    let visit = shop.visit(series, original);
    shop.carry(&Command::RestoreVisit { visit, keep_conflicts })
}

fn shift(shop: &mut Shop, series: SeriesId, original: &str, to: &str) {
    let command = shop.shift(shop.visit(series, original), to, true);
    shop.carry(&command).unwrap();
}

fn wait(shop: &mut Shop, now: &str) {
    shop.moment.now = shop.zone.resolve(text(now)).instant();
}

fn until(shop: &Shop, series: SeriesId) -> Option<String> {
    let chapter = shop.book.chapters().of(series).next().unwrap();
    chapter.until_day.map(|day| day.to_string())
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

#[test]
fn a_series_that_ends_earlier_ends_on_the_day_before_whatever_was_cancelled_later() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
    cancel(&mut shop, series, "2027-03-09T10:00");
    cancel_from(&mut shop, series, Some("2027-02-16")).unwrap();
    assert_eq!(until(&shop, series).as_deref(), Some("2027-02-15"));
    assert_eq!(shop.starts(series).len(), 6);
    // Nothing comes back with the next change.
    shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert_eq!(shop.starts(series).len(), 6);
    // The rule goes on again: what ended with it is there, what was cancelled by hand is not.
    shop.edit(series, &json!({"time": "10:00", "end_date": "2027-03-12"}))
        .unwrap();
    assert_eq!(shop.starts(series).len(), 9);
}

#[test]
fn a_visit_moved_over_the_border_goes_or_stays_by_the_date_it_is_of() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
    shift(&mut shop, series, "2027-02-09T10:00", "2027-02-18T10:00");
    shift(&mut shop, series, "2027-02-23T10:00", "2027-02-11T10:00");
    let plan = cancel_from(&mut shop, series, Some("2027-02-16")).unwrap();
    assert_eq!(plan.of(LineKind::Deleted), 4);
    let starts = shop.starts(series);
    assert!(starts.contains(&"2027-02-18T10:00".to_owned()));
    assert!(!starts.contains(&"2027-02-11T10:00".to_owned()));
}

#[test]
fn what_has_begun_stays_a_date_and_what_the_rule_still_gives_does_not_come_back() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
    // The visit of 19 January was served on the 8th, so the rule must reach it; that of the 12th is still to come.
    shift(&mut shop, series, "2027-01-19T10:00", "2027-01-08T10:00");
    wait(&mut shop, "2027-01-08T12:00");
    cancel_from(&mut shop, series, Some("2027-01-12")).unwrap();
    assert_eq!(until(&shop, series).as_deref(), Some("2027-01-19"));
    assert_eq!(shop.starts(series), ["2027-01-05T10:00", "2027-01-08T10:00"]);
    assert_eq!(
        row(&shop, series, "2027-01-12T10:00").removed_by,
        Some(RemovedBy::Person)
    );
    assert_eq!(row(&shop, series, "2027-01-26T10:00").removed_by, Some(RemovedBy::Rule));
}

/// Spec S4.5: what is left of a later chapter without a date says nothing any more.
#[test]
fn a_series_without_any_date_is_still_made_of_what_it_said_last() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
    shop.edit_from(series, "2027-02-02", &json!({"time": "11:00"})).unwrap();
    cancel_from(&mut shop, series, Some("2027-01-19")).unwrap();
    cancel_from(&mut shop, series, Some("2027-01-05")).unwrap();
    assert!(shop.starts(series).is_empty());
    let last = shop.book.last_chapter(series).unwrap();
    assert_eq!(last.start_day.to_string(), "2027-01-05");
}

#[test]
fn cancelling_what_has_ended_by_then_changes_nothing() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    for end in [json!({"visits": 3}), json!({"end_date": "2027-01-20"})] {
        let mut request = json!({"start_date": "2027-01-05", "conflicts": "keep"});
        for (field, value) in end.as_object().unwrap() {
            request[field] = value.clone();
        }
        let series = create(&mut shop, &request);
        assert_eq!(
            cancel_from(&mut shop, series, Some("2027-01-26")),
            Err(Refusal::NothingToChange.into())
        );
    }
    // One without an end gets it, also where its dates do not reach so far yet.
    let endless = create(&mut shop, &json!({"start_date": "2027-01-05", "conflicts": "keep"}));
    cancel_from(&mut shop, endless, Some("2028-06-01")).unwrap();
    assert_eq!(until(&shop, endless).as_deref(), Some("2028-05-31"));
    wait(&mut shop, "2028-01-03T08:00");
    shop.edit(endless, &json!({"time": "11:00"})).unwrap();
    assert_eq!(shop.starts(endless).last().unwrap(), "2028-05-30T11:00");
}

#[test]
fn a_series_that_ends_beyond_the_horizon_is_topped_up_through_its_end_and_no_further() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05"}));
    cancel_from(&mut shop, series, Some("2028-06-01")).unwrap();
    let mut made = shop.visits(series).len();
    for now in ["2027-03-01T08:00", "2027-12-06T08:00"] {
        wait(&mut shop, now);
        shop.carry(&Command::TopUp).unwrap();
        assert!(shop.visits(series).len() > made, "{now}");
        made = shop.visits(series).len();
    }
    // Every Tuesday from 5 January 2027 through 30 May 2028.
    assert_eq!(made, 74);
    assert_eq!(shop.starts(series).last().unwrap(), "2028-05-30T10:00");
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
}

#[test]
fn after_years_in_which_nobody_was_there_no_date_is_missing() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(
        &mut shop,
        &json!({"start_date": "2027-01-05", "frequency": "daily", "closed_days": "keep"}),
    );
    wait(&mut shop, "2031-06-02T08:00");
    shop.carry(&Command::TopUp).unwrap();
    let visits = shop.visits(series);
    let last = shop.book.series().get(series).unwrap().materialized_until.unwrap();
    assert_eq!(last, text("2032-06-01"));
    let first: crate::time::Day = text("2027-01-05");
    assert!(
        visits
            .iter()
            .map(|visit| visit.original_day)
            .eq((0..=last - first).map(|days| first + days))
    );
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
}

#[test]
fn a_series_ends_between_its_start_and_ten_years_from_now() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05"}));
    for from in ["1888-01-01", "2027-01-04", "2037-01-06", "2150-01-01"] {
        let Err(Refused::Fields(errors)) = cancel_from(&mut shop, series, Some(from)) else {
            panic!("{from} is taken");
        };
        assert_eq!(paths(&errors), ["from"], "{from}");
    }
    cancel_from(&mut shop, series, Some("2037-01-05")).unwrap();
}

#[test]
fn a_stopped_series_keeps_what_has_begun_and_brings_nothing_back() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2026-11-24"}));
    wait(&mut shop, "2026-12-08T10:20");
    cancel_from(&mut shop, series, None).unwrap();
    assert_eq!(
        shop.starts(series),
        ["2026-11-24T10:00", "2026-12-01T10:00", "2026-12-08T10:00"]
    );
    // What it meant stays, so that it can go on.
    assert_eq!(until(&shop, series), None);
    let stopped = || Err(Refusal::SeriesIsStopped { series }.into());
    assert_eq!(restore(&mut shop, series, "2026-12-15T10:00", true), stopped());
    assert_eq!(cancel_from(&mut shop, series, None), stopped());
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
}

#[test]
fn a_visit_that_comes_back_where_its_place_was_given_away_is_asked_about() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 3}));
    cancel(&mut shop, series, "2027-01-12T10:00");
    let other = json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "10:00"});
    shop.book_single(&other).unwrap();
    assert!(matches!(
        restore(&mut shop, series, "2027-01-12T10:00", false),
        Err(Refused::Refusal(refusal)) if matches!(*refusal, Refusal::Clashes { .. })
    ));
    restore(&mut shop, series, "2027-01-12T10:00", true).unwrap();
    // Accepted once; gone and back again it is asked about again.
    cancel(&mut shop, series, "2027-01-12T10:00");
    assert!(restore(&mut shop, series, "2027-01-12T10:00", false).is_err());
    assert_eq!(
        restore(&mut shop, series, "2027-01-19T10:00", false),
        Err(Refusal::NotCancelled {
            visit: shop.visit(series, "2027-01-19T10:00")
        }
        .into())
    );
}

#[test]
fn an_accepted_closed_day_does_not_cover_another_one() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days":
        [{"from": "2027-01-12", "to": "2027-01-12"}, {"from": "2027-01-14", "to": "2027-01-14"}]}]}));
    let series = create(
        &mut shop,
        &json!({"start_date": "2027-01-05", "visits": 3, "keep_dates": ["2027-01-12"]}),
    );
    assert_eq!(row(&shop, series, "2027-01-12T10:00").clashes.len(), 1);
    let to_the_other = shop.shift(shop.visit(series, "2027-01-12T10:00"), "2027-01-14T10:00", false);
    assert!(shop.carry(&to_the_other).is_err());
    let to_a_free_day = shop.shift(shop.visit(series, "2027-01-12T10:00"), "2027-01-15T10:00", false);
    shop.carry(&to_a_free_day).unwrap();
    assert!(row(&shop, series, "2027-01-12T10:00").clashes.is_empty());
}

#[test]
fn a_date_the_rule_no_longer_gives_can_be_brought_back_beside_it_and_stays() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
    cancel_from(&mut shop, series, Some("2027-02-16")).unwrap();
    restore(&mut shop, series, "2027-02-23T10:00", false).unwrap();
    assert_eq!(row(&shop, series, "2027-02-23T10:00").origin, VisitOrigin::Extra);
    shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert!(shop.starts(series).contains(&"2027-02-23T10:00".to_owned()));
}

#[test]
fn a_series_grows_with_time_by_its_own_count_and_unbooked_where_it_clashes() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2026-12-08", "services": ["Cut", {"name": "Colour", "every_nth": 2}]});
    let series = create(&mut shop, &request);
    shop.edit(series, &json!({"frequency": "biweekly"})).unwrap();
    let last = shop.starts(series).last().unwrap().clone();
    assert_eq!(last, "2027-12-07T10:00");
    let sequence = |shop: &Shop| shop.book.ical_pieces().of(series).next().unwrap().sequence;
    let before = (sequence(&shop), shop.book.next_key);
    wait(&mut shop, "2026-12-20T08:00");
    // No date between the old horizon and the new one: nothing is written.
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
    assert_eq!((sequence(&shop), shop.book.next_key), before);

    let other = json!({"client": "Ben Kaya", "start_date": "2028-01-04", "time": "10:00"});
    shop.book_single(&other).unwrap();
    wait(&mut shop, "2027-01-18T08:00");
    let decided = decide(&shop.book, &Command::TopUp, &mut shop.moment).unwrap();
    assert_eq!(decided.change.origin, Origin::Automatic);
    let plan = shop.carry(&Command::TopUp).unwrap();
    assert_eq!((plan.of(LineKind::Created), plan.of(LineKind::Failed)), (2, 1));
    let numbers: Vec<(u32, i32)> = plan
        .lines
        .iter()
        .filter_map(|line| line.after.as_ref())
        .map(|visit| (visit.position, visit.minutes.count()))
        .collect();
    assert_eq!(numbers, [(27, 45), (28, 135), (29, 45)]);
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
}

#[test]
fn slots_of_a_growing_series_each_go_on_counting() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2026-12-04", "slots": [
        {"weekday": "tue", "time": "10:00", "services": ["Cut", {"name": "Colour", "every_nth": 2, "phase": 2}]},
        {"weekday": "fri", "time": "15:00"}]});
    let series = create(&mut shop, &request);
    wait(&mut shop, "2026-12-16T08:00");
    shop.carry(&Command::TopUp).unwrap();
    let lengths: Vec<i32> = shop
        .visits(series)
        .iter()
        .filter(|visit| visit.slot_position % 2 == 1 && visit.original().time == text("10:00"))
        .map(|visit| visit.minutes.count())
        .collect();
    assert!(lengths.len() > 26 && lengths.iter().all(|minutes| *minutes == 135));
    let positions: Vec<u32> = shop.visits(series).iter().map(|visit| visit.position).collect();
    assert!(positions.iter().copied().eq(0..u32::try_from(positions.len()).unwrap()));
}

#[test]
fn months_that_are_not_loaded_are_asked_for_and_never_taken_as_empty() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2026-08-04"}));
    let mut from_october = Book::default();
    from_october.loaded_from(text::<crate::time::Day>("2026-10-01").year_month());
    from_october.next_key = shop.book.next_key;
    copy_catalogue(&shop.book, &mut from_october);
    shop.book = from_october;
    let months = ["2026-08-01", "2026-09-01"].map(|day| text::<crate::time::Day>(day).year_month());
    let missing = |from: &str| {
        let months = months.iter().copied();
        months
            .filter(|month| *month >= text::<crate::time::Day>(from).year_month())
            .collect()
    };
    let request = DraftNow(draft_of(&shop.book, series).unwrap());
    let mut decided = |command: &Command| decide(&shop.book, command, &mut shop.moment).map(|_| ());
    let cancel = |from: &str| Command::CancelSeries {
        series,
        from: Some(text(from)),
        reason: String::new(),
    };
    assert_eq!(
        decided(&cancel("2026-09-20")),
        Err(Refused::NotLoaded(missing("2026-09-01")))
    );
    assert_eq!(decided(&cancel("2026-10-20")), Ok(()));
    // What lies before a change stays as it is, whatever it is.
    let mut draft = request.0;
    draft.slots[0].time = text("11:00");
    let edit = Command::EditSeries {
        series,
        draft: Box::new(draft),
        how: EditHow::default(),
        reason: String::new(),
    };
    assert_eq!(decided(&edit), Ok(()));
}

#[test]
fn nothing_is_placed_in_a_month_whose_visits_are_not_seen() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2026-12-08", "visits": 4}));
    let moved = shop.shift(shop.visit(series, "2026-12-08T10:00"), "2026-08-31T10:00", true);
    let month = |day: &str| text::<crate::time::Day>(day).year_month();
    let mut part = shop.book.clone();
    part.loaded_from(month("2026-10-01"));
    shop.book = part;
    // Late in a month the first days of the next one count as well.
    let months = |days: &[&str]| Err(Refused::NotLoaded(days.iter().map(|day| month(day)).collect()));
    let both = months(&["2026-08-01", "2026-09-01"]);
    let single = json!({"client": "Ben Kaya", "start_date": "2026-08-31"});
    assert_eq!(shop.book_single(&single), both);
    assert_eq!(
        shop.create(&json!({"start_date": "2026-08-31", "visits": 1, "weekdays": ["mon"]})),
        both
    );
    assert_eq!(shop.carry(&moved), both);
    assert_eq!(
        shop.edit(series, &json!({"start_date": "2026-09-08"})),
        months(&["2026-09-01"])
    );
}

/// Takes everything but visits from one book into another, and those of October on.
fn copy_catalogue(from: &Book, to: &mut Book) {
    struct Copy<'a>(&'a Book, &'a mut Book);
    impl book::ForTable for Copy<'_> {
        type Error = std::convert::Infallible;
        fn table<R: book::Shelved>(&mut self) -> Result<(), Self::Error> {
            if R::KIND != book::Table::Visit {
                R::shelf(self.0).all().for_each(|row| self.1.take_in(R::clone(row)));
            }
            Ok(())
        }
    }
    let Ok(()) = book::Table::each(&mut Copy(from, to));
    for visit in from.visits().all().filter(|visit| visit.day >= text("2026-10-01")) {
        to.take_in(Visit::clone(visit));
    }
}

#[test]
fn what_a_visit_to_come_was_given_by_hand_cannot_be_removed_and_what_is_past_can() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = create(&mut shop, &json!({"start_date": "2026-12-08", "visits": 2}));
    let id = shop.staff("Bo");
    let bo = Subject::Staff(id);
    let give = Command::MoveVisit {
        visit: shop.visit(series, "2026-12-08T10:00"),
        to: text("2026-12-17T10:00"),
        staff: Some(id),
        minutes: None,
        keep_conflicts: false,
    };
    shop.carry(&give).unwrap();
    // The last date by the rule is past by then, the one that was moved behind it is not.
    wait(&mut shop, "2026-12-16T08:00");
    let in_use = |subject| Err(Refusal::InUse { subject, series: 1 }.into());
    assert_eq!(shop.carry(&Command::Remove(bo)), in_use(bo));
    let service = Subject::Service(shop.book.lines().all().next().unwrap().service_id);
    assert_eq!(shop.carry(&Command::Remove(service)), in_use(service));
    // Nothing is to come but what was cancelled.
    cancel(&mut shop, series, "2026-12-08T10:00");
    shop.carry(&Command::Remove(bo)).unwrap();
    shop.carry(&Command::Remove(service)).unwrap();
    assert_eq!(
        shop.carry(&Command::Remove(bo)),
        Err(Refusal::Gone { subject: bo }.into())
    );
}

/// Spec S2.4, S4.7: whether a chapter begins later makes no difference to where a series can end.
#[test]
fn a_series_ends_where_it_is_said_whichever_chapter_that_is_in() {
    let chapters: [&[&str]; 4] = [&[], &["2027-01-26"], &["2027-02-09"], &["2027-01-26", "2027-02-09"]];
    for (end, left) in [
        (json!({"end_date": "2027-01-22"}), 3),
        (json!({"end_date": "2027-02-08"}), 5),
        (json!({"end_date": "2027-02-17"}), 7),
        (json!({"visits": 3}), 3),
        (json!({"visits": 5}), 5),
        (json!({"visits": 7}), 7),
    ] {
        for begins in chapters {
            let mut shop = Shop::berlin("2026-12-01T08:00");
            let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
            for (from, time) in begins.iter().zip(["11:00", "12:00"]) {
                shop.edit_from(series, from, &json!({"time": time})).unwrap();
            }
            // Three dates are past.
            wait(&mut shop, "2027-01-20T08:00");
            let mut end = end.clone();
            if end.get("visits").is_none() {
                end["visits"] = Value::Null;
            }
            shop.edit(series, &end).unwrap();
            assert_eq!(shop.starts(series).len(), left, "{end} with chapters from {begins:?}");
            // It is kept as it was said.
            let said = draft_of(&shop.book, series).unwrap().end;
            let number = end["visits"].as_u64();
            assert_eq!(
                said,
                match number {
                    Some(_) => draft::SeriesEnd::After(left.try_into().unwrap()),
                    None => draft::SeriesEnd::On(text(end["end_date"].as_str().unwrap())),
                },
                "{end} with chapters from {begins:?}"
            );
            assert_eq!(shop.edit(series, &end), Err(Refusal::NothingToChange.into()));
            let made = shop.book.series().get(series).unwrap().materialized_until;
            let last = shop.visits(series).last().unwrap().original_day;
            assert_eq!(made, Some(last), "{end} with chapters from {begins:?}");
            // It can go on again, as it was said where it ended.
            let longer = json!({"end_date": null, "visits": 12});
            shop.edit(series, &longer).unwrap();
            assert_eq!(shop.starts(series).len(), 12, "{end} with chapters from {begins:?}");
        }
    }
}

/// Spec S4.6: dates that stay as they are stay dates of the rule.
#[test]
fn a_series_does_not_end_before_what_is_past_whichever_chapter_that_is_in() {
    for begins in [None, Some("2027-01-26")] {
        let mut shop = Shop::berlin("2026-12-01T08:00");
        let series = create(&mut shop, &json!({"start_date": "2027-01-05", "visits": 10}));
        if let Some(from) = begins {
            shop.edit_from(series, from, &json!({"time": "11:00"})).unwrap();
        }
        wait(&mut shop, "2027-01-20T08:00");
        for (end, path, says) in [
            (
                json!({"end_date": "2027-01-18", "visits": null}),
                "end_date",
                "2027-01-19",
            ),
            (json!({"visits": 2}), "visits", "3"),
        ] {
            let Err(Refused::Fields(errors)) = shop.edit(series, &end) else {
                panic!("{end} was taken")
            };
            let [FieldError::OutOfRange { least, .. }] = errors.at(path) else {
                panic!("{errors:?}")
            };
            assert_eq!(least, says, "{end} with a chapter from {begins:?}");
        }
    }
}

/// Spec S2.4: a date is added for each that the policy leaves out, whatever is past when the number changes.
#[test]
fn another_number_adds_as_many_dates_as_are_left_out_by_then() {
    let days = |day: &str| json!({"from": day, "to": day});
    let closed = json!([days("2027-01-12"), days("2027-02-09")]);
    for (visits, wanted) in [(8, 3), (2, 8), (8, 5), (3, 4)] {
        for now in [
            "2027-01-04T08:00",
            "2027-01-06T08:00",
            "2027-01-13T08:00",
            "2027-01-20T08:00",
        ] {
            let mut shop = Shop::berlin("2026-12-01T08:00");
            shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": closed}]}));
            let request = json!({"start_date": "2027-01-05", "visits": visits, "closed_days": "append"});
            let series = create(&mut shop, &request);
            assert_eq!(shop.starts(series).len(), visits);
            wait(&mut shop, now);
            shop.edit(series, &json!({"visits": wanted})).unwrap();
            assert_eq!(shop.starts(series).len(), wanted, "{visits} to {wanted} on {now}");
        }
    }
}
