//! A shelf: all loaded rows of one table by their key, and by the key of their owner.
//!
//! Shelves share their structure: a copy is a pointer, and a change copies only the nodes it touches. That is what lets
//! a frame keep one book while the next is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use super::row::Row;

/// So many rows of an owner are looked up by their keys before it is worth while to go through the shelf.
const FEW: usize = 3;
/// So many where the next one stood somewhere else.
const MANY: usize = 30;

/// All loaded rows of one table.
#[derive(Debug, Clone)]
pub struct Shelf<R: Row> {
    rows: OrdMap<i64, Arc<R>>,
    /// The keys of the rows of an owner, in order.
    owned: OrdMap<i64, Arc<[i64]>>,
}

impl<R: Row> Default for Shelf<R> {
    fn default() -> Self {
        Self {
            rows: OrdMap::new(),
            owned: OrdMap::new(),
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

    /// The first row.
    pub fn first(&self) -> Option<&Arc<R>> {
        self.rows.get_min().map(|(_, row)| row)
    }

    /// The rows that were not removed.
    pub fn live(&self) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        self.all().filter(|row| !row.deleted())
    }

    /// The rows of an owner in the order of their keys, also those that were removed softly.
    pub fn of(&self, owner: impl Into<i64>) -> impl DoubleEndedIterator<Item = &Arc<R>> {
        let keys = self.owned.get(&owner.into()).map_or(&[][..], |keys| keys);
        // Rows of one owner are most often put there together: after a few the next one is looked for behind the one before.
        let (mut by_key, mut behind) = (FEW, None);
        keys.iter().filter_map(move |key| {
            if by_key > 0 {
                by_key -= 1;
                return self.rows.get(key);
            }
            let rows = behind.get_or_insert_with(|| self.rows.range(*key..));
            match rows.next() {
                Some((next, row)) if next == key => Some(row),
                _ => {
                    (by_key, behind) = (MANY, None);
                    self.rows.get(key)
                }
            }
        })
    }

    /// The rows that are others than on an earlier shelf: each as it is now, and as it was. Quick where the shelves share most
    /// of what they hold.
    pub fn changes<'a>(&'a self, earlier: &'a Self) -> impl Iterator<Item = (Option<&'a Arc<R>>, Option<&'a Arc<R>>)> {
        earlier.rows.diff(&self.rows).map(|item| match item {
            DiffItem::Add(_, now) => (Some(now), None),
            DiffItem::Update {
                old: (_, old),
                new: (_, now),
            } => (Some(now), Some(old)),
            DiffItem::Remove(_, old) => (None, Some(old)),
        })
    }

    /// Whether any row is another than on an earlier shelf.
    pub fn differs(&self, earlier: &Self) -> bool {
        self.changes(earlier).next().is_some()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A shelf of rows in the order of their keys, in the least room.
    pub(super) fn filled(rows: Vec<Arc<R>>) -> Self {
        let mut owned: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for row in &rows {
            if let Some(owner) = row.owner() {
                owned.entry(owner).or_default().push(row.id().into());
            }
        }
        let owned: Vec<(i64, Arc<[i64]>)> = owned.into_iter().map(|(owner, keys)| (owner, keys.into())).collect();
        let rows: Vec<(i64, Arc<R>)> = rows.into_iter().map(|row| (row.id().into(), row)).collect();
        Self {
            rows: filled(&rows),
            owned: filled(&owned),
        }
    }

    /// Puts a row in the place of another, or takes it out.
    pub(super) fn put(&mut self, before: Option<&Arc<R>>, after: Option<Arc<R>>) {
        let place = |row: &Arc<R>| (row.id(), row.owner());
        if let Some(before) = before
            && after.as_ref().map(place) != Some(place(before))
        {
            let key = before.id().into();
            self.rows.remove(&key);
            if let Some(owner) = before.owner() {
                self.disown(owner, key);
            }
        }
        if let Some(after) = after {
            let key = after.id().into();
            if self.rows.get(&key).is_none()
                && let Some(owner) = after.owner()
            {
                self.own(owner, key);
            }
            self.rows.insert(key, after);
        }
    }

    fn own(&mut self, owner: i64, key: i64) {
        let keys = self.owned.entry(owner).or_default();
        *keys = with(keys, key);
    }

    fn disown(&mut self, owner: i64, key: i64) {
        let Some(keys) = self.owned.get_mut(&owner) else {
            return;
        };
        *keys = without(keys, key);
        if keys.is_empty() {
            self.owned.remove(&owner);
        }
    }
}

/// A list in order with one more in it.
pub(super) fn with<T: Ord + Copy>(sorted: &[T], one: T) -> Arc<[T]> {
    let (before, behind) = sorted.split_at(sorted.partition_point(|known| *known < one));
    before.iter().chain([&one]).chain(behind).copied().collect()
}

/// A list in order without one that is in it.
pub(super) fn without<T: Ord + Copy>(sorted: &[T], one: T) -> Arc<[T]> {
    let (before, from) = sorted.split_at(sorted.partition_point(|known| *known < one));
    let behind = from.iter().skip(usize::from(from.first() == Some(&one)));
    before.iter().chain(behind).copied().collect()
}

/// A map or set of what comes in order, in the least room. A full node is split into halves: of what is put in in order, all
/// of them stay half empty. So every other one goes in first, and the rest goes into the empty halves.
pub(super) fn filled<T: Clone, C: Default + Extend<T>>(sorted: &[T]) -> C {
    let mut whole = C::default();
    whole.extend(sorted.iter().step_by(2).cloned());
    whole.extend(sorted.iter().skip(1).step_by(2).cloned());
    whole
}
