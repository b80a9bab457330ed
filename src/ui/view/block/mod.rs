//! Blocks of the calendar: one visit in one column, as who, what and when. Shared by the day and the week.

mod lanes;
mod model;
mod paint;

pub use lanes::{Place, Taken, places};
pub use model::{Block, Marks, Standing, Wanted, of_day, on};
pub use paint::{Held, paint};
