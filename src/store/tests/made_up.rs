//! Rows of every kind, made up from a seed: valid, and as strange as the types allow.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::super::sql::{KEY, Texts, UPDATED_AT, texts};
use super::*;
use crate::domain::row::Stored;
use crate::domain::values::*;
use crate::time::Day;

/// Makes rows up, and remembers those that there are.
pub struct MadeUp {
    pub random: Rng,
    pub keys: BTreeMap<Table, BTreeSet<i64>>,
    /// Whether some texts are very long.
    pub long: bool,
    bookings: i64,
    terms: BTreeSet<(i64, i64)>,
}

/// Texts that have been trouble somewhere.
const TEXTS: [&str; 8] = [
    "",
    "Anna",
    "O'Brien; DROP TABLE visit;--",
    "line\r\nline\ttab",
    "nul\0nul",
    "\u{202e}עברית Żółć 🧑‍🦰",
    "\u{feff}",
    "e\u{301}",
];

impl MadeUp {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Rng::with_seed(seed),
            keys: BTreeMap::new(),
            long: true,
            bookings: 0,
            terms: BTreeSet::new(),
        }
    }

    /// An edit that makes a row under this key.
    pub fn new_row(&mut self, table: Table, key: i64) -> RowEdit {
        let row = self.row(table, key);
        self.keys.entry(table).or_default().insert(key);
        table.edit(None, Some(&row)).unwrap()
    }

    /// An edit that changes some fields of a row.
    pub fn changed_row(&mut self, table: Table, key: i64, book: &Book, now: i64) -> RowEdit {
        let before = book.values(table, key).unwrap();
        let other = self.row(table, key);
        let fixed = [
            "id",
            "created_at",
            "uuid",
            "uid",
            "key",
            "chapter_id",
            "slot_id",
            "series_id",
        ];
        let mut after = before.clone();
        let all = self.random.bool();
        let whole = !self.random.bool();
        for ((field, value), new) in texts(table).unwrap().fields.iter().zip(&mut after).zip(other) {
            // Columns that a CHECK ties together change together.
            let change = field.list.is_some() || all;
            if change && !fixed.contains(&field.name) && (whole || field.list.is_some()) {
                *value = new;
            }
        }
        after[UPDATED_AT] = Value::Int(now);
        table.edit(Some(&before), Some(&after)).unwrap()
    }

    fn any_key(&mut self, table: Table) -> Option<i64> {
        let keys: Vec<i64> = self.keys.get(&table)?.iter().copied().collect();
        self.random.choice(&keys).copied()
    }

    /// The values of a row.
    fn row(&mut self, table: Table, key: i64) -> Vec<Value> {
        let Texts { fields, .. } = texts(table).unwrap();
        let mut row: Vec<Value> = fields
            .iter()
            .map(|field| match field.list {
                None => self.value(table.name(), field.name, field.stored, field.optional),
                Some(list) => {
                    let many = self.random.usize(0..4);
                    let entry = |made: &mut Self, ordinal| {
                        let mut entry: Vec<Value> = list
                            .columns
                            .iter()
                            .map(|column| made.value(list.table, column.name, column.stored, column.optional))
                            .collect();
                        let place = |name| list.columns.iter().position(|column| column.name == name);
                        if let (Some(opens), Some(closes)) = (place("opens"), place("closes")) {
                            (entry[opens], entry[closes]) = made.hours();
                        }
                        if let (Some(role), true) = (place("role"), ordinal > 0) {
                            entry[role] = Value::Text("additional".to_owned());
                        }
                        entry
                    };
                    let needed = list.columns.iter().filter(|column| !column.optional);
                    let there = needed
                        .filter_map(|column| owner_of(list.table, column.name))
                        .all(|table| self.keys.get(&table).is_some_and(|keys| !keys.is_empty()));
                    Value::List(
                        (0..if there { many } else { 0 })
                            .map(|ordinal| entry(self, ordinal))
                            .collect(),
                    )
                }
            })
            .collect();
        let place = |name: &str| fields.iter().position(|field| field.name == name).unwrap();
        row[KEY] = Value::Int(key);
        let int = |row: &[Value], name: &str| match row[place(name)] {
            Value::Int(number) => Some(number),
            _ => None,
        };
        if row.len() > 5 && fields.iter().any(|field| field.name == "last_day") {
            let first = int(&row, "first_day").unwrap();
            if let Some(last) = int(&row, "last_day") {
                row[place("first_day")] = Value::Int(first.min(last));
                row[place("last_day")] = Value::Int(first.max(last));
            }
        }
        match table {
            Table::DayException => {
                let (opens, closes) = if self.random.bool() {
                    self.hours()
                } else {
                    (Value::Null, Value::Null)
                };
                row[place("opens")] = opens;
                row[place("closes")] = closes;
            }
            Table::TimeOff if row[place("from_minute")] == Value::Null => row[place("to_minute")] = Value::Null,
            Table::TimeOff => row[place("to_minute")] = row[place("from_minute")].clone(),
            Table::Pause | Table::Layer => {
                let other = if table == Table::Pause { "client_id" } else { "staff_id" };
                let series = self.any_key(Table::Series).unwrap();
                row[place("series_id")] = Value::Int(series);
                row[place(other)] = Value::Null;
            }
            Table::Chapter => {
                row[place("ordinal")] = Value::Int(key % 65_536);
                if row[place("rule")] == Value::Null || row[place("until_day")] != Value::Null {
                    row[place("visits")] = Value::Null;
                }
                if row[place("rule")] == Value::Null {
                    row[place("until_day")] = Value::Null;
                }
            }
            Table::SlotTerms => {
                while !self
                    .terms
                    .insert((int(&row, "chapter_id").unwrap(), int(&row, "slot_id").unwrap()))
                {
                    row[place("chapter_id")] = Value::Int(self.any_key(Table::Chapter).unwrap());
                    row[place("slot_id")] = Value::Int(self.any_key(Table::Slot).unwrap());
                }
            }
            Table::Once => row[place("key")] = Value::Text(format!("once {key}")),
            Table::Line => row[place("phase")] = row[place("every_nth")].clone(),
            Table::Visit => {
                row[place("original_day")] = Value::Int(key);
                let start = self.random.i64(0..4_000_000_000_000);
                row[place("start_utc")] = Value::Int(start);
                row[place("busy_from_utc")] = Value::Int(start);
                row[place("busy_to_utc")] = Value::Int(start + self.random.i64(1..=1_920) * 60_000);
            }
            _ => {}
        }
        row
    }

    fn hours(&mut self) -> (Value, Value) {
        let opens = self.random.i64(0..1_440);
        (Value::Int(opens), Value::Int(self.random.i64(opens + 1..=2_880)))
    }

    fn code(&mut self, codes: &[&'static str]) -> Value {
        Value::Text((*self.random.choice(codes).unwrap()).to_owned())
    }

    fn value(&mut self, table: &str, name: &str, stored: Stored, optional: bool) -> Value {
        if optional && self.random.bool() {
            return Value::Null;
        }
        if let Some(owner) = owner_of(table, name) {
            return match self.any_key(owner) {
                Some(key) => Value::Int(key),
                None => {
                    assert!(optional, "no {owner:?} for {table}.{name}");
                    Value::Null
                }
            };
        }
        macro_rules! code {
            ($choice:ty) => {
                self.code(
                    &<$choice>::ALL
                        .iter()
                        .map(|choice| choice.code())
                        .collect::<Vec<_>>(),
                )
            };
        }
        let text = |text: &str| Value::Text(text.to_owned());
        match (stored, name) {
            (Stored::Blob, _) => Value::Blob((0..16).map(|_| self.random.u8(..)).collect()),
            (Stored::Text, "zone") => self.code(&["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"]),
            (Stored::Text, "currency") => self.code(&["EUR", "JPY", "BHD"]),
            (Stored::Text, "colour") => Value::Text(format!("#{:06x}", self.random.u32(..0x100_0000))),
            (Stored::Text, "stretches") => self.code(&["30+", "30+40~20+", "1440~"]),
            (Stored::Text, "rule") => self.code(&["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=2SU", "FREQ=DAILY"]),
            (Stored::Text, "clock") => code!(ClockFace),
            (Stored::Text, "gender") => code!(Gender),
            (Stored::Text, "owner_kind") => code!(CustomOwner),
            (Stored::Text, "kind") if table == "series" => code!(SeriesKind),
            (Stored::Text, "kind") if table == "accepted_clash" => code!(ConflictKind),
            (Stored::Text, "status") => code!(SeriesStatus),
            (Stored::Text, "conflicts") => self.code(&Policy::OF_CLASHES.map(Policy::code)),
            (Stored::Text, "closed_days") => code!(Policy),
            (Stored::Text, "role") => code!(Role),
            (Stored::Text, "origin") => code!(VisitOrigin),
            (Stored::Text, "state") => code!(VisitState),
            (Stored::Text, "removed_by") => code!(RemovedBy),
            (Stored::Text, "cancelled_how") => code!(CancelledHow),
            (Stored::Text, "attendance") => code!(Attendance),
            (Stored::Text, "payment") => code!(Payment),
            (Stored::Text, _) if self.long && self.random.u8(..20) == 0 => Value::Text("ł".repeat(10_000)),
            (Stored::Text, _) => text(self.random.choice(TEXTS).unwrap()),
            (Stored::List, _) => panic!("lists are made by entry"),
            (Stored::Integer, "weekday" | "week_start" | "cycle_week") => Value::Int(self.random.i64(0..7)),
            (Stored::Integer, "cycle_weeks") => Value::Int(self.random.i64(1..=8)),
            (Stored::Integer, "nearest_days") => Value::Int(self.random.i64(1..=365)),
            (Stored::Integer, "horizon_days") => Value::Int(self.random.i64(182..=730)),
            (Stored::Integer, "booking_id") => {
                self.bookings += 1;
                Value::Int(self.bookings)
            }
            (Stored::Integer, "price" | "paid" | "content" | "other_id" | "with_visit" | "owner_id") => {
                Value::Int(*self.random.choice(&[i64::MIN, -1, 0, 3_500, i64::MAX]).unwrap())
            }
            (Stored::Integer, "sort") => Value::Int(self.random.i32(..).into()),
            (Stored::Integer, "changed") => Value::Int(self.random.i64(0..1_024)),
            (Stored::Integer, "sequence" | "position" | "slot_position" | "visits") => {
                Value::Int(self.random.u32(..).into())
            }
            (Stored::Integer, "minutes") => Value::Int(self.random.i64(1..1_440)),
            (Stored::Integer, "time" | "original_time" | "before" | "after" | "offset" | "late") => {
                Value::Int(self.random.i64(0..1_440))
            }
            (Stored::Integer, "from_minute") => Value::Int(self.random.i64(0..1_440)),
            (Stored::Integer, "to_minute" | "opens" | "closes") => Value::Int(0),
            (Stored::Integer, name) if name.ends_with("_at") || name.ends_with("_utc") || name == "pencilled_until" => {
                let any = [i64::MIN, -1, 0, 1_700_000_000_000, i64::MAX];
                Value::Int(Instant::from_millis(*self.random.choice(&any).unwrap()).millis())
            }
            (Stored::Integer, name)
                if name.ends_with("day")
                    || name.starts_with("valid_")
                    || name == "cycle_anchor"
                    || name == "materialized_until" =>
            {
                let any = [0, 1, 20_000, 47_481, 84_005];
                Value::Int(Day::from_number(*self.random.choice(&any).unwrap()).number().into())
            }
            (Stored::Integer, "seats" | "capacity" | "every_nth" | "phase" | "ordinal") => {
                Value::Int(*self.random.choice(&[1, 2, 65_535]).unwrap())
            }
            (Stored::Integer, name) if name.starts_with("remind_") => Value::Int(self.random.u16(..).into()),
            (Stored::Integer, "id") => Value::Int(0),
            // What is left is true or false.
            (Stored::Integer, _) => Value::Int(self.random.i64(0..2)),
        }
    }
}

/// The table that a column refers to.
fn owner_of(table: &str, column: &str) -> Option<Table> {
    Some(match column {
        "location_id" => Table::Location,
        "kind_id" => Table::ResourceKind,
        "category_id" => Table::Category,
        "service_id" => Table::Service,
        "staff_id" | "substitute_id" => Table::Staff,
        "client_id" => Table::Client,
        "other_id" if table == "client_link" => Table::Client,
        "visitor_id" => Table::Visitor,
        "field_id" => Table::CustomField,
        "series_id" => Table::Series,
        "chapter_id" => Table::Chapter,
        "slot_id" => Table::Slot,
        "terms_id" => Table::SlotTerms,
        "resource_id" => Table::Resource,
        "tag_id" => Table::Tag,
        "member_id" => Table::Member,
        _ => return None,
    })
}
