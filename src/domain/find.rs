//! Finding things of the catalogue by what a person types: whole names for requests, parts of them for searching.

use std::sync::Arc;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::book::Book;
use super::read::Reader;
use super::refusal::{FieldError, Thing};
use super::row::Row;
use super::rows::*;

/// Text as it is compared: lower case, without accents, letters like ł and ß spelt out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .trim()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
    }
    folded
}

/// The digits of a phone number.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A row that can be named.
pub trait Named: Row {
    /// What it was looked for among.
    const THING: Thing;
    /// Its name outside of this file.
    fn uuid(&self) -> uuid::Uuid;
    /// All names that it answers to; the first is the one that is shown.
    fn names(&self) -> Vec<String>;
}

macro_rules! named {
    ($($row:ident, $thing:ident, |$of:ident| $names:expr;)*) => {$(
        impl Named for $row {
            const THING: Thing = Thing::$thing;
            fn uuid(&self) -> uuid::Uuid { self.uuid }
            fn names(&self) -> Vec<String> { let $of = self; $names }
        }
    )*};
}
named! {
    Location, Location, |row| vec![row.name.clone()];
    Service, Service, |row| vec![row.name.clone()];
    Resource, Resource, |row| vec![row.name.clone()];
    Tag, Tag, |row| vec![row.title.clone()];
    Staff, Staff, |row| vec![row.name().to_owned(), row.given_name.clone(), format!("{} {}", row.given_name, row.surname)];
    Client, Client, |row| vec![row.name()];
    Visitor, Visitor, |row| vec![row.name(), row.given_name.clone()];
}

/// The one live row of this name or uuid.
///
/// # Errors
/// [`FieldError::NoSuch`] and [`FieldError::Ambiguous`].
pub fn by_name<'a, R: Named>(rows: impl Iterator<Item = &'a Arc<R>>, name: &str) -> Result<&'a Arc<R>, FieldError> {
    let wanted = fold(name);
    let uuid = name.trim().parse::<uuid::Uuid>().ok();
    let is = |row: &&Arc<R>| Some(row.uuid()) == uuid || row.names().iter().any(|name| fold(name) == wanted);
    only(&rows.filter(is).collect::<Vec<_>>())
}

/// The only one of those that match.
fn only<'a, R: Named>(found: &[&'a Arc<R>]) -> Result<&'a Arc<R>, FieldError> {
    match found {
        [] => Err(FieldError::NoSuch { what: R::THING }),
        [one] => Ok(one),
        several => Err(FieldError::Ambiguous {
            what: R::THING,
            matches: several
                .iter()
                .map(|row| row.names().first().cloned().unwrap_or_default())
                .collect(),
        }),
    }
}

/// The row that a field refers to: a name, or an object with `id` or `name`. The error is noted at the field.
pub fn referred<'a, R: Named>(
    reader: &Reader<'_>,
    field: &'static str,
    rows: impl Iterator<Item = &'a Arc<R>>,
) -> Option<&'a Arc<R>> {
    let value = reader.value(field)?;
    match reference(value) {
        Some(name) => by_name(rows, name).map_err(|error| reader.wrong(field, error)).ok(),
        None => {
            reader.wrong(field, FieldError::WrongType { wanted: "a name" });
            None
        }
    }
}

/// The name or id in a reference.
pub fn reference(value: &Value) -> Option<&str> {
    let of = |field: &str| value.get(field).and_then(Value::as_str);
    value
        .as_str()
        .or_else(|| of("id"))
        .or_else(|| of("name"))
        .or_else(|| of("title"))
}

/// Live clients whose names, phone or email hold every word of the text, or whose phone ends or begins with its digits.
pub fn clients<'a>(book: &'a Book, text: &str) -> impl Iterator<Item = &'a Arc<Client>> {
    let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
    let number = digits(text);
    book.clients().live().filter(move |client| {
        let names = fold(&format!(
            "{} {} {} {}",
            client.given_name, client.middle_name, client.surname, client.email
        ));
        let by_name = words.iter().all(|word| names.contains(word.as_str()));
        by_name || (number.len() >= 3 && digits(&client.phone).contains(&number))
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_compared_without_case_and_accents() {
        for (typed, folded) in [
            ("Łukasz Żółć", "lukasz zolc"),
            (" STRAßE ", "strasse"),
            ("Ærø", "aero"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }
}
