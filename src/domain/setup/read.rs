//! Reads a setup document. Only what the document itself can say is checked here; names of other things are looked up when
//! it is decided, as they may be things of the same document.

use std::cell::RefCell;

use serde_json::Value;

use super::draft::*;
use super::hours;
use crate::domain::book::Book;
use crate::domain::command::Moment;
use crate::domain::find;
use crate::domain::read::{NAME, NOTE, Reader};
use crate::domain::refusal::{FieldError, FieldErrors, Refused};
use crate::domain::values::*;
use crate::time::{Day, Instant, Minutes};

/// The most locations, services, resources, tags and staff of a document.
const MOST_THINGS: usize = 2_000;
/// The most clients of a document.
const MOST_CLIENTS: usize = 100_000;
/// The most characters of an address or an alert, which may have several lines.
const LINES: usize = 2_000;
/// The longest set-up and clean-up (spec S1.4).
const MOST_AROUND: Minutes = Minutes::hours(4);
/// The shortest and the longest service (spec S1.4).
const LENGTHS: (Minutes, Minutes) = (Minutes::new(1), Minutes::hours(24));
/// The most stretches of a service.
const MOST_STRETCHES: usize = 20;

/// Reads a setup document, or what a setup form says of one thing.
///
/// # Errors
/// Everything that is wrong with it, by field.
pub fn read(book: &Book, value: &Value) -> Result<SetupDraft, FieldErrors> {
    let errors = RefCell::new(FieldErrors::default());
    let reader = Reader::new(value, "", &errors);
    let business = reader.object("business").map(business);
    let currency = business
        .as_ref()
        .and_then(|business| business.currency)
        .or_else(|| book.business().map(|business| business.currency));
    let digits = currency.map_or(2, Currency::digits);
    let draft = SetupDraft {
        business,
        locations: parts(&reader, "locations", MOST_THINGS, location),
        services: parts(&reader, "services", MOST_THINGS, |fields| service(fields, digits)),
        resources: parts(&reader, "resources", MOST_THINGS, resource),
        tags: parts(&reader, "tags", MOST_THINGS, tag),
        staff: parts(&reader, "staff", MOST_THINGS, |fields| staff(fields, digits)),
        clients: parts(&reader, "clients", MOST_CLIENTS, client),
    };
    reader.end();
    let mut errors = errors.into_inner();
    if !errors.is_empty() {
        add_what_deciding_finds(book, &draft, &mut errors);
    }
    errors.check(Some(draft))
}

/// All of it at once: what else is wrong with what could be read, such as names that nothing answers to. What is missing
/// only because it could not be read is not said again.
fn add_what_deciding_finds(book: &Book, draft: &SetupDraft, errors: &mut FieldErrors) {
    // Looking ahead makes no names that stay.
    let mut moment = Moment::new(Instant::EPOCH, 0);
    let Err(Refused::Fields(more)) = super::decide(book, draft, &mut moment) else {
        return;
    };
    let known: Vec<String> = errors.iter().map(|(path, _)| path.to_owned()).collect();
    let is_within = |path: &str, other: &str| {
        path.strip_prefix(other)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    for (path, found) in more.iter() {
        // A service says its length in either of two fields.
        let stretches = path
            .strip_suffix("duration")
            .map(|service| format!("{service}stretches"));
        let is_said = known.iter().any(|known| {
            let of_stretches = stretches.as_ref().is_some_and(|stretches| is_within(known, stretches));
            is_within(known, path) || is_within(path, known) || of_stretches
        });
        if !is_said {
            found.iter().for_each(|error| errors.add(path, error.clone()));
        }
    }
}

/// Reads a list of things.
fn parts<T>(reader: &Reader<'_>, field: &'static str, most: usize, says: impl Fn(&Reader<'_>) -> T) -> Vec<Part<T>> {
    let list = reader.objects(field, most).unwrap_or_default();
    let part = |fields: Reader<'_>| {
        let wanted = "an id";
        let part = Part {
            id: fields.parsed("id", FieldError::WrongType { wanted }),
            new: fields.truth("new").unwrap_or(false),
            at: fields.own_path().to_owned(),
            says: says(&fields),
        };
        fields.end();
        part
    };
    list.into_iter().map(part).collect()
}

/// Text that is said; null clears it.
fn text(reader: &Reader<'_>, field: &'static str, most: usize) -> Option<String> {
    if reader.says(field) && reader.value(field).is_none() {
        return Some(String::new());
    }
    reader.text(field, most)
}

/// Text that is said and must not be empty.
fn name(reader: &Reader<'_>, field: &'static str) -> Option<String> {
    let name = text(reader, field, NAME);
    if name.as_ref().is_some_and(String::is_empty) {
        reader.wrong(field, FieldError::Missing);
    }
    name
}

/// A value that null clears.
fn clearable<T>(reader: &Reader<'_>, field: &'static str, read: Option<T>) -> Option<Option<T>> {
    reader.says(field).then_some(read)
}

fn small(reader: &Reader<'_>, field: &'static str, least: i64, most: i64) -> Option<u16> {
    reader
        .number(field, least, most)
        .and_then(|number| u16::try_from(number).ok())
}

/// A name or an id of another thing.
pub(super) fn reference(value: &Value, at: String, reader: &Reader<'_>) -> Option<Reference> {
    let name = find::reference(value);
    if name.is_none() {
        let error = FieldError::WrongType { wanted: "a name" };
        reader.errors().borrow_mut().add(at.clone(), error);
    }
    name.map(|name| Reference {
        name: name.to_owned(),
        at,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "a reader that was ended is gone")]
fn business(reader: Reader<'_>) -> BusinessDraft {
    let wanted = "a currency code such as EUR";
    let reminders = reader.object("reminders").map(|fields| {
        let hours =
            ["client_email", "client_sms", "staff_email", "staff_sms"].map(|field| small(&fields, field, 0, 720));
        fields.end();
        hours
    });
    let draft = BusinessDraft {
        name: name(&reader, "name"),
        currency: reader.parsed("currency", FieldError::WrongType { wanted }),
        first_weekday: reader.weekday("first_weekday"),
        clock: reader.choice("clock", ClockFace::ALL, ClockFace::code),
        zone: reader.zone("time_zone"),
        horizon_days: small(&reader, "horizon_days", 182, 730),
        reminders: reminders.unwrap_or_default(),
        closed_days: hours::closed_days(&reader, "closed_days"),
        special_days: hours::special_days(&reader, "special_days"),
    };
    reader.end();
    draft
}

fn location(reader: &Reader<'_>) -> LocationDraft {
    LocationDraft {
        name: name(reader, "name"),
        shop_name: text(reader, "shop_name", NAME),
        address: text(reader, "address", LINES),
        zone: reader.zone("time_zone"),
        hours: hours::weekly(reader, "hours"),
        closed_days: hours::closed_days(reader, "closed_days"),
        special_days: hours::special_days(reader, "special_days"),
    }
}

fn service(reader: &Reader<'_>, digits: u32) -> ServiceDraft {
    let category = text(reader, "category", NAME).map(|name| Some(name).filter(|name| !name.is_empty()));
    ServiceDraft {
        name: name(reader, "name"),
        category,
        cost: clearable(reader, "cost", reader.money("cost", digits)),
        prices: prices(reader, digits),
        stretches: stretches(reader),
        before: reader.minutes("set_up", Minutes::ZERO, MOST_AROUND),
        after: reader.minutes("clean_up", Minutes::ZERO, MOST_AROUND),
        capacity: small(reader, "capacity", 1, 500),
        colour: clearable(reader, "colour", reader.colour("colour")),
    }
}

/// The dated prices, in the order of their days.
fn prices(reader: &Reader<'_>, digits: u32) -> Option<Vec<(Day, Money)>> {
    let list = reader.objects("prices", 200)?;
    let mut prices: Vec<(Day, Money)> = Vec::with_capacity(list.len());
    for fields in list {
        for needed in ["from", "cost"] {
            if fields.value(needed).is_none() {
                fields.wrong(needed, FieldError::Missing);
            }
        }
        if let Some((from, cost)) = fields.day("from").zip(fields.money("cost", digits)) {
            // The first price of all is `cost`.
            if from == Day::FIRST {
                fields.wrong("from", FieldError::DoesNotFit { with: "cost" });
            } else if prices.iter().any(|(day, _)| *day == from) {
                fields.wrong("from", FieldError::DoesNotFit { with: "prices" });
            } else {
                prices.push((from, cost));
            }
        }
        fields.end();
    }
    prices.sort_unstable();
    Some(prices)
}

/// What a service is made of: its `duration` as one stretch, or its `stretches`.
fn stretches(reader: &Reader<'_>) -> Option<Stretches> {
    let (least, most) = LENGTHS;
    let duration = reader.minutes("duration", least, most);
    let out_of_range = || FieldError::OutOfRange {
        least: least.to_string(),
        most: most.to_string(),
    };
    let stretches = match reader.value("stretches") {
        None => return duration.map(Stretches::hands_on),
        // As a request writes them: `30+40~20+`.
        Some(Value::String(_)) => reader.parsed("stretches", FieldError::NotADuration),
        Some(_) => stretch_list(reader),
    };
    if stretches
        .as_ref()
        .is_some_and(|all| !(least..=most).contains(&all.length()))
    {
        reader.wrong("stretches", out_of_range());
    }
    if duration
        .zip(stretches.as_ref())
        .is_some_and(|(duration, all)| duration != all.length())
    {
        reader.wrong("duration", FieldError::DoesNotFit { with: "stretches" });
    }
    stretches
}

fn stretch_list(reader: &Reader<'_>) -> Option<Stretches> {
    let list = reader.objects("stretches", MOST_STRETCHES)?;
    if list.is_empty() {
        reader.wrong("stretches", FieldError::Missing);
    }
    let (least, most) = LENGTHS;
    let stretch = |fields: Reader<'_>| {
        let hands_on = fields.minutes("hands_on", least, most);
        let processing = fields.minutes("processing", least, most);
        match (fields.value("hands_on").is_some(), fields.value("processing").is_some()) {
            (true, true) => fields.wrong("processing", FieldError::DoesNotFit { with: "hands_on" }),
            (false, false) => fields.wrong("hands_on", FieldError::Missing),
            _ => {}
        }
        fields.end();
        hands_on.or(processing).map(|minutes| Stretch {
            minutes,
            hands_on: hands_on.is_some(),
        })
    };
    list.into_iter()
        .map(stretch)
        .collect::<Option<Vec<_>>>()
        .map(Stretches::new)
}

fn resource(reader: &Reader<'_>) -> ResourceDraft {
    ResourceDraft {
        kind: name(reader, "kind"),
        name: name(reader, "name"),
        location: reader
            .value("location")
            .and_then(|value| reference(value, reader.path("location"), reader)),
    }
}

fn tag(reader: &Reader<'_>) -> TagDraft {
    TagDraft {
        title: name(reader, "title"),
        colour: reader.colour("colour"),
    }
}

fn staff(reader: &Reader<'_>, digits: u32) -> StaffDraft {
    let services = reader.says("services").then(|| staff_services(reader, digits));
    let hours = reader.says("hours").then(|| staff_hours(reader));
    StaffDraft {
        given_name: text(reader, "given_name", NAME),
        surname: text(reader, "surname", NAME),
        preferred_name: text(reader, "preferred_name", NAME),
        position: text(reader, "position", NAME),
        colour: clearable(reader, "colour", reader.colour("colour")),
        phone: text(reader, "phone", NAME),
        email: text(reader, "email", NAME),
        leaves: clearable(reader, "leaves", reader.day("leaves")),
        needs_supervisor: reader.truth("needs_supervisor"),
        own_book: reader.truth("own_book"),
        hours,
        services,
        special_days: hours::staff_days(reader, "special_days"),
        time_off: hours::times_off(reader, "time_off"),
    }
}

/// Hours by the name of the location; nothing where the hours of every location are meant.
fn staff_hours(reader: &Reader<'_>) -> Option<Vec<PlaceHours>> {
    let value = reader.value("hours")?;
    let Some(fields) = value.as_object() else {
        reader.wrong("hours", FieldError::WrongType { wanted: "an object" });
        return None;
    };
    let at_location = |(name, value): (&String, &Value)| {
        let at = reader.path(&format!("hours.{name}"));
        let hours = hours::weekly_at(value, &at, reader);
        let name = name.clone();
        (Reference { name, at }, hours)
    };
    Some(fields.iter().map(at_location).collect())
}

/// What somebody does; nothing where everything is meant.
fn staff_services(reader: &Reader<'_>, digits: u32) -> Option<Vec<StaffServiceDraft>> {
    let list = reader.list("services", MOST_THINGS)?;
    let read = |(index, value): (usize, &Value)| {
        let at = reader.path(&format!("services.{index}"));
        let service = reference(value, at.clone(), reader)?;
        if value.is_string() {
            return Some(StaffServiceDraft {
                service,
                price: None,
                minutes: None,
            });
        }
        let fields = Reader::new(value, at, reader.errors());
        fields.says("id");
        fields.says("name");
        let (least, most) = LENGTHS;
        let own = StaffServiceDraft {
            service,
            price: fields.money("price", digits),
            minutes: fields.minutes("duration", least, most),
        };
        fields.end();
        Some(own)
    };
    Some(list.iter().enumerate().filter_map(read).collect())
}

fn client(reader: &Reader<'_>) -> ClientPartDraft {
    ClientPartDraft {
        given_name: text(reader, "given_name", NAME),
        surname: text(reader, "surname", NAME),
        middle_name: text(reader, "middle_name", NAME),
        phone: text(reader, "phone", NAME),
        email: text(reader, "email", NAME),
        gender: reader.choice("gender", Gender::ALL, Gender::code),
        birthday: clearable(reader, "birthday", reader.day("birthday")),
        language: text(reader, "language", NAME),
        alert: text(reader, "alert", LINES),
        note: text(reader, "note", NOTE),
        private_note: text(reader, "private_note", NOTE),
        visitors: parts(reader, "visitors", 200, visitor),
    }
}

fn visitor(reader: &Reader<'_>) -> VisitorPartDraft {
    VisitorPartDraft {
        given_name: text(reader, "given_name", NAME),
        surname: text(reader, "surname", NAME),
        birthday: clearable(reader, "birthday", reader.day("birthday")),
    }
}
