//! The look: colours, sizes, fonts, icons, and what egui draws by itself.
//!
//! The one home of raw colours and pixel sizes (the lints ban them elsewhere). Left out: anything that knows the salon.
//! There are two themes; which one is shown is an explicit switch (`ctx.set_theme`), as Linux does not tell winit.

mod colour;
mod fonts;
mod icon;
pub mod size;
mod style;

pub use colour::{Palette, StaffTint, Swatch, Tone};
pub use fonts::{regular, semibold};
pub use icon::{ICON_FAMILY, Icon};

use egui::{Context, Theme, ThemePreference};

/// Gives a window its fonts and both themes, and shows the light one. Call it once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style::of(theme));
    }
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    ctx.set_theme(ThemePreference::Light);
}
