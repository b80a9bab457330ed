//! Copies of the file: a backup is written beside, opened, checked and only then brought to its place, and nothing that is
//! there is overwritten. Restoring keeps the file that it replaces.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::Store;
use super::check::problems;
use super::error::StoreError;
use super::file::{self, Mode, beside, close, connect, discard, end_journals, pragma, settle, sync_folder};

/// How many pages are copied before somebody is told how far it is: a megabyte.
const STEP: i32 = 256;

/// Hears how many pages of how many are copied, and says whether to go on.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

impl Store {
    /// Writes a verified copy of the file to `to`.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where anything is there already; [`StoreError::Damaged`] where the copy is not whole.
    /// Nothing is left at `to` then.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.connection, to, &mut go_on)
    }

    /// The same, with somebody who hears how far it is.
    ///
    /// # Errors
    /// As [`Store::backup`]; [`StoreError::Stopped`] where `progress` says so.
    pub fn backup_with(&self, to: &Path, progress: &mut Progress<'_>) -> Result<(), StoreError> {
        copy(&self.connection, to, progress)
    }

    /// Puts the backup `from` in the place of the file at `path`, and says where the file that was there is kept. No
    /// [`Store`] may have `path` open for writing. What was done can be undone no further than this.
    ///
    /// # Errors
    /// Says why not, and leaves both files as they are: the backup is missing, foreign, newer or damaged; the file is
    /// locked, the disk is full.
    pub fn restore(path: &Path, from: &Path) -> Result<Option<PathBuf>, StoreError> {
        file::must_be_there(from).map_err(|error| match error {
            StoreError::Missing(from) | StoreError::FolderMissing(from) => StoreError::NoBackup(from),
            other => other,
        })?;
        let _lock = file::lock(path)?;
        let backup = connect(from, Mode::Read)?;
        let (found, known) = (pragma(&backup, "user_version")?, file::version());
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        let fresh = beside(path, ".restoring");
        discard(&fresh)?;
        let restored = copy(&backup, &fresh, &mut go_on).and_then(|()| {
            let mut copy = connect(&fresh, Mode::Write)?;
            file::migrations()?.to_latest(&mut copy)?;
            if let Some(problem) = problems(&copy)?.first() {
                return Err(StoreError::Damaged(problem.to_string()));
            }
            end_journals(&copy)?;
            raise_revision(&copy, path)?;
            close(copy)?;
            let saved = if path.exists() { Some(put_aside(path)?) } else { None };
            settle(&fresh, path)?;
            Ok(saved)
        });
        discard(&fresh)?;
        restored
    }
}

/// A window that reads must see that the file is another.
fn raise_revision(copy: &Connection, path: &Path) -> Result<(), StoreError> {
    let present = if path.exists() {
        connect(path, Mode::Read)
            .and_then(|present| {
                Ok(present.query_row("SELECT revision FROM file_state", [], |row| row.get::<_, i64>(0))?)
            })
            .unwrap_or(0)
    } else {
        0
    };
    copy.execute("UPDATE file_state SET revision = max(revision, ?1) + 1", [present])?;
    Ok(())
}

/// Keeps the present file under a name beside it, byte by byte where it is too damaged to be read.
fn put_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let to = free_name(path, "before-restore");
    if connect(path, Mode::Read)
        .and_then(|present| copy(&present, &to, &mut go_on))
        .is_ok()
    {
        return Ok(to);
    }
    let pairs = [
        (path.to_owned(), to.clone()),
        (beside(path, "-journal"), beside(&to, "-journal")),
    ];
    for (from, to) in pairs.iter().filter(|(from, _)| from.exists()) {
        std::fs::copy(from, to)
            .and_then(|_| std::fs::File::open(to)?.sync_all())
            .map_err(|error| StoreError::disk(to, error))?;
    }
    sync_folder(&to)?;
    Ok(to)
}

/// A name beside `path` that nothing has yet: `salon.before-restore.chairtime`, `salon.before-restore-2.chairtime`.
pub(super) fn free_name(path: &Path, what: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    let name = |number: u32| match number {
        1 => path.with_file_name(format!("{stem}.{what}{ending}")),
        _ => path.with_file_name(format!("{stem}.{what}-{number}{ending}")),
    };
    let mut number = 1;
    while name(number).exists() {
        number += 1;
    }
    name(number)
}

/// Whatever is heard, it goes on.
pub(super) fn go_on(_done: usize, _of: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Writes a verified copy to a path at which nothing is.
pub(super) fn copy(source: &Connection, to: &Path, progress: &mut Progress<'_>) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    if !file::folder(to).is_dir() {
        return Err(StoreError::FolderMissing(file::folder(to).to_owned()));
    }
    // Never one that is there: it is somebody's.
    let fresh = (1..)
        .map(|number| beside(to, &format!(".new-{number}")))
        .find(|fresh| !fresh.exists() && !beside(fresh, "-journal").exists())
        .ok_or_else(|| StoreError::Exists(to.to_owned()))?;
    let copied = fill(source, &fresh, progress).and_then(|content| {
        verify(&fresh, &content)?;
        settle(&fresh, to)
    });
    if copied.is_err() {
        discard(&fresh)?;
    }
    copied
}

/// Copies page by page, and counts what the copy must hold, in one state of the source.
fn fill(source: &Connection, fresh: &Path, progress: &mut Progress<'_>) -> Result<Vec<i64>, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(fresh, flags)?;
    source.execute_batch("BEGIN")?;
    let copied = content(source).and_then(|content| {
        pages(&Backup::new(source, &mut copy)?, progress)?;
        Ok(content)
    });
    source.execute_batch("ROLLBACK")?;
    close(copy)?;
    copied
}

fn pages(backup: &Backup<'_, '_>, progress: &mut Progress<'_>) -> Result<(), StoreError> {
    loop {
        let step = backup.step(STEP)?;
        let now = backup.progress();
        let (left, all) = (
            usize::try_from(now.remaining).unwrap_or(0),
            usize::try_from(now.pagecount).unwrap_or(0),
        );
        if progress(all.saturating_sub(left), all).is_break() {
            return Err(StoreError::Stopped);
        }
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Nobody else has the copy, and the source is read in one state.
            _ => return Err(StoreError::Busy),
        }
    }
}

fn verify(copy: &Path, expected: &[i64]) -> Result<(), StoreError> {
    let copy = connect(copy, Mode::Read)?;
    if let Some(problem) = problems(&copy)?.first() {
        return Err(StoreError::Damaged(problem.to_string()));
    }
    if content(&copy)? != expected {
        return Err(StoreError::Damaged(
            "the copy does not hold what the file holds".to_owned(),
        ));
    }
    close(copy)
}

/// What a file holds in numbers: its version, its revision, and how many rows each table has.
fn content(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut content = vec![
        pragma(connection, "user_version")?,
        connection.query_row("SELECT revision FROM file_state", [], |row| row.get(0))?,
    ];
    let tables = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    for table in tables {
        let text = format!("SELECT count(*) FROM \"{table}\"");
        content.push(connection.query_row(&text, [], |row| row.get(0))?);
    }
    Ok(content)
}
