//! Taking steps back and doing them again, from their journals.
//!
//! A journal and the rows that stand give the whole rows before and after. While a step is undone the rows that it made
//! are not there, so their images move into the journal before they are taken out.

use std::collections::{BTreeSet, HashMap};

use super::Store;
use super::error::StoreError;
use super::journal::{self, Chunk, Entry, Image, What};
use super::save::{Values, image};
use super::steps::{StepId, StepState};
use crate::domain::book::Table;
use crate::domain::change::{RowEdit, Stale};
use crate::domain::row::{Column as _, Misfit, Row as _, Value};
use crate::domain::rows::{Visit, VisitId};
use crate::domain::{Book, Change};
use crate::time::{Day, YearMonth};

/// What a step touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The rows, in the order in which they were written.
    pub rows: Vec<(Table, i64)>,
    /// The months in which its visits lie or lay: they must be loaded before the step is undone or redone.
    pub months: Vec<YearMonth>,
}

impl Store {
    /// What a step touched.
    ///
    /// # Errors
    /// [`StoreError::Gone`] where the step has no journal any more; [`StoreError::Damaged`] where that does not read.
    pub fn touched(&self, step: StepId) -> Result<Touched, StoreError> {
        self.reading(|store| {
            let day = Visit::FIELDS.iter().position(|field| field.name == "day");
            let mut touched = Touched::default();
            let mut days = Vec::new();
            let mut standing = Vec::new();
            store.with_journal(step)?;
            store.each_chunk(step, |_, entries| {
                for Entry { table, key, what } in entries {
                    touched.rows.push((table, key));
                    if table != Table::Visit {
                        continue;
                    }
                    standing.push(VisitId::from(key));
                    match what {
                        What::Insert(None) => {}
                        What::Insert(Some(image)) | What::Delete(image) => {
                            let row = whole(key, image);
                            days.extend(day.and_then(|day| row.get(day).cloned()));
                        }
                        What::Update(changes) => {
                            let moved = changes.into_iter().filter(|change| Some(change.field) == day);
                            days.extend(moved.flat_map(|change| [change.before, change.after]));
                        }
                    }
                }
                Ok(())
            })?;
            let mut months: BTreeSet<YearMonth> = store.months_of_visits(&standing)?.into_iter().collect();
            for day in days {
                months.insert(Day::from_value(&day)?.year_month());
            }
            touched.months = months.into_iter().collect();
            Ok(touched)
        })
    }

    /// The edits of a step as they were done, before to after, whether it is done or undone now. The rows that stand are
    /// taken from `book`, which must hold the months of [`Store::touched`].
    ///
    /// # Errors
    /// [`StoreError::Gone`] where the step has no journal any more; [`StoreError::Stale`] where a row does not stand that
    /// the step left.
    pub fn edits_of(&self, step: StepId, book: &Book) -> Result<Vec<RowEdit>, StoreError> {
        self.reading(|store| {
            store.with_journal(step)?;
            let mut edits = Vec::new();
            store.each_chunk(step, |_, entries| {
                for entry in entries {
                    edits.push(edit(entry, book)?);
                }
                Ok(())
            })?;
            Ok(edits)
        })
    }

    /// Takes a step back: writes `change`, which is its inverse, and notes it as undone.
    ///
    /// # Errors
    /// [`StoreError::Gone`] where the step is not done or has no journal any more; else as [`Store::save`].
    pub fn save_undo(&mut self, step: StepId, change: &Change, actor: &str) -> Result<(), StoreError> {
        let mut images: HashMap<(Table, i64), &RowEdit> = HashMap::new();
        for edit in &change.edits {
            images.insert((edit.table(), edit.key()), edit);
        }
        self.together(|store| {
            store.must_be(step, StepState::Done)?;
            store.rewrite(step, |table, key| {
                let row = images.get(&(table, key)).and_then(|edit| match edit.with(Values) {
                    (Some(before), None) => Some(before),
                    _ => None,
                });
                let row = row.ok_or(Stale { table, key })?;
                Ok(Some(image(row)))
            })?;
            store.write(change, None)?;
            store.turn(step, StepState::Undone, change.at, actor)
        })
    }

    /// Does a step again that was undone: writes `change`, and notes it as done.
    ///
    /// # Errors
    /// [`StoreError::Gone`] where the step is not undone or has no journal any more; else as [`Store::save`].
    pub fn save_redo(&mut self, step: StepId, change: &Change, actor: &str) -> Result<(), StoreError> {
        self.together(|store| {
            store.must_be(step, StepState::Undone)?;
            store.rewrite(step, |_, _| Ok(None))?;
            store.write(change, None)?;
            store.turn(step, StepState::Done, change.at, actor)
        })
    }

    /// How a step stands that has a journal.
    fn with_journal(&self, step: StepId) -> Result<StepState, StoreError> {
        match self.step(step)?.map(|step| step.state) {
            Some(state @ (StepState::Done | StepState::Undone)) => Ok(state),
            _ => Err(StoreError::Gone(step)),
        }
    }

    fn must_be(&self, step: StepId, state: StepState) -> Result<(), StoreError> {
        if self.with_journal(step)? == state {
            Ok(())
        } else {
            Err(StoreError::Gone(step))
        }
    }

    /// Reads the journal of a step, a chunk at a time.
    fn each_chunk(
        &self,
        step: StepId,
        mut take: impl FnMut(i64, Vec<Entry>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let text = "SELECT rows, checksum FROM activity_row WHERE activity_id = ?1 AND chunk = ?2";
        let mut statement = self.connection.prepare_cached(text)?;
        for number in 0.. {
            let mut found = statement.query((i64::from(step), number))?;
            let Some(row) = found.next()? else { break };
            let entries = read_chunk(step.into(), number, row.get_ref(0)?.as_blob().ok(), row.get(1)?)?;
            drop(found);
            take(number, entries)?;
        }
        Ok(())
    }

    /// Writes the inserts of a journal anew, with the image that `image` gives.
    fn rewrite(
        &self,
        step: StepId,
        mut image: impl FnMut(Table, i64) -> Result<Option<Image>, StoreError>,
    ) -> Result<(), StoreError> {
        self.each_chunk(step, |number, entries| {
            let mut chunk = Chunk::new();
            for mut entry in entries {
                if let What::Insert(_) = entry.what {
                    entry.what = What::Insert(image(entry.table, entry.key)?);
                }
                chunk.push(&entry);
            }
            self.put_chunk(step, number, &chunk)
        })
    }
}

/// Reads a chunk whose sum must be right.
pub(super) fn read_chunk(step: i64, number: i64, bytes: Option<&[u8]>, sum: i64) -> Result<Vec<Entry>, StoreError> {
    let bytes = bytes.filter(|bytes| journal::checksum(step, number, bytes) == sum);
    let bytes = bytes.ok_or_else(|| StoreError::Damaged(format!("the journal of step {step}")))?;
    Ok(journal::read(bytes)?)
}

/// The edit that an entry of the journal tells of.
fn edit(entry: Entry, book: &Book) -> Result<RowEdit, StoreError> {
    let Entry { table, key, what } = entry;
    let standing = || book.values(table, key).ok_or(Stale { table, key });
    let edit = match what {
        What::Insert(Some(image)) => table.edit(None, Some(&whole(key, image))),
        What::Insert(None) => table.edit(None, Some(&standing()?)),
        What::Delete(image) => table.edit(Some(&whole(key, image)), None),
        What::Update(changes) => {
            let mut before = standing()?;
            let mut after = before.clone();
            for change in changes {
                let (Some(old), Some(new)) = (before.get_mut(change.field), after.get_mut(change.field)) else {
                    return Err(Misfit::new("field of the journal", change.field).into());
                };
                // The row that stands is what the step left, or what undo left: the domain compares it.
                *old = change.before;
                *new = change.after;
            }
            table.edit(Some(&before), Some(&after))
        }
    };
    // Rows that stand are shared with the book: a big step is as large as all of them.
    Ok(book.share(&edit?))
}

/// The whole row of an image. When it was last changed is not in the journal, as that only goes forward; undo sets it
/// anew.
fn whole(key: i64, image: Image) -> Vec<Value> {
    let created = image.first().cloned().unwrap_or(Value::Null);
    let mut kept = image.into_iter();
    let mut row = vec![Value::Int(key)];
    row.extend(kept.next());
    row.push(created);
    row.extend(kept);
    row
}
