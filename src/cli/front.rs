//! What every command stands on: where the salon file is, what time it is, how it answers.

use std::io::{Read, Write};
use std::path::PathBuf;

use serde_json::Value;

use super::arguments::Arguments;
use super::input::{self, Source};
use super::stop::Stop;
use crate::desk::{Desk, Done, Failure, Mode, Paths, PathsError};
use crate::domain::{Book, Command, Moment, Plan, Refused, foresee};
use crate::time::{Civil, SystemClock};

/// Where a command reads and writes.
pub struct Streams<'a> {
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// The arguments that all commands share, and the streams.
pub(super) struct Front<'a> {
    data: Option<PathBuf>,
    now: Option<Civil>,
    json: bool,
    streams: Streams<'a>,
}

impl<'a> Front<'a> {
    pub(super) fn new(arguments: Arguments, streams: Streams<'a>) -> Self {
        Self {
            data: arguments.data,
            now: arguments.now,
            json: arguments.json,
            streams,
        }
    }

    /// The streams.
    pub(super) fn streams(&mut self) -> &mut Streams<'a> {
        &mut self.streams
    }

    /// Standard output.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        self.streams.out
    }

    /// Whether JSON is asked for.
    pub(super) fn json(&self) -> bool {
        self.json
    }

    /// Where the salon file lies.
    pub(super) fn paths(&self) -> Result<Paths, Stop> {
        Paths::find(self.data.as_deref()).map_err(|PathsError| Failure::NoFolder.into())
    }

    /// Opens the salon file for reading; a window may have it open.
    pub(super) fn reading(&self) -> Result<Desk, Stop> {
        self.open(Mode::Read)
    }

    /// Opens the salon file for writing. One that is not there is not made: there is nothing in it to change.
    pub(super) fn writing(&self) -> Result<Desk, Stop> {
        if self.is_there()? {
            self.open(Mode::Write)
        } else {
            // Says what is missing.
            self.open(Mode::Read)
        }
    }

    /// Opens the salon file for writing, and makes it where it is not there.
    pub(super) fn making(&self) -> Result<Desk, Stop> {
        if self.data.is_none() {
            let paths = self.paths()?;
            paths.prepare().map_err(|error| Failure::file(paths.folder(), &error))?;
        }
        self.open(Mode::Write)
    }

    /// Whether there is a salon file.
    pub(super) fn is_there(&self) -> Result<bool, Stop> {
        Ok(self.paths()?.file().exists())
    }

    fn open(&self, mode: Mode) -> Result<Desk, Stop> {
        let file = self.paths()?.file();
        Ok(match self.now {
            None => Desk::open(&file, mode, Box::new(SystemClock), &actor())?,
            // A clock that stands at `--now` in the zone of the business.
            Some(now) => Desk::open_at(&file, mode, now, &actor())?,
        })
    }

    /// Reads JSON from a file or from standard input.
    pub(super) fn read(&mut self, source: &Source) -> Result<Value, Stop> {
        input::json(source, self.streams.input)
    }

    /// Answers with JSON, or with text that ends without a line end.
    pub(super) fn answer(&mut self, json: impl FnOnce() -> Value, text: impl FnOnce() -> String) -> Result<(), Stop> {
        if self.json {
            let value = json();
            writeln!(self.streams.out, "{value}")?;
        } else {
            let text = text();
            // An empty list is no line.
            if !text.trim_end().is_empty() {
                writeln!(self.streams.out, "{}", text.trim_end())?;
            }
        }
        Ok(())
    }

    /// Writes out what was answered; the exit code.
    pub(super) fn finish(&mut self) -> u8 {
        match self.streams.out.flush().map_err(Stop::from) {
            Ok(()) => 0,
            Err(stop) => stop.end(false, &mut self.streams),
        }
    }
}

/// Who is at the desk, for the history: the user of the system.
pub fn actor() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_default()
}

/// Carries a command out.
pub(super) fn carry(desk: &mut Desk, command: &Command) -> Result<Done, Stop> {
    let done = desk.carry_out(command);
    done.map_err(|not_done| Stop::not_done(desk.book(), not_done))
}

/// What a command would do, and the book as it would be then. Nothing is written.
pub(super) fn foreseen(desk: &mut Desk, command: &Command) -> Result<(Plan, Book), Stop> {
    desk.load_for(command)?;
    looked(desk, |book, moment| foresee(book, command, moment))
}

/// Looks at something in the book; months that are missing are loaded, and it is looked again.
pub(super) fn looked<T>(desk: &mut Desk, look: impl Fn(&Book, &mut Moment) -> Result<T, Refused>) -> Result<T, Stop> {
    loop {
        let mut moment = desk.moment();
        match look(desk.book(), &mut moment) {
            Ok(seen) => return Ok(seen),
            Err(Refused::NotLoaded(months)) => {
                let mut loaded = false;
                for month in months {
                    loaded |= desk.load(month.first_day(), month.last_day())?;
                }
                if !loaded {
                    return Err(Failure::NotLoaded.into());
                }
            }
            Err(refused) => return Err(Stop::refused(desk.book(), &refused)),
        }
    }
}
