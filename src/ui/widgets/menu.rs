//! A menu that opens from a button or with the second mouse button: rows with icon, words and keys.
//!
//! egui moves between rows with the arrows and closes the menu after a click.

use egui::{Align2, CursorIcon, Id, Popup, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, Tone, regular, size};

/// Width of a menu with short words.
const NARROWEST: f32 = 192.0;

/// Shows a menu under the button it belongs to, while it is open.
pub fn menu<R>(button: &Response, rows: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let shown = Popup::menu(button)
        .gap(size::SPACE_1)
        .frame(paint::popover_of(&button.ctx))
        .show(|ui| in_menu(ui, rows));
    if shown.is_some() && taken_by_key(button) {
        // What opens next gives the focus back to where it came from, and the row is gone by then.
        button.request_focus();
    }
    shown.map(|shown| shown.inner)
}

/// Shows a menu where the second mouse button was pressed on something.
pub fn context_menu<R>(thing: &Response, rows: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let shown = Popup::context_menu(thing)
        .frame(paint::popover_of(&thing.ctx))
        .show(|ui| in_menu(ui, rows));
    shown.map(|shown| shown.inner)
}

const TAKEN: &str = "a row of a menu was taken with a key";

fn taken_by_key(button: &Response) -> bool {
    let taken: Option<()> = button.ctx.data_mut(|data| data.remove_temp(Id::unique(TAKEN)));
    taken.is_some()
}

fn in_menu<R>(ui: &mut Ui, rows: impl FnOnce(&mut Ui) -> R) -> R {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    rows(ui)
}

/// One row of a menu; in the danger tone it takes something away.
pub fn menu_row(ui: &mut Ui, icon: Icon, text: &str, keys: Option<&str>, tone: Tone) -> Response {
    let palette = Palette::of(ui);
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), f32::INFINITY);
    let keys = keys.map(|keys| paint::line(ui, keys, regular(size::TEXT_SMALL), f32::INFINITY));
    let keys_room = keys.as_ref().map_or(0.0, |keys| keys.size().x + size::SPACE_6);
    let content = size::ICON + size::SPACE_2 + galley.size().x + keys_room + 2.0 * size::SPACE_2;
    let (rect, response) = ui.allocate_at_least(vec2(content.max(NARROWEST), size::ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), text));
    if response.clicked() {
        // egui closes a menu after clicks of the pointer only.
        ui.close();
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(Id::unique(TAKEN), ()));
        }
    }
    let ink = if tone == Tone::Danger {
        palette.danger
    } else {
        palette.text
    };
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::RADIUS_BLOCK, palette.hover);
    }
    if paint::focus_shows(ui, &response) {
        let ring = Stroke::new(size::FOCUS_LINE, palette.accent);
        ui.painter()
            .rect_stroke(rect, size::RADIUS_BLOCK, ring, egui::StrokeKind::Inside);
    }
    let inner = rect.shrink2(vec2(size::SPACE_2, 0.0));
    let quiet = if tone == Tone::Danger { ink } else { palette.muted };
    paint::icon(
        ui,
        pos2(inner.left() + size::ICON / 2.0, rect.center().y),
        icon,
        size::ICON,
        quiet,
    );
    let text_left = inner.left() + size::ICON + size::SPACE_2;
    paint::put(ui, galley, inner.with_min_x(text_left), Align2::LEFT_CENTER, ink);
    if let Some(keys) = keys {
        paint::put(ui, keys, inner, Align2::RIGHT_CENTER, palette.muted);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A hairline between groups of rows.
pub fn menu_line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_at_least(vec2(NARROWEST, size::SPACE_2 + 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(size::LINE, Palette::of(ui).line),
    );
}
