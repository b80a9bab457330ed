//! Reading any .ics (RFC 5545, and what other programs make of it): bytes become typed series and appointments, each by
//! itself, so that a bad one is told and the rest come in.
//!
//! Read are files with a byte order mark or in UTF-16, any line ends, folds inside of letters, several calendars in one file,
//! components that are not ended, zones by names of Windows or by what the file says of them, rules as other programs write
//! them, dates that differ before their series or without one. What was mended is told with its line.
//!
//! Limits, past which nothing is read: [`MOST_BYTES`], [`MOST_COMPONENTS`]; a component leaves out or adds 5,000 dates at
//! most. Whole days, tasks and journals are no appointments and are passed over. Not read: alarms, attachments, and
//! RECURRENCE-ID with a RANGE, which is refused.

mod event;
mod gather;
mod lines;
mod ours;
mod property;
mod whole_days;
mod windows;
mod zones;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::domain::import::{About, Import, Note, Noted, Repair, Skip};
use crate::time::Zone;

pub use whole_days::closed_days;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 20 << 20;
/// The most components of a file.
pub const MOST_COMPONENTS: usize = 20_000;

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is too large.
    #[error("the file is larger than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It holds too much.
    #[error("the file holds more than {MOST_COMPONENTS} appointments")]
    TooMany,
    /// It is no text.
    #[error("the file is no text")]
    NotText,
    /// It is no calendar.
    #[error("the file is no calendar: nothing in it begins with BEGIN:VCALENDAR or BEGIN:VEVENT")]
    NoCalendar,
}

/// Reads a calendar file. `home` is the zone of the salon, in which times are meant whose zone nobody knows.
///
/// # Errors
/// [`Unreadable`]; whatever is wrong with one appointment is a note beside the others.
pub fn read(bytes: &[u8], home: Zone) -> Result<Import, Unreadable> {
    let mut notes = Vec::new();
    let bytes = text(bytes, &mut notes)?;
    let split = split(&bytes)?;
    let mut zones = zones::Zones::new(home, &split.components);
    let mut events = Vec::new();
    let mut components = 0;
    for component in &split.components {
        match component.name.as_str() {
            "VEVENT" => {
                components += 1;
                let mut desk = event::Desk {
                    zones: &mut zones,
                    notes: &mut notes,
                    takes: event::Takes::Appointments,
                };
                events.extend(event::read(component, &mut desk));
            }
            "VTODO" | "VJOURNAL" | "VFREEBUSY" => notes.push(Note {
                line: component.line,
                about: About::Appointment(String::new()),
                noted: Noted::Skipped(Skip::NotAnAppointment),
            }),
            _ => {}
        }
    }
    let incoming = gather::gathered(events, &mut notes);
    notes.sort_by_key(|note| note.line);
    Ok(Import {
        name: name(&split.calendar),
        components,
        incoming,
        notes,
        ..Import::default()
    })
}

/// The components of a calendar, where it is one.
fn split(text: &[u8]) -> Result<lines::Split<'_>, Unreadable> {
    let split = lines::split(text, MOST_COMPONENTS);
    if split.components.len() > MOST_COMPONENTS {
        return Err(Unreadable::TooMany);
    }
    if !split.is_calendar {
        return Err(Unreadable::NoCalendar);
    }
    Ok(split)
}

/// The file as text in UTF-8, or as close to it as it is.
fn text<'f>(bytes: &'f [u8], notes: &mut Vec<Note>) -> Result<Cow<'f, [u8]>, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest
            .chunks_exact(2)
            .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
            .map(unit);
        let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        letters.collect::<String>().into_bytes()
    };
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => Cow::Owned(wide(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(wide(rest, u16::from_be_bytes)),
        _ => Cow::Borrowed(bytes),
    };
    if matches!(text, Cow::Owned(_)) {
        notes.push(Note {
            line: 1,
            about: About::File,
            noted: Noted::Repaired(Repair::Utf16),
        });
    }
    if text.contains(&0) {
        return Err(Unreadable::NotText);
    }
    Ok(text)
}

/// What the calendar is called.
fn name(lines: &[lines::Line<'_>]) -> String {
    let named = |wanted: &str| {
        let line = lines
            .iter()
            .find(|line| property::name(&line.bytes).as_deref() == Some(wanted))?;
        let (text, _) = property::letters(line);
        Some(property::Property::read(&text)?.unescaped())
    };
    named("X-WR-CALNAME").or_else(|| named("NAME")).unwrap_or_default()
}
