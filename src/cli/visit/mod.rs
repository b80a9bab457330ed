//! `visit`: moving, changing, cancelling, bringing back and marking one visit. It is named by its series and the start it would have had.

mod apply;
mod attendance;
mod cancel;
mod edit;
mod payment;
mod reset;
mod restore;
mod shift;

use std::collections::BTreeSet;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::front::Front;
use super::stop::Stop;
use super::{find, shape};
use crate::desk::Desk;
use crate::domain::Book;
use crate::domain::find::by_name;
use crate::domain::refusal::FieldErrors;
use crate::domain::row::Misfit;
use crate::domain::rows::*;
use crate::time::Civil;
use crate::words::visit as words;

/// Commands of `visit`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Move a visit, give it to another stylist, or make it longer
    Move(shift::Arguments),
    /// Change what one visit has: staff, services, price, chairs, note
    Edit(edit::Arguments),
    /// Take back what was changed of a visit by hand
    Reset(reset::Arguments),
    /// Cancel a visit; it stays cancelled
    Cancel(cancel::Arguments),
    /// Say what became of those who come
    Attendance(attendance::Arguments),
    /// Say what those who come have paid
    Payment(payment::Arguments),
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
        Command::Edit(arguments) => edit::run(&arguments, front),
        Command::Reset(arguments) => reset::run(&arguments, front),
        Command::Cancel(arguments) => cancel::run(&arguments, front),
        Command::Attendance(arguments) => attendance::run(&arguments, front),
        Command::Payment(arguments) => payment::run(&arguments, front),
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

/// Reads one of some choices by its code word.
fn choice<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    code: impl Fn(T) -> &'static str + Copy + Send + Sync + 'static,
) -> impl TypedValueParser<Value = T> {
    let codes: Vec<&'static str> = all.iter().map(|choice| code(*choice)).collect();
    PossibleValuesParser::new(codes).try_map(move |word| {
        let chosen = all.iter().copied().find(|choice| code(*choice) == word);
        chosen.ok_or_else(|| Misfit::new("choice", word))
    })
}

/// The places in a visit of a client and who comes with them, or of one who comes with a client; all where nobody is named.
fn places(book: &Book, visit: VisitId, name: Option<&str>) -> Result<Vec<BookingId>, Stop> {
    let (Some(name), Some(visit)) = (name, book.visits().get(visit)) else {
        return Ok(Vec::new());
    };
    let bookings = || visit.bookings.iter();
    let clients: BTreeSet<ClientId> = bookings().filter_map(|booking| booking.client_id).collect();
    let clients = clients.into_iter().filter_map(|id| book.clients().get(id));
    let visitors: BTreeSet<VisitorId> = bookings().filter_map(|booking| booking.visitor_id).collect();
    let visitors = visitors.into_iter().filter_map(|id| book.visitors().get(id));
    let client = by_name(clients, name);
    let visitor = by_name(visitors, name);
    let is_meant = |booking: &&Booking| match (&client, &visitor) {
        (Ok(client), _) => booking.client_id == Some(client.id),
        (Err(_), Ok(visitor)) => booking.visitor_id == Some(visitor.id),
        (Err(_), Err(_)) => false,
    };
    let places: Vec<BookingId> = bookings().filter(is_meant).map(|booking| booking.booking_id).collect();
    match client {
        Err(error) if places.is_empty() => Err(Stop::fields(FieldErrors::one("client", error))),
        _ => Ok(places),
    }
}
