//! Recurrence rules of RFC 5545 (3.3.10), usable without the salon: typed, read, printed, expanded.
//!
//! A [`Rule`] works on civil days alone. Its dates are counted from the start date, never from the date before, so the 31st
//! stays the 31st after a February. Expansion is lazy, allocates nothing per date, seeks into any window in both directions,
//! and always ends: no date lies after [`Rule::LAST`]. A [`RecurrenceSet`] joins a rule with the dates that
//! are added and left out beside it, with the time of its [`Start`] and its zone.
//!
//! Left out, each an error that names it: frequencies below a day, BYHOUR, BYMINUTE, BYSECOND, and RSCALE and SKIP of
//! RFC 7529. Sentences for people are made elsewhere.
//!
//! Where the RFC leaves a choice:
//! - the start date is the anchor, and a date only if the rule gives it; COUNT counts what the rule gives;
//! - what a rule does not say is taken from the start date: a weekly rule without BYDAY recurs on its weekday, and so does a
//!   yearly one with BYWEEKNO alone ([`Rule::written_out`] shows it);
//! - BYMONTHDAY in a yearly rule without BYMONTH means every month, as the table of 3.3.10 has it;
//! - BYMONTHDAY in a weekly rule, and BYWEEKNO and BYYEARDAY in any but a yearly one, which RFC 2445 had and RFC 5545 has no
//!   more, limit the dates ([`Rule::is_of_rfc_5545`] tells them apart);
//! - weeks of BYWEEKNO are seen by the calendar year: a date of January may lie in week 53, one of December in week 1.

mod bits;
mod dates;
mod parse;
mod period;
mod plain;
mod preset;
mod print;
mod reason;
mod repair;
mod rule;
mod set;
mod start;
mod year;

pub use dates::{Dates, DatesBack};
pub use preset::{Preset, ShortMonths};
pub use reason::{Part, Reason, RuleError};
pub use repair::{Mended, Repair, Repaired};
pub use rule::{End, Frequency, MonthDays, Months, NthWeekday, Parts, Rule};
pub use set::{Occurrence, Occurrences, OccurrencesBack, RecurrenceSet};
pub use start::{Start, When};

#[cfg(test)]
mod tests;
