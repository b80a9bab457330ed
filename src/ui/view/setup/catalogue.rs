//! A page of the setup with a list at the left and the form of the chosen thing at the right.
//!
//! A form keeps what was typed while others are looked at. Left out: the fields, which the kinds draw themselves.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Response, ScrollArea, Ui, UiBuilder};
use uuid::Uuid;

use crate::domain::change::Subject;
use crate::domain::{Book, Command, Refused};
use crate::ui::form::{Thing, ThingForm};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::view::at_right_end;
use crate::ui::widgets::{
    Button, Column, Table, TableState, Width, at_right, confirmed, controls, empty_state, heading, notice, small,
};
use crate::ui::{Act, Asker, Context};

/// Width of the list.
const LIST: f32 = 296.0;
/// Width of a form.
pub(super) const FORM: f32 = 560.0;
/// Height of the strip with the buttons.
pub(super) const FOOT: f32 = 56.0;

/// One line of the list.
pub struct Entry {
    /// Its name outside of the file.
    pub uuid: Uuid,
    /// What it is.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// A word beside it.
    pub detail: String,
}

/// A kind of things that a page lists.
pub trait Kind: Thing {
    /// "Services"
    const MANY: &'static str;
    /// "New service"
    const NEW: &'static str;
    /// What stands there while there are none.
    const NONE: &'static str;
    /// What the word beside a name is.
    fn about(cx: &Context<'_>) -> &'static str;
    /// Its icon.
    const ICON: Icon;

    /// All of them in their order.
    fn list(cx: &Context<'_>) -> Vec<Entry>;
    /// A new one.
    fn fresh(cx: &Context<'_>) -> Self;
    /// What is typed for one that is there.
    fn load(cx: &Context<'_>, subject: Subject) -> Option<Self>;
    /// Buttons beside the name of one that is there, and what they ask for.
    fn beside(_: Subject) -> Vec<(Button<'static>, Act)> {
        Vec::new()
    }
    /// Draws the fields; the response of the first.
    fn draw(ui: &mut Ui, cx: &mut Context<'_>, form: &mut ThingForm<Self>) -> Response;
}

/// What a page keeps.
pub struct Catalogue<T> {
    chosen: Option<Option<Uuid>>,
    forms: BTreeMap<Option<Uuid>, ThingForm<T>>,
    table: TableState<Uuid>,
    edition: u64,
    /// What waits for an answer, and what there was before.
    asked: Option<(Option<Uuid>, BTreeSet<Uuid>)>,
    done: bool,
}

impl<T> Default for Catalogue<T> {
    fn default() -> Self {
        Self {
            chosen: None,
            forms: BTreeMap::new(),
            table: TableState::default(),
            edition: 0,
            asked: None,
            done: false,
        }
    }
}

impl<T: Kind> Catalogue<T> {
    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        let entries = T::list(cx);
        self.follow(&entries, cx);
        let whole = ui.available_rect_before_wrap();
        let left = whole.with_max_x(whole.left() + LIST);
        let right = if entries.is_empty() && self.chosen.is_none() {
            whole
        } else {
            whole.with_min_x(left.right() + size::SPACE_6)
        };
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| self.list(ui, cx, &entries));
        ui.scope_builder(UiBuilder::new().max_rect(right), |ui| self.form(ui, cx, &entries));
        ui.advance_cursor_after_rect(whole);
    }

    /// What was asked was done.
    pub fn saved(&mut self) {
        self.done = true;
    }

    /// What was asked could not be done: what was typed stays.
    pub fn refused(&mut self, refused: &Refused, book: &Book) {
        let asked = self.asked.take().map(|(asked, _)| asked);
        if let Some(form) = asked.and_then(|asked| self.forms.get_mut(&asked)) {
            form.refused(refused, book);
        }
    }

    /// A failure of the program: what was typed stays.
    pub fn failed(&mut self, says: &str) {
        let asked = self.asked.take().map(|(asked, _)| asked);
        if let Some(form) = asked.and_then(|asked| self.forms.get_mut(&asked)) {
            form.failed(says);
        }
    }

    /// Keeps the forms to the book: what was not touched is as the book has it, and what was made is chosen.
    fn follow(&mut self, entries: &[Entry], cx: &Context<'_>) {
        if self.edition == cx.edition && !self.done {
            return;
        }
        self.edition = cx.edition;
        if self.done
            && let Some((asked, before)) = &self.asked
        {
            let made = entries.iter().find(|entry| !before.contains(&entry.uuid));
            // The answer may come before the book that has it.
            if asked.is_some() || made.is_some() {
                self.forms.remove(asked);
                self.chosen = asked.map(Some).or(made.map(|entry| Some(entry.uuid)));
                self.asked = None;
                self.done = false;
            }
        }
        self.forms.retain(|_, form| form.is_changed());
        let there = |uuid: &Option<Uuid>| uuid.is_none_or(|uuid| entries.iter().any(|entry| entry.uuid == uuid));
        self.forms.retain(|uuid, _| there(uuid));
        self.chosen = self.chosen.filter(there);
    }

    fn list(&mut self, ui: &mut Ui, cx: &Context<'_>, entries: &[Entry]) {
        ui.spacing_mut().item_spacing.y = size::SPACE_2;
        controls(ui, |ui| {
            heading(ui, T::MANY);
            // While there are none, the one thing to do stands in the middle.
            if entries.is_empty() && self.chosen.is_none() {
                return;
            }
            at_right_end(ui, |ui| {
                if ui
                    .add(Button::secondary("New…").icon(Icon::Plus).named(T::NEW))
                    .clicked()
                {
                    self.forms.remove(&None);
                    self.forms.insert(None, ThingForm::new(T::fresh(cx), None));
                    self.chosen = Some(None);
                    self.table.chosen = None;
                }
            });
        });
        if entries.is_empty() {
            if self.chosen.is_some() {
                small(ui, T::NONE);
            }
            return;
        }
        if self.chosen.is_none() {
            self.chosen = entries.first().map(|entry| Some(entry.uuid));
        }
        self.table.chosen = self.chosen.flatten();
        let name = Column::text("Name", Width::Share(1.4)).fixed();
        let about = Column::text(T::about(cx), Width::Share(1.0)).fixed();
        let changed = self.forms.values().any(ThingForm::is_changed);
        let both = changed || entries.iter().any(|entry| !entry.detail.is_empty());
        let columns = if both { vec![name, about] } else { vec![name] };
        let forms = &self.forms;
        let answer = Table::new(T::MANY, &columns).show(
            ui,
            &mut self.table,
            entries.len(),
            |n| entries.get(n).map_or(Uuid::nil(), |entry| entry.uuid),
            |n, cells| {
                let Some(entry) = entries.get(n) else { return };
                cells.strong(&entry.name);
                if !both {
                    return;
                }
                match forms.get(&Some(entry.uuid)).is_some_and(ThingForm::is_changed) {
                    true => cells.badge("Not saved", Tone::Accent),
                    false => cells.muted(&entry.detail),
                }
            },
        );
        if answer.moved || answer.opened.is_some() {
            self.chosen = self.table.chosen.map(Some);
        }
    }

    fn form(&mut self, ui: &mut Ui, cx: &mut Context<'_>, entries: &[Entry]) {
        let Some(chosen) = self.chosen else {
            let new = Button::primary(T::NEW).icon(Icon::Plus);
            if empty_state(ui, T::ICON, T::NONE, Some(new)).is_some_and(|new| new.clicked()) {
                self.forms.insert(None, ThingForm::new(T::fresh(cx), None));
                self.chosen = Some(None);
            }
            return;
        };
        let entry = entries.iter().find(|entry| Some(entry.uuid) == chosen);
        if !self.forms.contains_key(&chosen) {
            let loaded = entry.and_then(|entry| T::load(cx, entry.subject));
            let Some(typed) = loaded else {
                self.chosen = None;
                return;
            };
            self.forms.insert(chosen, ThingForm::known(typed, chosen));
        }
        let Some(form) = self.forms.get_mut(&chosen) else {
            return;
        };
        form.check(cx);
        let saved = confirmed(ui);
        let whole = ui.available_rect_before_wrap();
        let body = whole.with_max_y(whole.bottom() - FOOT);
        let foot = whole.with_min_y(body.bottom());
        let name = entry.map_or(T::NEW, |entry| entry.name.as_str());
        ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
            ScrollArea::vertical()
                .id_salt(chosen)
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.set_max_width(FORM.min(ui.available_width() - size::SPACE_4));
                    ui.spacing_mut().item_spacing.y = size::SPACE_2;
                    controls(ui, |ui| {
                        heading(ui, name);
                        let beside = entry.map(|entry| T::beside(entry.subject)).unwrap_or_default();
                        at_right(ui, egui::Id::unique("beside the name"), |ui| {
                            for (button, act) in beside {
                                if ui.add(button).clicked() {
                                    cx.ask(act);
                                }
                            }
                        });
                    });
                    ui.spacing_mut().item_spacing.y = size::SPACE_4;
                    if let Some(refused) = &form.refused {
                        notice(ui, Tone::Danger, refused, None);
                    }
                    let first = ui.push_id(chosen, |ui| T::draw(ui, cx, form)).inner;
                    form.focus_first(&first);
                    for error in form.at.elsewhere() {
                        notice(ui, Tone::Danger, &error, None);
                    }
                    ui.add_space(size::SPACE_4);
                });
        });
        let mut asked = Asked::Nothing;
        ui.scope_builder(UiBuilder::new().max_rect(foot), |ui| {
            ui.add_space(size::SPACE_3);
            ui.set_max_width(FORM.min(ui.available_width()));
            asked = buttons(ui, form, entry.is_some());
        });
        if saved {
            asked = Asked::Save;
        }
        let command = match asked {
            Asked::Nothing => None,
            Asked::Back => {
                self.forms.remove(&chosen);
                self.chosen = self.chosen.filter(Option::is_some);
                None
            }
            Asked::Save => form.save(cx),
            Asked::Remove => entry.map(|entry| Command::Remove(entry.subject)),
        };
        if let Some(command) = command {
            let before = entries.iter().map(|entry| entry.uuid).collect();
            self.asked = Some((chosen, before));
            cx.ask(Act::carry_out(command, Asker::Setup));
        }
    }
}

enum Asked {
    Nothing,
    Back,
    Save,
    Remove,
}

fn buttons<T: Thing>(ui: &mut Ui, form: &ThingForm<T>, known: bool) -> Asked {
    let mut asked = Asked::Nothing;
    controls(ui, |ui| {
        if known && ui.add(Button::quiet("Remove").icon(Icon::Trash)).clicked() {
            asked = Asked::Remove;
        }
        at_right_end(ui, |ui| {
            let changed = form.is_changed() || !known;
            let save = Button::primary("Save").keys("Ctrl+Enter");
            if ui.add_enabled(changed && !form.is_saving(), save).clicked() {
                asked = Asked::Save;
            }
            if changed && ui.add(Button::secondary("Cancel")).clicked() {
                asked = Asked::Back;
            }
        });
    });
    asked
}
