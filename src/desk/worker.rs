//! The desk's own thread: takes requests in their order, answers each, and wakes the window.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use super::calendars::{CALENDAR_FOLDER, Calendars};
use super::job::Jobs;
use super::{Answer, Desk, Done, Failure, Mode, NotDone, Reply, Request, Ticket};

/// Wakes whoever waits for replies.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Sends replies, and wakes who waits for them.
#[derive(Clone)]
pub(super) struct Answers {
    sender: Sender<Answer>,
    wake: Wake,
}

impl Answers {
    pub(super) fn new(sender: Sender<Answer>, wake: Wake) -> Self {
        Self { sender, wake }
    }

    /// Sends an answer. A window that is gone no longer listens, and that is no failure.
    pub(super) fn send(&self, to: Option<Ticket>, reply: Reply) {
        if self.sender.send(Answer { to, reply }).is_ok() {
            (self.wake)();
        }
    }
}

/// Works until nobody asks any more.
pub(super) fn work(mut desk: Desk, requests: &Receiver<(Ticket, Request)>, answers: &Answers) {
    let mut jobs = Jobs::new(answers.clone());
    let mut calendars = Calendars::new(answers.clone(), &desk);
    let mut known = desk.book().clone();
    if desk.store.mode() == Mode::Read {
        answers.send(None, Reply::ReadOnly);
    }
    announce(&desk, answers);
    calendars.keep(&desk);
    while let Ok((ticket, request)) = requests.recv() {
        let reply = match answer(&mut desk, ticket, request, &mut jobs, &mut calendars) {
            Ok(reply) => reply,
            Err(NotDone::Refused(refused)) => Some(Reply::Refused(Box::new(refused))),
            Err(NotDone::Failed(failure)) => {
                log::error!("{failure}");
                Some(Reply::Failed(failure))
            }
        };
        // The new book goes before what was done in it.
        if !desk.book().is_the_same(&known) {
            known = desk.book().clone();
            announce(&desk, answers);
            calendars.keep(&desk);
        }
        if let Some(reply) = reply {
            answers.send(Some(ticket), reply);
        }
    }
    jobs.finish();
    calendars.finish();
}

/// Hands out the book as it is now, and what undo and redo would do.
fn announce(desk: &Desk, answers: &Answers) {
    answers.send(None, Reply::Book(Arc::new(desk.book().clone())));
    match desk.next_steps() {
        Ok((undo, redo)) => {
            let steps = Reply::Steps {
                undo: undo.map(|step| step.label),
                redo: redo.map(|step| step.label),
            };
            answers.send(None, steps);
        }
        Err(failure) => answers.send(None, Reply::Failed(failure)),
    }
}

fn answer(
    desk: &mut Desk,
    ticket: Ticket,
    request: Request,
    jobs: &mut Jobs,
    calendars: &mut Calendars,
) -> Result<Option<Reply>, NotDone> {
    let done = |done: Done| Reply::Done {
        label: done.label,
        plan: Box::new(done.plan),
        series: done.series,
    };
    Ok(Some(match request {
        Request::CarryOut { command, shown: None } => done(desk.carry_out(&command)?),
        Request::CarryOut {
            command,
            shown: Some(shown),
        } => done(desk.carry_out_as_shown(&command, &shown)?),
        Request::LookInto { file, create_missing } => {
            Reply::LookedInto(Box::new(desk.look_into(&file, create_missing)?))
        }
        Request::Undo => Reply::Undone(desk.undo()?.label),
        Request::Redo => Reply::Redone(desk.redo()?.label),
        Request::NewDay => match desk.top_up()? {
            Some(topped_up) => done(topped_up),
            None => return Ok(None),
        },
        Request::Load { first, last } => {
            desk.load(first, last)?;
            return Ok(None);
        }
        Request::History { limit } => Reply::History(desk.history(limit)?),
        Request::Backup { to } => {
            jobs.backup(ticket, desk.store.path().to_owned(), to)?;
            return Ok(None);
        }
        Request::SampleShop => done(desk.sample_shop()?),
        Request::Export {
            what,
            options,
            to,
            replace,
        } => {
            let book = desk.book_for(what)?;
            jobs.export(ticket, book, (what, options), desk.now(), (to, replace))?;
            return Ok(None);
        }
        Request::Recall { name } => Reply::Recalled {
            value: desk.setting(&name)?,
            name,
        },
        Request::Draft { form } => Reply::Draft {
            json: desk.draft(&form)?,
            form,
        },
        Request::Remember { name, value } => {
            desk.remember(&name, &value)?;
            return Ok(None);
        }
        Request::KeepCalendars { folder } => {
            desk.remember(CALENDAR_FOLDER, &folder)?;
            calendars.keep_in(&folder);
            calendars.keep(desk);
            return Ok(None);
        }
        Request::KeepDraft { form, json } => {
            desk.keep_draft(&form, json.as_deref())?;
            return Ok(None);
        }
        Request::Actor(name) => {
            desk.seat(&name);
            return Ok(None);
        }
        Request::StopJob => {
            jobs.stop();
            return Ok(None);
        }
    }))
}

/// What a desk that could not be opened answers.
pub(super) fn refuse(failure: &Failure, requests: &Receiver<(Ticket, Request)>, answers: &Answers) {
    answers.send(None, Reply::Failed(failure.clone()));
    while let Ok((ticket, _)) = requests.recv() {
        answers.send(Some(ticket), Reply::Failed(failure.clone()));
    }
}
