//! `setup show` and `setup set`: business, locations, staff, services, chairs, tags and clients as one JSON document.

use std::collections::BTreeSet;

use clap::Subcommand;
use serde_json::json;

use super::front::{Front, carry};
use super::input::Source;
use super::stop::Stop;
use super::todo;
use crate::desk::Done;
use crate::domain::Command as Asked;
use crate::domain::rows::VisitId;
use crate::domain::schedule::Problems;
use crate::domain::todo::{Task, TaskKind, tasks};
use crate::domain::{Book, setup};
use crate::time::Instant;
use crate::words::history;

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
            let now = desk.now();
            let before = Problems::of(desk.book(), now);
            let done = carry(&mut desk, &Asked::SetUp(Box::new(draft)))?;
            answer(front, desk.book(), &done, &hit(desk.book(), &before, now))
        }
    }
}

/// Whom the change hits: the problems that were none before (spec S4.10).
fn hit(book: &Book, before: &Problems, now: Instant) -> Vec<Task> {
    let known: BTreeSet<VisitId> = before.to_come(now).iter().map(|problem| problem.visit).collect();
    let mut problems = before.clone();
    problems.follow(book, now);
    let mut tasks = tasks(book, &problems, now);
    tasks.retain(|task| matches!(task.kind, TaskKind::Problem(_)) && !known.contains(&task.visit.id));
    tasks
}

/// What was done, and whom it hits.
fn answer(front: &mut Front<'_>, book: &Book, done: &Done, hit: &[Task]) -> Result<(), Stop> {
    let label = history::label(book, &done.label);
    front.answer(
        || json!({ "label": label, "rows": done.rows, "problems": todo::as_json(book, hit) }),
        || format!("{label}\n{}", todo::as_text(book, hit)),
    )
}
