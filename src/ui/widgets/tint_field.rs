//! The colour of a member of staff, chosen among the eight tints.

use egui::{CursorIcon, Id, Response, Role, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::choose_one::{Part, as_group, choose, sense};
use super::field::{Caption, caption_methods};
use super::paint;
use super::tooltip::tip;
use crate::ui::look::{Icon, Palette, StaffTint, size};

/// Eight discs under a label; arrows choose.
#[must_use = "call show"]
pub struct TintField<'a> {
    caption: Caption<'a>,
}

impl<'a> TintField<'a> {
    /// Discs under this label.
    pub fn new(label: &'a str) -> Self {
        Self {
            caption: Caption::new(label),
        }
    }

    caption_methods!();

    /// Draws them; `changed` on the response says that another was chosen.
    pub fn show(self, ui: &mut Ui, chosen: &mut StaffTint) -> Response {
        let group = ui.scope_id().with(self.caption.label);
        self.caption.show(ui, |ui, _| {
            let options = StaffTint::ALL.map(|tint| (tint, tint.label()));
            let mut now = Some(*chosen);
            let drawn = paint::controls(ui, |ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_1;
                choose(ui, group, &mut now, &options, disc)
            });
            *chosen = now.unwrap_or(*chosen);
            as_group(ui, group, drawn.response.rect, drawn.inner)
        })
    }
}

fn disc(ui: &mut Ui, id: Id, text: &str, part: Part) -> Response {
    let palette = Palette::of(ui);
    let swatch = palette.swatch(StaffTint::named(text).unwrap_or(StaffTint::Slate));
    let (_, rect) = ui.allocate_space(vec2(size::CONTROL, size::CONTROL));
    let response = ui
        .interact(rect, id, sense(ui, id, part))
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), part.chosen, text));
    let width = if part.chosen || response.hovered() {
        2.0
    } else {
        size::LINE
    };
    let inner = rect.shrink(3.0);
    let stroke = Stroke::new(width, swatch.stripe);
    ui.painter()
        .rect(inner, size::RADIUS_BLOCK, swatch.tint, stroke, StrokeKind::Inside);
    if part.chosen {
        paint::icon(ui, rect.center(), Icon::Check, size::ICON, swatch.stripe);
    }
    paint::focus_ring(ui, &response, inner, size::RADIUS);
    tip(response, text, None)
}
