//! Where rules begin and end, what they do at the edges of months and of the calendar, and seeking.

use super::*;
use crate::time::Zone;

#[test]
fn the_start_is_a_date_only_if_the_rule_gives_it_and_count_counts_dates() {
    check("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "2026-03-03", "2026 Mar 6 13");
    check("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2", "2026-03-03", "2026 Apr 1 May 1");
}

#[test]
fn an_end_day_belongs_to_the_rule() {
    check("FREQ=WEEKLY;UNTIL=20260317", "2026-03-03", "2026 Mar 3 10 17");
    check("FREQ=WEEKLY;UNTIL=20260316", "2026-03-03", "2026 Mar 3 10");
    check("FREQ=WEEKLY;UNTIL=20260302", "2026-03-03", "");
    assert_eq!(rule("FREQ=WEEKLY;UNTIL=20260302").last_date(day("2026-03-03")), None);
}

#[test]
fn an_end_time_leaves_out_what_starts_after_it() {
    let last = |text: &str, start: &str, zone: &str| {
        let zone: Zone = zone.parse().unwrap();
        rule(text).ending_by_day(start.parse().unwrap(), zone).end()
    };
    let by = |text: &str| End::Until(When::Day(day(text)));
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428T070000Z", "09:00", "Europe/Berlin"),
        by("2026-04-28")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428T070000Z", "09:01", "Europe/Berlin"),
        by("2026-04-27")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428T000000Z", "19:59", "America/New_York"),
        by("2026-04-27")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260427T230000Z", "08:00", "Asia/Tokyo"),
        by("2026-04-28")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428T090000", "09:00", "Europe/Berlin"),
        by("2026-04-28")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428T090000", "09:01", "Europe/Berlin"),
        by("2026-04-27")
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260428", "23:59", "Europe/Berlin"),
        by("2026-04-28")
    );
    assert_eq!(last("FREQ=DAILY;COUNT=3", "09:00", "Europe/Berlin"), End::Count(3));
}

#[test]
fn an_end_can_be_taken_away_and_put_on() {
    let weekly = rule("FREQ=WEEKLY;COUNT=5;BYDAY=TU");
    assert_eq!(weekly.end(), End::Count(5));
    assert_eq!(weekly.without_end().to_string(), "FREQ=WEEKLY;BYDAY=TU");
    let until = weekly.with_end(End::Until(When::Day(day("2026-12-31")))).unwrap();
    assert_eq!(until.to_string(), "FREQ=WEEKLY;UNTIL=20261231;BYDAY=TU");
    assert!(weekly.with_end(End::Count(0)).is_err());
}

#[test]
fn the_31st_comes_back_after_a_short_month() {
    check(
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "2026-01-31",
        "2026 Jan 31 Feb 28 Mar 31 Apr 30 May 31 Jun 30 Jul 31 Aug 31 Sep 30 Oct 31 Nov 30 Dec 31; 2027 Jan 31 Feb 28...",
    );
    check(
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        "2026-01-30",
        "2026 Jan 30 Feb 28 Mar 30; 2026 Apr 30...",
    );
    check(
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "2026-01-31",
        "2026 Jan 31 Mar 31 May 31 Jul 31 Aug 31 Oct 31 Dec 31; 2027 Jan 31...",
    );
    check(
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "2025-11-30",
        "2025 Nov 30; 2026 Feb 28 May 31 Aug 31...",
    );
}

#[test]
fn the_leap_day_clamps_or_waits() {
    check(
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        "2024-02-29",
        "2024 Feb 29; 2025 Feb 28; 2026 Feb 28; 2027 Feb 28; 2028 Feb 29...",
    );
    check(
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "2024-02-29",
        "2024 Feb 29; 2028 Feb 29; 2032 Feb 29...",
    );
}

#[test]
fn a_pair_of_days_clamps_its_second_and_keeps_its_first() {
    check(
        "FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1",
        "2026-01-15",
        "2026 Jan 15 30 Feb 15 28 Mar 15 30 Apr 15 30...",
    );
    check(
        "FREQ=MONTHLY;BYMONTHDAY=16,28,29,30,31;BYSETPOS=1,-1",
        "2028-01-31",
        "2028 Jan 31 Feb 16 29 Mar 16 31 Apr 16 30...",
    );
}

#[test]
fn a_date_of_january_may_lie_in_the_last_week_of_the_year_before() {
    check(
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA",
        "2015-01-01",
        "2016 Jan 2; 2021 Jan 2; 2027 Jan 2...",
    );
    check(
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
        "1997-09-02",
        "1997 Dec 29; 1999 Jan 4; 2000 Jan 3...",
    );
    check(
        "FREQ=YEARLY;BYWEEKNO=1,2",
        "2013-01-01",
        "2013 Jan 1 8 Dec 31; 2014 Jan 7 Dec 30; 2015 Jan 6...",
    );
}

#[test]
fn parts_that_a_frequency_has_no_more_limit_its_dates() {
    check(
        "FREQ=WEEKLY;BYDAY=MO;BYMONTHDAY=1,2,3",
        "2026-01-01",
        "2026 Feb 2 Mar 2 Jun 1 Aug 3 Nov 2; 2027 Feb 1...",
    );
    check(
        "FREQ=WEEKLY;BYMONTHDAY=-1;BYMONTH=1,3;COUNT=3",
        "2026-01-01",
        "2026 Jan 31 Mar 31; 2027 Jan 31",
    );
    check(
        "FREQ=DAILY;INTERVAL=2;BYYEARDAY=1,-1;COUNT=3",
        "2026-01-01",
        "2026 Jan 1 Dec 31; 2028 Jan 1",
    );
    check(
        "FREQ=MONTHLY;BYYEARDAY=1,100,-1;COUNT=4",
        "2026-01-01",
        "2026 Jan 1 Apr 10 Dec 31; 2027 Jan 1",
    );
    check(
        "FREQ=WEEKLY;BYWEEKNO=1,-1;BYDAY=SU;COUNT=4",
        "2026-01-01",
        "2026 Jan 4; 2027 Jan 3 10; 2028 Jan 2",
    );
    check(
        "FREQ=MONTHLY;BYWEEKNO=20;COUNT=3",
        "1997-09-02",
        "1998 May 12; 1999 May 18; 2000 May 16",
    );
    for (text, known) in [
        ("FREQ=WEEKLY;BYMONTHDAY=1", false),
        ("FREQ=DAILY;BYYEARDAY=1", false),
        ("FREQ=MONTHLY;BYWEEKNO=1", false),
        ("FREQ=MONTHLY;BYMONTHDAY=1", true),
        ("FREQ=YEARLY;BYWEEKNO=1;BYYEARDAY=1", true),
    ] {
        assert_eq!(rule(text).is_of_rfc_5545(), known, "{text}");
    }
}

#[test]
fn what_a_rule_leaves_unsaid_is_written_out_from_its_start() {
    let tuesday = day("2026-03-31");
    for (text, written) in [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=MONTHLY;BYMONTH=5", "FREQ=MONTHLY;BYMONTH=5;BYMONTHDAY=31"),
        ("FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO"),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        ("FREQ=YEARLY;BYMONTH=5", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU"),
        ("FREQ=YEARLY;BYMONTHDAY=5", "FREQ=YEARLY;BYMONTHDAY=5"),
        ("FREQ=YEARLY;BYYEARDAY=5", "FREQ=YEARLY;BYYEARDAY=5"),
    ] {
        let (short, long) = (rule(text), rule(text).written_out(tuesday));
        assert_eq!(long.to_string(), written);
        assert!(short.dates(tuesday).take(50).eq(long.dates(tuesday).take(50)), "{text}");
    }
}

/// Spec S2.8: no loop over a rule that yields nothing.
#[test]
fn a_rule_that_gives_nothing_ends() {
    let start = day("2026-01-01");
    for text in [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;COUNT=3",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2;COUNT=1",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=5",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12",
        "FREQ=WEEKLY;UNTIL=20251231",
    ] {
        let rule = rule(text);
        assert_eq!(rule.dates(start).next(), None, "{text}");
        assert_eq!(rule.dates_back(start, Day::LAST).next(), None, "{text}");
        assert_eq!(
            (rule.last_date(start), rule.count_before(start, Day::LAST)),
            (None, 0),
            "{text}"
        );
    }
}

#[test]
fn no_date_lies_after_the_last_day_of_the_calendar_however_great_the_numbers() {
    let start = Rule::LAST - 1;
    for frequency in ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] {
        for (interval, count) in [(1, u32::MAX), (u32::MAX, 1000)] {
            let rule = rule(&format!("FREQ={frequency};INTERVAL={interval};COUNT={count}"));
            assert!(rule.dates(start).all(|date| date <= Rule::LAST));
            assert_eq!(rule.dates(start).next(), Some(start));
            assert_eq!(rule.dates_back(start, day("9999-12-31")).last(), Some(start));
            assert_eq!(rule.dates_from(start, day("9999-12-31")).next(), None);
            assert_eq!(rule.dates(day("9999-12-31")).next(), None);
        }
    }
}

#[test]
fn iterators_that_have_ended_stay_ended() {
    let weekly = rule("FREQ=WEEKLY;COUNT=1");
    let mut dates = weekly.dates(day("2026-03-03"));
    assert_eq!(
        (dates.next(), dates.next(), dates.next()),
        (Some(day("2026-03-03")), None, None)
    );
    let mut back = weekly.dates_back(day("2026-03-03"), Day::LAST);
    assert_eq!(
        (back.next(), back.next(), back.next()),
        (Some(day("2026-03-03")), None, None)
    );
}

#[test]
fn a_series_is_entered_at_any_day_without_losing_its_step() {
    let fortnightly = rule("FREQ=WEEKLY;INTERVAL=2;COUNT=500;BYDAY=TU,FR");
    let start = day("2016-03-01");
    let all: Vec<_> = fortnightly.dates(start).collect();
    assert_eq!(all.len(), 500);
    assert_eq!(fortnightly.last_date(start), all.last().copied());
    for from in (day("2016-01-01").number()..day("2026-03-01").number())
        .step_by(97)
        .map(Day::from_number)
    {
        let rest: Vec<_> = all.iter().copied().filter(|date| *date >= from).collect();
        assert_eq!(fortnightly.dates_from(start, from).collect::<Vec<_>>(), rest);
    }
}
