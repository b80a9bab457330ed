//! How fast rules become visits, beside the `rrule` crate: eight rules that salons have, twenty years of each to the instant
//! in a zone with clock changes; and a ten-year-old series rolled forward by a month.
//!
//! Both must give the same instants first. Figures are the best of several runs; the ratio is what to look at.

#![allow(clippy::disallowed_methods, reason = "a stopwatch needs the system's clock")]

use chairtime::recurrence::Rule;
use chairtime::time::{Day, Instant, TimeOfDay, Zone, ZoneCursor};
use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant as Stopwatch};

const RULES: [&str; 8] = [
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,FR",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=2TU,4TU",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
];

/// The best of several runs, each of so many rounds: the time of one round.
fn best(rounds: u32, mut work: impl FnMut()) -> Duration {
    let one_run = || {
        let begun = Stopwatch::now();
        for _ in 0..rounds {
            work();
        }
        begun.elapsed() / rounds
    };
    std::iter::repeat_with(one_run).take(7).min().unwrap_or_default()
}

fn ours(rule: &Rule, start: Day, from: Day, to: Day, time: TimeOfDay, zone: Zone) -> impl Iterator<Item = Instant> {
    let mut cursor = ZoneCursor::new(zone);
    let dates = rule.dates_from(start, from).take_while(move |date| *date < to);
    dates.map(move |date| cursor.resolve(date.at(time)).instant())
}

fn main() -> Result<(), Box<dyn Error>> {
    let (start, ten_years_on, end): (Day, Day, Day) =
        ("2016-01-01".parse()?, "2026-01-01".parse()?, "2036-01-01".parse()?);
    let (time, zone): (TimeOfDay, Zone) = ("10:00".parse()?, "Europe/Berlin".parse()?);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<50} {:>9} {:>12} {:>12} {:>7}",
        "20 years of a rule", "visits", "chairtime", "rrule", "ratio"
    )?;
    let (mut visits, mut our_time, mut their_time) = (0, Duration::ZERO, Duration::ZERO);
    for text in RULES {
        let rule: Rule = text.parse()?;
        let theirs: rrule::RRuleSet = format!("DTSTART;TZID={zone}:20160101T100000\nRRULE:{text}").parse()?;
        let last = zone.resolve(end.midnight()).instant().millis();
        let their_visits = || {
            theirs
                .into_iter()
                .map(|at| at.timestamp_millis())
                .take_while(|at| *at < last)
        };
        let our_visits = || ours(&rule, start, start, end, time, zone).map(Instant::millis);
        if !our_visits().eq(their_visits()) {
            return Err(format!("not the same visits: {text}").into());
        }
        let count = our_visits().count();
        let ours = best(200, || {
            black_box(our_visits().fold(0, i64::wrapping_add));
        });
        let theirs = best(3, || {
            black_box(their_visits().fold(0, i64::wrapping_add));
        });
        writeln!(
            out,
            "{text:<50} {count:>9} {ours:>12.2?} {theirs:>12.2?} {:>7.0}",
            theirs.div_duration_f64(ours)
        )?;
        visits += u32::try_from(count)?;
        our_time += ours;
        their_time += theirs;
    }
    let ratio = their_time.div_duration_f64(our_time);
    writeln!(
        out,
        "{:<50} {visits:>9} {our_time:>12.2?} {their_time:>12.2?} {ratio:>7.0}",
        "all"
    )?;
    let per_second = f64::from(visits) / our_time.as_secs_f64() / 1e6;
    writeln!(
        out,
        "\n{per_second:.0} million visits a second, each resolved in {zone}"
    )?;

    let rule: Rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=1000;WKST=MO;BYDAY=TU,FR".parse()?;
    let roll = best(20_000, || {
        let next = ours(&rule, start, ten_years_on, ten_years_on + 30, time, zone);
        black_box(next.fold(0, |sum: i64, at| sum.wrapping_add(at.millis())));
    });
    writeln!(
        out,
        "A series of 1,000 visits entered after ten years, the next 30 days: {roll:.2?}"
    )?;
    Ok(())
}
