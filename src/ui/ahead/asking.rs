//! The dialog that asks before something is done: a title, what it is about, one button that does nothing and one that does it,
//! with the verb. What was refused is said at the top, and what was typed stays.

use egui::{Id, Ui};

use crate::ui::look::Tone;
use crate::ui::widgets::{Button, CONFIRM, Dialog, notice};

/// What a dialog keeps of what was asked.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    refused: Option<String>,
    asked: bool,
}

/// How a dialog asks.
pub struct Question<'a> {
    /// Tells dialogs apart.
    pub name: &'static str,
    /// What it is about.
    pub title: &'a str,
    /// In points.
    pub width: f32,
    /// The button that does nothing.
    pub keep: &'a str,
    /// The button that does it.
    pub go: String,
    /// Whether that takes something away, or goes over what speaks against it.
    pub danger: bool,
    /// Whether it can be done.
    pub can: bool,
    /// Whether Enter in a field does it, not only Ctrl+Enter.
    pub enter: bool,
}

/// What the person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The dialog is to be closed.
    pub closed: bool,
    /// It is to be done.
    pub go: bool,
}

impl Asking {
    /// The salon said no, or something failed: the dialog stays and says it.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
        self.asked = false;
    }

    /// Something else is asked for by now: what was refused says nothing of it.
    pub fn anew(&mut self) {
        self.refused = None;
    }

    /// Draws the dialog. It is done once: while it is under way the button does nothing.
    pub fn show(&mut self, ctx: &egui::Context, question: Question<'_>, body: impl FnOnce(&mut Ui)) -> Said {
        let can = question.can && !self.asked;
        let refused = self.refused.as_deref();
        let shown = Dialog::new(Id::unique(question.name), question.title)
            .width(question.width)
            .show(
                ctx,
                |ui| {
                    if let Some(refused) = refused {
                        notice(ui, Tone::Danger, refused, None);
                    }
                    body(ui);
                },
                |ui| {
                    let keep = ui.add(Button::secondary(question.keep)).clicked();
                    let go = if question.danger {
                        Button::danger(question.go)
                    } else {
                        Button::primary(question.go)
                    };
                    (keep, ui.add_enabled(can, go.keys(CONFIRM)).clicked())
                },
            );
        let (keep, go) = shown.buttons;
        let keys = shown.confirmed || (question.enter && shown.entered);
        let go = (go || keys) && can;
        self.asked |= go;
        Said {
            closed: shown.closed || keep,
            go,
        }
    }
}
