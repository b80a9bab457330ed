//! Times as they stand beside a rule: its start, its end, dates that are added and left out.

use crate::time::{Civil, Day, Instant, TimeOfDay, Zone};

/// A time as it stands in UNTIL, RDATE or EXDATE. One with a TZID is the instant that it means in its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A date.
    Day(Day),
    /// A local time. Seconds are dropped, which changes nothing for starts at whole minutes.
    Local(Civil),
    /// An instant, in whole seconds.
    Utc(Instant),
}

impl When {
    /// The last day on which something that starts at `start` o'clock in `zone` is not after this.
    #[must_use]
    pub fn last_day(self, start: TimeOfDay, zone: Zone) -> Day {
        match self {
            When::Day(day) => day,
            When::Local(until) => until.day - i32::from(start > until.time),
            When::Utc(until) => {
                let shown = zone.civil(until).day;
                // The day before lies after it, too, where the zone left out a whole day.
                let is_reached = |day: &Day| zone.resolve(day.at(start)).instant() <= until;
                let mut days = [shown, shown - 1].into_iter();
                days.find(is_reached).unwrap_or(shown - 2)
            }
        }
    }

    /// The day as it is written, whatever the time.
    #[must_use]
    pub fn day(self) -> Day {
        match self {
            When::Day(day) => day,
            When::Local(local) => local.day,
            When::Utc(at) => Zone::UTC.civil(at).day,
        }
    }
}

/// The start of something that recurs (DTSTART), in the forms of RFC 5545 3.3.4 and 3.3.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// A date: whole days, in no zone.
    Day(Day),
    /// A local time that means whatever clock hangs on the wall.
    Floating(Civil),
    /// A local time of a zone; in UTC, with that as its zone.
    Zoned(Civil, Zone),
}

impl Start {
    /// The local day of the start.
    #[must_use]
    pub const fn day(self) -> Day {
        self.civil().day
    }

    /// The time of day that every date of the rule has; midnight for a date.
    #[must_use]
    pub const fn time(self) -> TimeOfDay {
        self.civil().time
    }

    /// The start on the wall; midnight for a date.
    #[must_use]
    pub const fn civil(self) -> Civil {
        match self {
            Start::Day(day) => day.midnight(),
            Start::Floating(civil) | Start::Zoned(civil, _) => civil,
        }
    }

    /// The zone that instants are read in: UTC where the start has none, so that digits stay what they are.
    #[must_use]
    pub const fn zone(self) -> Zone {
        match self {
            Start::Day(_) | Start::Floating(_) => Zone::UTC,
            Start::Zoned(_, zone) => zone,
        }
    }
}
