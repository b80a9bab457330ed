//! What Chairtime writes into a component for itself, so that an import of its own export knows it again: how it stands now, by
//! which a change in another program is told from one in the book; and once for a chapter what it is made of, so that it comes
//! back as what it was in a book that has never heard of it. Other programs pass these properties by.

use std::io;
use std::sync::Arc;

use super::arrange::{Component, Part};
use super::line::{ContentLines, When};
use super::selection::Options;
use crate::domain::Book;
use crate::domain::request::{draft_of_chapter, request_by_names, visit_by_names};
use crate::domain::rows::*;

/// Writes the properties of a component; `is_first` where it is the first of its chapter.
pub(super) fn write(
    lines: &mut ContentLines<'_>,
    (book, options): (&Book, Options),
    (series, chapter): (&Series, &Chapter),
    component: &Component<'_>,
    is_first: bool,
) -> io::Result<()> {
    let begins = When::Local(component.zone.civil(component.span.from));
    lines.value("X-CHAIRTIME-WRITTEN", (begins, component.span.length()))?;
    let around = [
        ("X-CHAIRTIME-SET-UP", component.shown.lead_in),
        ("X-CHAIRTIME-CLEAN-UP", component.shown.lead_out),
    ];
    for (name, length) in around.into_iter().filter(|(_, length)| !length.is_zero()) {
        lines.value(name, length)?;
    }
    if let Part::Rule {
        rule, until, left_out, ..
    } = &component.part
    {
        match until {
            Some(until) => lines.value("X-CHAIRTIME-RULE", format_args!("{rule};UNTIL={}", When::Utc(*until)))?,
            None => lines.value("X-CHAIRTIME-RULE", rule.as_ref())?,
        }
        if !left_out.is_empty() {
            let starts: Vec<String> = left_out.iter().map(|start| When::Local(*start).to_string()).collect();
            lines.value("X-CHAIRTIME-LEFT-OUT", starts.join(","))?;
        }
    }
    let by_hand = component.by_hand.iter().filter_map(|visit| {
        let said = visit_by_names(book, visit, options.private)?;
        Some((visit.original().to_string(), said))
    });
    let by_hand: serde_json::Map<String, serde_json::Value> = by_hand.collect();
    if !by_hand.is_empty() {
        lines.text("X-CHAIRTIME-VISITS", &serde_json::Value::Object(by_hand).to_string())?;
    }
    // A chapter that has no date any more makes nothing again: its visits stand beside the others.
    let is_made = || book.chapters_of(series.id).iter().any(|one| one.id == chapter.id);
    if is_first
        && is_made()
        && let Some(draft) = draft_of_chapter(book, chapter)
        && let Some(request) = request_by_names(book, &draft, options.private)
    {
        lines.text("X-CHAIRTIME-REQUEST", &request)?;
        lines.value("X-CHAIRTIME-PIECES", pieces(book, series.id, chapter.id).join(","))?;
    }
    Ok(())
}

/// The UIDs of the pieces of a chapter's slots, in the order of its request.
fn pieces(book: &Book, series: SeriesId, chapter: ChapterId) -> Vec<String> {
    let of_slot = |slot: SlotId| {
        let is_its = move |piece: &&Arc<IcalPiece>| piece.chapter_id == chapter && piece.slot_id == slot;
        book.ical_pieces().of(series).find(is_its)
    };
    let slots = book.slot_terms().of(chapter).filter_map(|terms| of_slot(terms.slot_id));
    slots.map(|piece| piece.uid.to_string()).collect()
}
