//! The window: shows the book and pushes what was asked into a queue. It decides nothing about the salon.
//!
//! `look` holds every colour, size, font and icon; `widgets` are the parts that do not know the salon.

pub mod act;
pub mod context;
pub mod form;
pub mod look;
mod pixels;
pub mod route;
pub mod shortcut;
#[cfg(test)]
mod tests;
mod tints;
pub mod view;
pub mod widgets;

pub use act::{Act, Asker, Exported};
pub use context::Context;
pub use route::{FormStart, Prefill, Route, SetupPage};
