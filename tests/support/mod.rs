//! What the tests of the whole program share: a salon in a folder of its own, the real binary run in it, and other people's
//! calendar programs to read what it exports.
#![allow(
    dead_code,
    unused_imports,
    reason = "every file of tests is a crate of its own and uses its part of this"
)]

mod exported;
mod readers;

pub use exported::*;
pub use readers::*;
use serde_json::Value;
use std::{
    env,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// Whether this is the run that has everything (a graphics driver, Python, node, libical, a display): there nothing is left out.
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
