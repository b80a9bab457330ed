//! How a board is painted behind its blocks: hours, what is closed, time off, the line of now, the heads.

use egui::{Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::layout::{GUTTER, Grid};
use super::model::{Column, ColumnKey, Head};
use crate::domain::values::ClockFace;
use crate::time::{MinuteSpan, Minutes};
use crate::ui::look::{Icon, Palette, regular, semibold, size};
use crate::ui::widgets::{paint, pattern};
use crate::words;

/// The ground of a column: its hours are white, all else lies back; time off and closed days say why.
pub(super) fn column(ui: &Ui, grid: &Grid, column: &Column, rect: Rect) {
    let palette = Palette::of(ui);
    let painter = ui.painter();
    // On a closed day nobody's hours count.
    for open in column.open.iter().filter(|_| column.closed.is_none()) {
        painter.rect_filled(part(grid, open, rect), CornerRadius::ZERO, palette.card);
    }
    hour_lines(ui, grid, rect);
    let hatching = Stroke::new(size::LINE, palette.line);
    for (span, _) in &column.off {
        let covered = part(grid, span, rect);
        painter.rect_filled(covered, CornerRadius::ZERO, palette.closed);
        pattern::hatch(painter, covered, 8.0, hatching);
    }
    if column.closed.is_some() && column.off.is_empty() {
        pattern::hatch(painter, rect, 8.0, hatching);
    }
    // At its left, where no other column is painted over it.
    painter.vline(rect.left(), rect.y_range(), Stroke::new(size::LINE, palette.line));
}

/// What a stretch of time covers of a column.
fn part(grid: &Grid, span: &MinuteSpan, rect: Rect) -> Rect {
    let from = rect.top() + grid.y(span.from).max(0.0);
    let to = rect.top() + grid.y(span.to).min(grid.height());
    Rect::from_x_y_ranges(rect.x_range(), from..=to).intersect(rect)
}

/// Why nobody is there, over the lines of hours and of now.
pub(super) fn reasons(ui: &Ui, grid: &Grid, column: &Column, rect: Rect) {
    for (span, reason) in &column.off {
        reason_at_top(ui, part(grid, span, rect), reason);
    }
    if let Some(closed) = column.closed.as_ref().filter(|_| column.off.is_empty()) {
        reason_at_top(ui, rect, closed.text());
    }
}

fn hour_lines(ui: &Ui, grid: &Grid, rect: Rect) {
    let palette = Palette::of(ui);
    let whole = Stroke::new(size::LINE, palette.line);
    let half = Stroke::new(size::LINE, palette.line.gamma_multiply(0.45));
    for hour in grid.hours() {
        let y = rect.top() + grid.y(hour);
        ui.painter().hline(rect.x_range(), y, whole);
        let middle = rect.top() + grid.y(hour + Minutes::new(30));
        if middle < rect.bottom() {
            ui.painter().hline(rect.x_range(), middle, half);
        }
    }
}

/// Why nobody is there, on a strip of ground so that it can be read over the hatching.
fn reason_at_top(ui: &Ui, rect: Rect, reason: &str) {
    let palette = Palette::of(ui);
    let visible = rect.intersect(ui.clip_rect());
    if visible.height() < 20.0 {
        return;
    }
    let galley = paint::line(
        ui,
        reason,
        semibold(size::TEXT_SMALL),
        rect.width() - 2.0 * size::SPACE_3,
    );
    let padded = galley.size() + vec2(2.0 * size::SPACE_2, 6.0);
    let top = visible.top() + size::SPACE_3;
    let at = Rect::from_min_size(pos2(rect.center().x - padded.x / 2.0, top), padded);
    ui.painter().rect_filled(at, size::RADIUS_BLOCK, palette.panel);
    paint::put(ui, galley, at, Align2::CENTER_CENTER, palette.muted);
}

/// The hours at the left; the one that the line of now stands on makes room for it.
pub(super) fn hours(ui: &Ui, grid: &Grid, rect: Rect, top: f32, now: Option<Minutes>, face: ClockFace) {
    let palette = Palette::of(ui);
    let painter = ui.painter().with_clip_rect(rect);
    let right = rect.right() - size::SPACE_2;
    for hour in grid.hours() {
        let y = top + grid.y(hour);
        let hidden = now.is_some_and(|now| (grid.y(now) - grid.y(hour)).abs() < 16.0);
        if hidden || y < rect.top() - 8.0 || y > rect.bottom() + 8.0 {
            continue;
        }
        let text = words::dates::minute_of_day(hour, face);
        let text = text.replace(":00 ", " ");
        painter.text(
            pos2(right, y),
            Align2::RIGHT_CENTER,
            text,
            regular(size::TEXT_SMALL),
            palette.muted,
        );
    }
    let Some(now) = now.filter(|now| grid.shows(*now)) else {
        return;
    };
    let y = top + grid.y(now);
    let text = words::dates::minute_of_day(now, face);
    let galley = paint::line(ui, &text, semibold(size::TEXT_SMALL), GUTTER);
    let pill = Rect::from_center_size(
        pos2(right - galley.size().x / 2.0 + 2.0, y),
        galley.size() + vec2(10.0, 4.0),
    );
    painter.rect_filled(pill, size::RADIUS_BLOCK, palette.danger);
    painter.galley(pill.center() - galley.size() / 2.0, galley, palette.on_danger);
}

/// The line of now over the columns that are today, as far as they reach from left to right.
pub(super) fn now_line(ui: &Ui, grid: &Grid, now: Minutes, board: Rect, today: Rect) {
    if !grid.shows(now) {
        return;
    }
    let palette = Palette::of(ui);
    let y = board.top() + grid.y(now);
    ui.painter().hline(board.x_range(), y, faint_now(palette));
    ui.painter().hline(today.x_range(), y, Stroke::new(2.0, palette.danger));
    ui.painter().circle_filled(pos2(today.left(), y), 4.0, palette.danger);
}

/// The line of now over the blocks, so thin that no name looks crossed out.
pub(super) fn now_over_blocks(ui: &Ui, grid: &Grid, now: Minutes, today: Rect) {
    if grid.shows(now) {
        let y = today.top() + grid.y(now);
        ui.painter().hline(today.x_range(), y, faint_now(Palette::of(ui)));
    }
}

fn faint_now(palette: &Palette) -> Stroke {
    Stroke::new(size::LINE, palette.danger.gamma_multiply(0.4))
}

/// Where a new appointment would begin, under the pointer.
pub(super) fn slot(ui: &Ui, grid: &Grid, column: Rect, minute: Minutes, face: ClockFace) {
    let palette = Palette::of(ui);
    let top = column.top() + grid.y(minute);
    let height = grid.y(minute + Minutes::new(15)) - grid.y(minute);
    let rect = Rect::from_min_size(pos2(column.left(), top), vec2(column.width(), height)).shrink2(vec2(3.0, 1.0));
    ui.painter().rect_filled(rect, size::RADIUS_BLOCK, palette.accent_tint);
    let centre = pos2(rect.left() + 12.0, rect.center().y);
    paint::icon(ui, centre, Icon::Plus, 12.0, palette.accent);
    let text = words::dates::minute_of_day(minute, face);
    let galley = paint::line(ui, &text, semibold(size::TEXT_SMALL), rect.width() - 28.0);
    paint::put(
        ui,
        galley,
        rect.with_min_x(rect.left() + 22.0),
        Align2::LEFT_CENTER,
        palette.accent,
    );
}

/// What stands above a column: who or which day, and how full it is. A day leads to its view, somebody has a menu.
pub(super) fn head(ui: &mut Ui, column: &Column, rect: Rect) -> Response {
    let palette = Palette::of(ui);
    let head = &column.head;
    let leads = !matches!(column.key, ColumnKey::Person(None));
    let id = ui.scope_id().with(("head", column.key));
    let sense = if leads { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    let role = if leads { Role::Button } else { Role::ColumnHeader };
    response.widget_info(|| WidgetInfo::labeled(role, true, spoken(head)));
    if leads && response.hovered() {
        ui.painter().rect_filled(rect.shrink(2.0), size::RADIUS, palette.hover);
    }
    paint::focus_ring(ui, &response, rect.shrink(4.0), size::RADIUS);

    let inner = rect.shrink2(vec2(size::SPACE_3, 0.0));
    let ink = if head.today { palette.accent } else { palette.text };
    let title_row = Rect::from_min_size(pos2(inner.left(), rect.top() + 7.0), vec2(inner.width(), 20.0));
    let mut left = inner.left();
    if let Some(tint) = head.tint {
        let swatch = palette.swatch(tint);
        ui.painter()
            .circle_filled(pos2(left + 5.0, title_row.center().y), 5.0, swatch.stripe);
        left += 16.0;
    }
    let galley = paint::line(ui, &head.title, semibold(size::TEXT_BODY), inner.right() - left);
    paint::put(ui, galley, title_row.with_min_x(left), Align2::LEFT_CENTER, ink);
    let detail_row = Rect::from_min_size(pos2(inner.left(), rect.top() + 27.0), vec2(inner.width(), 16.0));
    let galley = paint::line(ui, &head.detail, regular(size::TEXT_SMALL), inner.width());
    paint::put(ui, galley, detail_row, Align2::LEFT_CENTER, palette.muted);
    if let Some(full) = head.full {
        let bar = Rect::from_min_size(pos2(inner.left(), rect.bottom() - 8.0), vec2(inner.width(), 3.0));
        let round = CornerRadius::same(2);
        ui.painter().rect_filled(bar, round, palette.line);
        let colour = head.tint.map_or(palette.accent, |tint| palette.swatch(tint).stripe);
        let filled = bar.with_max_x(bar.left() + bar.width() * full.clamp(0.0, 1.0));
        ui.painter().rect_filled(filled, round, colour);
    }
    response
}

fn spoken(head: &Head) -> String {
    let today = if head.today { ", today" } else { "" };
    if head.detail.is_empty() {
        format!("{}{today}", head.title)
    } else {
        format!("{}{today}, {}", head.title, head.detail)
    }
}
