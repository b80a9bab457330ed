//! Words made last: text from typed values, for the window and for the command line.
//!
//! Everything here is pure: it takes the book and a value, and gives text. Nothing is decided here and nothing is kept, so
//! that a client can be erased and a language added. Left out: other languages than English, and everything that the desk
//! says of its own failures.

pub mod change;
pub mod choice;
pub mod conflict;
pub mod dates;
pub mod deeds;
pub mod failure;
pub mod field;
pub mod history;
pub mod import;
pub mod money;
pub mod place;
pub mod plan;
pub mod refusal;
pub mod rhythm;
pub mod sentence;
pub mod status;
pub mod this_time;
pub mod todo;
pub mod visit;

#[cfg(test)]
mod tests;

/// "a", "a and b", "a, b and c".
pub fn listed<T: AsRef<str>>(parts: &[T], joined: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {joined} {}", first.join(", "), last.as_ref())
        }
    }
}

/// "1 visit", "25 visits".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// "1st", "2nd", "3rd", "11th".
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The same with a capital letter in front.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
