//! A row of the navigation at the left of the window: an icon, a word, and how many wait there.

use egui::{Align2, Color32, CursorIcon, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, regular, semibold, size};

/// Draws the row; `here` marks where the person is.
pub fn nav_row(ui: &mut Ui, icon: Icon, text: &str, waiting: usize, here: bool) -> Response {
    const HEIGHT: f32 = 36.0;
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| {
        let name = if waiting > 0 {
            format!("{text} ({waiting})")
        } else {
            text.to_owned()
        };
        WidgetInfo::selected(Role::Tab, true, here, name)
    });
    let (fill, ink, font) = match (here, response.hovered()) {
        (true, _) => (palette.accent_tint, palette.accent, semibold(size::TEXT_BODY)),
        (_, true) => (palette.pressed, palette.text, regular(size::TEXT_BODY)),
        _ => (Color32::TRANSPARENT, palette.text, regular(size::TEXT_BODY)),
    };
    ui.painter().rect_filled(rect, size::RADIUS, fill);
    paint::icon(
        ui,
        pos2(rect.left() + size::SPACE_3 + 10.0, rect.center().y),
        icon,
        size::ICON_LARGE,
        ink,
    );
    let mut inner = rect.shrink2(vec2(size::SPACE_3, 0.0));
    inner.min.x += size::ICON_LARGE + size::SPACE_3;
    if waiting > 0 {
        let galley = paint::line(ui, &waiting.to_string(), semibold(size::TEXT_SMALL), inner.width());
        let covered = paint::put(ui, galley, inner, Align2::RIGHT_CENTER, ink);
        inner.max.x = covered.left() - size::SPACE_2;
    }
    let galley = paint::line(ui, text, font, inner.width());
    paint::put(ui, galley, inner, Align2::LEFT_CENTER, ink);
    paint::focus_ring(ui, &response, rect.shrink(2.0), size::RADIUS);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
