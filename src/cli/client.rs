//! `client`: who is away for a while, over all series, and who is back.

use clap::{Args, Subcommand};

use super::away::{self, While};
use super::find;
use super::front::Front;
use super::stop::Stop;
use crate::domain::Command as Asked;
use crate::domain::command::Whose;
use crate::domain::rows::Client;

/// Commands of `client`.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Note that a client is away: places are held or given up
    Away(AwayArguments),
    /// Note that a client comes again: all is planned again, and what clashes is shown
    Back(BackArguments),
}

/// Arguments of `client away`.
#[derive(Debug, Args)]
pub(super) struct AwayArguments {
    /// Name or id
    #[arg(value_name = "CLIENT")]
    client: String,
    #[command(flatten)]
    days: While,
}

/// Arguments of `client back`.
#[derive(Debug, Args)]
pub(super) struct BackArguments {
    /// Name or id
    #[arg(value_name = "CLIENT")]
    client: String,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(command: &Command, front: &mut Front<'_>) -> Result<(), Stop> {
    let (name, dry_run) = match command {
        Command::Away(arguments) => (&arguments.client, arguments.days.dry_run),
        Command::Back(arguments) => (&arguments.client, arguments.dry_run),
    };
    let mut desk = away::desk(front, dry_run)?;
    let whose = Whose::Client(find::named::<Client>(desk.book(), "client", name)?);
    let asked = match command {
        Command::Away(arguments) => arguments.days.command(whose),
        Command::Back(_) => Asked::ComeBack { whose },
    };
    away::show(front, &mut desk, &asked, dry_run)
}
