//! Something of the catalogue in a field in which one types to find it: the text, and what was taken from the list.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::find::{Named, by_name};

/// The text of the field, and the one it means where one was taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pick {
    /// As it was typed or taken.
    pub text: String,
    /// What was taken; it holds while the text is still its name.
    taken: Option<(Uuid, String)>,
}

impl Pick {
    /// This one, by its name outside of the file and the name that is shown.
    pub fn of(uuid: Uuid, name: impl Into<String>) -> Self {
        let text = name.into();
        Self {
            taken: Some((uuid, text.clone())),
            text,
        }
    }

    /// Takes one from the list.
    pub fn take(&mut self, uuid: Uuid, name: impl Into<String>) {
        *self = Self::of(uuid, name);
    }

    /// The one that was taken, unless something else was typed since.
    pub fn taken(&self) -> Option<Uuid> {
        self.taken
            .as_ref()
            .filter(|(_, name)| *name == self.text)
            .map(|(uuid, _)| *uuid)
    }

    /// The one that is meant: the one that was taken, or the only one of exactly this name.
    pub fn meant<'a, R: Named>(&self, rows: impl Iterator<Item = &'a Arc<R>>) -> Option<&'a Arc<R>> {
        match self.taken() {
            Some(uuid) => by_name(rows, &uuid.to_string()).ok(),
            None if self.is_empty() => None,
            None => by_name(rows, &self.text).ok(),
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_holds_until_something_else_is_typed() {
        let uuid = Uuid::from_u128(7);
        let mut pick = Pick::of(uuid, "Anna Berg");
        assert_eq!(pick.taken(), Some(uuid));
        pick.text.push('s');
        assert_eq!(pick.taken(), None);
        pick.text.pop();
        assert_eq!(pick.taken(), Some(uuid));
    }
}
