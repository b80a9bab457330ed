//! Taking any calendar in: the reading ends, what comes of it is told, and what came goes out again and comes back as it is.

use chairtime::domain::decide::foresee_import;
use chairtime::domain::import::{Did, Import};
use chairtime::domain::rows::*;
use chairtime::domain::{Book, Command, Moment, decide, setup};
use chairtime::exchange::ics::{Options, Selection, export, read};
use chairtime::time::{Day, Zone};
use serde_json::json;

/// The most visits of a series.
const MOST_VISITS: usize = 1_040;
/// What goes out and comes back is looked at up to so many visits.
const MOST_LOOKED_AT: usize = 300;

/// A salon that has a chair and a stylist, and no appointment.
pub fn salon() -> (Book, Moment) {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let now = zone.resolve("2026-03-01T08:00".parse().unwrap()).instant();
    let mut moment = Moment::new(now, 1);
    let mut book = Book::default();
    book.loaded_from(Day::FIRST.year_month());
    let document = json!({
        "business": { "name": "Salon", "currency": "EUR", "time_zone": "Europe/Berlin" },
        "locations": [{ "name": "Main Street", "time_zone": "Europe/Berlin" }],
        "staff": [{ "given_name": "Ann" }],
        "services": [{ "name": "Cut", "cost": "35.00", "duration": "PT45M" }],
    });
    let draft = setup::read(&book, &document).unwrap();
    let decided = decide(&book, &Command::SetUp(Box::new(draft)), &mut moment).unwrap();
    for edit in &decided.change.edits {
        book.apply(edit).unwrap();
    }
    book.next_key = decided.change.next_key;
    (book, moment)
}

thread_local! {
    static SALON: (Book, Moment) = salon();
}

/// Takes any bytes in.
pub fn look(data: &[u8]) {
    SALON.with(|(book, moment)| look_in(book, moment, data));
}

fn look_in(book: &Book, moment: &Moment, data: &[u8]) {
    let Some((import, components)) = taken(book, data) else {
        return;
    };
    let notes = &import.notes;
    assert!(notes.is_sorted_by_key(|note| note.line), "{notes:?}");
    assert!(import.incoming.len() <= components, "{components} components");
    let (report, then) = foresee_import(book, &import, &mut moment.clone()).unwrap();
    let told: usize = report.lines.iter().map(|line| line.plan.lines.len()).sum();
    assert_eq!(told, then.visits().len(), "all that comes is told");
    let standing = then.visits().all().filter(|visit| visit.is_busy()).count();
    assert!(standing <= MOST_VISITS * report.lines.len(), "{standing} visits");
    if told > MOST_LOOKED_AT {
        return;
    }
    let mut file = Vec::new();
    let all: Vec<SeriesId> = then.series().live().map(|series| series.id).collect();
    export(&then, Selection::All, Options::default(), moment.now, &mut file).unwrap();
    let (again, _) = taken(&then, &file).unwrap();
    let (report, _) = foresee_import(&then, &again, &mut moment.clone()).unwrap();
    let changed: Vec<_> = report.lines.iter().filter(|line| line.did != Did::Same).collect();
    assert!(
        changed.is_empty() && report.notes.is_empty(),
        "{} series: {changed:#?} {:#?}\n{}",
        all.len(),
        report.notes,
        String::from_utf8_lossy(&file)
    );
}

/// What a file holds, and how many components it has.
fn taken(book: &Book, data: &[u8]) -> Option<(Import, usize)> {
    let import = read::read(data, book.zone()).ok()?;
    let components = data
        .windows(6)
        .filter(|word| word.eq_ignore_ascii_case(b"BEGIN:"))
        .count();
    let import = Import {
        create_missing: true,
        ..import
    };
    Some((import, components.max(1)))
}
