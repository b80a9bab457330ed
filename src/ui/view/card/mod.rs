//! The card of a visit beside the calendar: the facts, what speaks against it, and what can be done with it.

mod became;
mod model;

use egui::{Ui, vec2};

pub use self::became::mark;
use self::model::{Facts, facts, is_there};
use crate::domain::rows::*;
use crate::domain::values::{Changed, SeriesKind, SeriesStatus, VisitState};
use crate::domain::{Book, Command};
use crate::exchange::ics::Selection;
use crate::time::{Day, Instant};
use crate::ui::ahead::which::Reach;
use crate::ui::look::{Icon, Palette, Tone, size};
use crate::ui::route::FormStart;
use crate::ui::shortcut::Shortcut;
use crate::ui::view::change::ToChange;
use crate::ui::widgets::{Badge, Button, SideCard, action_row, fact, fact_of_colour, notice};
use crate::ui::{Act, Asker, Context};

/// What the card keeps.
pub struct Card {
    visit: VisitId,
    made: Option<(u64, bool, Facts)>,
}

impl Card {
    /// The card of a visit.
    pub fn of(visit: VisitId) -> Self {
        Self { visit, made: None }
    }

    /// Which visit.
    pub fn visit(&self) -> VisitId {
        self.visit
    }

    /// Draws it at the right; whether it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, context: &mut Context<'_>) -> bool {
        let Some(visit) = context.book.visits().get(self.visit).cloned() else {
            return true;
        };
        let past = visit.start_utc <= context.now;
        let key = (context.edition, past);
        if self
            .made
            .as_ref()
            .is_none_or(|(edition, was_past, _)| (*edition, *was_past) != key)
        {
            self.made = Some((context.edition, past, facts(context.book, &visit, past)));
        }
        let Some((_, _, facts)) = &self.made else { return true };
        let mut acts = Vec::new();
        let shown = SideCard::new("visit", &facts.who).show(
            ui,
            |ui| body(ui, facts, &visit, context.today(), &mut acts),
            |ui| {
                let says = Shortcut::Edit.says();
                let button = Button::primary(says.label)
                    .icon(says.icon)
                    .keys(says.keys)
                    .tip(says.tip);
                facts.can.change && ui.add(button).clicked()
            },
        );
        if shown.buttons {
            acts.extend(change(context.book, &visit, context.now));
        }
        context.acts.append(&mut acts);
        shown.closed
    }
}

/// The way to change a visit: a dialog that asks which visits; what is a single one, or is not there, has the form of its
/// appointment. Nothing where neither can be changed.
pub fn change(book: &Book, visit: &Visit, now: Instant) -> Option<Act> {
    let series = book.series().get(visit.series_id)?;
    let is_standing = series.kind == SeriesKind::Standing;
    if is_there(visit) && (is_standing || visit.start_utc <= now) {
        return Some(Act::EditVisit(visit.id));
    }
    let reach = if is_standing { Reach::FromHere } else { Reach::ToCome };
    let runs = series.status == SeriesStatus::Running && series.deleted_at.is_none();
    runs.then_some(Act::OpenForm(FormStart::EditFrom(visit.id, reach)))
}

fn body(ui: &mut Ui, facts: &Facts, visit: &Visit, today: Day, acts: &mut Vec<Act>) {
    if !facts.badges.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(size::SPACE_1);
            ui.spacing_mut().interact_size.y = 0.0;
            for (text, tone, icon) in &facts.badges {
                ui.add(Badge::new(text, *tone).icon(*icon));
            }
        });
    }
    if let Some(alert) = &facts.alert {
        notice(ui, Tone::Warn, alert, None);
    }
    for clash in &facts.clashes {
        notice(ui, Tone::Danger, clash, None);
    }
    ui.add_space(size::SPACE_1);
    for (name, says) in &facts.rows {
        fact(ui, name, says);
    }
    if let Some(colour) = facts.colour {
        fact_of_colour(ui, "Colour", colour);
    }
    this_time(ui, facts, visit, acts);
    ui.add_space(size::SPACE_3);
    became::show(ui, visit, today, acts);
    ui.add_space(size::SPACE_3);
    actions(ui, facts, visit, acts);
}

/// Takes back what was changed of a visit by hand.
fn back(visit: &Visit, fields: Changed) -> Act {
    let command = Command::ResetVisit {
        visit: visit.id,
        fields,
        keep_conflicts: false,
    };
    Act::carry_out(command, Asker::Window)
}

/// What was changed by hand beside the usual, the way back to it, and the way to let it be the usual.
fn this_time(ui: &mut Ui, facts: &Facts, visit: &Visit, acts: &mut Vec<Act>) {
    for differs in &facts.differs {
        ui.add_space(size::SPACE_1);
        fact(
            ui,
            &differs.name,
            &format!("{}\nThe usual: {}", differs.now, differs.usual),
        );
        let label = format!("Back to the usual {}", differs.field);
        if facts.can.reset && action_row(ui, Icon::Undo, &label, None).clicked() {
            acts.push(back(visit, differs.flag));
        }
    }
    if facts.can.usual && action_row(ui, Icon::Repeat, "Make this the usual…", None).clicked() {
        acts.push(Act::Change(ToChange::Usual(visit.id, Reach::FromHere)));
    }
    if facts.can.reset && facts.differs.len() > 1 && action_row(ui, Icon::Undo, "All back to the usual", None).clicked()
    {
        acts.push(back(visit, Changed::NOTHING));
    }
}

fn actions(ui: &mut Ui, facts: &Facts, visit: &Visit, acts: &mut Vec<Act>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let line = egui::Stroke::new(size::LINE, Palette::of(ui).line);
    let (_, rule) = ui.allocate_space(vec2(ui.available_width(), size::SPACE_2));
    ui.painter().hline(rule.x_range(), rule.top(), line);
    let series = visit.series_id;
    if facts.can.restore {
        if let [first, more @ ..] = facts.in_the_way.as_slice() {
            let says = match more.len() {
                0 => first.clone(),
                more => format!("{first}, and {more} more"),
            };
            notice(ui, Tone::Warn, &says, None);
            ui.add_space(size::SPACE_1);
        }
        let failed = visit.state == VisitState::Failed;
        let (icon, label) = match (failed, facts.in_the_way.is_empty()) {
            (false, true) => (Icon::Undo, "Bring back"),
            (false, false) => (Icon::Undo, "Bring back anyway"),
            (true, true) => (Icon::CalendarCheck, "Book it"),
            (true, false) => (Icon::CalendarCheck, "Book anyway"),
        };
        if action_row(ui, icon, label, None).clicked() {
            let command = Command::RestoreVisit {
                visit: visit.id,
                keep_conflicts: !facts.in_the_way.is_empty(),
            };
            acts.push(Act::carry_out(command, Asker::Window));
        }
    }
    if facts.can.move_it && action_row(ui, Icon::CalendarClock, "Move…", None).clicked() {
        acts.push(Act::Move(visit.id));
    }
    if facts.can.cancel {
        let says = Shortcut::Cancel.says();
        if action_row(ui, says.icon, says.label, Some(says.keys)).clicked() {
            acts.push(Act::CancelVisit(visit.id));
        }
    }
    if facts.can.cancel_from_here && action_row(ui, Icon::CalendarOff, "Cancel from here on…", None).clicked() {
        acts.push(Act::Change(ToChange::Cancel(series, Some(visit.id))));
    }
    if facts.can.open && action_row(ui, Icon::Repeat, "Open the standing appointment", None).clicked() {
        acts.push(Act::ShowSeries(series));
    }
    let says = Shortcut::Export.says();
    if action_row(ui, says.icon, says.label, Some(says.keys)).clicked() {
        acts.push(Act::Export(Selection::Series(series)));
    }
}
