//! How a standing appointment is changed: which visits, what of those changed by hand, and from where weeks are counted.

use egui::Ui;

use super::SeriesForm;
use super::preview::Before;
use crate::domain::command::EditHow;
use crate::domain::draft::SeriesDraft;
use crate::domain::rows::VisitId;
use crate::ui::ahead::Overwrites;
use crate::ui::ahead::which::{Days, Reach, Which};
use crate::ui::look::size;
use crate::ui::widgets::{DateHabit, check_box, muted};
use crate::ui::{Act, Context};

/// How it was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct How {
    /// Which visits.
    pub which: Which,
    /// What is overwritten of what was changed by hand.
    pub overwrites: Overwrites,
    /// Whether weeks are counted from where the change begins.
    pub counts_from_here: bool,
    /// The visit from which the form was opened: it alone can be changed instead.
    pub visit: Option<VisitId>,
}

impl How {
    /// As the change of a series says it.
    pub fn edit(&self, days: Days) -> EditHow {
        EditHow {
            scope: days.scope(),
            force: self.overwrites.force(),
            reset_start: self.counts_from_here,
        }
    }

    /// Which visits; nothing where a date cannot be read.
    pub fn days(&self, habit: DateHabit) -> Option<Days> {
        self.which.days(habit)
    }
}

impl SeriesForm {
    /// Draws the choice at the top of a form that changes a series.
    pub(super) fn which_visits(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        let counts = self.may_count_anew();
        // One visit has a dialog of its own: what was typed for all would be lost on the way there.
        let untouched = self.typed == self.opened;
        let Some(Before { series, how, .. }) = &mut self.before else {
            return;
        };
        let error = self.at.at("from");
        let all = [Reach::OnlyThis, Reach::FromHere, Reach::FromUntil, Reach::ToCome];
        let options = if how.visit.is_some() && untouched {
            &all[..]
        } else {
            &all[1..]
        };
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            how.which.show(ui, cx, *series, options, error.as_deref());
            if how.which.reach == Reach::FromUntil {
                muted(ui, "Time, stylist and chair of these days; afterwards it is as it was");
            }
            if how.which.reach == Reach::FromUntil || !counts {
                how.counts_from_here = false;
            } else {
                check_box(ui, &mut how.counts_from_here, "Count the weeks from here");
            }
        });
        if let (Reach::OnlyThis, Some(visit)) = (how.which.reach, how.visit) {
            // One visit has other fields than all of them.
            cx.ask(Act::CloseForm);
            cx.ask(Act::EditVisit(visit));
        }
    }

    /// Whether it makes a difference from where weeks are counted: where the change begins on a day, or has another rhythm.
    fn may_count_anew(&self) -> bool {
        let Some(before) = &self.before else { return false };
        let rhythm = |draft: &SeriesDraft| (draft.rule.clone(), draft.start);
        let is_another = |draft: &SeriesDraft| rhythm(draft) != rhythm(&before.draft.0);
        before.how.counts_from_here
            || before.how.which.reach == Reach::FromHere
            || self.preview.draft.as_ref().is_some_and(is_another)
    }
}

#[cfg(test)]
mod tests;
