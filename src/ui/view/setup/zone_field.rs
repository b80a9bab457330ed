//! The field of a time zone, in which one types to find it.

use egui::Ui;

use crate::time::Zone;
use crate::ui::form::AtFields;
use crate::ui::widgets::{FindField, Suggestion};

/// The most that the list shows.
const MOST: usize = 30;

/// Draws it; its error stands at `time_zone`.
pub(super) fn zone_field(ui: &mut Ui, at: &mut AtFields, text: &mut String, width: f32) {
    let error = at.at("time_zone");
    let found = FindField::new("Time zone", text)
        .hint("Europe/Berlin")
        .width(width)
        .error(error.as_deref())
        .show(ui, |text| {
            let wanted = text.trim().to_lowercase().replace(' ', "_");
            let zones = Zone::all().filter(|zone| zone.name().to_lowercase().contains(&wanted));
            let suggestion = |zone: Zone| Suggestion {
                key: (),
                title: zone.name().to_owned(),
                detail: String::new(),
                icon: None,
            };
            zones.take(MOST).map(suggestion).collect()
        });
    at.shown("time_zone", &found.response);
}
