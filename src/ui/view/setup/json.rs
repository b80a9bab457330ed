//! Reading what a setup document says of one thing.

use serde_json::Value;

/// A text; empty where it is not said.
pub(super) fn text<'a>(fields: &'a Value, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A list; empty where it is not said.
pub(super) fn list<'a>(fields: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    fields.get(name).and_then(Value::as_array).into_iter().flatten()
}
