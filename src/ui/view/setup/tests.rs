//! Setup by role and name: each page shows what the book has, saves what is typed, and says what is wrong.

use egui::Key;
use egui::accesskit::Role;

use super::Setup;
use crate::domain::draft::Over;
use crate::domain::fixture::Salon;
use crate::ui::route::{Route, SetupPage};
use crate::ui::tests::stage::Screen;
use crate::ui::view::change::ToChange;
use crate::ui::{Act, Asker, Context};

type Page = Screen<(Setup, SetupPage)>;

fn page(salon: Salon, page: SetupPage) -> Page {
    fn draw(state: &mut (Setup, SetupPage), ui: &mut egui::Ui, cx: &mut Context<'_>) {
        state.0.show(ui, cx, state.1);
    }
    Screen::new(salon, |_| (Setup::default(), page), draw)
}

fn salon() -> Salon {
    Salon::at("Europe/Berlin", "2026-03-02T08:00")
}

/// Does what was asked, as the window does it.
#[track_caller]
fn carry_out(page: &mut Page) {
    let acts = page.acts();
    let [
        Act::CarryOut {
            command,
            asker: Asker::Setup,
            ..
        },
    ] = acts.as_slice()
    else {
        panic!("{acts:?}");
    };
    let stage = page.harness.state_mut();
    match crate::domain::decide(&stage.salon.book, command, &mut stage.salon.moment.clone()) {
        Ok(_) => {
            let command = command.as_ref().clone();
            stage.salon.carry(&command);
            stage.state.0.saved();
        }
        Err(refused) => {
            let book = stage.salon.book.clone();
            stage.state.0.refused(&refused, &book);
        }
    }
    page.harness.run();
}

#[test]
fn tabs_lead_to_the_pages() {
    let mut page = page(salon(), SetupPage::Business);
    page.click(Role::RadioButton, "Staff");
    let acts = page.acts();
    assert!(
        matches!(acts.as_slice(), [Act::Go(Route::Setup(SetupPage::Staff))]),
        "{acts:?}"
    );
}

#[test]
fn every_page_has_a_name_for_everything() {
    for which in [
        SetupPage::Business,
        SetupPage::Locations,
        SetupPage::Staff,
        SetupPage::Services,
        SetupPage::Resources,
    ] {
        let mut page = page(salon(), which);
        page.check_names();
        page.picture(&format!("setup-{which:?}").to_lowercase());
    }
}

#[test]
fn the_business_is_changed() {
    let mut page = page(salon(), SetupPage::Business);
    assert_eq!(page.text("Name"), "Salon Mara");
    page.write("Name", "Salon Mara & Co");
    page.choose("The week begins on", "Sunday");
    page.click(Role::Button, "Save");
    carry_out(&mut page);
    let business = page.harness.state().salon.book.business().unwrap().clone();
    assert_eq!(
        (business.name.as_str(), business.week_start),
        ("Salon Mara & Co", crate::time::Weekday::Sun)
    );
}

#[test]
fn a_folder_for_calendar_files_is_kept_without_changing_the_business() {
    const FOLDER: &str = "Keep calendar files in a folder";
    let mut page = page(salon(), SetupPage::Business);
    page.write(FOLDER, "Calendars");
    page.press_ctrl(Key::Enter);
    assert!(page.acts().is_empty());
    assert_eq!(page.below(FOLDER), "Type the whole path of a folder");
    let folder = std::env::temp_dir().display().to_string();
    page.write(FOLDER, &folder);
    page.click(Role::Button, "Save");
    let acts = page.acts();
    assert!(
        matches!(acts.as_slice(), [Act::KeepCalendars { folder: asked }] if *asked == folder),
        "{acts:?}"
    );
    assert_eq!(page.text(FOLDER), folder);
    page.write(FOLDER, "");
    page.click(Role::Button, "Save");
    let acts = page.acts();
    assert!(
        matches!(acts.as_slice(), [Act::KeepCalendars { folder }] if folder.is_empty()),
        "{acts:?}"
    );
}

#[test]
fn what_is_wrong_with_the_business_stands_at_its_fields_all_at_once() {
    let mut page = page(salon(), SetupPage::Business);
    page.write("Name", "");
    page.write("Time zone", "Berlin/Mitte");
    page.write("Currency", "euros");
    page.press_ctrl(Key::Enter);
    assert!(page.acts().is_empty());
    assert_eq!(page.below("Name"), "Needed");
    assert_eq!(page.below("Time zone"), "Not a time zone like Europe/Berlin");
    assert_ne!(page.below("Currency"), "");
}

#[test]
fn opening_hours_are_typed_a_line_a_day() {
    let mut page = page(salon(), SetupPage::Locations);
    assert_eq!(page.text("Monday"), "00:00-24:00");
    page.write("Tuesday", "9-12, 13-18");
    page.write("Sunday", "");
    page.write("Monday", "nine to five");
    page.press(Key::Tab);
    assert_ne!(page.below("Monday"), "");
    page.write("Monday", "9-17");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let book = page.harness.state().salon.book.clone();
    let location = book.locations().live().next().unwrap();
    let hours = |weekday| location.hours.iter().filter(|hours| hours.weekday == weekday).count();
    assert_eq!(hours(crate::time::Weekday::Tue), 2);
    assert_eq!(hours(crate::time::Weekday::Sun), 0);
    assert_eq!(page.text("Tuesday"), "09:00-12:00, 13:00-18:00");
}

#[test]
fn closed_days_are_added_and_taken_out() {
    let mut page = page(salon(), SetupPage::Locations);
    page.click(Role::Button, "Add closed days");
    page.write("Closed from", "25 dec 2026");
    page.write("Closed to", "24 dec 2026");
    page.press_ctrl(Key::Enter);
    assert_eq!(page.below("Closed to"), "The end lies before the start");
    page.write("Closed to", "26 dec 2026");
    page.write("Reason", "Christmas");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let days = page.harness.state().salon.book.day_exceptions().live().count();
    assert_eq!(days, 1);
    page.click(Role::Button, "Remove closed 1");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    assert_eq!(page.harness.state().salon.book.day_exceptions().live().count(), 0);
}

#[test]
fn somebody_new_works_here_with_own_hours_and_time_off() {
    let mut page = page(salon(), SetupPage::Staff);
    page.click(Role::Button, "New staff member");
    assert_eq!(page.focused(), Some((Role::TextInput, "Given name".to_owned())));
    page.write("Given name", "Cem");
    page.click(Role::RadioButton, "Rose");
    page.click(Role::CheckBox, "Does every service");
    page.click(Role::CheckBox, "Colour");
    page.click(Role::CheckBox, "Works whenever the shop is open");
    page.write("Monday", "");
    page.click(Role::Button, "Add a time off");
    page.write("Off from", "3 aug 2026");
    page.write("Off to", "14 aug 2026");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let book = page.harness.state().salon.book.clone();
    let cem = book.staff().live().find(|staff| staff.name() == "Cem").unwrap().clone();
    assert!(cem.own_hours && !cem.all_services);
    assert_eq!(cem.services.len(), 2, "all but colour");
    assert_eq!(cem.hours.len(), 6, "all days but Monday");
    let off = book.times_off().of(cem.id).next().unwrap();
    assert_eq!(
        (off.first_day.to_string(), off.last_day.to_string()),
        ("2026-08-03".into(), "2026-08-14".into())
    );
    assert_eq!(page.text("Given name"), "Cem", "the new one is chosen");
    assert_eq!(page.names(Role::Row), ["Ann", "Bo", "Cem"]);
    page.picture("setup-staff-own");
}

#[test]
fn hours_that_change_from_week_to_week_are_typed_a_week_at_a_time() {
    let mut page = page(salon(), SetupPage::Staff);
    page.click(Role::CheckBox, "Works whenever the shop is open");
    page.choose("Repeat", "Every 2 weeks");
    assert_eq!(page.text("A day of week 1"), "2 Mar 2026", "the week of today");
    assert_eq!(page.below("A day of week 1"), "This week is week 1");
    page.write("A day of week 1", "24 feb 2026");
    assert_eq!(page.below("A day of week 1"), "This week is week 2");
    page.write("Monday", "9-12");
    page.click(Role::RadioButton, "Week 2");
    assert_eq!(page.text("Monday"), "00:00-24:00", "it began as the week before");
    page.write("Monday", "noon to six");
    page.click(Role::RadioButton, "Week 1");
    page.picture("setup-staff-rota");
    page.press_ctrl(Key::Enter);
    assert!(page.acts().is_empty());
    let wrong = page.names(Role::Alert);
    assert!(
        matches!(wrong.as_slice(), [one] if one.contains("Week 2: ")),
        "{wrong:?}"
    );
    page.click(Role::RadioButton, "Week 2");
    page.write("Monday", "13-18");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let book = page.harness.state().salon.book.clone();
    let ann = book.staff().live().find(|staff| staff.name() == "Ann").unwrap();
    let location = book.locations().live().next().unwrap().id;
    let works = |day: &str| {
        let open = crate::domain::schedule::staff_hours(&book, ann, location, day.parse().unwrap()).open;
        open.iter().map(|span| span.from.count() / 60).collect::<Vec<_>>()
    };
    assert_eq!((works("2026-02-23"), works("2026-03-02")), (vec![9], vec![13]));
    assert_eq!((works("2026-03-09"), works("2026-03-16")), (vec![9], vec![13]));
    assert_eq!(page.text("A day of week 1"), "24 Feb 2026");
}

#[test]
fn an_extra_shift_is_a_day_with_hours_of_its_own() {
    let mut page = page(salon(), SetupPage::Staff);
    page.click(Role::CheckBox, "Works whenever the shop is open");
    page.write("Sunday", "");
    page.click(Role::Button, "Add an extra shift");
    page.write("Reason", "Fair");
    page.press_ctrl(Key::Enter);
    assert_eq!(
        (page.below("Extra shift on"), page.below("Hours")),
        ("Needed".into(), "Needed".into())
    );
    page.write("Extra shift on", "8 mar 2026");
    page.write("Hours", "10-14");
    page.picture("setup-staff-shift");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let book = page.harness.state().salon.book.clone();
    let ann = book.staff().live().find(|staff| staff.name() == "Ann").unwrap();
    let location = book.locations().live().next().unwrap().id;
    let works = |day: &str| {
        let hours = crate::domain::schedule::staff_hours(&book, ann, location, day.parse().unwrap());
        hours.open.iter().map(|span| span.from.count() / 60).next()
    };
    assert_eq!((works("2026-03-08"), works("2026-03-15")), (Some(10), None));
    assert_eq!(page.text("Hours"), "10:00-14:00");
}

#[test]
fn a_service_is_made_of_parts() {
    let mut page = page(salon(), SetupPage::Services);
    page.click(Role::Button, "New service");
    page.write("Name", "Highlights");
    page.write("Price", "90,00");
    page.write("Length", "30");
    page.click(Role::Button, "Add developing time");
    page.write("Part 2", "40");
    page.click(Role::Button, "Add a part");
    page.write("Part 3", "20");
    assert!(page.shows(Role::Label, "1 h 30 min in all. While it develops the stylist is free"));
    page.picture("setup-service-parts");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let book = page.harness.state().salon.book.clone();
    let service = book
        .services()
        .live()
        .find(|service| service.name == "Highlights")
        .unwrap();
    assert_eq!(service.stretches.to_string(), "30+40~20+");
    assert_eq!(service.price_on("2026-03-02".parse().unwrap()).units(), 9000);
}

#[test]
fn a_price_that_holds_from_a_day_on_is_added_changed_and_taken_out() {
    let mut page = page(salon(), SetupPage::Services);
    let cut = page.beginning(Role::Row, "Cut");
    page.click(Role::Row, &cut);
    page.click(Role::Button, "Add a price from a day on");
    page.write("Price from then on", "38");
    page.press_ctrl(Key::Enter);
    assert!(page.acts().is_empty());
    assert_eq!(page.below("From"), "Needed");
    page.write("From", "1 jan 2027");
    page.picture("setup-service-prices");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    let prices = |page: &Page| -> Vec<i64> {
        let book = &page.harness.state().salon.book;
        let cut = book.services().live().find(|service| service.name == "Cut").unwrap();
        let on = |day: &str| cut.price_on(day.parse().unwrap()).units();
        ["2026-12-31", "2027-01-01", "2028-01-01"].map(on).to_vec()
    };
    assert_eq!(prices(&page), [3500, 3800, 3800]);
    assert_eq!(
        (page.text("From"), page.text("Price from then on")),
        ("1 Jan 2027".into(), "38.00".into())
    );
    assert!(page.shows(Role::Label, "Today €35.00"), "{:?}", page.names(Role::Label));
    page.click(Role::Button, "Add a price from a day on");
    page.write("From 2", "1 jan 2027");
    page.write("Price from then on 2", "40");
    page.press_ctrl(Key::Enter);
    assert_ne!(page.below("From 2"), "", "there is a price of this day");
    page.write("From 2", "1 jan 2028");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    assert_eq!(prices(&page), [3500, 3800, 4000]);
    page.click(Role::Button, "Remove dated price 1");
    page.press_ctrl(Key::Enter);
    carry_out(&mut page);
    assert_eq!(prices(&page), [3500, 3500, 4000]);
}

#[test]
fn errors_of_a_service_stand_at_their_fields() {
    let mut page = page(salon(), SetupPage::Services);
    page.click(Role::Button, "New service");
    page.write("Name", "cut");
    page.write("Price", "-1");
    page.press_ctrl(Key::Enter);
    assert!(page.acts().is_empty());
    assert_eq!(page.below("Name"), "There is one of this name already");
    assert_eq!(page.below("Price"), "From 0.00 to 10000000.00");
    page.write("Price", "1");
    page.write("Name", "Wash");
    page.press_ctrl(Key::Enter);
    assert_eq!(page.below("Length"), "Needed");
    page.write("Length", "1500");
    assert_eq!(page.below("Length"), "From 1 min to 24 h");
}

#[test]
fn what_is_needed_is_not_removed_and_the_form_says_why() {
    let mut salon = salon();
    salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00"));
    let mut page = page(salon, SetupPage::Services);
    let rows = page.names(Role::Row);
    let cut = rows.iter().find(|row| row.starts_with("Cut")).unwrap().clone();
    page.click(Role::Row, &cut);
    page.click(Role::Button, "Remove");
    carry_out(&mut page);
    assert_eq!(page.names(Role::Alert).len(), 1);
    let beard = rows.iter().find(|row| row.starts_with("Beard")).unwrap().clone();
    page.click(Role::Row, &beard);
    page.click(Role::Button, "Remove");
    carry_out(&mut page);
    assert_eq!(page.names(Role::Row).len(), 2);
}

#[test]
fn typed_text_stays_while_others_are_looked_at() {
    let mut page = page(salon(), SetupPage::Services);
    let rows = page.names(Role::Row);
    page.write("Price", "99.00");
    page.click(Role::Row, rows.last().unwrap());
    let first = page.beginning(Role::Row, "Beard");
    assert_eq!(first, "Beard, Not saved");
    page.click(Role::Row, &first);
    assert_eq!(page.text("Price"), "99.00");
    page.click(Role::Button, "Cancel");
    assert_eq!(page.text("Price"), "35.00");
}

#[test]
fn a_chair_is_made() {
    let mut page = page(salon(), SetupPage::Resources);
    page.click(Role::Button, "New chair or room");
    page.write("Name", "Chair 1");
    page.click(Role::Button, "Save");
    carry_out(&mut page);
    assert_eq!(page.names(Role::Row), ["Chair 1, Chair"]);
}

#[test]
fn hours_that_end_before_they_begin_are_an_error_at_their_day() {
    let mut page = page(salon(), SetupPage::Locations);
    page.write("Tuesday", "13-9");
    page.press(Key::Tab);
    assert_eq!(page.below("Tuesday"), "The end lies before the start");
    page.click(Role::Button, "Save");
    assert!(page.acts().is_empty());
    page.write("Tuesday", "18-26");
    assert_eq!(page.below("Tuesday"), "");
    page.click(Role::Button, "Save");
    carry_out(&mut page);
    assert_eq!(page.text("Tuesday"), "18:00-26:00");
}

#[test]
fn an_empty_service_says_all_that_is_needed_at_once_and_leads_to_the_first() {
    let mut page = page(salon(), SetupPage::Services);
    page.click(Role::Button, "New service");
    page.write("Name", "");
    page.press_ctrl(Key::Enter);
    assert_eq!(page.below("Name"), "Needed");
    assert_eq!(page.below("Length"), "Needed");
    assert_eq!(page.focused(), Some((Role::TextInput, "Name".to_owned())));
}

/// Ann's last day is 10 April 2026.
fn ann_leaves(salon: &mut Salon) {
    let (staff, last) = (salon.ann, crate::domain::fixture::read("2026-04-10"));
    salon.carry(&crate::domain::Command::StaffLeaves { staff, last, to: None });
}

/// The ways from somebody of the staff to what happens while they are away.
#[test]
fn who_leaves_is_said_and_the_dialog_knows_it() {
    let mut salon = salon();
    ann_leaves(&mut salon);
    let mut page = page(salon.clone(), SetupPage::Staff);
    let row = page.beginning(Role::Row, "Ann");
    page.click(Role::Row, &row);
    assert!(page.shows(Role::Status, "Leaves after 10 Apr 2026"));
    page.picture("leaves");
    let dialog = Screen::new(
        salon,
        |cx| crate::ui::view::change::Change::new(ToChange::Leaves(cx.book.staff().live().next().unwrap().id), cx),
        |change, ui, cx| {
            change.show(&ui.ctx().clone(), cx);
        },
    );
    assert_eq!(dialog.text("Their last day"), "10 Apr 2026");
}

/// Who stays after all is not bound to what was the last step.
#[test]
fn that_somebody_leaves_can_be_taken_back_on_their_page() {
    let mut salon = salon();
    ann_leaves(&mut salon);
    let ann = salon.ann;
    let mut page = page(salon, SetupPage::Staff);
    let row = page.beginning(Role::Row, "Ann");
    page.click(Role::Row, &row);
    page.click(Role::Button, "Stays after all");
    let acts = page.acts();
    let [Act::CarryOut { command, .. }] = acts.as_slice() else {
        panic!("{acts:?}");
    };
    page.harness.state_mut().salon.carry(command);
    page.harness.run();
    let staff = &page.harness.state().salon.book;
    assert_eq!(staff.staff().get(ann).unwrap().leaves_day, None);
    assert!(!page.shows(Role::Status, "Leaves after 10 Apr 2026"));
    assert!(!page.shows(Role::Button, "Stays after all"));
}

#[test]
fn beside_the_name_stand_who_is_out_and_who_stands_in() {
    let mut page = page(salon(), SetupPage::Staff);
    let ann = page.beginning(Role::Row, "Ann");
    page.click(Role::Row, &ann);
    page.click(Role::Button, "Out today…");
    page.click(Role::Button, "Somebody stands in…");
    let staff = page.harness.state().salon.ann;
    let acts = page.acts();
    let stands_in = ToChange::StandIn(Over::Staff(staff), None);
    assert!(
        matches!(acts.as_slice(), [Act::Out(Some(out), None), Act::Change(what)] if *out == staff && *what == stands_in),
        "{acts:?}"
    );
}
