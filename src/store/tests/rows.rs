//! Rows: every kind comes back as it was, changes write what differs, and what is not as expected is refused.

use super::made_up::MadeUp;
use super::*;
use crate::domain::change::Stale;
use crate::domain::row::Stored;
use crate::domain::rows::Visit;

/// Rows of every table, some of each.
pub fn a_shop(made: &mut MadeUp, some: i64) -> Vec<RowEdit> {
    let mut key = 0;
    let mut edits = Vec::new();
    for &table in Table::ALL {
        for _ in 0..some {
            key += 1;
            edits.push(made.new_row(table, key));
        }
    }
    edits
}

#[test]
fn tables_have_the_columns_of_their_rows() {
    struct Compare(Store);
    impl Compare {
        fn check(&self, table: &str, expected: Vec<(&str, Stored, bool)>) {
            let expected: Vec<(String, String, bool)> = expected
                .into_iter()
                .map(|(name, stored, optional)| (name.to_owned(), format!("{stored:?}").to_uppercase(), optional))
                .collect();
            let mut statement = self
                .0
                .connection
                .prepare(&format!("PRAGMA table_info(\"{table}\")"))
                .unwrap();
            let found: Vec<(String, String, bool)> = statement
                .query_map([], |row| {
                    let not_null: bool = row.get("notnull")?;
                    let in_key: bool = row.get("pk")?;
                    Ok((row.get("name")?, row.get("type")?, !not_null && !in_key))
                })
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            assert_eq!(found, expected, "{table}");
        }
    }
    impl ForTable for Compare {
        type Error = std::convert::Infallible;
        fn table<R: Shelved>(&mut self) -> Result<(), Self::Error> {
            let plain = R::FIELDS.iter().filter(|field| field.list.is_none());
            self.check(
                R::TABLE,
                plain.map(|field| (field.name, field.stored, field.optional)).collect(),
            );
            for list in R::FIELDS.iter().filter_map(|field| field.list) {
                let mut columns = vec![
                    (list.owner, Stored::Integer, false),
                    ("ordinal", Stored::Integer, false),
                ];
                columns.extend(
                    list.columns
                        .iter()
                        .map(|column| (column.name, column.stored, column.optional)),
                );
                self.check(list.table, columns);
            }
            Ok(())
        }
    }
    let place = place();
    let Ok(()) = Table::each(&mut Compare(Store::create(&place.path).unwrap()));
}

#[test]
fn every_reference_has_an_index_and_holds_what_it_refers_to() {
    let place = place();
    let store = Store::create(&place.path).unwrap();
    let strings = |text: &str| -> Vec<String> {
        let mut statement = store.connection.prepare(text).unwrap();
        let found = statement.query_map([], |row| row.get(0)).unwrap();
        found.collect::<Result<_, _>>().unwrap()
    };
    let tables = strings("SELECT name FROM sqlite_schema WHERE type = 'table'");
    assert!(tables.len() > 40);
    for table in tables {
        let strict: bool = store
            .one("SELECT strict FROM pragma_table_list WHERE name = ?1", [&table])
            .unwrap();
        assert!(strict, "{table} is not strict");
        let first = strings(&format!(
            "SELECT (SELECT name FROM pragma_index_info(list.name) WHERE seqno = 0) FROM pragma_index_list('{table}') AS list"
        ));
        let keys = strings(&format!(
            "SELECT \"from\" || ' ' || on_delete FROM pragma_foreign_key_list('{table}')"
        ));
        for key in keys {
            let (column, on_delete) = key.split_once(' ').unwrap();
            assert!(
                first.iter().any(|indexed| indexed == column),
                "{table}.{column} has no index"
            );
            let owner = strings(&format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1"));
            let list = strings(&format!(
                "SELECT name FROM pragma_table_info('{table}') WHERE name = 'ordinal' AND pk = 2"
            ));
            let expected = if !list.is_empty() && owner == [column] {
                "CASCADE"
            } else {
                "RESTRICT"
            };
            assert_eq!(on_delete, expected, "{table}.{column}");
        }
    }
}

#[test]
fn rows_of_every_kind_come_back_as_they_were() {
    let seeds = if std::env::var_os("CHAIRTIME_LONG").is_some() {
        0..200
    } else {
        0..8
    };
    for seed in seeds {
        let place = place();
        let mut desk = Desk::new(&place);
        let mut made = MadeUp::new(seed);
        let edits = a_shop(&mut made, 5);
        desk.save(edits);
        assert!(loaded(&desk.store) == desk.book, "seed {seed}");
        let mut edits = Vec::new();
        for (table, keys) in made.keys.clone() {
            for key in keys {
                edits.push(made.changed_row(table, key, &desk.book, desk.now));
            }
        }
        desk.save(edits);
        drop(desk.store);
        let store = Store::open(&place.path, Mode::Read).unwrap();
        assert!(loaded(&store) == desk.book, "seed {seed}");
        assert_eq!(store.check().unwrap(), []);
    }
}

#[test]
fn months_load_by_themselves_and_together_are_everything() {
    let place = place();
    let mut desk = Desk::new(&place);
    let edits = a_shop(&mut MadeUp::new(3), 30);
    desk.save(edits);
    let mut months: Vec<YearMonth> = desk.book.visits().all().map(|visit| visit.day.year_month()).collect();
    months.sort_unstable();
    months.dedup();
    let middle = months[months.len() / 2];
    let mut book = Book::default();
    desk.store.load(&mut book, middle).unwrap();
    assert!(book.visits().all().all(|visit| visit.day.year_month() >= middle));
    assert!(book.visits().len() < desk.book.visits().len());
    assert!(book.is_loaded(middle.first_day()) && !book.is_loaded(months[0].first_day()));
    desk.store.load_months(&mut book, &months).unwrap();
    assert!(book == desk.book && book.is_loaded(months[0].first_day()));
    let visits: Vec<_> = desk.book.visits().all().map(|visit| visit.id).collect();
    assert_eq!(desk.store.months_of_visits(&visits).unwrap(), months);
    desk.book.revision += 1;
    assert!(matches!(
        desk.store.load_months(&mut desk.book, &months),
        Err(StoreError::Outdated)
    ));
}

/// A shop with two visits of one series, and their rows.
fn two_visits(desk: &mut Desk) -> [Visit; 2] {
    let mut made = MadeUp::new(5);
    let mut edits = a_shop(&mut made, 1);
    edits.push(made.new_row(Table::Visit, 1_000));
    desk.save(edits);
    let visits: Vec<Visit> = desk.book.visits().all().map(|visit| Visit::clone(visit)).collect();
    visits.try_into().unwrap()
}

fn visit_edit(before: Option<&Visit>, after: Option<&Visit>) -> RowEdit {
    let values = |visit: Option<&Visit>| visit.map(crate::domain::row::Row::values);
    Table::Visit
        .edit(values(before).as_deref(), values(after).as_deref())
        .unwrap()
}

#[test]
fn two_visits_exchange_the_starts_they_would_have_had() {
    let place = place();
    let mut desk = Desk::new(&place);
    let [one, two] = two_visits(&mut desk);
    let (mut first, mut second) = (one.clone(), two.clone());
    (first.original_day, first.original_time) = (two.original_day, two.original_time);
    (second.original_day, second.original_time) = (one.original_day, one.original_time);
    desk.save(vec![
        visit_edit(Some(&one), Some(&first)),
        visit_edit(Some(&two), Some(&second)),
    ]);
    assert!(loaded(&desk.store) == desk.book);
    // A new visit takes the place of one that goes.
    let mut third = first.clone();
    third.id = 2_000.into();
    third.bookings.clear();
    desk.save(vec![visit_edit(None, Some(&third)), visit_edit(Some(&first), None)]);
    assert!(loaded(&desk.store) == desk.book);
    while desk.undo() {
        assert!(loaded(&desk.store) == desk.book);
    }
    while desk.redo() {
        assert!(loaded(&desk.store) == desk.book);
    }
}

#[test]
fn a_row_that_is_not_as_expected_is_refused_and_nothing_is_written() {
    let place = place();
    let mut desk = Desk::new(&place);
    let [one, two] = two_visits(&mut desk);
    let mut other = one.clone();
    other.updated_at = Instant::from_millis(77);
    let mut new = other.clone();
    new.updated_at = Instant::from_millis(78);
    let stands = loaded(&desk.store);
    let mut check = |edits: Vec<RowEdit>, key: i64| {
        let mut moved = two.clone();
        moved.note = "written first".to_owned();
        moved.updated_at = Instant::from_millis(79);
        let edits = [vec![visit_edit(Some(&two), Some(&moved))], edits].concat();
        let refused = desk.store.save(&change(edits, 5_000, 99), "Ann");
        let expected = Stale {
            table: Table::Visit,
            key,
        };
        assert!(
            matches!(refused, Err(StoreError::Stale(stale)) if stale == expected),
            "{refused:?}"
        );
        assert!(loaded(&desk.store) == stands);
        assert_eq!(desk.store.steps(10).unwrap().len(), 1);
    };
    check(vec![visit_edit(Some(&other), Some(&new))], one.id.into());
    check(vec![visit_edit(Some(&other), None)], one.id.into());
    let mut again = one.clone();
    again.original_day = crate::time::Day::from_number(9_999);
    check(vec![visit_edit(None, Some(&again))], one.id.into());
    let mut gone = one.clone();
    gone.id = 3_000.into();
    check(vec![visit_edit(Some(&gone), None)], 3_000);
}
