//! The dates of a plan as a list in a dialog. The series form shows its own, as its dates can be unticked; what a line says is the
//! same there.

use std::collections::BTreeSet;

use egui::Ui;

use super::row::{Known, Rhythms, Shape, columns, day_of, is_tall, row_of};
use super::{Decisions, Overwrites, name_of};
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::rows::{SeriesId, Visit, VisitId};
use crate::domain::schedule::problem;
use crate::time::Civil;
use crate::ui::Context;
use crate::ui::look::{Tone, size};
use crate::ui::widgets::{Button, TickList, TickRow, body_room, check_box, muted, notice, text};
use crate::words;
use crate::words::deeds::Verb;

/// Height of the list at the least, and of what a dialog may have below it: a reason.
const LEAST: f32 = 224.0;
const BELOW: f32 = 112.0;
/// So many dates are seen at a glance.
const SHORT: usize = 8;

/// The tick for all that was changed by hand.
pub fn all_by_hand(ui: &mut Ui, by_hand: &BTreeSet<Civil>, overwrites: &mut Overwrites) {
    if by_hand.is_empty() {
        return;
    }
    let mut all = overwrites.takes_all(by_hand);
    if check_box(ui, &mut all, &words::change::also_these(by_hand.len())).changed() {
        overwrites.set_all(all);
    }
}

/// Whether a date waits in To do already, and is not booked anyway by the change.
pub fn is_in_to_do(context: &Context<'_>, line: &PlanLine) -> bool {
    let waits = line.open || matches!(line.kind, LineKind::Failed | LineKind::Untouched);
    let before = line.before.as_ref().filter(|_| waits && clashes(line));
    before.is_some_and(|visit| problem(context.book, visit, context.now).is_some())
}

/// Whether something speaks against a date afterwards.
fn clashes(line: &PlanLine) -> bool {
    match line.kind {
        LineKind::Failed => true,
        LineKind::Deleted | LineKind::LeftOut => false,
        _ => line.open || (!line.conflicts.is_empty() && !line.is_moved()),
    }
}

/// In a long list, a tick that leaves only the dates that clash; those that are left.
pub fn only_clashing<'a>(ui: &mut Ui, lines: Vec<&'a PlanLine>, only: &mut bool) -> Vec<&'a PlanLine> {
    let clashing = lines.iter().filter(|line| clashes(line)).count();
    if lines.len() <= SHORT || !(1..lines.len()).contains(&clashing) {
        return lines;
    }
    check_box(ui, only, "Only the dates that clash");
    lines.into_iter().filter(|line| !*only || clashes(line)).collect()
}

/// What a dialog shows of a change.
#[derive(Clone, Copy)]
pub struct WhatChanges<'a> {
    /// What the change is for.
    pub verb: Verb,
    /// Date by date.
    pub plan: &'a Plan,
    /// What is past.
    pub past: &'a [PlanLine],
    /// The dates of which something that was changed by hand stays unless it is overwritten.
    pub by_hand: &'a BTreeSet<Civil>,
}

/// What will change, in a dialog: how much, and line by line, with what is past before it. Where dates clash that is said first;
/// `settles` says of which a person decides here whether they are booked anyway.
pub fn show(
    ui: &mut Ui,
    context: &Context<'_>,
    what: WhatChanges<'_>,
    decisions: &mut Decisions,
    settles: impl Fn(&PlanLine) -> bool,
) {
    let WhatChanges {
        verb,
        plan,
        past,
        by_hand,
    } = what;
    let Decisions {
        overwrites,
        kept,
        only_clashing: only,
    } = decisions;
    // Another standing appointment may have a visit of the same name.
    let is_by_hand = |line: &PlanLine| {
        let was_changed = |visit: &Visit| !visit.changed.is_nothing();
        by_hand.contains(&name_of(line)) && line.before.as_deref().is_some_and(was_changed)
    };
    let news = plan.lines.iter().filter(|line| is_listed(line) || is_by_hand(line));
    let lines: Vec<&PlanLine> = with_past(past, news);
    if lines.is_empty() {
        text(ui, "No visit changes");
        return;
    }
    let (top, room) = (ui.min_rect().top(), body_room(ui.ctx()));
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = size::SPACE_2;
        let open: Vec<&PlanLine> = plan.lines.iter().filter(|line| line.open && settles(line)).collect();
        if !open.is_empty() {
            let all = Button::secondary(words::change::book_all_anyway(open.len()));
            let says = words::change::clash(open.len());
            if notice(ui, Tone::Danger, &says, Some(all)).is_some_and(|all| all.clicked()) {
                kept.extend(open.iter().map(|line| line.original));
            }
        }
        if plan.newly_failed() > 0 {
            notice(ui, Tone::Warn, &words::change::not_booked(plan.newly_failed()), None);
        }
        muted(ui, &format!("What will change: {}", words::deeds::summary(verb, plan)));
        all_by_hand(ui, by_hand, overwrites);
        let series: BTreeSet<SeriesId> = lines
            .iter()
            .filter_map(|line| Some(line.before.as_ref().or(line.after.as_ref())?.series_id))
            .collect();
        let shape = if series.len() > 1 { Shape::People } else { Shape::Wide };
        // Where no line says why, or all say the same, there is no column for it.
        let rhythms = Rhythms {
            book: context.book,
            lines: &plan.lines,
            draft: None,
        };
        let whys = lines.iter().map(|line| (line.kind, rhythms.why(line, shape)));
        // What is not booked says below what speaks against it.
        let whys = whys.filter(|(kind, why)| *kind != LineKind::Failed || !why.is_empty());
        let only_why = only_why(whys.map(|(_, why)| why));
        if let Some(why) = only_why.as_ref().filter(|why| !why.is_empty()) {
            muted(ui, &format!("Why: {why}"));
        }
        let columns = match columns(shape) {
            [columns @ .., _] if only_why.is_some() => columns,
            columns => columns,
        };
        let lines = only_clashing(ui, lines, only);
        let is_tall = |line: &PlanLine| is_tall(line, shape, is_by_hand(line));
        let answer = TickList::new("What will change", columns)
            .without_ticks()
            .at_most((room - (ui.cursor().top() - top) - BELOW).max(LEAST))
            .show(
                ui,
                lines.len(),
                |n| lines.get(n).map(|line| key_of(line)),
                |n| lines.get(n).is_some_and(|line| is_tall(line)),
                |n| {
                    let Some(line) = lines.get(n) else {
                        return TickRow::default();
                    };
                    let overwritten = is_by_hand(line).then(|| overwrites.takes(name_of(line)));
                    let known = Known {
                        overwritten,
                        taken: kept.contains(&line.original),
                        in_to_do: is_in_to_do(context, line),
                        ..Known::default()
                    };
                    let row = row_of(rhythms, line, shape, known);
                    let decides = settles(line) && (line.open || known.taken);
                    TickRow {
                        ticked: None,
                        action: if decides { row.action } else { "" },
                        // Here what goes is what the person came for.
                        faint: line.why == Why::Past,
                        ..row
                    }
                },
            );
        if let Some((original, _)) = answer.also.flatten() {
            overwrites.toggle(original, by_hand);
        }
        let acted = answer.acted.flatten();
        if let Some(line) = acted.and_then(|acted| lines.iter().find(|line| key_of(line) == acted))
            && !kept.remove(&line.original)
        {
            kept.insert(line.original);
        }
    });
}

/// Why, where several lines have one reason, or none.
fn only_why(mut whys: impl Iterator<Item = String>) -> Option<String> {
    let Some(first) = whys.next() else {
        return Some(String::new());
    };
    let mut others = whys.peekable();
    let is_one = first.is_empty() || others.peek().is_some();
    (is_one && others.all(|why| why == first)).then_some(first)
}

/// Tells lines of several standing appointments apart.
fn key_of(line: &PlanLine) -> (Civil, Option<VisitId>) {
    let visit = line.before.as_ref().or(line.after.as_ref());
    (name_of(line), visit.map(|visit| visit.id))
}

/// The lines of what is past, where a plan does not tell of them itself, and its own, by their days.
pub fn with_past<'a>(past: &'a [PlanLine], news: impl Iterator<Item = &'a PlanLine>) -> Vec<&'a PlanLine> {
    let news: Vec<&PlanLine> = news.collect();
    let is_told = |line: &&PlanLine| news.iter().any(|told| name_of(told) == name_of(line));
    let mut lines: Vec<&PlanLine> = past.iter().filter(|line| !is_told(line)).collect();
    lines.extend(news);
    lines.sort_by_key(|line| day_of(line));
    lines
}

/// Whether a line of a change is worth a look: something changes, or it says why nothing does.
fn is_listed(line: &PlanLine) -> bool {
    let clashes = line.kind == LineKind::Untouched && !line.conflicts.is_empty();
    line.is_news() || line.open || clashes || line.why == Why::Past
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_all_lines_have_has_no_column() {
        let check = |whys: &[&str], one: Option<&str>| {
            let found = only_why(whys.iter().map(|why| (*why).to_owned()));
            assert_eq!(found.as_deref(), one, "{whys:?}");
        };
        check(&["closed", "closed"], Some("closed"));
        check(&["closed", ""], None);
        check(&["", ""], Some(""));
        check(&[], Some(""));
        // Of one line it stands beside it.
        check(&["closed"], None);
    }
}
