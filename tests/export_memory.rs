#![cfg(test)]
#![cfg(target_os = "linux")]
//! A calendar is written as it goes: what is held in memory does not grow with it. In a file of its own, because the memory of
//! a process is measured, and other tests use some.

#[path = "../src/domain/fixture.rs"]
#[allow(dead_code, reason = "every test uses its part of the salon")]
mod fixture;

use chairtime::domain::draft::SeriesEnd;
use chairtime::exchange::ics::{Options, Selection, export};
use fixture::Salon;
use std::fs;
use std::io::{self, Write};

/// A writer that keeps nothing.
#[derive(Default)]
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// So many kilobytes of memory the process has by this measure.
fn memory(measure: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(measure)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// By how many bytes the memory grows at most while something is done, and what it gives.
fn growth<T>(work: impl FnOnce() -> T) -> (usize, T) {
    // Makes the peak the present.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS:");
    let done = work();
    ((memory("VmHWM:").saturating_sub(before)) << 10, done)
}

#[test]
fn the_memory_of_an_export_does_not_grow_with_the_file() {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    for hour in 6..18 {
        let mut draft = salon.draft("FREQ=DAILY", "2026-03-02", &format!("{hour:02}:00"));
        draft.end = SeriesEnd::After(1_000);
        draft.note = "Ring the bell twice, then wait at the second door on the left".repeat(4);
        salon.create(draft);
    }
    let options = Options {
        expanded: true,
        ..Options::default()
    };
    let written = |out: &mut dyn Write| {
        let exported = export(&salon.book, Selection::All, options, salon.moment.now, out).unwrap();
        assert_eq!(exported.visits, 12_000);
    };
    let mut counted = Counted::default();
    let (grown, ()) = growth(|| written(&mut counted));
    let size = counted.0;
    assert!(size > 8_000_000, "{size} bytes");
    assert!(grown < size / 4, "{size} bytes take {grown} bytes of memory");
    // That it would be seen.
    let (held, file) = growth(|| {
        let mut file = Vec::new();
        written(&mut file);
        file
    });
    assert!(held > size / 2, "{} bytes were held in {held}", file.len());
}
