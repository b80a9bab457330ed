//! Being away, coming back, stopping and going on (spec S3.1, S3.2).

use super::*;
use crate::domain::change::Subject;
use crate::domain::command::{Fix, Whose};

/// Anna comes every Tuesday at 10 from 5 January 2027 on; it is 1 December 2026.
fn weekly(request: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut whole = json!({"start_date": "2027-01-05"});
    for (field, value) in request.as_object().unwrap() {
        whole[field] = value.clone();
    }
    let series = shop.create(&whole).unwrap().series.unwrap();
    (shop, series)
}

fn pause(shop: &mut Shop, whose: Whose, from: &str, until: Option<&str>, gives_up: bool) -> Result<Plan, Refused> {
    shop.carry(&Command::Pause {
        whose,
        from: text(from),
        until: until.map(text),
        gives_up,
    })
}

fn back(shop: &mut Shop, whose: Whose) -> Result<Plan, Refused> {
    shop.carry(&Command::ComeBack { whose })
}

fn wait(shop: &mut Shop, now: &str) {
    shop.moment.now = shop.zone.resolve(text(now)).instant();
}

/// The states of the visits through a day, by the start they would have had: `+` booked, `h` held, `u` given up, `x` cancelled
/// by a person, `r` taken out by the rule, `!` not booked.
fn states(shop: &Shop, series: SeriesId, through: &str) -> String {
    let through = text(through);
    let visits = shop.book.calendar().of_series(&shop.book, series);
    let state = |visit: &Arc<Visit>| match (visit.state, visit.removed_by) {
        (VisitState::Stable, None) => '+',
        (VisitState::OnHold, None) => 'h',
        (VisitState::Removed, Some(RemovedBy::Pause)) => 'u',
        (VisitState::Removed, Some(RemovedBy::Person)) => 'x',
        (VisitState::Removed, Some(RemovedBy::Rule)) => 'r',
        (VisitState::Failed, _) => '!',
        _ => '?',
    };
    visits
        .filter(|visit| visit.original_day <= through)
        .map(state)
        .collect()
}

fn client(shop: &Shop, name: &str) -> Whose {
    let mut clients = shop.book.clients().live();
    Whose::Client(clients.find(|client| client.name() == name).unwrap().id)
}

/// Undo of each step gives the book as it was before it.
#[track_caller]
fn check_undo(shop: &mut Shop, command: &Command) {
    let before = shop.book.clone();
    let decided = decide(&shop.book, command, &mut shop.moment).unwrap();
    shop.carry(command).unwrap();
    let edits: Vec<_> = decided.change.undoable().cloned().collect();
    let mut after = before.clone();
    decided.change.edits.iter().for_each(|edit| after.apply(edit).unwrap());
    let undo = decide::inverse(&after, &edits, decided.change.label, None, &mut shop.moment).unwrap();
    undo.edits.iter().for_each(|edit| after.apply(edit).unwrap());
    let seen = |book: &Book| {
        let visits = book.visits().all().map(|visit| {
            let mut visit = Visit::clone(visit);
            visit.updated_at = shop.moment.now;
            visit
        });
        let pauses = book.pauses().live().count();
        let until = book
            .series()
            .all()
            .map(|series| (series.status, series.materialized_until));
        (visits.collect::<Vec<_>>(), pauses, until.collect::<Vec<_>>())
    };
    assert_eq!(seen(&after), seen(&before));
}

/// Spec S3.2: held places block, given up ones do not.
#[test]
fn places_are_held_or_given_up_while_nobody_comes() {
    let (mut shop, series) = weekly(&json!({"visits": 6}));
    let whose = Whose::Series(series);
    let plan = pause(&mut shop, whose, "2027-01-12", Some("2027-01-20"), false).unwrap();
    assert_eq!(states(&shop, series, "2027-12-31"), "+hh+++");
    assert_eq!((plan.of(LineKind::Changed), plan.lines[0].why), (2, plan::Why::Held));
    let ben = json!({"client": "Ben Kaya", "start_date": "2027-01-12", "time": "10:00"});
    assert!(matches!(shop.book_single(&ben), Err(Refused::Refusal(_))));

    // What is said later of the same days takes the place of what was said before.
    let plan = pause(&mut shop, whose, "2027-01-12", Some("2027-01-26"), true).unwrap();
    assert_eq!(states(&shop, series, "2027-12-31"), "+uuu++");
    assert_eq!((plan.of(LineKind::Deleted), plan.lines[0].why), (3, plan::Why::GivenUp));
    shop.book_single(&ben).unwrap();
    assert_eq!(shop.book.pauses().live().count(), 1);
}

/// Spec S3.2, S4.3: coming back plans again and shows clashes; what a person cancelled stays so.
#[test]
fn who_comes_back_has_the_places_again_but_for_those_that_were_taken() {
    let (mut shop, series) = weekly(&json!({"visits": 6}));
    let whose = Whose::Series(series);
    shop.carry(&Command::CancelVisit {
        visit: shop.visit(series, "2027-01-19T10:00"),
        how: CancelledHow::InTime,
    })
    .unwrap();
    pause(&mut shop, whose, "2027-01-12", None, true).unwrap();
    assert_eq!(states(&shop, series, "2027-12-31"), "+uxuuu");
    let ben = json!({"client": "Ben Kaya", "start_date": "2027-01-26", "time": "10:00"});
    shop.book_single(&ben).unwrap();
    wait(&mut shop, "2027-01-13T08:00");
    let plan = back(&mut shop, whose).unwrap();
    // The 12th is past: nobody came, and nobody will.
    assert_eq!(states(&shop, series, "2027-12-31"), "+ux!++");
    let kinds: Vec<_> = plan.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Failed, LineKind::Created, LineKind::Created]);
    assert_eq!(plan.lines[0].conflicts[0].kind, ConflictKind::Staff);
    let subject = Subject::Series(series);
    assert_eq!(back(&mut shop, whose), Err(Refusal::NotAway { subject }.into()));
}

/// Spec S3.2: hand-made changes survive being given up.
#[test]
fn a_visit_that_was_moved_by_hand_comes_back_where_it_was_moved_to() {
    let (mut shop, series) = weekly(&json!({"visits": 4}));
    let shift = shop.shift(shop.visit(series, "2027-01-12T10:00"), "2027-01-13T15:00", false);
    shop.carry(&shift).unwrap();
    for gives_up in [true, false] {
        pause(&mut shop, Whose::Series(series), "2027-01-13", None, gives_up).unwrap();
        assert_eq!(shop.starts(series), ["2027-01-05T10:00"], "{gives_up}");
        back(&mut shop, Whose::Series(series)).unwrap();
        assert_eq!(
            shop.starts(series),
            [
                "2027-01-05T10:00",
                "2027-01-13T15:00",
                "2027-01-19T10:00",
                "2027-01-26T10:00"
            ]
        );
    }
}

/// Spec S3.2: nothing is topped up inside an open pause; who comes back has the dates that were not made.
#[test]
fn an_open_pause_is_not_topped_up_and_the_dates_come_with_its_end() {
    let (mut shop, series) = weekly(&json!({}));
    let last = |shop: &Shop| {
        shop.book
            .visits()
            .of(series)
            .map(|visit| visit.original_day)
            .max()
            .unwrap()
    };
    let made = last(&shop);
    pause(&mut shop, Whose::Series(series), "2027-02-01", None, false).unwrap();
    wait(&mut shop, "2027-06-01T12:00");
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
    assert_eq!(last(&shop), made);
    back(&mut shop, Whose::Series(series)).unwrap();
    assert_eq!(last(&shop), text("2028-05-30"));
    let row = shop.book.series().get(series).unwrap();
    assert_eq!(row.materialized_until, Some(text("2028-05-31")));
    // What was held and is past stays held: nobody came.
    assert_eq!(states(&shop, series, "2027-06-08"), format!("++++{}+", "h".repeat(18)));
    assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
}

/// Spec S2.5, S3.2: a pause that ends lets dates come into the book as it says.
#[test]
fn dates_that_come_into_the_book_follow_a_pause_with_an_end() {
    let (mut shop, series) = weekly(&json!({}));
    pause(&mut shop, Whose::Series(series), "2027-11-01", Some("2028-01-31"), true).unwrap();
    wait(&mut shop, "2027-03-01T08:00");
    shop.carry(&Command::TopUp).unwrap();
    let visits = shop.book.calendar().of_series(&shop.book, series);
    let given_up = visits
        .filter(|visit| visit.removed_by == Some(RemovedBy::Pause))
        .count();
    assert_eq!(given_up, 13);
    assert_eq!(shop.starts(series).last().unwrap(), "2028-02-29T10:00");
    // A change of the series leaves it so.
    assert_eq!(
        back(&mut shop, Whose::Series(series)).unwrap().of(LineKind::Created),
        13
    );
}

/// Spec S3.2: away is a client over all series; somebody who comes to the same series still does.
#[test]
fn a_client_is_away_over_all_series() {
    let (mut shop, first) = weekly(&json!({"visits": 3}));
    let second = json!({"start_date": "2027-01-07", "time": "15:00", "visits": 3});
    let second = shop.create(&second).unwrap().series.unwrap();
    let bens = json!({"client": "Ben Kaya", "start_date": "2027-01-08", "visits": 3});
    let bens = shop.create(&bens).unwrap().series.unwrap();
    let anna = client(&shop, "Anna Berg");
    pause(&mut shop, anna, "2027-01-10", Some("2027-01-16"), false).unwrap();
    let all = |shop: &Shop| [first, second, bens].map(|series| states(shop, series, "2027-12-31"));
    assert_eq!(all(&shop), ["+h+", "+h+", "+++"]);
    // A new appointment in that time is meant; a new standing one follows.
    let single = json!({"start_date": "2027-01-11", "time": "09:00"});
    let single = shop.book_single(&single).unwrap().series.unwrap();
    assert_eq!(states(&shop, single, "2027-12-31"), "+");
    let third = json!({"start_date": "2027-01-06", "time": "12:00", "visits": 2});
    let third = shop.create(&third).unwrap().series.unwrap();
    assert_eq!(states(&shop, third, "2027-12-31"), "+h");
    back(&mut shop, anna).unwrap();
    assert_eq!(all(&shop), ["+++", "+++", "+++"]);
}

/// Spec S3.2: a series that is changed while nobody comes keeps its places held or given up.
#[test]
fn a_change_while_nobody_comes_leaves_them_away() {
    for (gives_up, expected) in [(false, "+hh+"), (true, "+uu+")] {
        let (mut shop, series) = weekly(&json!({"visits": 4}));
        pause(
            &mut shop,
            Whose::Series(series),
            "2027-01-12",
            Some("2027-01-20"),
            gives_up,
        )
        .unwrap();
        shop.edit(series, &json!({"time": "11:00"})).unwrap();
        assert_eq!(states(&shop, series, "2027-12-31"), expected);
        back(&mut shop, Whose::Series(series)).unwrap();
        assert_eq!(
            shop.starts(series),
            [
                "2027-01-05T11:00",
                "2027-01-12T11:00",
                "2027-01-19T11:00",
                "2027-01-26T11:00"
            ]
        );
    }
}

/// Spec S3.1: stopped with a reason; going on brings back what the stop took out, and plans on.
#[test]
fn a_stopped_series_goes_on_as_if_it_had_not_been_stopped() {
    for (request, whole, last) in [
        (json!({"visits": 6}), "++x+++", "2027-02-09"),
        (json!({"end_date": "2027-02-09"}), "++x+++", "2027-02-09"),
        (json!({}), "++x+++", "2028-01-04"),
    ] {
        let (mut shop, series) = weekly(&request);
        shop.carry(&Command::CancelVisit {
            visit: shop.visit(series, "2027-01-19T10:00"),
            how: CancelledHow::InTime,
        })
        .unwrap();
        shop.carry(&Command::CancelSeries {
            series,
            from: None,
            reason: "moves away".to_owned(),
        })
        .unwrap();
        assert_eq!(states(&shop, series, "2027-02-09"), "rrxrrr");
        wait(&mut shop, "2027-01-04T08:00");
        let status = shop.book.series().get(series).unwrap().status;
        assert_eq!(status, SeriesStatus::Stopped);
        shop.carry(&Command::Restart { series }).unwrap();
        assert_eq!(states(&shop, series, "2027-02-09"), whole, "{request}");
        assert_eq!(
            shop.starts(series).last().unwrap(),
            &format!("{last}T10:00"),
            "{request}"
        );
        let row = shop.book.series().get(series).unwrap();
        assert_eq!((row.status, row.cancel_reason.as_str()), (SeriesStatus::Running, ""));
        assert_eq!(
            shop.carry(&Command::Restart { series }),
            Err(Refusal::SeriesIsNotStopped { series }.into())
        );
        assert_eq!(shop.carry(&Command::TopUp), Err(Refusal::NothingToChange.into()));
    }
}

/// Spec S4.13 over S3.1 and S3.2.
#[test]
fn each_of_it_can_be_taken_back_exactly() {
    let (mut shop, series) = weekly(&json!({}));
    let whose = Whose::Series(series);
    let step = |gives_up, until: Option<&str>| Command::Pause {
        whose,
        from: text("2027-01-12"),
        until: until.map(text),
        gives_up,
    };
    check_undo(&mut shop, &step(false, Some("2027-02-28")));
    check_undo(&mut shop, &step(true, None));
    check_undo(&mut shop, &Command::ComeBack { whose });
    let reason = String::new();
    check_undo(
        &mut shop,
        &Command::CancelSeries {
            series,
            from: None,
            reason,
        },
    );
    check_undo(&mut shop, &Command::Restart { series });
}

#[test]
fn a_pause_ends_after_it_begins_and_not_before_today() {
    let (mut shop, series) = weekly(&json!({"visits": 6}));
    let mut check = |from: &str, until: &str| {
        let refused = pause(&mut shop, Whose::Series(series), from, Some(until), false);
        let Err(Refused::Fields(errors)) = refused else {
            panic!("{from} to {until} is taken");
        };
        assert_eq!(paths(&errors), ["until"], "{from} to {until}");
    };
    check("2027-01-12", "2027-01-11");
    check("2026-11-01", "2026-11-30");
    check("2027-01-12", "2150-01-01");
}

/// S3.2: what a person books for the days on which somebody is away is meant, and a later change of something else leaves it.
#[test]
fn an_appointment_that_is_booked_for_the_time_away_stays_booked_when_its_note_changes() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let anna = client(&shop, "Anna Berg");
    pause(&mut shop, anna, "2026-12-10", Some("2026-12-20"), false).unwrap();
    let series = shop
        .book_single(&json!({"start_date": "2026-12-15"}))
        .unwrap()
        .series
        .unwrap();
    shop.edit(series, &json!({"note": "before the flight"})).unwrap();
    assert_eq!(states(&shop, series, "2026-12-31"), "+");
}

/// Spec S3.2: what a person brings back into a time away is meant, and nothing that has to do with something else takes it away.
#[test]
fn what_a_person_brings_back_or_moves_into_a_time_away_stays_there() {
    let (mut shop, series) = weekly(&json!({"visits": 4}));
    let whose = Whose::Series(series);
    pause(&mut shop, whose, "2027-01-10", Some("2027-01-20"), true).unwrap();
    let visit = shop.visit(series, "2027-01-12T10:00");
    shop.carry(&Command::RestoreVisit {
        visit,
        keep_conflicts: true,
    })
    .unwrap();
    let into = shop.shift(shop.visit(series, "2027-01-26T10:00"), "2027-01-14T10:00", true);
    shop.carry(&into).unwrap();
    let stand = |shop: &Shop| -> Vec<String> {
        let visits = shop.visits(series).into_iter();
        visits
            .filter(|visit| visit.is_busy())
            .map(|visit| visit.day.to_string())
            .collect()
    };
    let meant = ["2027-01-05", "2027-01-12", "2027-01-14"];
    assert_eq!(stand(&shop), meant);
    shop.edit(series, &json!({"note": "tea"})).unwrap();
    pause(&mut shop, whose, "2027-06-01", Some("2027-06-20"), true).unwrap();
    assert_eq!(stand(&shop), meant);
}

/// Spec S3.2: a held visit that is moved to a day on which they are here is one like others.
#[test]
fn a_held_visit_that_is_moved_out_of_the_time_away_takes_place() {
    let (mut shop, series) = weekly(&json!({"visits": 4}));
    pause(
        &mut shop,
        Whose::Series(series),
        "2027-01-11",
        Some("2027-01-13"),
        false,
    )
    .unwrap();
    let visit = shop.visit(series, "2027-01-12T10:00");
    let state = |shop: &Shop| shop.book.visits().get(visit).unwrap().state;
    assert_eq!(state(&shop), VisitState::OnHold);
    for (to, stands) in [
        ("2027-01-13T10:00", VisitState::OnHold),
        ("2027-01-14T10:00", VisitState::Stable),
    ] {
        let command = shop.shift(visit, to, true);
        shop.carry(&command).unwrap();
        assert_eq!(state(&shop), stands, "{to}");
    }
}

/// Spec S3.2, S4.4.
#[test]
fn a_held_visit_that_goes_back_to_its_usual_day_outside_of_the_time_away_takes_place() {
    let (mut shop, series) = weekly(&json!({"visits": 4}));
    let visit = shop.visit(series, "2027-01-19T10:00");
    let command = shop.shift(visit, "2027-01-13T10:00", true);
    shop.carry(&command).unwrap();
    let (whose, first, last) = (Whose::Series(series), "2027-01-11", Some("2027-01-13"));
    pause(&mut shop, whose, first, last, false).unwrap();
    let state = |shop: &Shop| shop.book.visits().get(visit).unwrap().state;
    assert_eq!(state(&shop), VisitState::OnHold);
    let reset = |fields| Command::ResetVisit {
        visit,
        fields,
        keep_conflicts: true,
    };
    shop.edit_visit(series, "2027-01-19T10:00", &json!({"note": "tea"}))
        .unwrap();
    shop.carry(&reset(Changed::NOTE)).unwrap();
    assert_eq!(state(&shop), VisitState::OnHold);
    shop.carry(&reset(Changed::DATETIME)).unwrap();
    assert_eq!(state(&shop), VisitState::Stable);
}

/// Spec S3.2, S4.9: nobody is given a date on which they are away.
#[test]
fn a_date_is_moved_by_policy_to_a_day_on_which_they_are_here() {
    let (mut shop, series) = weekly(&json!({"visits": 4, "closed_days": "next"}));
    pause(
        &mut shop,
        Whose::Series(series),
        "2027-01-13",
        Some("2027-01-14"),
        false,
    )
    .unwrap();
    let closed = json!([{"from": "2027-01-12", "to": "2027-01-12", "reason": "Works"}]);
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": closed}]}));
    let visit = shop.visit(series, "2027-01-12T10:00");
    let fix = Command::SolveProblems {
        visits: vec![visit],
        fix: Fix::Next,
    };
    shop.carry(&fix).unwrap();
    let row = shop.book.visits().get(visit).unwrap();
    assert_eq!(
        (row.day.to_string().as_str(), row.state),
        ("2027-01-15", VisitState::Stable)
    );
}
