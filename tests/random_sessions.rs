//! Random sessions at the desk over a real file: after each step the book is what a fresh load of the file gives, undo
//! leads back to the start and redo to the end.
//!
//! The generator matches [`Command`] without a wildcard, so that a new command needs one. `CHAIRTIME_LONG=1` runs more.
#![cfg(test)]

#[allow(dead_code, reason = "every suite uses its part")]
mod random;

use std::sync::Arc;

use chairtime::desk::{Desk, NotDone};
use chairtime::domain::row::Row;
use chairtime::domain::rows::*;
use chairtime::domain::{Book, Command};
use chairtime::store::{Mode, Store};
use chairtime::time::{Clock, Instant, Minutes};
use random::{Kind, Session, TurnedClock};

/// What the salon sees, without what only goes forward (when rows were written, versions of exports), and without the
/// names that a top-up made anew.
fn seen(book: &Book) -> Vec<String> {
    let mut seen = Vec::new();
    fn rows<R: Row>(rows: impl Iterator<Item = Arc<R>>, seen: &mut Vec<String>) {
        for row in rows {
            let mut row = R::clone(&row);
            row.stamp(Instant::EPOCH, true);
            seen.push(format!("{row:?}"));
        }
    }
    rows(book.businesses().all().cloned(), &mut seen);
    rows(book.locations().all().cloned(), &mut seen);
    rows(book.staff().all().cloned(), &mut seen);
    rows(book.times_off().all().cloned(), &mut seen);
    rows(book.services().all().cloned(), &mut seen);
    rows(book.resources().all().cloned(), &mut seen);
    rows(book.clients().all().cloned(), &mut seen);
    rows(
        book.series().all().map(|row| {
            Arc::new(Series {
                materialized_until: None,
                ..Series::clone(row)
            })
        }),
        &mut seen,
    );
    rows(book.chapters().all().cloned(), &mut seen);
    rows(book.slots().all().cloned(), &mut seen);
    rows(book.slot_terms().all().cloned(), &mut seen);
    rows(book.lines().all().cloned(), &mut seen);
    rows(book.members().all().cloned(), &mut seen);
    rows(book.onces().all().cloned(), &mut seen);
    for visit in book.visits().all() {
        let mut visit = Visit::clone(visit);
        visit.stamp(Instant::EPOCH, true);
        visit.id = VisitId::from(0);
        visit.clashes.clear();
        for booking in &mut visit.bookings {
            booking.booking_id = BookingId::from(0);
            booking.uuid = uuid::Uuid::nil();
        }
        seen.push(format!("{visit:?}"));
    }
    seen.sort();
    seen
}

fn fresh(file: &std::path::Path, like: &Book) -> Book {
    let store = Store::open(file, Mode::Read).expect("the file opens beside its writer");
    let mut book = Book::default();
    store
        .load(&mut book, like.everything_from().expect("the book is loaded"))
        .expect("the file loads");
    book
}

/// One session: `steps` commands, then all the way back, and forward again.
fn session(seed: u64, steps: usize, tally: &mut random::Tally) {
    let folder = random::folder();
    let file = folder.path().join("salon.chairtime");
    let clock = TurnedClock::new();
    let open = || Desk::open(&file, Mode::Write, Box::new(clock.clone()), "test").expect("the desk opens");
    let mut desk = open();
    let mut session = Session::new(seed);
    let start = seen(desk.book());
    let mut done = 0;
    for step in 0..steps {
        if step % 50 == 49 {
            drop(desk);
            desk = open();
        }
        let kind = tally.rarest(&mut session.random);
        if kind == Kind::TopUp {
            // A session stays within the 90 days for which steps can be undone.
            clock.turn(Minutes::hours(24 * session.random.i32(1..5)));
        }
        let Some(command) = session.command(kind, desk.book(), clock.now()) else {
            continue;
        };
        tally.count(&command);
        match desk.carry_out(&command) {
            // A create that was done before is answered without a step.
            Ok(answer) => done += usize::from(!matches!(command, Command::TopUp) && answer.rows > 0),
            Err(NotDone::Refused(_)) => {}
            Err(NotDone::Failed(failure)) => panic!("seed {seed}, step {step}, {command:?}: {failure}"),
        }
        assert_eq!(
            fresh(&file, desk.book()),
            *desk.book(),
            "seed {seed}, step {step}: {command:?}"
        );
        if session.random.u8(0..10) == 0 {
            back_and_forth(&mut desk, seed, step);
        }
    }
    let end = seen(desk.book());
    for _ in 0..done {
        desk.undo()
            .unwrap_or_else(|error| panic!("seed {seed}: undo: {error:?}"));
    }
    assert_eq!(seen(desk.book()), start, "seed {seed}: undo leads back to the start");
    for _ in 0..done {
        desk.redo()
            .unwrap_or_else(|error| panic!("seed {seed}: redo: {error:?}"));
    }
    difference(&end, &seen(desk.book()), seed);
    assert_eq!(
        fresh(&file, desk.book()),
        *desk.book(),
        "seed {seed}: after undo and redo"
    );
}

fn back_and_forth(desk: &mut Desk, seed: u64, step: usize) {
    let before = seen(desk.book());
    if desk.undo().is_ok() {
        desk.redo()
            .unwrap_or_else(|error| panic!("seed {seed}, step {step}: redo: {error:?}"));
        difference(&before, &seen(desk.book()), seed);
    }
}

fn difference(before: &[String], after: &[String], seed: u64) {
    let only = |one: &[String], other: &[String]| {
        one.iter()
            .filter(|line| !other.contains(line))
            .take(3)
            .cloned()
            .collect::<Vec<_>>()
    };
    assert!(
        before == after,
        "seed {seed}: only before {:#?}\nonly after {:#?}",
        only(before, after),
        only(after, before)
    );
}

#[test]
fn random_sessions_are_kept_undone_and_redone_exactly() {
    let long = std::env::var_os("CHAIRTIME_LONG").is_some();
    let (sessions, steps) = if long { (300, 150) } else { (12, 60) };
    let mut tally = random::Tally::default();
    for seed in 0..sessions {
        session(seed, steps, &mut tally);
    }
    tally.check();
}
