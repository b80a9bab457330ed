//! What zone a TZID means: a name of the IANA database, a name of Windows, such a name inside of a longer one; else the
//! salon's own zone where the file describes one that keeps its time, else what the file's offsets give.
//!
//! Limits: a described zone is read for 1970 to 2099, with at most so many changes, and so many zones of a file.

use std::collections::{BTreeMap, HashMap};

use super::lines::Component;
use super::property::{self, Property, Written, offset_minutes};
use super::windows;
use crate::domain::import::Repair;
use crate::recurrence::{Rule, Start};
use crate::time::{Civil, Day, Instant, Minutes, Zone};

/// The most changes of a described zone: two a year, and some.
const MOST_CHANGES: usize = 600;

/// The most zones that are described: there are fewer in the world.
const MOST_ZONES: usize = 600;
/// The longest name of a zone that is looked at, in bytes.
const MOST_NAME: usize = 200;

/// The zones of a file.
pub(super) struct Zones {
    home: Zone,
    described: HashMap<String, Described>,
    known: HashMap<String, Meaning>,
}

/// What a TZID means.
#[derive(Debug, Clone)]
enum Meaning {
    /// A zone that is known.
    Zone(Zone),
    /// One that only the file knows.
    Described(Described),
    /// Nobody knows it: the wall of the salon is meant.
    Unknown,
}

/// The changes of a zone that the file describes: from when on, on the wall before the change, which minutes east of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Described {
    first: i32,
    changes: BTreeMap<Civil, i32>,
}

impl Zones {
    /// The zones of these components; `home` is the salon's.
    pub fn new(home: Zone, components: &[Component<'_>]) -> Self {
        let mut described = HashMap::new();
        let zones = components.iter().filter(|component| component.name == "VTIMEZONE");
        for component in zones.take(MOST_ZONES) {
            if let Some((id, zone)) = describe(component) {
                described.entry(id).or_insert(zone);
            }
        }
        Self {
            home,
            described,
            known: HashMap::new(),
        }
    }

    /// A time in the zone of this TZID. The repair is told the first time that the TZID is met.
    pub fn start(&mut self, id: &str, civil: Civil) -> (Start, Option<Repair>) {
        let mut repair = None;
        // No zone has so long a name: looking for one inside of it would take long.
        let id = id.get(..id.floor_char_boundary(MOST_NAME)).unwrap_or_default();
        if !self.known.contains_key(id) {
            let meaning = self.meaning(id);
            repair = match &meaning {
                Meaning::Zone(zone) if zone.name() == id => None,
                Meaning::Zone(zone) => Some(Repair::Zone {
                    name: id.to_owned(),
                    read_as: zone.name(),
                }),
                Meaning::Described(_) => Some(Repair::ZoneByOffsets(id.to_owned())),
                Meaning::Unknown => Some(Repair::ZoneUnknown(id.to_owned())),
            };
            self.known.insert(id.to_owned(), meaning);
        }
        let start = match self.known.get(id) {
            Some(Meaning::Zone(zone)) => Start::Zoned(civil, *zone),
            Some(Meaning::Described(described)) => {
                let at = Zone::UTC
                    .resolve(civil - Minutes::new(described.offset(civil)))
                    .instant();
                Start::Zoned(self.home.civil(at), self.home)
            }
            Some(Meaning::Unknown) | None => Start::Floating(civil),
        };
        (start, repair)
    }

    fn meaning(&mut self, id: &str) -> Meaning {
        if let Some(zone) = named(id) {
            return Meaning::Zone(zone);
        }
        // It is asked for once: what it means is known from then on.
        match self.described.remove(id) {
            Some(described) if described.agrees_with(self.home) => Meaning::Zone(self.home),
            Some(described) => Meaning::Described(described),
            None => Meaning::Unknown,
        }
    }
}

/// The zone that a name means, without looking at what the file says of it.
fn named(id: &str) -> Option<Zone> {
    let id = id.trim().trim_matches('"');
    let windows = |name: &str| windows::named(name).and_then(|iana| iana.parse().ok());
    if let Some(zone) = id.parse().ok().or_else(|| windows(id)) {
        return Some(zone);
    }
    if id.eq_ignore_ascii_case("Z") || id.eq_ignore_ascii_case("tzone://Microsoft/Utc") {
        return Some(Zone::UTC);
    }
    // "/mozilla.org/20050126_1/Europe/Berlin": the last parts are a name.
    let after = id
        .match_indices('/')
        .map(|(at, _)| id.get(at + 1..).unwrap_or_default());
    if let Some(zone) = after
        .filter(|rest| rest.contains('/'))
        .find_map(|rest| rest.parse().ok())
    {
        return Some(zone);
    }
    let same = |zone: &Zone| zone.name().eq_ignore_ascii_case(id);
    if let Some(zone) = Zone::all().find(same) {
        return Some(zone);
    }
    // "(UTC+01:00) Amsterdam, Berlin, Bern": the first city that is one of the database.
    let (_, cities) = id.strip_prefix('(')?.split_once(')')?;
    let city = |city: &str| {
        let city = city.trim().replace(' ', "_");
        Zone::all().find(|zone| zone.name().rsplit('/').next() == Some(city.as_str()))
    };
    cities.split([',', ';']).find_map(city)
}

impl Described {
    /// Minutes east of UTC at a time on the wall.
    fn offset(&self, civil: Civil) -> i32 {
        self.changes
            .range(..=civil)
            .next_back()
            .map_or(self.first, |(_, offset)| *offset)
    }

    /// Whether a zone keeps the same time from month to month, for the years around now in which salons book.
    fn agrees_with(&self, zone: Zone) -> bool {
        let Some(first) = Day::from_ymd(2015, 1, 10) else {
            return false;
        };
        (0..20 * 12).all(|month| {
            let civil = first.add_months_clamped(month).midnight() + Minutes::hours(12);
            let at: Instant = zone.resolve(civil).instant();
            zone.offset_seconds(at) == self.offset(civil) * 60
        })
    }
}

/// Reads a VTIMEZONE.
fn describe(component: &Component<'_>) -> Option<(String, Described)> {
    let mut id = value(component, "TZID")?;
    id.truncate(id.floor_char_boundary(MOST_NAME));
    let mut changes = BTreeMap::new();
    let mut first: Option<(Civil, i32)> = None;
    for observance in &component.inside {
        let offset = |name| value(observance, name).and_then(|text| offset_minutes(&text));
        let (Some(from), Some(to)) = (offset("TZOFFSETFROM"), offset("TZOFFSETTO")) else {
            continue;
        };
        let Some(onset) = value(observance, "DTSTART").and_then(|text| Written::read(&text)?.civil()) else {
            continue;
        };
        if first.is_none_or(|(known, _)| onset < known) {
            first = Some((onset, from));
        }
        let mut begin = |civil: Civil| {
            changes.insert(civil, to);
        };
        begin(onset);
        let rule = value(observance, "RRULE").and_then(|text| {
            let read = Rule::repaired(&text, Start::Floating(onset)).ok()?;
            Some(read.rule.ending_by_day(onset.time, Zone::UTC))
        });
        if let Some(rule) = rule {
            // Outlook begins in 1601; what lies before the salon's years is of no use.
            let start = onset.day.max(Day::FIRST);
            let rule = rule.written_out(onset.day);
            rule.dates(start)
                .take(MOST_CHANGES)
                .for_each(|day| begin(day.at(onset.time)));
        }
        for text in values(observance, "RDATE").take(MOST_CHANGES) {
            let dates = text.split(',').take(MOST_CHANGES);
            dates
                .filter_map(|date| Written::read(date)?.civil())
                .for_each(&mut begin);
        }
        if changes.len() > 4 * MOST_CHANGES {
            break;
        }
    }
    let (_, first) = first?;
    Some((id, Described { first, changes }))
}

/// The value of a component's property.
fn value(component: &Component<'_>, name: &str) -> Option<String> {
    values(component, name).next()
}

fn values<'c>(component: &'c Component<'_>, name: &'c str) -> impl Iterator<Item = String> + 'c {
    let lines = component.lines.iter();
    lines
        .filter(move |line| property::name(&line.bytes).as_deref() == Some(name))
        .filter_map(|line| {
            let (text, _) = property::letters(line);
            Property::read(&text).map(|property| property.value().to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;
    use crate::domain::fixture::read;

    #[track_caller]
    fn check(file: &str, id: &str, expected: (&str, Option<&str>, bool)) {
        let split = split(file.as_bytes(), 100);
        let mut zones = Zones::new(read("Europe/Berlin"), &split.components);
        let (start, repair) = zones.start(id, read("2026-07-10T09:00"));
        let zone = if let Start::Zoned(_, zone) = start {
            Some(zone.name())
        } else {
            None
        };
        assert_eq!(
            (start.civil().to_string().as_str(), zone, repair.is_some()),
            expected,
            "{id}: {repair:?}"
        );
        assert_eq!(zones.start(id, read("2026-07-10T09:00")).1, None, "told once");
    }

    const NINE: &str = "2026-07-10T09:00";

    #[test]
    fn names_mean_what_they_say() {
        check("", "Europe/Vienna", (NINE, Some("Europe/Vienna"), false));
        check("", "W. Europe Standard Time", (NINE, Some("Europe/Berlin"), true));
        check(
            "",
            "/mozilla.org/20050126_1/America/Indiana/Knox",
            (NINE, Some("America/Indiana/Knox"), true),
        );
        check("", "europe/paris", (NINE, Some("Europe/Paris"), true));
        check(
            "",
            "(UTC+01:00) Amsterdam, Berlin, Bern",
            (NINE, Some("Europe/Amsterdam"), true),
        );
        check("", "tzone://Microsoft/Utc", (NINE, Some("UTC"), true));
        check("", "Middle Earth", (NINE, None, true));
    }

    const CUSTOM: &str = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

    #[test]
    fn a_zone_of_the_file_is_the_salons_where_it_keeps_its_time() {
        check(CUSTOM, "Customized Time Zone", (NINE, Some("Europe/Berlin"), true));
    }

    #[test]
    fn a_zone_of_the_file_that_is_another_is_read_by_its_offsets() {
        let other = CUSTOM.replace("+0200", "-0400").replace("+0100", "-0500");
        check(
            &other,
            "Customized Time Zone",
            ("2026-07-10T15:00", Some("Europe/Berlin"), true),
        );
    }

    #[test]
    fn a_zone_that_changes_every_day_is_cut_off() {
        let wild = CUSTOM.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=DAILY");
        let split = split(wild.as_bytes(), 10);
        let (_, described) = describe(&split.components[0]).unwrap();
        assert!(
            described.changes.len() <= 4 * MOST_CHANGES,
            "{}",
            described.changes.len()
        );
    }
}
