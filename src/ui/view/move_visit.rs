//! The dialog that moves one visit: to another day, time or person. What speaks against it is said before it is done.

use egui::Id;

use crate::domain::command::{Command, Moment};
use crate::domain::rows::*;
use crate::domain::schedule::works_at;
use crate::domain::{Refused, preview};
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::look::{Tone, size};
use crate::ui::said;
use crate::ui::tints::in_order;
use crate::ui::widgets::date_text::{read_day, read_time, write_day, write_time};
use crate::ui::widgets::{Button, CONFIRM, Choice, DateField, Dialog, TimeField, muted, notice};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// What the dialog keeps.
pub struct MoveVisit {
    visit: VisitId,
    day: String,
    time: String,
    staff: Option<StaffId>,
    made: Option<Made>,
    refused: Option<String>,
    asked: bool,
}

/// What a move would mean, and for which.
struct Made {
    edition: u64,
    command: Command,
    against: Result<Vec<String>, String>,
}

impl MoveVisit {
    /// The dialog for a visit as it stands; none where it is gone.
    pub fn new(visit: VisitId, context: &Context<'_>) -> Option<Self> {
        let row = context.book.visits().get(visit)?;
        Some(Self {
            visit,
            day: write_day(row.day, context.habit().order),
            time: write_time(row.time, context.face()),
            staff: row.lead(),
            made: None,
            refused: None,
            asked: false,
        })
    }

    /// It could not be done: what was typed stays.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
        self.asked = false;
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        let Some(visit) = context.book.visits().get(self.visit).cloned() else {
            return true;
        };
        let habit = context.habit();
        let typed = (read_day(&self.day, habit.order, habit.today), read_time(&self.time));
        let command = self.command(&visit, typed);
        self.reckon(context, &visit, command.as_ref());
        let against = self.made.as_ref().map(|made| &made.against);
        let (label, can) = match against {
            Some(Ok(none)) if none.is_empty() => ("Move", true),
            Some(Ok(_)) => ("Move anyway", true),
            _ => ("Move", false),
        };
        let clashes = matches!(against, Some(Ok(texts)) if !texts.is_empty());
        let asked = self.asked;
        let title = format!("Move {}", words::visit::who(context.book, &visit));
        let shown = Dialog::new(Id::unique("move a visit"), &title).width(480.0).show(
            ctx,
            |ui| self.body(ui, context, &visit, typed),
            |ui| {
                let keep = ui.add(Button::secondary("Cancel")).clicked();
                let button = if clashes {
                    Button::danger(label)
                } else {
                    Button::primary(label)
                };
                (keep, ui.add_enabled(can && !asked, button.keys(CONFIRM)).clicked())
            },
        );
        let (keep, go) = shown.buttons;
        let keys = shown.confirmed || (shown.entered && !clashes);
        let go = go || (keys && can && !asked);
        if go
            && let Some(Command::MoveVisit {
                visit,
                to,
                staff,
                minutes,
                ..
            }) = command
        {
            self.asked = true;
            let command = Command::MoveVisit {
                visit,
                to,
                staff,
                minutes,
                keep_conflicts: clashes,
            };
            context.ask(Act::carry_out(command, Asker::MoveDialog));
        }
        shown.closed || keep
    }

    /// What is asked for; nothing where it cannot be read, or is as it was.
    fn command(&self, visit: &Visit, typed: (Option<Day>, Option<TimeOfDay>)) -> Option<Command> {
        let to = Civil::new(typed.0?, typed.1?);
        let staff = self.staff.filter(|staff| Some(*staff) != visit.lead());
        if to == visit.start() && staff.is_none() {
            return None;
        }
        Some(Command::MoveVisit {
            visit: self.visit,
            to,
            staff,
            minutes: None,
            keep_conflicts: false,
        })
    }

    fn reckon(&mut self, context: &Context<'_>, visit: &Visit, command: Option<&Command>) {
        let Some(command) = command else {
            self.made = None;
            return;
        };
        let stands = |made: &Made| made.edition == context.edition && made.command == *command;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let location = words::visit::location(context.book, visit);
        let against = match (preview(context.book, command, &mut moment), location) {
            (Ok(plan), Some(location)) => {
                let open: Vec<_> = plan
                    .lines
                    .iter()
                    .flat_map(|line| line.conflicts.iter().cloned())
                    .collect();
                let texts = words::conflict::texts(context.book, &open, location);
                Ok(texts.iter().map(|text| words::capital(text)).collect())
            }
            (Ok(_), None) => Ok(Vec::new()),
            // What is not loaded is loaded when it is done.
            (Err(Refused::NotLoaded(_)), _) => Ok(Vec::new()),
            (Err(refused), _) => Err(said::refused(context.book, &refused)),
        };
        self.made = Some(Made {
            edition: context.edition,
            command: command.clone(),
            against,
        });
        self.refused = None;
    }

    fn body(
        &mut self,
        ui: &mut egui::Ui,
        context: &Context<'_>,
        visit: &Visit,
        typed: (Option<Day>, Option<TimeOfDay>),
    ) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        let face = words::dates::face(context.book);
        let now = words::dates::start(visit.start(), face);
        muted(
            ui,
            &format!("This visit only. Now: {now}. The others stay where they are."),
        );
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            let error = typed.0.is_none().then_some("Write a date, as 14 Mar");
            DateField::new("Day", &mut self.day, context.habit())
                .error(error)
                .show(ui);
            let error = typed.1.is_none().then_some("Write a time");
            TimeField::new("Time", &mut self.time, context.face())
                .error(error)
                .width(112.0)
                .show(ui);
        });
        let location = words::visit::location(context.book, visit);
        let people = in_order(context.book);
        let there = people.iter().filter(|person| {
            let works = location.is_none_or(|location| works_at(context.book, person, location));
            works || Some(person.id) == visit.lead()
        });
        let options: Vec<(StaffId, &str)> = there.map(|person| (person.id, person.name())).collect();
        Choice::new("Stylist").show(ui, &mut self.staff, &options);
        match self.made.as_ref().map(|made| &made.against) {
            Some(Ok(texts)) if !texts.is_empty() => {
                notice(ui, Tone::Warn, &texts.join("\n"), None);
            }
            Some(Err(refused)) => {
                notice(ui, Tone::Danger, refused, None);
            }
            Some(Ok(_)) | None => {}
        }
    }
}
