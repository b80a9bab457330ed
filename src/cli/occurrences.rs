//! `occurrences`: visits in all states, by day.

use clap::Args;

use super::front::Front;
use super::stop::Stop;
use super::{find, shape, table};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::time::Day;
use crate::words::dates::{face, time, times, weekday_and_day};
use crate::words::visit as words;

/// Arguments of `occurrences`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only of this standing appointment
    #[arg(long, value_name = "ID")]
    series: Option<String>,
    /// Only with this staff member
    #[arg(long)]
    staff: Option<String>,
    /// Only of this client
    #[arg(long)]
    client: Option<String>,
    /// Only at this location
    #[arg(long)]
    location: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Through this day
    #[arg(long, value_name = "DAY")]
    to: Option<Day>,
}

/// Which visits are asked for.
struct Wanted {
    series: Option<SeriesId>,
    staff: Option<StaffId>,
    client: Option<ClientId>,
    location: Option<LocationId>,
}

impl Wanted {
    fn read(arguments: &Arguments, book: &Book) -> Result<Self, Stop> {
        let named = |name: &Option<String>| name.clone();
        Ok(Self {
            series: named(&arguments.series).map(|id| find::series(book, &id)).transpose()?,
            staff: named(&arguments.staff)
                .map(|name| find::named::<Staff>(book, "staff", &name))
                .transpose()?,
            client: named(&arguments.client)
                .map(|name| find::named::<Client>(book, "client", &name))
                .transpose()?,
            location: named(&arguments.location)
                .map(|name| find::named::<Location>(book, "location", &name))
                .transpose()?,
        })
    }

    fn is(&self, book: &Book, visit: &Visit) -> bool {
        let works = |staff: StaffId| {
            visit.staff.iter().any(|assigned| assigned.staff_id == staff)
                || lines_of(book, visit).iter().any(|line| line.staff == Some(staff))
        };
        let comes = |client: ClientId| visit.bookings.iter().any(|booking| booking.client_id == Some(client));
        self.series.is_none_or(|series| visit.series_id == series)
            && self.staff.is_none_or(works)
            && self.client.is_none_or(comes)
            && self
                .location
                .is_none_or(|location| words::location(book, visit) == Some(location))
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let wanted = Wanted::read(arguments, desk.book())?;
    let first = arguments.from.unwrap_or(Day::FIRST);
    let last = arguments.to.unwrap_or(Day::LAST);
    let book = desk.book_from(first)?;
    let mut visits: Vec<&Visit> = book
        .calendar()
        .on_days(&book, first, last)
        .map(AsRef::as_ref)
        .filter(|visit| wanted.is(&book, visit))
        .collect();
    visits.sort_by_key(|visit| (visit.start_utc, visit.id));
    if front.json() {
        return print(front, &book, &visits);
    }
    let rows: Vec<Vec<String>> = visits.into_iter().map(|visit| row(&book, visit)).collect();
    if rows.is_empty() {
        return front.answer(serde_json::Value::default, || "No visits".to_owned());
    }
    front.answer(serde_json::Value::default, || table::columns(&rows))
}

/// One after the other: five years of a large salon are not held in memory as text.
fn print(front: &mut Front<'_>, book: &Book, visits: &[&Visit]) -> Result<(), Stop> {
    let out = front.out();
    write!(out, "[")?;
    for (index, visit) in visits.iter().enumerate() {
        let comma = if index == 0 { "" } else { ",\n" };
        write!(out, "{comma}{}", shape::occurrence(book, visit))?;
    }
    writeln!(out, "]")?;
    Ok(())
}

fn row(book: &Book, visit: &Visit) -> Vec<String> {
    let ends = visit.start() + visit.minutes;
    let lead = visit.lead().map(|lead| words::staff(book, lead)).unwrap_or_default();
    let mut remarks: Vec<String> = words::standing(visit).into_iter().collect();
    remarks.extend(words::by_hand(visit.changed));
    if visit.start() != visit.original() {
        let usual = weekday_and_day(visit.original_day);
        remarks.push(format!("usually {usual} {}", time(visit.original_time, face(book))));
    }
    vec![
        weekday_and_day(visit.day),
        times(visit.time, ends.time, face(book)),
        words::who(book, visit),
        words::services(book, visit),
        lead.to_owned(),
        remarks.join(", "),
    ]
}
