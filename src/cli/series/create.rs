//! `series create`: a standing appointment from a request. The same idempotency key gives what it made, as it is now.

use clap::Args;

use super::show;
use crate::cli::front::{Front, carry};
use crate::cli::input::Source;
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::domain::request::{self, Purpose};

/// Arguments of `series create`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// A series request; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Make clients, services, staff and the like that are not in the book
    #[arg(long)]
    create_missing: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    make(front, &arguments.source, Purpose::Standing, arguments.create_missing)
}

/// Makes a standing or a single appointment, and shows it.
pub(in crate::cli) fn make(
    front: &mut Front<'_>,
    source: &Source,
    purpose: Purpose<'_>,
    create_missing: bool,
) -> Result<(), Stop> {
    let value = front.read(source)?;
    let mut desk = front.writing()?;
    let made = desk.made_already(&value);
    let made = made.map_err(|not_done| Stop::not_done(desk.book(), not_done))?;
    let done = if let Some(done) = made {
        done
    } else if create_missing {
        let done = desk.make_with_missing(&value, purpose);
        done.map_err(|not_done| Stop::not_done(desk.book(), not_done))?
    } else {
        let draft = request::read(desk.book(), &value, purpose, false).map_err(Stop::fields)?;
        carry(&mut desk, &Command::CreateSeries(Box::new(draft)))?
    };
    show::answer(front, &desk, done.series)
}
