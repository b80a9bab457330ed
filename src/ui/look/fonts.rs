//! The fonts of the window: Inter in two weights with tabular figures, and the icon font.
//!
//! egui's own fonts stay behind Inter for what it lacks. Left out: scripts that need large fonts (Chinese, Arabic); the
//! window takes those from the system where they are installed.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use super::icon::ICON_FAMILY;

const REGULAR: &str = "Inter-Regular";
const SEMIBOLD: &str = "Inter-SemiBold";

/// Regular weight in the given size of the scale in [`super::size`].
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Semibold weight, for times, names, headings and buttons.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let own: [(&str, &'static [u8]); 3] = [
        (REGULAR, include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
        (SEMIBOLD, include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
        (ICON_FAMILY, include_bytes!("../../../assets/fonts/Lucide.ttf")),
    ];
    for (name, bytes) in own {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let behind = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let led_by =
        |name: &str| -> Vec<String> { std::iter::once(name.to_owned()).chain(behind.iter().cloned()).collect() };
    fonts.families.insert(FontFamily::Proportional, led_by(REGULAR));
    fonts
        .families
        .insert(FontFamily::Name(SEMIBOLD.into()), led_by(SEMIBOLD));
    fonts
        .families
        .insert(FontFamily::Name(ICON_FAMILY.into()), vec![ICON_FAMILY.to_owned()]);
    fonts
}
