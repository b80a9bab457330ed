//! Times of a file in the time of the salon: what a start means on the wall of a location, and which of several starts are one.

use std::collections::HashMap;

use crate::recurrence::Start;
use crate::time::{Civil, Day, Instant, Zone};

/// When something begins, for a location in this zone.
pub(super) fn instant(start: Start, here: Zone) -> Instant {
    match start {
        Start::Zoned(civil, zone) => zone.resolve(civil).instant(),
        Start::Floating(_) | Start::Day(_) => here.resolve(start.civil()).instant(),
    }
}

/// What the wall of a location in this zone shows when something begins.
pub(super) fn on_the_wall(start: Start, here: Zone) -> Civil {
    match start {
        Start::Zoned(civil, zone) if zone != here => here.civil(zone.resolve(civil).instant()),
        Start::Zoned(civil, _) | Start::Floating(civil) => civil,
        Start::Day(day) => day.midnight(),
    }
}

/// The same time of another day.
pub(super) fn on_day(start: Start, day: Day) -> Start {
    match start {
        Start::Zoned(civil, zone) => Start::Zoned(day.at(civil.time), zone),
        Start::Floating(civil) => Start::Floating(day.at(civil.time)),
        Start::Day(_) => Start::Day(day),
    }
}

/// Starts that are looked for among dates, and which of them were found. Two starts are one where they are the same instant;
/// one without a zone is that time on the wall, a day is every start on it.
#[derive(Debug, Default)]
pub(super) struct Starts {
    instants: HashMap<Instant, usize>,
    walls: HashMap<Civil, usize>,
    days: HashMap<Day, usize>,
    found: Vec<bool>,
}

impl Starts {
    /// These starts; each is known by its place.
    pub fn of(starts: impl IntoIterator<Item = Start>) -> Self {
        let mut all = Self::default();
        for (place, start) in starts.into_iter().enumerate() {
            let known = match start {
                Start::Zoned(civil, zone) => all.instants.insert(zone.resolve(civil).instant(), place),
                Start::Floating(civil) => all.walls.insert(civil, place),
                Start::Day(day) => all.days.insert(day, place),
            };
            // The same twice is found with its second place.
            all.found.push(false);
            if let Some(known) = known.and_then(|known| all.found.get_mut(known)) {
                *known = true;
            }
        }
        all
    }

    /// The place of the one that a date is, which then is found.
    pub fn find(&mut self, date: Start, here: Zone) -> Option<usize> {
        let places = [
            self.instants.get(&instant(date, here)),
            self.walls.get(&date.civil()),
            self.days.get(&date.day()),
        ];
        let mut first = None;
        for place in places.into_iter().flatten().copied() {
            if let Some(found) = self.found.get_mut(place) {
                *found = true;
            }
            first = first.or(Some(place));
        }
        first
    }

    /// The places of those that were not found.
    pub fn not_found(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.found.iter().enumerate();
        all.filter(|(_, found)| !**found).map(|(place, _)| place)
    }
}
