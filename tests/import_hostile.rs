#![cfg(test)]
//! Files that nobody should write: each is read to its end or refused, what is bounded stays bounded, and what cannot be taken
//! is told. Held by counts, not by time.

#[path = "../src/domain/fixture.rs"]
#[allow(dead_code, reason = "every test uses its part of the salon")]
mod fixture;

use chairtime::domain::decide::foresee_import;
use chairtime::domain::import::{Import, Report};
use chairtime::domain::refusal::{Refusal, Refused};
use chairtime::exchange::ics::read::{self, Unreadable};
use fixture::Salon;

/// A visit in a calendar, with lines put into it.
fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Anna Berg, Cut\r\n{lines}\r\nEND:VEVENT\r\n")
}

const START: &str = "DTSTART;TZID=Europe/Berlin:20260303T100000\r\nDURATION:PT45M\r\n";

fn with_rule(rule: &str) -> String {
    event(&format!("{START}RRULE:{rule}"))
}

/// Reads a file and decides what comes of it.
fn report(file: &[u8]) -> Result<Report, Unreadable> {
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    let import = Import {
        create_missing: true,
        ..read::read(file, salon.book.zone())?
    };
    let (report, then) = foresee_import(&salon.book, &import, &mut salon.moment).expect("a report");
    let visits: usize = report.lines.iter().map(|line| line.plan.lines.len()).sum();
    assert_eq!(then.visits().len(), visits, "all that comes is told");
    assert!(visits <= 1_040 * report.lines.len().max(1), "{visits} visits");
    Ok(report)
}

#[test]
fn a_file_of_which_everything_is_at_one_time_is_refused_before_it_takes_long() {
    let at_once = (0..2_000).map(|uid| event(START).replace("UID:1", &format!("UID:{uid}")));
    let file: String = at_once.collect();
    let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
    let import = Import {
        create_missing: true,
        ..read::read(file.as_bytes(), salon.book.zone()).unwrap()
    };
    let refused = foresee_import(&salon.book, &import, &mut salon.moment).unwrap_err();
    let is_told = |refusal: &Refusal| matches!(refusal, Refusal::TooManyClashes { .. });
    assert!(
        matches!(&refused, Refused::Refusal(refusal) if is_told(refusal)),
        "{refused:?}"
    );
}

#[test]
fn every_hostile_file_ends_with_a_report() {
    let zone = |body: &str| {
        format!(
            "BEGIN:VTIMEZONE\r\nTZID:X\r\n{body}\r\nEND:VTIMEZONE\r\n{}",
            event("DTSTART;TZID=X:20260303T100000\r\nDURATION:PT45M")
        )
    };
    let observance =
        |lines: &str| format!("BEGIN:STANDARD\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n{lines}\r\nEND:STANDARD");
    let date = |of: &str, start: &str| event(&format!("RECURRENCE-ID:{of}\r\nDTSTART:{start}\r\nDURATION:PT45M"));
    let files: Vec<String> = vec![
        with_rule("FREQ=DAILY;COUNT=1000000000"),
        with_rule("FREQ=DAILY;COUNT=4294967295"),
        with_rule("FREQ=DAILY;COUNT=99999999999999999999"),
        with_rule("FREQ=DAILY;COUNT=0"),
        with_rule("FREQ=DAILY;COUNT=-5"),
        with_rule("FREQ=DAILY;INTERVAL=0"),
        with_rule("FREQ=DAILY;INTERVAL=-1"),
        with_rule("FREQ=DAILY;INTERVAL=4294967295"),
        with_rule("FREQ=DAILY;UNTIL=99991231T235959Z"),
        with_rule("FREQ=DAILY;UNTIL=00010101"),
        with_rule("FREQ=DAILY;UNTIL=20260303"),
        with_rule("FREQ=DAILY;UNTIL=never"),
        with_rule("FREQ=DAILY;BYMONTHDAY=-1,-2"),
        with_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        with_rule("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4"),
        with_rule("FREQ=MONTHLY;BYDAY=6MO"),
        with_rule("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU"),
        with_rule("FREQ=YEARLY;BYYEARDAY=366"),
        with_rule("FREQ=SECONDLY"),
        with_rule("FREQ=MINUTELY;INTERVAL=1"),
        with_rule("FREQ=HOURLY;COUNT=1000000"),
        with_rule("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1;BYSECOND=0"),
        with_rule("FREQ=WEEKLY;BYDAY=MO,\u{1f600}"),
        with_rule("FREQ=WEEKLY;BYDAY="),
        with_rule("FREQ="),
        with_rule(""),
        with_rule(";;;;"),
        with_rule(&"FREQ=DAILY;".repeat(20_000)),
        with_rule(&format!("FREQ=YEARLY;BYYEARDAY={}", vec!["1"; 50_000].join(","))),
        with_rule(&format!("FREQ=WEEKLY;BYDAY={}", vec!["MO"; 50_000].join(","))),
        with_rule("RSCALE=HEBREW;FREQ=YEARLY;SKIP=FORWARD"),
        with_rule("FREQ=DAILY;COUNT=3;UNTIL=20260401"),
        event(&format!("{START}{}", "RRULE:FREQ=DAILY\r\n".repeat(1_000))),
        event(&format!(
            "{START}RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20260303T090000Z,20260304T090000Z,20260305T090000Z"
        )),
        event(&format!(
            "{START}RRULE:FREQ=DAILY\r\nEXDATE:{}",
            "20260303T100000,".repeat(100_000)
        )),
        event(&format!(
            "{START}RRULE:FREQ=DAILY\r\n{}",
            "EXDATE:nonsense\r\n".repeat(10_000)
        )),
        event(&format!("{START}RDATE:{}", "20260303T100000,".repeat(100_000))),
        event(&format!("{START}RDATE;VALUE=PERIOD:20260303T100000/19700101T000000")),
        event("DTSTART:20260303T100000\r\nDTEND:19700101T000000"),
        event("DTSTART:20260303T100000\r\nDTEND:20990101T000000"),
        event("DTSTART:20260303T100000\r\nDURATION:P99999999999999999999D"),
        event("DTSTART:20260303T100000\r\nDURATION:-PT1H"),
        event("DTSTART:99991231T235959Z\r\nDURATION:PT1H"),
        event("DTSTART:00000101T000000\r\nDURATION:PT1H"),
        event("DTSTART:20260303T996199\r\nDURATION:PT1H"),
        event("DTSTART;TZID=:20260303T100000\r\nDURATION:PT1H"),
        event("DTSTART;TZID=\"\"\"\":20260303T100000\r\nDURATION:PT1H"),
        event("DTSTART;TZID=../../etc/passwd:20260303T100000\r\nDURATION:PT1H"),
        event(&format!(
            "DTSTART;TZID={}:20260303T100000\r\nDURATION:PT1H",
            "x/".repeat(100_000)
        )),
        event("DTSTART;;;===;:20260303T100000"),
        event(":\r\n;\r\n=\r\n::::\r\n;;;;:"),
        event(&"X".repeat(1_000_000)),
        event(&format!("{START}SUMMARY:{}", "Anna Berg ".repeat(100_000))),
        event(&format!(
            "{START}{}",
            "ATTENDEE;CN=x:mailto:x@example.com\r\n".repeat(20_000)
        )),
        event(&format!("{START}{}", "X-UNKNOWN:x\r\n".repeat(100_000))),
        event(&format!("{START}CATEGORIES:{}", ",".repeat(500_000))),
        event(&format!(
            "{START}X-CHAIRTIME-SERIES:00000000-0000-0000-0000-000000000000\r\nX-CHAIRTIME-REQUEST:{{\"client\":{}}}",
            "[".repeat(100_000)
        )),
        event(&format!(
            "{START}X-CHAIRTIME-SERIES:00000000-0000-0000-0000-000000000000\r\nX-CHAIRTIME-REQUEST:{{}}\r\nX-CHAIRTIME-VISITS:[]"
        )),
        event(&format!(
            "{START}X-CHAIRTIME-SERIES:not an id\r\nX-CHAIRTIME-LEFT-OUT:{}",
            "x,".repeat(100_000)
        )),
        date("20260304T100000", "20260303T100000") + &date("20260303T100000", "20260304T100000"),
        date("20260303T100000", "20260303T100000").repeat(2_000),
        with_rule("FREQ=WEEKLY;COUNT=3") + &date("20990101T100000", "20260303T100000"),
        with_rule("FREQ=WEEKLY;COUNT=3") + &date("20260303", "20260303T110000"),
        event(&format!("{START}RECURRENCE-ID;RANGE=THISANDFUTURE:20260303T100000")),
        "BEGIN:VEVENT\r\n".repeat(15_000),
        "BEGIN:VCALENDAR\r\n".repeat(100_000),
        "BEGIN:VEVENT\r\n".to_owned() + &"BEGIN:VALARM\r\n".repeat(200_000),
        "END:VEVENT\r\n".repeat(100_000) + &event(START),
        format!(
            "BEGIN:VCALENDAR\r\n{}",
            "BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\n".repeat(10_000)
        ),
        zone(&observance("DTSTART:16010101T000000\r\nRRULE:FREQ=DAILY")),
        zone(&observance("DTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY")),
        zone(&observance("DTSTART:19700101T000000").repeat(5_000)),
        zone(&observance(&format!(
            "DTSTART:19700101T000000\r\nRDATE:{}",
            "19800101T000000,".repeat(100_000)
        ))),
        zone("BEGIN:STANDARD\r\nTZOFFSETFROM:+9999\r\nTZOFFSETTO:-9999\r\nDTSTART:x\r\nEND:STANDARD"),
        " ".repeat(1_000_000) + "\r\nBEGIN:VEVENT\r\nEND:VEVENT",
        format!("BEGIN:VEVENT{}", "\r\n \t".repeat(200_000)),
        event(START).replace("\r\n", "\r"),
        event(START).replace("\r\n", "\n\n\n"),
        event(START).replace(':', "\u{ff1a}"),
        event(START).to_lowercase(),
    ];
    assert!(files.len() >= 75, "{}", files.len());
    for file in &files {
        let shown: String = file.chars().take(300).collect();
        let told = report(file.as_bytes());
        let says_something = match &told {
            Ok(report) => !report.notes.is_empty() || !report.lines.is_empty() || report.components == 0,
            Err(Unreadable::NoCalendar | Unreadable::TooMany) => true,
            Err(_) => false,
        };
        assert!(says_something, "{told:?}: {shown}");
    }
}
