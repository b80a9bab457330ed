//! A request that says no stylist as a draft for each who could do it: a service takes as long as it takes whoever does it.

use serde_json::{Value, json};

use super::{Purpose, read};
use crate::domain::book::Book;
use crate::domain::draft::{SeriesDraft, SlotDraft};
use crate::domain::refusal::FieldErrors;
use crate::time::Day;

/// The request for each stylist who can do it, or for the one that it names. What it does not say of time, start and rhythm is
/// midnight, `from` and weekly.
///
/// # Errors
/// Everything that is wrong with it, by field.
pub fn for_each_stylist(book: &Book, mut request: Value, from: Day) -> Result<Vec<SeriesDraft>, FieldErrors> {
    if let Some(fields) = request.as_object_mut() {
        let mut usual = |field: &str, value: &str| {
            fields.entry(field).or_insert_with(|| json!(value));
        };
        usual("time", "00:00");
        usual("start_date", &from.to_string());
        if !["frequency", "rrule"].iter().any(|field| fields.contains_key(*field)) {
            fields.insert("frequency".to_owned(), json!("weekly"));
        }
    }
    let read = |request: &Value| read(book, request, Purpose::Standing, true);
    let draft = read(&request)?;
    if draft.slots.iter().any(|slot: &SlotDraft| slot.lead().is_some()) {
        return Ok(vec![draft]);
    }
    let mut drafts = Vec::new();
    for person in book.staff().live().filter(|person| !person.own_book) {
        if let Some(fields) = request.as_object_mut() {
            fields.insert("staff".to_owned(), json!(person.uuid.to_string()));
        }
        match read(&request) {
            Ok(draft) => drafts.push(draft),
            // Who does not work there, or does not do it, is nobody to look at.
            Err(errors) if is_about_staff(&errors) => {}
            Err(errors) => return Err(errors),
        }
    }
    Ok(drafts)
}

fn is_about_staff(errors: &FieldErrors) -> bool {
    errors
        .iter()
        .all(|(path, _)| path == "staff" || path.ends_with(".staff"))
}
