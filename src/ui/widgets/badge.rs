//! A small word on a tinted ground: "Away", "New", "12 clashes". Never colour alone: it always says the word.

use egui::{Align2, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, Swatch, Tone, semibold, size};

/// A badge; add it with `ui.add`.
#[must_use = "add it to a ui"]
pub struct Badge<'a> {
    text: &'a str,
    tone: Tone,
    icon: Option<Icon>,
    swatch: Option<Swatch>,
}

impl<'a> Badge<'a> {
    /// A badge that says this.
    pub fn new(text: &'a str, tone: Tone) -> Self {
        Self {
            text,
            tone,
            icon: None,
            swatch: None,
        }
    }

    /// A badge in the colours of a member of staff.
    pub fn of_staff(text: &'a str, swatch: Swatch) -> Self {
        Self {
            swatch: Some(swatch),
            ..Self::new(text, Tone::Plain)
        }
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Widget for Badge<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        const ICON: f32 = 12.0;
        let colours = self.swatch.unwrap_or_else(|| Palette::of(ui).tone(self.tone));
        let lead = self.icon.map_or(0.0, |_| ICON + size::SPACE_1);
        let galley = paint::line(
            ui,
            self.text,
            semibold(size::TEXT_SMALL),
            ui.available_width() - lead - 12.0,
        );
        let wanted = vec2(galley.size().x + lead + 2.0 * 6.0, 20.0);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        ui.painter().rect_filled(rect, size::RADIUS_BLOCK, colours.tint);
        let left = rect.left() + 6.0;
        if let Some(icon) = self.icon {
            paint::icon(ui, pos2(left + ICON / 2.0, rect.center().y), icon, ICON, colours.stripe);
        }
        paint::put(
            ui,
            galley,
            rect.with_min_x(left + lead),
            Align2::LEFT_CENTER,
            colours.stripe,
        );
        response
    }
}
