//! Salons with a dozen standing appointments of all kinds, to which things have happened.

use super::fixture::{Salon, read};
use chairtime::domain::draft::{SeriesDraft, SeriesEnd};
use chairtime::domain::rows::*;
use chairtime::domain::values::{CancelledHow, VisitState};
use chairtime::domain::{Command, EditHow, Scope, draft_to_change};
use chairtime::recurrence::Preset;
use chairtime::time::{Day, Minutes, TimeOfDay, Weekday, WeekdaySet};
use fastrand::Rng;
use std::collections::BTreeMap;

const ZONES: [&str; 6] = [
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "America/Santiago",
];

/// What a suite has had of each kind.
pub type Tally = BTreeMap<String, usize>;

/// Always the same salon for a seed. What is in it is counted.
pub fn salon(seed: u64, tally: &mut Tally) -> Salon {
    let mut rng = Rng::with_seed(seed);
    let zone = rng.choice(ZONES).unwrap();
    let mut salon = Salon::at(zone, "2026-03-01T08:00");
    for _ in 0..12 {
        let draft = draft(&mut rng, &salon);
        // A rule may have no date before its end.
        let Ok(plan) = salon.attempt(&Command::CreateSeries(Box::new(draft.clone()))) else {
            continue;
        };
        let mut count = |what: &str| *tally.entry(what.to_owned()).or_default() += 1;
        count(zone);
        kinds(&draft).into_iter().for_each(&mut count);
        for _ in 0..rng.u8(0..6) {
            if let Some(what) = happens(&mut rng, &mut salon, plan.series.unwrap(), &draft) {
                count(what);
            }
        }
    }
    salon
}

fn kinds(draft: &SeriesDraft) -> Vec<&'static str> {
    let rule = draft.rule.as_ref().unwrap();
    let mut kinds = match rule.preset() {
        Some(Preset::Daily { .. }) => vec!["daily"],
        Some(Preset::Weekly { every: 1, .. }) => vec!["weekly"],
        Some(Preset::Weekly { every: 2, .. }) => vec!["biweekly"],
        Some(Preset::SemimonthlyDays { .. } | Preset::SemimonthlyNth { .. }) => vec!["semimonthly"],
        Some(Preset::MonthlyDay { every: 3, .. }) => vec!["quarterly"],
        Some(Preset::MonthlyDay { .. } | Preset::MonthlyNth { .. }) => vec!["monthly"],
        Some(Preset::YearlyDay { .. }) => vec!["yearly"],
        Some(Preset::Weekly { .. }) | None => vec![],
    };
    let months = rule.to_string();
    if months.contains("BYMONTHDAY=28,29") || ["=29", "=30", "=31"].iter().any(|day| months.ends_with(day)) {
        kinds.push("short months");
    }
    kinds.extend((draft.slots.len() > 1).then_some("several slots"));
    kinds.extend(
        draft
            .lines
            .iter()
            .any(|line| line.every_nth > 1)
            .then_some("every-Nth line"),
    );
    kinds
}

/// Most often in the day; now and then where the clocks change.
fn time(rng: &mut Rng) -> TimeOfDay {
    let hour = if rng.u8(0..4) == 0 {
        rng.u32(0..4)
    } else {
        rng.u32(8..20)
    };
    TimeOfDay::from_hm(hour, rng.u32(0..12) * 5).unwrap()
}

fn draft(rng: &mut Rng, salon: &Salon) -> SeriesDraft {
    let start = read::<Day>("2026-03-02") + rng.i32(0..300);
    let mut slots = vec![salon.slot(None, &time(rng).to_string(), salon.ann)];
    let rule = match rng.u8(0..9) {
        0 => format!("FREQ=DAILY;INTERVAL={}", rng.u8(1..9)),
        1 => format!("FREQ=WEEKLY;INTERVAL={}", rng.u8(1..9)),
        2 | 3 => {
            let days: WeekdaySet = (0..rng.u8(1..5))
                .map(|_| chairtime::time::weekday_from_monday(rng.i32(0..7)))
                .collect();
            let mut times = || time(rng).to_string();
            let usual = times();
            slots = days
                .iter(Weekday::Mon)
                .map(|day| {
                    let own = times();
                    salon.slot(Some(day), if own.ends_with('0') { &own } else { &usual }, salon.ann)
                })
                .collect();
            let weeks = rng.u8(1..5);
            let codes: Vec<String> = days
                .iter(Weekday::Mon)
                .map(|day| day.to_string().to_uppercase().chars().take(2).collect())
                .collect();
            format!(
                "FREQ=WEEKLY;INTERVAL={weeks};WKST={};BYDAY={}",
                rng.choice(["MO", "SU"]).unwrap(),
                codes.join(",")
            )
        }
        4 => format!("FREQ=MONTHLY;BYMONTHDAY={},{}", rng.u8(1..14), rng.i8(14..28)),
        5 => format!(
            "FREQ=MONTHLY;BYDAY={}",
            rng.choice(["2TU", "-1FR", "1MO,3MO", "4TU,-1TU", "5SU"]).unwrap()
        ),
        6 => format!("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}", rng.u8(1..8), rng.i8(1..32)),
        7 => {
            let end = rng.choice(["28,29", "28,29,30", "28,29,30,31"]).unwrap();
            format!("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={end};BYSETPOS=-1", rng.u8(1..8))
        }
        _ => format!(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY={}",
            rng.choice(["28,29;BYSETPOS=-1", "29", "14"]).unwrap()
        ),
    };
    let mut draft = salon.draft(&rule, &start.to_string(), "10:00");
    for slot in &mut slots {
        slot.before = (rng.u8(0..3) == 0).then_some(Minutes::new(10));
    }
    draft.slots = slots;
    draft.end = match rng.u8(0..3) {
        0 => SeriesEnd::Never,
        1 => SeriesEnd::On(start + rng.i32(1..700)),
        _ => SeriesEnd::After(rng.u32(1..80)),
    };
    if rng.u8(0..4) == 0 {
        let mut line = salon.line(salon.colour);
        line.every_nth = rng.u16(1..5);
        draft.lines.push(line);
    }
    draft
}

/// Lets something happen to a series; says what, where it could.
fn happens(rng: &mut Rng, salon: &mut Salon, series: SeriesId, made_of: &SeriesDraft) -> Option<&'static str> {
    let visits: Vec<Visit> = salon
        .book
        .visits()
        .of(series)
        .map(|visit| Visit::clone(visit))
        .collect();
    // Things happen to the first and last visits more often than to others.
    let place = if rng.bool() {
        rng.usize(0..visits.len())
    } else {
        rng.usize(0..visits.len().min(3))
    };
    let visit = &visits[if rng.bool() { place } else { visits.len() - 1 - place }];
    let (what, command) = match rng.u8(0..9) {
        0 | 1 => (
            "cancelled",
            Command::CancelVisit {
                visit: visit.id,
                how: CancelledHow::ByUs,
            },
        ),
        2..=4 => (
            "moved",
            Command::MoveVisit {
                visit: visit.id,
                to: (visit.day + rng.i32(-9..10) * i32::from(rng.bool())).at(time(rng)),
                staff: rng.bool().then_some(salon.bo),
                minutes: rng.bool().then(|| Minutes::new(rng.i32(5..300))),
                keep_conflicts: true,
            },
        ),
        5 => {
            let state = *rng
                .choice(&[VisitState::Failed, VisitState::OnHold, VisitState::Pencilled])
                .unwrap();
            salon.change::<Visit>(visit.id, |visit| visit.state = state);
            return Some("does not stand");
        }
        6 => (
            "cancelled from a date",
            Command::CancelSeries {
                series,
                from: Some(visit.original_day),
                reason: String::new(),
            },
        ),
        edit => {
            let mut draft = if edit == 7 { draft(rng, salon) } else { made_of.clone() };
            draft.start = salon.book.chapters().of(series).next().unwrap().start_day;
            let what = if edit == 7 {
                "edited"
            } else {
                let slots = salon.book.slots().of(series).map(|slot| Some(slot.id));
                for (slot, known) in draft.slots.iter_mut().zip(slots) {
                    (slot.slot, slot.time) = (known, time(rng));
                }
                "time moved"
            };
            let draft = Box::new(draft);
            let reason = String::new();
            if edit == 8 && rng.bool() {
                return following(rng, salon, series);
            }
            (
                what,
                Command::EditSeries {
                    series,
                    draft,
                    reason,
                    how: EditHow::default(),
                },
            )
        }
    };
    // What cannot be done does not happen.
    salon.attempt(&command).is_ok().then_some(what)
}

/// Begins a chapter on some day, at another time.
fn following(rng: &mut Rng, salon: &mut Salon, series: SeriesId) -> Option<&'static str> {
    let scope = Scope::From(salon.book.chapters().of(series).next()?.start_day + rng.i32(1..200));
    let mut draft = draft_to_change(&salon.book, series, scope, salon.moment.now).ok()?;
    for slot in &mut draft.slots {
        slot.time = time(rng);
    }
    let command = Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how: EditHow {
            scope,
            ..EditHow::default()
        },
    };
    salon.attempt(&command).is_ok().then_some("begun anew")
}
