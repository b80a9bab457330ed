//! The dialog that writes visits to a file that calendars read: what, how much of it, and to which file.

use std::path::PathBuf;

use egui::{Id, Ui};

use crate::domain::Book;
use crate::domain::rows::*;
use crate::exchange::ics::{Options, Selection};
use crate::ui::look::{Tone, size};
use crate::ui::tints::in_order;
use crate::ui::view::backup::job_buttons;
use crate::ui::view::save_place::{FileKind, SavePlace, plain_name};
use crate::ui::widgets::{Button, Choice, Dialog, check_box, notice};
use crate::ui::{Act, Context};
use crate::words;

const FILE: FileKind = FileKind {
    title: "Export",
    name: "iCalendar",
    ending: "ics",
    help: "An iCalendar file: phones, Google Calendar, Outlook and Thunderbird read it",
};

/// The setting that remembers how visits were exported last.
pub const REMEMBERED: &str = "export";

/// A part of how visits are exported that is ticked or not.
struct Tick {
    /// The word that it is remembered by.
    code: &'static str,
    label: &'static str,
    of: fn(&mut Options) -> &mut bool,
}

const TICKS: [Tick; 4] = [
    Tick {
        code: "private",
        label: "Without names and notes, for a calendar that others see",
        of: |options| &mut options.private,
    },
    Tick {
        code: "expanded",
        label: "Each visit by itself, for a program that does not repeat",
        of: |options| &mut options.expanded,
    },
    Tick {
        code: "blocked",
        label: "With set-up and clean-up",
        of: |options| &mut options.blocked_span,
    },
    Tick {
        code: "alarms",
        label: "With reminders",
        of: |options| &mut options.alarms,
    },
];

/// How visits were exported last, as it is remembered: the words of what was ticked.
pub fn recalled(words: &str) -> Options {
    let mut options = Options::default();
    for tick in &TICKS {
        *(tick.of)(&mut options) = words.split(' ').any(|word| word == tick.code);
    }
    options
}

fn remembered(mut options: Options) -> String {
    let ticked = TICKS.iter().filter(|tick| *(tick.of)(&mut options));
    ticked.map(|tick| tick.code).collect::<Vec<_>>().join(" ")
}

/// What the dialog keeps.
pub struct Export {
    what: Selection,
    /// The series that it was opened for, which stays among what can be chosen.
    series: Option<SeriesId>,
    options: Options,
    place: SavePlace,
    /// A file that was there already.
    there: Option<PathBuf>,
    refused: Option<String>,
}

impl Export {
    /// The dialog for what was asked, ticked as the last time; files go into a folder unless something else is said.
    pub fn new(what: Selection, options: Options, folder: PathBuf) -> Self {
        Self {
            what,
            series: if let Selection::Series(series) = what {
                Some(series)
            } else {
                None
            },
            options,
            place: SavePlace::new(folder),
            there: None,
            refused: None,
        }
    }

    /// It could not be written; what was chosen stays.
    pub fn refused(&mut self, text: String) {
        self.there = None;
        self.refused = Some(text);
    }

    /// A file of that name is there: the person says whether it is replaced.
    pub fn is_there(&mut self, file: PathBuf) {
        self.refused = None;
        self.there = Some(file);
    }

    fn replaces(&self) -> bool {
        self.there.is_some() && self.there == self.place.path()
    }

    /// Draws it; whether it is to be closed. `job` says what is written at the moment.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>, job: Option<&str>) -> bool {
        self.place.poll(ctx, ctx.input(|input| input.time));
        self.place.suggest(&file_name(context.book, self.what));
        let to = self.place.path();
        let replaces = self.replaces();
        let shown = Dialog::new(Id::unique("export"), "Export").width(520.0).show(
            ctx,
            |ui| self.body(ui, context.book, job),
            |ui| {
                let export = if replaces {
                    Button::danger("Replace")
                } else {
                    Button::primary("Export")
                };
                job_buttons(ui, export, to.is_some(), job)
            },
        );
        let asked = shown.buttons;
        if asked.stop {
            context.ask(Act::StopJob);
        }
        let keys = shown.confirmed || (shown.entered && !replaces);
        let go = asked.go || (keys && job.is_none());
        if let Some(to) = to.filter(|_| go) {
            self.refused = None;
            context.ask(Act::Remember {
                name: REMEMBERED,
                value: remembered(self.options),
            });
            context.ask(Act::WriteCalendar {
                what: self.what,
                options: self.options,
                to,
                replace: replaces || self.place.is_chosen(),
            });
        }
        shown.closed || asked.close
    }

    fn body(&mut self, ui: &mut Ui, book: &Book, job: Option<&str>) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        let selections = self.selections(book);
        let named: Vec<(Selection, &str)> = selections.iter().map(|(what, name)| (*what, name.as_str())).collect();
        let mut chosen = Some(self.what);
        Choice::new("What").width(f32::INFINITY).show(ui, &mut chosen, &named);
        self.what = chosen.unwrap_or(self.what);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            for tick in &TICKS {
                check_box(ui, (tick.of)(&mut self.options), tick.label);
            }
        });
        self.place.show(ui, FILE);
        if self.replaces() && job.is_none() {
            notice(ui, Tone::Warn, "There is a file of that name. Replace it?", None);
        }
        if let Some(job) = job {
            notice(ui, Tone::Plain, job, None);
        }
    }

    /// What can be exported, and what the screen calls it.
    fn selections(&self, book: &Book) -> Vec<(Selection, String)> {
        let mut selections = Vec::new();
        if let Some(series) = self.series {
            let name = format!("Appointment of {}", words::visit::of_series(book, series));
            selections.push((Selection::Series(series), name));
        }
        for person in in_order(book) {
            selections.push((Selection::Staff(person.id), format!("All with {}", person.name())));
        }
        if book.locations().live().count() > 1 {
            for location in book.locations().live() {
                selections.push((Selection::Location(location.id), format!("All at {}", location.name)));
            }
        }
        selections.push((Selection::All, "Everything".to_owned()));
        selections
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
    let stem = plain_name(&name).unwrap_or_else(|| "calendar".to_owned());
    format!("{stem}.ics")
}
