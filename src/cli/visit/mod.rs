//! `visit`: moving, cancelling and bringing back one visit. It is named by its series and the start it would have had.

mod apply;
mod cancel;
mod restore;
mod shift;

use clap::{Args, Subcommand};

use super::front::Front;
use super::stop::Stop;
use super::{find, shape};
use crate::desk::Desk;
use crate::domain::rows::VisitId;
use crate::time::Civil;
use crate::words::visit as words;

/// Commands of `visit`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Move a visit, give it to another stylist, or make it longer
    Move(shift::Arguments),
    /// Cancel a visit; it stays cancelled
    Cancel(cancel::Arguments),
    /// Bring a cancelled visit back
    Restore(restore::Arguments),
    /// Make what was changed of a visit the usual of its standing appointment
    ApplyToSeries(apply::Arguments),
}

/// Which visit.
#[derive(Debug, Args)]
struct Which {
    /// The id of its series
    #[arg(value_name = "ID")]
    series: String,
    /// The start it would have had, like 2026-03-03T10:00
    #[arg(value_name = "ORIGINAL_START")]
    original: Civil,
}

impl Which {
    fn find(&self, desk: &mut Desk) -> Result<VisitId, Stop> {
        let series = find::series(desk.book(), &self.series)?;
        find::visit(desk, series, self.original)
    }
}

pub(super) fn run(command: Command, front: &mut Front<'_>) -> Result<(), Stop> {
    match command {
        Command::Move(arguments) => shift::run(&arguments, front),
        Command::Cancel(arguments) => cancel::run(&arguments, front),
        Command::Restore(arguments) => restore::run(&arguments, front),
        Command::ApplyToSeries(arguments) => apply::run(&arguments, front),
    }
}

/// Shows a visit as it is now.
fn answer(front: &mut Front<'_>, desk: &Desk, visit: VisitId) -> Result<(), Stop> {
    let book = desk.book();
    let visit = book.visits().get(visit);
    front.answer(
        || visit.map(|visit| shape::occurrence(book, visit)).unwrap_or_default(),
        || visit.map(|visit| words::spoken(book, visit)).unwrap_or_default(),
    )
}
