//! What is read from `FILE` or from standard input: bytes, or JSON.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value;

use super::stop::Stop;
use crate::domain::refusal::{FieldError, FieldErrors};

/// The most bytes that are read: more than any salon's setup has, and little enough to hold.
const MOST_BYTES: usize = 64 << 20;

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
    let bytes = bytes(source, input, MOST_BYTES)?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason = error.to_string();
        Stop::fields(FieldErrors::one("", FieldError::NotJson { reason }))
    })
}

/// Reads at most so many bytes.
///
/// # Errors
/// The file cannot be read, or is larger.
pub(super) fn bytes(source: &Source, input: &mut dyn Read, most: usize) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = match source {
        Source::Input => input.take(limit).read_to_end(&mut bytes),
        Source::File(path) => File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
    };
    let name = || match source {
        Source::Input => Path::new("standard input").display(),
        Source::File(path) => path.display(),
    };
    match read {
        Err(error) => Err(Stop::usage(format!("{} cannot be read: {error}", name()))),
        Ok(count) if count > most => Err(Stop::usage(format!("{} is larger than {} MB", name(), most >> 20))),
        Ok(_) => Ok(bytes),
    }
}
