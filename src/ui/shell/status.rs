//! The strip at the bottom: whether all is saved, what undo and redo would do, who is at the desk, light or dark, the keys.

use egui::{Align, Frame, Layout, Margin, Panel, Role, Stroke, Theme, Ui, WidgetInfo};

use super::STRIP;
use crate::ui::look::{Icon, Palette, Tone, regular, size};
use crate::ui::shortcut::Shortcut;
use crate::ui::tints::in_order;
use crate::ui::widgets::{Button, menu, menu_row};
use crate::ui::{Act, Context};

/// Whether what was done is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// All of it.
    All,
    /// Something is on its way.
    OnItsWay,
    /// The last thing could not be saved, and was not done.
    Failed,
    /// The file is open for reading only.
    ReadOnly,
}

/// What the strip says.
#[derive(Debug, Clone)]
pub struct Status<'a> {
    /// Whether all is saved.
    pub saved: Saved,
    /// What undo would take back.
    pub undo: Option<&'a str>,
    /// What redo would do again.
    pub redo: Option<&'a str>,
    /// Who is at the desk; nobody in particular where it is empty.
    pub actor: &'a str,
    /// What a job does now.
    pub job: Option<&'a str>,
    /// Why the calendar files in their folder are not as the book is.
    pub calendars: Option<&'a str>,
    /// When the last backup was made, in words.
    pub backup: String,
    /// Whether that is too long ago.
    pub backup_is_old: bool,
}

/// Draws the strip.
pub fn status(ui: &mut Ui, status: &Status<'_>, context: &mut Context<'_>) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status")
        .exact_size(STRIP)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let edge = ui.max_rect().expand2(egui::vec2(16.0, 0.0));
            ui.painter()
                .hline(edge.x_range(), edge.top(), Stroke::new(size::LINE, palette.line));
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_2;
                saved(ui, status.saved);
                for (shortcut, step) in [(Shortcut::Undo, status.undo), (Shortcut::Redo, status.redo)] {
                    step_button(ui, shortcut, step, context);
                }
                if let Some(job) = status.job {
                    line(ui, Icon::Hourglass, job, Tone::Plain);
                    if ui
                        .add(Button::icon_alone(Icon::Close, "Stop writing").tip("Stop what is being written"))
                        .clicked()
                    {
                        context.ask(Act::StopJob);
                    }
                } else {
                    if let Some(trouble) = status.calendars {
                        line(ui, Icon::Alert, trouble, Tone::Warn);
                    }
                    if status.backup_is_old {
                        line(ui, Icon::Alert, &status.backup, Tone::Warn);
                    }
                    let back_up = Button::icon_alone(Icon::Database, "Back up…").tip(&status.backup);
                    if ui.add(back_up).clicked() {
                        context.ask(Act::BackUp);
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| right(ui, status, context));
            });
        });
}

fn right(ui: &mut Ui, status: &Status<'_>, context: &mut Context<'_>) {
    let says = Shortcut::Help.says();
    if ui
        .add(Button::icon_alone(says.icon, says.label).tip(says.tip).keys(says.keys))
        .clicked()
    {
        context.ask(Act::ShowKeys);
    }
    let dark = ui.visuals().dark_mode;
    let (icon, name, next) = if dark {
        (Icon::Sun, "Light colours", Theme::Light)
    } else {
        (Icon::Moon, "Dark colours", Theme::Dark)
    };
    if ui.add(Button::icon_alone(icon, name)).clicked() {
        context.ask(Act::Theme(next));
    }
    let actor = if status.actor.is_empty() {
        "Front desk"
    } else {
        status.actor
    };
    let button = ui.add(Button::quiet(actor).icon(Icon::User).tip("Who is at the desk"));
    let staff = in_order(context.book);
    let mut chosen = None;
    menu(&button, |ui| {
        for name in std::iter::once("Front desk").chain(staff.iter().map(|person| person.name())) {
            let icon = if name == actor { Icon::Check } else { Icon::User };
            if menu_row(ui, icon, name, None, Tone::Plain).clicked() {
                chosen = Some(name.to_owned());
            }
        }
    });
    if let Some(name) = chosen {
        context.ask(Act::Seat(name));
    }
}

fn step_button(ui: &mut Ui, shortcut: Shortcut, step: Option<&str>, context: &mut Context<'_>) {
    let says = shortcut.says();
    let tip = step.map(|step| format!("{}: {step}", says.label));
    let button = Button::icon_alone(says.icon, says.label)
        .tip(tip.as_deref().unwrap_or(says.tip))
        .keys(says.keys);
    if ui.add_enabled(step.is_some(), button).clicked() {
        context.ask(match shortcut {
            Shortcut::Redo => Act::Redo,
            _ => Act::Undo,
        });
    }
}

fn saved(ui: &mut Ui, saved: Saved) {
    let (icon, text, tone) = match saved {
        Saved::All => (Icon::Check, "Saved", Tone::Plain),
        Saved::OnItsWay => (Icon::Save, "Saving…", Tone::Plain),
        Saved::Failed => (Icon::AlertCircle, "Not saved", Tone::Danger),
        Saved::ReadOnly => (Icon::Lock, "Read only, another window has the salon open", Tone::Warn),
    };
    line(ui, icon, text, tone);
}

fn line(ui: &mut Ui, icon: Icon, text: &str, tone: Tone) {
    let palette = Palette::of(ui);
    let ink = if tone == Tone::Plain {
        palette.muted
    } else {
        palette.tone(tone).stripe
    };
    ui.spacing_mut().item_spacing.x = size::SPACE_1;
    let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(size::ICON), egui::Sense::hover());
    crate::ui::widgets::paint::icon(ui, rect.center(), icon, size::ICON, ink);
    let response = ui.label(egui::RichText::new(text).font(regular(size::TEXT_SMALL)).color(ink));
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    ui.add_space(size::SPACE_2);
    ui.spacing_mut().item_spacing.x = size::SPACE_2;
}
