//! Scopes of a change (spec S4.5): all to come, from here on; what begins a chapter, and what counts on across chapters.

use serde_json::json;

use super::*;
use crate::domain::decide::inverse;
use crate::domain::request::draft_of_chapter;
use crate::domain::schedule::lines_of;

/// Berg, Tuesdays at ten from 5 January 2027 on, with more; it is December.
fn berg(more: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut request = json!({"start_date": "2027-01-05"});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

/// First and last date, and when the visits begin, of each chapter.
fn chapters(shop: &Shop, series: SeriesId) -> Vec<(String, Option<u32>, Option<String>)> {
    let chapters = shop.book.chapters_of(series).into_iter();
    let until = |chapter: &Chapter| chapter.until_day.map(|day| day.to_string());
    chapters
        .map(|chapter| (chapter.start_day.to_string(), chapter.visits, until(chapter)))
        .collect()
}

fn row(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

fn cancel(shop: &mut Shop, series: SeriesId, original: &str) {
    let visit = shop.visit(series, original);
    let how = CancelledHow::InTime;
    shop.carry(&Command::CancelVisit { visit, how }).unwrap();
}

/// Carries a change out, and takes it back: nothing is left of it.
#[track_caller]
fn check_undo(shop: &Shop, command: &Command) {
    let mut moment = shop.moment.clone();
    let mut book = shop.book.clone();
    let change = decide(&book, command, &mut moment).unwrap().change;
    for edit in &change.edits {
        book.apply(edit).unwrap();
    }
    let edits: Vec<_> = change.undoable().cloned().collect();
    let undo = inverse(&book, &edits, change.label, None, &mut moment).unwrap();
    for edit in &undo.edits {
        book.apply(edit).unwrap();
    }
    let seen = |book: &Book| {
        let visits: Vec<_> = book
            .visits()
            .of(command_series(command))
            .map(|visit| Visit {
                updated_at: moment.now,
                ..Visit::clone(visit)
            })
            .collect();
        let chapters: Vec<_> = book
            .chapters()
            .all()
            .map(|row| Chapter {
                updated_at: moment.now,
                ..Chapter::clone(row)
            })
            .collect();
        (visits, chapters, book.lines().len(), book.slot_terms().len())
    };
    assert_eq!(seen(&book), seen(&shop.book));
}

fn command_series(command: &Command) -> SeriesId {
    let Command::EditSeries { series, .. } = command else {
        panic!("no change of a series: {command:?}")
    };
    *series
}

/// Spec S4.5, S4.6.
#[test]
fn all_to_come_begins_a_chapter_behind_the_last_past_visit_and_leaves_the_past_alone() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-03-12"}));
    shop.wait_until("2027-01-20T08:00");
    let before: Vec<_> = ["01-05", "01-12", "01-19"]
        .map(|day| row(&shop, series, &format!("2027-{day}T10:00")))
        .to_vec();
    let how = EditHow::default();
    check_undo(&shop, &shop.edited(series, &json!({"time": "11:00"}), how).unwrap());
    let plan = shop.edit(series, &json!({"time": "11:00"})).unwrap();
    assert_eq!((plan.lines.len(), plan.of(LineKind::Changed)), (7, 7));
    assert_eq!(
        chapters(&shop, series),
        [
            ("2027-01-05".to_owned(), None, Some("2027-01-19".to_owned())),
            ("2027-01-26".to_owned(), None, Some("2027-03-12".to_owned())),
        ]
    );
    for visit in before {
        assert_eq!(row(&shop, series, &visit.original().to_string()), visit);
    }
    let starts = shop.starts(series);
    assert_eq!((starts.len(), starts[3].as_str()), (10, "2027-01-26T11:00"));
    // None of the new chapter is past: it is edited in place, under its own names.
    let pieces = shop.book.ical_pieces().len();
    shop.edit(series, &json!({"time": "12:00"})).unwrap();
    assert_eq!(
        (chapters(&shop, series).len(), shop.book.ical_pieces().len()),
        (2, pieces)
    );
    assert_eq!(shop.starts(series)[3], "2027-01-26T12:00");
}

/// Spec S4.5: notes, colour, reminders never begin a chapter; neither does an end that moves.
#[test]
fn a_note_and_another_end_begin_no_chapter() {
    let (mut shop, series) = berg(&json!({"visits": 10}));
    shop.wait_until("2027-01-20T08:00");
    let note = json!({"note": "brings a dog", "colour": "#ff0000", "reminders": {"client_sms": 2}});
    let plan = shop.edit(series, &note).unwrap();
    assert_eq!(plan.changed_visits(), 0);
    let plan = shop.edit(series, &json!({"visits": 12})).unwrap();
    assert_eq!((plan.of(LineKind::Created), plan.of(LineKind::Untouched)), (2, 7));
    shop.edit_from(series, "2027-02-02", &json!({"note": "brings two dogs"}))
        .unwrap();
    assert_eq!(chapters(&shop, series), [("2027-01-05".to_owned(), Some(12), None)]);
    shop.edit(series, &json!({"visits": 4})).unwrap();
    assert_eq!(shop.starts(series).len(), 4);
}

/// Spec S2.4: an end by N visits counts on.
#[test]
fn the_count_of_an_end_by_number_goes_on_across_chapters() {
    let (mut shop, series) = berg(&json!({"visits": 10}));
    shop.edit_from(series, "2027-02-02", &json!({"weekdays": ["thu"]}))
        .unwrap();
    assert_eq!(
        chapters(&shop, series),
        [
            ("2027-01-05".to_owned(), None, Some("2027-02-01".to_owned())),
            ("2027-02-04".to_owned(), Some(6), None),
        ]
    );
    assert_eq!(shop.starts(series).len(), 10);
    assert_eq!(draft_of(&shop.book, series).unwrap().end, draft::SeriesEnd::After(10));
    shop.edit_from(series, "2027-02-18", &json!({"time": "09:00", "visits": 12}))
        .unwrap();
    assert_eq!(shop.starts(series).len(), 12);
    assert_eq!(shop.starts(series).last().unwrap(), "2027-03-25T09:00");
    let refused = shop.edit_from(series, "2027-02-18", &json!({"visits": 6, "time": "08:00"}));
    let Err(Refused::Fields(errors)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(paths(&errors), ["visits"]);
}

/// Spec S2.10: what is there every Nth time goes on with the count.
#[test]
fn the_colour_of_every_second_visit_stays_in_step_across_chapters() {
    let colour = json!([{"name": "Cut"}, {"name": "Colour", "every_nth": 2}]);
    let (mut shop, series) = berg(&json!({"visits": 8, "services": colour}));
    let coloured = |shop: &Shop| -> Vec<String> {
        let visits = shop.visits(series).into_iter();
        let coloured = visits.filter(|visit| lines_of(&shop.book, visit).len() == 2);
        coloured.map(|visit| visit.day.to_string()).collect()
    };
    let before = ["2027-01-05", "2027-01-19", "2027-02-02", "2027-02-16"];
    assert_eq!(coloured(&shop), before);
    shop.edit_from(series, "2027-01-26", &json!({"staff": "Bo"})).unwrap();
    assert_eq!(coloured(&shop), before);
    shop.wait_until("2027-02-10T08:00");
    shop.edit(series, &json!({"time": "09:00"})).unwrap();
    assert_eq!(
        (coloured(&shop), chapters(&shop, series).len()),
        (before.map(str::to_owned).to_vec(), 3)
    );
}

/// Spec S4.5: a chapter that begins where an earlier change began is edited in place, and weeks go on in step.
#[test]
fn from_here_on_twice_is_one_chapter_and_every_other_week_stays_in_step() {
    let (mut shop, series) = berg(&json!({"frequency": "biweekly", "end_date": "2027-06-30"}));
    let dates = shop.starts(series);
    shop.edit_from(series, "2027-02-05", &json!({"time": "11:00"})).unwrap();
    shop.edit_from(series, "2027-02-10", &json!({"staff": "Bo"})).unwrap();
    assert_eq!(
        chapters(&shop, series),
        [
            ("2027-01-05".to_owned(), None, Some("2027-02-04".to_owned())),
            ("2027-02-16".to_owned(), None, Some("2027-06-30".to_owned())),
        ]
    );
    let days = |starts: &[String]| -> Vec<String> {
        starts
            .iter()
            .map(|start| start.split('T').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(days(&shop.starts(series)), days(&dates));
    let command = shop.edited(
        series,
        &json!({"time": "12:00"}),
        EditHow {
            scope: Scope::From(text("2027-03-20")),
            ..EditHow::default()
        },
    );
    check_undo(&shop, &command.unwrap());
}

/// Spec S4.7: what a person did after the cut follows into the new chapter.
#[test]
fn what_was_changed_and_cancelled_by_hand_follows_into_the_new_chapter() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-03-12"}));
    cancel(&mut shop, series, "2027-02-16T10:00");
    let moved = shop.shift(shop.visit(series, "2027-02-09T10:00"), "2027-02-10T15:00", false);
    shop.carry(&moved).unwrap();
    let rows: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    shop.edit_from(series, "2027-02-01", &json!({"weekdays": ["thu"]}))
        .unwrap();
    let again: Vec<VisitId> = shop.book.visits().of(series).map(|visit| visit.id).collect();
    assert_eq!(rows, again);
    assert_eq!(row(&shop, series, "2027-02-11T10:00").start(), text("2027-02-10T15:00"));
    let cancelled = row(&shop, series, "2027-02-18T10:00");
    assert_eq!(
        (cancelled.state, cancelled.removed_by),
        (VisitState::Removed, Some(RemovedBy::Person))
    );
    let last = shop.book.last_chapter(series).unwrap().id;
    assert_eq!(cancelled.chapter_id, last);
    // What is no longer a date stays by itself; what nobody touched goes, and comes back with its date.
    shop.edit_from(
        series,
        "2027-02-11",
        &json!({"frequency": "biweekly", "weekdays": ["mon"]}),
    )
    .unwrap();
    assert!(shop.starts(series).contains(&"2027-02-10T15:00".to_owned()));
    shop.edit_from(
        series,
        "2027-02-11",
        &json!({"frequency": "weekly", "weekdays": ["thu"]}),
    )
    .unwrap();
    assert_eq!(shop.starts(series).len(), 9);
}

/// Spec S4.5: a later chapter takes over what was changed and keeps the rest; another rhythm takes it in.
#[test]
fn a_change_before_a_later_chapter_leaves_what_that_says_otherwise() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-03-30"}));
    shop.edit_from(series, "2027-03-01", &json!({"staff": "Bo"})).unwrap();
    shop.edit_from(series, "2027-02-01", &json!({"time": "11:00"})).unwrap();
    assert_eq!(chapters(&shop, series).len(), 3);
    let staff = |shop: &Shop, original: &str| {
        let lead = row(shop, series, original).lead().unwrap();
        shop.book.staff().get(lead).unwrap().name().to_owned()
    };
    assert_eq!(staff(&shop, "2027-02-23T11:00"), "Ann");
    assert_eq!(staff(&shop, "2027-03-02T11:00"), "Bo");
    let drafts: Vec<_> = shop
        .book
        .chapters_of(series)
        .into_iter()
        .map(|chapter| draft_of_chapter(&shop.book, chapter).unwrap())
        .collect();
    assert_eq!(drafts[0].slots[0].time, text("10:00"));
    shop.edit_from(series, "2027-02-08", &json!({"frequency": "biweekly"}))
        .unwrap();
    assert_eq!(chapters(&shop, series).len(), 3);
    assert_eq!(
        shop.starts(series)[4..],
        [
            "2027-02-02T11:00",
            "2027-02-16T11:00",
            "2027-03-02T11:00",
            "2027-03-16T11:00",
            "2027-03-30T11:00"
        ]
    );
}

/// Spec S4.2: a change by force lists what it overwrites and clears the flags.
#[test]
fn force_overwrites_what_was_changed_by_hand_in_the_visits_that_are_named() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-02-12"}));
    for day in ["2027-01-12", "2027-01-19"] {
        let moved = shop.shift(
            shop.visit(series, &format!("{day}T10:00")),
            &format!("{day}T15:00"),
            false,
        );
        shop.carry(&moved).unwrap();
    }
    cancel(&mut shop, series, "2027-01-26T10:00");
    let how = EditHow {
        force: Force::These([text("2027-01-19T10:00")].into()),
        ..EditHow::default()
    };
    let plan = shop.edit_how(series, &json!({"time": "11:00"}), how).unwrap();
    let forced: Vec<_> = plan.lines.iter().filter(|line| line.kind == LineKind::Forced).collect();
    let [forced] = forced.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(
        (forced.original, forced.overwrites()),
        (text("2027-01-19T11:00"), Changed::DATETIME)
    );
    assert_eq!(
        shop.starts(series),
        [
            "2027-01-05T11:00",
            "2027-01-12T15:00",
            "2027-01-19T11:00",
            "2027-02-02T11:00",
            "2027-02-09T11:00"
        ]
    );
    assert!(row(&shop, series, "2027-01-19T11:00").changed.is_nothing());
    let how = EditHow {
        force: Force::All,
        ..EditHow::default()
    };
    let plan = shop.edit_how(series, &json!({"time": "11:30"}), how).unwrap();
    assert_eq!(plan.of(LineKind::Forced), 1);
    // What a person cancelled is brought back by nothing (spec S4.3).
    assert_eq!(shop.starts(series).len(), 5);
}

/// Spec S4.8: weeks counted from here.
#[test]
fn weeks_are_counted_from_here_and_what_was_done_by_hand_goes_by_its_number() {
    let (mut shop, series) = berg(&json!({"every": 5, "visits": 6}));
    cancel(&mut shop, series, "2027-03-16T10:00");
    let how = EditHow {
        scope: Scope::From(text("2027-02-09")),
        reset_start: true,
        ..EditHow::default()
    };
    let plan = shop
        .edit_how(series, &json!({"start_date": "2027-02-16"}), how)
        .unwrap();
    assert_eq!(plan.of(LineKind::Deleted), 0);
    assert_eq!(
        shop.starts(series),
        [
            "2027-01-05T10:00",
            "2027-02-16T10:00",
            "2027-04-27T10:00",
            "2027-06-01T10:00",
            "2027-07-06T10:00"
        ]
    );
    assert_eq!(
        row(&shop, series, "2027-03-23T10:00").removed_by,
        Some(RemovedBy::Person)
    );
}

/// Spec S4.5: a day that no date lies behind is named.
#[test]
fn a_change_from_behind_the_last_date_names_the_day() {
    let (mut shop, series) = berg(&json!({"end_date": "2027-02-12"}));
    let refused = shop.edit_from(series, "2027-03-01", &json!({"time": "11:00"}));
    let Err(Refused::Fields(errors)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(paths(&errors), ["from"]);
    shop.wait_until("2027-03-01T08:00");
    assert_eq!(
        shop.edit(series, &json!({"time": "11:00"})),
        Err(Refusal::SeriesHasPast { series }.into())
    );
    // It can end later, at another time from then on.
    shop.edit(series, &json!({"end_date": "2027-03-12", "time": "11:00"}))
        .unwrap();
    assert_eq!(shop.starts(series)[6..], ["2027-03-02T11:00", "2027-03-09T11:00"]);
}

/// S4.7: a weekday that moves in the middle of a week whose visit lies behind gives that week no second one.
#[test]
fn a_week_whose_visit_lies_behind_gets_no_second_one_on_the_new_weekday() {
    let (mut shop, series) = berg(&json!({"start_date": "2027-01-05", "frequency": "weekly", "visits": 5}));
    shop.moment.now = shop.zone.resolve(text("2027-01-13T08:00")).instant();
    shop.edit(series, &json!({"weekdays": ["thu"]})).unwrap();
    let days = [
        "2027-01-05T10:00",
        "2027-01-12T10:00",
        "2027-01-21T10:00",
        "2027-01-28T10:00",
        "2027-02-04T10:00",
    ];
    assert_eq!(shop.starts(series), days);
}

/// The services of each visit, by name.
fn services(shop: &Shop, series: SeriesId) -> Vec<String> {
    let name = |line: &schedule::PlannedLine<'_>| shop.book.services().get(line.service).unwrap().name.clone();
    let of = |visit: &Arc<Visit>| {
        let lines = schedule::lines_of(&shop.book, visit);
        lines.iter().map(name).collect::<Vec<_>>().join("+")
    };
    shop.visits(series).iter().map(of).collect()
}

/// Spec S2.10, S4.5: what a later chapter says as it was is there as if no chapter began.
#[test]
fn services_that_change_go_on_with_their_count_and_order_into_a_later_chapter() {
    for (services_before, services_after) in [
        (
            json!(["Cut", {"name": "Colour", "every_nth": 2}]),
            json!(["Cut", {"name": "Colour", "every_nth": 3}]),
        ),
        (
            json!(["Cut", {"name": "Colour", "every_nth": 2}]),
            json!(["Cut", {"name": "Colour", "every_nth": 2, "phase": 2}]),
        ),
        (
            json!(["Cut", {"name": "Colour", "every_nth": 2}]),
            json!([{"name": "Colour", "every_nth": 2}, "Cut"]),
        ),
        (json!(["Cut"]), json!(["Cut", {"name": "Colour", "every_nth": 3}])),
        (json!(["Hour", "Cut"]), json!(["Cut", "Hour"])),
        (json!(["Hour", "Cut"]), json!(["Hour", "Cut", "Hour"])),
    ] {
        let after = |chapters: &[&str]| {
            let (mut shop, series) = berg(&json!({"visits": 9, "conflicts": "keep", "services": services_before}));
            for (from, staff) in chapters.iter().zip(["Bo", "Ann"]) {
                shop.edit_from(series, from, &json!({"staff": staff})).unwrap();
            }
            shop.edit(series, &json!({"services": services_after})).unwrap();
            services(&shop, series)
        };
        let without = after(&[]);
        assert_eq!(after(&["2027-01-19"]), without, "{services_after}");
        assert_eq!(after(&["2027-01-19", "2027-02-09"]), without, "{services_after}");
    }
}

/// Spec S4.5: what is added stands behind what it follows, whatever a later chapter has besides.
#[test]
fn a_service_that_is_added_stands_behind_the_one_it_follows_in_a_later_chapter_too() {
    let (mut shop, series) = berg(&json!({"visits": 4, "conflicts": "keep", "services": ["Cut"]}));
    shop.edit_from(series, "2027-01-19", &json!({"services": ["Hour", "Cut"]}))
        .unwrap();
    shop.edit(series, &json!({"services": ["Cut", "Short cut"]})).unwrap();
    let (first, later) = ("Cut+Short cut", "Hour+Cut+Short cut");
    assert_eq!(services(&shop, series), [first, first, later, later]);
    // One that is changed and one that is left out, likewise.
    shop.edit(series, &json!({"services": ["Colour"]})).unwrap();
    let later = "Hour+Colour";
    assert_eq!(services(&shop, series), ["Colour", "Colour", later, later]);
}
