//! The window with its desk, over a real salon file: what is shown, what can be done with the mouse and without one.

mod life;
mod screen;
mod stories;
mod visits;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use serde_json::json;

use screen::{Screen, annas, create};

const ANNA: &str =
    "Anna Berg, Cut, Tue 19 Jan 10:00 to 10:45, with Ann, repeats every 3 weeks, alert: Allergic to latex";
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// A salon where Anna Berg comes every three weeks.
fn with_anna() -> Screen {
    Screen::salon(|desk| create(desk, &annas()))
}

#[test]
fn three_answers_open_the_book() {
    let mut screen = Screen::empty();
    screen.wait("Welcome to Chairtime");
    screen.write("Name", "Salon Mara");
    screen.write("Names", "Mia\nBo");
    screen.press("Open the book");
    screen.wait("Day by staff");
    assert!(
        screen.named("Mia, ").is_some() && screen.named("Bo, ").is_some(),
        "{:?}",
        screen.names()
    );
}

#[test]
fn what_is_missing_is_said_at_its_field_all_at_once() {
    let mut screen = Screen::empty();
    screen.wait("Welcome to Chairtime");
    screen.press("Open the book");
    assert!(screen.shows("Give your business a name"));
    assert!(screen.shows("Name at least one person, it may be you"));
}

#[test]
fn the_sample_shop_is_one_click_and_goes_with_one_undo() {
    let mut screen = Screen::empty();
    screen.wait("Welcome to Chairtime");
    screen.press("Try with a sample shop");
    screen.wait("Sample shop set up");
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait("Welcome to Chairtime");
    screen.wait("Taken back: Sample shop set up. It comes back as long as nothing else is done");
    screen.press("Redo");
    screen.wait("Day by staff");
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait("Welcome to Chairtime");
    screen.keys(CTRL_SHIFT, Key::Z);
    screen.wait("Day by staff");
}

#[test]
fn a_click_on_a_visit_opens_its_card() {
    let mut screen = with_anna();
    screen.press(ANNA);
    let facts = [
        "Allergic to latex",
        "Services Cut, 45 min",
        "Price €35.00",
        "Phone +13155550175",
        "Cancel visit",
    ];
    for fact in facts {
        assert!(screen.shows(fact), "{fact:?} in {:#?}", screen.names());
    }
    screen.press("Close");
    assert!(!screen.shows("Cancel visit"));
}

#[test]
fn a_visit_is_cancelled_and_brought_back_with_undo() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Cancel visit");
    screen.wait_gone(ANNA);
    // The card stays, and says how it stands; the message offers the way back.
    assert!(screen.shows("Cancelled, stays cancelled") && screen.shows("Bring back"));
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait(ANNA);
    assert!(screen.named("Taken back: ").is_some());
    screen.keys(CTRL_SHIFT, Key::Z);
    screen.wait_gone(ANNA);
    assert!(screen.named("Done again: ").is_some());
}

#[test]
fn without_a_mouse_a_visit_is_found_opened_and_cancelled() {
    let mut screen = with_anna();
    screen.key(Key::ArrowDown);
    screen.key(Key::Enter);
    assert!(screen.shows("Cancel visit"));
    screen.key(Key::Delete);
    screen.wait_gone(ANNA);
}

#[test]
fn time_off_is_said_with_its_reason() {
    let screen = with_anna();
    assert!(screen.shows("Bo, Holiday"), "{:#?}", screen.names());
}

#[test]
fn the_week_shows_the_visits_of_one_person_and_leads_back_to_a_day() {
    let mut screen = with_anna();
    screen.key(Key::W);
    assert!(screen.shows("Week") && screen.shows(ANNA));
    screen.key(Key::PageDown);
    assert!(!screen.shows(ANNA));
    screen.key(Key::T);
    screen.press("Tue 19 Jan, today, 1 visit");
    assert!(screen.shows("Day by staff") && screen.shows(ANNA));
}

#[test]
fn the_view_of_last_time_comes_back() {
    let mut screen = with_anna();
    screen.key(Key::W);
    let mut screen = screen.again();
    screen.wait(ANNA);
    screen.wait("18 to 24 Jan 2027");
}

#[test]
fn from_here_on_shows_what_goes_before_it_goes() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Cancel from here on…");
    assert!(screen.named("Tue 9 Feb 2027").is_some(), "{:#?}", screen.names());
    screen.picture("cancel-from-here");
    let button = screen.named("Cancel 1").expect("a button with the count");
    screen.press(&button);
    screen.wait_gone(ANNA);
    let said = screen.named("Standing appointment of Anna Berg cancelled, 1");
    assert!(said.is_some(), "{:#?}", screen.names());
    screen.press("Undo");
    screen.wait(ANNA);
}

#[test]
fn a_dialog_begins_at_its_first_field_and_gives_the_keyboard_back() {
    let mut screen = with_anna();
    screen.key(Key::ArrowDown);
    screen.key(Key::Enter);
    screen.key(Key::Delete);
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait(ANNA);
    let opener = screen.focused();
    screen.keys(Modifiers::COMMAND, Key::E);
    screen.wait("Export");
    assert_ne!(screen.focused(), opener);
    assert_ne!(screen.focused().as_deref(), Some("Close"));
    screen.key(Key::Escape);
    screen.wait_gone("Export");
    assert_eq!(screen.focused(), opener);
    // What stands in the field is written over.
    screen.press(ANNA);
    screen.press("Move…");
    assert_eq!(screen.focused().as_deref(), Some("Day"));
    screen.key(Key::Backspace);
    assert_eq!(screen.text("Day"), "");
}

/// What lies behind a dialog has keys of its own for the same.
#[test]
fn the_keys_of_a_dialog_are_for_it_and_not_for_the_form_behind() {
    let mut screen = with_anna();
    screen.click(Role::Tab, "Setup");
    screen.click(Role::RadioButton, "Staff");
    screen.press("Leaves…");
    screen.write("Their last day", "19 Feb 2027");
    screen.keys(Modifiers::COMMAND, Key::Enter);
    screen.wait("Leaves after 19 Feb 2027");
}

/// The list of one dialog does not open where that of another was left.
#[test]
fn a_list_of_dates_opens_at_its_top() {
    let mut screen = with_anna();
    screen.press(ANNA);
    for _ in 0..2 {
        screen.press("Cancel from here on…");
        screen.wait("Which visits?");
        let first = screen.named("Tue 9 Feb 2027, ");
        let first = first.unwrap_or_else(|| panic!("the first dates among {:#?}", screen.names()));
        screen.click(Role::ListItem, &first);
        screen.key(Key::End);
        assert!(screen.named("Tue 9 Feb 2027, ").is_none());
        screen.press("Keep it");
    }
}

#[test]
fn what_was_typed_comes_back_after_the_form_was_closed() {
    let mut screen = with_anna();
    screen.key(Key::N);
    screen.wait("Who comes");
    screen.write("Who comes", "Tom Web");
    screen.key(Key::Escape);
    screen.key(Key::Escape);
    screen.wait("Day by staff");
    let mut screen = screen.again();
    screen.wait("Day by staff");
    screen.key(Key::N);
    screen.wait("Who comes");
    assert_eq!(screen.text("Who comes"), "Tom Web");
}

/// What was typed to change something comes back as well, over what was changed meanwhile, until it is not wanted.
#[test]
fn what_was_typed_for_a_change_comes_back_after_the_form_was_closed() {
    let mut screen = with_anna();
    let open = |screen: &mut Screen| {
        screen.click(Role::Tab, "Regulars");
        let row = screen.named("Anna Berg, ").expect("her row");
        screen.click(Role::Row, &row);
        screen.press("Change…");
        screen.wait("Change a standing appointment");
    };
    open(&mut screen);
    screen.press("Cancel");
    screen.wait("Regulars");
    assert!(!screen.shows("Bring back"), "nothing was typed");
    open(&mut screen);
    screen.replace("Time", "11:30");
    screen.press("Cancel");
    screen.wait("Not saved. What you typed comes back when you open it again");
    screen.press("Bring back");
    screen.wait("What you typed before is back");
    assert_eq!(screen.text("Time"), "11:30");
    screen.press("Cancel");
    screen.wait("Regulars");
    open(&mut screen);
    assert_eq!(screen.text("Time"), "11:30");
    screen.press("Start over");
    assert!(screen.text("Time") == "10:00" && !screen.shows("What you typed before is back"));
    screen.press("Cancel");
    open(&mut screen);
    assert_eq!(screen.text("Time"), "10:00");
    assert!(!screen.shows("What you typed before is back"));
}

/// Nobody loses what was typed by opening and closing the form once more.
#[test]
fn what_was_typed_comes_back_every_time_until_it_is_started_over() {
    let mut screen = with_anna();
    let close = |screen: &mut Screen| {
        screen.press("Cancel");
        screen.wait("Day by staff");
    };
    screen.key(Key::N);
    screen.write("Who comes", "Tom Web");
    close(&mut screen);
    for _ in 0..2 {
        screen.key(Key::N);
        screen.wait("What you typed before is back");
        assert_eq!(screen.text("Who comes"), "Tom Web");
        close(&mut screen);
    }
    screen.key(Key::N);
    screen.press("Start over");
    close(&mut screen);
    let mut screen = screen.again();
    screen.wait("Day by staff");
    screen.key(Key::N);
    screen.wait("Who comes");
    assert_eq!(screen.text("Who comes"), "");
}

#[test]
fn an_export_is_written_where_it_was_said() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.keys(Modifiers::COMMAND, Key::E);
    assert!(screen.shows("Choose the place…"));
    screen.press("Export");
    let file = screen.folder().join("anna-berg.ics");
    screen.until("the file", |_| file.exists());
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("RRULE:"), "{text}");
}

#[test]
fn an_export_of_each_visit_by_itself_is_asked_for_once_and_remembered() {
    const EACH: &str = "Each visit by itself, for a program that does not repeat";
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.keys(Modifiers::COMMAND, Key::E);
    assert!(!screen.is_ticked(EACH));
    screen.click(Role::CheckBox, EACH);
    screen.press("Export");
    let file = screen.folder().join("anna-berg.ics");
    screen.until("the file", |_| file.exists());
    let text = std::fs::read_to_string(&file).unwrap();
    // The zones have rules of their own.
    let visits = text.split("BEGIN:VEVENT").skip(1);
    assert!(
        visits.clone().count() > 1 && visits.clone().all(|visit| !visit.contains("RRULE:")),
        "{text}"
    );
    screen.keys(Modifiers::COMMAND, Key::E);
    assert!(screen.is_ticked(EACH));
    let mut screen = screen.again();
    screen.wait(ANNA);
    screen.keys(Modifiers::COMMAND, Key::E);
    screen.wait("Choose the place…");
    assert!(screen.is_ticked(EACH) && !screen.is_ticked("With reminders"));
}

#[test]
fn calendar_files_are_kept_in_a_folder_and_the_strip_says_where_they_are_not() {
    const FIELD: &str = "Keep calendar files in a folder";
    let mut screen = with_anna();
    let folder = screen.folder().join("calendars");
    screen.click(Role::Tab, "Setup");
    screen.click(Role::RadioButton, "Business");
    screen.wait(FIELD);
    screen.write(FIELD, &folder.display().to_string());
    screen.press("Save");
    let trouble = |screen: &Screen| screen.named("Calendar files: ").is_some();
    screen.until("the reason", trouble);
    assert!(screen.shows("Saved"), "{:#?}", screen.names());
    std::fs::create_dir(&folder).unwrap();
    screen.click(Role::Tab, "Calendar");
    screen.wait(ANNA);
    screen.press(ANNA);
    screen.press("Cancel visit");
    screen.wait_gone(ANNA);
    screen.until("the reason is gone", |screen| !trouble(screen));
    assert!(folder.join("Ann.ics").is_file() && folder.join("Bo.ics").is_file());
    // It is remembered, and kept from then on.
    let folder = screen.folder().join("calendars");
    let mut screen = screen.again();
    screen.wait("Day by staff");
    std::fs::remove_file(folder.join("Bo.ics")).unwrap();
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait(ANNA);
    screen.until("the file", |_| folder.join("Bo.ics").is_file());
}

#[test]
fn a_backup_is_written_where_it_was_said_and_the_window_remembers_when() {
    let mut screen = with_anna();
    screen.press("Back up…");
    assert!(screen.shows("A copy of everything, checked after it is written. No backup yet"));
    assert_eq!(screen.nameless(), []);
    let file = screen.folder().join("copy.chairtime");
    screen.replace("File", &file.display().to_string());
    screen.press("Back up");
    screen.until("the file", |_| file.exists());
    screen.wait_gone("Choose the place…");
    assert!(
        screen.named("A checked copy written to ").is_some(),
        "{:#?}",
        screen.names()
    );
    let mut screen = screen.again();
    screen.wait(ANNA);
    screen.press("Back up…");
    screen.wait("A copy of everything, checked after it is written. Backed up today");
    // The folder went on with the salon, so the file is still there, and nothing goes over it.
    screen.replace("File", &screen.folder().join("copy.chairtime").display().to_string());
    screen.press("Back up");
    let there = |screen: &Screen| screen.names().iter().any(|name| name.contains(" is there already"));
    screen.until("the reason", there);
    assert!(
        screen.shows("Choose the place…") && screen.shows("Saved"),
        "{:#?}",
        screen.names()
    );
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_said() {
    let mut screen = with_anna();
    let file = screen.folder().join("mine.ics");
    std::fs::write(&file, "mine").unwrap();
    screen.keys(Modifiers::COMMAND, Key::E);
    screen.replace("File", &file.display().to_string());
    screen.press("Export");
    screen.wait("There is a file of that name. Replace it?");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    screen.press("Replace");
    screen.wait_gone("Choose the place…");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("BEGIN:VCALENDAR"));
}

#[test]
fn an_export_that_failed_says_why_and_leaves_the_salon_saved() {
    let mut screen = with_anna();
    let folder = screen.folder().join("nowhere");
    let file = folder.join("mine.ics");
    screen.keys(Modifiers::COMMAND, Key::E);
    screen.replace("File", &file.display().to_string());
    screen.press("Export");
    let says = format!(
        "{} could not be written. The folder {} is not there",
        file.display(),
        folder.display()
    );
    screen.until("reason", |screen| screen.named(&says).is_some());
    assert!(screen.shows("Saved") && !screen.shows("Not saved"));
}

#[test]
fn nothing_that_can_be_used_is_without_a_name() {
    let mut screen = Screen::empty();
    screen.wait("Welcome to Chairtime");
    assert_eq!(screen.nameless(), []);
    let mut screen = with_anna();
    assert_eq!(screen.nameless(), []);
    screen.press(ANNA);
    assert_eq!(screen.nameless(), []);
    screen.press("Cancel from here on…");
    assert_eq!(screen.nameless(), []);
    screen.press("Keep it");
    screen.keys(Modifiers::COMMAND, Key::E);
    assert_eq!(screen.nameless(), []);
    screen.press("Cancel");
    screen.key(Key::W);
    assert_eq!(screen.nameless(), []);
    screen.key(Key::F1);
    assert_eq!(screen.nameless(), []);
}

#[test]
fn a_salon_that_cannot_be_opened_says_why() {
    let mut screen = Screen::without_folder();
    screen.wait("The salon could not be opened");
    assert!(screen.shows("Nothing was changed or overwritten."));
}

#[test]
fn a_second_window_can_only_read_and_says_so() {
    let screen = with_anna();
    let mut second = screen.beside();
    second.wait("Read only, another window has the salon open");
}

#[test]
fn developing_time_leaves_room_for_another_visit_in_sight() {
    let mut screen = Screen::salon(|desk| {
        let mut colour = annas();
        colour["services"] = json!([{"name": "Colour"}]);
        create(desk, &colour);
    });
    assert!(screen.named("Anna Berg, Colour, Tue 19 Jan 10:00 to 11:30").is_some());
    screen.key(Key::ArrowDown);
    assert!(
        screen
            .focused()
            .is_some_and(|name| name.starts_with("Anna Berg, Colour"))
    );
}

#[test]
fn one_visit_is_moved_and_the_next_ones_stay() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "11:15");
    screen.press("Move");
    screen.wait_gone(ANNA);
    let moved = screen
        .named("Anna Berg, Cut, Tue 19 Jan 11:15")
        .expect("the visit at its new time");
    assert!(moved.contains("moved by hand"), "{moved}");
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.wait(ANNA);
}

#[test]
fn a_move_that_clashes_says_so_before_it_is_done() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "20:00");
    assert!(screen.shows("Move anyway"), "{:#?}", screen.names());
    assert!(screen.named("Open only").is_some(), "{:#?}", screen.names());
}

#[test]
fn ctrl_enter_or_enter_in_a_field_moves_the_visit() {
    let mut screen = with_anna();
    let press = |screen: &mut Screen, modifiers: Modifiers| {
        screen.key(Key::ArrowDown);
        let block = screen.named("Anna Berg, Cut, Tue 19 Jan").expect("a visit");
        screen.press(&block);
        screen.press("Move…");
        let time = if modifiers.is_none() { "11:15" } else { "12:15" };
        screen.replace("Time", time);
        screen.keys(modifiers, Key::Enter);
        let moved = format!("Anna Berg, Cut, Tue 19 Jan {time}");
        screen.until("moved", |screen| screen.named(&moved).is_some());
    };
    press(&mut screen, Modifiers::NONE);
    press(&mut screen, Modifiers::COMMAND);
}

#[test]
fn what_lies_behind_a_dialog_is_not_there_for_those_who_do_not_see_it() {
    let mut screen = with_anna();
    assert!(!screen.is_hidden("Back up…"));
    screen.keys(Modifiers::COMMAND, Key::E);
    assert!(screen.is_hidden("Back up…") && !screen.is_hidden("Choose the place…"));
    screen.press("Cancel");
    assert!(!screen.is_hidden("Back up…"));
}

#[test]
fn the_week_is_that_of_the_stylist_whose_visit_is_open() {
    let mut screen = Screen::salon(|desk| {
        let mut bos = annas();
        bos["staff"] = json!("Bo");
        bos["start_date"] = json!("2027-01-20");
        bos["weekdays"] = json!(["wed"]);
        create(desk, &bos);
    });
    screen.key(Key::PageDown);
    let block = screen.named("Anna Berg, Cut, Wed 20 Jan").expect("a visit");
    screen.press(&block);
    screen.key(Key::W);
    assert!(screen.shows("Week") && screen.shows(&block), "{:#?}", screen.names());
}

#[test]
fn a_visit_that_is_not_booked_is_listed_on_the_card_and_can_be_cancelled() {
    let mut screen = Screen::salon(|desk| {
        create(desk, &annas());
        let mut toms = annas();
        toms["client"] = json!("Tom Weber");
        toms["every"] = json!(6);
        toms["conflicts"] = json!("unplaced");
        create(desk, &toms);
    });
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Tom Weber, ").expect("a row");
    screen.click(Role::Row, &row);
    let date = screen.named("Tue 2 Mar 10:00").expect("the date to sort out");
    assert_eq!(date, "Tue 2 Mar 10:00, the stylist is taken");
    screen.click(Role::Link, &date);
    screen.wait("Day by staff");
    assert!(screen.shows("Book anyway"));
    screen.press("Cancel visit");
    screen.wait("Bring back anyway");
}

#[test]
fn what_was_moved_by_hand_is_marked_before_it_is_cancelled() {
    let mut screen = with_anna();
    screen.press(ANNA);
    screen.press("Move…");
    screen.replace("Time", "11:15");
    screen.key(Key::Enter);
    screen.until("moved", |screen| {
        screen.named("Anna Berg, Cut, Tue 19 Jan 11:15").is_some()
    });
    screen.press("Cancel from here on…");
    let row = screen.named("Tue 19 Jan 2027, ").expect("a line of the plan");
    assert_eq!(row, "Tue 19 Jan 2027, 11:15 to 12:00, Ann, Cancelled, Moved by hand");
}

#[test]
fn a_calendar_is_looked_into_and_taken_in_as_one_step() {
    let mut screen = with_anna();
    screen.click(egui::accesskit::Role::Tab, "Regulars");
    screen.press("Import…");
    let file = screen.folder().join("google.ics");
    screen.replace("File", &screen.folder().join("none.ics").display().to_string());
    screen.press("Look into it");
    let says = |screen: &Screen, what: &str| screen.names().iter().any(|name| name.contains(what));
    screen.until("the reason", |screen| says(screen, "There is no such file"));
    std::fs::write(&file, include_bytes!("../../../../tests/import/google.ics")).unwrap();
    screen.replace("File", &file.display().to_string());
    screen.press("Look into it");
    screen.wait("Import 1 regular and 1 visit");
    assert_eq!(screen.nameless(), []);
    screen.press("Import 1 regular and 1 visit");
    screen.wait("Calendar imported, 1 standing appointment and 1 visit");
    screen.keys(Modifiers::COMMAND, Key::Z);
    screen.until("undone", |screen| {
        screen.named("Taken back: Calendar imported").is_some()
    });
}
