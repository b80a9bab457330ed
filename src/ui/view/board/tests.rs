//! Where the arrows lead, and which hours are in sight, on a small day.

use super::keys::{Step, entrance, neighbour};
use super::*;
use crate::domain::fixture::{Salon, read};
use crate::domain::values::Role;
use crate::ui::view::day;

/// A day with two visits of Ann's and one of Bo's between them.
fn columns() -> Vec<Column> {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    for (staff, time) in [(salon.ann, "10:00"), (salon.ann, "14:00"), (salon.bo, "13:00")] {
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", time);
        draft.slots[0].staff = vec![(staff, Role::Lead)];
        salon.create(draft);
    }
    let wanted = day::Wanted {
        location: salon.location,
        day: read("2026-03-03"),
        today: read("2026-03-01"),
        hidden: &std::collections::BTreeSet::new(),
        cancelled: false,
    };
    day::columns(&salon.book, &wanted)
}

fn key(columns: &[Column], column: usize, row: usize) -> BlockKey {
    let block = &columns[column].blocks[row];
    (block.visit, block.staff)
}

#[test]
fn up_and_down_stay_with_a_person_and_stop_at_the_ends() {
    let columns = columns();
    let (first, second) = (key(&columns, 0, 0), key(&columns, 0, 1));
    assert_eq!(neighbour(&columns, first, Step::Down), Some(second));
    assert_eq!(neighbour(&columns, second, Step::Up), Some(first));
    assert_eq!(neighbour(&columns, first, Step::Up), None);
}

#[test]
fn left_and_right_lead_to_the_visit_nearest_in_time() {
    let columns = columns();
    let bo = key(&columns, 1, 0);
    assert_eq!(neighbour(&columns, key(&columns, 0, 0), Step::Right), Some(bo));
    assert_eq!(neighbour(&columns, bo, Step::Left), Some(key(&columns, 0, 1)));
    assert_eq!(neighbour(&columns, bo, Step::Right), None);
}

#[test]
fn the_arrows_begin_at_what_comes_next() {
    let columns = columns();
    assert_eq!(entrance(&columns, None), Some(key(&columns, 0, 0)));
    assert_eq!(entrance(&columns, Some(Minutes::hours(12))), Some(key(&columns, 0, 1)));
    assert_eq!(entrance(&columns, Some(Minutes::hours(20))), Some(key(&columns, 0, 0)));
}

#[test]
fn the_hours_in_sight_hold_all_work_and_all_that_is_booked() {
    let span = |from, to| MinuteSpan::new(Minutes::hours(from), Minutes::hours(to));
    // A shop that never closes shows what is booked, and no fewer than eight hours.
    assert_eq!(window(&columns()), span(10, 18));
    assert_eq!(window(&[]), span(9, 17));
}
