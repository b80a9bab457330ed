//! Days, minutes, half-open stretches, weeks, zones and clocks: the plainest floor.
//!
//! Two kinds of time live here and never mix by accident. *Civil* time is what a clock on the wall of the salon shows
//! ([`Day`], [`TimeOfDay`], [`Civil`]); an [`Instant`] is a point in time. Only a [`Zone`] leads from one to the other, and
//! says when the wall clock skipped or repeated that time.
//!
//! Left out: seconds on the wall (salons do not book them), calendars other than the Gregorian, leap seconds.
//! Limits: years 0000 to 9999 by type; rules and zones are exact for 1970 to 2099, the years of the salon.

mod civil;
mod clock;
mod day;
mod instant;
mod minutes;
mod text;
mod week;
mod zone;

pub use civil::Civil;
pub use clock::{Clock, FixedClock, SystemClock};
pub use day::{Day, YearMonth, days_in_month};
pub use instant::{Instant, Span};
pub use minutes::{MinuteSpan, Minutes, TimeOfDay};
pub use text::BadText;
pub use week::{Weekday, WeekdaySet, weekday_from_monday};
pub use zone::{Resolved, Transition, Zone, ZoneCursor};
