//! `staff out`: somebody is out, the call list with what can be offered, and the step that moves the visits. `staff leaves`:
//! what they do goes to others.

use std::cell::RefCell;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::front::{Front, carry, foreseen, looked};
use super::input::Source;
use super::stop::Stop;
use super::{away, find, shape, table};
use crate::desk::Desk;
use crate::domain::command::Instead;
use crate::domain::decide::{Absent, Call, call_list};
use crate::domain::find::by_name;
use crate::domain::read::Reader;
use crate::domain::refusal::{FieldError, FieldErrors, Thing};
use crate::domain::rows::*;
use crate::domain::{Book, Command as Asked, Plan};
use crate::time::{Civil, Day};
use crate::words::{dates, visit as words};

/// Commands of `staff`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Note that somebody is out, and move the visits of that time
    Out(Arguments),
    /// Note that somebody leaves, and give what they do from then on to others
    Leaves(Leaves),
}

/// Arguments of `staff leaves`.
#[derive(Debug, Args)]
pub(super) struct Leaves {
    /// Who
    #[arg(value_name = "STAFF")]
    staff: String,
    /// Their last day, like 2027-01-31
    #[arg(long, value_name = "DAY")]
    last: Day,
    /// To whom; to whoever can do it and is free for the most of its dates where nobody is named
    #[arg(long, value_name = "STAFF")]
    to: Option<String>,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `staff out`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Who
    #[arg(value_name = "STAFF")]
    staff: String,
    /// From then on, like 2027-01-19T08:00
    #[arg(long, value_name = "TIME")]
    from: Civil,
    /// Until then; the rest of the day where it is not said
    #[arg(long, value_name = "TIME")]
    until: Option<Civil>,
    /// What was agreed on, a list of series, original_start, start and staff; each first offer where it is not said
    #[arg(long, value_name = "FILE")]
    take: Option<Source>,
    /// Only show the call list and what would change
    #[arg(long)]
    dry_run: bool,
}

/// The most visits that are moved at once.
const MOST: usize = 1_000;

pub(super) fn run(command: &Command, front: &mut Front<'_>) -> Result<(), Stop> {
    match command {
        Command::Out(arguments) => out(arguments, front),
        Command::Leaves(arguments) => leaves(arguments, front),
    }
}

fn leaves(arguments: &Leaves, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = away::desk(front, arguments.dry_run)?;
    let staff = find::named::<Staff>(desk.book(), "staff", &arguments.staff)?;
    let to = arguments.to.as_deref();
    let to = to
        .map(|name| find::named::<Staff>(desk.book(), "to", name))
        .transpose()?;
    let last = arguments.last;
    let command = Asked::StaffLeaves { staff, last, to };
    away::show(front, &mut desk, &command, arguments.dry_run)
}

fn out(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let taken = arguments.take.as_ref().map(|source| front.read(source)).transpose()?;
    let mut desk = away::desk(front, arguments.dry_run)?;
    let absent = Absent {
        staff: find::named::<Staff>(desk.book(), "staff", &arguments.staff)?,
        from: arguments.from,
        until: arguments.until,
    };
    let instead = taken
        .as_ref()
        .map(|taken| read(desk.book(), taken))
        .transpose()
        .map_err(Stop::fields)?;
    let calls = looked(&mut desk, |book, moment| call_list(book, absent, moment))?;
    let before = desk.book().clone();
    let command = Asked::StaffOut {
        absent,
        instead,
        cancelled: Vec::new(),
    };
    let (plan, then) = done(&mut desk, &command, arguments.dry_run)?;
    front.answer(
        || json!({ "lines": as_json(&before, &then, &plan, &calls) }),
        || text(&before, &calls),
    )
}

fn done(desk: &mut Desk, command: &Asked, dry_run: bool) -> Result<(Plan, Book), Stop> {
    if dry_run {
        return foreseen(desk, command);
    }
    let done = carry(desk, command)?;
    Ok((done.plan, desk.book().clone()))
}

/// Reads what was agreed on with whom.
fn read(book: &Book, value: &Value) -> Result<Vec<Instead>, FieldErrors> {
    let errors = RefCell::default();
    let Some(list) = value.as_array() else {
        return Err(FieldErrors::one("", FieldError::WrongType { wanted: "a list" }));
    };
    if list.len() > MOST {
        return Err(FieldErrors::one("", FieldError::TooMany { most: MOST }));
    }
    let read = |(index, value): (usize, &Value)| {
        let reader = Reader::new(value, index.to_string(), &errors);
        let one = one(book, &reader);
        reader.end();
        one
    };
    let all: Vec<Instead> = list.iter().enumerate().filter_map(read).collect();
    errors.into_inner().check(Some(all))
}

fn one(book: &Book, reader: &Reader<'_>) -> Option<Instead> {
    for field in ["series", "original_start", "start", "staff"] {
        if reader.value(field).is_none() {
            reader.wrong(field, FieldError::Missing);
        }
    }
    let series: Option<uuid::Uuid> = reader.parsed("series", FieldError::NoSuch { what: Thing::Series });
    let original: Option<Civil> = reader.parsed("original_start", FieldError::NotATime);
    let start: Option<Civil> = reader.parsed("start", FieldError::NotATime);
    let name = reader.text("staff", crate::domain::read::NAME);
    let staff = name.and_then(|name| {
        let found = by_name(book.staff().live(), &name).map(|staff| staff.id);
        found.map_err(|error| reader.wrong("staff", error)).ok()
    });
    let known = book.series().live().find(|row| Some(row.uuid) == series);
    if series.is_some() && known.is_none() {
        reader.wrong("series", FieldError::NoSuch { what: Thing::Series });
    }
    let (series, original) = (known?.id, original?);
    let visit = book.calendar().named(series, original);
    if visit.is_none() {
        reader.wrong("original_start", FieldError::NotADateOfTheRule { day: original.day });
    }
    Some(Instead {
        visit: visit?,
        to: start?,
        staff: staff?,
    })
}

/// The lines of the change, each with whom to call and what can be offered.
fn as_json(before: &Book, then: &Book, plan: &Plan, calls: &[Call]) -> Value {
    let lines = plan.lines.iter().map(|line| {
        let id = line.before.as_ref().map(|visit| visit.id);
        let call = calls.iter().find(|call| Some(call.visit.id) == id);
        let location = line.before.as_ref().and_then(|visit| words::location(before, visit));
        let mut fields = shape::line(before, then, line, location.unwrap_or_else(|| LocationId::from(0)));
        let offers = call.map(|call| offers(before, call));
        if let Some(fields) = fields.as_object_mut() {
            let phone = call.and_then(|call| words::phone(before, &call.visit));
            fields.insert("phone".to_owned(), json!(phone));
            fields.insert("offers".to_owned(), offers.unwrap_or_else(|| json!([])));
        }
        fields
    });
    lines.collect()
}

fn offers(book: &Book, call: &Call) -> Value {
    let offers = call.offers.iter();
    offers
        .map(|offer| json!({"start": offer.start.to_string(), "staff": words::staff(book, offer.staff)}))
        .collect()
}

fn text(book: &Book, calls: &[Call]) -> String {
    let row = |call: &Call| {
        let offer = |offer: &crate::domain::decide::Offer| {
            let start = dates::start(offer.start, dates::face(book));
            format!("{} {start}", words::staff(book, offer.staff))
        };
        vec![
            words::when(book, &call.visit),
            words::who(book, &call.visit),
            words::phone(book, &call.visit).unwrap_or_default().to_owned(),
            words::services(book, &call.visit),
            call.offers.iter().map(offer).collect::<Vec<_>>().join("; "),
        ]
    };
    table::columns(&calls.iter().map(row).collect::<Vec<_>>())
}
