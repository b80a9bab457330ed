//! What went wrong on our side: typed, so that `words` can say what happened, what was kept and what to do.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::exchange::ics::read::Unreadable;
use crate::store::StoreError;

/// Something of ours failed. Nothing was changed by what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The salon file.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// A file that was to be written.
    #[error("{} could not be written. {trouble}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        trouble: Trouble,
    },
    /// A file of this name is there already, and nobody said that it is to be replaced.
    #[error("there is a file {} already; it was left as it is", _0.display())]
    FileThere(PathBuf),
    /// A file that was to be read.
    #[error("{} could not be read. {trouble}", path.display())]
    Unread {
        /// Which.
        path: PathBuf,
        /// Why not.
        trouble: Trouble,
    },
    /// A file that holds nothing that can be taken in.
    #[error("{0}")]
    NoCalendar(Unreadable),
    /// No folder for the salon file is known.
    #[error("no folder for the salon file is known")]
    NoFolder,
    /// A part of the book could not be loaded.
    #[error("a part of the book could not be loaded")]
    NotLoaded,
    /// The desk's thread ended.
    #[error("the desk stopped working")]
    DeskGone,
    /// A job was asked for while another one works.
    #[error("another job is at work")]
    JobRuns,
    /// A job was stopped by the person.
    #[error("stopped")]
    Stopped,
}

/// Why a file could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No room is left.
    DiskFull,
    /// The folder that it was to lie in is not there.
    NoFolder(PathBuf),
    /// A folder has this name.
    IsFolder,
    /// The system does not allow it.
    NotAllowed,
    /// What the system says.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::DiskFull => out.write_str("The disk is full"),
            Trouble::NoFolder(folder) => write!(out, "The folder {} is not there", folder.display()),
            Trouble::IsFolder => out.write_str("This is a folder: name a file in it"),
            Trouble::NotAllowed => out.write_str("You are not allowed to write there"),
            Trouble::Other(says) => out.write_str(says),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(Arc::new(error))
    }
}

impl Failure {
    /// A file could not be written: the one that was asked for, whatever was written on the way to it.
    pub fn file(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        let path = path.into();
        let trouble = Self::trouble(&path, error);
        Failure::File { path, trouble }
    }

    /// A file could not be read.
    pub fn unread(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        let path = path.into();
        let trouble = match error.kind() {
            ErrorKind::PermissionDenied => Trouble::Other("You are not allowed to read it".to_owned()),
            ErrorKind::NotFound => Trouble::Other("There is no such file".to_owned()),
            _ => Self::trouble(&path, error),
        };
        Failure::Unread { path, trouble }
    }

    fn trouble(path: &Path, error: &io::Error) -> Trouble {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Trouble::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Trouble::NotAllowed,
            _ if path.is_dir() => Trouble::IsFolder,
            _ => match folder.filter(|folder| !folder.is_dir()) {
                Some(folder) => Trouble::NoFolder(folder.to_owned()),
                None => Trouble::Other(plain(error)),
            },
        }
    }
}

/// What the system says, without its number.
fn plain(error: &io::Error) -> String {
    let says = error.to_string();
    says.split_once(" (os error")
        .map_or_else(|| says.clone(), |(says, _)| says.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_could_not_be_written_says_which_and_why_in_plain_words() {
        let check = |path: &str, kind: ErrorKind, says: &str| {
            assert_eq!(Failure::file(path, &io::Error::from(kind)).to_string(), says);
        };
        check(
            "/not/there/anna.ics",
            ErrorKind::NotFound,
            "/not/there/anna.ics could not be written. The folder /not/there is not there",
        );
        check(
            "/",
            ErrorKind::IsADirectory,
            "/ could not be written. This is a folder: name a file in it",
        );
        check(
            "anna.ics",
            ErrorKind::StorageFull,
            "anna.ics could not be written. The disk is full",
        );
    }
}
