//! The salon file: the only place that knows SQL, and the only one that writes the file.
//!
//! A file is one SQLite database. [`Store::create`] makes one, [`Store::open`] opens it for reading or for writing (one
//! writer at a time, by a locked file beside it), [`Store::load`] fills a [`Book`](crate::domain::Book) and
//! [`Store::save`] writes a [`Change`](crate::domain::Change) with its journal in one transaction. Undo reads the journal
//! back: [`Store::edits_of`]. Rows describe themselves (see [`crate::domain::row`]), so that nothing here speaks of
//! one table but where a rule of the file needs it.
//!
//! What is decided, and what a conflict is, is told by [`crate::domain`]; this module has no clock and no words for people.

mod backup;
mod check;
mod error;
mod file;
mod journal;
mod keep;
mod load;
mod save;
mod sql;
mod steps;
mod undo;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use check::Problem;
pub use error::StoreError;
pub use file::Mode;
pub use steps::{Step, StepId, StepState, Turned};
pub use undo::Touched;

/// An open salon file. Dropping it closes the file and lets the next writer in.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    mode: Mode,
    /// Held locked by the one who writes.
    _lock: Option<File>,
}

impl Store {
    /// Makes a new salon file and opens it for writing.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where anything is at `path` already, [`StoreError::FolderMissing`], [`StoreError::ReadOnly`],
    /// [`StoreError::Full`], [`StoreError::Locked`]. Nothing half made is left behind.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let lock = file::lock(path)?;
        file::create(path)?;
        let connection = file::connect(path, Mode::Write)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            mode: Mode::Write,
            _lock: Some(lock),
        })
    }

    /// Opens a salon file. A file of an earlier version is brought to this one where it is opened for writing, after a
    /// verified backup beside it.
    ///
    /// # Errors
    /// Says why not, and leaves the file as it is: missing, locked by another window (for writing only), of another
    /// program, of a newer version, damaged, read-only.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        file::must_be_there(path)?;
        let lock = match mode {
            Mode::Write => Some(file::lock(path)?),
            Mode::Read => None,
        };
        let mut connection = file::connect(path, mode)?;
        file::migrate(&mut connection, path, mode, &file::migrations()?)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            mode,
            _lock: lock,
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is open for writing.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The revision of the file: rises by one with every change that is saved, undone or redone.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn revision(&self) -> Result<i64, StoreError> {
        Ok(self.one("SELECT revision FROM file_state", [])?)
    }

    /// Does several things in one transaction: all of them or, on an error, none.
    ///
    /// # Errors
    /// What `work` says, or that the file could not be written.
    pub fn together<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        if !self.connection.is_autocommit() {
            // Part of a greater whole, which ends it.
            return work(self);
        }
        let run = |store: &Self, sql: &str| store.connection.execute_batch(sql).map_err(StoreError::from);
        run(self, "BEGIN IMMEDIATE")?;
        let done = match work(self) {
            Ok(done) => run(self, "COMMIT").map(|()| done).map_err(E::from),
            Err(error) => Err(error),
        };
        // SQLite ends the transaction by itself where the disk fails.
        if done.is_err() && !self.connection.is_autocommit() {
            run(self, "ROLLBACK")?;
        }
        done
    }

    /// One value of one row.
    fn one<T: rusqlite::types::FromSql>(&self, sql: &str, given: impl rusqlite::Params) -> rusqlite::Result<T> {
        self.connection.prepare_cached(sql)?.query_row(given, |row| row.get(0))
    }

    /// Runs one statement.
    fn run(&self, sql: &str, given: impl rusqlite::Params) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(given)
    }
}
