#![cfg(test)]
//! Widgets by role and label: typing, errors, keyboard, messages; and pictures of the gallery in both themes.

#[path = "ui_widgets/gallery.rs"]
mod gallery;

use chairtime::ui::look;
use egui::Theme;
use egui_kittest::Harness;
use gallery::{Gallery, Page};

fn gallery(page: Page) -> Harness<'static, Gallery> {
    at_size(page, egui::vec2(1366.0, 768.0))
}

fn at_size(page: Page, size: egui::Vec2) -> Harness<'static, Gallery> {
    Harness::builder()
        .with_size(size)
        .with_context_setup(look::install)
        .build_ui_state(gallery::show, Gallery::on(page))
}

/// Pictures need a graphics driver, which not every machine has; `CHAIRTIME_CI=1` says that this one has.
#[test]
fn the_gallery_looks_as_it_did() {
    if std::env::var_os("CHAIRTIME_CI").is_none() {
        return;
    }
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (page, page_name) in [
            (Page::Form, "form"),
            (Page::Parts, "parts"),
            (Page::Regulars, "regulars"),
            (Page::Empty, "empty"),
        ] {
            let mut harness = gallery(page);
            harness.ctx.set_theme(theme);
            harness.run();
            harness.snapshot(format!("widgets_{page_name}_{name}"));
        }
    }
}
