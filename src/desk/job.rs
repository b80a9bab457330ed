//! Long work beside the desk, on a named thread, with progress and a way to stop it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::worker::Answers;
use super::{Failure, Job, Mode, Reply, Ticket};
use crate::store::Store;

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
