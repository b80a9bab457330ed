//! The salon, pure: no clock, no file, no SQL, no window.
//!
//! [`rows`] say what there is, [`Book`] holds what is loaded, [`decide`] makes a [`Change`] of a [`Command`] or says why
//! not. A change is the only thing that writes; see the module documentation of [`change`].

pub mod book;
pub mod busy_times;
pub mod calendar;
pub mod change;
pub mod command;
pub mod decide;
pub mod demo;
pub mod draft;
pub mod find;
#[cfg(test)]
pub mod fixture;
pub mod import;
pub mod pen;
pub mod people;
pub mod plan;
pub mod price;
pub mod read;
pub mod refusal;
pub mod request;
pub mod row;
pub mod rows;
pub mod schedule;
pub mod setup;
pub mod shelf;
#[cfg(test)]
pub(crate) mod tests;
pub mod todo;
pub mod values;

pub use book::Book;
pub use change::Change;
pub use command::{Clashing, Command, EditHow, Force, Moment, Scope};
pub use decide::{Decided, FreeRow, decide, draft_to_change, foresee, free, preview, usual};
pub use plan::{LineKind, Plan, PlanLine};
pub use refusal::{FieldError, FieldErrors, Refusal, Refused};
