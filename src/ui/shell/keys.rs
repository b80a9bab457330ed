//! The list of keys.

use egui::{Context, Id, Ui};

use crate::ui::look::size;
use crate::ui::shortcut::Shortcut;
use crate::ui::widgets::{Button, Dialog, key_cap, text};

/// Keys that are not in the table of shortcuts: those of lists, fields and the window.
const OTHERS: [(&str, &str); 8] = [
    ("Arrows", "Go from visit to visit"),
    ("Enter", "Open the chosen visit"),
    ("Esc", "Close a card or a dialog"),
    ("Ctrl+Enter", "Save a form"),
    ("Tab", "Go to the next field"),
    ("Ctrl++", "Show everything larger"),
    ("Ctrl+-", "Show everything smaller"),
    ("Ctrl+0", "Show everything as it was"),
];

/// Shows the list; whether it is to be closed.
pub fn keys(ctx: &Context) -> bool {
    let own = Shortcut::ALL.map(|shortcut| (shortcut.says().keys, shortcut.says().tip));
    let all: Vec<(&str, &str)> = own.into_iter().chain(OTHERS).collect();
    let (left, right) = all.split_at(all.len().div_ceil(2));
    let shown = Dialog::new(Id::unique("keys"), "Keys").width(760.0).show(
        ctx,
        |ui| {
            ui.columns_const(|[one, other]| {
                column(one, left);
                column(other, right);
            });
        },
        |ui| ui.add(Button::primary("Close")).clicked(),
    );
    shown.closed || shown.buttons
}

fn column(ui: &mut Ui, rows: &[(&str, &str)]) {
    ui.spacing_mut().item_spacing.y = size::SPACE_2;
    for (keys, does) in rows {
        row(ui, keys, does);
    }
}

fn row(ui: &mut Ui, keys: &str, does: &str) {
    const KEYS: f32 = 112.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_1;
        let left = ui.cursor().left();
        for one in keys.split(" or ") {
            key_cap(ui, one);
        }
        ui.add_space((left + KEYS - ui.cursor().left()).max(size::SPACE_2));
        text(ui, does);
    });
}
