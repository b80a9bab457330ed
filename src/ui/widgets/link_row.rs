//! A row that leads somewhere: what it is at the left, and a muted word at the right. For lists on a card.

use egui::{Align2, CursorIcon, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, regular, size};

/// Draws it as wide as there is room; the response is that of a link.
pub fn link_row(ui: &mut Ui, text: &str, detail: &str) -> Response {
    row(ui, None, text, detail)
}

/// The same with the icon of something that is wrong in front.
pub fn alert_row(ui: &mut Ui, text: &str, detail: &str) -> Response {
    row(ui, Some(Icon::Alert), text, detail)
}

fn row(ui: &mut Ui, icon: Option<Icon>, text: &str, detail: &str) -> Response {
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
    let mut words = rect;
    if let Some(icon) = icon {
        let centre = pos2(rect.left() + size::ICON / 2.0, rect.center().y);
        paint::icon(ui, centre, icon, size::ICON, palette.danger);
        words = rect.with_min_x(rect.left() + size::ICON + size::SPACE_2);
    }
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), words.width());
    let covered = paint::put(ui, galley, words, Align2::LEFT_CENTER, palette.text);
    let room = rect.with_min_x(covered.right() + size::SPACE_2);
    let galley = paint::line(ui, detail, regular(size::TEXT_SMALL), room.width());
    paint::put(ui, galley, room, Align2::RIGHT_CENTER, palette.muted);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
