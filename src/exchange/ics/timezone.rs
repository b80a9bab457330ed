//! VTIMEZONE (RFC 5545 3.6.5): what a zone's clock does, for readers that bring no zones of their own.
//!
//! Most readers, Outlook first, understand one yearly pair: one STANDARD and one DAYLIGHT, each with a rule from 1970 on. Where
//! the zone keeps to such a pair in all years of the export and the ten after, that is what is written; a zone without
//! changes in that time gets one STANDARD without a rule. A zone that does neither (Casablanca, or a year in which the law
//! changed) gets one observance for each change within the export: true in every reader that takes several, and not in Outlook.
//!
//! Limits: changes from 1970 to 2099, as [`Zone`] knows them.

use std::io;
use std::ops::RangeInclusive;

use super::line::{ContentLines, When};
use crate::recurrence::{Frequency, Months, NthWeekday, Parts, Rule};
use crate::time::{Civil, Day, Instant, Span, Transition, Zone};

/// How many years after the export a yearly pair must still be true, so that it is no accident of a few years.
const YEARS_AFTER: i32 = 10;

/// A STANDARD or DAYLIGHT component: from its onset on, and every year where it has a rule, this offset holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Observance {
    /// Whether the clock is set forward.
    daylight: bool,
    /// When it begins, on the clock before.
    onset: Civil,
    /// Seconds east of UTC before.
    from: i32,
    /// Seconds east of UTC from then on.
    to: i32,
    /// The abbreviation, `CET`.
    name: &'static str,
    /// On which day of each year.
    rule: Option<Rule>,
}

/// Writes the VTIMEZONE of a zone, true for every instant of `span`.
///
/// # Errors
/// Where the writer fails.
pub fn write(lines: &mut ContentLines<'_>, zone: Zone, span: Span) -> io::Result<()> {
    lines.begin("VTIMEZONE")?;
    lines.value("TZID", zone)?;
    for observance in observances(zone, span) {
        let component = if observance.daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.begin(component)?;
        lines.value("DTSTART", When::Local(observance.onset))?;
        lines.value("TZOFFSETFROM", offset(observance.from))?;
        lines.value("TZOFFSETTO", offset(observance.to))?;
        lines.text("TZNAME", observance.name)?;
        if let Some(rule) = &observance.rule {
            lines.value("RRULE", rule)?;
        }
        lines.end(component)?;
    }
    lines.end("VTIMEZONE")
}

/// Whether calendars that know only one yearly pair, as Outlook does, read this zone rightly in `span`.
#[must_use]
pub fn is_plain(zone: Zone, span: Span) -> bool {
    let observances = observances(zone, span);
    observances.len() == 1 || observances.iter().all(|observance| observance.rule.is_some())
}

fn observances(zone: Zone, span: Span) -> Vec<Observance> {
    let year = |at: Instant| zone.civil(at).day.year();
    let years = year(span.from)..=(year(span.to) + YEARS_AFTER).min(Day::LAST.year());
    let all = Span::new(start_of(*years.start()), start_of(*years.end() + 1));
    let changes: Vec<Transition> = changes(zone, all).collect();
    let begin = Observance {
        daylight: false,
        onset: Day::FIRST.midnight(),
        from: zone.offset_seconds(span.from),
        to: zone.offset_seconds(span.from),
        name: zone.abbreviation(span.from),
        rule: None,
    };
    if changes.is_empty() {
        return vec![begin];
    }
    if let Some(pair) = yearly_pair(&changes, years) {
        return pair.into();
    }
    let within = changes
        .iter()
        .filter(|change| span.from < change.at && change.at <= span.to);
    std::iter::once(begin)
        .chain(within.map(|change| observance(change, None)))
        .collect()
}

/// The changes of the offset; where only the abbreviation changes nobody's clock does.
fn changes(zone: Zone, span: Span) -> impl Iterator<Item = Transition> {
    zone.transitions(span.from, span.to)
        .filter(|change| change.offset_before != change.offset_after)
}

fn start_of(year: i32) -> Instant {
    let day = Day::from_ymd(year, 1, 1).unwrap_or(Day::LAST);
    Zone::UTC.resolve(day.midnight()).instant()
}

/// The standard and the daylight observance that all these changes are, one of each in every one of these years.
fn yearly_pair(changes: &[Transition], years: RangeInclusive<i32>) -> Option<[Observance; 2]> {
    let yearly = |daylight: bool| {
        let of_side = |change: &&Transition| (change.offset_after > change.offset_before) == daylight;
        let side: Vec<&Transition> = changes.iter().filter(of_side).collect();
        let in_years = side.iter().map(|change| onset(change).day.year());
        in_years.eq(years.clone()).then(|| yearly(&side)).flatten()
    };
    Some([yearly(false)?, yearly(true)?])
}

/// The one observance that these changes are: the same offsets, and the same weekday of the same month at the same time.
fn yearly(changes: &[&Transition]) -> Option<Observance> {
    let first = *changes.first()?;
    let same = |change: &&&Transition| {
        let (one, other) = (onset(first), onset(change));
        (one.time, one.day.month(), one.day.weekday()) == (other.time, other.day.month(), other.day.weekday())
            && (first.offset_before, first.offset_after) == (change.offset_before, change.offset_after)
    };
    (changes.iter().filter(same).count() == changes.len()).then_some(())?;
    let days = || changes.iter().map(|change| onset(change).day);
    let nth = |day: Day| day.day_of_month().div_ceil(7);
    let first_day = onset(first).day;
    let nth = if days().all(|day| nth(day) == nth(first_day)) {
        i8::try_from(nth(first_day)).ok()?
    } else {
        days().all(|day| (day + 7).month() != day.month()).then_some(-1)?
    };
    let rule = Rule::new(Parts {
        months: Months::single(first_day.month()),
        nth_weekdays: vec![NthWeekday {
            nth,
            weekday: first_day.weekday(),
        }],
        ..Parts::every(1, Frequency::Yearly)
    })
    .ok()?;
    let day = rule.dates(Day::FIRST).next()?;
    Some(Observance {
        onset: day.at(onset(first).time),
        ..observance(first, Some(rule))
    })
}

fn observance(change: &Transition, rule: Option<Rule>) -> Observance {
    Observance {
        daylight: change.offset_after > change.offset_before,
        onset: onset(change),
        from: change.offset_before,
        to: change.offset_after,
        name: change.abbreviation,
        rule,
    }
}

/// When a change happens, on the clock before.
fn onset(change: &Transition) -> Civil {
    Zone::UTC.civil(Instant::from_seconds(
        change.at.seconds() + i64::from(change.offset_before),
    ))
}

/// An offset as RFC 5545 3.3.14 has it: `+0100`, with seconds where there are any.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (minutes, rest) = (seconds.unsigned_abs() / 60, seconds.unsigned_abs() % 60);
    let (hour, minute) = (minutes / 60, minutes % 60);
    if rest == 0 {
        format!("{sign}{hour:02}{minute:02}")
    } else {
        format!("{sign}{hour:02}{minute:02}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::read;
    use crate::time::Minutes;
    use std::collections::BTreeMap;

    fn span(from: &str, to: &str) -> Span {
        Span::new(read(from), read(to))
    }

    #[track_caller]
    fn check(zone: &str, of: Span, expected: &str) {
        let mut out = Vec::new();
        write(&mut ContentLines::new(&mut out), read(zone), of).unwrap();
        let expected: String = expected.split_whitespace().map(|line| format!("{line}\r\n")).collect();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_zone_that_keeps_to_a_yearly_pair_is_written_as_one() {
        let year = span("2026-03-01T00:00:00Z", "2026-09-01T00:00:00Z");
        check(
            "America/New_York",
            year,
            "BEGIN:VTIMEZONE TZID:America/New_York
             BEGIN:STANDARD DTSTART:19701101T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 TZNAME:EST
             RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU END:STANDARD
             BEGIN:DAYLIGHT DTSTART:19700308T020000 TZOFFSETFROM:-0500 TZOFFSETTO:-0400 TZNAME:EDT
             RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU END:DAYLIGHT END:VTIMEZONE",
        );
        check(
            "Australia/Lord_Howe",
            year,
            "BEGIN:VTIMEZONE TZID:Australia/Lord_Howe
             BEGIN:STANDARD DTSTART:19700405T020000 TZOFFSETFROM:+1100 TZOFFSETTO:+1030 TZNAME:+1030
             RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU END:STANDARD
             BEGIN:DAYLIGHT DTSTART:19701004T020000 TZOFFSETFROM:+1030 TZOFFSETTO:+1100 TZNAME:+11
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU END:DAYLIGHT END:VTIMEZONE",
        );
    }

    #[test]
    fn a_zone_without_changes_has_one_standard_time_and_no_rule() {
        check(
            "Asia/Kolkata",
            span("2026-03-01T00:00:00Z", "2027-03-01T00:00:00Z"),
            "BEGIN:VTIMEZONE TZID:Asia/Kolkata
             BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0530 TZOFFSETTO:+0530 TZNAME:IST
             END:STANDARD END:VTIMEZONE",
        );
    }

    #[test]
    fn a_zone_whose_changes_follow_the_moon_has_one_observance_for_each() {
        check(
            "Africa/Casablanca",
            span("2026-01-05T09:00:00Z", "2026-12-01T09:00:00Z"),
            "BEGIN:VTIMEZONE TZID:Africa/Casablanca
             BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0100 TZOFFSETTO:+0100 TZNAME:+01 END:STANDARD
             BEGIN:STANDARD DTSTART:20260215T030000 TZOFFSETFROM:+0100 TZOFFSETTO:+0000 TZNAME:+00 END:STANDARD
             BEGIN:DAYLIGHT DTSTART:20260322T020000 TZOFFSETFROM:+0000 TZOFFSETTO:+0100 TZNAME:+01 END:DAYLIGHT
             END:VTIMEZONE",
        );
    }

    #[test]
    fn years_before_a_law_changed_are_not_squeezed_into_the_present_pair() {
        // New York changed its dates in 2007, São Paulo gave up summer time in 2019.
        let new_york = read("America/New_York");
        assert!(is_plain(new_york, span("2007-01-01T12:00:00Z", "2026-01-01T12:00:00Z")));
        assert!(!is_plain(
            new_york,
            span("2006-06-01T12:00:00Z", "2026-01-01T12:00:00Z")
        ));
        let sao_paulo = read("America/Sao_Paulo");
        assert!(!is_plain(
            sao_paulo,
            span("2018-06-01T12:00:00Z", "2020-01-01T12:00:00Z")
        ));
        assert!(is_plain(
            sao_paulo,
            span("2020-06-01T12:00:00Z", "2026-01-01T12:00:00Z")
        ));
    }

    /// The offset that a reader of these observances finds: the one that began last.
    fn offset_at(onsets: &BTreeMap<Instant, i32>, at: Instant) -> Option<i32> {
        onsets.range(..=at).next_back().map(|(_, offset)| *offset)
    }

    fn onsets(observances: &[Observance]) -> BTreeMap<Instant, i32> {
        let mut onsets = BTreeMap::new();
        for observance in observances {
            let mut begin = |civil: Civil| {
                let at = Zone::UTC.resolve(civil).instant().seconds() - i64::from(observance.from);
                onsets.insert(Instant::from_seconds(at), observance.to);
            };
            match &observance.rule {
                Some(rule) => {
                    assert_eq!(
                        rule.dates(observance.onset.day).next(),
                        Some(observance.onset.day),
                        "a true onset"
                    );
                    rule.dates(observance.onset.day)
                        .for_each(|day| begin(day.at(observance.onset.time)));
                }
                None => begin(observance.onset),
            }
        }
        onsets
    }

    #[test]
    fn every_zone_is_written_as_it_is_in_every_span_of_years() {
        let spans = [
            (1970, 2020),
            (1990, 1996),
            (2004, 2008),
            (2010, 2012),
            (2015, 2020),
            (2020, 2026),
            (2026, 2028),
            (2026, 2036),
            (2040, 2098),
        ];
        for zone in Zone::all() {
            for (first, last) in spans {
                let of = Span::new(
                    start_of(first) + Minutes::hours(30),
                    start_of(last) + Minutes::hours(30),
                );
                let onsets = onsets(&observances(zone, of));
                let near = |change: Transition| [change.at - Minutes::new(1), change.at];
                let near: Vec<Instant> = zone.transitions(of.from, of.to).flat_map(near).collect();
                let monthly = (0..)
                    .map(|month| of.from + Minutes::hours(month * 700))
                    .take_while(|at| *at <= of.to);
                for at in monthly.chain(near).filter(|at| of.contains(*at)) {
                    assert_eq!(
                        offset_at(&onsets, at),
                        Some(zone.offset_seconds(at)),
                        "{zone} at {at}, written for {first} to {last}"
                    );
                }
            }
        }
    }

    #[test]
    fn few_zones_do_not_fit_what_every_calendar_reads() {
        let decade = span("2026-01-01T12:00:00Z", "2026-12-31T12:00:00Z");
        let odd: Vec<String> = Zone::all()
            .filter(|zone| !is_plain(*zone, decade))
            .map(|zone| zone.to_string())
            .collect();
        assert!(odd.len() < 25, "{odd:?}");
        for zone in [
            "Africa/Casablanca",
            "Africa/Cairo",
            "Asia/Jerusalem",
            "America/Santiago",
        ] {
            assert!(odd.iter().any(|odd| odd == zone), "{zone}: {odd:?}");
        }
    }
}
