//! A clock that goes on when a session says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chairtime::time::{Clock, Instant, Minutes};

/// A clock that a test turns forward; its copies go with it.
#[derive(Clone)]
pub struct TurnedClock(Arc<AtomicI64>);

impl TurnedClock {
    /// Stands at the morning on which sessions begin.
    pub fn new() -> Self {
        let begin = "2026-03-02T07:00:00.000Z".parse::<Instant>().expect("an instant");
        Self(Arc::new(AtomicI64::new(begin.millis())))
    }

    pub fn turn(&self, by: Minutes) {
        self.0.fetch_add(i64::from(by.count()) * 60_000, Ordering::Relaxed);
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::Relaxed))
    }
}
