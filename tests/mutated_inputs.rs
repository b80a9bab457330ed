#![cfg(test)]
//! What the fuzz targets of `fuzz/` hold to, here for the inputs that are kept and for changes of them, the same ones every time.
//!
//! A target is a module of `fuzz/src` with a function `look`, and a folder of `fuzz/corpus` with at least one input.

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

/// One to six changes of an input.
fn mutated(random: &mut Rng, corpus: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
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
                data.splice(at..end, word.bytes());
            }
        }
    }
    data
}

/// Everything that is kept for a target, then so many changes of it.
fn check(target: &str, words: &[&str], rounds: usize, look: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let corpus: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    assert!(!corpus.is_empty(), "{} holds nothing", folder.display());
    let held = |data: &[u8]| {
        let seen = catch_unwind(AssertUnwindSafe(|| look(data)));
        assert!(seen.is_ok(), "{target}: {:?}", String::from_utf8_lossy(data));
    };
    corpus.iter().for_each(|data| held(data));
    let mut random = Rng::with_seed(20_260_401);
    for _ in 0..rounds {
        held(&mutated(&mut random, &corpus, words));
    }
}

#[test]
fn rules_are_read_whatever_stands_there() {
    check("rule_parse", &RULE_WORDS, 30_000, rule_parse::look);
}

#[test]
fn rules_are_expanded_whatever_they_say() {
    check("rule_expand", &RULE_WORDS, 30_000, rule_expand::look);
}
