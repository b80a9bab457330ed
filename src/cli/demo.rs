//! `demo`: the sample shop in an empty folder, the same every time for a given moment.

use clap::Args;

use super::front::Front;
use super::step;
use super::stop::Stop;
use crate::domain::change::Label;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A chain with 3,000 standing appointments and five past years, to try how it bears up
    #[arg(long)]
    large: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = front.making()?;
    let done = if arguments.large {
        desk.large_shop(&mut |_, _| {})
    } else {
        desk.sample_shop().map(|done| done.rows)
    };
    let rows = done.map_err(|not_done| Stop::not_done(desk.book(), not_done))?;
    step::answer(front, desk.book(), &Label::SampleShop, rows, |text| text)
}
