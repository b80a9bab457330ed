//! What is typed in the dialog of a change: how long somebody is away, who stands in and when.

use egui::Ui;

use super::ToChange;
use crate::domain::command::{Command, Whose};
use crate::domain::draft::{LayerDraft, Over};
use crate::domain::rows::*;
use crate::domain::schedule::{lines_of, works_at};
use crate::time::Day;
use crate::ui::Context;
use crate::ui::ahead::Decisions;
use crate::ui::ahead::which::WRONG_DATE;
use crate::ui::look::size;
use crate::ui::tints::in_order;
use crate::ui::widgets::date_text::{read_day, read_time, write_day};
use crate::ui::widgets::{Choice, DateField, Segments, TimeField};
use crate::words;

const NAME: f32 = 240.0;
const TIME: f32 = 112.0;

/// How long somebody is away.
#[derive(Debug, Clone, Default)]
pub(super) struct Pause {
    from: String,
    until: String,
    gives_up: bool,
}

impl Pause {
    /// From today on.
    pub(super) fn new(context: &Context<'_>) -> Self {
        Self {
            from: write_day(context.today(), context.habit().order),
            ..Self::default()
        }
    }

    pub(super) fn command(&self, whose: Whose, context: &Context<'_>) -> Option<Command> {
        Some(Command::Pause {
            whose,
            from: read(context, &self.from)?,
            until: self.until(context)?,
            gives_up: self.gives_up,
        })
    }

    /// The last day, none where it is open; nothing where it cannot be read.
    fn until(&self, context: &Context<'_>) -> Option<Option<Day>> {
        if self.until.trim().is_empty() {
            return Some(None);
        }
        read(context, &self.until).map(Some)
    }

    pub(super) fn show(&mut self, ui: &mut Ui, context: &Context<'_>) {
        let habit = context.habit();
        let from = read(context, &self.from).is_none().then_some(WRONG_DATE);
        let until = self.until(context).is_none().then_some(WRONG_DATE);
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
}

/// Who stands in, and when; of one standing appointment also another time or chair for a while.
#[derive(Debug, Clone, Default)]
pub(super) struct StandIn {
    from: String,
    until: String,
    by: Option<StaffId>,
    time: String,
    chair: Option<ResourceId>,
    checked: Option<Checked>,
}

/// What of some days somebody does not do, and for what that was looked up.
#[derive(Debug, Clone, PartialEq)]
struct Checked {
    edition: u64,
    by: Option<StaffId>,
    from: String,
    until: String,
    not_done: Vec<String>,
}

impl StandIn {
    /// From the day that is looked at, else from the next visit, else from today on; never from a day that is past.
    pub(super) fn new(what: &ToChange, context: &Context<'_>) -> Self {
        let next = match what {
            ToChange::StandIn(Over::Series(series), None) => {
                let days = crate::ui::ahead::which::days_to_come(context.book, *series, context.now);
                days.first().copied()
            }
            ToChange::StandIn(_, day) => *day,
            _ => None,
        };
        let from = next.unwrap_or(context.today()).max(context.today());
        Self {
            from: write_day(from, context.habit().order),
            ..Self::default()
        }
    }

    pub(super) fn command(&self, over: Over, decisions: &Decisions, context: &Context<'_>) -> Option<Command> {
        let time = match self.time.trim() {
            "" => None,
            time => Some(read_time(time)?),
        };
        if self.by.is_none() && time.is_none() && self.chair.is_none() {
            return None;
        }
        let layer = LayerDraft {
            over,
            first: read(context, &self.from)?,
            last: read(context, &self.until)?,
            substitute: self.by,
            time,
            before: None,
            after: None,
            resources: self.chair.into_iter().collect(),
        };
        Some(Command::Cover {
            layer: Box::new(layer),
            force: decisions.overwrites.force(),
            clashing: decisions.clashing(),
        })
    }

    /// Looks up what of those days who stands in does not do, where anything of that is another than before.
    pub(super) fn check(&mut self, context: &Context<'_>, over: Over) {
        let (edition, by) = (context.edition, self.by);
        let stands = |known: &Checked| {
            (known.edition, known.by, &known.from, &known.until) == (edition, by, &self.from, &self.until)
        };
        if !self.checked.as_ref().is_some_and(stands) {
            self.checked = Some(Checked {
                edition,
                by,
                from: self.from.clone(),
                until: self.until.clone(),
                not_done: self.look_up(context, over),
            });
        }
    }

    /// What of those days who stands in does not do, each once.
    pub(super) fn not_done(&self) -> &[String] {
        self.checked
            .as_ref()
            .map(|checked| checked.not_done.as_slice())
            .unwrap_or_default()
    }

    fn look_up(&self, context: &Context<'_>, over: Over) -> Vec<String> {
        let book = context.book;
        let by = self.by.and_then(|by| book.staff().get(by));
        let (Some(by), Some(first), Some(last)) = (by, read(context, &self.from), read(context, &self.until)) else {
            return Vec::new();
        };
        let mut not_done: Vec<String> = Vec::new();
        for visit in book
            .calendar()
            .on_days(book, first, last)
            .filter(|visit| visit.is_busy())
        {
            let covered = match over {
                Over::Staff(staff) => Some(staff),
                Over::Series(series) => visit.lead().filter(|_| visit.series_id == series),
            };
            for line in lines_of(book, visit) {
                let is_theirs = covered.is_some() && line.staff.or(visit.lead()) == covered;
                let name = book.services().get(line.service).map(|service| service.name.clone());
                if let Some(name) = name.filter(|name| is_theirs && !by.does(line.service) && !not_done.contains(name))
                {
                    not_done.push(name);
                }
            }
        }
        not_done
    }

    pub(super) fn show(&mut self, ui: &mut Ui, context: &Context<'_>, over: Over) {
        let habit = context.habit();
        let wrong = |text: &str| read(context, text).is_none().then_some(WRONG_DATE);
        let from = wrong(&self.from);
        let until = wrong(&self.until).filter(|_| !self.until.trim().is_empty());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            let not_done = self.not_done();
            let error = (!not_done.is_empty()).then(|| words::change::does_not_do(not_done));
            self.people(ui, context, over, error.as_deref());
            DateField::new("From", &mut self.from, habit).error(from).show(ui);
            DateField::new("Through", &mut self.until, habit).error(until).show(ui);
        });
        if let Over::Series(series) = over {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_4;
                self.time_and_chair(ui, context, series);
            });
        }
    }

    fn people(&mut self, ui: &mut Ui, context: &Context<'_>, over: Over, error: Option<&str>) {
        let book = context.book;
        let here = here(context, over);
        let covered = match over {
            Over::Staff(staff) => Some(staff),
            Over::Series(_) => None,
        };
        let people = in_order(book).into_iter().filter(|person| {
            let works = here.is_none_or(|here| works_at(book, person, here));
            Some(person.id) != covered && works
        });
        let mut options: Vec<(Option<StaffId>, &str)> = people.map(|person| (Some(person.id), person.name())).collect();
        if matches!(over, Over::Series(_)) {
            options.insert(0, (None, "As usual"));
        }
        let mut chosen = Some(self.by).filter(|by| by.is_some() || matches!(over, Over::Series(_)));
        Choice::new("Who stands in")
            .width(NAME)
            .error(error)
            .show(ui, &mut chosen, &options);
        self.by = chosen.flatten();
    }

    fn time_and_chair(&mut self, ui: &mut Ui, context: &Context<'_>, series: SeriesId) {
        let typed = self.time.trim();
        let wrong = (!typed.is_empty() && read_time(typed).is_none()).then_some("Write a time");
        TimeField::new("Time", &mut self.time, context.face())
            .help("Empty: as usual")
            .error(wrong)
            .width(TIME)
            .show(ui);
        let here = here(context, Over::Series(series));
        let chairs = context.book.resources().live();
        let mut options: Vec<(Option<ResourceId>, &str)> = vec![(None, "As usual")];
        options.extend(
            chairs
                .filter(|chair| here.is_none_or(|here| here == chair.location_id))
                .map(|chair| (Some(chair.id), chair.name.as_str())),
        );
        if options.len() > 1 {
            let mut chosen = Some(self.chair);
            Choice::new("Chair or room").width(NAME).show(ui, &mut chosen, &options);
            self.chair = chosen.flatten();
        }
    }
}

/// When somebody leaves, and who does then what they did.
#[derive(Debug, Clone)]
pub(super) struct Leaving {
    last: String,
    to: Option<StaffId>,
}

impl Leaving {
    /// With the day that was said already.
    pub(super) fn new(what: &ToChange, context: &Context<'_>) -> Self {
        let known = match what {
            ToChange::Leaves(staff) => context.book.staff().get(*staff).and_then(|staff| staff.leaves_day),
            _ => None,
        };
        let last = known.map(|day| write_day(day, context.habit().order));
        Self {
            last: last.unwrap_or_default(),
            to: None,
        }
    }

    pub(super) fn command(&self, staff: StaffId, context: &Context<'_>) -> Option<Command> {
        let (last, to) = (read(context, &self.last)?, self.to);
        Some(Command::StaffLeaves { staff, last, to })
    }

    pub(super) fn show(&mut self, ui: &mut Ui, context: &Context<'_>, staff: StaffId) {
        let is_wrong = !self.last.trim().is_empty() && read(context, &self.last).is_none();
        let wrong = is_wrong.then_some(WRONG_DATE);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            DateField::new("Their last day", &mut self.last, context.habit())
                .error(wrong)
                .show(ui);
            let others = in_order(context.book).into_iter().filter(|person| person.id != staff);
            let mut options = vec![(None, "Whoever can, and is free")];
            options.extend(others.map(|person| (Some(person.id), person.name())));
            let mut chosen = Some(self.to);
            Choice::new("Who does it then")
                .width(NAME)
                .show(ui, &mut chosen, &options);
            self.to = chosen.flatten();
        });
    }
}

/// Where a standing appointment is.
fn here(context: &Context<'_>, over: Over) -> Option<LocationId> {
    match over {
        Over::Series(series) => context.book.last_chapter(series).map(|chapter| chapter.location_id),
        Over::Staff(_) => None,
    }
}

pub(super) fn read(context: &Context<'_>, text: &str) -> Option<Day> {
    let habit = context.habit();
    read_day(text, habit.order, habit.today)
}
