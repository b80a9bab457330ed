//! Content lines (RFC 5545 3.1): name, parameters and value of a property, escaped, folded and ended as the RFC has it.
//!
//! Lines go straight to the writer that is given, so that memory does not grow with the file. Values that are no text (times,
//! rules, numbers) are written as they print. Left out: binary values, and parameters with several values.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use uuid::Uuid;

use crate::recurrence::Rule;
use crate::time::{Minutes, Zone};

/// A time as it stands in a property: a date, a local time, or an instant in UTC (RFC 5545 3.3.4, 3.3.5). UNTIL has the
/// same three forms.
pub use crate::recurrence::When;

/// The most octets of a line, its end not counted.
const LONGEST: usize = 75;

/// Writes content lines.
pub struct ContentLines<'w> {
    out: &'w mut dyn Write,
    /// The line that is being put together, not yet folded.
    line: String,
}

impl<'w> ContentLines<'w> {
    /// Writes to `out`, which is best buffered.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self {
            out,
            line: String::new(),
        }
    }

    /// Opens a component.
    ///
    /// # Errors
    /// Where the writer fails, as everywhere here.
    pub fn begin(&mut self, component: &str) -> io::Result<()> {
        self.value("BEGIN", component)
    }

    /// Closes a component.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn end(&mut self, component: &str) -> io::Result<()> {
        self.value("END", component)
    }

    /// A property without parameters whose value is no text.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn value(&mut self, name: &str, value: impl Value) -> io::Result<()> {
        self.property(name).value(value)
    }

    /// A property without parameters whose value is text.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.texts(name, [text])
    }

    /// A property whose value is a list of texts, such as CATEGORIES.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn texts<'t>(&mut self, name: &str, texts: impl IntoIterator<Item = &'t str>) -> io::Result<()> {
        self.line.clear();
        self.line.push_str(name);
        for (index, text) in texts.into_iter().enumerate() {
            self.line.push(if index == 0 { ':' } else { ',' });
            escape(text, &mut self.line);
        }
        self.fold()
    }

    /// Begins a property that has parameters.
    pub fn property(&mut self, name: &str) -> Property<'_, 'w> {
        self.line.clear();
        self.line.push_str(name);
        Property { lines: self }
    }

    /// Lines that were written before, as they were.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn again(&mut self, lines: &[u8]) -> io::Result<()> {
        self.out.write_all(lines)
    }

    /// A line that another program wrote, folded anew; control characters, which no line can hold, are left out.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn line_again(&mut self, line: &str) -> io::Result<()> {
        self.line.clear();
        let held = |letter: &char| *letter == '\t' || !letter.is_control();
        self.line.extend(line.chars().filter(held));
        self.fold()
    }

    /// Writes the line in pieces of at most 75 octets, none of which ends inside a character.
    fn fold(&mut self) -> io::Result<()> {
        if self.line.len() <= LONGEST {
            self.line.push_str("\r\n");
            return self.out.write_all(self.line.as_bytes());
        }
        let (mut rest, mut room) = (self.line.as_str(), LONGEST);
        while let Some((piece, after)) = rest.split_at_checked(rest.floor_char_boundary(room)) {
            self.out.write_all(piece.as_bytes())?;
            self.out.write_all(b"\r\n")?;
            if after.is_empty() {
                break;
            }
            self.out.write_all(b" ")?;
            // The space counts.
            (rest, room) = (after, LONGEST - 1);
        }
        Ok(())
    }
}

/// A property that is being written; it is not there before it has its value.
#[must_use]
pub struct Property<'l, 'w> {
    lines: &'l mut ContentLines<'w>,
}

impl Property<'_, '_> {
    /// A parameter. Quotes and control characters, which no parameter can hold, are left out.
    pub fn parameter(self, name: &str, value: &str) -> Self {
        let line = &mut self.lines.line;
        line.push(';');
        line.push_str(name);
        line.push('=');
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
        if value.bytes().all(is_plain) {
            line.push_str(value);
            return self;
        }
        let quote = value.contains([':', ';', ',']);
        let held = |letter: &char| *letter != '"' && !letter.is_control();
        line.extend(quote.then_some('"'));
        line.extend(value.chars().filter(held));
        line.extend(quote.then_some('"'));
        self
    }

    /// The value, where it is no text.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn value(self, value: impl Value) -> io::Result<()> {
        self.lines.line.push(':');
        value.put(&mut self.lines.line).map_err(io::Error::other)?;
        self.lines.fold()
    }
}

/// A value that is no text: it stands on the line as it prints.
pub trait Value {
    /// Puts it on a line.
    ///
    /// # Errors
    /// It cannot print itself; a line takes everything.
    fn put(&self, line: &mut String) -> fmt::Result;
}

impl<V: Value + ?Sized> Value for &V {
    fn put(&self, line: &mut String) -> fmt::Result {
        V::put(self, line)
    }
}

impl Value for str {
    fn put(&self, line: &mut String) -> fmt::Result {
        line.push_str(self);
        Ok(())
    }
}

impl Value for String {
    fn put(&self, line: &mut String) -> fmt::Result {
        self.as_str().put(line)
    }
}

/// Calendars are made of times: a formatter for each of them would take longer than all the rest.
impl Value for When {
    fn put(&self, line: &mut String) -> fmt::Result {
        self.push_to(line);
        Ok(())
    }
}

impl Value for Uuid {
    fn put(&self, line: &mut String) -> fmt::Result {
        line.push_str(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        Ok(())
    }
}

impl Value for Minutes {
    fn put(&self, line: &mut String) -> fmt::Result {
        // Most visits are a small number of minutes.
        match u8::try_from(self.count()) {
            Ok(minutes @ 1..60) => {
                line.push_str("PT");
                line.extend((minutes > 9).then(|| char::from(b'0' + minutes / 10)));
                line.push(char::from(b'0' + minutes % 10));
                line.push('M');
                Ok(())
            }
            _ => write!(line, "{self}"),
        }
    }
}

/// A period: from when on, and how long (RFC 5545 3.3.9).
impl Value for (When, Minutes) {
    fn put(&self, line: &mut String) -> fmt::Result {
        self.0.push_to(line);
        line.push('/');
        self.1.put(line)
    }
}

/// Values that print themselves.
macro_rules! printed {
    ($($value:ty),+) => {$(
        impl Value for $value {
            fn put(&self, line: &mut String) -> fmt::Result {
                write!(line, "{self}")
            }
        }
    )+};
}
printed!(u32, Rule, Zone, fmt::Arguments<'_>);

/// TEXT of RFC 5545 3.3.11: `\`, `;`, `,` and line ends get a backslash; other control characters are left out.
fn escape(text: &str, line: &mut String) {
    let stays = |byte: u8| (b' '..0x7f).contains(&byte) && !matches!(byte, b'\\' | b';' | b',');
    if text.bytes().all(stays) {
        return line.push_str(text);
    }
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => line.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' => line.push_str("\\n"),
            '\t' => line.push('\t'),
            _ if letter.is_control() => {}
            _ => line.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(write: impl FnOnce(&mut ContentLines<'_>) -> io::Result<()>, expected: &str) {
        let mut out = Vec::new();
        write(&mut ContentLines::new(&mut out)).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn text_is_escaped_and_what_is_no_text_is_not() {
        check(
            |lines| lines.text("SUMMARY", "Cut; wash, dry\\fix: ok\r\nnext\rlast\u{7}\n"),
            "SUMMARY:Cut\\; wash\\, dry\\\\fix: ok\\nnext\\nlast\\n\r\n",
        );
        check(
            |lines| lines.value("RRULE", "FREQ=WEEKLY;BYDAY=MO,TU"),
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU\r\n",
        );
        check(
            |lines| lines.texts("CATEGORIES", ["Hair", "Nails, feet"]),
            "CATEGORIES:Hair,Nails\\, feet\r\n",
        );
        check(|lines| lines.text("COMMENT", ""), "COMMENT:\r\n");
    }

    #[test]
    fn a_parameter_is_quoted_only_where_it_must_be() {
        let zone = |zone: &'static str| {
            move |lines: &mut ContentLines<'_>| lines.property("DTSTART").parameter("TZID", zone).value("x")
        };
        check(zone("Europe/Berlin"), "DTSTART;TZID=Europe/Berlin:x\r\n");
        check(zone("a:b"), "DTSTART;TZID=\"a:b\":x\r\n");
        check(zone("a\"b\nc"), "DTSTART;TZID=abc:x\r\n");
    }

    #[test]
    fn a_line_of_75_octets_stays_whole_and_one_more_is_folded() {
        let whole = "x".repeat(75 - "SUMMARY:".len());
        check(|lines| lines.text("SUMMARY", &whole), &format!("SUMMARY:{whole}\r\n"));
        let longer = format!("{whole}y");
        check(
            |lines| lines.text("SUMMARY", &longer),
            &format!("SUMMARY:{whole}\r\n y\r\n"),
        );
        // The second line holds 74 beside its space.
        let long = "z".repeat(67 + 74 + 1);
        let folded = format!("SUMMARY:{}\r\n {}\r\n z\r\n", "z".repeat(67), "z".repeat(74));
        check(|lines| lines.text("SUMMARY", &long), &folded);
    }

    #[test]
    fn a_fold_never_splits_a_character() {
        for letter in ["ü", "€", "😀", "a\u{301}"] {
            for before in 0..8 {
                let text = format!("{}{}", "x".repeat(before), letter.repeat(120));
                let mut out = Vec::new();
                ContentLines::new(&mut out).text("SUMMARY", &text).unwrap();
                let written = String::from_utf8(out).unwrap();
                for line in written.trim_end_matches("\r\n").split("\r\n") {
                    assert!(line.len() <= LONGEST, "{} octets: {line}", line.len());
                }
                assert_eq!(written.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
            }
        }
    }
}
