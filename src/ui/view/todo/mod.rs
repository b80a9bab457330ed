//! To do: what waits for a person. Problems first, each with why and what can be done about it, one by one or all alike; then
//! what is pencilled, and past visits without outcome.

#[cfg(test)]
mod tests;

use egui::{Id, ScrollArea, Ui, vec2};

use super::card::mark;
use super::change::ToChange;
use super::out;
use crate::domain::command::{Command, Fix};
use crate::domain::rows::VisitId;
use crate::domain::schedule::Problems;
use crate::domain::todo::{Task, TaskKind, tasks};
use crate::domain::values::Attendance;
use crate::time::Instant;
use crate::ui::look::{Icon, size};
use crate::ui::view::{at_right_end, heading_bar, padded};
use crate::ui::widgets::{Button, at_right, card, controls, empty_state, heading, muted, strong, text};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// So many of a kind are drawn; the rest is counted.
const DRAWN: usize = 100;
/// Room for the day and the time.
const WHEN: f32 = 216.0;
/// Room for the buttons of a problem.
const BUTTONS: f32 = 400.0;

/// What the screen keeps.
#[derive(Default)]
pub struct ToDo {
    made: Option<Made>,
}

/// What was made of the book.
struct Made {
    edition: u64,
    /// When something of it begins or ends, and it is old.
    until: Instant,
    problems: Problems,
    tasks: Vec<Task>,
}

impl ToDo {
    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.made.as_ref().map_or(0, |made| made.tasks.len())
    }

    /// Follows the book and the clock.
    pub fn follow(&mut self, cx: &Context<'_>) {
        let stands = |made: &Made| made.edition == cx.edition && cx.now < made.until;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        let problems = match self.made.take() {
            Some(made) => {
                let mut problems = made.problems;
                problems.follow(cx.book, cx.now);
                problems
            }
            None => Problems::of(cx.book, cx.now),
        };
        let tasks = tasks(cx.book, &problems, cx.now);
        let today = cx.today();
        // A visit that begins is no problem any more, and one that ends may lack its outcome.
        let changes = cx.book.calendar().on_days(cx.book, today - 1, today + 1);
        let changes = changes.flat_map(|visit| [visit.start_utc, visit.span().to]);
        self.made = Some(Made {
            edition: cx.edition,
            until: changes
                .filter(|at| *at > cx.now)
                .min()
                .unwrap_or(cx.now + crate::time::Minutes::DAY),
            problems,
            tasks,
        });
    }

    /// Draws the screen over the room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        self.follow(cx);
        let made = self.made.take();
        let tasks = made.as_ref().map(|made| made.tasks.as_slice()).unwrap_or_default();
        padded(ui, |ui| {
            heading_bar(ui, "To do", |ui| {
                at_right_end(ui, |ui| {
                    if ui.add(out::button()).clicked() {
                        cx.ask(Act::Out(None, None));
                    }
                });
            });
            if tasks.is_empty() {
                empty_state(ui, Icon::CheckCircle, "Nothing waits for you", None);
                return;
            }
            ScrollArea::vertical()
                .id_salt("to do")
                .auto_shrink(false)
                .show(ui, |ui| {
                    // Beside the scroll bar, not under it.
                    ui.set_max_width(ui.available_width() - size::SPACE_4);
                    ui.spacing_mut().item_spacing.y = size::SPACE_2;
                    let of = |is: fn(&TaskKind) -> bool| tasks.iter().filter(|task| is(&task.kind)).collect::<Vec<_>>();
                    problems(ui, cx, &of(|kind| matches!(kind, TaskKind::Problem(_))));
                    others(ui, cx, "Pencilled", &of(|kind| *kind == TaskKind::Pencilled));
                    others(
                        ui,
                        cx,
                        "Past, without outcome",
                        &of(|kind| *kind == TaskKind::NoOutcome),
                    );
                    ui.add_space(size::SPACE_4);
                });
        });
        self.made = made;
    }
}

fn problems(ui: &mut Ui, cx: &mut Context<'_>, tasks: &[&Task]) {
    if tasks.is_empty() {
        return;
    }
    controls(ui, |ui| {
        heading(ui, &words::counted(tasks.len(), "problem", "problems"));
        if tasks.len() < 2 {
            return;
        }
        at_right(ui, Id::unique("all problems"), |ui| {
            for (fix, label) in [
                (Fix::Keep, "Book all anyway…"),
                (Fix::Skip, "Leave all out…"),
                (Fix::Nearest, "Move all…"),
            ] {
                if ui.add(Button::secondary(label)).clicked() {
                    let visits: Vec<VisitId> = tasks.iter().map(|task| task.visit.id).collect();
                    cx.ask(Act::Change(ToChange::Solve(visits, fix)));
                }
            }
        });
    });
    list(
        ui,
        cx,
        tasks,
        &[
            (Fix::Keep, "Book anyway"),
            (Fix::Skip, "Leave out"),
            (Fix::Nearest, "Move…"),
        ],
    );
}

fn others(ui: &mut Ui, cx: &mut Context<'_>, name: &str, tasks: &[&Task]) {
    if tasks.is_empty() {
        return;
    }
    ui.add_space(size::SPACE_3);
    controls(ui, |ui| heading(ui, &format!("{name} ({})", tasks.len())));
    list(ui, cx, tasks, &[]);
}

fn list(ui: &mut Ui, cx: &mut Context<'_>, tasks: &[&Task], fixes: &[(Fix, &str)]) {
    for task in tasks.iter().take(DRAWN) {
        ui.push_id(task.visit.id, |ui| {
            card(ui, |ui| {
                controls(ui, |ui| {
                    let room = (ui.available_width() - BUTTONS).max(160.0);
                    ui.allocate_ui(vec2(room, size::CONTROL), |ui| {
                        ui.set_width(room);
                        said(ui, cx, task);
                    });
                    at_right(ui, Id::unique(("to do", fixes.len())), |ui| {
                        buttons(ui, cx, task, fixes);
                    });
                });
            });
        });
    }
    if tasks.len() > DRAWN {
        muted(ui, &format!("and {} more", tasks.len() - DRAWN));
    }
}

/// What can be done about one, and the way to it.
fn buttons(ui: &mut Ui, cx: &mut Context<'_>, task: &Task, fixes: &[(Fix, &str)]) {
    let who = words::visit::who(cx.book, &task.visit);
    let of = format!("{who}, {}", words::visit::when(cx.book, &task.visit));
    for (fix, label) in fixes {
        let name = format!("{label}, {of}");
        if ui.add(Button::secondary(*label).named(&name)).clicked() {
            let (visits, fix) = (vec![task.visit.id], *fix);
            // Where to is asked first.
            cx.ask(if fix == Fix::Nearest {
                Act::Change(ToChange::Solve(visits, fix))
            } else {
                Act::carry_out(Command::SolveProblems { visits, fix }, Asker::Window)
            });
        }
    }
    if task.kind == TaskKind::NoOutcome {
        for (attendance, label) in [(Attendance::Done, "Done"), (Attendance::NoShow, "No-show")] {
            let name = format!("{label}, {of}");
            if ui.add(Button::secondary(label).named(&name)).clicked() {
                cx.ask(mark(task.visit.id, attendance, None));
            }
        }
    }
    let show = format!("Show {of}");
    if ui.add(Button::quiet("Show").named(&show)).clicked() {
        cx.ask(Act::ShowVisit(task.visit.id));
    }
}

/// When, who and what; below it why it waits.
fn said(ui: &mut Ui, cx: &Context<'_>, task: &Task) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_3;
        ui.allocate_ui(vec2(WHEN, size::TARGET), |ui| {
            ui.set_width(WHEN);
            strong(ui, &words::visit::when(cx.book, &task.visit));
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            let who = words::visit::who(cx.book, &task.visit);
            let what = words::visit::services(cx.book, &task.visit);
            text(ui, &format!("{who}, {what}"));
            muted(ui, &words::capital(&words::todo::why(cx.book, task)));
        });
    });
}
