//! A field for typed text: names, notes, numbers, money, lengths. What was typed stays as it was typed.
//!
//! Left out: reading the text; the form's draft does that, and hands the error back.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align2, Atom, AtomExt as _, EventFilter, Frame, Id, Margin, Response, RichText, Stroke, TextEdit, Ui};

use super::field::{Caption, caption_methods};
use super::{first_stop, paint};
use crate::ui::look::{Icon, Palette, regular, size};

/// A labelled field of text.
#[must_use = "call show"]
pub struct TextField<'a> {
    caption: Caption<'a>,
    text: &'a mut String,
    id: Option<Id>,
    hint: &'a str,
    icon: Option<Icon>,
    unit: Option<&'a str>,
    figures: bool,
    rows: usize,
    room_at_end: f32,
    keep_escape: bool,
}

impl<'a> TextField<'a> {
    /// A field for one line of text.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self {
            caption: Caption::new(label),
            text,
            id: None,
            hint: "",
            icon: None,
            unit: None,
            figures: false,
            rows: 1,
            room_at_end: 0.0,
            keep_escape: false,
        }
    }

    /// A short field for a number, written to the right, with its unit behind it ("min", "visits", "EUR").
    pub fn number(label: &'a str, text: &'a mut String, unit: &'a str) -> Self {
        let mut field = Self::new(label, text).width(144.0);
        field.figures = true;
        field.unit = Some(unit).filter(|unit| !unit.is_empty());
        field
    }

    caption_methods!();

    /// The id of the field, to give it the focus from elsewhere; else it comes from the place and the label.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Muted text while the field is empty: an example, never the label.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon at the start of the field.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// As many rows of text; Enter makes a new one.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Takes over the words of a field that is built on this one.
    pub(super) fn caption_of(mut self, caption: Caption<'a>) -> Self {
        self.caption = caption;
        self
    }

    /// Room kept free at the end of the field for a button over it.
    pub(super) fn room_at_end(mut self, points: f32) -> Self {
        self.room_at_end = points;
        self
    }

    /// Whether Escape is for a list that belongs to the field, and does not take the focus away.
    pub(super) fn keep_escape(mut self, keep: bool) -> Self {
        self.keep_escape = keep;
        self
    }

    /// Draws the field; the response is that of the typed text (`changed`, `lost_focus`).
    pub fn show(self, ui: &mut Ui) -> Response {
        let id = self.id.unwrap_or_else(|| ui.scope_id().with(self.caption.label));
        let invalid = self.caption.error.is_some();
        self.caption.show(ui, |ui, width| {
            let palette = Palette::of(ui);
            let focused = ui.memory(|memory| memory.has_focus(id));
            let over = ui.ctx().read_response(id).is_some_and(|last| last.hovered());
            let stroke = outline(palette, focused, over, invalid);
            let length = self.text.chars().count();
            let mut edit = if self.rows > 1 {
                TextEdit::multiline(self.text)
                    .desired_rows(self.rows)
                    .align(Align2::LEFT_TOP)
            } else if self.figures {
                TextEdit::singleline(self.text).align(Align2::RIGHT_CENTER)
            } else {
                TextEdit::singleline(self.text).align(Align2::LEFT_CENTER)
            };
            if let Some(icon) = self.icon {
                edit = edit.prefix(icon.text().color(palette.muted));
            }
            if let Some(unit) = self.unit {
                edit = edit.suffix(RichText::new(unit).font(regular(size::TEXT_BODY)).color(palette.muted));
            }
            if self.room_at_end > 0.0 {
                edit = edit.suffix(Atom::default().atom_size(egui::vec2(self.room_at_end, 1.0)));
            }
            if self.keep_escape {
                edit = edit.event_filter(EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    escape: true,
                    ..EventFilter::default()
                });
            }
            let fill = if ui.is_enabled() { palette.card } else { palette.panel };
            let response = ui.add(
                edit.id(id)
                    .hint_text(self.hint.to_owned())
                    .desired_width(width)
                    .min_size(egui::vec2(width, size::CONTROL))
                    .frame(field_frame(fill, stroke)),
            );
            if self.rows == 1 && !self.figures && !response.has_focus() {
                let before = if self.icon.is_some() {
                    size::ICON + size::SPACE_1
                } else {
                    0.0
                };
                let inner = response
                    .rect
                    .shrink(MARGIN)
                    .with_min_x(response.rect.left() + MARGIN + before);
                let inner = inner.with_max_x(inner.right() - self.room_at_end);
                ends_in_dots(ui, inner, self.text, fill);
            }
            // Who comes by Tab writes over what stands there.
            let is_led_here = paint::focus_shows(ui, &response) || first_stop::begins_with(ui, id);
            if self.rows == 1 && response.gained_focus() && is_led_here {
                let whole = CCursorRange::two(CCursor::new(0), CCursor::new(length));
                set_cursor(ui, id, whole);
            }
            response
        })
    }
}

/// Between the edge of a field and its text.
const MARGIN: f32 = 9.0;

/// A text that goes on behind the end of its field says so.
fn ends_in_dots(ui: &Ui, room: egui::Rect, text: &str, fill: egui::Color32) {
    let font = regular(size::TEXT_BODY);
    if paint::line(ui, text, font.clone(), f32::INFINITY).size().x <= room.width() {
        return;
    }
    let dots = paint::line(ui, "…", font, f32::INFINITY);
    let end = room.with_min_x(room.right() - dots.size().x - 1.0);
    ui.painter().rect_filled(end.with_max_x(end.right() + 2.0), 0.0, fill);
    paint::put(ui, dots, end, Align2::LEFT_CENTER, Palette::of(ui).text);
}

/// Puts the text cursor behind the last character, after the field was written into for the person.
pub(super) fn cursor_to_end(ui: &Ui, id: Id, text: &str) {
    set_cursor(ui, id, CCursorRange::one(CCursor::end_of_str(text)));
}

fn set_cursor(ui: &Ui, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}

/// The outline of a field: stronger with the focus, red when wrong, and as wide inside in every state.
pub(super) fn outline(palette: &Palette, focused: bool, over: bool, invalid: bool) -> Stroke {
    match (invalid, focused, over) {
        (true, true, _) => Stroke::new(size::FOCUS_LINE, palette.danger),
        (true, false, _) => Stroke::new(size::LINE, palette.danger),
        (_, true, _) => Stroke::new(size::FOCUS_LINE, palette.accent),
        (_, _, true) => Stroke::new(size::LINE, palette.muted),
        _ => Stroke::new(size::LINE, palette.strong_line),
    }
}

fn field_frame(fill: egui::Color32, stroke: Stroke) -> Frame {
    let thick = stroke.width > size::LINE;
    let margin = Margin::symmetric(if thick { 8 } else { 9 }, if thick { 4 } else { 5 });
    Frame::new()
        .fill(fill)
        .stroke(stroke)
        .corner_radius(size::RADIUS)
        .inner_margin(margin)
}
