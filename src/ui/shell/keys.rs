//! The list of keys.

use egui::{Context, Id, Ui};

use crate::ui::look::size;
use crate::ui::shortcut::Shortcut;
use crate::ui::widgets::{Button, Dialog, key_cap, text};

/// Keys that are not in the table of shortcuts: those of lists, fields and the window.
const OTHERS: [(&str, &str); 6] = [
    ("Arrows", "Go from visit to visit"),
    ("Enter", "Open the chosen visit"),
    ("Esc", "Close a card or a dialog"),
    ("Ctrl+Enter", "Save a form"),
    ("Tab", "Go to the next field"),
    ("Ctrl+Plus, Ctrl+Minus, Ctrl+0", "Larger, smaller, as it was"),
];

/// Shows the list; whether it is to be closed.
pub fn keys(ctx: &Context) -> bool {
    let shown = Dialog::new(Id::unique("keys"), "Keys").width(560.0).show(
        ctx,
        |ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            for shortcut in Shortcut::ALL {
                let says = shortcut.says();
                row(ui, says.keys, says.tip);
            }
            for (keys, tip) in OTHERS {
                row(ui, keys, tip);
            }
        },
        |ui| ui.add(Button::primary("Close")).clicked(),
    );
    shown.closed || shown.buttons
}

fn row(ui: &mut Ui, keys: &str, does: &str) {
    const KEYS: f32 = 208.0;
    ui.horizontal(|ui| {
        let left = ui.cursor().left();
        for (n, one) in keys.split([',']).map(str::trim).enumerate() {
            if n > 0 {
                ui.add_space(size::SPACE_1);
            }
            key_cap(ui, one);
        }
        ui.add_space((left + KEYS - ui.cursor().left()).max(size::SPACE_2));
        text(ui, does);
    });
}
