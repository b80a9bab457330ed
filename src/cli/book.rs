//! `book`: a single appointment, from a series request without rule and end.

use clap::Args;

use super::front::Front;
use super::input::Source;
use super::series;
use super::stop::Stop;
use crate::domain::request::Purpose;

/// Arguments of `book`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The appointment; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Make clients, services, staff and the like that are not in the book
    #[arg(long)]
    create_missing: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    series::create::make(front, &arguments.source, Purpose::Single, arguments.create_missing)
}
