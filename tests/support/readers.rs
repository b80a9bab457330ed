//! Calendar programs of others, and whether they find the visits that stand.

use super::{everything_is_here, left_out_without};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, OnceLock},
};
use tempfile::TempDir;

/// A program that reads calendars and is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Python's recurring-ical-events, over icalendar and dateutil.
    RecurringIcalEvents,
    /// That of Thunderbird and Nextcloud.
    IcalJs,
    /// That of Evolution, GNOME Calendar and KDE.
    Libical,
}

/// All of them, each running: what is asked goes to its input, its answer comes from its output.
pub struct Readers(Mutex<[Running; 3]>);

struct Running {
    reader: Reader,
    /// Ends with its input, which ends with this process.
    _process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// A calendar file, and the time in which events of it begin that are looked for, `to` not included.
#[derive(Debug, Clone)]
pub struct Period {
    pub file: PathBuf,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
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
    /// The readers that `.ci/run` brings and names in `CHAIRTIME_PYTHON`, `CHAIRTIME_NODE_MODULES` and `CHAIRTIME_LIBICAL`. They are
    /// started once, and kept.
    pub fn find() -> Option<&'static Self> {
        static READERS: OnceLock<Option<Readers>> = OnceLock::new();
        let readers = READERS.get_or_init(|| {
            let named = |name| env::var_os(name).map(PathBuf::from);
            let (python, modules) = (named("CHAIRTIME_PYTHON")?, named("CHAIRTIME_NODE_MODULES")?);
            let libical = named("CHAIRTIME_LIBICAL")?;
            let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
            let mut node = Command::new("node");
            node.env("CHAIRTIME_NODE_MODULES", modules);
            Some(Self(Mutex::new([
                Running::start(
                    Reader::RecurringIcalEvents,
                    Command::new(python).arg(scripts.join("read_back.py")),
                ),
                Running::start(Reader::IcalJs, node.arg(scripts.join("read_back.mjs"))),
                Running::start(Reader::Libical, &mut Command::new(libical)),
            ])))
        });
        if readers.is_none() {
            left_out_without("a calendar reader in Python, node or C");
        }
        readers.as_ref()
    }

    /// Whether a run without readers is to be told of.
    pub fn are_named() -> bool {
        everything_is_here() || env::var_os("CHAIRTIME_LIBICAL").is_some()
    }

    /// What each reader finds in a file.
    #[track_caller]
    pub fn read(&self, period: &Period) -> [(Reader, Vec<Value>); 3] {
        let mut running = self.0.lock().expect("no reader has failed before");
        // All read at once, and then answer.
        for one in running.iter_mut() {
            one.ask(period);
        }
        running.each_mut().map(|one| (one.reader, one.answer()))
    }

    /// All readers find exactly the stable ones of `occurrences` (as `chairtime occurrences` prints them) in `calendar`.
    #[track_caller]
    pub fn agree(&self, calendar: &str, occurrences: &Value, what: &str) {
        let far = DateTime::from_timestamp(2_524_608_000, 0).expect("the year 2050");
        self.agree_on(&Calendar::new(what, calendar, occurrences, far));
    }

    /// All readers find exactly the expected visits in a calendar.
    #[track_caller]
    pub fn agree_on(&self, one: &Calendar) {
        let folder = TempDir::with_prefix("chairtime-calendar-").expect("a temporary folder");
        let file = folder.path().join("written.ics");
        fs::write(&file, &one.text).expect("the calendar is written");
        let period = Period {
            file,
            from: DateTime::UNIX_EPOCH,
            to: one.until,
        };
        for (reader, found) in self.read(&period) {
            if let Some(difference) = difference(&one.expected, &visits(found.iter())) {
                panic!("{}: {reader:?} {difference}\n{}", one.what, one.text);
            }
        }
    }
}

impl Running {
    fn start(reader: Reader, command: &mut Command) -> Self {
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = started.unwrap_or_else(|error| panic!("{reader:?} does not start: {error}"));
        Self {
            reader,
            input: process.stdin.take().expect("its input"),
            output: BufReader::new(process.stdout.take().expect("its output")),
            _process: process,
        }
    }

    fn ask(&mut self, Period { file, from, to }: &Period) {
        let asked = format!("{}\t{}\t{}\n", file.display(), from.timestamp(), to.timestamp());
        self.input
            .write_all(asked.as_bytes())
            .unwrap_or_else(|error| panic!("{:?} is gone: {error}", self.reader));
    }

    fn answer(&mut self) -> Vec<Value> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{:?} says {line:?} ({read:?}): {error}", self.reader))
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
