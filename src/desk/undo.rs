//! Undo and redo over the persisted journal (spec S4.13).
//!
//! Undo is linear over what persons did. What the program added by itself since then (a top-up) is taken back first, and
//! added again afterwards: so every step finds the rows as it left them.

use super::{Desk, Done, Failure, NotDone};
use crate::domain::change::{Origin, RowEdit, Subject};
use crate::domain::decide::inverse;
use crate::domain::{Plan, Refusal};
use crate::store::{Step, StepId, StepState};

/// Which way a step is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

impl Desk {
    /// Takes the last step of a person back.
    ///
    /// # Errors
    /// There is none, it cannot be exact, or the file cannot be written; nothing was changed then.
    pub fn undo(&mut self) -> Result<Done, NotDone> {
        let step = self.store.undoable()?.ok_or(Refusal::NothingToUndo)?;
        self.take_back_automatic(step.id)?;
        let rows = self.walk(&step, Way::Back)?;
        self.top_up()?;
        Ok(done(&step, rows))
    }

    /// Does the step again that was taken back last, and after it what the program had added until the next one.
    ///
    /// # Errors
    /// As [`Desk::undo`].
    pub fn redo(&mut self) -> Result<Done, NotDone> {
        let step = self.store.redoable()?.ok_or(Refusal::NothingToRedo)?;
        let added = self.added_with(&step)?;
        // What was topped up since then stands where these dates belong.
        self.take_back_automatic(step.id)?;
        let rows = self.walk(&step, Way::Again)?;
        for step in added {
            self.walk(&step, Way::Again)?;
        }
        self.top_up()?;
        Ok(done(&step, rows))
    }

    /// What the program added between a step that is undone and the next one of a person, and was taken back with it.
    fn added_with(&self, step: &Step) -> Result<Vec<Step>, Failure> {
        let mut later = self.store.steps_after(step.id)?;
        later.reverse();
        // Steps that cannot be done again any more lie between no others.
        let stands = later.into_iter().filter(|later| later.state != StepState::Dropped);
        let with_it = stands.take_while(|later| later.origin == Origin::Automatic);
        Ok(with_it.filter(|later| later.state == StepState::Undone).collect())
    }

    /// Takes back what the program did after a step, the newest first.
    fn take_back_automatic(&mut self, after: StepId) -> Result<(), NotDone> {
        let oldest_undone = self.store.redoable()?.map(|step| step.id);
        for step in self.store.steps_after(after)? {
            if step.origin == Origin::Automatic && step.state == StepState::Done {
                self.walk(&step, Way::Back)?;
                // It was added while something was undone, and is no part of what redo does again.
                if oldest_undone.is_some_and(|undone| undone < step.id) {
                    self.store.drop_step(step.id)?;
                }
            }
        }
        Ok(())
    }

    /// Goes one step, in the file and in the book.
    fn walk(&mut self, step: &Step, way: Way) -> Result<usize, NotDone> {
        let mut edits = self.edits(step)?;
        if way == Way::Again {
            // Again is back from back.
            edits = edits.iter().rev().map(RowEdit::inverse).collect();
        }
        let mut moment = self.moment();
        let change = inverse(&self.book, &edits, step.label.clone(), step.subject, &mut moment).map_err(|stale| {
            log::warn!("a step cannot be gone exactly: {stale}");
            Refusal::LaterStepInTheWay
        })?;
        match way {
            Way::Back => self.store.save_undo(step.id, &change, &self.actor)?,
            Way::Again => self.store.save_redo(step.id, &change, &self.actor)?,
        }
        let rows = change.edits.len();
        self.apply(&change)?;
        Ok(rows)
    }

    /// What a step did, with the months loaded that it touched.
    fn edits(&mut self, step: &Step) -> Result<Vec<RowEdit>, Failure> {
        let touched = self.store.touched(step.id)?;
        self.load_months(&touched.months)?;
        Ok(self.store.edits_of(step.id, &self.book)?)
    }
}

fn done(step: &Step, rows: usize) -> Done {
    let series = match step.subject {
        Some(Subject::Series(series)) => Some(series),
        _ => None,
    };
    Done {
        label: step.label.clone(),
        plan: Plan::default(),
        series,
        rows,
    }
}
