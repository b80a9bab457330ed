//! Removing something of the catalogue: softly, and only where no running series still needs it.

use std::sync::Arc;

use super::Decided;
use crate::domain::book::{Book, Shelved};
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::{SeriesStatus, VisitState};

pub(super) fn decide(book: &Book, subject: Subject, moment: &mut Moment) -> Result<Decided, Refused> {
    let users = users(book, subject, moment);
    if users > 0 {
        return Err(Refusal::InUse { subject, series: users }.into());
    }
    let mut pen = Pen::new(book, moment);
    let now = Some(pen.now());
    let removed = match subject {
        Subject::Location(id) => soft::<Location>(&mut pen, id, |row| row.deleted_at = now),
        Subject::DayException(id) => soft::<DayException>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Staff(id) => soft::<Staff>(&mut pen, id, |row| row.deleted_at = now),
        Subject::TimeOff(id) => soft::<TimeOff>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Service(id) => soft::<Service>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Resource(id) => soft::<Resource>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Tag(id) => soft::<Tag>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Client(id) => soft::<Client>(&mut pen, id, |row| row.deleted_at = now),
        Subject::Business | Subject::Series(_) | Subject::Visit(_) => false,
    };
    if !removed {
        return Err(Refusal::Gone { subject }.into());
    }
    Ok(Decided {
        change: pen.finish(Label::Removed { subject }, Some(subject), Origin::Person),
        plan: Plan::default(),
    })
}

/// Marks a row as removed; false where it is not there, or was removed already.
fn soft<R: Shelved>(pen: &mut Pen<'_>, id: R::Id, mark: impl FnOnce(&mut R)) -> bool {
    let live = pen.book().row::<R>(id).is_some_and(|row| !row.deleted());
    if live {
        pen.change(id, mark);
    }
    live
}

/// How many series still need it: those that are running and have something to come, by what they say or by what one of
/// their visits to come was given by hand.
fn users(book: &Book, subject: Subject, moment: &Moment) -> usize {
    let needs = |series: &&Arc<Series>| {
        let mut to_come = book
            .calendar()
            .of_series(book, series.id)
            .filter(|visit| visit.state != VisitState::Removed && visit.start_utc > moment.now)
            .peekable();
        series.status == SeriesStatus::Running
            && to_come.peek().is_some()
            && (to_come.any(|visit| visit_uses(visit, subject))
                || book
                    .chapters()
                    .of(series.id)
                    .any(|chapter| chapter_uses(book, chapter, subject)))
    };
    book.series().live().filter(needs).count()
}

fn visit_uses(visit: &Visit, subject: Subject) -> bool {
    match subject {
        Subject::Staff(id) => {
            visit.staff.iter().any(|assigned| assigned.staff_id == id)
                || visit.lines.iter().any(|line| line.staff_id == Some(id))
        }
        Subject::Service(id) => visit.lines.iter().any(|line| line.service_id == id),
        Subject::Resource(id) => visit.resources.iter().any(|used| used.resource_id == id),
        Subject::Client(id) => visit
            .bookings
            .iter()
            .any(|booking| booking.cancelled_at.is_none() && booking.client_id == Some(id)),
        _ => false,
    }
}

fn chapter_uses(book: &Book, chapter: &Chapter, subject: Subject) -> bool {
    let mut terms = book.slot_terms().of(chapter.id);
    let mut lines = book.lines().of(chapter.id);
    match subject {
        Subject::Location(id) => chapter.location_id == id,
        Subject::Staff(id) => {
            terms.any(|terms| terms.staff.iter().any(|assigned| assigned.staff_id == id))
                || lines.any(|line| line.staff_id == Some(id))
        }
        Subject::Service(id) => lines.any(|line| line.service_id == id),
        Subject::Resource(id) => {
            terms.any(|terms| terms.resources.iter().any(|used| used.resource_id == id))
                || lines.any(|line| line.resources.iter().any(|used| used.resource_id == id))
        }
        Subject::Client(id) => book
            .members()
            .of(chapter.series_id)
            .any(|member| member.deleted_at.is_none() && member.client_id == Some(id)),
        _ => false,
    }
}
