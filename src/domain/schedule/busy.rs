//! What a visit takes of whom (spec S3.4, S3.5): the client is told the services; staff are busy in their hands-on
//! stretches and the set-up and clean-up; chairs are taken from set-up to clean-up; a processing stretch leaves the
//! stylist free for a visit that fits inside.

use crate::domain::book::Book;
use crate::domain::calendar::{Busy, Who};
use crate::domain::rows::*;
use crate::domain::values::{Money, Role, Stretches};
use crate::time::{Minutes, Span};

/// A service of a visit as it is meant: from the series' lines, or from the visit's own.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedLine {
    /// The series' line, where it is one.
    pub line: Option<LineId>,
    /// Which service.
    pub service: ServiceId,
    /// For whom, where it is not the client.
    pub visitor: Option<VisitorId>,
    /// By whom; the visit's lead where there is none.
    pub staff: Option<StaffId>,
    /// Beside the line before.
    pub beside: bool,
    /// How much later it begins, where it is beside.
    pub offset: Minutes,
    /// What it is made of.
    pub stretches: Stretches,
    /// A fixed price.
    pub price: Option<Money>,
    /// Chairs and rooms of this line.
    pub resources: Vec<ResourceId>,
}

impl From<&Line> for PlannedLine {
    fn from(line: &Line) -> Self {
        Self {
            line: Some(line.id),
            service: line.service_id,
            visitor: line.visitor_id,
            staff: line.staff_id,
            beside: line.beside,
            offset: line.offset,
            stretches: line.stretches.clone(),
            price: line.price,
            resources: line.resources.iter().map(|used| used.resource_id).collect(),
        }
    }
}

impl From<&VisitLine> for PlannedLine {
    fn from(line: &VisitLine) -> Self {
        Self {
            line: None,
            service: line.service_id,
            visitor: line.visitor_id,
            staff: line.staff_id,
            beside: line.beside,
            offset: line.offset,
            stretches: line.stretches.clone(),
            price: line.price,
            resources: Vec::new(),
        }
    }
}

/// Whether a line that is there every Nth time is there at this position (from 0) of the rule (spec S2.10).
pub fn is_there(every_nth: u16, phase: u16, position: u32) -> bool {
    every_nth <= 1 || position % u32::from(every_nth) == u32::from(phase.saturating_sub(1)) % u32::from(every_nth)
}

/// The services of a visit, in their order.
pub fn lines_of(book: &Book, visit: &Visit) -> Vec<PlannedLine> {
    if !visit.lines.is_empty() {
        return visit.lines.iter().map(PlannedLine::from).collect();
    }
    let mut lines: Vec<&Line> = book
        .lines()
        .of(visit.chapter_id)
        .map(AsRef::as_ref)
        .filter(
            |line| match line.terms_id.and_then(|terms| book.slot_terms().get(terms)) {
                Some(terms) => {
                    terms.slot_id == visit.slot_id && is_there(line.every_nth, line.phase, visit.slot_position)
                }
                None => line.terms_id.is_none() && is_there(line.every_nth, line.phase, visit.position),
            },
        )
        .collect();
    // Lines of the slot take the place of the series' own.
    if lines.iter().any(|line| line.terms_id.is_some()) {
        lines.retain(|line| line.terms_id.is_some());
    }
    lines.sort_by_key(|line| line.ordinal);
    lines.into_iter().map(PlannedLine::from).collect()
}

/// When each line begins, in minutes after the start: after the line before, or beside it at an offset.
pub fn laid_out(lines: &[PlannedLine]) -> Vec<Minutes> {
    let mut starts: Vec<Minutes> = Vec::with_capacity(lines.len());
    let mut before = (Minutes::ZERO, Minutes::ZERO);
    for line in lines {
        let start = if line.beside { before.0 + line.offset } else { before.1 };
        before = (start, start + line.stretches.length());
        starts.push(start);
    }
    starts
}

/// How long the client is told: until the last line ends.
pub fn told_length(lines: &[PlannedLine]) -> Minutes {
    laid_out(lines)
        .into_iter()
        .zip(lines)
        .map(|(start, line)| start + line.stretches.length())
        .max()
        .unwrap_or(Minutes::ZERO)
}

/// What a visit takes of staff, chairs and clients.
pub fn busy_pieces(book: &Book, visit: &Visit) -> Vec<Busy> {
    let lines = lines_of(book, visit);
    let starts = laid_out(&lines);
    let lead = visit.lead();
    let told = visit.span();
    let blocked = visit.blocked();
    let mut pieces: Vec<Busy> = Vec::with_capacity(lines.len() + 2);

    // A visit that was made shorter or longer by hand: its last hands-on stretch gives or takes the difference.
    let last = starts
        .iter()
        .zip(&lines)
        .map(|(&start, line)| start + line.stretches.length())
        .enumerate()
        .max_by_key(|(_, end)| *end);
    for (ordinal, (line, &start)) in lines.iter().zip(&starts).enumerate() {
        let performer = line.staff.or(lead);
        let mut from = start;
        let mut stretches = line.stretches.iter().peekable();
        while let Some(stretch) = stretches.next() {
            let mut to = from + stretch.minutes;
            if last.is_some_and(|(which, _)| which == ordinal) && stretches.peek().is_none() {
                to = to.max(visit.minutes);
            }
            if let (true, Some(staff)) = (stretch.hands_on, performer) {
                let span = Span {
                    from: visit.start_utc + from,
                    to: (visit.start_utc + to).min(told.to),
                };
                pieces.push(Busy {
                    who: Who::Staff(staff),
                    span,
                    line: Some(ordinal),
                });
            }
            from = to;
        }
        let span = Span {
            from: visit.start_utc + start,
            to: visit.start_utc + from,
        };
        pieces.extend(line.resources.iter().map(|&resource| Busy {
            who: Who::Resource(resource),
            span,
            line: Some(ordinal),
        }));
    }
    // Set-up belongs to who begins, clean-up to who ends.
    if let Some(first) = pieces
        .iter_mut()
        .filter(|piece| matches!(piece.who, Who::Staff(_)))
        .min_by_key(|piece| piece.span.from)
        && first.span.from == told.from
    {
        first.span.from = blocked.from;
    }
    if let Some(end) = pieces
        .iter_mut()
        .filter(|piece| matches!(piece.who, Who::Staff(_)))
        .max_by_key(|piece| piece.span.to)
        && end.span.to == told.to
    {
        end.span.to = blocked.to;
    }
    pieces.retain(|piece| !piece.span.is_empty());

    for assigned in &visit.staff {
        if matches!(assigned.role, Role::Additional | Role::Blocked) {
            pieces.push(Busy {
                who: Who::Staff(assigned.staff_id),
                span: blocked,
                line: None,
            });
        }
    }
    pieces.extend(visit.resources.iter().map(|used| Busy {
        who: Who::Resource(used.resource_id),
        span: blocked,
        line: None,
    }));
    for booking in &visit.bookings {
        if let (Some(client), None, None) = (booking.client_id, booking.visitor_id, booking.cancelled_at) {
            pieces.push(Busy {
                who: Who::Client(client),
                span: told,
                line: None,
            });
        }
    }
    merged(pieces)
}

/// Joins stretches of the same person or chair that touch, so that a piece is as long as it can be.
fn merged(mut pieces: Vec<Busy>) -> Vec<Busy> {
    pieces.sort_by_key(|piece| (piece.who, piece.span.from, piece.span.to));
    pieces.dedup_by(|next, piece| {
        let touches = next.who == piece.who && next.span.from <= piece.span.to;
        if touches {
            piece.span.to = piece.span.to.max(next.span.to);
        }
        touches
    });
    pieces
}
