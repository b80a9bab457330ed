//! One visit in the window: the usual beside this time, the way back, and what is asked before it is cancelled.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use serde_json::{Value, json};

use super::screen::{Screen, annas, create};
use super::{ANNA, with_anna};

/// Anna's series with other services.
fn with(services: &Value) -> Screen {
    let mut request = annas();
    request["services"] = services.clone();
    Screen::salon(|desk| {
        let visitors =
            json!({"clients": [{"given_name": "Anna", "surname": "Berg", "visitors": [{"given_name": "Tom"}]}]});
        let draft = crate::domain::setup::read(desk.book(), &visitors).expect("a setup");
        let command = crate::domain::Command::SetUp(Box::new(draft));
        desk.carry_out(&command).expect("Tom");
        create(desk, &request);
    })
}

/// Spec S4.4.
#[test]
fn the_card_says_what_is_usual_beside_this_time_and_brings_it_back() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "11:15");
    screen.press("Move");
    screen.wait_gone(ANNA);
    let says = "Date and time Tue 19 Jan 2027 at 11:15\nThe usual: Tue 19 Jan 2027 at 10:00";
    assert!(screen.shows(says), "{:#?}", screen.names());
    screen.press("Back to the usual date and time");
    screen.wait(ANNA);
    assert!(!screen.shows("Back to the usual date and time"));
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait_gone(ANNA);
}

/// Spec S2.10.
#[test]
fn a_visit_with_something_that_comes_every_second_time_asks_whether_it_comes_next_time() {
    let mut screen = with(&json!(["Cut", {"name": "Colour", "every_nth": 2, "phase": 1}]));
    let anna = screen.named("Anna Berg, Cut, Colour").expect("her visit");
    screen.press(&anna);
    screen.press("Cancel visit");
    assert!(screen.shows("Leave it out"), "{:#?}", screen.names());
    screen.click(Role::RadioButton, "Next time instead");
    screen.key(Key::Escape);
    assert!(screen.named("Anna Berg, Cut, Colour").is_some());
    screen.key(Key::Delete);
    screen.click(Role::RadioButton, "Next time instead");
    screen.keys(Modifiers::COMMAND, Key::Enter);
    screen.wait_gone(&anna);
    assert!(
        screen
            .named("Visit of Anna Berg on Tue 19 Jan 2027 cancelled, what was due comes")
            .is_some()
    );
}

#[test]
fn of_those_who_come_together_all_are_cancelled_or_only_one() {
    let mut screen = with(&json!(["Cut", {"name": "Cut", "for": "Tom"}]));
    let both = screen.named("Anna Berg and Tom, ").expect("their visit");
    screen.press(&both);
    screen.press("Cancel visit");
    screen.click(Role::RadioButton, "Only Tom");
    screen.keys(Modifiers::COMMAND, Key::Enter);
    screen.wait_gone(&both);
    let alone = screen.named("Anna Berg, Cut, Tue 19 Jan").expect("her visit alone");
    assert!(alone.contains("services changed by hand"), "{alone}");
    assert!(
        screen.shows("Services Cut\nThe usual: Cut, Cut for Tom"),
        "{:#?}",
        screen.names()
    );
    screen.press("Back to the usual services");
    screen.wait(&both);
}

/// Spec S4.4.
#[test]
fn what_one_visit_has_is_changed_and_what_is_wrong_stands_at_its_field() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Change this visit…");
    screen.replace("Length of Cut", "0");
    assert!(screen.shows("From PT1M to PT24H"), "{:#?}", screen.names());
    screen.replace("Length of Cut", "60");
    screen.write("Note", "brings a dog");
    screen.press("Change");
    screen.wait_gone(ANNA);
    let changed = screen
        .named("Anna Berg, Cut, Tue 19 Jan 10:00 to 11:00")
        .expect("the longer visit");
    assert!(changed.contains("length and note changed by hand"), "{changed}");
    assert!(screen.shows("Length 1 h\nThe usual: 45 min"), "{:#?}", screen.names());
    screen.press("All back to the usual");
    screen.wait(ANNA);
}
