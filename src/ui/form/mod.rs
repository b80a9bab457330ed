//! Forms: what was typed, the request that it makes, and what is wrong at which field.
//!
//! A form keeps text as it was typed and builds the same JSON as the command line, which the domain reads; so a field is
//! understood and refused in one place. Left out: sending what is asked, which the window does.

mod at_fields;
mod client_finder;
pub mod fields;
pub mod lengths;
mod pick;
pub mod series;
mod thing;

pub use at_fields::{AtFields, in_a_form};
pub use client_finder::ClientFinder;
pub use pick::Pick;
pub use thing::{Thing, ThingForm};

use egui::Ui;

use super::look::size;

/// Fields beside each other, their labels on one line.
pub fn row<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_3;
        add(ui)
    })
    .inner
}
