//! What was asked in a frame is done after it, in its order.

use super::App;
use super::asked::{ACTOR, SERIES_FORM, THEME, Waiting};
use crate::desk::{Failure, Job, Request};
use crate::domain::values::CancelledHow;
use crate::domain::{Book, Command};
use crate::exchange::ics::Selection;
use crate::ui::FormStart;
use crate::ui::act::{Act, Asker};
use crate::ui::context::Context;
use crate::ui::form::series::SeriesForm;
use crate::ui::look::{Palette, Tone};
use crate::ui::route::Route;
use crate::ui::said;
use crate::ui::shortcut::Shortcut;
use crate::ui::view::backup::BackUp;
use crate::ui::view::cancel_visit::CancelVisit;
use crate::ui::view::change::Change;
use crate::ui::view::edit_visit::EditVisit;
use crate::ui::view::export::{self, Export};
use crate::ui::view::import::Import;
use crate::ui::view::move_visit::MoveVisit;
use crate::ui::view::out::Out;

impl App {
    /// Does what was asked. What that asks in turn is done in the next frame.
    pub(super) fn act(&mut self, ctx: &egui::Context) {
        for act in std::mem::take(&mut self.acts) {
            let time = ctx.input(|input| input.time);
            if let Err(failure) = self.act_on(ctx, act, time) {
                let text = self.errands.failed(&failure);
                self.messages.say(Tone::Danger, text, time);
            }
        }
        if !self.acts.is_empty() {
            ctx.request_repaint();
        }
    }

    fn act_on(&mut self, ctx: &egui::Context, act: Act, time: f64) -> Result<(), Failure> {
        match act {
            Act::Go(route) => {
                self.close_form(time);
                self.route = route;
            }
            Act::ShowDay(day) => {
                self.close_form(time);
                self.route = Route::Calendar;
                self.calendar.show_day(day);
            }
            Act::ShowVisit(visit) => {
                if let Some(book) = &self.book {
                    self.route = Route::Calendar;
                    self.calendar.show_visit(book, visit);
                }
                self.close_form(time);
            }
            Act::ShowSeries(series) => {
                self.close_form(time);
                self.route = Route::Regulars;
                self.regulars.show_series(series);
            }
            Act::Load(first, last) => self.errands.quietly(Request::Load { first, last }),
            Act::OpenForm(start) => self.open_form(ctx, &start),
            Act::CloseForm => self.close_form(time),
            Act::Move(visit) => {
                if let Some(book) = self.book.clone() {
                    self.over.moving = self.with_context(ctx, &book, |context| MoveVisit::new(visit, context));
                }
            }
            Act::EditVisit(visit) => {
                if let Some(book) = self.book.clone() {
                    self.over.edit_visit = self.with_context(ctx, &book, |context| EditVisit::new(visit, context));
                }
            }
            Act::CancelVisit(visit) => {
                let now = self.clock.now();
                self.over.cancel_visit = self.book.as_ref().and_then(|book| CancelVisit::new(book, visit, now));
                if self.over.cancel_visit.is_none() {
                    let how = CancelledHow::InTime;
                    let command = Box::new(Command::CancelVisit { visit, how });
                    let request = Request::CarryOut { command, shown: None };
                    self.errands.ask(request, Waiting::Asker(Asker::Window))?;
                }
            }
            Act::Change(what) => {
                if let Some(book) = self.book.clone() {
                    self.over.change = Some(self.with_context(ctx, &book, |context| Change::new(what, context)));
                }
            }
            Act::Out(staff, day) => {
                if let Some(book) = self.book.clone() {
                    self.over.out = Some(self.with_context(ctx, &book, |context| Out::new(staff, day, context)));
                }
            }
            Act::CarryOut { command, shown, asker } => {
                self.errands
                    .ask(Request::CarryOut { command, shown }, Waiting::Asker(asker))?;
            }
            Act::SampleShop => self.errands.ask(Request::SampleShop, Waiting::Asker(Asker::FirstRun))?,
            Act::Export(what) => self.over.export = Some(Export::new(what, self.export, self.folder.clone())),
            Act::WriteCalendar {
                what,
                options,
                to,
                replace,
            } => {
                self.errands.works(Some(said::job(Job::Export, 0, 0)));
                let request = Request::Export {
                    what,
                    options,
                    to,
                    replace,
                };
                self.errands.ask(request, Waiting::Job)?;
            }
            Act::Import => self.over.import = Some(Import::new(self.folder.clone())),
            Act::LookInto { file, create_missing } => {
                let request = Request::LookInto { file, create_missing };
                self.errands.ask(request, Waiting::Look)?;
            }
            Act::BackUp => {
                if let Some(book) = self.book.clone() {
                    let (folder, last) = (self.folder.clone(), self.last_backup());
                    self.over.backup =
                        Some(self.with_context(ctx, &book, |context| BackUp::new(folder, last, context)));
                }
            }
            Act::WriteBackup { to } => {
                self.errands.works(Some(said::job(Job::Backup, 0, 0)));
                self.errands.ask(Request::Backup { to }, Waiting::Job)?;
            }
            Act::KeepCalendars { folder } => {
                self.calendars.folder_asked(&folder);
                self.errands.keep(Request::KeepCalendars { folder });
            }
            Act::StopJob => self.errands.quietly(Request::StopJob),
            Act::Undo => self.errands.step(true)?,
            Act::Redo => self.errands.step(false)?,
            Act::ShowKeys => self.over.keys = true,
            Act::Theme(theme) => {
                ctx.set_theme(theme);
                let value = if theme == egui::Theme::Dark { "dark" } else { "light" };
                self.remember(THEME, value);
            }
            Act::Seat(name) => {
                self.remember(ACTOR, &name);
                self.errands.quietly(Request::Actor(name.clone()));
                self.actor = name;
            }
            Act::Say(tone, text) => self.messages.say(tone, text, time),
            Act::Remember { name, value } => {
                if name == export::REMEMBERED {
                    self.export = export::recalled(&value);
                }
                self.remember(name, &value);
            }
            Act::KeepDraft { form, json } => self.errands.keep(Request::KeepDraft {
                form: form.to_owned(),
                json,
            }),
        }
        ctx.request_repaint();
        Ok(())
    }

    /// Does what a key asks.
    pub(super) fn press(&mut self, shortcut: Shortcut, context: &mut Context<'_>) {
        match shortcut {
            Shortcut::Undo => context.ask(Act::Undo),
            Shortcut::Redo => context.ask(Act::Redo),
            Shortcut::Help => context.ask(Act::ShowKeys),
            // A form that is open has the keyboard.
            _ if self.form.is_some() => {}
            Shortcut::New => {
                let prefill = self.calendar.prefill(context);
                context.ask(Act::OpenForm(FormStart::New(prefill)));
            }
            Shortcut::Today | Shortcut::DayView | Shortcut::WeekView | Shortcut::GoToDate => {
                self.route = Route::Calendar;
                self.calendar.press(shortcut, context);
            }
            _ => self.press_on_screen(shortcut, context),
        }
    }

    fn press_on_screen(&mut self, shortcut: Shortcut, context: &mut Context<'_>) {
        let heard = match self.route {
            Route::Calendar => {
                self.calendar.press(shortcut, context);
                true
            }
            Route::Regulars => self.regulars.press(shortcut, context),
            Route::Clients | Route::ToDo | Route::Setup(_) => false,
        };
        if !heard && shortcut == Shortcut::Export {
            context.ask(Act::Export(Selection::All));
        }
    }

    fn open_form(&mut self, ctx: &egui::Context, start: &FormStart) {
        let Some(book) = self.book.clone() else { return };
        let kept = match start {
            FormStart::New(prefill) => self.draft.take().and_then(|json| {
                self.with_context(ctx, &book, |context| SeriesForm::from_kept(&json, prefill, context))
            }),
            FormStart::Edit(_) | FormStart::EditFrom(..) => None,
        };
        self.form = kept.or_else(|| self.with_context(ctx, &book, |context| SeriesForm::open(start, context)));
        let changed = self.form.as_ref().and_then(|form| form.before.as_ref());
        if let Some(kept) = changed.and_then(|before| self.changes.remove(&before.series))
            && let Some(mut form) = self.form.take()
        {
            self.with_context(ctx, &book, |context| form.take_up(kept, context));
            self.form = Some(form);
        }
    }

    fn with_context<R>(&mut self, ctx: &egui::Context, book: &Book, then: impl FnOnce(&Context<'_>) -> R) -> R {
        let context = Context {
            book,
            edition: self.edition,
            now: self.clock.now(),
            palette: Palette::of_visuals(&ctx.global_style().visuals),
            acts: &mut self.acts,
        };
        then(&context)
    }

    /// Closes the form where it is open; what was typed is kept, and the way back to it is said.
    fn close_form(&mut self, time: f64) {
        self.keep_typed();
        let Some(form) = self.form.take() else { return };
        if form.kept().is_some() || form.kept_change().is_some() {
            let says = "Not saved. What you typed comes back when you open it again";
            let again = Act::OpenForm(form.start());
            self.messages.warn(says, "Bring back", again, time);
        }
    }

    /// Keeps what was typed in a form that is closed before it was saved.
    pub(super) fn keep_typed(&mut self) {
        let Some(form) = &self.form else { return };
        if let Some(json) = form.kept() {
            self.draft = Some(json.clone());
            self.errands.keep(Request::KeepDraft {
                form: SERIES_FORM.to_owned(),
                json: Some(json),
            });
        } else if let Some(kept) = form.kept_change() {
            self.changes.insert(kept.series, kept);
        } else if form.before.is_none() && form.forgets_kept() {
            self.forget_typed();
        }
    }

    /// Forgets what was typed: it is saved.
    pub(super) fn forget_typed(&mut self) {
        self.draft = None;
        self.errands.keep(Request::KeepDraft {
            form: SERIES_FORM.to_owned(),
            json: None,
        });
    }

    pub(super) fn remember(&mut self, name: &str, value: &str) {
        self.errands.keep(Request::Remember {
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }
}
