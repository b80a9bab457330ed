//! What a rule is counted from: a start, and whether its time is none, any clock's, or that of a zone.

use crate::time::{Civil, Day, TimeOfDay, Zone};

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
