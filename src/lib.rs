//! Chairtime: standing appointments for small salons and barbershops. One binary, one file, no account, no network.
//!
//! # Code map
//!
//! A module uses the floors below its own, never one above or beside it. `tests/architecture.rs` reads the imports and
//! fails when that is broken, when an outside crate is named by a module that does not own it, or when this map no longer
//! names every module.
//!
//! | floor | module | what it is | outside crates that only it names |
//! |---|---|---|---|
//! | 5 | `main.rs` | arguments, logging; opens the desk, runs the window or the command line | |
//! | 4 | `ui` | the window: shows the book, pushes what was asked into a queue | egui, eframe, egui_extras, winit, rfd |
//! | 4 | `cli` | the command line and its JSON, one file a command; blind to `ui` | clap |
//! | 3 | `desk` | carries out commands on its own thread: undo, jobs, paths | directories |
//! | 3 | `words` | sentences, reasons, dates in the person's language; blind to `desk` | |
//! | 2 | `store` | the salon file: migrations, loading, saving, journal, backup; the only SQL | rusqlite, rusqlite_migration, include_dir |
//! | 2 | `exchange` | what other programs read and write; blind to `store` | icalendar |
//! | 1 | `domain` | the salon, pure: no clock, no file, no SQL, no window | imbl |
//! | 0 | `recurrence` | RFC 5545 rules, usable without the salon; may use `time` | |
//! | 0 | `time` | minutes, half-open spans, weeks, zones, clocks | chrono_tz, iana_time_zone |
//!
//! # The way of a change
//!
//! ```text
//! typed text -> form draft --parse--> Command --decide(book, command, moment)--> Change | Refusal | NotLoaded(months)
//!    (field errors at the fields)        pure function, no I/O             |
//!                                                                          +-> store: one transaction, with its activity step
//!    frame reads one Arc<Book>, no SQL, no lock  <-- Reply <-- desk -------+-> book: the same change
//!                                                                          +-> undo: the same change, inverted
//! ```
//!
//! `Change` is the only thing that writes. For every row it holds what was before and what is after; it is decided first by
//! a pure function and applied after. So every rule is tested without a database, and undo cannot be forgotten.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod recurrence;
pub mod store;
pub mod time;
pub mod ui;
pub mod words;

// The salon of the tests (`domain::fixture`) is part of this crate's tests and of those outside of it.
#[cfg(test)]
extern crate self as chairtime;
