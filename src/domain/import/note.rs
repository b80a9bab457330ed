//! What is told of an import line by line: what was mended, what was passed over and what was refused, typed. Words are made
//! of it last.

use crate::domain::refusal::{FieldErrors, Refusal};
use crate::recurrence::{Mended, RuleError};

/// Something that is told of a place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The line, from 1; the one that the component begins on where it is about the whole of it.
    pub line: u32,
    /// The appointment.
    pub about: About,
    /// What.
    pub noted: Noted,
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The file as a whole.
    File,
    /// An appointment, by its SUMMARY, which may be empty.
    Appointment(String),
}

/// What is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Noted {
    /// It came in, and something was mended for that.
    Repaired(Repair),
    /// It is nothing for the book, and was passed over.
    Skipped(Skip),
    /// It did not come in.
    Refused(Reason),
}

/// What was mended, and with that how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The file was in UTF-16.
    Utf16,
    /// Letters were not in UTF-8 and were read as those of Windows.
    NotUtf8,
    /// A line that cannot be read was left out.
    Line,
    /// A property stands there twice; the first counts.
    Twice(&'static str),
    /// A component was not ended.
    NotEnded,
    /// There was no UID.
    NoUid,
    /// Seconds were dropped.
    Seconds,
    /// A time in another notation.
    TimeNotation,
    /// An end before the start; the services say how long it is.
    EndBeforeStart,
    /// No length; the services say how long it is.
    NoLength,
    /// A zone that is no name of the IANA database, read as this one.
    Zone {
        /// Its name in the file.
        name: String,
        /// The name of the zone that it is read as.
        read_as: &'static str,
    },
    /// A zone that nobody knows, read by the offsets that the file gives it.
    ZoneByOffsets(String),
    /// A zone that nobody knows and the file does not describe: the time on the wall of the salon is meant.
    ZoneUnknown(String),
    /// Something in a rule.
    Rule(Mended),
    /// Several rules; the first counts.
    SeveralRules,
    /// A date to leave out that cannot be read.
    LeftOutUnreadable,
    /// Text that is too long was cut.
    Cut(&'static str),
    /// The same UID twice; this one is older, and was left out.
    Older,
    /// A date of a series that is not in the file: a single appointment.
    WithoutSeries,
    /// Dates that are left out or changed but are none of the rule's; how many.
    NotDates(usize),
    /// The first date is none of the rule's and comes beside it.
    StartBesideRule,
    /// The series is older than its dates can be kept; it begins on the first that can.
    BeginsLater(crate::time::Day),
    /// It recurs in the time of another zone: these dates are at another time than usual.
    OtherZone(usize),
    /// It has more dates than a series can have; it ends on the last that it can.
    EndsEarlier(crate::time::Day),
}

/// Why something was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// It is cancelled.
    Cancelled,
    /// A whole day: a birthday, a holiday, a closed day.
    WholeDay,
    /// Closed days are looked for, and it does not take whole days.
    PartOfADay,
    /// No appointment: a task, a journal, who is free.
    NotAnAppointment,
    /// All of its dates are left out.
    NothingLeft,
    /// It was written by Chairtime and changed in the book since.
    ChangedHere,
}

/// Why something did not come in.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The file ends in the middle of it.
    CutOff,
    /// No start.
    NoStart,
    /// A time that cannot be read.
    BadTime(&'static str),
    /// It lies outside of the salon's years.
    OutOfYears,
    /// The rule cannot be read.
    Rule(RuleError),
    /// It changes this date and all later ones at once.
    ThisAndFuture,
    /// Too many dates are left out, added or changed.
    TooManyDates(usize),
    /// What it means for the book cannot stand.
    Fields(FieldErrors),
    /// The salon says no.
    Refusal(Box<Refusal>),
    /// Its dates lie on other days in the zone of the salon.
    OtherDays,
    /// Nothing says how long it is.
    NoLength,
    /// The series of Chairtime has another rule now.
    RuleChanged,
}
