//! A card within a view: white ground, a hairline around it, the same room inside everywhere.

use egui::{Align2, Frame, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Palette, StaffTint, regular, size};

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
    row(ui, name, says, None)
}

/// The same of a colour: its name after a dot of it.
pub fn fact_of_colour(ui: &mut Ui, name: &str, colour: StaffTint) -> Response {
    row(ui, name, colour.label(), Some(colour))
}

fn row(ui: &mut Ui, name: &str, says: &str, dot: Option<StaffTint>) -> Response {
    const DOT: f32 = 6.0;
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
    let mut left = rect.left() + names;
    if let Some(dot) = dot {
        let centre = pos2(left + DOT, rect.center().y);
        ui.painter().circle_filled(centre, DOT, palette.swatch(dot).stripe);
        left += 2.0 * DOT + size::SPACE_2;
    }
    paint::put(ui, says_galley, rect.with_min_x(left), Align2::LEFT_TOP, palette.text);
    response
}
