#![cfg(test)]
//! What comes back: the salon's own calendars into its own book, into another one, and by way of other programs.

#[path = "../src/domain/fixture.rs"]
#[allow(dead_code, reason = "every test uses its part of the salon")]
mod fixture;

use chairtime::cli::shape;
use chairtime::domain::decide::{decide_import, foresee_import};
use chairtime::domain::demo::sample_shop;
use chairtime::domain::import::{Did, Import, Noted, Reason, Report};
use chairtime::domain::rows::*;
use chairtime::domain::values::{Changed, RemovedBy, VisitState};
use chairtime::domain::{Book, Change, Command, LineKind, Moment, decide, setup};
use chairtime::exchange::ics::{Options, Selection, export, read};
use chairtime::time::{Day, Zone};
use fixture::{Salon, read as typed};
use serde_json::{Value, json};

fn exported(book: &Book, moment: &Moment, selection: Selection, options: Options) -> String {
    let mut out = Vec::new();
    export(book, selection, options, moment.now, &mut out).expect("an export");
    String::from_utf8(out).expect("UTF-8")
}

fn import(file: &str, book: &Book) -> Import {
    Import {
        create_missing: true,
        ..read::read(file.as_bytes(), book.zone()).expect("a calendar")
    }
}

fn apply(book: &mut Book, change: &Change) {
    for edit in &change.edits {
        book.apply(edit).expect("an edit of this book");
    }
    book.next_key = change.next_key;
    book.revision += 1;
}

/// The sample shop on a Monday of 2026.
fn shop() -> (Book, Moment) {
    let zone: Zone = typed("Europe/Berlin");
    let mut moment = Moment::new(zone.resolve(typed("2026-03-02T08:00")).instant(), 7);
    let mut book = Book::default();
    book.loaded_from(Day::FIRST.year_month());
    let decided = sample_shop(&book, &mut moment).expect("the sample shop");
    apply(&mut book, &decided.change);
    (book, moment)
}

/// A shop with the same setup and no appointments.
fn empty_shop(of: &Book, moment: &mut Moment) -> Book {
    let mut book = Book::default();
    book.loaded_from(Day::FIRST.year_month());
    let draft = setup::read(&book, &setup::show(of)).expect("a setup document");
    let decided = decide(&book, &Command::SetUp(Box::new(draft)), moment).expect("a setup");
    apply(&mut book, &decided.change);
    book
}

/// What a person sees of all visits that stand in the book, by series.
fn seen(book: &Book) -> Vec<Value> {
    let standing = book.visits().all().filter(|visit| visit.state == VisitState::Stable);
    let mut seen: Vec<Value> = standing
        .map(|visit| {
            let mut value = shape::occurrence(book, visit);
            let fields = value.as_object_mut().unwrap();
            // Attendance and money do not travel in calendars.
            for booking in fields["bookings"].as_array_mut().unwrap() {
                for field in ["attendance", "late", "price", "payment"] {
                    booking.as_object_mut().unwrap().remove(field);
                }
            }
            value
        })
        .collect();
    seen.sort_by_key(ToString::to_string);
    seen
}

#[track_caller]
fn check_nothing_changes(book: &Book, moment: &Moment, file: &str) {
    let (report, then) = foresee_import(book, &import(file, book), &mut moment.clone()).expect("an import");
    let changed: Vec<_> = report.lines.iter().filter(|line| line.did != Did::Same).collect();
    assert!(
        changed.is_empty() && report.notes.is_empty(),
        "{changed:?} {:?}\n{file}",
        report.notes
    );
    assert_eq!(then.visits(), book.visits());
}

#[test]
fn every_series_of_the_sample_shop_comes_back_without_a_change() {
    let (book, moment) = shop();
    for series in book.series().live() {
        let file = exported(&book, &moment, Selection::Series(series.id), Options::default());
        check_nothing_changes(&book, &moment, &file);
    }
    let all_options = [
        Options::default(),
        Options {
            private: true,
            ..Options::default()
        },
        Options {
            expanded: true,
            ..Options::default()
        },
        Options {
            blocked_span: true,
            alarms: true,
            ..Options::default()
        },
    ];
    for options in all_options {
        check_nothing_changes(&book, &moment, &exported(&book, &moment, Selection::All, options));
        for staff in book.staff().live() {
            let file = exported(&book, &moment, Selection::Staff(staff.id), options);
            check_nothing_changes(&book, &moment, &file);
        }
    }
}

#[test]
fn the_sample_shop_comes_back_in_another_book_as_what_it_was() {
    let (book, mut moment) = shop();
    for options in [
        Options::default(),
        Options {
            blocked_span: true,
            ..Options::default()
        },
    ] {
        let file = exported(&book, &moment, Selection::All, options);
        let mut other = empty_shop(&book, &mut moment);
        let (decided, report) = decide_import(&other, &import(&file, &other), &mut moment).expect("an import");
        assert!(report.notes.is_empty(), "{:?}", report.notes);
        apply(&mut other, &decided.expect("a change").change);
        let (was, is) = (seen(&book), seen(&other));
        let only = |these: &[Value], those: &[Value]| -> Vec<Value> {
            these
                .iter()
                .filter(|one| {
                    those
                        .binary_search_by_key(&one.to_string(), ToString::to_string)
                        .is_err()
                })
                .cloned()
                .collect()
        };
        let (lost, invented) = (only(&was, &is), only(&is, &was));
        assert!(
            lost.is_empty() && invented.is_empty(),
            "{} lost: {:#?}, {} invented: {:#?}",
            lost.len(),
            lost.first(),
            invented.len(),
            invented.first()
        );
        assert_eq!(was.len(), is.len());
        // It is known there from now on, and goes out as it came.
        check_nothing_changes(&other, &moment, &file);
        check_nothing_changes(&other, &moment, &exported(&other, &moment, Selection::All, options));
    }
}

fn salon() -> (Salon, SeriesId) {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"));
    (salon, series)
}

/// Exports the salon, lets another program change the file, and takes it in.
#[track_caller]
fn changed_elsewhere(salon: &mut Salon, change: impl Fn(&str) -> String) -> Report {
    let file = exported(&salon.book, &salon.moment, Selection::All, Options::default());
    let changed = change(&file);
    assert_ne!(changed, file);
    taken(salon, &changed)
}

#[track_caller]
fn taken(salon: &mut Salon, file: &str) -> Report {
    let import = import(file, &salon.book);
    let (report, _) = foresee_import(&salon.book, &import, &mut salon.moment.clone()).expect("an import");
    if report.changes_anything() {
        salon.carry(&Command::Import(Box::new(import)));
    }
    report
}

/// A VEVENT that another program puts before the end of the file.
fn with_date(file: &str, of: &str, start: &str, end: &str) -> String {
    let uid = file.lines().find(|line| line.starts_with("UID:")).unwrap();
    let at = |name, time| format!("{name};TZID=Europe/Berlin:{time}\r\n");
    let date = [
        "BEGIN:VEVENT\r\n".to_owned(),
        format!("{uid}\r\nSEQUENCE:9\r\nSUMMARY:Anna Berg: Cut\r\n"),
        at("RECURRENCE-ID", of),
        at("DTSTART", start),
        at("DTEND", end),
        "END:VEVENT\r\nEND:VCALENDAR".to_owned(),
    ];
    file.replace("END:VCALENDAR", &date.concat())
}

fn without(file: &str, date: &str) -> String {
    let with = format!("EXDATE;TZID=Europe/Berlin:{date}\r\nRRULE:FREQ=WEEKLY");
    file.replacen("RRULE:FREQ=WEEKLY", &with, 1)
}

/// As programs give a calendar back that keep nothing they do not know.
fn without_ours(file: &str) -> String {
    let unfolded = file.replace("\r\n ", "");
    let lines = unfolded.lines().filter(|line| !line.starts_with("X-CHAIRTIME"));
    lines.map(|line| format!("{line}\r\n")).collect()
}

#[test]
fn a_date_that_was_moved_or_cancelled_elsewhere_is_moved_or_cancelled_here() {
    for lost in [false, true] {
        let (mut salon, series) = salon();
        let report = changed_elsewhere(&mut salon, |file| {
            let file = with_date(file, "20260310T100000", "20260311T120000", "20260311T123000");
            let file = without(&file, "20260317T100000");
            if lost { without_ours(&file) } else { file }
        });
        assert_eq!((report.count(Did::Updated), report.notes.len()), (1, 0), "{report:?}");
        let plan = &report.lines[0].plan;
        assert_eq!((plan.of(LineKind::Changed), plan.of(LineKind::Deleted)), (1, 1));
        let moved = salon.visit(series, "2026-03-10T10:00");
        assert_eq!((moved.start(), moved.minutes.count()), (typed("2026-03-11T12:00"), 30));
        assert_eq!(moved.changed, Changed::DATETIME.with(Changed::DURATION));
        assert_eq!(
            salon.visit(series, "2026-03-17T10:00").removed_by,
            Some(RemovedBy::Person)
        );
        assert_eq!(salon.visit(series, "2026-03-24T10:00").state, VisitState::Stable);
    }
}

#[test]
fn a_series_at_another_time_elsewhere_is_moved_visit_by_visit() {
    let (mut salon, series) = salon();
    salon.wait_until("2026-03-12T08:00");
    let report = changed_elsewhere(&mut salon, |file| {
        let file = file.replace(
            "DTSTART;TZID=Europe/Berlin:20260303T100000",
            "DTSTART;TZID=Europe/Berlin:20260303T110000",
        );
        file.replace(
            "DTEND;TZID=Europe/Berlin:20260303T104500",
            "DTEND;TZID=Europe/Berlin:20260303T114500",
        )
    });
    assert_eq!(report.lines[0].plan.of(LineKind::Changed), 50);
    assert_eq!(
        salon.visit(series, "2026-03-10T10:00").start(),
        typed("2026-03-10T10:00"),
        "it has begun"
    );
    assert_eq!(
        salon.visit(series, "2026-03-17T10:00").start(),
        typed("2026-03-17T11:00")
    );
}

#[test]
fn a_series_that_ends_earlier_elsewhere_loses_its_later_visits_here() {
    let (mut salon, series) = salon();
    let report = changed_elsewhere(&mut salon, |file| {
        file.replacen(
            "RRULE:FREQ=WEEKLY;BYDAY=TU",
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260331T080000Z",
            1,
        )
    });
    assert_eq!(report.lines[0].plan.of(LineKind::Deleted), 47);
    assert_eq!(salon.visit(series, "2026-03-31T10:00").state, VisitState::Stable);
    assert_eq!(salon.visit(series, "2026-04-07T10:00").state, VisitState::Removed);
}

#[test]
fn another_rule_elsewhere_is_refused_and_changes_nothing() {
    for lost in [false, true] {
        let (mut salon, _) = salon();
        let report = changed_elsewhere(&mut salon, |file| {
            let file = file.replacen("RRULE:FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=WEEKLY;BYDAY=WE", 1);
            if lost { without_ours(&file) } else { file }
        });
        let noted: Vec<_> = report.notes.iter().map(|note| &note.noted).collect();
        assert_eq!(noted, [&Noted::Refused(Reason::RuleChanged)]);
        assert!(!report.changes_anything());
    }
}

#[test]
fn an_old_export_does_not_take_back_what_was_done_since() {
    for lost in [false, true] {
        let (mut salon, series) = salon();
        let file = exported(&salon.book, &salon.moment, Selection::All, Options::default());
        salon.move_visit(series, "2026-03-10T10:00", "2026-03-12T15:00");
        salon.cancel_visit(series, "2026-03-17T10:00");
        let report = taken(&mut salon, &if lost { without_ours(&file) } else { file });
        assert!(!report.changes_anything(), "{report:?}");
        assert_eq!(
            salon.visit(series, "2026-03-10T10:00").start(),
            typed("2026-03-12T15:00")
        );
        assert_eq!(salon.visit(series, "2026-03-17T10:00").state, VisitState::Removed);
    }
}

#[test]
fn single_appointments_are_moved_and_cancelled_too() {
    let (mut salon, _) = salon();
    let mut draft = salon.draft("FREQ=DAILY", "2026-04-08", "14:00");
    draft.rule = None;
    let single = salon.create(draft);
    let one = |salon: &Salon| {
        exported(
            &salon.book,
            &salon.moment,
            Selection::Series(single),
            Options::default(),
        )
    };
    let file = one(&salon).replace("Berlin:20260408T14", "Berlin:20260409T15");
    taken(&mut salon, &file);
    assert_eq!(
        salon.visit(single, "2026-04-08T14:00").start(),
        typed("2026-04-09T15:00")
    );
    let file = one(&salon).replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY");
    taken(&mut salon, &file);
    assert_eq!(salon.visit(single, "2026-04-08T14:00").state, VisitState::Removed);
}

#[test]
fn what_differs_from_the_series_comes_back_in_another_book() {
    let (mut salon, series) = salon();
    salon.move_visit(series, "2026-03-10T10:00", "2026-03-12T15:00");
    salon.cancel_visit(series, "2026-03-17T10:00");
    let bo = salon.bo;
    let visit = salon.visit(series, "2026-03-24T10:00").id;
    let command = Command::MoveVisit {
        visit,
        to: typed("2026-03-24T10:00"),
        staff: Some(bo),
        minutes: None,
        keep_conflicts: true,
    };
    salon.carry(&command);
    salon.change::<Visit>(salon.visit(series, "2026-03-31T10:00").id, |visit| {
        visit.note = "bring the bill".to_owned();
        visit.changed = Changed::NOTE;
    });
    let file = exported(&salon.book, &salon.moment, Selection::All, Options::default());
    let mut moment = salon.moment.clone();
    let mut other = empty_shop(&salon.book, &mut moment);
    let (decided, report) = decide_import(&other, &import(&file, &other), &mut moment).expect("an import");
    assert_eq!(report.notes, []);
    apply(&mut other, &decided.unwrap().change);
    assert_eq!(json!(seen(&other)), json!(seen(&salon.book)));
    // Without the catalogue it needs, nothing comes, and that is told.
    let mut strange = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    strange.change::<Client>(strange.anna, |client| client.surname = "Other".to_owned());
    let known_only = read::read(file.as_bytes(), strange.book.zone()).unwrap();
    let (report, _) = foresee_import(&strange.book, &known_only, &mut strange.moment.clone()).unwrap();
    assert_eq!((report.refused(), report.changes_anything()), (1, false), "{report:?}");
}

#[test]
fn what_means_nothing_here_goes_out_again_as_it_came() {
    let long = format!("X-FOREIGN;X-NOTE=\"a;b\":{}", "ü".repeat(90));
    let came = [
        "TRANSP:TRANSPARENT",
        "URL:https://example.com/?a=1,2",
        "COLOR:teal",
        &long,
    ];
    let file = [
        "BEGIN:VEVENT\r\nUID:theirs\r\nDTSTART;TZID=Europe/Berlin:20260303T100000\r\nDURATION:PT45M\r\n",
        "RRULE:FREQ=WEEKLY;COUNT=4\r\nSUMMARY:Anna Berg: Cut\r\nEXRULE:FREQ=MONTHLY\r\nREQUEST-STATUS:2.0;Success\r\n",
        &came.map(|line| format!("{line}\r\n")).concat(),
        "END:VEVENT\r\n",
    ]
    .concat();
    let (mut salon, _) = salon();
    taken(&mut salon, &file);
    let unfolded = |options| exported(&salon.book, &salon.moment, Selection::All, options).replace("\r\n ", "");
    let out = unfolded(Options::default());
    for line in came {
        assert_eq!(out.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line}\n{out}");
    }
    assert!(!out.contains("EXRULE") && !out.contains("REQUEST-STATUS"), "{out}");
    let private = unfolded(Options {
        private: true,
        ..Options::default()
    });
    assert!(!private.contains("example.com"), "{private}");
    check_nothing_changes(&salon.book, &salon.moment, &out);
    // By way of our own calendar it comes into another book, too.
    let mut moment = salon.moment.clone();
    let mut other = empty_shop(&salon.book, &mut moment);
    let (decided, _) = decide_import(&other, &import(&out, &other), &mut moment).expect("an import");
    apply(&mut other, &decided.unwrap().change);
    let again = exported(&other, &moment, Selection::All, Options::default());
    assert!(again.replace("\r\n ", "").contains(came[1]), "{again}");
}
