//! The bar above the calendar: today, back and on, the date with a month below it, whose, where, day or week.

use egui::{Id, Popup, PopupCloseBehavior, Response, Ui};

use super::{Calendar, Extent};
use crate::domain::rows::*;
use crate::time::{Day, YearMonth};
use crate::ui::Context;
use crate::ui::look::{Icon, size};
use crate::ui::shortcut::Shortcut;
use crate::ui::view::week::{self, Whose};
use crate::ui::widgets::date_text::{day_in_full, read_day};
use crate::ui::widgets::{Button, Choice, MonthGrid, Segments, TextField, check_box, muted, paint};
use crate::words;

/// Below this width the bar says things shorter.
const NARROW: f32 = 960.0;
/// Width of a choice where there is room for it, and where there is not.
const CHOICE: f32 = 160.0;
const LEAST_CHOICE: f32 = 72.0;
/// Room for the button with the staff.
const STAFF: f32 = 120.0;
/// Room for day or week.
const VIEWS: f32 = 144.0;

/// What the bar keeps.
#[derive(Default)]
pub(super) struct BarState {
    /// Opens the month below the date in the next frame.
    open_dates: bool,
    typed: String,
    month: Option<YearMonth>,
}

impl BarState {
    /// Opens the month below the date.
    pub(super) fn open_dates(&mut self) {
        self.open_dates = true;
    }
}

impl Calendar {
    /// Draws what belongs to the calendar into the bar at the top, from the left; what is left of it stays free.
    pub fn bar(&mut self, ui: &mut Ui, context: &mut Context<'_>) {
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        let is_narrow = ui.available_width() < NARROW;
        let today = if is_narrow {
            Button::icon_alone(Shortcut::Today.says().icon, "Today")
        } else {
            Button::secondary("Today")
        };
        if shortcut_button(ui, today, Shortcut::Today).clicked() {
            self.press(Shortcut::Today, context);
        }
        ui.spacing_mut().item_spacing.x = 0.0;
        for (shortcut, name) in [(Shortcut::Earlier, self.earlier()), (Shortcut::Later, self.later())] {
            let button = Button::icon_alone(shortcut.says().icon, name);
            if ui.add(button.keys(shortcut.says().keys)).clicked() {
                self.press(shortcut, context);
            }
        }
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        self.date(ui, context, is_narrow);
    }

    /// Draws whose, where, and day or week, for the right end of the bar, in so much room.
    pub fn bar_end(&mut self, ui: &mut Ui, context: &mut Context<'_>, room: f32) {
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        let several = context.book.locations().live().nth(1).is_some();
        let (fixed, choices) = match self.extent {
            Extent::Day => (size::CONTROL + STAFF + VIEWS, if several { 1.0 } else { 0.0 }),
            Extent::Week => (size::CONTROL + VIEWS, if several { 2.0 } else { 1.0 }),
        };
        let choice = ((room - fixed) / f32::max(choices, 1.0) - size::SPACE_2).clamp(LEAST_CHOICE, CHOICE);
        self.cancelled_switch(ui);
        match self.extent {
            Extent::Day => self.staff_filter(ui, context),
            Extent::Week => self.whose_field(ui, context, choice),
        }
        self.location_field(ui, context, choice);
        let mut extent = self.extent;
        let options = [(Extent::Day, "Day"), (Extent::Week, "Week")];
        if Segments::bar("View").show(ui, &mut extent, &options).changed() {
            self.switch(extent, context);
        }
    }

    fn earlier(&self) -> &'static str {
        match self.extent {
            Extent::Day => "Day before",
            Extent::Week => "Week before",
        }
    }

    fn later(&self) -> &'static str {
        match self.extent {
            Extent::Day => "Day after",
            Extent::Week => "Week after",
        }
    }

    /// The date in words; a click opens a month and a field for a typed date.
    fn date(&mut self, ui: &mut Ui, context: &Context<'_>, is_narrow: bool) {
        let day = self.day(context);
        let text = match self.extent {
            Extent::Day if is_narrow => words::dates::weekday_and_day(day),
            Extent::Day => day_in_full(day),
            Extent::Week => {
                let first = week::first_day(day, context.week_start());
                words::dates::days(first, first + 6)
            }
        };
        let says = Shortcut::GoToDate.says();
        let title = if is_narrow {
            Button::small_heading(text)
        } else {
            Button::heading(text)
        };
        let button = ui.add(title.tip(says.tip).keys(says.keys));
        let id = Id::unique("the date of the calendar");
        if std::mem::take(&mut self.bar.open_dates) {
            Popup::open_id(ui.ctx(), id);
        }
        if button.clicked() {
            Popup::toggle_id(ui.ctx(), id);
        }
        let opened = Popup::is_id_open(ui.ctx(), id);
        let just_opened = opened && self.bar.month.is_none();
        if !opened {
            self.bar.month = None;
            self.bar.typed.clear();
        }
        let mut month = self.bar.month.unwrap_or_else(|| day.year_month());
        let chosen = Popup::from_response(&button)
            .id(id)
            .accessible_name(says.label)
            .open_memory(None)
            .gap(size::SPACE_1)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .frame(paint::popover_of(ui.ctx()).inner_margin(size::SPACE_3))
            .show(|ui| self.dates(ui, context, &mut month, just_opened));
        if opened {
            self.bar.month = Some(month);
        }
        if let Some(day) = chosen.and_then(|shown| shown.inner) {
            self.day = Some(day).filter(|day| *day != self.today(context));
            Popup::close_id(ui.ctx(), id);
        }
    }

    fn dates(&mut self, ui: &mut Ui, context: &Context<'_>, month: &mut YearMonth, just_opened: bool) -> Option<Day> {
        ui.spacing_mut().item_spacing.y = size::SPACE_2;
        let habit = context.habit();
        let field = TextField::new("Go to a date", &mut self.bar.typed)
            .hint("14 mar, fri, 2026-03-14")
            .width(224.0)
            .show(ui);
        if just_opened {
            field.request_focus();
        }
        let typed = read_day(&self.bar.typed, habit.order, habit.today);
        if field.changed()
            && let Some(typed) = typed
        {
            *month = typed.year_month();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let grid = MonthGrid::new(ui.scope_id().with("month"), habit.first, self.today(context))
            .chosen(typed.or(Some(self.day(context))));
        let clicked = grid.show(ui, month);
        clicked.or(typed.filter(|_| entered))
    }

    fn cancelled_switch(&mut self, ui: &mut Ui) {
        let (icon, name) = if self.cancelled {
            (Icon::Eye, "Hide cancelled visits")
        } else {
            (Icon::EyeOff, "Show cancelled visits")
        };
        if ui.add(Button::icon_alone(icon, name)).clicked() {
            self.cancelled = !self.cancelled;
        }
    }

    fn staff_filter(&mut self, ui: &mut Ui, context: &Context<'_>) {
        let staff: Vec<(StaffId, String)> = self
            .staff_here(context.book)
            .into_iter()
            .map(|person| (person.id, person.name().to_owned()))
            .collect();
        let shown = staff.iter().filter(|(id, _)| !self.hidden.contains(id)).count();
        let text = if shown == staff.len() {
            "All staff".to_owned()
        } else {
            format!("{shown} of {} staff", staff.len())
        };
        let button = ui.add(Button::secondary(text).icon(Icon::Users));
        Popup::from_toggle_button_response(&button)
            .accessible_name("Columns")
            .gap(size::SPACE_1)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .frame(paint::popover_of(ui.ctx()).inner_margin(size::SPACE_3))
            .show(|ui| {
                ui.set_min_width(180.0);
                ui.spacing_mut().item_spacing.y = size::SPACE_1;
                muted(ui, "Columns");
                for (id, name) in &staff {
                    let mut on = !self.hidden.contains(id);
                    if check_box(ui, &mut on, name).changed() {
                        if on {
                            self.hidden.remove(id);
                        } else {
                            self.hidden.insert(*id);
                        }
                    }
                }
                if !self.hidden.is_empty() && ui.add(Button::quiet("Show everybody")).clicked() {
                    self.hidden.clear();
                }
            });
    }

    fn whose_field(&mut self, ui: &mut Ui, context: &Context<'_>, width: f32) {
        let staff = self.staff_here(context.book);
        let mut options: Vec<(Whose, &str)> = staff
            .iter()
            .map(|person| (Whose::Person(person.id), person.name()))
            .collect();
        options.push((Whose::Everybody, "Everybody"));
        let mut chosen = Some(self.whose(context.book));
        let field = Choice::new("Whose week").label_hidden().width(width);
        if field.show(ui, &mut chosen, &options).changed() {
            self.whose = chosen;
        }
    }

    fn location_field(&mut self, ui: &mut Ui, context: &Context<'_>, width: f32) {
        let options: Vec<(LocationId, &str)> = context
            .book
            .locations()
            .live()
            .map(|location| (location.id, location.name.as_str()))
            .collect();
        if options.len() < 2 {
            return;
        }
        let mut chosen = self.location(context.book);
        let field = Choice::new("Location").label_hidden().width(width);
        if field.show(ui, &mut chosen, &options).changed() {
            self.location = chosen;
        }
    }
}

/// A button with the tooltip and the keys of its shortcut.
pub(in crate::ui) fn shortcut_button(ui: &mut Ui, button: Button<'_>, shortcut: Shortcut) -> Response {
    let says = shortcut.says();
    ui.add(button.tip(says.tip).keys(says.keys))
}
