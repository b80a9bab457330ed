//! Frozen files of every version open and hold what they held.
//!
//! `CHAIRTIME_FREEZE=1 cargo test --lib frozen` writes the file of the present version, and beside it what it holds as
//! text: a field that comes later is not in there, and is not compared. What has landed is never written again.

use std::path::PathBuf;

use super::made_up::MadeUp;
use super::rows::a_shop;
use super::*;

fn frozen(version: i32, ending: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join(format!("tests/files/v{version}.{ending}"))
}

/// Columns that came later at the end of the entries of a list: its field, the version, and how many there were before.
const LATER_COLUMNS: [(&str, i32, usize); 1] = [("clashes", 3, 4)];

/// One line for each field of each row, as a version had it; of a long value only its sum.
fn as_text(book: &Book, version: i32) -> Vec<String> {
    let mut lines = Vec::new();
    for (table, mut row) in content(book) {
        let fields = sql::texts(table).unwrap().fields;
        let key = format!("{:?}", row[sql::KEY]);
        for (field, value) in fields.iter().zip(&mut row) {
            let later = LATER_COLUMNS
                .iter()
                .find(|(name, since, _)| *name == field.name && version < *since);
            if let (Some((.., before)), Value::List(entries)) = (later, &mut *value) {
                entries.iter_mut().for_each(|entry| entry.truncate(*before));
            }
            let mut value = format!("{value:?}");
            if value.len() > 200 {
                value = format!("sum {}", super::super::journal::checksum(0, 0, value.as_bytes()));
            }
            lines.push(format!("{} {key} {}: {value}", table.name(), field.name));
        }
    }
    lines
}

/// What the frozen files hold: a shop, changed once, with a step that is done and one that is undone.
fn fill(desk: &mut Desk) {
    let made = &mut MadeUp::new(2026);
    made.long = false;
    let edits = a_shop(made, 2);
    desk.save(edits);
    let mut edits = Vec::new();
    for (table, keys) in made.keys.clone() {
        for key in keys {
            edits.push(made.changed_row(table, key, &desk.book, desk.now));
        }
    }
    desk.save(edits);
    let edits = vec![made.new_row(Table::Visit, 500)];
    desk.save(edits);
    assert!(desk.undo());
    desk.store.set_setting("theme", "dark").unwrap();
}

#[test]
fn the_present_version_is_frozen() {
    let path = frozen(file::version(), "chairtime");
    if std::env::var_os("CHAIRTIME_FREEZE").is_none() || path.exists() {
        assert!(path.exists(), "{} is missing: see the top of this file", path.display());
        return;
    }
    let place = place();
    let mut desk = Desk::new(&place);
    fill(&mut desk);
    desk.store.backup(&path).unwrap();
    std::fs::write(
        frozen(file::version(), "txt"),
        as_text(&desk.book, file::version()).join("\n"),
    )
    .unwrap();
}

#[test]
fn frozen_files_open_and_hold_what_they_held() {
    for version in 1..=file::version() {
        let place = place();
        std::fs::copy(frozen(version, "chairtime"), &place.path).unwrap();
        let mut desk = Desk::open(&place, 100);
        // They hold days of other centuries, of a time when such were not told of.
        let is_day =
            |problem: &Problem| matches!(problem, Problem::Row { what, .. } if what.ends_with("of the calendar"));
        assert!(desk.store.check().unwrap().iter().all(is_day));
        assert_eq!(desk.store.setting("theme").unwrap().as_deref(), Some("dark"));
        let expected = std::fs::read_to_string(frozen(version, "txt")).unwrap();
        let found: std::collections::BTreeSet<String> = as_text(&desk.book, version).into_iter().collect();
        for line in expected.lines() {
            assert!(found.contains(line), "version {version}: {line}");
        }
        assert!(expected.lines().count() > 500);
        let states: Vec<StepState> = desk.store.steps(9).unwrap().iter().map(|step| step.state).collect();
        if version == file::version() {
            assert_eq!(states, [StepState::Undone, StepState::Done, StepState::Done]);
            assert!(desk.redo() && desk.undo() && desk.undo() && desk.undo());
            assert!(content(&desk.book).is_empty());
        } else {
            assert_eq!(states, [StepState::Dropped, StepState::Beyond, StepState::Beyond]);
        }
    }
}
