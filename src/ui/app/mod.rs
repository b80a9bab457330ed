//! The window: takes what the desk answers, shows the book, and then does what was asked.
//!
//! [`App::logic`] takes replies, [`App::show`] draws a frame and then acts. It keeps no copy of what the salon is: only where
//! the person is, what lies over it, and what is under way.

mod acts;
mod asked;
mod replies;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui};

use self::asked::{CalendarFiles, Errands};
use super::act::{Act, Asker};
use super::ahead::asking::Asking;
use super::context::Context;
use super::form::series::SeriesForm;
use super::form::series::kept::KeptChange;
use super::look::{Icon, Palette, Tone, size};
use super::route::Route;
use super::shell::{self, BAR, Saved, Status};
use super::shortcut::Shortcut;
use super::view::backup::BackUp;
use super::view::calendar::Calendar;
use super::view::cancel_visit::CancelVisit;
use super::view::change::Change;
use super::view::clients::Clients;
use super::view::edit_visit::EditVisit;
use super::view::export::Export;
use super::view::first_run::FirstRun;
use super::view::import::Import;
use super::view::move_visit::MoveVisit;
use super::view::out::Out;
use super::view::regulars::Regulars;
use super::view::setup::Setup;
use super::view::todo::ToDo;
use super::widgets::{Button, Toasts, empty_state, give_back_focus, notice};
use crate::desk::{Handle, Request};
use crate::domain::Book;
use crate::domain::rows::SeriesId;
use crate::exchange::ics::Options;
use crate::time::{Clock, Day, Instant, Zone};
use crate::words;

/// What the window is given when it opens.
pub struct Launch {
    /// The desk, on its own thread.
    pub desk: Handle,
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// The zone of the computer, offered to a new business.
    pub zone: Zone,
    /// Where exports go unless something else is said.
    pub folder: PathBuf,
}

/// After so many days a backup is old.
const OLD: i32 = 7;

/// The window.
pub struct App {
    errands: Errands,
    clock: Box<dyn Clock>,
    folder: PathBuf,
    book: Option<Arc<Book>>,
    edition: u64,
    route: Route,
    calendar: Calendar,
    regulars: Regulars,
    clients: Clients,
    todo: ToDo,
    setup: Setup,
    first_run: FirstRun,
    form: Option<SeriesForm>,
    over: Over,
    acts: Vec<Act>,
    messages: Toasts<Act>,
    /// The text of a form that was closed before it was saved.
    draft: Option<String>,
    /// The same of forms that change something, as long as the window is open.
    changes: BTreeMap<SeriesId, KeptChange>,
    actor: String,
    calendars: CalendarFiles,
    /// How visits were exported last.
    export: Options,
    /// When the last backup was made.
    backed_up: Option<Instant>,
    /// As it is remembered.
    zoom: f32,
    /// The day for which series were brought up to the horizon.
    today: Option<Day>,
}

/// What lies over the screen.
#[derive(Default)]
struct Over {
    change: Option<Change>,
    out: Option<Out>,
    cancel_visit: Option<CancelVisit>,
    edit_visit: Option<EditVisit>,
    export: Option<Export>,
    import: Option<Import>,
    backup: Option<BackUp>,
    moving: Option<MoveVisit>,
    keys: bool,
}

impl Over {
    /// What was asked in the dialog that asked for something, where it is one and still open.
    fn asking(&mut self, asker: Asker) -> Option<&mut Asking> {
        match asker {
            Asker::ChangeDialog => self.change.as_mut().map(Change::asking),
            Asker::OutDialog => self.out.as_mut().map(Out::asking),
            Asker::CancelVisitDialog => self.cancel_visit.as_mut().map(CancelVisit::asking),
            Asker::EditVisitDialog => self.edit_visit.as_mut().map(EditVisit::asking),
            Asker::MoveDialog => self.moving.as_mut().map(MoveVisit::asking),
            Asker::Window
            | Asker::SeriesForm
            | Asker::Setup
            | Asker::Clients
            | Asker::ImportDialog
            | Asker::FirstRun => None,
        }
    }
}

impl App {
    /// A window over a desk that is being opened.
    pub fn new(launch: Launch) -> Self {
        let mut errands = Errands::new(launch.desk);
        errands.recall();
        Self {
            errands,
            clock: launch.clock,
            folder: launch.folder,
            book: None,
            edition: 0,
            route: Route::default(),
            calendar: Calendar::default(),
            regulars: Regulars::default(),
            clients: Clients::default(),
            todo: ToDo::default(),
            setup: Setup::default(),
            first_run: FirstRun::new(launch.zone),
            form: None,
            over: Over::default(),
            acts: Vec::new(),
            messages: Toasts::default(),
            draft: None,
            changes: BTreeMap::new(),
            actor: String::new(),
            calendars: CalendarFiles::default(),
            export: Options::default(),
            backed_up: None,
            zoom: 1.0,
            today: None,
        }
    }

    /// Takes what the desk answered, notices a new day, and keeps what was typed where the window is closed.
    pub fn logic(&mut self, ctx: &egui::Context) {
        self.notice_zoom(ctx);
        self.take_answers(ctx);
        let now = self.clock.now();
        if let Some(book) = &self.book {
            let today = book.zone().civil(now).day;
            if self.today.replace(today).is_some_and(|known| known != today) {
                self.errands.quietly(Request::NewDay);
            }
        }
        if ctx.input(|input| input.viewport().close_requested()) {
            self.keep_typed();
        }
        // The line of now moves once a minute; nothing else happens by itself.
        let left = 60_000 - now.millis().rem_euclid(60_000);
        ctx.request_repaint_after(Duration::from_millis(left.unsigned_abs()));
    }

    /// Remembers the zoom that the person chose with the keys.
    fn notice_zoom(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        if (zoom - self.zoom).abs() > 0.001 {
            self.zoom = zoom;
            self.acts.push(Act::Remember {
                name: asked::ZOOM,
                value: zoom.to_string(),
            });
        }
    }

    /// Draws the frame, then does what was asked in it.
    pub fn show(&mut self, ui: &mut Ui) {
        ui.ctx()
            .accesskit_node_builder(egui::accesskit_root_id(), |window| window.set_label("Chairtime"));
        match self.book.clone() {
            Some(book) if book.business().is_some() => self.salon(ui, &book),
            Some(book) => self.questions(ui, &book),
            None => self.before_the_book(ui),
        }
        self.act(ui.ctx());
    }

    fn salon(&mut self, ui: &mut Ui, book: &Book) {
        let mut acts = std::mem::take(&mut self.acts);
        let mut context = Context {
            book,
            edition: self.edition,
            now: self.clock.now(),
            palette: Palette::of(ui),
            acts: &mut acts,
        };
        for shortcut in Shortcut::pressed(ui.ctx()) {
            self.press(shortcut, &mut context);
        }
        ui.scope(|ui| {
            if ui.memory(|memory| memory.top_modal_layer().is_some()) {
                // Nor can what lies behind a dialog be reached by those who do not see it.
                ui.ctx()
                    .accesskit_node_builder(ui.unique_id(), egui::accesskit::Node::set_hidden);
            }
            self.behind(ui, &mut context);
        });
        self.dialogs(ui.ctx(), &mut context);
        give_back_focus(ui.ctx());
        self.acts = acts;
    }

    /// All that dialogs lie over.
    fn behind(&mut self, ui: &mut Ui, context: &mut Context<'_>) {
        self.todo.follow(context);
        shell::nav(ui, self.route, self.todo.waiting(), &mut self.messages, context);
        shell::status(ui, &self.status(), context);
        match &mut self.form {
            Some(form) => {
                let ground = Frame::new().fill(context.palette.ground);
                CentralPanel::default()
                    .frame(ground)
                    .show(ui, |ui| form.show(ui, context));
            }
            None => self.screen(ui, context),
        }
    }

    fn screen(&mut self, ui: &mut Ui, context: &mut Context<'_>) {
        if self.route == Route::Calendar {
            self.bar(ui, context);
        }
        let ground = Frame::new().fill(context.palette.ground);
        CentralPanel::default().frame(ground).show(ui, |ui| match self.route {
            Route::Calendar => {
                ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
                self.calendar.show(ui, context);
            }
            Route::Regulars => self.regulars.show(ui, context),
            Route::Clients => self.clients.show(ui, context),
            Route::ToDo => self.todo.show(ui, context),
            Route::Setup(page) => self.setup.show(ui, context, page),
        });
    }

    /// The bar over the calendar.
    fn bar(&mut self, ui: &mut Ui, context: &mut Context<'_>) {
        let palette = context.palette;
        let frame = Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(16, 0));
        let calendar = &mut self.calendar;
        Panel::top("bar")
            .exact_size(BAR)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                let edge = ui.max_rect().expand2(egui::vec2(16.0, 0.0));
                ui.painter()
                    .hline(edge.x_range(), edge.bottom(), Stroke::new(size::LINE, palette.line));
                ui.horizontal_centered(|ui| {
                    const NEW: f32 = 80.0 + size::SPACE_2;
                    calendar.bar(ui, context);
                    let room = ui.available_width() - NEW;
                    super::widgets::at_right(ui, egui::Id::unique("bar"), |ui| {
                        calendar.bar_end(ui, context, room);
                        let says = Shortcut::New.says();
                        let button = Button::primary(says.label)
                            .icon(says.icon)
                            .tip(says.tip)
                            .keys(says.keys);
                        if ui.add(button).clicked() {
                            let prefill = calendar.prefill(context);
                            context.ask(Act::OpenForm(super::FormStart::New(prefill)));
                        }
                    });
                });
            });
    }

    fn dialogs(&mut self, ctx: &egui::Context, context: &mut Context<'_>) {
        if let Some(change) = &mut self.over.change
            && change.show(ctx, context)
        {
            self.over.change = None;
        }
        if let Some(out) = &mut self.over.out
            && out.show(ctx, context)
        {
            self.over.out = None;
        }
        if let Some(export) = &mut self.over.export
            && export.show(ctx, context, self.errands.job())
        {
            self.over.export = None;
        }
        if let Some(import) = &mut self.over.import
            && import.show(ctx, context)
        {
            self.over.import = None;
        }
        if let Some(backup) = &mut self.over.backup
            && backup.show(ctx, context, self.errands.job())
        {
            self.over.backup = None;
        }
        if let Some(cancel) = &mut self.over.cancel_visit
            && cancel.show(ctx, context)
        {
            self.over.cancel_visit = None;
        }
        if let Some(edit) = &mut self.over.edit_visit
            && edit.show(ctx, context)
        {
            self.over.edit_visit = None;
        }
        if let Some(moving) = &mut self.over.moving
            && moving.show(ctx, context)
        {
            self.over.moving = None;
        }
        if self.over.keys && shell::keys(ctx) {
            self.over.keys = false;
        }
    }

    fn status(&self) -> Status<'_> {
        let saved = self.errands.saved();
        let can_write = |_: &&str| saved != Saved::ReadOnly;
        Status {
            saved,
            undo: self.errands.undo_text().filter(can_write),
            redo: self.errands.redo_text().filter(can_write),
            actor: &self.actor,
            job: self.errands.job(),
            calendars: self.calendars.trouble(),
            backup: self.last_backup(),
            backup_is_old: self.days_since_backup().is_some_and(|days| days >= OLD),
        }
    }

    fn days_since_backup(&self) -> Option<i32> {
        let zone = self.book.as_ref()?.zone();
        Some(zone.civil(self.clock.now()).day - zone.civil(self.backed_up?).day)
    }

    /// "Backed up yesterday"
    fn last_backup(&self) -> String {
        let days = self.days_since_backup();
        match self.backed_up.zip(days).zip(self.book.as_ref()) {
            Some(((at, days), book)) => {
                let day = book.zone().civil(at).day;
                format!("Backed up {}", words::dates::relative(day, day + days))
            }
            None => "No backup yet".to_owned(),
        }
    }

    /// The first questions, where there is no business yet.
    fn questions(&mut self, ui: &mut Ui, book: &Book) {
        let mut acts = std::mem::take(&mut self.acts);
        let mut context = Context {
            book,
            edition: self.edition,
            now: self.clock.now(),
            palette: Palette::of(ui),
            acts: &mut acts,
        };
        for shortcut in Shortcut::pressed(ui.ctx()) {
            match shortcut {
                Shortcut::Undo => context.ask(Act::Undo),
                Shortcut::Redo => context.ask(Act::Redo),
                _ => {}
            }
        }
        if let Some(act) = shell::messages(ui, &mut self.messages) {
            context.ask(act);
        }
        let ground = Frame::new().fill(context.palette.ground);
        let taken_back = self.status().redo.map(str::to_owned);
        let first_run = &mut self.first_run;
        let read_only = self.errands.saved() == Saved::ReadOnly;
        CentralPanel::default().frame(ground).show(ui, |ui| {
            if read_only {
                notice(
                    ui,
                    Tone::Warn,
                    "Another window has the salon open. This one can only read",
                    None,
                );
            }
            first_run.show(ui, &mut context, taken_back.as_deref());
        });
        self.acts = acts;
    }

    /// Nothing yet: the book is on its way, or could not be opened.
    fn before_the_book(&mut self, ui: &mut Ui) {
        const WIDTH: f32 = 640.0;
        if let Some(act) = shell::messages(ui, &mut self.messages) {
            self.acts.push(act);
        }
        let ground = Frame::new().fill(Palette::of(ui).ground).inner_margin(Margin::same(32));
        let failure = self.errands.failure();
        CentralPanel::default().frame(ground).show(ui, |ui| match failure {
            Some(failure) => {
                let side = ((ui.available_width() - WIDTH) / 2.0).max(0.0);
                ui.add_space(ui.available_height() / 5.0);
                ui.horizontal_top(|ui| {
                    ui.add_space(side);
                    ui.vertical(|ui| {
                        ui.set_width(WIDTH.min(ui.available_width()));
                        ui.spacing_mut().item_spacing.y = size::SPACE_4;
                        super::widgets::title(ui, "The salon could not be opened");
                        notice(ui, Tone::Danger, failure, None);
                        super::widgets::muted(ui, "Nothing was changed or overwritten.");
                    });
                });
            }
            None => {
                empty_state(ui, Icon::Calendar, "Opening the book", None);
            }
        });
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        App::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}
