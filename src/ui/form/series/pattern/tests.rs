//! More patterns by role and label: the parts, the text, and what becomes of them.

use egui::Key;
use egui::accesskit::Role;

use super::super::tests::{Form, filled, opened, salon, saved};
use crate::ui::FormStart;

const TEXT: &str = "As calendars write it";

/// Anna's weekly cut on Tuesdays from 3 Mar 2026, for 4 visits, with all parts in sight.
fn with_parts() -> Form {
    let mut form = filled(salon());
    form.write("How many", "4");
    form.click(Role::RadioButton, "More patterns…");
    form
}

/// The rule that saving asks for.
#[track_caller]
fn rule(form: &mut Form) -> String {
    form.press_ctrl(Key::Enter);
    assert!(!form.state().at.any(), "{:?}", form.state().preview.errors);
    let draft = saved(form);
    form.state().failed(String::new());
    draft.rule.map(|rule| rule.to_string()).unwrap_or_default()
}

#[test]
fn the_second_tuesday_of_march_and_september_is_chosen_part_by_part() {
    let mut form = with_parts();
    form.click(Role::RadioButton, "Years");
    form.click(Role::CheckBox, "March");
    form.click(Role::CheckBox, "September");
    form.choose("Which", "2nd");
    assert!(form.is_ticked("Tuesday") && form.is_ticked("March"));
    assert_eq!(form.text(TEXT), "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2TU");
    let dates = form.names(Role::CheckBox);
    let dates: Vec<&str> = dates
        .iter()
        .filter_map(|name| name.split_once(", 10:00").map(|(day, _)| day))
        .collect();
    assert_eq!(
        dates,
        ["Tue 10 Mar 2026", "Tue 8 Sep 2026", "Tue 9 Mar 2027", "Tue 14 Sep 2027"]
    );
    form.check_names();
    form.picture("pattern-years");
    assert_eq!(rule(&mut form), "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2TU");
}

#[test]
fn more_begins_with_the_rule_that_stood_before() {
    let mut form = filled(salon());
    form.click(Role::RadioButton, "Every 5 weeks");
    form.click(Role::RadioButton, "More patterns…");
    assert_eq!(form.text("Every"), "5");
    assert!(form.is_ticked("Tuesday"));
    assert_eq!(form.text(TEXT), "FREQ=WEEKLY;INTERVAL=5;WKST=MO;BYDAY=TU");
    form.check_names();
}

#[test]
fn a_typed_rule_fills_the_parts() {
    let mut form = with_parts();
    form.write(
        TEXT,
        "RRULE:freq=monthly;interval=2;bymonth=1,3,12;bymonthday=1,15,-1;byday=mo,2tu;bysetpos=-1",
    );
    assert_eq!(form.text("Every"), "2");
    assert_eq!(form.text("Days of the month"), "1, 15, last");
    assert_eq!(form.text("Only these of them"), "last");
    assert!(form.is_ticked("December") && !form.is_ticked("February"));
    assert_eq!(
        form.names(Role::ComboBox)
            .iter()
            .filter(|name| name.starts_with("Which"))
            .count(),
        2
    );
    form.check_names();
    form.picture("pattern-months");
    form.press(Key::Tab);
    assert_eq!(
        form.text(TEXT),
        "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,3,12;BYMONTHDAY=1,15,-1;BYDAY=MO,2TU;BYSETPOS=-1"
    );
    form.click(Role::Button, "Remove weekdays 2");
    form.write("Days of the month", "15th and last");
    assert_eq!(
        form.text(TEXT),
        "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,3,12;BYMONTHDAY=15,-1;BYDAY=MO;BYSETPOS=-1"
    );
}

#[test]
fn a_text_that_is_no_rule_keeps_the_parts_and_says_where_it_is_wrong() {
    let mut form = with_parts();
    form.write(TEXT, "FREQ=WEEKLY;BYDAY=TU,XX");
    assert!(form.is_ticked("Tuesday"), "the parts stay");
    form.press(Key::Tab);
    let says = "BYDAY takes MO, TU, WE, TH, FR, SA, SU: at “XX”, letter 22";
    assert_eq!(form.below(TEXT), says);
    assert!(form.shows(Role::Label, &format!("The dates appear here. {says}")));
    assert_eq!(form.text(TEXT), "FREQ=WEEKLY;BYDAY=TU,XX", "the text stays");
    form.click(Role::CheckBox, "Friday");
    assert_eq!(form.text(TEXT), "FREQ=WEEKLY;BYDAY=TU,FR", "a part writes it anew");
    assert_eq!(form.below(TEXT), "To paste a rule from elsewhere");
}

#[test]
fn what_is_wrong_in_a_part_is_said_at_the_part_and_nothing_is_saved() {
    let mut form = with_parts();
    form.click(Role::RadioButton, "Months");
    form.write("Days of the month", "1, 45");
    form.press(Key::Tab);
    let says = "From 1 to 31, or last, -2 to -31";
    assert_eq!(form.below("Days of the month"), says);
    let preview = format!("The dates appear here. Days of the month: {says}");
    assert!(form.shows(Role::Label, &preview), "{:?}", form.names(Role::Label));
    assert_eq!(form.below(TEXT), "To paste a rule from elsewhere");
    form.write("Days of the month", "");
    form.write("Every", "");
    form.press_ctrl(Key::Enter);
    assert!(form.acts().is_empty());
    assert_eq!(form.below("Every"), "Needed");
    assert_eq!(form.focused(), Some((Role::TextInput, "Every".to_owned())));
}

#[test]
fn the_end_that_a_typed_rule_says_goes_to_the_fields_of_the_end() {
    let mut form = with_parts();
    form.write(TEXT, "FREQ=DAILY;INTERVAL=10;COUNT=7");
    form.press(Key::Tab);
    assert_eq!(
        (form.text("How many"), form.text(TEXT)),
        ("7".into(), "FREQ=DAILY;INTERVAL=10".into())
    );
    form.write(TEXT, "FREQ=DAILY;INTERVAL=10;UNTIL=20260401");
    form.press(Key::Tab);
    assert_eq!(form.text("Last date"), "1 Apr 2026");
    assert!(form.shows(Role::Label, "3 dates. The last one is Mon 23 Mar 2026"));
}

#[test]
fn a_pattern_of_weeks_can_have_times_of_its_own_for_each_weekday() {
    let mut form = with_parts();
    form.write("Every", "14");
    form.click(Role::CheckBox, "Friday");
    form.click(Role::CheckBox, "Different times per weekday");
    form.write("Time on Friday", "14:30");
    form.press_ctrl(Key::Enter);
    let draft = saved(&mut form);
    assert_eq!(
        draft.rule.unwrap().to_string(),
        "FREQ=WEEKLY;INTERVAL=14;WKST=MO;BYDAY=TU,FR"
    );
    let times: Vec<String> = draft.slots.iter().map(|slot| slot.time.to_string()).collect();
    assert_eq!(times, ["10:00", "14:30"]);
}

#[test]
fn a_rule_without_a_chip_opens_with_all_its_parts_and_is_untouched() {
    let check = |rule: &str, labels: &[(&str, &str)]| {
        let mut salon = salon();
        let series = salon.create(salon.draft(rule, "2026-03-02", "10:00"));
        let mut form = opened(salon, &FormStart::Edit(series));
        assert_eq!(form.text(TEXT), rule);
        for (label, text) in labels {
            assert_eq!(form.text(label), *text, "{rule}: {label}");
        }
        assert!(form.state().is_untouched(), "{rule}");
        form.check_names();
    };
    check(
        "FREQ=YEARLY;WKST=SU;BYWEEKNO=20,-1;BYDAY=MO",
        &[("Weeks of the year", "20, last")],
    );
    check("FREQ=YEARLY;BYYEARDAY=100,-1", &[("Days of the year", "100, last")]);
    check("FREQ=YEARLY;BYDAY=20MO", &[("Every", "1")]);
    check("FREQ=DAILY;INTERVAL=10;BYMONTHDAY=1,2", &[("Every", "10")]);
    check("FREQ=MONTHLY;BYDAY=5MO", &[]);
    check("FREQ=MONTHLY;BYDAY=2TU,-1TU", &[]);
    check("FREQ=WEEKLY;INTERVAL=14;WKST=MO;BYDAY=MO,TH", &[("Every", "14")]);
    check(
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE;BYSETPOS=1,-1",
        &[("Only these of them", "1, last")],
    );
    check("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=7", &[("Days of the month", "7")]);
}
