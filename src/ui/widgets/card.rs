//! A card within a view: white ground, a hairline around it, the same room inside everywhere.

use egui::{Frame, Stroke, Ui};

use crate::ui::look::{Palette, size};

/// Draws a card as wide as there is room.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(size::LINE, palette.line))
        .corner_radius(size::RADIUS)
        .inner_margin(size::CARD_MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            add(ui)
        })
        .inner
}

/// A fact on a card: what it is, muted, and what it says, in two columns.
pub fn fact(ui: &mut Ui, name: &str, says: &str) {
    const NAMES: f32 = 96.0;
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        ui.scope(|ui| {
            ui.set_width(NAMES.min(width / 2.0));
            super::words::muted(ui, name);
        });
        ui.scope(|ui| {
            ui.set_width(ui.available_width());
            super::words::text(ui, says);
        });
    });
}
