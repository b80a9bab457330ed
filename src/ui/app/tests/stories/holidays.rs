//! Story 4: the week of the holidays.

use egui::accesskit::Role;
use serde_json::json;

use super::{has_line, in_the_book, new};
use crate::desk::Desk;
use crate::ui::app::tests::screen::{Screen, book, set};

/// Story 4: 24 December is open until 13:00; 25, 26, 31 December and 1 January are closed; the Sunday before is open.
fn holidays(desk: &mut Desk) {
    let place = json!({"name": "Main Street",
        "closed_days": [{"from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas"},
                        {"from": "2026-12-31", "to": "2027-01-01", "reason": "New Year"}],
        "special_days": [{"date": "2026-12-24", "hours": [["08:00", "13:00"]], "reason": "Christmas Eve"},
                         {"date": "2026-12-20", "hours": [["10:00", "16:00"]]}]});
    set(desk, &json!({ "locations": [place] }));
    let taken = json!({"client": "Ben Meyer", "services": [{"name": "Cut", "duration": "PT1H"}], "staff": "Ann",
        "start_date": "2026-12-23", "time": "15:30"});
    book(desk, &taken);
}

/// Story 4 (spec S4.9).
#[test]
fn in_the_holiday_week_dates_go_to_the_nearest_free_time() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2026-12-01T08:00", holidays);
    new(&mut screen, "cut", "60");
    screen.replace("Start", "10 dec 2026");
    screen.write("Time", "16");
    screen.choose("Stylist", "Ann");
    screen.click(Role::RadioButton, "After");
    screen.write("How many", "5");
    let eve = screen.named("Thu 24 Dec 2026, ").expect("the date");
    assert!(eve.contains("16:00 to 17:00, Wed 23 Dec 16:30 is free"), "{eve}");
    screen.press("Take the nearest free times");
    has_line(
        &screen,
        "Thu 24 Dec 2026, Wed 23 Dec 16:30 to 17:30, Every week from 10 Dec, 3rd date; moved from Thu 24 Dec, Open only 08:00 to 13:00, Christmas Eve",
    );
    has_line(
        &screen,
        "Thu 31 Dec 2026, Wed 30 Dec 16:00 to 17:00, Every week from 10 Dec, 4th date; moved from Thu 31 Dec, Closed, New Year",
    );
    has_line(&screen, "Thu 7 Jan 2027, 16:00 to 17:00, 5th date");
    screen.press("Save 5 visits");
    screen.wait_gone("New standing appointment");
    assert_eq!(
        in_the_book(&screen),
        [
            "10 Dec 16:00",
            "17 Dec 16:00",
            "23 Dec 16:30",
            "30 Dec 16:00",
            "7 Jan 16:00"
        ]
    );
}

/// Story 4: a Sunday that is open needs no word, another one does.
#[test]
fn a_sunday_that_is_closed_is_a_warning_and_one_that_is_open_is_none() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2026-12-01T08:00", holidays);
    new(&mut screen, "cut", "60");
    screen.click(Role::RadioButton, "Does not repeat");
    screen.replace("Date", "27 dec 2026");
    screen.write("Time", "11");
    screen.choose("Stylist", "Ann");
    assert!(
        screen.shows("This date clashes: choose another, or book it anyway"),
        "{:#?}",
        screen.names()
    );
    has_line(&screen, "Sun 27 Dec 2026, 11:00 to 12:00");
    screen.replace("Date", "20 dec 2026");
    assert!(!screen.shows("This date clashes: choose another, or book it anyway"));
    screen.press("Book");
    screen.wait_gone("New appointment");
    assert_eq!(in_the_book(&screen), ["20 Dec 11:00"]);
}
