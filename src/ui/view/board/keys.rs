//! Where the arrows lead on a board: up and down within a column, left and right to the visit nearest in time.

use super::model::Column;
use crate::domain::rows::*;
use crate::time::Minutes;

/// A block by its visit and whose hands it is about.
pub type BlockKey = (VisitId, Option<StaffId>);

/// A step of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the block before.
    Up,
    /// To the block after.
    Down,
    /// To the column before.
    Left,
    /// To the column after.
    Right,
}

/// Where a step leads from a block; nowhere at the edge.
pub fn neighbour(columns: &[Column], from: BlockKey, step: Step) -> Option<BlockKey> {
    let (at, row) = find(columns, from)?;
    let here = columns.get(at)?;
    let key = |column: &Column, row: usize| column.blocks.get(row).map(|block| (block.visit, block.staff));
    match step {
        Step::Up => key(here, row.checked_sub(1)?),
        Step::Down => key(here, row + 1),
        Step::Left | Step::Right => {
            let from = here.blocks.get(row)?.told.from;
            let mut others: Box<dyn Iterator<Item = &Column>> = match step {
                Step::Left => Box::new(columns.get(..at)?.iter().rev()),
                _ => Box::new(columns.get(at + 1..)?.iter()),
            };
            let column = others.find(|column| !column.blocks.is_empty())?;
            nearest(column, from).and_then(|row| key(column, row))
        }
    }
}

/// Where the arrows begin: the first visit from this minute on in the first column that has one, else the first of all.
pub fn entrance(columns: &[Column], from: Option<Minutes>) -> Option<BlockKey> {
    let later = |column: &Column| {
        let block = column
            .blocks
            .iter()
            .find(|block| from.is_none_or(|from| block.told.to > from))?;
        Some((block.visit, block.staff))
    };
    let first = |column: &Column| column.blocks.first().map(|block| (block.visit, block.staff));
    columns
        .iter()
        .find_map(later)
        .or_else(|| columns.iter().find_map(first))
}

fn find(columns: &[Column], key: BlockKey) -> Option<(usize, usize)> {
    columns.iter().enumerate().find_map(|(at, column)| {
        let is = |block: &crate::ui::view::block::Block| (block.visit, block.staff) == key;
        column.blocks.iter().position(is).map(|row| (at, row))
    })
}

fn nearest(column: &Column, from: Minutes) -> Option<usize> {
    let away = |minute: Minutes| (minute.count() - from.count()).abs();
    let rows = column.blocks.iter().enumerate();
    rows.min_by_key(|(_, block)| away(block.told.from)).map(|(row, _)| row)
}
