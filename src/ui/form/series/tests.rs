//! The series form by role and label: fields, errors, the live preview, saving by keyboard.

mod changes;
mod people;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::SeriesForm;
use crate::domain::Command;
use crate::domain::draft::{SeriesDraft, SeriesEnd, Who};
use crate::domain::fixture::Salon;
use crate::domain::values::Policy;
use crate::time::Weekday;
use crate::ui::tests::stage::Screen;
use crate::ui::{Act, Asker, Context, FormStart, Prefill};

pub(super) type Form = Screen<SeriesForm>;

pub(super) fn salon() -> Salon {
    Salon::at("Europe/Berlin", "2026-03-02T08:00")
}

pub(super) fn opened(salon: Salon, start: &FormStart) -> Form {
    Screen::new(salon, |cx| SeriesForm::open(start, cx).unwrap(), SeriesForm::show)
}

fn new_form() -> Form {
    opened(salon(), &FormStart::New(Prefill::default()))
}

/// A weekly cut for Anna with Ann on Tuesdays at ten, for 26 visits, typed as a person types it.
pub(super) fn filled(salon: Salon) -> Form {
    let mut form = opened(salon, &FormStart::New(Prefill::default()));
    form.field("Who comes").type_text("anna");
    form.harness.run();
    form.press(Key::Enter);
    form.write("Service", "cut");
    form.press(Key::Enter);
    form.write("Start", "3 mar");
    form.write("Time", "10");
    form.choose("Stylist", "Ann");
    form.click(Role::RadioButton, "After");
    form.write("How many", "26");
    form
}

/// The draft that was asked to be saved.
#[track_caller]
pub(super) fn saved(form: &mut Form) -> SeriesDraft {
    let acts = form.acts();
    match acts.as_slice() {
        [
            Act::CarryOut {
                command,
                asker: Asker::SeriesForm,
                ..
            },
        ] => match command.as_ref() {
            Command::CreateSeries(draft) | Command::EditSeries { draft, .. } => draft.as_ref().clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_opens_where_one_types_who_comes() {
    let form = new_form();
    assert_eq!(form.focused(), Some((Role::EditableComboBox, "Who comes".to_owned())));
    form.check_names();
}

#[test]
fn a_standing_appointment_is_made_by_keyboard_alone() {
    let mut form = filled(salon());
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    let anna = form.harness.state().salon.anna;
    assert_eq!(draft.client, Some(Who::Known(anna)));
    assert_eq!(draft.start.to_string(), "2026-03-03");
    assert_eq!(draft.rule.unwrap().to_string(), "FREQ=WEEKLY;BYDAY=TU");
    assert_eq!(draft.slots.first().unwrap().time.to_string(), "10:00");
    assert_eq!(draft.end, SeriesEnd::After(26));
    assert_eq!(draft.lines.len(), 1);
}

#[test]
fn the_preview_says_the_sentence_the_count_and_every_date() {
    let form = filled(salon());
    assert!(form.shows(
        Role::Heading,
        "Every week on Tuesday at 10:00, from 3 Mar 2026, 26 dates"
    ));
    assert!(form.shows(Role::Label, "26 dates. The last one is Tue 25 Aug 2026"));
    form.beginning(Role::CheckBox, "Tue 3 Mar 2026, 10:00 to 10:45, 1st date");
    assert!(form.shows(Role::Button, "Save 26 visits"));
}

#[test]
fn an_unticked_date_is_left_out_and_comes_back() {
    let mut form = filled(salon());
    let tenth = form.beginning(Role::CheckBox, "Tue 10 Mar 2026");
    form.click(Role::CheckBox, &tenth);
    assert!(form.shows(
        Role::Label,
        "26 dates, 1 left out, 25 visits. The last one is Tue 25 Aug 2026"
    ));
    let tenth = form.beginning(Role::CheckBox, "Tue 10 Mar 2026");
    assert!(!form.is_ticked(&tenth));
    form.press_ctrl(Key::Enter);
    assert_eq!(saved(&mut form).left_out, ["2026-03-10".parse().unwrap()]);
    form.state().failed(String::new());
    assert_eq!(form.focused(), Some((Role::CheckBox, tenth)));
    form.press(Key::Space);
    assert!(form.shows(Role::Button, "Save 26 visits"));
}

#[test]
fn a_date_that_was_left_out_does_not_stand_in_the_way_of_another_rule() {
    let mut form = filled(salon());
    let tenth = form.beginning(Role::CheckBox, "Tue 10 Mar 2026");
    form.click(Role::CheckBox, &tenth);
    form.click(Role::RadioButton, "Every 2 weeks");
    assert!(form.shows(Role::Button, "Save 26 visits"));
    form.click(Role::RadioButton, "Every week");
    assert!(
        form.shows(Role::Button, "Save 25 visits"),
        "what was unticked is remembered"
    );
}

#[test]
fn clashes_say_who_and_when_and_each_can_be_booked_anyway() {
    let mut salon = salon();
    let mut other = salon.draft("FREQ=MONTHLY;BYMONTHDAY=10", "2026-03-10", "10:30");
    other.client = Some(Who::Known(salon.tom));
    other.end = SeriesEnd::After(2);
    salon.create(other);
    let mut form = filled(salon);
    let clash = form.beginning(Role::CheckBox, "Tue 10 Mar 2026");
    assert!(clash.contains("Ann has Tom Öztürk, Cut, 10:30 to 10:50"), "{clash}");
    assert!(form.shows(Role::Button, "Save 25, sort out 1 later"));

    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert_eq!((draft.conflicts, draft.kept.len()), (Policy::Unplaced, 0));

    form.state().failed(String::new());
    form.click(Role::Button, "Book anyway, Tue 10 Mar 2026");
    assert!(form.shows(Role::Button, "Save 26 visits"));
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert_eq!((draft.conflicts, draft.kept.len()), (Policy::Ask, 1));
}

#[test]
fn errors_wait_until_the_first_try_and_then_stand_at_their_fields_all_at_once() {
    let mut form = new_form();
    assert_eq!(form.below("Who comes"), "");
    form.click(Role::RadioButton, "After");
    form.press_ctrl(Key::Enter);
    assert!(form.acts().is_empty(), "nothing is asked for");
    assert_eq!(form.below("Who comes"), "Needed");
    assert_eq!(form.below("Service"), "Choose at least one service");
    assert_eq!(form.below("Time"), "Needed");
    assert_eq!(form.below("How many"), "Needed");
}

#[test]
fn what_was_typed_wrongly_is_said_when_the_field_is_left() {
    let mut form = filled(salon());
    let check = |form: &mut Form, label: &str, text: &str, says: &str| {
        let before = form.text(label);
        form.write(label, text);
        let typed = form.text(label);
        form.press(Key::Tab);
        assert_eq!(form.below(label), says, "{label}: {text}");
        if says != "From 1 Jan 1970 to 31 Dec 2099" {
            assert_eq!(form.text(label), typed, "the text stays");
        }
        form.write(label, &before);
    };
    check(&mut form, "Start", "31.2.2026", "Not a date like 3 Mar 2026");
    check(&mut form, "Start", "9999-01-01", "From 1 Jan 1970 to 31 Dec 2099");
    check(&mut form, "Time", "25:00", "Not a time like 10:00");
    check(&mut form, "Length", "0", "From 1 min to 24 h");
    check(&mut form, "Length", "1500", "From 1 min to 24 h");
    check(&mut form, "Price", "-5", "From 0.00 to 10000000.00");
    check(&mut form, "How many", "0", "From 1 to 1040");
    check(&mut form, "How many", "2000000", "From 1 to 1040");
    check(
        &mut form,
        "Who comes",
        "Zoe",
        "Nobody of this name: take one from the list, or a new client",
    );
    check(&mut form, "Service", "Massage", "There is no such service");
    check(&mut form, "Note", &"x".repeat(20_001), "At most 20000 characters");
    form.click(Role::CheckBox, "Tuesday");
    assert!(form.shows(Role::Label, "Choose at least one weekday"));
}

#[test]
fn an_end_before_the_start_is_said_at_the_end() {
    let mut form = filled(salon());
    form.click(Role::RadioButton, "On");
    form.write("Last date", "1 mar 2026");
    form.press(Key::Tab);
    assert_eq!(form.below("Last date"), "The end lies before the start");
}

/// Typing on after somebody was found would otherwise make somebody new of them.
#[test]
fn who_was_found_is_followed_by_what_they_have() {
    let mut form = new_form();
    form.field("Who comes").type_text("anna");
    form.harness.run();
    form.press(Key::Enter);
    let field = |name: &str| Some((Role::EditableComboBox, name.to_owned()));
    assert_eq!(form.focused(), field("Service"));
    form.click(Role::Button, "Add a service");
    assert_eq!(form.focused(), field("Service 2"));
}

#[test]
fn somebody_new_is_made_without_leaving_the_form() {
    let mut form = filled(salon());
    form.write("Who comes", "Zoe Adler");
    form.press(Key::Enter);
    assert_eq!(
        (form.text("Given name"), form.text("Surname")),
        ("Zoe".to_owned(), "Adler".to_owned())
    );
    assert_eq!(form.focused(), Some((Role::TextInput, "Phone".to_owned())));
    form.write("Phone", "0171 5550100");
    form.press_ctrl(Key::Enter);
    match saved(&mut form).client {
        Some(Who::New(new)) => assert_eq!((new.given_name.as_str(), new.phone.as_str()), ("Zoe", "0171 5550100")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn somebody_of_a_known_name_can_be_another_person() {
    let mut form = filled(salon());
    form.write("Who comes", "Anna Berg");
    form.click(Role::ListBoxOption, "New client Anna Berg");
    form.press_ctrl(Key::Enter);
    assert!(matches!(saved(&mut form).client, Some(Who::New(_))));
}

#[test]
fn services_are_added_moved_and_taken_out() {
    let mut form = filled(salon());
    form.click(Role::Button, "Add a service");
    form.write("Service 2", "colour");
    form.press(Key::Enter);
    let sum = "2 h 15 min, €70.00";
    assert!(form.shows(Role::Label, sum), "{:?}", form.names(Role::Label));
    form.click(Role::Button, "More for service 2");
    form.click(Role::MenuItem, "Move up");
    assert_eq!(
        (form.text("Service"), form.text("Service 2")),
        ("Colour".to_owned(), "Cut".to_owned())
    );
    form.click(Role::Button, "More for service 1");
    form.click(Role::MenuItem, "Remove");
    assert_eq!(form.text("Service"), "Cut");
}

#[test]
fn a_service_can_have_another_stylist_length_and_price() {
    let mut form = filled(salon());
    form.write("Length", "1:15");
    form.write("Price", "42,50");
    form.click(Role::Button, "More for service 1");
    form.click(Role::MenuItem, "Another stylist");
    form.choose("Done by", "Bo");
    form.press_ctrl(Key::Enter);
    let bo = form.harness.state().salon.bo;
    let draft = saved(&mut form);
    let line = draft.lines.first().unwrap();
    assert_eq!(line.stretches.length().count(), 75);
    assert_eq!(line.price.map(crate::domain::values::Money::units), Some(4250));
    assert_eq!(line.staff, Some(bo));
}

/// Spec S3.6.
#[test]
fn a_standing_appointment_has_a_colour_of_its_own_where_one_is_chosen() {
    let mut form = filled(salon());
    form.choose("Colour", "Plum");
    form.picture("form-colour");
    form.press_ctrl(Key::Enter);
    let colour = saved(&mut form).colour.expect("a colour");
    let plum = crate::ui::look::StaffTint::nearest(colour.rgb);
    assert_eq!(plum.label(), "Plum");

    // Where it is changed, its own stands there, and can be taken away.
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.colour = Some(colour);
    let series = salon.create(draft);
    let mut form = opened(salon, &FormStart::Edit(series));
    assert!(form.shows(Role::Button, "Change"), "nothing is changed yet");
    form.choose("Colour", "That of the stylist");
    form.press_ctrl(Key::Enter);
    assert_eq!(saved(&mut form).colour, None);
}

/// The weekday of the day that was looked at is only a suggestion: it does not stay beside the one that was meant.
#[test]
fn the_first_weekday_that_is_chosen_stands_in_the_place_of_the_suggested_one() {
    let mut form = filled(salon());
    assert!(form.is_ticked("Tuesday"));
    form.click(Role::CheckBox, "Friday");
    assert!(form.is_ticked("Friday") && !form.is_ticked("Tuesday"));
    // From then on each is said by a person.
    form.click(Role::CheckBox, "Tuesday");
    assert!(form.is_ticked("Friday") && form.is_ticked("Tuesday"));
    form.click(Role::CheckBox, "Friday");
    assert!(!form.is_ticked("Friday") && form.is_ticked("Tuesday"));
}

#[test]
fn weekdays_can_have_times_and_people_of_their_own() {
    let mut form = filled(salon());
    form.click(Role::CheckBox, "Friday");
    form.click(Role::CheckBox, "Tuesday");
    form.click(Role::CheckBox, "Different times per weekday");
    form.write("Time on Friday", "14:30");
    form.choose("Stylist on Friday", "Bo");
    assert!(form.shows(
        Role::Heading,
        "Every week on Tuesday at 10:00 and Friday at 14:30, from 3 Mar 2026, 26 dates"
    ));
    form.press_ctrl(Key::Enter);
    let bo = form.harness.state().salon.bo;
    let draft = saved(&mut form);
    let friday = draft.slots.last().unwrap();
    assert_eq!((draft.slots.len(), friday.time.to_string().as_str()), (2, "14:30"));
    assert!(friday.staff.iter().any(|(staff, _)| *staff == bo));
}

#[test]
fn every_chip_makes_its_rule() {
    let mut form = filled(salon());
    form.click(Role::RadioButton, "Never");
    let mut check = |chip: &str, rule: &str| {
        form.click(Role::RadioButton, chip);
        form.press_ctrl(Key::Enter);
        assert!(!form.state().at.any(), "{chip}: {:?}", form.state().preview);
        let draft = saved(&mut form);
        form.state().failed(String::new());
        assert_eq!(
            draft.rule.map(|rule| rule.to_string()).unwrap_or_default(),
            rule,
            "{chip}"
        );
    };
    check("Every 5 weeks", "FREQ=WEEKLY;INTERVAL=5;WKST=MO;BYDAY=TU");
    check("Every 12 weeks", "FREQ=WEEKLY;INTERVAL=12;WKST=MO;BYDAY=TU");
    check("1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15");
    check("Monthly", "FREQ=MONTHLY;BYMONTHDAY=3");
    check("Every 3 months", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=3");
    check("Weekday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU");
    check("Day of the month", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=3");
    check("Yearly", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3");
    check("More patterns…", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3");
    check("Days", "FREQ=DAILY;BYMONTHDAY=3");
    check("Does not repeat", "");
}

#[test]
fn a_month_that_is_too_short_is_marked() {
    let mut form = filled(salon());
    form.write("Start", "31 mar 2026");
    form.click(Role::RadioButton, "Monthly");
    form.beginning(
        Role::CheckBox,
        "Thu 30 Apr 2026, 10:00 to 10:45, Every month from 31 Mar, 2nd date; the last day of a shorter month",
    );
    form.click(Role::CheckBox, "Skip months that have no 31st");
    assert!(
        form.names(Role::CheckBox)
            .iter()
            .all(|name| !name.starts_with("Thu 30 Apr"))
    );
}

#[test]
fn a_change_of_the_clock_is_marked() {
    let mut form = filled(salon());
    form.write("Start", "29 mar 2026");
    form.write("Time", "2:30");
    let line = form.beginning(Role::CheckBox, "Sun 29 Mar 2026");
    assert!(
        line.contains("The clock is set forward over 02:30, so it begins at 03:30"),
        "{line}"
    );
}

#[test]
fn a_form_that_was_closed_comes_back_with_what_was_typed() {
    let mut form = filled(salon());
    form.write("Time", "quarter past");
    let kept = form.state().kept().unwrap();
    let open = |cx: &mut Context<'_>| SeriesForm::from_kept(&kept, &Prefill::default(), cx).unwrap();
    let mut again = Screen::new(salon(), open, SeriesForm::show);
    assert_eq!(again.text("Time"), "quarter past");
    assert_eq!(again.text("Who comes"), "Anna Berg");
    again.click(Role::Button, "Start over");
    assert_eq!(again.text("Who comes"), "");
    assert_eq!(new_form().state().kept(), None, "an untouched form is not kept");
}

#[test]
fn a_form_that_comes_back_for_a_time_has_that_time() {
    let mut form = filled(salon());
    let kept = form.state().kept().unwrap();
    let open = |cx: &mut Context<'_>| {
        let prefill = Prefill {
            day: Some("2026-03-13".parse().unwrap()),
            time: Some("16:15".parse().unwrap()),
            ..Prefill::default()
        };
        SeriesForm::from_kept(&kept, &prefill, cx).unwrap()
    };
    let again = Screen::new(salon(), open, SeriesForm::show);
    assert_eq!(
        (again.text("Start"), again.text("Time")),
        ("13 Mar 2026".into(), "16:15".into())
    );
    assert_eq!(again.text("Who comes"), "Anna Berg");
}

#[test]
fn typed_text_survives_a_refusal() {
    let mut form = filled(salon());
    form.press_ctrl(Key::Enter);
    form.acts();
    let refused = crate::domain::Refusal::PlanIsStale.into();
    let book = form.harness.state().salon.book.clone();
    form.state().refused(&refused, &book);
    form.harness.run();
    assert_eq!(form.names(Role::Alert).len(), 1);
    assert_eq!(form.text("How many"), "26");
    form.press_ctrl(Key::Enter);
    saved(&mut form);
}

#[test]
fn what_is_still_needed_is_said_in_the_words_of_the_fields() {
    let mut form = filled(salon());
    form.click(Role::CheckBox, "Friday");
    form.click(Role::CheckBox, "Tuesday");
    form.click(Role::CheckBox, "Different times per weekday");
    form.write("Time on Friday", "");
    let says = |form: &Form, text: &str| assert!(form.shows(Role::Label, text), "{:#?}", form.names(Role::Label));
    says(&form, "The dates appear here. Still needed: the time on Friday");
    form.write("Time on Friday", "11");
    form.write("How many", "0");
    says(&form, "The dates appear here. The number of visits: From 1 to 1040");
    form.write("How many", "2000000");
    says(&form, "The dates appear here. The number of visits: From 1 to 1040");
    form.click(Role::RadioButton, "On");
    says(&form, "The dates appear here. Still needed: the last date");
    // Save leads to what is wrong.
    form.click(Role::Button, "Save");
    assert!(form.acts().is_empty());
    assert_eq!(form.below("Last date"), "Needed");
    assert_eq!(form.focused(), Some((Role::TextInput, "Last date".to_owned())));
}

#[test]
fn in_a_narrow_window_everything_can_be_reached() {
    let start = FormStart::New(Prefill::default());
    let size = egui::vec2(683.0, 384.0);
    let mut form = Screen::of_size(
        size,
        salon(),
        |cx| SeriesForm::open(&start, cx).unwrap(),
        SeriesForm::show,
    );
    form.write("Time", "10");
    form.check_names();
    assert!(form.harness.query_by_label("Note").is_some());
    form.picture("form-narrow");
}

#[test]
fn pictures() {
    let mut salon = salon();
    let mut other = salon.draft("FREQ=MONTHLY;BYMONTHDAY=10", "2026-03-10", "10:30");
    other.client = Some(Who::Known(salon.tom));
    other.end = SeriesEnd::After(2);
    salon.create(other);
    let mut form = filled(salon);
    form.picture("form-filled");
    form.click(Role::CheckBox, "Friday");
    form.click(Role::CheckBox, "Tuesday");
    form.click(Role::CheckBox, "Different times per weekday");
    form.write(
        "Who comes",
        "Maximiliana-Theresia Freifrau von und zu Hohenlohe-Langenburg",
    );
    form.press(Key::Enter);
    form.click(Role::Button, "Add a service");
    form.press_ctrl(Key::Enter);
    form.picture("form-busy");
}

/// Anna on the 1st and 15th for a year, with closed days in it that the policy leaves out.
fn on_two_days_a_month(policy: Policy) -> (Salon, crate::domain::rows::SeriesId) {
    let mut salon = salon();
    let document = serde_json::json!({ "business": { "closed_days": [{ "from": "2026-05-01", "to": "2026-05-01", "reason": "Labour Day" }] } });
    let setup = crate::domain::setup::read(&salon.book, &document).unwrap();
    salon.carry(&Command::SetUp(Box::new(setup)));
    let mut draft = salon.draft("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-03-15", "10:00");
    draft.end = SeriesEnd::After(6);
    (draft.closed_days, draft.conflicts) = (policy, policy);
    let series = salon.create(draft);
    (salon, series)
}

#[test]
fn a_date_that_is_left_out_says_the_day_is_closed_and_why() {
    let (salon, _) = on_two_days_a_month(Policy::Skip);
    let mut form = filled(salon);
    form.write("Start", "1 may 2026");
    form.choose("On closed days", "Leave the date out");
    let first = form.beginning(Role::ListItem, "Fri 1 May 2026");
    assert_eq!(first, "Fri 1 May 2026, Left out, Closed, Labour Day");
}
