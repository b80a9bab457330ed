//! What a calendar of another program holds, in the salon's types: a series or a single visit under each UID.

use uuid::Uuid;

use super::Note;
use crate::domain::rows::StaffId;
use crate::recurrence::{Rule, Start};
use crate::time::{Civil, Day, Minutes};

/// What is to be imported, and how.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// What the calendar is called; empty where it does not say.
    pub name: String,
    /// How many appointments stood in the file, those that could not be read included.
    pub components: usize,
    /// What was read, in the order of the file.
    pub incoming: Vec<Incoming>,
    /// What was repaired, left out and refused while reading, in the order of the lines.
    pub notes: Vec<Note>,
    /// Whether clients and services that the book does not have are made.
    pub create_missing: bool,
    /// Who has what names nobody of the staff.
    pub staff: Option<StaffId>,
}

/// What is seen of an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// SUMMARY.
    pub summary: String,
    /// DESCRIPTION.
    pub description: String,
    /// LOCATION.
    pub location: String,
    /// CATEGORIES.
    pub categories: Vec<String>,
    /// Names and addresses of ORGANIZER and ATTENDEE.
    pub people: Vec<String>,
}

/// Everything under one UID: a rule with what differs from it, or one appointment.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The line of the file that it begins on, from 1.
    pub line: u32,
    /// UID; made from the place where there was none.
    pub uid: String,
    /// SEQUENCE.
    pub sequence: u32,
    /// What is seen of it.
    pub seen: Seen,
    /// When it begins; with a rule, what the rule counts from.
    pub start: Start,
    /// How long it is; nothing where the file does not say.
    pub length: Option<Minutes>,
    /// The rule, with an UNTIL that is a day.
    pub rule: Option<Rule>,
    /// Starts that are left out (EXDATE, and dates that were cancelled).
    pub left_out: Vec<Start>,
    /// Starts beside the rule (RDATE), with their length where it is their own.
    pub more: Vec<(Start, Option<Minutes>)>,
    /// Dates of the rule that differ.
    pub instead: Vec<Instead>,
    /// What Chairtime wrote into it, where it comes from there.
    pub ours: Option<Box<Ours>>,
    /// Lines that say what Chairtime does not know, as they stood.
    pub unknown: String,
}

/// A date of a rule that differs (RECURRENCE-ID).
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// The line of the file that it begins on, from 1.
    pub line: u32,
    /// Which date: the start that it would have had.
    pub of: Start,
    /// When it begins.
    pub start: Start,
    /// How long it is; as the others where the file does not say.
    pub length: Option<Minutes>,
    /// What is seen of it.
    pub seen: Seen,
    /// What Chairtime wrote into it.
    pub ours: Option<Box<Ours>>,
}

/// What Chairtime wrote into a component: whose it is, and how it stood then, so that what another program changed since is
/// told from what the salon changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ours {
    /// The series.
    pub series: Uuid,
    /// The chapter.
    pub chapter: Option<Uuid>,
    /// Of a single visit: the start that it would have had.
    pub original: Option<Civil>,
    /// When it began and how long it was when it was written.
    pub written: Option<(Civil, Minutes)>,
    /// The rule as it was written, its end as a day.
    pub rule: Option<Rule>,
    /// What the rule left out when it was written.
    pub left_out: Vec<Civil>,
    /// Through which day it was in the book.
    pub materialized_until: Option<Day>,
    /// How long before the visit it begins: the set-up, where the blocked time was written.
    pub set_up: Minutes,
    /// How long after the visit it ends.
    pub clean_up: Minutes,
    /// The request that would make the chapter, as JSON.
    pub request: Option<String>,
    /// UIDs of the pieces of the chapter's slots, in the order of the request.
    pub pieces: Vec<Uuid>,
    /// What a person changed of visits, by the starts that these would have had, as JSON.
    pub visits: Option<String>,
}
