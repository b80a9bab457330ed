//! Which errors are shown at which field: those of fields that were touched, and all of them once the person tried to save.
//!
//! A form that complains while it is still empty is noise. What no field showed is not lost: [`AtFields::elsewhere`].

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::refusal::{FieldError, FieldErrors, Thing};
use crate::time::{Day, Minutes};
use crate::words;

/// The errors of a form, and what the person has done with its fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AtFields {
    errors: FieldErrors,
    /// What only the form knows to be wrong.
    own: BTreeMap<String, String>,
    tried: bool,
    touched: BTreeSet<String>,
    asked: RefCell<BTreeSet<String>>,
    /// Whether the person is led to the first field with an error.
    leads: Cell<bool>,
}

impl AtFields {
    /// What is wrong by now.
    pub fn set(&mut self, errors: FieldErrors) {
        self.errors = errors;
        self.own.clear();
    }

    /// Adds what only the form knows to be wrong, in words.
    pub fn add(&mut self, path: &str, says: String) {
        self.own.insert(path.to_owned(), says);
    }

    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        !self.errors.is_empty() || !self.own.is_empty()
    }

    /// The person tried to save: everything that is wrong is said from now on.
    ///
    /// The first field that is shown with an error has the focus then.
    pub fn try_all(&mut self) {
        self.tried = true;
        self.leads.set(true);
    }

    /// A field was shown: it was left, or it is the one that the person is led to.
    pub fn shown(&mut self, path: impl Into<String>, field: &egui::Response) {
        let path = path.into();
        let is_wrong = self.errors.iter().any(|(of, _)| is_within(of, &path)) || self.own.contains_key(&path);
        if is_wrong && self.leads.take() {
            field.request_focus();
            field.scroll_to_me(None);
        }
        if field.lost_focus() {
            self.touch(path);
        }
    }

    /// The person left this field after writing into it.
    pub fn touch(&mut self, path: impl Into<String>) {
        self.touched.insert(path.into());
    }

    /// What is wrong with a field, once it is time to say so.
    pub fn at(&self, path: &str) -> Option<String> {
        self.asked.borrow_mut().insert(path.to_owned());
        if !self.tried && !self.touched.contains(path) {
            return None;
        }
        let found = self.errors.at(path).first().map(in_a_form);
        found.or_else(|| self.own.get(path).cloned())
    }

    /// What is wrong with a field or anything within it: `hours.tue` also has what stands at `hours.tue.0.1`.
    pub fn within(&self, path: &str) -> Option<String> {
        let wrong = self.errors.iter().find(|(of, _)| is_within(of, path));
        let paths = self.errors.iter().map(|(of, _)| of).filter(|of| is_within(of, path));
        self.asked.borrow_mut().extend(paths.map(str::to_owned));
        if !self.tried && !self.touched.contains(path) {
            return None;
        }
        wrong.and_then(|(_, errors)| errors.first()).map(in_a_form)
    }

    /// After all fields were shown: what is wrong and stands at none of them. Begins the next round.
    pub fn elsewhere(&self) -> Vec<String> {
        let asked = self.asked.take();
        self.leads.set(false);
        if !self.tried {
            return Vec::new();
        }
        let unasked = self.errors.iter().filter(|(path, _)| !asked.contains(*path));
        unasked
            .flat_map(|(path, errors)| {
                let field = words::capital(&words::field::label(path));
                errors.iter().map(move |error| format!("{field}: {}", in_a_form(error)))
            })
            .collect()
    }
}

/// Whether one path is another, or lies within it.
fn is_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What is wrong, in the words of somebody who types into a form: dates and lengths as people write them, not as JSON.
pub fn in_a_form(error: &FieldError) -> String {
    match error {
        FieldError::Missing => "Needed".to_owned(),
        FieldError::NotADate => "Not a date like 3 Mar 2026".to_owned(),
        FieldError::NotADuration => "Not a length like 45 or 1:30".to_owned(),
        FieldError::NotAZone => "Not a time zone like Europe/Berlin".to_owned(),
        FieldError::NoSuch { what: Thing::Client } => {
            "Nobody of this name: take one from the list, or a new client".to_owned()
        }
        FieldError::Ambiguous { what, .. } => {
            format!(
                "There are several: take one {} from the list",
                words::field::thing(*what)
            )
        }
        FieldError::OutOfRange { least, most } => format!("From {} to {}", as_written(least), as_written(most)),
        other => words::field::text(other),
    }
}

fn as_written(bound: &str) -> String {
    if let Ok(length) = bound.parse::<Minutes>() {
        words::dates::length(length)
    } else if let Ok(day) = bound.parse::<Day>() {
        words::dates::day(day)
    } else {
        bound.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::FieldError;

    #[test]
    fn errors_wait_until_a_field_was_touched_or_all_are_tried() {
        let mut fields = AtFields::default();
        let mut errors = FieldErrors::one("time", FieldError::NotATime);
        errors.add("visits", FieldError::Missing);
        fields.set(errors);
        assert_eq!((fields.at("time"), fields.at("visits")), (None, None));
        fields.touch("time");
        assert!(fields.at("time").is_some() && fields.at("visits").is_none());
        assert!(fields.elsewhere().is_empty(), "nobody tried to save yet");
        fields.try_all();
        assert!(fields.at("time").is_some());
        assert_eq!(fields.elsewhere().len(), 1, "no field asked for the visits");
    }
}
