//! What a visit has in one of the fields that can be changed by hand, as a person compares it: the usual, this time.

use super::dates::{face, length, start};
use super::{choice, listed, money, visit as words};
use crate::domain::Book;
use crate::domain::price;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::usual;
use crate::domain::values::{Changed, Role};

/// What is said of a field that holds nothing.
pub const NONE: &str = "none";

/// What the field of a flag holds.
pub fn text(book: &Book, visit: &Visit, flag: Changed) -> String {
    let text = match flag {
        Changed::STAFF => staff(book, visit),
        Changed::DATETIME => start(visit.start(), face(book)),
        Changed::DURATION => length(visit.minutes),
        Changed::CLEAN_UP => around(visit),
        Changed::SERVICES => words::services(book, visit),
        Changed::PRICE => cost(book, visit),
        Changed::RESOURCES => chairs(book, visit),
        Changed::TAGS => tags(book, visit),
        Changed::NOTE => visit.note.clone(),
        Changed::COLOUR => visit.colour.map(|colour| colour.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    if text.is_empty() { NONE.to_owned() } else { text }
}

/// What of a visit can become the usual and is not: each field as it is usually, and as it is this time.
pub fn differences(book: &Book, visit: &Visit) -> Vec<(String, String)> {
    let usual = usual(book, visit);
    let fields = [
        Changed::DATETIME,
        Changed::STAFF,
        Changed::SERVICES,
        Changed::DURATION,
        Changed::PRICE,
        Changed::CLEAN_UP,
        Changed::RESOURCES,
        Changed::TAGS,
    ];
    let changed = fields.into_iter().filter(|flag| visit.changed.has(*flag));
    changed
        .map(|flag| (text(book, &usual, flag), text(book, visit, flag)))
        .collect()
}

/// "Ann", "Ann, Bo helps".
fn staff(book: &Book, visit: &Visit) -> String {
    let name = |assigned: &Assigned| {
        let name = words::staff(book, assigned.staff_id);
        match assigned.role {
            Role::Lead => name.to_owned(),
            role => format!("{name} {}", choice::role(role)),
        }
    };
    let names: Vec<String> = visit.staff.iter().map(name).collect();
    names.join(", ")
}

/// "clean-up 5 min", "set-up 10 min, clean-up 5 min".
fn around(visit: &Visit) -> String {
    let parts = [("set-up", visit.before), ("clean-up", visit.after)];
    let parts = parts.into_iter().filter(|(_, minutes)| !minutes.is_zero());
    let parts: Vec<String> = parts
        .map(|(name, minutes)| format!("{name} {}", length(minutes)))
        .collect();
    parts.join(", ")
}

/// What all who come pay together; what the services cost where nobody is named.
fn cost(book: &Book, visit: &Visit) -> String {
    let coming: Vec<&Booking> = visit
        .bookings
        .iter()
        .filter(|booking| booking.cancelled_at.is_none())
        .collect();
    let sum = if coming.is_empty() {
        price::of_visit(book, visit)
    } else {
        coming
            .into_iter()
            .map(|booking| price::of_booking(book, visit, booking))
            .sum()
    };
    money::of(book, sum)
}

fn chairs(book: &Book, visit: &Visit) -> String {
    let lines = lines_of(book, visit);
    let of_lines = lines.iter().flat_map(|line| line.resources);
    let mut names: Vec<&str> = Vec::new();
    for used in visit.resources.iter().chain(of_lines) {
        if let Some(row) = book.resources().get(used.resource_id)
            && !names.contains(&row.name.as_str())
        {
            names.push(&row.name);
        }
    }
    listed(&names, "and")
}

fn tags(book: &Book, visit: &Visit) -> String {
    let rows = visit.tags.iter().filter_map(|set| book.tags().get(set.tag_id));
    listed(&rows.map(|row| row.title.as_str()).collect::<Vec<_>>(), "and")
}
