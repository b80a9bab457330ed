//! The week of one person, or of everybody at a location: a column a day.

mod model;

pub use model::{Wanted, Whose, columns, first_day};
