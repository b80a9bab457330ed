//! The desk over a real file: what is done is what was shown.

use serde_json::json;

use super::*;
use crate::domain::fixture::read;
use crate::domain::rows::VisitId;
use crate::domain::{EditHow, Force, Scope, setup};

const NOW: &str = "2026-12-01T08:00";

fn desk(folder: &tempfile::TempDir) -> Desk {
    let file = folder.path().join("salon.chairtime");
    let mut desk = Desk::open_at(&file, Mode::Write, read(NOW), "test").unwrap();
    let shop = json!({
        "business": {"name": "Salon Mara", "time_zone": "Europe/Berlin"},
        "locations": [{"name": "Main Street", "time_zone": "Europe/Berlin"}],
        "services": [{"name": "Cut", "duration": "PT45M"}],
        "staff": [{"given_name": "Ann"}, {"given_name": "Bo"}]});
    let draft = setup::read(desk.book(), &shop).unwrap();
    desk.carry_out(&Command::SetUp(Box::new(draft))).unwrap();
    desk
}

fn made(desk: &mut Desk, staff: &str, visits: u32) -> SeriesId {
    let asked = json!({"client": {"surname": "Berg"}, "location": "Main Street", "services": ["Cut"], "staff": staff,
        "frequency": "weekly", "start_date": "2027-01-05", "time": "10:00", "visits": visits, "conflicts": "ask"});
    let draft = request::read(desk.book(), &asked, Purpose::Standing, true).unwrap();
    let done = desk.carry_out(&Command::CreateSeries(Box::new(draft))).unwrap();
    done.series.unwrap()
}

/// Spec S4.2: a plan is applied whole, as one step; if the book moved on and its lines differ, it is shown again.
#[test]
fn a_plan_is_done_as_it_was_shown_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(&folder);
    let series = made(&mut desk, "Ann", 6);
    let how = EditHow {
        scope: Scope::ToCome,
        force: Force::Nothing,
        reset_start: false,
    };
    let now = request::DraftNow(crate::domain::draft_to_change(desk.book(), series, how.scope, desk.now()).unwrap());
    let changes = json!({"time": "11:00", "conflicts": "unplaced"});
    let draft = request::read(desk.book(), &changes, Purpose::Edit(&now), true).unwrap();
    let command = Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how,
    };
    let shown = desk.preview(&command).unwrap();
    // Somebody takes one of those times meanwhile.
    let asked = json!({"client": null, "location": "Main Street", "services": ["Cut"], "staff": "Ann",
        "start_date": "2027-01-12", "time": "11:15"});
    let single = request::read(desk.book(), &asked, Purpose::Single, true).unwrap();
    desk.carry_out(&Command::CreateSeries(Box::new(single))).unwrap();
    let before = desk.book().clone();
    match desk.carry_out_as_shown(&command, &shown) {
        Err(NotDone::Refused(Refused::Refusal(refusal))) => assert_eq!(*refusal, Refusal::PlanIsStale),
        other => panic!("{other:?}"),
    }
    assert!(*desk.book() == before, "nothing was done");
    let shown = desk.preview(&command).unwrap();
    desk.carry_out_as_shown(&command, &shown).unwrap();
    assert_eq!(desk.history(1).unwrap().len(), 1);
    desk.undo().unwrap();
    let starts = |book: &Book| -> Vec<Civil> { book.visits().of(series).map(|visit| visit.start()).collect() };
    assert_eq!(starts(desk.book()), starts(&before), "one step takes all of it back");
}

/// Spec S4.13: what was topped up after a step comes back with it as it was, also where steps lay between that are gone for
/// good.
#[test]
fn what_was_topped_up_comes_back_with_the_step_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = desk(&folder);
    let asked = json!({"client": {"surname": "Berg"}, "location": "Main Street", "services": ["Cut"], "staff": "Ann",
        "frequency": "weekly", "start_date": "2026-12-01", "time": "10:00"});
    let draft = request::read(first.book(), &asked, Purpose::Standing, true).unwrap();
    let endless = Command::CreateSeries(Box::new(draft));
    let series = first.carry_out(&endless).unwrap().series.unwrap();
    let add = |desk: &mut Desk, tag: &str| {
        let tag = json!({"tags": [{"title": tag, "colour": "#aabbcc"}]});
        let draft = setup::read(desk.book(), &tag).unwrap();
        desk.carry_out(&Command::SetUp(Box::new(draft))).unwrap();
    };
    add(&mut first, "One");
    add(&mut first, "Two");
    let keys = |desk: &Desk| -> Vec<VisitId> { desk.book().visits().of(series).map(|visit| visit.id).collect() };
    let before = keys(&first);
    drop(first);
    let file = folder.path().join("salon.chairtime");
    let mut desk = Desk::open_at(&file, Mode::Write, read("2026-12-20T08:00"), "test").unwrap();
    desk.undo().unwrap();
    let topped_up = keys(&desk);
    assert!(topped_up.len() > before.len(), "time has passed");
    add(&mut desk, "Three");
    for _ in 0..2 {
        desk.undo().unwrap();
    }
    desk.redo().unwrap();
    assert_eq!(keys(&desk), topped_up);
}
