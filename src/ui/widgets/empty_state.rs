//! What stands where nothing is yet: an icon, a sentence, one thing to do. A failure never looks like this; see `notice`.

use egui::{Response, RichText, Sense, Ui, vec2};

use super::button::Button;
use super::paint;
use crate::ui::look::{Icon, Palette, regular, size};

/// Draws it in the middle of the room there is; the response of the button, if it has one.
pub fn empty_state(ui: &mut Ui, icon: Icon, sentence: &str, action: Option<Button<'_>>) -> Option<Response> {
    const DISC: f32 = 56.0;
    let palette = Palette::of(ui);
    let height = DISC + size::SPACE_4 + size::SPACE_6 + if action.is_some() { size::CONTROL } else { 0.0 };
    ui.vertical_centered(|ui| {
        ui.add_space(((ui.available_height() - height) / 2.0).clamp(size::SPACE_8, 240.0));
        let (rect, _) = ui.allocate_exact_size(vec2(DISC, DISC), Sense::hover());
        ui.painter().circle_filled(rect.center(), DISC / 2.0, palette.panel);
        paint::icon(ui, rect.center(), icon, 24.0, palette.muted);
        ui.add_space(size::SPACE_2);
        ui.label(
            RichText::new(sentence)
                .font(regular(size::TEXT_BODY))
                .color(palette.muted),
        );
        ui.add_space(size::SPACE_1);
        let response = action.map(|action| ui.add(action));
        ui.add_space(size::SPACE_8);
        response
    })
    .inner
}
