//! `visit attendance`: what became of those who come. Whoever is late is drawn and checked later, and the answer says whom
//! that runs into.

use clap::Args;
use serde_json::json;

use super::{Which, choice};
use crate::cli::front::{Front, carry};
use crate::cli::shape;
use crate::cli::stop::Stop;
use crate::domain::Command;
use crate::domain::command::Mark;
use crate::domain::values::Attendance;
use crate::time::Minutes;
use crate::words;

/// Arguments of `visit attendance`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// What became of them
    #[arg(value_parser = choice(Attendance::ALL, Attendance::code))]
    attendance: Attendance,
    /// Only of this client, or of who comes with them
    #[arg(long)]
    client: Option<String>,
    /// So much later than told, like PT15M
    #[arg(long, value_name = "LENGTH")]
    late: Option<Minutes>,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let command = Command::MarkVisit {
        visit,
        places: super::places(desk.book(), visit, arguments.client.as_deref())?,
        mark: Mark::Attendance {
            attendance: arguments.attendance,
            late: arguments.late,
        },
    };
    let done = carry(&mut desk, &command)?;
    let book = desk.book();
    let row = book.visits().get(visit);
    let location = row.and_then(|row| words::visit::location(book, row));
    let mut warnings: Vec<String> = Vec::new();
    for conflict in done.plan.lines.iter().flat_map(|line| &line.conflicts) {
        let warning = location.map(|location| words::conflict::late(book, conflict, location));
        warnings.extend(warning.filter(|warning| !warnings.contains(warning)));
    }
    front.answer(
        || {
            let mut value = row.map(|row| shape::occurrence(book, row)).unwrap_or_default();
            if let Some(fields) = value.as_object_mut() {
                fields.insert("warnings".to_owned(), json!(warnings));
            }
            value
        },
        || {
            let spoken = row.map(|row| words::visit::spoken(book, row)).unwrap_or_default();
            [vec![spoken], warnings.clone()].concat().join("\n")
        },
    )
}
