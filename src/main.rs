//! The program: reads the arguments, then runs a command, or opens the desk and the window.

use std::io::{BufWriter, Write as _, stderr, stdin, stdout};
use std::process::ExitCode;

use chairtime::cli::{self, Start, Streams};

fn main() -> ExitCode {
    let (mut input, mut out, mut err) = (stdin().lock(), BufWriter::new(stdout().lock()), stderr());
    let streams = Streams {
        input: &mut input,
        out: &mut out,
        err: &mut err,
    };
    let code = match cli::start(std::env::args_os(), streams) {
        Start::Ended(code) => code,
        Start::Window(_) => no_window(),
    };
    match out.flush() {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::from(code.max(3)),
    }
}

/// Says that no window can be opened, and what works without one.
fn no_window() -> u8 {
    let text = "No window can be opened. The command line works without one: chairtime --help lists its commands.";
    writeln!(stderr(), "{text}").map_or(3, |()| 1)
}
