//! Time zones: from the clock on the wall to instants and back, with every change of the clock known.
//!
//! The changes of a zone are read from the time zone database once, when the zone is first used, and kept for the life of
//! the process; after that a conversion is a binary search, and for a run of increasing times ([`ZoneCursor`]) two comparisons.
//!
//! Limits: changes from 1970 to 2099. Outside of these years a zone keeps the offset of the nearer edge.

use super::text::{BadText, serde_by_text};
use super::{Civil, Instant};
use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::OnceLock;

/// A zone of the IANA time zone database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// Where a local time lies in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// The wall clock shows it once.
    Exact(Instant),
    /// The wall clock never shows it: it was set forward over it.
    Skipped {
        /// The time meant, moved forward by as much as the clock was.
        instant: Instant,
        /// What the wall clock shows then.
        civil: Civil,
    },
    /// The wall clock shows it twice: it was set back over it.
    Repeated {
        /// The first time.
        first: Instant,
        /// The second time.
        second: Instant,
    },
}

impl Resolved {
    /// The instant to use: a skipped time is moved forward by the gap, a repeated one means the first.
    #[must_use]
    pub const fn instant(self) -> Instant {
        match self {
            Resolved::Exact(instant)
            | Resolved::Skipped { instant, .. }
            | Resolved::Repeated { first: instant, .. } => instant,
        }
    }
}

/// A change of a zone's offset or abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The first instant of the new offset.
    pub at: Instant,
    /// Seconds east of UTC before.
    pub offset_before: i32,
    /// Seconds east of UTC from then on.
    pub offset_after: i32,
    /// The abbreviation from then on, `CEST`; an offset such as `+03` where the zone has none.
    pub abbreviation: &'static str,
}

impl Zone {
    /// Coordinated universal time, which never changes.
    pub const UTC: Zone = Zone(Tz::UTC);

    /// The zone that the computer is set to; UTC where it does not say.
    #[must_use]
    pub fn of_system() -> Zone {
        let name = iana_time_zone::get_timezone().ok();
        name.and_then(|name| name.parse().ok()).unwrap_or(Zone::UTC)
    }

    /// All zones that are known, by name.
    pub fn all() -> impl Iterator<Item = Zone> {
        TZ_VARIANTS.iter().copied().map(Zone)
    }

    /// The name in the IANA database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The instant at which the wall clock of the zone shows this time.
    #[must_use]
    pub fn resolve(self, civil: Civil) -> Resolved {
        let table = self.table();
        let local = civil.minute() * 60;
        table.resolve(table.passed_on_the_wall(local), local)
    }

    /// What the wall clock of the zone shows at an instant; seconds are dropped.
    #[must_use]
    pub fn civil(self, at: Instant) -> Civil {
        let table = self.table();
        shown(at.seconds(), table.offset(table.passed(at.seconds())))
    }

    /// Seconds east of UTC at an instant.
    #[must_use]
    pub fn offset_seconds(self, at: Instant) -> i32 {
        let table = self.table();
        table.offset(table.passed(at.seconds()))
    }

    /// The abbreviation at an instant, `CET`; an offset such as `+03` where the zone has none.
    #[must_use]
    pub fn abbreviation(self, at: Instant) -> &'static str {
        let table = self.table();
        table.abbreviation(table.passed(at.seconds()))
    }

    /// The changes at or after `from` and before `to`, in order of time.
    pub fn transitions(self, from: Instant, to: Instant) -> impl Iterator<Item = Transition> {
        let table = self.table();
        let first = table.passed(from.seconds() - i64::from(from.millis().rem_euclid(1000) == 0));
        let changes = table
            .changes
            .iter()
            .skip(first)
            .take_while(move |change| Instant::from_seconds(change.at) < to);
        changes.map(|change| Transition {
            at: Instant::from_seconds(change.at),
            offset_before: change.before,
            offset_after: change.after,
            abbreviation: &change.abbreviation,
        })
    }

    /// The changes of this zone, read from the database the first time.
    fn table(self) -> &'static Table {
        static TABLES: [OnceLock<Table>; TZ_VARIANTS.len()] = [const { OnceLock::new() }; TZ_VARIANTS.len()];
        static NO_CHANGES: OnceLock<Table> = OnceLock::new();
        // The variants of the enum are numbered from 0 in the order of the list, which a test holds them to.
        TABLES
            .get(self.0 as usize)
            .unwrap_or(&NO_CHANGES)
            .get_or_init(|| Table::read(self.0))
    }
}

/// What a wall clock shows so many seconds after the epoch at an offset.
fn shown(seconds: i64, offset: i32) -> Civil {
    Civil::from_minute((seconds + i64::from(offset)).div_euclid(60))
}

/// The changes of one zone, with the two lists that are searched beside them.
struct Table {
    /// The offset before the first change.
    first_offset: i32,
    first_abbreviation: Box<str>,
    changes: Box<[Change]>,
    /// Of each change: the second at which it happens.
    at: Box<[i64]>,
    /// Of each change: the first second on the wall after which the old offset is never meant again.
    passed_on_wall: Box<[i64]>,
}

struct Change {
    at: i64,
    before: i32,
    after: i32,
    abbreviation: Box<str>,
}

impl Change {
    /// The wall time, in seconds, up to which only the old offset is meant.
    fn wall_begins(&self) -> i64 {
        self.at + i64::from(self.before.min(self.after))
    }

    /// The wall time, in seconds, from which only the new offset is meant.
    fn wall_ends(&self) -> i64 {
        self.at + i64::from(self.before.max(self.after))
    }
}

/// A few days before 1970 and after 2099, so that every local time of these years is inside.
const TABLE_BEGINS: i64 = -3 * 86_400;
const TABLE_ENDS: i64 = 47_485 * 86_400;
/// Shorter than the shortest time between two changes of any zone, which is a little under seven days.
const STRIDE: i64 = 4 * 86_400;

impl Table {
    fn read(tz: Tz) -> Table {
        let offset_at = |second: i64| {
            tz.offset_from_utc_datetime(&DateTime::from_timestamp(second, 0).unwrap_or_default().naive_utc())
        };
        let first = offset_at(TABLE_BEGINS);
        let (mut known, mut before) = (TABLE_BEGINS, first);
        let mut changes = Vec::new();
        while known < TABLE_ENDS {
            let ahead = known + STRIDE;
            let after = offset_at(ahead);
            if after != before {
                let (mut old, mut new) = (known, ahead);
                while new - old > 1 {
                    let middle = old + (new - old) / 2;
                    if offset_at(middle) == before {
                        old = middle;
                    } else {
                        new = middle;
                    }
                }
                changes.push(Change {
                    at: new,
                    before: before.fix().local_minus_utc(),
                    after: after.fix().local_minus_utc(),
                    abbreviation: after.to_string().into(),
                });
                before = after;
            }
            known = ahead;
        }
        Table {
            first_offset: first.fix().local_minus_utc(),
            first_abbreviation: first.to_string().into(),
            at: changes.iter().map(|change| change.at).collect(),
            passed_on_wall: changes.iter().map(Change::wall_ends).collect(),
            changes: changes.into(),
        }
    }

    /// How many changes have happened at this second.
    fn passed(&self, second: i64) -> usize {
        self.at.partition_point(|at| *at <= second)
    }

    /// How many changes lie wholly behind this second on the wall.
    fn passed_on_the_wall(&self, local: i64) -> usize {
        self.passed_on_wall.partition_point(|end| *end <= local)
    }

    /// Whether exactly so many changes lie wholly behind this second on the wall.
    fn lies_between(&self, passed: usize, local: i64) -> bool {
        let is_behind = |end: Option<&i64>| end.is_some_and(|end| *end <= local);
        (passed == 0 || is_behind(self.passed_on_wall.get(passed - 1))) && !is_behind(self.passed_on_wall.get(passed))
    }

    /// The offset after so many changes.
    fn offset(&self, passed: usize) -> i32 {
        passed
            .checked_sub(1)
            .and_then(|last| self.changes.get(last))
            .map_or(self.first_offset, |change| change.after)
    }

    fn abbreviation(&self, passed: usize) -> &str {
        let last = passed.checked_sub(1).and_then(|last| self.changes.get(last));
        last.map_or(&self.first_abbreviation, |change| &change.abbreviation)
    }

    /// Resolves a second on the wall when so many changes lie wholly behind it.
    fn resolve(&self, passed: usize, local: i64) -> Resolved {
        let with = |offset: i32| Instant::from_seconds(local - i64::from(offset));
        match self.changes.get(passed) {
            Some(change) if change.wall_begins() <= local => {
                if change.before < change.after {
                    let instant = with(change.before);
                    Resolved::Skipped {
                        instant,
                        civil: shown(instant.seconds(), change.after),
                    }
                } else {
                    Resolved::Repeated {
                        first: with(change.before),
                        second: with(change.after),
                    }
                }
            }
            _ => Resolved::Exact(with(self.offset(passed))),
        }
    }
}

/// Resolves local times of one zone, quickest when they increase: it remembers between which changes the last one lay.
#[derive(Clone, Copy)]
pub struct ZoneCursor {
    table: &'static Table,
    /// How many changes lie wholly behind the last time.
    passed: usize,
    offset: i64,
    /// The seconds on the wall, half-open, in which only `offset` is meant.
    clear_from: i64,
    clear_to: i64,
}

impl ZoneCursor {
    /// A cursor for a zone.
    #[must_use]
    pub fn new(zone: Zone) -> ZoneCursor {
        // Nothing is clear yet: the first time looks it up.
        ZoneCursor {
            table: zone.table(),
            passed: 0,
            offset: 0,
            clear_from: 0,
            clear_to: 0,
        }
    }

    /// The same as [`Zone::resolve`].
    #[inline]
    pub fn resolve(&mut self, civil: Civil) -> Resolved {
        let local = civil.minute() * 60;
        if self.clear_from <= local && local < self.clear_to {
            return Resolved::Exact(Instant::from_seconds(local - self.offset));
        }
        self.look_up(local)
    }

    /// Resolves a second on the wall, and remembers between which changes it lies.
    #[cold]
    fn look_up(&mut self, local: i64) -> Resolved {
        // The next change is the likeliest to have been passed; what lies further off is searched for.
        let near = self.clear_from < self.clear_to && local >= self.clear_to;
        let passed = (near.then_some(self.passed).into_iter())
            .flat_map(|passed| [passed, passed + 1])
            .find(|passed| self.table.lies_between(*passed, local))
            .unwrap_or_else(|| self.table.passed_on_the_wall(local));
        self.passed = passed;
        self.offset = i64::from(self.table.offset(passed));
        self.clear_from = passed
            .checked_sub(1)
            .and_then(|last| self.table.changes.get(last))
            .map_or(i64::MIN, Change::wall_ends);
        self.clear_to = self.table.changes.get(passed).map_or(i64::MAX, Change::wall_begins);
        self.table.resolve(passed, local)
    }
}

impl fmt::Debug for ZoneCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneCursor")
            .field("clear_from", &self.clear_from)
            .field("clear_to", &self.clear_to)
            .finish_non_exhaustive()
    }
}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Zone) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    /// By name.
    fn cmp(&self, other: &Zone) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = BadText;

    /// Reads a name of the database, letter for letter.
    fn from_str(name: &str) -> Result<Zone, BadText> {
        name.parse().ok().map(Zone).ok_or(BadText::Zone)
    }
}

serde_by_text!(Zone);

#[cfg(test)]
mod tests;
