//! `visit edit`: what one visit has, by hand; the others stay as they are.

use clap::Args;

use super::Which;
use crate::cli::front::{Front, carry};
use crate::cli::input::Source;
use crate::cli::stop::Stop;
use crate::domain::change::Subject;
use crate::domain::request::read_visit;
use crate::domain::{Command, Refusal};

/// Arguments of `visit edit`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// What changes, in the fields of a series request that one visit has; - is standard input
    #[arg(value_name = "FILE")]
    source: Source,
    /// Book anyway where it clashes
    #[arg(long)]
    keep_conflicts: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let value = front.read(&arguments.source)?;
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let gone = || {
        let subject = Subject::Visit(visit);
        Stop::refusal(desk.book(), Refusal::Gone { subject })
    };
    let row = desk.book().visits().get(visit).ok_or_else(gone)?;
    let draft = read_visit(desk.book(), &value, row).map_err(Stop::fields)?;
    let command = Command::EditVisit {
        visit,
        draft: Box::new(draft),
        keep_conflicts: arguments.keep_conflicts,
    };
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
