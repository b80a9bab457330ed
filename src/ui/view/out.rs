//! The dialog of a stylist who is out: whom to call in the order of time, with the phone and what can be offered, and what came
//! of each call. Nobody is moved of whom nothing is said. What is agreed on is one step with the time off.

use std::collections::BTreeMap;

use egui::{Id, ScrollArea, Ui};

use crate::domain::Book;
use crate::domain::command::{Command, Moment};
use crate::domain::decide::{Absent, Call, call_list};
use crate::domain::rows::*;
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::ahead::LookAhead;
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::ahead::which::WRONG_DATE;
use crate::ui::look::{Icon, Tone, size};
use crate::ui::said;
use crate::ui::tints::in_order;
use crate::ui::widgets::date_text::{read_day, read_time, write_day};
use crate::ui::widgets::{
    Button, Chips, Choice, DateField, TimeField, at_right, controls, heading, muted, notice, strong, text,
};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// Height of the call list.
const CALLS: f32 = 352.0;

/// What the dialog keeps.
pub struct Out {
    staff: Option<StaffId>,
    day: String,
    time: String,
    until: String,
    /// What came of the calls so far.
    came: BTreeMap<VisitId, Came>,
    made: Option<Made>,
    ahead: LookAhead,
    asking: Asking,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Came {
    /// Nobody called yet: the visit stays, and is a problem.
    #[default]
    NotAsked,
    /// Nobody answered: it stays as well.
    NoAnswer,
    /// They come at another time, or to somebody else.
    Takes(Civil, StaffId),
    /// They do not come.
    Cancels,
}

/// Who is to be called, and for which absence that was looked up.
struct Made {
    edition: u64,
    absent: Absent,
    calls: Result<Vec<Call>, String>,
}

impl Out {
    /// The dialog for somebody from now on, or for a day to come.
    pub fn new(staff: Option<StaffId>, day: Option<Day>, context: &Context<'_>) -> Self {
        let today = context.today();
        Self {
            staff: staff.or_else(|| in_order(context.book).first().map(|person| person.id)),
            day: write_day(day.unwrap_or(today).max(today), context.habit().order),
            time: String::new(),
            until: String::new(),
            came: BTreeMap::new(),
            made: None,
            ahead: LookAhead::default(),
            asking: Asking::default(),
        }
    }

    /// What was asked in it.
    pub fn asking(&mut self) -> &mut Asking {
        &mut self.asking
    }

    fn absent(&self, context: &Context<'_>) -> Option<Absent> {
        let habit = context.habit();
        let day = |text: &str| read_day(text, habit.order, habit.today);
        let until = match self.until.trim() {
            "" => None,
            until => Some((day(until)? + 1).midnight()),
        };
        let (first, now) = (day(&self.day)?, context.book.zone().civil(context.now));
        let time = match self.time.trim() {
            // All of a day to come, and what is left of today.
            "" if first == now.day => now.time,
            "" => TimeOfDay::MIDNIGHT,
            time => read_time(time)?,
        };
        Some(Absent {
            staff: self.staff?,
            from: Civil::new(first, time),
            until,
        })
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        self.look_up(context);
        let made = self.made.take();
        let calls = made.as_ref().and_then(|made| made.calls.as_ref().ok());
        let command = made
            .as_ref()
            .zip(calls)
            .map(|(made, calls)| self.command(made.absent, calls));
        if self.ahead.reckon(context, command.clone()) {
            self.asking.anew();
        }
        let count = |is: fn(Came) -> bool| calls.map_or(0, |calls| self.count(calls, is));
        let moved = count(|came| matches!(came, Came::Takes(..)));
        let cancelled = count(|came| came == Came::Cancels);
        let question = Question {
            name: "out today",
            title: "Who is out",
            width: 960.0,
            keep: "Cancel",
            go: words::change::out_button(moved, cancelled),
            danger: false,
            can: self.ahead.plan().is_some_and(|plan| plan.open() == 0),
            enter: false,
        };
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| self.body(ui, made.as_ref(), context));
        self.asking = asking;
        if said.go
            && let Some(made) = self.ahead.made()
        {
            context.ask(Act::CarryOut {
                command: Box::new(made.command.clone()),
                shown: made.plan.as_ref().ok().map(|plan| Box::new(plan.clone())),
                asker: Asker::OutDialog,
            });
        }
        self.made = made;
        said.closed
    }

    /// What came of a call; an offer that is no longer made was not taken.
    fn came(&self, call: &Call) -> Came {
        let came = self.came.get(&call.visit.id).copied().unwrap_or_default();
        let is_made = |start, staff| {
            call.offers
                .iter()
                .any(|offer| (offer.start, offer.staff) == (start, staff))
        };
        match came {
            Came::Takes(start, staff) if !is_made(start, staff) => Came::NotAsked,
            came => came,
        }
    }

    fn count(&self, calls: &[Call], is: impl Fn(Came) -> bool) -> usize {
        calls.iter().filter(|call| is(self.came(call))).count()
    }

    /// The time off, with what was agreed on.
    fn command(&self, absent: Absent, calls: &[Call]) -> Command {
        let taken = calls.iter().filter_map(|call| match self.came(call) {
            Came::Takes(start, staff) => call
                .offers
                .iter()
                .find(|offer| (offer.start, offer.staff) == (start, staff))
                .map(|offer| call.takes(*offer)),
            Came::NotAsked | Came::NoAnswer | Came::Cancels => None,
        });
        let cancelled = calls.iter().filter(|call| self.came(call) == Came::Cancels);
        Command::StaffOut {
            absent,
            instead: Some(taken.collect()),
            cancelled: cancelled.map(|call| call.visit.id).collect(),
        }
    }

    fn look_up(&mut self, context: &Context<'_>) {
        let Some(absent) = self.absent(context) else {
            self.made = None;
            return;
        };
        let stands = |made: &Made| made.edition == context.edition && made.absent == absent;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let calls = call_list(context.book, absent, &mut moment);
        self.made = Some(Made {
            edition: context.edition,
            absent,
            calls: calls.map_err(|refused| said::refused(context.book, &refused)),
        });
    }

    fn body(&mut self, ui: &mut Ui, made: Option<&Made>, context: &Context<'_>) {
        self.fields(ui, context);
        match made.map(|made| &made.calls) {
            Some(Ok(calls)) => {
                self.calls(ui, calls, context.book);
                if let Some(Err(refused)) = self.ahead.made().map(|made| &made.plan) {
                    notice(ui, Tone::Warn, refused, None);
                }
            }
            Some(Err(refused)) => {
                notice(ui, Tone::Warn, refused, None);
            }
            None => {}
        }
    }

    fn fields(&mut self, ui: &mut Ui, context: &Context<'_>) {
        let habit = context.habit();
        let people = in_order(context.book);
        let options: Vec<(StaffId, &str)> = people.iter().map(|person| (person.id, person.name())).collect();
        let day = |text: &str| read_day(text, habit.order, habit.today);
        let wrong = WRONG_DATE;
        let from = day(&self.day).is_none().then_some(wrong);
        let until = (!self.until.trim().is_empty() && day(&self.until).is_none()).then_some(wrong);
        let typed = self.time.trim();
        let time = (!typed.is_empty() && read_time(typed).is_none()).then_some("Write a time");
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            Choice::new("Stylist").width(144.0).show(ui, &mut self.staff, &options);
            DateField::new("From", &mut self.day, habit).error(from).show(ui);
            TimeField::new("At", &mut self.time, context.face())
                .help("Empty: all day")
                .error(time)
                .width(104.0)
                .show(ui);
            DateField::new("Through", &mut self.until, habit)
                .help("Empty: the rest of the day")
                .error(until)
                .show(ui);
        });
    }

    fn calls(&mut self, ui: &mut Ui, calls: &[Call], book: &Book) {
        if calls.is_empty() {
            text(ui, "Nobody has a visit then");
            return;
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            controls(ui, |ui| {
                heading(ui, "Whom to call");
                self.best_for_all(ui, calls);
            });
            ScrollArea::vertical()
                .id_salt("calls")
                .max_height(CALLS)
                .show(ui, |ui| {
                    // Beside the scroll bar, not under it.
                    ui.set_max_width(ui.available_width() - size::SPACE_4);
                    for call in calls {
                        self.call(ui, call, book);
                    }
                });
            let stay = self.count(calls, |came| matches!(came, Came::NotAsked | Came::NoAnswer));
            if stay > 0 {
                muted(ui, &words::change::stay_in_to_do(stay));
            }
        });
    }

    /// Takes the first offer of all who were not asked yet: together they can all be booked.
    fn best_for_all(&mut self, ui: &mut Ui, calls: &[Call]) {
        let open: Vec<&Call> = calls
            .iter()
            .filter(|call| self.came(call) == Came::NotAsked && !call.offers.is_empty())
            .collect();
        if open.is_empty() {
            return;
        }
        let label = words::change::best_for_all(open.len());
        let asked = at_right(ui, Id::unique("best for all"), |ui| {
            ui.add(Button::secondary(&label)).clicked()
        });
        if asked {
            for call in open {
                if let Some(best) = call.offers.first() {
                    self.came.insert(call.visit.id, Came::Takes(best.start, best.staff));
                }
            }
        }
    }

    fn call(&mut self, ui: &mut Ui, call: &Call, book: &Book) {
        let visit = call.visit.id;
        let who = words::change::call(book, &call.visit, self.until.trim().is_empty());
        ui.push_id(visit, |ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_4;
                strong(ui, &who);
                match words::visit::phone(book, &call.visit) {
                    Some(phone) => text(ui, phone),
                    None => muted(ui, "no phone"),
                };
                if call.offers.is_empty() {
                    muted(ui, "Nothing free was found");
                }
            });
            self.choices(ui, call, &who, book);
            if let Some(against) = self.against(book, visit) {
                notice(ui, Tone::Danger, &against, None);
            }
            ui.add_space(size::SPACE_2);
        });
    }

    fn choices(&mut self, ui: &mut Ui, call: &Call, who: &str, book: &Book) {
        let offers = call.offers.iter().map(|offer| {
            let says = words::change::offer(book, &call.visit, *offer);
            (Came::Takes(offer.start, offer.staff), says)
        });
        let mut options = vec![
            (Came::NotAsked, "Not asked yet".to_owned()),
            (Came::NoAnswer, "No answer".to_owned()),
        ];
        options.extend(offers);
        options.push((Came::Cancels, "Cancel the visit".to_owned()));
        let names: Vec<String> = options.iter().map(|(_, says)| format!("{says}, for {who}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let options: Vec<(Came, &str)> = options.iter().map(|(came, says)| (*came, says.as_str())).collect();
        let mut chosen = Some(self.came(call));
        let label = format!("What came of the call, {who}");
        Chips::new(&label)
            .label_hidden()
            .names(&names)
            .close_together()
            .width(f32::INFINITY)
            .show(ui, &mut chosen, &options);
        if let Some(came) = chosen {
            self.came.insert(call.visit.id, came);
        }
    }

    /// What speaks against what somebody takes: somebody else took it first.
    fn against(&self, book: &Book, visit: VisitId) -> Option<String> {
        let is_its = |after: &std::sync::Arc<Visit>| after.id == visit;
        let mut lines = self.ahead.plan()?.lines.iter();
        let line = lines.find(|line| line.open && line.after.as_ref().is_some_and(is_its))?;
        let location = words::visit::location(book, line.after.as_ref()?)?;
        let against = words::conflict::texts(book, &line.conflicts, location).join("; ");
        Some(format!("{}. Choose another", words::capital(&against)))
    }
}

/// The button that opens it.
pub fn button<'a>() -> Button<'a> {
    Button::secondary("Out today…")
        .icon(Icon::Phone)
        .tip("Whom to call, and what to offer them")
}
