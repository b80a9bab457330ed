//! What went wrong on our side: typed, so that `words` can say what happened, what was kept and what to do.

use std::path::PathBuf;
use std::sync::Arc;

use crate::store::StoreError;

/// Something of ours failed. Nothing was changed by what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The salon file.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// A file that was to be written or read.
    #[error("{}: {reason}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
        /// Whether the disk is full.
        full: bool,
    },
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

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(Arc::new(error))
    }
}

impl Failure {
    /// A failure with a file.
    pub fn file(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        let full = matches!(
            error.kind(),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
        );
        Failure::File {
            path: path.into(),
            reason: error.to_string(),
            full,
        }
    }
}
