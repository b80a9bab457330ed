//! What an import does, appointment by appointment: shown before it is done, and the same afterwards.

use super::{Import, Note, Noted};
use crate::domain::plan::{LineKind, Plan};
use crate::domain::rows::SeriesId;

/// What becomes of an appointment of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Did {
    /// A new standing appointment.
    NewSeries,
    /// A new single appointment.
    NewVisit,
    /// A known one changes.
    Updated,
    /// A known one stays as it is.
    Same,
}

impl Did {
    /// The code word on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Did::NewSeries => "new_series",
            Did::NewVisit => "new_visit",
            Did::Updated => "updated",
            Did::Same => "same",
        }
    }
}

/// What becomes of one appointment.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportLine {
    /// The line of the file that it begins on.
    pub line: u32,
    /// What becomes of it.
    pub did: Did,
    /// The series; a key that is not in the book yet where it is new.
    pub series: SeriesId,
    /// What happens to its visits; those that stay as they are are not among them.
    pub plan: Plan,
}

impl ReportLine {
    /// How many of its new or moved visits are booked although something speaks against them.
    pub fn clashes(&self) -> usize {
        self.plan.lines.iter().filter(|line| !line.conflicts.is_empty()).count()
    }
}

/// What an import does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What the calendar is called.
    pub name: String,
    /// How many appointments stood in the file.
    pub components: usize,
    /// What becomes of them, in the order of the file.
    pub lines: Vec<ReportLine>,
    /// What was mended, passed over and refused, in the order of the file.
    pub notes: Vec<Note>,
    /// How many clients are made.
    pub clients: usize,
    /// How many services are made.
    pub services: usize,
}

impl Report {
    /// A report of what was read, before any of it is decided.
    pub fn of(import: &Import) -> Self {
        Self {
            name: import.name.clone(),
            components: import.components,
            notes: import.notes.clone(),
            ..Self::default()
        }
    }

    /// How many appointments become this.
    pub fn count(&self, did: Did) -> usize {
        self.lines.iter().filter(|line| line.did == did).count()
    }

    /// How many visits come into the book.
    pub fn new_visits(&self) -> usize {
        self.lines.iter().map(|line| line.plan.of(LineKind::Created)).sum()
    }

    /// How many visits are moved or cancelled.
    pub fn changed_visits(&self) -> usize {
        let changed = |plan: &Plan| plan.of(LineKind::Changed) + plan.of(LineKind::Deleted);
        let updated = self.lines.iter().filter(|line| line.did == Did::Updated);
        updated.map(|line| changed(&line.plan)).sum()
    }

    /// How many visits are booked although something speaks against them.
    pub fn clashes(&self) -> usize {
        self.lines.iter().map(ReportLine::clashes).sum()
    }

    /// How many notes are refusals.
    pub fn refused(&self) -> usize {
        self.notes
            .iter()
            .filter(|note| matches!(note.noted, Noted::Refused(_)))
            .count()
    }

    /// How many notes are repairs.
    pub fn repaired(&self) -> usize {
        self.notes
            .iter()
            .filter(|note| matches!(note.noted, Noted::Repaired(_)))
            .count()
    }

    /// How many notes tell of something that is nothing for the book.
    pub fn skipped(&self) -> usize {
        self.notes
            .iter()
            .filter(|note| matches!(note.noted, Noted::Skipped(_)))
            .count()
    }

    /// What happens to all visits, as one plan.
    pub fn plan(&self) -> Plan {
        let lines = self.lines.iter().flat_map(|line| line.plan.lines.iter().cloned());
        Plan {
            lines: lines.collect(),
            series: None,
        }
    }

    /// Whether anything changes.
    pub fn changes_anything(&self) -> bool {
        self.lines.iter().any(|line| line.did != Did::Same)
    }
}
