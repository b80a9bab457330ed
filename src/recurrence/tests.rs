//! The rules against the RFC's examples, against a plain reading of its table day by day, and against the `rrule` crate.

mod ends;
mod presets;
mod random;
mod repair;
mod rfc;
mod set;
mod steps;
mod text;
mod vectors;

use super::*;
use crate::time::Day;
use std::cell::Cell;

thread_local! {
    /// How many chunks of rules this test has looked at.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Called for every chunk of a rule that is looked at.
pub(super) fn note_a_step() {
    STEPS.set(STEPS.get() + 1);
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn rule(text: &str) -> Rule {
    Rule::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The dates of a list written as the RFC writes them: `1997 Sep 2 4 6-9 Oct 1; 1998 Jan 1`.
fn listed(text: &str) -> Vec<Day> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (mut year, mut month, mut days) = (0, 0, Vec::new());
    for word in text.split([' ', ';']).filter(|word| !word.is_empty()) {
        if let Some(index) = MONTHS.iter().position(|name| *name == word) {
            month = u32::try_from(index).unwrap() + 1;
        } else if word.len() == 4 && !word.contains('-') {
            year = word.parse().unwrap();
        } else {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            for of_month in first.parse().unwrap()..=last.parse().unwrap() {
                days.push(Day::from_ymd(year, month, of_month).unwrap());
            }
        }
    }
    days
}

/// The rule from this start date has exactly these dates; with `...` at the end of the list, these first. Backwards and
/// from the middle it has the same ones, and it reads its own text.
fn check(text: &str, start: &str, expected: &str) {
    let (rule, start) = (rule(text), day(start));
    let (expected, open) = match expected.strip_suffix("...") {
        Some(expected) => (listed(expected), true),
        None => (listed(expected), false),
    };
    let most = if open { expected.len() } else { usize::MAX };
    assert_eq!(rule.dates(start).take(most).collect::<Vec<_>>(), expected, "{text}");
    if let Some(last) = expected.last() {
        let mut back: Vec<_> = rule.dates_back(start, *last + 1).collect();
        back.reverse();
        assert_eq!(back, expected, "{text} backwards");
    }
    for (index, date) in expected.iter().enumerate() {
        assert_eq!(
            rule.dates_from(start, *date).take(most - index).collect::<Vec<_>>(),
            expected[index..],
            "{text} from {date}"
        );
        assert_eq!(
            rule.count_before(start, *date),
            u32::try_from(index).unwrap(),
            "{text} before {date}"
        );
        assert!(rule.gives(start, *date));
    }
    assert_eq!(Rule::parse(&rule.to_string()), Ok(rule));
}
