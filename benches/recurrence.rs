//! How fast rules become visits, beside the `rrule` crate in the same run: eight rules that salons have, twenty years of each in
//! New York, with dates left out, at a time that the clock skips in spring and at one that it repeats in autumn; and a
//! ten-year-old series rolled forward by thirty days.
//!
//! Both must give the same instants first. They run in turns, and of each the median counts: the ratio is what to look at.

#![allow(clippy::disallowed_methods, reason = "a stopwatch needs the system's clock")]

use chairtime::recurrence::{RecurrenceSet, Rule, Start, When};
use chairtime::time::{Civil, Day, Resolved, TimeOfDay, Zone};
use chrono::TimeZone;
use rrule::RRuleSet;
use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant as Stopwatch};

const RULES: [(&str, &str); 8] = [
    ("daily", "FREQ=DAILY"),
    ("weekly MO,WE,FR", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("biweekly TU,TH", "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,TH"),
    ("semimonthly 1,15", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("monthly 31, clamped", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
    ("2nd Tuesday", "FREQ=MONTHLY;BYDAY=2TU"),
    ("quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
    ("yearly", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"),
];

/// New York skips half past two in March and repeats half past one in November.
const TIMES: [&str; 2] = ["02:30", "01:30"];

/// How many dates are left out of twenty years, at most.
const LEFT_OUT: usize = 40;

/// How often the two are run in turns.
const TURNS: usize = 15;

/// The time of one round of each, in turns: the medians.
fn in_turns(rounds: (u32, u32), mut ours: impl FnMut(), mut theirs: impl FnMut()) -> (Duration, Duration) {
    fn run(rounds: u32, work: &mut impl FnMut()) -> Duration {
        let begun = Stopwatch::now();
        for _ in 0..rounds {
            work();
        }
        begun.elapsed() / rounds
    }
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    let turns = (0..TURNS).map(|_| (run(rounds.0, &mut ours), run(rounds.1, &mut theirs)));
    let (ours, theirs) = turns.unzip();
    (median(ours), median(theirs))
}

/// A rule from 2016 on, in both.
struct Pair {
    ours: RecurrenceSet,
    theirs: RRuleSet,
}

impl Pair {
    fn new(rule: &str, start: Day, time: TimeOfDay, zone: Zone, end: Civil) -> Result<Pair, Box<dyn Error>> {
        let parsed: Rule = rule.parse()?;
        let set = RecurrenceSet::new(Start::Zoned(start.at(time), zone), Some(&parsed));
        // Their reader refuses to leave out a time that the clock skips or repeats.
        let plain: Vec<Civil> = set
            .occurrences_between(start.midnight(), end)
            .filter(|one| matches!(one.at, Resolved::Exact(_)))
            .map(|one| one.start)
            .collect();
        let left_out: Vec<Civil> = plain
            .iter()
            .copied()
            .skip(5)
            .step_by(plain.len().div_ceil(LEFT_OUT).max(5))
            .collect();
        let text = When::Local;
        let mut theirs = format!("DTSTART;TZID={zone}:{}\nRRULE:{rule}", text(start.at(time)));
        for at in &left_out {
            theirs += &format!("\nEXDATE;TZID={zone}:{}", text(*at));
        }
        Ok(Pair {
            ours: set.with_left_out(left_out.into_iter().map(When::Local)),
            theirs: theirs.parse()?,
        })
    }

    fn our_visits(&self, from: Civil, to: Civil) -> impl Iterator<Item = i64> {
        let visits = self.ours.occurrences_between(from, to);
        visits.map(|one| one.at.instant().millis())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (start, ten_years_on, end): (Day, Day, Day) =
        ("2016-01-01".parse()?, "2026-01-01".parse()?, "2036-01-01".parse()?);
    let zone: Zone = "America/New_York".parse()?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<22} {:>8} {:>12} {:>12} {:>7}",
        "20 years of a rule", "visits", "chairtime", "rrule", "ratio"
    )?;
    let (mut visits, mut our_time, mut their_time) = (0, Duration::ZERO, Duration::ZERO);
    for (name, rule) in RULES {
        let (mut count, mut ours, mut theirs) = (0, Duration::ZERO, Duration::ZERO);
        for time in TIMES {
            let pair = Pair::new(rule, start, time.parse()?, zone, end.midnight())?;
            let last = zone.resolve(end.midnight()).instant().millis();
            let their_visits = || {
                let visits = (&pair.theirs).into_iter().map(|at| at.timestamp_millis());
                visits.take_while(|at| *at < last)
            };
            let our_visits = || pair.our_visits(start.midnight(), end.midnight());
            if !our_visits().eq(their_visits()) {
                return Err(format!("not the same visits: {rule} at {time}").into());
            }
            let here = our_visits().count();
            let rounds = u32::try_from(200_000 / here.max(1))?;
            let times = in_turns(
                (rounds, rounds.div_ceil(50)),
                || {
                    black_box(our_visits().fold(0, i64::wrapping_add));
                },
                || {
                    black_box(their_visits().fold(0, i64::wrapping_add));
                },
            );
            count += here;
            (ours, theirs) = (ours + times.0, theirs + times.1);
        }
        let ratio = theirs.div_duration_f64(ours);
        writeln!(out, "{name:<22} {count:>8} {ours:>12.2?} {theirs:>12.2?} {ratio:>7.1}")?;
        visits += u32::try_from(count)?;
        (our_time, their_time) = (our_time + ours, their_time + theirs);
    }
    let ratio = their_time.div_duration_f64(our_time);
    writeln!(
        out,
        "{:<22} {visits:>8} {our_time:>12.2?} {their_time:>12.2?} {ratio:>7.1}",
        "all"
    )?;
    let per_second = f64::from(visits) / our_time.as_secs_f64() / 1e6;
    writeln!(
        out,
        "{per_second:.0} million visits a second, each resolved in {zone}\n"
    )?;

    writeln!(out, "A series of ten years, the next 30 days")?;
    let to = ten_years_on + 30;
    let (mut our_time, mut their_time) = (Duration::ZERO, Duration::ZERO);
    for (name, rule) in RULES {
        let pair = Pair::new(rule, start, "10:00".parse()?, zone, end.midnight())?;
        let at = |day: Day| {
            let (year, month, of_month) = day.ymd();
            let midnight = rrule::Tz::America__New_York.with_ymd_and_hms(year, month, of_month, 0, 0, 0);
            midnight.single().ok_or("no such midnight")
        };
        let (from_theirs, to_theirs) = (at(ten_years_on)?, at(to)?);
        let our_visits = || pair.our_visits(ten_years_on.midnight(), to.midnight());
        let their_visits = || {
            let window = pair.theirs.clone().after(from_theirs).before(to_theirs);
            window.all(u16::MAX).dates
        };
        if !our_visits().eq(their_visits().into_iter().map(|at| at.timestamp_millis())) {
            return Err(format!("not the same visits: {rule} rolled forward").into());
        }
        let (ours, theirs) = in_turns(
            (20_000, 20),
            || {
                black_box(our_visits().fold(0, i64::wrapping_add));
            },
            || {
                black_box(their_visits());
            },
        );
        let (count, ratio) = (our_visits().count(), theirs.div_duration_f64(ours));
        writeln!(out, "{name:<22} {count:>8} {ours:>12.2?} {theirs:>12.2?} {ratio:>7.0}")?;
        (our_time, their_time) = (our_time + ours, their_time + theirs);
    }
    let ratio = their_time.div_duration_f64(our_time);
    writeln!(out, "{:<31} {our_time:>12.2?} {their_time:>12.2?} {ratio:>7.0}", "all")?;
    Ok(())
}
