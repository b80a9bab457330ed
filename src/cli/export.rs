//! `export`: visits as a calendar file. A calendar that is there is replaced; any other file is left alone.

use std::io::{self, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::find;
use super::front::Front;
use super::input::Source;
use super::stop::Stop;
use crate::desk::{Failure, is_free_for_calendar, write_whole};
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
            if !is_free_for_calendar(to) {
                return Err(Failure::FileThere(to.clone()).into());
            }
            let visits = write_whole(to, write).map_err(|error| stop(to, error))?.visits;
            let file = to.display().to_string();
            front.answer(
                || json!({ "file": file, "visits": visits }),
                || format!("{} written to {file}", counted(visits, "visit", "visits")),
            )
        }
    }
}

fn stop(to: &Path, error: ExportError) -> Stop {
    match error {
        ExportError::NotLoaded(_) => Failure::NotLoaded.into(),
        ExportError::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => error.into(),
        ExportError::Write(error) => Failure::file(to, &error).into(),
    }
}
