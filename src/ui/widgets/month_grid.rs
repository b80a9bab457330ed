//! One month as a grid of days: in the popover of a date field, or standing beside a calendar.
//!
//! The grid is one stop of the Tab key. Arrows go by day and week, PgUp and PgDn by month, Home and End to the ends of
//! the week; Enter chooses.

use egui::{
    Align2, Color32, CursorIcon, EventFilter, Id, Key, Modifiers, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use super::button::Button;
use super::date_text::{day_in_full, month_and_year, weekday_name};
use super::paint;
use crate::time::{Day, Weekday, WeekdaySet, YearMonth};
use crate::ui::look::{Icon, Palette, regular, semibold, size};

const CELL: f32 = 32.0;

/// A month with arrows to the months beside it.
#[must_use = "call show"]
pub struct MonthGrid {
    id: Id,
    first: Weekday,
    chosen: Option<Day>,
    today: Day,
    take_focus: bool,
}

impl MonthGrid {
    /// A grid whose weeks begin with `first`.
    pub fn new(id: Id, first: Weekday, today: Day) -> Self {
        Self {
            id,
            first,
            chosen: None,
            today,
            take_focus: false,
        }
    }

    /// The day that is chosen now.
    pub fn chosen(mut self, chosen: Option<Day>) -> Self {
        self.chosen = chosen;
        self
    }

    /// Gives the chosen day, or today, the focus in this frame.
    pub fn take_focus(mut self, take: bool) -> Self {
        self.take_focus = take;
        self
    }

    /// Draws the month `shown`, which the arrows change; the day that was clicked or entered.
    pub fn show(self, ui: &mut Ui, shown: &mut YearMonth) -> Option<Day> {
        self.move_focus(ui, shown);
        let mut picked = None;
        ui.vertical(|ui| {
            ui.set_width(7.0 * CELL);
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            self.header(ui, shown);
            self.weekdays(ui);
            let first = shown.first_day().start_of_week(self.first);
            for week in 0..6 {
                ui.horizontal(|ui| {
                    for weekday in 0..7 {
                        let day = first + (week * 7 + weekday);
                        if self.day(ui, day, *shown).clicked() {
                            picked = Some(day);
                        }
                    }
                });
            }
        });
        picked
    }

    fn header(&self, ui: &mut Ui, shown: &mut YearMonth) {
        paint::controls(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if ui
                .add(Button::icon_alone(Icon::ChevronLeft, "Month before").keys("PgUp"))
                .clicked()
            {
                *shown = *shown - 1;
            }
            let (_, rect) = ui.allocate_space(vec2(5.0 * CELL, size::CONTROL));
            let title = month_and_year(*shown);
            let galley = paint::line(ui, &title, semibold(size::TEXT_BODY), rect.width());
            paint::put(ui, galley, rect, Align2::CENTER_CENTER, Palette::of(ui).text);
            let response = ui.interact(rect, self.id.with("title"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &title));
            if ui
                .add(Button::icon_alone(Icon::ChevronRight, "Month after").keys("PgDn"))
                .clicked()
            {
                *shown = *shown + 1;
            }
        });
    }

    fn weekdays(&self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            for weekday in WeekdaySet::ALL.iter(self.first) {
                let (_, rect) = ui.allocate_space(vec2(CELL, size::TARGET));
                let name = weekday_name(weekday).get(..2).unwrap_or_default();
                let galley = paint::line(ui, name, regular(size::TEXT_SMALL), CELL);
                paint::put(ui, galley, rect, Align2::CENTER_CENTER, Palette::of(ui).muted);
            }
        });
    }

    fn day(&self, ui: &mut Ui, day: Day, shown: YearMonth) -> Response {
        let palette = Palette::of(ui);
        let (_, rect) = ui.allocate_space(vec2(CELL, CELL));
        let id = self.id_of(day);
        let reachable = self.start(shown) == day || ui.memory(|memory| memory.has_focus(id));
        let response = ui.interact(rect, id, if reachable { Sense::click() } else { Sense::CLICK });
        let on = self.chosen == Some(day);
        response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, day_in_full(day)));
        if self.take_focus && self.start(shown) == day {
            response.request_focus();
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }

        let inner = rect.shrink(2.0);
        let fill = match (on, response.hovered()) {
            (true, _) => palette.accent,
            (_, true) => palette.hover,
            _ => Color32::TRANSPARENT,
        };
        let today = day == self.today;
        let outline = if today && !on {
            Stroke::new(size::LINE, palette.accent)
        } else {
            Stroke::NONE
        };
        ui.painter()
            .rect(inner, size::RADIUS_BLOCK, fill, outline, StrokeKind::Inside);
        let ink = match (on, day.year_month() == shown, today) {
            (true, _, _) => palette.on_accent,
            (_, false, _) => palette.muted,
            (_, _, true) => palette.accent,
            _ => palette.text,
        };
        let weight = if on || today {
            semibold(size::TEXT_BODY)
        } else {
            regular(size::TEXT_BODY)
        };
        let galley = paint::line(ui, &day.day_of_month().to_string(), weight, CELL);
        paint::put(ui, galley, inner, Align2::CENTER_CENTER, ink);
        paint::focus_ring(ui, &response, inner.shrink(2.0), size::RADIUS_BLOCK);
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    fn id_of(&self, day: Day) -> Id {
        self.id.with(day.number())
    }

    /// The day of the shown month that Tab reaches.
    fn start(&self, shown: YearMonth) -> Day {
        [self.chosen, Some(self.today)]
            .into_iter()
            .flatten()
            .find(|day| day.year_month() == shown)
            .unwrap_or(shown.first_day())
    }

    fn move_focus(&self, ui: &Ui, shown: &mut YearMonth) {
        let first = shown.first_day().start_of_week(self.first);
        let focused = (0..42)
            .map(|n| first + n)
            .find(|day| ui.memory(|memory| memory.has_focus(self.id_of(*day))));
        let Some(day) = focused else { return };
        let week = day.start_of_week(self.first);
        let to = ui.input_mut(|input| {
            [
                (Key::ArrowLeft, day - 1),
                (Key::ArrowRight, day + 1),
                (Key::ArrowUp, day - 7),
                (Key::ArrowDown, day + 7),
                (Key::PageUp, day.add_months_clamped(-1)),
                (Key::PageDown, day.add_months_clamped(1)),
                (Key::Home, week),
                (Key::End, week + 6),
            ]
            .into_iter()
            .find_map(|(key, to)| input.consume_key(Modifiers::NONE, key).then_some(to))
        });
        if let Some(to) = to {
            *shown = to.year_month();
            ui.memory_mut(|memory| memory.request_focus(self.id_of(to)));
        }
    }
}
