//! What time it is. Everything that needs to know is given a clock or a moment; only [`SystemClock`] asks the system.

use super::Instant;

/// Something that knows the present instant.
pub trait Clock: Send {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The clock of the computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system")]
    fn now(&self) -> Instant {
        Instant::from_millis(chrono::Utc::now().timestamp_millis())
    }
}

/// A clock that stands still, for tests and for commands that are told the time.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Instant);

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        self.0
    }
}
