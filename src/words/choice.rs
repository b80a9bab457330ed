//! The choices of the salon in the words of the screen: "Book anyway", "helps", "in the chair".

use super::dates::day_and_month;
use crate::domain::plan::LineKind;
use crate::domain::values::*;
use crate::time::Day;

/// What is done with a date that clashes.
pub const fn policy(policy: Policy) -> &'static str {
    match policy {
        Policy::Ask => "Ask me",
        Policy::Keep => "Book anyway",
        Policy::Skip => "Leave the date out",
        Policy::Nearest => "Nearest free time",
        Policy::Previous => "The open day before",
        Policy::Next => "The next open day",
        Policy::Append => "Leave out, add one at the end",
        Policy::Unplaced => "Sort it out later",
    }
}

/// Which visits of a standing appointment a change is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// One.
    OnlyThis,
    /// Those from a day on.
    FromHere,
    /// Those of some days.
    FromUntil,
    /// All that are not past.
    ToCome,
}

/// "From here on"; with how many they are, where that is known: "From here on (9)".
pub fn reach_with_count(reach: Reach, count: Option<usize>) -> String {
    let text = match reach {
        Reach::OnlyThis => return "Only this".to_owned(),
        Reach::FromHere => "From here on",
        Reach::FromUntil => "From until",
        Reach::ToCome => "All to come",
    };
    match count {
        Some(count) => format!("{text} ({count})"),
        None => text.to_owned(),
    }
}

/// "As usual, blue"
pub fn as_usual(what: &str) -> String {
    format!("As usual, {}", what.to_lowercase())
}

/// "Every 2nd visit": on which visits a service is done.
pub fn every_nth_visit(nth: u16) -> String {
    match nth {
        0 | 1 => "Every visit".to_owned(),
        nth => format!("Every {} visit", super::ordinal(u32::from(nth))),
    }
}

/// "First on 5 Jan"
pub fn first_on(day: Day) -> String {
    format!("First on {}", day_and_month(day))
}

/// "then 16 Mar, 25 May"
pub fn then_on(days: &[Day]) -> String {
    let days: Vec<String> = days.iter().map(|day| day_and_month(*day)).collect();
    format!("then {}", days.join(", "))
}

/// What somebody does in a visit.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "does it",
        Role::Additional => "helps",
        Role::Blocked => "keep free",
        Role::Coordinator => "supervises",
    }
}

/// What became of a client that day.
pub const fn attendance(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::Expected => "expected",
        Attendance::Confirmed => "confirmed",
        Attendance::Arrived => "arrived",
        Attendance::InChair => "in the chair",
        Attendance::Done => "done",
        Attendance::NoShow => "no-show",
    }
}

/// What was paid.
pub const fn payment(payment: Payment) -> &'static str {
    match payment {
        Payment::Unpaid => "unpaid",
        Payment::Partly => "partly paid",
        Payment::Paid => "paid",
        Payment::Overpaid => "overpaid",
        Payment::Prepaid => "paid ahead",
    }
}

/// How a visit stands.
pub const fn state(state: VisitState) -> &'static str {
    match state {
        VisitState::Stable => "booked",
        VisitState::Removed => "cancelled",
        VisitState::Failed => "not booked",
        VisitState::OnHold => "held",
        VisitState::Pencilled => "pencilled",
    }
}

/// What happens to a date of a plan.
pub const fn line(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Created => "new",
        LineKind::Changed => "changed",
        LineKind::Forced => "changed, also what was changed by hand",
        LineKind::Deleted => "removed",
        LineKind::Failed => "not booked",
        LineKind::LeftOut => "left out",
        LineKind::Untouched => "as it was",
    }
}

/// A field that a person changed by hand; empty for a set of several.
pub const fn changed(flag: Changed) -> &'static str {
    match flag {
        Changed::STAFF => "staff",
        Changed::DATETIME => "date and time",
        Changed::DURATION => "length",
        Changed::CLEAN_UP => "clean-up",
        Changed::SERVICES => "services",
        Changed::PRICE => "price",
        Changed::RESOURCES => "chairs and rooms",
        Changed::TAGS => "tags",
        Changed::NOTE => "note",
        Changed::COLOUR => "colour",
        _ => "",
    }
}
