//! To do, and its dialogs, by role and name.

use egui::accesskit::Role;

use super::ToDo;
use crate::domain::command::{Command, Fix, Mark};
use crate::domain::draft::{SeriesEnd, Who};
use crate::domain::fixture::{Salon, read};
use crate::domain::rows::{SeriesId, TimeOff};
use crate::domain::values::{Attendance, VisitState};
use crate::ui::Act;
use crate::ui::tests::stage::Screen;
use crate::ui::view::change::{Change, ToChange};
use crate::ui::view::out::Out;

/// Anna comes weekly to Ann, Tom to Bo; Ann is off for two of those days.
fn salon() -> (Salon, SeriesId) {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
    let mut annas = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
    annas.end = SeriesEnd::After(4);
    let series = salon.create(annas);
    let mut toms = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "11:00");
    toms.client = Some(Who::Known(salon.tom));
    toms.end = SeriesEnd::After(2);
    toms.slots = vec![salon.slot(None, "11:00", salon.bo)];
    salon.create(toms);
    let document = serde_json::json!({"staff": [{"given_name": "Ann", "time_off":
        [{"from": "2026-03-09T00:00", "to": "2026-03-18T00:00", "reason": "Flu"}]}]});
    let draft = crate::domain::setup::read(&salon.book, &document).unwrap();
    salon.carry(&Command::SetUp(Box::new(draft)));
    (salon, series)
}

fn screen(salon: Salon) -> Screen<ToDo> {
    Screen::new(salon, |_| ToDo::default(), ToDo::show)
}

/// Spec S4.10.
#[test]
fn each_problem_says_when_who_and_why_with_buttons_that_deal_with_it() {
    let (salon, series) = salon();
    let first = salon.visit(series, "2026-03-10T10:00").id;
    let mut screen = screen(salon);
    assert!(screen.shows(Role::Heading, "2 problems"));
    for says in ["Tue 10 Mar 10:00 to 10:45", "Anna Berg, Cut", "Ann is off, Flu"] {
        assert!(
            screen.shows(Role::Label, says),
            "{says} among {:?}",
            screen.names(Role::Label)
        );
    }
    screen.check_names();
    screen.click(Role::Button, "Leave out, Anna Berg, Tue 10 Mar 10:00 to 10:45");
    let acts = screen.acts();
    let [Act::CarryOut { command, .. }] = acts.as_slice() else {
        panic!("one thing to do: {acts:?}")
    };
    let visits = vec![first];
    assert_eq!(**command, Command::SolveProblems { visits, fix: Fix::Skip });
    screen.click(Role::Button, "Show Anna Berg, Tue 10 Mar 10:00 to 10:45");
    assert!(matches!(screen.acts().as_slice(), [Act::ShowVisit(visit)] if *visit == first));
    screen.click(Role::Button, "Book all anyway…");
    assert!(matches!(screen.acts().as_slice(), [Act::Change(ToChange::Solve(visits, Fix::Keep))] if visits.len() == 2));
}

#[test]
fn where_nothing_waits_that_is_said() {
    let screen = screen(Salon::at("Europe/Berlin", "2026-03-02T08:00"));
    assert!(screen.shows(Role::Label, "Nothing waits for you"));
}

/// Spec S5.3: a past visit without outcome is listed, with a way to it.
#[test]
fn past_visits_without_outcome_wait_below() {
    let (mut salon, _) = salon();
    salon.wait_until("2026-03-03T12:00");
    let mut screen = screen(salon);
    assert!(
        screen.shows(Role::Heading, "Past, without outcome (2)"),
        "{:?}",
        screen.names(Role::Label)
    );
    screen.click(Role::Button, "No-show, Anna Berg, Tue 3 Mar 10:00 to 10:45");
    let acts = screen.acts();
    let [Act::CarryOut { command, .. }] = acts.as_slice() else {
        panic!("one thing to do: {acts:?}")
    };
    let no_show = Mark::Attendance {
        attendance: Attendance::NoShow,
        late: None,
    };
    assert!(matches!(command.as_ref(), Command::MarkVisit { mark, .. } if *mark == no_show));
}

fn change(salon: Salon, what: ToChange) -> Screen<(Change, bool)> {
    Screen::new(
        salon,
        |cx| (Change::new(what, cx), false),
        |(dialog, closed), ui, cx| *closed |= dialog.show(ui.ctx(), cx),
    )
}

/// Spec S3.2, S4.1: what a pause does is seen before it is done.
#[test]
fn a_pause_shows_its_dates_before_it_is_saved() {
    let (salon, series) = salon();
    let whose = crate::domain::command::Whose::Series(series);
    let mut screen = change(salon, ToChange::Away(whose));
    assert!(
        screen.shows(Role::Button, "Save, hold 4 visits"),
        "{:?}",
        screen.names(Role::Button)
    );
    screen.write("Through", "17 Mar 2026");
    screen.write("From", "10 Mar 2026");
    screen.click(Role::RadioButton, "Give the places up");
    assert_eq!(
        screen.names(Role::ListItem),
        [
            "Tue 10 Mar 2026, 10:00 to 10:45, Ann, Removed, Away, the place is given up",
            "Tue 17 Mar 2026, 10:00 to 10:45, Ann, Removed, Away, the place is given up",
        ]
    );
    screen.check_names();
    screen.click(Role::Button, "Save, remove 2 visits");
    let acts = screen.acts();
    let [Act::CarryOut { command, shown, .. }] = acts.as_slice() else {
        panic!("one thing to do: {acts:?}")
    };
    assert!(shown.is_some());
    let (from, until) = (read("2026-03-10"), Some(read("2026-03-17")));
    assert_eq!(
        **command,
        Command::Pause {
            whose,
            from,
            until,
            gives_up: true
        }
    );
    screen.write("Through", "the day after");
    assert!(screen.below("Through").contains("Write a date"));
}

/// Spec S4.11: story 3 as it looks.
#[test]
fn whom_to_call_stands_in_the_order_of_time_with_what_can_be_offered() {
    let (mut salon, series) = salon();
    let off: Vec<_> = salon.book.times_off().all().map(|off| off.id).collect();
    let now = salon.moment.now;
    off.into_iter()
        .for_each(|off| salon.change::<TimeOff>(off, |off| off.deleted_at = Some(now)));
    let anna = salon.anna;
    salon.change::<crate::domain::rows::Client>(anna, |anna| "+49 151 23456".clone_into(&mut anna.phone));
    salon.wait_until("2026-03-10T07:30");
    let (ann, bo) = (salon.ann, salon.bo);
    let visit = salon.visit(series, "2026-03-10T10:00");
    assert_eq!(visit.state, VisitState::Stable);
    let mut screen = Screen::new(
        salon,
        |cx| Out::new(Some(ann), None, cx),
        |dialog, ui, cx| {
            dialog.show(ui.ctx(), cx);
        },
    );
    assert!(
        screen.shows(Role::Button, "Note time off"),
        "nobody is moved who was not asked"
    );
    assert!(screen.shows(Role::Label, "+49 151 23456"));
    screen.check_names();
    screen.click(Role::RadioButton, "Ann, Wed 11 Mar 10:00, for 10:00 Anna Berg, Cut");
    screen.click(Role::Button, "Move 1 visit");
    let acts = screen.acts();
    let [Act::CarryOut { command, .. }] = acts.as_slice() else {
        panic!("one thing to do: {acts:?}")
    };
    let Command::StaffOut {
        instead: Some(instead),
        absent,
        ..
    } = &**command
    else {
        panic!("{command:?}")
    };
    assert_eq!((absent.staff, absent.from), (ann, read("2026-03-10T07:30")));
    let [one] = instead.as_slice() else {
        panic!("{instead:?}")
    };
    assert_eq!(
        (one.visit, one.staff, one.to),
        (visit.id, ann, read("2026-03-11T10:00"))
    );
    assert_ne!(one.staff, bo);
    // Who said no keeps the visit.
    screen.click(Role::RadioButton, "Not asked yet, for 10:00 Anna Berg, Cut");
    assert!(screen.shows(Role::Button, "Note time off"));
}

#[test]
fn pictures() {
    let (mut salon, series) = salon();
    salon.wait_until("2026-03-03T12:00");
    screen(salon.clone()).picture("to-do");
    let whose = crate::domain::command::Whose::Series(series);
    change(salon.clone(), ToChange::Away(whose)).picture("away");
    let bo = salon.bo;
    let mut out = Screen::new(
        salon,
        |cx| Out::new(Some(bo), None, cx),
        |dialog, ui, cx| {
            dialog.show(ui.ctx(), cx);
        },
    );
    out.write("Through", "20 Mar 2026");
    out.picture("out-today");
}
