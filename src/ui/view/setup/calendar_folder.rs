//! The folder in which calendar files of the staff are kept: a setting of this computer, and no part of the business.

use std::path::Path;

use egui::Ui;

use super::hours::hours_heading;
use crate::ui::widgets::TextField;

/// What is typed, beside what is kept.
#[derive(Default)]
pub struct CalendarFolder {
    kept: String,
    typed: Option<String>,
    /// Said once it was to be saved.
    error: Option<&'static str>,
}

impl CalendarFolder {
    /// What is kept, as the desk remembers it.
    pub fn recall(&mut self, folder: &str) {
        folder.clone_into(&mut self.kept);
    }

    /// Whether something else is typed.
    pub fn is_changed(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.trim() != self.kept)
    }

    /// Forgets what is typed.
    pub fn back(&mut self) {
        (self.typed, self.error) = (None, None);
    }

    /// The folder to keep from now on; none where nothing else is typed, or what is typed is no whole path.
    pub fn save(&mut self) -> Option<String> {
        if !self.is_changed() {
            return None;
        }
        let folder = self.typed.as_deref().unwrap_or_default().trim().to_owned();
        if !folder.is_empty() && !Path::new(&folder).is_absolute() {
            self.error = Some("Type the whole path of a folder");
            return None;
        }
        self.kept.clone_from(&folder);
        self.back();
        Some(folder)
    }

    /// Draws the field.
    pub fn show(&mut self, ui: &mut Ui) {
        hours_heading(ui, "Calendar files");
        let typed = self.typed.get_or_insert_with(|| self.kept.clone());
        let field = TextField::new("Keep calendar files in a folder", typed)
            .hint("No folder")
            .help("A file for everybody of the staff, written anew whenever something changes. Synced or shared, it is a live calendar")
            .error(self.error);
        if field.show(ui).changed() {
            self.error = None;
        }
    }
}
