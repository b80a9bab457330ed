//! Reading rules, strictly and leniently: nothing ends the program, places lie in the text, and what was read is written and
//! read again as the same rule.

use chairtime::recurrence::{Repaired, Rule, Start};

/// Reads any bytes as a rule.
pub fn look(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Rule::parse(&text) {
        Ok(rule) => assert_eq!(Rule::parse(&rule.to_string()).as_ref(), Ok(&rule), "{text}"),
        Err(error) => assert!(text.is_char_boundary(error.at), "{text}: {error}"),
    }
    let noon = "2026-03-03T12:00".parse().unwrap();
    let berlin = "Europe/Berlin".parse().unwrap();
    let starts = [
        Start::Day("2026-03-03".parse().unwrap()),
        Start::Floating(noon),
        Start::Zoned(noon, berlin),
    ];
    for start in starts {
        match Rule::repaired(&text, start) {
            Ok(Repaired { rule, repairs }) => {
                assert!(repairs.iter().all(|repair| text.is_char_boundary(repair.at)), "{text}");
                let again = Rule::repaired(&rule.to_string(), start);
                assert_eq!(
                    again,
                    Ok(Repaired {
                        rule,
                        repairs: Vec::new()
                    }),
                    "{text}"
                );
            }
            Err(error) => {
                assert!(text.is_char_boundary(error.at), "{text}: {error}");
                assert!(Rule::parse(&text).is_err(), "{text}: {error}");
            }
        }
    }
}
