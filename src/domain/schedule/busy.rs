//! What a visit takes of whom (spec S3.4, S3.5): the client is told the services; staff are busy in their hands-on
//! stretches and the set-up and clean-up; chairs are taken from set-up to clean-up; a processing stretch leaves the
//! stylist free for a visit that fits inside.

use super::lines::{PlannedLine, laid_out, lines_of};
use crate::domain::book::Book;
use crate::domain::calendar::{Busy, Who};
use crate::domain::rows::*;
use crate::domain::values::Role;
use crate::time::{Minutes, Span};

/// A line of a visit as it runs that day.
///
/// A visit that was made longer by hand: what ends last goes on until its new end. One that was made shorter ends all of
/// its lines by then.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    line: &'a PlannedLine<'a>,
    performer: Option<StaffId>,
    /// Minutes after the start of the visit.
    from: Minutes,
    to: Minutes,
}

impl Run<'_> {
    /// The stretches in which the performer's hands are needed, in minutes after the start of the visit.
    fn hands_on(&self) -> impl Iterator<Item = (Minutes, Minutes)> {
        let mut stretches = self.line.stretches.iter().peekable();
        let (mut from, end) = (self.from, self.to);
        std::iter::from_fn(move || {
            let stretch = stretches.next()?;
            let is_last = stretches.peek().is_none();
            let to = if is_last {
                end
            } else {
                (from + stretch.minutes).min(end)
            };
            let begun = std::mem::replace(&mut from, to);
            Some((stretch.hands_on && begun < to).then_some((begun, to)))
        })
        .flatten()
    }
}

fn runs<'a>(visit: &'a Visit, lines: &'a [PlannedLine<'a>]) -> Vec<Run<'a>> {
    let lead = visit.lead();
    let starts = laid_out(lines);
    let end_of = |(line, start): (&PlannedLine<'_>, &Minutes)| *start + line.stretches.length();
    let last = lines.iter().zip(&starts).map(end_of).max().unwrap_or(Minutes::ZERO);
    lines
        .iter()
        .zip(&starts)
        .map(|(line, &from)| {
            let to = end_of((line, &from));
            Run {
                line,
                performer: line.staff.or(lead),
                from,
                to: if to == last {
                    visit.minutes
                } else {
                    to.min(visit.minutes)
                },
            }
        })
        .collect()
}

/// A stretch in which somebody of the staff is needed; set-up and clean-up are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Work {
    pub staff: StaffId,
    /// By which line of the visit, from 0; none where it is the visit as a whole.
    pub line: Option<usize>,
    pub span: Span,
}

/// Who works on a visit when, by the hands-on stretches of its lines and by who is assigned besides the lead.
pub(super) fn works(visit: &Visit, lines: &[PlannedLine<'_>]) -> Vec<Work> {
    let begins = visit.expected().from;
    let at = |(from, to)| Span {
        from: begins + from,
        to: begins + to,
    };
    let mut works = Vec::with_capacity(lines.len() + 1);
    for (ordinal, run) in runs(visit, lines).iter().enumerate() {
        let Some(staff) = run.performer else { continue };
        works.extend(run.hands_on().map(|stretch| Work {
            staff,
            line: Some(ordinal),
            span: at(stretch),
        }));
    }
    works.extend(assigned(visit).map(|staff| Work {
        staff,
        line: None,
        span: visit.expected(),
    }));
    works
}

/// Who is blocked by the visit as a whole.
fn assigned(visit: &Visit) -> impl Iterator<Item = StaffId> {
    visit
        .staff
        .iter()
        .filter(|assigned| matches!(assigned.role, Role::Additional | Role::Blocked))
        .map(|assigned| assigned.staff_id)
}

/// What a visit takes of staff, chairs and clients.
pub fn busy_pieces(book: &Book, visit: &Visit) -> Vec<Busy> {
    pieces_of(visit, &lines_of(book, visit))
}

/// The same, where the lines of the visit are known.
pub(super) fn pieces_of(visit: &Visit, lines: &[PlannedLine<'_>]) -> Vec<Busy> {
    let (told, blocked) = (visit.expected(), visit.expected_blocked());
    // Set-up, hands-on, clean-up and a chair of each line, and who else is there.
    let mut pieces: Vec<Busy> = Vec::with_capacity(lines.len() * 4 + 4);
    for (ordinal, run) in runs(visit, lines).iter().enumerate() {
        if run.to <= run.from {
            continue;
        }
        let mut put = |who, span| {
            pieces.push(Busy {
                who,
                span,
                line: Some(ordinal),
            });
        };
        // Set-up belongs to everybody who begins, clean-up to everybody who ends; so do the chairs.
        let before = (run.from == Minutes::ZERO).then_some(Span::new(blocked.from, told.from));
        let after = (run.to == visit.minutes).then_some(Span::new(told.to, blocked.to));
        if let Some(staff) = run.performer {
            let hands_on = run
                .hands_on()
                .map(|(from, to)| Span::new(told.from + from, told.from + to));
            before
                .into_iter()
                .chain(hands_on)
                .chain(after)
                .for_each(|span| put(Who::Staff(staff), span));
        }
        let span = Span {
            from: before.map_or(told.from + run.from, |before| before.from),
            to: after.map_or(told.from + run.to, |after| after.to),
        };
        for used in run.line.resources {
            put(Who::Resource(used.resource_id), span);
        }
    }
    let mut put = |who, span| pieces.push(Busy { who, span, line: None });
    assigned(visit).for_each(|staff| put(Who::Staff(staff), blocked));
    for used in &visit.resources {
        put(Who::Resource(used.resource_id), blocked);
    }
    for booking in &visit.bookings {
        if let (Some(client), None, None) = (booking.client_id, booking.visitor_id, booking.cancelled_at) {
            put(Who::Client(client), told);
        }
    }
    merged(pieces)
}

/// Joins stretches of the same person or chair by the same line that touch, and leaves out what takes no time.
fn merged(mut pieces: Vec<Busy>) -> Vec<Busy> {
    pieces.retain(|piece| !piece.span.is_empty());
    pieces.sort_by_key(|piece| (piece.who, piece.line, piece.span.from, piece.span.to));
    pieces.dedup_by(|next, piece| {
        let touches = (next.who, next.line) == (piece.who, piece.line) && next.span.from <= piece.span.to;
        if touches {
            piece.span.to = piece.span.to.max(next.span.to);
        }
        touches
    });
    pieces.sort_by_key(|piece| (piece.who, piece.span.from, piece.line));
    pieces
}
