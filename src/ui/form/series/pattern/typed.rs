//! The parts of a rule as they stand in the fields of the form, made from a rule and into its text.
//!
//! The text is what is kept and sent. Parts that cannot be read are written into it as they were typed, so that what is
//! wrong is found where every rule is read; [`PatternTyped::wrong`] says at which part. Left out: the end of a rule,
//! which has fields of its own in the form; it is only carried along.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::recurrence::{End, Frequency, Part, Parts, Reason, Rule, RuleError};
use crate::time::{Weekday, WeekdaySet};
use crate::ui::form::series::typed::Code;

/// The parts of a rule, lists of numbers as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PatternTyped {
    /// What is counted.
    pub unit: Unit,
    /// Every so many of them.
    pub every: String,
    /// Months, 1 to 12; all where there is none.
    pub months: BTreeSet<u32>,
    /// Weeks of the year.
    pub weeks: String,
    /// Days of the year.
    pub year_days: String,
    /// Days of the month.
    pub month_days: String,
    /// Weekdays, each row with which ones; at least one row.
    pub weekdays: Vec<DaysTyped>,
    /// Which of the dates of one period.
    pub positions: String,
    /// The first day of a week.
    pub week_start: Code,
    /// The piece of the text that says the end, where there is one.
    end: String,
}

/// Weekdays of which the same ones are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DaysTyped {
    /// From 1, or from -1 counted from the end; 0 is every one.
    pub which: i8,
    /// The weekdays.
    pub days: BTreeSet<Code>,
}

impl DaysTyped {
    /// The weekdays as a set.
    pub fn set(&self) -> WeekdaySet {
        self.days.iter().map(|day| day.0).collect()
    }
}

/// What a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Unit {
    /// The unit of a frequency.
    pub const fn of(frequency: Frequency) -> Self {
        match frequency {
            Frequency::Daily => Unit::Days,
            Frequency::Weekly => Unit::Weeks,
            Frequency::Monthly => Unit::Months,
            Frequency::Yearly => Unit::Years,
        }
    }

    const fn frequency(self) -> Frequency {
        match self {
            Unit::Days => Frequency::Daily,
            Unit::Weeks => Frequency::Weekly,
            Unit::Months => Frequency::Monthly,
            Unit::Years => Frequency::Yearly,
        }
    }
}

impl Default for PatternTyped {
    /// Every week, on the weekday of the start.
    fn default() -> Self {
        Self::of_parts(&Parts::every(1, Frequency::Weekly))
    }
}

impl PatternTyped {
    /// The parts of a rule.
    pub fn of(rule: &Rule) -> Self {
        Self::of_parts(rule.parts())
    }

    fn of_parts(parts: &Parts) -> Self {
        let mut rows: Vec<DaysTyped> = Vec::new();
        let every = parts.weekdays.iter(Weekday::Mon).map(|day| (0, day));
        let numbered = parts.nth_weekdays.iter().map(|day| (day.nth, day.weekday));
        for (which, day) in every.chain(numbered) {
            match rows.iter_mut().find(|row| row.which == which) {
                Some(row) => {
                    row.days.insert(Code(day));
                }
                None => rows.push(DaysTyped {
                    which,
                    days: [Code(day)].into(),
                }),
            }
        }
        let unit = Unit::of(parts.frequency);
        if rows.is_empty() {
            let which = i8::from(matches!(unit, Unit::Months | Unit::Years));
            rows.push(DaysTyped {
                which,
                days: BTreeSet::new(),
            });
        }
        Self {
            unit,
            every: parts.interval.to_string(),
            months: parts.months.iter().collect(),
            weeks: numbers_written(parts.weeks.iter().copied()),
            year_days: numbers_written(parts.year_days.iter().copied()),
            month_days: numbers_written(parts.month_days.iter()),
            weekdays: rows,
            positions: numbers_written(parts.positions.iter().copied()),
            week_start: Code(parts.week_start),
            end: match parts.end {
                End::Never => String::new(),
                End::Until(until) => format!("UNTIL={until}"),
                End::Count(count) => format!("COUNT={count}"),
            },
        }
    }

    /// The rule's text: canonical where it is a rule, else with what was typed.
    pub fn text(&self) -> String {
        let written = self.as_typed();
        Rule::parse(&written).map_or(written, |rule| rule.to_string())
    }

    /// The part that is wrong, and why; none where the parts make a rule.
    pub fn wrong(&self) -> Option<(Part, Reason)> {
        let written = self.as_typed();
        let RuleError { at, reason } = Rule::parse(&written).err()?;
        let piece = piece_at(&written, at);
        let named = |part: &Part| piece.split('=').next() == Some(part.name());
        let part = PARTS.into_iter().find(named).unwrap_or(Part::Frequency);
        Some((part, reason))
    }

    fn as_typed(&self) -> String {
        let mut text = format!("FREQ={};INTERVAL={}", self.unit.frequency(), numbers(&self.every));
        if !self.end.is_empty() {
            text.push(';');
            text.push_str(&self.end);
        }
        let mut put = |part: Part, values: String| {
            if !values.is_empty() {
                text.push_str(&format!(";{}={values}", part.name()));
            }
        };
        put(Part::WeekStart, two_letters(self.week_start.0).to_owned());
        let months: Vec<String> = self.months.iter().map(u32::to_string).collect();
        put(Part::Months, months.join(","));
        put(Part::Weeks, numbers(&self.weeks));
        put(Part::YearDays, numbers(&self.year_days));
        put(Part::MonthDays, numbers(&self.month_days));
        let days = self.weekdays.iter().flat_map(|row| {
            let which = if row.which == 0 {
                String::new()
            } else {
                row.which.to_string()
            };
            row.days.iter().map(move |day| format!("{which}{}", two_letters(day.0)))
        });
        put(Part::Weekdays, days.collect::<Vec<_>>().join(","));
        put(Part::Positions, numbers(&self.positions));
        text
    }

    /// Counts something else. What has no meaning then is taken out; `nth` is which weekday of its month the start is.
    pub fn turn_into(&mut self, unit: Unit, nth: i8) {
        let counted = self.counts_weekdays();
        self.unit = unit;
        if unit != Unit::Years {
            self.weeks.clear();
            self.year_days.clear();
        }
        if unit == Unit::Weeks {
            self.month_days.clear();
        }
        match (counted, self.counts_weekdays()) {
            (true, false) => {
                let days = self.weekdays.iter().flat_map(|row| row.days.iter().copied()).collect();
                self.weekdays = vec![DaysTyped { which: 0, days }];
                self.months.clear();
            }
            (false, true) => {
                for row in &mut self.weekdays {
                    row.which = nth;
                }
            }
            _ => {}
        }
        if !self.has_days() {
            self.positions.clear();
        }
    }

    /// Whether there is a month or a year in which weekdays are counted: the 2nd Tuesday.
    pub fn counts_weekdays(&self) -> bool {
        matches!(self.unit, Unit::Months | Unit::Years)
    }

    /// Whether weekdays are counted in the whole year and not in its months.
    pub fn counts_in_year(&self) -> bool {
        self.unit == Unit::Years && self.months.is_empty()
    }

    /// Whether the parts say days of which some can be chosen.
    pub fn has_days(&self) -> bool {
        let lists = [&self.weeks, &self.year_days, &self.month_days];
        !self.months.is_empty()
            || lists.iter().any(|list| !list.trim().is_empty())
            || self.weekdays.iter().any(|row| !row.days.is_empty())
    }

    /// Whether it matters on which day a week begins.
    pub fn needs_week_start(&self) -> bool {
        let several = self.every.trim() != "1" || !self.positions.trim().is_empty();
        (self.unit == Unit::Weeks && several) || !self.weeks.trim().is_empty()
    }
}

/// The parts that a field can be wrong in.
const PARTS: [Part; 7] = [
    Part::Interval,
    Part::Months,
    Part::Weeks,
    Part::YearDays,
    Part::MonthDays,
    Part::Weekdays,
    Part::Positions,
];

/// The `NAME=value` that stands at a byte of a rule's text.
fn piece_at(text: &str, at: usize) -> &str {
    let start = text
        .get(..at)
        .and_then(|before| before.rfind(';'))
        .map_or(0, |semicolon| semicolon + 1);
    let rest = text.get(start..).unwrap_or_default();
    rest.split(';').next().unwrap_or_default()
}

/// What stands at a byte of a rule's text, up to the next comma or semicolon.
pub fn value_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.split([',', ';']).next().unwrap_or_default()
}

/// "1, 15, last" from numbers.
fn numbers_written<T: Into<i64>>(numbers: impl Iterator<Item = T>) -> String {
    let written = numbers.map(|number| match number.into() {
        -1 => "last".to_owned(),
        number => number.to_string(),
    });
    written.collect::<Vec<_>>().join(", ")
}

/// Numbers as a rule writes them, from what a person writes: "1, 15th and last". What is no number stays as it is.
fn numbers(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '&'));
    let numbers = words.filter(|word| !word.is_empty() && *word != "and").map(|word| {
        if word == "last" {
            return "-1";
        }
        let ending = ["st", "nd", "rd", "th"]
            .into_iter()
            .find_map(|end| word.strip_suffix(end));
        ending.map_or(word, |number| number.trim_end_matches('.'))
    });
    numbers.collect::<Vec<_>>().join(",")
}

/// A weekday as a rule writes it.
const fn two_letters(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules of RFC 5545, 3.8.5.3, that give days, and some of its table.
    const OF_THE_RFC: [&str; 40] = [
        "FREQ=DAILY;COUNT=10",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        "FREQ=WEEKLY;COUNT=10",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "FREQ=MONTHLY;BYDAY=MO,2TU,-1FR",
        "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO,SU;WKST=SU;BYSETPOS=1,-1",
        "FREQ=YEARLY;BYYEARDAY=1,-306,-1",
        "FREQ=WEEKLY;BYMONTH=1;BYMONTHDAY=13",
    ];

    #[test]
    fn every_rule_goes_through_the_parts_and_comes_back_as_it_was() {
        for text in OF_THE_RFC {
            let rule = Rule::parse(text).unwrap();
            let parts = PatternTyped::of(&rule);
            let written = parts.text();
            assert_eq!(written, rule.to_string(), "{text}");
            assert_eq!(PatternTyped::of(&Rule::parse(&written).unwrap()), parts, "{text}");
            assert_eq!(parts.wrong(), None, "{text}");
        }
    }

    #[test]
    fn lists_are_read_as_people_write_them() {
        let check = |typed: &str, rule: &str| {
            let parts = PatternTyped {
                unit: Unit::Months,
                month_days: typed.to_owned(),
                ..PatternTyped::default()
            };
            assert_eq!(parts.text(), rule, "{typed}");
        };
        check("1, 15, last", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1");
        check(" 15th  and 1st ", "FREQ=MONTHLY;BYMONTHDAY=1,15");
        check("-2;3,", "FREQ=MONTHLY;BYMONTHDAY=3,-2");
        check("", "FREQ=MONTHLY");
    }

    #[test]
    fn what_cannot_be_read_stays_in_the_text_and_is_found_at_its_part() {
        let check = |change: fn(&mut PatternTyped), part: Part| {
            let mut parts = PatternTyped {
                unit: Unit::Years,
                ..PatternTyped::default()
            };
            change(&mut parts);
            assert_eq!(parts.wrong().map(|(part, _)| part), Some(part), "{}", parts.text());
            assert!(Rule::parse(&parts.text()).is_err());
        };
        check(|parts| parts.month_days = "1, 45".to_owned(), Part::MonthDays);
        check(|parts| parts.month_days = "1;BYDAY=MO".to_owned(), Part::MonthDays);
        check(|parts| parts.every.clear(), Part::Interval);
        check(|parts| parts.every = "0".to_owned(), Part::Interval);
        check(|parts| parts.weeks = "60".to_owned(), Part::Weeks);
        check(|parts| parts.year_days = "soon".to_owned(), Part::YearDays);
        check(|parts| parts.positions = "2".to_owned(), Part::Positions);
        let counted_in_a_week = |parts: &mut PatternTyped| {
            parts.weeks = "20".to_owned();
            parts.weekdays = vec![DaysTyped {
                which: 2,
                days: [Code(Weekday::Mon)].into(),
            }];
        };
        check(counted_in_a_week, Part::Weekdays);
    }

    #[test]
    fn another_unit_keeps_what_has_a_meaning_in_it() {
        let check = |rule: &str, unit: Unit, then: &str| {
            let mut parts = PatternTyped::of(&Rule::parse(rule).unwrap());
            parts.turn_into(unit, 3);
            assert_eq!(parts.text(), then, "{rule}");
        };
        check("FREQ=WEEKLY;BYDAY=TU,FR", Unit::Months, "FREQ=MONTHLY;BYDAY=3TU,3FR");
        check("FREQ=MONTHLY;BYDAY=2TU,-1FR", Unit::Weeks, "FREQ=WEEKLY;BYDAY=TU,FR");
        check("FREQ=MONTHLY;BYDAY=2TU,-1FR", Unit::Years, "FREQ=YEARLY;BYDAY=2TU,-1FR");
        check("FREQ=YEARLY;BYYEARDAY=1,100;BYSETPOS=1", Unit::Days, "FREQ=DAILY");
        check(
            "FREQ=MONTHLY;INTERVAL=2;COUNT=3;BYMONTHDAY=13",
            Unit::Weeks,
            "FREQ=WEEKLY;INTERVAL=2;COUNT=3;WKST=MO",
        );
    }
}
