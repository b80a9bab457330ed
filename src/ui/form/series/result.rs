//! The right side of the form: the sentence, the count, what clashes, and every date with its tick.

use egui::Ui;

use super::SeriesForm;
use super::lines::{Shape, columns, is_tall, row_of};
use super::typed::HowOften;
use crate::domain::plan::{LineKind, PlanLine};
use crate::domain::{FieldError, FieldErrors};
use crate::ui::Context;
use crate::ui::look::{Icon, Tone, size};
use crate::ui::widgets::{TickList, TickRow, heading, muted, notice, text};
use crate::words;

/// How many things that are wrong are said in the place of the dates; each stands at its field as well.
const MOST_SAID: usize = 3;

/// Draws it, and does what is asked of a date.
pub(super) fn show(ui: &mut Ui, cx: &Context<'_>, form: &mut SeriesForm) {
    ui.spacing_mut().item_spacing.y = size::SPACE_2;
    if let Some(refusal) = &form.preview.refusal {
        notice(ui, Tone::Danger, &words::refusal::text(cx.book, refusal), None);
        return;
    }
    let Some(draft) = &form.preview.draft else {
        waiting(ui, form);
        return;
    };
    let Some(plan) = &form.preview.plan else {
        waiting(ui, form);
        return;
    };
    heading(ui, &words::sentence::of_draft(draft, words::dates::face(cx.book)));
    let edit = form.before.is_some();
    let counts = if edit {
        words::capital(&words::plan::changes(plan))
    } else {
        words::plan::counts(plan)
    };
    match words::plan::last(plan).filter(|_| plan.lines.len() > 1) {
        Some(last) => text(ui, &format!("{counts}. The last one is {last}")),
        None => text(ui, &counts),
    };
    if plan.open() > 0 {
        let says = if form.typed.how_often == HowOften::Once {
            "This date clashes: choose another, or book it anyway".to_owned()
        } else {
            let dates = words::counted(plan.open(), "date clashes", "dates clash");
            format!("{dates}: untick, book anyway, or sort out later")
        };
        notice(ui, Tone::Danger, &says, None);
    }
    ui.add_space(size::SPACE_1);
    let shape = if edit { Shape::Change } else { Shape::New };
    let lines: Vec<&PlanLine> = plan
        .lines
        .iter()
        .filter(|line| !edit || line.kind != LineKind::Untouched || !line.conflicts.is_empty())
        .collect();
    if lines.is_empty() || form.is_untouched() {
        muted(ui, "Nothing changes yet");
        return;
    }
    let name = if edit { "What will change" } else { "Dates" };
    let answer = TickList::new(name, columns(shape)).show(
        ui,
        lines.len(),
        |n| lines.get(n).map(|line| line.original),
        |n| lines.get(n).is_some_and(|line| is_tall(line, shape)),
        |n| {
            let Some(line) = lines.get(n) else {
                return TickRow::default();
            };
            let taken = form.typed.kept.contains(&line.original.day);
            row_of(cx.book, draft.location, line, shape, taken)
        },
    );
    if let Some(original) = answer.ticked.flatten() {
        toggle(&mut form.typed.left_out, original.day);
        form.typed.kept.remove(&original.day);
    }
    if let Some(original) = answer.acted.flatten() {
        toggle(&mut form.typed.kept, original.day);
    }
}

fn toggle(days: &mut std::collections::BTreeSet<crate::time::Day>, day: crate::time::Day) {
    if !days.remove(&day) {
        days.insert(day);
    }
}

/// What is still needed before there are dates.
fn waiting(ui: &mut Ui, form: &SeriesForm) {
    let errors = &form.preview.errors;
    let missing = [
        ("services", "a service"),
        ("start_date", "a start"),
        ("time", "a time"),
        ("location", "a location"),
        ("end_date", "the last date"),
        ("visits", "the number of visits"),
    ];
    let missing: Vec<&str> = missing
        .into_iter()
        .filter(|(path, _)| !errors.at(path).is_empty())
        .map(|(_, words)| words)
        .collect();
    let says = if missing.is_empty() {
        wrong(errors)
    } else {
        format!(
            "The dates appear here. Still needed: {}",
            words::listed(&missing, "and")
        )
    };
    crate::ui::widgets::empty_state(ui, Icon::CalendarClock, &says, None);
}

/// What stands in the way of the dates, though every field is filled: that somebody does not do the service.
fn wrong(errors: &FieldErrors) -> String {
    let says = |(path, errors): (&str, &[FieldError])| {
        let field = words::capital(&words::field::label(path));
        errors
            .first()
            .map(|error| format!("{field}: {}", words::field::text(error)))
    };
    let wrong: Vec<String> = errors.iter().filter_map(says).take(MOST_SAID).collect();
    format!("No dates yet. {}", wrong.join(". "))
}
