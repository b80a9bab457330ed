//! Regulars by role and name.

use egui::Key;
use egui::accesskit::Role;

use super::Regulars;
use crate::domain::Command;
use crate::domain::draft::{SeriesEnd, Who};
use crate::domain::fixture::Salon;
use crate::domain::rows::Client;
use crate::exchange::ics::Selection;
use crate::ui::Act;
use crate::ui::route::FormStart;
use crate::ui::tests::stage::Screen;
use crate::ui::view::change::ToChange;

fn salon() -> Salon {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    salon.create(salon.draft("FREQ=WEEKLY;INTERVAL=5;BYDAY=TU", "2026-03-03", "10:00"));
    let mut tom = salon.draft("FREQ=MONTHLY;BYMONTHDAY=4", "2026-03-04", "16:00");
    tom.client = Some(Who::Known(salon.tom));
    tom.slots = vec![salon.slot(None, "16:00", salon.bo)];
    tom.lines = vec![salon.line(salon.beard), salon.line(salon.cut)];
    tom.end = SeriesEnd::After(6);
    salon.create(tom);
    salon
}

fn screen(salon: Salon) -> Screen<Regulars> {
    Screen::new(salon, |_| Regulars::default(), Regulars::show)
}

fn rows(screen: &Screen<Regulars>) -> Vec<String> {
    screen.names(Role::Row)
}

#[test]
fn each_row_says_who_what_how_often_with_whom_and_when_next() {
    let screen = screen(salon());
    assert_eq!(
        rows(&screen),
        [
            "Anna Berg, Cut, Every 5 weeks, Tue 10:00, Ann, Tomorrow 10:00, Running",
            "Tom Öztürk, Beard, Cut, Every month on the 4th at 16:00, Bo, Wed 4 Mar 16:00, Running",
        ]
    );
    screen.check_names();
}

#[test]
fn rows_are_found_by_text_stylist_and_state() {
    let mut screen = screen(salon());
    screen.write("Search", "beard");
    assert_eq!(rows(&screen).len(), 1);
    screen.write("Search", "nobody");
    assert!(rows(&screen).is_empty());
    screen.write("Search", "");
    screen.choose("Stylist", "Ann");
    assert!(rows(&screen).first().unwrap().starts_with("Anna Berg"));
    screen.choose("Stylist", "Everybody");
    screen.choose("State", "Stopped");
    assert!(rows(&screen).is_empty());
}

#[test]
fn a_header_sorts() {
    let mut screen = screen(salon());
    screen.click(Role::ColumnHeader, "Services");
    assert!(
        rows(&screen).first().unwrap().starts_with("Tom"),
        "Beard comes before Cut"
    );
    screen.click(Role::ColumnHeader, "Services");
    assert!(rows(&screen).first().unwrap().starts_with("Anna"));
}

#[test]
fn a_row_opens_a_card_with_what_can_be_done() {
    let mut screen = screen(salon());
    let first = rows(&screen).first().unwrap().clone();
    screen.click(Role::Row, &first);
    assert!(screen.shows(Role::Complementary, "Anna Berg"));
    screen.picture("regulars-card");
    screen.check_names();
    screen.click(Role::Button, "Cancel visits…");
    screen.click(Role::Button, "Export…");
    screen.click(Role::Button, "Change…");
    screen.click(Role::Link, "Tue 3 Mar 10:00 to 10:45");
    let acts = screen.acts();
    assert!(
        matches!(
            acts.as_slice(),
            [
                Act::Change(ToChange::Cancel(_, None)),
                Act::Export(Selection::Series(_)),
                Act::OpenForm(FormStart::Edit(_)),
                Act::ShowVisit(_)
            ]
        ),
        "{acts:?}"
    );
}

#[test]
fn the_keyboard_goes_through_the_rows_and_enter_edits() {
    let mut screen = screen(salon());
    let first = rows(&screen).first().unwrap().clone();
    screen.click(Role::Row, &first);
    screen.press(Key::ArrowDown);
    assert!(screen.shows(Role::Complementary, "Tom Öztürk"));
    screen.press(Key::Enter);
    assert!(matches!(screen.acts().as_slice(), [Act::OpenForm(FormStart::Edit(_))]));
}

#[test]
fn a_stopped_one_says_so_and_cannot_be_edited() {
    let mut salon = salon();
    let series = salon.book.series().live().next().unwrap().id;
    salon.carry(&Command::CancelSeries {
        series,
        from: None,
        reason: "moved away".to_owned(),
    });
    let mut screen = screen(salon);
    screen.choose("State", "Stopped");
    let first = rows(&screen).first().unwrap().clone();
    assert!(first.ends_with("Stopped"), "{first}");
    screen.click(Role::Row, &first);
    assert!(screen.shows(Role::Label, "Stopped"));
    assert!(screen.shows(Role::Label, "Cancelled moved away"));
    assert!(!screen.shows(Role::Button, "Change…"));
    assert!(!screen.shows(Role::Button, "Away for a while…"));
    screen.click(Role::Button, "Go on…");
    assert!(matches!(screen.acts().as_slice(), [Act::Change(ToChange::Restart(_))]));
}

#[test]
fn without_any_there_is_one_thing_to_do() {
    let mut screen = screen(Salon::at("Europe/Berlin", "2026-03-02T08:00"));
    screen.click(Role::Button, "New standing appointment");
    assert!(matches!(screen.acts().as_slice(), [Act::OpenForm(FormStart::New(_))]));
}

#[test]
fn pictures() {
    let mut salon = salon();
    salon.change::<Client>(salon.anna, |anna| {
        "Maximiliana-Theresia".clone_into(&mut anna.given_name);
        "Freifrau von und zu Hohenlohe-Langenburg".clone_into(&mut anna.surname);
        "Allergic to ammonia".clone_into(&mut anna.alert);
    });
    for n in 0..40 {
        let mut draft = salon.draft("FREQ=WEEKLY;INTERVAL=6;BYDAY=WE,FR", "2026-03-04", "09:30");
        draft.client = Some(Who::New(crate::domain::draft::ClientDraft {
            given_name: format!("Client {n}"),
            surname: "Muster".to_owned(),
            ..crate::domain::draft::ClientDraft::default()
        }));
        let days = [crate::time::Weekday::Wed, crate::time::Weekday::Fri];
        draft.slots = days.map(|day| salon.slot(Some(day), "09:30", salon.bo)).to_vec();
        salon.create(draft);
    }
    screen(salon).picture("regulars");
}
