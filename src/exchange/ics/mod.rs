//! iCalendar (RFC 5545): standing appointments as recurrence rules that every calendar reads.
//!
//! The forms that are written are those on which independent readers agree, not all that the RFC allows: a rule may become
//! two components, a visit that was moved past its neighbour one of its own.

pub mod line;
pub mod timezone;
