//! `visit move`: one visit at another time, with another stylist, or of another length.

use clap::Args;

use super::Which;
use crate::cli::find;
use crate::cli::front::{Front, carry};
use crate::cli::stop::Stop;
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::domain::rows::Staff;
use crate::domain::{Clashing, Command};
use crate::time::{Civil, Day, Minutes};

/// Arguments of `visit move`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// To this local time, like 2026-03-04T11:00
    #[arg(long, value_name = "TIME")]
    to: Civil,
    /// To this staff member
    #[arg(long)]
    staff: Option<String>,
    /// So long, like PT1H
    #[arg(long, value_name = "LENGTH")]
    duration: Option<Minutes>,
    /// Book anyway where it clashes
    #[arg(long)]
    keep_conflicts: bool,
    /// Count the weeks of the standing appointment from there
    #[arg(long)]
    reset_start: bool,
}

/// The shortest and the longest visit.
const LENGTHS: std::ops::RangeInclusive<Minutes> = Minutes::new(1)..=Minutes::DAY;

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    if arguments.duration.is_some_and(|length| !LENGTHS.contains(&length)) {
        let error = FieldError::OutOfRange {
            least: LENGTHS.start().to_string(),
            most: LENGTHS.end().to_string(),
        };
        return Err(Stop::fields(FieldErrors::one("duration", error)));
    }
    if !(Day::FIRST..=Day::LAST).contains(&arguments.to.day) {
        let error = FieldError::OutOfRange {
            least: Day::FIRST.to_string(),
            most: Day::LAST.to_string(),
        };
        return Err(Stop::fields(FieldErrors::one("to", error)));
    }
    let mut desk = front.writing()?;
    let visit = arguments.which.find(&mut desk)?;
    let staff = match &arguments.staff {
        Some(name) => Some(find::named::<Staff>(desk.book(), "staff", name)?),
        None => None,
    };
    let (to, minutes, keep_conflicts) = (arguments.to, arguments.duration, arguments.keep_conflicts);
    let command = if arguments.reset_start {
        Command::CountFrom {
            visit,
            to,
            staff,
            minutes,
            keep_conflicts,
            clashing: Clashing::default(),
        }
    } else {
        Command::MoveVisit {
            visit,
            to,
            staff,
            minutes,
            keep_conflicts,
        }
    };
    desk.load(arguments.to.day, arguments.to.day)?;
    carry(&mut desk, &command)?;
    super::answer(front, &desk, visit)
}
