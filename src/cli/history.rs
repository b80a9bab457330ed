//! `history`: the last steps, newest first.

use clap::Args;
use serde_json::{Value, json};

use super::front::Front;
use super::stop::Stop;
use super::table;
use crate::desk::{Step, StepState};
use crate::domain::change::Origin;
use crate::words::dates::{face, instant};
use crate::words::history as words;

/// Arguments of `history`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let steps = desk.history(arguments.limit)?;
    let book = desk.book();
    front.answer(
        || {
            let step = |step: &Step| {
                json!({
                    "at": step.at.to_string(),
                    "label": words::label(book, &step.label),
                    "subject": step.subject.and_then(|subject| words::subject(book, subject)),
                    "undoable": is_undoable(step),
                })
            };
            steps.iter().map(step).collect::<Value>()
        },
        || {
            let row = |step: &Step| {
                vec![
                    instant(step.at, book.zone(), face(book)),
                    step.actor.clone(),
                    words::label(book, &step.label),
                    standing(step.state).to_owned(),
                ]
            };
            table::columns(&steps.iter().map(row).collect::<Vec<_>>())
        },
    )
}

/// Whether the step can still be taken back, after those that came later.
fn is_undoable(step: &Step) -> bool {
    step.state == StepState::Done && step.origin != Origin::Automatic
}

/// How a step stands that is not simply done.
const fn standing(state: StepState) -> &'static str {
    match state {
        StepState::Done | StepState::Beyond => "",
        StepState::Undone | StepState::Dropped => "taken back",
    }
}
