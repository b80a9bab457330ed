//! Bytes become content lines (RFC 5545 3.1), and these components: unfolded before they are read as letters, because some
//! programs fold inside of a character, and each with the line of the file that it begins on.
//!
//! Read are CRLF, LF and CR; folds with a space or a tab; components that are not ended, or that hold others however deep.

use std::borrow::Cow;

/// A content line.
#[derive(Debug, Clone)]
pub(super) struct Line<'f> {
    /// Its number in the file, from 1.
    pub number: u32,
    /// What stands on it.
    pub bytes: Cow<'f, [u8]>,
}

/// A component of a calendar, with its own lines; those of components inside of it stand apart.
#[derive(Debug, Default)]
pub(super) struct Component<'f> {
    /// Its name, in upper case.
    pub name: String,
    /// The line that it begins on.
    pub line: u32,
    /// Its lines.
    pub lines: Vec<Line<'f>>,
    /// What is inside of a VTIMEZONE, one floor deep. Alarms and the like are passed over.
    pub inside: Vec<Component<'f>>,
    /// How it ended.
    pub ended: Ended,
}

/// How a component ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ended {
    /// As it should.
    #[default]
    Well,
    /// The next one began, or the calendar ended.
    ByOthers,
    /// The file ended.
    CutOff,
}

/// The content lines of a file, folds undone. Empty ones are left out.
pub(super) fn unfolded(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    // Only files of old have no line feed at all.
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut rest = Some(bytes);
    let mut number = 0;
    let mut physical = std::iter::from_fn(move || {
        let all = rest?;
        let (line, after) = match all.iter().position(|byte| *byte == end) {
            Some(at) => all.split_at_checked(at).map(|(line, after)| (line, after.get(1..)))?,
            None => (all, None),
        };
        rest = after;
        number += 1;
        let cut = line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1);
        Some((number, line.get(..cut).unwrap_or_default()))
    })
    .peekable();
    std::iter::from_fn(move || {
        loop {
            let (number, first) = physical.next()?;
            let mut bytes = Cow::Borrowed(first);
            while let Some((_, folded)) = physical.next_if(|(_, line)| matches!(line.first(), Some(b' ' | b'\t'))) {
                bytes.to_mut().extend_from_slice(folded.get(1..).unwrap_or_default());
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Some(Line { number, bytes });
            }
        }
    })
}

/// The name that a line begins or ends a component with.
fn bracket<'l>(line: &'l [u8], word: &[u8]) -> Option<&'l [u8]> {
    let (head, name) = line.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then(|| name.trim_ascii())
}

/// What a file holds: the lines of its calendars themselves, and the components of these.
#[derive(Debug, Default)]
pub(super) struct Split<'f> {
    /// Lines of the calendars themselves.
    pub calendar: Vec<Line<'f>>,
    /// Components, at most one more than was allowed.
    pub components: Vec<Component<'f>>,
    /// Whether anything begins a calendar or a component.
    pub is_calendar: bool,
}

/// Splits a file into components; stops when there are more than `most`.
pub(super) fn split(bytes: &[u8], most: usize) -> Split<'_> {
    let mut split = Split::default();
    let mut open: Option<Component<'_>> = None;
    // How deep inside of the open component a line is.
    let mut depth = 0_usize;
    for line in unfolded(bytes) {
        if split.components.len() > most {
            break;
        }
        if let Some(name) = bracket(&line.bytes, b"BEGIN:") {
            split.is_calendar = true;
            let name = String::from_utf8_lossy(name).to_ascii_uppercase();
            let begins_anew = name == "VCALENDAR" || name == "VEVENT";
            if begins_anew && let Some(before) = open.take() {
                split.components.push(Component {
                    ended: Ended::ByOthers,
                    ..before
                });
            }
            let new = Component {
                name,
                line: line.number,
                ..Component::default()
            };
            match &mut open {
                _ if new.name == "VCALENDAR" => {}
                None => {
                    depth = 0;
                    open = Some(new);
                }
                Some(outer) => {
                    depth += 1;
                    if depth == 1 && outer.name == "VTIMEZONE" {
                        outer.inside.push(new);
                    }
                }
            }
        } else if let Some(name) = bracket(&line.bytes, b"END:") {
            let ends_calendar = name.eq_ignore_ascii_case(b"VCALENDAR");
            let ends_itself = open.as_ref().is_some_and(|open| {
                name.eq_ignore_ascii_case(open.name.as_bytes()) && (depth == 0 || is_outer(&open.name))
            });
            if ends_calendar || ends_itself || depth == 0 {
                let ended = if ends_itself { Ended::Well } else { Ended::ByOthers };
                split
                    .components
                    .extend(open.take().map(|open| Component { ended, ..open }));
                depth = 0;
            } else {
                depth -= 1;
            }
        } else {
            match &mut open {
                None => split.calendar.push(line),
                Some(open) if depth == 0 => open.lines.push(line),
                Some(open) if depth == 1 => {
                    if let Some(inside) = open.inside.last_mut() {
                        inside.lines.push(line);
                    }
                }
                Some(_) => {}
            }
        }
    }
    split.components.extend(open.take().map(|open| Component {
        ended: Ended::CutOff,
        ..open
    }));
    split
}

/// Whether a component never stands inside of another: where it ends, what is inside of it does, too.
fn is_outer(name: &str) -> bool {
    matches!(name, "VEVENT" | "VTODO" | "VJOURNAL" | "VTIMEZONE" | "VFREEBUSY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(file: &[u8], expected: &[(u32, &str)]) {
        let found: Vec<(u32, String)> = unfolded(file)
            .map(|line| (line.number, String::from_utf8(line.bytes.into_owned()).unwrap()))
            .collect();
        let expected: Vec<(u32, String)> = expected.iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_end_in_any_of_the_three_ways_and_keep_their_numbers() {
        check_lines(b"A:1\r\nB:2\r\n", &[(1, "A:1"), (2, "B:2")]);
        check_lines(b"A:1\n\n  \nB:2", &[(1, "A:1"), (4, "B:2")]);
        check_lines(b"A:1\rB:2\r", &[(1, "A:1"), (2, "B:2")]);
        check_lines(b"A:1\r\r\nB:2\r\n", &[(1, "A:1"), (2, "B:2")]);
        check_lines(b"", &[]);
    }

    #[test]
    fn folds_are_undone_before_bytes_are_letters() {
        check_lines(b"A:1\r\n 2\r\n\t3\r\nB:4", &[(1, "A:123"), (4, "B:4")]);
        // The two bytes of the letter stand on two lines.
        check_lines(b"A:M\xc3\r\n \xbcller\r\n", &[(1, "A:M\u{fc}ller")]);
        check_lines(b" lost\r\nA:1", &[(1, " lost"), (2, "A:1")]);
    }

    /// The components of a file: name, line, number of own lines and of components inside, how it ended.
    #[track_caller]
    fn check(file: &str, expected: &[(&str, u32, usize, usize, Ended)]) {
        let split = split(file.as_bytes(), 100);
        let found: Vec<_> = split
            .components
            .iter()
            .map(|one| {
                (
                    one.name.as_str(),
                    one.line,
                    one.lines.len(),
                    one.inside.len(),
                    one.ended,
                )
            })
            .collect();
        assert_eq!(found, expected, "{file}");
    }

    #[test]
    fn each_component_has_its_own_lines() {
        check(
            "BEGIN:VCALENDAR\nX:1\nBEGIN:VEVENT\nA:1\nBEGIN:VALARM\nB:1\nEND:VALARM\nC:1\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nbegin:vevent\nA:1\nend:vevent\nEND:VCALENDAR\n",
            &[("VEVENT", 3, 2, 0, Ended::Well), ("VEVENT", 12, 1, 0, Ended::Well)],
        );
    }

    #[test]
    fn what_is_not_ended_ends_where_the_next_begins() {
        check(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nA:1\nBEGIN:VALARM\nBEGIN:VEVENT\nA:1\nEND:VEVENT\nBEGIN:VEVENT\nEND:VCALENDAR\nBEGIN:VEVENT\nA:1\nB",
            &[
                ("VEVENT", 2, 1, 0, Ended::ByOthers),
                ("VEVENT", 5, 1, 0, Ended::Well),
                ("VEVENT", 8, 0, 0, Ended::ByOthers),
                ("VEVENT", 10, 2, 0, Ended::CutOff),
            ],
        );
    }

    #[test]
    fn however_deep_components_stand_in_each_other_nothing_grows_with_it() {
        let deep = format!(
            "BEGIN:VEVENT\n{}A:1\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT",
            "BEGIN:X\n".repeat(100_000)
        );
        check(
            &deep,
            &[("VEVENT", 1, 0, 0, Ended::Well), ("VEVENT", 100_004, 0, 0, Ended::Well)],
        );
    }
}
