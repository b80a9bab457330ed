//! Reading and writing the text of rules.

use super::*;

/// The text is read and written back in canonical form.
fn check_text(text: &str, canonical: &str) {
    assert_eq!(rule(text).to_string(), canonical);
    assert_eq!(rule(canonical), rule(text));
}

/// The text is refused at this byte, for this reason.
fn check_refused(text: &str, at: usize, reason: Reason) {
    assert_eq!(Rule::parse(text), Err(RuleError { at, reason }), "{text}");
}

fn out_of_range(part: Part, greatest: u32, signed: bool) -> Reason {
    Reason::OutOfRange {
        part,
        least: 1,
        greatest,
        signed,
    }
}

#[test]
fn a_rule_is_written_in_one_order_whatever_order_it_came_in() {
    check_text(
        "BYDAY=FR,TU,TU;WKST=SU;FREQ=WEEKLY;COUNT=26;INTERVAL=2",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=26;WKST=SU;BYDAY=TU,FR",
    );
    check_text(
        "FREQ=MONTHLY;BYMONTHDAY=-1,15,1,-2",
        "FREQ=MONTHLY;BYMONTHDAY=1,15,-2,-1",
    );
    check_text(
        "freq=monthly;byday=+4tu,-1FR,mo,2TU",
        "FREQ=MONTHLY;BYDAY=MO,2TU,4TU,-1FR",
    );
    check_text(
        "FREQ=YEARLY;BYYEARDAY=200,-1,001;BYSETPOS=-1,1",
        "FREQ=YEARLY;BYYEARDAY=1,200,-1;BYSETPOS=1,-1",
    );
    check_text(
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12,5;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=5,12;BYWEEKNO=20;BYDAY=MO",
    );
}

#[test]
fn what_goes_without_saying_is_not_written_but_a_week_start_that_matters_is() {
    check_text("FREQ=WEEKLY;INTERVAL=1;WKST=MO", "FREQ=WEEKLY");
    check_text("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;WKST=MO");
    check_text("FREQ=DAILY;INTERVAL=2;", "FREQ=DAILY;INTERVAL=2");
}

#[test]
fn the_three_forms_of_until_are_kept() {
    check_text("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231");
    check_text("FREQ=DAILY;UNTIL=20261231T235959", "FREQ=DAILY;UNTIL=20261231T235900");
    check_text("FREQ=DAILY;UNTIL=20261231T225959Z", "FREQ=DAILY;UNTIL=20261231T225959Z");
    for bad in [
        "2026-12-31",
        "20261331",
        "20261231T",
        "20261231T2500",
        "20261231T240000Z",
        "20261231T000000+",
        "tomorrow",
        "2026123é",
    ] {
        check_refused(&format!("FREQ=DAILY;UNTIL={bad}"), 17, Reason::NotAnUntil);
    }
}

#[test]
fn a_refusal_names_the_part_and_its_place() {
    check_refused("", 0, Reason::NotAPart);
    check_refused("FREQ=DAILY;;", 11, Reason::NotAPart);
    check_refused("FREQ=DAILY;COUNT=", 11, Reason::NotAPart);
    check_refused("INTERVAL=2", 10, Reason::NoFrequency);
    check_refused("FREQ=FORTNIGHTLY", 5, Reason::UnknownFrequency);
    check_refused("FREQ=DAILY;EVERY=2", 11, Reason::UnknownPart);
    check_refused("RRULE:FREQ=DAILY", 0, Reason::UnknownPart);
    check_refused("FREQ=DAILY;INTERVAL=2;FREQ=DAILY", 22, Reason::Twice(Part::Frequency));
    check_refused("FREQ=DAILY;COUNT=2;UNTIL=20261231", 19, Reason::CountAndUntil);
    check_refused(
        "FREQ=DAILY;INTERVAL=0",
        20,
        out_of_range(Part::Interval, u32::MAX, false),
    );
    check_refused("FREQ=DAILY;COUNT=0", 17, out_of_range(Part::Count, u32::MAX, false));
    check_refused(
        "FREQ=DAILY;COUNT=99999999999",
        17,
        out_of_range(Part::Count, u32::MAX, false),
    );
    check_refused("FREQ=DAILY;COUNT=-1", 17, Reason::NotANumber(Part::Count));
    check_refused(
        "FREQ=MONTHLY;BYMONTHDAY=1,32",
        26,
        out_of_range(Part::MonthDays, 31, true),
    );
    check_refused("FREQ=MONTHLY;BYMONTHDAY=0", 24, out_of_range(Part::MonthDays, 31, true));
    check_refused("FREQ=YEARLY;BYMONTH=1,13", 22, out_of_range(Part::Months, 12, false));
    check_refused("FREQ=YEARLY;BYWEEKNO=54", 21, out_of_range(Part::Weeks, 53, true));
    check_refused(
        "FREQ=YEARLY;BYYEARDAY=-367",
        22,
        out_of_range(Part::YearDays, 366, true),
    );
    check_refused("FREQ=MONTHLY;BYDAY=MO,54TU", 22, out_of_range(Part::Weekdays, 53, true));
    check_refused("FREQ=MONTHLY;BYDAY=MO,XX", 22, Reason::NotAWeekday(Part::Weekdays));
    check_refused("FREQ=MONTHLY;BYDAY=MO,🌻", 22, Reason::NotAWeekday(Part::Weekdays));
    check_refused("FREQ=MONTHLY;BYDAY=é2MO", 19, Reason::NotANumber(Part::Weekdays));
    check_refused("FREQ=MONTHLY;BYDAY=MO,", 22, Reason::NotAWeekday(Part::Weekdays));
    check_refused("FREQ=WEEKLY;WKST=1MO", 17, Reason::NotAWeekday(Part::WeekStart));
    check_refused("FREQ=MONTHLY;BYMONTHDAY=1 ,2", 24, Reason::NotANumber(Part::MonthDays));
}

#[test]
fn parts_that_do_not_go_together_are_refused_at_the_part() {
    check_refused("FREQ=WEEKLY;BYDAY=1MO", 12, Reason::NumberedWeekdays);
    check_refused("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", 23, Reason::NumberedWeekdays);
    check_refused("FREQ=MONTHLY;BYSETPOS=1", 13, Reason::PositionsAlone);
}

#[test]
fn parts_of_other_standards_and_below_a_day_are_named() {
    for (part, value) in [
        ("BYHOUR", "9"),
        ("BYMINUTE", "30"),
        ("BYSECOND", "0"),
        ("RSCALE", "GREGORIAN"),
        ("SKIP", "OMIT"),
    ] {
        check_refused(&format!("FREQ=DAILY;{part}={value}"), 11, Reason::NotSupported(part));
    }
    assert_eq!(
        Rule::parse("FREQ=DAILY;BYHOUR=9").unwrap_err().to_string(),
        "BYHOUR is not supported: a rule gives days (at byte 11)"
    );
}

#[test]
fn no_text_makes_the_reader_stop_the_program() {
    let pieces = [
        "FREQ", "=", "DAILY", ";", ",", "BYDAY", "MO", "-1", "é", "🌻", "UNTIL", "20261231", "T", "Z", "COUNT", "0",
        " ", "BYMONTH", "YEARLY",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..20_000 {
        let text: String = (0..random.usize(0..12))
            .map(|_| pieces[random.usize(0..pieces.len())])
            .collect();
        if let Ok(rule) = Rule::parse(&text) {
            assert_eq!(Rule::parse(&rule.to_string()), Ok(rule));
        }
    }
}

#[test]
fn rules_travel_through_json_as_text() {
    let weekly = rule("FREQ=WEEKLY;BYDAY=TU");
    assert_eq!(serde_json::to_string(&weekly).unwrap(), "\"FREQ=WEEKLY;BYDAY=TU\"");
    assert_eq!(
        serde_json::from_str::<Rule>("\"FREQ=WEEKLY;BYDAY=TU\"").unwrap(),
        weekly
    );
    assert!(serde_json::from_str::<Rule>("\"FREQ=HOURLY\"").is_err());
}
