//! Deciding an import: each appointment of the file by itself, so that one that cannot stand keeps nothing else out, and all
//! that can as one change.

mod foreign;
mod names;
mod rhythm;
mod times;
mod write;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::Decided;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::Moment;
use crate::domain::import::{About, Did, Import, Incoming, Note, Noted, Reason, Report, ReportLine};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use names::Names;

/// The most visits that one import makes.
const MOST_VISITS: usize = 200_000;

/// Why an appointment does not come in.
enum Stop {
    /// It is told, and the others go on.
    Noted(Noted),
    /// Nothing can be decided: months are to be loaded first.
    Refused(Refused),
}

impl From<Noted> for Stop {
    fn from(noted: Noted) -> Self {
        Stop::Noted(noted)
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Fields(errors) => Stop::Noted(Noted::Refused(Reason::Fields(errors))),
            Refused::Refusal(refusal) => Stop::Noted(Noted::Refused(Reason::Refusal(refusal))),
            not_loaded @ Refused::NotLoaded(_) => Stop::Refused(not_loaded),
        }
    }
}

/// Decides an import; what becomes of each appointment is in the report. Nothing is decided where nothing of the file is new.
///
/// # Errors
/// [`Refusal::TooMuch`]; months that are to be loaded first.
pub fn decide(book: &Book, import: &Import, moment: &mut Moment) -> Result<(Option<Decided>, Report), Refused> {
    let (pen, report) = written(book, import, moment)?;
    if !report.changes_anything() {
        return Ok((None, report));
    }
    let label = Label::Imported {
        series: report.count(Did::NewSeries),
        visits: report.count(Did::NewVisit),
        updated: report.count(Did::Updated),
    };
    let lines = report
        .lines
        .iter()
        .flat_map(|line| line.plan.lines.iter().cloned())
        .collect();
    let change = pen.finish(label, None, Origin::Import);
    let plan = Plan { lines, series: None };
    Ok((Some(Decided { change, plan }), report))
}

/// What an import would do, and the book as it would be then.
///
/// # Errors
/// As [`decide`].
pub fn foresee(book: &Book, import: &Import, moment: &mut Moment) -> Result<(Report, Book), Refused> {
    let (pen, report) = written(book, import, moment)?;
    Ok((report, pen.book().clone()))
}

fn written<'m>(book: &Book, import: &Import, moment: &'m mut Moment) -> Result<(Pen<'m>, Report), Refused> {
    if book.business().is_none() {
        return Err(Refusal::NoBusiness.into());
    }
    let mut taking = Taking {
        names: Names::of(book),
        foreign: known(book),
        pen: Pen::new(book, moment),
        report: Report::of(import),
        visits: 0,
    };
    for incoming in &import.incoming {
        taking.take(incoming, import)?;
    }
    let Taking { pen, mut report, .. } = taking;
    report.notes.sort_by_key(|note| note.line);
    report.lines.sort_by_key(|line| line.line);
    report.clients = pen.book().clients().len() - book.clients().len();
    report.services = pen.book().services().len() - book.services().len();
    Ok((pen, report))
}

/// The series that came from other calendars, by the names that these have for them.
fn known(book: &Book) -> HashMap<String, SeriesId> {
    let is_there = |series: SeriesId| {
        book.series()
            .get(series)
            .is_some_and(|series| series.deleted_at.is_none())
    };
    let all = book
        .foreign_series()
        .all()
        .filter(|foreign| is_there(foreign.series_id));
    all.map(|foreign| (foreign.uid.clone(), foreign.series_id)).collect()
}

struct Taking<'m> {
    pen: Pen<'m>,
    names: Names,
    foreign: HashMap<String, SeriesId>,
    report: Report,
    visits: usize,
}

impl Taking<'_> {
    fn take(&mut self, incoming: &Incoming, import: &Import) -> Result<(), Refused> {
        if let Some(&series) = self.foreign.get(&incoming.uid) {
            self.report.lines.push(ReportLine {
                line: incoming.line,
                did: Did::Same,
                series,
                plan: Plan::default(),
            });
            return Ok(());
        }
        let (names, clients, services) = (
            &self.names,
            self.pen.book().clients().len(),
            self.pen.book().services().len(),
        );
        let made = self.pen.attempt(|pen| foreign::make(pen, incoming, import, names));
        match made {
            Ok(made) => {
                let notes = made.repairs.into_iter().map(Noted::Repaired);
                notes.for_each(|noted| self.note(incoming, noted));
                self.visits += made.line.plan.lines.len();
                self.foreign.insert(incoming.uid.clone(), made.line.series);
                self.report.lines.push(made.line);
                self.learn(clients, services);
            }
            Err(Stop::Noted(noted)) => self.note(incoming, noted),
            Err(Stop::Refused(refused)) => return Err(refused),
        }
        if self.visits > MOST_VISITS {
            return Err(Refusal::TooMuch { most: MOST_VISITS }.into());
        }
        Ok(())
    }

    /// Knows by name what was made last.
    fn learn(&mut self, clients_before: usize, services_before: usize) {
        let book = self.pen.book();
        let new = book.clients().len() - clients_before;
        for client in book.clients().all().rev().take(new) {
            self.names.learn_client(client);
        }
        let new = book.services().len() - services_before;
        for service in book.services().all().rev().take(new) {
            self.names.learn_service(service);
        }
    }

    fn note(&mut self, incoming: &Incoming, noted: Noted) {
        self.report.notes.push(Note {
            line: incoming.line,
            about: About::Appointment(incoming.seen.summary.clone()),
            noted,
        });
    }
}
