//! Changing a series: what moves, what stays, what a person did by hand, and which row is which date.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::domain::command::Clashing;
use crate::domain::decide::inverse;
use crate::domain::draft::{SeriesEnd, Who};
use crate::time::Minutes;

/// Berg, Tuesdays at ten from 5 January to 12 March 2027; it is December.
fn berg() -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "end_date": "2027-03-12"});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

fn cancel(shop: &mut Shop, series: SeriesId, original: &str) {
    let visit = shop.visit(series, original);
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
}

fn shift(shop: &mut Shop, series: SeriesId, original: &str, to: &str) {
    let command = shop.shift(shop.visit(series, original), to, false);
    shop.carry(&command).unwrap();
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

/// The plan's lines by kind: created, changed, deleted, failed, left out, untouched.
fn kinds(plan: &Plan) -> [usize; 6] {
    [
        LineKind::Created,
        LineKind::Changed,
        LineKind::Deleted,
        LineKind::Failed,
        LineKind::LeftOut,
        LineKind::Untouched,
    ]
    .map(|kind| plan.of(kind))
}

/// No two visits of a series share an original start, and the calendar knows each by it.
#[track_caller]
fn check_names(shop: &Shop, series: SeriesId) {
    let all: Vec<_> = shop.book.visits().of(series).collect();
    let names: BTreeSet<Civil> = all.iter().map(|visit| visit.original()).collect();
    assert_eq!(names.len(), all.len());
    for visit in all {
        assert_eq!(shop.book.calendar().named(series, visit.original()), Some(visit.id));
    }
}

/// Spec S4.3, S4.7.
#[test]
fn there_and_back_again_keeps_what_a_person_did_and_brings_back_what_the_rule_took() {
    let (mut shop, series) = berg();
    assert_eq!(shop.starts(series).len(), 10);
    let plan = shop.edit(series, &json!({"frequency": "biweekly"})).unwrap();
    assert_eq!(kinds(&plan), [0, 0, 5, 0, 0, 5]);
    cancel(&mut shop, series, "2027-01-19T10:00");
    let plan = shop.edit(series, &json!({"frequency": "weekly"})).unwrap();
    assert_eq!(kinds(&plan), [5, 0, 0, 0, 1, 4]);
    assert_eq!(shop.starts(series).len(), 9);
    assert_eq!(shop.book.visits().of(series).count(), 10);
    shift(&mut shop, series, "2027-02-02T10:00", "2027-02-03T11:00");

    let before = shop.book.clone();
    let now = DraftNow(draft_of(&shop.book, series).unwrap());
    let thursday = request::read(&shop.book, &json!({"weekdays": ["thu"]}), Purpose::Edit(&now), true).unwrap();
    let command = Command::EditSeries {
        series,
        draft: Box::new(thursday),
        reason: String::new(),
        how: EditHow::default(),
    };
    let decided = decide(&shop.book, &command, &mut shop.moment).unwrap();
    shop.carry(&command).unwrap();
    let mut expected: Vec<String> = ["01-07", "01-14", "01-28", "02-11", "02-18", "02-25", "03-04", "03-11"]
        .map(|day| format!("2027-{day}T10:00"))
        .to_vec();
    expected.insert(3, "2027-02-03T11:00".to_owned());
    assert_eq!(shop.starts(series), expected);
    assert_eq!(
        row(&shop, series, "2027-01-21T10:00").removed_by,
        Some(RemovedBy::Person)
    );
    assert_eq!(row(&shop, series, "2027-02-04T10:00").start(), text("2027-02-03T11:00"));
    check_names(&shop, series);

    let edits: Vec<_> = decided.change.undoable().cloned().collect();
    let undo = inverse(&shop.book, &edits, decided.change.label, None, &mut shop.moment).unwrap();
    for edit in &undo.edits {
        shop.book.apply(edit).unwrap();
    }
    let starts = |book: &Book| -> Vec<(Civil, Civil, VisitState)> {
        let visits = book.calendar().of_series(book, series);
        visits
            .map(|visit| (visit.original(), visit.start(), visit.state))
            .collect()
    };
    assert_eq!(starts(&shop.book), starts(&before));
}

#[test]
fn changing_nothing_is_refused_and_a_new_note_leaves_every_visit_alone() {
    let (mut shop, series) = berg();
    let nothing = shop.edit(series, &json!({"time": "10:00"}));
    assert_eq!(nothing, Err(Refusal::NothingToChange.into()));
    let before: Vec<Arc<Visit>> = shop.book.visits().of(series).cloned().collect();
    let plan = shop.edit(series, &json!({"note": "brings a dog"})).unwrap();
    assert_eq!(kinds(&plan), [0, 0, 0, 0, 0, 10]);
    let after: Vec<Arc<Visit>> = shop.book.visits().of(series).cloned().collect();
    assert_eq!(before, after);
}

#[test]
fn another_service_of_the_same_length_is_a_change_of_every_visit() {
    let (mut shop, series) = berg();
    shop.set(&json!({"services": [{"name": "Wash", "cost": "30.00", "duration": "PT45M"}]}));
    let plan = shop.edit(series, &json!({"services": ["Wash"]})).unwrap();
    assert_eq!(kinds(&plan), [0, 10, 0, 0, 0, 0]);
    let plan = shop
        .edit(series, &json!({"services": [{"name": "Wash", "price": "25.00"}]}))
        .unwrap();
    assert_eq!(kinds(&plan), [0, 10, 0, 0, 0, 0]);
}

#[test]
fn a_visit_that_was_made_longer_stays_as_long_and_takes_the_new_time() {
    let (mut shop, series) = berg();
    let visit = row(&shop, series, "2027-01-12T10:00");
    let command = Command::MoveVisit {
        visit: visit.id,
        to: visit.start(),
        staff: None,
        minutes: Some(Minutes::new(60)),
        keep_conflicts: false,
    };
    shop.carry(&command).unwrap();
    shop.edit(series, &json!({"time": "11:00", "clean_up": "PT10M"}))
        .unwrap();
    let visit = row(&shop, series, "2027-01-12T11:00");
    assert_eq!(
        (visit.start(), visit.minutes),
        (text("2027-01-12T11:00"), Minutes::new(60))
    );
    assert_eq!(visit.blocked().length(), Minutes::new(70));
}

#[test]
fn a_weekly_series_out_of_a_daily_one_leaves_no_visit_of_another_day_behind() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request =
        json!({"frequency": "daily", "start_date": "2027-01-04", "end_date": "2027-01-15", "closed_days": "skip"});
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(shop.starts(series).len(), 11);
    shop.edit(series, &json!({"frequency": "weekly", "weekdays": ["tue"]}))
        .unwrap();
    assert_eq!(shop.starts(series), ["2027-01-05T10:00", "2027-01-12T10:00"]);
    shop.edit(series, &json!({"frequency": "daily"})).unwrap();
    assert_eq!(shop.starts(series).len(), 11);
    check_names(&shop, series);
}

#[test]
fn a_weekday_that_comes_back_brings_its_visits_back_and_what_was_cancelled_stays_cancelled() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "end_date": "2027-01-29"});
    let series = shop.create(&request).unwrap().series.unwrap();
    cancel(&mut shop, series, "2027-01-15T10:00");
    let rows: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    shop.edit(series, &json!({"weekdays": ["tue"]})).unwrap();
    assert_eq!(shop.starts(series).len(), 4);
    shop.edit(series, &json!({"weekdays": ["tue", "fri"]})).unwrap();
    assert_eq!(shop.starts(series).len(), 7);
    assert_eq!(
        row(&shop, series, "2027-01-15T10:00").removed_by,
        Some(RemovedBy::Person)
    );
    let again: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    assert_eq!(rows, again);
    check_names(&shop, series);
}

#[test]
fn two_slots_that_exchange_their_weekdays_exchange_the_names_of_their_visits() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "thu"], "start_date": "2027-01-04", "end_date": "2027-01-29", "slots": [
        {"weekday": "tue", "time": "10:00"}, {"weekday": "thu", "time": "10:00", "staff": "Bo"}]});
    let series = shop.create(&request).unwrap().series.unwrap();
    cancel(&mut shop, series, "2027-01-14T10:00");
    let cancelled = shop.visit(series, "2027-01-14T10:00");
    let mut draft = draft_of(&shop.book, series).unwrap();
    let weekdays: Vec<_> = draft.slots.iter().map(|slot| slot.weekday).collect();
    for (slot, weekday) in draft.slots.iter_mut().zip(weekdays.iter().rev()) {
        slot.weekday = *weekday;
    }
    let command = Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how: EditHow::default(),
    };
    shop.carry(&command).unwrap();
    assert_eq!(shop.visit(series, "2027-01-12T10:00"), cancelled);
    assert_eq!(shop.starts(series).len(), 7);
    check_names(&shop, series);
}

#[test]
fn dates_of_a_new_slot_that_fall_on_visits_of_an_old_one_are_those_visits() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "end_date": "2027-01-15"});
    let series = shop.create(&request).unwrap().series.unwrap();
    cancel(&mut shop, series, "2027-01-08T10:00");
    shop.edit(
        series,
        &json!({"frequency": "daily", "time": "09:00", "closed_days": "skip"}),
    )
    .unwrap();
    check_names(&shop, series);
    assert_eq!(shop.starts(series).len(), 10);
    // Back on the starts of the first visits: the one that was cancelled then stays so.
    shop.edit(series, &json!({"time": "10:00"})).unwrap();
    check_names(&shop, series);
    assert_eq!(shop.starts(series).len(), 9);
    assert!(!shop.starts(series).contains(&"2027-01-08T10:00".to_owned()));
}

#[test]
fn what_a_person_moved_stays_when_its_date_goes_and_is_its_date_when_that_comes_back() {
    let (mut shop, series) = berg();
    shift(&mut shop, series, "2027-01-12T10:00", "2027-01-13T15:00");
    let plan = shop.edit(series, &json!({"frequency": "biweekly"})).unwrap();
    assert_eq!(kinds(&plan), [0, 0, 4, 0, 0, 6]);
    assert_eq!(row(&shop, series, "2027-01-12T10:00").origin, VisitOrigin::Extra);
    assert!(shop.starts(series).contains(&"2027-01-13T15:00".to_owned()));
    shop.edit(series, &json!({"frequency": "weekly"})).unwrap();
    let visit = row(&shop, series, "2027-01-12T10:00");
    assert_eq!(
        (visit.origin, visit.start()),
        (VisitOrigin::Rule, text("2027-01-13T15:00"))
    );
    check_names(&shop, series);
}

#[test]
fn a_single_appointment_on_another_day_is_the_same_one() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .book_single(&json!({"start_date": "2027-01-05"}))
        .unwrap()
        .series
        .unwrap();
    let id = shop.visit(series, "2027-01-05T10:00");
    let plan = shop.edit(series, &json!({"start_date": "2027-01-07"})).unwrap();
    assert_eq!(kinds(&plan), [0, 1, 0, 0, 0, 0]);
    assert_eq!(shop.visit(series, "2027-01-07T10:00"), id);
}

#[test]
fn another_client_is_booked_into_every_visit_in_the_place_of_the_first() {
    let (mut shop, series) = berg();
    shop.edit(series, &json!({"client": "Ben Kaya"})).unwrap();
    let ben = shop.book.clients().live().next_back().unwrap().id;
    for visit in shop.visits(series) {
        assert_eq!(visit.bookings.len(), 1);
        assert_eq!(visit.bookings[0].client_id, Some(ben));
    }
    assert!(matches!(draft_of(&shop.book, series).unwrap().client, Some(Who::Known(id)) if id == ben));
    shop.edit(series, &json!({"client": null})).unwrap();
    assert!(shop.visits(series).iter().all(|visit| visit.bookings.is_empty()));
}

#[test]
fn a_clash_is_asked_about_once_by_whichever_side_and_again_when_either_moves() {
    let (mut shop, series) = berg();
    let other = json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "10:15", "conflicts": "keep"});
    shop.book_single(&other).unwrap();
    // Ben was booked over Berg knowingly: a note of Berg's asks nobody about it.
    shop.edit(series, &json!({"note": "sits by the window"})).unwrap();
    // Nor does a stricter policy; what it is about was accepted.
    shop.edit(series, &json!({"conflicts": "skip"})).unwrap();
    assert_eq!(shop.starts(series).len(), 10);
    shop.edit(series, &json!({"conflicts": "ask"})).unwrap();
    // A quarter of an hour later it is another clash.
    let refused = shop.edit(series, &json!({"time": "10:05"}));
    let Err(Refused::Refusal(refusal)) = refused else {
        panic!("{refused:?}")
    };
    let Refusal::Clashes { lines, .. } = *refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!(lines.iter().filter(|line| line.open).count(), 1);
    let plan = shop
        .edit(series, &json!({"time": "10:05", "keep_dates": ["2027-01-12"]}))
        .unwrap();
    assert_eq!(plan.of(LineKind::Changed), 10);
}

#[test]
fn a_day_that_closes_later_is_no_reason_to_refuse_a_note_and_a_policy_that_leaves_out_takes_it_out() {
    let (mut shop, series) = berg();
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-12", "to": "2027-01-12"}]}]}),
    );
    let plan = shop.edit(series, &json!({"note": "new"})).unwrap();
    assert_eq!(kinds(&plan), [0, 0, 0, 0, 0, 10]);
    let plan = shop.edit(series, &json!({"closed_days": "skip"})).unwrap();
    assert_eq!(kinds(&plan), [0, 0, 0, 0, 1, 9]);
    assert_eq!(
        row(&shop, series, "2027-01-12T10:00").removed_by,
        Some(RemovedBy::Policy)
    );
    // The day opens again, and the rule gives the date again.
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": []}]}));
    let plan = shop.edit(series, &json!({"note": "newer"})).unwrap();
    assert_eq!(kinds(&plan), [1, 0, 0, 0, 0, 9]);
}

#[test]
fn dates_that_could_not_be_placed_are_tried_again() {
    let (mut shop, _) = berg();
    let request =
        json!({"client": "Ben Kaya", "start_date": "2027-03-02", "end_date": "2027-03-23", "conflicts": "unplaced"});
    let plan = shop.create(&request).unwrap();
    let series = plan.series.unwrap();
    assert_eq!(kinds(&plan), [2, 0, 0, 2, 0, 0]);
    let plan = shop.edit(series, &json!({"staff": "Bo"})).unwrap();
    assert_eq!(kinds(&plan), [2, 2, 0, 0, 0, 0]);
    assert!(shop.visits(series).iter().all(|visit| visit.reason.is_empty()));
}

#[test]
fn a_series_without_new_dates_gets_none_by_an_edit() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2027-01-05"}))
        .unwrap()
        .series
        .unwrap();
    let before = shop.starts(series);
    let until = shop.book.series().get(series).unwrap().materialized_until;
    shop.edit(series, &json!({"active": false})).unwrap();
    shop.moment.now = shop.zone.resolve(text("2027-01-04T08:00")).instant();
    let plan = shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert_eq!(plan.of(LineKind::Changed), before.len());
    assert_eq!(shop.starts(series).len(), before.len());
    assert_eq!(shop.book.series().get(series).unwrap().materialized_until, until);
    // And no edit takes dates out because the horizon became shorter.
    shop.set(&json!({"business": {"horizon_days": 182}}));
    let plan = shop.edit(series, &json!({"active": true, "time": "12:00"})).unwrap();
    assert_eq!(plan.of(LineKind::Deleted), 0);
}

#[test]
fn a_series_of_which_a_visit_is_past_says_which_is_the_first_to_come() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .create(&json!({"start_date": "2026-11-03"}))
        .unwrap()
        .series
        .unwrap();
    shift(&mut shop, series, "2026-12-01T10:00", "2026-12-03T10:00");
    shop.edit(series, &json!({"time": "11:00"})).unwrap();
}

#[test]
fn a_date_that_is_past_and_cancelled_does_not_come_back() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2026-12-08", "to": "2026-12-08"}]}]}),
    );
    let request = json!({"start_date": "2026-12-08", "visits": 4, "closed_days": "skip"});
    let series = shop.create(&request).unwrap().series.unwrap();
    shop.moment.now = shop.zone.resolve(text("2026-12-09T08:00")).instant();
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": []}]}));
    let plan = shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert_eq!(kinds(&plan), [0, 3, 0, 0, 1, 0]);
    assert_eq!(shop.starts(series).len(), 3);
}

#[test]
fn a_series_that_ends_after_so_many_visits_ends_within_ten_years() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    for (every, visits, is_allowed) in [(10, 52, true), (10, 54, false), (520, 2, true), (520, 3, false)] {
        let request = json!({"start_date": "2027-01-05", "every": every, "visits": visits, "conflicts": "keep"});
        let made = shop.create(&request);
        assert_eq!(made.is_ok(), is_allowed, "every {every}, {visits} visits: {made:?}");
    }
}

#[test]
fn a_copy_of_a_series_has_slots_of_its_own() {
    let (mut shop, series) = berg();
    let mut draft = draft_of(&shop.book, series).unwrap();
    draft.start = text("2027-04-06");
    draft.end = SeriesEnd::After(2);
    let copy = shop
        .carry(&Command::CreateSeries(Box::new(draft)))
        .unwrap()
        .series
        .unwrap();
    for visit in shop.visits(copy) {
        assert_eq!(shop.book.slots().get(visit.slot_id).unwrap().series_id, copy);
    }
}

#[test]
fn what_is_not_booked_is_not_placed_again_by_a_change_that_asks_nothing_of_anybody() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.create(&json!({"client": "Ben Kaya", "start_date": "2027-12-14", "visits": 1}))
        .unwrap();
    let plan = shop.create(&json!({"start_date": "2026-12-08"})).unwrap();
    let series = plan.series.unwrap();
    // The first one is cancelled, so that none is past.
    let (visit, how) = (shop.visit(series, "2026-12-08T10:00"), CancelledHow::InTime);
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    shop.moment.now = shop.zone.resolve(text("2026-12-14T08:00")).instant();
    let plan = shop.carry(&Command::TopUp).unwrap();
    assert_eq!(plan.of(LineKind::Failed), 1);
    let visit = shop.visit(series, "2027-12-14T10:00");
    let reason = |shop: &Shop| {
        let visit = shop.book.visits().get(visit).unwrap();
        (visit.state, visit.reason.clone())
    };
    let before = reason(&shop);
    assert_eq!(before.0, VisitState::Failed);
    let plan = shop.edit(series, &json!({"note": "window seat"})).unwrap();
    assert_eq!(
        (plan.changed_visits(), plan.open(), plan.of(LineKind::Failed)),
        (0, 0, 1)
    );
    assert_eq!(reason(&shop), before);
    // Another time is asked for anew.
    let plan = shop.edit(series, &json!({"time": "15:00"})).unwrap();
    assert_eq!(plan.of(LineKind::Failed), 0);
    assert_eq!(reason(&shop), (VisitState::Stable, String::new()));
}

/// Spec S4.7: a slot that an edit names keeps what the edit does not say of it, whoever works on it and with what.
#[test]
fn a_slot_that_is_named_keeps_what_is_not_said_of_it() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let whole = json!({"start_date": "2027-01-05", "visits": 3, "additional_staff": ["Cem"], "resources": ["Chair 1"],
        "tags": ["VIP"], "clean_up": "PT10M", "conflicts": "keep"});
    let series = shop.create(&whole).unwrap().series.unwrap();
    let before = Arc::clone(shop.book.visits().get(shop.visit(series, "2027-01-05T10:00")).unwrap());
    shop.edit(series, &json!({"slots": [{"weekday": "tue", "time": "11:00"}]}))
        .unwrap();
    let after = Arc::clone(shop.book.visits().get(shop.visit(series, "2027-01-05T11:00")).unwrap());
    assert_eq!((&after.staff, &after.resources), (&before.staff, &before.resources));
    assert_eq!((&after.tags, after.after), (&before.tags, before.after));
    // A weekday that is new is as the first.
    shop.edit(
        series,
        &json!({"weekdays": ["tue", "fri"], "slots": [{"weekday": "tue"}, {"weekday": "fri", "staff": "Bo"}]}),
    )
    .unwrap();
    let friday = Arc::clone(shop.book.visits().get(shop.visit(series, "2027-01-08T11:00")).unwrap());
    assert_eq!((friday.staff.len(), &friday.resources), (2, &before.resources));
}

/// Spec S4.2: only what a series has can be overwritten; said of another start it is refused, whichever change it is.
#[test]
fn what_is_overwritten_by_force_is_a_visit_of_the_series() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let series = shop.create(&json!({"visits": 4})).unwrap().series.unwrap();
    let before = shop.book.clone();
    let force = Force::These([text::<Civil>("2026-03-10T10:00"), text("2026-03-11T10:00")].into());
    let how = EditHow {
        force: force.clone(),
        ..EditHow::default()
    };
    let no_such: Refused = Refusal::NoSuchVisit { series }.into();
    let edited = shop.edit_how(series, &json!({"time": "11:00"}), how);
    assert_eq!(edited, Err(no_such.clone()));
    let cover = |shop: &mut Shop, over, substitute: Option<StaffId>, force| {
        let layer = draft::LayerDraft {
            substitute,
            ..layer(over, "2026-03-09", "2026-03-20")
        };
        let layer = Box::new(layer);
        shop.carry(&Command::Cover {
            layer,
            force,
            clashing: Clashing::default(),
        })
    };
    let [ann, bo] = ["Ann", "Bo"].map(|name| shop.staff(name));
    let covered = cover(&mut shop, draft::Over::Series(series), Some(bo), force);
    assert_eq!(covered, Err(no_such));
    assert_eq!(shop.book, before);
    // Nobody stands in for themselves, and what was said once is said.
    let own = cover(&mut shop, draft::Over::Staff(ann), Some(ann), Force::Nothing);
    assert_eq!(own, Err(FieldErrors::one("by", FieldError::SamePerson).into()));
    let covered = cover(&mut shop, draft::Over::Staff(ann), Some(bo), Force::Nothing).unwrap();
    assert_eq!(covered.changed_visits(), 2);
    let again = cover(&mut shop, draft::Over::Staff(ann), Some(bo), Force::Nothing);
    assert_eq!(again, Err(Refusal::NothingToChange.into()));
}

/// Spec S4.5: what was said of some days can end earlier; the days after it are as usual again, and what was booked there
/// meanwhile is asked about.
#[test]
fn who_stands_in_can_do_so_for_less_long() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let series = shop.create(&json!({"visits": 5})).unwrap().series.unwrap();
    let [ann, bo] = ["Ann", "Bo"].map(|name| shop.staff(name));
    let layer = draft::LayerDraft {
        substitute: Some(bo),
        ..layer(draft::Over::Staff(ann), "2026-03-09", "2026-03-31")
    };
    let before = shop.clone();
    let (layer, force, clashing) = (Box::new(layer), Force::Nothing, Clashing::default());
    shop.carry(&Command::Cover { layer, force, clashing }).unwrap();
    let led = |shop: &Shop| -> Vec<bool> {
        let visits = shop.visits(series);
        visits.iter().map(|visit| visit.lead() == Some(bo)).collect()
    };
    assert_eq!(led(&shop), [false, true, true, true, true]);
    let covered = shop.clone();
    let layer = shop.book.layers().live().next().unwrap().id;
    let ends = |last: &str, later| Command::EndCover {
        layer,
        last: text(last),
        clashing: Clashing {
            later,
            ..Clashing::default()
        },
    };
    // Not later than it ends, and not before what is past.
    for last in ["2026-03-31", "2026-02-28"] {
        assert!(matches!(shop.carry(&ends(last, false)), Err(Refused::Fields(errors)) if paths(&errors) == ["last"]));
    }
    let off = json!([{"from": "2026-03-31T00:00", "to": "2026-04-01T00:00"}]);
    shop.set(&json!({"staff": [{"given_name": "Ann", "time_off": off}]}));
    let asked = shop.carry(&ends("2026-03-17", false));
    assert!(matches!(asked, Err(Refused::Refusal(refusal)) if matches!(*refusal, Refusal::Clashes { .. })));
    let plan = shop.clone().carry(&ends("2026-03-17", true)).unwrap();
    assert_eq!((plan.changed_visits(), plan.newly_failed()), (2, 1));
    // Taken back as a whole, all of it is as it was.
    let mut shop = covered;
    let back = Command::EndCover {
        layer,
        last: text("2026-03-08"),
        clashing: Clashing::default(),
    };
    shop.carry(&back).unwrap();
    assert_eq!(led(&shop), led(&before));
    assert_eq!(shop.book.layers().live().count(), 0);
}
