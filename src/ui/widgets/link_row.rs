//! A row that leads somewhere: what it is at the left, and a muted word at the right. For lists on a card.

use egui::{Align2, CursorIcon, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint;
use crate::ui::look::{Palette, regular, size};

/// Draws it as wide as there is room; the response is that of a link.
pub fn link_row(ui: &mut Ui, text: &str, detail: &str) -> Response {
    const HEIGHT: f32 = 28.0;
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| {
        let name = match detail {
            "" => text.to_owned(),
            detail => format!("{text}, {detail}"),
        };
        WidgetInfo::labeled(Role::Link, true, name)
    });
    // The words stand in line with what is around them; only the ground reaches out.
    let ground = rect.expand2(vec2(size::SPACE_2, 0.0));
    if response.hovered() {
        ui.painter().rect_filled(ground, size::RADIUS_BLOCK, palette.hover);
    }
    paint::focus_ring(ui, &response, ground.shrink(2.0), size::RADIUS_BLOCK);
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), rect.width());
    let covered = paint::put(ui, galley, rect, Align2::LEFT_CENTER, palette.text);
    let room = rect.with_min_x(covered.right() + size::SPACE_2);
    let galley = paint::line(ui, detail, regular(size::TEXT_SMALL), room.width());
    paint::put(ui, galley, room, Align2::RIGHT_CENTER, palette.muted);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
