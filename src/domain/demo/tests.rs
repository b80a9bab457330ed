//! The demo shops are believable, the same every time, and there for every day of the year.

use std::collections::BTreeSet;

use super::*;
use crate::domain::rows::{StaffId, Visit};
use crate::domain::schedule::open_conflicts;
use crate::domain::values::*;
use crate::recurrence::Preset;
use crate::time::{Instant, Minutes, Weekday};

fn at(now: &str) -> Instant {
    catalogue::zone().resolve(now.parse().unwrap()).instant()
}

fn apply(book: &mut Book, decided: &Decided) {
    for edit in &decided.change.edits {
        book.apply(edit).unwrap();
    }
    book.next_key = decided.change.next_key;
}

/// A salon file in which nothing is yet, as it is loaded.
fn empty() -> Book {
    let mut book = Book::default();
    book.loaded_from(crate::time::Day::FIRST.year_month());
    book
}

fn made(now: &str) -> Book {
    let mut book = empty();
    let decided = sample_shop(&book, &mut Moment::new(at(now), 77)).unwrap();
    assert_eq!(decided.change.label, Label::SampleShop);
    apply(&mut book, &decided);
    book
}

/// How many busy visits clash with something that nobody accepted.
fn open_clashes(book: &Book) -> usize {
    let clashes = |visit: &&std::sync::Arc<Visit>| {
        let location = book.chapters().get(visit.chapter_id).unwrap().location_id;
        !open_conflicts(book, visit, location).is_empty()
    };
    book.visits()
        .all()
        .filter(|visit| visit.is_busy())
        .filter(clashes)
        .count()
}

#[test]
fn the_sample_shop_has_what_a_salon_has() {
    let book = made("2026-03-04T10:20");
    let standing = book
        .series()
        .all()
        .filter(|series| series.kind == SeriesKind::Standing)
        .count();
    assert_eq!(
        (book.locations().len(), book.staff().len(), book.services().len()),
        (2, 6, 14)
    );
    assert_eq!((book.clients().len(), standing), (120, 80));
    let zones: BTreeSet<&str> = book.locations().all().map(|location| location.zone.name()).collect();
    assert_eq!(zones.len(), 2);
    let rules = book
        .chapters()
        .all()
        .filter_map(|chapter| chapter.rule.as_ref()?.preset());
    let kinds: BTreeSet<&str> = rules
        .map(|preset| match preset {
            Preset::Daily { .. } => "daily",
            Preset::Weekly { every: 1, .. } => "weekly",
            Preset::Weekly { every: 2, .. } => "biweekly",
            Preset::Weekly { .. } => "every few weeks",
            Preset::SemimonthlyDays { .. } | Preset::SemimonthlyNth { .. } => "semimonthly",
            Preset::MonthlyDay { every: 3, .. } => "quarterly",
            Preset::MonthlyDay { .. } | Preset::MonthlyNth { .. } => "monthly",
            Preset::YearlyDay { .. } => "annually",
        })
        .collect();
    assert_eq!(kinds.len(), 8);
    let count = |is: &dyn Fn(&Visit) -> bool| book.visits().all().filter(|visit| is(visit)).count();
    assert!(count(&|visit| visit.state == VisitState::Failed) > 5);
    assert!(count(&|visit| visit.removed_by == Some(RemovedBy::Person)) > 10);
    assert!(count(&|visit| visit.changed.has(Changed::DATETIME)) > 10);
    assert!(count(&|visit| !visit.clashes.is_empty()) > 3);
    assert_eq!(open_clashes(&book), 0);
    // Nothing that is past waits for a word of what became of it.
    let now = at("2026-03-04T10:20");
    assert_eq!(
        count(&|visit| visit.is_busy() && visit.span().to <= now && !visit.has_outcome() && !visit.bookings.is_empty()),
        0
    );
}

#[test]
fn everybody_is_busy_this_week_and_nobody_all_the_time() {
    let book = made("2026-03-04T10:20");
    let monday = at("2026-03-02T00:00");
    let first = catalogue::zone().civil(monday).day.start_of_week(Weekday::Mon);
    for staff in book.staff().all() {
        let worked: Minutes = (0..7)
            .flat_map(|offset| book.calendar().on_days(&book, first + offset, first + offset))
            .filter(|visit| visit.is_busy() && visit.lead() == Some::<StaffId>(staff.id))
            .map(|visit| visit.minutes)
            .sum();
        let (least, most) = (Minutes::hours(15), Minutes::hours(42));
        assert!((least..most).contains(&worked), "{} works {worked}", staff.name());
    }
}

#[test]
fn the_sample_shop_is_the_same_every_time() {
    let now = at("2026-03-04T10:20");
    let change = |seed| sample_shop(&empty(), &mut Moment::new(now, seed)).unwrap().change;
    assert_eq!(change(1), change(2));
    let book = made("2026-03-04T10:20");
    let refused = sample_shop(&book, &mut Moment::new(now, 1)).unwrap_err();
    assert_eq!(refused, Refusal::NotEmpty.into());
}

#[test]
fn the_sample_shop_is_there_on_every_day() {
    for now in [
        "2024-02-29T23:59",
        "2026-10-25T02:30",
        "2026-12-31T00:00",
        "2027-03-28T03:00",
        "2030-05-05T12:00",
    ] {
        let book = made(now);
        assert_eq!((book.clients().len(), open_clashes(&book)), (120, 0), "{now}");
    }
}

/// The whole of it with `CHAIRTIME_LONG=1`, else its first steps.
#[test]
fn the_large_shop_has_five_years_of_visits() {
    let is_long = std::env::var_os("CHAIRTIME_LONG").is_some();
    let steps = if is_long { LARGE_STEPS } else { 3 };
    let mut book = empty();
    for step in 0..steps {
        let mut moment = Moment::new(at("2026-03-04T10:20"), 1);
        let decided = large_shop(&book, step, &mut moment).unwrap();
        apply(&mut book, &decided);
    }
    assert_eq!((book.staff().len(), book.clients().len()), (25, 5_000));
    assert_eq!(book.series().len(), (steps - 1) * 100);
    let accepted = book.visits().all().filter(|visit| !visit.clashes.is_empty()).count();
    assert_eq!(accepted, 0);
    if is_long {
        assert!(
            (240_000..260_000).contains(&book.visits().len()),
            "{} visits",
            book.visits().len()
        );
    }
}
