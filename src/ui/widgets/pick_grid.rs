//! A grid of things of which one is picked: columns with a head that stays, rows with a name at the left, a word in each cell.
//!
//! The grid is one stop of the Tab key; the arrows, Home and End lead from cell to cell, Enter or a click picks. Cells without
//! anything are passed over.

use egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::paint;
use super::tooltip::tip;
use crate::ui::look::{Palette, regular, semibold, size};

/// Height of a row.
const ROW: f32 = 28.0;
/// Room for the names of the rows.
const NAMES: f32 = 72.0;

/// How much a cell is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Little.
    Some,
    /// Nearly all.
    Much,
    /// All.
    All,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickCell {
    /// Its word.
    pub text: String,
    /// Its name for assistive technologies.
    pub name: String,
    /// What is said of it where the pointer rests; may be empty.
    pub tip: String,
    /// How much it is worth.
    pub worth: Worth,
    /// What is picked at present: it has a frame.
    pub is_present: bool,
}

/// Which cell: column and row.
pub type At = (usize, usize);

/// A grid.
#[must_use = "call show"]
pub struct PickGrid<'a> {
    name: &'a str,
    columns: &'a [String],
    rows: &'a [String],
    from_row: Option<usize>,
}

impl<'a> PickGrid<'a> {
    /// A grid with a name for assistive technologies, and the heads of its columns and rows.
    pub fn new(name: &'a str, columns: &'a [String], rows: &'a [String]) -> Self {
        Self {
            name,
            columns,
            rows,
            from_row: None,
        }
    }

    /// Scrolls to a row: for the frame in which the grid appears.
    pub fn from_row(self, from_row: Option<usize>) -> Self {
        Self { from_row, ..self }
    }

    /// Draws it in so much height; the cell that was picked. `cell` says what stands where.
    pub fn show(self, ui: &mut Ui, height: f32, cell: impl Fn(At) -> Option<PickCell>) -> Option<At> {
        let id = ui.scope_id().with(self.name);
        let named = UiBuilder::new()
            .scope_id(id)
            .accessibility_role(Role::Grid)
            .accessibility_label(self.name);
        ui.scope_builder(named, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let width = (ui.available_width() - NAMES - size::SPACE_3) / size::points(self.columns.len().max(1));
            self.head(ui, width);
            let moved = self.moved(ui, id, &cell);
            if let Some(to) = moved {
                ui.memory_mut(|memory| memory.request_focus(id_of(id, to)));
                ui.data_mut(|memory| memory.insert_temp(id, to));
            }
            let mut area = ScrollArea::vertical()
                .id_salt("rows")
                .max_height(height - ROW)
                .auto_shrink([false, true]);
            if let Some(row) = self.from_row {
                area = area.vertical_scroll_offset(size::points(row) * ROW);
            }
            area.show(ui, |ui| self.body(ui, id, width, &cell)).inner
        })
        .inner
    }

    fn head(&self, ui: &mut Ui, width: f32) {
        let palette = Palette::of(ui);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
        for (n, title) in self.columns.iter().enumerate() {
            let cell = cell_rect(rect, n, width);
            let galley = paint::line(ui, title, semibold(size::TEXT_SMALL), width);
            paint::put(ui, galley, cell, Align2::CENTER_CENTER, palette.muted);
        }
        let line = Stroke::new(size::LINE, palette.line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }

    fn body(&self, ui: &mut Ui, id: Id, width: f32, cell: &impl Fn(At) -> Option<PickCell>) -> Option<At> {
        let here: Option<At> = ui.data(|memory| memory.get_temp(id));
        let here = here.filter(|at| cell(*at).is_some()).or_else(|| self.best(cell));
        let mut picked = None;
        for (row, name) in self.rows.iter().enumerate() {
            let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
            let galley = paint::line(ui, name, regular(size::TEXT_SMALL), NAMES);
            let names = rect.with_max_x(rect.left() + NAMES - size::SPACE_2);
            paint::put(ui, galley, names, Align2::RIGHT_CENTER, Palette::of(ui).muted);
            for column in 0..self.columns.len() {
                let at = (column, row);
                let Some(content) = cell(at) else { continue };
                let rect = cell_rect(rect, column, width).shrink(1.0);
                if draw(ui, id_of(id, at), rect, &content, here == Some(at)) {
                    picked = Some(at);
                }
            }
        }
        picked
    }

    /// Where Tab leads first: the first of the best.
    fn best(&self, cell: &impl Fn(At) -> Option<PickCell>) -> Option<At> {
        let all = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (column, row)));
        let mut best: Option<(At, Worth)> = None;
        for at in all {
            let worth = cell(at).map(|cell| cell.worth);
            if let Some(worth) = worth.filter(|worth| best.is_none_or(|(_, known)| *worth > known)) {
                best = Some((at, worth));
            }
        }
        best.map(|(at, _)| at)
    }

    /// Where the arrows lead from the cell that has the focus.
    fn moved(&self, ui: &Ui, id: Id, cell: &impl Fn(At) -> Option<PickCell>) -> Option<At> {
        let focused = ui.memory(egui::Memory::focused)?;
        let all = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (column, row)));
        let (column, row) = all.into_iter().find(|at| id_of(id, *at) == focused)?;
        let key = ui.input_mut(|input| {
            let keys = [
                Key::ArrowLeft,
                Key::ArrowRight,
                Key::ArrowUp,
                Key::ArrowDown,
                Key::Home,
                Key::End,
            ];
            keys.into_iter().find(|key| input.consume_key(Modifiers::NONE, *key))
        })?;
        let there = |at: &At| cell(*at).is_some();
        match key {
            Key::ArrowLeft => (0..column).rev().map(|column| (column, row)).find(there),
            Key::ArrowRight => (column + 1..self.columns.len()).map(|column| (column, row)).find(there),
            Key::ArrowUp => (0..row).rev().map(|row| (column, row)).find(there),
            Key::ArrowDown => (row + 1..self.rows.len()).map(|row| (column, row)).find(there),
            Key::Home => (0..self.rows.len()).map(|row| (column, row)).find(there),
            _ => (0..self.rows.len()).rev().map(|row| (column, row)).find(there),
        }
    }
}

fn id_of(id: Id, at: At) -> Id {
    id.with(at)
}

fn cell_rect(row: Rect, column: usize, width: f32) -> Rect {
    let left = row.left() + NAMES + size::points(column) * width;
    Rect::from_min_size(pos2(left, row.top()), vec2(width, row.height()))
}

fn draw(ui: &mut Ui, id: Id, rect: Rect, cell: &PickCell, reachable: bool) -> bool {
    let palette = Palette::of(ui);
    let reachable = reachable || ui.memory(|memory| memory.has_focus(id));
    let response = ui.interact(rect, id, if reachable { Sense::click() } else { Sense::CLICK });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &cell.name));
    if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    let (fill, ink, weight) = match cell.worth {
        Worth::All => (palette.accent_tint, palette.text, semibold(size::TEXT_SMALL)),
        Worth::Much => (palette.card, palette.text, regular(size::TEXT_SMALL)),
        Worth::Some => (palette.card, palette.muted, regular(size::TEXT_SMALL)),
    };
    let fill = if response.hovered() { palette.hover } else { fill };
    let outline = if cell.is_present {
        Stroke::new(size::FOCUS_LINE, palette.accent)
    } else {
        Stroke::new(size::LINE, palette.line)
    };
    ui.painter()
        .rect(rect, size::RADIUS_BLOCK, fill, outline, StrokeKind::Inside);
    let galley = paint::line(ui, &cell.text, weight, rect.width());
    paint::put(ui, galley, rect, Align2::CENTER_CENTER, ink);
    paint::focus_ring(ui, &response, rect, size::RADIUS_BLOCK);
    let picked = response.clicked();
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if !cell.tip.is_empty() {
        tip(response, &cell.tip, None);
    }
    picked
}
