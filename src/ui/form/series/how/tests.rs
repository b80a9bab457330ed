//! A standing appointment is changed for some of its visits, by role and label.

use egui::accesskit::Role;

use super::super::tests::{Form, opened, salon};
use crate::domain::command::{Command, EditHow, Force, Scope};
use crate::domain::draft::SeriesEnd;
use crate::domain::fixture::Salon;
use crate::domain::rows::{SeriesId, VisitId};
use crate::ui::ahead::which::Reach;
use crate::ui::{Act, FormStart};

/// Anna, every second Tuesday at ten with Ann, six times; the third was moved by hand.
fn with_anna() -> (Salon, SeriesId, Vec<VisitId>) {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(6);
    let series = salon.create(draft);
    let visits = salon.book.calendar().of_series(&salon.book, series);
    let visits: Vec<VisitId> = visits.map(|visit| visit.id).collect();
    salon.carry(&Command::MoveVisit {
        visit: visits[2],
        to: "2026-03-31T14:00".parse().unwrap(),
        staff: None,
        minutes: None,
        keep_conflicts: false,
    });
    (salon, series, visits)
}

#[track_caller]
fn asked(form: &mut Form) -> Command {
    let acts = form.acts();
    match acts.as_slice() {
        [Act::CarryOut { command, .. }] => command.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

/// Spec S4.5: a new chapter begins at that date.
#[test]
fn from_a_day_on_only_the_later_visits_change() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    assert_eq!(
        form.names(Role::RadioButton)[..3],
        ["From here on (6)", "From until", "All to come (6)"]
    );
    form.click(Role::RadioButton, "From here on (6)");
    form.write("From", "14 apr 2026");
    form.write("Time", "11");
    form.check_names();
    assert!(form.shows(
        Role::Label,
        "3 visits, 14 Apr to 12 May 2026. What is past stays as it is"
    ));
    form.click(Role::Button, "Change 3 visits");
    let Command::EditSeries { how, .. } = asked(&mut form) else {
        panic!("an edit");
    };
    assert_eq!(
        how,
        EditHow {
            scope: Scope::From("2026-04-14".parse().unwrap()),
            ..EditHow::default()
        }
    );
}

#[test]
fn a_day_behind_the_last_date_is_wrong_at_its_field() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    form.click(Role::RadioButton, "From here on (6)");
    form.write("From", "1 jun 2026");
    form.write("Time", "11");
    form.press_ctrl(egui::Key::Enter);
    assert!(form.acts().is_empty());
    assert!(form.below("From").contains("12 May 2026"), "{}", form.below("From"));
    form.write("From", "nonsense");
    assert_eq!(form.below("From"), "Write a date, as 14 Mar");
}

/// Spec S4.2: what was changed by hand stays, unless it is ticked one by one or for all.
#[test]
fn what_was_moved_by_hand_is_marked_and_changed_as_well_where_that_is_ticked() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    form.write("Time", "11");
    let third = form.beginning(Role::CheckBox, "Tue 31 Mar 2026");
    assert!(third.contains("Moved by hand, stays so"), "{third}");
    assert!(third.contains("14:00 to 14:45, Ann"), "{third}");
    form.click(Role::CheckBox, "Also change, Tue 31 Mar 2026");
    assert!(form.is_ticked("Also change the one that was changed by hand"));
    let third = form.beginning(Role::CheckBox, "Tue 31 Mar 2026");
    assert!(third.contains("11:00 to 11:45, Ann"), "{third}");
    form.picture("form-by-hand");
    form.click(Role::Button, "Change 6 visits");
    let one = Force::These(["2026-03-31T10:00".parse().unwrap()].into());
    assert!(matches!(asked(&mut form), Command::EditSeries { how, .. } if how.force == one));

    form.state().failed(String::new());
    form.click(Role::CheckBox, "Also change the one that was changed by hand");
    let third = form.beginning(Role::CheckBox, "Tue 31 Mar 2026");
    assert!(third.contains("stays so"), "{third}");
    form.click(Role::CheckBox, "Also change the one that was changed by hand");
    form.click(Role::Button, "Change 6 visits");
    assert!(matches!(asked(&mut form), Command::EditSeries { how, .. } if how.force == Force::All));
}

/// Spec S4.5: a layer, which says only what differs, and cannot say everything.
#[test]
fn some_days_alone_have_another_time_and_end_by_themselves() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    form.click(Role::RadioButton, "From until");
    form.write("From", "17 mar 2026");
    form.write("Through", "14 apr 2026");
    assert!(form.shows(Role::RadioButton, "From until (3)"));
    form.write("Note", "in the summer");
    form.press_ctrl(egui::Key::Enter);
    assert!(form.acts().is_empty());
    assert!(!form.below("Note").is_empty(), "a note is of the whole appointment");
    form.write("Note", "");
    form.write("Time", "9:30");
    assert!(form.names(Role::CheckBox).iter().all(|name| !name.starts_with("Tue ")));
    form.click(Role::Button, "Change 2 visits");
    let Command::Cover { layer, .. } = asked(&mut form) else {
        panic!("a layer");
    };
    assert_eq!(layer.time, Some("09:30".parse().unwrap()));
    assert_eq!((layer.substitute, layer.resources.len()), (None, 0));
    assert_eq!(
        (layer.first.to_string(), layer.last.to_string()),
        ("2026-03-17".to_owned(), "2026-04-14".to_owned())
    );
}

/// Spec S4.8.
#[test]
fn weeks_are_counted_from_where_the_change_begins_where_that_is_ticked() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    assert!(
        !form.shows(Role::CheckBox, "Count the weeks from here"),
        "nothing would differ"
    );
    form.click(Role::RadioButton, "From here on (6)");
    form.write("From", "7 apr 2026");
    form.click(Role::CheckBox, "Count the weeks from here");
    let button = form.beginning(Role::Button, "Change ");
    form.click(Role::Button, &button);
    let Command::EditSeries { how, .. } = asked(&mut form) else {
        panic!("an edit");
    };
    assert!(how.reset_start);
}

#[test]
fn opened_from_a_visit_it_begins_there_and_that_one_alone_can_be_chosen() {
    let (salon, _, visits) = with_anna();
    let mut form = opened(salon, &FormStart::EditFrom(visits[1], Reach::ToCome));
    form.click(Role::RadioButton, "From here on (5)");
    assert_eq!(form.text("From"), "17 Mar 2026");
    form.write("Time", "11");
    assert!(
        !form.shows(Role::RadioButton, "Only this"),
        "what was typed is not thrown away"
    );
    form.write("Time", "10:00");
    form.click(Role::RadioButton, "Only this");
    let acts = form.acts();
    assert!(
        matches!(acts.as_slice(), [Act::CloseForm, Act::EditVisit(visit), ..] if *visit == visits[1]),
        "{acts:?}"
    );
}

/// A visit that goes is no visit that changes.
#[test]
fn the_button_says_how_many_are_left_out() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    form.write("Time", "11");
    let second = form.beginning(Role::CheckBox, "Tue 17 Mar 2026");
    form.click(Role::CheckBox, &second);
    let button = form.beginning(Role::Button, "Change ");
    assert!(button.ends_with(" visits, leave out 1"), "{button}");
}

/// What stands in the fields is what holds where the change begins.
#[test]
fn a_series_that_was_changed_before_says_what_holds_from_that_day_on() {
    let (salon, series, _) = with_anna();
    let mut form = opened(salon, &FormStart::Edit(series));
    form.click(Role::RadioButton, "From here on (6)");
    form.write("From", "28 apr 2026");
    form.write("Time", "11");
    let button = form.beginning(Role::Button, "Change ");
    form.click(Role::Button, &button);
    let command = asked(&mut form);
    let (mut again, series, _) = with_anna();
    again.carry(&command);
    let mut form = opened(again, &FormStart::Edit(series));
    assert_eq!(form.text("Time"), "10:00");
    form.click(Role::RadioButton, "From here on (6)");
    form.write("From", "28 apr 2026");
    assert_eq!(form.text("Time"), "11:00");
    assert!(form.shows(Role::Label, "Nothing changes yet. The last one is Tue 12 May 2026"));
    form.write("Time", "11:30");
    form.write("From", "3 mar 2026");
    assert_eq!(form.text("Time"), "11:30", "what was typed stays");
}

/// Spec S4.6: what lies behind is shown, and says why it stays.
#[test]
fn what_is_past_of_the_chosen_days_is_listed_and_stays() {
    let (mut salon, series, _) = with_anna();
    salon.wait_until("2026-03-18T08:00");
    let mut form = opened(salon, &FormStart::Edit(series));
    form.click(Role::RadioButton, "From here on (4)");
    form.write("From", "17 mar 2026");
    form.write("Time", "11");
    let past = form.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert_eq!(past, "Tue 17 Mar 2026, 10:00 to 10:45, Ann, Stays, Past");
    assert!(
        form.shows(Role::Button, "Change 4 visits"),
        "{:?}",
        form.names(Role::Button)
    );
}
