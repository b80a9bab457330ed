//! A folder with a calendar file for everybody of the staff, kept as the book is: where it is synced or served, it is a live
//! calendar.
//!
//! On a thread of its own, which takes the newest book once nothing more comes: no change waits for it. A file is replaced
//! whole, and only where its bytes differ. Files are known by a line in them, so that one of somebody else is never replaced,
//! and that of somebody who has another name now, or is gone, is taken away.
//!
//! Limits: what is told is what the desk has loaded, from two months ago on, so that nothing is read from the salon file for
//! it. The folder itself is never made: where it is not there, a disk may be missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::job::failed;
use super::whole::write_whole;
use super::worker::Answers;
use super::{Desk, Failure, Mode, Reply};
use crate::domain::Book;
use crate::domain::rows::StaffId;
use crate::exchange::ics::{ExportError, Options, Selection, export, staff_line};
use crate::time::Instant;

/// The setting that names the folder; empty where no files are kept.
pub const CALENDAR_FOLDER: &str = "calendar_folder";

/// For how long nothing more must come before files are written.
const QUIET: Duration = Duration::from_millis(300);

/// How much of a file tells whose it is.
const HEAD: u64 = 400;

/// Keeps the folder.
pub(super) struct Calendars {
    answers: Answers,
    folder: Option<PathBuf>,
    keeper: Option<(Sender<Asked>, JoinHandle<()>)>,
}

struct Asked {
    folder: PathBuf,
    book: Book,
    now: Instant,
}

impl Calendars {
    /// Keeps the folder that the desk remembers.
    pub(super) fn new(answers: Answers, desk: &Desk) -> Self {
        let mut calendars = Self {
            answers,
            folder: None,
            keeper: None,
        };
        match desk.setting(CALENDAR_FOLDER) {
            Ok(folder) => calendars.keep_in(folder.as_deref().unwrap_or_default()),
            Err(failure) => log::error!("{failure}"),
        }
        calendars
    }

    /// Keeps another folder from now on; none where it is empty.
    pub(super) fn keep_in(&mut self, folder: &str) {
        self.folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    }

    /// The book changed. A desk that only reads writes no calendars either.
    pub(super) fn keep(&mut self, desk: &Desk) {
        let Some(folder) = self.folder.clone().filter(|_| desk.store.mode() == Mode::Write) else {
            return;
        };
        let asked = Asked {
            folder,
            book: desk.book().clone(),
            now: desk.now(),
        };
        let answers = &self.answers;
        if self.keeper.is_none() {
            let (sender, receiver) = channel();
            let out = answers.clone();
            let thread = std::thread::Builder::new().name("calendars".to_owned());
            match thread.spawn(move || keep(&receiver, &out)) {
                Ok(thread) => self.keeper = Some((sender, thread)),
                Err(error) => answers.send(None, Reply::Calendars(Err(Failure::file("thread", &error)))),
            }
        }
        if let Some((sender, _)) = &self.keeper
            && sender.send(asked).is_err()
        {
            log::error!("calendars are no longer kept");
        }
    }

    /// Writes what is still to be written, and ends.
    pub(super) fn finish(&mut self) {
        if let Some((sender, thread)) = self.keeper.take() {
            drop(sender);
            if thread.join().is_err() {
                log::error!("keeping calendars ended in a panic");
            }
        }
    }
}

fn keep(asked: &Receiver<Asked>, answers: &Answers) {
    while let Ok(mut newest) = asked.recv() {
        while let Ok(newer) = asked.recv_timeout(QUIET) {
            newest = newer;
        }
        let kept = refresh(&newest);
        if let Err(failure) = &kept {
            log::warn!("calendar files: {failure}");
        }
        answers.send(None, Reply::Calendars(kept));
    }
}

/// Writes the files that differ, and says how many they were. One that cannot be written keeps no other from it.
fn refresh(asked: &Asked) -> Result<usize, Failure> {
    let (mut written, mut trouble) = (0, None);
    let wanted = files(&asked.book, &asked.folder);
    for (staff, file) in &wanted {
        match keep_file(asked, *staff, file) {
            Ok(differed) => written += usize::from(differed),
            Err(failure) => trouble = trouble.or(Some(failure)),
        }
    }
    if trouble.is_none() {
        trouble = take_away(asked, &wanted).err();
    }
    trouble.map_or(Ok(written), Err)
}

/// Which file is whose.
fn files(book: &Book, folder: &Path) -> BTreeMap<StaffId, PathBuf> {
    let mut taken = BTreeSet::new();
    let mut files = BTreeMap::new();
    for staff in book.staff().live() {
        let name = file_name(staff.name());
        let numbered = (2..).map(|number| format!("{name} {number}"));
        // Some systems hold Ann and ann for the same name.
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| taken.insert(name.to_lowercase()));
        files.insert(staff.id, folder.join(format!("{}.ics", free.unwrap_or(name))));
    }
    files
}

/// A name without what file systems do not hold.
fn file_name(name: &str) -> String {
    let held = |letter: char| !letter.is_control() && !"/\\:*?\"<>|".contains(letter);
    let name: String = name
        .chars()
        .map(|letter| if held(letter) { letter } else { '-' })
        .collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "Staff" } else { name }.to_owned()
}

/// Writes the file of somebody where it is not so already; says whether.
fn keep_file(asked: &Asked, staff: StaffId, file: &Path) -> Result<bool, Failure> {
    let failed = failed(file);
    let there = match fs::read(file) {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let whose = staff_line(&asked.book, staff);
    if there.as_ref().is_some_and(|there| !is_of(there, &whose)) {
        return Err(Failure::FileThere(file.to_owned()));
    }
    let mut calendar = Vec::new();
    let options = Options {
        from: asked.book.everything_from().map(crate::time::YearMonth::first_day),
        kept: true,
        ..Options::default()
    };
    export(&asked.book, Selection::Staff(staff), options, asked.now, &mut calendar).map_err(|error| match error {
        ExportError::NotLoaded(_) => Failure::NotLoaded,
        ExportError::Write(error) => failed(error),
    })?;
    if there.as_ref() == Some(&calendar) {
        return Ok(false);
    }
    let put: io::Result<()> = write_whole(file, |out| out.write_all(&calendar));
    put.map_err(failed).map(|()| true)
}

/// Takes away files of the salon's staff under names that they no longer have.
fn take_away(asked: &Asked, wanted: &BTreeMap<StaffId, PathBuf>) -> Result<(), Failure> {
    let folder_failed = failed(&asked.folder);
    for entry in fs::read_dir(&asked.folder).map_err(&folder_failed)? {
        let file = entry.map_err(&folder_failed)?.path();
        if file.extension().is_none_or(|ending| ending != "ics") || wanted.values().any(|wanted| *wanted == file) {
            continue;
        }
        let mut head = Vec::new();
        let read = File::open(&file).and_then(|open| open.take(HEAD).read_to_end(&mut head));
        read.map_err(failed(&file))?;
        let is_ours = asked
            .book
            .staff()
            .all()
            .any(|staff| is_of(&head, &staff_line(&asked.book, staff.id)));
        if is_ours {
            fs::remove_file(&file).map_err(failed(&file))?;
        }
    }
    Ok(())
}

/// Whether a calendar begins as that of somebody.
fn is_of(calendar: &[u8], whose: &str) -> bool {
    let head: Vec<u8> = calendar
        .iter()
        .copied()
        .take(HEAD.try_into().unwrap_or(usize::MAX))
        .collect();
    String::from_utf8_lossy(&head).lines().any(|line| line == whose)
}

#[cfg(test)]
mod tests;
