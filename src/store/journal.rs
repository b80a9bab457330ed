//! The journal of a step: what it did to which rows, in a compact form of bytes.
//!
//! An insert is only a key, an update the fields that changed with their values before and after, a delete the whole row
//! but its key and `updated_at`. A chunk stands for itself: it begins with the version of the form, and its keys
//! count from 0. Numbers are written in groups of seven bits, signed ones zigzag, keys as the difference to the one before.
//! Tables and fields are numbers, in the order in which they are declared: another order is another version of the tables,
//! with which all journals end.

use crate::domain::book::Table;
use crate::domain::row::{Misfit, Value};

/// The version of the form.
const FORM: u8 = 1;

/// A chunk is closed once it is as long as this, in bytes.
pub(super) const CHUNK: usize = 64 * 1024;

/// What a step did to one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub table: Table,
    pub key: i64,
    pub what: What,
}

/// All values of a row but its key and `updated_at`, in the order of its fields.
pub(super) type Image = Vec<Value>;

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// The row was made; its image is here while the step is undone.
    Insert(Option<Image>),
    /// These fields were changed.
    Update(Vec<Changed>),
    /// The row was taken out.
    Delete(Image),
}

/// A field that was changed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Changed {
    /// Its place among the fields of the row.
    pub field: usize,
    pub before: Value,
    pub after: Value,
}

const INSERT: u64 = 0;
const UPDATE: u64 = 1;
const DELETE: u64 = 2;
const INSERT_WITH_IMAGE: u64 = 3;

const NULL: u8 = 0;
const INT: u8 = 1;
const TEXT: u8 = 2;
const BLOB: u8 = 3;
const LIST: u8 = 4;
/// Two numbers, the second as its difference to the first.
const TWO_INTS: u8 = 5;

/// A sum over the bytes of a chunk and its place: FNV-1a of 64 bits (Fowler, Noll, Vo).
pub(super) fn checksum(step: i64, chunk: i64, bytes: &[u8]) -> i64 {
    let place = [step.to_le_bytes(), chunk.to_le_bytes()];
    let sum = place
        .iter()
        .flatten()
        .chain(bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, &byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    sum.cast_signed()
}

/// A chunk that is being written.
#[derive(Debug)]
pub(super) struct Chunk {
    bytes: Vec<u8>,
    last_key: i64,
}

impl Chunk {
    pub fn new() -> Self {
        Self {
            bytes: vec![FORM],
            last_key: 0,
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.len() <= 1
    }

    /// Whether it is long enough.
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= CHUNK
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn push(&mut self, entry: &Entry) {
        let kind = match &entry.what {
            What::Insert(None) => INSERT,
            What::Insert(Some(_)) => INSERT_WITH_IMAGE,
            What::Update(_) => UPDATE,
            What::Delete(_) => DELETE,
        };
        self.number((super::sql::number(entry.table) as u64) << 2 | kind);
        self.signed(entry.key.wrapping_sub(self.last_key));
        self.last_key = entry.key;
        match &entry.what {
            What::Insert(None) => {}
            What::Insert(Some(image)) | What::Delete(image) => self.values(image),
            What::Update(changes) => {
                self.number(changes.len() as u64);
                for change in changes {
                    self.number(change.field as u64);
                    if let (Value::Int(before), Value::Int(after)) = (&change.before, &change.after) {
                        self.bytes.push(TWO_INTS);
                        self.signed(*before);
                        self.signed(after.wrapping_sub(*before));
                    } else {
                        self.value(&change.before);
                        self.value(&change.after);
                    }
                }
            }
        }
    }

    fn number(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                self.bytes.push(low & 0x7f);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }

    fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn run(&mut self, kind: u8, bytes: &[u8]) {
        self.bytes.push(kind);
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    fn values(&mut self, values: &[Value]) {
        self.number(values.len() as u64);
        for value in values {
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.bytes.push(NULL),
            Value::Int(number) => {
                self.bytes.push(INT);
                self.signed(*number);
            }
            Value::Text(text) => self.run(TEXT, text.as_bytes()),
            Value::Blob(bytes) => self.run(BLOB, bytes),
            Value::List(rows) => {
                self.bytes.push(LIST);
                self.number(rows.len() as u64);
                for row in rows {
                    self.values(row);
                }
            }
        }
    }
}

/// Reads a chunk.
///
/// # Errors
/// A [`Misfit`] where the bytes are none that [`Chunk::push`] writes.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Entry>, Misfit> {
    let mut reader = Reader(bytes);
    let form = reader.byte()?;
    if form != FORM {
        return Err(Misfit::new("journal", form));
    }
    let mut entries = Vec::new();
    let mut key = 0_i64;
    while !reader.0.is_empty() {
        let head = reader.number()?;
        let table = usize::try_from(head >> 2)
            .ok()
            .and_then(|number| Table::ALL.get(number).copied())
            .ok_or_else(|| Misfit::new("table of the journal", head))?;
        key = key.wrapping_add(reader.signed()?);
        let what = match head & 3 {
            INSERT => What::Insert(None),
            INSERT_WITH_IMAGE => What::Insert(Some(reader.values()?)),
            DELETE => What::Delete(reader.values()?),
            _ => {
                let mut changes = Vec::new();
                for _ in 0..reader.number()? {
                    changes.push(reader.change()?);
                }
                What::Update(changes)
            }
        };
        entries.push(Entry { table, key, what });
    }
    Ok(entries)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Misfit> {
        let (&byte, rest) = self.0.split_first().ok_or_else(|| Misfit::new("journal", "its end"))?;
        self.0 = rest;
        Ok(byte)
    }

    fn number(&mut self) -> Result<u64, Misfit> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Misfit::new("journal", "a number without an end"))
    }

    fn signed(&mut self) -> Result<i64, Misfit> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn run(&mut self) -> Result<&'a [u8], Misfit> {
        let length = self.number()?;
        let (run, rest) = usize::try_from(length)
            .ok()
            .and_then(|length| self.0.split_at_checked(length))
            .ok_or_else(|| Misfit::new("journal", "its end"))?;
        self.0 = rest;
        Ok(run)
    }

    fn change(&mut self) -> Result<Changed, Misfit> {
        let field = self.number()?;
        let field = usize::try_from(field)
            .ok()
            .ok_or_else(|| Misfit::new("field of the journal", field))?;
        if self.0.first() == Some(&TWO_INTS) {
            self.byte()?;
            let before = self.signed()?;
            let after = before.wrapping_add(self.signed()?);
            return Ok(Changed {
                field,
                before: Value::Int(before),
                after: Value::Int(after),
            });
        }
        Ok(Changed {
            field,
            before: self.value(true)?,
            after: self.value(true)?,
        })
    }

    fn values(&mut self) -> Result<Vec<Value>, Misfit> {
        self.some_values(true)
    }

    /// Nothing is reserved by a length that was read: it may be a lie. Every value is a byte at least.
    fn some_values(&mut self, lists: bool) -> Result<Vec<Value>, Misfit> {
        let mut values = Vec::new();
        for _ in 0..self.number()? {
            values.push(self.value(lists)?);
        }
        Ok(values)
    }

    /// A value; a list only where there may be one, so that damage cannot nest them without end.
    fn value(&mut self, lists: bool) -> Result<Value, Misfit> {
        match self.byte()? {
            NULL => Ok(Value::Null),
            INT => Ok(Value::Int(self.signed()?)),
            TEXT => std::str::from_utf8(self.run()?)
                .map(|text| Value::Text(text.to_owned()))
                .map_err(|error| Misfit::new("text of the journal", error)),
            BLOB => Ok(Value::Blob(self.run()?.to_vec())),
            LIST if lists => {
                let mut rows = Vec::new();
                for _ in 0..self.number()? {
                    let row = self.some_values(false)?;
                    // A row without a value would let a few bytes stand for any number of rows.
                    if row.is_empty() {
                        return Err(Misfit::new("journal", "an empty row of a list"));
                    }
                    rows.push(row);
                }
                Ok(Value::List(rows))
            }
            other => Err(Misfit::new("journal", other)),
        }
    }
}
