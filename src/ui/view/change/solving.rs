//! Problems that are dealt with all alike: where they are moved, and which of them nothing is done about.

use std::sync::Arc;

use egui::Ui;

use crate::domain::command::Fix;
use crate::domain::plan::PlanLine;
use crate::domain::rows::*;
use crate::domain::schedule::problem;
use crate::ui::Context;
use crate::ui::look::Tone;
use crate::ui::widgets::{Segments, notice};
use crate::words;

/// Asks where problems are moved, where they are.
pub(super) fn where_to(ui: &mut Ui, mut fix: Fix) -> Fix {
    if matches!(fix, Fix::Nearest | Fix::Previous | Fix::Next) {
        let options = [
            (Fix::Nearest, "The nearest free time"),
            (Fix::Previous, "The open day before"),
            (Fix::Next, "The next open day"),
        ];
        Segments::new("Where to").width(600.0).show(ui, &mut fix, &options);
    }
    fix
}

/// Says which of the problems stay as they are, as the plan has no line that does anything about them; whether any do.
pub(super) fn unsolved(ui: &mut Ui, context: &Context<'_>, asked: &[VisitId], fix: Fix, lines: &[PlanLine]) -> bool {
    let is_dealt_with = |visit: &VisitId| {
        let of = |line: &&PlanLine| line.before.as_ref().is_some_and(|before| before.id == *visit);
        lines.iter().filter(of).any(PlanLine::is_news)
    };
    let stay = asked.iter().filter(|visit| !is_dealt_with(visit));
    let stay = stay.filter_map(|visit| context.book.visits().get(*visit).cloned());
    let stay: Vec<Arc<Visit>> = stay
        .filter(|visit| problem(context.book, visit, context.now).is_some())
        .collect();
    if !stay.is_empty() {
        let says = words::change::stay_unsolved(context.book, fix, &stay);
        notice(ui, Tone::Warn, &says, None);
    }
    !stay.is_empty()
}
