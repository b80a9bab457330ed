//! Regulars: all standing appointments in a table, found by name, stylist and how they stand, with a card beside it.

mod card;
pub mod model;
#[cfg(test)]
mod tests;

use egui::Ui;

use self::model::{By, Regular, Wanted, found, regulars};
use crate::domain::rows::*;
use crate::time::{Day, Instant};
use crate::ui::look::{Icon, Palette, Tone};
use crate::ui::route::{FormStart, Prefill};
use crate::ui::shortcut::Shortcut;
use crate::ui::tints::{Tints, in_order};
use crate::ui::view::change::ToChange;
use crate::ui::view::{at_right_end, heading_bar, padded};
use crate::ui::widgets::{Button, Choice, Column, Row, Table, TableState, TextField, Width, empty_state, muted};
use crate::ui::{Act, Context};
use crate::words;
use crate::words::status::Standing;

/// Below this width the table keeps to few columns.
const NARROW: f32 = 880.0;
const CHOICE: f32 = 136.0;
/// Room for how many there are.
const COUNT: f32 = 112.0;
/// Room for the button beside it.
const NEW: f32 = 96.0;
/// Room for the button that takes a calendar in.
const IMPORT: f32 = 108.0;

fn column(by: By) -> Column<'static> {
    match by {
        By::Client => Column::text("Client", Width::Share(1.5)),
        By::Services => Column::text("Services", Width::Share(1.3)),
        By::Rhythm => Column::text("How often", Width::Share(1.9)),
        By::Staff => Column::text("Stylist", Width::Share(1.0)),
        By::Next => Column::text("Next visit", Width::Points(176.0)),
        By::Standing => Column::text("State", Width::Points(112.0)),
    }
}

/// What the screen keeps.
#[derive(Default)]
pub struct Regulars {
    wanted: Wanted,
    table: TableState<SeriesId>,
    by: By,
    open: Option<SeriesId>,
    made: Option<Made>,
}

/// What was made of the book.
struct Made {
    edition: u64,
    today: Day,
    /// When the first of the next visits begins, and the rows are old.
    until: Instant,
    rows: Vec<Regular>,
    tints: Tints,
    shown: Shown,
}

/// Which rows are shown, for what was asked.
#[derive(Default)]
struct Shown {
    of: Option<(Wanted, By, bool)>,
    places: Vec<usize>,
}

/// The button that takes a calendar of another program in.
fn import(ui: &mut Ui, cx: &mut Context<'_>) {
    let button = Button::secondary("Import…").icon(Icon::Upload);
    if ui.add(button.tip("Take in a calendar of another program")).clicked() {
        cx.ask(Act::Import);
    }
}

impl Regulars {
    /// Opens the card of a standing appointment, with its row in sight of whatever was looked for before.
    pub fn show_series(&mut self, series: SeriesId) {
        self.wanted = Wanted::default();
        self.open = Some(series);
        self.table.chosen = Some(series);
    }

    /// Draws the screen over the room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        self.make(cx);
        if let Some(series) = self.open {
            let rows = self.made.iter().flat_map(|made| &made.rows);
            let row = rows.into_iter().find(|row| row.series == series);
            if card::show(ui, cx, series, row) {
                self.open = None;
            }
        }
        let nothing_yet = self.made.as_ref().is_some_and(|made| made.rows.is_empty());
        padded(ui, |ui| {
            if nothing_yet {
                heading_bar(ui, "Regulars", |ui| at_right_end(ui, |ui| import(ui, cx)));
                let says = Shortcut::New.says();
                let new = Button::primary("New standing appointment")
                    .icon(Icon::Plus)
                    .keys(says.keys);
                let asked = empty_state(ui, Icon::Repeat, "No standing appointments yet", Some(new));
                if asked.is_some_and(|asked| asked.clicked()) {
                    cx.ask(Act::OpenForm(FormStart::New(Prefill::default())));
                }
                return;
            }
            self.bar(ui, cx);
            self.table(ui, cx);
        });
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
        let rows = regulars(cx.book, cx.now, today);
        let next = rows.iter().filter_map(|row| row.next.as_ref().map(|(at, _)| *at)).min();
        self.made = Some(Made {
            edition: cx.edition,
            today,
            until: next.unwrap_or(Instant::from_millis(i64::MAX)),
            rows,
            tints: Tints::of(cx.book),
            shown: Shown::default(),
        });
    }

    fn bar(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        heading_bar(ui, "Regulars", |ui| {
            let staff = in_order(cx.book);
            let room =
                ui.available_width() - CHOICE - if staff.len() > 1 { CHOICE } else { 0.0 } - COUNT - NEW - IMPORT;
            TextField::new("Search", &mut self.wanted.text)
                .label_hidden()
                .icon(Icon::Search)
                .hint("Name, service or phone")
                .width(room.clamp(120.0, 280.0))
                .show(ui);
            if staff.len() > 1 {
                let mut options: Vec<(Option<StaffId>, &str)> = vec![(None, "Everybody")];
                options.extend(staff.iter().map(|person| (Some(person.id), person.name())));
                let mut chosen = Some(self.wanted.staff);
                Choice::new("Stylist")
                    .label_hidden()
                    .width(CHOICE)
                    .show(ui, &mut chosen, &options);
                self.wanted.staff = chosen.flatten();
            }
            let options = [
                (None, "Any state"),
                (Some(Standing::Running), "Running"),
                (Some(Standing::Finished), "Finished"),
                (Some(Standing::Stopped), "Stopped"),
            ];
            let mut chosen = Some(self.wanted.standing);
            Choice::new("State")
                .label_hidden()
                .width(CHOICE)
                .show(ui, &mut chosen, &options);
            self.wanted.standing = chosen.flatten();
            let count = self.made.as_ref().map_or(0, |made| made.shown.places.len());
            at_right_end(ui, |ui| {
                let says = Shortcut::New.says();
                let new = Button::primary(says.label)
                    .icon(says.icon)
                    .tip(says.tip)
                    .keys(says.keys);
                if ui.add(new).clicked() {
                    cx.ask(Act::OpenForm(FormStart::New(Prefill::default())));
                }
                import(ui, cx);
                muted(ui, &words::counted(count, "regular", "regulars"));
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
        let asked = Some((self.wanted.clone(), self.by, falling));
        if made.shown.of != asked {
            made.shown = Shown {
                places: found(&made.rows, &self.wanted, self.by, falling),
                of: asked,
            };
        }
        if made.shown.places.is_empty() {
            let all = Button::secondary("Show all");
            let asked = empty_state(ui, Icon::Search, "No standing appointment fits", Some(all));
            if asked.is_some_and(|asked| asked.clicked()) {
                self.wanted = Wanted::default();
            }
            return;
        }
        let columns: Vec<Column<'_>> = all.iter().map(|by| column(*by)).collect();
        let row_at = |n: usize| made.shown.places.get(n).and_then(|place| made.rows.get(*place));
        let answer = Table::new("Regulars", &columns).show(
            ui,
            &mut self.table,
            made.shown.places.len(),
            |n| row_at(n).map_or(SeriesId::from(0), |row| row.series),
            |n, cells| {
                let Some(row) = row_at(n) else { return };
                for by in all {
                    cell(cells, row, *by, &made.tints, cx.palette);
                }
            },
        );
        if answer.sorted {
            self.by = all.get(self.table.sort.column).copied().unwrap_or(By::Client);
        }
        if answer.moved {
            self.open = self.table.chosen;
        }
        if let Some(series) = answer.opened {
            self.open = Some(series);
            cx.ask(Act::OpenForm(FormStart::Edit(series)));
        }
    }

    /// Does what the keys of a shortcut ask here; whether it was for this screen.
    pub fn press(&mut self, shortcut: Shortcut, cx: &mut Context<'_>) -> bool {
        let Some(series) = self.open.or(self.table.chosen) else {
            return false;
        };
        match shortcut {
            Shortcut::Edit => cx.ask(Act::OpenForm(FormStart::Edit(series))),
            Shortcut::Cancel => cx.ask(Act::Change(ToChange::Cancel(series, None))),
            Shortcut::Export => cx.ask(Act::Export(crate::exchange::ics::Selection::Series(series))),
            _ => return false,
        }
        true
    }
}

fn cell(cells: &mut Row<'_>, row: &Regular, by: By, tints: &Tints, palette: &Palette) {
    match by {
        By::Client => cells.strong(&row.client),
        By::Services => cells.text(&row.services),
        By::Rhythm => cells.muted(&row.rhythm),
        By::Staff => match row.staff.first() {
            Some(first) => cells.staff(&row.with, palette.swatch(tints.tint(*first))),
            None => cells.muted("Nobody yet"),
        },
        By::Next => match &row.next {
            Some((_, next)) => cells.text(next),
            None => cells.skip(),
        },
        By::Standing => match (row.to_sort_out, row.standing) {
            (0, Standing::Running) => cells.muted(&words::capital(Standing::Running.word())),
            (0, standing) => cells.badge(&words::capital(standing.word()), Tone::Plain),
            (count, _) => cells.badge(&format!("{count} to sort out"), Tone::Warn),
        },
    }
}
