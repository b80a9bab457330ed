//! What a calendar that has read an export before goes by: names that stay, and versions that rise with what they tell.

use super::*;

/// Lets a minute pass, and then this happen.
fn later(salon: &mut Salon, happens: impl FnOnce(&mut Salon)) {
    salon.moment.now = salon.moment.now + Minutes::new(1);
    happens(salon);
}

/// SEQUENCE and LAST-MODIFIED of the first visit.
fn version(salon: &Salon) -> (u32, String) {
    let file = check(salon);
    let first = |name: &str| lines(&file, name)[0].split_once(':').unwrap().1.to_owned();
    (first("SEQUENCE").parse().unwrap(), first("LAST-MODIFIED"))
}

#[test]
fn every_change_of_a_series_raises_its_version() {
    let (mut salon, series) = ten_tuesdays();
    let mut before = version(&salon);
    let noted = salon.visit(series, "2026-03-31T10:00").id;
    let changes: [&dyn Fn(&mut Salon); 6] = [
        &|salon| salon.cancel_visit(series, "2026-03-17T10:00"),
        &|salon| salon.move_visit(series, "2026-03-24T10:00", "2026-03-25T11:00"),
        &|salon| salon.change::<Visit>(noted, |visit| visit.note = "A photo".to_owned()),
        &|salon| salon.change::<Series>(series, |series| series.note = "Ring twice".to_owned()),
        &|salon| {
            let mut draft = visits(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-01", "11:30"), 10);
            draft.slots[0].slot = salon.book.slots().of(series).next().map(|slot| slot.id);
            salon.carry(&Command::EditSeries {
                series,
                draft: Box::new(draft),
                reason: String::new(),
                how: EditHow::default(),
            });
        },
        &|salon| {
            salon.carry(&Command::CancelSeries {
                series,
                from: Some(read("2026-04-22")),
                reason: String::new(),
            });
        },
    ];
    for change in changes {
        later(&mut salon, change);
        let after = version(&salon);
        assert!(before.0 < after.0 && before.1 < after.1, "{before:?}, {after:?}");
        before = after;
    }
}

#[test]
fn another_name_of_what_a_visit_tells_is_a_modification() {
    let (mut salon, _) = ten_tuesdays();
    let (anna, cut, ann, location) = (salon.anna, salon.cut, salon.ann, salon.location);
    let changes: [&dyn Fn(&mut Salon); 4] = [
        &|salon| salon.change::<Client>(anna, |row| row.surname = "Berger".to_owned()),
        &|salon| salon.change::<Service>(cut, |row| row.name = "Haircut".to_owned()),
        &|salon| salon.change::<Staff>(ann, |row| row.preferred_name = "Annie".to_owned()),
        &|salon| salon.change::<Location>(location, |row| row.address = "2 Main Street".to_owned()),
    ];
    let mut before = version(&salon);
    for change in changes {
        later(&mut salon, change);
        let after = version(&salon);
        assert!(before.1 < after.1, "{before:?}, {after:?}");
        before = after;
    }
    // Somebody whom no visit tells of.
    let tom = salon.tom;
    later(&mut salon, |salon| {
        salon.change::<Client>(tom, |row| row.surname = "Other".to_owned());
    });
    assert_eq!(version(&salon), before);
}

#[test]
fn a_name_stays_whatever_becomes_of_the_visits_before_it() {
    let mut salon = berlin();
    let series = salon.create(visits(salon.draft("FREQ=WEEKLY;BYDAY=SU", "2026-03-08", "02:30"), 12));
    let names = |salon: &Salon| -> Vec<(String, String)> {
        let file = check(salon);
        let starts = lines(&file, "DTSTART").into_iter().map(str::to_owned);
        starts.zip(lines(&file, "UID").into_iter().map(str::to_owned)).collect()
    };
    let before = names(&salon);
    assert!(before[1].0.ends_with("20260405T023000"), "{before:?}");
    // The first of the second stretch, then all before it.
    for day in ["2026-04-05", "2026-03-08", "2026-03-15", "2026-03-22"] {
        salon.cancel_visit(series, &format!("{day}T02:30"));
        let after = names(&salon);
        let second = after.iter().find(|(start, _)| start.contains("202604")).unwrap();
        assert_eq!(second.1, before[1].1, "{after:?}");
    }
}

#[test]
fn a_calendar_that_is_kept_changes_only_with_what_it_tells() {
    let kept = Options {
        kept: true,
        ..Options::default()
    };
    let (mut salon, series) = ten_tuesdays();
    let (first, _) = exported(&salon, Selection::All, kept);
    assert!(!first.contains("METHOD"), "{first}");
    assert_eq!(
        lines(&first, "DTSTAMP")[0].replace("DTSTAMP", ""),
        lines(&first, "LAST-MODIFIED")[0].replace("LAST-MODIFIED", "")
    );
    salon.moment.now = salon.moment.now + Minutes::hours(100);
    assert_eq!(exported(&salon, Selection::All, kept).0, first);
    salon.cancel_visit(series, "2026-03-17T10:00");
    assert_ne!(exported(&salon, Selection::All, kept).0, first);
}

#[test]
fn only_what_lies_from_a_day_on_need_be_loaded_and_is_told() {
    let (mut salon, series) = ten_tuesdays();
    salon.move_visit(series, "2026-03-31T10:00", "2026-04-02T11:00");
    let from = read("2026-04-01");
    let options = Options {
        from: Some(from),
        ..Options::default()
    };
    let whole = check(&salon);
    let file = check_of(&salon, Selection::All, options, |visit| visit.day >= from);
    assert_eq!(lines(&file, "UID")[0], lines(&whole, "UID")[0]);
    // The last of March was moved into the time that is asked for.
    assert_eq!(
        lines(&file, "DTSTART")[..2],
        [
            "DTSTART;TZID=Europe/Berlin:20260331T100000",
            "DTSTART;TZID=Europe/Berlin:20260402T110000"
        ]
    );

    let mut part = Book::default();
    for series in salon.book.series().all() {
        part.take_in(Series::clone(series));
    }
    for chapter in salon.book.chapters().all() {
        part.take_in(Chapter::clone(chapter));
    }
    part.loaded_from(read("2026-04"));
    assert!(export(&part, Selection::All, options, salon.moment.now, &mut Vec::new()).is_ok());
}
