//! The navigation at the left: the name of the business, and the screens; below them, where nothing else stands, the messages.

use egui::{Frame, Margin, Panel, Role, ScrollArea, Stroke, Ui, UiBuilder};

use super::{NAV, messages};
use crate::ui::look::{Icon, Palette, semibold, size};
use crate::ui::route::{Route, SetupPage};
use crate::ui::widgets::{Toasts, nav_row};
use crate::ui::{Act, Context};

/// Draws the navigation; `here` is the screen that is shown, `waiting` how much there is to do.
pub fn nav(ui: &mut Ui, here: Route, waiting: usize, said: &mut Toasts<Act>, context: &mut Context<'_>) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 12));
    Panel::left("navigation")
        .exact_size(NAV)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let edge = ui.max_rect().expand(12.0);
            ui.painter()
                .vline(edge.right(), edge.y_range(), Stroke::new(size::LINE, palette.line));
            let named = UiBuilder::new()
                .accessibility_role(Role::Navigation)
                .accessibility_label("Screens");
            if let Some(act) = messages(ui, said) {
                context.ask(act);
            }
            // In a low window the messages take room from it.
            ScrollArea::vertical().id_salt("screens").show(ui, |ui| {
                ui.scope_builder(named, |ui| rows(ui, here, waiting, context));
            });
        });
}

fn rows(ui: &mut Ui, here: Route, waiting: usize, context: &mut Context<'_>) {
    let name = context
        .book
        .business()
        .map_or("Chairtime", |business| business.name.as_str());
    ui.add_space(size::SPACE_1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_2;
        ui.add_space(size::SPACE_3);
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        let text = egui::RichText::new(name)
            .font(semibold(size::TEXT_LEAD))
            .color(context.palette.text);
        ui.label(text);
    });
    ui.add_space(size::SPACE_4);
    ui.spacing_mut().item_spacing.y = size::SPACE_1;
    let screens = [
        (Icon::Calendar, "Calendar", Route::Calendar),
        (Icon::Repeat, "Regulars", Route::Regulars),
        (Icon::Users, "Clients", Route::Clients),
        (Icon::CheckCircle, "To do", Route::ToDo),
        (Icon::Settings, "Setup", Route::Setup(SetupPage::default())),
    ];
    for (icon, name, route) in screens {
        let is_here = std::mem::discriminant(&route) == std::mem::discriminant(&here);
        let waiting = if route == Route::ToDo { waiting } else { 0 };
        if nav_row(ui, icon, name, waiting, is_here).clicked() && !is_here {
            context.ask(Act::Go(route));
        }
    }
}
