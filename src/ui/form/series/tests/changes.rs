//! The form of a standing appointment that is changed: what it means date by date.

use super::*;

#[test]
fn a_change_shows_now_and_after_and_says_its_count() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.slots = vec![salon.slot(Some(Weekday::Tue), "10:00", salon.ann)];
    draft.end = SeriesEnd::After(12);
    let series = salon.create(draft);
    let mut form = opened(salon, &FormStart::Edit(series));
    assert_eq!(form.text("Service"), "Cut");
    form.write("Time", "10:30");
    let first = form.beginning(Role::CheckBox, "Tue 3 Mar 2026");
    assert_eq!(first, "Tue 3 Mar 2026, 10:00 to 10:45, Ann, 10:30 to 11:15, Ann");
    form.write("Why it changes", "her bus");
    form.click(Role::Button, "Change 12 visits");
    let acts = form.acts();
    let [Act::CarryOut { command, .. }] = acts.as_slice() else {
        panic!("{acts:?}");
    };
    let Command::EditSeries { draft, reason, .. } = command.as_ref() else {
        panic!("{command:?}");
    };
    assert_eq!(reason, "her bus");
    assert_eq!(draft.slots.first().unwrap().time.to_string(), "10:30");
    assert_eq!(draft.end, SeriesEnd::After(12));
}

/// Of every list of changes a line is called by the day on which the visit is in the book; what differs stands beside it.
#[test]
fn a_line_is_called_by_the_day_on_which_the_visit_stands() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.slots = vec![salon.slot(Some(Weekday::Tue), "10:00", salon.ann)];
    draft.end = SeriesEnd::After(2);
    let series = salon.create(draft);
    let mut form = opened(salon, &FormStart::Edit(series));
    form.click(Role::CheckBox, "Thursday");
    form.click(Role::CheckBox, "Tuesday");
    let lines = form.names(Role::CheckBox);
    let lines: Vec<_> = lines.iter().filter(|name| name.contains("2026, ")).collect();
    assert_eq!(
        lines,
        [
            "Tue 3 Mar 2026, 10:00 to 10:45, Ann, Thu 5 Mar 10:00, Ann",
            "Tue 10 Mar 2026, 10:00 to 10:45, Ann, Thu 12 Mar 10:00, Ann"
        ]
    );
}

#[test]
fn a_change_counts_visits_and_not_the_dates_that_were_left_out_before() {
    let (salon, series) = on_two_days_a_month(Policy::Skip);
    let mut form = opened(salon, &FormStart::Edit(series));
    assert!(form.shows(Role::Label, "Nothing changes yet. The last one is Mon 1 Jun 2026"));
    form.write("Note", "by the window");
    assert!(form.shows(Role::Button, "Change"), "{:#?}", form.names(Role::Button));
    assert!(form.shows(Role::Label, "Nothing changes. The last one is Mon 1 Jun 2026"));
    form.write("Time", "10:30");
    assert!(form.shows(Role::Button, "Change 5 visits"));
    let shown = form
        .names(Role::CheckBox)
        .into_iter()
        .filter(|name| name.contains(" May 2026"));
    assert_eq!(shown.count(), 1, "the closed day is no change");
}

#[test]
fn a_date_that_is_not_booked_can_be_booked_anyway_in_a_change() {
    let (salon, series) = on_two_days_a_month(Policy::Unplaced);
    let mut form = opened(salon, &FormStart::Edit(series));
    let first = form.beginning(Role::CheckBox, "Fri 1 May 2026");
    assert!(first.contains("In To do already: closed, Labour Day"), "{first}");
    form.click(Role::Button, "Book anyway, Fri 1 May 2026");
    let first = form.beginning(Role::CheckBox, "Fri 1 May 2026");
    assert!(first.contains("Booked anyway: closed, Labour Day"), "{first}");
    form.click(Role::Button, "Book 1 visit");
    assert_eq!(saved(&mut form).kept, ["2026-05-01".parse().unwrap()]);
}

#[test]
fn a_date_that_a_policy_moves_says_where_it_goes_and_why() {
    // Spec S4.9.
    let (salon, series) = on_two_days_a_month(Policy::Skip);
    let mut form = opened(salon, &FormStart::Edit(series));
    assert!(!form.shows(Role::TextInput, "How far the nearest may be"));
    form.choose("On closed days", "Nearest free time");
    let moved = form.beginning(Role::CheckBox, "Fri 1 May 2026");
    for said in ["Thu 30 Apr 10:00, Ann", "moved from Fri 1 May: closed, Labour Day"] {
        assert!(moved.contains(said), "{moved}");
    }
    form.write("How far the nearest may be", "0");
    form.press_ctrl(Key::Enter);
    assert!(form.acts().is_empty());
    form.write("How far the nearest may be", "3");
    form.click(Role::Button, "Book 1 visit");
    let draft = saved(&mut form);
    assert_eq!((draft.closed_days, draft.nearest_days), (Policy::Nearest, 3));
}

#[test]
fn what_is_past_stays_when_the_visits_to_come_are_changed() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(3);
    let series = salon.create(draft);
    salon.wait_until("2026-03-04T08:00");
    let mut form = opened(salon, &FormStart::Edit(series));
    form.write("Time", "11:30");
    form.click(Role::Button, "Change 2 visits");
    let draft = saved(&mut form);
    assert_eq!(draft.slots[0].time, "11:30".parse().unwrap());
}

#[test]
fn a_series_of_which_all_is_past_says_so_and_cannot_be_typed_into() {
    let mut salon = salon();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(2);
    let series = salon.create(draft);
    salon.wait_until("2026-04-04T08:00");
    let mut form = opened(salon, &FormStart::Edit(series));
    let says = form.beginning(Role::Alert, "All visits of Anna Berg are past");
    assert!(says.contains("Let it end later"), "{says}");
    assert!(form.field("Time").accesskit_node().is_disabled());
    form.press_ctrl(Key::Enter);
    assert!(form.acts().is_empty());
}
