//! A strip that says what the person should know where they are: read-only, clashes, a failure and what would help.

use egui::{Frame, Label, Margin, Response, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::button::Button;
use super::paint::{self, controls};
use crate::ui::look::{Icon, Palette, Tone, regular, size};

/// Draws the strip over the width there is; the response of its button, if it has one.
pub fn notice(ui: &mut Ui, tone: Tone, text: &str, action: Option<Button<'_>>) -> Option<Response> {
    let palette = Palette::of(ui);
    let colours = palette.tone(tone);
    let icon = match tone {
        Tone::Plain | Tone::Accent => Icon::Info,
        Tone::Ok => Icon::CheckCircle,
        Tone::Warn => Icon::Alert,
        Tone::Danger => Icon::AlertCircle,
    };
    let shown = Frame::new()
        .fill(colours.tint)
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(12, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            controls(ui, |ui| {
                let (place, _) = ui.allocate_exact_size(Vec2::splat(size::ICON), Sense::hover());
                paint::icon(ui, place.center(), icon, size::ICON, colours.stripe);
                let key = ui.scope_id().with("room of the button");
                let known: Option<f32> = ui.data(|memory| memory.get_temp(key));
                let button_room = action.as_ref().map_or(0.0, |_| known.unwrap_or(160.0));
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - button_room).max(80.0));
                    let text_of = RichText::new(text)
                        .font(regular(size::TEXT_BODY))
                        .line_height(Some(size::line_height(size::TEXT_BODY)))
                        .color(palette.text);
                    // Text on a line with other things goes on and on unless it is told to wrap.
                    let response = ui.add(Label::new(text_of).wrap());
                    let role = if tone == Tone::Danger {
                        Role::Alert
                    } else {
                        Role::Status
                    };
                    response.widget_info(|| WidgetInfo::labeled(role, true, text));
                });
                // Without a button there is nothing at the right: an empty place would push the strip wider than its room.
                action.map(|action| {
                    let right = egui::Layout::right_to_left(egui::Align::Center);
                    let response = ui.with_layout(right, |ui| ui.add(action)).inner;
                    let room = response.rect.width() + size::SPACE_3;
                    if known.is_none_or(|known| (known - room).abs() > 0.5) {
                        ui.data_mut(|memory| memory.insert_temp(key, room));
                        ui.ctx().request_discard("the width of the button is known now");
                    }
                    response
                })
            })
            .inner
        });
    shown.inner
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::ui::look;

    #[test]
    fn a_long_text_ends_before_the_button() {
        let says = "10 dates clash: untick, book anyway, or sort out later, whatever suits best, and come back to it";
        let mut harness = Harness::builder()
            .with_size(egui::vec2(520.0, 120.0))
            .with_context_setup(look::install)
            .build_ui(|ui| {
                let button = Button::secondary("Take the nearest free times of all of them");
                notice(ui, Tone::Danger, says, Some(button));
            });
        harness.run();
        let text = harness.get_by_role_and_label(Role::Alert, says).rect();
        let button = harness.get_by_role(Role::Button).rect();
        assert!(text.right() <= button.left(), "{text:?} and {button:?}");
    }
}
