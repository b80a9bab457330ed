//! A series request (`dates`, `series create`, `series edit`, `book`, and the window's form) read into a [`SeriesDraft`].
//!
//! The shape is that of `cli.md`. Every error is found at once, at its field. For an edit the request holds only what
//! changes; the rest is what the series says now.

mod by_names;
mod each_stylist;
mod end;
mod layer;
mod lengths;
mod lines;
mod missing;
mod of_series;
mod rhythm;
mod visit;

use std::cell::RefCell;
use std::hash::{Hash as _, Hasher as _};

use serde_json::Value;

pub use by_names::{request_by_names, visit_by_names};
pub use each_stylist::for_each_stylist;
pub use layer::read_layer;
pub(super) use missing::add_missing;
pub use missing::{make, with_missing};
pub use of_series::{dates_before, draft_in, draft_of, draft_of_chapter, request_of, request_of_draft};
pub use visit::read_visit;

use super::book::Book;
use super::draft::*;
use super::find::{self, by_name, fold, referred};
use super::read::{NAME, NOTE, Reader};
use super::refusal::{FieldError, FieldErrors, Thing};
use super::rows::*;
use super::schedule::works_at;
use super::values::*;
use crate::time::Day;
use rhythm::Rhythm;
pub(super) use rhythm::slot_weekdays;

/// The most dates of one series (spec S1.4).
const MOST_DATES: usize = 1_040;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// A new standing appointment.
    Standing,
    /// A single appointment: no rule, no end.
    Single,
    /// A change of a series that is as this draft.
    Edit(&'a DraftNow),
}

/// What a series says now, for a request that holds only what changes.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftNow(pub SeriesDraft);

impl Eq for DraftNow {}

/// Reads a request.
///
/// # Errors
/// Everything that is wrong with it, by field.
pub fn read(
    book: &Book,
    value: &Value,
    purpose: Purpose<'_>,
    create_missing: bool,
) -> Result<SeriesDraft, FieldErrors> {
    let errors = RefCell::new(FieldErrors::default());
    let request = Request {
        book,
        purpose,
        create_missing,
        digits: book.business().map_or(2, |business| business.currency.digits()),
    };
    let draft = request.draft(Reader::new(value, "", &errors));
    errors.into_inner().check(draft).map(|mut draft| {
        if let Some(once) = &mut draft.once {
            once.content = digest(value);
        }
        draft
    })
}

/// The idempotency key of a request, with the digest of what it asks; nothing where it has none. The rest of the request
/// need not be readable any more: what it named may have another name by now.
pub fn once_of(value: &Value) -> Option<OnceKey> {
    let key = value.get("idempotency_key")?.as_str()?;
    let key = super::read::checked_text(key, NAME).ok()?;
    (!key.is_empty()).then(|| OnceKey {
        key,
        content: digest(value),
    })
}

/// A digest of a request that does not depend on the order of its fields, nor on its key.
fn digest(value: &Value) -> i64 {
    fn feed(value: &Value, hasher: &mut Fnv) {
        match value {
            Value::Object(fields) => {
                let mut names: Vec<&String> = fields.keys().filter(|name| *name != "idempotency_key").collect();
                names.sort();
                for name in names {
                    name.hash(hasher);
                    if let Some(value) = fields.get(name) {
                        feed(value, hasher);
                    }
                }
            }
            Value::Array(list) => {
                list.len().hash(hasher);
                list.iter().for_each(|value| feed(value, hasher));
            }
            other => other.to_string().hash(hasher),
        }
    }
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    feed(value, &mut hasher);
    i64::from_ne_bytes(hasher.finish().to_ne_bytes())
}

/// FNV-1a: the standard library's hash is not promised to stay the same, and this one is kept in the file.
struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

struct Request<'a> {
    book: &'a Book,
    purpose: Purpose<'a>,
    create_missing: bool,
    digits: u32,
}

impl Request<'_> {
    fn now(&self) -> Option<&SeriesDraft> {
        match self.purpose {
            Purpose::Edit(now) => Some(&now.0),
            _ => None,
        }
    }

    fn draft(&self, reader: Reader<'_>) -> Option<SeriesDraft> {
        let now = self.now();
        let once = reader
            .text("idempotency_key", NAME)
            .filter(|key| !key.is_empty())
            .map(|key| OnceKey { key, content: 0 });
        let client = if reader.says("client") {
            self.client(&reader)
        } else {
            now.and_then(|now| now.client.clone())
        };
        let visitor = if reader.says("visitor") {
            self.visitor(&reader, "visitor", client.as_ref())
        } else {
            now.and_then(|now| now.visitor.clone())
        };
        let location = self.location(&reader);
        let around = Around {
            client: client.as_ref(),
            location,
        };
        let rhythm = self.rhythm(&reader);
        let mut slots = self.slots(&reader, rhythm.as_ref(), &around);
        let lines = self.lines(&reader, slots.as_deref_mut().unwrap_or_default(), &around);
        let start = rhythm.as_ref().map(|rhythm| rhythm.start);
        let written = match (&rhythm, &slots, location) {
            (Some(rhythm), Some(slots), Some(location)) => self.written_end(rhythm, slots, location),
            _ => None,
        };
        let end = self.end(&reader, start, written);
        let left_out = reader
            .days("skip_dates")
            .or_else(|| now.map(|now| now.left_out.clone()))
            .unwrap_or_default();
        let kept = reader.days("keep_dates").unwrap_or_default();
        let policy = |field, choices| reader.choice(field, choices, Policy::code);
        let conflicts = policy("conflicts", &Policy::OF_CLASHES)
            .or(now.map(|now| now.conflicts))
            .unwrap_or(Policy::Ask);
        let closed_days = policy("closed_days", Policy::ALL)
            .or(now.map(|now| now.closed_days))
            .unwrap_or(Policy::Ask);
        let nearest_days = reader
            .number("nearest_days", 1, 365)
            .and_then(|days| u16::try_from(days).ok())
            .or(now.map(|now| now.nearest_days))
            .unwrap_or(NEAREST_DAYS);
        if let Some((rhythm, end)) = rhythm.as_ref().zip(end) {
            let last = match end {
                // Dates that are added for others can be left out, too.
                SeriesEnd::After(visits) if [conflicts, closed_days].contains(&Policy::Append) => {
                    SeriesEnd::After(visits + MOST_APPENDED)
                }
                end => end,
            };
            let goes_on = self.goes_on(&reader);
            check_dates(&reader, rhythm, (last, goes_on), &left_out, &kept);
        }
        let active = reader.truth("active").or(now.map(|now| now.active)).unwrap_or(true);
        let seats = reader
            .number("seats", 1, 500)
            .and_then(|seats| u16::try_from(seats).ok())
            .or(now.map(|now| now.seats))
            .unwrap_or(1);
        let note = reader
            .text("note", NOTE)
            .or_else(|| now.map(|now| now.note.clone()))
            .unwrap_or_default();
        let colour = if reader.says("colour") {
            reader.colour("colour")
        } else {
            now.and_then(|now| now.colour)
        };
        let reminders = self.reminders(&reader);
        if let Some(lines) = &lines
            && lines.is_empty()
            && slots
                .as_ref()
                .is_none_or(|slots| slots.iter().any(|slot| slot.lines.is_empty()))
        {
            reader.wrong("services", FieldError::NoService);
        }
        if let Some(location) = location {
            let slots = slots.as_deref().unwrap_or_default();
            self.people(&reader, slots, lines.as_deref().unwrap_or_default(), location);
        }
        not_here(&reader);
        reader.end();
        let rhythm = rhythm?;
        Some(SeriesDraft {
            once,
            client,
            visitor,
            location: location?,
            rule: rhythm.rule,
            start: rhythm.start,
            end: end?,
            slots: slots?,
            lines: lines?,
            left_out,
            kept,
            conflicts,
            closed_days,
            nearest_days,
            active,
            seats,
            note,
            colour,
            reminders,
        })
    }

    fn client(&self, reader: &Reader<'_>) -> Option<Who<ClientId, ClientDraft>> {
        let value = reader.value("client")?;
        let clients = || self.book.clients().live();
        if let Some(name) = find::reference(value) {
            return match by_name(clients(), name) {
                Ok(client) => Some(Who::Known(client.id)),
                Err(FieldError::NoSuch { .. }) if self.create_missing && value.is_string() => {
                    self.typed_client(reader, name)
                }
                Err(error) => {
                    reader.wrong("client", error);
                    None
                }
            };
        }
        let wrong_before = reader.errors().borrow().len();
        let fields = reader.object("client")?;
        // The window says so where somebody of the same name is another person.
        let is_new = fields.truth("new").unwrap_or(false);
        let text = |field| fields.text(field, NAME).unwrap_or_default();
        let draft = ClientDraft {
            given_name: text("given_name"),
            surname: text("surname"),
            middle_name: text("middle_name"),
            phone: text("phone"),
            email: text("email"),
        };
        fields.end();
        if reader.errors().borrow().len() > wrong_before {
            // What is wrong with its fields says it all.
            return None;
        }
        if draft.given_name.is_empty() && draft.surname.is_empty() && draft.phone.is_empty() {
            reader.wrong("client", FieldError::NoName);
            return None;
        }
        if is_new && self.create_missing {
            return Some(Who::New(draft));
        }
        let fits = |wanted: &str, has: &str| wanted.is_empty() || fold(wanted) == fold(has);
        let is = |client: &&std::sync::Arc<Client>| {
            fits(&draft.given_name, &client.given_name)
                && fits(&draft.surname, &client.surname)
                && fits(&draft.middle_name, &client.middle_name)
                && fits(&draft.email, &client.email)
                && (draft.phone.is_empty() || find::digits(&draft.phone) == find::digits(&client.phone))
        };
        let found: Vec<_> = clients().filter(is).collect();
        match found.as_slice() {
            [one] => Some(Who::Known(one.id)),
            [] if self.create_missing => Some(Who::New(draft)),
            [] => {
                reader.wrong("client", FieldError::NoSuch { what: Thing::Client });
                None
            }
            several => {
                let matches = several.iter().map(|client| client.name()).collect();
                reader.wrong(
                    "client",
                    FieldError::Ambiguous {
                        what: Thing::Client,
                        matches,
                    },
                );
                None
            }
        }
    }

    /// A new client from one line of text: a phone number, or names of which the last is the surname.
    fn typed_client(&self, reader: &Reader<'_>, text: &str) -> Option<Who<ClientId, ClientDraft>> {
        let text = match super::read::checked_text(text, NAME) {
            Ok(text) if text.is_empty() => {
                reader.wrong("client", FieldError::NoName);
                return None;
            }
            Ok(text) => text,
            Err(error) => {
                reader.wrong("client", error);
                return None;
            }
        };
        let mut draft = ClientDraft::default();
        if text.chars().all(|c| c.is_ascii_digit() || " +-/().".contains(c)) {
            draft.phone = text;
        } else if let Some((given, surname)) = text.rsplit_once(' ') {
            given.trim().clone_into(&mut draft.given_name);
            surname.clone_into(&mut draft.surname);
        } else {
            draft.surname = text;
        }
        Some(Who::New(draft))
    }

    fn visitor(
        &self,
        reader: &Reader<'_>,
        field: &'static str,
        client: Option<&Who<ClientId, ClientDraft>>,
    ) -> Option<Who<VisitorId, VisitorDraft>> {
        let value = reader.value(field)?;
        let fields = if value.is_object() { reader.object(field) } else { None };
        let name = find::reference(value);
        let own = |id: ClientId| {
            self.book
                .visitors()
                .of(id)
                .filter(|visitor| visitor.deleted_at.is_none())
        };
        let draft = match (&fields, name) {
            (_, Some(name)) => VisitorDraft {
                given_name: name.trim().to_owned(),
                surname: String::new(),
            },
            (Some(fields), None) => VisitorDraft {
                given_name: fields.text("given_name", NAME).unwrap_or_default(),
                surname: fields.text("surname", NAME).unwrap_or_default(),
            },
            (None, None) => {
                reader.wrong(field, FieldError::WrongType { wanted: "a name" });
                return None;
            }
        };
        if let Some(Who::Known(client)) = client {
            let wanted = name.map_or_else(
                || format!("{} {}", draft.given_name, draft.surname).trim().to_owned(),
                str::to_owned,
            );
            match by_name(own(*client), &wanted) {
                Ok(visitor) => return Some(Who::Known(visitor.id)),
                Err(FieldError::NoSuch { .. }) if self.create_missing => {}
                Err(error) => {
                    reader.wrong(field, error);
                    return None;
                }
            }
        }
        if draft.given_name.is_empty() && draft.surname.is_empty() {
            reader.wrong(field, FieldError::NoName);
            return None;
        }
        if !self.create_missing {
            reader.wrong(field, FieldError::NoSuch { what: Thing::Visitor });
            return None;
        }
        Some(Who::New(draft))
    }

    /// The location; the only one where none is said.
    fn location(&self, reader: &Reader<'_>) -> Option<LocationId> {
        if reader.value("location").is_some() {
            return referred(reader, "location", self.book.locations().live()).map(|location| location.id);
        }
        let mut all = self.book.locations().live();
        let only = match (self.now(), all.next(), all.next()) {
            (Some(now), ..) => Some(now.location),
            (None, Some(only), None) => Some(only.id),
            _ => None,
        };
        if only.is_none() {
            reader.wrong("location", FieldError::Missing);
        }
        only
    }

    fn reminders(&self, reader: &Reader<'_>) -> Reminders {
        let now = self.now().map(|now| now.reminders).unwrap_or_default();
        let Some(fields) = reader.object("reminders") else {
            return now;
        };
        let hours = |field, now| {
            if fields.says(field) {
                fields.number(field, 0, 720).and_then(|hours| u16::try_from(hours).ok())
            } else {
                now
            }
        };
        let reminders = Reminders {
            client_email: hours("client_email", now.client_email),
            client_sms: hours("client_sms", now.client_sms),
            staff_email: hours("staff_email", now.staff_email),
            staff_sms: hours("staff_sms", now.staff_sms),
        };
        fields.end();
        reminders
    }

    /// Whether everybody works at the location and does what they are to do, and the chairs stand there.
    fn people(&self, reader: &Reader<'_>, slots: &[SlotDraft], lines: &[LineDraft], location: LocationId) {
        let staff = |id: StaffId| self.book.staff().get(id);
        let works = |id: StaffId| staff(id).is_some_and(|staff| works_at(self.book, staff, location));
        let does = |id: StaffId, service| staff(id).is_some_and(|staff| staff.does(service));
        // What a slot says itself is wrong there; what it takes from the top is wrong at the top.
        let listed = reader.value("slots").and_then(Value::as_array);
        let at = |index: usize, field: &str| {
            let own = listed.and_then(|list| list.get(index)?.get(field));
            if own.is_some() {
                format!("slots.{index}.{field}")
            } else {
                field.to_owned()
            }
        };
        for (place, slot) in slots.iter().enumerate() {
            for &(id, role) in &slot.staff {
                if role != Role::Coordinator && !works(id) {
                    reader.wrong(&at(place, lines::role_field(role)), FieldError::DoesNotWorkThere);
                }
            }
            let lead = slot.lead();
            let (own, services) = if slot.lines.is_empty() {
                (lines, "services".to_owned())
            } else {
                (slot.lines.as_slice(), at(place, "services"))
            };
            for (index, line) in own.iter().enumerate() {
                let by = format!("{services}.{index}.staff");
                if let Some(staff) = line.staff.or(lead)
                    && !does(staff, line.service)
                {
                    let field = if line.staff.is_some() {
                        by.clone()
                    } else {
                        at(place, "staff")
                    };
                    reader.wrong(&field, FieldError::DoesNotDo);
                }
                if line.staff.is_some_and(|staff| !works(staff)) {
                    reader.wrong(&by, FieldError::DoesNotWorkThere);
                }
            }
            for (index, id) in slot.resources.iter().enumerate() {
                let resource = self.book.resources().get(*id);
                if resource.is_some_and(|resource| resource.location_id != location) {
                    let field = format!("{}.{index}", at(place, "resources"));
                    reader.wrong(&field, FieldError::ElsewhereResource);
                }
            }
        }
    }
}

/// What the parts of a request that are read later look at.
struct Around<'a> {
    /// Who it is for: visitors are theirs.
    client: Option<&'a Who<ClientId, ClientDraft>>,
    /// Where it is: chairs and rooms are looked for there first.
    location: Option<LocationId>,
}

/// Whether the rule gives any date, not too many, and those that are left out or kept although they clash. What goes on from
/// before may end before the first of them.
fn check_dates(
    reader: &Reader<'_>,
    rhythm: &Rhythm,
    (end, goes_on): (SeriesEnd, bool),
    left_out: &[Day],
    kept: &[Day],
) {
    let Some(rule) = &rhythm.rule else { return };
    let start = rhythm.start;
    let within = |day: Day| match end {
        SeriesEnd::Never => true,
        SeriesEnd::On(last) => day <= last,
        SeriesEnd::After(visits) => rule.count_before(start, day) < visits,
    };
    let first = rule.dates(start).next();
    let may_have_none = goes_on && matches!(end, SeriesEnd::On(_));
    if first.is_none_or(|first| !within(first) && !may_have_none) {
        let field = if reader.value("rrule").is_some() {
            "rrule"
        } else {
            "frequency"
        };
        reader.wrong(field, FieldError::NoDates);
        return;
    }
    if let SeriesEnd::On(last) = end
        && rule
            .dates(start)
            .take_while(|day| *day <= last)
            .nth(MOST_DATES)
            .is_some()
    {
        reader.wrong("end_date", FieldError::TooMany { most: MOST_DATES });
    }
    for (field, days) in [("skip_dates", left_out), ("keep_dates", kept)] {
        for (index, &day) in days.iter().enumerate() {
            if !(rule.gives(start, day) && within(day)) {
                reader.wrong(&format!("{field}.{index}"), FieldError::NotADateOfTheRule { day });
            }
        }
    }
}

/// Fields of other requests and of groups: they may stand here as long as they say nothing.
fn not_here(reader: &Reader<'_>) {
    for field in [
        "price",
        "discount",
        "tax",
        "custom",
        "capacity",
        "members",
        "pencilled_until",
    ] {
        let says_nothing = |value: &Value| match value {
            Value::Array(list) => list.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            other => field == "capacity" && other.as_u64() == Some(1),
        };
        if reader.value(field).is_some_and(|value| !says_nothing(value)) {
            reader.wrong(field, FieldError::NotHere);
        }
    }
}
