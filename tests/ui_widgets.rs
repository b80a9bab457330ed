#![cfg(test)]
//! Widgets by role and label: typing, errors, keyboard, messages; and pictures of the gallery in both themes.

#[path = "ui_widgets/gallery.rs"]
mod gallery;

use chairtime::time::{Weekday, WeekdaySet};
use chairtime::ui::look::{self, Tone, size};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Theme, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node, SnapshotResults};
use gallery::{Gallery, Page};

type Shown = Harness<'static, Gallery>;

fn gallery(page: Page) -> Shown {
    at_size(page, vec2(1366.0, 768.0))
}

fn at_size(page: Page, size: Vec2) -> Shown {
    let mut shown = Harness::builder()
        .with_size(size)
        .with_context_setup(look::install)
        .build_ui_state(gallery::show, Gallery::on(page));
    shown.run();
    shown
}

fn text_of(node: &Node<'_>) -> String {
    node.accesskit_node().value().unwrap_or_default()
}

fn focus(shown: &mut Shown, role: Role, label: &str) {
    shown.get_by_role_and_label(role, label).focus();
    shown.run();
}

fn press(shown: &mut Shown, key: Key) {
    shown.key_press(key);
    shown.run();
}

/// Role and name of what has the focus.
fn focused(shown: &Shown) -> (Role, String) {
    let node = shown
        .root()
        .children_recursive()
        .find(|node| node.accesskit_node().is_focused());
    let node = node.expect("something has the focus");
    let node = node.accesskit_node();
    (node.role(), node.label().unwrap_or_default())
}

fn replace(shown: &mut Shown, label: &str, text: &str) {
    focus(shown, Role::TextInput, label);
    shown.key_press_modifiers(Modifiers::COMMAND, Key::A);
    shown.run();
    shown.get_by_role_and_label(Role::TextInput, label).type_text(text);
    shown.run();
}

#[test]
fn typed_text_reaches_the_field_that_its_label_names() {
    let mut shown = gallery(Page::Form);
    replace(&mut shown, "Price", "55.50");
    assert_eq!(shown.state().price, "55.50");
    assert_eq!(text_of(&shown.get_by_role_and_label(Role::TextInput, "Price")), "55.50");
}

#[test]
fn what_is_wrong_stands_below_the_field_and_describes_it() {
    let mut shown = gallery(Page::Form);
    assert!(shown.query_by_label("A whole number").is_none());
    replace(&mut shown, "Visits", "many");
    shown.get_by_role_and_label(Role::Label, "A whole number");
    let field = shown.get_by_role_and_label(Role::TextInput, "Visits");
    assert_eq!(field.accesskit_node().data().description(), Some("A whole number"));
    assert!(field.accesskit_node().data().invalid().is_some());
}

const WHO: (Role, &str) = (Role::EditableComboBox, "Who comes");

#[test]
fn a_client_is_found_by_typing_and_taken_by_keyboard() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, WHO.0, WHO.1);
    shown.get_by_role_and_label(WHO.0, WHO.1).type_text("an");
    shown.run();
    shown.get_by_role_and_label(Role::ListBoxOption, "Annika Holm, 0171 555 0123");
    press(&mut shown, Key::ArrowDown);
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().picked, Some(1));
    assert_eq!(shown.state().client, "Annika Holm");
    assert!(
        shown.query_all_by_role(Role::ListBoxOption).next().is_none(),
        "the list is closed"
    );
    assert_eq!(focused(&shown), (WHO.0, WHO.1.to_owned()));
}

#[test]
fn arrows_in_a_list_go_round() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, WHO.0, WHO.1);
    shown.get_by_role_and_label(WHO.0, WHO.1).type_text("zo");
    shown.run();
    press(&mut shown, Key::ArrowUp);
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().picked, Some(99), "the last one makes a new client");
}

#[test]
fn a_client_is_taken_by_a_click_and_the_field_keeps_the_focus() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, WHO.0, WHO.1);
    shown.get_by_role_and_label(WHO.0, WHO.1).type_text("0187");
    shown.run();
    shown
        .get_by_role_and_label(Role::ListBoxOption, "Bo Lindqvist, 0160 555 0187")
        .click();
    shown.run();
    assert_eq!(shown.state().picked, Some(2));
    assert_eq!(shown.state().client, "Bo Lindqvist");
}

#[test]
fn escape_closes_the_list_and_leaves_what_was_typed() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, WHO.0, WHO.1);
    shown.get_by_role_and_label(WHO.0, WHO.1).type_text("an");
    shown.run();
    press(&mut shown, Key::Escape);
    assert!(shown.query_all_by_role(Role::ListBoxOption).next().is_none());
    assert_eq!(shown.state().client, "an");
    assert_eq!(shown.state().picked, None);
    assert_eq!(focused(&shown), (WHO.0, WHO.1.to_owned()));
}

#[test]
fn chips_are_one_stop_and_the_arrows_choose() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, Role::RadioButton, "5");
    press(&mut shown, Key::ArrowRight);
    assert_eq!(shown.state().every, Some(6));
    assert_eq!(focused(&shown), (Role::RadioButton, "6".to_owned()));
    press(&mut shown, Key::ArrowLeft);
    press(&mut shown, Key::ArrowLeft);
    assert_eq!(shown.state().every, Some(4));
    press(&mut shown, Key::Tab);
    assert_eq!(focused(&shown), (Role::CheckBox, "Monday".to_owned()));
    shown.get_by_role_and_label(Role::RadioButton, "Monthly").click();
    shown.run();
    assert_eq!(shown.state().every, Some(30));
}

#[test]
fn weekdays_are_switched_by_click_and_by_space() {
    let mut shown = gallery(Page::Form);
    shown.get_by_role_and_label(Role::CheckBox, "Thursday").click();
    focus(&mut shown, Role::CheckBox, "Tuesday");
    press(&mut shown, Key::Space);
    assert_eq!(shown.state().days, WeekdaySet::from_iter([Weekday::Thu, Weekday::Fri]));
    let friday = shown.get_by_role_and_label(Role::CheckBox, "Friday");
    assert_eq!(friday.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn a_date_is_chosen_from_the_month_by_keyboard() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, Role::TextInput, "Start");
    press(&mut shown, Key::ArrowDown);
    assert_eq!(focused(&shown), (Role::Button, "Monday 23 March 2026".to_owned()));
    press(&mut shown, Key::ArrowDown);
    press(&mut shown, Key::ArrowDown);
    assert_eq!(focused(&shown), (Role::Button, "Monday 6 April 2026".to_owned()));
    press(&mut shown, Key::PageDown);
    press(&mut shown, Key::End);
    press(&mut shown, Key::ArrowLeft);
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().start, "9 May 2026");
    assert_eq!(focused(&shown), (Role::TextInput, "Start".to_owned()));
    assert!(
        shown.query_by_label("Saturday 9 May 2026").is_none(),
        "the month is closed"
    );
    shown.get_by_role_and_label(Role::Label, "Saturday");
}

#[test]
fn escape_closes_the_month_and_a_click_chooses_in_it() {
    let mut shown = gallery(Page::Form);
    shown
        .get_by_role_and_label(Role::Button, "Start, choose from a month")
        .click();
    shown.run();
    press(&mut shown, Key::Escape);
    assert!(shown.query_by_label("Month after").is_none());
    assert_eq!(shown.state().start, "23 Mar 2026");
    assert_eq!(focused(&shown), (Role::TextInput, "Start".to_owned()));
    shown
        .get_by_role_and_label(Role::Button, "Start, choose from a month")
        .click();
    shown.run();
    shown.get_by_role_and_label(Role::Button, "Month after").click();
    shown.run();
    shown
        .get_by_role_and_label(Role::Button, "Wednesday 15 April 2026")
        .click();
    shown.run();
    assert_eq!(shown.state().start, "15 Apr 2026");
}

#[test]
fn a_time_is_written_in_full_when_the_field_is_left_and_stepped_by_arrows() {
    let mut shown = gallery(Page::Form);
    replace(&mut shown, "Time", "930");
    press(&mut shown, Key::Tab);
    assert_eq!(shown.state().time, "09:30");
    focus(&mut shown, Role::TextInput, "Time");
    press(&mut shown, Key::ArrowUp);
    assert_eq!(shown.state().time, "09:45");
    replace(&mut shown, "Time", "half past");
    press(&mut shown, Key::Tab);
    assert_eq!(shown.state().time, "half past", "what is no time stays as it was typed");
}

#[test]
fn a_choice_is_made_by_keyboard() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, Role::ComboBox, "Stylist");
    press(&mut shown, Key::ArrowDown);
    shown.get_by_role_and_label(Role::ListBoxOption, "Ida Roth");
    press(&mut shown, Key::ArrowDown);
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().staff, Some(1));
    assert_eq!(
        text_of(&shown.get_by_role_and_label(Role::ComboBox, "Stylist")),
        "Bo Sand"
    );
    assert!(shown.query_all_by_role(Role::ListBoxOption).next().is_none());
    shown.event(egui::Event::Text("id".to_owned()));
    shown.run();
    assert_eq!(shown.state().staff, Some(2), "letters go to what begins with them");
    press(&mut shown, Key::Space);
    press(&mut shown, Key::Escape);
    assert_eq!(shown.state().staff, Some(2));
    assert_eq!(focused(&shown), (Role::ComboBox, "Stylist".to_owned()));
}

#[test]
fn a_choice_is_made_by_pointer_and_closed_by_a_click_beside_it() {
    let mut shown = gallery(Page::Form);
    shown.get_by_role_and_label(Role::ComboBox, "Stylist").click();
    shown.run();
    shown.get_by_role_and_label(Role::ListBoxOption, "Anyone free").click();
    shown.run();
    assert_eq!(shown.state().staff, Some(3));
    shown.get_by_role_and_label(Role::ComboBox, "Stylist").click();
    shown.run();
    shown.drag_at(egui::pos2(1200.0, 700.0));
    shown.drop_at(egui::pos2(1200.0, 700.0));
    shown.run();
    assert!(shown.query_all_by_role(Role::ListBoxOption).next().is_none());
}

#[test]
fn switches_and_colours_are_chosen_with_arrows() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, Role::RadioButton, "Never");
    press(&mut shown, Key::ArrowRight);
    assert_eq!(shown.state().ends, 1);
    focus(&mut shown, Role::RadioButton, "Plum");
    press(&mut shown, Key::ArrowLeft);
    assert_eq!(shown.state().tint.label(), "Teal");
    press(&mut shown, Key::ArrowLeft);
    assert_eq!(shown.state().tint.label(), "Slate", "before the first comes the last");
}

#[test]
fn a_check_box_is_switched_by_its_words() {
    let mut shown = gallery(Page::Form);
    shown
        .get_by_role_and_label(Role::CheckBox, "Ask for a confirmation")
        .click();
    shown.run();
    assert!(shown.state().confirm);
}

#[test]
fn the_tab_key_goes_through_the_form_in_its_order() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, WHO.0, WHO.1);
    let mut order = Vec::new();
    for _ in 0..22 {
        press(&mut shown, Key::Tab);
        order.push(focused(&shown).1);
    }
    let expected = [
        "5",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Start",
        "Start, choose from a month",
        "Time",
        "Never",
        "Stylist",
        "Price",
        "Visits",
        "Note",
        "Plum",
        "Remind two days before",
        "Ask for a confirmation",
        "Close",
        "Save 24, sort out 2 later",
        "Who comes",
    ];
    assert_eq!(order, expected);
}

#[test]
fn enter_presses_the_button_that_has_the_focus() {
    let mut shown = gallery(Page::Form);
    focus(&mut shown, Role::Button, "Close");
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().clicks, ["close"]);
}

#[test]
fn a_menu_opens_and_its_rows_work_by_keyboard() {
    let mut shown = gallery(Page::Parts);
    focus(&mut shown, Role::Button, "More");
    press(&mut shown, Key::Enter);
    shown.get_by_role_and_label(Role::MenuItem, "Cancel from here on…");
    press(&mut shown, Key::ArrowDown);
    assert_eq!(focused(&shown), (Role::MenuItem, "Export…".to_owned()));
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().clicks, ["export"]);
    assert!(shown.query_all_by_role(Role::MenuItem).next().is_none());
}

#[test]
fn a_button_says_its_keys_when_the_pointer_rests_on_it() {
    let mut shown = gallery(Page::Parts);
    shown.get_by_role_and_label(Role::Button, "Today").hover();
    shown.run_steps(6);
    shown.get_by_role_and_label(Role::Label, "T");
}

#[test]
fn a_message_offers_undo_for_eight_seconds() {
    let mut shown = gallery(Page::Empty);
    shown
        .state_mut()
        .toasts
        .offer("Cancelled 12 visits of Anna Berg", "Undo", 7, 0.0);
    shown.state_mut().now = 7.9;
    shown.run();
    shown.get_by_role_and_label(Role::Status, "Cancelled 12 visits of Anna Berg");
    shown.get_by_role_and_label(Role::Button, "Undo").click();
    shown.run();
    assert_eq!(shown.state().undone, Some(7));
    assert!(shown.query_by_label("Undo").is_none());
}

#[test]
fn a_message_goes_after_eight_seconds_and_a_failure_stays_until_closed() {
    let mut shown = gallery(Page::Empty);
    shown.state_mut().toasts.offer("Moved", "Undo", 1, 0.0);
    shown.state_mut().toasts.say(Tone::Danger, "The disk is full", 0.0);
    shown.state_mut().now = 8.0;
    shown.run();
    assert!(shown.query_by_label("Moved").is_none());
    shown.get_by_role_and_label(Role::Alert, "The disk is full");
    shown.get_by_role_and_label(Role::Button, "Close message").click();
    shown.run();
    assert!(shown.query_by_label("The disk is full").is_none());
}

#[test]
fn a_dialog_holds_the_keyboard_until_it_is_closed() {
    let mut shown = gallery(Page::Empty);
    shown.state_mut().dialog = true;
    shown.run();
    shown.get_by_role_and_label(Role::Dialog, "Cancel from here on");
    let mut reached = Vec::new();
    for _ in 0..5 {
        press(&mut shown, Key::Tab);
        reached.push(focused(&shown).1);
    }
    reached.sort();
    reached.dedup();
    let inside = [
        "Also cancel these 3 you moved by hand",
        "Cancel 12 visits",
        "Close",
        "Keep them",
    ];
    assert_eq!(reached, inside);
    press(&mut shown, Key::Escape);
    if shown.state().dialog {
        press(&mut shown, Key::Escape);
    }
    assert!(!shown.state().dialog);
    assert!(shown.state().clicks.is_empty());
}

#[test]
fn the_button_of_a_dialog_does_what_it_says() {
    let mut shown = gallery(Page::Empty);
    shown.state_mut().dialog = true;
    shown.run();
    shown.get_by_role_and_label(Role::Button, "Cancel 12 visits").click();
    shown.run();
    assert_eq!(shown.state().clicks, ["cancel"]);
    assert!(!shown.state().dialog);
    shown.get_by_role_and_label(Role::Button, "Undo");
}

#[test]
fn an_empty_view_offers_the_one_thing_to_do() {
    let mut shown = gallery(Page::Empty);
    shown.get_by_label("No standing appointments yet");
    shown
        .get_by_role_and_label(Role::Button, "New standing appointment")
        .click();
    shown.run();
    assert_eq!(shown.state().clicks, ["new"]);
}

#[test]
fn only_rows_in_sight_are_drawn_and_a_row_says_its_cells() {
    let shown = gallery(Page::Regulars);
    shown.get_by_role_and_label(Role::Table, "Regulars");
    shown.get_by_role_and_label(
        Role::Row,
        "Bo Lindqvist 2, Monthly on the 2nd Friday, Ida Roth, Away, 94.50",
    );
    assert!(shown.query_all_by_role(Role::Row).count() < 40);
}

#[test]
fn rows_are_walked_with_arrows_and_opened_with_enter() {
    let mut shown = gallery(Page::Regulars);
    shown.query_all_by_role(Role::Row).next().unwrap().focus();
    shown.run();
    press(&mut shown, Key::ArrowDown);
    press(&mut shown, Key::ArrowDown);
    assert_eq!(shown.state().table.chosen, Some(1002));
    press(&mut shown, Key::Enter);
    assert_eq!(shown.state().opened, Some(1002));
    press(&mut shown, Key::PageDown);
    assert!(shown.state().table.chosen > Some(1020));
    press(&mut shown, Key::End);
    assert_eq!(shown.state().table.chosen, Some(1299));
    assert!(
        focused(&shown).1.starts_with("Clara Ångström 299"),
        "{:?}",
        focused(&shown)
    );
    press(&mut shown, Key::Home);
    assert_eq!(shown.state().table.chosen, Some(1000));
    assert!(focused(&shown).1.starts_with("Anna Berg 0"));
}

#[test]
fn a_row_is_chosen_by_a_click_and_the_header_sorts() {
    let mut shown = gallery(Page::Regulars);
    shown.query_all_by_role(Role::Row).nth(3).unwrap().click();
    shown.run();
    assert_eq!(shown.state().table.chosen, Some(1003));
    shown.get_by_role_and_label(Role::ColumnHeader, "Price").click();
    shown.run();
    assert_eq!(
        (shown.state().table.sort.column, shown.state().table.sort.falling),
        (5, false)
    );
    shown.get_by_role_and_label(Role::ColumnHeader, "Price").click();
    shown.run();
    assert!(shown.state().table.sort.falling);
    assert_eq!(
        shown.state().table.chosen,
        Some(1003),
        "the choice is by key, not by place"
    );
}

#[test]
fn escape_closes_the_card_beside_a_view() {
    let mut shown = gallery(Page::Regulars);
    press(&mut shown, Key::Escape);
    assert_eq!(shown.state().clicks, ["card closed"]);
}

#[test]
fn everything_that_can_be_clicked_is_named_and_large_enough() {
    for page in [Page::Form, Page::Parts, Page::Regulars, Page::Empty] {
        let mut shown = gallery(page);
        shown.state_mut().toasts.offer("Moved", "Undo", 1, 0.0);
        shown.run();
        shown.check_accessibility();
        for node in shown.root().children_recursive() {
            let node = node.accesskit_node();
            let by_wheel_and_keys_too = node.role() == Role::ScrollBar;
            let clicks = node.data().supports_action(egui::accesskit::Action::Click) && !node.is_disabled();
            if by_wheel_and_keys_too || !clicks {
                continue;
            }
            let bounds = node.raw_bounds().expect("bounds");
            let (width, height) = (bounds.width(), bounds.height());
            let least = f64::from(size::TARGET);
            assert!(
                width >= least && height >= least,
                "{:?} {:?} is {width} by {height}",
                node.role(),
                node.label()
            );
        }
    }
}

/// Pictures need a graphics driver, which not every machine has; `CHAIRTIME_CI=1` says that this one has.
#[test]
fn the_gallery_looks_as_it_did() {
    if std::env::var_os("CHAIRTIME_CI").is_none() {
        return;
    }
    let mut results = SnapshotResults::new();
    for (theme, theme_name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (name, page, prepare) in PICTURES {
            let mut shown = at_size(*page, size_of(*page));
            shown.ctx.set_theme(theme);
            shown.run();
            prepare(&mut shown);
            shown.run();
            shown.snapshot(format!("widgets_{name}_{theme_name}"));
            results.extend_harness(&mut shown);
        }
    }
}

/// Just large enough, as pictures stay in the history.
fn size_of(page: Page) -> Vec2 {
    match page {
        Page::Form => vec2(776.0, 640.0),
        Page::Parts => vec2(1040.0, 544.0),
        Page::Regulars => vec2(1040.0, 480.0),
        Page::Empty => vec2(640.0, 480.0),
    }
}

type Picture = (&'static str, Page, fn(&mut Shown));

const PICTURES: &[Picture] = &[
    ("form", Page::Form, |_| {}),
    ("form_typed", Page::Form, |shown| {
        shown.state_mut().visits = "many".to_owned();
        focus(shown, WHO.0, WHO.1);
        shown.get_by_role_and_label(WHO.0, WHO.1).type_text("an");
        shown.run();
        press(shown, Key::ArrowDown);
    }),
    ("form_month", Page::Form, |shown| {
        focus(shown, Role::TextInput, "Start");
        press(shown, Key::ArrowDown);
        press(shown, Key::ArrowRight);
    }),
    ("form_choice", Page::Form, |shown| {
        shown.state_mut().error = Some("Choose a client, or make a new one");
        focus(shown, Role::ComboBox, "Stylist");
        press(shown, Key::ArrowDown);
        press(shown, Key::ArrowDown);
    }),
    ("parts", Page::Parts, |_| {}),
    ("parts_menu", Page::Parts, |shown| {
        focus(shown, Role::Button, "More");
        press(shown, Key::Enter);
    }),
    ("parts_tip", Page::Parts, |shown| {
        shown.get_by_role_and_label(Role::Button, "Today").hover();
        shown.run_steps(6);
    }),
    ("regulars", Page::Regulars, |shown| {
        shown.query_all_by_role(Role::Row).next().unwrap().focus();
        shown.run();
        press(shown, Key::ArrowDown);
    }),
    ("empty", Page::Empty, |shown| {
        shown
            .state_mut()
            .toasts
            .offer("Cancelled 12 visits of Anna Berg", "Undo", 1, 0.0);
        shown
            .state_mut()
            .toasts
            .say(Tone::Danger, "This could not be saved: the disk is full", 0.0);
    }),
    ("dialog", Page::Regulars, |shown| {
        shown.state_mut().dialog = true;
        shown.run();
    }),
];
