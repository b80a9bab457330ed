//! One of several, all in sight: chips that wrap, or a switch of equal parts.
//!
//! The group is one stop of the Tab key; the arrows choose within it, as with radio buttons.

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, vec2,
};

use super::field::{Caption, caption_methods};
use super::{first_stop, paint};
use crate::ui::look::{Palette, regular, semibold, size};

/// Chips under a label: one of them is chosen, or none yet.
#[must_use = "call show"]
pub struct Chips<'a> {
    caption: Caption<'a>,
    names: &'a [&'a str],
    gap: f32,
}

impl<'a> Chips<'a> {
    /// Chips under this label.
    pub fn new(label: &'a str) -> Self {
        Self {
            caption: Caption::new(label),
            names: &[],
            gap: size::SPACE_2,
        }
    }

    caption_methods!();

    /// Longer names for assistive technologies, one for each option, where the chips are short: "5" is "Every 5 weeks".
    pub fn names(mut self, names: &'a [&'a str]) -> Self {
        self.names = names;
        self
    }

    /// Many chips close together.
    pub fn close_together(mut self) -> Self {
        self.gap = size::SPACE_1;
        self
    }

    /// Draws the chips; `changed` on the response says that another was chosen.
    pub fn show<T: Clone + PartialEq>(self, ui: &mut Ui, chosen: &mut Option<T>, options: &[(T, &str)]) -> Response {
        let group = ui.scope_id().with(self.caption.label);
        self.caption.show(ui, |ui, _| {
            let drawn = ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(self.gap, size::SPACE_2);
                choose(ui, group, chosen, options, |ui, id, text, part| {
                    let at = options.iter().position(|(_, option)| *option == text);
                    let name = at.and_then(|at| self.names.get(at)).unwrap_or(&text);
                    chip(ui, id, text, name, part)
                })
            });
            as_group(ui, group, drawn.response.rect, drawn.inner)
        })
    }
}

/// A switch of equal parts, of which one is on: views, themes, "ends never, on, after". Chips, where the words do not fit into
/// equal parts.
#[must_use = "call show"]
pub struct Segments<'a> {
    caption: Caption<'a>,
    fitted: bool,
}

impl<'a> Segments<'a> {
    /// A switch with a label above it.
    pub fn new(label: &'a str) -> Self {
        Self {
            caption: Caption::new(label),
            fitted: false,
        }
    }

    /// A switch without a visible label, as wide as its words, for bars at the top.
    pub fn bar(name: &'a str) -> Self {
        Self {
            caption: Caption::new(name),
            fitted: true,
        }
        .label_hidden()
        .width(f32::INFINITY)
    }

    caption_methods!();

    /// Draws the switch; `changed` on the response says that another part was switched on.
    pub fn show<T: Clone + PartialEq>(self, ui: &mut Ui, on: &mut T, options: &[(T, &str)]) -> Response {
        let group = ui.scope_id().with(self.caption.label);
        let widest = options
            .iter()
            .map(|(_, text)| paint::line(ui, text, semibold(size::TEXT_BODY), f32::INFINITY).size().x)
            .fold(0.0, f32::max);
        if self.fitted {
            let each = widest + 2.0 * size::SPACE_3;
            return self
                .parts(ui, group, on, options, each)
                .accessible_name(self.caption.label);
        }
        let whole = self.caption.width.min(ui.available_width());
        if widest + PART_MARGIN > whole / size::points(options.len().max(1)) {
            return self.chips(ui, on, options);
        }
        self.caption.show(ui, |ui, width| {
            let each = width / size::points(options.len().max(1));
            self.parts(ui, group, on, options, each)
        })
    }

    /// Names stand in full, however long they are.
    fn chips<T: Clone + PartialEq>(self, ui: &mut Ui, on: &mut T, options: &[(T, &str)]) -> Response {
        let chips = Chips {
            caption: Caption {
                width: f32::INFINITY,
                ..self.caption
            },
            ..Chips::new(self.caption.label)
        };
        let mut chosen = Some(on.clone());
        let response = chips.show(ui, &mut chosen, options);
        if let Some(chosen) = chosen {
            *on = chosen;
        }
        response
    }

    fn parts<T: Clone + PartialEq>(
        &self,
        ui: &mut Ui,
        group: Id,
        on: &mut T,
        options: &[(T, &str)],
        each: f32,
    ) -> Response {
        let palette = Palette::of(ui);
        let ground = ui.painter().add(egui::Shape::Noop);
        let mut chosen = Some(on.clone());
        let drawn = paint::controls(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            choose(ui, group, &mut chosen, options, |ui, id, text, part| {
                segment(ui, id, text, part, each)
            })
        });
        let rect = drawn.response.rect;
        let outline = Stroke::new(size::LINE, palette.edge);
        ui.painter().set(
            ground,
            egui::epaint::RectShape::new(rect, size::RADIUS, palette.card, outline, StrokeKind::Inside),
        );
        if let Some(chosen) = chosen {
            *on = chosen;
        }
        as_group(ui, group, rect, drawn.inner)
    }
}

/// Around the ground of a part of a switch, and what its words do not have of its width.
const PART_GAP: f32 = 3.0;
const PART_MARGIN: f32 = 2.0 * PART_GAP + size::SPACE_1;

/// How one of the options stands.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub chosen: bool,
    /// The one that Tab reaches.
    focusable: bool,
}

/// Draws each option with `draw` and lets pointer and arrows choose; whether the choice changed.
pub(super) fn choose<T: Clone + PartialEq>(
    ui: &mut Ui,
    group: Id,
    chosen: &mut Option<T>,
    options: &[(T, &str)],
    draw: impl Fn(&mut Ui, Id, &str, Part) -> Response,
) -> bool {
    let at = options.iter().position(|(option, _)| chosen.as_ref() == Some(option));
    let id_of = |n: usize| group.with(n);
    let focused = (0..options.len()).find(|n| ui.memory(|memory| memory.has_focus(id_of(*n))));
    let mut next = None;
    if let Some(focused) = focused {
        next = arrow(ui).and_then(|step| match step {
            Step::Back => focused.checked_sub(1).or(options.len().checked_sub(1)),
            Step::On => Some(if focused + 1 < options.len() { focused + 1 } else { 0 }),
        });
        if let Some(next) = next {
            ui.memory_mut(|memory| memory.request_focus(id_of(next)));
        }
    }
    for (n, (_, text)) in options.iter().enumerate() {
        let part = Part {
            chosen: at == Some(n),
            focusable: at.unwrap_or(0) == n,
        };
        let response = draw(ui, id_of(n), text, part);
        if part.focusable {
            first_stop::offer(ui, response.id);
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        if response.clicked() {
            next = Some(n);
        }
    }
    let Some((option, _)) = next.filter(|next| at != Some(*next)).and_then(|next| options.get(next)) else {
        return false;
    };
    *chosen = Some(option.clone());
    true
}

enum Step {
    Back,
    On,
}

fn arrow(ui: &Ui) -> Option<Step> {
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::ArrowRight) || pressed(Key::ArrowDown) {
            Some(Step::On)
        } else if pressed(Key::ArrowLeft) || pressed(Key::ArrowUp) {
            Some(Step::Back)
        } else {
            None
        }
    })
}

/// Makes the whole group one node with a role, to carry the label and the error.
pub(super) fn as_group(ui: &Ui, group: Id, rect: Rect, changed: bool) -> Response {
    let mut response = ui.interact(rect, group, Sense::hover());
    response.widget_info(|| WidgetInfo::new(Role::RadioGroup));
    if changed {
        response.mark_changed();
    }
    response
}

pub(super) fn sense(ui: &Ui, id: Id, part: Part) -> Sense {
    let holds_focus = ui.memory(|memory| memory.has_focus(id));
    if part.focusable || holds_focus {
        Sense::click()
    } else {
        Sense::CLICK
    }
}

fn chip(ui: &mut Ui, id: Id, text: &str, name: &str, part: Part) -> Response {
    let palette = Palette::of(ui);
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), f32::INFINITY);
    let (_, rect) = ui.allocate_space(vec2((galley.size().x + 2.0 * size::SPACE_3).max(size::CONTROL), 28.0));
    let response = ui
        .interact(rect, id, sense(ui, id, part))
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), part.chosen, name));
    let round = CornerRadius::same(14);
    let (fill, outline, ink) = on_or_off(palette, part.chosen, response.hovered());
    ui.painter().rect(rect, round, fill, outline, StrokeKind::Inside);
    paint::put(ui, galley, rect, Align2::CENTER_CENTER, ink);
    paint::focus_ring(ui, &response, rect, CornerRadius::same(16));
    response
}

fn segment(ui: &mut Ui, id: Id, text: &str, part: Part, width: f32) -> Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(width, size::CONTROL));
    let response = ui
        .interact(rect, id, sense(ui, id, part))
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), part.chosen, text));
    let inner = rect.shrink(PART_GAP);
    let (fill, ink) = match (part.chosen, response.hovered()) {
        (true, _) => (palette.accent, palette.on_accent),
        (_, true) => (palette.hover, palette.text),
        _ => (Color32::TRANSPARENT, palette.text),
    };
    ui.painter().rect_filled(inner, size::RADIUS_BLOCK, fill);
    let weight = if part.chosen {
        semibold(size::TEXT_BODY)
    } else {
        regular(size::TEXT_BODY)
    };
    let galley = paint::line(ui, text, weight, inner.width() - size::SPACE_1);
    paint::put(ui, galley, inner, Align2::CENTER_CENTER, ink);
    paint::focus_ring(ui, &response, rect, size::RADIUS);
    response
}

/// Fill, outline and ink of something that is on or off.
pub(super) fn on_or_off(palette: &Palette, on: bool, over: bool) -> (Color32, Stroke, Color32) {
    match (on, over) {
        (true, false) => (palette.accent, Stroke::NONE, palette.on_accent),
        (true, true) => (palette.accent_hover, Stroke::NONE, palette.on_accent),
        (false, true) => (palette.hover, Stroke::new(size::LINE, palette.edge), palette.text),
        (false, false) => (palette.card, Stroke::new(size::LINE, palette.edge), palette.text),
    }
}
