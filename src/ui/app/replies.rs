//! What the desk answers: the book, what was done, what was refused; each goes to who asked.

use super::App;
use super::asked::{ACTOR, BACKED_UP, SERIES_FORM, THEME, Waiting, ZOOM};
use crate::desk::{CALENDAR_FOLDER, Failure, Job, Reply, Request};
use crate::domain::change::Label;
use crate::domain::rows::VisitId;
use crate::domain::{Book, Clashing, Command, Moment, Plan, Refused, Scope, preview};
use crate::ui::act::{Act, Asker};
use crate::ui::ahead::which::Reach;
use crate::ui::look::Tone;
use crate::ui::route::Route;
use crate::ui::said;
use crate::ui::shortcut::Shortcut;
use crate::ui::view::calendar::{self, Extent};
use crate::ui::view::change::ToChange;
use crate::ui::view::export;
use crate::ui::view::move_visit::MoveVisit;
use crate::words;

/// The visit that a step moved to another day, where it did nothing else.
fn moved_to_another_day(plan: &Plan) -> Option<VisitId> {
    let mut news = plan.lines.iter().filter(|line| line.is_news());
    let line = news.next().filter(|_| news.next().is_none())?;
    let (before, after) = line.before.as_ref().zip(line.after.as_ref())?;
    (after.is_busy() && before.day != after.day).then_some(after.id)
}

impl App {
    /// Takes all answers that have come.
    pub(super) fn take_answers(&mut self, ctx: &egui::Context) {
        for answer in self.errands.answers() {
            match answer.reply {
                Reply::Book(book) => {
                    self.book = Some(book);
                    self.edition += 1;
                }
                Reply::Steps { undo, redo } => {
                    if let Some(book) = &self.book {
                        self.errands.steps(book, undo.as_ref(), redo.as_ref());
                    }
                }
                Reply::ReadOnly => self.errands.read_only(),
                Reply::Calendars(kept) => {
                    let time = ctx.input(|input| input.time);
                    if let Some(text) = self.calendars.heard(kept) {
                        self.messages.say(Tone::Ok, text, time);
                    }
                }
                Reply::Progress { job, done, of } => self.errands.works(Some(said::job(job, done, of))),
                reply => {
                    let waiting = self.errands.heard(answer.to);
                    self.hear(ctx, waiting, reply);
                }
            }
        }
    }

    fn hear(&mut self, ctx: &egui::Context, waiting: Waiting, reply: Reply) {
        let time = ctx.input(|input| input.time);
        match reply {
            Reply::Done { label, plan, .. } => self.done(&waiting, &label, &plan, time),
            Reply::LookedInto(looked) => {
                if let Some(dialog) = &mut self.over.import {
                    dialog.found(looked);
                }
            }
            Reply::Undone(_) => {
                let Waiting::Undo(text) = waiting else { return };
                self.errands.succeeded();
                self.offer(words::history::undone(&text), Shortcut::Redo, Act::Redo, time);
            }
            Reply::Redone(_) => {
                let Waiting::Redo(text) = waiting else { return };
                self.errands.succeeded();
                self.offer(words::history::redone(&text), Shortcut::Undo, Act::Undo, time);
            }
            Reply::Refused(refused) => self.refused(&waiting, &refused, time),
            Reply::Failed(failure) => self.failed(&waiting, &failure, time),
            Reply::Recalled { name, value } => self.recalled(ctx, &name, value.as_deref()),
            Reply::Draft { form, json } => {
                if form == SERIES_FORM {
                    self.draft = json;
                }
            }
            Reply::JobDone { job, file, count } => {
                self.errands.works(None);
                let what = match job {
                    Job::Export => {
                        self.over.export = None;
                        words::counted(count, "visit", "visits")
                    }
                    Job::Backup => {
                        self.over.backup = None;
                        let now = self.clock.now();
                        self.backed_up = Some(now);
                        self.remember(BACKED_UP, &now.to_string());
                        "A checked copy".to_owned()
                    }
                };
                self.messages
                    .say(Tone::Ok, format!("{what} written to {}", file.display()), time);
            }
            Reply::Book(_)
            | Reply::Steps { .. }
            | Reply::ReadOnly
            | Reply::Progress { .. }
            | Reply::Calendars(_)
            | Reply::History(_) => {}
        }
    }

    fn done(&mut self, waiting: &Waiting, label: &Label, plan: &Plan, time: f64) {
        self.errands.succeeded();
        let moved = match waiting {
            // With those after it, where the weeks are counted from it.
            Waiting::Asker(Asker::MoveDialog) => self.over.moving.as_ref().map(MoveVisit::visit),
            _ => moved_to_another_day(plan),
        };
        match waiting {
            Waiting::Asker(Asker::SeriesForm) => {
                match self.form.take().and_then(|form| form.before) {
                    Some(before) => {
                        self.changes.remove(&before.series);
                    }
                    None => self.forget_typed(),
                }
                self.point_at_first(plan);
            }
            Waiting::Asker(Asker::ChangeDialog) => self.over.change = None,
            Waiting::Asker(Asker::OutDialog) => self.over.out = None,
            Waiting::Asker(Asker::CancelVisitDialog) => self.over.cancel_visit = None,
            Waiting::Asker(Asker::EditVisitDialog) => self.over.edit_visit = None,
            Waiting::Asker(Asker::ImportDialog) => self.over.import = None,
            Waiting::Asker(Asker::MoveDialog) => self.over.moving = None,
            Waiting::Asker(Asker::FirstRun) => {
                self.first_run.answered();
                self.route = Route::Calendar;
            }
            Waiting::Asker(Asker::Clients) => self.clients.saved(),
            Waiting::Asker(Asker::Setup) => self.setup.saved(),
            Waiting::Asker(_) => {}
            // The program did it by itself: it stands in the history.
            _ => return,
        }
        let Some(book) = &self.book else { return };
        let mut text = match (waiting, label) {
            (Waiting::Asker(Asker::FirstRun), Label::SetUp { .. }) => "Your book is open".to_owned(),
            _ => words::history::label(book, label),
        };
        let mut offers = match label {
            Label::VisitMoved { visit, .. } => self.as_the_usual(book, *visit),
            _ => Vec::new(),
        };
        if let Some(visit) = moved.and_then(|visit| book.visits().get(visit)) {
            if !matches!(
                label,
                Label::VisitMoved { .. } | Label::ProblemsSolved { one: Some(_), .. }
            ) {
                text = format!("{text}. {}", words::visit::comes(book, visit));
            }
            if self.route == Route::Calendar && self.calendar.chosen() == Some(visit.id) {
                self.calendar.point_at(book, visit.id);
            } else {
                offers.push(("Show", Act::ShowVisit(visit.id)));
            }
        }
        offers.push((Shortcut::Undo.says().label, Act::Undo));
        self.messages.clear();
        self.messages.offer_several(text, offers, time);
    }

    /// What can be done with a visit that was moved alone: the others are moved with it, where that changes any.
    fn as_the_usual(&self, book: &Book, visit: VisitId) -> Vec<(&'static str, Act)> {
        let Some(row) = book.visits().get(visit) else {
            return Vec::new();
        };
        let command = Command::MakeUsual {
            visit,
            scope: Scope::From(row.original_day),
            reset_start: false,
            clashing: Clashing::default(),
        };
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(self.clock.now(), 0);
        let changes = preview(book, &command, &mut moment).is_ok_and(|plan| plan.changed_visits() > 1);
        if !changes {
            return Vec::new();
        }
        let of = |reach| Act::Change(ToChange::Usual(visit, reach));
        vec![
            ("From here on…", of(Reach::FromHere)),
            ("All to come…", of(Reach::ToCome)),
        ]
    }

    /// Shows the first visit that is to come of what was just made or changed.
    fn point_at_first(&mut self, plan: &Plan) {
        let Some(book) = &self.book else { return };
        let now = self.clock.now();
        let there = |visit: &&std::sync::Arc<crate::domain::rows::Visit>| {
            visit.start_utc >= now && book.visits().get(visit.id).is_some_and(|visit| visit.is_busy())
        };
        let first = plan.lines.iter().filter_map(|line| line.after.as_ref()).find(there);
        if let Some(visit) = first {
            self.route = Route::Calendar;
            self.calendar.point_at(book, visit.id);
        }
    }

    fn refused(&mut self, waiting: &Waiting, refused: &Refused, time: f64) {
        let Some(book) = self.book.clone() else { return };
        let text = said::refused(&book, refused);
        match waiting {
            Waiting::Asker(Asker::SeriesForm) => {
                if let Some(form) = &mut self.form {
                    form.refused(refused, &book);
                }
            }
            Waiting::Asker(Asker::ImportDialog) | Waiting::Look => {
                if let Some(dialog) = &mut self.over.import {
                    dialog.refused(text);
                }
            }
            Waiting::Asker(Asker::FirstRun) => self.first_run.refused(text),
            Waiting::Asker(Asker::Clients) => self.clients.refused(refused, &book),
            Waiting::Asker(Asker::Setup) => self.setup.refused(refused, &book),
            Waiting::Asker(asker) => match self.over.asking(*asker) {
                Some(asking) => asking.refused(text),
                None => self.messages.say(Tone::Warn, text, time),
            },
            _ => self.messages.say(Tone::Warn, text, time),
        }
    }

    fn failed(&mut self, waiting: &Waiting, failure: &Failure, time: f64) {
        if matches!(waiting, Waiting::Job) {
            self.job_failed(failure, time);
            return;
        }
        if let (Waiting::Look, Some(dialog)) = (waiting, &mut self.over.import) {
            // A file that cannot be read says nothing of the salon's.
            dialog.refused(said::failed(failure));
            return;
        }
        let text = self.errands.failed(failure);
        if self.book.is_none() {
            // The page says it; there is nothing behind a message.
            return;
        }
        match waiting {
            Waiting::Asker(Asker::SeriesForm) => {
                if let Some(form) = &mut self.form {
                    form.failed(text);
                }
            }
            Waiting::Asker(Asker::ImportDialog) => {
                if let Some(dialog) = &mut self.over.import {
                    dialog.refused(text);
                }
            }
            Waiting::Asker(Asker::Clients) => self.clients.failed(&text),
            Waiting::Asker(Asker::Setup) => self.setup.failed(&text),
            Waiting::Asker(Asker::FirstRun) => self.first_run.refused(text),
            Waiting::Asker(asker) => match self.over.asking(*asker) {
                Some(asking) => asking.refused(text),
                None => self.messages.say(Tone::Danger, text, time),
            },
            _ => self.messages.say(Tone::Danger, text, time),
        }
    }

    /// An export or a backup was stopped, or could not be written. The salon itself is as saved as it was.
    fn job_failed(&mut self, failure: &Failure, time: f64) {
        self.errands.works(None);
        let text = said::failed(failure);
        if matches!(failure, Failure::Stopped) {
            self.messages.say(Tone::Plain, text, time);
        } else if let Some(dialog) = &mut self.over.export {
            match failure {
                Failure::FileThere(file) => dialog.is_there(file.clone()),
                _ => dialog.refused(text),
            }
        } else if let Some(dialog) = &mut self.over.backup {
            dialog.refused(text);
        } else {
            self.messages.say(Tone::Danger, text, time);
        }
    }

    fn recalled(&mut self, ctx: &egui::Context, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        match name {
            THEME if value == "dark" => ctx.set_theme(egui::Theme::Dark),
            ZOOM => {
                if let Some(zoom) = value.parse().ok().filter(|zoom: &f32| (0.5..=3.0).contains(zoom)) {
                    self.zoom = zoom;
                    ctx.set_zoom_factor(zoom);
                }
            }
            ACTOR => {
                value.clone_into(&mut self.actor);
                self.errands.quietly(Request::Actor(value.to_owned()));
            }
            CALENDAR_FOLDER => self.setup.recall_calendar_folder(value),
            BACKED_UP => self.backed_up = value.parse().ok(),
            export::REMEMBERED => self.export = export::recalled(value),
            calendar::REMEMBERED => {
                if let Some(extent) = Extent::coded(value) {
                    self.calendar.recall(extent);
                }
            }
            _ => {}
        }
    }

    /// Says what was done, with a button for the other way.
    fn offer(&mut self, text: String, button: Shortcut, act: Act, time: f64) {
        self.messages.clear();
        self.messages.offer(text, button.says().label, act, time);
    }
}
