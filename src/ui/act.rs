//! What a view asks for. A view pushes acts into a queue and goes on drawing; the window does them after the frame, so
//! that two things asked in one frame both happen.

use std::path::PathBuf;

use super::look::Tone;
use super::route::{FormStart, Route};
use super::view::change::ToChange;
use crate::domain::rows::{SeriesId, StaffId, VisitId};
use crate::domain::{Command, Plan};
use crate::exchange::ics::{Options, Selection};
use crate::time::Day;

/// Something that a view asks for.
#[derive(Debug, Clone)]
pub enum Act {
    /// Go to a screen.
    Go(Route),
    /// Show a day in the calendar.
    ShowDay(Day),
    /// Show a visit in the calendar, with its card.
    ShowVisit(VisitId),
    /// Show a standing appointment among the regulars, with its card.
    ShowSeries(SeriesId),
    /// Load the days from the first to the last.
    Load(Day, Day),
    /// Open the series form. It comes back with what was typed where it was closed by accident.
    OpenForm(FormStart),
    /// Close the series form.
    CloseForm,
    /// Ask when and with whom one visit is to be instead.
    Move(VisitId),
    /// Ask what one visit is to have instead.
    EditVisit(VisitId),
    /// Cancel one visit; where there is something to ask, ask it first.
    CancelVisit(VisitId),
    /// Show what a change does with many dates, and do it.
    Change(ToChange),
    /// Show whom to call where somebody of the staff is out on a day; today where none is said.
    Out(Option<StaffId>, Option<Day>),
    /// Do this. The answer goes to who asks.
    CarryOut {
        /// What is to be done.
        command: Box<Command>,
        /// The plan that the person saw; refused where it would mean something else by now.
        shown: Option<Box<Plan>>,
        /// Who hears what came of it.
        asker: Asker,
    },
    /// Ask for a file, to write visits to it.
    Export(Selection),
    /// Write visits to a file that calendars read.
    WriteCalendar {
        /// Which.
        what: Selection,
        /// How.
        options: Options,
        /// To which file.
        to: PathBuf,
        /// Whether a file of that name is replaced.
        replace: bool,
    },
    /// Ask for a calendar file, to take it in.
    Import,
    /// Look what a calendar file would do.
    LookInto {
        /// The file.
        file: PathBuf,
        /// Whether clients and services that the book does not have would be made.
        create_missing: bool,
    },
    /// Ask for a file, to write a copy of everything to it.
    BackUp,
    /// Write a copy of everything to a file.
    WriteBackup {
        /// To which file.
        to: PathBuf,
    },
    /// Keep calendar files of the staff in a folder; none where it is empty.
    KeepCalendars {
        /// The folder.
        folder: String,
    },
    /// Stop what is being written.
    StopJob,
    /// Take the last step back.
    Undo,
    /// Do the step again that was taken back last.
    Redo,
    /// Show the list of keys.
    ShowKeys,
    /// Light or dark.
    Theme(egui::Theme),
    /// Say who is at the desk.
    Seat(String),
    /// Set the sample shop up.
    SampleShop,
    /// Say something at the bottom of the window.
    Say(Tone, String),
    /// Remember a setting of the window.
    Remember {
        /// Its name.
        name: &'static str,
        /// What it is.
        value: String,
    },
    /// Keep what was typed in a form that is not saved yet; forget it where there is none.
    KeepDraft {
        /// Which form.
        form: &'static str,
        /// What was typed, as JSON.
        json: Option<String>,
    },
}

impl Act {
    /// Does something without having shown a plan of it.
    pub fn carry_out(command: Command, asker: Asker) -> Self {
        Act::CarryOut {
            command: Box::new(command),
            shown: None,
            asker,
        }
    }
}

/// Who asked for something, and hears what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asker {
    /// The window itself: it says it at the bottom.
    Window,
    /// The series form: refusals stand at its fields, and it closes when it is saved.
    SeriesForm,
    /// The setup screens.
    Setup,
    /// The clients.
    Clients,
    /// The dialog that cancels one visit.
    CancelVisitDialog,
    /// The dialog that changes what one visit has.
    EditVisitDialog,
    /// The dialog that moves one visit.
    MoveDialog,
    /// The dialog of a change of many dates.
    ChangeDialog,
    /// The dialog of a stylist who is out.
    OutDialog,
    /// The dialog that takes a calendar in.
    ImportDialog,
    /// The first questions.
    FirstRun,
}
