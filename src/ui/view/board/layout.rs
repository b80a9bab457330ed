//! Where things of a board of hours stand, as numbers: minutes to heights and back, columns to widths and back.

use crate::time::{MinuteSpan, Minutes};
use crate::ui::pixels::{of_count, of_minutes, to_minutes};

/// Least points of an hour, so that a quarter of an hour holds a line of text.
const LEAST_HOUR: f32 = 72.0;
/// Most points of an hour.
const MOST_HOUR: f32 = 120.0;
/// Least points of a column; then the board scrolls sideways.
const LEAST_COLUMN: f32 = 104.0;
/// Room at the left for the times.
pub const GUTTER: f32 = 56.0;
/// Room at the top for what the columns are.
pub const HEAD: f32 = 56.0;
/// Air above the first and below the last hour, for their labels.
pub const AIR: f32 = 10.0;

/// Where minutes and columns stand on a board, from its own left top corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    window: MinuteSpan,
    per_minute: f32,
    column: f32,
    columns: usize,
}

impl Grid {
    /// A grid that shows `window` in `columns`, as large as the room allows and no smaller than can be read.
    pub fn new(window: MinuteSpan, columns: usize, width: f32, height: f32) -> Self {
        let minutes = of_minutes(window.length()).max(1.0);
        let per_hour = ((height - 2.0 * AIR) / minutes * 60.0).clamp(LEAST_HOUR, MOST_HOUR);
        Self {
            window,
            per_minute: per_hour / 60.0,
            column: (width / of_count(columns.max(1))).max(LEAST_COLUMN).floor(),
            columns,
        }
    }

    /// The height of the whole.
    pub fn height(&self) -> f32 {
        of_minutes(self.window.length()) * self.per_minute + 2.0 * AIR
    }

    /// The width of the whole.
    pub fn width(&self) -> f32 {
        self.column * of_count(self.columns)
    }

    /// Left and right of a column.
    pub fn column(&self, n: usize) -> (f32, f32) {
        (self.column * of_count(n), self.column * of_count(n + 1))
    }

    /// How far down a minute of the day stands.
    pub fn y(&self, minute: Minutes) -> f32 {
        of_minutes(minute - self.window.from) * self.per_minute + AIR
    }

    /// The quarter of an hour at a height; nothing outside of the hours that are shown.
    pub fn quarter_at(&self, y: f32) -> Option<Minutes> {
        let minute = to_minutes((y - AIR) / self.per_minute + of_minutes(self.window.from), 15);
        (self.window.from <= minute && minute < self.window.to).then_some(minute)
    }

    /// The column at a distance from the left.
    pub fn column_at(&self, x: f32) -> Option<usize> {
        (0..self.columns).find(|n| {
            let (left, right) = self.column(*n);
            left <= x && x < right
        })
    }

    /// The hours that are shown, the last one included as the end.
    pub fn hours(&self) -> impl Iterator<Item = Minutes> + use<> {
        let hour = |minutes: Minutes| minutes.count() / 60;
        (hour(self.window.from)..=hour(self.window.to)).map(Minutes::hours)
    }

    /// Whether a minute is in sight.
    pub fn shows(&self, minute: Minutes) -> bool {
        self.window.from <= minute && minute <= self.window.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nine_to_six() -> MinuteSpan {
        MinuteSpan::new(Minutes::hours(9), Minutes::hours(18))
    }

    #[test]
    fn a_minute_and_its_height_lead_to_each_other() {
        let grid = Grid::new(nine_to_six(), 4, 1000.0, 700.0);
        for minute in (540..1080).step_by(15).map(Minutes::new) {
            assert_eq!(grid.quarter_at(grid.y(minute) + 0.01), Some(minute));
        }
        assert_eq!(grid.quarter_at(grid.y(Minutes::hours(18)) + 1.0), None);
        assert_eq!(grid.quarter_at(0.0), None);
    }

    #[test]
    fn a_day_that_fits_fills_the_height_and_a_long_one_scrolls() {
        assert!((Grid::new(nine_to_six(), 4, 1000.0, 800.0).height() - 800.0).abs() < 0.5);
        let long = MinuteSpan::new(Minutes::ZERO, Minutes::DAY);
        assert!(Grid::new(long, 4, 1000.0, 800.0).height() > 24.0 * 72.0);
    }

    #[test]
    fn eight_columns_fit_a_small_screen_and_more_scroll() {
        // 1366 points without navigation and times.
        let room = 1366.0 - 200.0 - GUTTER;
        assert!(Grid::new(nine_to_six(), 8, room, 600.0).width() <= room);
        assert!(Grid::new(nine_to_six(), 12, room, 600.0).width() > room);
    }

    #[test]
    fn a_week_fits_beside_a_card() {
        // 1366 points without navigation, times, card and scroll bar.
        let room = 1366.0 - 200.0 - GUTTER - 336.0 - 12.0;
        assert!(Grid::new(nine_to_six(), 7, room, 600.0).width() <= room);
    }

    #[test]
    fn a_column_is_found_from_any_place_in_it() {
        let grid = Grid::new(nine_to_six(), 3, 900.0, 600.0);
        assert_eq!(
            [0.0, 299.0, 300.0, 899.0, 900.0].map(|x| grid.column_at(x)),
            [Some(0), Some(0), Some(1), Some(2), None]
        );
    }
}
