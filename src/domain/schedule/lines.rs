//! Which services a visit has, and when each of them runs: lines after each other or beside each other, some of them only
//! every Nth time.

use super::cover::performer_on;
use crate::domain::book::Book;
use crate::domain::draft::{LineDraft, Who};
use crate::domain::rows::*;
use crate::domain::values::{Changed, Money, Stretches, VisitOrigin};
use crate::time::Minutes;

/// A service of a visit as it is meant: from the series' lines, or from the visit's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedLine<'a> {
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
    pub stretches: &'a Stretches,
    /// A fixed price.
    pub price: Option<Money>,
    /// Chairs and rooms of this line.
    pub resources: &'a [UsedResource],
}

impl PlannedLine<'_> {
    /// Whether a person would say that it is the same service, whichever row it comes from.
    pub fn is_the_same_service(&self, other: &PlannedLine<'_>) -> bool {
        let unnamed = |line: &Self| PlannedLine { line: None, ..*line };
        unnamed(self) == PlannedLine { line: None, ..*other }
    }

    /// Whether it is the same service for the same person, however long it takes and whatever it costs.
    pub fn is_of_the_same(&self, other: &PlannedLine<'_>) -> bool {
        (self.service, self.visitor) == (other.service, other.visitor)
    }
}

impl<'a> From<&'a Line> for PlannedLine<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            line: Some(line.id),
            service: line.service_id,
            visitor: line.visitor_id,
            staff: line.staff_id,
            beside: line.beside,
            offset: line.offset,
            stretches: &line.stretches,
            price: line.price,
            resources: &line.resources,
        }
    }
}

impl<'a> From<&'a VisitLine> for PlannedLine<'a> {
    fn from(line: &'a VisitLine) -> Self {
        Self {
            line: None,
            service: line.service_id,
            visitor: line.visitor_id,
            staff: line.staff_id,
            beside: line.beside,
            offset: line.offset,
            stretches: &line.stretches,
            price: line.price,
            resources: &[],
        }
    }
}

impl From<&PlannedLine<'_>> for VisitLine {
    fn from(line: &PlannedLine<'_>) -> Self {
        Self {
            service_id: line.service,
            visitor_id: line.visitor,
            staff_id: line.staff,
            beside: line.beside,
            offset: line.offset,
            stretches: line.stretches.clone(),
            price: line.price,
        }
    }
}

impl From<&PlannedLine<'_>> for LineDraft {
    /// As it would be said of a visit: there every time.
    fn from(line: &PlannedLine<'_>) -> Self {
        Self {
            service: line.service,
            stretches: line.stretches.clone(),
            visitor: line.visitor.map(Who::Known),
            staff: line.staff,
            resources: line.resources.iter().map(|used| used.resource_id).collect(),
            beside: line.beside,
            offset: line.offset,
            price: line.price,
            every_nth: 1,
            phase: 1,
        }
    }
}

/// Which date of a chapter is asked about: of which slot, and which one it is, all slots together and of its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatePlace {
    /// The chapter.
    pub chapter: ChapterId,
    /// The slot.
    pub slot: SlotId,
    /// Which date of the rule, from 0.
    pub position: u32,
    /// Which date of its slot, from 0.
    pub slot_position: u32,
}

impl DatePlace {
    /// Which date a visit is.
    pub fn of(visit: &Visit) -> Self {
        Self {
            chapter: visit.chapter_id,
            slot: visit.slot_id,
            position: visit.position,
            slot_position: visit.slot_position,
        }
    }
}

/// Whether a line that is there every Nth time is there at this position (from 0) of the rule (spec S2.10).
pub fn is_there(every_nth: u16, phase: u16, position: u32) -> bool {
    every_nth <= 1 || position % u32::from(every_nth) == u32::from(phase.saturating_sub(1)) % u32::from(every_nth)
}

/// The services of a visit, in their order.
pub fn lines_of<'a>(book: &'a Book, visit: &'a Visit) -> Vec<PlannedLine<'a>> {
    let mut lines = if visit.lines.is_empty() {
        lines_on(book, DatePlace::of(visit))
    } else {
        own_lines(book, visit)
    };
    if visit.changed.has(Changed::RESOURCES) {
        // Chairs that were chosen by hand are all that the visit has.
        for line in &mut lines {
            line.resources = &[];
        }
    }
    if lines.iter().all(|line| line.staff.is_none()) {
        return lines;
    }
    // What stands beside the rule with services of its own is done by who is named there.
    let is_as_it_says = visit.origin == VisitOrigin::Extra && !visit.lines.is_empty();
    let terms = book.slot_terms().of(visit.chapter_id);
    let mut of_slot = terms.filter(|terms| terms.slot_id == visit.slot_id);
    let usual = of_slot.next().and_then(|terms| terms.lead());
    for line in &mut lines {
        // What the usual lead would do is done by who leads instead, also where a line names the usual one.
        if visit.lead() != usual && line.staff == usual {
            line.staff = None;
        }
        if !is_as_it_says {
            line.staff = line
                .staff
                .map(|by| performer_on(book, visit.series_id, visit.original_day, by));
        }
    }
    lines
}

/// The lines that a visit has of its own. Each has the chairs of the series' line that it stands for; beside the rule there
/// is none, and the visit has them all.
fn own_lines<'a>(book: &'a Book, visit: &'a Visit) -> Vec<PlannedLine<'a>> {
    let mut usual = if visit.origin == VisitOrigin::Extra {
        Vec::new()
    } else {
        lines_on(book, DatePlace::of(visit))
    };
    let mut lines: Vec<PlannedLine<'_>> = visit.lines.iter().map(PlannedLine::from).collect();
    for line in &mut lines {
        if let Some(place) = usual.iter().position(|usual| usual.is_of_the_same(line)) {
            line.resources = usual.remove(place).resources;
        }
    }
    lines
}

/// The services that the series says for a date, in their order. Lines of a slot take the place of the series' own.
pub fn lines_on(book: &Book, date: DatePlace) -> Vec<PlannedLine<'_>> {
    let of_slot = |terms: SlotTermsId| {
        book.slot_terms()
            .get(terms)
            .is_some_and(|terms| terms.slot_id == date.slot)
    };
    let mut lines: Vec<&Line> = Vec::with_capacity(4);
    let mut slot_has_own = false;
    for line in book.lines().of(date.chapter) {
        match line.terms_id {
            Some(terms) if !of_slot(terms) => continue,
            Some(_) => slot_has_own = true,
            None => {}
        }
        lines.push(line);
    }
    lines.retain(|line| {
        let position = if slot_has_own {
            date.slot_position
        } else {
            date.position
        };
        line.terms_id.is_some() == slot_has_own && is_there(line.every_nth, line.phase, position)
    });
    lines.sort_by_key(|line| line.ordinal);
    lines.into_iter().map(PlannedLine::from).collect()
}

/// When each line begins, in minutes after the start: after the line before, or beside it at an offset.
pub fn laid_out(lines: &[PlannedLine<'_>]) -> Vec<Minutes> {
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
pub fn told_length(lines: &[PlannedLine<'_>]) -> Minutes {
    laid_out(lines)
        .into_iter()
        .zip(lines)
        .map(|(start, line)| start + line.stretches.length())
        .max()
        .unwrap_or(Minutes::ZERO)
}
