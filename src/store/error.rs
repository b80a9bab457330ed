//! Why the file could not be opened, read or written.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::steps::StepId;
use crate::domain::change::Stale;
use crate::domain::row::Misfit;

/// Why the file could not be opened, read or written. Whatever it is, the file is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the file is not there.
    #[error("the folder {} does not exist", .0.display())]
    FolderMissing(PathBuf),
    /// The file is not there.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// The backup that is to be restored is not there.
    #[error("there is no backup {}", .0.display())]
    NoBackup(PathBuf),
    /// A file that was to be made is there already.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file or its folder cannot be written.
    #[error("the file or its folder is read-only")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file belongs to another program.
    #[error("{} is not a salon file", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a newer Chairtime.
    #[error("the file is of version {found}, and this program knows {known}")]
    Newer {
        /// Its version.
        found: i32,
        /// The newest that is known here.
        known: i32,
    },
    /// The file is of an earlier version, and is only opened for reading.
    #[error("the file is of the earlier version {found} and must be opened for writing once")]
    Older {
        /// Its version.
        found: i32,
    },
    /// The content of the file is damaged.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Another window writes the file.
    #[error("another window has the file open")]
    Locked,
    /// Somebody else was writing for longer than one waits.
    #[error("the file is in use")]
    Busy,
    /// The person stopped it; nothing is left of it.
    #[error("stopped")]
    Stopped,
    /// A row is not as a change expected it; nothing was written.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The file was changed since the book was loaded: load it anew.
    #[error("the file was changed since it was loaded")]
    Outdated,
    /// The step cannot be undone or redone: it is too far back, overtaken, or not in that state.
    #[error("step {} can no longer be taken back or done again", i64::from(*.0))]
    Gone(StepId),
    /// A file or folder beside could not be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The disk does not read or write as it should; it may have been taken out.
    #[error("the disk failed: {0}")]
    Failing(rusqlite::Error),
    /// The file refused what was asked: a fault of this program.
    #[error("the file refused it: {0}")]
    Refused(rusqlite::Error),
    /// The migrations of this program are faulty.
    #[error("the file could not be brought to this version: {0}")]
    Migration(rusqlite_migration::Error),
}

impl StoreError {
    /// What went wrong with a file beside.
    pub(super) fn disk(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::AlreadyExists => Self::Exists(path.to_owned()),
            _ => Self::Disk {
                path: path.to_owned(),
                source,
            },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Failing(error),
            _ => Self::Refused(error),
        }
    }
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => Self::Migration(other),
        }
    }
}

impl From<Misfit> for StoreError {
    fn from(misfit: Misfit) -> Self {
        Self::Damaged(misfit.to_string())
    }
}
