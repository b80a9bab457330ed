//! What the window asks of the desk, and what it answers.

use std::path::PathBuf;
use std::sync::Arc;

use super::failure::Failure;
use super::import::LookedInto;
use crate::domain::change::Label;
use crate::domain::rows::SeriesId;
use crate::domain::{Book, Command, Plan, Refused};
use crate::exchange::ics::{Options, Selection};
use crate::time::Day;

/// Names a request, so that who asked knows the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(super) u64);

/// What the desk answers, and to which request; nothing where it speaks by itself.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request.
    pub to: Option<Ticket>,
    /// The answer.
    pub reply: Reply,
}

/// Something the window asks. Requests are done in the order in which they were asked.
#[derive(Debug, Clone)]
pub enum Request {
    /// Do this. With `shown`, only if it still means what that plan said (spec S4.2).
    CarryOut {
        /// What is to be done.
        command: Box<Command>,
        /// The plan that the person saw.
        shown: Option<Box<Plan>>,
    },
    /// Take the last step back.
    Undo,
    /// Do the step again that was taken back last.
    Redo,
    /// Load what lies on these days.
    Load {
        /// The first.
        first: Day,
        /// The last.
        last: Day,
    },
    /// The day changed, or the machine woke up: bring series up to the horizon.
    NewDay,
    /// Set the sample shop up.
    SampleShop,
    /// Look what a calendar file would do; nothing is taken in.
    LookInto {
        /// The file.
        file: PathBuf,
        /// Whether clients and services that the book does not have would be made.
        create_missing: bool,
    },
    /// Write an iCalendar file.
    Export {
        /// What.
        what: Selection,
        /// How.
        options: Options,
        /// To which file.
        to: PathBuf,
        /// Whether a file of that name is replaced; else it is left as it is.
        replace: bool,
    },
    /// Write a verified copy of the salon file.
    Backup {
        /// To which file.
        to: PathBuf,
    },
    /// The last steps, newest first.
    History {
        /// How many.
        limit: usize,
    },
    /// Remember a setting of the window; it is not the salon's, and not undone.
    Remember {
        /// Its name.
        name: String,
        /// What it is.
        value: String,
    },
    /// What is remembered under a name.
    Recall {
        /// Its name.
        name: String,
    },
    /// What was typed in a form and not saved.
    Draft {
        /// Which form.
        form: String,
    },
    /// Keep what was typed in a form that is not saved yet; nothing where it is empty.
    KeepDraft {
        /// Which form.
        form: String,
        /// What was typed, as JSON.
        json: Option<String>,
    },
    /// Keep calendar files of the staff in this folder from now on, and remember that; none where it is empty.
    KeepCalendars {
        /// The folder.
        folder: String,
    },
    /// Who is at the desk, for the history.
    Actor(String),
    /// Stop the running job.
    StopJob,
}

/// What the desk answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The file is open for reading only: nothing can be changed.
    ReadOnly,
    /// The book changed: this is the new one.
    Book(Arc<Book>),
    /// Something was done.
    Done {
        /// What, for the message with Undo.
        label: Label,
        /// What it meant date by date.
        plan: Box<Plan>,
        /// The series that it made or changed.
        series: Option<SeriesId>,
    },
    /// What a calendar file would do.
    LookedInto(Box<LookedInto>),
    /// A step was taken back.
    Undone(Label),
    /// A step was done again.
    Redone(Label),
    /// The salon says no; nothing was changed.
    Refused(Box<Refused>),
    /// Something of ours failed; it says what was kept.
    Failed(Failure),
    /// What can be undone and redone next.
    Steps {
        /// The step that undo would take back.
        undo: Option<Label>,
        /// The step that redo would do again.
        redo: Option<Label>,
    },
    /// The last steps, newest first.
    History(Vec<super::Step>),
    /// What is remembered under a name; nothing where nothing is.
    Recalled {
        /// Its name.
        name: String,
        /// What it is.
        value: Option<String>,
    },
    /// What was typed in a form and not saved; nothing where nothing was.
    Draft {
        /// Which form.
        form: String,
        /// What was typed, as JSON.
        json: Option<String>,
    },
    /// The calendar files in their folder are as the book is, and how many were written for it; or why one is not.
    Calendars(Result<usize, Failure>),
    /// How far a job is, of how much.
    Progress {
        /// What it does.
        job: Job,
        /// Done so far.
        done: usize,
        /// In all.
        of: usize,
    },
    /// A job is done.
    JobDone {
        /// What it did.
        job: Job,
        /// The file that it wrote.
        file: PathBuf,
        /// How many visits or rows.
        count: usize,
    },
}

/// A long piece of work beside the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    /// A backup.
    Backup,
    /// An export.
    Export,
}
