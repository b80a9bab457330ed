//! Taking in what other programs hold: looked into first, taken in as one step.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::{Desk, Failure, NotDone};
use crate::domain::Book;
use crate::domain::decide::{decide_import, foresee_import};
use crate::domain::import::{Import, Report};
use crate::exchange::ics::read;

/// A file that was looked into: what it holds, what it would do, and the book as it would be then.
#[derive(Debug, Clone)]
pub struct LookedInto {
    /// What it holds.
    pub import: Import,
    /// What it would do.
    pub report: Report,
    /// The book as it would be then.
    pub then: Arc<Book>,
}

impl Desk {
    /// Takes in what another calendar holds, as one step; says what became of each appointment. Where nothing of it is new
    /// nothing is written.
    ///
    /// # Errors
    /// As [`Desk::carry_out`].
    pub fn import(&mut self, import: &Import) -> Result<Report, NotDone> {
        let (decided, report) = self.deciding(|book, moment| decide_import(book, import, moment))?;
        if let Some(decided) = decided {
            self.keep(decided)?;
        }
        Ok(report)
    }

    /// What a calendar file would do; nothing is written.
    ///
    /// # Errors
    /// The file cannot be read; or as [`Desk::carry_out`].
    pub fn look_into(&mut self, file: &Path, create_missing: bool) -> Result<LookedInto, NotDone> {
        let mut bytes = Vec::new();
        let most = u64::try_from(read::MOST_BYTES).unwrap_or(u64::MAX);
        let opened = File::open(file).and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes));
        opened.map_err(|error| Failure::unread(file, &error))?;
        let import = read::read(&bytes, self.book.zone()).map_err(Failure::NoCalendar)?;
        let import = Import {
            create_missing,
            ..import
        };
        let (report, then) = self.deciding(|book, moment| foresee_import(book, &import, moment))?;
        Ok(LookedInto {
            import,
            report,
            then: Arc::new(then),
        })
    }
}
