//! `dates`: which dates a request means, and what clashes. It is never refused for clashes, and saves nothing.

use clap::Args;
use serde_json::json;

use super::front::{Front, foreseen};
use super::input::Source;
use super::lines;
use super::stop::Stop;
use crate::domain::Command;
use crate::domain::request::{self, Purpose};
use crate::words::{dates, plan as words, sentence};

/// Arguments of `dates`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A series request; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Take clients and visitors that are not in the book as new ones
    #[arg(long)]
    create_missing: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let value = front.read(&arguments.source)?;
    let mut desk = front.reading()?;
    let mut draft =
        request::read(desk.book(), &value, Purpose::Standing, arguments.create_missing).map_err(Stop::fields)?;
    // A preview makes nothing, so that a key that was used is no obstacle.
    draft.once = None;
    let sentence = sentence::of_draft(&draft, dates::face(desk.book()));
    let (plan, then) = foreseen(&mut desk, &Command::CreateSeries(Box::new(draft)))?;
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
