//! What the window says of refusals and failures, in one line each.

use crate::desk::{Failure, Job};
use crate::domain::{Book, FieldErrors, Refused};
use crate::words;

/// Why the salon says no.
pub fn refused(book: &Book, refused: &Refused) -> String {
    match refused {
        Refused::Refusal(refusal) => words::refusal::text(book, refusal),
        Refused::Fields(errors) => fields(errors),
        Refused::NotLoaded(_) => "Older months are still being loaded. Try again".to_owned(),
    }
}

/// What is wrong with which fields.
pub fn fields(errors: &FieldErrors) -> String {
    let one = |(path, errors): (&str, &[crate::domain::FieldError])| {
        let texts: Vec<String> = errors.iter().map(words::field::text).collect();
        format!("{}: {}", words::capital(&words::field::label(path)), texts.join(", "))
    };
    errors.iter().map(one).collect::<Vec<_>>().join(". ")
}

/// What a job does, and how far it is once that is known: "Exporting, 45 %".
pub fn job(job: Job, done: usize, of: usize) -> String {
    let verb = match job {
        Job::Backup if of > 0 && done >= of => return "Checking the copy".to_owned(),
        Job::Backup => "Backing up",
        Job::Export => "Exporting",
    };
    match done.saturating_mul(100).checked_div(of) {
        Some(part) => format!("{verb}, {part} %"),
        None => format!("{verb}…"),
    }
}

/// Why the calendar files are not as the book is. The salon itself is saved.
pub fn calendars(failure: &Failure) -> String {
    let text = failed(failure);
    format!("Calendar files: {text}")
}

/// What of ours failed, and what was kept.
pub fn failed(failure: &Failure) -> String {
    match failure {
        Failure::Store(error) => words::failure::text(error),
        Failure::File { .. } | Failure::Unread { .. } => failure.to_string(),
        Failure::NoCalendar(why) => words::capital(&format!("{why}. Nothing was taken in")),
        Failure::FileThere(file) => format!("There is a file {} already. It was left as it is", file.display()),
        Failure::NoFolder => "No folder for the salon file is known".to_owned(),
        Failure::NotLoaded => "A part of the book could not be loaded".to_owned(),
        Failure::DeskGone => {
            "The desk stopped working. Close the window and open it again: what was saved is safe".to_owned()
        }
        Failure::JobRuns => "Another export or backup is still at work. Do it again when it is done".to_owned(),
        Failure::Stopped => "Stopped. No file was written".to_owned(),
    }
}
