//! `visit apply-to-series`: what was changed of a visit by hand becomes the usual; only the fields that differ.

use clap::Args;

use super::Which;
use crate::cli::front::{Front, carry};
use crate::cli::series::{self, show};
use crate::cli::stop::Stop;
use crate::domain::{Clashing, Command};

/// Arguments of `visit apply-to-series`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    of_series: series::Which,
    /// Count the weeks from here
    #[arg(long)]
    reset_start: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let scope = arguments.of_series.or_from(arguments.which.original.day).scope()?;
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let command = Command::MakeUsual {
        visit,
        scope,
        reset_start: arguments.reset_start,
        clashing: Clashing::default(),
    };
    let done = carry(&mut desk, &command)?;
    show::answer(front, &desk, done.series)
}
