//! Where the salon file lies.
//!
//! In the folder that the command line names; else beside the program, where a salon file lies there already (a USB
//! stick); else in the folder that the system keeps for programs' data.

use std::path::{Path, PathBuf};

/// The name of the salon file.
const FILE: &str = "salon.chairtime";

/// No folder for programs' data is known on this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this system names no folder for the data of programs; name one with --data")]
pub struct PathsError;

/// Where a person looks for files that a program wrote: the system's folder for documents, else the home folder, else here.
pub fn documents() -> PathBuf {
    let person = directories::UserDirs::new();
    let folder = person
        .as_ref()
        .and_then(|person| person.document_dir().filter(|folder| folder.is_dir()));
    let home = person.as_ref().map(directories::UserDirs::home_dir);
    folder.or(home).map(Path::to_owned).unwrap_or_default()
}

/// Where the salon file and its backups lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    folder: PathBuf,
}

impl Paths {
    /// The folder that was named, else where a salon file lies beside the program, else the system's.
    ///
    /// # Errors
    /// [`PathsError`] where nothing was named and the system names nothing.
    pub fn find(named: Option<&Path>) -> Result<Self, PathsError> {
        if let Some(folder) = named {
            return Ok(Self {
                folder: folder.to_owned(),
            });
        }
        let beside = std::env::current_exe()
            .ok()
            .and_then(|program| program.parent().map(Path::to_owned));
        if let Some(folder) = beside.filter(|folder| folder.join(FILE).is_file()) {
            return Ok(Self { folder });
        }
        let system = directories::ProjectDirs::from("", "", "Chairtime").ok_or(PathsError)?;
        Ok(Self {
            folder: system.data_dir().to_owned(),
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The salon file.
    pub fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Makes the folder where it is not there yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn prepare(&self) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)
    }
}
