//! Time in the salon: what a visit takes of whom, when people and places are open, and what clashes.

mod busy;
mod conflict;
mod hours;
mod lines;
mod pauses;
mod problems;

pub use busy::busy_pieces;
pub use conflict::{Conflict, With, conflicts, late_conflicts, open_conflicts};
pub use hours::{DayHours, shop_hours, staff_hours, works_at};
pub use lines::{DatePlace, PlannedLine, is_there, laid_out, lines_of, lines_on, told_length};
pub use pauses::{Absence, Pauses, present};
pub use problems::{Problem, Problems, problem};
