//! A refusal as JSON: errors by their fields, the salon's no with its code, and what clashes.

use serde_json::{Map, Value, json};

use super::plan::conflict;
use crate::domain::refusal::{FieldErrors, Refusal, Refused};
use crate::domain::{Book, PlanLine};
use crate::words;

/// What applies of `errors`, `refusal` and `conflicts`.
pub fn refusal(book: &Book, refused: &Refused) -> Value {
    match refused {
        Refused::Fields(errors) => json!({ "errors": errors_of(errors) }),
        Refused::Refusal(refusal) => {
            let mut value = json!({
                "refusal": {
                    "code": words::refusal::code(refusal),
                    "text": words::refusal::text(book, refusal),
                },
            });
            if let (Refusal::Clashes { location, lines }, Some(fields)) = (refusal.as_ref(), value.as_object_mut()) {
                let of_line = |line: &PlanLine| {
                    let original = line.original.to_string();
                    let found: Vec<Value> = line
                        .conflicts
                        .iter()
                        .map(|found| {
                            let mut value = conflict(book, found, *location);
                            if let Some(fields) = value.as_object_mut() {
                                fields.insert("original_start".to_owned(), json!(original));
                            }
                            value
                        })
                        .collect();
                    found
                };
                let all: Value = lines.iter().filter(|line| line.open).flat_map(of_line).collect();
                fields.insert("conflicts".to_owned(), all);
            }
            value
        }
        // The desk loads what is missing and decides again; what could not be loaded is a failure of ours.
        Refused::NotLoaded(_) => json!({ "refusal": { "code": "not_loaded", "text": "" } }),
    }
}

fn errors_of(errors: &FieldErrors) -> Map<String, Value> {
    errors
        .iter()
        .map(|(path, errors)| {
            let texts = errors.iter().map(|error| json!(words::field::text(error))).collect();
            (path.to_owned(), texts)
        })
        .collect()
}
