//! `dates`: which dates a request means, and what clashes. It is never refused for clashes, and saves nothing.

use clap::Args;
use serde_json::json;

use super::front::{Front, looked};
use super::input::Source;
use super::lines;
use super::stop::Stop;
use crate::domain::request::{self, Purpose};
use crate::domain::{Command, foresee};
use crate::words::{dates, plan as words, sentence};

/// Arguments of `dates`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A series request; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Take clients, services, staff and the like that are not in the book as new ones
    #[arg(long)]
    create_missing: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let value = front.read(&arguments.source)?;
    let mut desk = front.reading()?;
    let (draft, plan, then) = looked(&mut desk, |book, moment| {
        let book = if arguments.create_missing {
            request::with_missing(book, &value, Purpose::Standing, moment)?
        } else {
            book.clone()
        };
        let mut draft = request::read(&book, &value, Purpose::Standing, arguments.create_missing)?;
        // A preview makes nothing, so that a key that was used is no obstacle.
        draft.once = None;
        let (plan, then) = foresee(&book, &Command::CreateSeries(Box::new(draft.clone())), moment)?;
        Ok((draft, plan, then))
    })?;
    let sentence = sentence::of_draft(&draft, dates::face(desk.book()));
    front.answer(
        || {
            json!({
                "sentence": sentence,
                "count": plan.dates(),
                "left_out": plan.left_out(),
                "last": plan.last().map(|day| day.to_string()),
                "lines": lines::new(&then, &plan),
            })
        },
        || format!("{sentence}\n{}\n\n{}", words::counts(&plan), lines::text(&then, &plan)),
    )
}
