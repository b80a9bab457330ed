//! iCalendar (RFC 5545): standing appointments as recurrence rules that every calendar reads.
//!
//! The forms that are written are those on which independent readers agree, not all that the RFC allows: a rule may become
//! two components, a visit that was moved past its neighbour one of its own. What a reader shows is exactly what stands in
//! the book, through the day to which it is made.

mod arrange;
mod colour;
mod form;
mod known_again;
pub mod line;
mod piece;
pub mod read;
mod selection;
mod shown;
pub mod timezone;
mod uid;
mod write;

pub use selection::{Options, Selection};
pub use write::{ExportError, Exported, export, export_with, staff_line};
