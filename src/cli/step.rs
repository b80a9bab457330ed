//! `undo` and `redo`; and how a command answers that changed many things at once.

use serde_json::json;

use super::front::Front;
use super::stop::Stop;
use crate::domain::Book;
use crate::domain::change::Label;
use crate::words::history;

/// Takes the last step of a person back.
pub(super) fn undo(front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    // The words are made before: what was made by the step is not in the book after it.
    let before = desk.book().clone();
    let done = desk.undo();
    let done = done.map_err(|not_done| Stop::not_done(desk.book(), not_done))?;
    answer(front, &before, &done.label, done.rows, |text| history::undone(&text))
}

/// Does the step again that was taken back last.
pub(super) fn redo(front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    let done = desk.redo();
    let done = done.map_err(|not_done| Stop::not_done(desk.book(), not_done))?;
    answer(front, desk.book(), &done.label, done.rows, |text| {
        history::redone(&text)
    })
}

/// Says what was done: its label and how many rows.
pub(super) fn answer(
    front: &mut Front<'_>,
    book: &Book,
    label: &Label,
    rows: usize,
    text: impl FnOnce(String) -> String,
) -> Result<(), Stop> {
    let label = history::label(book, label);
    front.answer(|| json!({ "label": label, "rows": rows }), || text(label.clone()))
}
