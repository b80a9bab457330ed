//! Messages: what was done, with Undo, for eight seconds. They have a place of their own, narrow and high, and never lie over
//! something that can be pressed.
//!
//! The caller gives the time, in seconds on any clock that only goes forward (`ui.input(|i| i.time)`). A message stays while
//! the pointer is on it; a failure stays until it is closed.

use std::time::Duration;

use egui::accesskit::Live;
use egui::{Align2, CursorIcon, Frame, Margin, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::paint;
use crate::ui::look::{Icon, Palette, Tone, regular, semibold, size};

/// Seconds for which a message stays.
pub const STAYS: f64 = 8.0;
const MOST: usize = 3;

struct Message<K> {
    number: u64,
    tone: Tone,
    text: String,
    actions: Vec<(String, K)>,
    until: f64,
}

/// The messages that are shown now. `K` names what their buttons do.
pub struct Toasts<K> {
    standing: Vec<Message<K>>,
    count: u64,
    /// How high they were when they were drawn last.
    height: f32,
}

impl<K> Default for Toasts<K> {
    fn default() -> Self {
        Self {
            standing: Vec::new(),
            count: 0,
            height: 0.0,
        }
    }
}

impl<K: Clone> Toasts<K> {
    /// Says something.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>, now: f64) {
        self.push(tone, text.into(), Vec::new(), now);
    }

    /// Says what was done, with a button such as "Undo".
    pub fn offer(&mut self, text: impl Into<String>, label: impl Into<String>, action: K, now: f64) {
        self.offer_several(text, vec![(label, action)], now);
    }

    /// Says what was not done, with a button such as "Bring back".
    pub fn warn(&mut self, text: impl Into<String>, label: impl Into<String>, action: K, now: f64) {
        self.push(Tone::Warn, text.into(), vec![(label.into(), action)], now);
    }

    /// Says what was done, with several buttons: "From here on…", "Undo".
    pub fn offer_several(&mut self, text: impl Into<String>, offers: Vec<(impl Into<String>, K)>, now: f64) {
        let actions = offers.into_iter().map(|(label, action)| (label.into(), action));
        self.push(Tone::Ok, text.into(), actions.collect(), now);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// Takes all messages away, for when what they offer no longer holds.
    pub fn clear(&mut self) {
        self.standing.clear();
    }

    fn push(&mut self, tone: Tone, text: String, actions: Vec<(String, K)>, now: f64) {
        if self.standing.len() >= MOST {
            self.standing.remove(0);
        }
        self.count += 1;
        let until = if tone == Tone::Danger {
            f64::INFINITY
        } else {
            now + STAYS
        };
        self.standing.push(Message {
            number: self.count,
            tone,
            text,
            actions,
            until,
        });
    }

    /// Draws the messages one below the other over the width there is; what was clicked.
    pub fn show(&mut self, ui: &mut Ui, now: f64) -> Option<K> {
        self.standing.retain(|message| now < message.until);
        if self.standing.is_empty() {
            self.height = 0.0;
            return None;
        }
        let mut asked = None;
        let mut gone = None;
        ui.spacing_mut().item_spacing.y = size::SPACE_2;
        for message in &mut self.standing {
            let answer = ui
                .scope_builder(UiBuilder::new().id_salt(message.number), |ui| slip(ui, message))
                .inner;
            if answer.held {
                message.until = message.until.max(now + STAYS / 2.0);
            }
            if answer.asked.is_some() || answer.closed {
                gone = Some(message.number);
            }
            let action = answer.asked.and_then(|place| message.actions.get(place));
            asked = action.map(|(_, action)| action.clone()).or(asked.take());
        }
        let height = ui.min_rect().height();
        if (height - std::mem::replace(&mut self.height, height)).abs() > 0.5 {
            ui.ctx().request_discard("how much room the messages need is known now");
        }
        self.standing.retain(|message| Some(message.number) != gone);
        let next = self
            .standing
            .iter()
            .map(|message| message.until - now)
            .fold(f64::INFINITY, f64::min);
        if let Ok(next) = Duration::try_from_secs_f64(next) {
            ui.request_repaint_after(next);
        }
        asked
    }
}

struct Answer {
    /// Which of its buttons was pressed.
    asked: Option<usize>,
    closed: bool,
    held: bool,
}

fn slip<K>(ui: &mut Ui, message: &Message<K>) -> Answer {
    let palette = Palette::of(ui);
    let shown = Frame::new()
        .fill(palette.toast)
        .corner_radius(size::RADIUS)
        .inner_margin(Margin {
            left: 4,
            right: 4,
            top: 4,
            bottom: 4,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(size::SPACE_2, 0.0);
            let close = head(ui, message.tone);
            words(ui, message);
            ui.add_space(size::SPACE_1);
            let buttons: Vec<Response> = if message.actions.is_empty() {
                Vec::new()
            } else {
                let actions = message.actions.iter();
                ui.horizontal_wrapped(|ui| actions.map(|(label, _)| action(ui, label, None)).collect())
                    .inner
            };
            let held = buttons.iter().any(Response::has_focus) || close.has_focus();
            Answer {
                asked: buttons.iter().position(Response::clicked),
                closed: close.clicked(),
                held,
            }
        });
    let mut answer = shown.inner;
    answer.held |= shown.response.contains_pointer();
    answer
}

/// What kind of message it is, and the cross.
fn head(ui: &mut Ui, tone: Tone) -> Response {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(size::SPACE_2);
        let icon = match tone {
            Tone::Danger | Tone::Warn => Some((Icon::Alert, palette.toast_danger)),
            Tone::Ok => Some((Icon::Check, palette.toast_accent)),
            Tone::Plain | Tone::Accent => None,
        };
        let (rect, _) = ui.allocate_exact_size(vec2(size::ICON, size::CONTROL), Sense::hover());
        if let Some((icon, ink)) = icon {
            paint::icon(ui, rect.center(), icon, size::ICON, ink);
        }
        ui.add_space((ui.available_width() - size::CONTROL).max(0.0));
        action_icon(ui, "Close message")
    })
    .inner
}

fn words<K>(ui: &mut Ui, message: &Message<K>) {
    let palette = Palette::of(ui);
    let sides = vec2(2.0 * size::SPACE_2, 0.0);
    let width = ui.available_width() - sides.x;
    let galley = paint::paragraph(ui, &message.text, regular(size::TEXT_BODY), width);
    let (rect, response) = ui.allocate_exact_size(galley.size() + sides, Sense::hover());
    let rect = rect.shrink2(sides / 2.0);
    let role = if message.tone == Tone::Danger {
        Role::Alert
    } else {
        Role::Status
    };
    response.widget_info(|| WidgetInfo::labeled(role, true, &message.text));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    paint::put(ui, galley, rect, Align2::LEFT_TOP, palette.on_toast);
}

fn action_icon(ui: &mut Ui, name: &str) -> Response {
    action(ui, name, Some(Icon::Close))
}

fn action(ui: &mut Ui, name: &str, icon: Option<Icon>) -> Response {
    let palette = Palette::of(ui);
    let galley = paint::line(ui, name, semibold(size::TEXT_BODY), f32::INFINITY);
    let width = if icon.is_some() {
        size::CONTROL
    } else {
        galley.size().x + 2.0 * size::SPACE_2
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let ink = match (icon, response.hovered()) {
        (Some(_), false) => palette.on_toast,
        _ => palette.toast_accent,
    };
    match icon {
        Some(icon) => paint::icon(ui, rect.center(), icon, size::ICON, ink),
        None => {
            let covered = paint::put(ui, galley, rect, Align2::CENTER_CENTER, ink);
            if response.hovered() {
                ui.painter()
                    .hline(covered.x_range(), covered.bottom(), egui::Stroke::new(size::LINE, ink));
            }
        }
    }
    if paint::focus_shows(ui, &response) {
        let stroke = egui::Stroke::new(size::FOCUS_LINE, palette.toast_accent);
        ui.painter()
            .rect_stroke(rect, size::RADIUS_BLOCK, stroke, egui::StrokeKind::Inside);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
