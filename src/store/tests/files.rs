//! Files: one writer, readers beside, strangers and newer versions left alone, backups that are whole.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::made_up::MadeUp;
use super::rows::a_shop;
use super::*;

fn shop(place: &Place) -> Desk {
    let mut desk = Desk::new(place);
    let edits = a_shop(&mut MadeUp::new(4), 2);
    desk.save(edits);
    desk
}

fn names(place: &Place) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".chairtime.lock") && !name.ends_with(".chairtime-journal"))
        .collect();
    names.sort();
    names
}

/// Opening is refused in both ways, and leaves the bytes of the file as they are.
fn check_refused(path: &Path, expected: impl Fn(&StoreError) -> bool) {
    let before = std::fs::read(path).ok();
    for mode in [Mode::Write, Mode::Read] {
        let error = Store::open(path, mode).map(|_| ()).unwrap_err();
        assert!(expected(&error), "{mode:?}: {error:?}");
    }
    assert_eq!(std::fs::read(path).ok(), before);
}

#[test]
fn files_of_others_newer_and_damaged_ones_are_refused_and_left_as_they_are() {
    let place = place();
    check_refused(&place.path, |error| matches!(error, StoreError::Missing(_)));
    let nowhere = place.folder.path().join("nowhere/salon.chairtime");
    check_refused(&nowhere, |error| matches!(error, StoreError::FolderMissing(_)));
    check_refused(place.folder.path(), |error| matches!(error, StoreError::Foreign(_)));

    std::fs::write(&place.path, "").unwrap();
    check_refused(&place.path, |error| matches!(error, StoreError::Damaged(_)));
    for text in ["a", &"not a database ".repeat(500)] {
        std::fs::write(&place.path, text).unwrap();
        check_refused(&place.path, |error| matches!(error, StoreError::Foreign(_)));
    }
    std::fs::remove_file(&place.path).unwrap();
    Connection::open(&place.path)
        .unwrap()
        .execute_batch("CREATE TABLE song (title TEXT)")
        .unwrap();
    check_refused(&place.path, |error| matches!(error, StoreError::Foreign(_)));
    std::fs::remove_file(&place.path).unwrap();

    drop(shop(&place));
    let of_version = |version: i32| {
        let connection = Connection::open(&place.path).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
    };
    of_version(99);
    let known = file::version();
    check_refused(
        &place.path,
        |error| matches!(error, StoreError::Newer { found: 99, known: here } if *here == known),
    );
    of_version(0);
    check_refused(&place.path, |error| matches!(error, StoreError::Damaged(_)));
    // A copy that was cut off is ours still, and damaged.
    let whole = std::fs::read(&place.path).unwrap();
    for length in [100, 5_000, whole.len() / 2] {
        std::fs::write(&place.path, &whole[..length]).unwrap();
        check_refused(&place.path, |error| matches!(error, StoreError::Damaged(_)));
    }
    assert_eq!(names(&place), ["salon.chairtime"]);
}

#[test]
fn nothing_is_made_where_something_is() {
    let place = place();
    std::fs::write(&place.path, "a letter").unwrap();
    assert!(matches!(Store::create(&place.path), Err(StoreError::Exists(_))));
    assert_eq!(std::fs::read(&place.path).unwrap(), b"a letter");
    let nowhere = place.folder.path().join("nowhere/salon.chairtime");
    assert!(matches!(Store::create(&nowhere), Err(StoreError::FolderMissing(_))));
    assert_eq!(names(&place), ["salon.chairtime"]);
}

#[test]
fn what_was_left_beside_a_file_that_is_gone_does_not_touch_the_new_one() {
    let place = place();
    let desk = shop(&place);
    // The journal of a change that never ended.
    desk.store
        .connection
        .execute_batch("PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        .unwrap();
    desk.store
        .run("UPDATE tag SET title = hex(zeroblob(20000))", [])
        .unwrap();
    let journal = file::beside(&place.path, "-journal");
    let kept = std::fs::read(&journal).unwrap();
    assert!(!kept.is_empty());
    drop(desk);
    std::fs::remove_file(&place.path).unwrap();
    std::fs::write(&journal, kept).unwrap();
    let store = Store::create(&place.path).unwrap();
    assert_eq!(store.check().unwrap(), []);
    assert!(content(&loaded(&store)).is_empty());
}

#[test]
fn a_file_that_may_not_be_written_is_read_only() {
    let place = place();
    drop(shop(&place));
    let read_only = |path: &Path, so: bool| {
        let mut permissions = std::fs::metadata(path).unwrap().permissions();
        permissions.set_readonly(so);
        std::fs::set_permissions(path, permissions).unwrap();
    };
    read_only(&place.path, true);
    if std::fs::OpenOptions::new().append(true).open(&place.path).is_ok() {
        // This user may write everything: nothing to see.
        return;
    }
    assert!(matches!(
        Store::open(&place.path, Mode::Write),
        Err(StoreError::ReadOnly)
    ));
    let reader = Store::open(&place.path, Mode::Read).unwrap();
    assert_eq!(loaded(&reader).revision, 1);
    read_only(&place.path, false);
    read_only(place.folder.path(), true);
    std::fs::remove_file(file::beside(&place.path, ".lock")).unwrap_err();
    let other = place.folder.path().join("other.chairtime");
    assert!(matches!(Store::create(&other), Err(StoreError::ReadOnly)));
    read_only(place.folder.path(), false);
}

#[test]
fn errors_of_the_disk_have_their_names() {
    use rusqlite::ffi;
    let check = |code: i32, expected: &str| {
        let error = StoreError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    };
    check(ffi::SQLITE_FULL, "Full");
    check(ffi::SQLITE_READONLY, "ReadOnly");
    check(ffi::SQLITE_CORRUPT, "Damaged");
    check(ffi::SQLITE_BUSY, "Busy");
    check(ffi::SQLITE_IOERR, "Failing");
    check(ffi::SQLITE_CONSTRAINT, "Refused");
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    assert!(matches!(StoreError::disk(Path::new("x"), full), StoreError::Full));
}

#[test]
fn a_full_disk_refuses_a_save_and_loses_nothing() {
    let place = place();
    let mut desk = shop(&place);
    let pages: i64 = file::pragma(&desk.store.connection, "page_count").unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    desk.store.connection.execute_batch(&limit).unwrap();
    let mut made = MadeUp::new(9);
    made.keys = (Table::ALL.iter().zip(0..))
        .map(|(&table, at)| (table, [at * 2 + 1].into()))
        .collect();
    let edits: Vec<RowEdit> = (1_000..4_000).map(|key| made.new_row(Table::Tag, key)).collect();
    let refused = desk.store.save(&change(edits, 4_000, 5), "Ann");
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert!(loaded(&desk.store) == desk.book);
    assert_eq!(desk.store.check().unwrap(), []);
    desk.store
        .connection
        .execute_batch("PRAGMA max_page_count = 1000000")
        .unwrap();
    desk.save(vec![made.new_row(Table::Tag, 1_000)]);
    assert!(loaded(&desk.store) == desk.book);
}

#[test]
fn one_writes_and_others_read_beside() {
    let place = place();
    let mut desk = shop(&place);
    assert!(matches!(Store::open(&place.path, Mode::Write), Err(StoreError::Locked)));
    let mut reader = Store::open(&place.path, Mode::Read).unwrap();
    assert!(loaded(&reader) == desk.book);
    desk.save(vec![MadeUp::new(1).new_row(Table::Tag, 500)]);
    assert_eq!(reader.revision().unwrap(), desk.book.revision);
    assert!(loaded(&reader) == desk.book);
    assert!(matches!(reader.set_setting("theme", "dark"), Err(StoreError::ReadOnly)));
    drop(desk);
    Store::open(&place.path, Mode::Write).unwrap();
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing_and_the_next_one_is_whole() {
    use std::ops::ControlFlow;
    let place = place();
    let mut desk = shop(&place);
    let to = place.folder.path().join("copy.chairtime");
    let mut heard = Vec::new();
    let stopped = desk.store.backup_with(&to, &mut |done, of| {
        heard.push((done, of));
        ControlFlow::Break(())
    });
    assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
    assert_eq!(names(&place), ["salon.chairtime"]);
    // Nothing is held: the salon is written on, and copied whole.
    desk.save(vec![MadeUp::new(1).new_row(Table::Tag, 500)]);
    let copied = desk.store.backup_with(&to, &mut |done, of| {
        heard.push((done, of));
        ControlFlow::Continue(())
    });
    copied.unwrap();
    assert!(heard.iter().all(|&(done, of)| done <= of && of > 0), "{heard:?}");
    assert!(heard.last().is_some_and(|&(done, of)| done == of));
    assert!(content(&loaded(&Store::open(&to, Mode::Read).unwrap())) == content(&desk.book));
}

#[test]
fn a_backup_holds_what_the_file_holds_and_overwrites_nothing() {
    let place = place();
    let mut desk = shop(&place);
    let to = place.folder.path().join("copy.chairtime");
    desk.store.backup(&to).unwrap();
    assert!(matches!(desk.store.backup(&to), Err(StoreError::Exists(_))));
    let nowhere = place.folder.path().join("nowhere/copy.chairtime");
    assert!(matches!(desk.store.backup(&nowhere), Err(StoreError::FolderMissing(_))));
    let then = content(&desk.book);
    assert!(content(&loaded(&Store::open(&to, Mode::Read).unwrap())) == then);

    let edits = vec![MadeUp::new(1).new_row(Table::Tag, 500)];
    desk.save(edits);
    let (now, revision) = (content(&desk.book), desk.book.revision);
    assert!(matches!(Store::restore(&place.path, &to), Err(StoreError::Locked)));
    drop(desk);
    let saved = Store::restore(&place.path, &to).unwrap().unwrap();
    assert_eq!(saved, place.folder.path().join("salon.before-restore.chairtime"));
    assert!(content(&loaded(&Store::open(&saved, Mode::Read).unwrap())) == now);
    let restored = Store::open(&place.path, Mode::Write).unwrap();
    assert!(content(&loaded(&restored)) == then);
    assert!(restored.revision().unwrap() > revision);
    // The words of the steps are there; they can no longer be undone.
    assert_eq!(restored.steps(9).unwrap().first().unwrap().state, StepState::Beyond);
    assert_eq!(restored.undoable().unwrap(), None);
    drop(restored);
    let again = Store::restore(&place.path, &saved).unwrap().unwrap();
    assert_eq!(again, place.folder.path().join("salon.before-restore-2.chairtime"));
    assert_eq!(
        names(&place),
        [
            "copy.chairtime",
            "salon.before-restore-2.chairtime",
            "salon.before-restore.chairtime",
            "salon.chairtime"
        ]
    );
}

#[test]
fn a_damaged_file_is_kept_and_a_backup_takes_its_place() {
    let place = place();
    let desk = shop(&place);
    let to = place.folder.path().join("copy.chairtime");
    desk.store.backup(&to).unwrap();
    let then = content(&desk.book);
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'visit'";
    let page_of_visits: usize = desk.store.one(page, []).unwrap();
    drop(desk);
    let mut bytes = std::fs::read(&place.path).unwrap();
    let half = bytes.len() / 2;
    let whole = bytes.clone();
    bytes[half..].fill(0x5a);
    std::fs::write(&place.path, &bytes).unwrap();
    check_refused(&place.path, |error| matches!(error, StoreError::Damaged(_)));
    bytes = whole;
    bytes[page_of_visits * 4_096 - 2_048..page_of_visits * 4_096].fill(0x5a);
    std::fs::write(&place.path, &bytes).unwrap();
    let damaged = Store::open(&place.path, Mode::Read).unwrap();
    assert!(!damaged.check().unwrap().is_empty());
    assert!(matches!(
        damaged.load(&mut Book::default(), YearMonth::from_number(0)),
        Err(StoreError::Damaged(_))
    ));
    let copy = place.folder.path().join("copy of damage.chairtime");
    assert!(matches!(damaged.backup(&copy), Err(StoreError::Damaged(_))));
    drop(damaged);
    // A damaged backup is refused before anything is touched.
    let refused = Store::restore(&to, &place.path);
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert!(content(&loaded(&Store::open(&to, Mode::Read).unwrap())) == then);
    let saved = Store::restore(&place.path, &to).unwrap().unwrap();
    assert_eq!(std::fs::read(saved).unwrap(), bytes);
    assert!(content(&loaded(&Store::open(&place.path, Mode::Write).unwrap())) == then);
}

#[test]
fn an_earlier_version_is_copied_before_it_is_brought_up() {
    let place = place();
    let desk = shop(&place);
    let then = content(&desk.book);
    drop(desk);
    let known = [
        include_str!("../../../migrations/0001-the_salon/up.sql"),
        include_str!("../../../migrations/0002-imports/up.sql"),
        include_str!("../../../migrations/0003-policies/up.sql"),
    ];
    let with = |later| Migrations::new(known.into_iter().chain([later]).map(M::up).collect());
    let next = with("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT");
    let faulty = with("CREATE TABLE later (id INTEGER); CREATE TABLE visit (id)");
    let bring_up = |mode, migrations: &Migrations<'_>| {
        let mut connection = file::connect(&place.path, mode).unwrap();
        file::migrate(&mut connection, &place.path, mode, migrations)
    };
    assert!(matches!(
        bring_up(Mode::Read, &next),
        Err(StoreError::Older { found: 3 })
    ));
    assert_eq!(names(&place), ["salon.chairtime"]);
    bring_up(Mode::Write, &faulty).unwrap_err();
    assert!(content(&loaded(&Store::open(&place.path, Mode::Write).unwrap())) == then);
    bring_up(Mode::Write, &next).unwrap();
    assert!(matches!(
        Store::open(&place.path, Mode::Write),
        Err(StoreError::Newer { found: 4, known: 3 })
    ));
    for copy in ["salon.before-version-4.chairtime", "salon.before-version-4-2.chairtime"] {
        let copy = Store::open(&place.folder.path().join(copy), Mode::Read).unwrap();
        assert!(content(&loaded(&copy)) == then && copy.undoable().unwrap().is_some());
    }
    let connection = Connection::open(&place.path).unwrap();
    let count = |text: &str| connection.query_row(text, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM activity_row"), 0);
    assert_eq!(count("SELECT count(*) FROM activity WHERE state = 'beyond'"), 1);
}

#[test]
fn sqlite_is_told_to_be_careful() {
    let place = place();
    let store = Store::create(&place.path).unwrap();
    let check = |name: &str, expected: i64| {
        let found: i64 = file::pragma(&store.connection, name).unwrap();
        assert_eq!(found, expected, "{name}");
    };
    check("synchronous", 2);
    check("foreign_keys", 1);
    check("trusted_schema", 0);
    check("cell_size_check", 1);
    check("secure_delete", 1);
    check("busy_timeout", 5_000);
    check("application_id", i64::from(file::APPLICATION));
    check("user_version", i64::from(file::version()));
    let mode: String = file::pragma(&store.connection, "journal_mode").unwrap();
    assert_eq!(mode, "truncate");
}

#[test]
fn a_file_with_a_trigger_of_somebody_else_is_no_backup() {
    let place = place();
    let desk = shop(&place);
    let problems = desk.store.check().unwrap();
    assert_eq!(problems, []);
    let then = content(&desk.book);
    drop(desk);
    for (number, object) in [
        "CREATE TRIGGER hidden AFTER INSERT ON tag BEGIN DELETE FROM client; END",
        "CREATE VIEW hidden AS SELECT * FROM client",
        "CREATE TABLE hidden (a)",
        "CREATE INDEX hidden ON tag (title)",
        "DROP INDEX resource_by_kind",
    ]
    .into_iter()
    .enumerate()
    {
        let path = place.folder.path().join(format!("strange {number}.chairtime"));
        std::fs::copy(&place.path, &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(object).unwrap();
        let problems = Store::open(&path, Mode::Read).unwrap().check().unwrap();
        assert_eq!(problems.len(), 1, "{object}: {problems:?}");
        let refused = Store::restore(&place.path, &path);
        assert!(matches!(refused, Err(StoreError::Damaged(_))), "{object}: {refused:?}");
        assert!(content(&loaded(&Store::open(&place.path, Mode::Read).unwrap())) == then);
    }
}

#[test]
fn days_of_other_centuries_are_found() {
    let check = |change: &str, expected: usize| {
        let place = place();
        let desk = shop(&place);
        desk.store.connection.execute_batch(change).unwrap();
        let problems = desk.store.check().unwrap();
        assert_eq!(problems.len(), expected, "{change}: {problems:?}");
    };
    let one = |table: &str| format!("WHERE id = (SELECT min(id) FROM {table})");
    check(&format!("UPDATE visit SET original_day = -1 {}", one("visit")), 1);
    check(&format!("UPDATE visit SET original_day = 84006 {}", one("visit")), 1);
    check(&format!("UPDATE visit SET original_day = 84005 {}", one("visit")), 0);
    check(
        &format!("UPDATE series SET materialized_until = 2000000 {}", one("series")),
        1,
    );
    check(&format!("UPDATE client SET birthday = -9000 {}", one("client")), 0);
}
