//! Which visits of a standing appointment a change is for (spec S4.5): only this, from here on, from until, all to come; each
//! with its number, the chosen one with its dates.

use std::sync::Arc;

use egui::Ui;

use crate::domain::Book;
use crate::domain::command::Scope;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::*;
use crate::domain::values::VisitState;
use crate::time::{Day, Instant};
use crate::ui::Context;
use crate::ui::look::size;
use crate::ui::widgets::date_text::{read_day, write_day};
use crate::ui::widgets::{DateField, DateHabit, Segments, muted};
use crate::words;

pub use crate::words::choice::Reach;

/// What a date that cannot be read should be.
pub const WRONG_DATE: &str = "Write a date, as 14 Mar";

/// Which visits, as it was chosen and typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// Which of the four.
    pub reach: Reach,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// Which visits, once the dates can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// The visit that it began with.
    OnlyThis,
    /// From this day on.
    From(Day),
    /// From a day until another, both included.
    Between(Day, Day),
    /// All that are not past.
    ToCome,
}

impl Days {
    fn has(self, day: Day) -> bool {
        match self {
            Days::OnlyThis => false,
            Days::From(from) => from <= day,
            Days::Between(from, until) => (from..=until).contains(&day),
            Days::ToCome => true,
        }
    }

    /// As the scope of a change that goes on.
    pub fn scope(self) -> Scope {
        match self {
            Days::From(from) | Days::Between(from, _) => Scope::From(from),
            Days::OnlyThis | Days::ToCome => Scope::ToCome,
        }
    }
}

impl Which {
    /// A choice, with the day on which it begins unless another is typed.
    pub fn new(reach: Reach, from: Day, habit: DateHabit) -> Self {
        Self {
            reach,
            from: write_day(from, habit.order),
            until: String::new(),
        }
    }

    /// What it means; nothing where a date cannot be read.
    pub fn days(&self, habit: DateHabit) -> Option<Days> {
        self.of(self.reach, habit)
    }

    fn of(&self, reach: Reach, habit: DateHabit) -> Option<Days> {
        let day = |text: &str| read_day(text, habit.order, habit.today);
        Some(match reach {
            Reach::OnlyThis => Days::OnlyThis,
            Reach::FromHere => Days::From(day(&self.from)?),
            Reach::FromUntil => Days::Between(day(&self.from)?, day(&self.until)?),
            Reach::ToCome => Days::ToCome,
        })
    }

    /// Draws the choice among some of them, and the dates that it needs. `error` is what is wrong with the first day.
    pub fn show(&mut self, ui: &mut Ui, cx: &Context<'_>, of: SeriesId, options: &[Reach], error: Option<&str>) {
        let habit = cx.habit();
        let days = days_to_come(cx.book, of, cx.now);
        let count = |reach: Reach| match self.of(reach, habit) {
            Some(Days::OnlyThis) => Some(1),
            Some(meant) => Some(days.iter().filter(|day| meant.has(**day)).count()),
            None => None,
        };
        let texts: Vec<String> = options
            .iter()
            .map(|reach| words::choice::reach_with_count(*reach, count(*reach)))
            .collect();
        let options: Vec<(Reach, &str)> = options
            .iter()
            .zip(&texts)
            .map(|(reach, text)| (*reach, text.as_str()))
            .collect();
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            Segments::new("Which visits?")
                .width(ui.available_width())
                .show(ui, &mut self.reach, &options);
            if matches!(self.reach, Reach::FromHere | Reach::FromUntil) {
                self.dates(ui, habit, error);
            }
            if self.reach != Reach::OnlyThis
                && let Some(meant) = self.days(habit)
            {
                let meant: Vec<Day> = days.into_iter().filter(|day| meant.has(*day)).collect();
                muted(
                    ui,
                    &format!("{}. {}", words::change::visits_on(&meant), words::change::PAST),
                );
            }
        });
    }

    fn dates(&mut self, ui: &mut Ui, habit: DateHabit, error: Option<&str>) {
        let wrong = |text: &str| read_day(text, habit.order, habit.today).is_none().then_some(WRONG_DATE);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_3;
            let is_wrong = wrong(&self.from).or(error);
            DateField::new("From", &mut self.from, habit).error(is_wrong).show(ui);
            if self.reach == Reach::FromUntil {
                let is_wrong = wrong(&self.until).filter(|_| !self.until.trim().is_empty());
                DateField::new("Through", &mut self.until, habit)
                    .error(is_wrong)
                    .show(ui);
            }
        });
    }
}

/// The visits of the chosen days that are past, as lines: no change touches them, and that is said.
pub fn past(book: &Book, series: SeriesId, days: Days, now: Instant) -> Vec<PlanLine> {
    if matches!(days, Days::OnlyThis | Days::ToCome) {
        return Vec::new();
    }
    let is_past = |visit: &&Arc<Visit>| {
        days.has(visit.original_day) && visit.is_busy() && (visit.start_utc <= now || visit.has_outcome())
    };
    let line = |visit: &Arc<Visit>| PlanLine {
        original: visit.original(),
        kind: LineKind::Untouched,
        why: Why::Past,
        before: Some(Arc::clone(visit)),
        after: Some(Arc::clone(visit)),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    };
    let all = book.calendar().of_series(book, series);
    all.filter(is_past).map(line).collect()
}

/// The days of the visits that are to come, by the dates that the series gives them.
pub fn days_to_come(book: &Book, series: SeriesId, now: Instant) -> Vec<Day> {
    let all = book.calendar().of_series(book, series);
    let is_to_come = |visit: &&Arc<Visit>| {
        visit.start_utc > now && (visit.is_busy() || visit.state == VisitState::Failed) && !visit.has_outcome()
    };
    all.filter(is_to_come).map(|visit| visit.original_day).collect()
}
