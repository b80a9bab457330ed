//! `backup`: a copy of the salon file, opened and checked before it counts. Nothing is overwritten.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::front::Front;
use super::stop::Stop;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the copy goes
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    desk.backup(&arguments.to)?;
    let file = arguments.to.display().to_string();
    front.answer(
        || json!({ "file": file }),
        || format!("Backup written to {file} and checked"),
    )
}
