//! How the salon's values become rows, and rows values again.
//!
//! A [`Row`] is one value of the salon that is kept under an integer key: a client, a chapter, a visit. Its fields are
//! plain columns, or lists that the file keeps in a table of their own (a visit's bookings). Everything that reads or
//! writes rows (the file, the journal, undo) works on [`Value`]s by these descriptions, so that a new field is written
//! in one place. What a row means is told where it is declared, in [`super::rows`].

use std::fmt;

/// One column's content, or the content of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing is known.
    Null,
    /// A number, a day, minutes, an instant in milliseconds, a key, or a truth (0 or 1).
    Int(i64),
    /// Text, and the codes of choices.
    Text(String),
    /// Bytes: a uuid.
    Blob(Vec<u8>),
    /// The rows of a list, in their order.
    List(Vec<Vec<Value>>),
}

/// A stored value that does not fit the type that it should have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be read from {found}")]
pub struct Misfit {
    /// The type or field that was to be read.
    pub what: &'static str,
    /// What stood there.
    pub found: String,
}

impl Misfit {
    /// A misfit of `what`, found as `value`.
    pub fn new(what: &'static str, value: impl fmt::Debug) -> Self {
        Self {
            what,
            found: format!("{value:?}"),
        }
    }
}

/// How the file keeps a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// As a whole number.
    Integer,
    /// As text.
    Text,
    /// As bytes.
    Blob,
    /// As the rows of a table of its own.
    List,
}

/// A column of the table of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListColumn {
    /// Its name.
    pub name: &'static str,
    /// How it is kept.
    pub stored: Stored,
    /// Whether it may be [`Value::Null`].
    pub optional: bool,
}

/// A type that fits one column, or a whole list.
pub trait Column: Sized {
    /// How the file keeps it.
    const STORED: Stored = Stored::Integer;
    /// Whether it may be [`Value::Null`].
    const OPTIONAL: bool = false;
    /// The value to keep.
    fn to_value(&self) -> Value;
    /// The type again; a [`Misfit`] where the value is not one that [`Column::to_value`] gives.
    fn from_value(value: &Value) -> Result<Self, Misfit>;
}

/// A type that is one row of a list.
pub trait Part: Sized {
    /// Its columns.
    const COLUMNS: &'static [ListColumn];
    /// Its values, in the order of [`Part::COLUMNS`].
    fn values(&self) -> Vec<Value>;
    /// The part again.
    fn from_values(values: &[Value]) -> Result<Self, Misfit>;
}

/// A field of a row as the file keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The column's name; of a list, the name of the field.
    pub name: &'static str,
    /// How it is kept.
    pub stored: Stored,
    /// Whether it may be [`Value::Null`].
    pub optional: bool,
    /// Where a list is kept.
    pub list: Option<ListTable>,
}

impl Field {
    /// The field of a plain column.
    pub(crate) const fn plain<C: Column>(name: &'static str) -> Self {
        Self {
            name,
            stored: C::STORED,
            optional: C::OPTIONAL,
            list: None,
        }
    }
}

/// The table of a list: one row per entry, under the owner's key and an `ordinal` from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListTable {
    /// The table's name.
    pub table: &'static str,
    /// The column that holds the owner's key.
    pub owner: &'static str,
    /// The columns of an entry.
    pub columns: &'static [ListColumn],
}

impl<P: Part> Column for Vec<P> {
    const STORED: Stored = Stored::List;
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Part::values).collect())
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::List(rows) => {
                // Of just the length: most lists are of one, and there are many.
                let mut parts = Vec::with_capacity(rows.len());
                for row in rows {
                    parts.push(P::from_values(row)?);
                }
                Ok(parts)
            }
            other => Err(Misfit::new("list", other)),
        }
    }
}

impl<C: Column> Column for Option<C> {
    const STORED: Stored = C::STORED;
    const OPTIONAL: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(None),
            other => C::from_value(other).map(Some),
        }
    }
}

impl Column for String {
    const STORED: Stored = Stored::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => Err(Misfit::new("text", other)),
        }
    }
}

impl Column for bool {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => Err(Misfit::new("truth", other)),
        }
    }
}

impl Column for uuid::Uuid {
    const STORED: Stored = Stored::Blob;
    fn to_value(&self) -> Value {
        Value::Blob(self.as_bytes().to_vec())
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Blob(bytes) => uuid::Uuid::from_slice(bytes)
                .ok()
                .ok_or_else(|| Misfit::new("uuid", value)),
            other => Err(Misfit::new("uuid", other)),
        }
    }
}

/// Columns for types that are numbers in the file.
macro_rules! number_columns {
    ($($type:ty),*) => {$(
        impl Column for $type {
            fn to_value(&self) -> Value {
                Value::Int(i64::from(*self))
            }
            fn from_value(value: &Value) -> Result<Self, Misfit> {
                match value {
                    Value::Int(number) => <$type>::try_from(*number).map_err(|_| Misfit::new(stringify!($type), value)),
                    other => Err(Misfit::new(stringify!($type), other)),
                }
            }
        }
    )*};
}
number_columns!(i64, i32, u32, u16);

/// Columns for types of [`crate::time`] that are a number inside.
macro_rules! wrapped_columns {
    ($($type:ty: $to:expr, $from:expr;)*) => {$(
        impl Column for $type {
            fn to_value(&self) -> Value {
                let to: fn($type) -> i64 = $to;
                Value::Int(to(*self))
            }
            fn from_value(value: &Value) -> Result<Self, Misfit> {
                let from: fn(i64) -> Option<$type> = $from;
                match value {
                    Value::Int(number) => from(*number),
                    _ => None,
                }
                .ok_or_else(|| Misfit::new(stringify!($type), value))
            }
        }
    )*};
}
use crate::time::{Day, Instant, Minutes, TimeOfDay, Weekday};
wrapped_columns! {
    Day: |day: Day| i64::from(day.number()), |n| i32::try_from(n).ok().map(Day::from_number);
    Minutes: |m: Minutes| i64::from(m.count()), |n| i32::try_from(n).ok().map(Minutes::new);
    TimeOfDay: |t: TimeOfDay| i64::from(t.minute()), |n| u16::try_from(n).ok().and_then(TimeOfDay::new);
    Instant: |i: Instant| i.millis(), |n| Some(Instant::from_millis(n));
    Weekday: |w: Weekday| i64::from(w.num_days_from_monday()), |n| u8::try_from(n).ok().and_then(|n| Weekday::try_from(n).ok());
}

/// Columns for types whose text is read back by `FromStr`.
macro_rules! text_columns {
    ($($type:ty),*) => {$(
        impl $crate::domain::row::Column for $type {
            const STORED: $crate::domain::row::Stored = $crate::domain::row::Stored::Text;
            fn to_value(&self) -> $crate::domain::row::Value {
                $crate::domain::row::Value::Text(self.to_string())
            }
            fn from_value(value: &$crate::domain::row::Value) -> Result<Self, $crate::domain::row::Misfit> {
                match value {
                    $crate::domain::row::Value::Text(text) => {
                        text.parse().ok().ok_or_else(|| $crate::domain::row::Misfit::new(stringify!($type), value))
                    }
                    other => Err($crate::domain::row::Misfit::new(stringify!($type), other)),
                }
            }
        }
    )*};
}
pub(crate) use text_columns;
text_columns!(crate::time::Zone);

impl Column for crate::recurrence::Rule {
    const STORED: Stored = Stored::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Text(text) => Self::parse(text).ok().ok_or_else(|| Misfit::new("rule", value)),
            other => Err(Misfit::new("rule", other)),
        }
    }
}

/// Declares choices that are kept, printed and read as a code word.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code word in the file and on the command line.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::domain::row::Misfit;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|choice| choice.code() == text)
                    .ok_or_else(|| $crate::domain::row::Misfit::new(stringify!($name), text))
            }
        }
        $crate::domain::row::text_columns!($name);
    )*};
}
pub(crate) use choices;

/// Declares the parts of lists.
macro_rules! parts {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),+ $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),+ }

        impl $crate::domain::row::Part for $name {
            const COLUMNS: &'static [$crate::domain::row::ListColumn] = &[$($crate::domain::row::ListColumn {
                name: stringify!($field),
                stored: <$type as $crate::domain::row::Column>::STORED,
                optional: <$type as $crate::domain::row::Column>::OPTIONAL,
            }),+];
            fn values(&self) -> Vec<$crate::domain::row::Value> {
                vec![$($crate::domain::row::Column::to_value(&self.$field)),+]
            }
            fn from_values(values: &[$crate::domain::row::Value]) -> Result<Self, $crate::domain::row::Misfit> {
                let mut values = values.iter();
                Ok(Self { $($field: $crate::domain::row::next(&mut values, stringify!($name))?),+ })
            }
        }
    )*};
}
pub(crate) use parts;

/// Reads the next value of a row.
pub(crate) fn next<C: Column>(values: &mut std::slice::Iter<'_, Value>, of: &'static str) -> Result<C, Misfit> {
    C::from_value(
        values
            .next()
            .ok_or_else(|| Misfit::new(of, "a row that is too short"))?,
    )
}

/// A value of the salon that is kept under an integer key.
pub trait Row: Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The type of its key.
    type Id: Copy + Ord + fmt::Debug + From<i64> + Into<i64>;
    /// The table it is kept in.
    const TABLE: &'static str;
    /// Its fields; `id` first, then `created_at`, `updated_at`, then its own.
    const FIELDS: &'static [Field];
    /// Its key.
    fn id(&self) -> Self::Id;
    /// The key of the row that it belongs to (a chapter's series), by which it is found as well; [`NO_OWNER`] where it
    /// belongs to none, and nothing where rows of this kind never do.
    fn owner(&self) -> Option<i64>;
    /// Its values, in the order of [`Row::FIELDS`].
    fn values(&self) -> Vec<Value>;
    /// The row again.
    fn from_values(values: &[Value]) -> Result<Self, Misfit>;
    /// When it was removed, where rows of this kind are removed softly.
    fn deleted(&self) -> bool;
    /// Marks when it was written: `created` only where it is new.
    fn stamp(&mut self, now: Instant, new: bool);
    /// Whether another row is the same but for when it was written.
    fn is_the_same(&self, other: &Self) -> bool;
}

/// Declares rows: their struct, and how they become values.
///
/// `Name(Id) in "table" [owned by field] [soft] { fields; lists }`. Every row has `id`, `created_at` and `updated_at`.
macro_rules! rows {
    ($(
        $(#[$meta:meta])*
        $name:ident($id:ident) in $table:literal $(owned by $owner:ident)? $(soft $deleted:ident)? {
            $($(#[$fmeta:meta])* $field:ident: $type:ty,)+
        } $(=> lists {
            $($(#[$lmeta:meta])* $list:ident: $part:ty, in $ltable:literal;)+
        })?
    )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            /// The key in this file.
            pub id: $id,
            /// When it was made.
            pub created_at: $crate::time::Instant,
            /// When it was last changed; only goes forward, also by undo.
            pub updated_at: $crate::time::Instant,
            $($(#[$fmeta])* pub $field: $type,)+
            $($($(#[$lmeta])* pub $list: Vec<$part>,)+)?
        }

        impl $crate::domain::row::Row for $name {
            type Id = $id;
            const TABLE: &'static str = $table;
            const FIELDS: &'static [$crate::domain::row::Field] = &[
                $crate::domain::row::Field::plain::<$id>("id"),
                $crate::domain::row::Field::plain::<$crate::time::Instant>("created_at"),
                $crate::domain::row::Field::plain::<$crate::time::Instant>("updated_at"),
                $($crate::domain::row::Field::plain::<$type>(stringify!($field)),)+
                $($($crate::domain::row::Field {
                    name: stringify!($list),
                    stored: $crate::domain::row::Stored::List,
                    optional: false,
                    list: Some($crate::domain::row::ListTable {
                        table: $ltable,
                        owner: concat!($table, "_id"),
                        columns: <$part as $crate::domain::row::Part>::COLUMNS,
                    }),
                },)+)?
            ];
            fn id(&self) -> $id { self.id }
            fn owner(&self) -> Option<i64> {
                let owners: &[i64] = &[$($crate::domain::row::OwnerKey::key(&self.$owner))?];
                owners.first().copied()
            }
            fn values(&self) -> Vec<$crate::domain::row::Value> {
                use $crate::domain::row::Column as _;
                vec![
                    self.id.to_value(), self.created_at.to_value(), self.updated_at.to_value(),
                    $(self.$field.to_value(),)+
                    $($(self.$list.to_value(),)+)?
                ]
            }
            fn from_values(values: &[$crate::domain::row::Value]) -> Result<Self, $crate::domain::row::Misfit> {
                let mut values = values.iter();
                Ok(Self {
                    id: $crate::domain::row::next(&mut values, $table)?,
                    created_at: $crate::domain::row::next(&mut values, $table)?,
                    updated_at: $crate::domain::row::next(&mut values, $table)?,
                    $($field: $crate::domain::row::next(&mut values, concat!($table, ".", stringify!($field)))?,)+
                    $($($list: $crate::domain::row::next(&mut values, concat!($table, ".", stringify!($list)))?,)+)?
                })
            }
            fn deleted(&self) -> bool {
                let deleted: &[bool] = &[$(self.$deleted.is_some())?];
                deleted.contains(&true)
            }
            fn stamp(&mut self, now: $crate::time::Instant, new: bool) {
                if new {
                    self.created_at = now;
                }
                self.updated_at = now;
            }
            fn is_the_same(&self, other: &Self) -> bool {
                self.id == other.id
                    $(&& self.$field == other.$field)+
                    $($(&& self.$list == other.$list)+)?
            }
        }
    )*};
}
pub(crate) use rows;

/// The owner of a row that could have one and has none: keys begin at 1.
pub const NO_OWNER: i64 = 0;

/// A field that names the owner of a row.
pub trait OwnerKey {
    /// The owner's key, or [`NO_OWNER`].
    fn key(&self) -> i64;
}
impl OwnerKey for i64 {
    fn key(&self) -> i64 {
        *self
    }
}
impl<I: OwnerKey> OwnerKey for Option<I> {
    fn key(&self) -> i64 {
        self.as_ref().map_or(NO_OWNER, OwnerKey::key)
    }
}

/// Declares the integer keys.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);
        impl From<i64> for $name {
            fn from(key: i64) -> Self { Self(key) }
        }
        impl From<$name> for i64 {
            fn from(id: $name) -> i64 { id.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl $crate::domain::row::OwnerKey for $name {
            fn key(&self) -> i64 { self.0 }
        }
        impl $crate::domain::row::Column for $name {
            fn to_value(&self) -> $crate::domain::row::Value { $crate::domain::row::Value::Int(self.0) }
            fn from_value(value: &$crate::domain::row::Value) -> Result<Self, $crate::domain::row::Misfit> {
                match value {
                    $crate::domain::row::Value::Int(key) => Ok(Self(*key)),
                    other => Err($crate::domain::row::Misfit::new(stringify!($name), other)),
                }
            }
        }
    )+};
}
pub(crate) use ids;
