//! Time in the salon: what a visit takes of whom, when people and places are open, and what clashes.

mod busy;
mod conflict;
mod cover;
mod hours;
mod lines;
mod pauses;
mod problems;
mod starts;

pub use busy::busy_pieces;
pub use conflict::{Conflict, TRAVEL, With, conflicts, late_conflicts, open_conflicts};
pub use cover::{assigned_on, is_there_on, is_work_of, layers_on, reached};
pub use hours::{DayHours, HoursOn, shop_hours, staff_hours, works_at};
pub use lines::{DatePlace, PlannedLine, is_there, laid_out, lines_of, lines_on, told_length};
pub use pauses::{Absence, Pauses, present};
pub use problems::{Problem, Problems, problem};
pub use starts::{DayAt, FineStarts, Shape, StartSet, Starts};
