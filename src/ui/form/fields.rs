//! Fields that are tied to the errors of their form: what is wrong stands below, and leaving a field touches it.

use egui::{Response, Ui};

use super::AtFields;
use crate::ui::widgets::TextField;

/// A field of one line of text whose errors stand at `path`.
pub fn text_field(ui: &mut Ui, at: &mut AtFields, path: &str, label: &str, text: &mut String, width: f32) -> Response {
    field(ui, at, path, TextField::new(label, text).width(width))
}

/// Any field of text.
pub fn field(ui: &mut Ui, at: &mut AtFields, path: &str, field: TextField<'_>) -> Response {
    let error = at.at(path);
    let response = field.error(error.as_deref()).show(ui);
    at.shown(path, &response);
    response
}
