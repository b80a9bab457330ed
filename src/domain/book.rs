//! The book: everything of the salon that is loaded, as one value.
//!
//! A book is cheap to copy (its shelves share their structure), so a frame keeps one while the desk makes the next, and
//! deciding works on a copy of its own. Only [`Book::apply`] changes it. Visits are loaded by month: what lies before
//! [`Book::is_loaded`] is asked for by [`super::NotLoaded`], never answered with an empty list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdSet;

use super::calendar::{Calendar, Who};
use super::change::{Edit, RowEdit, Stale};
use super::row::{Misfit, NO_OWNER, Row, Value};
use super::rows::*;
use super::schedule::reached;
use super::shelf::Shelf;
use crate::time::{Day, Instant, Span, YearMonth, Zone};

/// A row that has its shelf in the book.
pub trait Shelved: Row {
    /// Its table.
    const KIND: Table;
    /// Its shelf.
    fn shelf(book: &Book) -> &Shelf<Self>;
    /// Its shelf, to change it.
    fn shelf_mut(book: &mut Book) -> &mut Shelf<Self>;
    /// An edit of such a row among edits of all kinds.
    fn wrap(edit: Edit<Self>) -> RowEdit;
}

/// Something that is done for every table, with the table's type.
pub trait ForTable {
    /// What may go wrong.
    type Error;
    /// Does it.
    fn table<R: Shelved>(&mut self) -> Result<(), Self::Error>;
}

/// Something that is done with an edit, with the type of its row.
pub trait ForEdit {
    /// What comes out.
    type Output;
    /// Does it.
    fn edit<R: Shelved>(self, edit: &Edit<R>) -> Self::Output;
}

/// Declares the book with its shelves, in the order in which rows are loaded: owners before what they own.
macro_rules! book {
    ($($row:ident $shelf:ident),+ $(,)?) => {
        /// The tables that hold rows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $(#[doc = concat!("Rows of [`", stringify!($row), "`].")] $row),+ }

        impl Table {
            /// All of them, owners before what they own.
            pub const ALL: &'static [Table] = &[$(Table::$row),+];

            /// The name of the table.
            pub const fn name(self) -> &'static str {
                match self { $(Table::$row => <$row as Row>::TABLE),+ }
            }

            /// Whether its rows only go forward: they are outside of undo and of the journal.
            pub const fn is_outside_undo(self) -> bool {
                matches!(self, Table::IcalPiece)
            }

            /// Does something for each table, owners before what they own.
            pub fn each<F: ForTable>(action: &mut F) -> Result<(), F::Error> {
                $(action.table::<$row>()?;)+
                Ok(())
            }

            /// An edit from stored values.
            pub fn edit(self, before: Option<&[Value]>, after: Option<&[Value]>) -> Result<RowEdit, Misfit> {
                fn edit<R: Shelved>(before: Option<&[Value]>, after: Option<&[Value]>) -> Result<RowEdit, Misfit> {
                    let row = |values: Option<&[Value]>| values.map(R::from_values).transpose().map(|row| row.map(Arc::new));
                    Ok(R::wrap(Edit { before: row(before)?, after: row(after)? }))
                }
                match self { $(Table::$row => edit::<$row>(before, after)),+ }
            }
        }

        /// An edit of a row of any kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum AnyEdit { $(#[doc = concat!("Of a [`", stringify!($row), "`].")] $row(Edit<$row>)),+ }

        impl AnyEdit {
            /// Does something with the edit, with the type of its row.
            pub fn with<F: ForEdit>(&self, action: F) -> F::Output {
                match self { $(AnyEdit::$row(edit) => action.edit(edit)),+ }
            }

            /// The table of its row.
            pub const fn table(&self) -> Table {
                match self { $(AnyEdit::$row(_) => Table::$row),+ }
            }

            /// The key of its row.
            pub fn key(&self) -> i64 {
                match self { $(AnyEdit::$row(edit) => edit.key()),+ }
            }

            /// The same the other way round.
            #[must_use]
            pub fn inverse(&self) -> Self {
                match self { $(AnyEdit::$row(edit) => AnyEdit::$row(edit.inverse())),+ }
            }

            /// Whether the row is made by it.
            pub fn is_new(&self) -> bool {
                match self { $(AnyEdit::$row(edit) => edit.before.is_none()),+ }
            }

            /// Whether the row is taken out by it.
            pub fn takes_out(&self) -> bool {
                match self { $(AnyEdit::$row(edit) => edit.after.is_none()),+ }
            }

            /// Whether the row is in the end as it was but for when it was written, or was never there.
            pub fn is_nothing(&self) -> bool {
                match self { $(AnyEdit::$row(edit) => edit.is_nothing()),+ }
            }

            /// This edit and a later one of the same row as one.
            #[must_use]
            pub fn then(&self, later: Self) -> Self {
                match (self, later) {
                    $((AnyEdit::$row(first), AnyEdit::$row(later)) => {
                        AnyEdit::$row(Edit { before: first.before.clone(), after: later.after })
                    })+
                    (_, later) => later,
                }
            }
        }

        /// Everything of the salon that is loaded.
        #[derive(Debug, Clone, Default)]
        pub struct Book {
            /// Rises by one with every change.
            pub revision: i64,
            /// The next key; keys are never used again.
            pub next_key: i64,
            loaded: OrdSet<YearMonth>,
            everything_from: Option<YearMonth>,
            calendar: Calendar,
            $($shelf: Shelf<$row>,)+
        }

        impl PartialEq for Book {
            /// Whether the same rows are loaded; what is derived from them is not compared.
            fn eq(&self, other: &Self) -> bool {
                self.revision == other.revision && self.next_key == other.next_key $(&& self.$shelf == other.$shelf)+
            }
        }

        impl Book {
            $(#[doc = concat!("The shelf of [`", stringify!($row), "`].")]
            pub fn $shelf(&self) -> &Shelf<$row> {
                &self.$shelf
            })+

            /// The values of a row, where it is loaded.
            pub fn values(&self, table: Table, key: i64) -> Option<Vec<Value>> {
                match table { $(Table::$row => self.$shelf.get(key.into()).map(|row| row.values())),+ }
            }
        }

        $(impl Shelved for $row {
            const KIND: Table = Table::$row;
            fn shelf(book: &Book) -> &Shelf<Self> { &book.$shelf }
            fn shelf_mut(book: &mut Book) -> &mut Shelf<Self> { &mut book.$shelf }
            fn wrap(edit: Edit<Self>) -> RowEdit { AnyEdit::$row(edit) }
        })+
    };
}

book! {
    Business businesses, Location locations, ResourceKind resource_kinds, Resource resources, Tag tags,
    Category categories, Service services, Staff staff, TimeOff times_off, DayException day_exceptions,
    Client clients, Visitor visitors, ClientLink client_links, Agreement agreements,
    CustomField custom_fields, CustomValue custom_values,
    Series series, Pause pauses, Layer layers, Chapter chapters, Slot slots, SlotTerms slot_terms, Line lines,
    Member members, IcalPiece ical_pieces, Once onces, Visit visits, ForeignSeries foreign_series,
}

impl Book {
    /// A row by its key.
    pub fn row<R: Shelved>(&self, id: R::Id) -> Option<&Arc<R>> {
        R::shelf(self).get(id)
    }

    /// The business, once the first questions are answered.
    pub fn business(&self) -> Option<&Arc<Business>> {
        self.businesses.first()
    }

    /// The chapters of a series, one after the other; not those that have no date any more.
    pub fn chapters_of(&self, series: SeriesId) -> Vec<&Arc<Chapter>> {
        let mut chapters: Vec<&Arc<Chapter>> = self.chapters.of(series).collect();
        chapters.sort_by_key(|chapter| chapter.ordinal);
        let last = chapters.last().copied();
        chapters.retain(|chapter| !chapter.is_over_before_it_begins());
        // One that never had any is still what it is made of.
        if chapters.is_empty() {
            chapters.extend(last);
        }
        chapters
    }

    /// The last chapter of a series: what it says from then on.
    pub fn last_chapter(&self, series: SeriesId) -> Option<&Arc<Chapter>> {
        self.chapters_of(series).pop()
    }

    /// The zone of the day change; UTC until there is a business.
    pub fn zone(&self) -> Zone {
        self.business().map_or(Zone::UTC, |business| business.zone)
    }

    /// The zone of a location; the business's where the location is unknown.
    pub fn zone_of(&self, location: LocationId) -> Zone {
        self.locations
            .get(location)
            .map_or_else(|| self.zone(), |location| location.zone)
    }

    /// Who is busy when, and which visits lie on which day.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Whether all visits of this day are loaded.
    pub fn is_loaded(&self, day: Day) -> bool {
        let month = day.year_month();
        self.everything_from.is_some_and(|from| month >= from) || self.loaded.contains(&month)
    }

    /// Whether it is the same state of the same salon with the same months loaded; much cheaper than comparing rows.
    pub fn is_the_same(&self, other: &Book) -> bool {
        self.revision == other.revision && self.loaded == other.loaded && self.everything_from == other.everything_from
    }

    /// The month from which on everything is loaded.
    pub fn everything_from(&self) -> Option<YearMonth> {
        self.everything_from
    }

    /// Notes that everything from this month on is loaded, and nothing of before.
    pub fn loaded_from(&mut self, month: YearMonth) {
        self.loaded.clear();
        self.everything_from = Some(month);
    }

    /// Notes that this month is loaded.
    pub fn loaded_month(&mut self, month: YearMonth) {
        self.loaded.insert(month);
    }

    /// Puts a loaded row on its shelf, as it is in the file.
    pub fn take_in<R: Shelved>(&mut self, row: R) {
        let row = Arc::new(row);
        let before = R::shelf(self).get(row.id()).cloned();
        self.set(&Edit {
            before,
            after: Some(row),
        });
    }

    /// Puts the rows of a table on its empty shelf, as they are in the file, in the least room.
    pub fn fill<R: Shelved>(&mut self, mut rows: Vec<Arc<R>>) {
        rows.sort_by_key(|row| row.id());
        *R::shelf_mut(self) = Shelf::filled(rows);
        if matches!(R::KIND, Table::Visit | Table::Line | Table::SlotTerms) {
            self.calendar = Calendar::of(self);
        }
    }

    /// Does what an edit says; refused where the row is not as the edit's `before`.
    ///
    /// # Errors
    /// [`Stale`] where the row is another by now; the book is as it was.
    pub fn apply(&mut self, edit: &RowEdit) -> Result<(), Stale> {
        edit.with(Apply(self))
    }

    /// The same edit with the rows of the book in the place of equal ones of its own, which takes less memory.
    #[must_use]
    pub fn share(&self, edit: &RowEdit) -> RowEdit {
        edit.with(Share(self))
    }

    fn set<R: Shelved>(&mut self, edit: &Edit<R>) {
        R::shelf_mut(self).put(edit.before.as_ref(), edit.after.clone());
        match R::wrap(edit.clone()) {
            AnyEdit::Visit(edit) => self.reindex(edit.before.as_deref(), edit.after.as_deref()),
            AnyEdit::Layer(edit) => self.reindex_days(&edit),
            // What a visit blocks is told by the lines and terms of its chapter.
            AnyEdit::Line(_) | AnyEdit::SlotTerms(_) => {
                let owner = |row: &Option<Arc<R>>| row.as_ref().and_then(|row| row.owner());
                if let Some(chapter) = owner(&edit.after).or_else(|| owner(&edit.before)) {
                    self.reindex_chapter(chapter.into());
                }
            }
            _ => {}
        }
    }

    fn reindex(&mut self, before: Option<&Visit>, after: Option<&Visit>) {
        // The calendar is taken out while it reads the rest of the book.
        let mut calendar = std::mem::take(&mut self.calendar);
        calendar.reindex(self, before, after);
        self.calendar = calendar;
    }

    /// Who works on the visits of the days that a layer is over may be another.
    fn reindex_days(&mut self, edit: &Edit<Layer>) {
        let layers = || edit.before.iter().chain(&edit.after);
        let is_on = |visit: &Visit| {
            layers().any(|layer| layer.first_day <= visit.original_day && visit.original_day <= layer.last_day)
        };
        let mut visits: BTreeMap<VisitId, Arc<Visit>> = BTreeMap::new();
        let mut put = |visit: &Arc<Visit>| {
            if is_on(visit) {
                visits.insert(visit.id, Arc::clone(visit));
            }
        };
        for layer in layers() {
            if let Some(series) = layer.series_id {
                self.visits.of(series).for_each(&mut put);
                continue;
            }
            // Of whose work, and who does it instead.
            let always = Span::new(Instant::from_millis(i64::MIN / 2), Instant::from_millis(i64::MAX / 2));
            for staff in self.who_does_the_work_of(layer) {
                let taken = self.calendar.takes(Who::Staff(staff), always);
                taken.filter_map(|(visit, _)| self.visits.get(visit)).for_each(&mut put);
            }
        }
        for visit in visits.into_values() {
            self.reindex(Some(&visit), Some(&visit));
        }
    }

    /// Whose work a layer is about, and everybody who may do it by now: who stands in, who stands in for those, and so on.
    fn who_does_the_work_of(&self, layer: &Layer) -> BTreeSet<StaffId> {
        let layers = self.layers.of(NO_OWNER);
        let covers: Vec<_> = layers
            .filter_map(|layer| layer.staff_id.zip(layer.substitute_id))
            .collect();
        reached(layer.staff_id.into_iter().chain(layer.substitute_id), &covers)
    }

    fn reindex_chapter(&mut self, chapter: ChapterId) {
        let Some(series) = self.chapters.get(chapter).map(|chapter| chapter.series_id) else {
            return;
        };
        let visits: Vec<Arc<Visit>> = self
            .visits
            .of(series)
            .filter(|visit| visit.chapter_id == chapter)
            .cloned()
            .collect();
        for visit in visits {
            self.reindex(Some(&visit), Some(&visit));
        }
    }
}

struct Share<'a>(&'a Book);

impl ForEdit for Share<'_> {
    type Output = RowEdit;
    fn edit<R: Shelved>(self, edit: &Edit<R>) -> RowEdit {
        let stands = R::shelf(self.0).get(edit.key().into());
        let shared = |row: &Option<Arc<R>>| {
            stands
                .filter(|stands| Some(*stands) == row.as_ref())
                .or(row.as_ref())
                .cloned()
        };
        R::wrap(Edit {
            before: shared(&edit.before),
            after: shared(&edit.after),
        })
    }
}

struct Apply<'a>(&'a mut Book);

impl ForEdit for Apply<'_> {
    type Output = Result<(), Stale>;
    fn edit<R: Shelved>(self, edit: &Edit<R>) -> Self::Output {
        let stands = R::shelf(self.0).get(edit.key().into());
        let expected = match (stands, &edit.before) {
            (None, None) => true,
            (Some(stands), Some(before)) => Arc::ptr_eq(stands, before) || stands == before,
            _ => false,
        };
        if !expected {
            return Err(Stale {
                table: R::KIND,
                key: edit.key(),
            });
        }
        self.0.set(edit);
        Ok(())
    }
}
