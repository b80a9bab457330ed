//! What random sessions found wrong once (`tests/model_sessions.rs`), each as a sentence of its own.

use serde_json::json;

use super::*;
use crate::domain::command::{Clashing, Mark, Whose};
use crate::time::Day;

/// Berg from Tuesday, 5 January 2027, at ten, with more; it is December.
fn berg(more: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut request = json!({"start_date": "2027-01-05"});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

fn note(shop: &mut Shop, series: SeriesId, original: &str) {
    let draft = draft::VisitDraft {
        note: Some("brings a dog".to_owned()),
        ..draft::VisitDraft::default()
    };
    let command = Command::EditVisit {
        visit: shop.visit(series, original),
        draft: Box::new(draft),
        keep_conflicts: false,
    };
    shop.carry(&command).unwrap();
}

fn count_from(shop: &mut Shop, series: SeriesId, original: &str, to: &str) {
    let command = Command::CountFrom {
        visit: shop.visit(series, original),
        to: text(to),
        staff: None,
        minutes: None,
        keep_conflicts: true,
        clashing: Clashing::default(),
    };
    shop.carry(&command).unwrap();
    names_are_unique(shop, series);
}

/// No two visits of a series would have started at the same time: the file holds no such two.
#[track_caller]
fn names_are_unique(shop: &Shop, series: SeriesId) {
    let mut names: Vec<Civil> = shop.book.visits().of(series).map(|visit| visit.original()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Spec S4.4: a shift by policy is not a flag.
#[test]
fn taking_back_a_note_leaves_a_visit_where_a_policy_put_it() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-12", "to": "2027-01-12"}]}]}),
    );
    let request = json!({"start_date": "2027-01-05", "visits": 3, "closed_days": "next"});
    let series = shop.create(&request).unwrap().series.unwrap();
    note(&mut shop, series, "2027-01-12T10:00");
    let command = Command::ResetVisit {
        visit: shop.visit(series, "2027-01-12T10:00"),
        fields: Changed::NOTE,
        keep_conflicts: true,
    };
    shop.carry(&command).unwrap();
    let visit = row(&shop, series, "2027-01-12T10:00");
    assert_eq!(
        (visit.start(), visit.placed_by_policy, visit.changed),
        (text("2027-01-13T10:00"), true, Changed::NOTHING)
    );
}

/// Spec S4.8.
#[test]
fn weeks_counted_anew_where_nothing_is_to_come_are_counted_from_where_they_begin() {
    let (mut shop, series) = berg(&json!({"visits": 2}));
    for original in ["2027-01-05T10:00", "2027-01-12T10:00"] {
        let (visit, how) = (shop.visit(series, original), CancelledHow::InTime);
        shop.carry(&Command::CancelVisit { visit, how }).unwrap();
    }
    let how = EditHow {
        reset_start: true,
        ..EditHow::default()
    };
    shop.edit_how(series, &json!({"time": "11:00", "visits": 3}), how)
        .unwrap();
    assert_eq!(shop.starts(series), ["2027-01-19T11:00"]);
}

/// Spec S4.7: after "count from here", later hand-made changes match by number, whatever ends the series.
#[test]
fn counted_from_a_visit_what_was_done_by_hand_later_is_of_the_same_number() {
    let end_by_date = json!({"end_date": "2027-02-02"});
    let end_by_number = json!({"visits": 5, "conflicts": "append"});
    for (more, number) in [(end_by_date, 3), (end_by_number, 3)] {
        let (mut shop, series) = berg(&more);
        note(&mut shop, series, "2027-01-19T10:00");
        let noted = shop.visit(series, "2027-01-19T10:00");
        count_from(&mut shop, series, "2027-01-05T10:00", "2027-01-12T10:00");
        let visit = Arc::clone(shop.book.visits().get(noted).unwrap());
        assert_eq!(
            (visit.position + 1, visit.start()),
            (number, text("2027-01-26T10:00")),
            "{more}"
        );
    }
}

/// Spec S4.7, S2.4: the dates that were added for others are of no number.
#[test]
fn counted_from_a_visit_no_two_visits_have_the_same_name_where_dates_were_added() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let closed = json!([{"from": "2027-01-11", "to": "2027-01-13"}]);
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": closed}]}));
    let request = json!({"frequency": "daily", "start_date": "2027-01-05", "visits": 14, "closed_days": "append"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let added = |shop: &Shop| shop.book.last_chapter(series).unwrap().appended;
    assert_eq!(added(&shop), 5);
    // Fewer are needed from there on, and the visits that were added for others go.
    count_from(&mut shop, series, "2027-01-05T10:00", "2027-01-14T10:00");
    assert_eq!((added(&shop), shop.starts(series).len()), (2, 14));
}

/// Spec S4.5: a chapter that has no date any more keeps its place among the others.
#[test]
fn a_chapter_may_begin_beside_one_that_has_no_date_any_more() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-06-29"}));
    shop.edit_from(series, "2027-03-02", &json!({"time": "11:00"})).unwrap();
    shop.edit_from(series, "2027-05-04", &json!({"time": "12:00"})).unwrap();
    // Another rhythm from March on takes in what begins later: the chapter of March has nothing left.
    shop.edit_from(series, "2027-03-02", &json!({"every": 2})).unwrap();
    shop.edit_from(series, "2027-02-02", &json!({"staff": "Bo"})).unwrap();
    let mut places: Vec<u16> = shop.book.chapters().of(series).map(|chapter| chapter.ordinal).collect();
    places.sort_unstable();
    assert_eq!(places, [0, 1, 2, 3]);
}

/// Spec S4.6: marked came, a visit keeps what was done, whichever date of the rule it is by then.
#[test]
fn a_marked_visit_keeps_its_services_where_it_becomes_another_number() {
    let services = json!(["Cut", {"name": "Hour", "every_nth": 2, "phase": 1}]);
    let (mut shop, series) = berg(&json!({"services": services, "end_date": "2027-02-02"}));
    let marked = shop.visit(series, "2027-02-02T10:00");
    let (places, attendance, late) = (Vec::new(), Attendance::Done, None);
    let mark = Mark::Attendance { attendance, late };
    let command = Command::MarkVisit {
        visit: marked,
        places,
        mark,
    };
    shop.carry(&command).unwrap();
    let told = |shop: &Shop| {
        let visit = shop.book.visits().get(marked).unwrap();
        let lines = schedule::lines_of(&shop.book, visit);
        (visit.minutes, schedule::told_length(&lines), visit.start())
    };
    let before = told(&shop);
    count_from(&mut shop, series, "2027-01-05T10:00", "2027-01-12T10:00");
    let number = shop.book.visits().get(marked).unwrap().position + 1;
    assert_eq!((told(&shop), number), (before, 4));
}

/// Spec S4.3, S3.1: what the stop took out comes back, also beside the rule.
#[test]
fn what_stood_beside_the_rule_comes_back_with_a_series_that_goes_on() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-03-02"}));
    let moved = shop.shift(shop.visit(series, "2027-01-05T10:00"), "2027-01-06T15:00", false);
    shop.carry(&moved).unwrap();
    // On other days from the start on: that visit stays beside the rule, of a chapter without dates.
    shop.edit_from(series, "2027-01-12", &json!({"time": "11:00"})).unwrap();
    shop.edit(
        series,
        &json!({"frequency": "monthly", "nth_weekday": {"nth": 1, "weekday": "fri"}}),
    )
    .unwrap();
    let before = shop.starts(series);
    assert!(before.contains(&"2027-01-06T15:00".to_owned()), "{before:?}");
    let (from, reason) = (None, String::new());
    shop.carry(&Command::CancelSeries { series, from, reason }).unwrap();
    assert_eq!(shop.starts(series), Vec::<String>::new());
    shop.carry(&Command::Restart { series }).unwrap();
    assert_eq!(shop.starts(series), before);
}

/// Spec S4.2: a change by force lists each hand-made change that it overwrites, also of a visit that goes.
#[test]
fn a_forced_change_says_what_it_overwrites_of_a_visit_whose_place_is_given_up() {
    let (mut shop, series) = berg(&json!({"visits": 4}));
    note(&mut shop, series, "2027-01-12T10:00");
    let moved = shop.shift(shop.visit(series, "2027-01-12T10:00"), "2027-01-20T15:00", false);
    shop.carry(&moved).unwrap();
    let pause = Command::Pause {
        whose: Whose::Series(series),
        from: text("2027-01-11"),
        until: Some(text("2027-01-14")),
        gives_up: true,
    };
    shop.carry(&pause).unwrap();
    let how = EditHow {
        force: Force::All,
        ..EditHow::default()
    };
    let plan = shop.edit_how(series, &json!({"staff": "Bo"}), how).unwrap();
    let line = plan
        .lines
        .iter()
        .find(|line| line.original == text("2027-01-12T10:00"))
        .unwrap();
    assert_eq!(
        (line.kind, line.overwrites()),
        (LineKind::Deleted, Changed::DATETIME.with(Changed::NOTE))
    );
}

/// Spec S4.6, S4.11: nobody is called about a visit that is marked.
#[test]
fn who_is_out_moves_no_visit_of_which_somebody_said_what_became_of_it() {
    let (mut shop, series) = berg(&json!({"visits": 2}));
    let visit = shop.visit(series, "2027-01-05T10:00");
    let (places, attendance, late) = (Vec::new(), Attendance::NoShow, None);
    let mark = Mark::Attendance { attendance, late };
    shop.carry(&Command::MarkVisit { visit, places, mark }).unwrap();
    let absent = decide::Absent {
        staff: shop.book.staff().live().next().unwrap().id,
        from: text("2027-01-05T08:00"),
        until: Some(text("2027-01-13T00:00")),
    };
    let calls = decide::call_list(&shop.book, absent, &mut shop.moment).unwrap();
    let called: Vec<Civil> = calls.iter().map(|call| call.visit.start()).collect();
    assert_eq!(called, [text("2027-01-12T10:00")]);
}

/// Spec S4.6, S2.4: what has begun stays a date of the rule.
#[test]
fn a_series_ends_behind_what_has_begun() {
    let (mut shop, series) = berg(&json!({"visits": 6}));
    shop.wait_until("2027-01-20T08:00");
    let refused = |shop: &mut Shop, end: &Value| match shop.edit(series, end) {
        Err(Refused::Fields(errors)) => errors,
        other => panic!("{other:?}"),
    };
    let errors = refused(&mut shop, &json!({"visits": 2}));
    let (least, most) = ("3".to_owned(), "1040".to_owned());
    assert_eq!(errors.at("visits"), [FieldError::OutOfRange { least, most }]);
    let errors = refused(&mut shop, &json!({"end_date": "2027-01-12", "visits": null}));
    assert_eq!(paths(&errors), ["end_date"]);
    shop.edit(series, &json!({"visits": 3})).unwrap();
    assert_eq!(shop.starts(series).len(), 3);
}

/// Spec S2.10, S4.7: a visit beside the rule keeps the services that it had.
#[test]
fn a_visit_beside_the_rule_keeps_its_services_where_the_others_count_on() {
    let services = json!(["Cut", {"name": "Hour", "every_nth": 2, "phase": 1}]);
    let (mut shop, series) = berg(&json!({"services": services, "visits": 8}));
    let moved = shop.shift(shop.visit(series, "2027-01-26T10:00"), "2027-01-27T15:00", false);
    shop.carry(&moved).unwrap();
    let beside = shop.visit(series, "2027-01-26T10:00");
    shop.edit(series, &json!({"every": 2})).unwrap();
    let told = |shop: &Shop| {
        let visit = shop.book.visits().get(beside).unwrap();
        let lines = schedule::lines_of(&shop.book, visit);
        (visit.minutes, schedule::told_length(&lines))
    };
    let before = told(&shop);
    let command = Command::CancelAndCountOn {
        visit: shop.visit(series, "2027-01-05T10:00"),
        how: CancelledHow::InTime,
        keep_conflicts: true,
    };
    shop.carry(&command).unwrap();
    assert_eq!(told(&shop), before);
}

/// Spec S2.4: dates that were added for others stay where a change does not begin with the first date.
#[test]
fn dates_that_were_added_stay_where_a_note_changes_from_a_later_day_on() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-12", "to": "2027-01-12"}]}]}),
    );
    let request = json!({"start_date": "2027-01-05", "visits": 4, "closed_days": "append"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let added = |shop: &Shop| shop.book.last_chapter(series).unwrap().appended;
    let before = shop.starts(series);
    assert_eq!((before.len(), added(&shop)), (4, 1));
    shop.edit_from(series, "2027-01-19", &json!({"note": "likes tea"}))
        .unwrap();
    assert_eq!((shop.starts(series), added(&shop)), (before, 1));
}

/// Spec S4.10, S4.6: of a visit that is marked nothing is to be done any more.
#[test]
fn a_marked_visit_is_no_problem() {
    let (mut shop, series) = berg(&json!({"visits": 2}));
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-05", "to": "2027-01-12"}]}]}),
    );
    let problems = |shop: &Shop| {
        let problems = schedule::Problems::of(&shop.book, shop.moment.now);
        problems.to_come(shop.moment.now).len()
    };
    assert_eq!(problems(&shop), 2);
    let visit = shop.visit(series, "2027-01-05T10:00");
    let (places, attendance, late) = (Vec::new(), Attendance::Done, None);
    let mark = Mark::Attendance { attendance, late };
    shop.carry(&Command::MarkVisit { visit, places, mark }).unwrap();
    assert_eq!(problems(&shop), 1);
}

/// Spec S2.4, S4.5: of fewer dates from a later day on the last ones go, also where dates would be added.
#[test]
fn a_series_that_adds_dates_ends_earlier_where_it_is_told_to_from_a_later_day_on() {
    let (mut shop, series) = berg(&json!({"visits": 8, "closed_days": "append"}));
    shop.edit_from(series, "2027-01-19", &json!({"visits": 5})).unwrap();
    assert_eq!(shop.starts(series).last().map(String::as_str), Some("2027-02-02T10:00"));
}

fn moved(shop: &mut Shop, series: SeriesId, original: &str, to: &str) {
    let command = shop.shift(shop.visit(series, original), to, false);
    shop.carry(&command).unwrap();
}

/// Spec S4.9, S3.1: where nobody can be asked nobody is booked into a place that is another's by now.
#[test]
fn what_was_moved_by_hand_waits_where_its_series_goes_on_and_its_place_is_taken() {
    let (mut shop, series) = berg(&json!({"visits": 3, "conflicts": "nearest"}));
    moved(&mut shop, series, "2027-01-12T10:00", "2027-01-13T15:00");
    let (from, reason) = (None, String::new());
    shop.carry(&Command::CancelSeries { series, from, reason }).unwrap();
    let other = json!({"client": "Ben Kaya", "start_date": "2027-01-13", "time": "15:15"});
    shop.book_single(&other).unwrap();
    shop.carry(&Command::Restart { series }).unwrap();
    let visit = row(&shop, series, "2027-01-12T10:00");
    assert_eq!((visit.state, visit.reason.as_str()), (VisitState::Failed, "staff"));
    assert_eq!(shop.starts(series), ["2027-01-05T10:00", "2027-01-19T10:00"]);
}

/// Spec S4.11, S4.9: the same where somebody leaves.
#[test]
fn what_was_moved_by_hand_waits_where_who_takes_over_is_taken_then() {
    let (mut shop, series) = berg(&json!({"visits": 3, "conflicts": "nearest"}));
    moved(&mut shop, series, "2027-01-12T10:00", "2027-01-13T15:00");
    let bo = json!({"client": "Ben Kaya", "staff": "Bo", "start_date": "2027-01-13", "time": "15:15"});
    shop.book_single(&bo).unwrap();
    let leaves = Command::StaffLeaves {
        staff: shop.staff("Ann"),
        last: text("2026-12-31"),
        to: Some(shop.staff("Bo")),
    };
    shop.carry(&leaves).unwrap();
    assert_eq!(row(&shop, series, "2027-01-12T10:00").state, VisitState::Failed);
    assert_eq!(shop.starts(series), ["2027-01-05T10:00", "2027-01-19T10:00"]);
}

/// Spec S2.10, S4.7: beside the rule a visit is of no number that could be counted on from.
#[test]
fn nothing_counts_on_from_a_visit_that_stands_beside_the_rule() {
    let services = json!(["Cut", {"name": "Hour", "every_nth": 2, "phase": 2}]);
    let (mut shop, series) = berg(&json!({"services": services, "visits": 8}));
    moved(&mut shop, series, "2027-01-12T10:00", "2027-01-13T15:00");
    let visit = shop.visit(series, "2027-01-12T10:00");
    shop.edit(series, &json!({"every": 2})).unwrap();
    let count_on = Command::CancelAndCountOn {
        visit,
        how: CancelledHow::InTime,
        keep_conflicts: true,
    };
    let nothing = Refusal::NothingToCountOn { visit };
    assert_eq!(shop.carry(&count_on), Err(nothing.into()));
    let beside = shop.book.visits().get(visit).unwrap();
    assert!(!decide::can_count_on(&shop.book, beside, shop.moment.now));
}

/// Spec S4.4, S4.6: back to the usual goes what is said, and all of it where all is said.
#[test]
fn a_note_that_is_taken_off_a_past_visit_leaves_it_when_it_was() {
    let (mut shop, series) = berg(&json!({"visits": 3}));
    note(&mut shop, series, "2027-01-05T10:00");
    shop.wait_until("2027-01-06T08:00");
    let layer = draft::LayerDraft {
        time: Some(text("11:00")),
        ..layer(draft::Over::Series(series), "2027-01-01", "2027-01-31")
    };
    let (layer, force, clashing) = (Box::new(layer), Force::Nothing, Clashing::default());
    shop.carry(&Command::Cover { layer, force, clashing }).unwrap();
    let mut reset = |fields| {
        let visit = shop.visit(series, "2027-01-05T10:00");
        let keep_conflicts = true;
        let command = Command::ResetVisit {
            visit,
            fields,
            keep_conflicts,
        };
        shop.carry(&command).unwrap();
        let visit = row(&shop, series, "2027-01-05T10:00");
        (visit.start().to_string(), visit.note.clone(), visit.changed)
    };
    let was = ("2027-01-05T10:00".to_owned(), String::new(), Changed::NOTHING);
    assert_eq!(reset(Changed::NOTE), was);
    assert_eq!(reset(Changed::NOTHING).0, "2027-01-05T11:00");
}

/// Spec S4.9: the nearest free place is at most two hours from the usual time, also for who was told another one before.
#[test]
fn a_visit_that_a_policy_moved_follows_a_usual_time_that_is_far_from_it() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-12", "to": "2027-01-12"}]}]}),
    );
    let request = json!({"start_date": "2027-01-05", "visits": 3, "closed_days": "nearest"});
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(shop.starts(series)[1], "2027-01-11T10:00");
    let layer = draft::LayerDraft {
        time: Some(text("15:00")),
        ..layer(draft::Over::Series(series), "2027-01-11", "2027-01-13")
    };
    let (layer, force, clashing) = (Box::new(layer), Force::Nothing, Clashing::default());
    shop.carry(&Command::Cover { layer, force, clashing }).unwrap();
    assert_eq!(shop.starts(series)[1], "2027-01-11T15:00");
}

/// Berg every day from 5 January 2027 on, 14 visits: 10 to 13 and 17 January are closed, and 19 to 23 are added for those.
fn with_added_dates(more: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let closed = json!([{"from": "2027-01-11", "to": "2027-01-13"}]);
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": closed}]}));
    let mut request = json!({"frequency": "daily", "start_date": "2027-01-05", "visits": 14, "closed_days": "append"});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(shop.starts(series).len(), 14);
    (shop, series)
}

/// Spec S2.4, S4.5: of the visits that a person asked for none is lost where a new chapter begins.
#[test]
fn dates_that_were_added_for_others_stay_where_a_chapter_begins_behind_those() {
    let days = |shop: &Shop, series| -> Vec<Day> { shop.visits(series).iter().map(|visit| visit.day).collect() };
    // Before, between and behind what is closed, and among the dates that were added.
    for from in ["2027-01-08", "2027-01-12", "2027-01-15", "2027-01-21"] {
        let (mut shop, series) = with_added_dates(&json!({}));
        let before = days(&shop, series);
        shop.edit_from(series, from, &json!({"time": "11:00"})).unwrap();
        assert_eq!(days(&shop, series), before, "{from}");
        // So it is with another one behind it, and with a note.
        shop.edit_from(series, "2027-01-22", &json!({"time": "12:00"})).unwrap();
        shop.edit_from(series, "2027-01-22", &json!({"note": "likes tea"}))
            .unwrap();
        assert_eq!(days(&shop, series), before, "{from}");
    }
}

/// Spec S2.4: the same where only a note changes of the dates that were added.
#[test]
fn a_note_changes_of_dates_that_were_added_for_others() {
    let (mut shop, series) = with_added_dates(&json!({}));
    let before = shop.starts(series);
    shop.edit_from(series, "2027-01-21", &json!({"note": "likes tea"}))
        .unwrap();
    assert_eq!(shop.starts(series), before);
}

/// Spec S2.4, S2.10.
#[test]
fn dates_that_were_added_for_others_stay_where_services_count_on() {
    let services = json!(["Cut", {"name": "Short cut", "every_nth": 2, "phase": 1}]);
    for original in ["2027-01-07T10:00", "2027-01-15T10:00", "2027-01-21T10:00"] {
        let (mut shop, series) = with_added_dates(&json!({"services": services}));
        let mut before = shop.starts(series);
        let visit = shop.visit(series, original);
        let count_on = Command::CancelAndCountOn {
            visit,
            how: CancelledHow::InTime,
            keep_conflicts: true,
        };
        shop.carry(&count_on).unwrap();
        before.retain(|start| start != original);
        assert_eq!(shop.starts(series), before, "{original}");
    }
}

/// Spec S2.4: dates that were added stay where just all the others are planned again.
#[test]
fn somebody_stands_in_on_all_dates_but_the_added_ones() {
    let (mut shop, series) = with_added_dates(&json!({}));
    let bo = shop.staff("Bo");
    let before = shop.starts(series);
    let layer = draft::LayerDraft {
        substitute: Some(bo),
        ..layer(draft::Over::Series(series), "2027-01-05", "2027-01-18")
    };
    let (layer, force, clashing) = (Box::new(layer), Force::Nothing, Clashing::default());
    shop.carry(&Command::Cover { layer, force, clashing }).unwrap();
    assert_eq!(shop.starts(series), before);
    let chapter = shop.book.last_chapter(series).unwrap();
    assert_eq!(chapter.appended, 5);
}
