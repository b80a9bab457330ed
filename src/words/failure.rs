//! What is wrong with the salon file: what happened, what was kept, what to do. Each has a code that stays the same, for
//! programs.

use crate::store::StoreError;

/// The code, for programs.
pub const fn code(error: &StoreError) -> &'static str {
    match error {
        StoreError::FolderMissing(_) => "folder_missing",
        StoreError::Missing(_) => "file_missing",
        StoreError::NoBackup(_) => "backup_missing",
        StoreError::Exists(_) => "file_exists",
        StoreError::ReadOnly => "read_only",
        StoreError::Full => "disk_full",
        StoreError::Foreign(_) => "foreign_file",
        StoreError::Newer { .. } => "newer_file",
        StoreError::Older { .. } => "older_file",
        StoreError::Damaged(_) => "damaged_file",
        StoreError::Locked => "open_elsewhere",
        StoreError::Busy => "busy",
        StoreError::Stopped => "stopped",
        StoreError::Stale(_) | StoreError::Outdated => "changed_meanwhile",
        StoreError::Gone(_) => "step_gone",
        StoreError::Disk { .. } | StoreError::Failing(_) => "disk",
        StoreError::Refused(_) | StoreError::Migration(_) => "fault",
    }
}

/// Whether the file or its folder is not as it must be, which the person can mend; else something of ours failed.
pub const fn is_for_the_person(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::FolderMissing(_)
            | StoreError::Missing(_)
            | StoreError::NoBackup(_)
            | StoreError::Exists(_)
            | StoreError::ReadOnly
            | StoreError::Foreign(_)
            | StoreError::Newer { .. }
            | StoreError::Older { .. }
            | StoreError::Locked
            | StoreError::Busy
    )
}

/// What happened, what was kept, what to do.
pub fn text(error: &StoreError) -> String {
    match error {
        StoreError::FolderMissing(folder) => {
            format!("There is no folder {}. Make it, or name another one.", folder.display())
        }
        StoreError::Missing(file) => format!(
            "There is no salon file {} yet. Set the salon up, or try with the sample shop.",
            file.display()
        ),
        StoreError::NoBackup(file) => {
            format!("There is no backup {}. Nothing was changed. Name the file of a backup.", file.display())
        }
        StoreError::Exists(file) => {
            format!("{} is there already, and nothing is overwritten. Name another file.", file.display())
        }
        StoreError::ReadOnly => {
            "The salon file or its folder cannot be written. Nothing was changed. Allow writing, or copy the salon file to \
             another folder."
                .to_owned()
        }
        StoreError::Full => "The disk is full. Nothing was changed. Make room, and do it again.".to_owned(),
        StoreError::Foreign(file) => format!(
            "{} is no salon file of Chairtime. It was left as it is. Name another one.",
            file.display()
        ),
        StoreError::Newer { found, known } => format!(
            "The salon file was written by a newer Chairtime (version {found} of the file, and this one knows {known}). It was \
             left as it is. Install the newer Chairtime."
        ),
        StoreError::Older { .. } => {
            "The salon file was written by an older Chairtime. Open it for writing once; a backup is made before.".to_owned()
        }
        StoreError::Damaged(what) => {
            format!("The salon file is damaged: {what}. It was left as it is. Restore a backup; this file is kept then.")
        }
        StoreError::Locked => {
            "Another Chairtime has the salon file open. Nothing was changed. Close it there, and do it again.".to_owned()
        }
        StoreError::Busy => "The salon file is in use. Nothing was changed. Do it again in a moment.".to_owned(),
        StoreError::Stopped => "Stopped. Nothing was written.".to_owned(),
        StoreError::Stale(_) | StoreError::Outdated => {
            "The salon file was changed in the meantime. Nothing was changed. Do it again.".to_owned()
        }
        StoreError::Gone(_) => "This step is too far back to be taken back. Nothing was changed.".to_owned(),
        StoreError::Disk { path, source } => format!("{}: {source}. Nothing was changed.", path.display()),
        StoreError::Failing(_) => {
            "The disk cannot be read or written. Nothing was changed. See that it is connected, and do it again.".to_owned()
        }
        StoreError::Refused(_) | StoreError::Migration(_) => {
            format!("Something in Chairtime is at fault: {error}. Nothing was changed.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_can_mend_is_told_apart_from_our_failures() {
        assert!(is_for_the_person(&StoreError::Locked) && is_for_the_person(&StoreError::ReadOnly));
        assert!(!is_for_the_person(&StoreError::Full) && !is_for_the_person(&StoreError::Outdated));
        let newer = StoreError::Newer { found: 9, known: 1 };
        assert_eq!(code(&newer), "newer_file");
        assert_eq!(
            text(&newer),
            "The salon file was written by a newer Chairtime (version 9 of the file, and this one knows 1). It was left as it \
             is. Install the newer Chairtime."
        );
    }
}
