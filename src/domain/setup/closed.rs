//! Closed days that come beside those that are known: holidays from a calendar.

use super::draft::{BusinessDraft, ClosedDays, LocationDraft, Part, SetupDraft};
use crate::domain::book::Book;
use crate::domain::rows::*;

/// A setup document that closes further days, of one location or of all; days that are closed already are not said again.
/// The second part is what is new.
pub fn closing(book: &Book, location: Option<LocationId>, more: &[ClosedDays]) -> (SetupDraft, Vec<ClosedDays>) {
    let is_closed_here = |row: &&std::sync::Arc<DayException>| row.staff_id.is_none() && row.opens.is_none();
    let all = || book.day_exceptions().live().filter(is_closed_here);
    let is_known = |days: &&ClosedDays| {
        all().any(|row| {
            let is_here = row.location_id.is_none() || row.location_id == location;
            is_here && row.first_day <= days.first && days.last <= row.last_day
        })
    };
    let new: Vec<ClosedDays> = more.iter().filter(|days| !is_known(days)).cloned().collect();
    let known = all().filter(|row| row.location_id == location).map(|row| ClosedDays {
        first: row.first_day,
        last: row.last_day,
        reason: row.reason.clone(),
    });
    let closed_days = Some(known.chain(new.iter().cloned()).collect());
    let row = location.and_then(|location| book.locations().get(location));
    let draft = match row {
        None => SetupDraft {
            business: Some(BusinessDraft {
                closed_days,
                ..BusinessDraft::default()
            }),
            ..SetupDraft::default()
        },
        Some(row) => SetupDraft {
            locations: vec![Part {
                id: Some(row.uuid),
                new: false,
                at: "locations.0".to_owned(),
                says: LocationDraft {
                    closed_days,
                    ..LocationDraft::default()
                },
            }],
            ..SetupDraft::default()
        },
    };
    (draft, new)
}
