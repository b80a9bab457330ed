//! A card at the right of a view: the facts about what was clicked, and what can be done with it.

use egui::{Frame, Id, Key, Margin, Modifiers, Panel, Role, ScrollArea, Stroke, Ui, UiBuilder};

use super::dialog::{Shown, at_right, head};
use crate::ui::look::{Palette, size};

/// A card beside a view; the view keeps the rest of the width.
#[must_use = "call show"]
pub struct SideCard<'a> {
    id: &'a str,
    title: &'a str,
}

impl<'a> SideCard<'a> {
    /// A card with a title and a cross.
    pub fn new(id: &'a str, title: &'a str) -> Self {
        Self { id, title }
    }

    /// Draws it at the right of `ui`. `buttons` stand at its lower right, the primary one last.
    /// Escape closes it too, unless a field has the focus.
    pub fn show<B, F>(
        self,
        ui: &mut Ui,
        body: impl FnOnce(&mut Ui) -> B,
        buttons: impl FnOnce(&mut Ui) -> F,
    ) -> Shown<B, F> {
        let palette = Palette::of(ui);
        let frame = Frame::new().fill(palette.card);
        let shown = Panel::right(self.id)
            .exact_size(size::CARD_WIDTH)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                let edge = ui.max_rect();
                ui.painter()
                    .vline(edge.left(), edge.y_range(), Stroke::new(size::LINE, palette.line));
                let named = UiBuilder::new()
                    .accessibility_role(Role::Complementary)
                    .accessibility_label(self.title);
                ui.scope_builder(named, |ui| self.inside(ui, body, buttons)).inner
            });
        shown.inner
    }

    fn inside<B, F>(
        &self,
        ui: &mut Ui,
        body: impl FnOnce(&mut Ui) -> B,
        buttons: impl FnOnce(&mut Ui) -> F,
    ) -> Shown<B, F> {
        const FOOT: f32 = 56.0;
        ui.spacing_mut().item_spacing.y = 0.0;
        let crossed = Frame::new()
            .inner_margin(Margin {
                left: 16,
                right: 8,
                top: 8,
                bottom: 8,
            })
            .show(ui, |ui| head(ui, self.title))
            .inner;
        let body = ScrollArea::vertical()
            .id_salt("body")
            .auto_shrink(false)
            .max_height((ui.available_height() - FOOT).max(0.0))
            .show(ui, |ui| {
                Frame::new()
                    .inner_margin(Margin {
                        left: 16,
                        right: 16,
                        top: 0,
                        bottom: 16,
                    })
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        ui.spacing_mut().item_spacing.y = size::SPACE_2;
                        body(ui)
                    })
                    .inner
            })
            .inner;
        let foot = Frame::new().inner_margin(Margin::symmetric(16, 12)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            at_right(ui, Id::unique(self.id), buttons)
        });
        // A dialog or popover over the view comes first.
        let over = ui.memory(|memory| memory.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui.ctx());
        let free = !over && ui.memory(|memory| memory.focused().is_none());
        let escaped = free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        Shown {
            confirmed: false,
            entered: false,
            closed: crossed || escaped,
            body,
            buttons: foot.inner,
        }
    }
}
