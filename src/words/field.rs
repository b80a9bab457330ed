//! What is wrong with a field, in plain words: "Not a date like 2026-03-03". Without the field's name: it stands beside it.

use super::dates::weekday_and_day;
use super::{counted, listed};
use crate::domain::refusal::{FieldError, Thing};

/// What is wrong.
pub fn text(error: &FieldError) -> String {
    match error {
        FieldError::NotJson { reason } => format!("Not JSON: {reason}"),
        FieldError::Missing => "This is needed".to_owned(),
        FieldError::Unknown => "There is no such field".to_owned(),
        FieldError::WrongType { wanted } => format!("Expected {wanted}"),
        FieldError::NotADate => "Not a date like 2026-03-03".to_owned(),
        FieldError::NotATime => "Not a time like 10:00".to_owned(),
        FieldError::NotADuration => "Not a length in whole minutes like PT45M".to_owned(),
        FieldError::NotMoney => "Not an amount like 35.00 in the currency of the business".to_owned(),
        FieldError::NotAColour => "Not a colour like #7aa2f7".to_owned(),
        FieldError::NotAZone => "Not a known time zone like Europe/Berlin".to_owned(),
        FieldError::NotOneOf { choices } => format!("Expected {}", listed(choices, "or")),
        FieldError::TooLong { most } => format!("At most {most} characters"),
        FieldError::ControlCharacter => "Holds a character that cannot be printed".to_owned(),
        FieldError::OutOfRange { least, most } => format!("From {least} to {most}"),
        FieldError::TooMany { most } => format!("At most {most}"),
        FieldError::NoSuch { what } => format!("There is no such {}", thing(*what)),
        FieldError::Ambiguous { what, matches } => format!(
            "{} match: {}; say which by its id",
            counted(matches.len(), thing(*what), things(*what)),
            listed(matches, "and")
        ),
        FieldError::EndBeforeStart => "The end lies before the start".to_owned(),
        FieldError::TwoEnds => "Choose one end: a date or a number of visits".to_owned(),
        FieldError::NoHours => "Say at least one day's hours".to_owned(),
        FieldError::NoWeekday => "Choose at least one weekday".to_owned(),
        FieldError::NoService => "Choose at least one service".to_owned(),
        FieldError::NoName => "A name or a phone number is needed".to_owned(),
        FieldError::NoDates => "This gives no date".to_owned(),
        FieldError::NotADateOfTheRule { day } => format!("{} is not one of the dates", weekday_and_day(*day)),
        FieldError::BadRule { reason } => format!("Not a rule that can be used: {reason}"),
        FieldError::DoesNotWorkThere => "Does not work at this location".to_owned(),
        FieldError::DoesNotDo => "Does not do this service".to_owned(),
        FieldError::SamePerson => "Somebody else is needed: this is who it is instead of".to_owned(),
        FieldError::StandsInForNobody => "Does not stand in then".to_owned(),
        FieldError::ElsewhereResource => "Belongs to another location".to_owned(),
        FieldError::DoesNotFit { with } => format!("Does not fit {}", label(with)),
        FieldError::NotHere => "Cannot be said here".to_owned(),
    }
}

/// The path of a field as a person reads it: `services.0.price` is "services 1, price".
pub fn label(path: &str) -> String {
    match path {
        "by" => return "who stands in".to_owned(),
        "every_nth" => return "what comes every Nth time, over all days".to_owned(),
        _ => {}
    }
    let mut text = String::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        match part.parse::<u32>() {
            Ok(index) => text.push_str(&format!(" {}", index.saturating_add(1))),
            Err(_) => {
                if !text.is_empty() {
                    text.push_str(", ");
                }
                text.push_str(&part.replace('_', " "));
            }
        }
    }
    text
}

/// "client"
pub const fn thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Client => "client",
        Thing::Visitor => "visitor",
        Thing::Location => "location",
        Thing::Service => "service",
        Thing::Staff => "staff member",
        Thing::Resource => "chair or room",
        Thing::Tag => "tag",
        Thing::Series => "standing appointment",
    }
}

const fn things(thing: Thing) -> &'static str {
    match thing {
        Thing::Client => "clients",
        Thing::Visitor => "visitors",
        Thing::Location => "locations",
        Thing::Service => "services",
        Thing::Staff => "staff members",
        Thing::Resource => "chairs or rooms",
        Thing::Tag => "tags",
        Thing::Series => "standing appointments",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_is_wrong_and_what_would_be_right() {
        let check = |error: FieldError, words: &str| assert_eq!(text(&error), words);
        check(
            FieldError::NotOneOf {
                choices: vec!["mon", "tue", "wed"],
            },
            "Expected mon, tue or wed",
        );
        check(
            FieldError::OutOfRange {
                least: "1".to_owned(),
                most: "1040".to_owned(),
            },
            "From 1 to 1040",
        );
        check(
            FieldError::NoSuch { what: Thing::Staff },
            "There is no such staff member",
        );
        check(
            FieldError::Ambiguous {
                what: Thing::Client,
                matches: vec!["Anna Berg".to_owned(), "Anna Bergmann".to_owned()],
            },
            "2 clients match: Anna Berg and Anna Bergmann; say which by its id",
        );
        check(
            FieldError::NotADateOfTheRule {
                day: "2026-04-15".parse().unwrap(),
            },
            "Wed 15 Apr 2026 is not one of the dates",
        );
    }

    #[test]
    fn a_path_is_read_as_words() {
        for (path, words) in [
            ("end_date", "end date"),
            ("services.0.price", "services 1, price"),
            ("slots.1.services.0.staff", "slots 2, services 1, staff"),
            ("", ""),
        ] {
            assert_eq!(label(path), words);
        }
    }
}
