//! Headings and plain lines, each in its step of the type scale.

use egui::{Align2, Color32, FontId, Response, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::paint;
use super::tooltip::tip;
use crate::ui::look::{Palette, regular, semibold, size};

/// The title of a view, a card or a dialog.
pub fn title(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, text, semibold(size::TEXT_TITLE), 1)
}

/// A title that goes on for a few lines beside a button; a short one stands in the middle of its height.
pub(super) fn title_of(ui: &mut Ui, text: &str, width: f32, lines: usize) {
    let galley = paint::lines(ui, text, semibold(size::TEXT_TITLE), width, lines);
    let high = galley.size().y.max(size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(vec2(width, high), Sense::hover());
    is_heading(ui, &response, text, 1);
    let elided = galley.elided;
    paint::put(ui, galley, rect, Align2::LEFT_CENTER, Palette::of(ui).text);
    if elided {
        tip(response, text, None);
    }
}

/// The heading of a section.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, text, semibold(size::TEXT_LEAD), 2)
}

/// The one large thing of a screen.
pub fn display(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, text, semibold(size::TEXT_DISPLAY), 1)
}

/// A plain line or paragraph.
pub fn text(ui: &mut Ui, text: &str) -> Response {
    plain(ui, text, regular(size::TEXT_BODY), Palette::of(ui).text)
}

/// A name or a time within plain text.
pub fn strong(ui: &mut Ui, text: &str) -> Response {
    plain(ui, text, semibold(size::TEXT_BODY), Palette::of(ui).text)
}

/// What is second: a service, an explanation.
pub fn muted(ui: &mut Ui, text: &str) -> Response {
    plain(ui, text, regular(size::TEXT_BODY), Palette::of(ui).muted)
}

/// What stands above several things that are chosen together, as a label stands above a field.
pub fn caption(ui: &mut Ui, text: &str) -> Response {
    plain(ui, text, semibold(size::TEXT_SMALL), Palette::of(ui).text)
}

/// A muted line in small letters.
pub fn small(ui: &mut Ui, text: &str) -> Response {
    plain(ui, text, regular(size::TEXT_SMALL), Palette::of(ui).muted)
}

/// How wide that is without a break.
pub fn small_width(ui: &Ui, text: &str) -> f32 {
    paint::line(ui, text, regular(size::TEXT_SMALL), f32::INFINITY).size().x
}

fn plain(ui: &mut Ui, text: &str, font: FontId, ink: Color32) -> Response {
    let line = size::line_height(font.size);
    ui.label(RichText::new(text).font(font).line_height(Some(line)).color(ink))
}

fn heading_of(ui: &mut Ui, text: &str, font: FontId, level: usize) -> Response {
    let response = plain(ui, text, font, Palette::of(ui).text);
    is_heading(ui, &response, text, level);
    response
}

fn is_heading(ui: &Ui, response: &Response, text: &str, level: usize) {
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_level(level));
}
