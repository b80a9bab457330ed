//! How long a receptionist waits in a large salon: 25 staff, 5,000 clients, 3,000 standing appointments, a quarter of a
//! million visits. Opening the file, the preview of a series with its conflict check, making and changing it, every other
//! change, a day change, finding a place, a frame of the week of everybody; clashes among a million visits beside a join in
//! SQL, and what the journal keeps.
//!
//! Figures are medians of what the processor does in one thread; SQLite's syncs are told apart, by the same work on a file
//! in memory. `cargo bench --bench salon`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench ends where something is wrong, and prints its figures"
)]

mod changes;
mod clashes;
mod journal;
mod measure;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chairtime::desk::{Desk, Handle, Mode};
use chairtime::domain::change::Change;
use chairtime::domain::request::{self, DraftNow, Purpose, draft_of};
use chairtime::domain::rows::Staff;
use chairtime::domain::schedule::Problems;
use chairtime::domain::{Book, Command, EditHow, Moment, decide, free, preview};
use chairtime::time::{Civil, FixedClock, Instant, Minutes, Zone};
use chairtime::ui::{App, Launch};
use egui::accesskit::{Action, ActionRequest, NodeId, TreeId};
use measure::{median, report, timed};
use serde_json::{Value, json};

/// Where Linux keeps files in memory.
const IN_MEMORY: &str = "/dev/shm";

/// Names the file of which only the journal is measured.
const JOURNAL_OF: &str = "CHAIRTIME_JOURNAL_OF";

/// So many visits more make 500 of the week that is drawn.
const FURTHER: usize = 30;

fn main() {
    let now: Instant = "2026-03-02T08:00:00.000Z".parse().unwrap();
    if let Some(file) = std::env::var_os(JOURNAL_OF) {
        return journal::sizes(Path::new(&file), now + Minutes::new(1));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.chairtime");

    let (made, _) = timed(|| open(&file, now).large_shop(&mut |_, _| {}).unwrap());
    println!(
        "the large shop is made in {made:.1?}, {} MB",
        std::fs::metadata(&file).unwrap().len() / 1_000_000
    );
    // In a process of its own, as memory that was needed before would hide what is needed for it.
    let copy = folder.path().join("copy.chairtime");
    std::fs::copy(&file, &copy).unwrap();
    let mut own = std::process::Command::new(std::env::current_exe().unwrap());
    assert!(own.env(JOURNAL_OF, &copy).status().unwrap().success());
    let (opened, desk) = timed(|| open(&file, now));
    println!(
        "opened in {opened:.1?}: {} visits loaded of what lies 60 days back and to come",
        desk.book().visits().len()
    );
    let two_years = weekly(desk.book(), 0, 104);
    deciding(desk.book(), &two_years, now);
    finding_a_place(desk.book(), now);
    changes::previews(desk.book(), now);
    clashes::among_a_million(desk.book(), now);
    drop(desk);

    // A minute later, as names go by time.
    let later = now + Minutes::new(1);
    let on_disk = creating(&mut open(&file, later), &two_years);
    if Path::new(IN_MEMORY).is_dir() {
        let memory = tempfile::tempdir_in(IN_MEMORY).unwrap();
        let copy = memory.path().join("salon.chairtime");
        std::fs::copy(&file, &copy).unwrap();
        let in_memory = creating(&mut open(&copy, later), &two_years);
        report("making it, in the file and in the book", 2.0, in_memory);
        println!("  {:>8.2?}  syncs of that", on_disk.saturating_sub(in_memory));
    } else {
        println!("  {on_disk:>8.2?}  making it, in the file and in the book, with the syncs of the disk");
    }
    let mut desk = open(&file, later);
    for staff in 0..FURTHER {
        let command = weekly(desk.book(), staff, 2);
        desk.carry_out(&command).unwrap();
    }
    drop(desk);
    frames(&file, now);
}

fn open(file: &Path, now: Instant) -> Desk {
    Desk::open(file, Mode::Write, Box::new(FixedClock(now)), "bench").unwrap()
}

/// A weekly series for a new client with one of the staff: from Tuesday, Wednesday, Thursday or Friday on.
fn weekly(book: &Book, staff: usize, visits: u32) -> Command {
    let day = 3 + staff % 4;
    let location = book.locations().live().next().unwrap();
    let works_there = |person: &&Arc<Staff>| person.hours.iter().any(|hours| hours.location_id == location.id);
    let all: Vec<_> = book.staff().live().filter(works_there).collect();
    let staff = all[staff % all.len()];
    let service = book.services().live().find(|service| staff.does(service.id)).unwrap();
    let request = json!({
        "client": { "surname": "Benchmark" }, "location": location.uuid.to_string(),
        "services": [{ "id": service.uuid.to_string() }], "frequency": "weekly",
        "start_date": format!("2026-03-{day:02}"), "visits": visits, "time": "10:00", "staff": staff.uuid.to_string(),
        "conflicts": "keep", "closed_days": "keep",
    });
    let draft = request::read(book, &request, Purpose::Standing, true).unwrap();
    Command::CreateSeries(Box::new(draft))
}

/// What the salon thinks, without a file.
fn deciding(book: &Book, two_years: &Command, now: Instant) {
    let plan = preview(book, two_years, &mut Moment::new(now, 1)).unwrap();
    let clashes: usize = plan.lines.iter().map(|line| line.conflicts.len()).sum();
    println!(
        "a weekly series over two years: {} dates, {clashes} clashes",
        plan.dates()
    );
    let took = median(50, || preview(book, two_years, &mut Moment::new(now, 1)));
    report("preview, with the conflict check", 5.0, took);
    let decided = |book: &Book, command: &Command| decide(book, command, &mut Moment::new(now, 1)).unwrap();
    report("deciding it", 2.0, median(50, || decided(book, two_years)));
    let change = decided(book, two_years).change;
    report("the same to the book", 1.0, median(50, || applied(book, &change)));

    let with = applied(book, &change);
    let all = Problems::of(book, now);
    let count = all.to_come(now).len();
    let took = median(5, || Problems::of(book, now));
    report(
        &format!("problems over all dates to come, {count} of them"),
        200.0,
        took,
    );
    let follow = || {
        let mut problems = all.clone();
        problems.follow(&with, now);
        problems
    };
    report("problems after that change", 10.0, median(20, follow));
    let series = with.series().all().next_back().unwrap().id;
    let visit = with.visits().of(series).nth(50).unwrap();
    let edit = |request: Value| {
        let now = DraftNow(draft_of(&with, series).unwrap());
        let draft = request::read(&with, &request, Purpose::Edit(&now), true).unwrap();
        Command::EditSeries {
            series,
            draft: Box::new(draft),
            reason: String::new(),
            how: EditHow::default(),
        }
    };
    let moved = Command::MoveVisit {
        visit: visit.id,
        to: visit.start() + Minutes::hours(3),
        staff: None,
        minutes: None,
        keep_conflicts: true,
    };
    let cancelled = Command::CancelSeries {
        series,
        from: None,
        reason: String::new(),
    };
    for (what, bound, command) in [
        (
            "deciding another time for all of them",
            5.0,
            edit(json!({ "time": "11:00" })),
        ),
        ("another note", 2.0, edit(json!({ "note": "window seat" }))),
        ("one of them moved", 2.0, moved),
        ("all of them cancelled", 2.0, cancelled),
    ] {
        report(what, bound, median(50, || decided(&with, &command)));
    }
    let tomorrow: Instant = "2026-03-03T08:00:00.000Z".parse().unwrap();
    let topped_up = || decide(book, &Command::TopUp, &mut Moment::new(tomorrow, 1)).unwrap();
    report("every series without an end a day farther", 50.0, median(20, topped_up));
}

/// When a weekly cut has a place with any of 25 stylists: 7 days by 48 half hours by 52 weeks.
fn finding_a_place(book: &Book, now: Instant) {
    let from: Civil = "2026-03-02T00:00".parse().unwrap();
    let location = book.locations().live().next().unwrap();
    let stylists = book.staff().live().filter(|person| person.works_at(location.id));
    let drafts: Vec<_> = stylists
        .filter_map(|person| {
            let service = book.services().live().find(|service| person.does(service.id))?;
            let request = json!({
                "location": location.uuid.to_string(), "services": [{ "id": service.uuid.to_string() }],
                "frequency": "weekly", "start_date": "2026-03-02", "time": "00:00", "staff": person.uuid.to_string(),
            });
            request::read(book, &request, Purpose::Standing, true).ok()
        })
        .collect();
    let drafts: Vec<_> = drafts.iter().cycle().take(25).cloned().collect();
    let took = median(20, || free(book, &drafts, from, Some(52), &mut Moment::new(now, 1)));
    report("where a weekly cut has a place, with 25 stylists", 50.0, took);
}

/// The book after a change.
fn applied(book: &Book, change: &Change) -> Book {
    let mut next = book.clone();
    change.edits.iter().for_each(|edit| next.apply(edit).unwrap());
    next.next_key = change.next_key;
    next
}

/// Making the series and taking it back, of which the first is timed.
fn creating(desk: &mut Desk, two_years: &Command) -> Duration {
    let mut times: Vec<Duration> = std::iter::repeat_with(|| {
        let (took, _) = timed(|| desk.carry_out(two_years).unwrap());
        desk.undo().unwrap();
        took
    })
    .take(31)
    .collect();
    times.sort();
    times[times.len() / 2]
}

/// A frame as it was drawn.
struct Drawn {
    took: Duration,
    tessellating: Duration,
    /// What a screen reader hears of it: the names, and whose.
    named: Vec<(String, NodeId)>,
}

impl Drawn {
    fn blocks(&self) -> usize {
        self.named.iter().filter(|(name, _)| name.contains(", with ")).count()
    }
}

/// The week of everybody, frame by frame, as a screen reader would have it too.
fn frames(file: &Path, now: Instant) {
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
        let nodes = output
            .platform_output
            .accesskit_update
            .take()
            .map(|update| update.nodes);
        let named = nodes.unwrap_or_default().into_iter();
        let named = named
            .filter_map(|(id, node)| Some((node.label()?.to_owned(), id)))
            .collect();
        output.textures_delta.clear();
        let (tessellating, _) = timed(|| black_box(ctx.tessellate(output.shapes, output.pixels_per_point)));
        Drawn {
            took,
            tessellating,
            named,
        }
    };
    while frame(Vec::new()).blocks() == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    for name in ["Week", "Whose week", "Everybody"] {
        // A list shows in the second frame.
        frame(Vec::new());
        let drawn = frame(Vec::new());
        let found = drawn.named.iter().find(|(found, _)| found == name);
        let (_, target_node) = found
            .ok_or_else(|| format!("no {name} among {:?}", drawn.named))
            .unwrap();
        let click = ActionRequest {
            action: Action::Click,
            target_tree: TreeId::ROOT,
            target_node: *target_node,
            data: None,
        };
        frame(vec![egui::Event::AccessKitActionRequest(click)]);
    }
    for _ in 0..5 {
        frame(Vec::new());
    }
    let mut runs: Vec<Drawn> = (0..60).map(|_| frame(Vec::new())).collect();
    runs.sort_by_key(|drawn| drawn.took);
    let drawn = &runs[runs.len() / 2];
    report(
        &format!("a frame of the week with {} visits named", drawn.blocks()),
        2.0,
        drawn.took,
    );
    println!("  {:>8.2?}  its tessellation", drawn.tessellating);
}
