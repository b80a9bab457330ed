//! Sizes in points: a type scale of five steps, a grid of four, two radii. Nothing between.

use egui::{CornerRadius, Margin};

/// Hints below fields, badges, the legend.
pub const TEXT_SMALL: f32 = 12.0;
/// The size of nearly everything.
pub const TEXT_BODY: f32 = 14.0;
/// Section headings, the name on a card.
pub const TEXT_LEAD: f32 = 16.0;
/// Titles of dialogs, cards and views.
pub const TEXT_TITLE: f32 = 20.0;
/// The one large thing of a screen: the next date, the first question.
pub const TEXT_DISPLAY: f32 = 28.0;

/// Height of a line of text in the given step of the scale, on the grid.
pub fn line_height(text: f32) -> f32 {
    // 12 16, 14 20, 16 20, 20 24, 28 36.
    (text * 1.25 / 4.0).ceil() * 4.0
}

/// Between an icon and its word.
pub const SPACE_1: f32 = 4.0;
/// Between parts of one thing.
pub const SPACE_2: f32 = 8.0;
/// Inside of cards and panels that are narrow.
pub const SPACE_3: f32 = 12.0;
/// Between fields; inside of cards.
pub const SPACE_4: f32 = 16.0;
/// Between groups; inside of dialogs.
pub const SPACE_6: f32 = 24.0;
/// Around an empty state.
pub const SPACE_8: f32 = 32.0;

/// Edge of an icon beside text.
pub const ICON: f32 = 16.0;
/// Edge of an icon that leads a row of the navigation or a notice.
pub const ICON_LARGE: f32 = 20.0;

/// Height of fields and buttons.
pub const CONTROL: f32 = 32.0;
/// Smallest edge of anything that can be clicked.
pub const TARGET: f32 = 24.0;
/// Height of a table row and of its header.
pub const ROW: f32 = 32.0;
/// Width of a form's column.
pub const FORM_WIDTH: f32 = 360.0;
/// Width of a card beside a view.
pub const CARD_WIDTH: f32 = 336.0;

/// Corners of fields, buttons, cards.
pub const RADIUS: CornerRadius = CornerRadius::same(6);
/// Corners of blocks in the calendar, badges, check boxes.
pub const RADIUS_BLOCK: CornerRadius = CornerRadius::same(4);

/// Width of ordinary lines.
pub const LINE: f32 = 1.0;
/// Width of the ring around what has the focus.
pub const FOCUS_LINE: f32 = 2.0;
/// Width of the stripe of the staff colour.
pub const STRIPE: f32 = 3.0;

/// Inside of a text field.
pub const FIELD_MARGIN: Margin = Margin::symmetric(10, 6);
/// Inside of a card.
pub const CARD_MARGIN: Margin = Margin::same(16);
/// Inside of a dialog.
pub const DIALOG_MARGIN: Margin = Margin::same(24);
/// Inside of a popover with rows.
pub const POPOVER_MARGIN: Margin = Margin::same(4);

/// A count as points, for heights of so many rows; counts above 65,535 stop there, as pixels do long before.
pub fn points(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
