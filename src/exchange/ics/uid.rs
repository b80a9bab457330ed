//! What components are called (UID, RFC 5545 3.8.4.7): by their piece, whose name is kept for ever, and by what tells several
//! components of one piece apart.

use std::fmt::{self, Write as _};

use uuid::Uuid;

use super::line::{Value, When};
use crate::time::{Civil, Day};

/// A UID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Uid {
    piece: Uuid,
    /// Which of the rules that say the piece together, from 0.
    form: usize,
    of: Of,
}

/// Which component of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The only one, or the first.
    First,
    /// The one after a day on which the clock was changed.
    After(Day),
    /// A visit by itself, by the start that it would have had.
    Visit(Civil),
}

impl Uid {
    /// The UID of a piece.
    pub fn of(piece: Uuid) -> Self {
        Self {
            piece,
            form: 0,
            of: Of::First,
        }
    }

    /// That of one of the rules that say the piece together, from 0.
    pub fn form(self, form: usize) -> Self {
        Self { form, ..self }
    }

    /// That of the stretch after a day.
    pub fn after(self, day: Day) -> Self {
        Self {
            of: Of::After(day),
            ..self
        }
    }

    /// That of a visit by itself.
    pub fn visit(self, original: Civil) -> Self {
        Self {
            of: Of::Visit(original),
            ..self
        }
    }
}

impl Value for Uid {
    fn put(&self, line: &mut String) -> fmt::Result {
        self.piece.put(line)?;
        if self.form > 0 {
            write!(line, "-{}", self.form + 1)?;
        }
        match self.of {
            Of::First => {}
            Of::After(day) => {
                line.push('-');
                When::Day(day).push_to(line);
            }
            Of::Visit(original) => {
                line.push('-');
                When::Local(original).push_to(line);
                // Without the seconds.
                line.truncate(line.len().saturating_sub(2));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::read;

    #[test]
    fn components_of_a_piece_have_different_uids() {
        let uid = Uid::of(Uuid::nil());
        let check = |uid: Uid, rest: &str| {
            let mut line = String::new();
            uid.put(&mut line).unwrap();
            assert_eq!(line, format!("{}{rest}", Uuid::nil()));
        };
        check(uid, "");
        check(uid.form(1), "-2");
        check(uid.after(read("2026-03-29")), "-20260329");
        check(uid.form(1).after(read("2026-03-29")), "-2-20260329");
        check(uid.visit(read("2026-03-10T09:05")), "-20260310T0905");
    }
}
