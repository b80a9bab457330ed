//! The window: shows the book and pushes what was asked into a queue. It decides nothing about the salon.
//!
//! `look` holds every colour, size, font and icon; `widgets` are the parts that do not know the salon.

pub mod act;
pub mod ahead;
pub mod app;
pub mod context;
pub mod form;
pub mod look;
mod pixels;
pub mod route;
mod said;
mod shell;
pub mod shortcut;
#[cfg(test)]
mod tests;
mod tints;
pub mod view;
pub mod widgets;
mod window;

pub use act::{Act, Asker};
pub use app::{App, Launch};
pub use context::Context;
pub use route::{FormStart, Prefill, Route, SetupPage};
pub use window::{NoWindow, Opening, run};
