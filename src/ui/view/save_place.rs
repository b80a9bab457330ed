//! Where a file is to be written, or which is read: typed, or chosen in the system's own dialog.
//!
//! Where the system has no dialog, that is said, and the typed path counts.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, Wake, Waker};

use egui::Ui;
use rfd::{AsyncFileDialog, FileHandle};

use crate::ui::look::{Icon, Tone};
use crate::ui::widgets::{Button, TextField, notice};

/// A dialog of the system that answers faster than this was never shown.
const NEVER_SHOWN: f64 = 1.0;

/// What kind of file it is.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// What the system's dialog is called.
    pub title: &'static str,
    /// What the system calls such files.
    pub name: &'static str,
    /// How their names end.
    pub ending: &'static str,
    /// What stands below the field.
    pub help: &'static str,
}

/// The path, and the system's dialog while it is open.
pub struct SavePlace {
    path: String,
    /// Whether the path was written or chosen by the person.
    own_path: bool,
    folder: PathBuf,
    choosing: Option<Choosing>,
    none_there: bool,
    /// Whether the file is to be read, and is there already.
    reads: bool,
    /// What the person chose in the system's dialog.
    chosen: Option<PathBuf>,
}

/// The system's dialog while it is open.
struct Choosing {
    answer: Pin<Box<dyn Future<Output = Option<FileHandle>>>>,
    since: f64,
}

/// Wakes the window when the system's dialog has an answer.
struct Repaint(egui::Context);

impl Wake for Repaint {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}

impl SavePlace {
    /// A place in a folder, unless something else is said.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            path: String::new(),
            own_path: false,
            folder,
            choosing: None,
            none_there: false,
            reads: false,
            chosen: None,
        }
    }

    /// A file that is there, looked for in a folder first.
    pub fn to_read(folder: PathBuf) -> Self {
        Self {
            reads: true,
            ..Self::new(folder)
        }
    }

    /// Offers a file of this name, unless the person said one.
    pub fn suggest(&mut self, name: &str) {
        if !self.own_path {
            self.path = self.folder.join(name).display().to_string();
        }
    }

    /// The path; none while nothing is said, or the system's dialog is open.
    pub fn path(&self) -> Option<PathBuf> {
        let path = self.path.trim();
        (!path.is_empty() && self.choosing.is_none()).then(|| PathBuf::from(path))
    }

    /// Whether the path is as it was chosen in the system's dialog, which asks before a file is replaced.
    pub fn is_chosen(&self) -> bool {
        self.chosen.is_some() && self.chosen == self.path()
    }

    /// Takes the answer of the system's dialog, where there is one. `time` is that of the frames, in seconds.
    pub fn poll(&mut self, ctx: &egui::Context, time: f64) {
        let Some(choosing) = &mut self.choosing else { return };
        let waker = Waker::from(Arc::new(Repaint(ctx.clone())));
        let Poll::Ready(answer) = choosing
            .answer
            .as_mut()
            .poll(&mut std::task::Context::from_waker(&waker))
        else {
            return;
        };
        let took = time - choosing.since;
        self.choosing = None;
        match answer {
            Some(file) => {
                self.path = file.path().display().to_string();
                self.chosen = Some(PathBuf::from(&self.path));
                self.own_path = true;
                self.none_there = false;
            }
            None => self.none_there = took < NEVER_SHOWN,
        }
    }

    /// Draws the field and the button that opens the system's dialog.
    pub fn show(&mut self, ui: &mut Ui, kind: FileKind) {
        let field = TextField::new("File", &mut self.path)
            .help(kind.help)
            .width(f32::INFINITY)
            .show(ui);
        self.own_path |= field.changed();
        if self.none_there {
            notice(
                ui,
                Tone::Plain,
                "This system has no dialog for files. Write the place of the file above",
                None,
            );
        }
        let choose = if self.reads {
            "Choose a file…"
        } else {
            "Choose the place…"
        };
        let browse = Button::secondary(choose).icon(Icon::FolderOpen);
        if ui.add_enabled(self.choosing.is_none(), browse).clicked() {
            self.browse(ui.ctx(), kind);
        }
    }

    fn browse(&mut self, ctx: &egui::Context, kind: FileKind) {
        let path = PathBuf::from(self.path.trim());
        let mut dialog = AsyncFileDialog::new()
            .set_title(kind.title)
            .add_filter(kind.name, &[kind.ending])
            .set_directory(path.parent().unwrap_or(&self.folder));
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        self.none_there = false;
        self.choosing = Some(Choosing {
            answer: if self.reads {
                Box::pin(dialog.pick_file())
            } else {
                Box::pin(dialog.save_file())
            },
            since: ctx.input(|input| input.time),
        });
        ctx.request_repaint();
    }
}

/// A name for a file in letters that every system takes, without its ending; nothing where none is left.
pub fn plain_name(name: &str) -> Option<String> {
    let plain: String = crate::domain::find::fold(name)
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    Some(parts.join("-")).filter(|name| !name.is_empty())
}
