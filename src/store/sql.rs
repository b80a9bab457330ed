//! SQL texts, made once for each table from the fields of its rows, and values on their way in and out of SQLite.

use std::convert::Infallible;
use std::sync::LazyLock;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::domain::book::{ForTable, Shelved, Table};
use crate::domain::row::{Field, ListTable, Misfit, Row, Value};

/// Where the key stands among the fields of every row.
pub(super) const KEY: usize = 0;

/// Where `updated_at` stands among the fields of every row.
pub(super) const UPDATED_AT: usize = 2;

/// The texts of one table and of the tables of its lists.
#[derive(Debug)]
pub(super) struct Texts {
    /// The fields of its rows; plain columns first, then lists.
    pub fields: &'static [Field],
    /// How many plain columns there are.
    pub width: usize,
    /// All rows by key.
    pub select: String,
    /// The rows whose `day` lies between two days; only asked of tables that have one.
    pub select_days: String,
    /// Takes the values of the plain columns.
    pub insert: String,
    /// Takes a key and the `updated_at` that is expected.
    pub delete: String,
    /// The texts of the lists, in the order of their fields.
    pub lists: Vec<ListTexts>,
}

/// The texts of the table of a list.
#[derive(Debug)]
pub(super) struct ListTexts {
    /// How many columns an entry has, owner and ordinal aside.
    pub width: usize,
    /// All entries by owner and ordinal: the owner, then the columns.
    pub select: String,
    /// Those of the owners whose `day` lies between two days.
    pub select_days: String,
    /// Takes owner, ordinal and columns.
    pub insert: String,
    /// Takes out all entries of an owner from an ordinal on.
    pub delete_from: String,
}

/// The texts of a table.
pub(super) fn texts(table: Table) -> Option<&'static Texts> {
    static TEXTS: LazyLock<Vec<Texts>> = LazyLock::new(|| {
        let mut all = All(Vec::new());
        let Ok(()) = Table::each(&mut all);
        all.0
    });
    TEXTS.get(number(table))
}

/// The number of a table in the journal: its place among all of them.
pub(super) fn number(table: Table) -> usize {
    table as usize
}

struct All(Vec<Texts>);

impl ForTable for All {
    type Error = Infallible;
    fn table<R: Shelved>(&mut self) -> Result<(), Infallible> {
        self.0.push(Texts::of::<R>());
        Ok(())
    }
}

impl Texts {
    fn of<R: Row>() -> Self {
        let table = R::TABLE;
        let columns: Vec<&str> = R::FIELDS
            .iter()
            .filter(|field| field.list.is_none())
            .map(|field| field.name)
            .collect();
        let named = joined(&columns);
        let marks = vec!["?"; columns.len()].join(", ");
        Self {
            fields: R::FIELDS,
            width: columns.len(),
            select: format!("SELECT {named} FROM \"{table}\" ORDER BY id"),
            select_days: format!("SELECT {named} FROM \"{table}\" WHERE day BETWEEN ?1 AND ?2 ORDER BY day, id"),
            insert: format!("INSERT INTO \"{table}\" ({named}) VALUES ({marks})"),
            delete: format!("DELETE FROM \"{table}\" WHERE id = ?1 AND updated_at = ?2"),
            lists: R::FIELDS
                .iter()
                .filter_map(|field| field.list)
                .map(|list| ListTexts::of(table, list))
                .collect(),
        }
    }
}

impl ListTexts {
    fn of(owners: &str, list: ListTable) -> Self {
        let ListTable { table, owner, columns } = list;
        let columns: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let named = joined(&columns);
        let marks = vec!["?"; columns.len() + 2].join(", ");
        Self {
            width: columns.len(),
            select: format!("SELECT {owner}, {named} FROM \"{table}\" ORDER BY {owner}, ordinal"),
            select_days: format!(
                "SELECT list.{owner}, {named} FROM \"{owners}\" AS owner CROSS JOIN \"{table}\" AS list ON list.{owner} = owner.id
                 WHERE owner.day BETWEEN ?1 AND ?2 ORDER BY owner.day, owner.id, list.ordinal",
                named = columns
                    .iter()
                    .map(|column| format!("list.\"{column}\""))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            insert: format!("INSERT INTO \"{table}\" ({owner}, ordinal, {named}) VALUES ({marks})"),
            delete_from: format!("DELETE FROM \"{table}\" WHERE {owner} = ?1 AND ordinal >= ?2"),
        }
    }
}

/// Column names in quotes: some of them are words of SQL.
fn joined(columns: &[&str]) -> String {
    columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

/// An update of the columns that are named: takes their values, then the key and the `updated_at` that is expected.
pub(super) fn update(table: Table, columns: &[&str]) -> String {
    let mut text = format!("UPDATE \"{}\" SET ", table.name());
    for (ordinal, column) in columns.iter().enumerate() {
        text.push_str(if ordinal == 0 { "\"" } else { ", \"" });
        text.push_str(column);
        text.push_str("\" = ?");
    }
    text.push_str(" WHERE id = ? AND updated_at = ?");
    text
}

/// A value on its way into SQLite; a list has a table of its own and goes as nothing.
pub(super) struct Bound<'a>(pub &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null | Value::List(_) => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A value on its way out of SQLite.
pub(super) fn value(found: ValueRef<'_>) -> Result<Value, Misfit> {
    match found {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(|text| Value::Text(text.to_owned()))
            .map_err(|error| Misfit::new("text", error)),
        ValueRef::Blob(bytes) => Ok(Value::Blob(bytes.to_vec())),
        ValueRef::Real(number) => Err(Misfit::new("whole number", number)),
    }
}
