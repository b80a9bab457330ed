//! `export`: visits as a calendar file. A file is written beside its place and put there when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::find;
use super::front::Front;
use super::input::Source;
use super::stop::Stop;
use crate::desk::Failure;
use crate::domain::Book;
use crate::domain::rows::*;
use crate::exchange::ics::{self, ExportError};
use crate::words::counted;

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// As what
    #[arg(long, value_enum)]
    format: Format,
    #[command(flatten)]
    whose: Whose,
    /// Where the file goes; - is standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: Source,
    /// Without clients, notes and tags
    #[arg(long)]
    private: bool,
    /// Each visit by itself, without rules
    #[arg(long)]
    expanded: bool,
    /// With the reminders of the standing appointments
    #[arg(long)]
    alarms: bool,
    /// With set-up and clean-up
    #[arg(long)]
    blocked_span: bool,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// iCalendar
    Ics,
}

/// Whose visits.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Whose {
    /// Those of a standing appointment
    #[arg(long, value_name = "ID")]
    series: Option<String>,
    /// Those with a staff member
    #[arg(long)]
    staff: Option<String>,
    /// Those of a client
    #[arg(long)]
    client: Option<String>,
    /// Those at a location
    #[arg(long)]
    location: Option<String>,
    /// All
    #[arg(long)]
    all: bool,
}

impl Whose {
    fn selection(&self, book: &Book) -> Result<ics::Selection, Stop> {
        if let Some(id) = &self.series {
            find::series(book, id).map(ics::Selection::Series)
        } else if let Some(name) = &self.staff {
            find::named::<Staff>(book, "staff", name).map(ics::Selection::Staff)
        } else if let Some(name) = &self.client {
            find::named::<Client>(book, "client", name).map(ics::Selection::Client)
        } else if let Some(name) = &self.location {
            find::named::<Location>(book, "location", name).map(ics::Selection::Location)
        } else {
            Ok(ics::Selection::All)
        }
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let what = arguments.whose.selection(desk.book())?;
    let options = ics::Options {
        private: arguments.private,
        alarms: arguments.alarms,
        blocked_span: arguments.blocked_span,
        expanded: arguments.expanded,
        ..ics::Options::default()
    };
    let book = desk.book_for(what)?;
    let write = |out: &mut dyn Write| match arguments.format {
        Format::Ics => ics::export(&book, what, options, desk.now(), out),
    };
    match &arguments.out {
        Source::Input => {
            write(front.out()).map_err(|error| stop(Path::new("standard output"), error))?;
            Ok(())
        }
        Source::File(to) => {
            let visits = whole(to, write)?.visits;
            let file = to.display().to_string();
            front.answer(
                || json!({ "file": file, "visits": visits }),
                || format!("{} written to {file}", counted(visits, "visit", "visits")),
            )
        }
    }
}

/// Writes a file beside its place, and puts it there when it is whole.
fn whole<T>(to: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, ExportError>) -> Result<T, Stop> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = File::create(&part).map_err(ExportError::from).and_then(|file| {
        let mut out = BufWriter::new(file);
        let written = write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        fs::rename(&part, to)?;
        Ok(written)
    });
    written.map_err(|error| {
        if part.exists()
            && let Err(remains) = fs::remove_file(&part)
        {
            log::warn!("{} is left behind: {remains}", part.display());
        }
        stop(to, error)
    })
}

fn stop(to: &Path, error: ExportError) -> Stop {
    match error {
        ExportError::NotLoaded(_) => Failure::NotLoaded.into(),
        ExportError::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => error.into(),
        ExportError::Write(error) => Failure::file(to, &error).into(),
    }
}
