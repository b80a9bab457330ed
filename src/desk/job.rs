//! Long work beside the desk, on a named thread, with progress and a way to stop it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::worker::Answers;
use super::{Failure, Job, Mode, Reply, Ticket};
use crate::domain::Book;
use crate::exchange::ics::{ExportError, Options, Selection, export};
use crate::store::Store;
use crate::time::Instant;

/// The jobs that run. One at a time: the next waits for the one before.
pub(super) struct Jobs {
    answers: Answers,
    running: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

impl Jobs {
    pub(super) fn new(answers: Answers) -> Self {
        Self {
            answers,
            running: None,
            stop: Arc::default(),
        }
    }

    /// Asks the running job to stop.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for the running job.
    pub(super) fn finish(&mut self) {
        if let Some(running) = self.running.take()
            && running.join().is_err()
        {
            log::error!("a job ended in a panic");
        }
    }

    /// Writes an iCalendar file.
    pub(super) fn export(&mut self, ticket: Ticket, book: Book, what: (Selection, Options), now: Instant, to: PathBuf) {
        self.spawn(ticket, Job::Export, to, move |to, stop, _| {
            let mut out = Stoppable {
                file: BufWriter::new(File::create(to).map_err(failed(to))?),
                stop,
            };
            let exported = export(&book, what.0, what.1, now, &mut out).map_err(|error| match error {
                ExportError::NotLoaded(_) => Failure::NotLoaded,
                ExportError::Write(error) => failed(to)(error),
            })?;
            let file = out.file.into_inner().map_err(|error| failed(to)(error.into_error()))?;
            file.sync_all().map_err(failed(to))?;
            Ok(exported.visits)
        });
    }

    /// Writes a verified copy of the salon file.
    pub(super) fn backup(&mut self, ticket: Ticket, from: PathBuf, to: PathBuf) {
        self.spawn(ticket, Job::Backup, to, move |to, _, _| {
            Store::open(&from, Mode::Read)?.backup(to)?;
            Ok(1)
        });
    }

    fn spawn(
        &mut self,
        ticket: Ticket,
        job: Job,
        to: PathBuf,
        work: impl FnOnce(&Path, &AtomicBool, &dyn Fn(usize, usize)) -> Result<usize, Failure> + Send + 'static,
    ) {
        self.finish();
        self.stop.store(false, Ordering::Relaxed);
        let (answers, stop) = (self.answers.clone(), Arc::clone(&self.stop));
        let spawned = std::thread::Builder::new()
            .name(format!("{job:?}").to_lowercase())
            .spawn(move || {
                // Written beside, and put in its place when it is whole: what stood there is not lost to half a file.
                let part = beside(&to);
                let progress = |done, of| answers.send(Some(ticket), Reply::Progress { job, done, of });
                let worked = work(&part, &stop, &progress)
                    .and_then(|count| std::fs::rename(&part, &to).map(|()| count).map_err(failed(&to)));
                match worked {
                    Ok(count) => answers.send(Some(ticket), Reply::JobDone { job, file: to, count }),
                    Err(failure) => {
                        tidy(&part);
                        let stopped = stop.load(Ordering::Relaxed);
                        let failure = if stopped { Failure::Stopped } else { failure };
                        answers.send(Some(ticket), Reply::Failed(failure));
                    }
                }
            });
        match spawned {
            Ok(thread) => self.running = Some(thread),
            Err(error) => self
                .answers
                .send(Some(ticket), Reply::Failed(Failure::file("thread", &error))),
        }
    }
}

/// Where a file is written before it is whole.
fn beside(to: &Path) -> PathBuf {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    PathBuf::from(part)
}

/// Removes what was written of a file that did not become whole.
fn tidy(part: &Path) {
    if part.exists()
        && let Err(error) = std::fs::remove_file(part)
    {
        log::warn!("{} is left behind: {error}", part.display());
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| Failure::file(path.clone(), &error)
}

/// Writes until somebody stops it.
struct Stoppable<'a> {
    file: BufWriter<File>,
    stop: &'a AtomicBool,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
