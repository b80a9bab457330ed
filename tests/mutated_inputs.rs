#![cfg(test)]
//! What the fuzz targets of `fuzz/` hold to, here for the inputs that are kept and for changes of them, the same ones every time.
//!
//! A target is a module of `fuzz/src` with a function `look`, and a folder of `fuzz/corpus` with at least one input.

#[path = "../fuzz/src/ics_import.rs"]
mod ics_import;
#[path = "../fuzz/src/rule_expand.rs"]
mod rule_expand;
#[path = "../fuzz/src/rule_parse.rs"]
mod rule_parse;

use fastrand::Rng;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Words that rules are made of, and some that they are not.
const RULE_WORDS: [&str; 38] = [
    "FREQ=",
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    "INTERVAL=",
    "COUNT=",
    "UNTIL=",
    "BYDAY=",
    "BYMONTH=",
    "BYMONTHDAY=",
    "BYYEARDAY=",
    "BYWEEKNO=",
    "BYSETPOS=",
    "WKST=",
    ";",
    ",",
    "=",
    "-",
    "+",
    "MO",
    "TU",
    "SU",
    "-1",
    "0",
    "53",
    "366",
    "4294967295",
    "20261231",
    "20261231T235959Z",
    "20270101T000000",
    "RRULE:",
    "DTSTART=",
    "X-A=1",
    " ",
    "\n",
    "é",
    "1970",
];

/// Pieces of calendar files, and some that break them.
const CALENDAR_WORDS: [&[u8]; 38] = [
    b"\r\n",
    b"\r\n ",
    b"\n\t",
    b":",
    b";",
    b",",
    b"\\",
    b"\"",
    b"=\"",
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"BEGIN:VCALENDAR\r\n",
    b"BEGIN:VALARM\r\n",
    b"BEGIN:VTIMEZONE\r\n",
    b"DTSTART:20260303T100000\r\n",
    b"DTSTART;VALUE=DATE:20260303\r\n",
    b"DTEND:20260303T104500\r\n",
    b"DURATION:PT45M\r\n",
    b"RRULE:FREQ=DAILY;COUNT=4\r\n",
    b"RRULE:FREQ=MONTHLY;BYMONTHDAY=31\r\n",
    b"EXDATE:20260304T100000\r\n",
    b"RDATE:20260305T100000\r\n",
    b"RECURRENCE-ID:20260304T100000\r\n",
    b"UID:1\r\n",
    b"SUMMARY:Tom: Cut\r\n",
    b"STATUS:CANCELLED\r\n",
    b"SEQUENCE:4294967295\r\n",
    b"TZID=Europe/Berlin",
    b"TZID=Nowhere",
    b"X-CHAIRTIME-WRITTEN:20260303T100000/PT45M\r\n",
    b"X-CHAIRTIME-VISITS:{}\r\n",
    b"\xff",
    b"\xc3",
    b"\0",
    b"99999999",
    b"-1",
    b"Z",
    b"T023000",
];

/// One to six changes of an input.
fn mutated(random: &mut Rng, corpus: &[Vec<u8>], words: &[&[u8]]) -> Vec<u8> {
    let mut data = random.choice(corpus).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..7) {
        let at = random.usize(0..=data.len());
        let end = (at + random.usize(0..8)).min(data.len());
        match random.u8(0..7) {
            0 if at < data.len() => data[at] ^= 1 << random.u8(0..8),
            1 if at < data.len() => data[at] = random.u8(..),
            2 => drop(data.drain(at..end)),
            3 => {
                let again = data[at..end].to_vec();
                data.splice(at..at, again);
            }
            4 => {
                let other = random.choice(corpus).unwrap();
                let from = random.usize(0..=other.len());
                data.truncate(at);
                data.extend_from_slice(&other[from..]);
            }
            5 => {
                let digit = random.u8(b'0'..=b'9');
                data.insert(at, digit);
            }
            _ => {
                let word = random.choice(words).unwrap();
                data.splice(at..end, word.iter().copied());
            }
        }
    }
    data
}

/// All files of a folder of the project.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds nothing", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Everything that is kept for a target, then so many changes of it.
fn check(target: &str, corpus: &[Vec<u8>], words: &[&[u8]], rounds: usize, look: fn(&[u8])) {
    let held = |data: &[u8]| {
        let seen = catch_unwind(AssertUnwindSafe(|| look(data)));
        assert!(seen.is_ok(), "{target}: {:?}", String::from_utf8_lossy(data));
    };
    corpus.iter().for_each(|data| held(data));
    let mut random = Rng::with_seed(20_260_401);
    for _ in 0..rounds {
        held(&mutated(&mut random, corpus, words));
    }
}

fn check_rules(target: &str, look: fn(&[u8])) {
    let words = RULE_WORDS.map(str::as_bytes);
    check(target, &files(&format!("fuzz/corpus/{target}")), &words, 30_000, look);
}

#[test]
fn rules_are_read_whatever_stands_there() {
    check_rules("rule_parse", rule_parse::look);
}

#[test]
fn rules_are_expanded_whatever_they_say() {
    check_rules("rule_expand", rule_expand::look);
}

#[test]
fn calendars_are_taken_in_whatever_they_hold() {
    let mut corpus = files("fuzz/corpus/ics_import");
    corpus.extend(files("tests/import"));
    check("ics_import", &corpus, &CALENDAR_WORDS, 60_000, ics_import::look);
}
