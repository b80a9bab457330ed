//! Problems (spec S4.10): whatever makes a date impossible, and what is done about it.

use serde_json::{Value, json};

use crate::domain::change::Subject;
use crate::domain::command::{Fix, Mark, Whose};
use crate::domain::fixture::read as text;
use crate::domain::rows::*;
use crate::domain::schedule::{Problems, With};
use crate::domain::tests::Shop;
use crate::domain::todo::tasks;
use crate::domain::values::{Attendance, CancelledHow, VisitState};
use crate::domain::{Command, PlanLine, Refusal, book, change, pen};
use crate::time::Minutes;
use crate::words::{plan, todo};

/// Anna comes on six Tuesdays at 10 from 5 January 2027 on, with Ann to Chair 1; it is 1 December 2026.
fn regular() -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "visits": 6, "resources": ["Chair 1"]});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

/// Changes a row as no command of today can.
fn change<R: book::Shelved>(shop: &mut Shop, id: R::Id, how: impl FnOnce(&mut R)) {
    let mut pen = pen::Pen::new(&shop.book, &mut shop.moment);
    pen.change(id, how);
    let change = pen.finish(change::Label::SampleShop, None, change::Origin::Person);
    change.edits.iter().for_each(|edit| shop.book.apply(edit).unwrap());
}

/// The problems by day, and why.
fn problems(shop: &Shop) -> Vec<(String, String)> {
    let now = shop.moment.now;
    let all = tasks(&shop.book, &Problems::of(&shop.book, now), now);
    let all = all
        .iter()
        .map(|task| (task.visit.day.to_string(), todo::why(&shop.book, task)));
    all.collect()
}

fn says(days: &[(&str, &str)]) -> Vec<(String, String)> {
    days.iter()
        .map(|(day, why)| ((*day).to_owned(), (*why).to_owned()))
        .collect()
}

#[test]
fn whatever_makes_a_date_impossible_finds_the_person() {
    let check = |set: &Value, expected: &[(&str, &str)]| {
        let (mut shop, _) = regular();
        assert_eq!(problems(&shop), []);
        shop.set(set);
        assert_eq!(problems(&shop), says(expected), "{set}");
    };
    let main = |more: Value| {
        let mut location = json!({"name": "Main Street"});
        for (field, value) in more.as_object().unwrap() {
            location[field] = value.clone();
        }
        json!({"locations": [location]})
    };
    check(
        &main(json!({"closed_days": [{"from": "2027-01-18", "to": "2027-01-20", "reason": "Flood"}]})),
        &[("2027-01-19", "closed, Flood")],
    );
    check(
        &main(json!({"special_days": [{"date": "2027-02-02", "hours": [["12:00", "19:00"]]}]})),
        &[("2027-02-02", "open only 12:00 to 19:00")],
    );
    check(
        &json!({"staff": [{"given_name": "Ann", "time_off": [{"from": "2027-01-11T00:00", "to": "2027-01-20T00:00"}]}]}),
        &[("2027-01-12", "Ann is off"), ("2027-01-19", "Ann is off")],
    );
    let open = json!([["08:00", "19:00"]]);
    check(
        &json!({"staff": [{"given_name": "Ann", "hours": {"Main Street": {"mon": open}}}]}),
        &["01-05", "01-12", "01-19", "01-26", "02-02", "02-09"]
            .map(|day| (format!("2027-{day}"), "Ann does not work that day"))
            .each_ref()
            .map(|(day, why)| (day.as_str(), *why)),
    );
}

#[test]
fn somebody_who_leaves_and_a_chair_that_is_gone_are_problems_of_later_dates_only() {
    let (mut shop, series) = regular();
    let person = shop.book.staff().live().next().unwrap().id;
    let chair = shop.book.resources().live().next().unwrap().id;
    change::<Staff>(&mut shop, person, |row| row.leaves_day = Some(text("2027-01-31")));
    let left = says(&[
        ("2027-02-02", "Ann does not work that day"),
        ("2027-02-09", "Ann does not work that day"),
    ]);
    assert_eq!(problems(&shop), left);
    // What is still needed is not removed; a chair may still go, with an undo or from another desk.
    let subject = Subject::Resource(chair);
    assert!(shop.carry(&Command::Remove(subject)).is_err());
    let now = shop.moment.now;
    change::<Resource>(&mut shop, chair, |row| row.deleted_at = Some(now));
    let all = Problems::of(&shop.book, shop.moment.now);
    let all = all.to_come(shop.moment.now);
    assert_eq!(all.len(), shop.visits(series).len());
    assert!(all.iter().all(|problem| problem.gone == [With::Resource(chair)]));
    let visits = all.iter().map(|problem| problem.visit).collect();
    // Who or what is gone cannot be accepted.
    let keep = Command::SolveProblems { visits, fix: Fix::Keep };
    assert_eq!(shop.carry(&keep), Err(Refusal::NothingToChange.into()));
}

#[test]
fn of_two_visits_that_want_the_same_the_later_one_has_the_problem_until_somebody_accepts_it() {
    let (mut shop, _) = regular();
    let bens = json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "10:30", "conflicts": "keep"});
    let bens = shop.book_single(&bens).unwrap().series.unwrap();
    assert_eq!(problems(&shop), [], "it was accepted");
    let id = shop.visit(bens, "2027-01-12T10:30");
    change::<Visit>(&mut shop, id, |row| row.clashes.clear());
    let clash = says(&[("2027-01-12", "Ann has Anna Berg, Cut, 10:30 to 10:45")]);
    assert_eq!(problems(&shop), clash);
    let visits = vec![id];
    shop.carry(&Command::SolveProblems { visits, fix: Fix::Keep }).unwrap();
    assert_eq!(problems(&shop), []);
}

#[test]
fn problems_are_dealt_with_all_alike_and_a_date_that_is_skipped_stays_out() {
    let closed =
        json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-18", "to": "2027-01-27"}]}]});
    for (fix, expected) in [
        (Fix::Skip, "2027-01-05 2027-01-12 2027-02-02 2027-02-09"),
        (
            Fix::Keep,
            "2027-01-05 2027-01-12 2027-01-19 2027-01-26 2027-02-02 2027-02-09",
        ),
    ] {
        let (mut shop, series) = regular();
        shop.set(&closed);
        let now = shop.moment.now;
        let visits = Problems::of(&shop.book, now)
            .to_come(now)
            .iter()
            .map(|problem| problem.visit)
            .collect();
        let plan = shop.carry(&Command::SolveProblems { visits, fix }).unwrap();
        assert_eq!(plan.lines.len(), 2);
        assert_eq!(problems(&shop), []);
        let days = shop.starts(series).join(" ").replace("T10:00", "");
        assert_eq!(days, expected);
        // A change of the series does not bring it back, nor ask again.
        shop.edit(series, &json!({"note": "window seat"})).unwrap();
        assert_eq!(shop.starts(series).join(" ").replace("T10:00", ""), expected);
    }
}

#[test]
fn a_date_that_could_not_be_booked_is_a_problem_until_it_is() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.book_single(&json!({"client": "Ben Kaya", "start_date": "2027-01-12"}))
        .unwrap();
    let request = json!({"start_date": "2027-01-05", "visits": 3, "conflicts": "unplaced"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let why = "not booked, Ann has Ben Kaya, Cut, 10:00 to 10:45";
    assert_eq!(problems(&shop), says(&[("2027-01-12", why)]));
    let visits = vec![shop.visit(series, "2027-01-12T10:00")];
    shop.carry(&Command::SolveProblems { visits, fix: Fix::Keep }).unwrap();
    assert_eq!(shop.starts(series).len(), 3);
    assert_eq!(problems(&shop), []);
}

/// Spec S4.10: whatever way is chosen, there is nothing to move and nothing to accept.
#[test]
fn what_could_not_be_booked_and_is_free_by_now_is_booked_by_every_fix() {
    for fix in [Fix::Keep, Fix::Nearest, Fix::Previous, Fix::Next] {
        let mut shop = Shop::berlin("2026-12-01T08:00");
        let ben = shop
            .book_single(&json!({"client": "Ben Kaya", "start_date": "2027-01-12"}))
            .unwrap()
            .series
            .unwrap();
        let request = json!({"start_date": "2027-01-05", "visits": 3, "conflicts": "unplaced"});
        let series = shop.create(&request).unwrap().series.unwrap();
        let visit = shop.visit(ben, "2027-01-12T10:00");
        shop.carry(&Command::CancelVisit {
            visit,
            how: CancelledHow::ByUs,
        })
        .unwrap();
        assert_eq!(problems(&shop), says(&[("2027-01-12", "not booked, free by now")]));
        let visits = vec![shop.visit(series, "2027-01-12T10:00")];
        let solved = shop.carry(&Command::SolveProblems { visits, fix }).unwrap();
        let said: Vec<String> = solved.lines.iter().map(|line| plan::why(&shop.book, line)).collect();
        assert_eq!(
            (said, solved.changed_visits()),
            (vec!["free by now".to_owned()], 1),
            "{fix:?}"
        );
        assert_eq!(
            shop.starts(series).join(" ").replace("T10:00", ""),
            "2027-01-05 2027-01-12 2027-01-19",
            "{fix:?}"
        );
        assert_eq!(problems(&shop), [], "{fix:?}");
    }
}

/// Spec S3.2, S4.10: no fix books a date for a time away; its place is held as those of the others.
#[test]
fn what_could_not_be_booked_is_held_by_a_fix_while_nobody_comes() {
    for fix in [Fix::Keep, Fix::Nearest] {
        let mut shop = Shop::berlin("2026-12-01T08:00");
        let ben = json!({"client": "Ben Kaya", "start_date": "2027-01-12"});
        let ben = shop.book_single(&ben).unwrap().series.unwrap();
        let request = json!({"start_date": "2027-01-05", "visits": 4, "conflicts": "unplaced"});
        let series = shop.create(&request).unwrap().series.unwrap();
        let pause = Command::Pause {
            whose: Whose::Series(series),
            from: text("2027-01-11"),
            until: Some(text("2027-01-21")),
            gives_up: false,
        };
        shop.carry(&pause).unwrap();
        let (visit, how) = (shop.visit(ben, "2027-01-12T10:00"), CancelledHow::ByUs);
        shop.carry(&Command::CancelVisit { visit, how }).unwrap();
        let visits = vec![shop.visit(series, "2027-01-12T10:00")];
        let solved = shop.carry(&Command::SolveProblems { visits, fix }).unwrap();
        assert_eq!(plan::why(&shop.book, &solved.lines[0]), "away, the place is held");
        let all = shop.book.calendar().of_series(&shop.book, series);
        let states: Vec<&str> = all.map(|visit| visit.state.code()).collect();
        assert_eq!(states, ["stable", "on_hold", "on_hold", "stable"], "{fix:?}");
        assert_eq!(problems(&shop), []);
    }
}

/// Spec S4.10: it was where a person had put it.
#[test]
fn a_problem_that_a_person_had_moved_moves_from_where_it_was() {
    let (mut shop, series) = regular();
    let visit = shop.visit(series, "2027-01-12T10:00");
    let moved = shop.shift(visit, "2027-01-13T12:00", false);
    shop.carry(&moved).unwrap();
    shop.set(
        &json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-13", "to": "2027-01-13"}]}]}),
    );
    let fix = Command::SolveProblems {
        visits: vec![visit],
        fix: Fix::Next,
    };
    let solved = shop.carry(&fix).unwrap();
    let why = plan::why(&shop.book, &solved.lines[0]);
    assert_eq!(why, "2nd date, moved from Wed 13 Jan: closed");
}

/// Spec S4.10: the fixes that look for another place, one after the other; what finds none stays a problem.
#[test]
fn problems_move_to_the_nearest_free_start_or_to_the_open_day_before_or_after() {
    let closed =
        json!({"locations": [{"name": "Main Street", "closed_days": [{"from": "2027-01-18", "to": "2027-01-27"}]}]});
    let waits = says(&[("2027-01-26", "closed")]);
    for (fix, moved, left) in [
        (Fix::Nearest, vec!["2027-01-16T10:00", "2027-01-28T10:00"], vec![]),
        (Fix::Previous, vec!["2027-01-16T10:00"], waits.clone()),
        (Fix::Next, vec!["2027-01-28T10:00"], waits),
    ] {
        let (mut shop, series) = regular();
        shop.set(&closed);
        let now = shop.moment.now;
        let all = Problems::of(&shop.book, now);
        let visits = all.to_come(now).iter().map(|problem| problem.visit).collect();
        let solved = shop.carry(&Command::SolveProblems { visits, fix }).unwrap();
        let says_why = |line: &PlanLine| plan::why(&shop.book, line).ends_with(": closed");
        assert!(solved.lines.iter().all(says_why), "{fix:?}");
        let starts = solved.lines.iter().filter_map(|line| line.after.as_ref());
        assert_eq!(
            starts.map(|visit| visit.start().to_string()).collect::<Vec<_>>(),
            moved,
            "{fix:?}"
        );
        assert_eq!(problems(&shop), left, "{fix:?}");
        // A person moved them: no later change takes that back.
        let days = shop.starts(series);
        shop.edit(series, &json!({"note": "window seat"})).unwrap();
        assert_eq!(shop.starts(series), days, "{fix:?}");
    }
}

/// Spec S5.3: nothing is set by itself; a past visit without outcome is listed.
#[test]
fn a_past_visit_without_outcome_waits() {
    let (mut shop, _) = regular();
    shop.moment.now = shop.zone.resolve(text("2027-01-12T10:45")).instant();
    assert_eq!(
        problems(&shop),
        says(&[("2027-01-05", "no outcome yet"), ("2027-01-12", "no outcome yet")])
    );
}

/// Spec S5.3: who is late is checked later, against the hours as well.
#[test]
fn who_is_late_past_closing_is_a_problem_until_they_are_in_time() {
    let (mut shop, _) = regular();
    let last = json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "18:15"});
    let series = shop.book_single(&last).unwrap().series.unwrap();
    let mut followed = Problems::of(&shop.book, shop.moment.now);
    let visit = shop.visit(series, "2027-01-12T18:15");
    for (late, expected) in [
        (15, says(&[("2027-01-12", "open only 08:00 to 19:00")])),
        (0, says(&[])),
    ] {
        let mark = Mark::Attendance {
            attendance: Attendance::Expected,
            late: Some(Minutes::new(late)),
        };
        let places = Vec::new();
        shop.carry(&Command::MarkVisit { visit, places, mark }).unwrap();
        assert_eq!(problems(&shop), expected);
        followed.follow(&shop.book, shop.moment.now);
        assert_eq!(followed.to_come(shop.moment.now).len(), expected.len());
    }
}

/// Spec S5.4: what is pencilled waits with its time; S3.2: it is so again when who comes is back.
#[test]
fn what_is_pencilled_waits_and_stays_so_over_a_pause() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = shop
        .book_single(&json!({"start_date": "2027-01-12"}))
        .unwrap()
        .series
        .unwrap();
    let id = shop.visit(series, "2027-01-12T10:00");
    let until = shop.zone.resolve(text("2027-01-04T18:00")).instant();
    change::<Visit>(&mut shop, id, |row| {
        (row.state, row.pencilled_until) = (VisitState::Pencilled, Some(until));
    });
    let waits = says(&[("2027-01-12", "pencilled until 4 Jan 2027, 18:00")]);
    assert_eq!(problems(&shop), waits);
    let whose = Whose::Series(series);
    let away = Command::Pause {
        whose,
        from: text("2027-01-01"),
        until: None,
        gives_up: false,
    };
    shop.carry(&away).unwrap();
    assert_eq!(problems(&shop), []);
    shop.carry(&Command::ComeBack { whose }).unwrap();
    assert_eq!(problems(&shop), waits);
}
