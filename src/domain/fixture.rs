//! A small salon for tests: one location that is always open, two stylists, three services, two clients, and a clock.
//!
//! Only in tests. Tests of the whole program take this file in as well, so it names the crate as they do.

use std::fmt::Debug;
use std::str::FromStr;
use std::sync::Arc;

use chairtime::domain::draft::{LineDraft, NEAREST_DAYS, Reminders, SeriesDraft, SeriesEnd, SlotDraft, Who};
use chairtime::domain::pen::Pen;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{Book, Command, Moment, Plan, Refused, change};
use chairtime::recurrence::Rule;
use chairtime::time::{Civil, Day, Minutes, Weekday, WeekdaySet, Zone};

/// Reads a value that a test writes as text.
pub fn read<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The salon.
#[derive(Debug, Clone)]
pub struct Salon {
    /// Its book.
    pub book: Book,
    /// The clock and the names.
    pub moment: Moment,
    /// Main Street.
    pub location: LocationId,
    /// A stylist who leads where nothing else is said.
    pub ann: StaffId,
    /// Another stylist.
    pub bo: StaffId,
    /// A service of 45 minutes, with 5 minutes of clean-up.
    pub cut: ServiceId,
    /// A service of 90 minutes, of which 40 leave the stylist free.
    pub colour: ServiceId,
    /// A service of 30 minutes.
    pub beard: ServiceId,
    /// Anna Berg.
    pub anna: ClientId,
    /// Tom Öztürk.
    pub tom: ClientId,
}

impl Salon {
    /// A salon in a zone; `now` is local time there.
    pub fn at(zone: &str, now: &str) -> Self {
        let zone: Zone = read(zone);
        let mut moment = Moment::new(zone.resolve(read(now)).instant(), 1);
        let mut salon = Self {
            book: Book::default(),
            moment: moment.clone(),
            location: LocationId::from(0),
            ann: StaffId::from(0),
            bo: StaffId::from(0),
            cut: ServiceId::from(0),
            colour: ServiceId::from(0),
            beard: ServiceId::from(0),
            anna: ClientId::from(0),
            tom: ClientId::from(0),
        };
        let mut pen = Pen::new(&Book::default(), &mut moment);
        add_business(&mut pen, zone);
        salon.location = add_location(&mut pen, zone);
        salon.ann = add_staff(&mut pen, "Ann");
        salon.bo = add_staff(&mut pen, "Bo");
        salon.cut = add_service(&mut pen, "Cut", "45+", 5);
        salon.colour = add_service(&mut pen, "Colour", "30+40~20+", 0);
        salon.beard = add_service(&mut pen, "Beard", "30+", 0);
        salon.anna = add_client(&mut pen, "Anna", "Berg");
        salon.tom = add_client(&mut pen, "Tom", "Öztürk");
        let set_up = pen.finish(
            change::Label::SetUp { things: 9, one: None },
            None,
            change::Origin::Person,
        );
        salon.moment = moment;
        salon.apply(&set_up);
        salon.book.loaded_from(Day::FIRST.year_month());
        salon
    }

    /// Lets time pass until a local time.
    pub fn wait_until(&mut self, now: &str) {
        self.moment.now = self.book.zone().resolve(read(now)).instant();
    }

    /// A standing appointment of Anna's with Ann for a cut, without an end, that books over whatever is in its way.
    pub fn draft(&self, rule: &str, start: &str, time: &str) -> SeriesDraft {
        SeriesDraft {
            once: None,
            client: Some(Who::Known(self.anna)),
            visitor: None,
            location: self.location,
            rule: Some(Rule::parse(rule).unwrap_or_else(|error| panic!("{rule}: {error:?}"))),
            start: read(start),
            end: SeriesEnd::Never,
            slots: vec![self.slot(None, time, self.ann)],
            lines: vec![self.line(self.cut)],
            left_out: Vec::new(),
            kept: Vec::new(),
            conflicts: Policy::Keep,
            closed_days: Policy::Keep,
            nearest_days: NEAREST_DAYS,
            active: true,
            seats: 1,
            note: String::new(),
            colour: None,
            reminders: Reminders::default(),
        }
    }

    /// A day-and-time with somebody; a rule with several has one for each weekday.
    pub fn slot(&self, weekday: Option<Weekday>, time: &str, staff: StaffId) -> SlotDraft {
        SlotDraft {
            slot: None,
            weekday,
            time: read(time),
            before: None,
            after: None,
            staff: vec![(staff, Role::Lead)],
            resources: Vec::new(),
            tags: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// A service as it is in the catalogue.
    pub fn line(&self, service: ServiceId) -> LineDraft {
        let of = self
            .book
            .services()
            .get(service)
            .map(|service| service.stretches.clone());
        LineDraft {
            service,
            stretches: of.expect("a service of this salon"),
            visitor: None,
            staff: None,
            resources: Vec::new(),
            beside: false,
            offset: Minutes::ZERO,
            price: None,
            every_nth: 1,
            phase: 1,
        }
    }

    /// Decides and does something, or says why not.
    pub fn attempt(&mut self, command: &Command) -> Result<Plan, Refused> {
        let decided = chairtime::domain::decide(&self.book, command, &mut self.moment)?;
        self.apply(&decided.change);
        Ok(decided.plan)
    }

    /// Decides and does something.
    #[track_caller]
    pub fn carry(&mut self, command: &Command) -> Plan {
        self.attempt(command).unwrap_or_else(|refused| panic!("{refused:?}"))
    }

    /// Makes a standing appointment.
    #[track_caller]
    pub fn create(&mut self, draft: SeriesDraft) -> SeriesId {
        let plan = self.carry(&Command::CreateSeries(Box::new(draft)));
        plan.series.expect("a new series")
    }

    /// The visit of a series by the start it would have had.
    #[track_caller]
    pub fn visit(&self, series: SeriesId, original: &str) -> Arc<Visit> {
        let id = self.book.calendar().named(series, read(original));
        let visit = id.and_then(|id| self.book.visits().get(id));
        Arc::clone(visit.unwrap_or_else(|| panic!("no visit at {original}")))
    }

    /// Moves one visit, whatever is in its way.
    #[track_caller]
    pub fn move_visit(&mut self, series: SeriesId, original: &str, to: &str) {
        let command = Command::MoveVisit {
            visit: self.visit(series, original).id,
            to: read::<Civil>(to),
            staff: None,
            minutes: None,
            keep_conflicts: true,
        };
        self.carry(&command);
    }

    /// Somebody who comes along with Anna.
    pub fn companion(&mut self, name: &str) -> VisitorId {
        let anna = self.book.clients().get(self.anna).unwrap().uuid;
        let document = serde_json::json!({"clients": [{"id": anna, "visitors": [{"given_name": name}]}]});
        let draft = chairtime::domain::setup::read(&self.book, &document).unwrap();
        self.carry(&Command::SetUp(Box::new(draft)));
        self.book.visitors().of(self.anna).last().unwrap().id
    }

    /// Cancels one visit.
    #[track_caller]
    pub fn cancel_visit(&mut self, series: SeriesId, original: &str) {
        let visit = self.visit(series, original).id;
        self.carry(&Command::CancelVisit {
            visit,
            how: CancelledHow::InTime,
        });
    }

    /// Changes a row as no command of today can.
    pub fn change<R: chairtime::domain::book::Shelved>(&mut self, id: R::Id, how: impl FnOnce(&mut R)) {
        let mut pen = Pen::new(&self.book, &mut self.moment);
        pen.change(id, how);
        let change = pen.finish(
            change::Label::SetUp { things: 1, one: None },
            None,
            change::Origin::Person,
        );
        self.apply(&change);
    }

    fn apply(&mut self, change: &change::Change) {
        for edit in &change.edits {
            self.book.apply(edit).expect("an edit of this book");
        }
        self.book.next_key = change.next_key;
        self.book.revision += 1;
    }
}

fn add_business(pen: &mut Pen<'_>, zone: Zone) {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Business {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        name: "Salon Mara".to_owned(),
        currency: Currency::EUR,
        week_start: Weekday::Mon,
        clock: ClockFace::H24,
        zone,
        horizon_days: 365,
        remind_client_email: 24,
        remind_client_sms: 0,
        remind_staff_email: 0,
        remind_staff_sms: 0,
    });
}

/// Adds a location that never closes.
pub fn add_location(pen: &mut Pen<'_>, zone: Zone) -> LocationId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    let day = |weekday| OpeningHours {
        weekday,
        opens: Minutes::ZERO,
        closes: Minutes::DAY,
        valid_from: None,
        valid_until: None,
        cycle_weeks: 1,
        cycle_week: 0,
        cycle_anchor: None,
    };
    pen.add(Location {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        name: "Main Street".to_owned(),
        shop_name: "Salon Mara".to_owned(),
        address: "1 Main Street".to_owned(),
        zone,
        hours: WeekdaySet::ALL.iter(Weekday::Mon).map(day).collect(),
    });
    id
}

fn add_staff(pen: &mut Pen<'_>, name: &str) -> StaffId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Staff {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        given_name: name.to_owned(),
        surname: String::new(),
        preferred_name: String::new(),
        position: String::new(),
        colour: None,
        phone: String::new(),
        email: String::new(),
        leaves_day: None,
        needs_supervisor: false,
        own_book: false,
        sort: 0,
        own_hours: false,
        all_services: true,
        hours: Vec::new(),
        services: Vec::new(),
    });
    id
}

fn add_service(pen: &mut Pen<'_>, name: &str, stretches: &str, after: i32) -> ServiceId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Service {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        category_id: None,
        name: name.to_owned(),
        before: Minutes::ZERO,
        after: Minutes::new(after),
        seats: 1,
        colour: None,
        stretches: read(stretches),
        prices: vec![ServicePrice {
            from_day: Day::FIRST,
            price: Money::minor(3500),
        }],
    });
    id
}

fn add_client(pen: &mut Pen<'_>, given_name: &str, surname: &str) -> ClientId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Client {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_appointment_of_the_small_salon_stands_in_its_book() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"));
        assert_eq!(salon.book.visits().of(series).count(), 52);
        salon.move_visit(series, "2026-03-10T10:00", "2026-03-11T11:00");
        salon.cancel_visit(series, "2026-03-17T10:00");
        assert_eq!(
            salon.visit(series, "2026-03-10T10:00").start(),
            read("2026-03-11T11:00")
        );
        assert_eq!(salon.visit(series, "2026-03-17T10:00").state, VisitState::Removed);
    }
}
