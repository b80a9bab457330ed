//! What was said of some days before, each with a way to let it end earlier; and the field that asks for the last day.

use egui::Ui;

use super::ToChange;
use super::fields::read;
use crate::domain::command::Command;
use crate::domain::draft::Over;
use crate::domain::rows::*;
use crate::ui::ahead::Decisions;
use crate::ui::ahead::which::WRONG_DATE;
use crate::ui::look::size;
use crate::ui::widgets::date_text::write_day;
use crate::ui::widgets::{Button, DateField, text};
use crate::ui::{Act, Context};
use crate::words;

/// What the way to it is called.
const ENDS: &str = "Let it end earlier…";

/// On which day it ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Ending {
    last: String,
}

impl Ending {
    /// Yesterday, where it has begun; else all of it is taken back.
    pub(super) fn new(what: &ToChange, context: &Context<'_>) -> Self {
        let ToChange::Ends(layer) = what else {
            return Self::default();
        };
        let begins = context.book.layers().get(*layer).map(|layer| layer.first_day);
        let begins = begins.map_or(context.today(), |first| first.max(context.today()));
        Self {
            last: write_day(begins - 1, context.habit().order),
        }
    }

    pub(super) fn command(&self, layer: LayerId, decisions: &Decisions, context: &Context<'_>) -> Option<Command> {
        Some(Command::EndCover {
            layer,
            last: read(context, &self.last)?,
            clashing: decisions.clashing(),
        })
    }

    pub(super) fn show(&mut self, ui: &mut Ui, context: &Context<'_>, layer: LayerId) {
        let layer = context.book.layers().get(layer);
        if let Some(layer) = layer {
            text(ui, &words::change::layer(context.book, layer));
        }
        let first = layer.map(|layer| layer.first_day);
        let last = read(context, &self.last);
        let all = last.zip(first).is_some_and(|(last, first)| last < first);
        let help = if all {
            "Before it begins: all of it is taken back"
        } else {
            "From the day after on, all is as usual"
        };
        DateField::new("Its last day", &mut self.last, context.habit())
            .help(help)
            .error(last.is_none().then_some(WRONG_DATE))
            .show(ui);
    }
}

/// What is said of days to come already.
pub(super) fn said_before(ui: &mut Ui, context: &mut Context<'_>, over: Over) {
    let today = context.today();
    let is_its = |layer: &&std::sync::Arc<Layer>| {
        let of = match over {
            Over::Series(series) => layer.series_id == Some(series),
            Over::Staff(staff) => layer.series_id.is_none() && layer.staff_id == Some(staff),
        };
        of && layer.last_day >= today
    };
    let mut layers: Vec<_> = context.book.layers().live().filter(is_its).cloned().collect();
    layers.sort_by_key(|layer| (layer.first_day, layer.id));
    for layer in layers {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_3;
            let said = words::change::layer(context.book, &layer);
            text(ui, &said);
            let name = format!("{ENDS}, {said}");
            if ui.add(Button::secondary(ENDS).low().named(&name)).clicked() {
                context.ask(Act::Change(ToChange::Ends(layer.id)));
            }
        });
    }
}
