//! What other programs read and write, in their own words: iCalendar.
//!
//! Text in and text out, through any reader or writer that is given: nothing here opens a file, and nothing knows of the
//! store. What is written comes from a [`Book`](crate::domain::Book) alone.

pub mod ics;
