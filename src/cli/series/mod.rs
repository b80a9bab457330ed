//! `series`: making, showing, listing, changing and cancelling standing appointments.

mod cancel;
pub(super) mod create;
pub(super) mod edit;
mod list;
mod pause;
pub(super) mod show;
mod which;

use clap::Subcommand;

pub(super) use which::Which;

use super::front::Front;
use super::stop::Stop;

/// Commands of `series`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a standing appointment from a request
    Create(create::Arguments),
    /// Show a standing appointment
    Show(show::Arguments),
    /// List standing appointments
    List(list::Arguments),
    /// Change a standing appointment
    Edit(edit::Arguments),
    /// Cancel a standing appointment, from a day on or all to come
    Cancel(cancel::Arguments),
    /// Let nobody come for a while: places are held or given up
    Pause(pause::Arguments),
    /// End a pause: all is planned again, and what clashes is shown
    Resume(pause::Back),
    /// Let a stopped standing appointment go on
    Restart(pause::Back),
}

pub(super) fn run(command: Command, front: &mut Front<'_>) -> Result<(), Stop> {
    match command {
        Command::Create(arguments) => create::run(&arguments, front),
        Command::Show(arguments) => show::run(&arguments, front),
        Command::List(arguments) => list::run(&arguments, front),
        Command::Edit(arguments) => edit::run(&arguments, front),
        Command::Cancel(arguments) => cancel::run(&arguments, front),
        Command::Pause(arguments) => pause::run(&arguments, front),
        Command::Resume(arguments) => pause::resume(&arguments, front),
        Command::Restart(arguments) => pause::restart(&arguments, front),
    }
}
