//! Writes a file whole or not at all: what stood in its place is lost to nothing less.
//!
//! A link is followed. What is no file (a pipe, a device) is written to as it is: there is no place beside it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// How many names are tried beside a file.
const NAMES: u32 = 100;

/// Writes beside `to`, and puts it there once it is whole and on the disk.
///
/// # Errors
/// What the writer says, or the disk; what stood at `to` is as it was then.
pub fn write_whole<T, E: From<io::Error>>(
    to: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let to = &fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
    if fs::metadata(to).is_ok_and(|there| !there.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(to)?);
        let written = write(&mut out)?;
        out.flush()?;
        return Ok(written);
    }
    let (part, file) = beside(to)?;
    let written = fill(file, write).and_then(|written| {
        fs::rename(&part, to)?;
        Ok(written)
    });
    if written.is_err()
        && let Err(error) = fs::remove_file(&part)
    {
        log::warn!("{} is left behind: {error}", part.display());
    }
    written
}

fn fill<T, E: From<io::Error>>(file: File, write: impl FnOnce(&mut dyn Write) -> Result<T, E>) -> Result<T, E> {
    let mut out = BufWriter::new(file);
    let written = write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(written)
}

/// A new file beside another; one that is there by that name is somebody's, and left alone.
fn beside(to: &Path) -> io::Result<(PathBuf, File)> {
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 1..=NAMES {
        let mut part = to.as_os_str().to_owned();
        match number {
            1 => part.push(".part"),
            _ => part.push(format!(".{number}.part")),
        }
        let part = PathBuf::from(part);
        match OpenOptions::new().write(true).create_new(true).open(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

/// Whether what stands at a path is worth less than a calendar: nothing, an empty file, a calendar, or no file at all.
pub fn is_free_for_calendar(path: &Path) -> bool {
    !path.is_file() || begins_with(path, b"BEGIN:VCALENDAR") || fs::metadata(path).is_ok_and(|there| there.len() == 0)
}

/// Whether a database stands at a path, a salon file perhaps: never may a calendar take its place.
pub fn is_database(path: &Path) -> bool {
    path.is_file() && begins_with(path, b"SQLite format 3\0")
}

fn begins_with(path: &Path, text: &[u8]) -> bool {
    let mut head = Vec::with_capacity(text.len());
    let most = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut head));
    read.is_ok() && head == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_there_is_replaced_by_all_of_it_or_stays() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("a.ics");
        fs::write(&to, "old").unwrap();
        let failed: io::Result<()> = write_whole(&to, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("stopped"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&to).unwrap(), "old");
        write_whole(&to, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_of_the_name_that_it_is_written_under_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (to, theirs) = (folder.path().join("a.ics"), folder.path().join("a.ics.part"));
        fs::write(&theirs, "mine").unwrap();
        write_whole(&to, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_a_device_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let (to, link) = (folder.path().join("a.ics"), folder.path().join("link.ics"));
        fs::write(&to, "").unwrap();
        std::os::unix::fs::symlink(&to, &link).unwrap();
        write_whole(&link, |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        write_whole(Path::new("/dev/null"), |out| out.write_all(b"new")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn only_nothing_and_a_calendar_are_worth_less_than_a_calendar() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert!(is_free_for_calendar(&path));
        for (text, free, database) in [
            ("", true, false),
            ("BEGIN:VCALENDAR\r\n", true, false),
            ("a letter", false, false),
            ("SQLite format 3\0", false, true),
        ] {
            fs::write(&path, text).unwrap();
            assert_eq!(
                (is_free_for_calendar(&path), is_database(&path)),
                (free, database),
                "{text:?}"
            );
        }
    }
}
