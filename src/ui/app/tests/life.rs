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
    assert!(screen.shows("Note time off"), "nobody is moved who was not asked");
    screen.press("Take the best offer");
    screen.press("Move 1 visit");
    screen.wait("Ann out, 1 visit moved. Anna Berg comes Wed 20 Jan 2027 at 10:00");
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
    screen.click(Role::RadioButton, "No answer, for 10:00 Anna Berg, Cut");
    assert!(screen.shows("1 stays as it is, and waits in To do"));
    screen.press("Note time off");
    screen.wait("To do (1)");
    screen.wait("Ann is off");
    screen.press("Book anyway, Anna Berg, Tue 19 Jan 10:00 to 10:45");
    screen.wait("Visit of Anna Berg on Tue 19 Jan 2027 booked anyway");
    screen.wait("Nothing waits for you");
}

/// Spec S4.11: who says that nothing suits them is cancelled by the shop in the same step.
#[test]
fn whom_nothing_suits_is_cancelled_with_the_time_off_in_one_step() {
    let mut screen = Screen::salon(|desk| create(desk, &annas()));
    screen.wait("Day by staff");
    screen.click(Role::Tab, "To do");
    screen.press("Out today…");
    screen.click(Role::RadioButton, "Cancel the visit, for 10:00 Anna Berg, Cut");
    screen.press("Cancel 1 visit");
    screen.wait("Ann out, 1 visit cancelled");
    assert_eq!(screen.starts_of("Berg")[0], "2027-02-09T10:00");
    assert!(screen.shows("To do"), "nothing waits: {:?}", screen.names());
    screen.keys(UNDO.0, UNDO.1);
    screen.wait("Taken back: Ann out, 1 visit cancelled");
    assert_eq!(screen.starts_of("Berg")[0], "2027-01-19T10:00");
}

/// Another day or time that is typed after the dialog was opened is the one that counts.
#[test]
fn the_call_list_follows_the_day_and_the_time_that_are_typed() {
    let mut screen = Screen::salon(|desk| {
        create(desk, &annas());
        let mut toms = annas();
        toms["client"] = json!("Tom Weber");
        toms["time"] = json!("15:00");
        create(desk, &toms);
    });
    screen.click(Role::Tab, "To do");
    screen.press("Out today…");
    assert!(screen.shows("10:00 Anna Berg, Cut") && screen.shows("15:00 Tom Weber, Cut"));
    screen.replace("At", "12:00");
    assert!(!screen.shows("10:00 Anna Berg, Cut") && screen.shows("15:00 Tom Weber, Cut"));
    screen.replace("From", "20 Jan 2027");
    assert!(screen.shows("Nobody has a visit then"), "{:#?}", screen.names());
    screen.replace("At", "9:00");
    screen.replace("From", "9 Feb 2027");
    assert!(screen.shows("10:00 Anna Berg, Cut"), "{:#?}", screen.names());
    screen.press("Take the best offer for all 2");
    screen.press("Move 2 visits");
    screen.wait("Ann out, 2 visits moved");
    assert_eq!(screen.starts_of("Berg")[0], "2027-01-19T10:00", "today is as it was");
    assert_eq!(screen.starts_of("Berg")[1], "2027-02-09T10:00", "with Bo");
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
    screen.press("Save, hold 18 visits");
    screen.wait("Running, away until further notice");
    assert!(!screen.shows("Meanwhile"));
    screen.press("Take up again…");
    screen.press("Take up 18 visits");
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
    assert!(screen.shows("Time away of Anna Berg"), "{:?}", screen.names());
    screen.replace("Through", "22 Jan 2027");
    screen.press("Save, hold 2 visits");
    screen.wait("Away until 22 Jan 2027");
    assert!(screen.shows("Take up again…"));
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
    assert!(
        screen.named("Ann, 45 min").is_some(),
        "the head of her column is there again"
    );
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

/// Spec S4.9: dates that clash are said before, and each is booked anyway or sorted out later.
#[test]
fn one_regular_has_something_else_for_a_while_and_a_clash_is_decided_on() {
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
        screen.shows("2 dates clash: book anyway, or sort out later"),
        "{:#?}",
        screen.names()
    );
    screen.picture("clashes-for-a-while");
    screen.press("Book all 2 anyway");
    assert!(screen.shows("Change 2 visits"), "{:#?}", screen.names());
    screen.press("Ask again, Tue 2 Mar 2027");
    screen.press("Change 1 visit, sort out 1 later");
    screen.wait("For a while At 14:00, 1 Feb to 14 Mar 2027");
    assert_eq!(
        screen.starts_of("Berg")[..3],
        ["2027-01-19T10:00", "2027-02-09T14:00", "2027-03-23T10:00"]
    );
    screen.wait("To do (1)");
    screen.keys(UNDO.0, UNDO.1);
    screen.wait_gone("To do (1)");
    assert_eq!(screen.starts_of("Berg")[1..3], ["2027-02-09T10:00", "2027-03-02T10:00"]);
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
