//! What the tests of the whole program share: a salon in a folder of its own, the real binary run in it, and other people's
//! calendar programs to read what it exports.
#![allow(
    dead_code,
    reason = "every file of tests is a crate of its own and uses its part of this"
)]

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// Whether this is the run that has everything (a graphics driver, Python, node, a display): there nothing is left out.
pub fn everything_is_here() -> bool {
    env::var_os("CHAIRTIME_CI").is_some_and(|value| value == "1")
}

/// Says that a test is left out for want of `what`; where everything should be here, fails instead.
pub fn left_out_without(what: &str) {
    assert!(
        !everything_is_here(),
        "{what} is missing, and CHAIRTIME_CI=1 says that it is here"
    );
    println!("left out: {what} is missing (`.ci/run` brings it)");
}

/// A data folder of its own and the moment at which everything in it happens; the folder goes away with this.
pub struct Salon {
    folder: TempDir,
    now: String,
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code: 0 done, 1 refused, 2 wrong usage, 3 a failure of ours. None where a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Salon {
    /// An empty data folder; `now` is local time in the business's zone, such as `2026-03-01T08:00`.
    pub fn at(now: &str) -> Self {
        Self {
            folder: TempDir::with_prefix("chairtime-").expect("a temporary folder"),
            now: now.to_owned(),
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets time pass: later calls happen at `now`.
    pub fn wait_until(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// The program with this folder and moment, ready for more arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chairtime"));
        command.arg("--data").arg(self.folder()).args(["--now", &self.now]);
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command();
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A program that does not want its input may be gone already.
        let written = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let ended = Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
        };
        assert!(
            written.is_ok() || ended.code != Some(0),
            "done without reading its input: {ended:?}"
        );
        ended
    }

    /// Runs what is expected to be done.
    #[track_caller]
    pub fn done(&self, arguments: &[&str], input: &str) -> String {
        let ended = self.run(arguments, input);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        ended.out
    }

    /// Runs what is expected to be done, and reads what comes back as JSON.
    #[track_caller]
    pub fn json(&self, arguments: &[&str], input: &str) -> Value {
        let out = self.done(&[&["--json"], arguments].concat(), input);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {out}"))
    }

    /// Runs what is expected to be refused, and reads the reasons as JSON.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str], input: &str) -> Value {
        let ended = self.run(&[&["--json"], arguments].concat(), input);
        assert_eq!(ended.code, Some(1), "{arguments:?}: {ended:?}");
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {ended:?}"))
    }
}

/// Two programs that read calendars and are not ours.
pub struct Readers {
    python: PathBuf,
    node_modules: PathBuf,
}

/// A calendar file, and the time in which events of it begin that are looked for: RFC 3339 in UTC, `to` not included.
#[derive(Debug, Clone)]
pub struct Period {
    pub file: PathBuf,
    pub from: String,
    pub to: String,
}

/// A calendar, and what it should hold.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The words for it where something is wrong.
    pub what: String,
    /// The file's text.
    pub text: String,
    /// The visits that begin before `until`, sorted.
    pub expected: Vec<Visit>,
    /// Only what begins before is compared: a series without an end goes on in a calendar, and stands in the book until the end
    /// of its `materialized_until`.
    pub until: DateTime<Utc>,
}

/// Start and end of a visit, in seconds since 1970.
pub type Visit = (i64, i64);

impl Readers {
    /// The readers that `.ci/run` installs and names in `CHAIRTIME_PYTHON` and `CHAIRTIME_NODE_MODULES`.
    pub fn find() -> Option<Self> {
        let named = |name| env::var_os(name).map(PathBuf::from);
        let readers = named("CHAIRTIME_PYTHON").zip(named("CHAIRTIME_NODE_MODULES"));
        if readers.is_none() {
            left_out_without("a calendar reader in Python or node");
        }
        readers.map(|(python, node_modules)| Self { python, node_modules })
    }

    /// What each reader finds in each of the files: an answer for each, in their order. All files are read in one go.
    pub fn read(&self, files: &[Period]) -> [(&'static str, Vec<Value>); 2] {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
        let read = |program: &Path, script: &str| {
            let mut command = Command::new(program);
            command.arg(scripts.join(script));
            for Period { file, from, to } in files {
                command.arg(file).args([from, to]);
            }
            command.env("CHAIRTIME_NODE_MODULES", &self.node_modules);
            let output = command
                .output()
                .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
            assert!(
                output.status.success(),
                "{script}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            serde_json::from_slice(&output.stdout).expect("JSON of a reader")
        };
        [
            ("recurring-ical-events", read(&self.python, "read_back.py")),
            ("ical.js", read(Path::new("node"), "read_back.mjs")),
        ]
    }

    /// Both readers find exactly the stable ones of `occurrences` (as `chairtime occurrences` prints them) in `calendar`.
    #[track_caller]
    pub fn agree(&self, calendar: &str, occurrences: &Value, what: &str) {
        let far = DateTime::from_timestamp(2_524_608_000, 0).expect("the year 2050");
        self.agree_on_all(&[Calendar::new(what, calendar, occurrences, far)]);
    }

    /// Both readers find exactly the expected visits in each of many calendars, which they read in one go.
    #[track_caller]
    pub fn agree_on_all(&self, all: &[Calendar]) {
        let folder = TempDir::with_prefix("chairtime-calendar-").expect("a temporary folder");
        let written = all.iter().enumerate().map(|(n, one)| {
            let file = folder.path().join(format!("{n}.ics"));
            fs::write(&file, &one.text).expect("the calendar is written");
            Period {
                file,
                from: "1990-01-01T00:00:00Z".to_owned(),
                to: one.until.to_rfc3339_opts(SecondsFormat::Secs, true),
            }
        });
        for (reader, found) in self.read(&written.collect::<Vec<_>>()) {
            assert_eq!(found.len(), all.len(), "{reader} answers for each file");
            for (one, found) in all.iter().zip(found) {
                let found = visits(found.as_array().expect("a list").iter());
                if let Some(difference) = difference(&one.expected, &found) {
                    panic!("{}: {reader} {difference}\n{}", one.what, one.text);
                }
            }
        }
    }
}

impl Calendar {
    /// A calendar that should hold the stable ones of `occurrences`, as `chairtime occurrences` prints them.
    #[track_caller]
    pub fn new(what: &str, text: &str, occurrences: &Value, until: DateTime<Utc>) -> Self {
        let stable = occurrences.as_array().expect("a list of occurrences").iter();
        let mut expected = visits(stable.filter(|visit| visit["status"] == "stable"));
        expected.retain(|(start, _)| *start < until.timestamp());
        Self {
            what: what.to_owned(),
            text: text.to_owned(),
            expected,
            until,
        }
    }
}

/// The starts and ends of a list of visits in JSON, sorted; the same visit twice stays twice.
#[track_caller]
pub fn visits<'a>(list: impl Iterator<Item = &'a Value>) -> Vec<Visit> {
    let instant = |value: &Value| {
        let text = value.as_str().expect("an instant");
        DateTime::parse_from_rfc3339(text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .timestamp()
    };
    let mut visits: Vec<Visit> = list
        .map(|visit| (instant(&visit["start"]), instant(&visit["end"])))
        .collect();
    visits.sort_unstable();
    visits
}

/// What `found` misses and what it invents, where a visit that comes twice must be found twice; none if nothing.
pub fn difference(expected: &[Visit], found: &[Visit]) -> Option<String> {
    let (missed, invented) = (only_in(expected, found), only_in(found, expected));
    (!missed.is_empty() || !invented.is_empty()).then(|| format!("misses {missed:?} and invents {invented:?}"))
}

fn only_in(these: &[Visit], those: &[Visit]) -> Vec<String> {
    let mut left = those.to_vec();
    let time = |seconds| {
        DateTime::from_timestamp(seconds, 0)
            .map(|instant| instant.to_rfc3339())
            .unwrap_or_default()
    };
    let mut only = Vec::new();
    for visit in these {
        match left.iter().position(|other| other == visit) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => only.push(format!("{}/{}", time(visit.0), time(visit.1))),
        }
    }
    only
}
