//! The desk over a real file: what is done is what was shown.

use serde_json::json;

use super::*;
use crate::domain::fixture::read;
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
