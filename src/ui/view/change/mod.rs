//! The dialog of a change that touches many dates: what it does, date by date, before it does it. Away for a while, back
//! again, going on after a stop, problems that are dealt with all alike, cancelling, one visit made the usual, somebody who
//! stands in, somebody who leaves.

mod ending;
mod fields;
mod solving;
#[cfg(test)]
mod tests;

use egui::Ui;

use self::ending::Ending;
use self::fields::{Leaving, Pause, StandIn};
use crate::domain::Book;
use crate::domain::command::{Command, Fix, Whose};
use crate::domain::draft::Over;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::rows::*;
use crate::domain::values::CancelledHow;
use crate::time::Day;
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::ahead::list::{self, WhatChanges};
use crate::ui::ahead::which::{Days, Reach, Which, past as past_of};
use crate::ui::ahead::{Decisions, LookAhead, settles_clashes, to_do};
use crate::ui::look::Icon;
use crate::ui::look::Tone;
use crate::ui::widgets::{Button, TextField, check_box, notice, text};
use crate::ui::{Act, Asker, Context};
use crate::words;
use crate::words::deeds::Verb;

/// What the way to this dialog is called.
pub const STAND_IN: &str = "Somebody stands in…";

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
    /// Visits of a standing appointment are cancelled; from one of them on unless something else is chosen, or none before days are
    /// said.
    Cancel(SeriesId, Option<VisitId>),
    /// What was changed of a visit by hand becomes the usual.
    Usual(VisitId, Reach),
    /// Somebody stands in for a while, in one standing appointment or in all work of somebody; from a day on, where one is looked at.
    StandIn(Over, Option<Day>),
    /// What was said of some days ends earlier.
    Ends(LayerId),
    /// Somebody of the staff leaves, and others do what they did.
    Leaves(StaffId),
}

/// What the dialog keeps.
pub struct Change {
    what: ToChange,
    which: Which,
    pause: Pause,
    stand_in: StandIn,
    leaving: Leaving,
    ending: Ending,
    reason: String,
    counts_from_here: bool,
    decisions: Decisions,
    ahead: LookAhead,
    asking: Asking,
}

impl Change {
    /// The dialog; what takes a first day begins today, or with the visit that it is about, unless something else is said.
    pub fn new(what: ToChange, context: &Context<'_>) -> Self {
        let day = |visit: VisitId| context.book.visits().get(visit).map(|visit| visit.original_day);
        let (reach, from) = match &what {
            ToChange::Cancel(_, Some(visit)) => (Reach::FromHere, day(*visit)),
            ToChange::Usual(visit, reach) => (*reach, day(*visit)),
            ToChange::Cancel(series, None) => {
                let days = crate::ui::ahead::which::days_to_come(context.book, *series, context.now);
                // Nothing goes before it is said through when.
                (Reach::FromUntil, days.first().copied())
            }
            _ => (Reach::ToCome, None),
        };
        let from = from.unwrap_or(context.today());
        Self {
            which: Which::new(reach, from, context.habit()),
            pause: Pause::new(context),
            stand_in: StandIn::new(&what, context),
            leaving: Leaving::new(&what, context),
            ending: Ending::new(&what, context),
            what,
            reason: String::new(),
            counts_from_here: false,
            decisions: Decisions::default(),
            ahead: LookAhead::default(),
            asking: Asking::default(),
        }
    }

    /// What was asked in it.
    pub fn asking(&mut self) -> &mut Asking {
        &mut self.asking
    }

    /// What is asked for; nothing where a date cannot be read, or something is missing.
    fn command(&self, context: &Context<'_>) -> Option<Command> {
        Some(match &self.what {
            ToChange::Away(whose) => self.pause.command(*whose, context)?,
            ToChange::Back(whose) => Command::ComeBack { whose: *whose },
            ToChange::Restart(series) => Command::Restart { series: *series },
            ToChange::Solve(visits, fix) => Command::SolveProblems {
                visits: visits.clone(),
                fix: *fix,
            },
            ToChange::Cancel(series, visit) => {
                let (series, reason) = (*series, self.reason.trim().to_owned());
                match self.which.days(context.habit())? {
                    Days::OnlyThis => Command::CancelVisit {
                        visit: (*visit)?,
                        how: CancelledHow::InTime,
                    },
                    Days::Between(first, last) => Command::CancelDays {
                        series,
                        first,
                        last,
                        reason,
                    },
                    Days::From(from) => Command::CancelSeries {
                        series,
                        from: Some(from),
                        reason,
                    },
                    Days::ToCome => Command::CancelSeries {
                        series,
                        from: None,
                        reason,
                    },
                }
            }
            ToChange::Usual(visit, _) => Command::MakeUsual {
                visit: *visit,
                scope: self.which.days(context.habit())?.scope(),
                reset_start: self.counts_from_here,
                clashing: self.decisions.clashing(),
            },
            ToChange::StandIn(over, _) => self.stand_in.command(*over, &self.decisions, context)?,
            ToChange::Ends(layer) => self.ending.command(*layer, &self.decisions, context)?,
            ToChange::Leaves(staff) => self.leaving.command(*staff, context)?,
        })
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        if let ToChange::StandIn(over, _) = self.what {
            self.stand_in.check(context, over);
        }
        let command = self.command(context);
        if self.ahead.reckon(context, command) {
            self.asking.anew();
        }
        let plan = self.ahead.plan();
        let title = self.title(context.book);
        let question = Question {
            name: "change many dates",
            title: &title,
            // Who comes stands beside each date where it is of several.
            width: if self.what.is_of_one_series() { 800.0 } else { 960.0 },
            keep: if self.what.cancels() { "Keep it" } else { "Cancel" },
            go: words::deeds::button(self.what.verb(), plan),
            danger: self.what.cancels(),
            can: plan.is_some_and(|plan| self.can_be_done(plan)),
            enter: false,
        };
        let ahead = std::mem::take(&mut self.ahead);
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| self.body(ui, &ahead, context));
        (self.ahead, self.asking) = (ahead, asking);
        if said.go
            && let Some(made) = self.ahead.made()
        {
            if let Command::CancelVisit { visit, .. } = made.command {
                // There may be more to ask of one visit.
                context.ask(Act::CancelVisit(visit));
                return true;
            }
            let (command, shown) = to_do(context, made);
            context.ask(Act::CarryOut {
                command: Box::new(command),
                shown: shown.map(Box::new),
                asker: Asker::ChangeDialog,
            });
        }
        said.closed
    }

    /// Whether the plan can be done: something happens.
    fn can_be_done(&self, plan: &Plan) -> bool {
        match self.what {
            // Also a standing appointment without visits to come ends.
            ToChange::Cancel(..) => !plan.lines.is_empty() || self.which.reach == Reach::ToCome,
            _ => true,
        }
    }

    fn title(&self, book: &Book) -> String {
        let name = |whose: Whose| match whose {
            Whose::Series(series) => words::visit::of_series(book, series),
            Whose::Client(client) => words::visit::named(book, Some(client), None),
        };
        match &self.what {
            ToChange::Away(whose) => format!("Time away of {}", name(*whose)),
            ToChange::Back(whose) => format!("Take up the visits of {} again", name(*whose)),
            ToChange::Restart(series) => format!("Go on with the visits of {}", name(Whose::Series(*series))),
            ToChange::Solve(_, Fix::Skip) => "Leave these dates out".to_owned(),
            ToChange::Solve(_, Fix::Keep) => "Book these dates anyway".to_owned(),
            ToChange::Solve(..) => "Move these dates".to_owned(),
            ToChange::Cancel(series, _) => format!("Cancel visits of {}", name(Whose::Series(*series))),
            ToChange::Usual(visit, _) => {
                let visit = book.visits().get(*visit);
                let who = visit.map(|visit| words::visit::who(book, visit)).unwrap_or_default();
                format!("Make this the usual of {who}")
            }
            ToChange::Leaves(staff) => format!("{} leaves", words::visit::staff(book, *staff)),
            ToChange::Ends(layer) => {
                let layer = book.layers().get(*layer);
                let of = layer.map(|layer| (layer.series_id, layer.staff_id));
                match of {
                    Some((Some(series), _)) => format!("{} as usual again", name(Whose::Series(series))),
                    Some((None, Some(staff))) => format!("{} is back earlier", words::visit::staff(book, staff)),
                    _ => "As usual again".to_owned(),
                }
            }
            ToChange::StandIn(Over::Staff(staff), _) => {
                format!("Somebody stands in for {}", words::visit::staff(book, *staff))
            }
            ToChange::StandIn(Over::Series(series), _) => {
                format!("{}, something else for a while", name(Whose::Series(*series)))
            }
        }
    }

    fn body(&mut self, ui: &mut Ui, ahead: &LookAhead, context: &mut Context<'_>) {
        let what = self.what.clone();
        match &what {
            ToChange::Away(_) => self.pause.show(ui, context),
            ToChange::Cancel(series, visit) => {
                let with_this = [Reach::OnlyThis, Reach::FromHere, Reach::FromUntil, Reach::ToCome];
                let options = if visit.is_some() {
                    &with_this[..]
                } else {
                    &with_this[1..]
                };
                self.which.show(ui, context, *series, options, None);
            }
            ToChange::Usual(visit, _) => self.usual(ui, context, *visit),
            ToChange::StandIn(over, _) => {
                ending::said_before(ui, context, *over);
                self.stand_in.show(ui, context, *over);
            }
            ToChange::Ends(layer) => self.ending.show(ui, context, *layer),
            ToChange::Leaves(staff) => self.leaving.show(ui, context, *staff),
            ToChange::Solve(visits, fix) => {
                let to = solving::where_to(ui, *fix);
                self.what = ToChange::Solve(visits.clone(), to);
            }
            ToChange::Back(_) | ToChange::Restart(_) => {}
        }
        let settles = ahead.made().is_some_and(|made| settles_clashes(&made.command));
        match ahead.made().map(|made| (&made.plan, &made.by_hand)) {
            Some((Ok(plan), _)) if plan.lines.is_empty() && self.what.cancels() => {
                text(ui, "No visit is to come. Nothing new will be added");
            }
            Some((Ok(plan), by_hand)) => {
                if let ToChange::Solve(visits, fix) = &what {
                    solving::unsolved(ui, context, visits, *fix, &plan.lines);
                }
                let past = self.past(context);
                let changes = WhatChanges {
                    verb: self.what.verb(),
                    plan,
                    past: &past,
                    by_hand,
                };
                list::show(ui, context, changes, &mut self.decisions, |_| settles);
            }
            // Said at its field.
            Some((Err(_), _)) if !self.stand_in.not_done().is_empty() => {}
            Some((Err(refused), _)) => match &what {
                ToChange::Solve(visits, fix) if solving::unsolved(ui, context, visits, *fix, &[]) => {}
                _ => {
                    notice(ui, Tone::Warn, refused, None);
                }
            },
            None => {}
        }
        if self.what.cancels() && self.which.reach != Reach::OnlyThis {
            TextField::new("Why", &mut self.reason)
                .help("Stays with the standing appointment")
                .width(f32::INFINITY)
                .show(ui);
        }
    }

    /// What of the chosen days is past.
    fn past(&self, context: &Context<'_>) -> Vec<PlanLine> {
        let series = match &self.what {
            ToChange::Cancel(series, _) => Some(*series),
            ToChange::Usual(visit, _) => context.book.visits().get(*visit).map(|visit| visit.series_id),
            _ => None,
        };
        let days = self.which.days(context.habit());
        let past = series.zip(days);
        past.map(|(series, days)| past_of(context.book, series, days, context.now))
            .unwrap_or_default()
    }

    /// What of a visit becomes the usual, for which visits, and whether its weeks are counted anew.
    fn usual(&mut self, ui: &mut Ui, context: &Context<'_>, visit: VisitId) {
        let Some(visit) = context.book.visits().get(visit) else {
            return;
        };
        for (usual, now) in words::this_time::differences(context.book, visit) {
            text(ui, &format!("{now}, instead of {usual}"));
        }
        let options = [Reach::FromHere, Reach::ToCome];
        self.which.show(ui, context, visit.series_id, &options, None);
        if visit.day != visit.original_day {
            check_box(ui, &mut self.counts_from_here, "Count the weeks from here");
        }
    }
}

/// The button that says that somebody of the staff leaves.
pub fn leaves_button<'a>() -> Button<'a> {
    Button::secondary("Leaves…")
        .icon(Icon::CalendarX)
        .tip("Others do what they did after their last day")
}

/// The button that asks who stands in for somebody of the staff.
pub fn stand_in_button<'a>() -> Button<'a> {
    Button::secondary(STAND_IN)
        .icon(Icon::Users)
        .tip("Somebody else does their visits for a while")
}

impl ToChange {
    /// What the button does with how many.
    fn verb(&self) -> Verb {
        match self {
            ToChange::Away(_) => Verb::Away,
            ToChange::Back(_) => Verb::Back,
            ToChange::Restart(_) => Verb::GoOn,
            ToChange::Solve(_, Fix::Skip) => Verb::LeaveOut,
            ToChange::Solve(_, Fix::Keep) => Verb::BookAnyway,
            ToChange::Solve(_, Fix::Nearest | Fix::Previous | Fix::Next) => Verb::MoveAll,
            ToChange::Cancel(..) => Verb::Cancel,
            ToChange::Usual(..) | ToChange::StandIn(..) | ToChange::Ends(_) => Verb::Change,
            ToChange::Leaves(_) => Verb::Leave,
        }
    }

    fn is_of_one_series(&self) -> bool {
        match self {
            ToChange::Away(whose) | ToChange::Back(whose) => matches!(whose, Whose::Series(_)),
            ToChange::Solve(..) | ToChange::StandIn(Over::Staff(_), _) | ToChange::Ends(_) | ToChange::Leaves(_) => {
                false
            }
            ToChange::Restart(_)
            | ToChange::Cancel(..)
            | ToChange::Usual(..)
            | ToChange::StandIn(Over::Series(_), _) => true,
        }
    }

    fn cancels(&self) -> bool {
        matches!(self, ToChange::Cancel(..))
    }
}
