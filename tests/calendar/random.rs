//! Salons with a dozen standing appointments of all kinds, to which things have happened.

use super::fixture::{Salon, read};
use chairtime::domain::Command;
use chairtime::domain::draft::{SeriesDraft, SeriesEnd};
use chairtime::domain::rows::*;
use chairtime::domain::values::{CancelledHow, VisitState};
use chairtime::time::{Day, Minutes, TimeOfDay, Weekday, WeekdaySet};
use fastrand::Rng;

const ZONES: [&str; 6] = [
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "America/Santiago",
];

/// Always the same salon for a seed.
pub fn salon(seed: u64) -> Salon {
    let mut rng = Rng::with_seed(seed);
    let mut salon = Salon::at(rng.choice(ZONES).unwrap(), "2026-03-01T08:00");
    for _ in 0..12 {
        let draft = draft(&mut rng, &salon);
        // A rule may have no date before its end.
        let Ok(plan) = salon.attempt(&Command::CreateSeries(Box::new(draft))) else {
            continue;
        };
        for _ in 0..rng.u8(0..6) {
            happens(&mut rng, &mut salon, plan.series.unwrap());
        }
    }
    salon
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

fn happens(rng: &mut Rng, salon: &mut Salon, series: SeriesId) {
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
    let command = match rng.u8(0..8) {
        0 | 1 => Command::CancelVisit {
            visit: visit.id,
            how: CancelledHow::ByUs,
        },
        2..=4 => Command::MoveVisit {
            visit: visit.id,
            to: (visit.day + rng.i32(-9..10) * i32::from(rng.bool())).at(time(rng)),
            staff: rng.bool().then_some(salon.bo),
            minutes: rng.bool().then(|| Minutes::new(rng.i32(5..300))),
            keep_conflicts: true,
        },
        5 => {
            let state = *rng
                .choice(&[VisitState::Failed, VisitState::OnHold, VisitState::Pencilled])
                .unwrap();
            return salon.change::<Visit>(visit.id, |visit| visit.state = state);
        }
        6 => Command::CancelSeries {
            series,
            from: Some(visit.original_day),
            reason: String::new(),
        },
        _ => {
            let chapter = salon.book.chapters().of(series).next().unwrap().clone();
            let mut draft = draft(rng, salon);
            draft.start = chapter.start_day;
            Command::EditSeries {
                series,
                draft: Box::new(draft),
                reason: String::new(),
            }
        }
    };
    // What cannot be done does not happen.
    salon.attempt(&command).map_or_else(drop, drop);
}
