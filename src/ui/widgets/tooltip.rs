//! The tooltip: a sentence, and the keys that do the same.

use egui::{Response, RichText, TextWrapMode};

use super::paint;
use crate::ui::look::{Palette, regular, size};

/// Adds a tooltip to what was just drawn, with the keys at its end, as in "Today  T".
pub fn tip(response: Response, text: &str, keys: Option<&str>) -> Response {
    response.on_hover_ui(|ui| {
        ui.style_mut().wrap_mode = keys.map(|_| TextWrapMode::Extend);
        let palette = Palette::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_3;
            ui.label(RichText::new(text).font(regular(size::TEXT_SMALL)).color(palette.text));
            if let Some(keys) = keys {
                key_cap(ui, keys);
            }
        });
    })
}

/// A key as it stands on the keyboard, in a thin outline: for tooltips, menus and the list of keys.
pub fn key_cap(ui: &mut egui::Ui, keys: &str) -> Response {
    let palette = Palette::of(ui);
    let galley = paint::line(ui, keys, regular(size::TEXT_SMALL), f32::INFINITY);
    let wanted = galley.size() + egui::vec2(2.0 * size::SPACE_1, 2.0);
    let (rect, response) = ui.allocate_exact_size(wanted, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, keys));
    let outline = egui::Stroke::new(size::LINE, palette.line);
    ui.painter().rect(
        rect,
        size::RADIUS_BLOCK,
        palette.panel,
        outline,
        egui::StrokeKind::Inside,
    );
    paint::put(ui, galley, rect, egui::Align2::CENTER_CENTER, palette.muted);
    response
}
