//! `series show`: a standing appointment as it is now.

use clap::Args;

use crate::cli::front::Front;
use crate::cli::stop::Stop;
use crate::cli::{find, shape};
use crate::desk::Desk;
use crate::domain::Book;
use crate::domain::rows::*;
use crate::time::Instant;
use crate::words::{dates, sentence, status, visit};

/// Arguments of `series show`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    series: String,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let series = find::series(desk.book(), &arguments.series)?;
    answer(front, &desk, Some(series))
}

/// Shows a series.
pub(in crate::cli) fn answer(front: &mut Front<'_>, desk: &Desk, series: Option<SeriesId>) -> Result<(), Stop> {
    let (book, now) = (desk.book(), desk.now());
    front.answer(
        || {
            series
                .and_then(|series| shape::series(book, series, now))
                .unwrap_or_default()
        },
        || series.and_then(|series| text(book, series, now)).unwrap_or_default(),
    )
}

fn text(book: &Book, id: SeriesId, now: Instant) -> Option<String> {
    let row = book.series().get(id)?;
    let mut lines = vec![
        [visit::of_series(book, id), what(book, id)].join(", "),
        sentence::of_series(book, id)?,
    ];
    let until = row.materialized_until.map(dates::day);
    let until = until
        .map(|day| format!(", in the book up to {day}"))
        .unwrap_or_default();
    lines.push(format!(
        "{}{until}",
        crate::words::capital(&status::text(book, row, now))
    ));
    if !row.note.is_empty() {
        lines.push(row.note.clone());
    }
    lines.push(row.uuid.to_string());
    Some(lines.join("\n"))
}

/// "Cut, Colour with Ann at Main Street"
pub(super) fn what(book: &Book, series: SeriesId) -> String {
    let Some(chapter) = book.last_chapter(series) else {
        return String::new();
    };
    let mut services: Vec<&str> = Vec::new();
    for line in book.lines().of(chapter.id) {
        if let Some(service) = book.services().get(line.service_id)
            && !services.contains(&service.name.as_str())
        {
            services.push(&service.name);
        }
    }
    let mut leads: Vec<&str> = Vec::new();
    for lead in book.slot_terms().of(chapter.id).filter_map(|terms| terms.lead()) {
        let name = visit::staff(book, lead);
        if !leads.contains(&name) {
            leads.push(name);
        }
    }
    let mut text = services.join(", ");
    if !leads.is_empty() {
        text.push_str(&format!(" with {}", crate::words::listed(&leads, "and")));
    }
    if let Some(location) = book.locations().get(chapter.location_id) {
        text.push_str(&format!(" at {}", location.name));
    }
    text
}
