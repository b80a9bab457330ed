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
    /// What offered itself first when it was drawn last.
    first: Option<Id>,
    /// Whether the focus is where it begins, or somewhere else by somebody's wish.
    begun: bool,
}

/// What offered itself first, while a dialog looks for it.
#[derive(Clone, Copy, Default)]
struct Search(Option<Id>);

/// What a dialog begins with, in the pass in which it gets the focus.
#[derive(Clone, Copy, Default)]
struct Begins(Option<Id>);

/// Whether a dialog begins with this field: what stands in it is written over, also where the pointer opened the dialog.
pub(super) fn begins_with(ui: &Ui, id: Id) -> bool {
    let begins: Option<Begins> = ui.data(|data| data.get_temp(key()));
    begins.is_some_and(|Begins(first)| first == Some(id))
}

fn key() -> Id {
    Id::unique("dialogs that are open")
}

fn all(ctx: &Context) -> Vec<Standing> {
    ctx.data(|data| data.get_temp(key())).unwrap_or_default()
}

fn keep(ctx: &Context, all: Vec<Standing>) {
    ctx.data_mut(|data| data.insert_temp(key(), all));
}

/// A dialog is drawn: as it was in the pass before, or anew; what it begins with gets the focus.
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
        first: None,
        begun: false,
    };
    let standing = known.filter(|known| known.drawn + 1 >= now).unwrap_or(new);
    if let Some(first) = standing.first.filter(|_| !standing.begun) {
        // Before it is drawn: only so it knows that it has just got the focus, and chooses what stands in it.
        ctx.memory_mut(|memory| memory.request_focus(first));
        ctx.data_mut(|data| data.insert_temp(key(), Begins(Some(first))));
    }
    standing
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

/// The dialog is drawn: what offered itself first gets the focus next, where it does not have it yet.
pub(super) fn leave(ctx: &Context, mut standing: Standing) {
    let search: Option<Search> = ctx.data_mut(|data| data.remove_temp(key()));
    ctx.data_mut(|data| data.remove_temp::<Begins>(key()));
    let focus = ctx.memory(egui::Memory::focused);
    let first = search.and_then(|Search(first)| first);
    // A dialog may have given it to another of its fields by itself.
    let is_elsewhere = focus.is_some() && focus != standing.opener && focus != standing.focus;
    // The first pass only measures, and nothing can be used in it.
    standing.begun |= first.is_some() && (focus == first || is_elsewhere);
    standing.first = first;
    if first.is_some() && !standing.begun {
        ctx.request_repaint();
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
