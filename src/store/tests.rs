//! Tests of the salon file, on real files.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::domain::change::{Label, Origin};
use crate::domain::pen::Pen;
use crate::domain::rows::*;
use crate::domain::{Book, Change, Moment};
use crate::time::{Instant, YearMonth};

/// A folder with the path of a file in it, which goes with the test.
struct Place {
    _folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("salon.chairtime");
    Place { _folder: folder, path }
}

fn moment(millis: i64) -> Moment {
    Moment::new(Instant::from_millis(millis), 7)
}

fn always() -> YearMonth {
    YearMonth::from_number(i32::MIN)
}

fn loaded(store: &Store) -> Book {
    let mut book = Book::default();
    store.load(&mut book, always()).unwrap();
    book
}

/// Decides a change by writing with a pen.
fn decide(book: &Book, at: i64, write: impl FnOnce(&mut Pen<'_>)) -> Change {
    let mut moment = moment(at);
    let mut pen = Pen::new(book, &mut moment);
    write(&mut pen);
    pen.finish(Label::SetUp { things: 1 }, None, Origin::Person)
}

fn tag(pen: &mut Pen<'_>, title: &str) -> TagId {
    let id: TagId = pen.key();
    let uuid = pen.uuid();
    pen.add(Tag {
        id,
        created_at: Instant::EPOCH,
        updated_at: Instant::EPOCH,
        uuid,
        deleted_at: None,
        title: title.to_owned(),
        colour: "#123456".parse().unwrap(),
    });
    id
}

#[test]
fn what_was_saved_is_there_after_opening_again() {
    let place = place();
    let mut store = Store::create(&place.path).unwrap();
    let mut book = loaded(&store);
    let change = decide(&book, 1_000, |pen| {
        tag(pen, "regular");
    });
    store.save(&change, "Ann").unwrap();
    for edit in &change.edits {
        book.apply(edit).unwrap();
    }
    book.next_key = change.next_key;
    book.revision += 1;
    drop(store);
    let store = Store::open(&place.path, Mode::Write).unwrap();
    assert_eq!(loaded(&store), book);
    assert_eq!(store.check().unwrap(), []);
}
