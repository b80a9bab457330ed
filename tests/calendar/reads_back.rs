//! Whether calendars show of an export exactly the visits of the book: the strict reader of our own, the icalendar crate, and
//! where they are there three programs of others.

use chairtime::domain::Book;
use chairtime::domain::rows::Visit;
use chairtime::domain::values::VisitState;
use chairtime::exchange::ics::{Options, Selection, export};
use chairtime::time::Instant;

use crate::strict;
use crate::support::{Calendar, Readers, difference};

/// The instant up to which the book says which visits there are: series without an end go on in the calendar.
pub fn limit(book: &Book, selection: Selection) -> Instant {
    let series: Vec<_> = selection.series(book).collect();
    let ends = series.iter().filter_map(|series| series.materialized_until);
    let open = series
        .iter()
        .flat_map(|series| book.chapters().of(series.id))
        .any(|chapter| chapter.until_day.is_none() && chapter.visits.is_none());
    match ends.min().filter(|_| open) {
        Some(last) => book.zone().resolve((last + 1).midnight()).instant(),
        None => "2050-01-01T00:00:00Z".parse().expect("an instant"),
    }
}

/// The visits that stand in the book.
pub fn standing<'b>(book: &'b Book, takes: impl Fn(&Visit) -> bool + 'b) -> impl Iterator<Item = &'b Visit> {
    let all = book.visits().all().map(AsRef::as_ref);
    all.filter(move |visit| visit.state == VisitState::Stable && takes(visit))
}

/// The file has these visits of the book in every reader; gives the file.
#[track_caller]
pub fn check(
    book: &Book,
    now: Instant,
    (selection, options): (Selection, Options),
    takes: impl Fn(&Visit) -> bool,
) -> String {
    let mut out = Vec::new();
    let exported = export(book, selection, options, now, &mut out).expect("an export");
    let file = String::from_utf8(out).expect("UTF-8");
    let limit = limit(book, selection);
    let seen = |visit: &Visit| {
        if options.blocked_span {
            visit.blocked()
        } else {
            visit.span()
        }
    };
    let seconds = |visit: &Visit| (seen(visit).from.seconds(), seen(visit).to.seconds());
    let mut expected: Vec<(i64, i64)> = standing(book, &takes)
        .filter(|visit| seen(visit).from < limit)
        .map(seconds)
        .collect();
    expected.sort_unstable();
    assert_eq!(exported.visits, standing(book, &takes).count());

    let found = strict::visits(&strict::read(file.as_bytes()), limit);
    if let Some(difference) = difference(&expected, &found) {
        panic!("the strict reader {difference}\n{file}");
    }
    let calendar: icalendar::Calendar = file.parse().unwrap_or_else(|error| panic!("{error}\n{file}"));
    let events = file.matches("BEGIN:VEVENT").count();
    assert_eq!(calendar.events().count(), events, "icalendar\n{file}");
    // Without the programs of others the strict reader still reads.
    if let Some(readers) = Readers::are_named().then(Readers::find).flatten() {
        readers.agree_on(&Calendar {
            what: "the salon".to_owned(),
            text: file.clone(),
            expected,
            until: chrono::DateTime::from_timestamp(limit.seconds(), 0).expect("a time"),
        });
    }
    file
}
