//! What other calendars bring: typed, with the lines of the file that it came from, and what is made of it.
//!
//! `exchange` fills an [`Import`]; deciding [`Command::Import`](super::Command::Import) makes of it new series, single
//! visits, and changes of visits that are known already, as one change. What cannot be taken is told line by line and keeps
//! nothing else out.

mod incoming;
mod note;
mod report;

pub use incoming::{Import, Incoming, Instead, Ours, Seen};
pub use note::{About, Note, Noted, Reason, Repair, Skip};
pub use report::{Did, Report, ReportLine};
