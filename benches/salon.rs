//! How long a receptionist waits in a large salon: 25 staff, 5,000 clients, 3,000 standing appointments, a quarter of a
//! million visits. The preview of a series with its conflict check, making it, opening the file, and a frame of the week.
//!
//! Figures are medians of what the processor does in one thread; SQLite's syncs are told apart. `cargo bench --bench salon`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench ends where something is wrong, and prints its figures"
)]

use std::hint::black_box;
use std::time::Duration;

use chairtime::desk::{Desk, Handle, Mode};
use chairtime::domain::request::{self, Purpose};
use chairtime::domain::{Book, Command, Moment, decide, preview};
use chairtime::time::{FixedClock, Instant, Zone};
use chairtime::ui::{App, Launch};
use serde_json::{Value, json};

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.chairtime");
    let now: Instant = "2026-03-02T08:00:00.000Z".parse().unwrap();
    let open = || Desk::open(&file, Mode::Write, Box::new(FixedClock(now)), "bench").unwrap();

    let mut desk = open();
    let (made, _) = timed(|| desk.large_shop(&mut |_, _| {}).unwrap());
    drop(desk);
    println!(
        "the large shop is made in {made:.1?}, {} MB",
        std::fs::metadata(&file).unwrap().len() / 1_000_000
    );
    let (opened, mut desk) = timed(open);
    println!(
        "opened in {opened:.1?}: {} visits loaded of what lies 60 days back and to come",
        desk.book().visits().len()
    );

    let book = desk.book().clone();
    let draft = request::read(&book, &weekly(&book, 104), Purpose::Standing, true).unwrap();
    let command = Command::CreateSeries(Box::new(draft));
    let mut seed = 0;
    let mut moment = || {
        seed += 1;
        Moment::new(now, seed)
    };
    let plan = preview(&book, &command, &mut moment()).unwrap();
    let clashes: usize = plan.lines.iter().map(|line| line.conflicts.len()).sum();
    println!(
        "a weekly series over two years: {} dates, {clashes} clashes",
        plan.dates()
    );
    report(
        "preview, with the conflict check",
        5.0,
        median(50, || preview(&book, &command, &mut moment())),
    );
    report(
        "deciding it",
        2.0,
        median(50, || decide(&book, &command, &mut moment())),
    );
    let decided = decide(&book, &command, &mut moment()).unwrap();
    let applied = median(50, || {
        let mut next = book.clone();
        decided.change.edits.iter().for_each(|edit| next.apply(edit).unwrap());
        next
    });
    report("the same to the book", 1.0, applied);
    let saved = median(20, || {
        desk.carry_out(&command).unwrap();
        desk.undo().unwrap()
    });
    println!("  {saved:>8.2?}  made and undone, on the disk, with SQLite's syncs");
    drop(desk);

    frames(&file, now);
}

/// A weekly series for a new client, with whoever is there.
fn weekly(book: &Book, dates: u32) -> Value {
    let staff = book.staff().live().next().unwrap();
    let location = book.locations().live().next().unwrap();
    let service = book.services().live().find(|service| staff.does(service.id)).unwrap();
    json!({
        "client": { "surname": "Benchmark" }, "location": location.uuid.to_string(),
        "services": [{ "id": service.uuid.to_string() }], "frequency": "weekly", "start_date": "2026-03-03",
        "visits": dates, "time": "10:00", "staff": staff.uuid.to_string(), "conflicts": "keep", "closed_days": "keep",
    })
}

/// The week of the whole shop, frame by frame, as a screen reader would have it too.
fn frames(file: &std::path::Path, now: Instant) {
    let (path, fixed) = (file.to_owned(), FixedClock(now));
    let desk = Handle::open(move || Desk::open(&path, Mode::Write, Box::new(fixed), "bench"), || {}).unwrap();
    let mut app = App::new(Launch {
        desk,
        clock: Box::new(FixedClock(now)),
        zone: Zone::UTC,
        folder: file.into(),
    });
    let ctx = egui::Context::default();
    chairtime::ui::look::install(&ctx);
    ctx.enable_accesskit();
    let mut frame = |events: Vec<egui::Event>| {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1_600.0, 1_000.0));
        let input = egui::RawInput {
            screen_rect: Some(screen),
            events,
            focused: true,
            ..egui::RawInput::default()
        };
        app.logic(&ctx);
        let (took, mut output) = timed(|| ctx.run_ui(input, |ui| app.show(ui)));
        let named = output.platform_output.accesskit_update.take().map_or(0, |update| {
            update
                .nodes
                .iter()
                .filter(|(_, node)| node.label().is_some_and(|label| label.contains(", with ")))
                .count()
        });
        output.textures_delta.clear();
        let (tessellating, _) = timed(|| black_box(ctx.tessellate(output.shapes, output.pixels_per_point)));
        (took, tessellating, named)
    };
    while frame(Vec::new()).2 == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let key = |pressed| egui::Event::Key {
        key: egui::Key::W,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    frame(vec![key(true)]);
    frame(vec![key(false)]);
    for _ in 0..5 {
        frame(Vec::new());
    }
    let mut runs: Vec<(Duration, Duration, usize)> = (0..60).map(|_| frame(Vec::new())).collect();
    runs.sort();
    let (took, tessellating, blocks) = runs[runs.len() / 2];
    report(&format!("a frame of the week with {blocks} visits named"), 2.0, took);
    println!("  {tessellating:>8.2?}  its tessellation");
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    #[allow(clippy::disallowed_methods, reason = "a bench measures the time that passes")]
    let start = std::time::Instant::now();
    let done = work();
    (start.elapsed(), done)
}

fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| timed(|| black_box(work())).0).collect();
    times.sort();
    times[runs / 2]
}

fn report(what: &str, bound: f64, took: Duration) {
    let ms = took.as_secs_f64() * 1_000.0;
    println!(
        "  {took:>8.2?}  {what} ({:.0} % of its bound of {bound} ms)",
        ms / bound * 100.0
    );
}
