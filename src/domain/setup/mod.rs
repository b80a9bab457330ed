//! The setup of the salon: what a setup document or a setup form says, and what it changes in the catalogue.
//!
//! [`read`] makes a [`SetupDraft`] of JSON and finds every error at its field; deciding it makes what is new, changes what
//! is named and removes nothing; [`show`] gives the document back. A part of a thing that is not said stays as it is; a list
//! that is said (hours, prices, closed days, time off) takes the place of the old one. Things are found by their `id`, else
//! by their name. The document says nothing of series and visits.

mod closed;
mod decide;
mod draft;
mod hours;
mod read;
mod show;
#[cfg(test)]
mod tests;

pub use closed::closing;
pub(super) use decide::decide;
pub use draft::*;
pub(super) use hours::off_rows;
pub use read::read;
pub use show::{show, show_one};
