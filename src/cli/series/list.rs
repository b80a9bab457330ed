//! `series list`: standing appointments, page by page, in the order in which they were made. Single appointments are no
//! part of it.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::show::what;
use crate::cli::front::Front;
use crate::cli::stop::Stop;
use crate::cli::{find, shape, table};
use crate::domain::Book;
use crate::domain::find::fold;
use crate::domain::rows::*;
use crate::domain::values::SeriesKind;
use crate::words::status::{self, Standing};
use crate::words::{counted, sentence, visit};

/// Arguments of `series list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Only those whose client, services, staff or note hold these words
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only those of this staff member
    #[arg(long)]
    staff: Option<String>,
    /// Only those that stand so
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// Which page, from 1
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// How many on a page
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    page_size: u32,
}

/// How a series stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Running,
    Finished,
    Stopped,
}

impl From<Status> for Standing {
    fn from(status: Status) -> Self {
        match status {
            Status::Running => Standing::Running,
            Status::Finished => Standing::Finished,
            Status::Stopped => Standing::Stopped,
        }
    }
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let (book, now) = (desk.book(), desk.now());
    let staff = match &arguments.staff {
        Some(name) => Some(find::named::<Staff>(book, "staff", name)?),
        None => None,
    };
    let words: Vec<String> = fold(arguments.search.as_deref().unwrap_or_default())
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let found: Vec<&Series> = book
        .series()
        .live()
        .map(AsRef::as_ref)
        .filter(|series| series.kind != SeriesKind::Single)
        .filter(|series| staff.is_none_or(|staff| is_with(book, series.id, staff)))
        .filter(|series| words.is_empty() || holds(book, series, &words))
        .filter(|series| {
            let wanted = arguments.status.map(Standing::from);
            wanted.is_none_or(|status| Standing::of(book, series, now) == status)
        })
        .collect();
    let size = usize::try_from(arguments.page_size).unwrap_or(usize::MAX);
    let skipped = usize::try_from(arguments.page - 1)
        .unwrap_or(usize::MAX)
        .saturating_mul(size);
    let page: Vec<&Series> = found.iter().copied().skip(skipped).take(size).collect();
    front.answer(
        || {
            let series: Value = page
                .iter()
                .filter_map(|series| shape::series(book, series.id, now))
                .collect();
            json!({ "total": found.len(), "series": series })
        },
        || {
            let rows: Vec<Vec<String>> = page
                .iter()
                .map(|series| {
                    vec![
                        series.uuid.to_string(),
                        visit::of_series(book, series.id),
                        what(book, series.id),
                        sentence::of_series(book, series.id).unwrap_or_default(),
                        status::text(book, series, now),
                    ]
                })
                .collect();
            let total = counted(found.len(), "standing appointment", "standing appointments");
            format!("{}{total}", table::columns(&rows))
        },
    )
}

fn is_with(book: &Book, series: SeriesId, staff: StaffId) -> bool {
    book.chapters().of(series).any(|chapter| {
        let in_slots = book
            .slot_terms()
            .of(chapter.id)
            .any(|terms| terms.staff.iter().any(|assigned| assigned.staff_id == staff));
        in_slots || book.lines().of(chapter.id).any(|line| line.staff_id == Some(staff))
    })
}

fn holds(book: &Book, series: &Series, words: &[String]) -> bool {
    let mut text = format!(
        "{} {} {}",
        visit::of_series(book, series.id),
        what(book, series.id),
        series.note
    );
    for member in book.members().of(series.id) {
        if let Some(client) = member.client_id.and_then(|id| book.clients().get(id)) {
            text.push_str(&format!(" {} {}", client.phone, client.email));
        }
    }
    let text = fold(&text);
    words.iter().all(|word| text.contains(word.as_str()))
}
