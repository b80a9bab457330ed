//! Stories 6 and 9: a visit is postponed, a rhythm goes there and back.

use egui::accesskit::Role;
use serde_json::json;

use super::{UNDO, berg, card, form, has_line, in_the_book, told};
use crate::domain::values::VisitState;
use crate::ui::app::tests::screen::{Screen, book, create};

/// Story 6, the postponed visit (spec S4.8).
#[test]
fn a_postponed_visit_keeps_the_rhythm_or_counts_from_there() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2027-01-05T08:00", |desk| {
        create(desk, &berg(&json!({"every": 5, "visits": 5})));
    });
    let open = |screen: &mut Screen| {
        card(screen);
        screen.click(Role::Link, "Tue 9 Feb 10:00 to 10:45");
        screen.wait("Day by staff");
        screen.press("Move…");
        screen.replace("Day", "16 Feb 2027");
    };
    open(&mut screen);
    screen.click(Role::RadioButton, "Keep the rhythm: next stays Tue 16 Mar");
    screen.press("Move");
    screen.wait_gone("Those after it");
    assert_eq!(
        in_the_book(&screen),
        [
            "5 Jan 10:00",
            "16 Feb 10:00",
            "16 Mar 10:00",
            "20 Apr 10:00",
            "25 May 10:00"
        ]
    );
    screen.keys(UNDO.0, UNDO.1);
    screen.until("undone", |screen| screen.named("Taken back: ").is_some());
    open(&mut screen);
    screen.click(Role::RadioButton, "Count 5 weeks from here: Tue 23 Mar");
    has_line(
        &screen,
        "Tue 20 Apr 2027, 10:00 to 10:45, Ann, Tue 27 Apr 10:00 to 10:45, Ann",
    );
    screen.press("Move, change 4 visits");
    screen.wait_gone("Those after it");
    assert_eq!(
        in_the_book(&screen),
        [
            "5 Jan 10:00",
            "16 Feb 10:00",
            "23 Mar 10:00",
            "27 Apr 10:00",
            "1 Jun 10:00"
        ]
    );
    // One undo.
    screen.keys(UNDO.0, UNDO.1);
    screen.until("undone", |screen| screen.named("Taken back: ").is_some());
    assert_eq!(
        in_the_book(&screen),
        [
            "5 Jan 10:00",
            "9 Feb 10:00",
            "16 Mar 10:00",
            "20 Apr 10:00",
            "25 May 10:00"
        ]
    );
}

/// Story 9 (spec S4.3, S4.7).
#[test]
fn there_and_back_keeps_what_was_cancelled_and_moved_by_hand() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2026-12-01T08:00", |desk| {
        create(desk, &berg(&json!({"end_date": "2027-03-12"})));
    });
    assert_eq!(in_the_book(&screen).len(), 10);
    let every = |screen: &mut Screen, chip: &str, button: &str| {
        form(screen);
        screen.click(Role::RadioButton, chip);
        let names = screen.names();
        assert!(screen.shows(button), "{button} in {names:#?}");
        screen.press(button);
        screen.wait_gone("Change a standing appointment");
    };
    every(&mut screen, "Every 2 weeks", "Remove 5 visits");
    assert_eq!(in_the_book(&screen).len(), 5);
    card(&mut screen);
    screen.click(Role::Link, "Tue 19 Jan 10:00 to 10:45");
    screen.wait("Day by staff");
    screen.press("Cancel visit");
    screen.wait("Bring back");
    every(&mut screen, "Every week", "Book 5 visits");
    assert_eq!(in_the_book(&screen).len(), 9);
    assert!(
        !in_the_book(&screen).contains(&"19 Jan 10:00".to_owned()),
        "it stays cancelled"
    );
    card(&mut screen);
    screen.click(Role::Link, "Tue 2 Feb 10:00 to 10:45");
    screen.wait("Day by staff");
    screen.press("Move…");
    screen.replace("Day", "3 Feb 2027");
    screen.replace("Time", "11:00");
    screen.press("Move");
    screen.until("moved", |screen| {
        screen.named("Anna Berg, Cut, Wed 3 Feb 11:00").is_some()
    });
    let before = in_the_book(&screen);

    form(&mut screen);
    screen.click(Role::CheckBox, "Tuesday");
    screen.click(Role::CheckBox, "Thursday");
    let by_hand = screen.named("Wed 3 Feb 2027, ").expect("the moved visit");
    assert!(
        by_hand.contains("11:00 to 11:45, Ann") && by_hand.contains("Moved by hand, stays so"),
        "{by_hand}"
    );
    screen.picture("there-and-back");
    let names = screen.names();
    let change = names
        .iter()
        .find(|name| name.starts_with("Change ") && name.ends_with(" visits"));
    screen.press(change.expect("a button with the count"));
    screen.wait_gone("Change a standing appointment");
    let after = [
        "7 Jan 10:00",
        "14 Jan 10:00",
        "28 Jan 10:00",
        "3 Feb 11:00",
        "11 Feb 10:00",
        "18 Feb 10:00",
        "25 Feb 10:00",
        "4 Mar 10:00",
        "11 Mar 10:00",
    ];
    assert_eq!(in_the_book(&screen), after);
    let desk = screen.in_the_file();
    let removed = |visit: &&std::sync::Arc<crate::domain::rows::Visit>| {
        visit.original_day.to_string() == "2027-01-21" && visit.state == VisitState::Removed
    };
    let series = desk.book().series().live().next().expect("her series").id;
    assert_eq!(
        desk.book()
            .calendar()
            .of_series(desk.book(), series)
            .filter(removed)
            .count(),
        1,
        "it stays cancelled"
    );
    screen.keys(UNDO.0, UNDO.1);
    screen.until("undone", |screen| screen.named("Taken back: ").is_some());
    assert_eq!(in_the_book(&screen), before);
}

/// Story 6, who is late (spec S5.3): what that runs into is said, nothing is changed by hand.
#[test]
fn who_is_late_runs_into_the_next_one_and_is_not_moved() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2027-01-05T08:00", |desk| {
        create(desk, &berg(&json!({"every": 5, "visits": 2})));
        book(
            desk,
            &json!({"client": "Ben Meyer", "start_date": "2027-01-05", "time": "10:45", "staff": "Ann",
                "services": [{"name": "Cut", "duration": "PT30M"}]}),
        );
    });
    card(&mut screen);
    screen.click(Role::Link, "Tue 5 Jan 10:00 to 10:45");
    screen.wait("Day by staff");
    screen.choose("Late by", "15 min");
    screen.until("late", |screen| {
        let names = screen.names();
        names
            .iter()
            .any(|name| name.contains("Meyer") && name.contains("10:45 to 11:00"))
    });
    assert!(
        screen.named("15 min into Ben Meyer 10:45").is_some(),
        "{:#?}",
        screen.names()
    );
    assert_eq!(in_the_book(&screen), ["5 Jan 10:00", "9 Feb 10:00"]);
    let flags = told(&screen, |visit| {
        format!("{} {}", visit.changed.is_nothing(), visit.late())
    });
    assert_eq!(flags, ["true PT15M", "true PT0M"]);
    screen.choose("What became of it", "Done");
    screen.wait_gone("Late by");
}
