//! A reader that forgives nothing: it stops at the first thing in a calendar that some calendar program could misread, and
//! gives the visits that are left. It takes times as RFC 5545 has them, zones from the file alone.

use chairtime::recurrence::{End, Rule, When};
use chairtime::time::{Civil, Day, Instant, TimeOfDay, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// A property with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    pub parameters: Vec<(String, String)>,
    pub value: String,
}

/// A component with what is in it.
#[derive(Debug, Default)]
pub struct Component {
    pub name: String,
    pub properties: Vec<Property>,
    pub inside: Vec<Component>,
}

impl Component {
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The property, which may be there once.
    pub fn find(&self, name: &str) -> Option<&Property> {
        let mut all = self.all(name);
        let first = all.next();
        assert!(all.next().is_none(), "two of {name} in {self:?}");
        first
    }

    pub fn value(&self, name: &str) -> &str {
        let property = self.find(name);
        &property.unwrap_or_else(|| panic!("no {name} in {self:?}")).value
    }
}

/// Splits a file into content lines, and these into components.
pub fn read(bytes: &[u8]) -> Component {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(!text.starts_with('\u{feff}'), "a byte order mark");
    let text = text.strip_suffix("\r\n").expect("the last line ends as the others");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.chars().any(|letter| letter.is_control() && letter != '\t'),
            "a control character: {line:?}"
        );
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("a line to go on with").push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    let mut open = vec![Component::default()];
    for line in lines {
        let property = property(&line);
        match property.name.as_str() {
            "BEGIN" => open.push(Component {
                name: property.value,
                ..Component::default()
            }),
            "END" => {
                let ended = open.pop().unwrap();
                assert_eq!(ended.name, property.value, "ends what is open");
                open.last_mut().unwrap().inside.push(ended);
            }
            _ => {
                let of = open.last_mut().unwrap();
                assert!(
                    of.inside.is_empty() || of.name == "VCALENDAR",
                    "{line} after a component inside of {}",
                    of.name
                );
                of.properties.push(property);
            }
        }
    }
    let [file] = <[Component; 1]>::try_from(open).expect("all that was opened is closed");
    let [calendar] = <[Component; 1]>::try_from(file.inside).expect("one calendar");
    assert_eq!(
        (calendar.name.as_str(), file.properties.as_slice()),
        ("VCALENDAR", [].as_slice())
    );
    calendar
}

fn property(line: &str) -> Property {
    let (head, value) = line.split_once(':').unwrap_or_else(|| panic!("no colon: {line}"));
    let mut parts = head.split(';');
    let name = parts.next().unwrap().to_owned();
    let is_name =
        |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-');
    assert!(is_name(&name), "a name: {line}");
    let parameters = parts
        .map(|part| part.split_once('=').expect("a parameter"))
        .map(|(name, value)| {
            assert!(!value.is_empty() && !value.contains('"'), "a plain parameter: {line}");
            (name.to_owned(), value.to_owned())
        });
    Property {
        parameters: parameters.collect(),
        name,
        value: value.to_owned(),
    }
}

/// A zone as the file describes it: its onsets, and the offsets from then on.
struct Described(BTreeMap<Instant, i64>);

/// A time that a property says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    zone: Option<String>,
    /// As written: local, or in UTC where there is no zone.
    civil: Civil,
    at: Instant,
}

/// Checks a calendar, and gives the starts and ends of its visits before `limit`, in seconds since 1970, sorted.
pub fn visits(calendar: &Component, limit: Instant) -> Vec<(i64, i64)> {
    assert_eq!(
        (calendar.value("VERSION"), calendar.value("CALSCALE")),
        ("2.0", "GREGORIAN")
    );
    assert!(calendar.value("PRODID").starts_with("-//"));
    let kinds: Vec<&str> = calendar.inside.iter().map(|inside| inside.name.as_str()).collect();
    let zones_first = kinds.iter().skip_while(|kind| **kind == "VTIMEZONE");
    assert!(
        zones_first.clone().all(|kind| *kind == "VEVENT"),
        "zones, then visits: {kinds:?}"
    );
    let described: BTreeMap<&str, Described> = calendar
        .inside
        .iter()
        .filter(|inside| inside.name == "VTIMEZONE")
        .map(|zone| (zone.value("TZID"), describe(zone)))
        .collect();
    assert_eq!(described.len() + zones_first.count(), kinds.len(), "each zone once");

    let mut found = Vec::new();
    let mut masters = BTreeSet::new();
    let mut events = calendar
        .inside
        .iter()
        .filter(|inside| inside.name == "VEVENT")
        .peekable();
    while let Some(master) = events.next() {
        let uid = master.value("UID");
        assert!(masters.insert(uid.to_owned()), "two of {uid}");
        assert!(
            master.find("RECURRENCE-ID").is_none(),
            "{uid}: an override without its rule before it"
        );
        let (start, end) = times(master, &described);
        let mut dates = BTreeMap::new();
        match master.find("RRULE") {
            None => {
                assert!(master.find("EXDATE").is_none(), "{uid}: leaves out without a rule");
                dates.insert(start.at, Some(end.at));
            }
            Some(rule) => {
                for instance in instances(uid, &rule.value, &start, &described, limit) {
                    // The length is the exact one and that on the wall, because both are read.
                    let ends = instance.at + (end.at - start.at);
                    let zone: Zone = instance.zone.as_deref().unwrap().parse().unwrap();
                    let on_the_wall = instance.civil + (end.civil - start.civil);
                    let clear =
                        zone.civil(ends) == on_the_wall && local(zone.name(), on_the_wall, &described) == Some(ends);
                    assert!(dates.insert(instance.at, clear.then_some(ends)).is_none());
                }
            }
        }
        for left_out in master.all("EXDATE") {
            let left_out = said(left_out, &described);
            assert_eq!(left_out.zone, start.zone, "{uid}: EXDATE in another zone");
            // What a series without an end leaves out after the limit is not looked at.
            let there = dates.remove(&left_out.at).is_some();
            assert!(
                there || left_out.at >= limit,
                "{uid}: leaves out {left_out:?}, which it does not give"
            );
        }
        while let Some(instead) = events.next_if(|next| next.value("UID") == uid) {
            let of = said(instead.find("RECURRENCE-ID").expect("an override"), &described);
            assert_eq!(of.zone, start.zone, "{uid}: RECURRENCE-ID in another zone");
            assert_eq!(
                instead.value("SEQUENCE"),
                master.value("SEQUENCE"),
                "{uid}: SEQUENCE of the rule"
            );
            for never in ["RRULE", "EXDATE", "RDATE"] {
                assert!(instead.find(never).is_none(), "{uid}: an override with {never}");
            }
            let there = dates.remove(&of.at).is_some();
            assert!(there || of.at >= limit, "{uid}: {of:?} is no date of it, or left out");
            let (from, to) = times(instead, &described);
            found.push((from.at, to.at));
        }
        let clear = |(at, ends): (Instant, Option<Instant>)| {
            (
                at,
                ends.unwrap_or_else(|| panic!("{uid}: the clock is changed within {at}")),
            )
        };
        found.extend(dates.into_iter().map(clear));
    }
    found.retain(|(from, _)| *from < limit);
    let mut found: Vec<_> = found
        .into_iter()
        .map(|(from, to)| (from.seconds(), to.seconds()))
        .collect();
    found.sort_unstable();
    found
}

/// Start and end of a component, and that it has what it must have.
fn times(event: &Component, described: &BTreeMap<&str, Described>) -> (Said, Said) {
    for required in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        let stamp = said(event.find(required).expect(required), described);
        assert_eq!(stamp.zone, None, "{required} is in UTC");
    }
    event.value("SEQUENCE").parse::<u32>().expect("SEQUENCE");
    for never in ["ORGANIZER", "ATTENDEE", "RDATE", "EXRULE", "DURATION", "STATUS"] {
        assert!(event.find(never).is_none(), "{never}");
    }
    assert!(!event.value("SUMMARY").is_empty());
    for alarm in &event.inside {
        assert_eq!((alarm.name.as_str(), alarm.value("ACTION")), ("VALARM", "DISPLAY"));
        assert!(alarm.value("TRIGGER").starts_with("-PT") && !alarm.value("DESCRIPTION").is_empty());
    }
    let start = said(event.find("DTSTART").expect("DTSTART"), described);
    let end = said(event.find("DTEND").expect("DTEND"), described);
    assert_eq!(start.zone, end.zone);
    assert!(start.at < end.at, "{start:?} to {end:?}");
    (start, end)
}

/// What a rule gives before `limit`, and that it says so as every reader takes it.
fn instances(uid: &str, text: &str, start: &Said, described: &BTreeMap<&str, Described>, limit: Instant) -> Vec<Said> {
    let name = start.zone.clone().unwrap_or_else(|| panic!("{uid}: a rule in UTC"));
    let zone: Zone = name.parse().unwrap();
    assert!(text.starts_with("FREQ="), "{text}");
    for never in ["COUNT", "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS", "RSCALE"] {
        assert!(!text.contains(never), "{uid}: {text}");
    }
    assert!(
        !text.contains("WEEKLY;INTERVAL") || text.contains("WKST="),
        "{uid}: {text} without WKST"
    );
    assert!(
        !text.contains("WEEKLY") || text.contains("BYDAY="),
        "{uid}: {text} leaves the weekday to its start"
    );
    assert!(
        !text.contains("MONTHLY") || text.contains("BYMONTHDAY=") || text.contains("BYDAY="),
        "{uid}: {text} leaves the day to its start"
    );
    assert!(
        !text.contains("YEARLY") || text.contains("BYMONTH=") && text.contains("BYMONTHDAY="),
        "{uid}: {text} leaves the month or day to its start"
    );
    let rule = Rule::parse(text).unwrap_or_else(|error| panic!("{uid}: {text}: {error}"));
    let until = match rule.end() {
        End::Never => None,
        End::Until(When::Utc(until)) => Some(until),
        other => panic!("{uid}: UNTIL of another type than DTSTART: {other:?}"),
    };
    let by_day = rule.ending_by_day(start.civil.time, zone);
    assert_eq!(
        by_day.dates(start.civil.day).next(),
        Some(start.civil.day),
        "{uid}: DTSTART is the first date of {text}"
    );
    let instance = |day: Day| {
        let civil = day.at(start.civil.time);
        let at = local(&name, civil, described)
            .unwrap_or_else(|| panic!("{uid}: {text} gives {civil}, which the clock skips or repeats"));
        Said {
            zone: Some(name.clone()),
            civil,
            at,
        }
    };
    let all: Vec<Said> = by_day
        .dates(start.civil.day)
        .map(instance)
        .take_while(|instance| instance.at < limit || until.is_some())
        .collect();
    if let Some(until) = until {
        assert_eq!(
            all.last().map(|last| last.at),
            Some(until),
            "{uid}: UNTIL is the start of the last date"
        );
        assert!(all.len() > 1, "{uid}: a rule for one date");
    }
    all
}

fn describe(zone: &Component) -> Described {
    let mut onsets = BTreeMap::new();
    for observance in &zone.inside {
        let seconds = |name| {
            let text = observance.value(name);
            let (sign, digits) = text.split_at(1);
            let number = |at: usize| digits.get(at..at + 2).map_or(0, |two| two.parse::<i64>().unwrap());
            let total = number(0) * 3600 + number(2) * 60 + number(4);
            if sign == "-" { -total } else { total }
        };
        let (from, to) = (seconds("TZOFFSETFROM"), seconds("TZOFFSETTO"));
        let start = observance.find("DTSTART").unwrap();
        assert_eq!(start.parameters, [], "DTSTART of a zone is local");
        let start = civil(&start.value);
        let days = match observance.find("RRULE") {
            Some(rule) => Rule::parse(&rule.value).unwrap().dates(start.day).collect(),
            None => vec![start.day],
        };
        assert_eq!(days.first(), Some(&start.day), "a true onset");
        for day in days {
            let at = Zone::UTC.resolve(day.at(start.time)).instant().seconds() - from;
            onsets.insert(Instant::from_seconds(at), to);
        }
    }
    Described(onsets)
}

/// The one instant at which a described zone shows a time; none where it shows it never or twice.
fn local(name: &str, civil: Civil, described: &BTreeMap<&str, Described>) -> Option<Instant> {
    let zone = described.get(name).unwrap_or_else(|| panic!("{name} has no VTIMEZONE"));
    let wall = Zone::UTC.resolve(civil).instant().seconds();
    let shows = |offset: i64| {
        let at = Instant::from_seconds(wall - offset);
        let (_, holds) = zone.0.range(..=at).next_back()?;
        (*holds == offset).then_some(at)
    };
    let offsets: BTreeSet<i64> = zone.0.values().copied().collect();
    let mut times = offsets.into_iter().filter_map(shows);
    let first = times.next()?;
    if times.next().is_some() {
        return None;
    }
    let known: Zone = name.parse().unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!(
        first,
        known.resolve(civil).instant(),
        "VTIMEZONE and {name} differ on {civil}"
    );
    Some(first)
}

fn said(property: &Property, described: &BTreeMap<&str, Described>) -> Said {
    let zone = match property.parameters.as_slice() {
        [] => None,
        [(name, zone)] if name == "TZID" => Some(zone.clone()),
        other => panic!("{}: {other:?}", property.name),
    };
    match (&zone, property.value.strip_suffix('Z')) {
        (None, Some(utc)) => Said {
            zone,
            civil: civil(utc),
            at: Zone::UTC.resolve(civil(utc)).instant(),
        },
        (Some(name), None) => {
            let civil = civil(&property.value);
            let at = local(name, civil, described).unwrap_or_else(|| panic!("{property:?} is skipped or repeated"));
            Said { zone, civil, at }
        }
        _ => panic!("neither in UTC nor in a zone: {property:?}"),
    }
}

/// Reads `20260303T100000`; seconds, which no visit has, are left out.
fn civil(text: &str) -> Civil {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
        digits.unwrap_or_else(|| panic!("a time: {text}"))
    };
    assert_eq!((text.len(), text.get(8..9)), (15, Some("T")), "a time: {text}");
    let day = Day::from_ymd(number(0, 4).cast_signed(), number(4, 6), number(6, 8));
    let time = TimeOfDay::from_hm(number(9, 11), number(11, 13));
    day.expect("a day").at(time.expect("a time of day"))
}
