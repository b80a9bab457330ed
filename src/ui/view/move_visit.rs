//! The dialog that moves one visit: to another day, time or person. What speaks against it is said before it is done. To another
//! day it asks for those that come after: the rhythm is kept, or the weeks are counted from here (spec S4.8).

use egui::Ui;

use crate::domain::command::Command;
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::rows::*;
use crate::domain::schedule::works_at;
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::ahead::list::{self, WhatChanges};
use crate::ui::ahead::which::WRONG_DATE;
use crate::ui::ahead::{Decisions, LookAhead, to_do};
use crate::ui::look::{Tone, size};
use crate::ui::tints::in_order;
use crate::ui::widgets::date_text::{read_day, read_time, write_day, write_time};
use crate::ui::widgets::{Chips, Choice, DateField, TimeField, muted, notice};
use crate::ui::{Act, Asker, Context};
use crate::words;
use crate::words::deeds::Verb;

/// What the dialog keeps.
pub struct MoveVisit {
    visit: VisitId,
    day: String,
    time: String,
    staff: Option<StaffId>,
    /// Whether the weeks are counted from here.
    counts: bool,
    /// What the move alone would do.
    alone: LookAhead,
    /// What it would do with those after it.
    counted: LookAhead,
    /// What was decided on those after it.
    decisions: Decisions,
    asking: Asking,
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
            counts: false,
            alone: LookAhead::default(),
            counted: LookAhead::default(),
            decisions: Decisions::default(),
            asking: Asking::default(),
        })
    }

    /// Which visit.
    pub fn visit(&self) -> VisitId {
        self.visit
    }

    /// What was asked in it.
    pub fn asking(&mut self) -> &mut Asking {
        &mut self.asking
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        let Some(visit) = context.book.visits().get(self.visit).cloned() else {
            return true;
        };
        let habit = context.habit();
        let typed = (read_day(&self.day, habit.order, habit.today), read_time(&self.time));
        self.reckon(context, &visit, typed);
        // Nothing to ask where those after it would be the same.
        let asks = self.after_it(&visit);
        let counts = self.counts && asks.is_some();
        let ahead = if counts { &self.counted } else { &self.alone };
        let plan = ahead.plan();
        let clashes = !self.against(context, &visit, counts).is_empty();
        let into_past = into_past(plan, &visit, context);
        let title = format!("Move {}", words::visit::who(context.book, &visit));
        let question = Question {
            name: "move a visit",
            title: &title,
            width: if counts { 800.0 } else { 560.0 },
            keep: "Cancel",
            go: match (counts, plan) {
                (true, plan) => words::deeds::button(Verb::Move, plan),
                (false, _) if clashes || into_past => "Move anyway".to_owned(),
                (false, _) => "Move".to_owned(),
            },
            danger: clashes || into_past,
            can: ahead.made().is_some_and(|made| made.plan.is_ok()),
            enter: !clashes && !counts && !into_past,
        };
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| {
            self.body(ui, context, &visit, typed);
            if let Some(after) = &asks {
                self.rhythm(ui, context, after);
            }
            self.foreseen(ui, context, &visit, counts);
        });
        self.asking = asking;
        let ahead = if counts { &self.counted } else { &self.alone };
        if said.go
            && let Some(made) = ahead.made()
        {
            let (mut command, _) = to_do(context, made);
            if let Command::MoveVisit { keep_conflicts, .. } | Command::CountFrom { keep_conflicts, .. } = &mut command
            {
                *keep_conflicts = clashes;
            }
            context.ask(Act::carry_out(command, Asker::MoveDialog));
        }
        said.closed
    }

    fn reckon(&mut self, context: &mut Context<'_>, visit: &Visit, typed: (Option<Day>, Option<TimeOfDay>)) {
        let to = typed.0.zip(typed.1).map(|(day, time)| Civil::new(day, time));
        let staff = self.staff.filter(|staff| Some(*staff) != visit.lead());
        let to = to.filter(|to| *to != visit.start() || staff.is_some());
        let (id, minutes) = (self.visit, None);
        let alone = to.map(|to| Command::MoveVisit {
            visit: id,
            to,
            staff,
            minutes,
            keep_conflicts: false,
        });
        let counted = to.filter(|to| to.day != visit.day).map(|to| Command::CountFrom {
            visit: id,
            to,
            staff,
            minutes,
            keep_conflicts: false,
            clashing: self.decisions.clashing(),
        });
        let one = self.alone.reckon(context, alone);
        let other = self.counted.reckon(context, counted);
        if one || other {
            self.asking.anew();
        }
    }

    /// The next visit where the rhythm is kept, and where the weeks are counted from here; nothing where that is the same.
    fn after_it(&self, visit: &Visit) -> Option<AfterIt> {
        let lines = || {
            let plan = self.counted.plan();
            let lines = plan.into_iter().flat_map(|plan| &plan.lines);
            lines.filter(|line| !is_of(line, visit.id))
        };
        let busy = |visit: Option<&std::sync::Arc<Visit>>| visit.filter(|visit| visit.is_busy()).map(|visit| visit.day);
        let later = |day: &Day| *day > visit.original_day;
        let kept = lines()
            .filter_map(|line| busy(line.before.as_ref()))
            .filter(later)
            .min()?;
        let there = lines().filter(|line| line.kind != LineKind::Deleted);
        let counted = there.filter_map(|line| busy(line.after.as_ref())).filter(later).min()?;
        (kept != counted).then_some(AfterIt { kept, counted })
    }

    /// What speaks against the place of the visit itself.
    fn against(&self, context: &Context<'_>, visit: &Visit, counts: bool) -> Vec<String> {
        let ahead = if counts { &self.counted } else { &self.alone };
        let (Some(plan), Some(location)) = (ahead.plan(), words::visit::location(context.book, visit)) else {
            return Vec::new();
        };
        let its = plan.lines.iter().filter(|line| is_of(line, visit.id));
        let open: Vec<_> = its.flat_map(|line| line.conflicts.iter().cloned()).collect();
        let texts = words::conflict::texts(context.book, &open, location);
        texts.iter().map(|text| words::capital(text)).collect()
    }

    fn body(&mut self, ui: &mut Ui, context: &Context<'_>, visit: &Visit, typed: (Option<Day>, Option<TimeOfDay>)) {
        let face = words::dates::face(context.book);
        let now = words::dates::start(visit.start(), face);
        muted(ui, &format!("Now: {now}"));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            let error = typed.0.is_none().then_some(WRONG_DATE);
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
    }

    /// What becomes of those after it.
    fn rhythm(&mut self, ui: &mut Ui, context: &Context<'_>, after: &AfterIt) {
        let series = context.book.visits().get(self.visit).map(|visit| visit.series_id);
        let rule = series
            .and_then(|series| context.book.last_chapter(series))
            .and_then(|chapter| chapter.rule.as_ref());
        let keeps = words::change::keep_the_rhythm(after.kept);
        let counts = words::change::count_from_here(rule, after.counted);
        let options = [(false, keeps.as_str()), (true, counts.as_str())];
        let mut chosen = Some(self.counts);
        Chips::new("Those after it")
            .width(ui.available_width())
            .show(ui, &mut chosen, &options);
        self.counts = chosen.unwrap_or(self.counts);
    }

    /// What speaks against it, and what changes with it.
    fn foreseen(&mut self, ui: &mut Ui, context: &Context<'_>, visit: &Visit, counts: bool) {
        let against = self.against(context, visit, counts);
        if !against.is_empty() {
            notice(ui, Tone::Warn, &against.join("\n"), None);
        }
        let ahead = if counts { &self.counted } else { &self.alone };
        let Some(made) = ahead.made() else { return };
        if into_past(ahead.plan(), visit, context) {
            notice(ui, Tone::Warn, "That is in the past", None);
        }
        match &made.plan {
            Ok(plan) if counts => {
                // Whether the visit itself is moved anyway, its own button says.
                let settles = |line: &PlanLine| !is_of(line, visit.id);
                let what = WhatChanges {
                    verb: Verb::Move,
                    plan,
                    past: &[],
                    by_hand: &made.by_hand,
                };
                list::show(ui, context, what, &mut self.decisions, settles);
            }
            Ok(_) => {
                muted(ui, "This visit only. The others stay where they are");
            }
            Err(refused) => {
                notice(ui, Tone::Danger, refused, None);
            }
        }
    }
}

/// The visit after the one that is moved.
struct AfterIt {
    /// Where it stays.
    kept: Day,
    /// Where it goes.
    counted: Day,
}

/// Whether the visit would be where the time has passed.
fn into_past(plan: Option<&Plan>, visit: &Visit, context: &Context<'_>) -> bool {
    let mut lines = plan.into_iter().flat_map(|plan| &plan.lines);
    let line = lines.find(|line| is_of(line, visit.id));
    let after = line.and_then(|line| line.after.as_ref());
    after.is_some_and(|after| after.start_utc <= context.now)
}

fn is_of(line: &PlanLine, visit: VisitId) -> bool {
    line.before
        .as_ref()
        .or(line.after.as_ref())
        .is_some_and(|row| row.id == visit)
}
