//! The screens. Each keeps its own state, reads the book through a [`super::Context`], and asks for the rest by acts.
//!
//! A large view is made of what it shows (no egui), where it stands (numbers), and how it is painted.

pub mod backup;
pub mod block;
pub mod board;
pub mod calendar;
pub mod cancel_visit;
pub mod card;
pub mod change;
pub mod clients;
pub mod day;
pub mod edit_visit;
pub mod export;
pub mod first_run;
mod frame;
pub mod import;
pub mod move_visit;
pub mod out;
pub mod regulars;
pub mod save_place;
pub mod setup;
pub mod todo;
pub mod week;

use frame::{at_right_end, heading_bar, padded};
