//! Words that need a small salon.

mod problems;

use serde_json::{Value, json};

use super::deeds::Verb;
use super::*;
use crate::domain::change::{Label, SetUpDid, SetUpOne, Subject};
use crate::domain::command::Fix;
use crate::domain::fixture::{Salon, read};
use crate::domain::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::domain::rows::*;
use crate::domain::tests::Shop;
use crate::domain::values::*;
use crate::domain::{Command, Refused, decide, foresee, preview};

fn salon() -> Salon {
    Salon::at("Europe/Berlin", "2026-03-01T08:00")
}

/// Anna comes every 2 weeks on Tuesday at 10:00, six times.
fn anna_with(salon: &mut Salon) -> SeriesId {
    let mut draft = salon.draft("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = crate::domain::draft::SeriesEnd::After(6);
    salon.create(draft)
}

/// What it would be for Tom to come every week on Tuesday at this time, asked about clashes.
fn tom_at(salon: &mut Salon, time: &str) -> Plan {
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", time);
    draft.client = Some(crate::domain::draft::Who::Known(salon.tom));
    draft.end = crate::domain::draft::SeriesEnd::After(3);
    draft.conflicts = Policy::Ask;
    draft.closed_days = Policy::Ask;
    let command = Command::CreateSeries(Box::new(draft));
    preview(&salon.book, &command, &mut salon.moment).unwrap()
}

fn conflicts_of(salon: &Salon, plan: &Plan, day: &str) -> Vec<String> {
    let line = plan.lines.iter().find(|line| line.original.day == read(day)).unwrap();
    conflict::texts(&salon.book, &line.conflicts, salon.location)
}

#[test]
fn a_visit_is_spoken_with_all_that_a_sighted_person_sees() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    let check = |salon: &Salon, original: &str, text: &str| {
        assert_eq!(visit::spoken(&salon.book, &salon.visit(series, original)), text);
    };
    check(
        &salon,
        "2026-03-03T10:00",
        "Anna Berg, Cut, Tue 3 Mar 10:00 to 10:45, with Ann, repeats every 2 weeks",
    );
    salon.move_visit(series, "2026-03-17T10:00", "2026-03-18T11:00");
    check(
        &salon,
        "2026-03-17T10:00",
        "Anna Berg, Cut, Wed 18 Mar 11:00 to 11:45, with Ann, repeats every 2 weeks, moved by hand",
    );
    salon.cancel_visit(series, "2026-03-31T10:00");
    check(
        &salon,
        "2026-03-31T10:00",
        "Anna Berg, Cut, Tue 31 Mar 10:00 to 10:45, with Ann, repeats every 2 weeks, cancelled, stays cancelled",
    );
}

#[test]
fn what_was_changed_by_hand_is_named() {
    let check = |changed: Changed, text: Option<&str>| assert_eq!(visit::by_hand(changed).as_deref(), text);
    check(Changed::NOTHING, None);
    check(Changed::DATETIME, Some("moved by hand"));
    check(
        Changed::STAFF.with(Changed::PRICE),
        Some("staff and price changed by hand"),
    );
    check(
        Changed::STAFF.with(Changed::DATETIME),
        Some("moved by hand, staff changed by hand"),
    );
}

#[test]
fn services_in_a_small_block_are_counted() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY", "2026-03-03", "10:00");
    draft.lines = vec![salon.line(salon.colour), salon.line(salon.cut), salon.line(salon.beard)];
    let series = salon.create(draft);
    let visit = salon.visit(series, "2026-03-03T10:00");
    assert_eq!(visit::services(&salon.book, &visit), "Colour, Cut, Beard");
    assert_eq!(visit::services_short(&salon.book, &visit), "Colour and 2 more");
}

#[test]
fn a_clash_says_who_has_whom_and_when() {
    let mut salon = salon();
    anna_with(&mut salon);
    let plan = tom_at(&mut salon, "10:30");
    // Anna is told 45 minutes, and Ann cleans up for 5 more.
    assert_eq!(
        conflicts_of(&salon, &plan, "2026-03-03"),
        ["Ann has Anna Berg, Cut, 10:30 to 10:50"]
    );
    assert_eq!(conflicts_of(&salon, &plan, "2026-03-10"), [""; 0]);
}

#[test]
fn a_closed_day_and_hours_say_why_and_what_would_be_open() {
    let mut salon = salon();
    salon.change::<Location>(salon.location, |row| {
        row.hours.retain(|hours| hours.weekday == crate::time::Weekday::Wed);
    });
    let plan = tom_at(&mut salon, "10:30");
    assert_eq!(conflicts_of(&salon, &plan, "2026-03-03"), ["closed"]);
    salon.change::<Location>(salon.location, |row| {
        for hours in &mut row.hours {
            hours.weekday = crate::time::Weekday::Tue;
            hours.opens = crate::time::Minutes::hours(12);
            hours.closes = crate::time::Minutes::hours(18);
        }
    });
    let plan = tom_at(&mut salon, "10:30");
    assert_eq!(conflicts_of(&salon, &plan, "2026-03-03"), ["open only 12:00 to 18:00"]);
}

#[test]
fn the_sentence_of_a_series_comes_from_the_book() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    assert_eq!(
        sentence::of_series(&salon.book, series).as_deref(),
        Some("Every 2 weeks on Tuesday at 10:00, from 3 Mar 2026, 6 dates")
    );
}

#[test]
fn a_plan_is_counted_in_words() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    let plan = tom_at(&mut salon, "10:30");
    assert_eq!(plan::counts(&plan), "3 dates, 2 to sort out");
    assert_eq!(plan::save_button(&plan), "Save 1, sort out 2 later");
    assert_eq!(plan::why(&salon.book, &plan.lines[1]), "2nd date");
    let cancel = Command::CancelSeries {
        series,
        from: Some(read("2026-04-01")),
        reason: String::new(),
    };
    let plan = preview(&salon.book, &cancel, &mut salon.moment).unwrap();
    assert_eq!(deeds::summary(Verb::Cancel, &plan), "3 cancelled");
    assert_eq!(deeds::button(Verb::Cancel, Some(&plan)), "Cancel 3 visits");
}

/// What is done is said in one way: the line that sums it up and the button have the same verbs and numbers.
#[test]
fn the_summary_and_the_button_of_a_change_agree() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    salon.change::<Series>(series, |series| series.conflicts = Policy::Ask);
    let mut other = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-17", "10:15");
    other.client = Some(crate::domain::draft::Who::Known(salon.tom));
    other.slots[0].staff = vec![(salon.bo, Role::Lead)];
    other.end = crate::domain::draft::SeriesEnd::After(1);
    salon.create(other);
    let mut check = |verb: Verb, command: Command, summary: &str, button: &str| {
        let plan = preview(&salon.book, &command, &mut salon.moment).unwrap();
        assert_eq!(deeds::summary(verb, &plan), summary);
        assert_eq!(deeds::button(verb, Some(&plan)), button);
    };
    let (from, until) = (read("2026-03-02"), Some(read("2026-04-15")));
    let away = |gives_up| Command::Pause {
        whose: crate::domain::command::Whose::Series(series),
        from,
        until,
        gives_up,
    };
    check(Verb::Away, away(false), "4 held", "Save, hold 4 visits");
    check(Verb::Away, away(true), "4 removed", "Save, remove 4 visits");
    let layer = crate::domain::draft::LayerDraft {
        over: crate::domain::draft::Over::Staff(salon.ann),
        first: from,
        last: read("2026-04-15"),
        substitute: Some(salon.bo),
        time: None,
        before: None,
        after: None,
        resources: Vec::new(),
    };
    let cover = Command::Cover {
        layer: Box::new(layer),
        force: crate::domain::command::Force::Nothing,
        clashing: crate::domain::command::Clashing::default(),
    };
    check(
        Verb::Change,
        cover,
        "3 changed, 1 to sort out later",
        "Change 3 visits, sort out 1 later",
    );
    assert_eq!(deeds::button(Verb::Change, None), "Change");
}

/// What was not booked because of a clash that is gone by now is booked, and not booked anyway.
#[test]
fn a_date_that_is_free_by_now_is_booked_without_more_ado() {
    let mut salon = salon();
    let mut toms = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-17", "10:00");
    toms.client = Some(crate::domain::draft::Who::Known(salon.tom));
    toms.end = crate::domain::draft::SeriesEnd::After(1);
    let toms = salon.create(toms);
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "10:00");
    draft.end = crate::domain::draft::SeriesEnd::After(3);
    draft.conflicts = Policy::Unplaced;
    let series = salon.create(draft);
    let visits = vec![salon.visit(series, "2026-03-17T10:00").id];
    let solve = Command::SolveProblems { visits, fix: Fix::Keep };
    let check = |salon: &mut Salon, button: &str| {
        let plan = preview(&salon.book, &solve, &mut salon.moment).unwrap();
        assert_eq!(deeds::button(Verb::BookAnyway, Some(&plan)), button);
    };
    check(&mut salon, "Book 1 visit anyway");
    salon.cancel_visit(toms, "2026-03-17T10:00");
    check(&mut salon, "Book 1 visit");
}

#[test]
fn a_left_out_date_is_counted_as_a_date_and_not_as_a_visit() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY", "2026-03-03", "10:00");
    draft.end = crate::domain::draft::SeriesEnd::After(26);
    draft.left_out = vec![read("2026-04-14")];
    let plan = preview(&salon.book, &Command::CreateSeries(Box::new(draft)), &mut salon.moment);
    let plan = plan.unwrap();
    assert_eq!(plan::counts(&plan), "26 dates, 1 left out, 25 visits");
    assert_eq!(plan::save_button(&plan), "Save 25 visits");
}

#[test]
fn a_time_that_the_clock_skips_is_explained() {
    let mut salon = salon();
    let draft = salon.draft("FREQ=WEEKLY", "2026-03-29", "02:30");
    let plan = preview(&salon.book, &Command::CreateSeries(Box::new(draft)), &mut salon.moment);
    assert_eq!(
        plan::why(&salon.book, &plan.unwrap().lines[0]),
        "1st date, the clock is set forward over 02:30, so it begins at 03:30"
    );
}

#[test]
fn the_history_names_the_client_and_counts_the_visits() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    salon.move_visit(series, "2026-03-17T10:00", "2026-03-18T11:00");
    let visit = salon.visit(series, "2026-03-17T10:00").id;
    let check = |label: Label, text: &str| assert_eq!(history::label(&salon.book, &label), text);
    check(
        Label::SeriesCreated { series, visits: 6 },
        "Standing appointment of Anna Berg made, 6 visits",
    );
    check(
        Label::VisitMoved {
            series,
            visit,
            to: None,
        },
        "Visit of Anna Berg on Tue 17 Mar 2026 moved to Wed 18 Mar 2026 at 11:00",
    );
    // A step says where it moved the visit to, wherever it is by now.
    check(
        Label::VisitMoved {
            series,
            visit,
            to: Some(read("2026-03-19T12:00")),
        },
        "Visit of Anna Berg on Tue 17 Mar 2026 moved to Thu 19 Mar 2026 at 12:00",
    );
    let one = |subject, did| Label::SetUp {
        things: 1,
        one: Some(SetUpOne { subject, did }),
    };
    check(one(Subject::Client(salon.anna), SetUpDid::Changed), "Anna Berg changed");
    check(one(Subject::Service(salon.cut), SetUpDid::Made), "Cut added");
    check(one(Subject::Staff(salon.ann), SetUpDid::Hours), "Hours of Ann changed");
    check(
        Label::VisitCancelled { series, visit },
        "Visit of Anna Berg on Tue 17 Mar 2026 cancelled",
    );
    // A step that was undone is no longer in the book.
    check(
        Label::SeriesCreated {
            series: SeriesId::from(9_999),
            visits: 1,
        },
        "Standing appointment made, 1 visit",
    );
}

/// The step and the message say what was done, not all that was asked.
#[test]
fn a_step_names_what_differs_and_which_visits_went() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    let row = salon.visit(series, "2026-03-17T10:00");
    let visit = row.id;
    let says = |salon: &mut Salon, command: &Command| {
        let label = decide(&salon.book, command, &mut salon.moment).unwrap().change.label;
        salon.carry(command);
        history::label(&salon.book, &label)
    };
    let longer = json!({"services": [{"name": "Cut", "duration": "PT1H"}]});
    let draft = crate::domain::request::read_visit(&salon.book, &longer, &row).unwrap();
    let longer = Command::EditVisit {
        visit,
        draft: Box::new(draft),
        keep_conflicts: false,
    };
    assert_eq!(
        says(&mut salon, &longer),
        "Visit of Anna Berg on Tue 17 Mar 2026 changed: length"
    );
    let days = Command::CancelDays {
        series,
        first: read("2026-03-30"),
        last: read("2026-04-20"),
        reason: "in hospital".to_owned(),
    };
    assert_eq!(
        says(&mut salon, &days),
        "2 visits of Anna Berg cancelled, 30 Mar to 20 Apr 2026"
    );
    let row = salon.book.series().get(series).unwrap();
    assert_eq!(
        (row.change_reason.as_str(), row.cancel_reason.as_str()),
        ("in hospital", "")
    );
    let label = |how| Label::ProblemsSolved {
        visits: 1,
        how: Some(how),
        one: Some(visit),
    };
    assert_eq!(
        history::label(&salon.book, &label(Fix::Keep)),
        "Visit of Anna Berg on Tue 17 Mar 2026 booked anyway"
    );
}

#[test]
fn a_moved_date_says_from_where_and_why_and_the_way_between_locations_says_which() {
    let mut salon = salon();
    anna_with(&mut salon);
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:30");
    draft.client = Some(crate::domain::draft::Who::Known(salon.tom));
    draft.end = crate::domain::draft::SeriesEnd::After(2);
    draft.conflicts = Policy::Nearest;
    let command = Command::CreateSeries(Box::new(draft));
    let planned = preview(&salon.book, &command, &mut salon.moment).unwrap();
    let said: Vec<String> = planned.lines.iter().map(|line| plan::why(&salon.book, line)).collect();
    // The location of what is only planned is not in the book.
    assert_eq!(said, ["1st date, moved on its day", "2nd date"]);
    let (then, book) = foresee(&salon.book, &command, &mut salon.moment).unwrap();
    assert_eq!(
        plan::why(&book, &then.lines[0]),
        "1st date, moved on its day: Ann has Anna Berg, Cut, 10:30 to 10:50"
    );
    let travel = crate::domain::schedule::Conflict {
        kind: ConflictKind::Travel,
        with: crate::domain::schedule::With::Staff(salon.ann),
        visit: None,
        span: then.lines[0].conflicts[0].span,
        line: None,
        reason: None,
    };
    assert_eq!(
        conflict::text(&salon.book, &travel, salon.location),
        "Ann has no 15 minutes for the way from or to another location, 10:30 to 10:50"
    );
}

#[test]
fn a_refusal_says_what_happened_and_what_would_help() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:30");
    draft.client = Some(crate::domain::draft::Who::Known(salon.tom));
    draft.conflicts = Policy::Ask;
    let refused = decide(&salon.book, &Command::CreateSeries(Box::new(draft)), &mut salon.moment);
    let Err(Refused::Refusal(refusal)) = refused else {
        panic!("it clashes");
    };
    assert_eq!(refusal::code(&refusal), "clashes");
    assert_eq!(
        refusal::text(&salon.book, &refusal),
        "6 dates clash. Nothing was saved. First Tue 3 Mar 2026: Ann has Anna Berg, Cut, 10:30 to 10:50. \
         Book anyway, leave these dates out, or save the rest and sort them out later."
    );
    let refusal = Refusal::SeriesHasPast { series };
    assert_eq!(
        refusal::text(&salon.book, &refusal),
        "All visits of Anna Berg are past, so that nothing is left to change. Let it end later, or make a new one."
    );
    let refusal = Refusal::InUse {
        subject: Subject::Service(salon.cut),
        series: 1,
    };
    assert_eq!(
        refusal::text(&salon.book, &refusal),
        "Cut was kept: 1 standing appointment needs it. Change or cancel those first."
    );
}

#[test]
fn a_series_is_finished_after_its_last_visit_and_stopped_once_cancelled() {
    let mut salon = salon();
    let series = anna_with(&mut salon);
    let check = |salon: &Salon, text: &str| {
        let row = salon.book.series().get(series).unwrap();
        assert_eq!(status::text(&salon.book, row, salon.moment.now), text);
    };
    check(&salon, "running, 6 visits left");
    salon.wait_until("2026-05-12T10:44");
    check(&salon, "running");
    salon.wait_until("2026-05-12T10:45");
    check(&salon, "finished");
    salon.wait_until("2026-04-01T08:00");
    salon.carry(&Command::CancelSeries {
        series,
        from: None,
        reason: "moved away".to_owned(),
    });
    check(&salon, "stopped, moved away");
}

/// Spec S3.1, S3.2: finished is derived, "3 visits left" as well; no new dates keeps what exists.
#[test]
fn how_many_visits_are_left_is_said_of_a_series_that_ends() {
    let check = |request: &Value, now: &str, says: &str| {
        let mut shop = Shop::berlin("2026-12-01T08:00");
        let mut weekly = json!({"start_date": "2027-01-05"});
        for (field, value) in request.as_object().unwrap() {
            weekly[field] = value.clone();
        }
        let series = shop.create(&weekly).unwrap().series.unwrap();
        shop.moment.now = shop.zone.resolve(read(now)).instant();
        let row = shop.book.series().get(series).unwrap();
        assert_eq!(status::text(&shop.book, row, shop.moment.now), says, "{request}");
    };
    let ends = json!({"visits": 6});
    check(&ends, "2027-01-19T12:00", "running, 3 visits left");
    check(&ends, "2027-02-09T10:20", "running");
    check(&ends, "2027-02-10T08:00", "finished");
    check(&json!({}), "2027-01-19T12:00", "running");
    check(
        &json!({"active": false}),
        "2027-11-23T12:00",
        "running, no new dates, 6 visits left",
    );
}
