//! A field for a date: typed, or chosen from a small month that opens below it.
//!
//! A date that was understood or chosen is written with the month as a word when the field is left; other text stays. The form reads the text with
//! `date_text::read_day` as the field does.

use egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Ui, UiBuilder, pos2, vec2};

use super::button::Button;
use super::date_text::{DateOrder, read_day, weekday_name, write_day};
use super::field::{Caption, caption_methods};
use super::month_grid::MonthGrid;
use super::paint;
use super::text_field::TextField;
use crate::time::{Day, Weekday, YearMonth};
use crate::ui::look::{Icon, size};

/// How this person's dates look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateHabit {
    /// Order of day, month and year.
    pub order: DateOrder,
    /// First day of the week.
    pub first: Weekday,
    /// Today where the business is.
    pub today: Day,
}

/// A labelled field for a date.
#[must_use = "call show"]
pub struct DateField<'a> {
    caption: Caption<'a>,
    text: &'a mut String,
    habit: DateHabit,
    weekday: bool,
}

impl<'a> DateField<'a> {
    /// A field that holds what was typed.
    pub fn new(label: &'a str, text: &'a mut String, habit: DateHabit) -> Self {
        Self {
            caption: Caption::new(label),
            text,
            habit,
            weekday: true,
        }
        .width(176.0)
    }

    caption_methods!();

    /// Without the weekday below, for rows of a list.
    pub fn no_weekday(mut self) -> Self {
        self.weekday = false;
        self
    }

    /// Draws the field; `changed` on the response says that the text is another, typed or chosen.
    /// Without help of its own the line below says the weekday.
    pub fn show(mut self, ui: &mut Ui) -> Response {
        let id = ui.scope_id().with(self.caption.label);
        let day = read_day(self.text, self.habit.order, self.habit.today);
        if self.caption.help.is_none() && self.weekday {
            self.caption.help = day.map(|day| weekday_name(day.weekday()));
        }
        let down = ui.memory(|memory| memory.has_focus(id))
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
        let name = format!("{}, choose from a month", self.caption.label);

        let mut field = TextField::new(self.caption.label, self.text)
            .id(id)
            .room_at_end(size::TARGET);
        field = field.hint(match self.habit.order {
            DateOrder::DayMonthYear => "day month year",
            DateOrder::MonthDayYear => "month day year",
            DateOrder::YearMonthDay => "year-month-day",
        });
        let mut response = field.caption_of(self.caption).show(ui);

        if response.lost_focus()
            && let Some(day) = read_day(self.text, self.habit.order, self.habit.today)
        {
            let whole = write_day(day, self.habit.order);
            if whole != *self.text {
                *self.text = whole;
                response.mark_changed();
            }
        }

        let edge = size::TARGET;
        let inset = (size::CONTROL - edge) / 2.0;
        let over = Rect::from_min_size(
            pos2(response.rect.right() - edge - inset, response.rect.top() + inset),
            vec2(edge, edge),
        );
        // Within the field: what comes next still stands beside the field, not beside the button.
        let button = ui
            .new_child(UiBuilder::new().max_rect(over))
            .add(Button::icon_alone(Icon::Calendar, name.as_str()).low().keys("Down"));

        let mut open = Open::of(ui, id);
        let was_open = open.month.is_some();
        let escaped = was_open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if button.clicked() || down {
            open.month = if was_open {
                None
            } else {
                Some(day.unwrap_or(self.habit.today).year_month())
            };
        }
        if let Some(mut shown) = open.month {
            let mut stays = true;
            let grid = MonthGrid::new(id.with("month"), self.habit.first, self.habit.today)
                .chosen(day)
                .take_focus(!was_open);
            let picked = Popup::from_response(&response)
                .id(id.with("popover"))
                .open_bool(&mut stays)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .frame(paint::popover_of(ui.ctx()).inner_margin(size::SPACE_2))
                .gap(size::SPACE_1)
                .show(|ui| grid.show(ui, &mut shown))
                .and_then(|shown| shown.inner);
            if let Some(day) = picked {
                *self.text = write_day(day, self.habit.order);
                response.mark_changed();
            }
            open.month = (stays && !escaped && picked.is_none()).then_some(shown);
            if open.month.is_none() {
                response.request_focus();
            }
        }
        open.keep(ui, id);
        response
    }
}

/// Which month the popover shows, while it is open.
#[derive(Clone, Copy, Default)]
struct Open {
    month: Option<YearMonth>,
}

impl Open {
    fn of(ui: &Ui, field: Id) -> Self {
        ui.data(|memory| memory.get_temp(field.with("open")))
            .unwrap_or_default()
    }

    fn keep(self, ui: &Ui, field: Id) {
        ui.data_mut(|memory| memory.insert_temp(field.with("open"), self));
    }
}
