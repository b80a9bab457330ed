//! A real desk that keeps a real folder.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::desk::{Answer, Handle, Request};
use crate::domain::values::CancelledHow;
use crate::domain::{Command, setup};
use crate::time::{Clock, FixedClock, Minutes};

const LONG: Duration = Duration::from_secs(60);

struct Place {
    folder: TempDir,
    desk: Option<Handle>,
    book: Arc<Book>,
}

impl Place {
    /// A desk with the sample shop, which keeps nothing yet.
    fn new() -> Self {
        let mut place = Self {
            folder: TempDir::with_prefix("chairtime-").unwrap(),
            desk: None,
            book: Arc::default(),
        };
        place.open(0, true);
        place
    }

    /// Opens the desk so many minutes later.
    fn open(&mut self, minutes: i32, sample: bool) {
        self.desk = None;
        let path = self.folder.path().join("salon.chairtime");
        let open = move || {
            let now: Instant = "2026-03-02T08:00:00Z".parse().unwrap();
            let clock: Box<dyn Clock> = Box::new(FixedClock(now + Minutes::new(minutes)));
            let mut desk = Desk::open(&path, Mode::Write, clock, "test")?;
            if sample {
                desk.sample_shop().unwrap();
            }
            Ok(desk)
        };
        self.desk = Some(Handle::open(open, || ()).unwrap());
        self.hear(|reply| matches!(reply, Reply::Book(_)));
    }

    fn calendars(&self) -> PathBuf {
        self.folder.path().join("calendars")
    }

    /// The first reply that is like this; the book is kept on the way.
    fn hear(&mut self, is_it: impl Fn(&Reply) -> bool) -> Reply {
        loop {
            let Answer { reply, .. } = self.desk.as_ref().unwrap().wait(LONG).unwrap();
            if let Reply::Book(book) = &reply {
                self.book = Arc::clone(book);
            }
            if is_it(&reply) {
                return reply;
            }
        }
    }

    fn kept(&mut self) -> Result<usize, Failure> {
        match self.hear(|reply| matches!(reply, Reply::Calendars(_))) {
            Reply::Calendars(kept) => kept,
            other => panic!("{other:?}"),
        }
    }

    fn ask(&mut self, request: Request) {
        self.desk.as_mut().unwrap().ask(request).unwrap();
    }

    fn keep(&mut self) -> Result<usize, Failure> {
        let folder = self.calendars().display().to_string();
        self.ask(Request::KeepCalendars { folder });
        self.kept()
    }

    fn carry_out(&mut self, command: Command) {
        self.ask(Request::CarryOut {
            command: Box::new(command),
            shown: None,
        });
        let answer = self.hear(|reply| matches!(reply, Reply::Done { .. } | Reply::Refused(_) | Reply::Failed(_)));
        assert!(matches!(answer, Reply::Done { .. }), "{answer:?}");
    }

    /// Cancels the next visit; says whose it was.
    fn cancel_one(&mut self) -> Vec<StaffId> {
        let now: Instant = "2026-03-02T08:00:00Z".parse().unwrap();
        let visits = self.book.visits();
        let visit = visits
            .all()
            .find(|visit| visit.is_busy() && visit.start_utc > now)
            .unwrap();
        let staff = visit.staff.iter().map(|assigned| assigned.staff_id).collect();
        let how = CancelledHow::InTime;
        let command = Command::CancelVisit { visit: visit.id, how };
        self.carry_out(command);
        staff
    }

    /// What lies in the folder.
    fn files(&self) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.calendars()).unwrap();
        let read = |entry: io::Result<fs::DirEntry>| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        };
        entries.map(read).collect()
    }
}

#[test]
fn everybody_has_a_file_and_only_what_changed_is_written_again() {
    let mut place = Place::new();
    fs::create_dir(place.calendars()).unwrap();
    let staff = place.book.staff().live().count();
    assert_eq!(place.keep().unwrap(), staff);
    let before = place.files();
    let names: Vec<String> = place
        .book
        .staff()
        .live()
        .map(|staff| format!("{}.ics", staff.name()))
        .collect();
    assert!(
        names.iter().all(|name| before[name].starts_with("BEGIN:VCALENDAR")),
        "{names:?}"
    );
    assert_eq!(before.len(), staff, "{:?}", before.keys());

    let cancelled = place.cancel_one();
    let written = place.kept().unwrap();
    let after = place.files();
    let differ: Vec<&String> = after
        .iter()
        .filter(|(name, text)| before[*name] != **text)
        .map(|(name, _)| name)
        .collect();
    assert!(!differ.is_empty() && differ.len() < staff, "{differ:?}");
    assert_eq!((differ.len(), differ.len() >= cancelled.len()), (written, true));

    // A minute later nothing is new, whatever the time: the program was closed and opened, and everything is there.
    place.open(1, false);
    assert_eq!(place.kept().unwrap(), 0);
    assert_eq!(place.files(), after);
    place.ask(Request::Undo);
    assert!(place.kept().unwrap() > 0);
    assert_eq!(place.files().len(), staff);

    // No folder any more: nothing is written.
    place.ask(Request::KeepCalendars { folder: String::new() });
    let before = place.files();
    place.cancel_one();
    place.desk = None;
    assert_eq!(place.files(), before);
}

#[test]
fn closing_writes_what_is_still_to_be_written() {
    let mut place = Place::new();
    fs::create_dir(place.calendars()).unwrap();
    place.keep().unwrap();
    let before = place.files();
    place.cancel_one();
    place.desk = None;
    assert_ne!(place.files(), before);
}

#[test]
fn a_folder_that_is_not_there_keeps_nothing_from_being_saved() {
    let mut place = Place::new();
    let failure = place.keep().unwrap_err();
    assert!(failure.to_string().contains("is not there"), "{failure}");
    place.cancel_one();
    assert!(place.kept().is_err());
    assert!(!place.calendars().exists());
    // The disk is back: the next change writes everything.
    fs::create_dir(place.calendars()).unwrap();
    place.cancel_one();
    assert_eq!(place.kept().unwrap(), place.book.staff().live().count());
}

#[test]
fn a_file_of_somebody_else_is_left_and_the_others_are_written() {
    let mut place = Place::new();
    fs::create_dir(place.calendars()).unwrap();
    let first = place.book.staff().live().next().unwrap().name().to_owned();
    let file = place.calendars().join(format!("{first}.ics"));
    fs::write(&file, "BEGIN:VCALENDAR\r\nNAME:mine\r\n").unwrap();
    fs::write(place.calendars().join("note.ics"), "something").unwrap();
    let failure = place.keep().unwrap_err();
    assert!(
        matches!(&failure, Failure::FileThere(there) if *there == file),
        "{failure}"
    );
    let files = place.files();
    assert_eq!(files[&format!("{first}.ics")], "BEGIN:VCALENDAR\r\nNAME:mine\r\n");
    assert_eq!(files.len(), place.book.staff().live().count() + 1);
}

#[test]
fn another_name_is_another_file() {
    let mut place = Place::new();
    fs::create_dir(place.calendars()).unwrap();
    place.keep().unwrap();
    let first = Arc::clone(place.book.staff().live().next().unwrap());
    let asked = json!({"staff": [{"id": first.uuid.to_string(), "preferred_name": "Zoe/Zo"}]});
    let draft = setup::read(&place.book, &asked).unwrap();
    place.carry_out(Command::SetUp(Box::new(draft)));
    assert!(place.kept().unwrap() > 0);
    let files = place.files();
    assert!(files.contains_key("Zoe-Zo.ics"), "{:?}", files.keys());
    assert!(
        !files.contains_key(&format!("{}.ics", first.name())),
        "{:?}",
        files.keys()
    );
    assert_eq!(files.len(), place.book.staff().live().count());
}

#[test]
fn names_become_names_of_files() {
    for (name, file) in [
        ("Ann", "Ann"),
        ("Ann/Bo: a*b", "Ann-Bo- a-b"),
        (" ..", "Staff"),
        ("Öztürk", "Öztürk"),
    ] {
        assert_eq!(file_name(name), file);
    }
}
