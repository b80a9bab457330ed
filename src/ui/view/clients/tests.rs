//! Clients by role and name.

use egui::Key;
use egui::accesskit::Role;

use super::Clients;
use crate::domain::Command;
use crate::domain::fixture::Salon;
use crate::domain::rows::Client;
use crate::ui::route::FormStart;
use crate::ui::tests::stage::Screen;
use crate::ui::{Act, Asker};

fn salon() -> Salon {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    salon.create(salon.draft("FREQ=WEEKLY;INTERVAL=5;BYDAY=TU", "2026-03-03", "10:00"));
    salon.change::<Client>(salon.anna, |anna| "0171 555 0123".clone_into(&mut anna.phone));
    salon
}

fn screen() -> Screen<Clients> {
    Screen::new(salon(), |_| Clients::default(), Clients::show)
}

/// Does what was asked, as the window does it.
#[track_caller]
fn carry_out(screen: &mut Screen<Clients>) {
    let acts = screen.acts();
    let [
        Act::CarryOut {
            command,
            asker: Asker::Clients,
            ..
        },
    ] = acts.as_slice()
    else {
        panic!("{acts:?}");
    };
    let command: Command = command.as_ref().clone();
    screen.harness.state_mut().salon.carry(&command);
    screen.state().saved();
    screen.harness.run();
}

#[test]
fn clients_are_found_by_name_and_by_three_digits() {
    let mut screen = screen();
    assert_eq!(
        screen.names(Role::Row),
        ["Anna Berg, 0171 555 0123, 1, Tomorrow 10:00", "Tom Öztürk"]
    );
    screen.write("Search", "ozt");
    assert_eq!(screen.names(Role::Row), ["Tom Öztürk"]);
    screen.write("Search", "123");
    assert_eq!(screen.names(Role::Row).len(), 1);
    screen.check_names();
}

#[test]
fn somebody_new_is_made_even_where_there_is_one_of_the_name() {
    let mut screen = screen();
    screen.click(Role::Button, "New client");
    assert_eq!(screen.focused(), Some((Role::TextInput, "Given name".to_owned())));
    screen.write("Given name", "Tom");
    screen.write("Surname", "Öztürk");
    screen.write("Alert", "Allergic to ammonia");
    screen.press_ctrl(Key::Enter);
    carry_out(&mut screen);
    let rows = screen.names(Role::Row);
    assert_eq!(
        rows.iter().filter(|row| row.starts_with("Tom Öztürk")).count(),
        2,
        "{rows:?}"
    );
    assert!(!screen.shows(Role::Dialog, "New client"), "the form is closed");
}

#[test]
fn errors_stand_at_their_fields_after_the_first_try() {
    let mut screen = screen();
    screen.click(Role::Button, "New client");
    screen.picture("clients-dialog");
    assert_eq!(screen.below("Given name"), "");
    screen.press_ctrl(Key::Enter);
    assert!(screen.acts().is_empty());
    assert_eq!(screen.below("Given name"), "A name or a phone number is needed");
    screen.write("Surname", &"x".repeat(10_000));
    assert_eq!(screen.below("Surname"), "At most 200 characters");
}

#[test]
fn a_card_shows_what_they_have_and_leads_on() {
    let mut screen = screen();
    let first = screen.names(Role::Row).first().unwrap().clone();
    screen.click(Role::Row, &first);
    screen.picture("clients-card");
    screen.check_names();
    screen.click(Role::Button, "Every 5 weeks, Tue 10:00");
    screen.click(Role::Link, "Tue 3 Mar 10:00 to 10:45, Cut");
    screen.click(Role::Button, "New appointment");
    let acts = screen.acts();
    assert!(
        matches!(
            acts.as_slice(),
            [
                Act::OpenForm(FormStart::Edit(_)),
                Act::ShowVisit(_),
                Act::OpenForm(FormStart::New(_))
            ]
        ),
        "{acts:?}"
    );
}

#[test]
fn a_client_is_changed_from_the_card() {
    let mut screen = screen();
    let first = screen.names(Role::Row).first().unwrap().clone();
    screen.click(Role::Row, &first);
    screen.click(Role::Button, "Edit…");
    assert_eq!(screen.text("Phone"), "0171 555 0123");
    screen.write("Phone", "0160 1");
    screen.click(Role::Button, "Save");
    carry_out(&mut screen);
    assert!(screen.names(Role::Row).first().unwrap().contains("0160 1"));
}
