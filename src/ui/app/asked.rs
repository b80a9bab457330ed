//! What the window asked of the desk and waits for: who hears each answer, and whether all is saved.

use std::collections::BTreeMap;

use crate::desk::{Answer, CALENDAR_FOLDER, Failure, Handle, Request, Ticket};
use crate::domain::Book;
use crate::domain::change::Label;
use crate::ui::act::Asker;
use crate::ui::said;
use crate::ui::shell::Saved;
use crate::ui::view::{calendar, export};
use crate::words;

/// The setting for light or dark.
pub(super) const THEME: &str = "theme";
/// The setting for the zoom.
pub(super) const ZOOM: &str = "zoom";
/// The setting for who is at the desk.
pub(super) const ACTOR: &str = "actor";
/// The setting for when the last backup was made.
pub(super) const BACKED_UP: &str = "backed up";
/// The draft of the series form.
pub(super) const SERIES_FORM: &str = "series";

/// Who waits for an answer.
#[derive(Debug, Clone)]
pub(super) enum Waiting {
    /// Who asked for a change.
    Asker(Asker),
    /// An undo, with the words for what it takes back: afterwards its names may be gone.
    Undo(String),
    /// A redo, with its words.
    Redo(String),
    /// The dialog that takes a calendar in, of what it would do.
    Look,
    /// An export or a backup.
    Job,
    /// Nobody, unless it fails.
    Nobody,
}

/// The calendar files in their folder, as far as the window tells of them.
#[derive(Default)]
pub(super) struct CalendarFiles {
    /// The folder that was just asked for.
    asked: Option<String>,
    /// Why they are not kept.
    trouble: Option<String>,
}

impl CalendarFiles {
    /// Another folder was asked for.
    pub(super) fn folder_asked(&mut self, folder: &str) {
        *self = Self {
            asked: (!folder.is_empty()).then(|| folder.to_owned()),
            trouble: None,
        };
    }

    /// They are kept, or not; what to say of the first time.
    pub(super) fn heard(&mut self, kept: Result<usize, Failure>) -> Option<String> {
        match kept {
            Ok(_) => {
                self.trouble = None;
                let folder = self.asked.take()?;
                Some(format!("Calendar files are kept in {folder}"))
            }
            Err(failure) => {
                self.trouble = Some(said::calendars(&failure));
                None
            }
        }
    }

    /// Why they are not kept.
    pub(super) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }
}

/// The window's end of the desk.
pub(super) struct Errands {
    desk: Handle,
    waiting: BTreeMap<Ticket, Waiting>,
    undo: Option<String>,
    redo: Option<String>,
    read_only: bool,
    failed: Option<String>,
    job: Option<String>,
}

impl Errands {
    pub(super) fn new(desk: Handle) -> Self {
        Self {
            desk,
            waiting: BTreeMap::new(),
            undo: None,
            redo: None,
            read_only: false,
            failed: None,
            job: None,
        }
    }

    /// Asks for all that is remembered of the window.
    pub(super) fn recall(&mut self) {
        let of_views = [calendar::REMEMBERED, export::REMEMBERED];
        for name in [THEME, ZOOM, ACTOR, BACKED_UP, CALENDAR_FOLDER]
            .into_iter()
            .chain(of_views)
        {
            self.quietly(Request::Recall { name: name.to_owned() });
        }
        self.quietly(Request::Draft {
            form: SERIES_FORM.to_owned(),
        });
    }

    /// Asks for something whose answer somebody hears.
    ///
    /// # Errors
    /// The desk is gone.
    pub(super) fn ask(&mut self, request: Request, waiting: Waiting) -> Result<(), Failure> {
        let ticket = self.desk.ask(request)?;
        self.waiting.insert(ticket, waiting);
        Ok(())
    }

    /// Asks for something that nobody waits for.
    pub(super) fn quietly(&mut self, request: Request) {
        if let Err(failure) = self.ask(request, Waiting::Nobody) {
            self.failed(&failure);
        }
    }

    /// Asks to keep something of the window that is not the salon's; a window that only reads keeps nothing.
    pub(super) fn keep(&mut self, request: Request) {
        if !self.read_only {
            self.quietly(request);
        }
    }

    /// Undoes or redoes, with the words for the step that is next.
    ///
    /// # Errors
    /// The desk is gone.
    pub(super) fn step(&mut self, undo: bool) -> Result<(), Failure> {
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        if undo {
            let text = words(&self.undo);
            self.ask(Request::Undo, Waiting::Undo(text))
        } else {
            let text = words(&self.redo);
            self.ask(Request::Redo, Waiting::Redo(text))
        }
    }

    /// The answers that have come since.
    pub(super) fn answers(&mut self) -> Vec<Answer> {
        self.desk.answers().collect()
    }

    /// Who waits for an answer; each hears one, reports of progress aside.
    pub(super) fn heard(&mut self, ticket: Option<Ticket>) -> Waiting {
        let waiting = ticket.and_then(|ticket| self.waiting.remove(&ticket));
        // What was asked before and answered by nothing is done by now: answers come in order.
        if let Some(ticket) = ticket {
            self.waiting
                .retain(|earlier, waiting| *earlier > ticket || matches!(waiting, Waiting::Job));
        }
        waiting.unwrap_or(Waiting::Nobody)
    }

    /// What undo and redo would do now. The words are made at once, as the names are still in the book.
    pub(super) fn steps(&mut self, book: &Book, undo: Option<&Label>, redo: Option<&Label>) {
        self.undo = undo.map(|label| words::history::label(book, label));
        self.redo = redo.map(|label| words::history::label(book, label));
    }

    pub(super) fn undo_text(&self) -> Option<&str> {
        self.undo.as_deref()
    }

    pub(super) fn redo_text(&self) -> Option<&str> {
        self.redo.as_deref()
    }

    /// The file is open for reading only.
    pub(super) fn read_only(&mut self) {
        self.read_only = true;
    }

    /// Something of ours failed; its words.
    pub(super) fn failed(&mut self, failure: &Failure) -> String {
        let text = said::failed(failure);
        self.failed = Some(text.clone());
        text
    }

    /// Something was saved: what failed before is over.
    pub(super) fn succeeded(&mut self) {
        self.failed = None;
    }

    /// What failed last, while nothing was saved since.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    /// What a job does now.
    pub(super) fn job(&self) -> Option<&str> {
        self.job.as_deref()
    }

    /// Says what a job does; nothing where it is done.
    pub(super) fn works(&mut self, text: Option<String>) {
        self.job = text;
    }

    /// Whether what was done is in the file.
    pub(super) fn saved(&self) -> Saved {
        let changes = |waiting: &Waiting| !matches!(waiting, Waiting::Nobody | Waiting::Job | Waiting::Look);
        if self.read_only {
            Saved::ReadOnly
        } else if self.failed.is_some() {
            Saved::Failed
        } else if self.waiting.values().any(changes) {
            Saved::OnItsWay
        } else {
            Saved::All
        }
    }
}
