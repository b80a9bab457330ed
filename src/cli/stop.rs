//! Why a command was not done: words for a person on standard error, JSON for a program on standard output, an exit code.

use serde_json::{Value, json};

use super::front::Streams;
use super::shape;
use crate::desk::{Failure, NotDone, Trouble};
use crate::domain::refusal::FieldErrors;
use crate::domain::{Book, Refusal, Refused};
use crate::words;

/// How a command ends that was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Whoever read the answer had read enough.
    Enough,
    /// The salon says no, or the file cannot be used as it is.
    Refused,
    /// The arguments cannot be understood.
    Usage,
    /// Something of ours failed.
    Failure,
}

impl Exit {
    /// The exit code.
    pub(super) const fn code(self) -> u8 {
        match self {
            Exit::Enough => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Failure => 3,
        }
    }
}

/// Why a command was not done.
#[derive(Debug)]
pub(super) struct Stop {
    exit: Exit,
    text: String,
    json: Option<Value>,
}

impl Stop {
    /// The arguments ask for something that cannot be.
    pub(super) fn usage(text: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            text: text.into(),
            json: None,
        }
    }

    /// What was typed or sent cannot stand.
    pub(super) fn fields(errors: FieldErrors) -> Self {
        Self::refused(&Book::default(), &Refused::Fields(errors))
    }

    /// The salon says no.
    pub(super) fn refused(book: &Book, refused: &Refused) -> Self {
        Self {
            exit: Exit::Refused,
            text: text_of(book, refused),
            json: Some(shape::refusal(book, refused)),
        }
    }

    /// The salon says no.
    pub(super) fn refusal(book: &Book, refusal: Refusal) -> Self {
        Self::refused(book, &refusal.into())
    }

    /// What was asked was not done.
    pub(super) fn not_done(book: &Book, not_done: NotDone) -> Self {
        match not_done {
            NotDone::Refused(refused) => Self::refused(book, &refused),
            NotDone::Failed(failure) => failure.into(),
        }
    }

    /// The file that was to be taken in cannot be read at all.
    pub(super) fn unreadable(error: &crate::exchange::ics::read::Unreadable) -> Self {
        let text = words::capital(&format!("{error}. Nothing was taken in."));
        Self {
            exit: Exit::Refused,
            json: Some(json!({ "refusal": { "code": "unreadable", "text": text } })),
            text,
        }
    }

    /// All was said already, and it is not good.
    pub(super) fn said() -> Self {
        Self {
            exit: Exit::Refused,
            text: String::new(),
            json: None,
        }
    }

    /// Says why, and how the program ends.
    pub(super) fn end(&self, json: bool, streams: &mut Streams<'_>) -> u8 {
        let printed = match &self.json {
            Some(value) if json => writeln!(streams.out, "{value}"),
            _ => Ok(()),
        };
        let said = if self.text.is_empty() {
            Ok(())
        } else {
            writeln!(streams.err, "{}", self.text)
        };
        match printed.and(said) {
            Ok(()) => self.exit.code(),
            Err(_) => Exit::Failure.code(),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        let (exit, code, text) = match &failure {
            Failure::Store(error) => {
                let exit = if words::failure::is_for_the_person(error) {
                    Exit::Refused
                } else {
                    Exit::Failure
                };
                (exit, words::failure::code(error), words::failure::text(error))
            }
            Failure::File {
                trouble: Trouble::DiskFull,
                ..
            } => (Exit::Failure, "disk_full", failure.to_string()),
            Failure::FileThere(_) => (Exit::Refused, "file_exists", words::capital(&failure.to_string())),
            Failure::File { .. } => (Exit::Refused, "file", failure.to_string()),
            Failure::NoFolder => (Exit::Refused, "no_folder", words::capital(&failure.to_string())),
            other => (Exit::Failure, "fault", words::capital(&other.to_string())),
        };
        let said = json!({ "code": code, "text": text });
        Self {
            exit,
            json: Some(match exit {
                Exit::Refused => json!({ "refusal": said }),
                _ => json!({ "failure": said }),
            }),
            text,
        }
    }
}

impl From<std::io::Error> for Stop {
    /// The output could not be written.
    fn from(error: std::io::Error) -> Self {
        // Who reads only the first lines closes the pipe: that needs no words.
        let quiet = error.kind() == std::io::ErrorKind::BrokenPipe;
        Self {
            exit: if quiet { Exit::Enough } else { Exit::Failure },
            text: if quiet {
                String::new()
            } else {
                format!("The output could not be written: {error}")
            },
            json: None,
        }
    }
}

fn text_of(book: &Book, refused: &Refused) -> String {
    match refused {
        Refused::Fields(errors) => {
            let lines = errors.iter().map(|(path, errors)| {
                let texts: Vec<String> = errors.iter().map(words::field::text).collect();
                let label = words::capital(&words::field::label(path));
                if label.is_empty() {
                    texts.join("; ")
                } else {
                    format!("{label}: {}", texts.join("; "))
                }
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        Refused::Refusal(refusal) => words::refusal::text(book, refusal),
        Refused::NotLoaded(_) => "A part of the book could not be loaded.".to_owned(),
    }
}
