//! Layers over chapters (spec S4.5): what the visits of some days mean for a while, for one series or for all work of one
//! staff member. They are asked by the day that a visit would have had, and end by themselves.

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

/// Who is assigned on a day, where the series says `usual`.
pub fn assigned_on(book: &Book, series: SeriesId, day: Day, usual: &[Assigned]) -> Vec<Assigned> {
    let mut staff = usual.to_vec();
    for layer in layers_on(book, series, day) {
        let Some(substitute) = layer.substitute_id else {
            continue;
        };
        let Some(covered) = layer.staff_id.or_else(|| lead(&staff)) else {
            // Nobody leads yet: the substitute does.
            let role = Role::Lead;
            staff.insert(
                0,
                Assigned {
                    staff_id: substitute,
                    role,
                },
            );
            continue;
        };
        if staff.iter().any(|assigned| assigned.staff_id == covered) {
            staff.retain(|assigned| assigned.staff_id != substitute || assigned.staff_id == covered);
            for assigned in staff.iter_mut().filter(|assigned| assigned.staff_id == covered) {
                assigned.staff_id = substitute;
            }
        }
    }
    staff
}

/// Who does on a day what `usual` does.
pub(super) fn performer_on(book: &Book, series: SeriesId, day: Day, usual: StaffId) -> StaffId {
    let covers = layers_on(book, series, day).filter_map(|layer| Some((layer.staff_id?, layer.substitute_id?)));
    covers.fold(
        usual,
        |by, (covered, substitute)| if by == covered { substitute } else { by },
    )
}
