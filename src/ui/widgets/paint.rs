//! What the widgets paint with: one line of text, an icon, the ring of the focus, a popover's frame.
//!
//! Left out: whole widgets, and patterns for blocks of the calendar (`pattern`).

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, Context, CornerRadius, Event, FontId, Frame, Galley, Id, InnerResponse, Pos2, Rect, Response,
    Stroke, StrokeKind, Ui,
};

use crate::ui::look::{Icon, Palette, size};

/// Text on one line, no wider than `width`; what is too long ends in "…".
pub(in crate::ui) fn line(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, Color32::PLACEHOLDER);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Paints a galley into a rectangle and gives what it covers.
pub(in crate::ui) fn put(ui: &Ui, galley: Arc<Galley>, rect: Rect, align: Align2, colour: Color32) -> Rect {
    let covered = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(covered.min, galley, colour);
    covered
}

/// Paints an icon around a point.
pub(in crate::ui) fn icon(ui: &Ui, centre: Pos2, icon: Icon, edge: f32, colour: Color32) {
    ui.painter()
        .text(centre, Align2::CENTER_CENTER, icon.glyph(), Icon::font(edge), colour);
}

/// Paints the ring around what has the focus, unless the pointer brought it there.
pub(in crate::ui) fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: CornerRadius) {
    if focus_shows(ui, response) {
        if response.gained_focus() {
            // egui brings only text cursors into sight by itself.
            ui.scroll_to_rect(rect.expand(size::SPACE_2), None);
        }
        let stroke = Stroke::new(size::FOCUS_LINE, Palette::of(ui).accent);
        ui.painter()
            .rect_stroke(rect.expand(2.0), radius, stroke, StrokeKind::Outside);
    }
}

/// Controls beside each other, all in the middle of a line as high as a button.
pub fn controls<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let usual = ui.spacing().interact_size.y;
    ui.spacing_mut().interact_size.y = size::CONTROL;
    let drawn = ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = usual;
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        add(ui)
    });
    ui.spacing_mut().interact_size.y = usual;
    drawn
}

/// Whether the focus is here and was brought by the keyboard or by assistive technology.
pub(in crate::ui) fn focus_shows(ui: &Ui, response: &Response) -> bool {
    let by_pointer = Id::unique("the pointer was used last");
    let (pressed, typed) = ui.input(|input| {
        let typed = input
            .events
            .iter()
            .any(|event| matches!(event, Event::Key { pressed: true, .. }));
        (input.pointer.any_pressed() || input.pointer.any_released(), typed)
    });
    if pressed || typed {
        ui.data_mut(|memory| memory.insert_temp(by_pointer, pressed && !typed));
    }
    response.has_focus() && !ui.data(|memory| memory.get_temp(by_pointer)).unwrap_or(false)
}

/// The frame of everything that lies over the window for a moment.
pub(in crate::ui) fn popover_of(ctx: &Context) -> Frame {
    Frame::popup(&ctx.global_style()).inner_margin(size::POPOVER_MARGIN)
}

/// Text on at most so many lines, in the line height of its size; what is too long ends in "…".
pub(in crate::ui) fn lines(ui: &Ui, text: &str, font: FontId, width: f32, most: usize) -> Arc<Galley> {
    let line = size::line_height(font.size);
    let mut job = LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, width.max(0.0));
    job.wrap.max_rows = most;
    for section in &mut job.sections {
        section.format.line_height = Some(line);
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Text that wraps, in the line height of its size.
pub(in crate::ui) fn paragraph(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let line = size::line_height(font.size);
    let mut job = LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, width);
    for section in &mut job.sections {
        section.format.line_height = Some(line);
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
