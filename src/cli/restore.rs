//! `restore`: a backup in the place of the salon file. The file that was there is kept beside it.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::front::Front;
use super::stop::Stop;
use crate::desk::Desk;

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The backup
    #[arg(value_name = "FILE")]
    from: PathBuf,
}

pub(super) fn run(arguments: &Arguments, front: &mut Front<'_>) -> Result<(), Stop> {
    let file = front.paths()?.file();
    let kept = Desk::restore(&file, &arguments.from)?;
    let kept = kept.map(|kept| kept.display().to_string());
    front.answer(
        || json!({ "file": file.display().to_string(), "kept": kept }),
        || match &kept {
            Some(kept) => format!("Restored. The file that was there is kept as {kept}"),
            None => "Restored".to_owned(),
        },
    )
}
