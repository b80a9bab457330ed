//! What stands around every field: its label above, and one line below for help or for what is wrong.
//!
//! The label names the field for assistive technologies, the line below describes it.

use egui::accesskit::{self, Invalid};
use egui::{Align2, Id, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{first_stop, paint};
use crate::ui::look::{Icon, Palette, regular, semibold, size};

/// The words around one field.
#[derive(Clone, Copy)]
pub(super) struct Caption<'a> {
    pub label: &'a str,
    /// The label is there for assistive technologies only, where the place says what the field is.
    pub label_hidden: bool,
    pub help: Option<&'a str>,
    pub error: Option<&'a str>,
    /// Points; never wider than there is room.
    pub width: f32,
}

impl<'a> Caption<'a> {
    pub(super) fn new(label: &'a str) -> Self {
        Self {
            label,
            label_hidden: false,
            help: None,
            error: None,
            width: size::FORM_WIDTH,
        }
    }

    /// Draws label, field and the line below. `field` gets the width it has; its response is named by the label.
    pub(super) fn show(self, ui: &mut Ui, field: impl FnOnce(&mut Ui, f32) -> Response) -> Response {
        let width = self.width.min(ui.available_width());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            ui.set_width(width);
            let label = (!self.label_hidden).then(|| self.label_above(ui));
            let response = field(ui, width);
            let response = match label {
                Some(label) => response.labelled_by(label),
                None => response.accessible_name(self.label),
            };
            self.line_below(ui, width);
            if response.gained_focus() {
                // With its label and what is said below it.
                ui.scroll_to_rect(ui.min_rect().expand(size::SPACE_2), None);
            }
            self.describe(ui, response.id);
            if response.sense.is_focusable() {
                first_stop::offer(ui, response.id);
            }
            response
        })
        .inner
    }

    fn label_above(self, ui: &mut Ui) -> Id {
        let galley = paint::line(ui, self.label, semibold(size::TEXT_SMALL), ui.available_width());
        // On the grid, so that what stands beside the field without a label is in line with it.
        let line = vec2(galley.size().x, size::line_height(size::TEXT_SMALL));
        let (rect, response) = ui.allocate_exact_size(line, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.label));
        paint::put(ui, galley, rect, Align2::LEFT_CENTER, Palette::of(ui).text);
        response.id
    }

    fn line_below(self, ui: &mut Ui, width: f32) {
        let palette = Palette::of(ui);
        let (text, colour, indent) = match (self.error, self.help) {
            (Some(error), _) => (error, palette.danger, size::ICON + size::SPACE_1),
            (None, Some(help)) => (help, palette.muted, 0.0),
            (None, None) => return,
        };
        let galley = paint::paragraph(ui, text, regular(size::TEXT_SMALL), width - indent);
        let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        if indent > 0.0 {
            let first_line = galley.rows.first().map_or(0.0, |row| row.rect().center().y);
            paint::icon(
                ui,
                pos2(rect.left() + 7.0, rect.top() + first_line),
                Icon::AlertCircle,
                14.0,
                colour,
            );
        }
        paint::put(
            ui,
            galley,
            rect.with_min_x(rect.left() + indent),
            Align2::LEFT_TOP,
            colour,
        );
    }

    fn describe(self, ui: &Ui, field: Id) {
        let Some(text) = self.error.or(self.help) else { return };
        ui.ctx().accesskit_node_builder(field, |node: &mut accesskit::Node| {
            node.set_description(text);
            if self.error.is_some() {
                node.set_invalid(Invalid::True);
            }
        });
    }
}

/// Gives a field's builder the words around it: `help`, `error`, `width`, `label_hidden`.
macro_rules! caption_methods {
    () => {
        /// A muted line below the field.
        pub fn help(mut self, help: &'a str) -> Self {
            self.caption.help = Some(help);
            self
        }

        /// What is wrong with what was typed, in place of the help; none when all is well.
        pub fn error(mut self, error: Option<&'a str>) -> Self {
            self.caption.error = error;
            self
        }

        /// Width in points instead of that of a form's column.
        pub fn width(mut self, width: f32) -> Self {
            self.caption.width = width;
            self
        }

        /// Keeps the label for assistive technologies only, where the place says what the field is.
        pub fn label_hidden(mut self) -> Self {
            self.caption.label_hidden = true;
            self
        }
    };
}
pub(super) use caption_methods;
