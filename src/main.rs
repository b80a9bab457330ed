//! The program: reads the arguments, then runs a command, or opens the desk and the window.

use std::io::{BufWriter, ErrorKind, Write as _, stderr, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use chairtime::cli::{self, Arguments, Start, Streams};
use chairtime::desk::{Desk, Failure, Mode, Paths, PathsError, documents};
use chairtime::store::StoreError;
use chairtime::time::{Civil, Clock, Instant, SystemClock, Zone};
use chairtime::ui::{self, Opening};

fn main() -> ExitCode {
    if log::set_logger(&Warnings).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
    let (mut input, mut out, mut err) = (stdin().lock(), BufWriter::new(stdout().lock()), stderr());
    let streams = Streams {
        input: &mut input,
        out: &mut out,
        err: &mut err,
    };
    let code = match cli::start(std::env::args_os(), streams) {
        Start::Ended(code) => code,
        Start::Window(arguments) => window(&arguments),
    };
    match out.flush() {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(_) => ExitCode::from(code.max(3)),
    }
}

/// Runs the window; where none can be opened, says so, and what works without one.
fn window(arguments: &Arguments) -> u8 {
    let text = match Paths::find(arguments.data.as_deref()) {
        Ok(_) if no_display() => {
            format!("No window can be opened: neither DISPLAY nor WAYLAND_DISPLAY names a display.\n{WITHOUT}")
        }
        Ok(paths) => match ui::run(opening(arguments, paths)) {
            Ok(()) => return 0,
            Err(reason) => {
                let reason = reason.to_string();
                format!(
                    "No window can be opened: {}.\n{WITHOUT} On Debian the window needs libx11-6 libxcursor1 libxi6 \
                     libx11-xcb1 libxkbcommon-x11-0 libegl1 libgl1.",
                    reason.trim_end_matches('.')
                )
            }
        },
        Err(PathsError) => PathsError.to_string(),
    };
    writeln!(stderr(), "{text}").map_or(3, |()| 1)
}

/// What works where no window does.
const WITHOUT: &str = "The command line works without one: chairtime --help lists its commands.";

/// Whether this is a system on which a window needs a display that nobody named.
fn no_display() -> bool {
    let is_named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    cfg!(target_os = "linux") && !names.into_iter().any(is_named)
}

fn opening(arguments: &Arguments, paths: Paths) -> Opening {
    let (named, now) = (arguments.data.is_some(), arguments.now);
    let told: Arc<OnceLock<Instant>> = Arc::default();
    let clock: Box<dyn Clock> = match now {
        None => Box::new(SystemClock),
        Some(now) => Box::new(ToldClock {
            before: Zone::UTC.resolve(now).instant(),
            told: Arc::clone(&told),
        }),
    };
    Opening {
        clock,
        desk: Box::new(move || {
            let desk = open(&paths, named, now)?;
            told.get_or_init(|| desk.now());
            Ok(desk)
        }),
        folder: documents(),
    }
}

/// For tests, a clock that stands at a local time of the business: which instant that is, the desk tells once it has the
/// file open.
struct ToldClock {
    before: Instant,
    told: Arc<OnceLock<Instant>>,
}

impl Clock for ToldClock {
    fn now(&self) -> Instant {
        self.told.get().copied().unwrap_or(self.before)
    }
}

fn desk(file: &Path, mode: Mode, now: Option<Civil>) -> Result<Desk, Failure> {
    let actor = if mode == Mode::Write {
        cli::actor()
    } else {
        String::new()
    };
    match now {
        None => Desk::open(file, mode, Box::new(SystemClock), &actor),
        Some(now) => Desk::open_at(file, mode, now, &actor),
    }
}

/// Opens the salon file for writing; where another window writes it, for reading.
fn open(paths: &Paths, named: bool, now: Option<Civil>) -> Result<Desk, Failure> {
    if !named {
        paths.prepare().map_err(|error| Failure::file(paths.folder(), &error))?;
    }
    match desk(&paths.file(), Mode::Write, now) {
        Err(Failure::Store(error)) if matches!(*error, StoreError::Locked) => desk(&paths.file(), Mode::Read, now),
        opened => opened,
    }
}

/// Warnings and errors on standard error, of this program only. They hold ids, never names.
struct Warnings;

impl log::Log for Warnings {
    fn enabled(&self, about: &log::Metadata<'_>) -> bool {
        about.target().starts_with(env!("CARGO_CRATE_NAME")) && about.level() <= log::Level::Warn
    }

    fn log(&self, what: &log::Record<'_>) {
        if self.enabled(what.metadata()) {
            // There is nowhere left to say that standard error is gone.
            drop(writeln!(stderr(), "chairtime: {}", what.args()));
        }
    }

    fn flush(&self) {}
}
