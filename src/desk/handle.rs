//! The window's end of the desk: asks, takes replies, never waits.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::worker::{Answers, refuse, work};
use super::{Answer, Desk, Failure, Request, Ticket};

/// Asks a desk on a thread of its own. Dropping it waits until everything that was asked is done.
pub struct Handle {
    requests: Option<Sender<(Ticket, Request)>>,
    answers: Receiver<Answer>,
    next: u64,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// Opens a desk on a thread of its own; `wake` is called for every reply. The book comes as the first reply, or the
    /// failure why there is none.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn open(
        open: impl FnOnce() -> Result<Desk, Failure> + Send + 'static,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let (requests, asked) = channel();
        let (sender, answers) = channel();
        let out = Answers::new(sender, Arc::new(wake));
        let thread = std::thread::Builder::new()
            .name("desk".to_owned())
            .spawn(move || match open() {
                Ok(desk) => work(desk, &asked, &out),
                Err(failure) => refuse(&failure, &asked, &out),
            })
            .map_err(|error| Failure::file(PathBuf::from("thread"), &error))?;
        Ok(Self {
            requests: Some(requests),
            answers,
            next: 0,
            thread: Some(thread),
        })
    }

    /// Asks for something; the answer comes with [`Handle::answers`], under the ticket.
    ///
    /// # Errors
    /// [`Failure::DeskGone`] where the desk's thread has ended.
    pub fn ask(&mut self, request: Request) -> Result<Ticket, Failure> {
        let requests = self.requests.as_ref().ok_or(Failure::DeskGone)?;
        let ticket = Ticket(self.next);
        self.next += 1;
        requests.send((ticket, request)).map_err(|_gone| Failure::DeskGone)?;
        Ok(ticket)
    }

    /// The answers that have come since.
    pub fn answers(&self) -> impl Iterator<Item = Answer> + '_ {
        self.answers.try_iter()
    }

    /// Waits for the next answer, for tests and for closing.
    pub fn wait(&self, longest: std::time::Duration) -> Option<Answer> {
        self.answers.recv_timeout(longest).ok()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        drop(self.requests.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the desk's thread ended in a panic");
        }
    }
}
