//! What egui draws by itself (text cursors, scroll bars, popovers, separators) in the colours of the palette.
//!
//! No grey frame, no blue selection, no shadow but under popovers. Widgets with a look of their own are in `ui::widgets`.

use egui::style::{HandleShape, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{Color32, FontId, Shadow, Stroke, Style, TextStyle, Theme, Vec2, Visuals, vec2};

use super::colour::{DARK, LIGHT, Palette};
use super::fonts::{regular, semibold};
use super::size;

pub(super) fn of(theme: Theme) -> Style {
    let palette = match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    };
    let mut style = theme.default_style();
    style.visuals = visuals(theme, palette);
    style.text_styles = [
        (TextStyle::Small, regular(size::TEXT_SMALL)),
        (TextStyle::Body, regular(size::TEXT_BODY)),
        (TextStyle::Button, semibold(size::TEXT_BODY)),
        (TextStyle::Heading, semibold(size::TEXT_TITLE)),
        (TextStyle::Monospace, FontId::monospace(size::TEXT_BODY)),
    ]
    .into();

    style.spacing.item_spacing = Vec2::splat(size::SPACE_2);
    style.spacing.button_padding = vec2(size::SPACE_3, 6.0);
    style.spacing.interact_size = vec2(size::TARGET, size::TARGET);
    style.spacing.window_margin = size::CARD_MARGIN;
    style.spacing.menu_margin = size::POPOVER_MARGIN;
    style.spacing.text_edit_width = size::FORM_WIDTH;
    style.spacing.icon_width = 18.0;
    style.spacing.icon_spacing = size::SPACE_2;
    style.spacing.tooltip_width = 320.0;
    style.spacing.scroll = ScrollStyle {
        bar_width: 10.0,
        floating_width: 4.0,
        handle_min_length: 24.0,
        dormant_handle_opacity: 0.5,
        // Text that fades is text that cannot be read.
        fade: egui::style::ScrollFadeStyle {
            strength: 0.0,
            ..Default::default()
        },
        ..ScrollStyle::floating()
    };

    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    // Nothing needs motion.
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.hover;
    visuals.extreme_bg_color = palette.card;
    visuals.text_edit_bg_color = Some(palette.card);
    visuals.code_bg_color = palette.panel;
    visuals.warn_fg_color = palette.warn;
    visuals.error_fg_color = palette.danger;
    visuals.window_fill = palette.card;
    visuals.panel_fill = palette.ground;
    visuals.window_stroke = Stroke::new(size::LINE, palette.edge);
    visuals.window_corner_radius = size::RADIUS;
    visuals.menu_corner_radius = size::RADIUS;
    visuals.popup_shadow = shadow(palette);
    visuals.window_shadow = shadow(palette);
    visuals.selection = Selection {
        bg_fill: palette.accent_tint,
        stroke: Stroke::new(size::LINE, palette.accent),
    };
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    // A blinking cursor would wake the window for as long as a field has the focus.
    visuals.text_cursor.blink = false;
    visuals.handle_shape = HandleShape::Circle;
    visuals.striped = false;
    visuals.indent_has_left_vline = false;
    visuals.disabled_alpha = 0.55;
    visuals.widgets = Widgets {
        noninteractive: part(palette.card, Color32::TRANSPARENT, palette.line, palette.text),
        inactive: part(palette.strong_line, palette.card, palette.strong_line, palette.text),
        hovered: part(palette.muted, palette.hover, palette.strong_line, palette.text),
        active: part(palette.muted, palette.pressed, palette.accent, palette.text),
        open: part(palette.card, palette.pressed, palette.strong_line, palette.text),
    };
    visuals
}

fn shadow(palette: &Palette) -> Shadow {
    Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: palette.shadow,
    }
}

fn part(fill: Color32, weak_fill: Color32, line: Color32, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: weak_fill,
        bg_stroke: Stroke::new(size::LINE, line),
        corner_radius: size::RADIUS,
        fg_stroke: Stroke::new(size::LINE, text),
        expansion: 0.0,
    }
}
