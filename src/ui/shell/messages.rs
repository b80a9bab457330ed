//! The place of the messages: at the bottom of what they are shown in, which becomes lower by them. So they lie over nothing that
//! can be pressed.

use egui::{Frame, Margin, Panel, Ui};

use crate::ui::Act;
use crate::ui::widgets::Toasts;

/// Draws what is said now, where anything is; what was clicked.
pub fn messages(ui: &mut Ui, said: &mut Toasts<Act>) -> Option<Act> {
    const MOST: f32 = 480.0;
    let now = ui.input(|input| input.time);
    if said.is_empty() {
        return None;
    }
    let frame = Frame::new().inner_margin(Margin { top: 8, ..Margin::ZERO });
    Panel::bottom("messages")
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.vertical(|ui| {
                ui.set_max_width(MOST.min(ui.available_width()));
                said.show(ui, now)
            })
            .inner
        })
        .inner
}
