//! What readers get wrong that RFC 5545 allows, each with a proof: a calendar, what the RFC says of it, and who reads it
//! otherwise. Nothing of the kind is ever written, so that no reader's fault has to be set aside where exports are read.
//!
//! A reader that has been mended makes a test fail, and its line here can go.

use super::planted::stops_at;
use super::support::Reader::{self, IcalJs, Libical, RecurringIcalEvents};
use super::support::{Period, Readers, difference, visits};
use chrono::DateTime;

struct Fault {
    /// Who reads it otherwise.
    of: &'static [Reader],
    /// What it is about.
    what: &'static str,
    /// DTSTART and DTEND in Europe/Berlin, and the rule.
    calendar: [&'static str; 3],
    /// The visits, in UTC.
    right: &'static [[&'static str; 2]],
    /// Why these.
    rfc: &'static str,
}

const FAULTS: [Fault; 6] = [
    Fault {
        of: &[IcalJs],
        what: "passes over BYSETPOS beside BYMONTHDAY",
        calendar: [
            "20260130T100000",
            "20260130T110000",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20260330T080000Z",
        ],
        right: &[
            ["2026-01-30T09:00Z", "2026-01-30T10:00Z"],
            ["2026-02-28T09:00Z", "2026-02-28T10:00Z"],
            ["2026-03-30T08:00Z", "2026-03-30T09:00Z"],
        ],
        rfc: "3.3.10: Each BYSETPOS value can include a positive (+n) or negative (-n) integer. If present, this indicates the \
              nth occurrence of the specific occurrence within the set of occurrences specified by the rule.",
    },
    Fault {
        of: &[IcalJs, Libical],
        what: "takes the day of every month for that of one month",
        calendar: [
            "20260129T100000",
            "20260129T110000",
            "FREQ=YEARLY;BYMONTHDAY=29;UNTIL=20260429T080000Z",
        ],
        right: &[
            ["2026-01-29T09:00Z", "2026-01-29T10:00Z"],
            ["2026-03-29T08:00Z", "2026-03-29T09:00Z"],
            ["2026-04-29T08:00Z", "2026-04-29T09:00Z"],
        ],
        rfc: "3.3.10, the table of BYxxx rule parts: BYMONTHDAY with FREQ=YEARLY expands, and with no BYMONTH there is nothing \
              that limits it to one month.",
    },
    Fault {
        of: &[IcalJs],
        what: "slides from 29 February into March",
        calendar: [
            "20280229T100000",
            "20280229T110000",
            "FREQ=YEARLY;UNTIL=20320229T090000Z",
        ],
        right: &[
            ["2028-02-29T09:00Z", "2028-02-29T10:00Z"],
            ["2032-02-29T09:00Z", "2032-02-29T10:00Z"],
        ],
        rfc: "3.3.10: Recurrence rules may generate recurrence instances with an invalid date (e.g., February 30) ... Such \
              recurrence instances MUST be ignored and MUST NOT be counted as part of the recurrence set.",
    },
    Fault {
        of: &[RecurringIcalEvents, IcalJs, Libical],
        what: "gives a time that the clock skips at another instant, without a length, or all later ones an hour late",
        calendar: [
            "20260322T023000",
            "20260322T033000",
            "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260412T003000Z",
        ],
        right: &[
            ["2026-03-22T01:30Z", "2026-03-22T02:30Z"],
            ["2026-03-29T01:30Z", "2026-03-29T02:30Z"],
            ["2026-04-05T00:30Z", "2026-04-05T01:30Z"],
            ["2026-04-12T00:30Z", "2026-04-12T01:30Z"],
        ],
        rfc: "3.3.5: If the local time described does not occur (when changing from standard to daylight time), the DATE-TIME \
              value is interpreted using the UTC offset before the gap in local times.",
    },
    Fault {
        of: &[RecurringIcalEvents, IcalJs, Libical],
        what: "gives a time that the clock repeats at its second instant, or two hours for one",
        calendar: [
            "20261018T023000",
            "20261018T033000",
            "FREQ=WEEKLY;BYDAY=SU;UNTIL=20261101T013000Z",
        ],
        right: &[
            ["2026-10-18T00:30Z", "2026-10-18T01:30Z"],
            ["2026-10-25T00:30Z", "2026-10-25T01:30Z"],
            ["2026-11-01T01:30Z", "2026-11-01T02:30Z"],
        ],
        rfc: "3.3.5: If the local time described occurs more than once (when changing from daylight to standard time), the \
              DATE-TIME value refers to the first occurrence of the referenced time. 3.8.5.3: the same exact duration will apply to all \
              the members of the generated recurrence set.",
    },
    Fault {
        of: &[RecurringIcalEvents, IcalJs, Libical],
        what: "makes a visit an hour shorter over which the clock is set forward",
        calendar: [
            "20260322T013000",
            "20260322T043000",
            "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260405T000000Z",
        ],
        right: &[
            ["2026-03-22T00:30Z", "2026-03-22T03:30Z"],
            ["2026-03-29T00:30Z", "2026-03-29T03:30Z"],
            ["2026-04-04T23:30Z", "2026-04-05T02:30Z"],
        ],
        rfc: "3.8.5.3: If the duration of the recurring component is specified with the \"DTEND\" or \"DUE\" property, the same \
              exact duration will apply to all the members of the generated recurrence set.",
    },
];

/// A calendar in which nothing else could be wrong.
fn calendar([start, end, rule]: [&str; 3]) -> String {
    let zone = include_str!("../interop/written_by_hand.ics").replace("\r\n", "\n");
    let (_, zone) = zone.split_once("BEGIN:VTIMEZONE\n").unwrap();
    let (zone, _) = zone.split_once("END:VTIMEZONE\n").unwrap();
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Chairtime//faults//EN\nCALSCALE:GREGORIAN\nBEGIN:VTIMEZONE\n{zone}END:VTIMEZONE\n\
         BEGIN:VEVENT\nUID:one\nDTSTAMP:20260101T080000Z\nCREATED:20260101T080000Z\nLAST-MODIFIED:20260101T080000Z\nSEQUENCE:0\n\
         DTSTART;TZID=Europe/Berlin:{start}\nDTEND;TZID=Europe/Berlin:{end}\nRRULE:{rule}\nSUMMARY:Cut\n\
         END:VEVENT\nEND:VCALENDAR\n"
    );
    text.replace('\n', "\r\n")
}

#[test]
fn each_fault_is_proven_on_the_reader_that_has_it_and_on_no_other() {
    let Some(readers) = Readers::find() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fault.ics");
    for Fault {
        of,
        what,
        calendar: text,
        right,
        rfc,
    } in &FAULTS
    {
        std::fs::write(&file, calendar(*text)).unwrap();
        let period = Period {
            file: file.clone(),
            from: DateTime::UNIX_EPOCH,
            to: "2050-01-01T00:00:00Z".parse().unwrap(),
        };
        let instant = |text: &str| {
            text.replace('Z', ":00Z")
                .parse::<DateTime<chrono::Utc>>()
                .unwrap()
                .timestamp()
        };
        let right: Vec<(i64, i64)> = right.iter().map(|[from, to]| (instant(from), instant(to))).collect();
        for (reader, found) in readers.read(&period) {
            let difference = difference(&right, &visits(found.iter()));
            assert_eq!(
                difference.is_some(),
                of.contains(&reader),
                "{what}: {reader:?} {difference:?}; RFC 5545 {rfc}"
            );
        }
    }
}

#[test]
fn what_a_reader_gets_wrong_is_never_written() {
    for Fault {
        what, calendar: text, ..
    } in &FAULTS
    {
        assert!(
            stops_at(calendar(*text).into_bytes()).is_some(),
            "the strict reader takes what {what}"
        );
    }
}
