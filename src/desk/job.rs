//! Long work beside the desk, on a named thread, with progress and a way to stop it.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::whole::{is_database, write_whole};
use super::worker::Answers;
use super::{Failure, Job, Mode, Reply, Ticket};
use crate::domain::Book;
use crate::exchange::ics::{ExportError, Options, Selection, export_with};
use crate::store::Store;
use crate::time::Instant;

/// How often the window is told how far a job is: each time wakes it.
const TOLD: usize = 20;

/// The job that runs. There is one at a time, and the next is asked for when it is done.
pub(super) struct Jobs {
    answers: Answers,
    running: Option<JoinHandle<()>>,
    /// What the thread and the desk both see of the job.
    flags: Arc<Flags>,
}

#[derive(Default)]
struct Flags {
    works: AtomicBool,
    stop: AtomicBool,
}

/// What a job sees of its surroundings: whether to go on, and who hears how far it is.
struct Watch {
    answers: Answers,
    ticket: Ticket,
    job: Job,
    flags: Arc<Flags>,
    told: Cell<usize>,
}

impl Watch {
    fn is_stopped(&self) -> bool {
        self.flags.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, done: usize, of: usize) {
        let part = done.saturating_mul(TOLD) / of.max(1);
        if part > self.told.replace(part) {
            let job = self.job;
            self.answers.send(Some(self.ticket), Reply::Progress { job, done, of });
        }
    }
}

impl Jobs {
    pub(super) fn new(answers: Answers) -> Self {
        Self {
            answers,
            running: None,
            flags: Arc::default(),
        }
    }

    /// Asks the running job to stop.
    pub(super) fn stop(&self) {
        self.flags.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for the running job.
    pub(super) fn finish(&mut self) {
        if let Some(running) = self.running.take()
            && running.join().is_err()
        {
            log::error!("a job ended in a panic");
        }
    }

    /// Writes an iCalendar file; in the place of one that is there only where that was said.
    pub(super) fn export(
        &mut self,
        ticket: Ticket,
        book: Book,
        what: (Selection, Options),
        now: Instant,
        (to, replace): (PathBuf, bool),
    ) -> Result<(), Failure> {
        self.spawn(ticket, Job::Export, to, move |to, watch| {
            if to.is_dir() {
                return Err(failed(to)(io::ErrorKind::IsADirectory.into()));
            }
            if is_database(to) || !replace && to.exists() {
                return Err(Failure::FileThere(to.to_owned()));
            }
            calendar(to, &book, what, now, watch)
        })
    }

    /// Writes a verified copy of the salon file; the store writes it beside, and overwrites nothing.
    pub(super) fn backup(&mut self, ticket: Ticket, from: PathBuf, to: PathBuf) -> Result<(), Failure> {
        self.spawn(ticket, Job::Backup, to, move |to, watch| {
            Store::open(&from, Mode::Read)?.backup_with(to, &mut |done, of| {
                watch.tell(done, of);
                if watch.is_stopped() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            Ok(1)
        })
    }

    fn spawn(
        &mut self,
        ticket: Ticket,
        job: Job,
        to: PathBuf,
        work: impl FnOnce(&Path, &Watch) -> Result<usize, Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        if self.flags.works.load(Ordering::Acquire) {
            return Err(Failure::JobRuns);
        }
        self.finish();
        self.flags = Arc::default();
        self.flags.works.store(true, Ordering::Release);
        let watch = Watch {
            answers: self.answers.clone(),
            ticket,
            job,
            flags: Arc::clone(&self.flags),
            told: Cell::new(0),
        };
        let spawned = std::thread::Builder::new()
            .name(format!("{job:?}").to_lowercase())
            .spawn(move || {
                // A panic ends the job, and the next can run.
                let works = Works(Arc::clone(&watch.flags));
                let worked = work(&to, &watch);
                drop(works);
                let reply = match worked {
                    Ok(count) => Reply::JobDone { job, file: to, count },
                    Err(_) if watch.is_stopped() => Reply::Failed(Failure::Stopped),
                    Err(failure) => Reply::Failed(failure),
                };
                watch.answers.send(Some(ticket), reply);
            });
        self.running = Some(spawned.map_err(|error| Failure::file("thread", &error))?);
        Ok(())
    }
}

/// Says that the job no longer works when it is dropped.
struct Works(Arc<Flags>);

impl Drop for Works {
    fn drop(&mut self) {
        self.0.works.store(false, Ordering::Release);
    }
}

/// Writes it whole or not at all. What goes wrong is said of the file that was asked for.
fn calendar(
    to: &Path,
    book: &Book,
    (what, options): (Selection, Options),
    now: Instant,
    watch: &Watch,
) -> Result<usize, Failure> {
    let written = write_whole(to, |out| {
        let mut out = Stoppable { out, watch };
        export_with(book, what, options, now, &mut out, &mut |done, of| watch.tell(done, of))
    });
    match written {
        Ok(exported) => Ok(exported.visits),
        Err(ExportError::NotLoaded(_)) => Err(Failure::NotLoaded),
        Err(ExportError::Write(error)) => Err(failed(to)(error)),
    }
}

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| Failure::file(path.clone(), &error)
}

/// Writes until somebody stops it.
struct Stoppable<'a> {
    out: &'a mut dyn Write,
    watch: &'a Watch,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.watch.is_stopped() {
            return Err(io::Error::other("stopped"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
