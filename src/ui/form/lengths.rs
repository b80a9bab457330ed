//! Lengths of time as people type them: `45`, `1:15`, `1h`, `1 h 15`, `90 min`.
//!
//! Left out: seconds and days. What cannot be read stays as it was typed, and the domain says so at the field.

use crate::time::Minutes;

/// The length that the text means in whole minutes, or none.
pub fn read_length(text: &str) -> Option<Minutes> {
    let text = text.trim().to_lowercase();
    let text = ["minutes", "min", "m"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text)
        .trim_end();
    let number = |part: &str| {
        let part = part.trim();
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = match text.split_once([':', 'h']) {
        Some((hours, rest)) if rest.trim().is_empty() => (number(hours)?, 0),
        Some((hours, rest)) => (number(hours)?, number(rest).filter(|minutes| *minutes < 60)?),
        None => (0, number(text)?),
    };
    hours.checked_mul(60)?.checked_add(minutes).map(Minutes::new)
}

/// A length as it stands in a field of minutes.
pub fn write_length(length: Minutes) -> String {
    length.count().to_string()
}

/// The text of a field of minutes as a request says it: ISO 8601, or as it was typed where it cannot be read.
pub fn requested(text: &str) -> String {
    read_length(text).map_or_else(|| text.trim().to_owned(), |length| length.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_people_type_it() {
        let check = |text: &str, minutes: Option<i32>| {
            assert_eq!(read_length(text).map(Minutes::count), minutes, "{text:?}");
        };
        check("45", Some(45));
        check(" 90 min", Some(90));
        check("1:15", Some(75));
        check("1h", Some(60));
        check("1 h 15", Some(75));
        check("1h15m", Some(75));
        check("0", Some(0));
        for text in ["", "x", "1:75", "-5", "1.5", "99999999999", "h", ":30"] {
            check(text, None);
        }
    }

    #[test]
    fn what_cannot_be_read_is_handed_on_as_it_was_typed() {
        assert_eq!(requested("75"), "PT1H15M");
        assert_eq!(requested(" soon "), "soon");
    }
}
