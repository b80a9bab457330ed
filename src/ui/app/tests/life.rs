//! What is to do, who is away and who is out, in the window over a real file: done, seen in the other screens, taken back.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use serde_json::json;

use super::screen::{Screen, annas, create};

const UNDO: (Modifiers, Key) = (Modifiers::COMMAND, Key::Z);

/// Story 3 as it looks (spec S4.11): Ann is out from half past eight, Bo is on holiday.
#[test]
fn who_is_out_is_noted_and_whom_to_call_is_moved_in_one_step_with_one_undo() {
    let mut screen = Screen::salon(|desk| create(desk, &annas()));
    screen.wait("Day by staff");
    screen.click(Role::Tab, "To do");
    screen.press("Out today…");
    screen.wait("10:00 Anna Berg, Cut");
    assert!(screen.shows("+13155550175"), "{:?}", screen.names());
    screen.press("Move 1 visit");
    screen.wait("Ann out, 1 visit moved");
    assert!(!screen.shows("Who is out"));
    assert!(screen.shows("To do"), "nothing waits: {:?}", screen.names());
    screen.keys(UNDO.0, UNDO.1);
    screen.wait("Taken back: Ann out, 1 visit moved");
}

/// Spec S4.10: who is not called is a problem, which is counted in the navigation and dealt with from the list.
#[test]
fn who_was_not_reached_waits_in_to_do() {
    let mut screen = Screen::salon(|desk| create(desk, &annas()));
    screen.wait("Day by staff");
    screen.click(Role::Tab, "To do");
    screen.press("Out today…");
    screen.wait("10:00 Anna Berg, Cut");
    screen.click(Role::CheckBox, "10:00 Anna Berg, Cut");
    screen.press("Note time off");
    screen.wait("To do (1)");
    screen.wait("Ann is off");
    screen.press("Book anyway, Anna Berg, Tue 19 Jan 10:00 to 10:45");
    screen.wait("1 problem sorted out");
    screen.wait("Nothing waits for you");
}

/// Spec S3.2: away from the card of the regular, and back.
#[test]
fn a_regular_is_away_for_a_while_and_comes_again() {
    let mut screen = Screen::salon(|desk| create(desk, &annas()));
    screen.wait("Day by staff");
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Anna Berg, Cut, ").unwrap();
    screen.click(Role::Row, &row);
    screen.press("Away for a while…");
    let save = screen.named("Save, change ").unwrap();
    screen.press(&save);
    screen.wait("Running, away until further notice");
    assert!(!screen.shows("Meanwhile"));
    screen.press("Comes again…");
    let back = screen.named("Back again, ").unwrap();
    screen.press(&back);
    screen.wait_gone("Running, away until further notice");
    screen.keys(UNDO.0, UNDO.1);
    screen.wait("Running, away until further notice");
}

/// A client is away over all series, from their card.
#[test]
fn a_client_is_away_from_the_card() {
    let mut screen = Screen::salon(|desk| {
        create(desk, &annas());
        create(
            desk,
            &json!({"client": "Anna Berg", "services": ["Cut"], "staff": "Ann", "frequency": "weekly",
            "start_date": "2027-01-21", "time": "15:00", "visits": 2}),
        );
    });
    screen.wait("Day by staff");
    screen.click(Role::Tab, "Clients");
    let row = screen.named("Anna Berg, ").unwrap();
    screen.click(Role::Row, &row);
    screen.press("Away for a while…");
    assert!(
        screen.shows("Anna Berg does not come for a while"),
        "{:?}",
        screen.names()
    );
    screen.replace("Through", "22 Jan 2027");
    screen.press("Save, change 2 visits");
    screen.wait("Away until 22 Jan 2027");
    assert!(screen.shows("Comes again…"));
}
