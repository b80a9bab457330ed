//! Buttons: primary (one a view), secondary, quiet, danger; with an icon, with a text, or with an icon alone.
//!
//! Left out: buttons that stay down (`toggles`, `choose_one`).

use std::borrow::Cow;

use egui::{
    Align2, Color32, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::tooltip::tip;
use super::{first_stop, paint};
use crate::ui::look::{Icon, Palette, semibold, size};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

/// A button. Add it with `ui.add`, or `ui.add_enabled` where it can be off.
#[must_use = "add it to a ui"]
pub struct Button<'a> {
    weight: Weight,
    text: Cow<'a, str>,
    icon: Option<Icon>,
    icon_alone: bool,
    size: f32,
    keys: Option<&'a str>,
    explanation: Option<&'a str>,
    wide: bool,
    low: bool,
    name: Option<&'a str>,
    focusable: bool,
}

impl<'a> Button<'a> {
    /// The one thing to do in this view.
    pub fn primary(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Weight::Primary, text)
    }

    /// Another thing to do.
    pub fn secondary(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Weight::Secondary, text)
    }

    /// A thing to do beside others, without an outline.
    pub fn quiet(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Weight::Quiet, text)
    }

    /// The primary button where it takes something away.
    pub fn danger(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Weight::Danger, text)
    }

    /// A quiet square with an icon; `name` is its tooltip and its name.
    pub fn icon_alone(icon: Icon, name: impl Into<Cow<'a, str>>) -> Self {
        Self {
            icon: Some(icon),
            icon_alone: true,
            ..Self::new(Weight::Quiet, name)
        }
    }

    /// The title of a view, that opens something: large, and quiet.
    pub fn heading(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            size: size::TEXT_TITLE,
            ..Self::new(Weight::Quiet, text)
        }
    }

    /// The same where there is little room.
    pub fn small_heading(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            size: size::TEXT_LEAD,
            ..Self::new(Weight::Quiet, text)
        }
    }

    fn new(weight: Weight, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            weight,
            text: text.into(),
            icon: None,
            icon_alone: false,
            size: size::TEXT_BODY,
            keys: None,
            explanation: None,
            wide: false,
            low: false,
            name: None,
            focusable: true,
        }
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The keys that do the same, shown in the tooltip.
    pub fn keys(mut self, keys: &'a str) -> Self {
        self.keys = Some(keys);
        self
    }

    /// A tooltip that says more than the text.
    pub fn tip(mut self, explanation: &'a str) -> Self {
        self.explanation = Some(explanation);
        self
    }

    /// A longer name for assistive technologies, where several buttons of one place say the same.
    pub fn named(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// As small as a button may be, for lines of a list and within fields.
    pub fn low(mut self) -> Self {
        self.low = true;
        self
    }

    /// Whether Tab reaches it: in a list only the button of the line where the focus is.
    pub(super) fn focusable(mut self, focusable: bool) -> Self {
        self.focusable = focusable;
        self
    }

    /// As wide as there is room.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let palette = Palette::of(ui);
        let padding = if self.icon_alone { 0.0 } else { size::SPACE_3 };
        let galley = (!self.icon_alone).then(|| {
            let widest = if self.wide {
                ui.available_width() - 2.0 * padding
            } else {
                f32::INFINITY
            };
            paint::line(ui, &self.text, semibold(self.size), widest)
        });
        let text_width = galley.as_ref().map_or(0.0, |galley| galley.size().x);
        let icon_width = match (self.icon, &galley) {
            (Some(_), Some(_)) => size::ICON + size::SPACE_2,
            (Some(_), None) if self.low => size::TARGET,
            (Some(_), None) => size::CONTROL,
            (None, _) => 0.0,
        };
        let content = text_width + icon_width;
        let width = if self.wide {
            ui.available_width()
        } else {
            content + 2.0 * padding
        };
        let height = if self.low { size::TARGET } else { size::CONTROL };
        let sense = if self.focusable { Sense::click() } else { Sense::CLICK };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        if self.focusable {
            first_stop::offer(ui, response.id);
        }
        let name = self.name.unwrap_or(&self.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));

        if ui.is_rect_visible(rect) {
            let (fill, outline, ink) = colours(palette, self.weight, &response);
            ui.painter().rect(rect, size::RADIUS, fill, outline, StrokeKind::Inside);
            paint::focus_ring(ui, &response, rect, size::RADIUS);
            let left = rect.center().x - content / 2.0;
            if let Some(icon) = self.icon {
                let centre = if self.icon_alone {
                    rect.center().x
                } else {
                    left + size::ICON / 2.0
                };
                paint::icon(ui, pos2(centre, rect.center().y), icon, size::ICON, ink);
            }
            if let Some(galley) = galley {
                let text = rect.with_min_x(left + icon_width);
                paint::put(ui, galley, text, Align2::LEFT_CENTER, ink);
            }
        }
        let response = if ui.is_enabled() {
            response.on_hover_cursor(CursorIcon::PointingHand)
        } else {
            response
        };
        match (self.explanation, self.keys, self.icon_alone) {
            (Some(text), keys, _) => tip(response, text, keys),
            (None, None, false) => response,
            (None, keys, _) => tip(response, &self.text, keys),
        }
    }
}

fn colours(palette: &Palette, weight: Weight, response: &Response) -> (Color32, Stroke, Color32) {
    let down = response.is_pointer_button_down_on();
    let over = response.hovered();
    let resting = |rest: Color32| match (down, over) {
        (true, _) => palette.pressed,
        (_, true) => palette.hover,
        _ => rest,
    };
    match weight {
        Weight::Primary => {
            let fill = if over || down {
                palette.accent_hover
            } else {
                palette.accent
            };
            (fill, Stroke::NONE, palette.on_accent)
        }
        Weight::Danger => (palette.danger, Stroke::NONE, palette.on_danger),
        Weight::Secondary => (
            resting(palette.card),
            Stroke::new(size::LINE, palette.edge),
            palette.text,
        ),
        Weight::Quiet => (resting(Color32::TRANSPARENT), Stroke::NONE, palette.text),
    }
}
