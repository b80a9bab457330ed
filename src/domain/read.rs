//! Reads what was typed or sent, as JSON, into the types of the salon, and gathers every error at its field.
//!
//! The window's forms and the command line say the same thing in the same shape, so that a field is read, and refused,
//! in one place. A field that is absent or null has no value; a field that nobody asked for is an error that names it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::refusal::{FieldError, FieldErrors};
use super::values::{Colour, Money};
use crate::time::{Day, Minutes, TimeOfDay, Weekday, Zone};

/// The most characters of a name (spec S1.4).
pub const NAME: usize = 200;
/// The most characters of a note (spec S1.4).
pub const NOTE: usize = 20_000;

/// An object that is being read. Dropping it does not check for unknown fields; [`Reader::end`] does.
pub struct Reader<'a> {
    fields: Option<&'a Map<String, Value>>,
    path: String,
    errors: &'a RefCell<FieldErrors>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Reader<'a> {
    /// Reads an object; `path` is where it stands, empty at the top.
    pub fn new(value: &'a Value, path: impl Into<String>, errors: &'a RefCell<FieldErrors>) -> Self {
        let path = path.into();
        let fields = value.as_object();
        if fields.is_none() {
            errors
                .borrow_mut()
                .add(path.clone(), FieldError::WrongType { wanted: "an object" });
        }
        Self {
            fields,
            path,
            errors,
            asked: RefCell::default(),
        }
    }

    /// The path of a field.
    pub fn path(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }

    /// Where this object stands.
    pub fn own_path(&self) -> &str {
        &self.path
    }

    /// The same object, whose errors are noted elsewhere.
    pub fn aside<'b>(&self, errors: &'b RefCell<FieldErrors>) -> Reader<'b>
    where
        'a: 'b,
    {
        Reader {
            fields: self.fields,
            path: self.path.clone(),
            errors,
            asked: RefCell::default(),
        }
    }

    /// The errors, for a part of its own.
    pub fn errors(&self) -> &'a RefCell<FieldErrors> {
        self.errors
    }

    /// Notes an error at a field.
    pub fn wrong(&self, field: &str, error: FieldError) {
        self.errors.borrow_mut().add(self.path(field), error);
    }

    /// Whether the field stands there, even if it is null.
    pub fn says(&self, field: &'static str) -> bool {
        self.asked.borrow_mut().insert(field);
        self.fields.is_some_and(|fields| fields.contains_key(field))
    }

    /// The field as it stands; nothing where it is absent or null.
    pub fn value(&self, field: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(field);
        self.fields?.get(field).filter(|value| !value.is_null())
    }

    /// Every field that nobody asked for is an error.
    pub fn end(self) {
        let asked = self.asked.borrow();
        for field in self
            .fields
            .into_iter()
            .flat_map(Map::keys)
            .filter(|field| !asked.contains(field.as_str()))
        {
            self.wrong(field, FieldError::Unknown);
        }
    }

    fn typed<T>(
        &self,
        field: &'static str,
        wanted: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(field)?;
        let read = read(value);
        if read.is_none() {
            self.wrong(field, FieldError::WrongType { wanted });
        }
        read
    }

    /// Text of at most `most` characters, trimmed, without control characters (a note may have line ends).
    pub fn text(&self, field: &'static str, most: usize) -> Option<String> {
        let text = self.typed(field, "text", Value::as_str)?;
        match checked_text(text, most) {
            Ok(text) => Some(text),
            Err(error) => {
                self.wrong(field, error);
                None
            }
        }
    }

    /// A truth.
    pub fn truth(&self, field: &'static str) -> Option<bool> {
        self.typed(field, "true or false", Value::as_bool)
    }

    /// A whole number within bounds.
    pub fn number(&self, field: &'static str, least: i64, most: i64) -> Option<i64> {
        let number = self.typed(field, "a whole number", |value| {
            value
                .as_i64()
                .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
        })?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        self.wrong(
            field,
            FieldError::OutOfRange {
                least: least.to_string(),
                most: most.to_string(),
            },
        );
        None
    }

    /// Text that reads as a type; else the error.
    pub fn parsed<T: FromStr>(&self, field: &'static str, error: FieldError) -> Option<T> {
        let text = self.typed(field, "text", Value::as_str)?;
        let read = text.trim().parse().ok();
        if read.is_none() {
            self.wrong(field, error);
        }
        read
    }

    /// A date within 1970 to 2099.
    pub fn day(&self, field: &'static str) -> Option<Day> {
        let text = self.typed(field, "text", Value::as_str)?;
        self.checked_day(field, text)
    }

    fn checked_day(&self, field: &str, text: &str) -> Option<Day> {
        match text.trim().parse::<Day>() {
            Ok(day) if (Day::FIRST..=Day::LAST).contains(&day) => Some(day),
            Ok(_) => {
                self.wrong(
                    field,
                    FieldError::OutOfRange {
                        least: Day::FIRST.to_string(),
                        most: Day::LAST.to_string(),
                    },
                );
                None
            }
            Err(_) => {
                self.wrong(field, FieldError::NotADate);
                None
            }
        }
    }

    /// A list of dates.
    pub fn days(&self, field: &'static str) -> Option<Vec<Day>> {
        let list = self.list(field, 4_000)?;
        let mut days = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            let at = format!("{field}.{index}");
            match value.as_str() {
                Some(text) => days.extend(self.checked_day(&at, text)),
                None => self.wrong(&at, FieldError::NotADate),
            }
        }
        Some(days)
    }

    /// A time of day.
    pub fn time(&self, field: &'static str) -> Option<TimeOfDay> {
        self.parsed(field, FieldError::NotATime)
    }

    /// A length of time within bounds.
    pub fn minutes(&self, field: &'static str, least: Minutes, most: Minutes) -> Option<Minutes> {
        let minutes: Minutes = self.parsed(field, FieldError::NotADuration)?;
        if (least..=most).contains(&minutes) {
            return Some(minutes);
        }
        self.wrong(
            field,
            FieldError::OutOfRange {
                least: least.to_string(),
                most: most.to_string(),
            },
        );
        None
    }

    /// An amount of money in a currency of so many digits, not negative.
    pub fn money(&self, field: &'static str, digits: u32) -> Option<Money> {
        let text = self.typed(field, "text", |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })?;
        match Money::parse(&text, digits) {
            Some(money) if (Money::ZERO..=Money::MOST).contains(&money) => Some(money),
            Some(_) => {
                self.wrong(
                    field,
                    FieldError::OutOfRange {
                        least: Money::ZERO.text(digits),
                        most: Money::MOST.text(digits),
                    },
                );
                None
            }
            None => {
                self.wrong(field, FieldError::NotMoney);
                None
            }
        }
    }

    /// A colour.
    pub fn colour(&self, field: &'static str) -> Option<Colour> {
        self.parsed(field, FieldError::NotAColour)
    }

    /// A time zone.
    pub fn zone(&self, field: &'static str) -> Option<Zone> {
        self.parsed(field, FieldError::NotAZone)
    }

    /// A weekday.
    pub fn weekday(&self, field: &'static str) -> Option<Weekday> {
        let text = self.typed(field, "text", Value::as_str)?;
        let weekday = weekday(text);
        if weekday.is_none() {
            self.wrong(
                field,
                FieldError::NotOneOf {
                    choices: WEEKDAYS.iter().map(|(code, _)| *code).collect(),
                },
            );
        }
        weekday
    }

    /// One of some choices by its code word.
    pub fn choice<T: Copy>(&self, field: &'static str, choices: &[T], code: impl Fn(T) -> &'static str) -> Option<T> {
        let text = self.typed(field, "text", Value::as_str)?;
        let choice = choices.iter().copied().find(|choice| code(*choice) == text);
        if choice.is_none() {
            self.wrong(
                field,
                FieldError::NotOneOf {
                    choices: choices.iter().map(|choice| code(*choice)).collect(),
                },
            );
        }
        choice
    }

    /// A list of at most so many.
    pub fn list(&self, field: &'static str, most: usize) -> Option<&'a [Value]> {
        let list = self.typed(field, "a list", Value::as_array)?;
        if list.len() > most {
            self.wrong(field, FieldError::TooMany { most });
            return None;
        }
        Some(list)
    }

    /// An object.
    pub fn object(&self, field: &'static str) -> Option<Reader<'a>> {
        self.value(field)
            .map(|value| Reader::new(value, self.path(field), self.errors))
    }

    /// A list of objects.
    pub fn objects(&self, field: &'static str, most: usize) -> Option<Vec<Reader<'a>>> {
        let list = self.list(field, most)?;
        let reader = |(index, value)| Reader::new(value, self.path(&format!("{field}.{index}")), self.errors);
        Some(list.iter().enumerate().map(reader).collect())
    }
}

/// The weekdays by their code words.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// A weekday by its code word.
pub fn weekday(code: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find(|(word, _)| *word == code)
        .map(|(_, weekday)| *weekday)
}

/// The code word of a weekday.
pub fn weekday_code(weekday: Weekday) -> &'static str {
    WEEKDAYS
        .iter()
        .find(|(_, day)| *day == weekday)
        .map_or("", |(word, _)| word)
}

/// Trimmed text in Unicode's composed form (NFC), or why it cannot stand.
///
/// # Errors
/// [`FieldError::TooLong`] or [`FieldError::ControlCharacter`].
pub fn checked_text(text: &str, most: usize) -> Result<String, FieldError> {
    use unicode_normalization::UnicodeNormalization as _;
    let text: String = text.trim().nfc().collect();
    if text.chars().count() > most {
        return Err(FieldError::TooLong { most });
    }
    let lines_allowed = most > NAME;
    let forbidden = |c: char| c.is_control() && !(lines_allowed && matches!(c, '\n' | '\t'));
    if text.replace("\r\n", "\n").chars().any(forbidden) {
        return Err(FieldError::ControlCharacter);
    }
    Ok(text.replace("\r\n", "\n"))
}
