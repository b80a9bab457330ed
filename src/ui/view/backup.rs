//! The dialog that writes a checked copy of the whole salon, and the buttons of every dialog whose work takes a while.

use std::path::PathBuf;

use egui::{Id, Ui};

use crate::ui::look::{Tone, size};
use crate::ui::view::save_place::{FileKind, SavePlace, plain_name};
use crate::ui::widgets::{Button, CONFIRM, Dialog, muted, notice};
use crate::ui::{Act, Context};
use crate::words;

const FILE: FileKind = FileKind {
    title: "Back up",
    name: "Salon",
    ending: "chairtime",
    help: "Best on another disk: a USB stick, or a folder that is kept elsewhere",
};

/// What the dialog keeps.
pub struct BackUp {
    place: SavePlace,
    /// What the file is called unless something else is said.
    name: String,
    /// The last backup, in words.
    last: String,
    refused: Option<String>,
}

impl BackUp {
    /// The dialog; files go into a folder unless something else is said. `last` says when the last backup was made.
    pub fn new(folder: PathBuf, last: String, context: &Context<'_>) -> Self {
        let now = context.book.zone().civil(context.now);
        let salon = context.book.business().and_then(|business| plain_name(&business.name));
        // With the time, so that two of one day do not stand in each other's way.
        let time = words::dates::time(now.time, crate::domain::values::ClockFace::H24).replace(':', "");
        Self {
            place: SavePlace::new(folder),
            name: format!(
                "{}-{}-{time}.chairtime",
                salon.unwrap_or_else(|| "salon".to_owned()),
                now.day
            ),
            last,
            refused: None,
        }
    }

    /// It could not be written; what was chosen stays.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
    }

    /// Draws it; whether it is to be closed. `job` says what is written at the moment.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>, job: Option<&str>) -> bool {
        self.place.poll(ctx, ctx.input(|input| input.time));
        self.place.suggest(&self.name);
        let to = self.place.path();
        let shown = Dialog::new(Id::unique("back up"), "Back up").width(520.0).show(
            ctx,
            |ui| self.body(ui, job),
            |ui| job_buttons(ui, Button::primary("Back up"), to.is_some(), job),
        );
        let asked = shown.buttons;
        if asked.stop {
            context.ask(Act::StopJob);
        }
        let go = asked.go || ((shown.confirmed || shown.entered) && job.is_none());
        if let Some(to) = to.filter(|_| go) {
            self.refused = None;
            context.ask(Act::WriteBackup { to });
        }
        shown.closed || asked.close
    }

    fn body(&mut self, ui: &mut Ui, job: Option<&str>) {
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        muted(
            ui,
            &format!("A copy of everything, checked after it is written. {}", self.last),
        );
        self.place.show(ui, FILE);
        if let Some(job) = job {
            notice(ui, Tone::Plain, job, None);
        }
        ui.add_space(size::SPACE_1);
    }
}

/// What was asked of a dialog whose work takes a while.
#[derive(Debug, Clone, Copy)]
pub struct JobAsked {
    /// Close it; the work goes on.
    pub close: bool,
    /// Stop the work.
    pub stop: bool,
    /// Begin it.
    pub go: bool,
}

/// The buttons of such a dialog: while it works it can be stopped, and not begun again.
pub fn job_buttons(ui: &mut Ui, go: Button<'_>, can: bool, job: Option<&str>) -> JobAsked {
    let works = job.is_some();
    let other = ui
        .add(Button::secondary(if works { "Stop" } else { "Cancel" }))
        .clicked();
    JobAsked {
        close: other && !works,
        stop: other && works,
        go: ui.add_enabled(can && !works, go.keys(CONFIRM)).clicked(),
    }
}

#[cfg(test)]
mod tests {
    use egui::accesskit::Role;

    use super::*;
    use crate::domain::fixture::Salon;
    use crate::ui::tests::stage::Screen;

    type Page = Screen<(BackUp, Option<&'static str>)>;

    fn page(job: Option<&'static str>) -> Page {
        let salon = Salon::at("Europe/Berlin", "2026-03-02T08:05");
        let new = |cx: &mut Context<'_>| (BackUp::new("/backups".into(), "No backup yet".to_owned(), cx), job);
        Screen::new(salon, new, |(dialog, job), ui, cx| {
            dialog.show(ui.ctx(), cx, *job);
        })
    }

    #[test]
    fn a_backup_is_offered_a_name_of_its_own_and_written_where_it_is_said() {
        let mut page = page(None);
        assert_eq!(page.text("File"), "/backups/salon-mara-2026-03-02-0805.chairtime");
        page.check_names();
        page.picture("backup");
        page.write("File", "/usb/copy.chairtime");
        page.click(Role::Button, "Back up");
        let acts = page.acts();
        let wanted = PathBuf::from("/usb/copy.chairtime");
        assert!(
            matches!(acts.as_slice(), [Act::WriteBackup { to }] if *to == wanted),
            "{acts:?}"
        );
    }

    #[test]
    fn while_it_is_written_it_says_how_far_it_is_and_can_only_be_stopped() {
        let mut page = page(Some("Backing up, 45 %"));
        assert!(
            page.names(Role::Status).contains(&"Backing up, 45 %".to_owned()),
            "{:?}",
            page.names(Role::Status)
        );
        page.picture("backup-works");
        page.click(Role::Button, "Back up");
        assert!(page.acts().is_empty());
        page.click(Role::Button, "Stop");
        assert!(matches!(page.acts().as_slice(), [Act::StopJob]));
    }
}
