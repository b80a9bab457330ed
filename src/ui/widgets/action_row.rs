//! A row that does something, as wide as there is room: an icon, words, and its keys at the right. For the foot of a card.

use egui::{Align2, CursorIcon, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, regular, size};

/// Draws it; the response is that of a button.
pub fn action_row(ui: &mut Ui, icon: Icon, text: &str, keys: Option<&str>) -> Response {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    // The words stand in line with what is around them; only the ground reaches out.
    let ground = rect.expand2(vec2(size::SPACE_2, 0.0));
    if response.hovered() {
        ui.painter().rect_filled(ground, size::RADIUS_BLOCK, palette.hover);
    }
    paint::focus_ring(ui, &response, ground.shrink(2.0), size::RADIUS_BLOCK);
    let centre = pos2(rect.left() + size::ICON / 2.0, rect.center().y);
    paint::icon(ui, centre, icon, size::ICON, palette.muted);
    let left = rect.left() + size::ICON + size::SPACE_2;
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), rect.right() - left);
    paint::put(ui, galley, rect.with_min_x(left), Align2::LEFT_CENTER, palette.text);
    if let Some(keys) = keys {
        let galley = paint::line(ui, keys, regular(size::TEXT_SMALL), rect.width());
        paint::put(ui, galley, rect, Align2::RIGHT_CENTER, palette.muted);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
