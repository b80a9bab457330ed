//! What waits for a person, and why: "Ann is off, holiday"; "Chair 2 is gone"; "pencilled until 15 Feb 2027, 18:00".

use super::{conflict, dates, visit};
use crate::domain::Book;
use crate::domain::schedule::Problem;
use crate::domain::todo::{Task, TaskKind};
use crate::domain::values::VisitState;

/// Why it waits.
pub fn why(book: &Book, task: &Task) -> String {
    match &task.kind {
        TaskKind::Problem(problem) => of_problem(book, task, problem),
        TaskKind::Pencilled => match task.visit.pencilled_until {
            Some(until) => format!(
                "pencilled until {}",
                dates::instant(until, book.zone(), dates::face(book))
            ),
            None => "pencilled".to_owned(),
        },
        TaskKind::NoOutcome => "no outcome yet".to_owned(),
    }
}

fn of_problem(book: &Book, task: &Task, problem: &Problem) -> String {
    let mut parts = match visit::location(book, &task.visit) {
        Some(location) => visit::against(book, &task.visit, &problem.conflicts, location),
        None => Vec::new(),
    };
    parts.extend(
        problem
            .gone
            .iter()
            .map(|with| format!("{} is gone", conflict::side(book, *with))),
    );
    if task.visit.state != VisitState::Failed {
        return parts.join("; ");
    }
    if parts.is_empty() {
        // Nothing speaks against it any more.
        parts.push("free by now".to_owned());
    }
    format!("not booked, {}", parts.join("; "))
}
