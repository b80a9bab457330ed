//! Which tint somebody of the staff has: the chosen colour's, else the next of the eight in the order of the list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::look::StaffTint;
use crate::domain::Book;
use crate::domain::rows::*;

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

/// Live staff in the order of lists.
pub fn in_order(book: &Book) -> Vec<&Arc<Staff>> {
    let mut staff: Vec<&Arc<Staff>> = book.staff().live().collect();
    staff.sort_by_key(|person| (person.sort, person.id));
    staff
}
