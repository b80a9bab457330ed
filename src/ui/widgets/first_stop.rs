//! Where the keyboard begins in a dialog that opens, and where it goes when the dialog closes.
//!
//! Fields, choices, lists and buttons offer themselves as they are drawn; the first that can be used gets the focus. egui lets
//! nothing in a new dialog have it before the second pass, so it is asked for until it is there.

use egui::{Context, Id, Ui};

/// What is known of a dialog while it is shown.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    dialog: Id,
    /// The pass in which it opened, which tells it from the same dialog opened before.
    pub(super) opened: u64,
    /// The last pass in which it was drawn.
    drawn: u64,
    /// What had the focus when it opened.
    opener: Option<Id>,
    /// What had the focus when it was drawn last.
    focus: Option<Id>,
    /// Whether the focus is where it begins, or somewhere else by somebody's wish.
    begun: bool,
}

/// What offered itself first, while a dialog looks for it.
#[derive(Clone, Copy, Default)]
struct Search(Option<Id>);

fn key() -> Id {
    Id::unique("dialogs that are open")
}

fn all(ctx: &Context) -> Vec<Standing> {
    ctx.data(|data| data.get_temp(key())).unwrap_or_default()
}

fn keep(ctx: &Context, all: Vec<Standing>) {
    ctx.data_mut(|data| data.insert_temp(key(), all));
}

/// A dialog is drawn: as it was in the pass before, or anew.
pub(super) fn enter(ctx: &Context, dialog: Id) -> Standing {
    let now = ctx.cumulative_pass_nr();
    let focus = ctx.memory(egui::Memory::focused);
    let known = all(ctx).into_iter().find(|standing| standing.dialog == dialog);
    let new = Standing {
        dialog,
        opened: now,
        drawn: now,
        opener: focus,
        focus,
        begun: false,
    };
    known.filter(|known| known.drawn + 1 >= now).unwrap_or(new)
}

/// From here on what can have the focus offers itself.
pub(super) fn look(ctx: &Context, standing: &Standing) {
    if !standing.begun {
        ctx.data_mut(|data| data.insert_temp(key(), Search(None)));
    }
}

/// Something that can have the focus, in the order in which it is drawn.
pub(super) fn offer(ui: &Ui, id: Id) {
    if !ui.is_enabled() {
        return;
    }
    ui.data_mut(|data| {
        if let Some(Search(None)) = data.get_temp(key()) {
            data.insert_temp(key(), Search(Some(id)));
        }
    });
}

/// The dialog is drawn: what offered itself first gets the focus, where it does not have it yet.
pub(super) fn leave(ctx: &Context, mut standing: Standing) {
    let search: Option<Search> = ctx.data_mut(|data| data.remove_temp(key()));
    let focus = ctx.memory(egui::Memory::focused);
    let first = search.and_then(|Search(first)| first);
    // A dialog may have given it to another of its fields by itself.
    let is_elsewhere = focus.is_some() && focus != standing.opener && focus != standing.focus;
    match first {
        Some(first) if !standing.begun && focus != Some(first) && !is_elsewhere => {
            ctx.memory_mut(|memory| memory.request_focus(first));
            ctx.request_repaint();
        }
        Some(_) => standing.begun = true,
        // The first pass only measures, and nothing can be used in it.
        None => {}
    }
    standing.focus = ctx.memory(egui::Memory::focused);
    standing.drawn = ctx.cumulative_pass_nr();
    let mut all = all(ctx);
    all.retain(|other| other.dialog != standing.dialog);
    all.push(standing);
    keep(ctx, all);
}

/// After all dialogs were drawn: where one is no longer there, the focus goes back to what opened it.
pub fn give_back_focus(ctx: &Context) {
    let now = ctx.cumulative_pass_nr();
    let (open, closed): (Vec<_>, Vec<_>) = all(ctx).into_iter().partition(|standing| standing.drawn == now);
    let Some(last) = closed.last() else { return };
    let focus = ctx.memory(egui::Memory::focused);
    let opener = last.opener.filter(|_| focus.is_none() || focus == last.focus);
    if let Some(opener) = opener.filter(|_| open.is_empty()) {
        ctx.memory_mut(|memory| memory.request_focus(opener));
    }
    keep(ctx, open);
}
