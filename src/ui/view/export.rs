//! The dialog that writes visits to a file that calendars read: what, how much of it, and to which file.
//!
//! The file is typed or chosen in the system's own dialog. Where the system has none, that is said, and the typed one counts.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, Wake, Waker};

use egui::{Id, Ui};
use rfd::{AsyncFileDialog, FileHandle};

use crate::domain::Book;
use crate::domain::rows::*;
use crate::exchange::ics::{Options, Selection};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::tints::in_order;
use crate::ui::widgets::{Button, Choice, Dialog, TextField, check_box, notice};
use crate::ui::{Act, Context};
use crate::words;

/// A dialog of the system that answers faster than this was never shown.
const NEVER_SHOWN: f64 = 1.0;

/// What the dialog keeps.
pub struct Export {
    what: Selection,
    /// The series that it was opened for, which stays among what can be chosen.
    series: Option<SeriesId>,
    private: bool,
    path: String,
    /// Whether the path was written or chosen by the person.
    own_path: bool,
    folder: PathBuf,
    choosing: Option<Choosing>,
    none_there: bool,
    refused: Option<String>,
}

/// The system's dialog while it is open.
struct Choosing {
    answer: Pin<Box<dyn Future<Output = Option<FileHandle>>>>,
    since: f64,
}

/// Wakes the window when the system's dialog has an answer.
struct Repaint(egui::Context);

impl Wake for Repaint {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}

impl Export {
    /// The dialog for what was asked; files go into a folder unless something else is said.
    pub fn new(what: Selection, folder: PathBuf) -> Self {
        Self {
            what,
            series: if let Selection::Series(series) = what {
                Some(series)
            } else {
                None
            },
            private: false,
            path: String::new(),
            own_path: false,
            folder,
            choosing: None,
            none_there: false,
            refused: None,
        }
    }

    /// It could not be written; what was chosen stays.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
    }

    /// Takes the answer of the system's dialog, where there is one. `time` is that of the frames, in seconds.
    pub fn poll(&mut self, ctx: &egui::Context, time: f64) {
        let Some(choosing) = &mut self.choosing else { return };
        let waker = Waker::from(Arc::new(Repaint(ctx.clone())));
        let Poll::Ready(answer) = choosing
            .answer
            .as_mut()
            .poll(&mut std::task::Context::from_waker(&waker))
        else {
            return;
        };
        let took = time - choosing.since;
        self.choosing = None;
        match answer {
            Some(file) => {
                self.path = file.path().display().to_string();
                self.own_path = true;
                self.none_there = false;
            }
            None => self.none_there = took < NEVER_SHOWN,
        }
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        self.poll(ctx, ctx.input(|input| input.time));
        if !self.own_path {
            self.path = self
                .folder
                .join(file_name(context.book, self.what))
                .display()
                .to_string();
        }
        let can = !self.path.trim().is_empty() && self.choosing.is_none();
        let shown = Dialog::new(Id::unique("export"), "Export").width(520.0).show(
            ctx,
            |ui| self.body(ui, context.book),
            |ui| {
                let cancel = ui.add(Button::secondary("Cancel")).clicked();
                (cancel, ui.add_enabled(can, Button::primary("Export")).clicked())
            },
        );
        let (cancel, go) = shown.buttons;
        if go {
            context.ask(Act::WriteCalendar {
                what: self.what,
                options: Options {
                    private: self.private,
                    ..Options::default()
                },
                to: PathBuf::from(self.path.trim()),
            });
        }
        shown.closed || cancel
    }

    fn body(&mut self, ui: &mut Ui, book: &Book) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        let options = self.options(book);
        let named: Vec<(Selection, &str)> = options.iter().map(|(what, name)| (*what, name.as_str())).collect();
        let mut chosen = Some(self.what);
        Choice::new("What").width(f32::INFINITY).show(ui, &mut chosen, &named);
        self.what = chosen.unwrap_or(self.what);
        check_box(
            ui,
            &mut self.private,
            "Without names and notes, for a calendar that others see",
        );
        let field = TextField::new("File", &mut self.path)
            .help("An iCalendar file: phones, Google Calendar, Outlook and Thunderbird read it")
            .width(f32::INFINITY)
            .show(ui);
        self.own_path |= field.changed();
        if self.none_there {
            notice(
                ui,
                Tone::Plain,
                "This system has no dialog for files. Write the place of the file above",
                None,
            );
        }
        let waits = self.choosing.is_some();
        let browse = Button::secondary("Choose the place…").icon(Icon::FolderOpen);
        if ui.add_enabled(!waits, browse).clicked() {
            self.browse(ui.ctx());
        }
        ui.add_space(size::SPACE_1);
    }

    fn browse(&mut self, ctx: &egui::Context) {
        let path = PathBuf::from(self.path.trim());
        let mut dialog = AsyncFileDialog::new()
            .set_title("Export")
            .add_filter("iCalendar", &["ics"])
            .set_directory(path.parent().unwrap_or(&self.folder));
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        self.none_there = false;
        self.choosing = Some(Choosing {
            answer: Box::pin(dialog.save_file()),
            since: ctx.input(|input| input.time),
        });
        ctx.request_repaint();
    }

    /// What can be exported, and what the screen calls it.
    fn options(&self, book: &Book) -> Vec<(Selection, String)> {
        let mut options = Vec::new();
        if let Some(series) = self.series {
            let name = format!("Appointment of {}", words::visit::of_series(book, series));
            options.push((Selection::Series(series), name));
        }
        for person in in_order(book) {
            options.push((Selection::Staff(person.id), format!("All with {}", person.name())));
        }
        if book.locations().live().count() > 1 {
            for location in book.locations().live() {
                options.push((Selection::Location(location.id), format!("All at {}", location.name)));
            }
        }
        options.push((Selection::All, "Everything".to_owned()));
        options
    }
}

/// A name for the file that says what is in it, in letters that every system takes.
fn file_name(book: &Book, what: Selection) -> String {
    let name = match what {
        Selection::Series(series) => words::visit::of_series(book, series),
        Selection::Staff(staff) => words::visit::staff(book, staff).to_owned(),
        Selection::Location(location) => book
            .locations()
            .get(location)
            .map(|row| row.name.clone())
            .unwrap_or_default(),
        Selection::Client(client) => book.clients().get(client).map(|row| row.name()).unwrap_or_default(),
        Selection::All => book.business().map(|row| row.name.clone()).unwrap_or_default(),
    };
    let plain: String = crate::domain::find::fold(&name)
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let stem = if parts.is_empty() {
        "calendar".to_owned()
    } else {
        parts.join("-")
    };
    format!("{stem}.ics")
}
