//! Messages at the bottom of the window: what was done, with Undo, for eight seconds.
//!
//! The caller gives the time, in seconds on any clock that only goes forward (`ui.input(|i| i.time)`). A message stays while
//! the pointer is on it; a failure stays until it is closed.

use std::time::Duration;

use egui::accesskit::Live;
use egui::{
    Align, Align2, Area, Context, CursorIcon, Frame, Id, Layout, Margin, Order, Response, Role, Sense, Ui, UiBuilder,
    WidgetInfo, vec2,
};

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
}

impl<K> Default for Toasts<K> {
    fn default() -> Self {
        Self {
            standing: Vec::new(),
            count: 0,
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

    /// Draws the messages `above` points over the lower edge of the window; what was clicked.
    pub fn show(&mut self, ctx: &Context, above: f32, now: f64) -> Option<K> {
        self.standing.retain(|message| now < message.until);
        if self.standing.is_empty() {
            return None;
        }
        let mut asked = None;
        let mut gone = None;
        Area::new(Id::unique("messages"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -above))
            .layout(Layout::top_down(Align::Center))
            .show(ctx, |ui| {
                ui.spacing_mut().item_spacing.y = size::SPACE_2;
                for message in &mut self.standing {
                    let answer = ui
                        .scope_builder(UiBuilder::new().id_salt(message.number), |ui| strip(ui, message))
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
            });
        self.standing.retain(|message| Some(message.number) != gone);
        let next = self
            .standing
            .iter()
            .map(|message| message.until - now)
            .fold(f64::INFINITY, f64::min);
        if let Ok(next) = Duration::try_from_secs_f64(next) {
            ctx.request_repaint_after(next);
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

fn strip<K>(ui: &mut Ui, message: &Message<K>) -> Answer {
    let palette = Palette::of(ui);
    let shown = Frame::new()
        .fill(palette.toast)
        .corner_radius(size::RADIUS)
        .inner_margin(Margin {
            left: 16,
            right: 8,
            top: 6,
            bottom: 6,
        })
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_2;
                let icon = match message.tone {
                    Tone::Danger | Tone::Warn => Some(Icon::Alert),
                    Tone::Ok => Some(Icon::Check),
                    Tone::Plain | Tone::Accent => None,
                };
                if let Some(icon) = icon {
                    let (rect, _) = ui.allocate_exact_size(vec2(size::ICON, size::CONTROL), Sense::hover());
                    let wrong = matches!(message.tone, Tone::Danger | Tone::Warn);
                    let ink = if wrong {
                        palette.toast_danger
                    } else {
                        palette.toast_accent
                    };
                    paint::icon(ui, rect.center(), icon, size::ICON, ink);
                }
                let most =
                    (ui.ctx().content_rect().width() - 240.0 - 120.0 * size::points(message.actions.len())).max(160.0);
                let galley = paint::line(ui, &message.text, regular(size::TEXT_BODY), most);
                let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, size::CONTROL), Sense::hover());
                let role = if message.tone == Tone::Danger {
                    Role::Alert
                } else {
                    Role::Status
                };
                response.widget_info(|| WidgetInfo::labeled(role, true, &message.text));
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
                paint::put(ui, galley, rect, Align2::LEFT_CENTER, palette.on_toast);
                ui.add_space(size::SPACE_2);
                let buttons = message.actions.iter().map(|(label, _)| action(ui, label, None));
                let buttons: Vec<Response> = buttons.collect();
                let close = action_icon(ui, "Close message");
                let held = buttons.iter().any(Response::has_focus) || close.has_focus();
                Answer {
                    asked: buttons.iter().position(Response::clicked),
                    closed: close.clicked(),
                    held,
                }
            })
            .inner
        });
    let mut answer = shown.inner;
    answer.held |= shown.response.contains_pointer();
    answer
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
