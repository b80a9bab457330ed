//! Medians, and bounds beside them.

use std::hint::black_box;
use std::time::Duration;

/// How long something takes, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    #[allow(clippy::disallowed_methods, reason = "a bench measures the time that passes")]
    let start = std::time::Instant::now();
    let done = work();
    (start.elapsed(), done)
}

/// How long it takes in the middle of so many runs.
pub fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| timed(|| black_box(work())).0).collect();
    times.sort();
    times[runs / 2]
}

/// Prints a figure beside its bound in milliseconds.
pub fn report(what: &str, bound: f64, took: Duration) {
    let ms = took.as_secs_f64() * 1_000.0;
    println!(
        "  {took:>8.2?}  {what} ({:.0} % of its bound of {bound} ms)",
        ms / bound * 100.0
    );
}
