//! What the parts of a demo shop share while it is made: the pen, the chance, who works when, and who is still without an
//! appointment.

use std::sync::Arc;

use crate::domain::book::Book;
use crate::domain::command::Chance;
use crate::domain::draft::*;
use crate::domain::pen::Pen;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Day, MinuteSpan, Minutes, TimeOfDay, Weekday};

/// A demo shop that is being made.
pub(super) struct Shop<'a> {
    pub pen: Pen<'a>,
    pub today: Day,
    pub stylists: Vec<Stylist>,
    pub clients: Vec<Arc<Client>>,
    chance: Chance,
    next_client: usize,
}

/// Somebody of the staff with what appointments are made of.
#[derive(Clone)]
pub(super) struct Stylist {
    pub staff: Arc<Staff>,
    pub location: LocationId,
    pub chair: Option<ResourceId>,
    pub services: Vec<Arc<Service>>,
}

impl Stylist {
    /// When they work on a weekday in every week of their rota.
    pub fn always(&self, weekday: Weekday) -> Vec<MinuteSpan> {
        let weeks = self
            .staff
            .hours
            .iter()
            .map(|hours| hours.cycle_weeks)
            .max()
            .unwrap_or(1);
        let of_week = |week: u16| -> Vec<MinuteSpan> {
            let holds = |hours: &&WorkingHours| {
                hours.weekday == weekday && (hours.cycle_weeks == 1 || hours.cycle_week == week)
            };
            let span = |hours: &WorkingHours| MinuteSpan::new(hours.opens, hours.closes);
            self.staff.hours.iter().filter(holds).map(span).collect()
        };
        (1..weeks).map(of_week).fold(of_week(0), |all, week| {
            let both = |span: &MinuteSpan| {
                let shared = week
                    .iter()
                    .map(|other| MinuteSpan::new(span.from.max(other.from), span.to.min(other.to)));
                shared.filter(|shared| !shared.is_empty()).collect::<Vec<_>>()
            };
            all.iter().flat_map(both).collect()
        })
    }

    /// A service of theirs by its name.
    pub fn service(&self, name: &str) -> Option<&Arc<Service>> {
        self.services.iter().find(|service| service.name == name)
    }

    /// What a service is made of when they do it.
    pub fn stretches(&self, service: &Service) -> Stretches {
        let own = self.staff.own(service.id).and_then(|own| own.minutes);
        own.map_or_else(|| service.stretches.clone(), Stretches::hands_on)
    }
}

impl<'a> Shop<'a> {
    /// Over a pen that has written the catalogue and the clients.
    pub fn new(pen: Pen<'a>, seed: u64, today: Day) -> Self {
        Self {
            stylists: stylists(pen.book()),
            clients: pen.book().clients().live().cloned().collect(),
            chance: Chance::new(seed),
            next_client: 0,
            today,
            pen,
        }
    }

    /// A number below another.
    pub fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).unwrap_or(1).max(1);
        usize::try_from(self.chance.next() % most).unwrap_or(0)
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn happens(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of several.
    pub fn one_of<T: Clone>(&mut self, several: &[T]) -> Option<T> {
        let place = self.below(several.len());
        several.get(place).cloned()
    }

    /// The next client in turn.
    pub fn next_client(&mut self) -> Option<Arc<Client>> {
        let place = self.next_client % self.clients.len().max(1);
        self.next_client += 1;
        self.clients.get(place).cloned()
    }

    /// An appointment with everything usual: what is special is put on it after.
    pub fn draft(&self, stylist: &Stylist, client: Option<ClientId>, start: Day, lines: Vec<LineDraft>) -> SeriesDraft {
        SeriesDraft {
            once: None,
            client: client.map(Who::Known),
            visitor: None,
            location: stylist.location,
            rule: None,
            start,
            end: SeriesEnd::Never,
            slots: Vec::new(),
            lines,
            left_out: Vec::new(),
            kept: Vec::new(),
            conflicts: Policy::Ask,
            closed_days: Policy::Skip,
            nearest_days: NEAREST_DAYS,
            active: true,
            seats: 1,
            note: String::new(),
            colour: None,
            reminders: Reminders::default(),
        }
    }
}

/// A slot with somebody in their chair.
pub(super) fn slot(stylist: &Stylist, weekday: Option<Weekday>, start: Minutes) -> SlotDraft {
    SlotDraft {
        slot: None,
        weekday,
        time: time(start),
        before: None,
        after: None,
        staff: vec![(stylist.staff.id, Role::Lead)],
        resources: stylist.chair.into_iter().collect(),
        tags: Vec::new(),
        lines: Vec::new(),
    }
}

/// A service as they do it.
pub(super) fn line(stylist: &Stylist, service: &Service) -> LineDraft {
    LineDraft {
        service: service.id,
        stretches: stylist.stretches(service),
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

/// The time of day so many minutes after midnight.
pub(super) fn time(minutes: Minutes) -> TimeOfDay {
    u16::try_from(minutes.count())
        .ok()
        .and_then(TimeOfDay::new)
        .unwrap_or_default()
}

/// Everybody of the staff; those of one location get its chairs in their order.
fn stylists(book: &Book) -> Vec<Stylist> {
    let mut chairs: Vec<Arc<Resource>> = book.resources().live().cloned().collect();
    let mut stylists = Vec::new();
    for staff in book.staff().live() {
        let Some(location) = staff.hours.first().map(|hours| hours.location_id) else {
            continue;
        };
        let place = chairs
            .iter()
            .position(|chair| chair.location_id == location && chair.name != "Basin");
        stylists.push(Stylist {
            staff: Arc::clone(staff),
            location,
            chair: place.map(|place| chairs.remove(place).id),
            services: book
                .services()
                .live()
                .filter(|service| staff.does(service.id))
                .cloned()
                .collect(),
        });
    }
    stylists
}
