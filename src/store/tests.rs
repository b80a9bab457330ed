//! Tests of the salon file, on real files.

mod files;
mod frozen;
mod journals;
mod made_up;
mod rows;
mod steps;

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::domain::book::{ForTable, Shelved, Table};
use crate::domain::change::{Change, Label, Origin, RowEdit};
use crate::domain::row::{Row as _, Value};
use crate::domain::{Book, Moment};
use crate::time::{Instant, YearMonth};

/// A folder with the path of a file in it, which goes with the test.
struct Place {
    folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("salon.chairtime");
    Place { folder, path }
}

/// Everything that is in the file.
fn loaded(store: &Store) -> Book {
    let mut book = Book::default();
    store.load(&mut book, YearMonth::from_number(i32::MIN)).unwrap();
    book
}

/// A person's change of these rows.
fn change(edits: Vec<RowEdit>, next_key: i64, at: i64) -> Change {
    Change {
        label: Label::SetUp {
            things: edits.len(),
            one: None,
        },
        subject: None,
        origin: Origin::Person,
        at: Instant::from_millis(at),
        edits,
        next_key,
    }
}

/// A store with the book that a desk would have beside it.
struct Desk {
    store: Store,
    book: Book,
    /// Now, in milliseconds; every step takes one.
    now: i64,
}

impl Desk {
    fn new(place: &Place) -> Self {
        let store = Store::create(&place.path).unwrap();
        let book = loaded(&store);
        Self { store, book, now: 1 }
    }

    fn open(place: &Place, now: i64) -> Self {
        let store = Store::open(&place.path, Mode::Write).unwrap();
        let book = loaded(&store);
        Self { store, book, now }
    }

    fn apply(&mut self, change: &Change) {
        for edit in &change.edits {
            self.book.apply(edit).unwrap();
        }
        self.book.next_key = self.book.next_key.max(change.next_key);
        self.book.revision += 1;
        self.now += 1;
    }

    fn save(&mut self, edits: Vec<RowEdit>) -> StepId {
        let change = change(edits, self.book.next_key, self.now);
        let step = self.store.save(&change, "Ann").unwrap();
        self.apply(&change);
        step
    }

    /// Takes the newest step back; whether there was one.
    fn undo(&mut self) -> bool {
        let Some(step) = self.store.undoable().unwrap() else {
            return false;
        };
        let edits = self.store.edits_of(step.id, &self.book).unwrap();
        let change = self.inverse(&edits, &step);
        self.store.save_undo(step.id, &change, "Ben").unwrap();
        self.apply(&change);
        true
    }

    fn redo(&mut self) -> bool {
        let Some(step) = self.store.redoable().unwrap() else {
            return false;
        };
        let edits = self.store.edits_of(step.id, &self.book).unwrap();
        let turned: Vec<RowEdit> = edits.iter().rev().map(RowEdit::inverse).collect();
        let change = self.inverse(&turned, &step);
        self.store.save_redo(step.id, &change, "Ben").unwrap();
        self.apply(&change);
        true
    }

    fn inverse(&self, edits: &[RowEdit], step: &Step) -> Change {
        let mut moment = Moment::new(Instant::from_millis(self.now), 1);
        crate::domain::decide::inverse(&self.book, edits, step.label.clone(), step.subject, &mut moment).unwrap()
    }
}

/// All that undo brings back: every row of every table but `updated_at`, and what is outside of undo.
fn content(book: &Book) -> Vec<(Table, Vec<Value>)> {
    struct All<'a>(&'a Book, Vec<(Table, Vec<Value>)>);
    impl ForTable for All<'_> {
        type Error = std::convert::Infallible;
        fn table<R: Shelved>(&mut self) -> Result<(), Self::Error> {
            if !R::KIND.is_outside_undo() {
                for row in R::shelf(self.0).all() {
                    let mut values = row.values();
                    values[sql::UPDATED_AT] = Value::Null;
                    self.1.push((R::KIND, values));
                }
            }
            Ok(())
        }
    }
    let mut all = All(book, Vec::new());
    let Ok(()) = Table::each(&mut all);
    all.1
}
