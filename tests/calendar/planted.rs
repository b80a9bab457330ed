//! That the strict reader stops at what it is there for: one thing at a time is put wrong in a calendar that it takes.

use super::{read, strict};
use std::panic::catch_unwind;

const RIGHT: &str = include_str!("weekly.ics");

fn bytes(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}

/// At what the strict reader stops; nothing where it takes the file.
pub fn stops_at(bytes: Vec<u8>) -> Option<String> {
    let reading = move || strict::visits(&strict::read(&bytes), read("2050-01-01T00:00:00Z"));
    let panic = catch_unwind(reading).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
}

/// With `to` in the place of the first `from`, the reader stops and says so.
#[track_caller]
fn check(from: &str, to: &str, says: &str) {
    let right = String::from_utf8(bytes(RIGHT)).unwrap();
    assert!(right.contains(from), "{from:?} is in the calendar");
    let said = stops_at(right.replacen(from, to, 1).into_bytes());
    let said = said.unwrap_or_else(|| panic!("{to:?} in place of {from:?} is taken"));
    assert!(said.contains(says), "{to:?} in place of {from:?}: {said}");
}

#[test]
fn the_calendar_is_right_before_anything_is_planted() {
    assert_eq!(stops_at(bytes(RIGHT)), None);
}

#[test]
fn lines_that_do_not_end_fold_or_hold_as_they_must_are_found() {
    check("END:VEVENT\r\n", "END:VEVENT\n", "a control character");
    check("END:VCALENDAR\r\n", "END:VCALENDAR", "the last line ends as the others");
    check("BEGIN:VCALENDAR", "\u{feff}BEGIN:VCALENDAR", "a byte order mark");
    let long = format!("SUMMARY:{}", "x".repeat(75 - "SUMMARY:".len()));
    check("SUMMARY:Anna Berg: Cut", &format!("{long}y"), "76 octets");
    // Thirty-four characters of two octets: what counts is octets.
    check(
        "SUMMARY:Anna Berg: Cut",
        &format!("SUMMARY:{}", "ü".repeat(34)),
        "76 octets",
    );
    check("SUMMARY:Anna", "SUMMARY:\u{7}Anna", "a control character");
    check("SUMMARY:Anna Berg: Cut", "SUMMARY", "no colon");
    // A fold inside of a character leaves neither line UTF-8.
    let mut split = bytes(&RIGHT.replacen("Anna Berg", "Ann\u{fc} Berg", 1));
    let at = split.windows(2).position(|two| two == "\u{fc}".as_bytes()).unwrap();
    split.splice(at + 1..at + 1, *b"\r\n ");
    assert!(stops_at(split).unwrap().contains("UTF-8"));
    assert_eq!(stops_at(bytes(&RIGHT.replacen("Anna Berg", "Anna \n  Berg", 1))), None);
}

#[test]
fn what_must_be_there_once_is_missed_and_what_must_not_be_is_found() {
    for required in [
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "PRODID:-//Chairtime//Chairtime 0.1.0//EN",
    ] {
        check(&format!("{required}\r\n"), "", "no ");
    }
    for required in ["UID:name-0", "SEQUENCE:2", "SUMMARY:Anna Berg: Cut", "TZNAME:EST"] {
        let name = required.split(':').next().unwrap();
        let missing = if name == "TZNAME" {
            continue;
        } else {
            format!("no {name}")
        };
        check(&format!("{required}\r\n"), "", &missing);
        check(
            required,
            &format!("{required}\r\n{required}"),
            &format!("two of {name}"),
        );
    }
    for stamp in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        check(&format!("{stamp}:20260301T130000Z\r\n"), "", stamp);
        check(
            &format!("{stamp}:20260301T130000Z"),
            &format!("{stamp}:20260301T130000"),
            "neither in UTC nor in a zone",
        );
    }
    for never in [
        "ORGANIZER:mailto:a@b",
        "ATTENDEE:mailto:a@b",
        "STATUS:CANCELLED",
        "DURATION:PT1H",
    ] {
        let name = never.split(':').next().unwrap();
        check("SUMMARY:", &format!("{never}\r\nSUMMARY:"), name);
    }
    check(
        "BEGIN:VEVENT",
        "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT",
        "one calendar",
    );
}

#[test]
fn a_rule_that_does_not_begin_or_end_with_a_visit_is_found() {
    check(
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "RRULE:FREQ=WEEKLY;BYDAY=WE",
        "DTSTART is the first date",
    );
    check(
        "UNTIL=20260331T140000Z",
        "UNTIL=20260401T140000Z",
        "UNTIL is the start of the last date",
    );
    check(
        "UNTIL=20260331T140000Z",
        "UNTIL=20260331T135900Z",
        "UNTIL is the start of the last date",
    );
    check("UNTIL=20260331T140000Z", "UNTIL=20260331", "UNTIL of another type");
    check(
        "UNTIL=20260331T140000Z",
        "UNTIL=20260331T100000",
        "UNTIL of another type",
    );
    check("UNTIL=20260331T140000Z", "COUNT=5", "COUNT");
    check("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY", "leaves the weekday to its start");
    check("FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY", "leaves the day to its start");
    check(
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=YEARLY;BYMONTHDAY=3",
        "leaves the month or day",
    );
    check("FREQ=WEEKLY;", "FREQ=WEEKLY;INTERVAL=2;", "without WKST");
    check(
        "DTEND;TZID=America/New_York:20260303T104500",
        "DTEND;TZID=America/New_York:20260303T100000",
        "to Said",
    );
}

#[test]
fn what_is_left_out_or_replaced_must_be_a_date_of_the_rule() {
    check(
        "EXDATE;TZID=America/New_York:20260317T",
        "EXDATE;TZID=America/New_York:20260318T",
        "which it does not give",
    );
    check(
        "EXDATE;TZID=America/New_York:20260317T100000",
        "EXDATE:20260317T140000Z",
        "EXDATE in another zone",
    );
    check(
        "EXDATE;TZID=America/New_York:20260317T100000",
        "EXDATE;VALUE=DATE:20260317",
        "[(\"VALUE\", \"DATE\")]",
    );
    check(
        "RECURRENCE-ID;TZID=America/New_York:20260324T",
        "RECURRENCE-ID;TZID=America/New_York:20260325T",
        "is no date of it",
    );
    check(
        "RECURRENCE-ID;TZID=America/New_York:20260324T",
        "RECURRENCE-ID;TZID=America/New_York:20260317T",
        "or left out",
    );
    check(
        "RECURRENCE-ID;TZID=America/New_York:20260324T100000\r\n",
        "",
        "an override",
    );
    check("SEQUENCE:2\r\nRECURRENCE-ID", "SEQUENCE:1\r\nRECURRENCE-ID", "SEQUENCE");
}

#[test]
fn a_zone_that_is_not_what_the_clock_does_is_found() {
    // A week later in spring, on the first day of the autumn before, an hour off, gone.
    check(
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=3SU",
        "a true onset",
    );
    check(
        "DTSTART:19700308T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "DTSTART:19700315T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=3SU",
        "VTIMEZONE and America/New_York differ on 2026-03-10",
    );
    check(
        "TZOFFSETTO:-0400",
        "TZOFFSETTO:-0300",
        "VTIMEZONE and America/New_York differ",
    );
    check(
        "TZID:America/New_York",
        "TZID:America/Chicago",
        "America/New_York has no VTIMEZONE",
    );
    check("DTSTART:19701101T020000", "DTSTART:19701101T020000Z", "a time");
}
