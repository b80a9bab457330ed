//! The file itself: whose it is, who may write it, its version, and how SQLite is told to treat it.
//!
//! `journal_mode = TRUNCATE` with `synchronous = FULL` lost no acknowledged save under simulated power loss; SQLite's own
//! default and WAL did. Nothing here overwrites a file that is there.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use include_dir::{Dir, include_dir};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::Migrations;

use super::backup;
use super::error::StoreError;

/// Marks a salon file in the header of SQLite: "CHTM".
pub(super) const APPLICATION: i32 = 0x4348_544D;

/// How long one waits while somebody else writes.
const PATIENCE: Duration = Duration::from_secs(5);

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing; one at a time.
    Write,
    /// Reading only, beside a writer.
    Read,
}

/// All migrations of this program.
pub(super) fn migrations() -> Result<Migrations<'static>, StoreError> {
    Ok(Migrations::from_directory(&FOLDER)?)
}

/// The version of the tables that this program writes: how many migrations there are.
pub(super) fn version() -> i32 {
    i32::try_from(FOLDER.dirs().count()).unwrap_or(i32::MAX)
}

/// The path with something appended to its name.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Refuses a path at which there is no file.
pub(super) fn must_be_there(path: &Path) -> Result<(), StoreError> {
    folder_must_be_there(path)?;
    if path.is_file() {
        Ok(())
    } else if path.exists() {
        Err(StoreError::Foreign(path.to_owned()))
    } else {
        Err(StoreError::Missing(path.to_owned()))
    }
}

fn folder_must_be_there(path: &Path) -> Result<(), StoreError> {
    if folder(path).is_dir() {
        Ok(())
    } else {
        Err(StoreError::FolderMissing(folder(path).to_owned()))
    }
}

/// Takes the lock of the one who writes; it is given back when the file is dropped.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    folder_must_be_there(path)?;
    let path = beside(path, ".lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| StoreError::disk(&path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked),
        Err(TryLockError::Error(error)) => Err(StoreError::disk(&path, error)),
    }
}

/// Makes a new file: built beside, and moved to its place when it is whole.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let fresh = beside(path, ".new");
    discard(&fresh)?;
    let made = build(&fresh).and_then(|()| settle(&fresh, path));
    if made.is_err() {
        discard(&fresh)?;
    }
    made
}

fn build(fresh: &Path) -> Result<(), StoreError> {
    let mut connection = Connection::open_with_flags(
        fresh,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| cannot_open(fresh, error))?;
    tell(&connection, Mode::Write)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrations()?.to_latest(&mut connection)?;
    close(connection)
}

/// Closes a connection, and hears what it has to say.
pub(super) fn close(connection: Connection) -> Result<(), StoreError> {
    connection.close().map_err(|(_, error)| error.into())
}

/// Brings a whole file to its place, safe from a power cut. What SQLite kept beside a file that stood there goes: it
/// would be taken for a part of the new one.
pub(super) fn settle(fresh: &Path, path: &Path) -> Result<(), StoreError> {
    let disk = |error| StoreError::disk(path, error);
    OpenOptions::new()
        .write(true)
        .open(fresh)
        .and_then(|file| file.sync_all())
        .map_err(disk)?;
    remove(&beside(path, "-journal"))?;
    remove(&beside(fresh, "-journal"))?;
    std::fs::rename(fresh, path).map_err(disk)?;
    sync_folder(path)
}

/// Makes what happened to the names of a folder safe from a power cut. Where folders are no files this is not needed.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let folder = folder(path);
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| StoreError::disk(folder, error))?;
    }
    Ok(())
}

/// Removes a half made copy, and what SQLite keeps beside it.
pub(super) fn discard(fresh: &Path) -> Result<(), StoreError> {
    remove(fresh)?;
    remove(&beside(fresh, "-journal"))
}

/// Removes a file where it is there.
fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::disk(path, error)),
        _ => Ok(()),
    }
}

/// Opens a file that is there, and sees that it is a salon's.
pub(super) fn connect(path: &Path, mode: Mode) -> Result<Connection, StoreError> {
    // Reading too is done by an open that may write: it takes back what a crash left half written.
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| cannot_open(path, error))?;
    connection.busy_timeout(PATIENCE)?;
    let foreign = |error: StoreError| match error {
        StoreError::Damaged(_) if !is_marked(path) => StoreError::Foreign(path.to_owned()),
        other => other,
    };
    let application: i32 = pragma(&connection, "application_id").map_err(foreign)?;
    if application != APPLICATION {
        let length = std::fs::metadata(path)
            .map_err(|error| StoreError::disk(path, error))?
            .len();
        return Err(match length {
            0 => StoreError::Damaged("it is empty".to_owned()),
            _ => StoreError::Foreign(path.to_owned()),
        });
    }
    if mode == Mode::Write && connection.is_readonly("main")? {
        return Err(StoreError::ReadOnly);
    }
    tell(&connection, mode)?;
    Ok(connection)
}

/// Whether the head of a file says that it is a salon's, however damaged the rest is (SQLite file format, 1.3).
fn is_marked(path: &Path) -> bool {
    let mut head = [0; 72];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.starts_with(b"SQLite format 3\0") && head.ends_with(&APPLICATION.to_be_bytes())
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) if !path.exists() && folder(path).is_dir() => StoreError::ReadOnly,
        _ => error.into(),
    }
}

/// The value of a pragma.
pub(super) fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

/// Tells SQLite how to treat the file.
fn tell(connection: &Connection, mode: Mode) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_prepared_statement_cache_capacity(512);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8000;",
    )?;
    match mode {
        Mode::Write => connection.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;")?,
        Mode::Read => connection.execute_batch("PRAGMA query_only = ON;")?,
    }
    Ok(())
}

/// Sees which version a file is of, and brings it to that of `migrations` where it is open for writing; a verified copy
/// of the earlier version is kept beside it.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    mode: Mode,
    migrations: &Migrations<'_>,
) -> Result<(), StoreError> {
    let found: i32 = pragma(connection, "user_version")?;
    // Below none when the file is newer than all that are known.
    let pending = migrations.pending_migrations(connection)?;
    let known = found + pending;
    match pending {
        _ if found < 1 => Err(StoreError::Damaged(format!("it is of version {found}"))),
        0 => Ok(()),
        pending if pending < 0 => Err(StoreError::Newer { found, known }),
        _ if mode == Mode::Read => Err(StoreError::Older { found }),
        _ => {
            let copy = backup::free_name(path, &format!("before-version-{known}"));
            backup::copy(connection, &copy, &mut backup::go_on)?;
            migrations.to_latest(connection)?;
            end_journals(connection)
        }
    }
}

/// Ends the journals of all steps: their row images are of another version of the tables, or of another file.
/// The words of the steps stay.
pub(super) fn end_journals(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(
        "BEGIN IMMEDIATE;
         DELETE FROM activity_row;
         UPDATE activity SET state = CASE state WHEN 'done' THEN 'beyond' ELSE 'dropped' END
             WHERE state IN ('done', 'undone');
         COMMIT;",
    )?)
}
