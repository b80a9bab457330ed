//! The services and the slots of a request.

use std::sync::Arc;

use super::super::book::Shelved;
use super::super::draft::*;
use super::super::find::{self, Named, by_name, referred};
use super::super::read::Reader;
use super::super::refusal::FieldError;
use super::super::rows::*;
use super::super::schedule::is_there;
use super::super::values::*;
use super::rhythm::Rhythm;
use super::{Around, Request};
use crate::time::{Minutes, TimeOfDay, Weekday};

/// The most service lines of a visit (spec S1.4).
const MOST_LINES: usize = 20;
/// The most staff, and the most resources, of a visit.
const MOST_ASSIGNED: usize = 16;
/// The longest set-up and clean-up.
pub(super) const MOST_AROUND: Minutes = Minutes::hours(4);
/// The longest visit.
pub(super) const MOST_LENGTH: Minutes = Minutes::hours(24);

/// What a slot takes from the top of the request where it says nothing itself.
pub(super) struct Shared {
    pub time: Option<TimeOfDay>,
    pub before: Option<Minutes>,
    pub after: Option<Minutes>,
    pub staff: Vec<(StaffId, Role)>,
    pub resources: Vec<ResourceId>,
    pub tags: Vec<TagId>,
}

impl Shared {
    /// A slot of which nothing else is said.
    fn slot(&self) -> SlotDraft {
        SlotDraft {
            slot: None,
            weekday: None,
            time: self.time.unwrap_or_default(),
            before: self.before,
            after: self.after,
            staff: self.staff.clone(),
            resources: self.resources.clone(),
            tags: self.tags.clone(),
            lines: Vec::new(),
        }
    }
}

impl Request<'_> {
    /// The lines of a field, where `lead` does what nobody else is named for.
    pub(super) fn lines_in(
        &self,
        reader: &Reader<'_>,
        field: &'static str,
        around: &Around<'_>,
        lead: Option<StaffId>,
    ) -> Option<Vec<LineDraft>> {
        let Some(list) = reader.list(field, MOST_LINES) else {
            // A list that cannot be read was said to be wrong: that it gives no service says nothing new.
            return reader.value(field).is_none().then(Vec::new);
        };
        let lines: Vec<Option<LineDraft>> = list
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let path = reader.path(&format!("{field}.{index}"));
                match value.as_str() {
                    // A service by its name alone.
                    Some(name) => {
                        let object = serde_json::json!({ "name": name });
                        self.line(Reader::new(&object, path, reader.errors()), around, lead)
                    }
                    None => self.line(Reader::new(value, path, reader.errors()), around, lead),
                }
            })
            .collect();
        let lines: Vec<LineDraft> = lines.into_iter().collect::<Option<_>>()?;
        let is_empty = |position: u32| !lines.iter().any(|line| is_there(line.every_nth, line.phase, position));
        let is_read = lines.iter().all(|line| line.phase <= line.every_nth);
        if !lines.is_empty() && is_read && (0..520).any(is_empty) {
            // Nobody comes to have nothing done.
            reader.wrong(field, FieldError::NoService);
        }
        Some(lines)
    }

    fn line(&self, reader: Reader<'_>, around: &Around<'_>, lead: Option<StaffId>) -> Option<LineDraft> {
        let service = self.service(&reader);
        let duration = reader.minutes("duration", Minutes::new(1), MOST_LENGTH);
        let stretches = reader.parsed::<Stretches>("stretches", FieldError::NotADuration);
        let says_length = reader.value("duration").is_some() || reader.value("stretches").is_some();
        let staff = referred(&reader, "staff", self.book.staff().live()).map(|staff| staff.id);
        let resources = self.resources(&reader, around);
        let visitor = self.visitor(&reader, "for", around.client);
        let number = |field, most| {
            reader
                .number(field, 1, most)
                .and_then(|number| u16::try_from(number).ok())
        };
        let every_nth = number("every_nth", 520).unwrap_or(1);
        let phase = number("phase", 520).unwrap_or(1);
        if phase > every_nth {
            reader.wrong("phase", FieldError::DoesNotFit { with: "every_nth" });
        }
        let beside = reader.truth("beside").unwrap_or(false);
        let offset = reader
            .minutes("offset", Minutes::ZERO, MOST_LENGTH)
            .unwrap_or(Minutes::ZERO);
        let price = reader.money("price", self.digits);
        reader.end();
        let service = service?;
        let stretches = match (stretches, duration) {
            (Some(stretches), _) => stretches,
            (None, Some(duration)) if service.stretches.length() == duration => service.stretches.clone(),
            (None, Some(duration)) => Stretches::hands_on(duration),
            (None, None) if says_length => return None,
            (None, None) => self.usual(&service, staff.or(lead)),
        };
        Some(LineDraft {
            service: service.id,
            stretches,
            visitor,
            staff,
            resources,
            beside,
            offset,
            price,
            every_nth,
            phase,
        })
    }

    fn service(&self, reader: &Reader<'_>) -> Option<Arc<Service>> {
        let services = || self.book.services().live();
        if reader.value("id").is_some() {
            reader.value("name");
            return referred(reader, "id", services()).cloned();
        }
        let service = referred(reader, "name", services()).cloned();
        if reader.value("name").is_none() {
            reader.wrong("name", FieldError::Missing);
        }
        service
    }

    /// Chairs and rooms: those of the location, where they have a name that others have as well.
    fn resources(&self, reader: &Reader<'_>, around: &Around<'_>) -> Vec<ResourceId> {
        let all = || self.book.resources().live();
        let here = |resource: &&Arc<Resource>| Some(resource.location_id) == around.location;
        let named = |name: &str| match by_name(all().filter(here), name) {
            Err(FieldError::NoSuch { .. }) => by_name(all(), name),
            found => found,
        };
        self.each_named(reader, "resources", MOST_ASSIGNED, |name| named(name).map(|row| row.id))
    }

    fn references<R: Named + Shelved>(&self, reader: &Reader<'_>, field: &'static str, most: usize) -> Vec<R::Id> {
        self.each_named(reader, field, most, |name| {
            by_name(R::shelf(self.book).live(), name).map(|row| row.id())
        })
    }

    fn each_named<I>(
        &self,
        reader: &Reader<'_>,
        field: &'static str,
        most: usize,
        named: impl Fn(&str) -> Result<I, FieldError>,
    ) -> Vec<I> {
        let list = reader.list(field, most).unwrap_or_default();
        let mut found = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            let name = find::reference(value).ok_or(FieldError::WrongType { wanted: "a name" });
            match name.and_then(&named) {
                Ok(id) => found.push(id),
                Err(error) => reader.wrong(&format!("{field}.{index}"), error),
            }
        }
        found
    }

    /// The slots: one for a date, or one per weekday of a weekly rule; with `slots`, each as it says.
    pub(super) fn slots(
        &self,
        reader: &Reader<'_>,
        rhythm: Option<&Rhythm>,
        around: &Around<'_>,
    ) -> Option<Vec<SlotDraft>> {
        let now = self.now().map(|now| now.slots.as_slice()).unwrap_or_default();
        let top = self.shared(reader, now.first(), around);
        let listed = reader.objects("slots", 7);
        let weekdays: Vec<Option<Weekday>> = match rhythm {
            Some(rhythm) if !rhythm.weekdays.is_empty() => rhythm.weekdays.iter(Weekday::Mon).map(Some).collect(),
            _ => vec![None],
        };
        let Some(listed) = listed else {
            let changes_time = reader.value("time").is_some();
            // Where there is none, that was said to be wrong, and nothing comes of the request.
            let time = top.time.unwrap_or_default();
            let mut slots = Vec::with_capacity(weekdays.len());
            for weekday in weekdays {
                // A weekday that is there already keeps its own time and people where nothing else is said.
                let known = now.iter().find(|slot| slot.weekday == weekday);
                // A new one is as the first.
                let first = now.first().map(|slot| SlotDraft {
                    slot: None,
                    weekday,
                    ..slot.clone()
                });
                let slot = match known.cloned().or(first) {
                    Some(mut slot) => {
                        if changes_time {
                            slot.time = time;
                        }
                        overlay(reader, &mut slot, &top);
                        slot
                    }
                    None => SlotDraft {
                        weekday,
                        time,
                        ..top.slot()
                    },
                };
                slots.push(slot);
            }
            return Some(slots);
        };
        let mut slots = Vec::with_capacity(listed.len());
        let mut seen = Vec::new();
        for fields in listed {
            let weekday = fields.weekday("weekday");
            if fields.value("weekday").is_none() && weekdays != [None] {
                fields.wrong("weekday", FieldError::Missing);
            }
            let is_other = weekday.is_some_and(|weekday| !weekdays.contains(&Some(weekday)));
            if (rhythm.is_some() && is_other) || seen.contains(&weekday) {
                fields.wrong("weekday", FieldError::DoesNotFit { with: "weekdays" });
            }
            seen.push(weekday);
            let own = self.shared(&fields, None, around);
            // What an edit does not say of a weekday that is there already stays; a new one is as the first.
            let known = now.iter().find(|slot| slot.weekday == weekday);
            let before = known.or(now.first()).cloned();
            let known_time = known.filter(|_| reader.value("time").is_none()).map(|known| known.time);
            let time = own.time.or(known_time).or(top.time);
            if time.is_none() && fields.value("time").is_none() {
                fields.wrong("time", FieldError::Missing);
            }
            let mut slot = before.unwrap_or_else(|| top.slot());
            (slot.slot, slot.weekday, slot.time) = (None, weekday, time.unwrap_or_default());
            overlay(reader, &mut slot, &top);
            overlay(&fields, &mut slot, &own);
            if fields.says("services") {
                let lead = slot.lead();
                slot.lines = self.lines_in(&fields, "services", around, lead)?;
            } else if known.is_none() || reader.says("services") {
                slot.lines.clear();
            }
            fields.end();
            slots.push(slot);
        }
        let is_missing = |weekday: &Option<Weekday>| weekday.is_some() && !seen.contains(weekday);
        // A slot that does not say its weekday was named already.
        if rhythm.is_some() && !seen.contains(&None) && weekdays.iter().any(is_missing) {
            reader.wrong("slots", FieldError::DoesNotFit { with: "weekdays" });
        }
        Some(slots)
    }

    pub(super) fn shared(&self, reader: &Reader<'_>, now: Option<&SlotDraft>, around: &Around<'_>) -> Shared {
        let time = reader.time("time").or(now.map(|now| now.time));
        let is_slot = !reader.own_path().is_empty();
        if time.is_none() && reader.value("time").is_none() && !is_slot && reader.value("slots").is_none() {
            reader.wrong("time", FieldError::Missing);
        }
        let staff = || self.book.staff().live();
        let mut people: Vec<(StaffId, Role)> = Vec::new();
        let mut put = |id: StaffId, role: Role, field: &str| {
            if people.iter().any(|(known, _)| *known == id) {
                reader.wrong(field, FieldError::DoesNotFit { with: "staff" });
            } else {
                people.push((id, role));
            }
        };
        if let Some(lead) = referred(reader, "staff", staff()) {
            put(lead.id, Role::Lead, "staff");
        }
        for id in self.references::<Staff>(reader, "additional_staff", MOST_ASSIGNED) {
            put(id, Role::Additional, "additional_staff");
        }
        for id in self.references::<Staff>(reader, "blocked_staff", MOST_ASSIGNED) {
            put(id, Role::Blocked, "blocked_staff");
        }
        if let Some(coordinator) = referred(reader, "coordinator", staff()) {
            put(coordinator.id, Role::Coordinator, "coordinator");
        }
        Shared {
            time,
            before: reader.minutes("set_up", Minutes::ZERO, MOST_AROUND),
            after: reader.minutes("clean_up", Minutes::ZERO, MOST_AROUND),
            staff: people,
            resources: self.resources(reader, around),
            tags: self.references::<Tag>(reader, "tags", 50),
        }
    }
}

/// Puts what an edit says at the top over a slot that is there already.
fn overlay(reader: &Reader<'_>, slot: &mut SlotDraft, top: &Shared) {
    slot.staff = merged_staff(reader, top.staff.clone(), &slot.staff);
    if reader.says("set_up") {
        slot.before = top.before;
    }
    if reader.says("clean_up") {
        slot.after = top.after;
    }
    if reader.says("resources") {
        slot.resources.clone_from(&top.resources);
    }
    if reader.says("tags") {
        slot.tags.clone_from(&top.tags);
    }
}

/// The field that names who has a role.
pub(super) fn role_field(role: Role) -> &'static str {
    match role {
        Role::Lead => "staff",
        Role::Additional => "additional_staff",
        Role::Blocked => "blocked_staff",
        Role::Coordinator => "coordinator",
    }
}

/// The people that are said, and for the roles that nothing is said of, those of before.
pub(super) fn merged_staff(
    reader: &Reader<'_>,
    said: Vec<(StaffId, Role)>,
    before: &[(StaffId, Role)],
) -> Vec<(StaffId, Role)> {
    let silent = |role: Role| !reader.says(role_field(role));
    let mut staff = said;
    for &(id, role) in before.iter().filter(|(_, role)| silent(*role)) {
        if !staff.iter().any(|(known, _)| *known == id) {
            staff.push((id, role));
        }
    }
    staff.sort_by_key(|(_, role)| *role);
    staff
}
