//! `setup show` and `setup set`: business, locations, staff, services, chairs, tags and clients as one JSON document.

use clap::Subcommand;

use super::front::{Front, carry};
use super::input::Source;
use super::step;
use super::stop::Stop;
use crate::domain::Command as Asked;
use crate::domain::{Book, setup};

/// Commands of `setup`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the setup as JSON
    Show,
    /// Make what is new and change what is named; removes nothing
    Set {
        /// The setup document; - is standard input
        #[arg(value_name = "FILE")]
        source: Source,
    },
}

pub(super) fn run(command: Command, front: &mut Front<'_>) -> Result<(), Stop> {
    match command {
        Command::Show => {
            let desk = front.reading()?;
            let document = setup::show(desk.book());
            let pretty = format!("{document:#}");
            front.answer(|| document, || pretty)
        }
        Command::Set { source } => {
            let document = front.read(&source)?;
            if !front.is_there()? {
                // A document that cannot stand makes no file.
                setup::read(&Book::default(), &document).map_err(Stop::fields)?;
            }
            let mut desk = front.making()?;
            let draft = setup::read(desk.book(), &document).map_err(Stop::fields)?;
            let done = carry(&mut desk, &Asked::SetUp(Box::new(draft)))?;
            step::answer(front, desk.book(), &done.label, done.rows, |text| text)
        }
    }
}
