//! The dialog of a change that touches many dates: what it does, date by date, before it does it. Away for a while, back
//! again, going on after a stop, and problems that are dealt with all alike.

use egui::{Id, Ui};

use crate::domain::command::{Command, Fix, Moment, Whose};
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::rows::*;
use crate::domain::{Book, Refused, preview};
use crate::time::Day;
use crate::ui::look::{Tone, size};
use crate::ui::said;
use crate::ui::widgets::date_text::{read_day, write_day};
use crate::ui::widgets::{
    Button, CONFIRM, Column, DateField, Dialog, Segments, Table, TableState, Width, muted, notice, text,
};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// The most rows of the table of dates that are seen at once, with its head.
const ROWS: u16 = 8;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToChange {
    /// Somebody does not come for a while.
    Away(Whose),
    /// They come again.
    Back(Whose),
    /// A stopped standing appointment goes on.
    Restart(SeriesId),
    /// Problems are dealt with, all alike.
    Solve(Vec<VisitId>, Fix),
}

/// What the dialog keeps.
pub struct Change {
    what: ToChange,
    from: String,
    until: String,
    gives_up: bool,
    table: TableState<Option<VisitId>>,
    made: Option<Made>,
    refused: Option<String>,
    asked: bool,
}

/// What would change, and for what that was reckoned.
struct Made {
    edition: u64,
    command: Command,
    plan: Result<Plan, String>,
}

impl Change {
    /// The dialog; a pause begins today unless something else is said.
    pub fn new(what: ToChange, context: &Context<'_>) -> Self {
        Self {
            what,
            from: write_day(context.today(), context.habit().order),
            until: String::new(),
            gives_up: false,
            table: TableState::default(),
            made: None,
            refused: None,
            asked: false,
        }
    }

    /// The salon said no, or something failed: the dialog stays and says it.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
        self.asked = false;
    }

    /// What is asked for; nothing where a date cannot be read.
    fn command(&self, context: &Context<'_>) -> Option<Command> {
        let habit = context.habit();
        let day = |text: &str| read_day(text, habit.order, habit.today);
        Some(match &self.what {
            ToChange::Away(whose) => Command::Pause {
                whose: *whose,
                from: day(&self.from)?,
                until: self.until(context)?,
                gives_up: self.gives_up,
            },
            ToChange::Back(whose) => Command::ComeBack { whose: *whose },
            ToChange::Restart(series) => Command::Restart { series: *series },
            ToChange::Solve(visits, fix) => Command::SolveProblems {
                visits: visits.clone(),
                fix: *fix,
            },
        })
    }

    /// The last day, none where it is open; nothing where it cannot be read.
    fn until(&self, context: &Context<'_>) -> Option<Option<Day>> {
        if self.until.trim().is_empty() {
            return Some(None);
        }
        let habit = context.habit();
        read_day(&self.until, habit.order, habit.today).map(Some)
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        self.reckon(context);
        let made = self.made.take();
        let plan = made.as_ref().and_then(|made| made.plan.as_ref().ok());
        let (label, can) = (
            words::change::button(self.what.verb(), plan),
            plan.is_some() && !self.asked,
        );
        let title = self.title(context.book);
        let shown = Dialog::new(Id::unique("change many dates"), &title).width(640.0).show(
            ctx,
            |ui| self.body(ui, made.as_ref(), context),
            |ui| {
                let cancel = ui.add(Button::secondary("Cancel")).clicked();
                let go = Button::primary(label).keys(CONFIRM);
                (cancel, ui.add_enabled(can, go).clicked())
            },
        );
        self.made = made;
        let (cancel, go) = shown.buttons;
        if (go || shown.confirmed)
            && can
            && let Some(Made {
                command,
                plan: Ok(plan),
                ..
            }) = &self.made
        {
            self.asked = true;
            context.ask(Act::CarryOut {
                command: Box::new(command.clone()),
                shown: Some(Box::new(plan.clone())),
                asker: Asker::ChangeDialog,
            });
        }
        shown.closed || cancel
    }

    fn title(&self, book: &Book) -> String {
        let name = |whose: Whose| match whose {
            Whose::Series(series) => words::visit::of_series(book, series),
            Whose::Client(client) => words::visit::named(book, Some(client), None),
        };
        match &self.what {
            ToChange::Away(whose) => format!("{} does not come for a while", name(*whose)),
            ToChange::Back(whose) => format!("{} comes again", name(*whose)),
            ToChange::Restart(series) => format!("{} goes on", name(Whose::Series(*series))),
            ToChange::Solve(_, Fix::Skip) => "Leave these dates out".to_owned(),
            ToChange::Solve(_, Fix::Keep) => "Book these dates anyway".to_owned(),
            ToChange::Solve(_, Fix::Nearest) => "Move these dates to the nearest free start".to_owned(),
            ToChange::Solve(_, Fix::Previous) => "Move these dates to the last open day before".to_owned(),
            ToChange::Solve(_, Fix::Next) => "Move these dates to the next open day".to_owned(),
        }
    }

    fn reckon(&mut self, context: &Context<'_>) {
        let Some(command) = self.command(context) else {
            self.made = None;
            return;
        };
        let stands = |made: &Made| made.edition == context.edition && made.command == command;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let plan = preview(context.book, &command, &mut moment);
        self.made = Some(Made {
            edition: context.edition,
            command,
            plan: plan.map_err(|refused: Refused| said::refused(context.book, &refused)),
        });
        self.refused = None;
    }

    fn body(&mut self, ui: &mut Ui, made: Option<&Made>, context: &Context<'_>) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        if matches!(self.what, ToChange::Away(_)) {
            self.fields(ui, context);
        }
        match made.map(|made| &made.plan) {
            Some(Ok(plan)) => self.dates(ui, plan, context.book),
            Some(Err(refused)) => {
                notice(ui, Tone::Warn, refused, None);
            }
            None => {}
        }
    }

    fn fields(&mut self, ui: &mut Ui, context: &Context<'_>) {
        let habit = context.habit();
        let wrong = "Write a date, as 14 Mar";
        let from = read_day(&self.from, habit.order, habit.today)
            .is_none()
            .then_some(wrong);
        let until = self.until(context).is_none().then_some(wrong);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            DateField::new("From", &mut self.from, habit).error(from).show(ui);
            DateField::new("Through", &mut self.until, habit)
                .help("Empty: until further notice")
                .error(until)
                .show(ui);
        });
        let options = [(false, "Hold the places"), (true, "Give the places up")];
        Segments::new("Meanwhile").show(ui, &mut self.gives_up, &options);
    }

    fn dates(&mut self, ui: &mut Ui, plan: &Plan, book: &Book) {
        if plan.lines.is_empty() {
            text(ui, "No visit changes");
            return;
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            muted(ui, &format!("What will change: {}", words::plan::changes(plan)));
            let columns = [
                Column::text("Date", Width::Points(152.0)).fixed(),
                Column::text("Who", Width::Share(1.0)).fixed(),
                Column::text("After", Width::Points(120.0)).fixed(),
                Column::text("Why", Width::Share(1.3)).fixed(),
            ];
            let rows = u16::try_from(plan.lines.len() + 1).unwrap_or(ROWS).min(ROWS);
            let height = size::ROW * f32::from(rows);
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_height(height);
                let key = |n: usize| plan.lines.get(n)?.before.as_ref().map(|visit| visit.id);
                Table::new("What will change", &columns).show(ui, &mut self.table, plan.lines.len(), key, |n, row| {
                    let Some(line) = plan.lines.get(n) else { return };
                    row.strong(&words::dates::weekday_and_day(line.original.day));
                    let visit = line.before.as_ref().or(line.after.as_ref());
                    row.text(&visit.map(|visit| words::visit::who(book, visit)).unwrap_or_default());
                    row.text(&after(line));
                    row.muted(&why(book, line));
                });
            });
        });
    }
}

impl ToChange {
    /// What the button does with how many.
    fn verb(&self) -> words::change::Verb {
        match self {
            ToChange::Away(_) => words::change::Verb::Away,
            ToChange::Back(_) => words::change::Verb::Back,
            ToChange::Restart(_) => words::change::Verb::GoOn,
            ToChange::Solve(_, Fix::Skip) => words::change::Verb::LeaveOut,
            ToChange::Solve(_, Fix::Keep) => words::change::Verb::BookAnyway,
            ToChange::Solve(_, Fix::Nearest | Fix::Previous | Fix::Next) => words::change::Verb::Move,
        }
    }
}

/// How it stands afterwards.
fn after(line: &PlanLine) -> String {
    let visit = line.after.as_ref().filter(|_| line.kind != LineKind::Deleted);
    let state = visit.map(|visit| words::choice::state(visit.state));
    let says = state.unwrap_or_else(|| words::choice::line(line.kind));
    words::capital(says)
}

/// Why, or what speaks against it.
fn why(book: &Book, line: &PlanLine) -> String {
    let visit = line.after.as_ref().or(line.before.as_ref());
    let location = visit.and_then(|visit| words::visit::location(book, visit));
    match location.filter(|_| !line.conflicts.is_empty()) {
        Some(location) => words::conflict::texts(book, &line.conflicts, location).join("; "),
        None => words::plan::reason(line),
    }
}
