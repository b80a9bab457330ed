#![cfg(test)]
//! What Chairtime exports as iCalendar: a strict reader of our own, the icalendar crate, and where they are there three
//! programs of others find exactly the visits of the book.

#[path = "calendar/faults.rs"]
mod faults;
#[path = "../src/domain/fixture.rs"]
#[allow(dead_code, reason = "every test uses its part of the salon")]
mod fixture;
#[path = "calendar/planted.rs"]
mod planted;
#[path = "calendar/random.rs"]
mod random;
#[path = "calendar/reads_back.rs"]
mod reads_back;
#[path = "calendar/strict.rs"]
mod strict;
mod support;
#[path = "calendar/versions.rs"]
mod versions;

use chairtime::domain::draft::{SeriesDraft, SeriesEnd};
use chairtime::domain::rows::*;
use chairtime::domain::values::{Changed, VisitState};
use chairtime::domain::{Book, Command, EditHow};
use chairtime::exchange::ics::{ExportError, Exported, Options, Selection, export};
use chairtime::time::{Minutes, Weekday};
use fixture::{Salon, read};
use reads_back::standing;

/// A file as it is exported at the salon's moment.
#[track_caller]
fn exported(salon: &Salon, selection: Selection, options: Options) -> (String, Exported) {
    let mut out = Vec::new();
    let exported = export(&salon.book, selection, options, salon.moment.now, &mut out).expect("an export");
    (String::from_utf8(out).expect("UTF-8"), exported)
}

/// The file has these visits of the book in every reader; gives the file.
#[track_caller]
fn check_of(salon: &Salon, selection: Selection, options: Options, takes: impl Fn(&Visit) -> bool) -> String {
    reads_back::check(&salon.book, salon.moment.now, (selection, options), takes)
}

/// The whole salon's file has exactly the visits of its book.
#[track_caller]
fn check(salon: &Salon) -> String {
    check_of(salon, Selection::All, Options::default(), |_| true)
}

/// The values of a property of all visits in a file, in order; parameters stay with it.
fn lines<'f>(file: &'f str, name: &str) -> Vec<&'f str> {
    let events = file.split("BEGIN:VEVENT").skip(1).flat_map(str::lines);
    events.filter(|line| line.starts_with(name)).collect()
}

fn berlin() -> Salon {
    Salon::at("Europe/Berlin", "2026-03-01T08:00")
}

fn visits(draft: SeriesDraft, visits: u32) -> SeriesDraft {
    SeriesDraft {
        end: SeriesEnd::After(visits),
        ..draft
    }
}

/// One series from a rule, as a file that every reader reads rightly, with and without an end.
#[track_caller]
fn check_rule(zone: &str, rule: &str, start: &str, time: &str, count: u32) -> String {
    let mut endless = Salon::at(zone, "2026-03-01T08:00");
    endless.create(endless.draft(rule, start, time));
    check(&endless);
    let mut salon = Salon::at(zone, "2026-03-01T08:00");
    salon.create(visits(salon.draft(rule, start, time), count));
    check(&salon)
}

#[test]
fn all_seven_frequencies_come_back_as_they_stand() {
    for (rule, start, count) in [
        ("FREQ=DAILY", "2026-03-02", 60),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", 26),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "2026-03-01", 26),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-03-10", 24),
        ("FREQ=MONTHLY;BYMONTHDAY=12", "2026-03-10", 24),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2FR", "2026-03-10", 9),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=4", "2026-03-10", 8),
    ] {
        check_rule("Europe/Berlin", rule, start, "10:00", count);
    }
}

#[test]
fn month_ends_come_back_clamped_or_skipped() {
    for (rule, start) in [
        ("FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=29", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=30", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1", "2026-03-20"),
        ("FREQ=MONTHLY;BYMONTHDAY=16,-1", "2026-03-20"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1", "2026-05-29"),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-04-30"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2026-03-01"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-01"),
        ("FREQ=MONTHLY;BYDAY=2TU,4TU", "2026-03-01"),
        ("FREQ=MONTHLY;BYDAY=4TU,-1TU", "2026-03-01"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-01"),
    ] {
        check_rule(
            "America/New_York",
            rule,
            start,
            "17:30",
            if rule.starts_with("FREQ=Y") { 2 } else { 24 },
        );
    }
}

#[test]
fn the_clock_of_each_zone_is_kept() {
    for zone in [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Africa/Casablanca",
        "Asia/Jerusalem",
        "Europe/Dublin",
        "UTC",
    ] {
        check_rule(zone, "FREQ=WEEKLY;BYDAY=MO,SU", "2026-03-01", "09:00", 120);
        let mut endless = Salon::at(zone, "2026-03-01T08:00");
        let mut ended = endless.clone();
        // In the hour before the clocks change, in it, and over it.
        for time in ["00:30", "01:30", "02:00", "02:15", "02:30", "03:00", "23:30"] {
            for (rule, count) in [("FREQ=WEEKLY;BYDAY=SU", 60), ("FREQ=DAILY", 300)] {
                endless.create(endless.draft(rule, "2026-03-01", time));
                ended.create(visits(ended.draft(rule, "2026-03-01", time), count));
            }
        }
        check(&endless);
        check(&ended);
    }
}

#[test]
fn a_rule_never_gives_a_time_that_the_clock_skips_or_repeats() {
    let file = check_rule("Europe/Berlin", "FREQ=WEEKLY;BYDAY=SU", "2026-03-08", "02:30", 40);
    assert_eq!(
        lines(&file, "RRULE"),
        [
            "RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20260322T013000Z",
            "RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20261018T003000Z",
            "RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20261206T013000Z",
        ]
    );
    assert_eq!(
        lines(&file, "DTSTART"),
        [
            "DTSTART;TZID=Europe/Berlin:20260308T023000",
            "DTSTART;TZID=Europe/Berlin:20260405T023000",
            "DTSTART;TZID=Europe/Berlin:20261101T023000",
            // Half past two is skipped: it is at half past three; in autumn it is the first of two.
            "DTSTART;TZID=Europe/Berlin:20260329T033000",
            "DTSTART:20261025T003000Z",
        ]
    );
}

#[test]
fn years_with_other_laws_are_told_as_they_were() {
    for (zone, start) in [
        ("America/New_York", "2006-01-03"),
        ("America/Sao_Paulo", "2018-06-05"),
        ("Europe/Istanbul", "2015-01-06"),
        ("Africa/Cairo", "2022-06-07"),
    ] {
        let mut salon = Salon::at(zone, "2026-03-01T08:00");
        salon.create(visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", start, "10:00"), 150));
        check(&salon);
    }
}

#[test]
fn slots_of_the_same_time_are_one_rule_and_others_are_rules_of_their_own() {
    let mut salon = berlin();
    let mut draft = salon.draft("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "2026-03-01", "10:00");
    draft.slots = vec![
        salon.slot(Some(Weekday::Mon), "10:00", salon.ann),
        salon.slot(Some(Weekday::Wed), "15:00", salon.ann),
        salon.slot(Some(Weekday::Fri), "10:00", salon.ann),
    ];
    let series = salon.create(visits(draft, 30));
    assert_eq!(
        lines(&check(&salon), "RRULE"),
        [
            "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,FR;UNTIL=20260717T080000Z",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=WE;UNTIL=20260715T130000Z",
        ]
    );
    salon.move_visit(series, "2026-03-13T10:00", "2026-03-14T12:00");
    salon.cancel_visit(series, "2026-03-11T15:00");
    check(&salon);
    // Bo's day looks different, so that it is a rule of its own as well.
    let mut salon = berlin();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=MO,FR", "2026-03-01", "10:00");
    draft.slots = vec![
        salon.slot(Some(Weekday::Mon), "10:00", salon.ann),
        salon.slot(Some(Weekday::Fri), "10:00", salon.bo),
    ];
    salon.create(visits(draft, 10));
    assert_eq!(
        lines(&check(&salon), "DESCRIPTION"),
        ["DESCRIPTION:Ann", "DESCRIPTION:Bo"]
    );
    assert_eq!(
        lines(
            &check_of(&salon, Selection::Staff(salon.bo), Options::default(), |visit| visit
                .day
                .weekday()
                == Weekday::Fri),
            "RRULE"
        ),
        ["RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260403T080000Z"]
    );
}

/// A weekly series of ten Tuesdays, the first on 3 March 2026.
fn ten_tuesdays() -> (Salon, SeriesId) {
    let mut salon = berlin();
    let series = salon.create(visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"), 10));
    (salon, series)
}

#[test]
fn cancelled_visits_are_left_out_and_the_rule_begins_and_ends_with_a_visit() {
    let (mut salon, series) = ten_tuesdays();
    for day in ["03", "10", "24"] {
        salon.cancel_visit(series, &format!("2026-03-{day}T10:00"));
    }
    for day in ["2026-04-28", "2026-05-05"] {
        salon.cancel_visit(series, &format!("{day}T10:00"));
    }
    let file = check(&salon);
    assert_eq!(lines(&file, "DTSTART"), ["DTSTART;TZID=Europe/Berlin:20260317T100000"]);
    assert_eq!(
        lines(&file, "RRULE"),
        ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260421T080000Z"]
    );
    assert_eq!(lines(&file, "EXDATE"), ["EXDATE;TZID=Europe/Berlin:20260324T100000"]);
}

#[test]
fn a_moved_visit_is_told_in_place_where_it_stays_between_its_neighbours() {
    let (mut salon, series) = ten_tuesdays();
    salon.move_visit(series, "2026-03-03T10:00", "2026-03-03T16:00");
    salon.move_visit(series, "2026-03-17T10:00", "2026-03-19T09:30");
    let file = check(&salon);
    assert_eq!(lines(&file, "EXDATE"), [""; 0]);
    assert_eq!(
        lines(&file, "RECURRENCE-ID"),
        [
            "RECURRENCE-ID;TZID=Europe/Berlin:20260303T100000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260317T100000"
        ]
    );
    let uids = lines(&file, "UID");
    assert!(uids.iter().all(|uid| *uid == uids[0]), "{uids:?}");
}

#[test]
fn a_visit_that_is_moved_past_or_onto_its_neighbour_stands_by_itself() {
    for to in [
        "2026-03-24T12:00",
        "2026-03-26T12:00",
        "2026-03-10T12:00",
        "2026-03-02T12:00",
    ] {
        let (mut salon, series) = ten_tuesdays();
        salon.move_visit(series, "2026-03-17T10:00", to);
        let file = check(&salon);
        assert_eq!(lines(&file, "EXDATE"), ["EXDATE;TZID=Europe/Berlin:20260317T100000"]);
        assert_eq!(lines(&file, "RECURRENCE-ID"), [""; 0]);
        assert_eq!(
            lines(&file, "X-CHAIRTIME-ORIGINAL-START"),
            ["X-CHAIRTIME-ORIGINAL-START:20260317T100000"]
        );
        let uids = lines(&file, "UID");
        assert_eq!(uids[1], format!("{}-20260317T1000", uids[0]));
    }
    // Two that pass each other between their neighbours: the later one is by itself.
    let (mut salon, series) = ten_tuesdays();
    salon.move_visit(series, "2026-03-17T10:00", "2026-03-23T12:00");
    salon.move_visit(series, "2026-03-24T10:00", "2026-03-19T12:00");
    assert_eq!(
        lines(&check(&salon), "RECURRENCE-ID"),
        ["RECURRENCE-ID;TZID=Europe/Berlin:20260317T100000"]
    );
}

#[test]
fn the_first_and_the_last_visit_may_be_moved_far_away() {
    let (mut salon, series) = ten_tuesdays();
    salon.move_visit(series, "2026-03-03T10:00", "2026-02-20T10:00");
    salon.move_visit(series, "2026-05-05T10:00", "2026-07-01T10:00");
    check(&salon);
}

#[test]
fn what_differs_in_one_visit_is_told_there_alone() {
    let (mut salon, series) = ten_tuesdays();
    let longer = salon.visit(series, "2026-03-10T10:00").id;
    salon.carry(&Command::MoveVisit {
        visit: longer,
        to: read("2026-03-10T10:00"),
        staff: Some(salon.bo),
        minutes: Some(Minutes::hours(2)),
        keep_conflicts: true,
    });
    let other = salon.visit(series, "2026-03-24T10:00").id;
    let (colour, stretches) = (salon.colour, salon.line(salon.colour).stretches);
    salon.change::<Visit>(other, |visit| {
        visit.changed = visit.changed.with(Changed::SERVICES);
        visit.lines = vec![VisitLine {
            service_id: colour,
            visitor_id: None,
            staff_id: None,
            beside: false,
            offset: Minutes::ZERO,
            stretches,
            price: None,
        }];
    });
    let noted = salon.visit(series, "2026-03-31T10:00").id;
    salon.change::<Visit>(noted, |visit| visit.note = "Brings a photo, twice".to_owned());
    let file = check(&salon);
    assert_eq!(
        lines(&file, "SUMMARY"),
        [
            "SUMMARY:Anna Berg: Cut",
            "SUMMARY:Anna Berg: Cut",
            "SUMMARY:Anna Berg: Colour",
            "SUMMARY:Anna Berg: Cut"
        ]
    );
    assert_eq!(
        lines(&file, "DESCRIPTION"),
        [
            "DESCRIPTION:Ann",
            "DESCRIPTION:Bo",
            "DESCRIPTION:Ann",
            "DESCRIPTION:Ann\\nBrings a photo\\, twice"
        ]
    );
    let private = Options {
        private: true,
        ..Options::default()
    };
    let file = check_of(&salon, Selection::All, private, |_| true);
    assert!(!file.contains("Anna") && !file.contains("photo"), "{file}");
}

#[test]
fn a_service_of_every_other_visit_is_told_where_it_is() {
    let mut salon = berlin();
    let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00");
    draft.lines.push(chairtime::domain::draft::LineDraft {
        every_nth: 3,
        ..salon.line(salon.colour)
    });
    salon.create(visits(draft, 9));
    let file = check(&salon);
    assert_eq!(lines(&file, "RECURRENCE-ID").len(), 3);
    let with_colour = lines(&file, "SUMMARY")
        .iter()
        .filter(|summary| summary.ends_with("Cut\\, Colour"))
        .count();
    assert_eq!(with_colour, 3, "{file}");
}

#[test]
fn only_what_stands_is_seen() {
    let (mut salon, series) = ten_tuesdays();
    for (day, state) in [
        ("10", VisitState::Failed),
        ("17", VisitState::OnHold),
        ("24", VisitState::Pencilled),
    ] {
        let visit = salon.visit(series, &format!("2026-03-{day}T10:00")).id;
        salon.change::<Visit>(visit, |visit| visit.state = state);
    }
    assert_eq!(lines(&check(&salon), "EXDATE").len(), 3);
}

#[test]
fn a_series_without_a_visit_that_stands_is_not_exported() {
    let (mut salon, series) = ten_tuesdays();
    salon.carry(&Command::CancelSeries {
        series,
        from: None,
        reason: String::new(),
    });
    let (file, of) = exported(&salon, Selection::All, Options::default());
    assert_eq!((of.series, of.visits, file.contains("VEVENT")), (0, 0, false));
}

#[test]
fn a_series_that_is_cancelled_from_a_date_on_ends_before_it() {
    let mut salon = berlin();
    let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"));
    salon.carry(&Command::CancelSeries {
        series,
        from: Some(read("2026-04-08")),
        reason: String::new(),
    });
    assert_eq!(
        lines(&check(&salon), "RRULE"),
        ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407T080000Z"]
    );
}

#[test]
fn a_series_without_an_end_says_how_far_it_is_in_the_book() {
    let mut salon = berlin();
    let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"));
    salon.cancel_visit(series, "2027-02-23T10:00");
    let file = check(&salon);
    assert_eq!(lines(&file, "RRULE"), ["RRULE:FREQ=WEEKLY;BYDAY=TU"]);
    assert_eq!(lines(&file, "EXDATE"), ["EXDATE;TZID=Europe/Berlin:20270223T100000"]);
    assert_eq!(
        lines(&file, "X-CHAIRTIME-MATERIALIZED-UNTIL"),
        ["X-CHAIRTIME-MATERIALIZED-UNTIL:20270301"]
    );
    // Where no new dates are added there is an end after all.
    salon.change::<Series>(series, |series| series.no_new_dates = true);
    assert_eq!(
        lines(&check(&salon), "RRULE"),
        ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270216T090000Z"]
    );
    // A rule that comes to a time which the clock skips is told only as far as it is in the book.
    let mut salon = berlin();
    salon.create(salon.draft("FREQ=WEEKLY;BYDAY=SU", "2026-11-01", "02:30"));
    let file = check(&salon);
    assert!(
        lines(&file, "RRULE").iter().all(|rule| rule.contains("UNTIL")),
        "{file}"
    );
}

#[test]
fn both_days_of_a_month_go_on_in_a_series_without_an_end() {
    let mut salon = berlin();
    salon.create(salon.draft("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-03-10", "10:00"));
    assert_eq!(
        lines(&check(&salon), "RRULE"),
        ["RRULE:FREQ=MONTHLY;BYMONTHDAY=1", "RRULE:FREQ=MONTHLY;BYMONTHDAY=15"]
    );
}

#[test]
fn an_edit_keeps_the_names_and_raises_the_version() {
    let (mut salon, series) = ten_tuesdays();
    salon.cancel_visit(series, "2026-03-17T10:00");
    salon.move_visit(series, "2026-03-24T10:00", "2026-03-25T11:00");
    let before = check(&salon);
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "11:30"), 10);
    draft.slots[0].slot = salon.book.slots().of(series).next().map(|slot| slot.id);
    salon.carry(&Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how: EditHow::default(),
    });
    let after = check(&salon);
    assert_eq!(lines(&before, "UID"), lines(&after, "UID"));
    assert_eq!(
        (lines(&before, "SEQUENCE")[0], lines(&after, "SEQUENCE")[0]),
        ("SEQUENCE:2", "SEQUENCE:3")
    );
    assert_eq!(lines(&after, "EXDATE"), ["EXDATE;TZID=Europe/Berlin:20260317T113000"]);
    assert_eq!(
        lines(&after, "RECURRENCE-ID"),
        ["RECURRENCE-ID;TZID=Europe/Berlin:20260324T113000"]
    );
    // Another weekday: the visit that was moved by hand stays where it is, and the rest follows.
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TH", "2026-03-01", "11:30"), 10);
    draft.slots[0].slot = salon.book.slots().of(series).next().map(|slot| slot.id);
    salon.carry(&Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how: EditHow::default(),
    });
    check(&salon);
}

#[test]
fn the_colour_of_a_series_is_told_by_the_nearest_name_that_calendars_know() {
    let mut salon = berlin();
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"), 10);
    draft.colour = Some("#7aa2f7".parse().unwrap());
    let series = salon.create(draft);
    // A visit that was moved is told by itself, in the colour of its series.
    let visit = salon.visit(series, "2026-03-17T10:00");
    salon.carry(&Command::MoveVisit {
        visit: visit.id,
        to: "2026-03-17T11:00".parse().unwrap(),
        staff: None,
        minutes: None,
        keep_conflicts: false,
    });
    let file = check(&salon);
    assert_eq!(lines(&file, "COLOR"), ["COLOR:cornflowerblue"; 2], "{file}");
    let (plain, _) = ten_tuesdays();
    assert!(lines(&check(&plain), "COLOR").is_empty());
}

#[test]
fn a_calendar_is_of_whom_it_was_asked_for() {
    let mut salon = berlin();
    let weekly = |salon: &Salon, day: &str, time| salon.draft(&format!("FREQ=WEEKLY;BYDAY={day}"), "2026-03-01", time);
    let annas = salon.create(weekly(&salon, "TU", "10:00"));
    let mut toms = weekly(&salon, "WE", "10:00");
    toms.client = Some(chairtime::domain::draft::Who::Known(salon.tom));
    toms.slots[0].staff[0].0 = salon.bo;
    let toms = salon.create(toms);
    // Bo stands in for Ann three times, at the end as well.
    for day in ["2026-03-10", "2026-04-07", "2027-02-23"] {
        let visit = salon.visit(annas, &format!("{day}T10:00"));
        salon.carry(&Command::MoveVisit {
            visit: visit.id,
            to: visit.start(),
            staff: Some(salon.bo),
            minutes: None,
            keep_conflicts: true,
        });
    }
    let full = Options::default();
    let of = |selection: Selection, takes: &dyn Fn(&Visit) -> bool| check_of(&salon, selection, full, takes);
    let bos = of(Selection::Staff(salon.bo), &|visit| visit.lead() == Some(salon.bo));
    assert!(bos.contains("X-WR-CALNAME:Bo\r\n"), "{bos}");
    of(Selection::Staff(salon.ann), &|visit| visit.lead() == Some(salon.ann));
    let file = of(Selection::Client(salon.tom), &|visit| visit.series_id == toms);
    assert!(
        file.contains("X-WR-CALNAME:Tom Öztürk\r\n") && !file.contains("Anna"),
        "{file}"
    );
    of(Selection::Series(annas), &|visit| visit.series_id == annas);
    of(Selection::Location(salon.location), &|_| true);
}

#[test]
fn a_visit_can_be_shown_with_its_set_up_and_clean_up_or_each_by_itself() {
    let mut salon = berlin();
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"), 10);
    draft.slots[0].before = Some(Minutes::new(15));
    let series = salon.create(draft);
    salon.cancel_visit(series, "2026-03-17T10:00");
    salon.move_visit(series, "2026-03-24T10:00", "2026-03-25T11:00");
    let blocked_span = Options {
        blocked_span: true,
        ..Options::default()
    };
    let file = check_of(&salon, Selection::All, blocked_span, |_| true);
    assert_eq!(lines(&file, "DTSTART")[0], "DTSTART;TZID=Europe/Berlin:20260303T094500");
    assert_eq!(lines(&file, "EXDATE"), ["EXDATE;TZID=Europe/Berlin:20260317T094500"]);
    // A set-up that begins the day before is on no weekday of the rule.
    let mut early = berlin();
    let mut draft = visits(early.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "00:05"), 10);
    draft.slots[0].before = Some(Minutes::new(15));
    early.create(draft);
    assert_eq!(
        lines(&check_of(&early, Selection::All, blocked_span, |_| true), "RRULE"),
        [""; 0]
    );

    let expanded = Options {
        expanded: true,
        ..Options::default()
    };
    let file = check_of(&salon, Selection::All, expanded, |_| true);
    assert_eq!(
        (file.matches("BEGIN:VEVENT").count(), lines(&file, "RRULE").len()),
        (9, 0)
    );
}

#[test]
fn reminders_become_alarms_where_they_are_asked_for() {
    let mut salon = berlin();
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"), 10);
    draft.reminders.client_sms = Some(2);
    draft.reminders.staff_email = Some(24);
    let series = salon.create(draft);
    let alarms = Options {
        alarms: true,
        ..Options::default()
    };
    let of = |selection| check_of(&salon, selection, alarms, |_| true);
    assert_eq!(
        lines(&of(Selection::Series(series)), "TRIGGER"),
        ["TRIGGER:-PT2H", "TRIGGER:-PT24H"]
    );
    assert_eq!(lines(&of(Selection::Staff(salon.ann)), "TRIGGER"), ["TRIGGER:-PT24H"]);
    assert_eq!(lines(&check(&salon), "TRIGGER"), [""; 0]);
}

#[test]
fn a_single_appointment_is_a_visit_by_itself() {
    let mut salon = berlin();
    let mut draft = salon.draft("FREQ=DAILY", "2026-03-29", "02:30");
    draft.rule = None;
    draft.client = None;
    draft.end = SeriesEnd::Never;
    salon.create(draft);
    let file = check(&salon);
    assert_eq!(lines(&file, "SUMMARY"), ["SUMMARY:Cut"]);
    assert_eq!(lines(&file, "DTSTART"), ["DTSTART;TZID=Europe/Berlin:20260329T033000"]);
}

#[test]
fn the_same_book_gives_the_same_bytes_and_failures_are_said() {
    let (salon, _) = ten_tuesdays();
    let once = exported(&salon, Selection::All, Options::default());
    assert_eq!(once, exported(&salon, Selection::All, Options::default()));

    let mut room = [0; 400];
    let failed = export(
        &salon.book,
        Selection::All,
        Options::default(),
        salon.moment.now,
        &mut room.as_mut_slice(),
    );
    assert!(matches!(failed, Err(ExportError::Write(_))), "{failed:?}");

    let mut part = Book::default();
    for series in salon.book.series().all() {
        part.take_in(Series::clone(series));
    }
    for chapter in salon.book.chapters().all() {
        part.take_in(Chapter::clone(chapter));
    }
    part.loaded_from(read("2026-05"));
    let missing = export(
        &part,
        Selection::All,
        Options::default(),
        salon.moment.now,
        &mut Vec::new(),
    );
    let Err(ExportError::NotLoaded(months)) = missing else {
        panic!("{missing:?}")
    };
    assert_eq!(months, [read("2026-03"), read("2026-04")]);
}

/// A whole file, word for word; only the names are numbered in their order.
#[test]
fn a_weekly_series_with_a_moved_and_a_cancelled_visit_is_this_file() {
    let mut salon = Salon::at("America/New_York", "2026-03-01T08:00");
    let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "10:00"), 5);
    draft.note = "Ring the bell; second floor, left".to_owned();
    let series = salon.create(draft);
    salon.cancel_visit(series, "2026-03-17T10:00");
    salon.move_visit(series, "2026-03-24T10:00", "2026-03-25T11:00");
    let mut file = check(&salon);
    let mut names: Vec<String> = Vec::new();
    for name in ["UID:", "X-CHAIRTIME-SERIES:", "X-CHAIRTIME-CHAPTER:"] {
        names.extend(lines(&file, name).into_iter().map(|line| line.replace(name, "")));
    }
    for (number, name) in names.iter().enumerate() {
        file = file.replace(name, &format!("name-{number}"));
    }
    let by_hand = include_str!("calendar/weekly.ics");
    assert_eq!(file, by_hand.replace("\r\n", "\n").replace('\n', "\r\n"));
}

#[test]
fn whatever_is_done_to_a_series_every_reader_sees_what_stands() {
    let salons = if std::env::var_os("CHAIRTIME_LONG").is_some() {
        400
    } else {
        34
    };
    let (mut tally, mut exported) = (random::Tally::new(), 0);
    for seed in 0..salons {
        println!("salon {seed}");
        let salon = random::salon(seed, &mut tally);
        check(&salon);
        let (ann, blocked_span) = (salon.ann, seed % 3 == 0);
        let options = Options {
            blocked_span,
            ..Options::default()
        };
        let anns = |visit: &Visit| visit.staff.iter().any(|assigned| assigned.staff_id == ann);
        check_of(&salon, Selection::Staff(ann), options, anns);
        let series: Vec<SeriesId> = salon.book.series().live().map(|series| series.id).collect();
        for id in series {
            let of_series = |visit: &Visit| visit.series_id == id;
            exported += usize::from(standing(&salon.book, of_series).next().is_some());
            check_of(&salon, Selection::Series(id), Options::default(), of_series);
        }
    }
    assert!(exported >= 300, "{exported} series");
    println!("{exported} series: {tally:?}");
    for kind in [
        "daily",
        "weekly",
        "biweekly",
        "semimonthly",
        "monthly",
        "quarterly",
        "yearly",
        "short months",
        "several slots",
        "every-Nth line",
        "moved",
        "cancelled",
        "cancelled from a date",
        "time moved",
        "begun anew",
        "edited",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
    ] {
        let count = tally.get(kind).copied().unwrap_or_default();
        assert!(count >= 10, "{kind}: {count} of {tally:?}");
    }
}
