//! A time is found for a standing appointment, by role and label.

use egui::Key;
use egui::accesskit::Role;

use super::super::tests::{Form, filled, opened, salon, saved};
use crate::domain::draft::Who;
use crate::ui::{FormStart, Prefill};

/// Ann has Tom every Tuesday at ten for ten weeks; the form asks for 26 visits.
fn form() -> Form {
    let mut salon = salon();
    let mut other = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    other.client = Some(Who::Known(salon.tom));
    other.end = crate::domain::draft::SeriesEnd::After(10);
    salon.create(other);
    filled(salon)
}

#[test]
fn the_grid_says_on_how_many_dates_each_half_hour_is_free_and_a_click_takes_it() {
    let mut form = form();
    form.click(Role::Button, "Find a time…");
    form.check_names();
    assert!(form.shows(Role::Grid, "Free times"));
    let taken = "Tue 3 Mar 2026 at 10:00, free on 16 of 26 dates, as it is now";
    let free = "Thu 5 Mar 2026 at 10:00, free on 26 of 26 dates";
    assert!(form.shows(Role::Button, taken), "{:#?}", form.names(Role::Button));
    let legend = form.beginning(Role::Label, "On how many of the next 26 dates it is free");
    assert!(legend.ends_with("The frame is where it is now"), "{legend}");
    form.picture("find-a-time");
    form.click(Role::Button, free);
    assert!(!form.shows(Role::Grid, "Free times"));
    assert_eq!(
        (form.text("Start"), form.text("Time")),
        ("5 Mar 2026".to_owned(), "10:00".to_owned())
    );
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert_eq!(draft.rule.unwrap().to_string(), "FREQ=WEEKLY;BYDAY=TH");
    assert_eq!(draft.slots[0].lead(), Some(form.harness.state().salon.ann));
}

#[test]
fn with_anyone_it_takes_who_is_free_most_often() {
    let mut form = form();
    form.choose("Stylist", "Or anyone free…");
    // Who is behind "anyone" is said before it is taken.
    let anyone = "Tue 3 Mar 2026 at 10:00, free on 26 of 26 dates, Bo on 26, Ann on 16, as it is now";
    form.picture("find-a-time-anyone");
    form.click(Role::Button, anyone);
    form.press_ctrl(Key::Enter);
    assert_eq!(saved(&mut form).slots[0].lead(), Some(form.harness.state().salon.bo));
}

#[test]
fn the_grid_is_one_stop_of_tab_and_the_arrows_lead_through_it() {
    let mut form = form();
    form.click(Role::Button, "Find a time…");
    let best = "Mon 2 Mar 2026 at 09:00, free on 26 of 26 dates";
    for _ in 0..12 {
        if form.focused().is_some_and(|(_, name)| name.contains("free on")) {
            break;
        }
        form.press(Key::Tab);
    }
    let (_, first) = form.focused().expect("a cell");
    assert!(first.contains("free on 26 of 26 dates"), "{first}, not {best}");
    form.press(Key::ArrowDown);
    form.press(Key::ArrowRight);
    let (_, there) = form.focused().expect("another cell");
    assert_ne!(there, first);
    form.press(Key::Enter);
    assert!(!form.shows(Role::Grid, "Free times"));
}

#[test]
fn every_five_weeks_it_can_begin_in_each_of_them() {
    let mut form = form();
    form.click(Role::RadioButton, "Every 5 weeks");
    form.click(Role::Button, "Find a time…");
    form.click(Role::RadioButton, "10 Mar");
    form.click(Role::Button, "Thu 12 Mar 2026 at 10:00, free on 26 of 26 dates");
    assert_eq!(form.text("Start"), "12 Mar 2026");
}

#[test]
fn without_a_service_it_says_what_is_needed_and_escape_closes_only_it() {
    let mut form = opened(salon(), &FormStart::New(Prefill::default()));
    form.click(Role::Button, "Find a time…");
    let says = form.beginning(Role::Status, "Services: ");
    assert!(says.contains("Choose at least one service"), "{says}");
    form.press(Key::Escape);
    assert!(form.names(Role::Status).is_empty(), "the dialog is closed");
    assert!(form.acts().is_empty(), "the form stays");
}

/// Spec S4.9: a date that clashes says what is free instead, and all of them go there at once.
#[test]
fn dates_that_clash_say_when_it_is_free_and_go_there() {
    let mut form = form();
    let first = form.beginning(Role::CheckBox, "Tue 3 Mar 2026");
    assert!(
        first.starts_with("Tue 3 Mar 2026, 10:00 to 10:45, 09:10 is free, Ann has Tom"),
        "{first}"
    );
    form.picture("form-clashes");
    form.click(Role::Button, "Take the nearest free times");
    let first = form.beginning(Role::CheckBox, "Tue 3 Mar 2026");
    assert!(
        first.starts_with("Tue 3 Mar 2026, 09:10 to 09:55, Every week from 3 Mar, 1st date; moved on its day"),
        "{first}"
    );
    form.click(Role::Button, "Save 26 visits");
    assert_eq!(saved(&mut form).conflicts, crate::domain::values::Policy::Nearest);
}
