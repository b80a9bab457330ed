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

/// Spec S4.5: who stands in is asked from the column of the day, seen before it happens, listed on the card, and undone.
#[test]
fn somebody_stands_in_from_the_column_of_the_day() {
    let mut screen = Screen::salon(|desk| create(desk, &annas()));
    let head = screen.named("Ann, 45 min").expect("the head of her column");
    screen.press(&head);
    screen.click(Role::MenuItem, "Somebody stands in…");
    screen.wait("Somebody stands in for Ann");
    assert_eq!(screen.nameless(), []);
    screen.choose("Who stands in", "Bo");
    screen.replace("From", "1 Feb 2027");
    screen.write("Through", "14 Mar 2027");
    let first = screen.named("Tue 9 Feb 2027, ").expect("a line of the plan");
    assert!(first.contains("10:00 to 10:45, Ann, 10:00 to 10:45, Bo"), "{first}");
    screen.picture("stand-in");
    screen.press("Change 2 visits");
    screen.wait_gone("Somebody stands in for Ann");
    assert_eq!(with_whom(&screen), ["19 Jan Ann", "9 Feb Bo", "2 Mar Bo", "23 Mar Ann"]);
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Anna Berg, Cut, ").expect("her row");
    screen.click(Role::Row, &row);
    assert!(
        screen.shows("For a while Bo stands in, 1 Feb to 14 Mar 2027"),
        "{:#?}",
        screen.names()
    );
    screen.picture("regular-card-stand-in");
    screen.keys(UNDO.0, UNDO.1);
    screen.wait_gone("For a while Bo stands in, 1 Feb to 14 Mar 2027");
    assert_eq!(
        with_whom(&screen),
        ["19 Jan Ann", "9 Feb Ann", "2 Mar Ann", "23 Mar Ann"]
    );
}

/// A time that somebody else is asked for is refused where it clashes, and says so before.
#[test]
fn one_regular_has_something_else_for_a_while_and_a_clash_is_said_before() {
    let mut screen = Screen::salon(|desk| {
        create(desk, &annas());
        let mut toms = annas();
        toms["client"] = json!("Tom Weber");
        toms["time"] = json!("14:00");
        create(desk, &toms);
    });
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Anna Berg, Cut, ").expect("her row");
    screen.click(Role::Row, &row);
    screen.press("Something else for a while…");
    screen.replace("From", "1 Feb 2027");
    screen.write("Through", "14 Mar 2027");
    screen.write("Time", "14:00");
    assert!(
        screen.shows("2 dates clash. Nothing can be changed like this"),
        "{:#?}",
        screen.names()
    );
    assert!(!screen.is_enabled("Change"));
    screen.replace("Time", "15:00");
    screen.press("Change 2 visits");
    screen.wait("For a while At 15:00, 1 Feb to 14 Mar 2027");
    assert_eq!(
        screen.starts_of("Berg")[..4],
        [
            "2027-01-19T10:00",
            "2027-02-09T15:00",
            "2027-03-02T15:00",
            "2027-03-23T10:00"
        ]
    );
}

/// The first four visits of Anna in the file, with whom.
fn with_whom(screen: &Screen) -> Vec<String> {
    let desk = screen.in_the_file();
    let book = desk.book();
    let series = book.series().live().next().expect("her series");
    let visits = book.calendar().of_series(book, series.id).take(4);
    visits
        .map(|visit| {
            let lead = visit.lead().map(|lead| crate::words::visit::staff(book, lead));
            format!(
                "{} {}",
                crate::words::dates::day_and_month(visit.day),
                lead.unwrap_or("nobody")
            )
        })
        .collect()
}
