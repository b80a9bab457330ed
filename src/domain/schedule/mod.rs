//! Time in the salon: what a visit takes of whom, when people and places are open, and what clashes.

mod busy;
mod conflict;
mod hours;

pub use busy::{PlannedLine, busy_pieces, is_there, laid_out, lines_of, told_length};
pub use conflict::{Conflict, With, conflicts};
pub use hours::{DayHours, shop_hours, staff_hours};
