//! A field in which one types to find: clients, services, time zones, commands.
//!
//! Arrows go through what was found, Enter takes it, Escape closes the list and leaves the text. The caller looks up; it is
//! asked only while the list is open, once a frame, so it should answer within a few milliseconds and with at most fifty.

use egui::accesskit::Role;
use egui::{Id, Key, Modifiers, Response, SurrenderFocusOn, Ui};

use super::field::{Caption, caption_methods};
use super::option_list::{self, Arrows, OptionRow};
use super::text_field::{TextField, cursor_to_end};
use crate::ui::look::Icon;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<K> {
    /// What the caller knows it by.
    pub key: K,
    /// Written into the field when it is taken.
    pub title: String,
    /// Muted, at the right; may be empty.
    pub detail: String,
    /// For what is not a plain find, such as "New client Anna".
    pub icon: Option<Icon>,
}

/// What happened in a [`FindField`].
pub struct Found<K> {
    /// The response of the typed text.
    pub response: Response,
    /// What was taken in this frame.
    pub picked: Option<K>,
}

/// A labelled field with a list of what fits.
#[must_use = "call show"]
pub struct FindField<'a> {
    caption: Caption<'a>,
    text: &'a mut String,
    hint: &'a str,
    icon: Option<Icon>,
    id: Option<Id>,
    nothing: &'a str,
}

impl<'a> FindField<'a> {
    /// A field that holds what was typed or taken.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self {
            caption: Caption::new(label),
            text,
            hint: "",
            icon: None,
            id: None,
            nothing: "Nothing found",
        }
    }

    caption_methods!();

    /// Muted text while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon at the start of the field.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The id of the field, to give it the focus from elsewhere.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// What the list says when nothing fits.
    pub fn nothing(mut self, text: &'a str) -> Self {
        self.nothing = text;
        self
    }

    /// Draws the field and, while it is typed in, the list of what `look_up` finds for the text.
    pub fn show<K: Clone>(self, ui: &mut Ui, look_up: impl FnOnce(&str) -> Vec<Suggestion<K>>) -> Found<K> {
        let id = self.id.unwrap_or_else(|| ui.scope_id().with(self.caption.label));
        let mut list = List::of(ui, id);
        let keys = Keys::pressed(ui, id, list.open);

        let mut field = TextField::new(self.caption.label, self.text)
            .id(id)
            .hint(self.hint)
            .keep_escape(list.open);
        if let Some(icon) = self.icon {
            field = field.icon(icon);
        }
        let field = field.caption_of(self.caption);
        let mut response = if list.open {
            without_losing_focus_to_list(ui, id, |ui| field.show(ui))
        } else {
            field.show(ui)
        };

        let opened = response.changed() || response.clicked() || keys.open;
        if response.changed() {
            list.at = 0;
        }
        list.open = response.has_focus() && !keys.close && (list.open || opened);

        let mut picked = None;
        if list.open {
            let found = look_up(self.text);
            let mut arrows = keys.arrows(list.at, found.len());
            let entered = keys.enter.then_some(arrows.at);
            let rows: Vec<OptionRow<'_>> = found
                .iter()
                .map(|found| OptionRow {
                    title: &found.title,
                    detail: &found.detail,
                    icon: found.icon,
                    tint: None,
                    chosen: false,
                })
                .collect();
            let clicked = option_list::show(&response, &rows, &mut arrows, self.nothing);
            list.at = arrows.at;
            if let Some(taken) = entered.or(clicked).and_then(|at| found.get(at)) {
                self.text.clone_from(&taken.title);
                cursor_to_end(ui, id, self.text);
                picked = Some(taken.key.clone());
                response.mark_changed();
                list = List::default();
            }
        }
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::EditableComboBox);
            node.set_expanded(list.open);
            if list.open {
                node.set_active_descendant(option_list::list_id(id).with(list.at).accesskit_id());
            }
        });
        list.keep(ui, id);
        Found { response, picked }
    }
}

/// Keys that belong to the list, taken before the field sees them.
struct Keys {
    up: usize,
    down: usize,
    enter: bool,
    close: bool,
    open: bool,
}

impl Keys {
    fn pressed(ui: &Ui, field: Id, open: bool) -> Self {
        let mut keys = Self {
            up: 0,
            down: 0,
            enter: false,
            close: false,
            open: false,
        };
        if !ui.memory(|memory| memory.has_focus(field)) {
            return keys;
        }
        ui.input_mut(|input| {
            if open {
                keys.up = input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
                keys.down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
                keys.enter = input.consume_key(Modifiers::NONE, Key::Enter);
                keys.close = input.consume_key(Modifiers::NONE, Key::Escape);
            } else {
                keys.open = input.consume_key(Modifiers::NONE, Key::ArrowDown);
            }
        });
        keys
    }

    /// Where the arrows are among `count` rows; past the last comes the first.
    fn arrows(&self, at: usize, count: usize) -> Arrows {
        let at = if count == 0 {
            0
        } else {
            (at.min(count - 1) + self.down + count - self.up % count) % count
        };
        Arrows {
            at,
            moved: self.up != self.down,
        }
    }
}

/// A press on the list would take the focus from the field, which would close the list before the click.
fn without_losing_focus_to_list<R>(ui: &mut Ui, field: Id, show: impl FnOnce(&mut Ui) -> R) -> R {
    let over_list = ui
        .ctx()
        .pointer_interact_pos()
        .and_then(|at| ui.ctx().layer_id_at(at))
        .is_some_and(|layer| layer.id == option_list::list_id(field));
    if !over_list {
        return show(ui);
    }
    let usual = ui.ctx().options(|options| options.input_options.surrender_focus_on);
    let set = |ui: &Ui, on| {
        ui.ctx()
            .options_mut(|options| options.input_options.surrender_focus_on = on);
    };
    set(ui, SurrenderFocusOn::Never);
    let shown = show(ui);
    set(ui, usual);
    shown
}

/// Whether the list is open and where the arrows are in it.
#[derive(Clone, Copy, Default)]
struct List {
    open: bool,
    at: usize,
}

impl List {
    fn of(ui: &Ui, field: Id) -> Self {
        ui.data(|memory| memory.get_temp(field.with("list")))
            .unwrap_or_default()
    }

    fn keep(self, ui: &Ui, field: Id) {
        ui.data_mut(|memory| memory.insert_temp(field.with("list"), self));
    }
}
