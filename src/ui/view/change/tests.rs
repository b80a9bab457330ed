//! The dialog of a change by role and label: which visits, what of those changed by hand, who stands in.

use egui::Key;
use egui::accesskit::Role;

use super::{Change, ToChange};
use crate::domain::command::{Clashing, Command, Fix, Force, Scope};
use crate::domain::draft::{LayerDraft, Over, SeriesEnd};
use crate::domain::fixture::Salon;
use crate::domain::rows::{SeriesId, VisitId};
use crate::ui::Act;
use crate::ui::ahead::which::Reach;
use crate::ui::tests::stage::Screen;

/// Anna, four Tuesdays at ten with Ann.
fn salon() -> (Salon, SeriesId, Vec<VisitId>) {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(4);
    let series = salon.create(draft);
    let visits = salon.book.calendar().of_series(&salon.book, series);
    let visits = visits.map(|visit| visit.id).collect();
    (salon, series, visits)
}

fn moved(salon: &mut Salon, visit: VisitId, to: &str) {
    salon.carry(&Command::MoveVisit {
        visit,
        to: to.parse().unwrap(),
        staff: None,
        minutes: None,
        keep_conflicts: false,
    });
}

fn dialog(salon: Salon, what: ToChange) -> Screen<Change> {
    Screen::new(
        salon,
        |cx| Change::new(what, cx),
        |change, ui, cx| {
            change.show(&ui.ctx().clone(), cx);
        },
    )
}

#[track_caller]
fn asked(screen: &mut Screen<Change>) -> Command {
    let acts = screen.acts();
    match acts.as_slice() {
        [Act::CarryOut { command, .. }] => command.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

/// Spec S4.5: the four scopes, each with its number.
#[test]
fn cancelling_asks_which_visits_and_counts_them() {
    let (salon, series, visits) = salon();
    let mut screen = dialog(salon, ToChange::Cancel(series, Some(visits[1])));
    assert_eq!(
        screen.names(Role::RadioButton),
        ["Only this", "From here on (3)", "From until", "All to come (4)"]
    );
    assert!(screen.shows(Role::Label, "3 visits, 10 to 24 Mar 2026. What is past stays as it is"));
    screen.check_names();
    screen.click(Role::Button, "Cancel 3 visits");
    let from = Some("2026-03-10".parse().unwrap());
    assert!(matches!(asked(&mut screen), Command::CancelSeries { from: is, .. } if is == from));

    screen.state().asking().refused("The disk is full".to_owned());
    screen.harness.run();
    assert_eq!(screen.names(Role::Alert), ["The disk is full"]);
    screen.click(Role::RadioButton, "From until");
    assert!(!screen.shows(Role::RadioButton, "From until (2)"));
    screen.write("Through", "17 mar 2026");
    assert!(screen.shows(Role::RadioButton, "From until (2)"));
    screen.press_ctrl(Key::Enter);
    let (first, last) = ("2026-03-10".parse().unwrap(), "2026-03-17".parse().unwrap());
    let days = Command::CancelDays {
        series,
        first,
        last,
        reason: String::new(),
    };
    assert_eq!(asked(&mut screen), days);
}

#[test]
fn only_one_visit_is_left_to_the_dialog_that_asks_more_of_it() {
    let (salon, series, visits) = salon();
    let mut screen = dialog(salon, ToChange::Cancel(series, Some(visits[1])));
    screen.click(Role::RadioButton, "Only this");
    screen.click(Role::Button, "Cancel 1 visit");
    assert!(matches!(screen.acts().as_slice(), [Act::CancelVisit(visit)] if *visit == visits[1]));
}

#[test]
fn where_no_visit_is_looked_at_none_is_cancelled_before_it_is_said_which() {
    let (salon, series, _) = salon();
    let mut screen = dialog(salon, ToChange::Cancel(series, None));
    assert_eq!(
        screen.names(Role::RadioButton),
        ["From here on (4)", "From until", "All to come (4)"]
    );
    screen.press_ctrl(Key::Enter);
    assert!(screen.acts().is_empty());
    screen.write("Through", "10 mar 2026");
    assert!(screen.shows(Role::Button, "Cancel 2 visits"));
    screen.click(Role::RadioButton, "All to come (4)");
    screen.click(Role::Button, "Cancel 4 visits");
    assert!(matches!(asked(&mut screen), Command::CancelSeries { from: None, .. }));
}

/// Spec S4.8: one visit shows its series what it is to be.
#[test]
fn what_one_visit_has_becomes_the_usual_from_there_on_or_of_all() {
    let (mut salon, _, visits) = salon();
    moved(&mut salon, visits[1], "2026-03-10T11:30");
    let mut screen = dialog(salon, ToChange::Usual(visits[1], Reach::FromHere));
    assert!(screen.shows(
        Role::Label,
        "Tue 10 Mar 2026 at 11:30, instead of Tue 10 Mar 2026 at 10:00"
    ));
    let third = screen.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert!(
        third.starts_with("Tue 17 Mar 2026, 10:00 to 10:45, Ann, 11:30 to 12:15, Ann"),
        "{third}"
    );
    screen.click(Role::RadioButton, "All to come (4)");
    screen.click(Role::RadioButton, "From here on (3)");
    let button = screen.beginning(Role::Button, "Change ");
    screen.click(Role::Button, &button);
    let from = "2026-03-10".parse().unwrap();
    let scope = Scope::From(from);
    assert!(matches!(asked(&mut screen), Command::MakeUsual { scope: is, .. } if is == scope));
}

/// Spec S4.2, S4.5: who stands in, shown before it happens, and what was changed by hand stays unless it is ticked.
#[test]
fn somebody_stands_in_for_some_days_and_what_was_given_by_hand_is_ticked() {
    let (mut salon, series, visits) = salon();
    let bo = salon.bo;
    salon.carry(&Command::MoveVisit {
        visit: visits[2],
        to: "2026-03-17T10:00".parse().unwrap(),
        staff: Some(bo),
        minutes: None,
        keep_conflicts: false,
    });
    let mut screen = dialog(salon, ToChange::StandIn(Over::Series(series), None));
    screen.check_names();
    screen.write("From", "10 mar 2026");
    screen.write("Through", "24 mar 2026");
    assert!(screen.harness.state().acts.is_empty());
    screen.write("Time", "11");
    let third = screen.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert!(third.contains("Staff changed by hand, stays so"), "{third}");
    screen.click(Role::CheckBox, "Also change, Tue 17 Mar 2026");
    let third = screen.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert!(third.contains("11:00 to 11:45, Ann"), "{third}");
    assert!(third.contains("Staff changed by hand, no longer"), "{third}");
    assert!(screen.is_ticked("Also change the one that was changed by hand"));
    screen.click(Role::Button, "Change 3 visits");
    let Command::Cover { layer, force, .. } = asked(&mut screen) else {
        panic!("a layer");
    };
    assert_eq!((layer.over, layer.substitute), (Over::Series(series), None));
    assert_eq!(force, Force::These(["2026-03-17T10:00".parse().unwrap()].into()));
}

#[test]
fn who_stands_in_for_a_stylist_takes_all_of_their_visits_of_those_days() {
    let (salon, _, _) = salon();
    let (ann, bo) = (salon.ann, salon.bo);
    let mut screen = dialog(
        salon,
        ToChange::StandIn(Over::Staff(ann), Some("2026-03-09".parse().unwrap())),
    );
    screen.choose("Who stands in", "Bo");
    screen.write("Through", "10 mar 2026");
    let first = screen.beginning(Role::ListItem, "Tue 10 Mar 2026");
    assert!(
        first.starts_with("Tue 10 Mar 2026, 10:00 to 10:45, Ann, 10:00 to 10:45, Bo"),
        "{first}"
    );
    // From the day that was looked at.
    screen.click(Role::Button, "Change 1 visit");
    let Command::Cover { layer, .. } = asked(&mut screen) else {
        panic!("a layer");
    };
    assert_eq!(layer.first.to_string(), "2026-03-09");
    assert_eq!((layer.over, layer.substitute), (Over::Staff(ann), Some(bo)));
}

/// Spec S4.5: what was said of some days is shown where more can be said, and can end earlier than it was said.
#[test]
fn who_stands_in_can_stop_earlier() {
    let (mut salon, _, _) = salon();
    let (ann, bo) = (salon.ann, salon.bo);
    let layer = LayerDraft {
        over: Over::Staff(ann),
        first: "2026-03-02".parse().unwrap(),
        last: "2026-03-20".parse().unwrap(),
        substitute: Some(bo),
        time: None,
        before: None,
        after: None,
        resources: Vec::new(),
    };
    salon.carry(&Command::Cover {
        layer: Box::new(layer),
        force: Force::Nothing,
        clashing: Clashing::default(),
    });
    let id = salon.book.layers().live().next().unwrap().id;
    let mut screen = dialog(salon.clone(), ToChange::StandIn(Over::Staff(ann), None));
    screen.check_names();
    screen.click(Role::Button, "Let it end earlier…, Bo stands in, 2 to 20 Mar 2026");
    let acts = screen.acts();
    assert!(
        matches!(acts.as_slice(), [Act::Change(ToChange::Ends(layer))] if *layer == id),
        "{acts:?}"
    );

    let mut screen = dialog(salon, ToChange::Ends(id));
    screen.check_names();
    screen.write("Its last day", "11 mar 2026");
    let third = screen.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert!(third.contains("10:00 to 10:45, Bo, 10:00 to 10:45, Ann"), "{third}");
    screen.picture("stand-in-ends");
    screen.click(Role::Button, "Change 1 visit");
    let Command::EndCover { layer, last, .. } = asked(&mut screen) else {
        panic!("an earlier end");
    };
    assert_eq!((layer, last.to_string()), (id, "2026-03-11".to_owned()));
}

/// Spec S4.6: what lies behind is shown, and says why it stays.
#[test]
fn what_is_past_is_listed_and_not_cancelled() {
    let (mut salon, series, _) = salon();
    salon.wait_until("2026-03-11T08:00");
    let mut screen = dialog(salon, ToChange::Cancel(series, None));
    screen.click(Role::RadioButton, "From here on (2)");
    screen.write("From", "10 mar 2026");
    let past = screen.beginning(Role::ListItem, "Tue 10 Mar 2026");
    assert_eq!(past, "Tue 10 Mar 2026, 10:00 to 10:45, Ann, Stays, Past");
    screen.picture("cancel-with-past");
    assert!(screen.shows(Role::Button, "Cancel 2 visits"));
}

/// Spec S4.10: problems move to where there is time; where to is asked, and seen before it happens.
#[test]
fn problems_are_moved_to_a_free_time_that_is_seen_first() {
    let (mut salon, _, visits) = salon();
    let closed = serde_json::json!({"locations": [{"name": "Main Street",
        "closed_days": [{"from": "2026-03-10", "to": "2026-03-10"}]}]});
    let draft = crate::domain::setup::read(&salon.book, &closed).unwrap();
    salon.carry(&Command::SetUp(Box::new(draft)));
    let mut screen = dialog(salon, ToChange::Solve(vec![visits[1]], Fix::Nearest));
    assert!(
        screen.shows(Role::Button, "Move 1 visit"),
        "{:?}",
        screen.names(Role::Button)
    );
    screen.click(Role::RadioButton, "The next open day");
    let line = screen.beginning(Role::ListItem, "Tue 10 Mar 2026");
    let to = "Tue 10 Mar 2026, 10:00 to 10:45, Ann, Wed 11 Mar 10:00 to 10:45, Ann, Moved from Tue 10 Mar";
    assert!(line.starts_with(to), "{line}");
    screen.click(Role::Button, "Move 1 visit");
    let (visits, fix) = (vec![visits[1]], Fix::Next);
    assert_eq!(asked(&mut screen), Command::SolveProblems { visits, fix });
}

/// What finds no place is not passed over in silence.
#[test]
fn problems_that_find_no_place_are_named() {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    let closed = serde_json::json!({"locations": [{"name": "Main Street",
        "closed_days": [{"from": "2026-03-03", "to": "2026-03-26"}]}]});
    let draft = crate::domain::setup::read(&salon.book, &closed).unwrap();
    salon.carry(&Command::SetUp(Box::new(draft)));
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-10", "10:00");
    draft.end = SeriesEnd::After(3);
    draft.closed_days = crate::domain::values::Policy::Unplaced;
    let series = salon.create(draft);
    let visits = salon.book.calendar().of_series(&salon.book, series);
    let visits: Vec<VisitId> = visits.map(|visit| visit.id).collect();
    let screen = dialog(salon, ToChange::Solve(visits, Fix::Nearest));
    assert!(
        screen.shows(
            Role::Status,
            "2 find no free place, and stay in To do: Anna Berg Tue 10 Mar, Anna Berg Tue 17 Mar"
        ),
        "{:?}",
        screen.names(Role::Status)
    );
}

/// Anna on twelve Tuesdays with Ann; Tom is at Bo's at that time on the last two of them.
fn a_long_one() -> (Salon, SeriesId) {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    let mut toms = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-05-12", "10:15");
    toms.client = Some(crate::domain::draft::Who::Known(salon.tom));
    toms.slots[0].staff = vec![(salon.bo, crate::domain::values::Role::Lead)];
    toms.end = SeriesEnd::After(2);
    salon.create(toms);
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    draft.end = SeriesEnd::After(12);
    draft.conflicts = crate::domain::values::Policy::Ask;
    draft.closed_days = crate::domain::values::Policy::Ask;
    let series = salon.create(draft);
    (salon, series)
}

/// The clash in the tenth line of a long list is not to be searched for.
#[test]
fn in_a_long_list_the_dates_that_clash_can_be_seen_alone() {
    let (salon, series) = a_long_one();
    let mut screen = dialog(salon, ToChange::StandIn(Over::Series(series), None));
    screen.choose("Who stands in", "Bo");
    screen.write("Through", "26 may 2026");
    assert!(screen.shows(Role::Label, "What will change: 10 changed, 2 to sort out later"));
    assert!(screen.shows(Role::Button, "Change 10 visits, sort out 2 later"));
    screen.click(Role::CheckBox, "Only the dates that clash");
    screen.check_names();
    let lines = screen.names(Role::ListItem);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("Tue 12 May 2026"), "{lines:?}");
    screen.picture("only-what-clashes");
    // What is booked anyway still clashes, and does not go from under the pointer.
    screen.click(Role::Button, "Book anyway, Tue 12 May 2026");
    assert_eq!(screen.names(Role::ListItem).len(), 2);
    screen.click(Role::CheckBox, "Only the dates that clash");
    assert!(screen.names(Role::ListItem).len() > 2);
}

/// Spec S4.10: what was a problem before is not news of this change.
#[test]
fn a_date_that_is_a_problem_already_says_so() {
    let (mut salon, series, _) = salon();
    let closed = serde_json::json!({"locations": [{"name": "Main Street",
        "closed_days": [{"from": "2026-03-10", "to": "2026-03-10", "reason": "Stocktaking"}]}]});
    let draft = crate::domain::setup::read(&salon.book, &closed).unwrap();
    salon.carry(&Command::SetUp(Box::new(draft)));
    salon.change::<crate::domain::rows::Series>(series, |series| {
        series.closed_days = crate::domain::values::Policy::Ask;
    });
    let mut screen = dialog(salon, ToChange::StandIn(Over::Series(series), None));
    screen.choose("Who stands in", "Bo");
    screen.write("Through", "24 mar 2026");
    let known = screen.beginning(Role::ListItem, "Tue 10 Mar 2026");
    assert!(known.contains("In To do already: closed, Stocktaking"), "{known}");
    let free = screen.beginning(Role::ListItem, "Tue 17 Mar 2026");
    assert!(!free.contains("To do"), "{free}");
}

/// Spec S4.2, S4.11: what nobody can take over says what speaks against it.
#[test]
fn what_is_not_booked_after_somebody_leaves_says_why() {
    let (salon, _) = a_long_one();
    let ann = salon.ann;
    let mut screen = dialog(salon, ToChange::Leaves(ann));
    screen.write("Their last day", "31 Mar 2026");
    let failed = screen.beginning(Role::ListItem, "Tue 12 May 2026");
    assert!(
        failed.contains("Not booked, Bo has Tom Öztürk, Cut, 10:15 to 10:50"),
        "{failed}"
    );
    screen.picture("leaves-not-booked");
}

/// Spec S4.11: who leaves, when, and who does it then.
#[test]
fn somebody_leaves_and_others_do_what_they_did() {
    let (salon, ..) = salon();
    let (ann, bo) = (salon.ann, salon.bo);
    let mut screen = dialog(salon, ToChange::Leaves(ann));
    screen.check_names();
    assert_eq!(screen.focused(), Some((Role::TextInput, "Their last day".to_owned())));
    // Nothing is to be done until their last day is said.
    assert!(screen.shows(Role::Button, "Save"));
    screen.write("Their last day", "2 Mar 2026");
    assert!(
        screen.shows(Role::Button, "Save, change 4 visits"),
        "{:?}",
        screen.names(Role::Button)
    );
    screen.choose("Who does it then", "Bo");
    screen.click(Role::Button, "Save, change 4 visits");
    let last = crate::domain::fixture::read("2026-03-02");
    assert_eq!(
        asked(&mut screen),
        Command::StaffLeaves {
            staff: ann,
            last,
            to: Some(bo)
        }
    );
}
