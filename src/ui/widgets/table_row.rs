//! The cells of one row of a table, written from the left. What they say is the row's name for assistive technologies.

use egui::{Align, Align2, Color32, FontId, Id, Layout, Rect, Ui, UiBuilder, Widget as _, pos2, vec2};

use super::badge::Badge;
use super::paint;
use super::table_column::{Column, cell_of};
use crate::ui::look::{Icon, Palette, Swatch, Tone, regular, semibold, size};

/// A row that is being written. Each call fills the next cell.
pub struct Row<'a> {
    ui: &'a mut Ui,
    id: Id,
    rect: Rect,
    edges: &'a [(f32, f32)],
    columns: &'a [Column<'a>],
    next: usize,
    says: Vec<String>,
}

impl<'a> Row<'a> {
    pub(super) fn new(ui: &'a mut Ui, id: Id, rect: Rect, edges: &'a [(f32, f32)], columns: &'a [Column<'a>]) -> Self {
        Self {
            ui,
            id,
            rect,
            edges,
            columns,
            next: 0,
            says: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> String {
        self.says.join(", ")
    }

    /// Plain text; numbers stand at the right by their column.
    pub fn text(&mut self, text: &str) {
        let ink = Palette::of(self.ui).text;
        self.write(text, regular(size::TEXT_BODY), ink);
    }

    /// A name or a time.
    pub fn strong(&mut self, text: &str) {
        let ink = Palette::of(self.ui).text;
        self.write(text, semibold(size::TEXT_BODY), ink);
    }

    /// A name with an icon after it, and what the icon means.
    pub fn strong_with_icon(&mut self, text: &str, icon: Icon, tone: Tone, meaning: &str) {
        let cell = self.cell(&format!("{text}, {meaning}"));
        let palette = Palette::of(self.ui);
        let room = cell.width() - size::ICON - size::SPACE_1;
        let galley = paint::line(self.ui, text, semibold(size::TEXT_BODY), room);
        let covered = paint::put(self.ui, galley, cell, Align2::LEFT_CENTER, palette.text);
        let centre = pos2(covered.right() + size::SPACE_1 + size::ICON / 2.0, cell.center().y);
        paint::icon(self.ui, centre, icon, size::ICON, palette.tone(tone).stripe);
    }

    /// What is second.
    pub fn muted(&mut self, text: &str) {
        let ink = Palette::of(self.ui).muted;
        self.write(text, regular(size::TEXT_BODY), ink);
    }

    /// Text after a disc in the colour of a member of staff.
    pub fn staff(&mut self, name: &str, swatch: Swatch) {
        let cell = self.cell(name);
        let centre = pos2(cell.left() + 5.0, cell.center().y);
        self.ui.painter().circle_filled(centre, 4.0, swatch.stripe);
        let ink = Palette::of(self.ui).text;
        let text = cell.with_min_x(cell.left() + size::SPACE_4);
        let galley = paint::line(self.ui, name, regular(size::TEXT_BODY), text.width());
        paint::put(self.ui, galley, text, Align2::LEFT_CENTER, ink);
    }

    /// An icon, and what it means.
    pub fn icon(&mut self, icon: Icon, tone: Tone, meaning: &str) {
        let cell = self.cell(meaning);
        let palette = Palette::of(self.ui);
        let ink = if tone == Tone::Plain {
            palette.muted
        } else {
            palette.tone(tone).stripe
        };
        paint::icon(
            self.ui,
            pos2(cell.left() + size::ICON / 2.0, cell.center().y),
            icon,
            size::ICON,
            ink,
        );
    }

    /// A badge.
    pub fn badge(&mut self, text: &str, tone: Tone) {
        let cell = self.cell(text);
        self.inside(cell, |ui| Badge::new(text, tone).ui(ui));
    }

    /// Anything else, such as a check box; `says` is its part of the row's name.
    pub fn custom<R>(&mut self, says: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
        let cell = self.cell(says);
        self.inside(cell, add)
    }

    /// Leaves a cell empty.
    pub fn skip(&mut self) {
        self.next += 1;
    }

    fn inside<R>(&mut self, cell: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
        let place = UiBuilder::new()
            .scope_id(self.id.with(self.next))
            .max_rect(cell)
            .layout(Layout::left_to_right(Align::Center));
        self.ui.scope_builder(place, add).inner
    }

    fn write(&mut self, text: &str, font: FontId, ink: Color32) {
        let figures = self.columns.get(self.next).is_some_and(|column| column.figures);
        let cell = self.cell(text);
        let galley = paint::line(self.ui, text, font, cell.width());
        let align = if figures {
            Align2::RIGHT_CENTER
        } else {
            Align2::LEFT_CENTER
        };
        paint::put(self.ui, galley, cell, align, ink);
    }

    fn cell(&mut self, says: &str) -> Rect {
        let edge = self.edges.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        if !says.is_empty() {
            self.says.push(says.to_owned());
        }
        cell_of(self.rect, edge).shrink2(vec2(size::SPACE_2, 0.0))
    }
}
