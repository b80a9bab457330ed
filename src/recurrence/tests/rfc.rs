//! The examples of RFC 5545 3.8.5.3, in its order and with its dates. The hourly and minutely ones are errors here.

use super::*;
use crate::time::Zone;

/// An UNTIL of the examples, in New York at nine o'clock.
fn check_at_nine(text: &str, start: &str, expected: &str) {
    let zone: Zone = "America/New_York".parse().unwrap();
    check(
        &rule(text).ending_by_day("09:00".parse().unwrap(), zone).to_string(),
        start,
        expected,
    );
}

#[test]
fn daily_for_10_occurrences() {
    check("FREQ=DAILY;COUNT=10", "1997-09-02", "1997 Sep 2-11");
}

#[test]
fn daily_until_december_24_1997() {
    check_at_nine(
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "1997-09-02",
        "1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23",
    );
}

#[test]
fn every_other_day_forever() {
    check(
        "FREQ=DAILY;INTERVAL=2",
        "1997-09-02",
        "1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Nov 1 3 5 7 9...",
    );
}

#[test]
fn every_10_days_5_occurrences() {
    check(
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "1997-09-02",
        "1997 Sep 2 12 22 Oct 2 12",
    );
}

#[test]
fn every_day_in_january_for_3_years() {
    let expected = "1998 Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31";
    check_at_nine(
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "1998-01-01",
        expected,
    );
    check_at_nine("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998-01-01", expected);
}

#[test]
fn weekly_for_10_occurrences() {
    check(
        "FREQ=WEEKLY;COUNT=10",
        "1997-09-02",
        "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4",
    );
}

#[test]
fn weekly_until_december_24_1997() {
    check_at_nine(
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997-09-02",
        "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23",
    );
}

#[test]
fn every_other_week_forever() {
    check(
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997-09-02",
        "1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23; 1998 Jan 6 20 Feb 3 17...",
    );
}

#[test]
fn weekly_on_tuesday_and_thursday_for_five_weeks() {
    let expected = "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2";
    check_at_nine(
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        expected,
    );
    check("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", expected);
}

#[test]
fn every_other_week_on_monday_wednesday_and_friday_until_december_24_1997() {
    check_at_nine(
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        "1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 Dec 8 10 12 22",
    );
}

#[test]
fn every_other_week_on_tuesday_and_thursday_for_8_occurrences() {
    check(
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "1997 Sep 2 4 16 18 30 Oct 2 14 16",
    );
}

#[test]
fn monthly_on_the_first_friday_for_10_occurrences() {
    check(
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5; 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5",
    );
}

#[test]
fn monthly_on_the_first_friday_until_december_24_1997() {
    check_at_nine(
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997-09-05",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5",
    );
}

#[test]
fn every_other_month_on_the_first_and_last_sunday_for_10_occurrences() {
    check(
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07",
        "1997 Sep 7 28 Nov 2 30; 1998 Jan 4 25 Mar 1 29 May 3 31",
    );
}

#[test]
fn monthly_on_the_second_to_last_monday_for_6_months() {
    check(
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22",
        "1997 Sep 22 Oct 20 Nov 17 Dec 22; 1998 Jan 19 Feb 16",
    );
}

#[test]
fn monthly_on_the_third_to_last_day_forever() {
    check(
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997-09-28",
        "1997 Sep 28 Oct 29 Nov 28 Dec 29; 1998 Jan 29 Feb 26...",
    );
}

#[test]
fn monthly_on_the_2nd_and_15th_for_10_occurrences() {
    check(
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02",
        "1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15; 1998 Jan 2 15",
    );
}

#[test]
fn monthly_on_the_first_and_last_day_for_10_occurrences() {
    check(
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30",
        "1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31; 1998 Jan 1 31 Feb 1",
    );
}

#[test]
fn every_18_months_on_the_10th_to_15th_for_10_occurrences() {
    check(
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10",
        "1997 Sep 10-15; 1999 Mar 10-13",
    );
}

#[test]
fn every_tuesday_every_other_month() {
    check(
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09-02",
        "1997 Sep 2 9 16 23 30 Nov 4 11 18 25; 1998 Jan 6 13 20 27 Mar 3 10 17 24 31...",
    );
}

#[test]
fn yearly_in_june_and_july_for_10_occurrences() {
    check(
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10",
        "1997 Jun 10 Jul 10; 1998 Jun 10 Jul 10; 1999 Jun 10 Jul 10; 2000 Jun 10 Jul 10; 2001 Jun 10 Jul 10",
    );
}

#[test]
fn every_other_year_in_january_february_and_march_for_10_occurrences() {
    check(
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10",
        "1997 Mar 10; 1999 Jan 10 Feb 10 Mar 10; 2001 Jan 10 Feb 10 Mar 10; 2003 Jan 10 Feb 10 Mar 10",
    );
}

#[test]
fn every_third_year_on_the_1st_100th_and_200th_day_for_10_occurrences() {
    check(
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01",
        "1997 Jan 1 Apr 10 Jul 19; 2000 Jan 1 Apr 9 Jul 18; 2003 Jan 1 Apr 10 Jul 19; 2006 Jan 1",
    );
}

#[test]
fn every_20th_monday_of_the_year_forever() {
    check(
        "FREQ=YEARLY;BYDAY=20MO",
        "1997-05-19",
        "1997 May 19; 1998 May 18; 1999 May 17...",
    );
}

#[test]
fn monday_of_week_20_forever() {
    check(
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997-05-12",
        "1997 May 12; 1998 May 11; 1999 May 17...",
    );
}

#[test]
fn every_thursday_in_march_forever() {
    check(
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03-13",
        "1997 Mar 13 20 27; 1998 Mar 5 12 19 26; 1999 Mar 4 11 18 25...",
    );
}

#[test]
fn every_thursday_only_in_june_july_and_august_forever() {
    check(
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997-06-05",
        "1997 Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7 14 21 28; 1998 Jun 4 11 18 25 Jul 2 9 16 23 30 Aug 6 13 20 27; \
         1999 Jun 3 10 17 24 Jul 1 8 15 22 29 Aug 5 12 19 26...",
    );
}

#[test]
fn every_friday_the_13th_forever() {
    check(
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1997-09-02",
        "1998 Feb 13 Mar 13 Nov 13; 1999 Aug 13; 2000 Oct 13...",
    );
}

#[test]
fn the_first_saturday_that_follows_the_first_sunday_forever() {
    check(
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09-13",
        "1997 Sep 13 Oct 11 Nov 8 Dec 13; 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13...",
    );
}

#[test]
fn every_4_years_on_the_first_tuesday_after_a_monday_in_november_forever() {
    check(
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        "1996 Nov 5; 2000 Nov 7; 2004 Nov 2...",
    );
}

#[test]
fn the_third_tuesday_wednesday_or_thursday_of_the_next_3_months() {
    check(
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09-04",
        "1997 Sep 4 Oct 7 Nov 6",
    );
}

#[test]
fn the_second_to_last_weekday_of_the_month() {
    check(
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29",
        "1997 Sep 29 Oct 30 Nov 27 Dec 30; 1998 Jan 29 Feb 26 Mar 30...",
    );
}

/// Spec S2.8: sub-daily parts are an error that names them.
#[test]
fn the_hourly_and_minutely_examples_are_not_supported_and_say_so() {
    for (text, named) in [
        ("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "FREQ=HOURLY"),
        ("FREQ=MINUTELY;INTERVAL=15;COUNT=6", "FREQ=MINUTELY"),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "FREQ=MINUTELY"),
    ] {
        assert_eq!(
            Rule::parse(text),
            Err(RuleError {
                at: 5,
                reason: Reason::NotSupported(named)
            })
        );
    }
    let text = "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40";
    assert_eq!(
        Rule::parse(text),
        Err(RuleError {
            at: 11,
            reason: Reason::NotSupported("BYHOUR")
        })
    );
}

#[test]
fn the_week_start_makes_a_difference() {
    check(
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        "1997 Aug 5 10 19 24",
    );
    check(
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05",
        "1997 Aug 5 17 19 31",
    );
}

#[test]
fn an_invalid_date_is_ignored() {
    check(
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01-15",
        "2007 Jan 15 30 Feb 15 Mar 15 30",
    );
}
