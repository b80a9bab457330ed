//! What a setup document changes. Things are written in the order in which they refer to each other: the business,
//! locations, services, resources, tags, staff, clients; so a reference finds what the same document makes.

mod matching;
mod people;
mod places;

use std::collections::BTreeSet;

use super::draft::*;
use crate::domain::book::{Book, Shelved};
use crate::domain::change::{Label, Origin, RowEdit, SetUpDid, SetUpOne, Subject};
use crate::domain::command::Moment;
use crate::domain::decide::Decided;
use crate::domain::find::{Named, by_name, fold};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Day, Minutes, Weekday, Zone};
use matching::{Match, Wanted, matched};

/// Decides a setup document.
///
/// # Errors
/// [`Refused::Fields`] for what is missing in new things and for names that nothing answers to;
/// [`Refusal::NothingToChange`]; [`Refusal::NoBusiness`] where neither the book nor the document has one.
pub(in crate::domain) fn decide(book: &Book, draft: &SetupDraft, moment: &mut Moment) -> Result<Decided, Refused> {
    if book.business().is_none() && draft.business.is_none() {
        return Err(Refusal::NoBusiness.into());
    }
    let mut writer = Writer {
        pen: Pen::new(book, moment),
        errors: FieldErrors::default(),
    };
    if let Some(business) = &draft.business {
        writer.business(business);
    }
    writer.locations(&draft.locations);
    writer.services(&draft.services);
    writer.resources(&draft.resources);
    writer.tags(&draft.tags);
    writer.staff(&draft.staff);
    writer.clients(&draft.clients);
    let Writer { pen, errors } = writer;
    errors.check(Some(()))?;

    let mut change = pen.finish(Label::SetUp { things: 0, one: None }, None, Origin::Person);
    if change.edits.is_empty() {
        return Err(Refusal::NothingToChange.into());
    }
    let subjects: BTreeSet<Subject> = change.edits.iter().filter_map(subject).collect();
    change.subject = subjects.first().copied().filter(|_| subjects.len() == 1);
    change.label = Label::SetUp {
        things: subjects.len(),
        one: change.subject.map(|subject| SetUpOne {
            subject,
            did: did(&change.edits),
        }),
    };
    Ok(Decided {
        change,
        plan: Plan::default(),
    })
}

/// What the edits of one thing do.
fn did(edits: &[RowEdit]) -> SetUpDid {
    let is_made = |edit: &RowEdit| match edit {
        RowEdit::Business(edit) => edit.before.is_none(),
        RowEdit::Location(edit) => edit.before.is_none(),
        RowEdit::Service(edit) => edit.before.is_none(),
        RowEdit::Resource(edit) => edit.before.is_none(),
        RowEdit::Tag(edit) => edit.before.is_none(),
        RowEdit::Staff(edit) => edit.before.is_none(),
        RowEdit::Client(edit) => edit.before.is_none(),
        _ => false,
    };
    let own: Vec<&RowEdit> = edits.iter().filter(|edit| subject(edit).is_some()).collect();
    let all = |is: fn(&RowEdit) -> bool| own.iter().all(|edit| is(edit));
    if own.iter().any(|edit| is_made(edit)) {
        SetUpDid::Made
    } else if all(|edit| matches!(edit, RowEdit::TimeOff(_))) {
        SetUpDid::TimeOff
    } else if all(|edit| matches!(edit, RowEdit::DayException(_))) {
        SetUpDid::Days
    } else if all(has_other_hours_only) {
        SetUpDid::Hours
    } else {
        SetUpDid::Changed
    }
}

fn has_other_hours_only(edit: &RowEdit) -> bool {
    match edit {
        RowEdit::Location(edit) => match (&edit.before, &edit.after) {
            (Some(before), Some(after)) => {
                let mut before = Location::clone(before);
                before.hours.clone_from(&after.hours);
                before.updated_at = after.updated_at;
                before == **after
            }
            _ => false,
        },
        RowEdit::Staff(edit) => match (&edit.before, &edit.after) {
            (Some(before), Some(after)) => {
                let mut before = Staff::clone(before);
                before.hours.clone_from(&after.hours);
                before.own_hours = after.own_hours;
                before.updated_at = after.updated_at;
                before == **after
            }
            _ => false,
        },
        _ => false,
    }
}

/// The thing of the document that an edit belongs to.
fn subject(edit: &RowEdit) -> Option<Subject> {
    match edit {
        RowEdit::Business(_) => Some(Subject::Business),
        RowEdit::Location(edit) => edit.row().map(|row| Subject::Location(row.id)),
        RowEdit::DayException(edit) => edit.row().map(|row| match (row.staff_id, row.location_id) {
            (Some(staff), _) => Subject::Staff(staff),
            (None, Some(location)) => Subject::Location(location),
            (None, None) => Subject::Business,
        }),
        RowEdit::Service(edit) => edit.row().map(|row| Subject::Service(row.id)),
        RowEdit::Resource(edit) => edit.row().map(|row| Subject::Resource(row.id)),
        RowEdit::Tag(edit) => edit.row().map(|row| Subject::Tag(row.id)),
        RowEdit::Staff(edit) => edit.row().map(|row| Subject::Staff(row.id)),
        RowEdit::TimeOff(edit) => edit.row().map(|row| Subject::Staff(row.staff_id)),
        RowEdit::Client(edit) => edit.row().map(|row| Subject::Client(row.id)),
        RowEdit::Visitor(edit) => edit.row().and_then(|row| row.client_id).map(Subject::Client),
        _ => None,
    }
}

/// Writes what a document says, and gathers what is wrong with it.
struct Writer<'a> {
    pen: Pen<'a>,
    errors: FieldErrors,
}

impl Writer<'_> {
    fn wrong(&mut self, at: &str, field: &str, error: FieldError) {
        self.errors.add(format!("{at}.{field}"), error);
    }

    /// The thing of this name, which may be new.
    fn referred<R: Named + Shelved>(&mut self, reference: &Reference) -> Option<R::Id> {
        match by_name(R::shelf(self.pen.book()).live(), &reference.name) {
            Ok(row) => Some(row.id()),
            Err(error) => {
                self.errors.add(reference.at.clone(), error);
                None
            }
        }
    }

    fn business(&mut self, draft: &BusinessDraft) {
        let known = self.pen.book().business().map(|business| business.id);
        if known.is_none() {
            for (field, is_there) in [("name", draft.name.is_some()), ("time_zone", draft.zone.is_some())] {
                if !is_there {
                    self.wrong("business", field, FieldError::Missing);
                }
            }
        }
        let id = known.unwrap_or_else(|| self.new_business());
        // Amounts are kept in minor units, which another number of digits would make other amounts.
        let digits = self.pen.book().business().map(|business| business.currency.digits());
        let has_prices = self
            .pen
            .book()
            .services()
            .all()
            .any(|service| !service.prices.is_empty());
        if has_prices && draft.currency.is_some_and(|currency| Some(currency.digits()) != digits) {
            self.wrong("business", "currency", FieldError::NotHere);
        }
        let [client_email, client_sms, staff_email, staff_sms] = draft.reminders;
        self.pen.change::<Business>(id, |row| {
            set(&mut row.name, draft.name.as_ref());
            set(&mut row.currency, draft.currency.as_ref());
            set(&mut row.week_start, draft.first_weekday.as_ref());
            set(&mut row.clock, draft.clock.as_ref());
            set(&mut row.zone, draft.zone.as_ref());
            set(&mut row.horizon_days, draft.horizon_days.as_ref());
            set(&mut row.remind_client_email, client_email.as_ref());
            set(&mut row.remind_client_sms, client_sms.as_ref());
            set(&mut row.remind_staff_email, staff_email.as_ref());
            set(&mut row.remind_staff_sms, staff_sms.as_ref());
        });
        self.days(None, draft.closed_days.as_deref(), draft.special_days.as_deref());
    }

    fn new_business(&mut self) -> BusinessId {
        let (id, uuid, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(Business {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            name: String::new(),
            currency: Currency::EUR,
            week_start: Weekday::Mon,
            clock: ClockFace::H24,
            zone: Zone::UTC,
            horizon_days: 365,
            remind_client_email: 0,
            remind_client_sms: 0,
            remind_staff_email: 0,
            remind_staff_sms: 0,
        });
        id
    }

    fn services(&mut self, parts: &[Part<ServiceDraft>]) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| Wanted::named(part.id, &part.at, part.says.name.as_deref()))
            .collect();
        let found = matched(self.pen.book().services().all(), &wanted, &mut self.errors);
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => self.new_service(uuid),
            };
            let draft = &part.says;
            let category = draft
                .category
                .as_ref()
                .map(|name| name.as_deref().map(|name| self.category(name)));
            self.pen.change::<Service>(id, |row| {
                row.deleted_at = None;
                set(&mut row.name, draft.name.as_ref());
                set(&mut row.category_id, category.as_ref());
                set(&mut row.stretches, draft.stretches.as_ref());
                set(&mut row.before, draft.before.as_ref());
                set(&mut row.after, draft.after.as_ref());
                set(&mut row.seats, draft.capacity.as_ref());
                set(&mut row.colour, draft.colour.as_ref());
                if let Some(cost) = draft.cost {
                    row.prices.retain(|step| step.from_day != Day::FIRST);
                    let first = cost.map(|price| ServicePrice {
                        from_day: Day::FIRST,
                        price,
                    });
                    row.prices.splice(0..0, first);
                }
                if let Some(prices) = &draft.prices {
                    row.prices.retain(|step| step.from_day == Day::FIRST);
                    let steps = prices.iter().map(|&(from_day, price)| ServicePrice { from_day, price });
                    row.prices.extend(steps);
                }
            });
            let row = self.pen.book().services().get(id);
            let (no_name, no_length) = row.map_or((false, false), |row| {
                (row.name.is_empty(), row.stretches.length().is_zero())
            });
            if no_name {
                self.wrong(&part.at, "name", FieldError::Missing);
            }
            if no_length {
                self.wrong(&part.at, "duration", FieldError::Missing);
            }
        }
    }

    fn new_service(&mut self, uuid: Option<uuid::Uuid>) -> ServiceId {
        let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(Service {
            id,
            created_at: now,
            updated_at: now,
            uuid: uuid.unwrap_or(new),
            deleted_at: None,
            category_id: None,
            name: String::new(),
            before: Minutes::ZERO,
            after: Minutes::ZERO,
            seats: 1,
            colour: None,
            stretches: Stretches::new(Vec::new()),
            prices: Vec::new(),
        });
        id
    }

    /// The category of this name; a new one where there is none.
    fn category(&mut self, name: &str) -> CategoryId {
        let categories = || self.pen.book().categories().live();
        if let Some(known) = categories().find(|category| fold(&category.name) == fold(name)) {
            return known.id;
        }
        let sort = categories().map(|category| category.sort + 1).max().unwrap_or(0);
        let (id, uuid, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(Category {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            deleted_at: None,
            name: name.to_owned(),
            sort,
        });
        id
    }

    fn tags(&mut self, parts: &[Part<TagDraft>]) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| Wanted::named(part.id, &part.at, part.says.title.as_deref()))
            .collect();
        let found = matched(self.pen.book().tags().all(), &wanted, &mut self.errors);
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => {
                    let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
                    self.pen.add(Tag {
                        id,
                        created_at: now,
                        updated_at: now,
                        uuid: uuid.unwrap_or(new),
                        deleted_at: None,
                        title: String::new(),
                        colour: Colour { rgb: [128; 3] },
                    });
                    id
                }
            };
            self.pen.change::<Tag>(id, |row| {
                row.deleted_at = None;
                set(&mut row.title, part.says.title.as_ref());
                set(&mut row.colour, part.says.colour.as_ref());
            });
            if self.pen.book().tags().get(id).is_some_and(|row| row.title.is_empty()) {
                self.wrong(&part.at, "title", FieldError::Missing);
            }
        }
    }
}

/// Puts what is said in the place of what was.
fn set<T: Clone>(field: &mut T, said: Option<&T>) {
    if let Some(said) = said {
        field.clone_from(said);
    }
}
