//! A shelf: all loaded rows of one table by their key, and by the key of their owner.
//!
//! Shelves share their structure: a copy is a pointer, and a change copies only the nodes it touches. That is what lets
//! a frame keep one book while the next is made.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::row::Row;

/// All loaded rows of one table.
#[derive(Debug, Clone)]
pub struct Shelf<R: Row> {
    rows: OrdMap<i64, Arc<R>>,
    owned: OrdSet<(i64, i64)>,
}

impl<R: Row> Default for Shelf<R> {
    fn default() -> Self {
        Self {
            rows: OrdMap::new(),
            owned: OrdSet::new(),
        }
    }
}

impl<R: Row> PartialEq for Shelf<R> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<R: Row> Shelf<R> {
    /// The row with this key, also where it was removed softly.
    pub fn get(&self, id: R::Id) -> Option<&Arc<R>> {
        self.rows.get(&id.into())
    }

    /// All rows in the order of their keys, also those that were removed softly.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        self.rows.values()
    }

    /// The rows that were not removed.
    pub fn live(&self) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        self.all().filter(|row| !row.deleted())
    }

    /// The rows of an owner in the order of their keys, also those that were removed softly.
    pub fn of(&self, owner: impl Into<i64>) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        let owner = owner.into();
        self.owned
            .range((owner, i64::MIN)..=(owner, i64::MAX))
            .filter_map(|(_, key)| self.rows.get(key))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts a row in the place of another, or takes it out.
    pub(super) fn put(&mut self, before: Option<&Arc<R>>, after: Option<Arc<R>>) {
        if let Some(before) = before {
            let key = before.id().into();
            self.rows.remove(&key);
            if let Some(owner) = before.owner() {
                self.owned.remove(&(owner, key));
            }
        }
        if let Some(after) = after {
            let key = after.id().into();
            if let Some(owner) = after.owner() {
                self.owned.insert((owner, key));
            }
            self.rows.insert(key, after);
        }
    }
}
