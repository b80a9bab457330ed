//! The list that opens under a field: rows to choose from, of which one is where the arrows are.
//!
//! The focus stays in the field; the list is told where the arrows are and says what was clicked.

use egui::{Align2, CursorIcon, Id, Popup, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, StaffTint, regular, size};

/// One row of the list.
pub(super) struct OptionRow<'a> {
    pub title: &'a str,
    /// Muted, at the right: a phone number, a length.
    pub detail: &'a str,
    pub icon: Option<Icon>,
    /// For what is a colour.
    pub tint: Option<StaffTint>,
    /// Ticked, as it is what the field holds.
    pub chosen: bool,
}

/// Where the arrows are in an open list.
pub(super) struct Arrows {
    pub at: usize,
    /// They moved in this frame, so that the row has to be in sight.
    pub moved: bool,
}

/// The eight colours, and none of them.
const MOST_ROWS_IN_SIGHT: f32 = 9.0;

/// Shows the list under the field; the row that was clicked. `id_of_row` names rows for assistive technologies.
pub(super) fn show(field: &Response, rows: &[OptionRow<'_>], arrows: &mut Arrows, nothing: &str) -> Option<usize> {
    let id = list_id(field.id);
    Popup::from_response(field)
        .id(id)
        .open(true)
        .gap(size::SPACE_1)
        .width(field.rect.width())
        .accessible_name("Choices")
        .frame(paint::popover_of(&field.ctx))
        .show(|ui| {
            ui.set_width(field.rect.width() - 2.0 * size::SPACE_1 - 2.0 * size::LINE);
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            if rows.is_empty() {
                let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::ROW));
                let galley = paint::line(ui, nothing, regular(size::TEXT_BODY), rect.width());
                paint::put(
                    ui,
                    galley,
                    rect.shrink2(vec2(size::SPACE_2, 0.0)),
                    Align2::LEFT_CENTER,
                    Palette::of(ui).muted,
                );
                return None;
            }
            ScrollArea::vertical()
                .max_height(MOST_ROWS_IN_SIGHT * size::ROW)
                .show(ui, |ui| {
                    let pointer_moved = ui.input(|input| input.pointer.is_moving());
                    let mut clicked = None;
                    for (n, option) in rows.iter().enumerate() {
                        let response = row(ui, id.with(n), option, n == arrows.at);
                        if n == arrows.at && arrows.moved {
                            response.scroll_to_me(None);
                        }
                        if response.hovered() && pointer_moved {
                            arrows.at = n;
                        }
                        if response.clicked() {
                            clicked = Some(n);
                        }
                    }
                    clicked
                })
                .inner
        })
        .and_then(|shown| shown.inner)
}

/// Id of the list that belongs to a field.
pub(super) fn list_id(field: Id) -> Id {
    field.with("choices")
}

/// A dot in a colour at the left; where the words begin beside it.
pub(super) fn dot(ui: &Ui, rect: Rect, tint: StaffTint) -> f32 {
    const DOT: f32 = 6.0;
    let centre = pos2(rect.left() + DOT, rect.center().y);
    ui.painter()
        .circle_filled(centre, DOT, Palette::of(ui).swatch(tint).stripe);
    rect.left() + 2.0 * DOT + size::SPACE_2
}

fn row(ui: &mut Ui, id: Id, option: &OptionRow<'_>, here: bool) -> Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::ROW));
    let response = ui
        .interact(rect, id, Sense::CLICK)
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| {
        let name = match option.detail {
            "" => option.title.to_owned(),
            detail => format!("{}, {detail}", option.title),
        };
        WidgetInfo::selected(Role::ListBoxOption, true, here, name)
    });
    if here {
        ui.painter().rect_filled(rect, size::RADIUS_BLOCK, palette.accent_tint);
    }
    let mut text: Rect = rect.shrink2(vec2(size::SPACE_2, 0.0));
    if let Some(icon) = option.icon {
        paint::icon(
            ui,
            pos2(text.left() + size::ICON / 2.0, rect.center().y),
            icon,
            size::ICON,
            palette.accent,
        );
        text.min.x += size::ICON + size::SPACE_2;
    }
    if let Some(tint) = option.tint {
        text.min.x = dot(ui, text, tint);
    }
    if option.chosen {
        paint::icon(
            ui,
            pos2(text.right() - size::ICON / 2.0, rect.center().y),
            Icon::Check,
            size::ICON,
            palette.accent,
        );
        text.max.x -= size::ICON + size::SPACE_2;
    }
    if !option.detail.is_empty() {
        let galley = paint::line(ui, option.detail, regular(size::TEXT_BODY), text.width() / 2.0);
        let covered = paint::put(ui, galley, text, Align2::RIGHT_CENTER, palette.muted);
        text.max.x = covered.left() - size::SPACE_2;
    }
    let galley = paint::line(ui, option.title, regular(size::TEXT_BODY), text.width());
    paint::put(ui, galley, text, Align2::LEFT_CENTER, palette.text);
    response
}
