//! Long work beside the desk, on a named thread, with progress and a way to stop it.

use std::fs::File;
use std::io::BufWriter;
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

    /// Writes a verified copy of the salon file.
    pub(super) fn backup(&mut self, ticket: Ticket, from: PathBuf, to: PathBuf) {
        self.spawn(ticket, Job::Backup, to, move |to, _, _| {
            Store::open(&from, Mode::Read)?.backup(to)?;
            Ok(1)
        });
    }

    /// Writes an iCalendar file: beside its place first, and there when it is whole. Counts its visits.
    pub(super) fn export(&mut self, ticket: Ticket, book: Book, what: (Selection, Options), now: Instant, to: PathBuf) {
        self.spawn(ticket, Job::Export, to, move |to, _, _| {
            let mut name = to.as_os_str().to_owned();
            name.push(".part");
            let part = PathBuf::from(name);
            let failed = |error: &std::io::Error| Failure::file(to, error);
            let mut out = BufWriter::new(File::create(&part).map_err(|error| failed(&error))?);
            let exported = match export(&book, what.0, what.1, now, &mut out) {
                Ok(exported) => exported,
                Err(ExportError::Write(error)) => return Err(failed(&error)),
                Err(ExportError::NotLoaded(_)) => return Err(Failure::NotLoaded),
            };
            let file = out.into_inner().map_err(|error| failed(error.error()))?;
            file.sync_all().map_err(|error| failed(&error))?;
            std::fs::rename(&part, to).map_err(|error| failed(&error))?;
            Ok(exported.visits)
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
                let progress = |done, of| answers.send(Some(ticket), Reply::Progress { job, done, of });
                match work(&to, &stop, &progress) {
                    Ok(count) => answers.send(Some(ticket), Reply::JobDone { job, file: to, count }),
                    Err(failure) => answers.send(Some(ticket), Reply::Failed(failure)),
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
