//! A card within a view: white ground, a hairline around it, the same room inside everywhere.

use egui::{Align2, Frame, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::paint;
use crate::ui::look::{Palette, regular, size};

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
pub fn fact(ui: &mut Ui, name: &str, says: &str) -> Response {
    const NAMES: f32 = 88.0;
    let palette = Palette::of(ui);
    let width = ui.available_width();
    let names = NAMES.min(width / 2.0);
    let says_galley = paint::paragraph(ui, says, regular(size::TEXT_BODY), width - names);
    let name_galley = paint::paragraph(ui, name, regular(size::TEXT_BODY), names - size::SPACE_2);
    let (rect, response) = ui.allocate_exact_size(
        vec2(width, says_galley.size().y.max(name_galley.size().y)),
        Sense::hover(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {says}")));
    paint::put(ui, name_galley, rect, Align2::LEFT_TOP, palette.muted);
    paint::put(
        ui,
        says_galley,
        rect.with_min_x(rect.left() + names),
        Align2::LEFT_TOP,
        palette.text,
    );
    response
}
