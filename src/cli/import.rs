//! `import`: what another calendar holds, into the book. What comes of each appointment is told; one that cannot be taken
//! keeps nothing else out. With `--closed-days` its whole days close the shop.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::front::{Front, carry, foreseen, looked};
use super::input::{self, Source};
use super::stop::Stop;
use super::{find, lines, table, todo};
use crate::desk::Desk;
use crate::domain::decide::foresee_import;
use crate::domain::import::{Import, Note, Report, ReportLine};
use crate::domain::rows::*;
use crate::domain::schedule::Problems;
use crate::domain::setup::{ClosedDays, closing};
use crate::domain::todo::{TaskKind, tasks};
use crate::domain::{Book, Command};
use crate::exchange::ics::read;
use crate::words::{counted, dates, import as words};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The calendar; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// As what
    #[arg(long, value_enum)]
    format: Format,
    /// Make clients and services that are not in the book
    #[arg(long)]
    create_missing: bool,
    /// Who has what names nobody of the staff
    #[arg(long)]
    staff: Option<String>,
    /// Its whole days are holidays: close the shop on them
    #[arg(long, conflicts_with_all = ["create_missing", "staff"])]
    closed_days: bool,
    /// Only here; everywhere where it is not said
    #[arg(long, value_name = "LOCATION", requires = "closed_days")]
    location: Option<String>,
    /// Only say what would come
    #[arg(long)]
    dry_run: bool,
}

/// Holidays are taken in through so many days from now.
const HOLIDAYS_AHEAD: i32 = 2 * 366;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// iCalendar
    Ics,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let bytes = input::bytes(&arguments.source, front.streams().input, read::MOST_BYTES)?;
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    if arguments.closed_days {
        return close(arguments, &bytes, desk, front);
    }
    let staff = arguments.staff.as_ref();
    let staff = staff
        .map(|name| find::named::<Staff>(desk.book(), "staff", name))
        .transpose()?;
    let Format::Ics = arguments.format;
    let import = read::read(&bytes, desk.book().zone()).map_err(|error| Stop::unreadable(&error))?;
    let import = Import {
        create_missing: arguments.create_missing,
        staff,
        ..import
    };
    let (report, then) = if arguments.dry_run {
        looked(&mut desk, |book, moment| foresee_import(book, &import, moment))?
    } else {
        let report = desk.import(&import);
        let report = report.map_err(|not_done| Stop::not_done(desk.book(), not_done))?;
        (report, desk.book().clone())
    };
    front.answer(|| as_json(&then, &report), || as_text(&then, &report))?;
    if report.lines.is_empty() && report.refused() > 0 {
        // It was told why.
        return Err(Stop::said());
    }
    Ok(())
}

/// Closes the shop on the whole days of a calendar, and tells whose visits that hits.
fn close(arguments: &Arguments, bytes: &[u8], mut desk: Desk, front: &mut Front<'_>) -> Result<(), Stop> {
    let location = arguments.location.as_deref();
    let location = location
        .map(|name| find::named::<Location>(desk.book(), "location", name))
        .transpose()?;
    let today = desk.book().zone().civil(desk.now()).day;
    let read = read::closed_days(bytes, desk.book().zone(), today, today + HOLIDAYS_AHEAD);
    let (days, notes) = read.map_err(|error| Stop::unreadable(&error))?;
    let (draft, new) = closing(desk.book(), location, &days);
    let (now, before) = (desk.now(), desk.book().clone());
    let then = if new.is_empty() {
        before.clone()
    } else {
        let command = Command::SetUp(Box::new(draft));
        if arguments.dry_run {
            foreseen(&mut desk, &command)?.1
        } else {
            carry(&mut desk, &command)?;
            desk.book().clone()
        }
    };
    let was = Problems::of(&before, now);
    let known: Vec<VisitId> = was.to_come(now).iter().map(|problem| problem.visit).collect();
    let mut hit = tasks(&then, &Problems::of(&then, now), now);
    hit.retain(|task| matches!(task.kind, TaskKind::Problem(_)) && !known.contains(&task.visit.id));
    front.answer(
        || {
            let day = |days: &ClosedDays| json!({ "from": days.first.to_string(), "to": days.last.to_string(), "reason": days.reason });
            let note = |note: &Note| json!({ "line": note.line, "about": words::about(note), "text": words::text(&then, note) });
            json!({
                "closed_days": new.iter().map(day).collect::<Value>(),
                "lines": todo::as_json(&then, &hit),
                "notes": notes.iter().map(note).collect::<Value>(),
            })
        },
        || {
            let day = |days: &ClosedDays| vec![dates::days(days.first, days.last), days.reason.clone()];
            let closed = counted(new.len(), "time more without hours", "times more without hours");
            let rows = table::columns(&new.iter().map(day).collect::<Vec<_>>());
            let visits = counted(hit.len(), "visit cannot be as it is", "visits cannot be as they are");
            format!("{closed}\n\n{rows}\n{visits}\n\n{}", todo::as_text(&then, &hit))
        },
    )
}

fn as_json(then: &Book, report: &Report) -> Value {
    let notes = |code: &str| -> Value {
        let all = report.notes.iter().filter(|note| words::code(note) == code);
        let note =
            |note: &Note| json!({ "line": note.line, "about": words::about(note), "text": words::text(then, note) });
        all.map(note).collect()
    };
    json!({
        "name": report.name,
        "appointments": report.components,
        "new_series": report.count(crate::domain::import::Did::NewSeries),
        "new_visits": report.count(crate::domain::import::Did::NewVisit),
        "updated": report.count(crate::domain::import::Did::Updated),
        "same": report.count(crate::domain::import::Did::Same),
        "new_clients": report.clients,
        "new_services": report.services,
        "clashes": report.clashes(),
        "lines": report.lines.iter().map(|line| line_as_json(then, line)).collect::<Value>(),
        "repaired": notes("repaired"),
        "skipped": notes("skipped"),
        "refused": notes("refused"),
    })
}

fn line_as_json(then: &Book, line: &ReportLine) -> Value {
    json!({
        "line": line.line,
        "did": line.did.code(),
        "series": then.series().get(line.series).map(|series| series.uuid.to_string()),
        "who": words::who(then, line),
        "sentence": words::when(then, line),
        "clashes": line.clashes(),
        "visits": lines::new(then, &line.plan),
    })
}

fn as_text(then: &Book, report: &Report) -> String {
    let mut text = format!("{}\n", crate::words::capital(&words::counts(report)));
    let rows = report.lines.iter().map(|line| {
        vec![
            line.line.to_string(),
            words::did(line.did).to_owned(),
            words::who(then, line),
            words::changes(line),
            words::when(then, line),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        text += &format!("\n{}", table::columns(&rows));
    }
    if report.clashes() > 0 {
        let plans = report.lines.iter().map(|line| &line.plan);
        text += &format!("\nThese clash:\n{}", lines::clashing(then, plans));
    }
    let notes = report.notes.iter().map(|note| {
        vec![
            note.line.to_string(),
            words::code(note).to_owned(),
            words::about(note),
            words::text(then, note),
        ]
    });
    let notes: Vec<Vec<String>> = notes.collect();
    if !notes.is_empty() {
        text += &format!("\n{}", table::columns(&notes));
    }
    text
}
