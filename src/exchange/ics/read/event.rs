//! A VEVENT becomes typed: what it is, when it is, what differs; what had to be mended and why it could not be read.

use std::collections::HashSet;

use super::lines::{Component, Ended, Line};
use super::property::{self, Property, Written, duration, letters, list, with_quotes};
use super::zones::Zones;
use crate::domain::import::{About, Note, Noted, Ours, Reason, Repair, Seen, Skip};
use crate::domain::read::{NAME, NOTE};
use crate::recurrence::{Rule, Start};
use crate::time::{Day, Instant, Minutes, Zone};

/// The most dates that a component may leave out or add: far more than a series can have.
const MOST_DATES: usize = 5_000;
/// The most characters of lines that are kept as they stand.
const MOST_UNKNOWN: usize = 4_000;
/// The most people of an appointment.
const MOST_PEOPLE: usize = 50;

/// A VEVENT, typed.
#[derive(Debug)]
pub(super) struct Event {
    pub line: u32,
    pub uid: Option<String>,
    pub sequence: u32,
    pub modified_at: Option<Instant>,
    pub is_cancelled: bool,
    /// RECURRENCE-ID.
    pub of: Option<Start>,
    pub start: Start,
    pub length: Option<Minutes>,
    pub rule: Option<Rule>,
    pub left_out: Vec<Start>,
    pub more: Vec<(Start, Option<Minutes>)>,
    pub seen: Seen,
    pub ours: Option<Box<Ours>>,
    pub unknown: String,
}

/// Where a VEVENT is read, and what is told of it.
pub(super) struct Desk<'a> {
    /// The zones of the file.
    pub zones: &'a mut Zones,
    /// What is told.
    pub notes: &'a mut Vec<Note>,
    /// What is read.
    pub takes: Takes,
}

/// What is read, and what is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// What has a time of the day.
    Appointments,
    /// What takes whole days.
    WholeDays,
}

/// Reads a VEVENT; where nothing comes of it, the notes say why.
pub(super) fn read(component: &Component<'_>, desk: &mut Desk<'_>) -> Option<Event> {
    let mut reading = Reading {
        zones: desk.zones,
        takes: desk.takes,
        noted: Vec::new(),
        seen: Seen::default(),
    };
    let result = reading.event(component);
    let Reading { mut noted, seen, .. } = reading;
    let result = match result {
        Ok(event) => Some(event),
        Err((line, what)) => {
            noted.push((line, what));
            None
        }
    };
    let about = About::Appointment(seen.summary.clone());
    // A zone is told of the whole file.
    let of_file = |noted: &Noted| {
        matches!(
            noted,
            Noted::Repaired(Repair::Zone { .. } | Repair::ZoneByOffsets(_) | Repair::ZoneUnknown(_))
        )
    };
    desk.notes.extend(noted.into_iter().map(|(line, noted)| Note {
        line,
        about: if of_file(&noted) { About::File } else { about.clone() },
        noted,
    }));
    result
}

/// What ended the reading, with its line.
type Stopped = (u32, Noted);

struct Reading<'a> {
    zones: &'a mut Zones,
    takes: Takes,
    noted: Vec<Stopped>,
    seen: Seen,
}

/// DTEND or DURATION.
enum End {
    At(Start),
    After(Minutes),
}

/// The properties of which one counts.
const ONCE: [&str; 13] = [
    "UID",
    "SEQUENCE",
    "LAST-MODIFIED",
    "STATUS",
    "RECURRENCE-ID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "CLASS",
];

impl Reading<'_> {
    fn mended(&mut self, line: u32, repair: Repair) {
        let noted = Noted::Repaired(repair);
        // A thousand bad dates to leave out are told once.
        if self.noted.last().is_none_or(|(_, last)| *last != noted) {
            self.noted.push((line, noted));
        }
    }

    fn event(&mut self, component: &Component<'_>) -> Result<Event, Stopped> {
        let mut event = Event {
            line: component.line,
            uid: None,
            sequence: 0,
            modified_at: None,
            is_cancelled: false,
            of: None,
            start: Start::Day(Day::FIRST),
            length: None,
            rule: None,
            left_out: Vec::new(),
            more: Vec::new(),
            seen: Seen::default(),
            ours: None,
            unknown: String::new(),
        };
        let (mut start, mut end, mut rule, mut ours) = (None, None, None, super::ours::OursDraft::default());
        let mut once: HashSet<&'static str> = HashSet::new();
        // What is wrong is told when the summary is known: the first thing that stops.
        let mut stopped: Option<Stopped> = None;
        for line in &component.lines {
            let Some(name) = property::name(&line.bytes) else {
                self.mended(line.number, Repair::Line);
                continue;
            };
            let known = ONCE.into_iter().find(|known| *known == name);
            if let Some(known) = known
                && !once.insert(known)
            {
                let repair = if known == "RRULE" {
                    Repair::SeveralRules
                } else {
                    Repair::Twice(known)
                };
                self.mended(line.number, repair);
                continue;
            }
            let (text, not_utf8) = letters(line);
            if not_utf8 {
                self.mended(line.number, Repair::NotUtf8);
            }
            let text = if matches!(
                name.as_str(),
                "DTSTART" | "DTEND" | "RECURRENCE-ID" | "EXDATE" | "RDATE"
            ) {
                with_quotes(&text).into_owned().into()
            } else {
                text
            };
            if !is_known(&name) {
                let has_room = event.unknown.len() + text.len() < MOST_UNKNOWN;
                if has_room && is_kept(&name) && Property::read(&text).is_some() {
                    event.unknown.push_str(&text);
                    event.unknown.push('\n');
                }
                continue;
            }
            let Some(property) = Property::read(&text) else {
                self.mended(line.number, Repair::Line);
                continue;
            };
            let done = match name.as_str() {
                "DTSTART" => self
                    .time(&property, property.value(), "DTSTART", line)
                    .map(|read| start = Some(read)),
                "DTEND" => self
                    .time(&property, property.value(), "DTEND", line)
                    .map(|read| end = Some(End::At(read))),
                "DURATION" => {
                    end = end.or(duration(property.value()).map(End::After));
                    Ok(())
                }
                "RECURRENCE-ID" if property.parameter("RANGE").is_some() => {
                    Err((line.number, Noted::Refused(Reason::ThisAndFuture)))
                }
                "RECURRENCE-ID" => self
                    .time(&property, property.value(), "RECURRENCE-ID", line)
                    .map(|read| event.of = Some(read)),
                "EXDATE" => self.left_out(&property, line, &mut event),
                "RDATE" => self.more(&property, line, &mut event),
                "RRULE" => {
                    rule = Some((line.number, property.value().to_owned()));
                    Ok(())
                }
                _ => {
                    self.text(&name, &property, line, &mut event, &mut ours);
                    Ok(())
                }
            };
            if let Err(why) = done {
                stopped = stopped.or(Some(why));
            }
        }
        match component.ended {
            Ended::Well => {}
            Ended::ByOthers => self.mended(component.line, Repair::NotEnded),
            Ended::CutOff => return Err((component.line, Noted::Refused(Reason::CutOff))),
        }
        if let Some(stopped) = stopped {
            return Err(stopped);
        }
        let Some(start) = start else {
            return Err((component.line, Noted::Refused(Reason::NoStart)));
        };
        event.start = start;
        event.length = self.length(component.line, start, end.as_ref());
        let is_midnight = start.time().minute() == 0 && !matches!(start, Start::Zoned(_, Zone::UTC));
        let whole_days = event
            .length
            .is_some_and(|length| length >= Minutes::DAY && length.count() % 1_440 == 0);
        let takes_whole_days = matches!(start, Start::Day(_)) || (is_midnight && whole_days);
        match self.takes {
            Takes::Appointments if takes_whole_days => {
                return Err((component.line, Noted::Skipped(Skip::WholeDay)));
            }
            Takes::WholeDays if !takes_whole_days => {
                return Err((component.line, Noted::Skipped(Skip::PartOfADay)));
            }
            Takes::Appointments | Takes::WholeDays => {}
        }
        if let Some((line, text)) = rule {
            event.rule = Some(self.rule(line, &text, start)?);
        }
        event.seen = self.seen.clone();
        event.ours = ours.read(start);
        Ok(event)
    }

    /// A time of a property; what it cannot be is the reason.
    fn time(
        &mut self,
        property: &Property<'_>,
        text: &str,
        name: &'static str,
        line: &Line<'_>,
    ) -> Result<Start, Stopped> {
        let stopped = |reason| (line.number, Noted::Refused(reason));
        let written = Written::read(text).ok_or_else(|| stopped(Reason::BadTime(name)))?;
        if !(Day::FIRST..=Day::LAST).contains(&written.day) {
            return Err(stopped(Reason::OutOfYears));
        }
        if !written.is_plain {
            self.mended(line.number, Repair::TimeNotation);
        }
        let Some(mut civil) = written.civil() else {
            return Ok(Start::Day(written.day));
        };
        if written.seconds > 0 {
            self.mended(line.number, Repair::Seconds);
            // What ends a second before the hour ends on it.
            if name == "DTEND" && written.seconds >= 30 {
                civil = civil + Minutes::new(1);
            }
        }
        Ok(match (written.offset, property.parameter("TZID")) {
            (Some(offset), _) => Start::Zoned(civil - Minutes::new(offset), Zone::UTC),
            (None, Some(id)) => {
                let (start, repair) = self.zones.start(id, civil);
                if let Some(repair) = repair {
                    self.noted.push((line.number, Noted::Repaired(repair)));
                }
                start
            }
            (None, None) => Start::Floating(civil),
        })
    }

    fn left_out(&mut self, property: &Property<'_>, line: &Line<'_>, event: &mut Event) -> Result<(), Stopped> {
        for text in property.value().split(',').filter(|text| !text.trim().is_empty()) {
            if event.left_out.len() >= MOST_DATES {
                return Err((line.number, Noted::Refused(Reason::TooManyDates(MOST_DATES))));
            }
            match self.time(property, text, "EXDATE", line) {
                Ok(start) => event.left_out.push(start),
                Err(_) => self.mended(line.number, Repair::LeftOutUnreadable),
            }
        }
        Ok(())
    }

    fn more(&mut self, property: &Property<'_>, line: &Line<'_>, event: &mut Event) -> Result<(), Stopped> {
        for text in property.value().split(',').filter(|text| !text.trim().is_empty()) {
            if event.more.len() >= MOST_DATES {
                return Err((line.number, Noted::Refused(Reason::TooManyDates(MOST_DATES))));
            }
            let (from, to) = text.split_once('/').map_or((text, None), |(from, to)| (from, Some(to)));
            let start = self.time(property, from, "RDATE", line)?;
            let length = match to {
                Some(to) => duration(to).or_else(|| {
                    let end = self.time(property, to, "RDATE", line).ok()?;
                    between(start, end)
                }),
                None => None,
            };
            event.more.push((start, length));
        }
        Ok(())
    }

    fn rule(&mut self, line: u32, text: &str, start: Start) -> Result<Rule, Stopped> {
        let read = Rule::repaired(text, start).map_err(|error| (line, Noted::Refused(Reason::Rule(error))))?;
        for repair in read.repairs {
            self.mended(line, Repair::Rule(repair.mended));
        }
        Ok(read.rule.ending_by_day(start.time(), start.zone()))
    }

    /// How long it is; nothing where the file does not say, or says what cannot be.
    fn length(&mut self, line: u32, start: Start, end: Option<&End>) -> Option<Minutes> {
        let length = match end {
            Some(End::At(end)) => between(start, *end),
            Some(End::After(length)) => Some(*length),
            None => None,
        };
        match length {
            Some(length) if length > Minutes::ZERO => Some(length),
            _ if matches!(start, Start::Day(_)) => None,
            Some(length) if length < Minutes::ZERO => {
                self.mended(line, Repair::EndBeforeStart);
                None
            }
            _ => {
                self.mended(line, Repair::NoLength);
                None
            }
        }
    }

    fn text(
        &mut self,
        name: &str,
        property: &Property<'_>,
        line: &Line<'_>,
        event: &mut Event,
        ours: &mut super::ours::OursDraft,
    ) {
        let value = property.value();
        match name {
            "UID" => event.uid = Some(self.cut(value, NAME * 5, "UID", line)).filter(|uid| !uid.is_empty()),
            "SEQUENCE" => event.sequence = value.parse().unwrap_or(0),
            "LAST-MODIFIED" => {
                let at = Written::read(value).and_then(Written::civil);
                event.modified_at = at.map(|civil| Zone::UTC.resolve(civil).instant());
            }
            "STATUS" => event.is_cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "SUMMARY" => self.seen.summary = self.cut(value, NAME * 5, "SUMMARY", line),
            "DESCRIPTION" => self.seen.description = self.cut(value, NOTE, "DESCRIPTION", line),
            "LOCATION" => self.seen.location = self.cut(value, NAME * 5, "LOCATION", line),
            "CATEGORIES" => {
                let room = MOST_PEOPLE.saturating_sub(self.seen.categories.len());
                self.seen.categories.extend(list(value, room));
            }
            "ORGANIZER" | "ATTENDEE" if self.seen.people.len() < MOST_PEOPLE => {
                let address = value.split_once(':').map_or(value, |(_, address)| address);
                let named = [property.parameter("CN").unwrap_or_default(), address];
                let named = named.into_iter().filter(|name| !name.is_empty());
                self.seen.people.extend(named.map(str::to_owned));
            }
            _ => ours.take(name, &property.unescaped()),
        }
    }

    /// Text without control characters, as long as it may be.
    fn cut(&mut self, text: &str, most: usize, name: &'static str, line: &Line<'_>) -> String {
        let held = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
        let mut letters = text.chars().filter(held);
        let kept: String = letters.by_ref().take(most).collect();
        if letters.next().is_some() {
            self.mended(line.number, Repair::Cut(name));
        }
        kept.trim().to_owned()
    }
}

/// Whether a property means something here.
fn is_known(name: &str) -> bool {
    ONCE.contains(&name)
        || matches!(name, "EXDATE" | "RDATE" | "CATEGORIES" | "ORGANIZER" | "ATTENDEE")
        || name.starts_with("X-CHAIRTIME-")
}

/// Whether a property that means nothing here is kept, so that the next export says it again: not what that says anew, what
/// would be about other dates by then (RFC 2445 4.8.5.2), and answers to invitations.
fn is_kept(name: &str) -> bool {
    !matches!(
        name,
        "DTSTAMP" | "CREATED" | "LAST-MODIFIED" | "SEQUENCE" | "EXRULE" | "REQUEST-STATUS"
    )
}

/// How long it is from one time to another: by the clock of the world where both are in a zone, else by that on the wall.
fn between(from: Start, to: Start) -> Option<Minutes> {
    let length = match (from, to) {
        (Start::Zoned(from, one), Start::Zoned(to, other)) => {
            let span = crate::time::Span::new(one.resolve(from).instant(), other.resolve(to).instant());
            span.length()
        }
        _ => to.civil() - from.civil(),
    };
    Some(length)
}
