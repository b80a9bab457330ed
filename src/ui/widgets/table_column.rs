//! The columns of a table: how wide they are, whether they sort, and by which the rows are sorted.

use egui::Rect;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many points.
    Points(f32),
    /// So many shares of what the others leave.
    Share(f32),
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column<'a> {
    /// The word in the header; may be empty for icons.
    pub title: &'a str,
    /// How wide it is.
    pub width: Width,
    /// Numbers and money stand at the right.
    pub figures: bool,
    /// Its header sorts.
    pub sorts: bool,
    /// What stands in it is muted: it is second.
    pub quiet: bool,
}

impl<'a> Column<'a> {
    /// A column of text that sorts.
    pub const fn text(title: &'a str, width: Width) -> Self {
        Self {
            title,
            width,
            figures: false,
            sorts: true,
            quiet: false,
        }
    }

    /// A column of numbers that sorts.
    pub const fn figures(title: &'a str, width: Width) -> Self {
        Self {
            figures: true,
            ..Self::text(title, width)
        }
    }

    /// The same column without sorting.
    pub const fn fixed(self) -> Self {
        Self { sorts: false, ..self }
    }

    /// The same column, muted.
    pub const fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }
}

/// By which column a table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// Number of the column, from the left.
    pub column: usize,
    /// From Z to A, from late to early, from many to few.
    pub falling: bool,
}

/// Left and right edge of every column, from the left of the table.
pub(super) fn edges(columns: &[Column<'_>], room: f32) -> Vec<(f32, f32)> {
    let fixed: f32 = columns
        .iter()
        .map(|column| {
            if let Width::Points(points) = column.width {
                points
            } else {
                0.0
            }
        })
        .sum();
    let shares: f32 = columns
        .iter()
        .map(|column| {
            if let Width::Share(share) = column.width {
                share
            } else {
                0.0
            }
        })
        .sum();
    let each = (room - fixed).max(0.0) / shares.max(f32::EPSILON);
    let mut left = 0.0;
    columns
        .iter()
        .map(|column| {
            let width = match column.width {
                Width::Points(points) => points,
                Width::Share(share) => share * each,
            };
            let edge = (left, left + width);
            left = edge.1;
            edge
        })
        .collect()
}

pub(super) fn cell_of(row: Rect, (left, right): (f32, f32)) -> Rect {
    row.with_min_x(row.left() + left)
        .with_max_x((row.left() + right).min(row.right()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_what_the_fixed_ones_leave() {
        let columns = [
            Column::text("Client", Width::Share(2.0)),
            Column::text("When", Width::Share(1.0)),
            Column::figures("Price", Width::Points(80.0)),
        ];
        assert_eq!(edges(&columns, 380.0), [(0.0, 200.0), (200.0, 300.0), (300.0, 380.0)]);
        assert_eq!(edges(&columns, 40.0), [(0.0, 0.0), (0.0, 0.0), (0.0, 80.0)]);
    }
}
