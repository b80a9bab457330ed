//! Which tint somebody of the staff has: the chosen colour's, else the next of the eight in the order of the list; and which
//! a visit has.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::look::StaffTint;
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::values::Changed;
use crate::words::this_time::{NONE, text};

/// The tints of all staff.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tints(BTreeMap<StaffId, StaffTint>);

impl Tints {
    /// As the book has them.
    pub fn of(book: &Book) -> Self {
        let tint = |(n, person): (usize, &Arc<Staff>)| {
            let chosen = person.colour.map(|colour| StaffTint::nearest(colour.rgb));
            (person.id, chosen.unwrap_or_else(|| StaffTint::nth(n)))
        };
        Self(in_order(book).into_iter().enumerate().map(tint).collect())
    }

    /// The tint of somebody; those who left are slate.
    pub fn tint(&self, staff: StaffId) -> StaffTint {
        self.0.get(&staff).copied().unwrap_or(StaffTint::Slate)
    }
}

/// The colour of a visit: its own, else that of its standing appointment.
pub fn of_visit(book: &Book, visit: &Visit) -> Option<StaffTint> {
    let of_series = || book.series().get(visit.series_id)?.colour;
    let colour = visit.colour.or_else(of_series)?;
    Some(StaffTint::nearest(colour.rgb))
}

/// What a field holds, as a person compares it; a colour by its name.
pub fn field_text(book: &Book, visit: &Visit, flag: Changed) -> String {
    match flag {
        Changed::COLOUR => of_visit(book, visit).map_or(NONE, StaffTint::label).to_owned(),
        flag => text(book, visit, flag),
    }
}

/// Live staff in the order of lists.
pub fn in_order(book: &Book) -> Vec<&Arc<Staff>> {
    let mut staff: Vec<&Arc<Staff>> = book.staff().live().collect();
    staff.sort_by_key(|person| (person.sort, person.id));
    staff
}
