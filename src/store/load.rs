//! Loading: rows from the file into a book.
//!
//! A row and its lists are read side by side, in the same order, so that everything is one pass without a sort.

use std::ops::RangeInclusive;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, Rows};

use super::Store;
use super::error::StoreError;
use super::sql::{texts, value};
use crate::domain::Book;
use crate::domain::book::{ForTable, Shelved, Table};
use crate::domain::row::{Misfit, Row, Value};
use crate::domain::rows::{SeriesId, Visit, VisitId};
use crate::time::{Day, YearMonth};

impl Store {
    /// Loads everything but the visits of months before `from` into a book, in the place of what it has.
    ///
    /// # Errors
    /// Where the file cannot be read; [`StoreError::Damaged`] where a row does not read as what it should be.
    pub fn load(&self, book: &mut Book, from: YearMonth) -> Result<(), StoreError> {
        self.reading(|store| {
            let state = "SELECT revision, next_key FROM file_state";
            (book.revision, book.next_key) = store
                .connection
                .query_row(state, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let connection = &store.connection;
            Table::each(&mut Loading { connection, book, from })?;
            book.loaded_from(from);
            Ok(())
        })
    }

    /// Loads the visits of these months, where the book does not have them yet.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] where the book is of another revision than the file; else as [`Store::load`].
    pub fn load_months(&self, book: &mut Book, months: &[YearMonth]) -> Result<(), StoreError> {
        self.reading(|store| {
            if store.revision()? != book.revision {
                return Err(StoreError::Outdated);
            }
            for &month in months {
                if !book.is_loaded(month.first_day()) {
                    let days = month.first_day()..=month.last_day();
                    rows(&store.connection, Table::Visit, Some(days), |_, values| {
                        book.take_in(Visit::from_values(&values)?);
                        Ok(())
                    })?;
                    book.loaded_month(month);
                }
            }
            Ok(())
        })
    }

    /// The months in which these visits lie; those that are not in the file are left out.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn months_of_visits(&self, visits: &[VisitId]) -> Result<Vec<YearMonth>, StoreError> {
        let mut find = self.connection.prepare_cached("SELECT day FROM visit WHERE id = ?1")?;
        let mut months = std::collections::BTreeSet::new();
        for &visit in visits {
            let mut found = find.query([i64::from(visit)])?;
            if let Some(row) = found.next()? {
                months.insert(Day::from_number(row.get(0)?).year_month());
            }
        }
        Ok(months.into_iter().collect())
    }

    /// The months in which visits of a series lie that are dates of these days or later, wherever they were moved.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn months_of_series(&self, series: SeriesId, from: Day) -> Result<Vec<YearMonth>, StoreError> {
        let days = "SELECT DISTINCT day FROM visit WHERE series_id = ?1 AND original_day >= ?2";
        self.months(days, [i64::from(series), i64::from(from.number())])
    }

    /// The months in which visits lie at all.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn months_with_visits(&self) -> Result<Vec<YearMonth>, StoreError> {
        self.months("SELECT DISTINCT day FROM visit", [])
    }

    fn months(&self, days: &str, of: impl rusqlite::Params) -> Result<Vec<YearMonth>, StoreError> {
        let mut find = self.connection.prepare_cached(days)?;
        let mut found = find.query(of)?;
        let mut months = std::collections::BTreeSet::new();
        while let Some(row) = found.next()? {
            months.insert(Day::from_number(row.get(0)?).year_month());
        }
        Ok(months.into_iter().collect())
    }

    /// Reads several things of one state of the file, whatever others write meanwhile.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if !self.connection.is_autocommit() {
            return read(self);
        }
        self.connection.execute_batch("BEGIN")?;
        let read = read(self);
        // Nothing was written: to end it is all there is to do, and this way it ends in a damaged file too.
        self.connection.execute_batch("ROLLBACK")?;
        read
    }
}

struct Loading<'a> {
    connection: &'a Connection,
    book: &'a mut Book,
    from: YearMonth,
}

impl ForTable for Loading<'_> {
    type Error = StoreError;
    fn table<R: Shelved>(&mut self) -> Result<(), StoreError> {
        let days = (R::KIND == Table::Visit).then(|| self.from.first_day()..=Day::from_number(i32::MAX));
        let mut found = Vec::new();
        rows(self.connection, R::KIND, days, |_, values| {
            found.push(Arc::new(R::from_values(&values)?));
            Ok(())
        })?;
        // They are in memory now: what SQLite keeps of them would only take more of it.
        self.connection.release_memory()?;
        self.book.fill(found);
        Ok(())
    }
}

/// Reads the rows of a table with their lists, all of them or those of some days, and gives their keys and values in the
/// order of their fields.
pub(super) fn rows(
    connection: &Connection,
    table: Table,
    days: Option<RangeInclusive<Day>>,
    mut take: impl FnMut(i64, Vec<Value>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let Some(texts) = texts(table) else { return Ok(()) };
    let days = days.map(|days| (days.start().number(), days.end().number()));
    let prepare = |all: &str, some: &str| -> Result<CachedStatement<'_>, StoreError> {
        let mut statement = connection.prepare_cached(if days.is_some() { some } else { all })?;
        if let Some((first, last)) = days {
            statement.raw_bind_parameter(1, first)?;
            statement.raw_bind_parameter(2, last)?;
        }
        Ok(statement)
    };
    let mut lists = texts
        .lists
        .iter()
        .map(|list| prepare(&list.select, &list.select_days))
        .collect::<Result<Vec<_>, _>>()?;
    let mut lists: Vec<Entries<'_>> = lists
        .iter_mut()
        .zip(&texts.lists)
        .map(|(statement, list)| Entries {
            rows: statement.raw_query(),
            width: list.width,
            ahead: None,
        })
        .collect();
    let mut statement = prepare(&texts.select, &texts.select_days)?;
    let mut found = statement.raw_query();
    while let Some(row) = found.next()? {
        let mut values = Vec::with_capacity(texts.fields.len());
        for column in 0..texts.width {
            values.push(value(row.get_ref(column)?)?);
        }
        let Some(&Value::Int(key)) = values.first() else {
            return Err(Misfit::new(table.name(), values.first()).into());
        };
        for list in &mut lists {
            values.push(Value::List(list.of(key)?));
        }
        take(key, values)?;
    }
    for list in &mut lists {
        if let Some((owner, _)) = list.peek()? {
            let what = format!("a list of {} belongs to {owner}, which is not there", table.name());
            return Err(StoreError::Damaged(what));
        }
    }
    Ok(())
}

/// The entries of a list, read beside the rows that own them.
struct Entries<'a> {
    rows: Rows<'a>,
    width: usize,
    ahead: Option<(i64, Vec<Value>)>,
}

impl Entries<'_> {
    /// The next entry, and whose it is.
    fn peek(&mut self) -> Result<Option<(i64, Vec<Value>)>, StoreError> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        let Some(row) = self.rows.next()? else { return Ok(None) };
        let values = (1..=self.width)
            .map(|column| Ok(value(row.get_ref(column)?)?))
            .collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Some((row.get(0)?, values)))
    }

    /// The entries of an owner, where they come next.
    fn of(&mut self, owner: i64) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut entries = Vec::new();
        while let Some((whose, values)) = self.peek()? {
            if whose != owner {
                self.ahead = Some((whose, values));
                break;
            }
            entries.push(values);
        }
        Ok(entries)
    }
}
