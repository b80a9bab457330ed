//! The dialog of a stylist who is out: whom to call in the order of time, with the phone and what can be offered, and a tick
//! for each that is moved. What is agreed on is one step with the time off.

use std::collections::{BTreeMap, BTreeSet};

use egui::{ScrollArea, Ui};

use crate::domain::Book;
use crate::domain::command::{Command, Moment};
use crate::domain::decide::{Absent, Call, Offer, call_list};
use crate::domain::rows::*;
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::ahead::which::WRONG_DATE;
use crate::ui::look::{Icon, Tone, size};
use crate::ui::said;
use crate::ui::tints::in_order;
use crate::ui::widgets::date_text::{read_day, read_time, write_day};
use crate::ui::widgets::{
    Button, Choice, DateField, TimeField, check_box, controls, heading, muted, notice, strong, text,
};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// Height of the call list.
const CALLS: f32 = 320.0;
/// Room for what can be offered.
const OFFER: f32 = 240.0;
/// Room for the phone.
const PHONE: f32 = 144.0;

/// What the dialog keeps.
pub struct Out {
    staff: Option<StaffId>,
    day: String,
    time: String,
    until: String,
    /// Those who are not moved: nobody answered, or they said no.
    left: BTreeSet<VisitId>,
    chosen: BTreeMap<VisitId, (Civil, StaffId)>,
    made: Option<Made>,
    asking: Asking,
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
            left: BTreeSet::new(),
            chosen: BTreeMap::new(),
            made: None,
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
        let moved = calls.map(|calls| self.moved(calls)).unwrap_or_default();
        let label = match moved.len() {
            0 => "Note time off".to_owned(),
            count => format!("Move {}", words::counted(count, "visit", "visits")),
        };
        let question = Question {
            name: "out today",
            title: "Who is out",
            width: 760.0,
            keep: "Cancel",
            go: label,
            danger: false,
            can: calls.is_some(),
            enter: false,
        };
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| self.body(ui, made.as_ref(), context));
        self.asking = asking;
        if said.go
            && let Some(made) = &made
        {
            let command = Command::StaffOut {
                absent: made.absent,
                instead: Some(moved),
            };
            context.ask(Act::carry_out(command, Asker::OutDialog));
        }
        self.made = made;
        said.closed
    }

    /// What is agreed on with those who are ticked.
    fn moved(&self, calls: &[Call]) -> Vec<crate::domain::command::Instead> {
        let ticked = calls.iter().filter(|call| !self.left.contains(&call.visit.id));
        let taken = ticked.filter_map(|call| Some(call.takes(self.offer(call)?)));
        taken.collect()
    }

    /// The offer that is chosen, the best one unless something else is.
    fn offer(&self, call: &Call) -> Option<Offer> {
        let chosen = self.chosen.get(&call.visit.id);
        let same = |offer: &&Offer| chosen == Some(&(offer.start, offer.staff));
        call.offers.iter().find(same).or(call.offers.first()).copied()
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
        self.asking.anew();
    }

    fn body(&mut self, ui: &mut Ui, made: Option<&Made>, context: &Context<'_>) {
        self.fields(ui, context);
        match made.map(|made| &made.calls) {
            Some(Ok(calls)) => self.calls(ui, calls, context.book),
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
            heading(ui, "Whom to call");
            ScrollArea::vertical()
                .id_salt("calls")
                .max_height(CALLS)
                .show(ui, |ui| {
                    for call in calls {
                        self.call(ui, call, book);
                    }
                });
            muted(ui, "Who is not ticked keeps the visit, and waits in To do");
        });
    }

    fn call(&mut self, ui: &mut Ui, call: &Call, book: &Book) {
        let visit = call.visit.id;
        let said = words::change::call(book, &call.visit, self.until.trim().is_empty());
        ui.push_id(visit, |ui| {
            controls(ui, |ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_3;
                let room = (ui.available_width() - PHONE - OFFER - 3.0 * size::SPACE_3).max(120.0);
                ui.allocate_ui(egui::vec2(room, size::CONTROL), |ui| {
                    ui.set_width(room);
                    let mut ticked = !call.offers.is_empty() && !self.left.contains(&visit);
                    let can = !call.offers.is_empty();
                    ui.add_enabled_ui(can, |ui| check_box(ui, &mut ticked, &said));
                    if ticked {
                        self.left.remove(&visit);
                    } else if can {
                        self.left.insert(visit);
                    }
                });
                ui.allocate_ui(egui::vec2(PHONE, size::CONTROL), |ui| {
                    ui.set_width(PHONE);
                    match words::visit::phone(book, &call.visit) {
                        Some(phone) => strong(ui, phone),
                        None => muted(ui, "no phone"),
                    }
                });
                self.offers(ui, call, book);
            });
        });
    }

    fn offers(&mut self, ui: &mut Ui, call: &Call, book: &Book) {
        if call.offers.is_empty() {
            muted(ui, "Nothing free was found");
            return;
        }
        let texts: Vec<String> = call
            .offers
            .iter()
            .map(|offer| words::change::offer(book, &call.visit, *offer))
            .collect();
        let options: Vec<((Civil, StaffId), &str)> = call
            .offers
            .iter()
            .zip(&texts)
            .map(|(offer, text)| ((offer.start, offer.staff), text.as_str()))
            .collect();
        let mut chosen = self.offer(call).map(|offer| (offer.start, offer.staff));
        let name = format!("Offer for {}", words::visit::who(book, &call.visit));
        Choice::new(&name)
            .label_hidden()
            .width(OFFER)
            .show(ui, &mut chosen, &options);
        if let Some(chosen) = chosen {
            self.chosen.insert(call.visit.id, chosen);
        }
    }
}

/// The button that opens it.
pub fn button<'a>() -> Button<'a> {
    Button::secondary("Out today…")
        .icon(Icon::Phone)
        .tip("Whom to call, and what to offer them")
}
