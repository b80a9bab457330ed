//! The parts of the window that do not know the salon, one a file: fields, buttons, tables, dialogs, messages.
//!
//! Each has a role and a name for assistive technologies, at least 24 points to hit, and a ring when it has the focus.

mod badge;
mod button;
mod card;
mod choice;
mod choose_one;
mod date_field;
pub mod date_text;
mod dialog;
mod empty_state;
mod field;
mod find_field;
mod menu;
mod month_grid;
mod nav_row;
mod notice;
mod option_list;
pub(in crate::ui) mod paint;
pub mod pattern;
mod side_card;
mod table;
mod table_column;
mod table_row;
mod text_field;
mod time_field;
mod tint_field;
mod toast;
mod toggles;
mod tooltip;
mod words;

pub use badge::Badge;
pub use button::Button;
pub use card::{card, fact};
pub use choice::Choice;
pub use choose_one::{Chips, Segments};
pub use date_field::{DateField, DateHabit};
pub use dialog::{Dialog, Shown};
pub use empty_state::empty_state;
pub use find_field::{FindField, Found, Suggestion};
pub use menu::{context_menu, menu, menu_line, menu_row};
pub use month_grid::MonthGrid;
pub use nav_row::nav_row;
pub use notice::notice;
pub use paint::controls;
pub use side_card::SideCard;
pub use table::{Table, TableAnswer, TableState};
pub use table_column::{Column, Sort, Width};
pub use table_row::Row;
pub use text_field::TextField;
pub use time_field::TimeField;
pub use tint_field::TintField;
pub use toast::{STAYS, Toasts};
pub use toggles::{WeekdayToggles, check_box};
pub use tooltip::{key_cap, tip};
pub use words::{display, heading, muted, small, strong, text, title};
