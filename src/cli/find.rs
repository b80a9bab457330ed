//! What an argument names: a series by its id, a visit by the start it would have had, anything of the catalogue by name.

use crate::desk::Desk;
use crate::domain::Book;
use crate::domain::book::Shelved;
use crate::domain::find::{Named, by_name};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Thing};
use crate::domain::rows::*;
use crate::time::{Civil, Day};

use super::stop::Stop;

/// The series with this id.
pub(super) fn series(book: &Book, id: &str) -> Result<SeriesId, Stop> {
    let uuid = id.trim().parse::<uuid::Uuid>().ok();
    let found = book.series().live().find(|series| Some(series.uuid) == uuid);
    found.map(|series| series.id).ok_or_else(|| {
        let error = FieldError::NoSuch { what: Thing::Series };
        Stop::fields(FieldErrors::one("series", error))
    })
}

/// The visit of a series by the start it would have had.
pub(super) fn visit(desk: &mut Desk, series: SeriesId, original: Civil) -> Result<VisitId, Stop> {
    let named = |desk: &Desk| desk.book().calendar().named(series, original);
    desk.load(original.day, original.day)?;
    if named(desk).is_none() {
        // It may have been moved to another month, long ago.
        desk.load(Day::FIRST, desk.book().zone().civil(desk.now()).day)?;
    }
    named(desk).ok_or_else(|| Stop::refusal(desk.book(), Refusal::NoSuchVisit { series }))
}

/// Something of the catalogue by its name or id.
pub(super) fn named<R: Named + Shelved>(book: &Book, argument: &'static str, name: &str) -> Result<R::Id, Stop> {
    by_name(R::shelf(book).live(), name)
        .map(|row| row.id())
        .map_err(|error| Stop::fields(FieldErrors::one(argument, error)))
}
