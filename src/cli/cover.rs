//! `cover`: somebody stands in for a staff member for a while, in all of their visits; it ends by itself, or earlier with
//! `--ends`.

use clap::Args;

use super::front::{Front, carry};
use super::series::edit::show_lines;
use super::stop::Stop;
use super::{away, find, step};
use crate::domain::command::Clashing;
use crate::domain::draft::{LayerDraft, Over};
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::domain::rows::{LayerId, Staff, StaffId};
use crate::domain::{Book, Command, Force};
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
    #[arg(long, value_name = "DAY", required_unless_present = "ends", requires = "until")]
    from: Option<Day>,
    /// The last day
    #[arg(long, value_name = "DAY", requires = "from")]
    until: Option<Day>,
    /// Let it end on this day, earlier than was said; the day before it began takes it back
    #[arg(long, value_name = "DAY", conflicts_with = "from")]
    ends: Option<Day>,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let mut desk = away::desk(front, arguments.dry_run)?;
    let staff = find::named::<Staff>(desk.book(), "staff", &arguments.staff)?;
    let by = find::named::<Staff>(desk.book(), "by", &arguments.by)?;
    let clashing = Clashing::default();
    let command = match (arguments.ends, arguments.from.zip(arguments.until)) {
        (Some(last), _) => Command::EndCover {
            layer: standing_in(desk.book(), staff, by, last).map_err(Stop::fields)?,
            last,
            clashing,
        },
        (None, Some((first, last))) => Command::Cover {
            layer: Box::new(LayerDraft {
                over: Over::Staff(staff),
                first,
                last,
                substitute: Some(by),
                time: None,
                before: None,
                after: None,
                resources: Vec::new(),
            }),
            force: Force::Nothing,
            clashing,
        },
        (None, None) => return Err(Stop::usage("cover takes --from and --until, or --ends")),
    };
    if arguments.dry_run {
        return show_lines(front, &mut desk, &command);
    }
    let done = carry(&mut desk, &command)?;
    step::answer(front, desk.book(), &done.label, done.rows, |text| text)
}

/// The first time that somebody stands in for another which is not over on a day.
fn standing_in(book: &Book, staff: StaffId, by: StaffId, last: Day) -> Result<LayerId, FieldErrors> {
    let is_it = |row: &&std::sync::Arc<crate::domain::rows::Layer>| {
        (row.staff_id, row.substitute_id) == (Some(staff), Some(by)) && last < row.last_day
    };
    let first = book.layers().live().filter(is_it).min_by_key(|row| row.first_day);
    first
        .map(|row| row.id)
        .ok_or_else(|| FieldErrors::one("by", FieldError::StandsInForNobody))
}
