//! Deciding an import: each appointment of the file by itself, so that one that cannot stand keeps nothing else out, and all
//! that can as one change.

mod foreign;
mod names;
mod restore;
mod rhythm;
mod times;
mod update;
mod write;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::Decided;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::Moment;
use crate::domain::import::{About, Did, Import, Incoming, Note, Noted, Ours, Reason, Report, ReportLine};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::time::Civil;
use names::Names;
use update::Updated;

/// The most visits that one import makes: those of a large salon for a year.
const MOST_VISITS: usize = 40_000;
/// The most clashes that are told of one: each visit of a calendar has a few, and not all of them with all others.
const MOST_CLASHES: usize = 150_000;

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
/// [`Refusal::TooMuch`], [`Refusal::TooManyClashes`]; months that are to be loaded first.
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
    let change = pen.finish(label, None, Origin::Import);
    let plan = report.plan();
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
    // All at once: what is asked for later begins the import anew.
    super::loaded_around(book, import.incoming.iter().map(|incoming| incoming.start.day()))?;
    let mut groups: HashMap<Uuid, Vec<&Incoming>> = HashMap::new();
    for incoming in &import.incoming {
        if let Some(ours) = &incoming.ours {
            groups.entry(ours.series).or_default().push(incoming);
        }
    }
    let mut taking = Taking {
        groups,
        pieces: book
            .ical_pieces()
            .all()
            .map(|piece| (piece.uid, piece.series_id))
            .collect(),
        places: HashMap::new(),
        names: Names::of(book),
        foreign: known(book),
        ours: book.series().live().map(|series| (series.uuid, series.id)).collect(),
        restored: HashSet::new(),
        failed: HashSet::new(),
        pen: Pen::new(book, moment),
        report: Report::of(import),
        visits: 0,
        clashes: 0,
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

struct Taking<'m, 'i> {
    pen: Pen<'m>,
    /// Series of Chairtime by the names that they have outside of the book.
    ours: HashMap<Uuid, SeriesId>,
    /// Those that were made again by this import, all of their pieces at once.
    restored: HashSet<SeriesId>,
    /// Those that could not be.
    failed: HashSet<Uuid>,
    /// The components of each series that Chairtime wrote.
    groups: HashMap<Uuid, Vec<&'i Incoming>>,
    /// Series by the UIDs of their pieces.
    pieces: HashMap<Uuid, SeriesId>,
    /// Where known series stand in the report.
    places: HashMap<SeriesId, usize>,
    names: Names,
    foreign: HashMap<String, SeriesId>,
    report: Report,
    visits: usize,
    clashes: usize,
}

impl<'i> Taking<'_, 'i> {
    fn take(&mut self, incoming: &'i Incoming, import: &Import) -> Result<(), Refused> {
        let result = match self.known_as(incoming) {
            Some((series, original)) => self.update(series, original, incoming),
            None => self.make(incoming, import),
        };
        match result {
            Ok(()) => {}
            Err(Stop::Noted(noted)) => self.note(incoming, noted),
            Err(Stop::Refused(refused)) => return Err(refused),
        }
        if self.visits > MOST_VISITS {
            return Err(Refusal::TooMuch { most: MOST_VISITS }.into());
        }
        if self.clashes > MOST_CLASHES {
            return Err(Refusal::TooManyClashes { most: MOST_CLASHES }.into());
        }
        Ok(())
    }

    /// The series that an appointment is of, where the book knows it; and the start that a single visit would have had, where
    /// only its UID says that.
    fn known_as(&self, incoming: &Incoming) -> Option<(SeriesId, Option<Civil>)> {
        let by_uuid = incoming.ours.as_ref().and_then(|ours| self.ours.get(&ours.series));
        let by_foreign = || self.foreign.get(&incoming.uid);
        let known = by_uuid.or_else(by_foreign).map(|series| (*series, None));
        known.or_else(|| update::by_uid(&self.pieces, &incoming.uid))
    }

    fn update(&mut self, series: SeriesId, original: Option<Civil>, incoming: &Incoming) -> Result<(), Stop> {
        if self.restored.contains(&series) {
            return Ok(());
        }
        let mut with_start = None;
        if incoming.ours.is_none() && original.is_some() {
            let ours = Ours {
                original,
                ..Ours::default()
            };
            with_start = Some(Incoming {
                ours: Some(Box::new(ours)),
                ..incoming.clone()
            });
        }
        let incoming = with_start.as_ref().unwrap_or(incoming);
        let Updated { plan, skipped } = self.pen.attempt(|pen| update::update(pen, series, incoming))?;
        self.count(&plan);
        let is_same = plan.lines.is_empty();
        if let Some(skipped) = skipped {
            self.note(incoming, Noted::Skipped(skipped));
        }
        // Pieces of one series are one line.
        let lines = &mut self.report.lines;
        let place = *self.places.entry(series).or_insert(lines.len());
        match lines.get_mut(place) {
            Some(line) => {
                line.did = if is_same { line.did } else { Did::Updated };
                line.plan.lines.extend(plan.lines);
            }
            None => lines.push(ReportLine {
                line: incoming.line,
                did: if is_same { Did::Same } else { Did::Updated },
                series,
                plan,
            }),
        }
        Ok(())
    }

    fn make(&mut self, incoming: &Incoming, import: &Import) -> Result<(), Stop> {
        let (clients, services) = (self.pen.book().clients().len(), self.pen.book().services().len());
        let group: Vec<&Incoming> = match &incoming.ours {
            Some(ours) => self.groups.get(&ours.series).cloned().unwrap_or_default(),
            None => Vec::new(),
        };
        let line = if !restore::requests_of(&group).is_empty() {
            let line = self.pen.attempt(|pen| restore::restore(pen, &group, import));
            if let (Err(Stop::Noted(_)), Some(ours)) = (&line, &incoming.ours) {
                // It is told once, not for every piece.
                let is_first = self.failed.insert(ours.series);
                if !is_first {
                    return Ok(());
                }
            }
            let line = line?;
            self.restored.insert(line.series);
            if let Some(ours) = &incoming.ours {
                self.ours.insert(ours.series, line.series);
            }
            line
        } else {
            let names = &self.names;
            let made = self.pen.attempt(|pen| foreign::make(pen, incoming, import, names))?;
            let notes = made.repairs.into_iter().map(Noted::Repaired);
            notes.for_each(|noted| self.note(incoming, noted));
            self.foreign.insert(incoming.uid.clone(), made.line.series);
            made.line
        };
        self.count(&line.plan);
        self.report.lines.push(line);
        self.learn(clients, services);
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

    fn count(&mut self, plan: &Plan) {
        self.visits += plan.lines.len();
        self.clashes += plan.lines.iter().map(|line| line.conflicts.len()).sum::<usize>();
    }

    fn note(&mut self, incoming: &Incoming, noted: Noted) {
        self.report.notes.push(Note {
            line: incoming.line,
            about: About::Appointment(incoming.seen.summary.clone()),
            noted,
        });
    }
}
