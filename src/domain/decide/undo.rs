//! Taking a step back, and doing it again: the same edits the other way round.
//!
//! What only goes forward stays out of it: `updated_at`, the pieces' SEQUENCE, the next key.

use crate::domain::book::{Book, ForEdit, Shelved};
use crate::domain::change::{Change, Edit, Label, Origin, RowEdit, Stale, Subject};
use crate::domain::command::Moment;
use crate::domain::pen::Pen;

/// The change that takes `edits` back: in reverse order, each the other way round.
///
/// # Errors
/// [`Stale`] where a row is not as the step left it: a later step is in the way.
pub fn inverse(
    book: &Book,
    edits: &[RowEdit],
    label: Label,
    subject: Option<Subject>,
    moment: &mut Moment,
) -> Result<Change, Stale> {
    let mut pen = Pen::new(book, moment);
    for edit in edits.iter().rev() {
        edit.with(Take(&mut pen, edit))?;
    }
    Ok(pen.finish(label, subject, Origin::Person))
}

struct Take<'a, 'b>(&'a mut Pen<'b>, &'a RowEdit);

impl ForEdit for Take<'_, '_> {
    type Output = Result<(), Stale>;
    fn edit<R: Shelved>(self, edit: &Edit<R>) -> Self::Output {
        let stands = R::shelf(self.0.book()).get(edit.key().into()).cloned();
        let stale = Stale {
            table: R::KIND,
            key: self.1.key(),
        };
        match (&edit.before, &edit.after, stands) {
            (None, Some(after), Some(stands)) if stands.is_the_same(after) => self.0.take_out::<R>(stands.id()),
            (Some(before), Some(after), Some(stands)) if stands.is_the_same(after) => {
                self.0.change::<R>(stands.id(), |row| row.clone_from(before));
            }
            (Some(before), None, None) => self.0.bring_back(R::clone(before)),
            _ => return Err(stale),
        }
        Ok(())
    }
}
