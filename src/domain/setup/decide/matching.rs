//! Which row of the book a thing of a document is: the one with its id, else the one with its name.
//!
//! Names are looked up in the book as it was before the document, so that two clients of one name may be made at once. An
//! id that the book does not have is the id of something new, unless its name is there: a document of another shop.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::find::{Named, fold};
use crate::domain::refusal::{FieldError, FieldErrors};

/// What a thing of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match<I> {
    /// A row of the book.
    Known(I),
    /// Something new, with this uuid where the document says one.
    New(Option<Uuid>),
}

/// How well a row of the right name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is something else.
    Not,
    /// It may be meant.
    Maybe,
    /// It is meant rather than others of the same name.
    Well,
}

/// A thing of the document as it is looked for.
pub(super) struct Wanted<'a, R> {
    id: Option<Uuid>,
    at: &'a str,
    name: String,
    fits: Box<dyn Fn(&R) -> Fit + 'a>,
    /// What may be there once only among the new things of one document.
    once: Option<String>,
}

impl<'a, R> Wanted<'a, R> {
    /// A thing whose name is its own.
    pub fn named(id: Option<Uuid>, at: &'a str, name: Option<&str>) -> Self {
        let name = name.unwrap_or_default().to_owned();
        Self {
            id,
            at,
            once: Some(fold(&name)),
            name,
            fits: Box::new(|_| Fit::Maybe),
        }
    }

    /// The same, where not every row of that name can be meant.
    pub fn fitting(mut self, fits: impl Fn(&R) -> Fit + 'a) -> Self {
        self.fits = Box::new(fits);
        self
    }

    /// The same, where the name is to be there once only in some place; or as often as there is one of that name.
    pub fn once(mut self, once: Option<String>) -> Self {
        self.once = once;
        self
    }
}

/// Finds each of the things among the rows; nothing where it could be several, which is noted as an error.
pub(super) fn matched<'a, R: Named>(
    rows: impl Iterator<Item = &'a Arc<R>>,
    wanted: &[Wanted<'_, R>],
    errors: &mut FieldErrors,
) -> Vec<Option<Match<R::Id>>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut by_id: HashMap<Uuid, R::Id> = HashMap::new();
    let mut by_name: HashMap<String, Vec<&Arc<R>>> = HashMap::new();
    for row in rows {
        by_id.insert(row.uuid(), row.id());
        if !row.deleted() {
            let names: BTreeSet<String> = row.names().iter().map(|name| fold(name)).collect();
            for name in names {
                by_name.entry(name).or_default().push(row);
            }
        }
    }
    let of_id = |wanted: &Wanted<'_, R>| wanted.id.and_then(|id| by_id.get(&id)).copied();
    let claimed: BTreeSet<R::Id> = wanted.iter().filter_map(of_id).collect();
    let (mut taken, mut new) = (BTreeSet::new(), HashSet::new());
    let mut find = |wanted: &Wanted<'_, R>| {
        let named = || {
            let all = by_name.get(&fold(&wanted.name)).map(Vec::as_slice).unwrap_or_default();
            let fits = |row: &&&Arc<R>| !claimed.contains(&row.id()) && (wanted.fits)(row) > Fit::Not;
            let all: Vec<&Arc<R>> = all.iter().filter(fits).copied().collect();
            let best = all.iter().map(|row| (wanted.fits)(row)).max();
            let is_best = |row: &&Arc<R>| Some((wanted.fits)(row)) == best;
            all.into_iter().filter(is_best).collect::<Vec<_>>()
        };
        let shown = |row: &Arc<R>| row.names().first().cloned().unwrap_or_default();
        let twice = || vec![wanted.name.clone(), wanted.name.clone()];
        let found = match (of_id(wanted), named().as_slice()) {
            (Some(id), _) => Ok(Match::Known(id)),
            (None, [one]) => Ok(Match::Known(one.id())),
            (None, []) => Ok(Match::New(wanted.id)),
            (None, several) => Err(several.iter().map(|row| shown(row)).collect()),
        };
        let found = found.and_then(|found| {
            let is_first = match (found, &wanted.id, &wanted.once) {
                (Match::Known(id), ..) => taken.insert(id),
                (Match::New(_), Some(id), _) => new.insert(id.to_string()),
                (Match::New(_), None, Some(once)) => once.is_empty() || new.insert(once.clone()),
                (Match::New(_), None, None) => true,
            };
            if is_first { Ok(found) } else { Err(twice()) }
        });
        found
            .map_err(|matches| {
                let error = FieldError::Ambiguous {
                    what: R::THING,
                    matches,
                };
                errors.add(wanted.at, error);
            })
            .ok()
    };
    wanted.iter().map(&mut find).collect()
}
