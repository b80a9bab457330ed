//! What is on or off by itself: the seven weekdays, the twelve months, and a check box.

use std::collections::BTreeSet;

use egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::choose_one::on_or_off;
use super::date_text::{month_name, weekday_name};
use super::field::{Caption, caption_methods};
use super::{first_stop, paint};
use crate::time::{Weekday, WeekdaySet};
use crate::ui::look::{Palette, regular, semibold, size};

/// Seven toggles in the week order of the business.
#[must_use = "call show"]
pub struct WeekdayToggles<'a> {
    caption: Caption<'a>,
    first: Weekday,
}

impl<'a> WeekdayToggles<'a> {
    /// Toggles under a label; the week begins with `first`.
    pub fn new(label: &'a str, first: Weekday) -> Self {
        Self {
            caption: Caption::new(label),
            first,
        }
    }

    caption_methods!();

    /// Draws them; `changed` on the response says that a day was switched.
    pub fn show(self, ui: &mut Ui, days: &mut WeekdaySet) -> Response {
        let group = ui.scope_id().with(self.caption.label);
        self.caption.show(ui, |ui, width| {
            let each = ((width - 6.0 * GAP) / 7.0).clamp(size::CONTROL, 52.0);
            as_group(ui, group, |ui| {
                let mut changed = false;
                for weekday in WeekdaySet::ALL.iter(self.first) {
                    let on = days.contains(weekday);
                    let id = group.with(weekday.num_days_from_monday());
                    let words = (weekday.to_string(), weekday_name(weekday));
                    if toggle(ui, id, (&words.0, words.1), on, each).clicked() {
                        changed = true;
                        if on {
                            days.remove(weekday)
                        } else {
                            days.insert(weekday)
                        };
                    }
                }
                changed
            })
        })
    }
}

/// Twelve toggles, January to December.
#[must_use = "call show"]
pub struct MonthToggles<'a> {
    caption: Caption<'a>,
}

impl<'a> MonthToggles<'a> {
    /// Toggles under a label.
    pub fn new(label: &'a str) -> Self {
        Self {
            caption: Caption::new(label),
        }
    }

    caption_methods!();

    /// Draws them; months are 1 to 12, and `changed` on the response says that one was switched.
    pub fn show(self, ui: &mut Ui, months: &mut BTreeSet<u32>) -> Response {
        let group = ui.scope_id().with(self.caption.label);
        self.caption.show(ui, |ui, width| {
            let each = ((width - 11.0 * GAP) / 12.0).clamp(size::TARGET, 52.0);
            as_group(ui, group, |ui| {
                let mut changed = false;
                for month in 1..=12 {
                    let on = months.contains(&month);
                    let name = month_name(month);
                    let short = name.get(..3).unwrap_or(name);
                    if toggle(ui, group.with(month), (short, name), on, each).clicked() {
                        changed = true;
                        if on {
                            months.remove(&month)
                        } else {
                            months.insert(month)
                        };
                    }
                }
                changed
            })
        })
    }
}

/// Between toggles.
const GAP: f32 = size::SPACE_1;

/// Toggles as one node with a role, to carry the label and the error; they tell whether one was switched.
fn as_group(ui: &mut Ui, group: egui::Id, toggles: impl FnOnce(&mut Ui) -> bool) -> Response {
    let drawn = paint::controls(ui, |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        toggles(ui)
    });
    let mut response = ui.interact(drawn.response.rect, group, Sense::hover());
    response.widget_info(|| WidgetInfo::new(Role::Group));
    if drawn.inner {
        response.mark_changed();
    }
    response
}

/// One of them, with its short words and its name.
fn toggle(ui: &mut Ui, id: egui::Id, (text, name): (&str, &str), on: bool, width: f32) -> Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(width, size::CONTROL));
    let response = ui
        .interact(rect, id, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, name));
    let (fill, outline, ink) = on_or_off(palette, on, response.hovered());
    ui.painter().rect(rect, size::RADIUS, fill, outline, StrokeKind::Inside);
    let weight = if on {
        semibold(size::TEXT_BODY)
    } else {
        regular(size::TEXT_BODY)
    };
    let galley = paint::line(ui, text, weight, f32::INFINITY);
    paint::put(ui, galley, rect, Align2::CENTER_CENTER, ink);
    paint::focus_ring(ui, &response, rect, size::RADIUS);
    response
}

/// A check box with its words at the right, wrapped where they are long. The words are part of the target.
pub fn check_box(ui: &mut Ui, on: &mut bool, text: &str) -> Response {
    const BOX: f32 = 18.0;
    let palette = Palette::of(ui);
    let indent = BOX + size::SPACE_2;
    let galley = paint::paragraph(
        ui,
        text,
        regular(size::TEXT_BODY),
        (ui.available_width() - indent).max(0.0),
    );
    let wanted = vec2(indent + galley.size().x, galley.size().y.max(size::TARGET));
    let (rect, mut response) = ui.allocate_exact_size(wanted, Sense::click());
    first_stop::offer(ui, response.id);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *on, text));

    let first_line = galley.rows.first().map_or(0.0, |row| row.rect().center().y);
    let above = (rect.height() - galley.size().y) / 2.0;
    let centre = pos2(rect.left() + BOX / 2.0, rect.top() + above + first_line);
    let square = Rect::from_center_size(centre, vec2(BOX, BOX));
    let (fill, mut outline, ink) = on_or_off(palette, *on, response.hovered());
    outline.color = palette.strong_line;
    ui.painter()
        .rect(square, CornerRadius::same(4), fill, outline, StrokeKind::Inside);
    if *on {
        let tick = [pos2(-4.0, 0.2), pos2(-1.2, 3.0), pos2(4.2, -3.2)].map(|at| centre + at.to_vec2());
        ui.painter().line(tick.to_vec(), Stroke::new(2.0, ink));
    }
    paint::put(
        ui,
        galley,
        rect.with_min_x(rect.left() + indent),
        Align2::LEFT_CENTER,
        palette.text,
    );
    paint::focus_ring(ui, &response, square, CornerRadius::same(5));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
