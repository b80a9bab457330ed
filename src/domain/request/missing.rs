//! What a request names and the book does not have, made together with the appointment: a location, services, staff, chairs
//! and rooms, tags. (Clients and visitors are made with every appointment where that is asked for.)
//!
//! A new service needs a duration; its list price is the price of the line. A new stylist does everything, whenever the shop
//! is open; a new location is in the zone of the business; a new chair is of the kind that its name begins with.

use std::cell::RefCell;

use serde_json::Value;
use uuid::Uuid;

use super::{Purpose, read};
use crate::domain::book::{Book, Shelved};
use crate::domain::change::Origin;
use crate::domain::command::{Command, Moment};
use crate::domain::decide::Decided;
use crate::domain::find::{self, Named, by_name, fold};
use crate::domain::pen::Pen;
use crate::domain::read::{NAME, Reader, checked_text};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::setup::{
    LocationDraft, Part, Reference, ResourceDraft, ServiceDraft, SetupDraft, StaffDraft, TagDraft,
};
use crate::domain::values::{Money, Stretches};
use crate::time::Minutes;

/// Makes an appointment and what its request names and the book does not have, as one step.
///
/// # Errors
/// As [`read`] and as [`crate::domain::decide()`] of the appointment; then nothing is made.
pub fn make(book: &Book, request: &Value, purpose: Purpose<'_>, moment: &mut Moment) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    add_missing(&mut pen, request, purpose)?;
    let draft = read(pen.book(), request, purpose, true)?;
    let made = pen.carry(&Command::CreateSeries(Box::new(draft)))?;
    Ok(Decided {
        change: pen.finish(made.change.label, made.change.subject, Origin::Person),
        plan: made.plan,
    })
}

/// The book with all that a request names, to look at what the request means.
///
/// # Errors
/// As [`make`], as far as the catalogue goes.
pub fn with_missing(book: &Book, request: &Value, purpose: Purpose<'_>, moment: &mut Moment) -> Result<Book, Refused> {
    let mut pen = Pen::new(book, moment);
    add_missing(&mut pen, request, purpose)?;
    Ok(pen.book().clone())
}

pub(in crate::domain) fn add_missing(pen: &mut Pen<'_>, request: &Value, purpose: Purpose<'_>) -> Result<(), Refused> {
    let errors = RefCell::new(FieldErrors::default());
    let mut missing = Missing {
        book: pen.book(),
        errors: &errors,
        draft: SetupDraft::default(),
    };
    missing.look(request);
    let draft = missing.draft;
    let mut wrong = errors.into_inner();
    if wrong.is_empty() {
        match pen.carry(&Command::SetUp(Box::new(draft))) {
            Err(Refused::Fields(errors)) => wrong = errors,
            Err(Refused::Refusal(refusal)) if *refusal == Refusal::NothingToChange => {}
            Err(other) => return Err(other),
            Ok(_) => {}
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    // All of it at once: what else is wrong with the request, but for the names that were to be made.
    let mut all = FieldErrors::default();
    if let Err(others) = read(pen.book(), request, purpose, true) {
        for (path, errors) in others.iter() {
            let others = errors
                .iter()
                .filter(|error| !matches!(error, FieldError::NoSuch { .. }));
            others.for_each(|error| all.add(path, error.clone()));
        }
    }
    for (path, errors) in wrong.iter() {
        if all.at(path).is_empty() {
            errors.iter().for_each(|error| all.add(path, error.clone()));
        }
    }
    Err(all.into())
}

struct Missing<'a> {
    book: &'a Book,
    errors: &'a RefCell<FieldErrors>,
    draft: SetupDraft,
}

impl Missing<'_> {
    fn look(&mut self, request: &Value) {
        if let Some((id, name)) = request
            .get("location")
            .and_then(|value| self.lacks::<Location>(value, "location"))
        {
            let says = LocationDraft {
                shop_name: text(request.get("location"), "shop_name"),
                name: Some(name),
                ..LocationDraft::default()
            };
            self.draft.locations.push(part(id, "location", says));
        }
        let location = request.get("location").and_then(find::reference).map(|name| Reference {
            name: name.to_owned(),
            at: "location".to_owned(),
        });
        self.of_slot(request, "", location.as_ref());
        for (index, slot) in list(request, "slots").iter().enumerate() {
            self.of_slot(slot, &format!("slots.{index}."), location.as_ref());
        }
    }

    /// What the top of a request and a slot may both name; `before` is what stands before their fields in a path.
    fn of_slot(&mut self, value: &Value, before: &str, location: Option<&Reference>) {
        for field in ["staff", "coordinator"] {
            self.staff(value.get(field), &format!("{before}{field}"));
        }
        for field in ["additional_staff", "blocked_staff"] {
            for (index, person) in list(value, field).iter().enumerate() {
                self.staff(Some(person), &format!("{before}{field}.{index}"));
            }
        }
        self.resources(value, before, location);
        for (index, tag) in list(value, "tags").iter().enumerate() {
            let at = format!("{before}tags.{index}");
            if let Some((id, title)) = self.lacks::<Tag>(tag, &at) {
                let is_there = self.draft.tags.iter().any(|tag| same(tag.says.title.as_ref(), &title));
                let says = TagDraft {
                    title: Some(title),
                    colour: None,
                };
                self.draft.tags.extend((!is_there).then(|| part(id, &at, says)));
            }
        }
        for (index, line) in list(value, "services").iter().enumerate() {
            let at = format!("{before}services.{index}");
            self.service(line, &at);
            self.staff(line.get("staff"), &format!("{at}.staff"));
            self.resources(line, &format!("{at}."), location);
        }
    }

    fn service(&mut self, line: &Value, at: &str) {
        let Some((id, name)) = self.lacks::<Service>(line, at) else {
            return;
        };
        let mut says = ServiceDraft {
            name: Some(name.clone()),
            ..ServiceDraft::default()
        };
        if line.is_object() {
            // What is wrong with them is said when the request is read.
            let errors = RefCell::new(FieldErrors::default());
            let fields = Reader::new(line, at, &errors);
            let digits = self.book.business().map_or(2, |business| business.currency.digits());
            says.stretches = fields
                .parsed::<Stretches>("stretches", FieldError::NotADuration)
                .or_else(|| {
                    fields
                        .minutes("duration", Minutes::new(1), Minutes::hours(24))
                        .map(Stretches::hands_on)
                });
            says.cost = fields.money("price", digits).map(Some::<Money>);
        }
        // Named twice, it is one service; whichever says how long it takes.
        let known = self
            .draft
            .services
            .iter_mut()
            .find(|part| same(part.says.name.as_ref(), &name));
        match known {
            Some(known) => {
                known.says.stretches = known.says.stretches.take().or(says.stretches);
                known.says.cost = known.says.cost.or(says.cost);
            }
            None => self.draft.services.push(part(id, at, says)),
        }
    }

    fn staff(&mut self, value: Option<&Value>, at: &str) {
        let Some((id, name)) = value.and_then(|value| self.lacks::<Staff>(value, at)) else {
            return;
        };
        let (given, surname) = name.rsplit_once(' ').unwrap_or((&name, ""));
        let says = StaffDraft {
            given_name: Some(given.trim().to_owned()),
            surname: Some(surname.to_owned()),
            ..StaffDraft::default()
        };
        let is_there = self.draft.staff.iter().any(|part| part.says == says);
        self.draft.staff.extend((!is_there).then(|| part(id, at, says)));
    }

    fn resources(&mut self, value: &Value, before: &str, location: Option<&Reference>) {
        for (index, resource) in list(value, "resources").iter().enumerate() {
            let at = format!("{before}resources.{index}");
            let Some((id, name)) = self.lacks::<Resource>(resource, &at) else {
                continue;
            };
            let is_number = |text: &str| text.trim_start_matches('#').bytes().all(|byte| byte.is_ascii_digit());
            let kind = name
                .rsplit_once(' ')
                .filter(|(_, last)| is_number(last))
                .map_or(&*name, |(kind, _)| kind);
            let says = ResourceDraft {
                kind: Some(kind.to_owned()),
                location: location.cloned(),
                name: Some(name.clone()),
            };
            let is_there = self
                .draft
                .resources
                .iter()
                .any(|part| same(part.says.name.as_ref(), &name));
            self.draft.resources.extend((!is_there).then(|| part(id, &at, says)));
        }
    }

    /// The name, and the id where one is said, of something that the book does not have.
    fn lacks<R: Named + Shelved>(&self, value: &Value, at: &str) -> Option<(Option<Uuid>, String)> {
        let asked = find::reference(value)?;
        let found = by_name(R::shelf(self.book).live(), asked);
        if !matches!(found, Err(FieldError::NoSuch { .. })) {
            return None;
        }
        let said = |field: &str| value.get(field).and_then(Value::as_str);
        let name = value.as_str().or_else(|| said("name")).or_else(|| said("title"))?;
        if name.parse::<Uuid>().is_ok() {
            return None;
        }
        match checked_text(name, NAME) {
            Ok(name) if name.is_empty() => None,
            Ok(name) => Some((said("id").and_then(|id| id.parse().ok()), name)),
            Err(error) => {
                self.errors.borrow_mut().add(at, error);
                None
            }
        }
    }
}

fn part<T>(id: Option<Uuid>, at: &str, says: T) -> Part<T> {
    let at = at.to_owned();
    Part {
        id,
        at,
        new: false,
        says,
    }
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn text(value: Option<&Value>, field: &str) -> Option<String> {
    value?
        .get(field)?
        .as_str()
        .and_then(|text| checked_text(text, NAME).ok())
}

fn same(name: Option<&String>, other: &str) -> bool {
    name.is_some_and(|name| fold(name) == fold(other))
}
