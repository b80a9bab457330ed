//! A table with a header that stays, sorting by header, and rows that are drawn only while in sight.
//!
//! Rows are one stop of the Tab key: arrows, PgUp, PgDn, Home and End choose, Enter or a double click opens. The caller
//! holds the rows sorted and filtered and names each by a key of its own, so that the choice survives sorting.
//! Limit: 65,535 rows.

use std::fmt::Debug;
use std::hash::Hash;

use egui::accesskit::SortDirection;
use egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::paint;
use super::table_column::{Column, Sort, cell_of, edges};
use super::table_row::Row;
use crate::ui::look::{Icon, Palette, semibold, size};

/// What a view keeps of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableState<K> {
    /// The row the person is on.
    pub chosen: Option<K>,
    /// How the caller sorts its rows.
    pub sort: Sort,
}

impl<K> Default for TableState<K> {
    fn default() -> Self {
        Self {
            chosen: None,
            sort: Sort::default(),
        }
    }
}

/// What happened in a table in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableAnswer<K> {
    /// The row that was opened with Enter or a double click.
    pub opened: Option<K>,
    /// The person went to another row; it is in the state.
    pub moved: bool,
    /// The person asked for another order; it is in the state.
    pub sorted: bool,
}

/// A table that fills the room there is.
#[must_use = "call show"]
pub struct Table<'a> {
    name: &'a str,
    columns: &'a [Column<'a>],
}

impl<'a> Table<'a> {
    /// A table with a name for assistive technologies; it also tells tables of one place apart.
    pub fn new(name: &'a str, columns: &'a [Column<'a>]) -> Self {
        Self { name, columns }
    }

    /// Draws the rows in sight. `key` names a row, `cells` writes its cells from the left.
    pub fn show<K: Copy + Debug + Hash + PartialEq>(
        self,
        ui: &mut Ui,
        state: &mut TableState<K>,
        count: usize,
        key: impl Fn(usize) -> K,
        mut cells: impl FnMut(usize, &mut Row<'_>),
    ) -> TableAnswer<K> {
        let id = ui.scope_id().with(self.name);
        let named = UiBuilder::new()
            .scope_id(id)
            .accessibility_role(Role::Table)
            .accessibility_label(self.name);
        ui.scope_builder(named, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.painter()
                .rect_filled(ui.available_rect_before_wrap(), 0.0, Palette::of(ui).card);
            let edges = edges(self.columns, ui.available_width());
            let sorted = self.header(ui, id, &edges, &mut state.sort);
            let mut answer = TableAnswer {
                opened: None,
                moved: false,
                sorted,
            };

            let view: View = ui.data(|memory| memory.get_temp(id)).unwrap_or_default();
            let id_of = |n: usize| id.with(key(n));
            let focused = ui.memory(egui::Memory::focused);
            // A row has the focus only while it is drawn, so the others need not be asked.
            let at = (view.first..view.end.min(count)).find(|n| focused == Some(id_of(*n)));
            let to = at.and_then(|at| moved_by_keys(ui, at, count, view.page));
            if let Some(to) = to {
                state.chosen = Some(key(to));
                answer.moved = true;
                ui.memory_mut(|memory| memory.request_focus(id_of(to)));
            }

            let mut area = ScrollArea::vertical().id_salt("rows").auto_shrink(false);
            if let Some(offset) = to.and_then(|to| view.to_show(to)) {
                area = area.vertical_scroll_offset(offset);
            }
            let shown = area.show_rows(ui, size::ROW, count, |ui, range| {
                let in_sight = (range.start, range.end);
                let chosen_at = range.clone().find(|n| state.chosen == Some(key(*n)));
                let stop = chosen_at.unwrap_or(range.start);
                for n in range {
                    let chosen = chosen_at == Some(n);
                    let reachable = n == stop || focused == Some(id_of(n));
                    let response = row(ui, id_of(n), reachable, chosen, &edges, self.columns, |row| {
                        cells(n, row);
                    });
                    if response.clicked() {
                        // Also the row that the person was on: what it opens may have been closed.
                        answer.moved = true;
                        state.chosen = Some(key(n));
                        response.request_focus();
                    }
                    let entered =
                        response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
                    if entered || response.double_clicked() {
                        state.chosen = Some(key(n));
                        answer.opened = Some(key(n));
                    }
                }
                in_sight
            });
            let height = shown.inner_rect.height();
            let view = View {
                offset: shown.state.clamped_offset().y,
                height,
                page: rows_in(height),
                first: shown.inner.0,
                end: shown.inner.1,
            };
            ui.data_mut(|memory| memory.insert_temp(id, view));
            answer
        })
        .inner
    }

    fn header(&self, ui: &mut Ui, id: Id, edges: &[(f32, f32)], sort: &mut Sort) -> bool {
        let palette = Palette::of(ui);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::ROW));
        let mut sorted = false;
        for ((n, column), edge) in self.columns.iter().enumerate().zip(edges) {
            let cell = cell_of(rect, *edge);
            let by = (sort.column == n && column.sorts).then_some(sort.falling);
            if head_cell(ui, id.with(("header", n)), cell, column, by).clicked() && column.sorts {
                *sort = Sort {
                    column: n,
                    falling: by == Some(false),
                };
                sorted = true;
            }
        }
        ui.painter().hline(
            rect.x_range(),
            rect.bottom() - 0.5,
            Stroke::new(size::LINE, palette.line),
        );
        sorted
    }
}

fn head_cell(ui: &Ui, id: Id, cell: Rect, column: &Column<'_>, by: Option<bool>) -> Response {
    const ARROW: f32 = 14.0;
    let palette = Palette::of(ui);
    let response = ui.interact(cell, id, if column.sorts { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.title));
    if let Some(falling) = by {
        let direction = if falling {
            SortDirection::Descending
        } else {
            SortDirection::Ascending
        };
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_sort_direction(direction));
    }
    let over = column.sorts && response.hovered();
    let ink = if by.is_some() || over {
        palette.text
    } else {
        palette.muted
    };
    let inner = cell.shrink2(vec2(size::SPACE_2, 0.0));
    let room = inner.width() - if column.sorts { ARROW } else { 0.0 };
    let galley = paint::line(ui, column.title, semibold(size::TEXT_SMALL), room);
    let (align, arrow_at_left) = if column.figures {
        (Align2::RIGHT_CENTER, true)
    } else {
        (Align2::LEFT_CENTER, false)
    };
    let covered = paint::put(ui, galley, inner, align, ink);
    if by.is_some() || over {
        let icon = if by == Some(true) {
            Icon::ArrowDown
        } else {
            Icon::ArrowUp
        };
        let x = if arrow_at_left {
            covered.left() - ARROW / 2.0 - 2.0
        } else {
            covered.right() + ARROW / 2.0 + 2.0
        };
        paint::icon(ui, pos2(x, cell.center().y), icon, 12.0, ink);
    }
    if paint::focus_shows(ui, &response) {
        let ring = Stroke::new(size::FOCUS_LINE, palette.accent);
        ui.painter()
            .rect_stroke(cell.shrink(1.0), size::RADIUS_BLOCK, ring, StrokeKind::Inside);
    }
    if column.sorts {
        response.on_hover_cursor(CursorIcon::PointingHand)
    } else {
        response
    }
}

fn row(
    ui: &mut Ui,
    id: Id,
    reachable: bool,
    chosen: bool,
    edges: &[(f32, f32)],
    columns: &[Column<'_>],
    cells: impl FnOnce(&mut Row<'_>),
) -> Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::ROW));
    let response = ui.interact(rect, id, if reachable { Sense::click() } else { Sense::CLICK });
    if response.has_focus() {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    if chosen {
        ui.painter().rect_filled(rect, 0.0, palette.accent_tint);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.hover);
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(size::LINE, palette.line),
    );
    let mut row = Row::new(ui, id, rect, edges, columns);
    cells(&mut row);
    let name = row.name();
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &name));
    ui.ctx().accesskit_node_builder(id, |node| node.set_selected(chosen));
    if paint::focus_shows(ui, &response) {
        let ring = Stroke::new(size::FOCUS_LINE, palette.accent);
        ui.painter()
            .rect_stroke(rect.shrink(1.0), size::RADIUS_BLOCK, ring, StrokeKind::Inside);
    }
    response
}

/// What was in sight in the frame before.
#[derive(Clone, Copy, Default)]
struct View {
    offset: f32,
    height: f32,
    page: usize,
    first: usize,
    /// One past the last row that was drawn.
    end: usize,
}

impl View {
    /// The offset at which row `n` is in sight, if it is not now.
    fn to_show(self, n: usize) -> Option<f32> {
        let top = size::points(n) * size::ROW;
        if top < self.offset {
            Some(top)
        } else if top + size::ROW > self.offset + self.height {
            Some(top + size::ROW - self.height)
        } else {
            None
        }
    }
}

fn rows_in(height: f32) -> usize {
    (1..200)
        .take_while(|n| size::points(*n) * size::ROW <= height)
        .last()
        .unwrap_or(1)
}

fn moved_by_keys(ui: &Ui, at: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    ui.input_mut(|input| {
        [
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::ArrowDown, (at + 1).min(last)),
            (Key::PageUp, at.saturating_sub(page)),
            (Key::PageDown, (at + page).min(last)),
            (Key::Home, 0),
            (Key::End, last),
        ]
        .into_iter()
        .find_map(|(key, to)| input.consume_key(Modifiers::NONE, key).then_some(to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_out_of_sight_comes_just_into_sight() {
        let view = View {
            offset: 320.0,
            height: 160.0,
            page: 5,
            ..View::default()
        };
        assert_eq!(view.to_show(9), Some(288.0));
        assert_eq!(view.to_show(10), None);
        assert_eq!(view.to_show(14), None);
        assert_eq!(view.to_show(15), Some(352.0));
    }
}
