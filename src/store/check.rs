//! Looking through a whole file for damage.
//!
//! SQLite's own checks miss damage inside of rows, so every row is read as what it should be, too.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::Store;
use super::error::StoreError;
use super::file::{migrations, pragma, version};
use super::load::rows;
use super::undo::read_chunk;
use crate::domain::book::{ForTable, Shelved, Table};
use crate::domain::row::{Field, Value};

/// The days that a row may name: those of 1970 to 2199.
const DAYS: std::ops::RangeInclusive<i64> = 0..=84_005;

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The structure of the file, in the words of SQLite.
    #[error("{0}")]
    Structure(String),
    /// Something in the structure that no version of this program made: a trigger could change what is saved.
    #[error("there is {kind} {name:?}, which does not belong in the file")]
    Strange {
        /// Table, index, trigger or view.
        kind: String,
        /// Its name.
        name: String,
    },
    /// Something of the structure is missing.
    #[error("{kind} {name:?} is missing")]
    Lacking {
        /// Table or index.
        kind: String,
        /// Its name.
        name: String,
    },
    /// A row refers to one that is not there.
    #[error("row {} of {table} refers to a row of {refers_to} that is not there", key.map_or_else(|| "?".to_owned(), |key| key.to_string()))]
    Reference {
        /// The table of the row.
        table: String,
        /// Its key, where its table has one.
        key: Option<i64>,
        /// The table it refers to.
        refers_to: String,
    },
    /// A row does not read as what it should be.
    #[error("row {key} of {table}: {what}")]
    Row {
        /// Its table.
        table: &'static str,
        /// Its key.
        key: i64,
        /// What does not read.
        what: String,
    },
    /// A step cannot be taken back, as its journal is damaged.
    #[error("the journal of step {step} is damaged")]
    Journal {
        /// The key of the step.
        step: i64,
    },
}

impl Store {
    /// Looks through the whole file for damage; nothing where it is whole.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>, StoreError> {
        self.reading(|store| {
            let connection = &store.connection;
            let mut found = problems(connection)?;
            // A copy of such a file is as good as the file, so that only who asks hears of these; rows that do not read were
            // told of.
            if found.is_empty() && pragma::<i32>(connection, "user_version")? == version() {
                Table::each(&mut Days {
                    connection,
                    found: &mut found,
                })?;
            }
            Ok(found)
        })
    }
}

/// All that is wrong with a file.
pub(super) fn problems(connection: &Connection) -> Result<Vec<Problem>, StoreError> {
    let mut found = Vec::new();
    let parts = [structure, objects, references, journals, every_row];
    for part in parts {
        match part(connection, &mut found) {
            // A part that cannot go on has found something.
            Err(StoreError::Damaged(what)) => found.push(Problem::Structure(what)),
            done => done?,
        }
    }
    Ok(found)
}

fn structure(connection: &Connection, found: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(100)")?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        let line: String = line.get(0)?;
        if line != "ok" {
            found.push(Problem::Structure(line));
        }
    }
    Ok(())
}

/// Holds the tables, indexes, triggers and views to those that the migrations make.
fn objects(connection: &Connection, found: &mut Vec<Problem>) -> Result<(), StoreError> {
    let version: i32 = pragma(connection, "user_version")?;
    let Some(steps) = usize::try_from(version).ok().filter(|_| version <= self::version()) else {
        return Ok(());
    };
    let mut known = Connection::open_in_memory()?;
    migrations()?.to_version(&mut known, steps)?;
    let (known, there) = (objects_of(&known)?, objects_of(connection)?);
    found.extend(there.difference(&known).map(|(kind, name, _)| Problem::Strange {
        kind: kind.clone(),
        name: name.clone(),
    }));
    found.extend(known.difference(&there).map(|(kind, name, _)| Problem::Lacking {
        kind: kind.clone(),
        name: name.clone(),
    }));
    Ok(())
}

/// The kind and the name of each object, and the table that it is on; what SQLite makes for itself left out.
fn objects_of(connection: &Connection) -> Result<BTreeSet<(String, String, String)>, StoreError> {
    let text = "SELECT type, name, tbl_name FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'";
    let mut statement = connection.prepare(text)?;
    let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(objects.collect::<Result<_, _>>()?)
}

fn references(connection: &Connection, found: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        found.push(Problem::Reference {
            table: line.get(0)?,
            key: line.get(1)?,
            refers_to: line.get(2)?,
        });
    }
    Ok(())
}

fn every_row(connection: &Connection, found: &mut Vec<Problem>) -> Result<(), StoreError> {
    // The rows of an earlier version are not those that are known here.
    if pragma::<i32>(connection, "user_version")? == version() {
        Table::each(&mut Reading { connection, found })?;
    }
    Ok(())
}

struct Reading<'a> {
    connection: &'a Connection,
    found: &'a mut Vec<Problem>,
}

impl ForTable for Reading<'_> {
    type Error = StoreError;
    fn table<R: Shelved>(&mut self) -> Result<(), StoreError> {
        rows(self.connection, R::KIND, None, |key, values| {
            if let Err(misfit) = R::from_values(&values) {
                self.found.push(Problem::Row {
                    table: R::TABLE,
                    key,
                    what: misfit.to_string(),
                });
            }
            Ok(())
        })
    }
}

struct Days<'a> {
    connection: &'a Connection,
    found: &'a mut Vec<Problem>,
}

impl ForTable for Days<'_> {
    type Error = StoreError;
    fn table<R: Shelved>(&mut self) -> Result<(), StoreError> {
        rows(self.connection, R::KIND, None, |key, values| {
            strange_days(R::FIELDS, &values, &mut |what| {
                self.found.push(Problem::Row {
                    table: R::TABLE,
                    key,
                    what,
                });
            });
            Ok(())
        })
    }
}

/// Tells of days that no calendar of this program holds: what lies there is never shown.
fn strange_days(fields: &[Field], values: &[Value], wrong: &mut impl FnMut(String)) {
    let is_strange = |name: &str, value: &Value| match value {
        // Somebody may be born earlier.
        Value::Int(day) => is_day(name) && !DAYS.contains(day),
        _ => false,
    };
    for (field, value) in fields.iter().zip(values) {
        if is_strange(field.name, value) {
            wrong(format!("{} is on no day of the calendar", field.name));
        }
        let (Some(list), Value::List(rows)) = (&field.list, value) else {
            continue;
        };
        for row in rows {
            for (column, value) in list.columns.iter().zip(row) {
                if is_strange(column.name, value) {
                    wrong(format!("{} is on no day of the calendar", column.name));
                }
            }
        }
    }
}

/// Whether a column holds a day of the calendar, by its name.
fn is_day(name: &str) -> bool {
    name == "day"
        || name.ends_with("_day")
        || matches!(
            name,
            "valid_from" | "valid_until" | "cycle_anchor" | "materialized_until"
        )
}

fn journals(connection: &Connection, found: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT activity_id, chunk, rows, checksum FROM activity_row")?;
    let mut chunks = statement.query([])?;
    while let Some(row) = chunks.next()? {
        let (step, chunk) = (row.get(0)?, row.get(1)?);
        if read_chunk(step, chunk, row.get_ref(2)?.as_blob().ok(), row.get(3)?).is_err() {
            found.push(Problem::Journal { step });
        }
    }
    Ok(())
}
