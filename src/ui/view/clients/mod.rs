//! Clients: everybody in a table, found by name or by three digits of a phone, with a card and a form.

mod card;
mod dialog;
pub mod model;
#[cfg(test)]
mod tests;
mod typed;

use egui::Ui;

use self::dialog::Done;
use self::model::{By, Known, clients, found};
use self::typed::ClientTyped;
use crate::domain::rows::*;
use crate::domain::{Book, Refused};
use crate::time::{Day, Instant};
use crate::ui::form::ThingForm;
use crate::ui::look::{Icon, Tone};
use crate::ui::view::{at_right_end, heading_bar, padded};
use crate::ui::widgets::{Button, Column, Row, Table, TableState, TextField, Width, empty_state, muted};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// Below this width the table keeps to few columns.
const NARROW: f32 = 880.0;

fn column(by: By) -> Column<'static> {
    match by {
        By::Name => Column::text("Name", Width::Share(1.6)),
        By::Phone => Column::text("Phone", Width::Share(1.1)),
        By::Email => Column::text("Email", Width::Share(1.6)),
        By::Regulars => Column::figures("Regulars", Width::Points(96.0)),
        By::Next => Column::text("Next visit", Width::Points(168.0)),
    }
}

/// What the screen keeps.
#[derive(Default)]
pub struct Clients {
    text: String,
    table: TableState<ClientId>,
    by: By,
    open: Option<ClientId>,
    form: Option<ThingForm<ClientTyped>>,
    made: Option<Made>,
}

/// What was made of the book.
struct Made {
    edition: u64,
    today: Day,
    until: Instant,
    rows: Vec<Known>,
    of: Option<(String, By, bool)>,
    places: Vec<usize>,
}

impl Clients {
    /// Draws the screen over the room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        self.make(cx);
        if let Some(client) = self.open {
            match card::show(ui, cx, client) {
                card::Asked::Nothing => {}
                card::Asked::Close => self.open = None,
                card::Asked::Edit => self.edit(cx.book, client),
            }
        }
        let nothing_yet = self.made.as_ref().is_some_and(|made| made.rows.is_empty());
        padded(ui, |ui| {
            if nothing_yet {
                heading_bar(ui, "Clients", |_| {});
                let new = Button::primary("New client").icon(Icon::UserPlus);
                if empty_state(ui, Icon::Users, "No clients yet", Some(new)).is_some_and(|new| new.clicked()) {
                    self.form = Some(ThingForm::new(ClientTyped::default(), None));
                }
                return;
            }
            self.bar(ui);
            self.table(ui, cx);
        });
        self.dialog(ui, cx);
    }

    /// Opens the card of a client.
    pub fn open(&mut self, client: ClientId) {
        self.open = Some(client);
        self.table.chosen = Some(client);
    }

    /// What was asked was done.
    pub fn saved(&mut self) {
        self.form = None;
    }

    /// What was asked could not be done: what was typed stays.
    pub fn refused(&mut self, refused: &Refused, book: &Book) {
        if let Some(form) = &mut self.form {
            form.refused(refused, book);
        }
    }

    /// A failure of the program: what was typed stays.
    pub fn failed(&mut self, says: &str) {
        if let Some(form) = &mut self.form {
            form.failed(says);
        }
    }

    fn edit(&mut self, book: &Book, client: ClientId) {
        if let Some(client) = book.clients().get(client) {
            self.form = Some(ThingForm::new(ClientTyped::of(client), Some(client.uuid)));
        }
    }

    fn make(&mut self, cx: &Context<'_>) {
        let today = cx.today();
        let stands = self
            .made
            .as_ref()
            .is_some_and(|made| made.edition == cx.edition && made.today == today && cx.now < made.until);
        if stands {
            return;
        }
        let rows = clients(cx.book, cx.now, today);
        let next = rows.iter().filter_map(|row| row.next.as_ref().map(|(at, _)| *at)).min();
        self.made = Some(Made {
            edition: cx.edition,
            today,
            until: next.unwrap_or(Instant::from_millis(i64::MAX)),
            rows,
            of: None,
            places: Vec::new(),
        });
    }

    fn bar(&mut self, ui: &mut Ui) {
        heading_bar(ui, "Clients", |ui| {
            TextField::new("Search", &mut self.text)
                .label_hidden()
                .icon(Icon::Search)
                .hint("Name or three digits of a phone")
                .width(280.0)
                .show(ui);
            at_right_end(ui, |ui| {
                let new = Button::secondary("New client").icon(Icon::UserPlus);
                if ui.add(new).clicked() {
                    self.form = Some(ThingForm::new(ClientTyped::default(), None));
                }
                let count = self.made.as_ref().map_or(0, |made| made.places.len());
                muted(ui, &words::counted(count, "client", "clients"));
            });
        });
    }

    fn table(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        let Some(made) = &mut self.made else { return };
        let all = if ui.available_width() < NARROW {
            By::FEW
        } else {
            By::ALL
        };
        // The order stays when its column goes.
        self.table.sort.column = all.iter().position(|by| *by == self.by).unwrap_or(usize::MAX);
        let falling = self.table.sort.falling;
        let asked = Some((self.text.clone(), self.by, falling));
        if made.of != asked {
            made.places = found(&made.rows, &self.text, self.by, falling);
            made.of = asked;
        }
        if made.places.is_empty() {
            let new = Button::secondary(format!("New client {}", self.text.trim())).icon(Icon::UserPlus);
            let asked = empty_state(ui, Icon::Search, "Nobody fits", Some(new));
            if asked.is_some_and(|asked| asked.clicked()) {
                self.form = Some(ThingForm::new(dialog::from_text(&self.text), None));
            }
            return;
        }
        let row_at = |n: usize| made.places.get(n).and_then(|place| made.rows.get(*place));
        let columns: Vec<Column<'_>> = all.iter().map(|by| column(*by)).collect();
        let answer = Table::new("Clients", &columns).show(
            ui,
            &mut self.table,
            made.places.len(),
            |n| row_at(n).map_or(ClientId::from(0), |row| row.client),
            |n, cells| {
                let Some(row) = row_at(n) else { return };
                for by in all {
                    cell(cells, row, *by);
                }
            },
        );
        if answer.sorted {
            self.by = all.get(self.table.sort.column).copied().unwrap_or(By::Name);
        }
        if answer.moved {
            self.open = self.table.chosen;
        }
        if let Some(client) = answer.opened {
            self.edit(cx.book, client);
        }
    }

    fn dialog(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        let Some(form) = &mut self.form else { return };
        match dialog::show(ui, cx, form) {
            Done::Nothing => {}
            Done::Close => self.form = None,
            Done::Save(command) => cx.ask(Act::carry_out(*command, Asker::Clients)),
        }
    }
}

fn cell(cells: &mut Row<'_>, row: &Known, by: By) {
    match by {
        By::Name if row.alert.is_empty() => cells.strong(&row.name),
        By::Name => cells.strong_with_icon(&row.name, Icon::Alert, Tone::Warn, &row.alert),
        By::Phone => cells.text(&row.phone),
        By::Email => cells.muted(&row.email),
        By::Regulars if row.regulars == 0 => cells.skip(),
        By::Regulars => cells.text(&row.regulars.to_string()),
        By::Next => match &row.next {
            Some((_, next)) => cells.text(next),
            None => cells.skip(),
        },
    }
}
