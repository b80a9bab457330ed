//! The pen: writes a change while it is being decided, on a copy of the book that already shows what was written.

use std::collections::HashMap;
use std::sync::Arc;

use super::book::{Book, Shelved, Table};
use super::change::{Change, Edit, Label, Origin, RowEdit, Subject};
use super::command::{Command, Moment};
use super::decide::{Decided, decide};
use super::refusal::Refused;
use super::row::Row;
use super::rows::*;
use super::values::{Attendance, Changed, Payment};
use crate::time::Instant;

/// Writes a change on a copy of the book.
pub struct Pen<'a> {
    book: Book,
    moment: &'a mut Moment,
    edits: Vec<RowEdit>,
    /// Where the edit of a row stands, so that a row that is written twice is one edit.
    places: HashMap<(Table, i64), usize>,
}

impl<'a> Pen<'a> {
    /// A pen over a copy of the book.
    pub fn new(book: &Book, moment: &'a mut Moment) -> Self {
        Self {
            book: book.clone(),
            moment,
            edits: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The book with all that was written so far.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.moment.now
    }

    /// Who asks.
    pub fn actor(&self) -> &str {
        &self.moment.actor
    }

    /// A new uuid.
    pub fn uuid(&mut self) -> uuid::Uuid {
        self.moment.uuid()
    }

    /// A new key; it is never used again.
    pub fn key<I: From<i64>>(&mut self) -> I {
        let key = self.book.next_key.max(1);
        self.book.next_key = key + 1;
        I::from(key)
    }

    /// Whether any row is another than before.
    pub fn has_changes(&self) -> bool {
        self.edits.iter().any(|edit| !edit.is_nothing())
    }

    /// Writes a new row.
    pub fn add<R: Shelved>(&mut self, mut row: R) {
        row.stamp(self.moment.now, true);
        self.write(Edit {
            before: None,
            after: Some(Arc::new(row)),
        });
    }

    /// Writes a row as it will be; nothing happens where it is so already, or is not in the book.
    pub fn change<R: Shelved>(&mut self, id: R::Id, how: impl FnOnce(&mut R)) {
        let Some(before) = R::shelf(&self.book).get(id).cloned() else {
            return;
        };
        let mut after = R::clone(&before);
        how(&mut after);
        self.put(before, after);
    }

    /// Writes a row in the place of the one with its key, as [`Pen::change`] does.
    pub fn replace<R: Shelved>(&mut self, after: R) {
        if let Some(before) = R::shelf(&self.book).get(after.id()).cloned() {
            self.put(before, after);
        }
    }

    fn put<R: Shelved>(&mut self, before: Arc<R>, mut after: R) {
        if after != *before {
            after.stamp(self.moment.now, false);
            self.write(Edit {
                before: Some(before),
                after: Some(Arc::new(after)),
            });
        }
    }

    /// Writes a row again that was taken out, as it was.
    pub fn bring_back<R: Shelved>(&mut self, mut row: R) {
        row.stamp(self.moment.now, false);
        self.write(Edit {
            before: None,
            after: Some(Arc::new(row)),
        });
    }

    /// Takes a row out for good.
    pub fn take_out<R: Shelved>(&mut self, id: R::Id) {
        if let Some(before) = R::shelf(&self.book).get(id).cloned() {
            self.write(Edit {
                before: Some(before),
                after: None,
            });
        }
    }

    fn write<R: Shelved>(&mut self, edit: Edit<R>) {
        // The edit was made from this book, so that it applies.
        if self.book.apply(&R::wrap(edit.clone())).is_err() {
            return;
        }
        self.note(R::wrap(edit));
    }

    /// Notes an edit that the book shows already.
    fn note(&mut self, edit: RowEdit) {
        let place = (edit.table(), edit.key());
        match self.places.get(&place).and_then(|&index| self.edits.get_mut(index)) {
            Some(earlier) => *earlier = earlier.then(edit),
            None => {
                self.places.insert(place, self.edits.len());
                self.edits.push(edit);
            }
        }
    }

    /// Decides a command on the book as it is by now and takes what it changes in, as a part of the same change.
    ///
    /// # Errors
    /// As [`decide`]; nothing was written then.
    pub fn carry(&mut self, command: &Command) -> Result<Decided, Refused> {
        let decided = decide(&self.book, command, self.moment)?;
        for edit in &decided.change.edits {
            // It was decided on this book, so that it applies.
            if self.book.apply(edit).is_ok() {
                self.note(edit.clone());
            }
        }
        self.book.next_key = decided.change.next_key;
        Ok(decided)
    }

    /// Writes a part of the change that comes in whole or not at all.
    ///
    /// # Errors
    /// As `part`; nothing of it was written then.
    pub fn attempt<T, E>(&mut self, part: impl FnOnce(&mut Pen<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut pen = Pen::new(&self.book, self.moment);
        let written = part(&mut pen)?;
        let Pen { book, edits, .. } = pen;
        self.book = book;
        for edit in edits {
            self.note(edit);
        }
        Ok(written)
    }

    /// The change, with every piece of a touched series one version further (RFC 5545 section 3.8.7.4).
    pub fn finish(mut self, label: Label, subject: Option<Subject>, origin: Origin) -> Change {
        self.raise_sequences();
        self.edits.retain(|edit| !edit.is_nothing());
        self.edits.sort_by_key(RowEdit::table);
        Change {
            label,
            subject,
            origin,
            at: self.moment.now,
            edits: self.edits,
            next_key: self.book.next_key,
        }
    }

    fn raise_sequences(&mut self) {
        let now = self.moment.now;
        let written = self.edits.iter().filter(|edit| !edit.is_nothing());
        for series in touched_series(&self.book, written) {
            let pieces: Vec<IcalPieceId> = self.book.ical_pieces().of(series).map(|piece| piece.id).collect();
            for piece in pieces {
                if !self.places.contains_key(&(Table::IcalPiece, piece.into())) {
                    self.change::<IcalPiece>(piece, |piece| {
                        piece.sequence += 1;
                        piece.modified_at = now;
                    });
                }
            }
        }
    }
}

/// The series of which something was written that calendars see; that its dates go on is nothing new to them.
fn touched_series<'a>(book: &Book, edits: impl IntoIterator<Item = &'a RowEdit>) -> Vec<SeriesId> {
    let of_chapter = |chapter: ChapterId| book.chapters().get(chapter).map(|chapter| chapter.series_id);
    let mut touched: Vec<SeriesId> = edits
        .into_iter()
        .filter_map(|edit| match edit {
            RowEdit::Series(edit) if only_goes_on(edit) => None,
            RowEdit::Series(edit) => Some(edit.key().into()),
            RowEdit::Chapter(edit) => edit.row().map(|row| row.series_id),
            RowEdit::Visit(edit) if only_marks(edit) => None,
            RowEdit::Visit(edit) => edit.row().map(|row| row.series_id),
            RowEdit::Member(edit) => edit.row().map(|row| row.series_id),
            RowEdit::SlotTerms(edit) => edit.row().and_then(|row| of_chapter(row.chapter_id)),
            RowEdit::Line(edit) => edit.row().and_then(|row| of_chapter(row.chapter_id)),
            _ => None,
        })
        .collect();
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// Whether a series only has dates farther ahead than before.
fn only_goes_on(edit: &Edit<Series>) -> bool {
    let (Some(before), Some(after)) = (&edit.before, &edit.after) else {
        return false;
    };
    let mut as_before = Series::clone(after);
    as_before.materialized_until = before.materialized_until;
    as_before.is_the_same(before)
}

/// Whether of a visit only that was written what became of those who come, and what they paid.
fn only_marks(edit: &Edit<Visit>) -> bool {
    let (Some(before), Some(after)) = (&edit.before, &edit.after) else {
        return false;
    };
    // Most visits that were written stand or belong to somebody otherwise: that is quickly seen.
    let seen = |visit: &Visit| (visit.start_utc, visit.minutes, visit.state, visit.chapter_id);
    if seen(before) != seen(after) || before.staff != after.staff {
        return false;
    }
    let unmarked = |visit: &Visit| {
        let mut visit = visit.clone();
        for booking in &mut visit.bookings {
            (booking.attendance, booking.payment) = (Attendance::Expected, Payment::Unpaid);
            (booking.late, booking.arrived_at, booking.done_at, booking.paid) = (None, None, None, None);
            // What was paid keeps its price; one that was said by hand is told.
            booking.price = booking.price.filter(|_| visit.changed.has(Changed::PRICE));
        }
        // Somebody unnamed is in no calendar.
        visit.bookings.retain(|booking| {
            booking.member_id.is_some() || booking.client_id.is_some() || booking.visitor_id.is_some()
        });
        visit
    };
    unmarked(before).is_the_same(&unmarked(after))
}
