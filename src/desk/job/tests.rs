//! Jobs over a real salon file: how far they are is told, and one that is stopped leaves nothing.

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::desk::{Answer, Desk, Handle, Request};
use crate::time::{Clock, FixedClock};

const LONG: Duration = Duration::from_secs(60);

struct Place {
    folder: TempDir,
    desk: Handle,
}

/// A desk with the sample shop.
fn place() -> Place {
    let folder = TempDir::with_prefix("chairtime-").unwrap();
    let path = folder.path().join("salon.chairtime");
    let open = move || {
        let now: Instant = "2026-03-02T08:00:00Z".parse().unwrap();
        let clock: Box<dyn Clock> = Box::new(FixedClock(now));
        let mut desk = Desk::open(&path, Mode::Write, clock, "test")?;
        desk.sample_shop().unwrap();
        Ok(desk)
    };
    Place {
        folder,
        desk: Handle::open(open, || ()).unwrap(),
    }
}

impl Place {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn backup(&mut self, name: &str) -> Ticket {
        let to = self.file(name);
        self.desk.ask(Request::Backup { to }).unwrap()
    }

    fn export(&mut self, name: &str) -> Ticket {
        let to = self.file(name);
        let (what, options) = (Selection::All, Options::default());
        let replace = false;
        self.desk
            .ask(Request::Export {
                what,
                options,
                to,
                replace,
            })
            .unwrap()
    }

    /// What came for a request until it was answered.
    fn replies(&self, ticket: Ticket) -> Vec<Reply> {
        let mut replies = Vec::new();
        loop {
            let Answer { to, reply } = self.desk.wait(LONG).unwrap();
            if to == Some(ticket) {
                let told = matches!(reply, Reply::Progress { .. });
                replies.push(reply);
                if !told {
                    return replies;
                }
            }
        }
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = entries.map(name).collect();
        names.retain(|name| !name.starts_with("salon.chairtime"));
        names.sort();
        names
    }
}

#[test]
fn a_job_tells_how_far_it_is_and_writes_its_file() {
    let mut place = place();
    for (job, name) in [(Job::Export, "all.ics"), (Job::Backup, "copy.chairtime")] {
        let ticket = match job {
            Job::Export => place.export(name),
            Job::Backup => place.backup(name),
        };
        let replies = place.replies(ticket);
        let (last, before) = replies.split_last().unwrap();
        assert!(
            matches!(last, Reply::JobDone { job: done, file, count } if *done == job && *count > 0 && file.ends_with(name)),
            "{last:?}"
        );
        let told =
            |reply: &Reply| matches!(reply, Reply::Progress { job: of_job, done, of } if *of_job == job && done <= of);
        assert!(before.iter().all(told) && before.len() <= TOLD, "{before:?}");
        if job == Job::Export {
            assert!(before.len() > TOLD / 2, "{before:?}");
        }
    }
    assert_eq!(place.names(), ["all.ics", "copy.chairtime"]);
}

#[test]
fn an_export_that_is_stopped_leaves_what_was_there() {
    let mut place = place();
    let to = place.file("all.ics");
    std::fs::write(&to, "as it was").unwrap();
    let ticket = place.desk.ask(Request::StopJob).unwrap();
    let book = loop {
        let Answer { reply, .. } = place.desk.wait(LONG).unwrap();
        if let Reply::Book(book) = reply {
            break book;
        }
    };
    let watch = Watch {
        answers: Answers::new(std::sync::mpsc::channel().0, Arc::new(|| ())),
        ticket,
        job: Job::Export,
        flags: Arc::default(),
        told: Cell::new(0),
    };
    watch.flags.stop.store(true, Ordering::Relaxed);
    let what = (
        Selection::Location(book.locations().live().next().unwrap().id),
        Options::default(),
    );
    let now = "2026-03-02T08:00:00Z".parse().unwrap();
    assert!(calendar(&to, &book, what, now, &watch).is_err());
    assert_eq!(place.names(), ["all.ics"]);
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "as it was");
}

#[test]
fn a_backup_overwrites_nothing_and_the_next_job_can_run() {
    let mut place = place();
    std::fs::write(place.file("copy.chairtime"), "something else").unwrap();
    let ticket = place.backup("copy.chairtime");
    let failed = place.replies(ticket).pop().unwrap();
    assert!(matches!(failed, Reply::Failed(Failure::Store(_))), "{failed:?}");
    assert_eq!(
        std::fs::read_to_string(place.file("copy.chairtime")).unwrap(),
        "something else"
    );
    let ticket = place.backup("copy-2.chairtime");
    let done = place.replies(ticket).pop().unwrap();
    assert!(matches!(done, Reply::JobDone { .. }), "{done:?}");
}
