//! What a request says of some days alone: a layer, which has fewer fields than a series (spec S4.5).

use std::cell::RefCell;

use serde_json::Value;

use super::super::book::Book;
use super::super::draft::{LayerDraft, Over};
use super::super::find::{by_name, reference, referred};
use super::super::read::Reader;
use super::super::refusal::{FieldError, FieldErrors};
use super::super::rows::*;
use super::lines::MOST_AROUND;
use crate::time::{Day, Minutes};

/// The fields of a series request that some days cannot have of their own.
const FIELDS_OF_A_SERIES: [&str; 37] = [
    "idempotency_key",
    "client",
    "visitor",
    "location",
    "services",
    "frequency",
    "every",
    "weekdays",
    "rrule",
    "start_date",
    "end_date",
    "visits",
    "additional_staff",
    "blocked_staff",
    "coordinator",
    "tags",
    "slots",
    "days_of_month",
    "nth_weekday",
    "short_months",
    "skip_dates",
    "keep_dates",
    "conflicts",
    "closed_days",
    "nearest_days",
    "active",
    "seats",
    "price",
    "discount",
    "tax",
    "note",
    "colour",
    "reminders",
    "custom",
    "capacity",
    "members",
    "pencilled_until",
];

/// Reads what the visits of a series mean on some days.
///
/// # Errors
/// Everything that is wrong with it, by field; what cannot be changed for a while is said at its field.
pub fn read_layer(book: &Book, value: &Value, series: SeriesId, days: (Day, Day)) -> Result<LayerDraft, FieldErrors> {
    let errors = RefCell::new(FieldErrors::default());
    let reader = Reader::new(value, "", &errors);
    let here = book.last_chapter(series).map(|chapter| chapter.location_id);
    let draft = LayerDraft {
        over: Over::Series(series),
        first: days.0,
        last: days.1,
        substitute: referred(&reader, "staff", book.staff().live()).map(|staff| staff.id),
        time: reader.time("time"),
        before: reader.minutes("set_up", Minutes::ZERO, MOST_AROUND),
        after: reader.minutes("clean_up", Minutes::ZERO, MOST_AROUND),
        resources: resources(book, &reader, here),
    };
    for field in FIELDS_OF_A_SERIES {
        if reader.says(field) {
            reader.wrong(field, FieldError::NotHere);
        }
    }
    reader.end();
    errors.into_inner().check(Some(draft))
}

fn resources(book: &Book, reader: &Reader<'_>, here: Option<LocationId>) -> Vec<ResourceId> {
    let list = reader.list("resources", 16).unwrap_or_default();
    let mut resources = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        let at = format!("resources.{index}");
        let is_here = |resource: &&std::sync::Arc<Resource>| here.is_none_or(|here| resource.location_id == here);
        let Some(name) = reference(value) else {
            reader.wrong(&at, FieldError::WrongType { wanted: "a name" });
            continue;
        };
        match by_name(book.resources().live().filter(is_here), name) {
            Ok(resource) => resources.push(resource.id),
            Err(error) => reader.wrong(&at, error),
        }
    }
    resources
}
