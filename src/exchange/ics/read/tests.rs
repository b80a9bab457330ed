//! Files as Google, Outlook, Apple and others write them, and files that nobody should write.

use super::*;
use crate::domain::fixture::read as typed;
use crate::domain::import::{Incoming, Reason};
use crate::recurrence::Start;

fn berlin() -> Zone {
    typed("Europe/Berlin")
}

fn start(start: Start) -> String {
    match start {
        Start::Day(day) => day.to_string(),
        Start::Floating(civil) => format!("{civil} here"),
        Start::Zoned(civil, zone) => format!("{civil} {zone}"),
    }
}

/// An appointment on one line: where, what, when, how long, its rule, and what differs.
fn line(incoming: &Incoming) -> String {
    let mut line = format!("{} {}: {}", incoming.line, incoming.seen.summary, start(incoming.start));
    if let Some(length) = incoming.length {
        line += &format!(", {length}");
    }
    if let Some(rule) = &incoming.rule {
        line += &format!(", {rule}");
    }
    for left_out in &incoming.left_out {
        line += &format!(", not {}", start(*left_out));
    }
    for (more, _) in &incoming.more {
        line += &format!(", also {}", start(*more));
    }
    for instead in &incoming.instead {
        line += &format!(", {} for {}", start(instead.start), start(instead.of));
    }
    line
}

#[track_caller]
fn check(file: &[u8], expected: &[&str], notes: &[&str]) -> Import {
    let import = read(file, berlin()).unwrap();
    let found: Vec<String> = import.incoming.iter().map(line).collect();
    assert_eq!(found, expected);
    let found: Vec<String> = import
        .notes
        .iter()
        .map(|note| format!("{} {:?}", note.line, note.noted))
        .collect();
    assert_eq!(found, notes);
    import
}

#[test]
fn a_calendar_of_google_is_read() {
    let import = check(
        include_bytes!("../../../../tests/import/google.ics"),
        &[
            "39 Anna Berg, Cut: 2026-03-03T10:00 Europe/Berlin, PT45M, FREQ=WEEKLY;UNTIL=20260630;BYDAY=TU, not 2026-04-07T10:00 Europe/Berlin, 2026-03-17T11:30 Europe/Berlin for 2026-03-17T10:00 Europe/Berlin",
            "55 Beard Tom Öztürk: 2026-03-05T13:00 UTC, PT30M",
        ],
        &["64 Skipped(WholeDay)", "71 Skipped(Cancelled)"],
    );
    assert_eq!((import.name.as_str(), import.components), ("Salon Mara", 5));
    let weekly = &import.incoming[0];
    assert_eq!(weekly.seen.description, "Likes it short.\nAllergic to ammonia");
    assert_eq!(weekly.seen.location, "Salon Mara, 1 Main Street");
    assert_eq!(weekly.unknown, "TRANSP:OPAQUE\n");
}

#[test]
fn a_calendar_of_outlook_is_read() {
    let import = check(
        include_bytes!("../../../../tests/import/outlook.ics"),
        &[
            "31 Cut (Tom Öztürk): 2026-03-13T15:00 Europe/Berlin, PT1H, FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2",
            "56 Anna Berg: Cut: 2026-03-09T09:00 Europe/Amsterdam, PT45M, FREQ=DAILY;INTERVAL=2;UNTIL=20260315",
            "64 Anna Berg - Cut: 2026-03-10T10:00 Europe/Berlin, PT45M",
        ],
        &[
            "35 Repaired(Zone { name: \"W. Europe Standard Time\", read_as: \"Europe/Berlin\" })",
            "57 Repaired(Zone { name: \"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\", read_as: \"Europe/Amsterdam\" })",
            "60 Repaired(Rule(UntilKind))",
            "65 Repaired(ZoneByOffsets(\"Customized Time Zone\"))",
            "72 Skipped(WholeDay)",
        ],
    );
    assert_eq!(import.incoming[2].seen.people, ["Bo", "bo@example.com"]);
    assert!(
        import.incoming[0].uid.ends_with("0000010000000A1B2C3D4E5F6"),
        "{}",
        import.incoming[0].uid
    );
}

#[test]
fn a_calendar_of_apple_is_read() {
    check(
        include_bytes!("../../../../tests/import/apple.ics"),
        &[
            "7 Tom Öztürk: 2026-03-04T17:00 Europe/Berlin, PT45M, FREQ=WEEKLY;COUNT=10, \
           not 2026-03-18T17:00 Europe/Berlin, not 2026-03-25T17:00 Europe/Berlin, not 2026-04-01T15:00 UTC, \
           not 2026-04-22T17:00 Europe/Berlin, 2026-03-11T18:00 Europe/Berlin for 2026-03-11T16:00 UTC",
        ],
        &[],
    );
}

#[test]
fn what_other_programs_do_wrong_is_mended_and_told_with_its_line() {
    let import = check(
        include_bytes!("../../../../tests/import/odd.ics"),
        &[
            "3 Anna Berg, Beard: 2026-03-03T10:00 here, PT30M, FREQ=WEEKLY;UNTIL=20260401;BYDAY=WE, also 2026-03-05T11:00 here, also 2026-03-06T11:00 here",
            "11 Tom\tÖztürk, Beard: 2026-03-04T10:00 here, PT30M",
            "23 Cut: 2026-03-04T11:00 here",
            "44 Colour: 2026-03-10T12:00 here, PT1H",
            "55 Beard: 2026-03-05T08:00 UTC, PT1H30M",
        ],
        &[
            "6 Repaired(Rule(UntilKind))",
            "12 Repaired(Seconds)",
            "17 Repaired(Line)",
            "23 Repaired(NoLength)",
            "23 Repaired(NoUid)",
            "24 Repaired(ZoneUnknown(\"Mars/Olympus\"))",
            "29 Refused(BadTime(\"DTSTART\"))",
            "33 Refused(NoStart)",
            "40 Refused(Rule(RuleError { at: 5, reason: NotSupported(\"FREQ=HOURLY\") }))",
            "44 Repaired(NotEnded)",
            "44 Repaired(WithoutSeries)",
            "52 Skipped(NotAnAppointment)",
            "56 Repaired(TimeNotation)",
            "59 Repaired(Twice(\"SUMMARY\"))",
            "63 Refused(CutOff)",
        ],
    );
    assert_eq!(import.components, 9);
}

#[test]
fn letters_of_other_kinds_are_read() {
    let plain =
        "BEGIN:VEVENT\nUID:1\nDTSTART:20260303T100000\nDURATION:PT1H\nSUMMARY:Tom \u{d6}zt\u{fc}rk\nEND:VEVENT\n";
    let expected = ["1 Tom \u{d6}zt\u{fc}rk: 2026-03-03T10:00 here, PT1H"];
    check(plain.as_bytes(), &expected, &[]);
    let windows: Vec<u8> = plain
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    check(&windows, &expected, &["5 Repaired(NotUtf8)"]);
    for (mark, bytes) in [
        ([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ([0xfe, 0xff], u16::to_be_bytes),
    ] {
        let wide: Vec<u8> = mark.into_iter().chain(plain.encode_utf16().flat_map(bytes)).collect();
        check(&wide, &expected, &["1 Repaired(Utf16)"]);
    }
    let folded = plain.as_bytes();
    let at = folded.iter().position(|byte| *byte == 0xc3).unwrap() + 1;
    let split = [&folded[..at], b"\r\n ", &folded[at..]].concat();
    check(&split, &expected, &[]);
}

#[test]
fn the_newer_of_one_uid_counts_and_others_of_other_times_stay_apart() {
    let event = |start: &str, sequence: u32, summary: &str| {
        format!(
            "BEGIN:VEVENT\nUID:0@default\nSEQUENCE:{sequence}\nDTSTART:{start}\nDURATION:PT1H\nSUMMARY:{summary}\nEND:VEVENT\n"
        )
    };
    let file = event("20260303T100000", 1, "new")
        + &event("20260303T100000", 0, "old")
        + &event("20260304T100000", 0, "other");
    let import = check(
        file.as_bytes(),
        &[
            "1 new: 2026-03-03T10:00 here, PT1H",
            "15 other: 2026-03-04T10:00 here, PT1H",
        ],
        &["8 Repaired(Older)"],
    );
    let uids: Vec<&str> = import.incoming.iter().map(|incoming| incoming.uid.as_str()).collect();
    assert_eq!(uids, ["0@default", "0@default 2026-03-04T10:00"]);
}

#[test]
fn dates_that_point_at_each_other_or_at_nothing_stay_dates() {
    let event = |start: &str, of: &str| {
        format!("BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:{of}\nDTSTART:{start}\nDURATION:PT1H\nEND:VEVENT\n")
    };
    let cycle = event("20260303T100000", "20260304T100000") + &event("20260304T100000", "20260303T100000");
    check(
        cycle.as_bytes(),
        &["1 : 2026-03-03T10:00 here, PT1H", "7 : 2026-03-04T10:00 here, PT1H"],
        &["1 Repaired(WithoutSeries)", "7 Repaired(WithoutSeries)"],
    );
}

/// What becomes of a file that is wrong as a whole.
#[track_caller]
fn check_refused(file: &[u8], expected: Unreadable) {
    assert_eq!(read(file, berlin()), Err(expected));
}

#[test]
fn what_is_no_calendar_or_too_much_is_refused_as_a_whole() {
    check_refused(b"", Unreadable::NoCalendar);
    check_refused(b"PK\x03\x04", Unreadable::NoCalendar);
    check_refused(b"<html>BEGIN:VCALENDAR</html>", Unreadable::NoCalendar);
    check_refused(b"BEGIN:VCALENDAR\0", Unreadable::NotText);
    check_refused(b"B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0", Unreadable::NotText);
    check_refused(&vec![b'x'; 50 << 20], Unreadable::TooLarge);
    let many = "BEGIN:VEVENT\nEND:VEVENT\n".repeat(MOST_COMPONENTS + 1);
    check_refused(many.as_bytes(), Unreadable::TooMany);
}

#[test]
fn a_line_of_twenty_megabytes_is_read_and_cut() {
    let long = format!(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20260303T100000\nDURATION:PT1H\nDESCRIPTION:{}\nEND:VEVENT\n",
        "x".repeat(19 << 20)
    );
    let import = read(long.as_bytes(), berlin()).unwrap();
    assert_eq!(import.incoming[0].seen.description.len(), 20_000);
    assert_eq!(import.notes[0].noted, Noted::Repaired(Repair::Cut("DESCRIPTION")));
}

#[test]
fn a_hundred_thousand_dates_to_leave_out_are_refused_by_their_line() {
    let many = "20260303T100000,".repeat(100_000);
    let file = format!(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20260303T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE:{many}\nEND:VEVENT\n"
    );
    let import = read(file.as_bytes(), berlin()).unwrap();
    assert_eq!((import.incoming.len(), import.notes.len()), (0, 1));
    assert_eq!(
        (import.notes[0].line, &import.notes[0].noted),
        (6, &Noted::Refused(Reason::TooManyDates(5_000)))
    );
}
