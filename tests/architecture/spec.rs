//! The rules of the specification that a test must name, and where tests name them.
//!
//! A test names a rule in its doc comment, right above `#[test]`: `/// Spec S4.7: ...`, or several, `/// Spec S4.7, S4.3.`

use std::collections::BTreeMap;

/// Every numbered rule of S2.4 to S4.11, and S4.13, with what it is about. S4.12 is not built yet.
pub const RULES: [(&str, &str); 27] = [
    ("S2.4", "how a series ends, and dates that are added"),
    ("S2.5", "the horizon, and growing up to it"),
    ("S2.6", "dates that are left out from the start"),
    ("S2.7", "local time, clock changes, zones"),
    ("S2.8", "full RFC 5545 rules"),
    ("S2.9", "a sentence says any rule"),
    ("S2.10", "every Nth visit"),
    ("S3.1", "running, finished, stopped"),
    ("S3.2", "away and pause"),
    ("S3.3", "prices"),
    ("S3.4", "roles of the staff"),
    ("S3.5", "two times: what the client is told, and who is busy"),
    ("S3.6", "what is said of the whole series"),
    ("S3.7", "anyone"),
    ("S3.8", "create once"),
    ("S4.1", "a plan or a hand edit, and nothing else"),
    ("S4.2", "what a plan says, applied whole"),
    (
        "S4.3",
        "what a person took out stays out, what a plan took out comes back",
    ),
    ("S4.4", "flags of what was changed by hand"),
    ("S4.5", "scopes of a change"),
    ("S4.6", "what has begun stays"),
    ("S4.7", "which visit is which"),
    ("S4.8", "make it the usual, and count from here"),
    ("S4.9", "conflicts and policies"),
    ("S4.10", "problems"),
    ("S4.11", "what if"),
    ("S4.13", "undo and redo"),
];

/// The rules that no test of these sources names.
pub fn without_a_test<'a>(rules: &[(&str, &str)], sources: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut tests: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources {
        for rule in named(source) {
            *tests.entry(rule).or_default() += 1;
        }
    }
    let missing = rules.iter().filter(|(rule, _)| !tests.contains_key(*rule));
    missing
        .map(|(rule, about)| format!("no test names {rule} ({about})"))
        .collect()
}

/// The rules that tests of a source name, one for each test and rule.
pub fn named(source: &str) -> Vec<String> {
    let (mut rules, mut above) = (Vec::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            above.extend(rules_of(doc));
        } else if line == "#[test]" {
            rules.append(&mut above);
        } else if !line.starts_with("#[") {
            above.clear();
        }
    }
    rules
}

/// The numbers that a line of a doc comment names behind the word.
fn rules_of(doc: &str) -> Vec<String> {
    let Some(rest) = doc.trim().strip_prefix("Spec ") else {
        return Vec::new();
    };
    let numbers = rest.split([':', ';', '(']).next().unwrap_or_default();
    let words = numbers.split([',', ' ']).map(|word| word.trim_end_matches('.'));
    let is_rule = |word: &&str| {
        let number = word.strip_prefix('S').and_then(|word| word.split_once('.'));
        number.is_some_and(|(part, rule)| [part, rule].iter().all(|digits| digits.parse::<u8>().is_ok()))
    };
    words.filter(is_rule).map(str::to_owned).collect()
}
