//! One of several, all but the chosen one out of sight until asked for: staff, location, chair.
//!
//! Arrows, Enter and Space open the list; a letter goes to what begins with it. Use `Chips` or `Segments` for up to about
//! seven, and `FindField` for more than thirty.

use egui::{
    Align2, CursorIcon, Event, EventFilter, Id, Key, Modifiers, Response, Role, Sense, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::field::{Caption, caption_methods};
use super::option_list::{self, Arrows, OptionRow};
use super::paint;
use super::text_field::outline;
use crate::ui::look::{Icon, Palette, StaffTint, regular, size};

/// Letters typed within this many seconds belong to one word.
const ONE_WORD: f64 = 1.0;

/// A labelled field that opens a list.
#[must_use = "call show"]
pub struct Choice<'a> {
    caption: Caption<'a>,
    hint: &'a str,
    tints: &'a [Option<StaffTint>],
}

impl<'a> Choice<'a> {
    /// A field that holds one of several.
    pub fn new(label: &'a str) -> Self {
        Self {
            caption: Caption::new(label),
            hint: "Choose…",
            tints: &[],
        }
    }

    caption_methods!();

    /// What the field says while nothing is chosen.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// The colours that the options are, one for each.
    pub fn tints(mut self, tints: &'a [Option<StaffTint>]) -> Self {
        self.tints = tints;
        self
    }

    /// Draws the field; `changed` on the response says that another was chosen.
    pub fn show<T: Clone + PartialEq>(self, ui: &mut Ui, chosen: &mut Option<T>, options: &[(T, &str)]) -> Response {
        let id = ui.scope_id().with(self.caption.label);
        let at = options.iter().position(|(option, _)| chosen.as_ref() == Some(option));
        let text = at.and_then(|at| options.get(at)).map(|(_, text)| *text);
        let mut list = List::of(ui, id);
        let focused = ui.memory(|memory| memory.has_focus(id));
        let keys = if focused {
            pressed(ui, list.open)
        } else {
            Pressed::default()
        };
        let mut picked = None;

        let response = self.caption.show(ui, |ui, width| {
            let response = button(
                ui,
                id,
                width,
                (text.unwrap_or(self.hint), text.is_some()),
                at.and_then(|at| self.tints.get(at)).copied().flatten(),
                self.caption.error.is_some(),
            );
            if response.has_focus() {
                let filter = EventFilter {
                    vertical_arrows: true,
                    horizontal_arrows: list.open,
                    escape: list.open,
                    ..EventFilter::default()
                };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            }
            response
        });

        let typed = typed_word(ui, id, focused);
        let typed_to = typed.and_then(|word| {
            options
                .iter()
                .position(|(_, text)| text.to_lowercase().starts_with(&word))
        });
        if list.open {
            let last = options.len().saturating_sub(1);
            let before = list.at;
            list.at = (list.at + keys.down).min(last).saturating_sub(keys.up);
            list.at = typed_to.unwrap_or(list.at);
            if keys.enter {
                picked = Some(list.at);
            }
            let rows: Vec<OptionRow<'_>> = options
                .iter()
                .enumerate()
                .map(|(n, (_, text))| OptionRow {
                    title: text,
                    detail: "",
                    icon: None,
                    tint: self.tints.get(n).copied().flatten(),
                    chosen: at == Some(n),
                })
                .collect();
            let mut arrows = Arrows {
                at: list.at,
                moved: before != list.at || list.new,
            };
            list.new = false;
            picked = option_list::show(&response, &rows, &mut arrows, "Nothing to choose").or(picked);
            list.at = arrows.at;
            let elsewhere = !response.clicked() && ui.input(|input| input.pointer.any_click()) && !over_list(ui, id);
            list.open = picked.is_none() && !keys.escape && !response.clicked() && !elsewhere && !response.lost_focus();
        } else {
            picked = typed_to;
            if response.clicked() || keys.down + keys.up > 0 {
                list = List {
                    open: true,
                    new: true,
                    at: at.unwrap_or(0),
                };
                response.request_focus();
            }
        }
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_value(text.unwrap_or_default());
            // Linux tells nobody a value that is text without a cursor; elsewhere a description would say it twice.
            if cfg!(target_os = "linux") {
                node.set_description(text.unwrap_or_default());
            }
            node.set_expanded(list.open);
            if list.open {
                node.set_active_descendant(option_list::list_id(id).with(list.at).accesskit_id());
            }
        });
        list.keep(ui, id);

        let mut response = response;
        if let Some((option, _)) = picked
            .filter(|picked| at != Some(*picked))
            .and_then(|picked| options.get(picked))
        {
            *chosen = Some(option.clone());
            response.mark_changed();
        }
        response
    }
}

fn button(
    ui: &mut Ui,
    id: Id,
    width: f32,
    (text, filled): (&str, bool),
    tint: Option<StaffTint>,
    invalid: bool,
) -> Response {
    let palette = Palette::of(ui);
    let (_, rect) = ui.allocate_space(vec2(width, size::CONTROL));
    let response = ui
        .interact(rect, id, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::new(Role::ComboBox));
    let stroke = outline(palette, response.has_focus(), response.hovered(), invalid);
    let fill = if ui.is_enabled() { palette.card } else { palette.panel };
    ui.painter().rect(rect, size::RADIUS, fill, stroke, StrokeKind::Inside);
    let arrow = pos2(rect.right() - size::SPACE_3 - 4.0, rect.center().y);
    paint::icon(ui, arrow, Icon::ChevronDown, size::ICON, palette.muted);
    let mut inner = rect.with_max_x(arrow.x - size::SPACE_3).with_min_x(rect.left() + 10.0);
    if let Some(tint) = tint {
        inner.min.x = option_list::dot(ui, inner, tint);
    }
    let galley = paint::line(ui, text, regular(size::TEXT_BODY), inner.width());
    paint::put(
        ui,
        galley,
        inner,
        Align2::LEFT_CENTER,
        if filled { palette.text } else { palette.muted },
    );
    response
}

#[derive(Default)]
struct Pressed {
    up: usize,
    down: usize,
    enter: bool,
    escape: bool,
}

fn pressed(ui: &Ui, open: bool) -> Pressed {
    ui.input_mut(|input| Pressed {
        up: input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp),
        down: input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown),
        enter: open
            && (input.consume_key(Modifiers::NONE, Key::Enter) | input.consume_key(Modifiers::NONE, Key::Space)),
        escape: open && input.consume_key(Modifiers::NONE, Key::Escape),
    })
}

fn over_list(ui: &Ui, field: Id) -> bool {
    let layer = ui.ctx().pointer_interact_pos().and_then(|at| ui.ctx().layer_id_at(at));
    layer.is_some_and(|layer| layer.id == option_list::list_id(field))
}

/// What was typed so far in small letters, when a letter was typed in this frame.
fn typed_word(ui: &Ui, field: Id, focused: bool) -> Option<String> {
    if !focused {
        return None;
    }
    let (letters, now) = ui.input(|input| {
        let letters: String = input
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) if !text.trim().is_empty() => Some(text.to_lowercase()),
                _ => None,
            })
            .collect();
        (letters, input.time)
    });
    if letters.is_empty() {
        return None;
    }
    let key = field.with("typed");
    let (before, at): (String, f64) = ui.data(|memory| memory.get_temp(key)).unwrap_or_default();
    let word = if now - at < ONE_WORD {
        before + &letters
    } else {
        letters
    };
    ui.data_mut(|memory| memory.insert_temp(key, (word.clone(), now)));
    Some(word)
}

#[derive(Clone, Copy, Default)]
struct List {
    open: bool,
    /// Opened in the frame before.
    new: bool,
    at: usize,
}

impl List {
    fn of(ui: &Ui, field: Id) -> Self {
        ui.data(|memory| memory.get_temp(field.with("list")))
            .unwrap_or_default()
    }

    fn keep(self, ui: &Ui, field: Id) {
        ui.data_mut(|memory| memory.insert_temp(field.with("list"), self));
    }
}
