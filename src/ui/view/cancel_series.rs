//! The dialog that cancels a standing appointment from here on, or all to come: which dates go, before anything does.

use egui::{Id, Ui};

use crate::domain::command::{Command, Moment};
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::rows::*;
use crate::domain::{Book, Refused, preview};
use crate::time::Day;
use crate::ui::look::{Tone, size};
use crate::ui::widgets::{
    Button, CONFIRM, Column, Dialog, Segments, Table, TableState, TextField, Width, muted, notice, text,
};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// Height of the table of dates.
const DATES: f32 = 232.0;

/// Which visits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    FromHere,
    AllToCome,
}

/// What the dialog keeps.
pub struct CancelSeries {
    series: SeriesId,
    from: Option<Day>,
    scope: Scope,
    reason: String,
    table: TableState<Option<VisitId>>,
    made: Option<Made>,
    refused: Option<String>,
    asked: bool,
}

/// What would change, and for what that was reckoned.
struct Made {
    edition: u64,
    scope: Scope,
    plan: Result<Plan, String>,
}

impl CancelSeries {
    /// The dialog for a series, from a day on; all to come where there is none.
    pub fn new(series: SeriesId, from: Option<Day>) -> Self {
        Self {
            series,
            from,
            scope: if from.is_some() {
                Scope::FromHere
            } else {
                Scope::AllToCome
            },
            reason: String::new(),
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

    fn command(&self) -> Command {
        Command::CancelSeries {
            series: self.series,
            from: self.from.filter(|_| self.scope == Scope::FromHere),
            reason: self.reason.trim().to_owned(),
        }
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        self.reckon(context);
        let title = format!(
            "Cancel visits of {}",
            words::visit::of_series(context.book, self.series)
        );
        let plan = self.made.take();
        let (label, can) = match plan.as_ref().map(|made| &made.plan) {
            Some(Ok(plan)) => (
                // "Cancel" alone would be the button that does nothing.
                match plan.changed_visits() {
                    0 => "Cancel the rest".to_owned(),
                    _ => words::plan::button("Cancel", plan),
                },
                !plan.lines.is_empty() || self.from.is_none(),
            ),
            _ => ("Cancel visits".to_owned(), false),
        };
        let asked = self.asked;
        let shown = Dialog::new(Id::unique("cancel a series"), &title).width(600.0).show(
            ctx,
            |ui| self.body(ui, plan.as_ref(), context.book),
            |ui| {
                let keep = ui.add(Button::secondary("Keep it")).clicked();
                let cancel = Button::danger(label).keys(CONFIRM);
                let go = ui.add_enabled(can && !asked, cancel).clicked();
                (keep, go)
            },
        );
        self.made = plan;
        let (keep, go) = shown.buttons;
        // What cannot be done twice is not done by Enter in a field.
        let go = go || (shown.confirmed && can && !asked);
        if go && let Some(Made { plan: Ok(plan), .. }) = &self.made {
            self.asked = true;
            context.ask(Act::CarryOut {
                command: Box::new(self.command()),
                shown: Some(Box::new(plan.clone())),
                asker: Asker::CancelDialog,
            });
        }
        shown.closed || keep
    }

    fn reckon(&mut self, context: &mut Context<'_>) {
        let stands = |made: &Made| made.edition == context.edition && made.scope == self.scope;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let plan = preview(context.book, &self.command(), &mut moment);
        if let Err(Refused::NotLoaded(months)) = &plan
            && let (Some(first), Some(last)) = (months.first(), months.last())
        {
            context.ask(Act::Load(first.first_day(), last.last_day()));
        }
        self.made = Some(Made {
            edition: context.edition,
            scope: self.scope,
            plan: plan.map_err(|refused| crate::ui::said::refused(context.book, &refused)),
        });
    }

    fn body(&mut self, ui: &mut Ui, made: Option<&Made>, book: &Book) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        if let Some(from) = self.from {
            let here = format!("From {} on", words::dates::day(from));
            let options = [(Scope::FromHere, here.as_str()), (Scope::AllToCome, "All to come")];
            Segments::new("Which visits").show(ui, &mut self.scope, &options);
        }
        match made.map(|made| &made.plan) {
            Some(Ok(plan)) => self.dates(ui, plan, book),
            Some(Err(refused)) => {
                notice(ui, Tone::Warn, refused, None);
            }
            None => {}
        }
        TextField::new("Why", &mut self.reason)
            .help("Stays with the standing appointment")
            .width(f32::INFINITY)
            .show(ui);
    }

    fn dates(&mut self, ui: &mut Ui, plan: &Plan, book: &Book) {
        if plan.lines.is_empty() {
            text(ui, "No visit is to come. Nothing new will be added");
            return;
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            let mut count = words::counted(plan.changed_visits(), "visit goes", "visits go");
            let not_booked = plan.lines.len() - plan.changed_visits();
            if not_booked > 0 {
                count.push_str(&format!(", {not_booked} not booked"));
            }
            muted(ui, &format!("What will change: {count}, what is past stays"));
            let columns = [
                Column::text("Date", Width::Points(140.0)).fixed(),
                Column::text("Now", Width::Share(1.0)).fixed(),
                Column::text("After", Width::Points(88.0)).fixed(),
            ];
            let face = words::dates::face(book);
            ui.allocate_ui(egui::vec2(ui.available_width(), DATES), |ui| {
                ui.set_height(DATES);
                let key = |n: usize| plan.lines.get(n)?.before.as_ref().map(|visit| visit.id);
                Table::new("What will change", &columns).show(ui, &mut self.table, plan.lines.len(), key, |n, row| {
                    let Some(line) = plan.lines.get(n) else { return };
                    row.strong(&words::dates::weekday_and_day(line.original.day));
                    row.text(&now(line, face));
                    row.muted("Cancelled");
                });
            });
        });
    }
}

/// What stands there now: "10:00 to 10:45", with its day where it was moved, and what was done by hand.
fn now(line: &PlanLine, face: crate::domain::values::ClockFace) -> String {
    let Some(visit) = &line.before else {
        return String::new();
    };
    let times = words::dates::times(visit.time, (visit.start() + visit.minutes).time, face);
    let when = if visit.day == line.original.day {
        times
    } else {
        format!("{}, {times}", words::dates::weekday_day_and_month(visit.day))
    };
    let standing = words::visit::standing(visit).or_else(|| words::visit::by_hand(visit.changed));
    match standing {
        Some(standing) => format!("{when}, {standing}"),
        None => when,
    }
}
