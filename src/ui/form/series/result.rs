//! The right side of the form: the sentence, the count, what clashes, and every date with its tick.

use egui::Ui;

use super::SeriesForm;
use super::preview::take_nearest;
use super::typed::{Code, HowOften};
use crate::domain::FieldError;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::ui::Context;
use crate::ui::ahead::list::{all_by_hand, is_in_to_do, only_clashing, with_past};
use crate::ui::ahead::name_of;
use crate::ui::ahead::row::{Known, Rhythms, Shape, columns, is_tall, row_of};
use crate::ui::form::in_a_form;
use crate::ui::look::{Icon, Tone, size};
use crate::ui::widgets::date_text::read_day;
use crate::ui::widgets::{Button, TickList, TickRow, heading, muted, notice, text};
use crate::words;
use crate::words::deeds::Verb;

/// How many things that are wrong are said in the place of the dates; each stands at its field as well.
const MOST_SAID: usize = 3;

/// Draws it, and does what is asked of a date.
pub(super) fn show(ui: &mut Ui, cx: &Context<'_>, form: &mut SeriesForm) {
    ui.spacing_mut().item_spacing.y = size::SPACE_2;
    if form.cannot_be_changed() {
        muted(ui, "No visit can be changed here");
        return;
    }
    if let Some(refusal) = &form.preview.refusal {
        notice(ui, Tone::Danger, &words::refusal::text(cx.book, refusal), None);
        return;
    }
    let (Some(draft), Some(plan), false) = (&form.preview.draft, &form.preview.plan, form.preview.has_no_dates())
    else {
        waiting(ui, form, cx);
        return;
    };
    heading(ui, &words::sentence::of_draft(draft, words::dates::face(cx.book)));
    let edit = form.before.is_some();
    let counts = if form.is_untouched() {
        "Nothing changes yet".to_owned()
    } else if edit {
        words::capital(&words::deeds::summary(Verb::Change, plan))
    } else {
        words::plan::counts(plan)
    };
    match words::plan::last(plan).filter(|_| plan.lines.len() > 1) {
        Some(last) => text(ui, &format!("{counts}. The last one is {last}")),
        None => text(ui, &counts),
    };
    if edit && plan.newly_failed() > 0 {
        notice(ui, Tone::Warn, &words::change::not_booked(plan.newly_failed()), None);
    }
    if plan.open() > 0 && form.preview.is_for_some_days() {
        notice(ui, Tone::Danger, &words::change::clash(plan.open()), None);
    } else if plan.open() > 0 {
        let says = if form.typed.how_often == HowOften::Once {
            "This date clashes: choose another, or book it anyway".to_owned()
        } else {
            let dates = words::counted(plan.open(), "date clashes", "dates clash");
            format!("{dates}: untick, book anyway, or sort out later")
        };
        let moves = Button::secondary(words::place::take_nearest(form.preview.nearest.len()));
        let moves = (!form.preview.nearest.is_empty()).then_some(moves);
        if notice(ui, Tone::Danger, &says, moves).is_some_and(|moves| moves.clicked()) {
            let typed = &mut form.typed;
            take_nearest([&mut typed.conflicts.0, &mut typed.closed_days.0]);
        }
    }
    ui.add_space(size::SPACE_1);
    let shape = if edit { Shape::Change } else { Shape::New };
    let news = plan.lines.iter().filter(|line| !edit || is_listed(line, form));
    let past = if form.is_untouched() {
        &[][..]
    } else {
        form.preview.past.as_slice()
    };
    let lines = with_past(past, news);
    if lines.is_empty() {
        return;
    }
    let by_hand = &form.preview.by_hand;
    if let Some(before) = &mut form.before {
        all_by_hand(ui, by_hand, &mut before.how.overwrites);
    }
    let overwrites = form.before.as_ref().map(|before| before.how.overwrites.clone());
    let overwritten = |line: &PlanLine| {
        let is_there = by_hand.contains(&name_of(line));
        let overwrites = overwrites.as_ref().filter(|_| is_there)?;
        Some(overwrites.takes(name_of(line)))
    };
    let lines = only_clashing(ui, lines, &mut form.only_clashing);
    let some_days = form.preview.is_for_some_days();
    let name = if edit { "What will change" } else { "Dates" };
    let rhythms = Rhythms {
        book: cx.book,
        lines: &plan.lines,
        draft: Some(draft),
    };
    let answer = TickList::new(name, columns(shape)).show(
        ui,
        lines.len(),
        |n| lines.get(n).map(|line| line.original),
        |n| {
            lines
                .get(n)
                .is_some_and(|line| is_tall(line, shape, by_hand.contains(&name_of(line))))
        },
        |n| {
            let Some(line) = lines.get(n) else {
                return TickRow::default();
            };
            let known = Known {
                location: Some(draft.location),
                taken: form.typed.kept.contains(&line.original.day),
                overwritten: overwritten(line),
                in_to_do: is_in_to_do(cx, line),
                nearest: form.preview.nearest.get(&line.original).copied(),
            };
            let row = row_of(rhythms, line, shape, known);
            if some_days {
                // For a while no date is left out.
                return TickRow { ticked: None, ..row };
            }
            row
        },
    );
    if let Some(original) = answer.ticked.flatten() {
        toggle(&mut form.typed.left_out, original.day);
        form.typed.kept.remove(&original.day);
    }
    if let Some(original) = answer.acted.flatten() {
        toggle(&mut form.typed.kept, original.day);
    }
    let ticked = answer.also.flatten();
    let ticked = ticked.and_then(|original| lines.iter().find(|line| line.original == original));
    if let (Some(line), Some(before)) = (ticked, &mut form.before) {
        before.how.overwrites.toggle(name_of(line), by_hand);
    }
}

/// Whether a line of a change is worth a look: something changes, or can be decided here.
fn is_listed(line: &PlanLine, form: &SeriesForm) -> bool {
    let chosen = form.typed.left_out.contains(&line.original.day) || form.typed.kept.contains(&line.original.day);
    let clashes = line.kind == LineKind::Untouched && !line.conflicts.is_empty();
    let not_booked = line.kind == LineKind::Failed;
    let by_hand = form.preview.by_hand.contains(&name_of(line));
    let told = line.is_news() || line.open || clashes || chosen || by_hand || line.why == Why::Past;
    not_booked || (!form.is_untouched() && told)
}

fn toggle(days: &mut std::collections::BTreeSet<crate::time::Day>, day: crate::time::Day) {
    if !days.remove(&day) {
        days.insert(day);
    }
}

/// What is still needed before there are dates, or what is wrong, in the words of the fields.
fn waiting(ui: &mut Ui, form: &SeriesForm, cx: &Context<'_>) {
    let habit = cx.habit();
    let start = read_day(&form.typed.start, habit.order, habit.today);
    let weekdays: Vec<Code> = form.typed.weekdays_from(start).into_iter().collect();
    let (mut missing, mut wrong) = (Vec::new(), Vec::new());
    for (path, errors) in form.preview.errors.iter() {
        let field = named(path, &weekdays);
        for error in errors {
            match error {
                FieldError::Missing | FieldError::NoService | FieldError::NoWeekday => missing.push(field.clone()),
                FieldError::BadRule { .. } => {
                    wrong.extend(super::pattern::error_with_field(&form.typed));
                }
                error => wrong.push(format!("{}: {}", words::capital(&field), in_a_form(error))),
            }
        }
    }
    missing.dedup();
    wrong.truncate(MOST_SAID);
    if !missing.is_empty() {
        let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
        wrong.push(format!("Still needed: {}", words::listed(&missing, "and")));
    }
    let says = format!("The dates appear here. {}", wrong.join(". "));
    crate::ui::widgets::empty_state(ui, Icon::CalendarClock, &says, None);
}

/// A field as a person speaks of it: "the time on Tuesday", "the number of visits".
fn named(path: &str, weekdays: &[Code]) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let place = |text: &str| text.parse::<usize>().unwrap_or(0);
    let of_slot = |field: &str| match field {
        "time" => "the time".to_owned(),
        "staff" => "the stylist".to_owned(),
        "resources" => "the chair or room".to_owned(),
        other => words::field::label(other),
    };
    match parts.as_slice() {
        ["services"] => "a service".to_owned(),
        ["services", line, rest @ ..] => {
            let number = u32::try_from(place(line)).unwrap_or(u32::MAX).saturating_add(1);
            let which = words::ordinal(number);
            match rest.first() {
                Some(&"duration" | &"stretches") => format!("the length of the {which} service"),
                Some(&"price") => format!("the price of the {which} service"),
                Some(&"staff") => format!("the stylist of the {which} service"),
                Some(&"every_nth") => format!("how often the {which} service is done"),
                _ => format!("the {which} service"),
            }
        }
        ["slots", slot, field, ..] => match weekdays.get(place(slot)) {
            Some(day) => format!("{} on {}", of_slot(field), words::dates::weekday(day.0)),
            None => of_slot(field),
        },
        ["client", ..] => "who comes".to_owned(),
        ["start_date"] => "the start".to_owned(),
        ["end_date"] => "the last date".to_owned(),
        ["visits"] => "the number of visits".to_owned(),
        ["weekdays", ..] => "a weekday".to_owned(),
        ["every"] => "how often".to_owned(),
        ["rrule"] => "the rule".to_owned(),
        ["days_of_month", ..] => "the day of the month".to_owned(),
        [field, ..] => of_slot(field),
        [] => String::new(),
    }
}
