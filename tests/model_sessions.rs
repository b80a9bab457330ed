//! Random sessions at the desk over a real file, followed by a model that knows nothing of the program (see [`model`]): after
//! every command the dates, states and flags of every series are as the model says, and what must never be lost is not
//! (spec S2 to S4).
//!
//! Sessions are of 200 commands of every kind and scope; the clock goes on, and the file is opened anew every 50. The model
//! follows undo and redo as well. `CHAIRTIME_LONG=1` runs 2,000 sessions; `CHAIRTIME_SEED=7` runs that one alone.
#![cfg(test)]

mod model;
mod random;
#[path = "calendar/reads_back.rs"]
#[allow(dead_code, reason = "every suite uses its part")]
mod reads_back;
#[path = "calendar/strict.rs"]
#[allow(dead_code, reason = "every suite uses its part")]
mod strict;
mod support;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use chairtime::desk::{Desk, NotDone};
use chairtime::domain::book::{ForTable, Shelved, Table};
use chairtime::domain::command::Mark;
use chairtime::domain::rows::*;
use chairtime::domain::{Book, Command};
use chairtime::exchange::ics::{Options, Selection};
use chairtime::store::Mode;
use chairtime::time::{Clock, Day, Instant, Minutes};
use model::carry::Done;
use model::undo::Steps;
use model::{Model, When, invariants, when};
use random::{Kind, Session, TurnedClock};

/// How many commands a session has.
const STEPS: usize = 200;

/// A salon with somebody at the desk, and the model beside it.
struct Salon {
    seed: u64,
    file: PathBuf,
    _folder: tempfile::TempDir,
    clock: TurnedClock,
    desk: Desk,
    model: Model,
    steps: Steps,
    /// Visits to which somebody ever was late: what they are drawn over is no double booking.
    late: BTreeSet<VisitId>,
    /// What was done last, for who looks for a fault.
    last: Vec<String>,
}

impl Salon {
    fn new(seed: u64) -> Self {
        let folder = random::folder();
        let file = folder.path().join("salon.chairtime");
        let clock = TurnedClock::new();
        let desk = Desk::open(&file, Mode::Write, Box::new(clock.clone()), "test").expect("the desk opens");
        Self {
            seed,
            file,
            _folder: folder,
            clock,
            desk,
            model: Model::default(),
            steps: Steps::default(),
            late: BTreeSet::new(),
            last: Vec::new(),
        }
    }

    fn now(&self) -> When {
        when(self.desk.book().zone().civil(self.clock.now()))
    }

    #[track_caller]
    fn holds(&self, what: &str, held: Result<(), String>) {
        if let Err(why) = held {
            let last = self
                .last
                .iter()
                .rev()
                .take(6)
                .rev()
                .cloned()
                .collect::<Vec<_>>()
                .join("\n");
            panic!("seed {}, {what}: {why}\nafter\n{last}", self.seed);
        }
    }

    /// Says whether it was done.
    fn carry_out(&mut self, step: usize, command: &Command) -> bool {
        let before = self.desk.book().clone();
        self.last.push(format!("{step}, {:?}: {command:?}", self.now()));
        let done = match self.desk.carry_out(command) {
            Ok(done) => done,
            Err(NotDone::Refused(_)) => {
                assert!(
                    is_the_same(&before, self.desk.book()),
                    "seed {}, {step}: {command:?} was refused and did something",
                    self.seed
                );
                self.last.pop();
                return false;
            }
            Err(NotDone::Failed(failure)) => panic!("seed {}, step {step}, {command:?}: {failure}", self.seed),
        };
        if let Command::MarkVisit {
            visit,
            mark: Mark::Attendance { late: Some(_), .. },
            ..
        } = command
        {
            self.late.insert(*visit);
        }
        let was = self.model.clone();
        let after = self.desk.book().clone();
        let told = Done {
            command,
            before: &before,
            after: &after,
            now: self.now(),
            series: done.series,
            plan: &done.plan,
        };
        let held = self
            .model
            .carry(&told)
            .and_then(|()| invariants::check(&told, &self.late));
        self.holds(&format!("step {step}"), held);
        // A create that was done before is answered without a step.
        if !matches!(command, Command::TopUp) && done.rows > 0 {
            self.steps.push(was);
            self.back_and_forth(&before, &after, step);
        }
        true
    }

    /// The last step is taken back exactly, and done again exactly (spec S4.13).
    fn back_and_forth(&mut self, before: &Book, after: &Book, step: usize) {
        let undone = self.desk.undo();
        assert!(undone.is_ok(), "seed {}, step {step}: undo: {undone:?}", self.seed);
        let held = same_but_when(before, self.desk.book());
        self.holds(&format!("undo of step {step}"), held);
        let redone = self.desk.redo();
        assert!(redone.is_ok(), "seed {}, step {step}: redo: {redone:?}", self.seed);
        let held = same_but_when(after, self.desk.book());
        self.holds(&format!("redo of step {step}"), held);
    }

    /// Goes some steps back, and some of them again.
    fn wander(&mut self, back: usize, again: usize) {
        for (many, is_back) in [(back, true), (again, false)] {
            for _ in 0..many {
                let can = if is_back {
                    self.steps.can_undo()
                } else {
                    self.steps.can_redo()
                };
                if !can {
                    break;
                }
                let gone = if is_back { self.desk.undo() } else { self.desk.redo() };
                self.last.push(format!("{:?}: undo? {is_back}", self.now()));
                assert!(
                    gone.is_ok(),
                    "seed {}: {gone:?}\n{:#?}",
                    self.seed,
                    self.last.iter().rev().take(6).collect::<Vec<_>>()
                );
                self.model = if is_back {
                    self.steps.undo(&self.model)
                } else {
                    self.steps.redo()
                };
                let now = self.now();
                let held = self.model.agree(self.desk.book(), now);
                self.holds("on the way back or again", held);
            }
        }
    }

    /// Calendars show of every series, and of all, exactly the visits of the book.
    fn reads_back(&self) {
        let book = self.desk.book_for(Selection::All).expect("the book");
        let now = self.clock.now();
        for series in book.series().all().map(|series| series.id) {
            let one = (Selection::Series(series), Options::default());
            reads_back::check(&book, now, one, |visit| visit.series_id == series);
        }
        reads_back::check(&book, now, (Selection::All, Options::default()), |_| true);
    }

    /// The program ends and begins again: the file says what the book said, and the model still agrees with all of it.
    fn reopen(self) -> Self {
        let (before, now) = (self.desk.book().clone(), self.now());
        let Self { desk, .. } = self;
        drop(desk);
        let mut desk =
            Desk::open(&self.file, Mode::Write, Box::new(self.clock.clone()), "test").expect("the desk opens");
        let (first, last) = (Day::from_ymd(2026, 1, 1).unwrap(), Day::from_number(now.0));
        desk.load(first, last).expect("the past loads");
        let mut salon = Self { desk, ..self };
        let held = same_but_when(&before, salon.desk.book());
        salon.holds("opened anew", held);
        let held = salon.model.agree(salon.desk.book(), now);
        salon.holds("opened anew", held);
        salon
    }
}

/// Of every so many sessions calendars read the salon at the end.
const READ_BACK_EVERY: u64 = 5;

/// Whether nothing at all differs.
fn is_the_same(one: &Book, other: &Book) -> bool {
    differences(one, other, &|_, _| false).is_empty()
}

/// Nothing differs but when rows were written, and what only goes forward.
fn same_but_when(one: &Book, other: &Book) -> Result<(), String> {
    let found = differences(one, other, &|one, other| one == other);
    found.is_empty().then_some(()).ok_or_else(|| found.join("\n"))
}

/// The rows that differ; `same` says of two whether they are the same, but for when they were written.
fn differences(one: &Book, other: &Book, same: &dyn Fn(&str, &str) -> bool) -> Vec<String> {
    struct Differences<'a> {
        one: &'a Book,
        other: &'a Book,
        same: &'a dyn Fn(&str, &str) -> bool,
        found: Vec<String>,
    }
    impl ForTable for Differences<'_> {
        type Error = Infallible;
        fn table<R: Shelved>(&mut self) -> Result<(), Infallible> {
            if R::KIND.is_outside_undo() {
                return Ok(());
            }
            for (now, was) in R::shelf(self.other).changes(R::shelf(self.one)) {
                let text = |row: Option<&Arc<R>>| {
                    let mut row = R::clone(row?);
                    row.stamp(Instant::EPOCH, true);
                    Some(format!("{row:?}"))
                };
                let (was, now) = (text(was), text(now));
                let is_same = was
                    .as_ref()
                    .zip(now.as_ref())
                    .is_some_and(|(was, now)| (self.same)(was, now));
                if !is_same {
                    self.found.push(format!("was {was:?}\nis {now:?}"));
                }
            }
            Ok(())
        }
    }
    let mut differences = Differences {
        one,
        other,
        same,
        found: Vec::new(),
    };
    let Ok(()) = Table::each(&mut differences);
    differences.found
}

/// One session.
fn session(seed: u64) -> (Salon, random::Tally) {
    let mut tally = random::Tally::default();
    let mut salon = Salon::new(seed);
    let mut session = Session::new(seed);
    for step in 0..STEPS {
        if step % 50 == 49 {
            salon = salon.reopen();
        }
        let kind = tally.rarest(&mut session.random);
        if kind == Kind::TopUp {
            // A session stays within the 90 days for which steps can be undone.
            salon.clock.turn(Minutes::hours(session.random.i32(1..100)));
        }
        let Some(command) = session.command(kind, salon.desk.book(), salon.clock.now()) else {
            continue;
        };
        tally.count(&command);
        if salon.carry_out(step, &command) {
            tally.count_done(&command);
        }
        if session.random.u8(0..25) == 0 {
            let (back, again) = (session.random.usize(1..5), session.random.usize(0..5));
            salon.wander(back, again);
        }
    }
    (salon, tally)
}

/// A part of the sessions: the parts run beside each other.
fn sessions(part: u64) {
    if let Some(seed) = std::env::var("CHAIRTIME_SEED").ok().and_then(|seed| seed.parse().ok()) {
        if part == 0 {
            session(seed).0.reads_back();
        }
        return;
    }
    let many = if std::env::var_os("CHAIRTIME_LONG").is_some() {
        500
    } else {
        25
    };
    let mut tally = random::Tally::default();
    let mut failed = Vec::new();
    for seed in 0..many {
        // All that fail are told, each with its own words.
        let ended = std::panic::catch_unwind(|| {
            let (salon, counted) = session(part * many + seed);
            if seed % READ_BACK_EVERY == 0 {
                salon.reads_back();
            }
            counted
        });
        match ended {
            Ok(counted) => tally.add(&counted),
            Err(_) => failed.push(part * many + seed),
        }
    }
    assert!(failed.is_empty(), "sessions {failed:?} failed");
    tally.check();
    tally.check_done();
}

/// Spec S4.3, S4.6, S4.7, S4.9, S4.13.
#[test]
fn the_model_agrees_on_every_series_in_the_first_quarter_of_the_sessions() {
    sessions(0);
}

#[test]
fn the_model_agrees_on_every_series_in_the_second_quarter_of_the_sessions() {
    sessions(1);
}

#[test]
fn the_model_agrees_on_every_series_in_the_third_quarter_of_the_sessions() {
    sessions(2);
}

#[test]
fn the_model_agrees_on_every_series_in_the_last_quarter_of_the_sessions() {
    sessions(3);
}
