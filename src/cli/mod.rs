//! The command line and its JSON, one file a command; the same binary as the window, and no display needed.
//!
//! Commands read the book, or ask the desk to carry something out. What comes back is text for a person, or with `--json`
//! the shapes of [`shape`]. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 a failure of ours. Messages go to standard error.
//! Commands that only read work beside an open window; those that write are refused then.

mod arguments;
mod away;
mod backup;
mod book;
mod check;
mod client;
mod cover;
mod dates;
mod demo;
mod expand;
mod export;
mod find;
mod free;
mod front;
mod history;
mod import;
mod input;
mod lines;
mod occurrences;
mod restore;
mod series;
mod setup;
pub mod shape;
mod staff;
mod step;
mod stop;
mod table;
mod todo;
mod visit;

use std::ffi::OsString;

pub use arguments::Arguments;
pub use front::{Streams, actor};

/// What the arguments ask for.
#[derive(Debug)]
pub enum Start {
    /// The window.
    Window(Arguments),
    /// A command, which has ended with this exit code.
    Ended(u8),
}

/// Reads the arguments (the first is the program's name) and runs the command that they name, if they name one.
pub fn start(arguments: impl IntoIterator<Item = OsString>, mut streams: Streams<'_>) -> Start {
    let mut arguments = match arguments::read(arguments) {
        Ok(arguments) => arguments,
        Err(shown) => return Start::Ended(shown.end(&mut streams)),
    };
    let Some(command) = arguments.command.take() else {
        return Start::Window(arguments);
    };
    let json = arguments.json;
    let mut front = front::Front::new(arguments, streams);
    let done = command.run(&mut front);
    Start::Ended(match done {
        Ok(()) => front.finish(),
        Err(stop) => stop.end(json, front.streams()),
    })
}
