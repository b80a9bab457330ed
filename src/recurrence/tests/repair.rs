//! Rules as other programs write them.

use super::*;
use crate::time::{Instant, Zone};

fn in_berlin() -> Start {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    Start::Zoned("2026-03-03T09:30".parse().unwrap(), berlin)
}

fn floating() -> Start {
    Start::Floating("2026-03-03T09:30".parse().unwrap())
}

fn whole_days() -> Start {
    Start::Day(day("2026-03-03"))
}

/// For something with this start, the text is read as the rule, after these repairs.
#[track_caller]
fn check_for(start: Start, text: &str, rule: &str, repairs: &[(usize, Mended)]) {
    let repaired = Rule::repaired(text, start).unwrap_or_else(|error| panic!("{text}: {error}"));
    let made: Vec<_> = repaired
        .repairs
        .iter()
        .map(|repair| (repair.at, repair.mended))
        .collect();
    assert_eq!(
        (repaired.rule.to_string().as_str(), made.as_slice()),
        (rule, repairs),
        "{text}"
    );
    // What was mended once needs no mending.
    let again = Rule::repaired(rule, start).unwrap();
    assert_eq!(
        again,
        Repaired {
            rule: repaired.rule,
            repairs: Vec::new()
        },
        "{text}"
    );
}

#[track_caller]
fn check(text: &str, rule: &str, repairs: &[(usize, Mended)]) {
    check_for(in_berlin(), text, rule, repairs);
}

/// The text is refused as the strict reading refuses it.
#[track_caller]
fn check_refused(text: &str, at: usize, reason: Reason) {
    assert_eq!(
        Rule::repaired(text, in_berlin()),
        Err(RuleError { at, reason }),
        "{text}"
    );
}

#[test]
fn a_right_rule_needs_no_repair() {
    for text in [
        "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,FR",
        "FREQ=MONTHLY;COUNT=10;BYDAY=2TU,-1FR",
        "FREQ=YEARLY;UNTIL=20301231T083000Z;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    ] {
        check(text, text, &[]);
    }
    check("freq=weekly;byday=tu;wkst=su", "FREQ=WEEKLY;WKST=SU;BYDAY=TU", &[]);
}

#[test]
fn what_stands_around_the_parts_is_left_out() {
    check("RRULE:FREQ=DAILY", "FREQ=DAILY", &[(0, Mended::Prefix)]);
    check("rrule:freq=daily", "FREQ=DAILY", &[(0, Mended::Prefix)]);
    check("FREQ=DAILY;", "FREQ=DAILY", &[(11, Mended::Empty)]);
    check(
        ";FREQ=DAILY;;COUNT=3",
        "FREQ=DAILY;COUNT=3",
        &[(0, Mended::Empty), (12, Mended::Empty)],
    );
    check(
        " FREQ=WEEKLY; BYDAY = MO, 2 TU ",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        &[
            (0, Mended::Space),
            (13, Mended::Space),
            (14, Mended::Space),
            (21, Mended::Space),
            (25, Mended::Space),
            (26, Mended::Space),
            (14, Mended::NumberedWeekday),
        ],
    );
    check(
        "FREQ=WEEKLY\\;BYDAY=MO\\,TU",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        &[(11, Mended::Escape), (21, Mended::Escape)],
    );
    check(
        "FREQ=WEEKLY;BYDAY=MO,,TU,",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        &[(21, Mended::Empty), (25, Mended::Empty)],
    );
    check(
        "FREQ=WEEKLY;BYDAY=;UNTIL=",
        "FREQ=WEEKLY",
        &[
            (12, Mended::NoValue(Part::Weekdays)),
            (19, Mended::NoValue(Part::Until)),
        ],
    );
}

#[test]
fn what_is_not_of_a_rule_and_changes_no_date_is_left_out() {
    check(
        "DTSTART=20260303T093000;FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        &[(0, Mended::Foreign)],
    );
    check(
        "FREQ=DAILY;DTSTART;TZID=Europe/Berlin:20260303T093000;X-EVOLUTION-ENDDATE=20260404T070000Z",
        "FREQ=DAILY",
        &[(11, Mended::Foreign), (19, Mended::Foreign), (54, Mended::Foreign)],
    );
    check(
        "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        &[(0, Mended::AsUsual("RSCALE")), (30, Mended::AsUsual("SKIP"))],
    );
    check(
        "FREQ=DAILY;COUNT=3;COUNT=3",
        "FREQ=DAILY;COUNT=3",
        &[(19, Mended::Twice(Part::Count))],
    );
}

#[test]
fn the_time_of_the_start_said_again_is_left_out() {
    let said = [
        (11, Mended::TimeOfStart("BYHOUR")),
        (20, Mended::TimeOfStart("BYMINUTE")),
        (32, Mended::TimeOfStart("BYSECOND")),
    ];
    check("FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0", "FREQ=DAILY", &said);
    // RFC 5545 3.3.10: with a start that is a date these "MUST be ignored".
    check_for(whole_days(), "FREQ=DAILY;BYHOUR=9,17", "FREQ=DAILY", &said[..1]);
    check_refused("FREQ=DAILY;BYHOUR=9,17", 11, Reason::NotSupported("BYHOUR"));
    check_refused("FREQ=DAILY;BYHOUR=10", 11, Reason::NotSupported("BYHOUR"));
    check_refused("FREQ=DAILY;BYSECOND=30", 11, Reason::NotSupported("BYSECOND"));
}

#[test]
fn an_until_becomes_the_kind_of_time_that_the_start_is() {
    let kind = [(17, Mended::UntilKind)];
    // A date is all of that local day: in April Berlin is two hours ahead of UTC.
    check("FREQ=DAILY;UNTIL=20260428", "FREQ=DAILY;UNTIL=20260428T215959Z", &kind);
    check(
        "FREQ=DAILY;UNTIL=20260428T093000",
        "FREQ=DAILY;UNTIL=20260428T073000Z",
        &kind,
    );
    check_for(
        floating(),
        "FREQ=DAILY;UNTIL=20260428",
        "FREQ=DAILY;UNTIL=20260428T235900",
        &kind,
    );
    check_for(
        floating(),
        "FREQ=DAILY;UNTIL=20260428T093000Z",
        "FREQ=DAILY;UNTIL=20260428T093000",
        &kind,
    );
    check_for(
        whole_days(),
        "FREQ=DAILY;UNTIL=20260428T220000Z",
        "FREQ=DAILY;UNTIL=20260428",
        &kind,
    );
    check_for(
        whole_days(),
        "FREQ=DAILY;UNTIL=20260428T000000",
        "FREQ=DAILY;UNTIL=20260428",
        &kind,
    );
    for (text, start) in [
        ("FREQ=DAILY;UNTIL=20260428T073000Z", in_berlin()),
        ("FREQ=DAILY;UNTIL=20260428T093000", floating()),
        ("FREQ=DAILY;UNTIL=20260428", whole_days()),
    ] {
        check_for(start, text, text, &[]);
    }
}

#[test]
fn an_until_as_a_date_still_has_the_visit_of_that_day_far_east_and_far_west() {
    for zone in [
        "Pacific/Kiritimati",
        "Asia/Tokyo",
        "America/New_York",
        "Pacific/Pago_Pago",
    ] {
        for time in ["00:00", "23:59"] {
            let start = Start::Zoned(day("2026-03-03").at(time.parse().unwrap()), zone.parse().unwrap());
            let rule = Rule::repaired("FREQ=DAILY;UNTIL=20260428", start).unwrap().rule;
            let ending = rule.ending_by_day(start.time(), start.zone());
            assert_eq!(ending.last_date(start.day()), Some(day("2026-04-28")), "{zone} {time}");
        }
    }
}

#[test]
fn an_until_is_read_in_other_notations() {
    let utc = |text: &str| When::Utc(text.parse::<Instant>().unwrap());
    for (until, meant) in [
        ("2026-12-31T22:59:59Z", utc("2026-12-31T22:59:59Z")),
        ("2026-12-31T22:59:59.999Z", utc("2026-12-31T22:59:59Z")),
        ("20261231T235959+0100", utc("2026-12-31T22:59:59Z")),
        ("2026-12-31T17:59:59-05:00", utc("2026-12-31T22:59:59Z")),
        ("20261231T2359Z", utc("2026-12-31T23:59:00Z")),
        ("20261231 225959Z", utc("2026-12-31T22:59:59Z")),
        ("20261230T240000Z", utc("2026-12-31T00:00:00Z")),
    ] {
        let rule = Rule::repaired(&format!("FREQ=DAILY;UNTIL={until}"), in_berlin()).unwrap();
        assert_eq!(rule.rule.end(), End::Until(meant), "{until}");
        assert_eq!(
            rule.repairs,
            [Repair {
                at: 17,
                mended: Mended::UntilNotation
            }],
            "{until}"
        );
    }
    let both = [(17, Mended::UntilNotation), (17, Mended::UntilKind)];
    check(
        "FREQ=DAILY;UNTIL=2026-12-31",
        "FREQ=DAILY;UNTIL=20261231T225959Z",
        &both,
    );
    check("FREQ=DAILY;UNTIL=20261231Z", "FREQ=DAILY;UNTIL=20261231T225959Z", &both);
    check("FREQ=DAILY;UNTIL=20260231", "FREQ=DAILY;UNTIL=20260228T225959Z", &both);
    for bad in [
        "20261301",
        "20260232",
        "2026",
        "20261231T25",
        "20261231T235959+1",
        "20261231T235959Q",
        "soon",
        "é",
        "T",
    ] {
        check_refused(&format!("FREQ=DAILY;UNTIL={bad}"), 17, Reason::NotAnUntil);
    }
}

#[test]
fn of_two_ends_the_earlier_one_is_kept() {
    check(
        "FREQ=DAILY;COUNT=5;UNTIL=20260331T220000Z",
        "FREQ=DAILY;COUNT=5",
        &[(19, Mended::TwoEnds { kept: Part::Count })],
    );
    check(
        "FREQ=DAILY;UNTIL=20260305T220000Z;COUNT=5",
        "FREQ=DAILY;UNTIL=20260305T220000Z",
        &[(34, Mended::TwoEnds { kept: Part::Until })],
    );
    // The fifth date is on 7 March at 9:30, half an hour after the end in the second rule.
    check(
        "FREQ=DAILY;COUNT=5;UNTIL=20260307T083000Z",
        "FREQ=DAILY;COUNT=5",
        &[(19, Mended::TwoEnds { kept: Part::Count })],
    );
    check(
        "FREQ=DAILY;COUNT=5;UNTIL=20260307T080000Z",
        "FREQ=DAILY;UNTIL=20260307T080000Z",
        &[(19, Mended::TwoEnds { kept: Part::Until })],
    );
}

#[test]
fn numbers_that_mean_nothing_are_left_out() {
    check("FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY", &[(21, Mended::Interval)]);
    check("FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY", &[(21, Mended::Interval)]);
    check(
        "FREQ=WEEKLY;BYDAY=1MO,2TU",
        "FREQ=WEEKLY;BYDAY=MO,TU",
        &[(12, Mended::NumberedWeekday)],
    );
    check(
        "FREQ=MONTHLY;BYDAY=0MO,2TU",
        "FREQ=MONTHLY;BYDAY=MO,2TU",
        &[(19, Mended::NumberedWeekday)],
    );
    check(
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        &[(24, Mended::NumberedWeekday)],
    );
    check(
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY",
        &[(13, Mended::PositionsAlone)],
    );
    check(
        "FREQ=MONTHLY;BYSETPOS=-1",
        "FREQ=MONTHLY",
        &[(13, Mended::PositionsAlone)],
    );
    check_refused("FREQ=MONTHLY;BYSETPOS=2", 13, Reason::PositionsAlone);
}

#[test]
fn weekdays_are_read_by_their_names() {
    check(
        "FREQ=MONTHLY;BYDAY=2Tuesday,-1 FRI;WKST=SUN",
        "FREQ=MONTHLY;WKST=SU;BYDAY=2TU,-1FR",
        &[
            (19, Mended::WeekdayName),
            (28, Mended::Space),
            (28, Mended::WeekdayName),
            (40, Mended::WeekdayName),
        ],
    );
}

#[test]
fn what_can_mean_two_things_stays_an_error_with_its_place() {
    let least_one = |part| Reason::OutOfRange {
        part,
        least: 1,
        greatest: u32::MAX,
        signed: false,
    };
    check_refused("", 0, Reason::NoFrequency);
    check_refused("RRULE:", 6, Reason::NoFrequency);
    check_refused("FREQ=", 5, Reason::UnknownFrequency);
    check_refused(" FREQ=HOURLY", 6, Reason::NotSupported("FREQ=HOURLY"));
    check_refused("FREQ=DAILY;COUNT=0", 17, least_one(Part::Count));
    check_refused("FREQ=DAILY;COUNT=3;COUNT=4", 19, Reason::Twice(Part::Count));
    check_refused("FREQ=DAILY;BYEASTER=0", 11, Reason::UnknownPart);
    check_refused("FREQ=DAILY;EXDATE=20260303", 11, Reason::UnknownPart);
    check_refused("FREQ=DAILY;count", 11, Reason::NotAPart);
    check_refused("FREQ=DAILY;=3", 11, Reason::NotAPart);
    check_refused("FREQ=WEEKLY; BYDAY=MO, XX", 23, Reason::NotAWeekday(Part::Weekdays));
    check_refused("FREQ=WEEKLY;BYDAY=MONDAYS", 18, Reason::NotAWeekday(Part::Weekdays));
    check_refused("RSCALE=HEBREW;FREQ=YEARLY", 0, Reason::NotSupported("RSCALE"));
    check_refused(
        "RSCALE=GREGORIAN;SKIP=BACKWARD;FREQ=YEARLY",
        17,
        Reason::NotSupported("SKIP"),
    );
}

#[test]
fn no_text_makes_the_mending_stop_the_program_or_change_a_right_rule() {
    let pieces = [
        "FREQ",
        "=",
        "DAILY",
        ";",
        ",",
        "BYDAY",
        "MO",
        "-1",
        "é",
        "🌻",
        "UNTIL",
        "20261231",
        "T",
        "Z",
        "COUNT",
        "0",
        " ",
        "BYMONTH",
        "YEARLY",
        "\\",
        "RRULE:",
        "X-",
        "2026-12-31T10:00+01:00",
        "INTERVAL",
        "9",
        "WEEKLY",
        "Tuesday",
    ];
    let mut random = fastrand::Rng::with_seed(8);
    for _ in 0..20_000 {
        let text: String = (0..random.usize(0..14))
            .map(|_| pieces[random.usize(0..pieces.len())])
            .collect();
        for start in [in_berlin(), floating(), whole_days()] {
            let repaired = Rule::repaired(&text, start);
            if let Ok(Repaired { rule, repairs }) = &repaired {
                assert!(repairs.iter().all(|repair| text.is_char_boundary(repair.at)), "{text}");
                let again = Rule::repaired(&rule.to_string(), start).unwrap();
                assert_eq!((again.rule, again.repairs), (rule.clone(), Vec::new()), "{text}");
            }
            if let Ok(strict) = Rule::parse(&text) {
                let kept = repaired.unwrap();
                assert!(kept.rule == strict || kept.repairs.iter().any(|repair| repair.mended == Mended::UntilKind));
            }
        }
    }
}
