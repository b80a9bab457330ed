//! Saving: a change becomes rows and a step of the history, in one transaction.
//!
//! Rows that are made or changed are written first, then rows are taken out, what is owned before its owner. Two rows
//! that exchange what must be unique (the original starts of two visits) would meet on the way: the one whose place
//! is wanted is parked first. A row that is not as the change's `before` says is refused, by its `updated_at`.

use std::cmp::Reverse;
use std::collections::HashSet;

use rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY;

use super::error::StoreError;
use super::journal::{Changed, Chunk, Entry, What, checksum};
use super::sql::{self, Bound, KEY, Texts, UPDATED_AT};
use super::steps::StepId;
use super::{Store, journal};
use crate::domain::Change;
use crate::domain::book::{ForEdit, Shelved, Table};
use crate::domain::change::{Edit, Origin, RowEdit, Stale};
use crate::domain::row::Value;

/// What is unique together in a table; the first column is the one to park.
const UNIQUE_TOGETHER: [(Table, &[&str]); 3] = [
    (Table::Visit, &["original_day", "series_id", "original_time"]),
    (Table::Chapter, &["ordinal", "series_id"]),
    (Table::SlotTerms, &["slot_id", "chapter_id"]),
];

impl Store {
    /// Writes a change as the newest step of the history. What was undone before a person's step can no longer be redone.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where a row is not as the change expects it; [`StoreError::Full`] and others where the
    /// file cannot be written. Nothing was written then.
    pub fn save(&mut self, change: &Change, actor: &str) -> Result<StepId, StoreError> {
        self.together(|store| {
            if change.origin != Origin::Automatic {
                store.drop_undone()?;
            }
            let step = store.begin_step(change, actor)?;
            let mut writer = Writer::new(store, step);
            store.write(change, Some(&mut writer))?;
            writer.finish()?;
            store.prune(step, change.at)?;
            Ok(step)
        })
    }

    /// Writes the rows of a change; inside of a transaction.
    pub(super) fn write(&self, change: &Change, mut journal: Option<&mut Writer<'_>>) -> Result<(), StoreError> {
        if !owners_come_first(change) {
            // Not told for every transaction: it makes SQLite prepare all of its statements anew.
            self.connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        }
        let parked = self.park(change)?;
        let mut taken_out = Vec::new();
        for edit in &change.edits {
            let (before, after) = edit.with(Values);
            let table = edit.table();
            let stale = Stale { table, key: edit.key() };
            let Some(texts) = sql::texts(table) else { continue };
            match (&before, &after) {
                (None, Some(after)) => self.insert(texts, after, stale)?,
                (Some(before), Some(after)) => {
                    let park = if parked.contains(&(table, stale.key)) {
                        parked_column(table)
                    } else {
                        None
                    };
                    self.update(texts, before, after, park, stale)?;
                }
                (Some(before), None) => taken_out.push((before.get(UPDATED_AT).cloned(), texts, stale)),
                (None, None) => {}
            }
            if let Some(journal) = &mut journal
                && !table.is_outside_undo()
                && let Some(what) = what(before, after)
            {
                let key = stale.key;
                journal.push(&Entry { table, key, what })?;
            }
        }
        taken_out.sort_by_key(|(.., stale)| Reverse(sql::number(stale.table)));
        for (updated_at, texts, stale) in taken_out {
            let mut statement = self.connection.prepare_cached(&texts.delete)?;
            statement.raw_bind_parameter(1, stale.key)?;
            statement.raw_bind_parameter(2, Bound(&updated_at.unwrap_or(Value::Null)))?;
            if statement.raw_execute()? != 1 {
                return Err(stale.into());
            }
        }
        self.run(
            "UPDATE file_state SET revision = revision + 1, next_key = max(next_key, ?1)",
            [change.next_key],
        )?;
        Ok(())
    }

    fn insert(&self, texts: &Texts, row: &[Value], stale: Stale) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(&texts.insert)?;
        for (place, value) in (1..=texts.width).zip(row) {
            statement.raw_bind_parameter(place, Bound(value))?;
        }
        statement.raw_execute().map_err(|error| match error.sqlite_error() {
            Some(cause) if cause.extended_code == SQLITE_CONSTRAINT_PRIMARYKEY => stale.into(),
            _ => StoreError::from(error),
        })?;
        for (list, value) in texts.lists.iter().zip(row.iter().skip(texts.width)) {
            self.write_list(list, stale.key, value, 0)?;
        }
        Ok(())
    }

    /// Writes entries of a list from an ordinal on.
    fn write_list(&self, texts: &sql::ListTexts, owner: i64, entries: &Value, from: usize) -> Result<(), StoreError> {
        let Value::List(entries) = entries else { return Ok(()) };
        for (ordinal, entry) in entries.iter().enumerate().skip(from) {
            let mut statement = self.connection.prepare_cached(&texts.insert)?;
            statement.raw_bind_parameter(1, owner)?;
            statement.raw_bind_parameter(2, ordinal)?;
            for (place, value) in (3..).zip(entry) {
                statement.raw_bind_parameter(place, Bound(value))?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Writes the columns and the ends of lists that differ.
    fn update(
        &self,
        texts: &Texts,
        before: &[Value],
        after: &[Value],
        park: Option<&str>,
        stale: Stale,
    ) -> Result<(), StoreError> {
        let mut columns = Vec::new();
        let mut values = Vec::new();
        let plain = texts.fields.iter().zip(before.iter().zip(after)).take(texts.width);
        for (place, (field, (before, after))) in plain.enumerate() {
            // `updated_at` is always written: a row of which only a list differs must be as it was, too.
            if before != after || place == UPDATED_AT || park == Some(field.name) {
                columns.push(field.name);
                values.push(after);
            }
        }
        let mut statement = self.connection.prepare_cached(&sql::update(stale.table, &columns))?;
        let key = Value::Int(stale.key);
        let expected = before.get(UPDATED_AT).unwrap_or(&Value::Null);
        for (place, value) in (1..).zip(values.into_iter().chain([&key, expected])) {
            statement.raw_bind_parameter(place, Bound(value))?;
        }
        if statement.raw_execute()? != 1 {
            return Err(stale.into());
        }
        let lists = before.iter().zip(after).skip(texts.width);
        for (list, (before, after)) in texts.lists.iter().zip(lists) {
            let (Value::List(old), Value::List(new)) = (before, after) else {
                continue;
            };
            let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
            if same < old.len() {
                self.run(&list.delete_from, (stale.key, same))?;
            }
            self.write_list(list, stale.key, after, same)?;
        }
        Ok(())
    }

    /// Moves rows out of the way whose unique place another row of the change takes, and says which.
    fn park(&self, change: &Change) -> Result<HashSet<(Table, i64)>, StoreError> {
        let mut parked = HashSet::new();
        for (table, columns) in UNIQUE_TOGETHER {
            let (Some(texts), Some(&column)) = (sql::texts(table), columns.first()) else {
                continue;
            };
            let places: Vec<usize> = columns
                .iter()
                .filter_map(|column| texts.fields.iter().position(|field| field.name == *column))
                .collect();
            let place_of = |row: Vec<Value>| -> Vec<Value> {
                places.iter().filter_map(|&place| row.get(place).cloned()).collect()
            };
            let of_table = || change.edits.iter().filter(|edit| edit.table() == table);
            if of_table().all(RowEdit::is_new) {
                continue;
            }
            let mut leaves = Vec::new();
            let mut wanted = HashSet::new();
            for edit in of_table() {
                let (before, after) = edit.with(Values);
                let (before, after) = (before.map(place_of), after.map(place_of));
                if before == after {
                    continue;
                }
                leaves.extend(before.map(|place| (edit.key(), place)));
                wanted.extend(after);
            }
            for (key, _) in leaves.into_iter().filter(|(_, place)| wanted.contains(place)) {
                let text = format!("UPDATE \"{}\" SET \"{column}\" = ?1 WHERE id = ?2", table.name());
                self.run(&text, (PARKED - key, key))?;
                parked.insert((table, key));
            }
        }
        Ok(parked)
    }
}

/// Whether no row is written before one that it may refer to; so it is in every change that was decided.
fn owners_come_first(change: &Change) -> bool {
    let written = change.edits.iter().filter(|edit| !edit.takes_out());
    written.is_sorted_by_key(RowEdit::table)
}

/// No day, ordinal or key is as low as this.
const PARKED: i64 = -1_000_000_000_000;

fn parked_column(table: Table) -> Option<&'static str> {
    UNIQUE_TOGETHER
        .iter()
        .find(|(of, _)| *of == table)
        .and_then(|(_, columns)| columns.first().copied())
}

/// The values of a row before and after.
pub(super) struct Values;

impl ForEdit for Values {
    type Output = (Option<Vec<Value>>, Option<Vec<Value>>);
    fn edit<R: Shelved>(self, edit: &Edit<R>) -> Self::Output {
        let values = |row: &Option<std::sync::Arc<R>>| row.as_ref().map(|row| row.values());
        (values(&edit.before), values(&edit.after))
    }
}

/// What an edit did to a row, for the journal.
fn what(before: Option<Vec<Value>>, after: Option<Vec<Value>>) -> Option<What> {
    match (before, after) {
        (None, Some(_)) => Some(What::Insert(None)),
        (Some(before), None) => Some(What::Delete(image(before))),
        (Some(before), Some(after)) => Some(What::Update(
            before
                .into_iter()
                .zip(after)
                .enumerate()
                .filter(|(field, (before, after))| *field != UPDATED_AT && before != after)
                .map(|(field, (before, after))| Changed { field, before, after })
                .collect(),
        )),
        (None, None) => None,
    }
}

/// The values of a row without its key and `updated_at`.
pub(super) fn image(row: Vec<Value>) -> journal::Image {
    let kept = |place: usize| place != KEY && place != UPDATED_AT;
    row.into_iter()
        .enumerate()
        .filter(|(place, _)| kept(*place))
        .map(|(_, value)| value)
        .collect()
}

/// Writes the journal of a step, a chunk at a time.
pub(super) struct Writer<'a> {
    store: &'a Store,
    step: StepId,
    chunk: Chunk,
    number: i64,
}

impl<'a> Writer<'a> {
    pub fn new(store: &'a Store, step: StepId) -> Self {
        Self {
            store,
            step,
            chunk: Chunk::new(),
            number: 0,
        }
    }

    pub fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.chunk.push(entry);
        if self.chunk.is_full() {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), StoreError> {
        if self.chunk.is_empty() { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let chunk = std::mem::replace(&mut self.chunk, Chunk::new());
        self.store.put_chunk(self.step, self.number, &chunk)?;
        self.number += 1;
        Ok(())
    }
}

impl Store {
    /// Writes a chunk of a step's journal in the place of the one that stands there.
    pub(super) fn put_chunk(&self, step: StepId, number: i64, chunk: &Chunk) -> Result<(), StoreError> {
        let sum = checksum(step.into(), number, chunk.bytes());
        self.run(
            "INSERT OR REPLACE INTO activity_row (activity_id, chunk, rows, checksum) VALUES (?1, ?2, ?3, ?4)",
            (i64::from(step), number, chunk.bytes(), sum),
        )?;
        Ok(())
    }
}
