//! One visit in the window: the usual beside this time, the way back, and what is asked before it is cancelled.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use serde_json::{Value, json};

use super::screen::{Screen, annas, create, set};
use super::{ANNA, with_anna};

/// Anna's series with other services.
fn with(services: &Value) -> Screen {
    let mut request = annas();
    request["services"] = services.clone();
    Screen::salon(|desk| {
        let visitors =
            json!({"clients": [{"given_name": "Anna", "surname": "Berg", "visitors": [{"given_name": "Tom"}]}]});
        set(desk, &visitors);
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
    screen.press("Change…");
    screen.replace("Length of Cut", "0");
    assert!(screen.shows("From PT1M to PT24H"), "{:#?}", screen.names());
    screen.replace("Length of Cut", "60");
    assert!(screen.shows("The usual: 45 min"), "{:#?}", screen.names());
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

/// One way to change: which visits is asked in it, and of more than one the form of the appointment opens with what was chosen.
#[test]
fn which_visits_are_changed_is_asked_where_one_is_changed() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Change…");
    screen.picture("change-a-visit");
    screen.write("Note", "dog");
    assert!(!screen.shows("Only this"), "what was typed is not thrown away");
    screen.key(Key::Escape);
    screen.press("Change…");
    let from = screen.named("From here on (").expect("the choice");
    screen.click(Role::RadioButton, &from);
    screen.wait("Change a standing appointment");
    assert_eq!(screen.text("From"), "19 Jan 2027");
    screen.click(Role::RadioButton, "Only this");
    screen.wait("Change the visit of Anna Berg");
    screen.key(Key::Escape);
    screen.press("Open the standing appointment");
    screen.wait("Next visits");
    assert!(screen.shows("Regulars"), "{:#?}", screen.names());
}

/// Spec S4.4: chairs and tags of one visit, each beside the usual, with the way back to it; a shop without any sees neither.
#[test]
fn chairs_and_tags_of_one_visit_go_back_to_the_usual_one_by_one() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Change…");
    assert!(!screen.shows("Chair or room") && !screen.shows("Tags") && !screen.shows("Colour"));
    let mut screen = Screen::salon(|desk| {
        let more = json!({"resources": [{"kind": "Chair", "name": "Chair 1", "location": "Main Street"},
                {"kind": "Chair", "name": "Chair 2", "location": "Main Street"}],
            "tags": [{"title": "Quiet", "colour": "#0f6b62"}]});
        set(desk, &more);
        let mut annas = annas();
        annas["resources"] = json!(["Chair 1"]);
        create(desk, &annas);
    });
    screen.press(ANNA);
    screen.press("Change…");
    screen.choose("Chair or room", "Chair 2");
    screen.click(Role::CheckBox, "Quiet");
    screen.replace("Clean-up", "10");
    assert!(screen.shows("The usual: Chair 1"), "{:#?}", screen.names());
    assert_eq!(screen.nameless(), []);
    screen.picture("change-a-visit-all");
    screen.press("Back to the usual clean-up");
    assert_eq!(screen.text("Clean-up"), "0");
    screen.press("Change");
    screen.wait_gone(ANNA);
    let changed = screen.named("Anna Berg, Cut, Tue 19 Jan 10:00").expect("the visit");
    assert!(
        changed.contains("chairs and rooms and tags changed by hand"),
        "{changed}"
    );
    screen.press("Change…");
    screen.press("Back to the usual chairs and rooms");
    screen.press("Change");
    screen.until("the chair is as usual", |screen| {
        let changed = screen.named("Anna Berg, Cut, Tue 19 Jan 10:00");
        changed.is_some_and(|changed| changed.contains(", tags changed by hand"))
    });
}

/// Spec S4.4: the card says a colour once, also where it is one of its own.
#[test]
fn a_visit_gets_another_colour_than_its_standing_appointment() {
    let mut screen = Screen::salon(|desk| {
        let mut annas = annas();
        annas["colour"] = json!("#0F6B62");
        create(desk, &annas);
    });
    let anna = format!("{ANNA}, colour teal");
    screen.press(&anna);
    assert!(screen.shows("Colour Teal"), "{:#?}", screen.names());
    screen.press("Change…");
    screen.choose("Colour", "Slate");
    screen.press("Change");
    screen.wait_gone(&anna);
    assert!(
        screen.shows("Colour Slate\nThe usual: Teal") && !screen.shows("Colour Slate"),
        "{:#?}",
        screen.names()
    );
}

/// The starts of Anna's visits in the book, as they are told.
fn starts(screen: &Screen) -> Vec<String> {
    let starts = screen.starts_of("Berg");
    starts.into_iter().take(4).collect()
}

/// Spec S4.8: to another day the dialog asks for those that come after, with the real dates.
#[test]
fn to_another_day_the_rhythm_is_kept_or_the_weeks_are_counted_from_there() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    assert!(!screen.shows("Those after it"));
    screen.replace("Day", "22 Jan 2027");
    assert!(!screen.shows("Those after it"), "in the same week nothing would differ");
    screen.replace("Day", "26 Jan 2027");
    screen.click(Role::RadioButton, "Keep the rhythm: next stays Tue 9 Feb");
    assert!(screen.shows("This visit only. The others stay where they are"));
    screen.click(Role::RadioButton, "Count 3 weeks from here: Tue 16 Feb");
    assert_eq!(screen.nameless(), []);
    screen.picture("move-and-count");
    let button = screen.named("Move, change ").expect("a button with the count");
    screen.press(&button);
    screen.wait_gone("Those after it");
    assert_eq!(
        starts(&screen),
        [
            "2027-01-26T10:00",
            "2027-02-16T10:00",
            "2027-03-09T10:00",
            "2027-03-30T10:00"
        ]
    );
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.key(Key::T);
    screen.wait(ANNA);
    assert_eq!(
        starts(&screen),
        [
            "2027-01-19T10:00",
            "2027-02-09T10:00",
            "2027-03-02T10:00",
            "2027-03-23T10:00"
        ]
    );
}

/// Whoever moves a visit sees where it went, and is told where the time has passed.
#[test]
fn a_visit_that_goes_to_another_day_is_shown_there_and_the_past_is_said() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Day", "15 Jan 2027");
    assert!(
        screen.shows("That is in the past") && screen.shows("Move anyway"),
        "{:#?}",
        screen.names()
    );
    screen.replace("Day", "22 Jan 2027");
    assert!(!screen.shows("That is in the past"));
    screen.press("Move");
    screen.until("the other day", |screen| screen.shows("Friday 22 January 2027"));
    screen.wait("Visit of Anna Berg on Tue 19 Jan 2027 moved to Fri 22 Jan 2027 at 10:00");
    screen.press("Back to the usual date and time");
    screen.until("the day of before", |screen| screen.shows("Tuesday 19 January 2027"));
}

/// Where the screen is another one, the message leads there.
#[test]
fn a_problem_that_is_moved_names_the_new_date_and_leads_there() {
    let mut screen = Screen::salon(|desk| {
        create(desk, &annas());
        let day = json!([{"from": "2027-02-09", "to": "2027-02-09", "reason": "Works"}]);
        set(
            desk,
            &json!({"locations": [{"name": "Main Street", "closed_days": day}]}),
        );
    });
    screen.click(Role::Tab, "To do (1)");
    screen.press("Move…, Anna Berg, Tue 9 Feb 10:00 to 10:45");
    screen.click(Role::RadioButton, "The next open day");
    screen.press("Move 1 visit");
    screen.wait("Visit of Anna Berg on Tue 9 Feb 2027 moved to Wed 10 Feb 2027 at 10:00");
    screen.press("Show");
    screen.wait("Wednesday 10 February 2027");
    assert!(screen.shows("Change…"), "its card is open");
}

/// Spec S5.3: nothing becomes of a visit before its day.
#[test]
fn what_became_of_a_visit_is_not_asked_before_its_day() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.click(Role::ComboBox, "What became of it");
    assert!(screen.shows("No-show"));
    screen.click(Role::ListBoxOption, "Confirmed");
    screen.key(Key::Escape);
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Anna Berg, ").expect("her row");
    screen.click(Role::Row, &row);
    screen.click(Role::Link, "Tue 9 Feb 10:00 to 10:45");
    screen.wait("Day by staff");
    screen.click(Role::ComboBox, "What became of it");
    assert!(screen.shows("Confirmed") && !screen.shows("No-show") && !screen.shows("Done"));
}

/// What was moved alone can be the usual of those after it: asked for where it was done.
#[test]
fn after_a_move_the_others_can_be_moved_as_well() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "11:15");
    screen.press("Move");
    screen.wait_gone(ANNA);
    screen.picture("after-a-move");
    screen.press("From here on…");
    screen.wait("Make this the usual of Anna Berg");
    screen.picture("make-usual");
    let names = screen.names();
    let button = names
        .iter()
        .find(|name| name.starts_with("Change ") && name.ends_with(" visits"));
    screen.press(button.expect("a button with the count"));
    screen.wait_gone("Make this the usual of Anna Berg");
    assert_eq!(
        starts(&screen),
        [
            "2027-01-19T11:15",
            "2027-02-09T11:15",
            "2027-03-02T11:15",
            "2027-03-23T11:15"
        ]
    );
    assert!(!screen.shows("Make this the usual…"), "it is the usual now");
}

/// A message stands in a place of its own: nothing that can be pressed lies under it.
#[test]
fn a_message_covers_nothing_that_can_be_pressed() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "11:15");
    screen.press("Move");
    let says = "Visit of Anna Berg on Tue 19 Jan 2027 moved to Tue 19 Jan 2027 at 11:15";
    screen.wait(says);
    screen.picture("message");
    let under = screen.under(Role::Status, says);
    assert!(under.is_empty(), "{under:?}");
    screen.press("Close message");
    assert!(!screen.shows(says));
}
