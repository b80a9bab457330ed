//! A dialog over the window: a title, a body that scrolls where it is long, buttons at the lower right.
//!
//! Escape, the cross and a click beside it close it; the caller decides what that means for what was typed. It opens with the
//! keyboard on the first thing to fill in or to choose, and with every list in it at its top.

use egui::{Context, Id, Key, Margin, Modal, Modifiers, Popup, Role, ScrollArea, Ui};

use super::button::Button;
use super::words::title_of;
use super::{first_stop, paint};
use crate::ui::look::{Icon, Palette, size};

/// What happened in a dialog in this frame.
pub struct Shown<B, F> {
    /// The person wants it closed.
    pub closed: bool,
    /// Ctrl+Enter was pressed: the primary button is meant, where it can be pressed.
    pub confirmed: bool,
    /// Enter was pressed in a field of one line, which says the same of what is easily undone.
    pub entered: bool,
    /// What the body gave back.
    pub body: B,
    /// What the buttons gave back.
    pub buttons: F,
}

/// A title goes on for at most so many lines: names are long, and what is done often stands last.
const TITLE_LINES: usize = 4;

/// The keys of the primary button.
pub const CONFIRM: &str = "Ctrl+Enter";

/// A dialog; while it is shown nothing behind it can be reached.
#[must_use = "call show"]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    width: f32,
}

impl<'a> Dialog<'a> {
    /// A dialog of 480 points.
    pub fn new(id: Id, title: &'a str) -> Self {
        Self {
            id,
            title,
            width: 480.0,
        }
    }

    /// Width of the body in points; never wider than the window.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it. `buttons` are laid out from left to right and stand at the right, the primary one last.
    pub fn show<B, F>(
        self,
        ctx: &Context,
        body: impl FnOnce(&mut Ui) -> B,
        buttons: impl FnOnce(&mut Ui) -> F,
    ) -> Shown<B, F> {
        let room = ctx.content_rect().size();
        let width = self.width.min(room.x - 2.0 * size::SPACE_8);
        let area = Modal::default_area(self.id)
            .role(Role::Dialog)
            .accessible_name(self.title);
        let (veil, frame) = {
            let style = ctx.global_style();
            let palette = Palette::of_visuals(&style.visuals);
            (palette.veil, paint::popover_of(ctx).inner_margin(Margin::ZERO))
        };
        // Before the fields see it. A list that is open takes its own Enter.
        let confirmed = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let is_list_open = Popup::is_any_open(ctx);
        let standing = first_stop::enter(ctx, self.id);
        let focused = ctx.memory(egui::Memory::focused);
        let modal = Modal::new(self.id)
            .area(area)
            .backdrop_color(veil)
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let closed = inset(
                    ui,
                    Margin {
                        left: 24,
                        right: 16,
                        top: 16,
                        bottom: 8,
                    },
                    |ui| head(ui, self.title),
                );
                first_stop::look(ui.ctx(), &standing);
                let most = body_room(ui.ctx());
                let body = ScrollArea::vertical()
                    .id_salt(("body", standing.opened))
                    .max_height(most)
                    // It grows with what is in it, also after it was opened.
                    .min_scrolled_height(most)
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        inset(
                            ui,
                            Margin {
                                left: 24,
                                right: 24,
                                top: 8,
                                bottom: 16,
                            },
                            |ui| {
                                ui.spacing_mut().item_spacing.y = size::SPACE_4;
                                // What it keeps of itself, as how far it is scrolled, is of this time only.
                                ui.push_id(standing.opened, body).inner
                            },
                        )
                    })
                    .inner;
                let buttons = inset(
                    ui,
                    Margin {
                        left: 24,
                        right: 24,
                        top: 8,
                        bottom: 24,
                    },
                    |ui| at_right(ui, self.id, buttons),
                );
                (closed, body, buttons)
            });
        let closed = modal.should_close();
        let (crossed, body, buttons) = modal.inner;
        // A field of one line gives the focus away with Enter.
        let enter = ctx.input(|input| input.key_pressed(Key::Enter) && input.modifiers.is_none());
        let left = focused.is_some() && ctx.memory(egui::Memory::focused) != focused;
        first_stop::leave(ctx, standing);
        Shown {
            closed: closed || crossed,
            confirmed,
            entered: enter && left && !is_list_open,
            body,
            buttons,
        }
    }
}

/// Whether Ctrl+Enter is pressed for a form of the window: in a dialog over it that is for the dialog.
pub fn confirmed(ui: &Ui) -> bool {
    let dialog = ui.memory(|memory| memory.top_modal_layer().is_some());
    !dialog && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
}

/// How high the body of a dialog is at the most before it scrolls.
pub fn body_room(ctx: &Context) -> f32 {
    ctx.content_rect().height() - 2.0 * size::SPACE_8 - 2.0 * 64.0
}

fn inset<R>(ui: &mut Ui, margin: Margin, add: impl FnOnce(&mut Ui) -> R) -> R {
    egui::Frame::new().inner_margin(margin).show(ui, add).inner
}

/// The title and, at the right, the cross; whether the cross was clicked.
pub(super) fn head(ui: &mut Ui, text: &str) -> bool {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        let room = ui.available_width() - size::CONTROL - size::SPACE_2;
        title_of(ui, text, room, TITLE_LINES);
        ui.add(Button::icon_alone(Icon::Close, "Close").keys("Esc")).clicked()
    })
    .inner
}

/// Buttons from left to right, as Tab reaches them, pushed to the right end by their width in the frame before.
pub fn at_right<R>(ui: &mut Ui, id: Id, add: impl FnOnce(&mut Ui) -> R) -> R {
    let key = id.with("buttons");
    let before: Option<f32> = ui.data(|memory| memory.get_temp(key));
    paint::controls(ui, |ui| {
        let room = ui.available_width();
        ui.add_space((room - before.unwrap_or(0.0)).max(0.0));
        let row = paint::controls(ui, add);
        let width = row.response.rect.width();
        if before.is_none_or(|before| (before - width).abs() > 0.5) {
            ui.data_mut(|memory| memory.insert_temp(key, width));
            ui.ctx().request_discard("the width of the buttons is known now");
        }
        row.inner
    })
    .inner
}
