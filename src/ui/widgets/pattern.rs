//! Patterns that say a state without colour alone: hatched, dashed, crossed out. For blocks and for time that is closed.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2};

/// Fills a rectangle with thin diagonal lines, `gap` points apart.
pub fn hatch(painter: &Painter, rect: Rect, gap: f32, stroke: Stroke) {
    let visible = rect.intersect(painter.clip_rect());
    if !visible.is_positive() || gap < 1.0 {
        return;
    }
    // A line is given by x + y; all rectangles share the same lines, so that neighbours join.
    let mut sum = ((rect.left() + rect.top()) / gap).ceil() * gap;
    let last = rect.right() + rect.bottom();
    let mut lines = Vec::new();
    while sum < last {
        let low = pos2(
            (sum - rect.bottom()).max(rect.left()),
            (sum - rect.left()).min(rect.bottom()),
        );
        let high = pos2(
            (sum - rect.top()).min(rect.right()),
            (sum - rect.right()).max(rect.top()),
        );
        lines.push(Shape::line_segment([low, high], stroke));
        sum += gap;
    }
    painter.extend(lines);
}

/// Draws a dashed outline.
pub fn dashed(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners: [Pos2; 5] = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    painter.extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
}

/// Draws a line through a rectangle from corner to corner.
pub fn crossed(painter: &Painter, rect: Rect, stroke: Stroke) {
    painter.line_segment([rect.left_bottom(), rect.right_top()], stroke);
}
