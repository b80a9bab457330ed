//! The day by staff: a column for everybody who works, is off, or has something booked.

mod model;

pub use model::{Wanted, columns};
