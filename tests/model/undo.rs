//! Steps back and again (spec S4.13): the model as it was before each step of a person, and as it is behind the last.

use chairtime::domain::{Book, Command, Plan};

use super::carry::Done;
use super::{Known, Model, When};

/// What was done by persons.
#[derive(Debug, Default)]
pub struct Steps {
    /// The model before each of them.
    before: Vec<Model>,
    /// How many are done; the others were taken back.
    done: usize,
    /// The model behind the last one, where some are taken back.
    tip: Option<Model>,
}

impl Steps {
    /// A step was done on this model.
    pub fn push(&mut self, before: Model) {
        self.before.truncate(self.done);
        self.before.push(before);
        self.done += 1;
        self.tip = None;
    }

    pub fn can_undo(&self) -> bool {
        self.done > 0
    }

    pub fn can_redo(&self) -> bool {
        self.done < self.before.len()
    }

    /// Takes the last step back; says what the salon is then.
    pub fn undo(&mut self, now: &Model) -> Model {
        if self.done == self.before.len() {
            self.tip = Some(now.clone());
        }
        self.done -= 1;
        self.before[self.done].clone()
    }

    /// Does the step again that was taken back last, with what was topped up until the next.
    pub fn redo(&mut self) -> Model {
        self.done += 1;
        let next = self.before.get(self.done).or(self.tip.as_ref());
        next.expect("the model behind the last step").clone()
    }
}

impl Model {
    /// The book is as the model says, but for what was topped up since.
    pub fn agree(&mut self, book: &Book, now: When) -> Result<(), String> {
        let nothing = Plan::default();
        self.carry(&Done {
            command: &Command::TopUp,
            before: book,
            after: book,
            now,
            series: None,
            plan: &nothing,
        })?;
        self.agree_exactly(book)
    }

    /// Every visit of the book is as the model says.
    pub fn agree_exactly(&self, book: &Book) -> Result<(), String> {
        let mut rows = 0;
        for row in book.visits().all() {
            rows += 1;
            let known = self
                .series
                .get(&row.series_id)
                .and_then(|standing| standing.visits.get(&row.id));
            if known != Some(&Known::of(row)) {
                return Err(format!("{row:?} is not {known:?}"));
            }
        }
        let known: usize = self.series.values().map(|standing| standing.visits.len()).sum();
        if rows != known {
            return Err(format!("{rows} visits, told: {known}"));
        }
        for (id, standing) in &self.series {
            standing.as_ref().clone().bind(*id, book)?;
        }
        Ok(())
    }
}
