//! How fast calendars are written and read, beside the `calcard` crate: 10,000 visits, each a VEVENT by itself.
//!
//! Both write the same: calcard reads our file first, and every line of it must be in the one that calcard writes. Calcard has
//! its calendar in memory, ready to be written; Chairtime starts at the book, and finds out what there is to write. Read is the
//! same file: calcard keeps its lines as they stand, Chairtime makes typed appointments of them, with their rules, zones and
//! lengths. Figures are the best of several runs; the ratio is what to look at.
//! `cargo run --release --manifest-path benches/exchange/Cargo.toml`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench ends where something is wrong, prints its figures, and needs the system's clock"
)]

use calcard::icalendar::ICalendar;
use chairtime::desk::{Desk, Mode};
use chairtime::domain::Book;
use chairtime::domain::request::Purpose;
use chairtime::domain::values::VisitState;
use chairtime::exchange::ics::{Options, Selection, export, read};
use chairtime::time::{FixedClock, Instant};
use serde_json::json;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant as Stopwatch};

/// How many visits are written, at least.
const VISITS: usize = 10_000;

fn main() {
    let now: Instant = "2026-03-02T08:00:00.000Z".parse().unwrap();
    let book = shop(now);
    let written = |options: Options| {
        let mut out = Vec::new();
        let exported = export(&book, Selection::All, options, now, &mut out).unwrap();
        (out, exported.visits)
    };
    let expanded = Options {
        expanded: true,
        ..Options::default()
    };
    let (file, visits) = written(expanded);
    assert!(visits >= VISITS, "{visits} visits");
    let text = String::from_utf8(file).unwrap();
    let parsed = ICalendar::parse(&text).unwrap();
    let mut theirs = String::new();
    parsed.write_to(&mut theirs).unwrap();
    let (our_lines, their_lines) = (lines(&text), lines(&theirs));
    let differ: Vec<_> = our_lines.symmetric_difference(&their_lines).take(6).collect();
    assert!(differ.is_empty(), "both write the same lines: {differ:#?}");

    let (ours, calcard) = best_of_both(
        || written(expanded).0,
        || {
            let mut out = String::new();
            parsed.write_to(&mut out).unwrap();
            out
        },
    );
    let megabytes = text.len() as f64 / 1e6;
    println!("{visits} visits, each by itself, {megabytes:.1} MB");
    println!("  {ours:>9.2?}  chairtime, from the book");
    println!("  {calcard:>9.2?}  calcard, from its calendar in memory");
    println!("  {:>9.1}  times calcard's writer", calcard.div_duration_f64(ours));

    let (rules, _) = written(Options::default());
    let (ours, _) = best_of_both(|| written(Options::default()).0, || ());
    println!(
        "the same as rules where they can be, {:.1} MB",
        rules.len() as f64 / 1e6
    );
    println!("  {ours:>9.2?}  chairtime, from the book");

    let (ours, calcard) = best_of_both(
        || read::read(text.as_bytes(), book.zone()).unwrap(),
        || ICalendar::parse(&text).unwrap(),
    );
    println!("the {megabytes:.1} MB are read");
    println!("  {ours:>9.2?}  chairtime, every appointment typed and validated");
    println!("  {calcard:>9.2?}  calcard, as it stands");
    println!("  {:>9.2}  times calcard's parser", calcard.div_duration_f64(ours));
}

/// The sample shop, with weekly series until it has so many visits.
fn shop(now: Instant) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.chairtime");
    let mut desk = Desk::open(&file, Mode::Write, Box::new(FixedClock(now)), "bench").unwrap();
    desk.sample_shop().unwrap();
    let book = desk.book();
    let location = book.locations().live().next().unwrap().uuid.to_string();
    let staff = book.staff().live().next().unwrap();
    let service = book
        .services()
        .live()
        .find(|service| staff.does(service.id))
        .unwrap()
        .uuid
        .to_string();
    let staff = staff.uuid.to_string();
    for day in (3..28).cycle() {
        let stand = desk
            .book()
            .visits()
            .all()
            .filter(|visit| visit.state == VisitState::Stable)
            .count();
        if stand >= VISITS {
            break;
        }
        let request = json!({
            "client": { "surname": "Benchmark" }, "services": [{ "id": service }], "staff": staff, "location": location,
            "frequency": "weekly", "start_date": format!("2026-03-{day:02}"), "time": "10:00", "visits": (VISITS - stand).min(100),
            "note": "Ring the bell; second floor, left", "conflicts": "keep", "closed_days": "keep",
        });
        desk.make_with_missing(&request, Purpose::Standing).unwrap();
    }
    desk.book_for(Selection::All).unwrap()
}

/// The lines as they are before they are folded, in any order. Left out are rules, whose parts calcard orders otherwise, and a list
/// of ours, whose commas it takes for text.
fn lines(text: &str) -> BTreeSet<String> {
    let worded_otherwise = |line: &&str| line.starts_with("RRULE:") || line.starts_with("X-CHAIRTIME-PIECES:");
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.lines().filter(|line| !worded_otherwise(line));
    lines.map(str::to_owned).collect()
}

/// The best of several runs of each, one after the other, so that both meet the same machine.
fn best_of_both<A, B>(mut one: impl FnMut() -> A, mut other: impl FnMut() -> B) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..25 {
        best.0 = best.0.min(timed(&mut one));
        best.1 = best.1.min(timed(&mut other));
    }
    best
}

fn timed<T>(work: &mut impl FnMut() -> T) -> Duration {
    let begun = Stopwatch::now();
    let made = black_box(work());
    let took = begun.elapsed();
    drop(made);
    took
}
