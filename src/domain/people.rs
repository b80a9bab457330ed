//! Who comes to a visit (spec S1, S3.5): whom the series is for, and visitors who come along and have services of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::book::Book;
use super::rows::*;
use super::schedule::{PlannedLine, lines_of};
use super::values::CancelledHow;
use crate::time::Instant;

/// The visitors who have services of their own in any chapter of a series.
pub fn visitors(book: &Book, series: SeriesId) -> BTreeSet<VisitorId> {
    let chapters = book.chapters().of(series);
    chapters
        .flat_map(|chapter| book.lines().of(chapter.id))
        .filter_map(|line| line.visitor_id)
        .collect()
}

/// For whom a series is: not who comes along.
pub fn main_member(book: &Book, series: SeriesId) -> Option<&Arc<Member>> {
    let along = visitors(book, series);
    let live = || book.members().of(series).filter(|member| member.deleted_at.is_none());
    let alone = |member: &&Arc<Member>| member.visitor_id.is_none_or(|visitor| !along.contains(&visitor));
    live()
        .find(alone)
        .or_else(|| live().find(|member| member.client_id.is_some()))
}

/// Whether any of these services is for a visitor.
pub fn has_service(lines: &[PlannedLine<'_>], visitor: VisitorId) -> bool {
    lines.iter().any(|line| line.visitor == Some(visitor))
}

/// Lets those visitors come who have services in a visit, and nobody of those who have none: their places are cancelled.
pub(super) fn let_come(book: &Book, visit: &mut Visit, now: Instant) {
    let along = visitors(book, visit.series_id);
    let served: BTreeSet<VisitorId> = lines_of(book, visit).iter().filter_map(|line| line.visitor).collect();
    for booking in &mut visit.bookings {
        let Some(visitor) = booking.visitor_id else { continue };
        if served.contains(&visitor) {
            (booking.cancelled_at, booking.cancelled_how) = (None, None);
        } else if along.contains(&visitor) && booking.cancelled_at.is_none() {
            (booking.cancelled_at, booking.cancelled_how) = (Some(now), Some(CancelledHow::InTime));
        }
    }
}
