//! What is read from `FILE` or from standard input, as JSON.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value;

use super::stop::Stop;
use crate::domain::refusal::{FieldError, FieldErrors};

/// The most bytes that are read: more than any salon's setup has, and little enough to hold.
const MOST_BYTES: u64 = 64 << 20;

/// A file, or `-` for standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input.
    Input,
    /// A file.
    File(PathBuf),
}

impl FromStr for Source {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "-" {
            Source::Input
        } else {
            Source::File(PathBuf::from(text))
        })
    }
}

/// Reads JSON.
///
/// # Errors
/// The file cannot be read; or what it holds is no JSON, which says where.
pub(super) fn json(source: &Source, input: &mut dyn Read) -> Result<Value, Stop> {
    let mut bytes = Vec::new();
    let read = match source {
        Source::Input => input.take(MOST_BYTES + 1).read_to_end(&mut bytes),
        Source::File(path) => File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)),
    };
    let name = || match source {
        Source::Input => Path::new("standard input").display(),
        Source::File(path) => path.display(),
    };
    match read {
        Err(error) => return Err(Stop::usage(format!("{} cannot be read: {error}", name()))),
        Ok(count) if u64::try_from(count).is_ok_and(|count| count > MOST_BYTES) => {
            return Err(Stop::usage(format!("{} is larger than 64 MB", name())));
        }
        Ok(_) => {}
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason = error.to_string();
        Stop::fields(FieldErrors::one("", FieldError::NotJson { reason }))
    })
}
