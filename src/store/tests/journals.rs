//! The journal: its bytes read back, stay small, and damage is noticed.

use super::super::journal::{Changed, Chunk, Entry, What, checksum, read};
use super::made_up::MadeUp;
use super::rows::a_shop;
use super::*;

fn size(store: &Store, step: StepId) -> i64 {
    let text = "SELECT coalesce(sum(length(rows)), 0) FROM activity_row WHERE activity_id = ?1";
    store.one(text, [i64::from(step)]).unwrap()
}

#[test]
fn entries_come_back_from_their_bytes() {
    let values = vec![
        Value::Null,
        Value::Int(i64::MIN),
        Value::Int(i64::MAX),
        Value::Int(-1),
        Value::Text("Żółć\0".to_owned()),
        Value::Blob(vec![0, 255]),
        Value::List(vec![]),
        Value::List(vec![
            vec![Value::Null],
            vec![Value::Int(64), Value::Text(String::new())],
        ]),
    ];
    let changed = |field, before: &Value, after: &Value| Changed {
        field,
        before: before.clone(),
        after: after.clone(),
    };
    let pairs = values
        .iter()
        .flat_map(|before| values.iter().map(move |after| changed(300, before, after)));
    let whats = [
        What::Insert(None),
        What::Insert(Some(values.clone())),
        What::Delete(values.clone()),
        What::Update(pairs.collect()),
    ];
    let mut chunk = Chunk::new();
    let mut entries = Vec::new();
    for (what, key) in whats.iter().zip([i64::MAX, i64::MIN, 0, 7]) {
        for &table in Table::ALL {
            entries.push(Entry {
                table,
                key,
                what: what.clone(),
            });
        }
    }
    entries.iter().for_each(|entry| chunk.push(entry));
    assert_eq!(read(chunk.bytes()).unwrap(), entries);
}

#[test]
fn damaged_bytes_are_refused_and_never_trusted() {
    let mut random = fastrand::Rng::with_seed(1);
    let mut chunk = Chunk::new();
    for key in 0..50 {
        let what = What::Delete(vec![
            Value::List(vec![vec![Value::Int(key)]]),
            Value::Text("Anna".to_owned()),
        ]);
        let table = Table::Visit;
        chunk.push(&Entry { table, key, what });
    }
    let whole = chunk.bytes();
    let sum = checksum(1, 0, whole);
    assert!(checksum(2, 0, whole) != sum && checksum(1, 1, whole) != sum);
    for _ in 0..20_000 {
        let mut bytes = whole.to_vec();
        let place = random.usize(..bytes.len());
        bytes[place] ^= 1 << random.u8(0..8);
        bytes.truncate(random.usize(place + 1..=whole.len()));
        assert_ne!(checksum(1, 0, &bytes), sum);
        // Whatever it gives, it ends, and soon.
        drop(read(&bytes));
    }
}

#[test]
fn fifty_two_visits_are_four_kilobytes_of_journal_at_most() {
    let place = place();
    let mut desk = Desk::new(&place);
    let made = &mut MadeUp::new(2);
    let edits = a_shop(made, 2);
    desk.save(edits);
    let edits: Vec<RowEdit> = (1_000..1_052).map(|key| made.new_row(Table::Visit, key)).collect();
    let step = desk.save(edits);
    assert!(size(&desk.store, step) < 200, "{}", size(&desk.store, step));
    desk.undo();
    assert!(size(&desk.store, step) > 2_000);
    desk.redo();
    assert!(size(&desk.store, step) < 200);
}

#[test]
fn a_big_step_is_kept_in_chunks_and_undone_exactly() {
    let place = place();
    let mut desk = Desk::new(&place);
    let made = &mut MadeUp::new(2);
    let edits = a_shop(made, 2);
    desk.save(edits);
    let visits = 3_000;
    let edits: Vec<RowEdit> = (1_000..1_000 + visits)
        .map(|key| made.new_row(Table::Visit, key))
        .collect();
    desk.save(edits);
    let before = content(&desk.book);
    let moved: Vec<RowEdit> = (1_000..1_000 + visits)
        .map(|key| {
            let before = desk.book.values(Table::Visit, key).unwrap();
            let mut after = before.clone();
            let fields = crate::domain::rows::Visit::FIELDS;
            for (field, value) in fields.iter().zip(&mut after) {
                let further = match field.name {
                    "day" => 1,
                    "start_utc" | "busy_from_utc" | "busy_to_utc" | "updated_at" => 86_400_000,
                    _ => 0,
                };
                if let Value::Int(number) = value {
                    *number = number.saturating_add(further);
                }
            }
            Table::Visit.edit(Some(&before), Some(&after)).unwrap()
        })
        .collect();
    let step = desk.save(moved);
    let chunks: i64 = desk
        .store
        .one(
            "SELECT count(*) FROM activity_row WHERE activity_id = ?1",
            [i64::from(step)],
        )
        .unwrap();
    // About 300,000 visits of 3,000 series are 15 MB at most.
    assert!(
        size(&desk.store, step) < visits * 50 && chunks > 1,
        "{} in {chunks}",
        size(&desk.store, step)
    );
    let touched = desk.store.touched(step).unwrap();
    assert_eq!(touched.rows.len(), usize::try_from(visits).unwrap());
    assert!(touched.months.len() > 1);
    desk.undo();
    assert!(content(&desk.book) == before && loaded(&desk.store) == desk.book);
}

#[test]
fn a_damaged_journal_is_found_and_not_undone() {
    let place = place();
    let mut desk = Desk::new(&place);
    let edits = a_shop(&mut MadeUp::new(2), 1);
    let step = desk.save(edits);
    desk.store
        .run("UPDATE activity_row SET rows = zeroblob(9)", [])
        .unwrap();
    let expected = Problem::Journal { step: step.into() };
    assert_eq!(desk.store.check().unwrap(), [expected]);
    assert!(matches!(
        desk.store.edits_of(step, &desk.book),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn tables_keep_their_numbers_in_the_journal() {
    let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
    // Another order of tables is a migration: journals of the version before would be read wrongly.
    assert_eq!(
        names.join(" "),
        "business location resource_kind resource tag category service staff time_off day_exception client visitor \
         client_link agreement custom_field custom_value series pause layer chapter slot slot_terms line member \
         ical_piece once visit foreign_series"
    );
}
