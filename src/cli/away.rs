//! Being away, and coming back: what `series pause`, `series resume`, `series restart`, `client away` and `client back` share.
//! Each shows its lines with `--dry-run`, and answers with what it is about as it is now, or with the lines of a client.

use clap::Args;
use serde_json::json;

use super::front::{Front, carry, foreseen};
use super::lines;
use super::stop::Stop;
use crate::desk::Desk;
use crate::domain::Command;
use crate::domain::command::Whose;
use crate::time::Day;
use crate::words::deeds::{Verb, summary};

/// From when to when nobody comes.
#[derive(Debug, Args)]
pub(super) struct While {
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// Through this day; until further notice where it is not said
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// Give the places up; else they are held
    #[arg(long)]
    give_up: bool,
    /// Only show what would change
    #[arg(long)]
    pub dry_run: bool,
}

impl While {
    /// The command.
    pub(super) fn command(&self, whose: Whose) -> Command {
        Command::Pause {
            whose,
            from: self.from,
            until: self.until,
            gives_up: self.give_up,
        }
    }
}

/// Opens the salon file as it is needed.
pub(super) fn desk(front: &Front<'_>, dry_run: bool) -> Result<Desk, Stop> {
    if dry_run { front.reading() } else { front.writing() }
}

/// Carries the command out, and shows what it means date by date; with `dry_run` it is only shown.
pub(super) fn show(front: &mut Front<'_>, desk: &mut Desk, command: &Command, dry_run: bool) -> Result<(), Stop> {
    let before = desk.book().clone();
    let (plan, then) = if dry_run {
        foreseen(desk, command)?
    } else {
        let done = carry(desk, command)?;
        (done.plan, desk.book().clone())
    };
    front.answer(
        || json!({ "lines": lines::changed(&before, &then, &plan) }),
        || format!("{}\n\n{}", summary(Verb::Change, &plan), lines::text(&then, &plan)),
    )
}
