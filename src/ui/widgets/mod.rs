//! The parts of the window that do not know the salon, one a file: fields, buttons, tables, dialogs, messages.
//!
//! Each has a role and a name for assistive technologies, at least 24 points to hit, and a ring when it has the focus.

mod button;
mod choose_one;
mod date_field;
pub mod date_text;
mod field;
mod month_grid;
mod paint;
mod text_field;
mod time_field;
mod toggles;
mod tooltip;

pub use button::Button;
pub use choose_one::{Chips, Segments};
pub use date_field::{DateField, DateHabit};
pub use month_grid::MonthGrid;
pub use text_field::TextField;
pub use time_field::TimeField;
pub use toggles::{WeekdayToggles, check_box};
pub use tooltip::{key_cap, tip};
