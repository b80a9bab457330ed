//! Staff with what they do and when they work, clients with who comes with them.

use std::collections::HashMap;

use uuid::Uuid;

use super::super::draft::*;
use super::super::hours::{OffRow, joined, off_rows, weekday_of};
use super::matching::{Fit, Match, Wanted, matched};
use super::{Writer, set};
use crate::domain::find::digits;
use crate::domain::refusal::FieldError;
use crate::domain::rows::*;
use crate::domain::values::Gender;
use crate::time::MinuteSpan;

impl Writer<'_> {
    pub(super) fn staff(&mut self, parts: &[Part<StaffDraft>]) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| {
                let draft = &part.says;
                // Both names together say best who is meant.
                let whole = whole_name(draft.given_name.as_deref(), draft.surname.as_deref());
                let name = Some(whole)
                    .filter(|name| !name.is_empty())
                    .or_else(|| draft.preferred_name.clone());
                Wanted::named(part.id, &part.at, name.as_deref())
            })
            .collect();
        let found = matched(self.pen.book().staff().all(), &wanted, &mut self.errors);
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => self.new_staff(uuid),
            };
            let draft = &part.says;
            let hours = draft
                .hours
                .as_ref()
                .map(|hours| hours.as_deref().map(|hours| self.working_hours(hours)));
            let services = draft
                .services
                .as_ref()
                .map(|all| all.as_deref().map(|all| self.own_services(all)));
            self.pen.change::<Staff>(id, |row| {
                row.deleted_at = None;
                set(&mut row.given_name, draft.given_name.as_ref());
                set(&mut row.surname, draft.surname.as_ref());
                set(&mut row.preferred_name, draft.preferred_name.as_ref());
                set(&mut row.position, draft.position.as_ref());
                set(&mut row.colour, draft.colour.as_ref());
                set(&mut row.phone, draft.phone.as_ref());
                set(&mut row.email, draft.email.as_ref());
                set(&mut row.leaves_day, draft.leaves.as_ref());
                set(&mut row.needs_supervisor, draft.needs_supervisor.as_ref());
                set(&mut row.own_book, draft.own_book.as_ref());
                if let Some(hours) = hours {
                    row.own_hours = hours.is_some();
                    row.hours = hours.unwrap_or_default();
                }
                if let Some(services) = services {
                    row.all_services = services.is_none();
                    row.services = services.unwrap_or_default();
                }
            });
            if let Some(days) = &draft.special_days {
                self.staff_days(id, days);
            }
            if let Some(times) = &draft.time_off {
                self.times_off(id, times);
            }
            if self.pen.book().staff().get(id).is_some_and(|row| row.name().is_empty()) {
                self.wrong(&part.at, "given_name", FieldError::Missing);
            }
        }
    }

    fn new_staff(&mut self, uuid: Option<Uuid>) -> StaffId {
        let last = self.pen.book().staff().live().map(|staff| staff.sort).max();
        let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(Staff {
            id,
            created_at: now,
            updated_at: now,
            uuid: uuid.unwrap_or(new),
            deleted_at: None,
            given_name: String::new(),
            surname: String::new(),
            preferred_name: String::new(),
            position: String::new(),
            colour: None,
            phone: String::new(),
            email: String::new(),
            leaves_day: None,
            needs_supervisor: false,
            own_book: false,
            sort: last.map_or(0, |last| last + 1),
            own_hours: false,
            all_services: true,
            hours: Vec::new(),
            services: Vec::new(),
        });
        id
    }

    fn working_hours(&mut self, hours: &[PlaceHours]) -> Vec<WorkingHours> {
        let mut rows: Vec<(LocationId, Hours)> = Vec::new();
        for (location, hours) in hours {
            if let Some(location) = self.referred::<Location>(location) {
                rows.extend(hours.iter().map(|hours| (location, *hours)));
            }
        }
        rows.sort_unstable();
        let row = |(location_id, hours): (LocationId, Hours)| WorkingHours {
            location_id,
            weekday: weekday_of(hours.weekday),
            opens: hours.opens,
            closes: hours.closes,
            valid_from: hours.valid_from,
            valid_until: hours.valid_until,
            cycle_weeks: hours.cycle_weeks,
            cycle_week: hours.cycle_week,
            cycle_anchor: hours.cycle_anchor,
        };
        rows.into_iter().map(row).collect()
    }

    fn own_services(&mut self, services: &[StaffServiceDraft]) -> Vec<StaffService> {
        let mut rows: Vec<StaffService> = Vec::with_capacity(services.len());
        for own in services {
            let Some(service_id) = self.referred::<Service>(&own.service) else {
                continue;
            };
            if rows.iter().any(|row| row.service_id == service_id) {
                self.errors
                    .add(own.service.at.clone(), FieldError::DoesNotFit { with: "services" });
            } else {
                rows.push(StaffService {
                    service_id,
                    price: own.price,
                    minutes: own.minutes,
                });
            }
        }
        rows.sort_by_key(|row| row.service_id);
        rows
    }

    /// Puts times off in the place of those of before; what stays is not written again.
    fn times_off(&mut self, staff_id: StaffId, times: &[TimeOffDraft]) {
        let mut wanted: Vec<(OffRow, String)> = joined(times.to_vec())
            .into_iter()
            .flat_map(|time| {
                off_rows(time.from, time.to)
                    .into_iter()
                    .map(move |row| (row, time.reason.clone()))
            })
            .collect();
        let now = self.pen.now();
        let mut gone = Vec::new();
        for row in self
            .pen
            .book()
            .times_off()
            .of(staff_id)
            .filter(|row| row.deleted_at.is_none())
        {
            match wanted
                .iter()
                .position(|(wanted, reason)| *wanted == off_row(row) && *reason == row.reason)
            {
                Some(place) => drop(wanted.remove(place)),
                None => gone.push(row.id),
            }
        }
        for id in gone {
            self.pen.change::<TimeOff>(id, |row| row.deleted_at = Some(now));
        }
        for (row, reason) in wanted {
            let (id, uuid) = (self.pen.key(), self.pen.uuid());
            self.pen.add(TimeOff {
                id,
                created_at: now,
                updated_at: now,
                uuid,
                deleted_at: None,
                staff_id,
                first_day: row.first,
                last_day: row.last,
                from_minute: row.part.map(|part| part.from),
                to_minute: row.part.map(|part| part.to),
                reason,
            });
        }
    }

    pub(super) fn clients(&mut self, parts: &[Part<ClientPartDraft>]) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| {
                let draft = &part.says;
                let whole = whole_name(draft.given_name.as_deref(), draft.surname.as_deref());
                let name = Some(whole)
                    .filter(|name| !name.is_empty())
                    .or_else(|| draft.phone.clone());
                let phone = draft.phone.as_deref().map(digits).filter(|digits| !digits.is_empty());
                let fits = move |row: &Client| {
                    if part.new {
                        return Fit::Not;
                    }
                    let same = phone.as_ref().is_some_and(|phone| *phone == digits(&row.phone));
                    if same { Fit::Well } else { Fit::Maybe }
                };
                // Two people may have one name.
                Wanted::named(part.id, &part.at, name.as_deref())
                    .fitting(fits)
                    .once(None)
            })
            .collect();
        let found = matched(self.pen.book().clients().all(), &wanted, &mut self.errors);
        let visitors = self.pen.book().visitors().all();
        let mut owners: HashMap<Uuid, Option<ClientId>> =
            visitors.map(|visitor| (visitor.uuid, visitor.client_id)).collect();
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => self.new_client(uuid),
            };
            let draft = &part.says;
            self.pen.change::<Client>(id, |row| {
                row.deleted_at = None;
                set(&mut row.given_name, draft.given_name.as_ref());
                set(&mut row.surname, draft.surname.as_ref());
                set(&mut row.middle_name, draft.middle_name.as_ref());
                set(&mut row.phone, draft.phone.as_ref());
                set(&mut row.email, draft.email.as_ref());
                set(&mut row.gender, draft.gender.as_ref());
                set(&mut row.birthday, draft.birthday.as_ref());
                set(&mut row.language, draft.language.as_ref());
                set(&mut row.alert, draft.alert.as_ref());
                set(&mut row.note, draft.note.as_ref());
                set(&mut row.private_note, draft.private_note.as_ref());
            });
            if self
                .pen
                .book()
                .clients()
                .get(id)
                .is_some_and(|row| row.name().is_empty())
            {
                self.errors.add(part.at.clone(), FieldError::NoName);
            }
            self.visitors(id, &draft.visitors, &mut owners);
        }
    }

    fn new_client(&mut self, uuid: Option<Uuid>) -> ClientId {
        let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(Client {
            id,
            created_at: now,
            updated_at: now,
            uuid: uuid.unwrap_or(new),
            deleted_at: None,
            given_name: String::new(),
            surname: String::new(),
            middle_name: String::new(),
            phone: String::new(),
            email: String::new(),
            gender: Gender::Unknown,
            birthday: None,
            language: String::new(),
            alert: String::new(),
            note: String::new(),
            private_note: String::new(),
            erased_at: None,
        });
        id
    }

    /// The visitors of a client; `owners` says whose every visitor of the book and of the document is.
    fn visitors(
        &mut self,
        client: ClientId,
        parts: &[Part<VisitorPartDraft>],
        owners: &mut HashMap<Uuid, Option<ClientId>>,
    ) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| {
                let name = whole_name(part.says.given_name.as_deref(), part.says.surname.as_deref());
                Wanted::named(part.id, &part.at, Some(&name))
            })
            .collect();
        let found = matched(self.pen.book().visitors().of(client), &wanted, &mut self.errors);
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => {
                    let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
                    let uuid = uuid.unwrap_or(new);
                    if owners.insert(uuid, Some(client)).is_some() {
                        // The visitor of one client does not go over to another.
                        self.wrong(&part.at, "id", FieldError::NotHere);
                        continue;
                    }
                    self.pen.add(Visitor {
                        id,
                        created_at: now,
                        updated_at: now,
                        uuid,
                        deleted_at: None,
                        client_id: Some(client),
                        given_name: String::new(),
                        surname: String::new(),
                        birthday: None,
                    });
                    id
                }
            };
            self.pen.change::<Visitor>(id, |row| {
                row.deleted_at = None;
                set(&mut row.given_name, part.says.given_name.as_ref());
                set(&mut row.surname, part.says.surname.as_ref());
                set(&mut row.birthday, part.says.birthday.as_ref());
            });
            if self
                .pen
                .book()
                .visitors()
                .get(id)
                .is_some_and(|row| row.name().is_empty())
            {
                self.errors.add(part.at.clone(), FieldError::NoName);
            }
        }
    }
}

fn whole_name(given: Option<&str>, surname: Option<&str>) -> String {
    let parts: Vec<&str> = given
        .into_iter()
        .chain(surname)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// A row as times off are compared.
fn off_row(row: &TimeOff) -> OffRow {
    OffRow {
        first: row.first_day,
        last: row.last_day,
        part: row
            .from_minute
            .zip(row.to_minute)
            .map(|(from, to)| MinuteSpan { from, to }),
    }
}
