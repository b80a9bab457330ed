//! Stories of the desk, with their exact outcomes.

use serde_json::json;

use super::*;
use crate::domain::decide::inverse;
use crate::domain::schedule::With;

/// The printed list of 27 dates.
const PRINTED: [&str; 27] = [
    "2023-07-17",
    "2023-07-18",
    "2023-07-20",
    "2023-07-24",
    "2023-07-25",
    "2023-07-27",
    "2023-07-31",
    "2023-08-01",
    "2023-08-03",
    "2023-08-07",
    "2023-08-08",
    "2023-08-10",
    "2023-08-14",
    "2023-08-15",
    "2023-08-17",
    "2023-08-21",
    "2023-08-22",
    "2023-08-24",
    "2023-08-28",
    "2023-08-29",
    "2023-08-31",
    "2023-09-04",
    "2023-09-05",
    "2023-09-11",
    "2023-09-12",
    "2023-09-14",
    "2023-09-18",
];

#[test]
fn the_printed_list_stays_without_its_date_at_another_time() {
    let mut shop = Shop::berlin("2023-07-01T08:00");
    let request = json!({"weekdays": ["mon", "tue", "thu"], "start_date": "2023-07-17", "end_date": "2023-09-18",
        "time": "16:00", "services": [{"name": "Cut", "duration": "PT20M"}], "skip_dates": ["2023-09-07"]});
    let plan = shop.create(&request).unwrap();
    assert_eq!((plan.dates(), plan.left_out()), (28, 1));
    let series = plan.series.unwrap();
    let at = |time: &str| PRINTED.map(|day| format!("{day}T{time}"));
    assert_eq!(shop.starts(series), at("16:00"));

    let plan = shop.edit(series, &json!({"time": "16:30"})).unwrap();
    assert_eq!((plan.of(LineKind::Changed), plan.left_out()), (27, 1));
    assert_eq!(shop.starts(series), at("16:30"));
    // No visit lost its row, and its name is the new time of its date.
    assert_eq!(shop.book.visits().of(series).count(), 28);
    assert!(
        shop.visits(series)
            .iter()
            .all(|visit| visit.original() == visit.start() && visit.changed.is_nothing())
    );
}

/// Sat 13 Feb 2027: Ann colours at 09:00 on Chair 1, and cuts Ben's hair at 09:30 on Chair 2.
fn developing_time() -> (Shop, SeriesId, SeriesId) {
    let mut shop = Shop::berlin("2027-02-01T08:00");
    let colour = json!({"services": ["Colour"], "start_date": "2027-02-13", "time": "09:00", "resources": ["Chair 1"]});
    let colour = shop.book_single(&colour).unwrap().series.unwrap();
    let cut = json!({"client": "Ben Kaya", "services": ["Short cut"], "start_date": "2027-02-13", "time": "09:30",
        "resources": ["Chair 2"]});
    // No clash: Ann is free while the colour develops.
    let plan = shop.book_single(&cut).unwrap();
    assert!(plan.lines[0].conflicts.is_empty());
    let cut = plan.series.unwrap();
    (shop, colour, cut)
}

/// The one clash of a refusal: with whom, in which visit's way, from when to when.
#[track_caller]
fn clash(shop: &Shop, refused: Result<Plan, Refused>) -> (With, VisitId, String, String) {
    let Err(Refused::Refusal(refusal)) = refused else {
        panic!("not refused: {refused:?}");
    };
    let Refusal::Clashes { lines, .. } = *refusal else {
        panic!("no clash: {refusal:?}");
    };
    let conflicts: Vec<_> = lines.iter().flat_map(|line| &line.conflicts).collect();
    let [only] = conflicts.as_slice() else {
        panic!("not one clash: {conflicts:?}");
    };
    let time = |at| shop.zone.civil(at).time.to_string();
    (only.with, only.visit.unwrap(), time(only.span.from), time(only.span.to))
}

/// Spec S3.5.
#[test]
fn a_cut_fits_into_the_developing_time_and_not_a_minute_later() {
    let (mut shop, colour, cut) = developing_time();
    let ann = With::Staff(shop.book.staff().live().next().unwrap().id);
    let (colour, cut) = (
        shop.visit(colour, "2027-02-13T09:00"),
        shop.visit(cut, "2027-02-13T09:30"),
    );
    let later = shop.shift(cut, "2027-02-13T09:45", false);
    let refused = shop.carry(&later);
    assert_eq!(
        clash(&shop, refused),
        (ann, colour, "10:10".to_owned(), "10:15".to_owned())
    );
    let earlier = shop.shift(cut, "2027-02-13T09:25", false);
    let refused = shop.carry(&earlier);
    assert_eq!(
        clash(&shop, refused),
        (ann, colour, "09:25".to_owned(), "09:30".to_owned())
    );
    let to_the_end = shop.shift(cut, "2027-02-13T09:40", false);
    shop.carry(&to_the_end).unwrap();
}

#[test]
fn the_colour_that_is_moved_into_the_cut_is_refused_or_booked_anyway_and_can_be_undone() {
    let (mut shop, colour, cut) = developing_time();
    let ann = With::Staff(shop.book.staff().live().next().unwrap().id);
    let (colour, cut) = (
        shop.visit(colour, "2027-02-13T09:00"),
        shop.visit(cut, "2027-02-13T09:30"),
    );
    let asked = shop.shift(colour, "2027-02-13T09:30", false);
    let refused = shop.carry(&asked);
    assert_eq!(
        clash(&shop, refused),
        (ann, cut, "09:30".to_owned(), "10:00".to_owned())
    );

    let before = shop.book.visits().get(colour).unwrap().clone();
    let anyway = shop.shift(colour, "2027-02-13T09:30", true);
    let change = decide(&shop.book, &anyway, &mut shop.moment).unwrap().change;
    for edit in &change.edits {
        shop.book.apply(edit).unwrap();
    }
    let moved = shop.book.visits().get(colour).unwrap().clone();
    assert_eq!((moved.start(), moved.clashes.len()), (text("2027-02-13T09:30"), 1));
    assert!(moved.changed.has(Changed::DATETIME));

    let edits: Vec<_> = change.undoable().cloned().collect();
    let undo = inverse(&shop.book, &edits, change.label, change.subject, &mut shop.moment).unwrap();
    for edit in &undo.edits {
        shop.book.apply(edit).unwrap();
    }
    let after = shop.book.visits().get(colour).unwrap();
    assert_eq!(
        (after.start(), &after.clashes, after.changed),
        (before.start(), &before.clashes, before.changed)
    );
    let later = shop.shift(cut, "2027-02-13T09:45", false);
    assert!(shop.carry(&later).is_err());
}
