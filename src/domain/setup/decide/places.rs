//! Locations with their hours and days, chairs and rooms.

use super::super::draft::*;
use super::super::hours::weekday_of;
use super::matching::{Fit, Match, Wanted, matched};
use super::{Writer, set};
use crate::domain::decide::block;
use crate::domain::find::fold;
use crate::domain::refusal::FieldError;
use crate::domain::rows::*;
use crate::domain::values::Changed;
use crate::time::{Day, MinuteSpan, Zone, ZoneCursor};

/// A dated exception as it is compared: where, days, hours and reason.
type DayRow<'a> = (Option<LocationId>, Day, Day, Option<MinuteSpan>, &'a str);

impl Writer<'_> {
    pub(super) fn locations(&mut self, parts: &[Part<LocationDraft>]) {
        let wanted: Vec<_> = parts
            .iter()
            .map(|part| Wanted::named(part.id, &part.at, part.says.name.as_deref()))
            .collect();
        let found = matched(self.pen.book().locations().all(), &wanted, &mut self.errors);
        for (part, found) in parts.iter().zip(found) {
            let Some(found) = found else { continue };
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => self.new_location(uuid),
            };
            let draft = &part.says;
            let known = self.pen.book().locations().get(id);
            let had_hours = known.is_some_and(|row| !row.hours.is_empty());
            // Only a location of which no hours were ever said is open around the clock.
            if had_hours && draft.hours.as_ref().is_some_and(Vec::is_empty) {
                self.wrong(&part.at, "hours", FieldError::NoHours);
            }
            let zone_before = self.pen.book().zone_of(id);
            self.pen.change::<Location>(id, |row| {
                row.deleted_at = None;
                set(&mut row.name, draft.name.as_ref());
                set(&mut row.shop_name, draft.shop_name.as_ref());
                set(&mut row.address, draft.address.as_ref());
                set(&mut row.zone, draft.zone.as_ref());
                if let Some(hours) = &draft.hours {
                    row.hours = hours.iter().map(opening).collect();
                }
            });
            self.days(Some(id), draft.closed_days.as_deref(), draft.special_days.as_deref());
            let zone = self.pen.book().zone_of(id);
            if zone != zone_before {
                self.tell_time_anew(id, zone);
            }
            if self
                .pen
                .book()
                .locations()
                .get(id)
                .is_some_and(|row| row.name.is_empty())
            {
                self.wrong(&part.at, "name", FieldError::Missing);
            }
        }
    }

    fn new_location(&mut self, uuid: Option<uuid::Uuid>) -> LocationId {
        let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        let zone = self.pen.book().zone();
        self.pen.add(Location {
            id,
            created_at: now,
            updated_at: now,
            uuid: uuid.unwrap_or(new),
            deleted_at: None,
            name: String::new(),
            shop_name: String::new(),
            address: String::new(),
            zone,
            hours: Vec::new(),
        });
        id
    }

    /// Visits to come stay at their time on the wall, which is another instant in another zone (spec S2.7).
    fn tell_time_anew(&mut self, location: LocationId, zone: Zone) {
        let mut cursor = ZoneCursor::new(zone);
        let now = self.pen.now();
        let book = self.pen.book();
        let here = |chapter: &&std::sync::Arc<Chapter>| chapter.location_id == location;
        let chapters: Vec<(SeriesId, ChapterId)> = book
            .chapters()
            .all()
            .filter(here)
            .map(|chapter| (chapter.series_id, chapter.id))
            .collect();
        let to_come: Vec<VisitId> = chapters
            .into_iter()
            .flat_map(|(series, chapter)| {
                let visits = book.calendar().of_series(book, series);
                visits.filter(move |visit| visit.chapter_id == chapter && visit.start_utc > now)
            })
            .map(|visit| visit.id)
            .collect();
        for visit in to_come {
            self.pen.change::<Visit>(visit, |row| {
                let was_moved = row.changed.has(Changed::DATETIME) || row.placed_by_policy;
                let civil = if was_moved { row.start() } else { row.original() };
                let resolved = cursor.resolve(civil);
                row.start_utc = resolved.instant();
                let start = zone.civil(row.start_utc);
                (row.day, row.time) = (start.day, start.time);
                block(row);
            });
        }
    }

    /// Puts closed and special days in the place of those of before, each where they are said.
    pub(super) fn days(
        &mut self,
        location: Option<LocationId>,
        closed: Option<&[ClosedDays]>,
        special: Option<&[SpecialDay]>,
    ) {
        if let Some(closed) = closed {
            let rows = closed
                .iter()
                .map(|days| (location, days.first, days.last, None, days.reason.as_str()));
            self.replace_days(None, rows.collect(), |row| {
                row.location_id == location && row.opens.is_none()
            });
        }
        if let Some(special) = special {
            let rows = special.iter().flat_map(|day| {
                day.hours
                    .iter()
                    .map(|&span| (location, day.day, day.day, Some(span), day.reason.as_str()))
            });
            self.replace_days(None, rows.collect(), |row| {
                row.location_id == location && row.opens.is_some()
            });
        }
    }

    /// Puts the extra shifts of somebody in the place of those of before.
    pub(super) fn staff_days(&mut self, staff: StaffId, days: &[StaffDayDraft]) {
        let places: Vec<Option<LocationId>> = days
            .iter()
            .map(|day| day.location.as_ref().and_then(|place| self.referred::<Location>(place)))
            .collect();
        let rows = days.iter().zip(places).flat_map(|(said, place)| {
            let day = &said.day;
            day.hours
                .iter()
                .map(move |&span| (place, day.day, day.day, Some(span), day.reason.as_str()))
        });
        self.replace_days(Some(staff), rows.collect(), |row| row.opens.is_some());
    }

    fn replace_days(
        &mut self,
        staff: Option<StaffId>,
        mut wanted: Vec<DayRow<'_>>,
        is_of_kind: impl Fn(&DayException) -> bool,
    ) {
        let now = self.pen.now();
        let mut gone = Vec::new();
        for row in self.pen.book().day_exceptions().live() {
            if row.staff_id != staff || !is_of_kind(row) {
                continue;
            }
            let span = row.opens.zip(row.closes).map(|(from, to)| MinuteSpan { from, to });
            let stands = (row.location_id, row.first_day, row.last_day, span, row.reason.as_str());
            match wanted.iter().position(|wanted| *wanted == stands) {
                Some(place) => drop(wanted.remove(place)),
                None => gone.push(row.id),
            }
        }
        for id in gone {
            self.pen.change::<DayException>(id, |row| row.deleted_at = Some(now));
        }
        for (location_id, first_day, last_day, span, reason) in wanted {
            let id = self.pen.key();
            self.pen.add(DayException {
                id,
                created_at: now,
                updated_at: now,
                deleted_at: None,
                location_id,
                staff_id: staff,
                first_day,
                last_day,
                opens: span.map(|span| span.from),
                closes: span.map(|span| span.to),
                reason: reason.to_owned(),
            });
        }
    }

    pub(super) fn resources(&mut self, parts: &[Part<ResourceDraft>]) {
        let places: Vec<Option<LocationId>> = parts
            .iter()
            .map(|part| {
                part.says
                    .location
                    .as_ref()
                    .and_then(|location| self.referred::<Location>(location))
            })
            .collect();
        let wanted: Vec<_> = parts
            .iter()
            .zip(&places)
            .map(|(part, &place)| {
                let name = part.says.name.as_deref();
                let once = name.map(|name| format!("{} {place:?}", fold(name)));
                let fits = move |row: &Resource| {
                    let elsewhere = place.is_some_and(|place| place != row.location_id);
                    if elsewhere { Fit::Not } else { Fit::Maybe }
                };
                Wanted::named(part.id, &part.at, name).fitting(fits).once(once)
            })
            .collect();
        let found = matched(self.pen.book().resources().all(), &wanted, &mut self.errors);
        for ((part, place), found) in parts.iter().zip(places).zip(found) {
            let Some(found) = found else { continue };
            let draft = &part.says;
            let kind = draft.kind.as_deref().map(|name| self.kind(name));
            let id = match found {
                Match::Known(id) => id,
                Match::New(uuid) => {
                    let place = place.or_else(|| self.only_location());
                    if place.is_none() && draft.location.is_none() {
                        self.wrong(&part.at, "location", FieldError::Missing);
                    }
                    for (field, is_there) in [("name", draft.name.is_some()), ("kind", kind.is_some())] {
                        if !is_there {
                            self.wrong(&part.at, field, FieldError::Missing);
                        }
                    }
                    let Some((kind_id, location_id)) = kind.zip(place) else {
                        continue;
                    };
                    let (id, new, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
                    self.pen.add(Resource {
                        id,
                        created_at: now,
                        updated_at: now,
                        uuid: uuid.unwrap_or(new),
                        deleted_at: None,
                        kind_id,
                        location_id,
                        name: String::new(),
                    });
                    id
                }
            };
            self.pen.change::<Resource>(id, |row| {
                row.deleted_at = None;
                set(&mut row.name, draft.name.as_ref());
                set(&mut row.kind_id, kind.as_ref());
                set(&mut row.location_id, place.as_ref());
            });
        }
    }

    fn only_location(&self) -> Option<LocationId> {
        let mut all = self.pen.book().locations().live();
        let first = all.next().map(|location| location.id);
        first.filter(|_| all.next().is_none())
    }

    /// The kind of this name; a new one where there is none.
    fn kind(&mut self, name: &str) -> ResourceKindId {
        let kinds = || self.pen.book().resource_kinds().live();
        if let Some(known) = kinds().find(|kind| fold(&kind.name) == fold(name)) {
            return known.id;
        }
        let (id, uuid, now) = (self.pen.key(), self.pen.uuid(), self.pen.now());
        self.pen.add(ResourceKind {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            deleted_at: None,
            name: name.to_owned(),
        });
        id
    }
}

fn opening(hours: &Hours) -> OpeningHours {
    OpeningHours {
        weekday: weekday_of(hours.weekday),
        opens: hours.opens,
        closes: hours.closes,
        valid_from: hours.valid_from,
        valid_until: hours.valid_until,
        cycle_weeks: hours.cycle_weeks,
        cycle_week: hours.cycle_week,
        cycle_anchor: hours.cycle_anchor,
    }
}
