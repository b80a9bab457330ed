//! When it ends, what is done about clashes and closed days, its colour, the note, and why it changes.

use egui::Ui;

use super::typed::{Ends, HowOften, PolicyTyped, Typed};
use crate::domain::draft::NEAREST_DAYS;
use crate::domain::values::{Colour, Policy};
use crate::ui::Context;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{StaffTint, size};
use crate::ui::widgets::{Choice, DateField, Segments, TextField};
use crate::words::choice;

/// Draws it; `changes` is set for a series that exists.
pub(super) fn show(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields, changes: bool) {
    if typed.how_often != HowOften::Once {
        end(ui, cx, typed, at);
    }
    let half = (ui.available_width() - size::SPACE_3) / 2.0;
    row(ui, |ui| {
        let error = at.at("conflicts");
        let (choices, label) = (&Policy::OF_CLASHES, "When a date clashes");
        policy(ui, label, half, &mut typed.conflicts, choices, error.as_deref());
        let error = at.at("closed_days");
        policy(
            ui,
            "On closed days",
            half,
            &mut typed.closed_days,
            Policy::ALL,
            error.as_deref(),
        );
    });
    if [typed.conflicts, typed.closed_days].contains(&PolicyTyped(Policy::Nearest)) {
        let (usual, error) = (NEAREST_DAYS.to_string(), at.at("nearest_days"));
        let field = TextField::number("How far the nearest may be", &mut typed.nearest_days, "days")
            .hint(&usual)
            .width(half)
            .error(error.as_deref());
        at.shown("nearest_days", &field.show(ui));
    }
    colour(ui, half, &mut typed.colour, at.at("colour").as_deref());
    let error = at.at("note");
    let note = TextField::new("Note", &mut typed.note)
        .rows(2)
        .width(ui.available_width())
        .error(error.as_deref());
    at.shown("note", &note.show(ui));
    if changes {
        TextField::new("Why it changes", &mut typed.reason)
            .help("Stays with the standing appointment")
            .width(ui.available_width())
            .show(ui);
    }
}

fn end(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields) {
    row(ui, |ui| {
        Segments::new("Ends").width(296.0).show(
            ui,
            &mut typed.ends,
            &[(Ends::Never, "Never"), (Ends::On, "On"), (Ends::After, "After")],
        );
        match typed.ends {
            Ends::Never => {}
            Ends::On => {
                let error = at.at("end_date");
                let field = DateField::new("Last date", &mut typed.end, cx.habit())
                    .width(ui.available_width())
                    .error(error.as_deref());
                at.shown("end_date", &field.show(ui));
            }
            Ends::After => {
                let error = at.at("visits");
                let field = TextField::number("How many", &mut typed.visits, "visits")
                    .width(ui.available_width().min(160.0))
                    .error(error.as_deref());
                at.shown("visits", &field.show(ui));
            }
        }
    });
}

/// The colour of its visits in the calendar, beside which that of the stylist stands back.
fn colour(ui: &mut Ui, width: f32, typed: &mut String, error: Option<&str>) {
    let tint = typed
        .parse::<Colour>()
        .ok()
        .map(|colour| StaffTint::nearest(colour.rgb));
    let mut options = vec![(None, "That of the stylist")];
    options.extend(StaffTint::ALL.map(|tint| (Some(tint), tint.label())));
    let dots: Vec<Option<StaffTint>> = options.iter().map(|(tint, _)| *tint).collect();
    let mut chosen = Some(tint);
    Choice::new("Colour")
        .tints(&dots)
        .width(width)
        .error(error)
        .show(ui, &mut chosen, &options);
    if let Some(chosen) = chosen.filter(|chosen| *chosen != tint) {
        let colour = chosen.map(|tint| Colour { rgb: tint.rgb() }.to_string());
        *typed = colour.unwrap_or_default();
    }
}

fn policy(ui: &mut Ui, label: &str, width: f32, typed: &mut PolicyTyped, choices: &[Policy], error: Option<&str>) {
    let mut chosen = Some(typed.0);
    let options: Vec<(Policy, &str)> = choices.iter().map(|&policy| (policy, choice::policy(policy))).collect();
    Choice::new(label)
        .width(width)
        .error(error)
        .show(ui, &mut chosen, &options);
    typed.0 = chosen.unwrap_or(typed.0);
}
