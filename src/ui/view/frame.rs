//! What the screens with tables share: the room around them, and the bar with the title.

use egui::{Align, Frame, Layout, Margin, Ui};

use crate::ui::look::size;
use crate::ui::widgets::{controls, title};

/// The room of a screen, with its margins.
pub fn padded<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Margin {
        left: 24,
        right: 24,
        top: 12,
        bottom: 0,
    };
    Frame::new()
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_height(ui.available_height());
            ui.spacing_mut().item_spacing.y = size::SPACE_3;
            add(ui)
        })
        .inner
}

/// The title of a screen, and what stands beside it.
pub fn heading_bar<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    controls(ui, |ui| {
        title(ui, name);
        ui.add_space(size::SPACE_2);
        add(ui)
    })
    .inner
}

/// What stands at the right end of a bar, where there is room for it.
pub fn at_right_end(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    const LEAST: f32 = 48.0;
    if ui.available_width() > LEAST {
        ui.with_layout(Layout::right_to_left(Align::Center), add);
    }
}
