//! Layers over chapters (spec S4.5): what the visits of some days mean for a while, for one series or for all work of one
//! staff member. They are asked by the day that a visit would have had, and end by themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::book::Book;
use crate::domain::row::NO_OWNER;
use crate::domain::rows::*;
use crate::domain::values::Role;
use crate::time::Day;

/// The layers over a series' visits of a day, the later ones last: what they say goes before.
pub fn layers_on(book: &Book, series: SeriesId, day: Day) -> impl Iterator<Item = &Arc<Layer>> {
    let is_on = |layer: &&Arc<Layer>| layer.deleted_at.is_none() && layer.first_day <= day && day <= layer.last_day;
    let of_series = book.layers().of(series);
    let of_staff = book.layers().of(NO_OWNER);
    let mut layers: Vec<&Arc<Layer>> = of_series.chain(of_staff).filter(is_on).collect();
    layers.sort_by_key(|layer| layer.id);
    layers.into_iter()
}

/// Who is assigned on a day, where the series says `usual`: who stands in for the lead of this series, and who stands in for
/// each of them in all their work.
pub fn assigned_on(book: &Book, series: SeriesId, day: Day, usual: &[Assigned]) -> Vec<Assigned> {
    let mut staff = usual.to_vec();
    let layers: Vec<&Arc<Layer>> = layers_on(book, series, day).collect();
    let of_series = layers.iter().rev().filter(|layer| layer.series_id.is_some());
    if let Some(substitute) = of_series.filter_map(|layer| layer.substitute_id).next() {
        match lead(&staff) {
            Some(lead) => {
                staff.retain(|assigned| assigned.staff_id != substitute || assigned.staff_id == lead);
                for assigned in staff.iter_mut().filter(|assigned| assigned.staff_id == lead) {
                    assigned.staff_id = substitute;
                }
            }
            // Nobody leads yet: the substitute does.
            None => staff.insert(
                0,
                Assigned {
                    staff_id: substitute,
                    role: Role::Lead,
                },
            ),
        }
    }
    let of_all_work = |usual: StaffId| stand_ins(&layers, usual).last().copied().unwrap_or(usual);
    let done_by: Vec<StaffId> = staff.iter().map(|assigned| of_all_work(assigned.staff_id)).collect();
    let is_cover = |place: usize| staff.get(place).map(|assigned| assigned.staff_id) != done_by.get(place).copied();
    // Who stands in for another, and was there besides, has only that place.
    let has_place = |place: usize, by: StaffId| {
        let mut others = done_by.iter().enumerate().filter(|(other, _)| *other != place);
        !others.any(|(other, of)| *of == by && (is_cover(other), place) > (is_cover(place), other))
    };
    let places = staff.iter().zip(&done_by).enumerate();
    let places = places.filter(|(place, (_, by))| has_place(*place, **by));
    let assigned = places.map(|(_, (assigned, by))| Assigned {
        staff_id: *by,
        role: assigned.role,
    });
    assigned.collect()
}

/// Who does on a day what `usual` does.
pub(super) fn performer_on(book: &Book, series: SeriesId, day: Day, usual: StaffId) -> StaffId {
    let layers: Vec<&Arc<Layer>> = layers_on(book, series, day).collect();
    stand_ins(&layers, usual).last().copied().unwrap_or(usual)
}

/// Whether somebody does their own work on a day, and takes on that of others: nobody stands in for them.
pub fn is_there_on(book: &Book, day: Day, staff: StaffId) -> bool {
    let stands_in = |layer: &Arc<Layer>| {
        let is_on = layer.deleted_at.is_none() && layer.first_day <= day && day <= layer.last_day;
        is_on && layer.staff_id == Some(staff) && layer.substitute_id.is_some()
    };
    !book.layers().of(NO_OWNER).any(stands_in)
}

/// Who stands in on a day for what somebody usually does, who for those, and so on: the last of them does it. Of several that
/// were said of one person, the latest is meant. Who stands in for each other does the other's work.
fn stand_ins(layers: &[&Arc<Layer>], usual: StaffId) -> Vec<StaffId> {
    let mut path = Vec::new();
    let mut by = usual;
    let over = |staff: StaffId| {
        let mut of_them = layers.iter().rev().filter(|layer| layer.series_id.is_none());
        of_them.find_map(|layer| layer.substitute_id.filter(|_| layer.staff_id == Some(staff)))
    };
    while let Some(next) = over(by).filter(|next| *next != usual && !path.contains(next)) {
        path.push(next);
        by = next;
    }
    path
}

/// Whether on a day, work that `usual` does is done by `staff`, or by who stands in for them.
pub fn is_work_of(book: &Book, series: SeriesId, day: Day, usual: StaffId, staff: StaffId) -> bool {
    let layers: Vec<&Arc<Layer>> = layers_on(book, series, day).collect();
    usual == staff || stand_ins(&layers, usual).contains(&staff)
}

/// Everybody who is reached from some people, step by step: from each to who stands in for them, or to whom they stand in for.
pub fn reached(from: impl IntoIterator<Item = StaffId>, steps: &[(StaffId, StaffId)]) -> BTreeSet<StaffId> {
    let mut all: BTreeSet<StaffId> = from.into_iter().collect();
    loop {
        let known = all.len();
        let next: Vec<StaffId> = steps
            .iter()
            .filter(|(from, _)| all.contains(from))
            .map(|(_, to)| *to)
            .collect();
        all.extend(next);
        if all.len() == known {
            return all;
        }
    }
}
