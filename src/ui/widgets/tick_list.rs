//! A long list of things that are ticked or not, each on a line with columns, and with a second line where something
//! speaks against it, and a button that deals with it: the dates of a standing appointment. What is too long for its place goes
//! on below, and the line grows: nobody has to point at a reason to read it.
//!
//! The list is one stop of the Tab key: arrows, PgUp, PgDn, Home and End choose a line, Space or Enter ticks it; the button
//! of the line comes next. Only lines in sight are drawn. Limit: 65,535 lines.

use std::fmt::Debug;
use std::hash::Hash;

use egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Galley, Id, IdMap, Key, Modifiers, Pos2, Rect, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::button::Button;
use super::choose_one::on_or_off;
use super::table_column::{Column, cell_of, edges};
use super::{first_stop, paint};
use crate::ui::look::{Icon, Palette, Tone, regular, semibold, size};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TickRow {
    /// Whether it is ticked; none where it cannot be.
    pub ticked: Option<bool>,
    /// What stands in the columns from the left.
    pub cells: Vec<String>,
    /// What speaks against it, or should be known, on a line of its own; may be empty.
    pub second: String,
    /// How serious that is.
    pub tone: Tone,
    /// What can be done about it; may be empty.
    pub action: &'static str,
    /// A second tick on the second line with its words, where there is one.
    pub also: Option<(&'static str, bool)>,
    /// Out of account: muted.
    pub faint: bool,
}

/// What happened in the list in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TickAnswer<K> {
    /// The line that was ticked or unticked.
    pub ticked: Option<K>,
    /// The line whose button was pressed.
    pub acted: Option<K>,
    /// The line whose second tick was changed.
    pub also: Option<K>,
}

/// Height of a line with a second one.
const TALL: f32 = 60.0;
/// What stands in a column goes on for at most so many lines.
const CELL_LINES: usize = 2;
/// The same of what speaks against a line.
const SECOND_LINES: usize = 3;
/// Height of a line of text, and of a small one.
const LINE: f32 = 20.0;
const SMALL_LINE: f32 = 16.0;
const TICK: f32 = 18.0;
/// Room for the tick.
const LEAD: f32 = 34.0;

/// A list that fills the room there is.
#[must_use = "call show"]
pub struct TickList<'a> {
    name: &'a str,
    columns: &'a [Column<'a>],
    /// Room for the ticks.
    lead: f32,
    /// Where it does not fill the room there is.
    most: Option<f32>,
}

impl<'a> TickList<'a> {
    /// A list with a name for assistive technologies; it also tells lists of one place apart.
    pub fn new(name: &'a str, columns: &'a [Column<'a>]) -> Self {
        Self {
            name,
            columns,
            lead: LEAD,
            most: None,
        }
    }

    /// As high as its lines, and at most so high.
    pub fn at_most(self, height: f32) -> Self {
        Self {
            most: Some(height),
            ..self
        }
    }

    /// No line is ticked: the columns begin at the left.
    pub fn without_ticks(self) -> Self {
        Self { lead: 0.0, ..self }
    }

    /// How high a line is, by whether it has a second one.
    pub fn height(tall: bool) -> f32 {
        if tall { TALL } else { size::ROW }
    }

    /// Draws the lines in sight. `key` names a line, `tall` says whether it has a second line, `row` writes it.
    pub fn show<K: Copy + Debug + Hash + PartialEq>(
        self,
        ui: &mut Ui,
        count: usize,
        key: impl Fn(usize) -> K,
        tall: impl Fn(usize) -> bool,
        row: impl Fn(usize) -> TickRow,
    ) -> TickAnswer<K> {
        let id = ui.scope_id().with(self.name);
        let named = UiBuilder::new()
            .scope_id(id)
            .accessibility_role(Role::List)
            .accessibility_label(self.name);
        let mut answer = TickAnswer {
            ticked: None,
            acted: None,
            also: None,
        };
        ui.scope_builder(named, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let edges = edges(self.columns, ui.available_width() - self.lead);
            self.header(ui, &edges);
            let view: View = ui.data(|memory| memory.get_temp(id)).unwrap_or_default();
            let id_of = |n: usize| id.with(key(n));
            // Only what is drawn is known to be higher than it must be.
            let mut grown: Grown = ui.data_mut(|memory| memory.remove_temp(id)).unwrap_or_default();
            grown.follow(ui.available_width());
            let tops = tops(count, |n| grown.of(id_of(n)).unwrap_or(Self::height(tall(n))));
            let focused = ui.memory(egui::Memory::focused);
            let at = (view.first..view.end.min(count)).find(|n| focused == Some(id_of(*n)));
            let to = at.and_then(|at| moved_by_keys(ui, at, count));
            if let Some(to) = to {
                ui.memory_mut(|memory| memory.request_focus(id_of(to)));
            }
            let mut area = ScrollArea::vertical().id_salt("lines").auto_shrink(false);
            if let Some(offset) = to.and_then(|to| view.to_show(&tops, to)) {
                area = area.vertical_scroll_offset(offset);
            }
            let whole = tops.last().copied().unwrap_or(0.0);
            if let Some(most) = self.most {
                area = area.max_height(whole.min(most - size::ROW));
            }
            let shown = area.show_viewport(ui, |ui, viewport| {
                ui.set_height(whole);
                let origin = ui.max_rect().min;
                let width = ui.max_rect().width();
                let first = tops.partition_point(|top| *top <= viewport.top()).saturating_sub(1);
                let end = tops.partition_point(|top| *top < viewport.bottom()).min(count);
                // The line stays the stop of the Tab key while its button has the focus.
                let here = to.or(at).or(view.here).filter(|n| (first..end).contains(n));
                for n in first..end {
                    let (Some(top), Some(bottom)) = (tops.get(n), tops.get(n + 1)) else {
                        continue;
                    };
                    let rect = Rect::from_min_max(
                        pos2(origin.x, origin.y + top),
                        pos2(origin.x + width, origin.y + bottom),
                    );
                    let reachable = here.unwrap_or(first) == n;
                    let drawn = one(
                        ui,
                        id_of(n),
                        rect,
                        reachable,
                        &row(n),
                        (self.columns, self.lead),
                        &edges,
                    );
                    if (drawn.height - rect.height()).abs() > 0.5 {
                        grown.set(id_of(n), drawn.height);
                        ui.ctx().request_discard("the height of a line is known now");
                    }
                    if drawn.ticked {
                        answer.ticked = Some(key(n));
                    }
                    if drawn.second.acted {
                        answer.acted = Some(key(n));
                    }
                    if drawn.second.also {
                        answer.also = Some(key(n));
                    }
                }
                (first, end, here)
            });
            let view = View {
                offset: shown.state.clamped_offset().y,
                height: shown.inner_rect.height(),
                first: shown.inner.0,
                end: shown.inner.1,
                here: shown.inner.2,
            };
            ui.data_mut(|memory| {
                memory.insert_temp(id, view);
                memory.insert_temp(id, grown);
            });
        });
        answer
    }

    fn header(&self, ui: &mut Ui, edges: &[(f32, f32)]) {
        let palette = Palette::of(ui);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::ROW));
        let cells = rect.with_min_x(rect.left() + self.lead);
        for (column, edge) in self.columns.iter().zip(edges) {
            let cell = cell_of(cells, *edge).shrink2(vec2(size::SPACE_2, 0.0));
            let galley = paint::line(ui, column.title, semibold(size::TEXT_SMALL), cell.width());
            paint::put(ui, galley, cell, Align2::LEFT_CENTER, palette.muted);
        }
        let line = Stroke::new(size::LINE, palette.line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }
}

/// How high lines are that were drawn, in a list of one width.
#[derive(Clone, Default)]
struct Grown {
    width: f32,
    heights: IdMap<f32>,
}

impl Grown {
    /// In another width text has other lines.
    fn follow(&mut self, width: f32) {
        if (self.width - width).abs() > 0.5 {
            *self = Self {
                width,
                heights: IdMap::default(),
            };
        }
    }

    fn of(&self, id: Id) -> Option<f32> {
        self.heights.get(&id).copied()
    }

    fn set(&mut self, id: Id, height: f32) {
        self.heights.insert(id, height);
    }
}

struct Drawn {
    /// How high it has to be.
    height: f32,
    ticked: bool,
    second: Second,
}

/// What was done on the second line.
#[derive(Default)]
struct Second {
    /// How many lines it has.
    rows: usize,
    acted: bool,
    also: bool,
}

fn one(
    ui: &mut Ui,
    id: Id,
    rect: Rect,
    reachable: bool,
    row: &TickRow,
    (columns, lead): (&[Column<'_>], f32),
    edges: &[(f32, f32)],
) -> Drawn {
    let palette = Palette::of(ui);
    let response = ui.interact(rect, id, if reachable { Sense::click() } else { Sense::CLICK });
    if response.has_focus() {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    if reachable {
        first_stop::offer(ui, id);
    }
    let name = spoken(row);
    response.widget_info(|| match row.ticked {
        Some(ticked) => WidgetInfo::selected(Role::CheckBox, true, ticked, &name),
        None => WidgetInfo::labeled(Role::ListItem, true, &name),
    });
    if response.hovered() && row.ticked.is_some() {
        ui.painter().rect_filled(rect, 0.0, palette.hover);
    }
    let hair = Stroke::new(size::LINE, palette.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, hair);

    let cells = rect.with_min_x(rect.left() + lead);
    let mut most = 1;
    for ((n, text), (edge, column)) in row.cells.iter().enumerate().zip(edges.iter().zip(columns)) {
        let cell = cell_of(cells, *edge).shrink2(vec2(size::SPACE_2, (size::ROW - LINE) / 2.0));
        let font = if n == 0 && !row.faint {
            semibold(size::TEXT_BODY)
        } else {
            regular(size::TEXT_BODY)
        };
        let quiet = column.quiet || row.faint;
        let ink = if quiet { palette.muted } else { palette.text };
        let (align, lines) = if column.figures {
            (Align2::RIGHT_TOP, 1)
        } else {
            (Align2::LEFT_TOP, CELL_LINES)
        };
        let galley = paint::lines(ui, text, font, cell.width(), lines);
        most = most.max(galley.rows.len());
        tip_where_cut(ui, &galley, cell, id.with(("cell", n)), text);
        paint::put(ui, galley, cell, align, ink);
    }
    let upper = rect.with_max_y(rect.top() + size::ROW + LINE * size::points(most - 1));
    if let Some(ticked) = row.ticked {
        let centre = pos2(rect.left() + size::SPACE_2 + TICK / 2.0, rect.top() + size::ROW / 2.0);
        tick_box(ui, centre, ticked, response.hovered());
    }
    let mut second = Second::default();
    if !row.second.is_empty() {
        let lower = rect
            .with_min_y(upper.bottom() - size::SPACE_1)
            .with_min_x(rect.left() + lead + size::SPACE_2)
            .with_max_x(rect.right() - size::SPACE_2);
        second = second_line(ui, id, lower, row, reachable);
    }
    if paint::focus_shows(ui, &response) {
        let ring = Stroke::new(size::FOCUS_LINE, palette.accent);
        ui.painter()
            .rect_stroke(rect.shrink(1.0), size::RADIUS_BLOCK, ring, StrokeKind::Inside);
    }
    let by_key = response.has_focus()
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Space) || input.consume_key(Modifiers::NONE, Key::Enter)
        });
    if response.clicked() {
        response.request_focus();
    }
    let ticked = row.ticked.is_some() && (by_key || response.clicked());
    if row.ticked.is_some() {
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
    let below = match second.rows {
        0 => 0.0,
        1 => TALL - size::ROW,
        rows => TALL - size::ROW + size::SPACE_2 + SMALL_LINE * size::points(rows - 2),
    };
    Drawn {
        height: upper.height() + below,
        ticked,
        second,
    }
}

/// What speaks against a line, with the button that deals with it, or a second tick, at the right.
fn second_line(ui: &mut Ui, id: Id, rect: Rect, row: &TickRow, reachable: bool) -> Second {
    let palette = Palette::of(ui);
    let mut text = rect;
    let mut done = Second::default();
    let first = row.cells.first().map_or("", String::as_str);
    let place = |rect: Rect, salt: &str| {
        UiBuilder::new()
            .scope_id(id.with(salt))
            .max_rect(rect)
            .layout(egui::Layout::right_to_left(egui::Align::Center))
    };
    if let Some((words, ticked)) = row.also {
        let response = ui
            .scope_builder(place(text, "also"), |ui| {
                also(ui, words, &format!("{words}, {first}"), ticked, reachable)
            })
            .inner;
        text.max.x = response.rect.left() - size::SPACE_2;
        done.also = response.clicked();
    }
    if !row.action.is_empty() {
        let response = ui
            .scope_builder(place(text, "action"), |ui| {
                let name = format!("{}, {first}", row.action);
                ui.add(Button::quiet(row.action).named(&name).low().focusable(reachable))
            })
            .inner;
        text.max.x = response.rect.left() - size::SPACE_2;
        done.acted = response.clicked();
    }
    let (icon, ink) = match row.tone {
        Tone::Danger => (Icon::AlertCircle, palette.danger),
        Tone::Warn => (Icon::Alert, palette.warn),
        Tone::Ok | Tone::Accent | Tone::Plain => (Icon::Info, palette.muted),
    };
    let words = text.with_min_x(text.left() + 14.0 + size::SPACE_1);
    let galley = paint::lines(ui, &row.second, regular(size::TEXT_SMALL), words.width(), SECOND_LINES);
    done.rows = galley.rows.len();
    tip_where_cut(ui, &galley, words, id.with("second"), &row.second);
    let covered = paint::put(ui, galley, words, Align2::LEFT_CENTER, ink);
    let centre: Pos2 = pos2(text.left() + 7.0, covered.top() + SMALL_LINE / 2.0);
    paint::icon(ui, centre, icon, 14.0, ink);
    done
}

/// What is longer than even its lines is read where one points at it.
fn tip_where_cut(ui: &Ui, galley: &Galley, rect: Rect, id: Id, text: &str) {
    if galley.elided {
        super::tooltip::tip(ui.interact(rect, id, Sense::hover()), text, None);
    }
}

/// The second tick of a line, with its words at the right.
fn also(ui: &mut Ui, words: &str, name: &str, ticked: bool, reachable: bool) -> egui::Response {
    let palette = Palette::of(ui);
    let galley = paint::line(ui, words, regular(size::TEXT_SMALL), f32::INFINITY);
    let wanted = vec2(TICK + size::SPACE_2 + galley.size().x, size::TARGET);
    let (_, rect) = ui.allocate_space(wanted);
    let sense = if reachable { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, ui.scope_id().with("tick"), sense);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), ticked, name));
    let centre = pos2(rect.left() + TICK / 2.0, rect.center().y);
    tick_box(ui, centre, ticked, response.hovered());
    let text = rect.with_min_x(rect.left() + TICK + size::SPACE_2);
    paint::put(ui, galley, text, Align2::LEFT_CENTER, palette.text);
    paint::focus_ring(ui, &response, rect.expand(1.0), size::RADIUS_BLOCK);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn tick_box(ui: &Ui, centre: Pos2, ticked: bool, over: bool) {
    let square = Rect::from_center_size(centre, vec2(TICK, TICK));
    let (fill, outline, ink) = on_or_off(Palette::of(ui), ticked, over);
    ui.painter()
        .rect(square, CornerRadius::same(4), fill, outline, StrokeKind::Inside);
    if ticked {
        let tick = [pos2(-4.0, 0.2), pos2(-1.2, 3.0), pos2(4.2, -3.2)].map(|at| centre + at.to_vec2());
        ui.painter().line(tick.to_vec(), Stroke::new(2.0, ink));
    }
}

fn spoken(row: &TickRow) -> String {
    let cells = row.cells.iter().map(String::as_str);
    let says: Vec<&str> = cells
        .chain([row.second.as_str()])
        .filter(|text| !text.is_empty())
        .collect();
    says.join(", ")
}

/// The upper edge of each line, and the lower edge of the last.
fn tops(count: usize, height: impl Fn(usize) -> f32) -> Vec<f32> {
    let mut tops = Vec::with_capacity(count + 1);
    let mut top = 0.0;
    tops.push(top);
    for n in 0..count {
        top += height(n);
        tops.push(top);
    }
    tops
}

/// What was in sight in the frame before.
#[derive(Clone, Copy, Default)]
struct View {
    offset: f32,
    height: f32,
    first: usize,
    /// One past the last line that was drawn.
    end: usize,
    /// The line where the focus was last.
    here: Option<usize>,
}

impl View {
    /// The offset at which line `n` is in sight, if it is not now.
    fn to_show(self, tops: &[f32], n: usize) -> Option<f32> {
        let (top, bottom) = (*tops.get(n)?, *tops.get(n + 1)?);
        if top < self.offset {
            Some(top)
        } else if bottom > self.offset + self.height {
            Some(bottom - self.height)
        } else {
            None
        }
    }
}

fn moved_by_keys(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    const PAGE: usize = 8;
    let last = count.checked_sub(1)?;
    ui.input_mut(|input| {
        [
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::ArrowDown, (at + 1).min(last)),
            (Key::PageUp, at.saturating_sub(PAGE)),
            (Key::PageDown, (at + PAGE).min(last)),
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
    fn lines_with_a_second_one_are_taller_and_come_wholly_into_sight() {
        let tops = tops(4, |n| TickList::height(n == 1));
        assert_eq!(tops, [0.0, 32.0, 92.0, 124.0, 156.0]);
        let view = View {
            offset: 0.0,
            height: 64.0,
            ..View::default()
        };
        assert_eq!(view.to_show(&tops, 0), None);
        assert_eq!(view.to_show(&tops, 1), Some(28.0));
        assert_eq!(view.to_show(&tops, 4), None, "there is no fifth line");
    }
}
