//! Opens the window: its size, its icon, its renderer, and the desk behind it.

use std::path::PathBuf;

use egui::ViewportBuilder;

use super::app::{App, Launch};
use super::look;
use crate::desk::{Desk, Failure, Handle};
use crate::time::{Clock, Zone};

/// What the window needs to open.
pub struct Opening {
    /// Opens the salon file; called on the desk's own thread, while the window already shows.
    pub desk: Box<dyn FnOnce() -> Result<Desk, Failure> + Send>,
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// Where exports go unless something else is said.
    pub folder: PathBuf,
}

/// No window can be opened: there is no display, or it cannot be drawn on.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoWindow(String);

/// Runs the window until it is closed.
///
/// # Errors
/// [`NoWindow`], with what the system says.
pub fn run(opening: Opening) -> Result<(), NoWindow> {
    let mut viewport = ViewportBuilder::default()
        .with_title("Chairtime")
        .with_app_id("chairtime")
        .with_inner_size([1280.0, 720.0])
        .with_min_inner_size([960.0, 600.0]);
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icons/chairtime-128.png"));
    match icon {
        Ok(icon) => viewport = viewport.with_icon(icon),
        Err(error) => log::error!("the icon cannot be read: {error}"),
    }
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let create = move |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        look::install(&creation.egui_ctx);
        // Asked for here, as the window is there by now: before that, X11 forgets it.
        creation
            .egui_ctx
            .send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        let ctx = creation.egui_ctx.clone();
        let desk = Handle::open(opening.desk, move || ctx.request_repaint())?;
        let launch = Launch {
            desk,
            clock: opening.clock,
            zone: Zone::of_system(),
            folder: opening.folder,
        };
        Ok(Box::new(App::new(launch)))
    };
    eframe::run_native("chairtime", options, Box::new(create)).map_err(|error| {
        NoWindow(match error {
            // The system's own words name a line of a library.
            eframe::Error::WinitEventLoop(_) => "the display cannot be reached".to_owned(),
            other => other.to_string(),
        })
    })
}
