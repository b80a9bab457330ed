//! The arguments: what stands before and after the command, and which commands there are.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::front::{Front, Streams};
use super::stop::{Exit, Stop};
use super::{
    backup, book, check, client, cover, dates, demo, expand, export, free, history, import, occurrences, restore,
    series, setup, staff, step, todo, visit,
};
use crate::time::Civil;

/// Standing appointments for small salons and barbershops. Without a command the window opens.
#[derive(Debug, Parser)]
#[command(name = "chairtime", version, arg_required_else_help = false)]
pub struct Arguments {
    /// The folder of the salon file
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Now, in the zone of the business; for tests
    #[arg(long, global = true, hide = true, value_name = "TIME")]
    pub now: Option<Civil>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Set up the sample shop where there is no salon yet
    Demo(demo::Arguments),
    /// Show or change the setup: business, locations, staff, services, chairs, clients
    #[command(subcommand)]
    Setup(setup::Command),
    /// Show which dates a standing appointment would have, and what clashes; saves nothing
    Dates(dates::Arguments),
    /// Show when a standing appointment would have a place: weekday by half hour, on how many of its next dates
    Free(free::Arguments),
    /// Make, show, change and cancel standing appointments
    #[command(subcommand)]
    Series(series::Command),
    /// Move, cancel and bring back single visits
    #[command(subcommand)]
    Visit(visit::Command),
    /// Note that clients are away, and that they are back
    #[command(subcommand)]
    Client(client::Command),
    /// Say who of the staff is out, and whom to call
    #[command(subcommand)]
    Staff(staff::Command),
    /// List what waits for you, and deal with problems
    Todo(todo::Arguments),
    /// Book a single appointment
    Book(book::Arguments),
    /// Let somebody stand in for a staff member for a while, in all of their visits
    Cover(cover::Arguments),
    /// List visits in all states
    Occurrences(occurrences::Arguments),
    /// Expand a recurrence rule of RFC 5545; needs no salon file
    Expand(expand::Arguments),
    /// Write a calendar file
    Export(export::Arguments),
    /// Take in what a calendar file of another program holds
    Import(import::Arguments),
    /// Take the last step back
    Undo,
    /// Do again what was taken back last
    Redo,
    /// List the last steps, newest first
    History(history::Arguments),
    /// Look for damage in the salon file
    Check,
    /// Write a verified copy of the salon file
    Backup(backup::Arguments),
    /// Put a backup in the place of the salon file; what is there now is kept beside it
    Restore(restore::Arguments),
}

impl Command {
    pub(super) fn run(self, front: &mut Front<'_>) -> Result<(), Stop> {
        match self {
            Command::Demo(arguments) => demo::run(&arguments, front),
            Command::Setup(command) => setup::run(command, front),
            Command::Dates(arguments) => dates::run(&arguments, front),
            Command::Free(arguments) => free::run(&arguments, front),
            Command::Series(command) => series::run(command, front),
            Command::Visit(command) => visit::run(command, front),
            Command::Client(command) => client::run(&command, front),
            Command::Staff(command) => staff::run(&command, front),
            Command::Todo(arguments) => todo::run(&arguments, front),
            Command::Book(arguments) => book::run(&arguments, front),
            Command::Cover(arguments) => cover::run(&arguments, front),
            Command::Occurrences(arguments) => occurrences::run(&arguments, front),
            Command::Expand(arguments) => expand::run(&arguments, front),
            Command::Export(arguments) => export::run(&arguments, front),
            Command::Import(arguments) => import::run(&arguments, front),
            Command::Undo => step::undo(front),
            Command::Redo => step::redo(front),
            Command::History(arguments) => history::run(&arguments, front),
            Command::Check => check::run(front),
            Command::Backup(arguments) => backup::run(&arguments, front),
            Command::Restore(arguments) => restore::run(&arguments, front),
        }
    }
}

/// What is shown instead of running anything: help, the version, or what is wrong with the arguments.
pub(super) struct Shown(clap::Error);

impl Shown {
    /// Shows it, and says how the program ends.
    pub(super) fn end(&self, streams: &mut Streams<'_>) -> u8 {
        let text = self.0.render().to_string();
        let is_wrong = self.0.use_stderr();
        let to: &mut dyn std::io::Write = if is_wrong { streams.err } else { streams.out };
        match to.write_all(text.as_bytes()) {
            Ok(()) if is_wrong => Exit::Usage.code(),
            Ok(()) => 0,
            Err(_) => Exit::Failure.code(),
        }
    }
}

/// Reads the arguments; the first is the name of the program.
pub(super) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Shown> {
    Arguments::try_parse_from(arguments).map_err(Shown)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        super::Arguments::command().debug_assert();
    }
}
