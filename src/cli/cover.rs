//! `cover`: somebody stands in for a staff member for a while, in all of their visits; it ends by itself.

use clap::Args;

use super::front::{Front, carry};
use super::series::edit::show_lines;
use super::stop::Stop;
use super::{find, step};
use crate::domain::draft::{LayerDraft, Over};
use crate::domain::rows::Staff;
use crate::domain::{Clashing, Command, Force};
use crate::time::Day;

/// Arguments of `cover`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Whose work
    #[arg(value_name = "STAFF")]
    staff: String,
    /// Who stands in
    #[arg(long, value_name = "STAFF")]
    by: String,
    /// The first day
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// The last day
    #[arg(long, value_name = "DAY")]
    until: Day,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = if arguments.dry_run {
        front.reading()?
    } else {
        front.writing()?
    };
    let staff = find::named::<Staff>(desk.book(), "staff", &arguments.staff)?;
    let by = find::named::<Staff>(desk.book(), "by", &arguments.by)?;
    let layer = LayerDraft {
        over: Over::Staff(staff),
        first: arguments.from,
        last: arguments.until,
        substitute: Some(by),
        time: None,
        before: None,
        after: None,
        resources: Vec::new(),
    };
    let command = Command::Cover {
        layer: Box::new(layer),
        force: Force::Nothing,
        clashing: Clashing::default(),
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    let done = carry(&mut desk, &command)?;
    step::answer(front, desk.book(), &done.label, done.rows, |text| text)
}
