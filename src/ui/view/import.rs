//! The dialog that takes a calendar of another program in: from which file, what will come of each appointment in it, and what
//! will not and why, before anything is done.

use std::path::PathBuf;

use egui::{Id, Ui};

use crate::desk::LookedInto;
use crate::domain::Command;
use crate::domain::import::Did;
use crate::ui::look::{Tone, size};
use crate::ui::view::save_place::{FileKind, SavePlace};
use crate::ui::widgets::{Button, CONFIRM, Column, Dialog, Table, TableState, Width, check_box, muted, notice};
use crate::ui::{Act, Asker, Context};
use crate::words::{self, import as say};

const FILE: FileKind = FileKind {
    title: "Import",
    name: "iCalendar",
    ending: "ics",
    help: "An iCalendar file, as Google Calendar, Outlook and Apple write it",
};

/// The height of the table.
const ROWS: f32 = 200.0;

/// What the dialog keeps.
pub struct Import {
    place: SavePlace,
    create_missing: bool,
    /// What was asked to be looked into last.
    asked: Option<(PathBuf, bool)>,
    seen: Option<Seen>,
    refused: Option<String>,
    table: TableState<usize>,
}

/// What was found in the file.
struct Seen {
    looked: Box<LookedInto>,
    rows: Vec<[String; 4]>,
}

impl Import {
    /// The dialog; files are looked for in a folder first.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            place: SavePlace::to_read(folder),
            create_missing: true,
            asked: None,
            seen: None,
            refused: None,
            table: TableState::default(),
        }
    }

    /// What the file holds.
    pub fn found(&mut self, looked: Box<LookedInto>) {
        self.refused = None;
        self.seen = Some(Seen {
            rows: rows(&looked),
            looked,
        });
    }

    /// It could not be read, or not be taken in; what was chosen stays.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
        self.seen = None;
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        self.place.poll(ctx, ctx.input(|input| input.time));
        let file = self.place.path();
        let wanted = file.clone().map(|file| (file, self.create_missing));
        let is_seen = self.seen.is_some() && self.asked == wanted;
        let says = self.seen.as_ref().filter(|_| is_seen).map(|seen| &seen.looked.report);
        let can_import = says.is_some_and(crate::domain::import::Report::changes_anything);
        let button = says.map_or_else(|| "Look into it".to_owned(), say::button);
        let shown = Dialog::new(Id::unique("import"), "Import").width(880.0).show(
            ctx,
            |ui| self.body(ui, is_seen),
            |ui| {
                let close = ui.add(Button::secondary("Cancel")).clicked();
                let go = Button::primary(button.as_str()).keys(CONFIRM);
                let can = if is_seen { can_import } else { file.is_some() };
                (close, ui.add_enabled(can, go).clicked())
            },
        );
        let (close, pressed) = shown.buttons;
        let confirmed = pressed || shown.confirmed;
        let is_new = self.place.is_chosen() && self.asked.as_ref() != wanted.as_ref();
        let other_choice =
            self.asked.is_some() && self.asked.as_ref().map(|(_, create)| *create) != Some(self.create_missing);
        if let Some(seen) = self.seen.as_ref().filter(|_| is_seen && confirmed && can_import) {
            context.ask(Act::CarryOut {
                command: Box::new(Command::Import(Box::new(seen.looked.import.clone()))),
                shown: Some(Box::new(seen.looked.report.plan())),
                asker: Asker::ImportDialog,
            });
        } else if let Some((file, create_missing)) = file.map(|file| (file, self.create_missing))
            && ((!is_seen && (confirmed || shown.entered)) || is_new || other_choice)
        {
            self.asked = Some((file.clone(), create_missing));
            self.seen = None;
            self.refused = None;
            context.ask(Act::LookInto { file, create_missing });
        }
        shown.closed || close
    }

    fn body(&mut self, ui: &mut Ui, is_seen: bool) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        self.place.show(ui, FILE);
        check_box(
            ui,
            &mut self.create_missing,
            "Make clients and services that are not in the book",
        );
        let Some(seen) = self.seen.as_ref().filter(|_| is_seen) else {
            return;
        };
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            muted(ui, &format!("What will come: {}", say::counts(&seen.looked.report)));
            let columns = [
                Column::text("Line", Width::Points(56.0)).fixed(),
                Column::text("What", Width::Points(88.0)).fixed(),
                Column::text("Who", Width::Share(1.0)).fixed(),
                Column::text("What comes of it", Width::Share(2.2)).fixed(),
            ];
            ui.allocate_ui(egui::vec2(ui.available_width(), ROWS), |ui| {
                ui.set_height(ROWS);
                let table = Table::new("What will come", &columns);
                table.show(
                    ui,
                    &mut self.table,
                    seen.rows.len(),
                    |n| n,
                    |n, row| {
                        let Some([line, what, who, comes]) = seen.rows.get(n) else {
                            return;
                        };
                        row.muted(line);
                        row.text(what);
                        row.strong(who);
                        row.text(comes);
                    },
                );
            });
        });
    }
}

/// What will come and what will not, in the order of the file; what was only passed over or mended comes last.
fn rows(looked: &LookedInto) -> Vec<[String; 4]> {
    let (report, then) = (&looked.report, &looked.then);
    let comes = report.lines.iter().filter(|line| line.did != Did::Same).map(|line| {
        let when = format!("{}, {}", say::when(then, line), say::changes(line));
        [
            line.line.to_string(),
            words::capital(say::did(line.did)),
            say::who(then, line),
            when,
        ]
    });
    let notes = |code: &'static str| {
        let all = report.notes.iter().filter(move |note| say::code(note) == code);
        all.map(move |note| {
            let what = words::capital(code);
            [note.line.to_string(), what, say::about(note), say::text(then, note)]
        })
    };
    notes("refused")
        .chain(comes)
        .chain(notes("repaired"))
        .chain(notes("skipped"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::accesskit::Role;

    use super::*;
    use crate::domain::decide::foresee_import;
    use crate::domain::fixture::Salon;
    use crate::exchange::ics::read;
    use crate::ui::tests::stage::Screen;

    fn page() -> Screen<Import> {
        let salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
        Screen::new(
            salon,
            |_| Import::new("/downloads".into()),
            |dialog, ui, cx| {
                dialog.show(ui.ctx(), cx);
            },
        )
    }

    fn looked(page: &mut Screen<Import>, create_missing: bool) {
        let file = include_bytes!("../../../tests/import/odd.ics");
        let stage = page.harness.state_mut();
        let import = crate::domain::import::Import {
            create_missing,
            ..read::read(file, stage.salon.book.zone()).unwrap()
        };
        let (report, then) = foresee_import(&stage.salon.book, &import, &mut stage.salon.moment.clone()).unwrap();
        let then = Arc::new(then);
        stage.state.found(Box::new(LookedInto { import, report, then }));
        page.harness.run();
    }

    #[test]
    fn what_will_come_and_what_will_not_is_shown_before_anything_is_done() {
        let mut page = page();
        page.check_names();
        page.write("File", "/downloads/odd.ics");
        page.click(Role::Button, "Look into it");
        let wanted = PathBuf::from("/downloads/odd.ics");
        let acts = page.acts();
        assert!(
            matches!(acts.as_slice(), [Act::LookInto { file, create_missing: true }] if *file == wanted),
            "{acts:?}"
        );
        looked(&mut page, true);
        let rows = page.names(Role::Row);
        assert_eq!(rows[0], "29, Refused, No such day, DTSTART is no time");
        assert!(
            rows.iter().any(|row| row.starts_with("3, New, Anna Berg, ")),
            "{rows:#?}"
        );
        page.check_names();
        page.picture("import");
        page.click(Role::Button, "Import 1 regular and 4 visits");
        let acts = page.acts();
        assert!(
            matches!(acts.as_slice(), [Act::CarryOut { command, shown: Some(_), asker: Asker::ImportDialog }]
                if matches!(**command, Command::Import(_))),
            "{acts:?}"
        );
    }

    #[test]
    fn another_choice_is_looked_into_anew_and_what_cannot_be_read_is_said() {
        let mut page = page();
        page.write("File", "/downloads/odd.ics");
        page.click(Role::Button, "Look into it");
        looked(&mut page, true);
        page.acts();
        page.click(Role::CheckBox, "Make clients and services that are not in the book");
        let acts = page.acts();
        assert!(
            matches!(
                acts.as_slice(),
                [Act::LookInto {
                    create_missing: false,
                    ..
                }]
            ),
            "{acts:?}"
        );
        page.state().refused("This is no calendar".to_owned());
        page.harness.run();
        assert!(
            page.names(Role::Status)
                .iter()
                .any(|text| text.contains("This is no calendar"))
                || page
                    .names(Role::Alert)
                    .iter()
                    .any(|text| text.contains("This is no calendar"))
        );
    }
}
