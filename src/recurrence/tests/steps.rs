//! Nothing walks: how many chunks of a rule are looked at, counted, not timed.

use super::random::{random_rule, random_start, rounds};
use super::*;
use fastrand::Rng;

/// What `work` gives, and how many chunks it looked at.
fn counted<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = STEPS.get();
    let result = work();
    (result, STEPS.get() - before)
}

/// At most so many chunks lie between two days: each is at least a week, but that of a rule that has a date in each.
fn between(one: Day, other: Day) -> u64 {
    u64::try_from((other - one).abs()).unwrap() / 7 + 8
}

#[test]
fn random_rules_are_entered_from_both_sides_without_walking_there() {
    let mut random = Rng::with_seed(20_260_320);
    for _ in 0..rounds(2000) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let rule = rule(&text);
        let from = start + random.i32(0..60 * 365);
        let (first, steps) = counted(|| rule.dates_from(start, from).next());
        let looked_through = between(from, first.unwrap_or(Rule::LAST));
        assert!(
            steps <= looked_through,
            "{text} from {start}, entered at {from}: {steps}"
        );
        let (last, steps) = counted(|| rule.dates_back(start, from).next());
        let looked_through = between(from, last.unwrap_or(start));
        assert!(
            steps <= looked_through,
            "{text} from {start}, back from {from}: {steps}"
        );
        let until = rule.with_end(End::Until(When::Day(from))).unwrap();
        let (last, steps) = counted(|| until.last_date(start));
        let looked_through = between(from, last.unwrap_or(start));
        assert!(steps <= looked_through, "{until} from {start}: {steps}");
    }
}

#[test]
fn going_through_a_rule_looks_at_each_of_its_chunks_once() {
    let mut random = Rng::with_seed(20_260_321);
    for _ in 0..rounds(200) {
        let (text, start) = (random_rule(&mut random), random_start(&mut random));
        let rule = rule(&text);
        let last = start + 10 * 365;
        let (dates, steps) = counted(|| rule.dates(start).take_while(|date| *date <= last).count());
        let dates = u64::try_from(dates).unwrap();
        let beyond = rule.dates_from(start, last + 1).next().unwrap_or(Rule::LAST);
        assert!(
            steps <= dates + between(start, beyond),
            "{text} from {start}: {steps} for {dates}"
        );
    }
}

#[test]
fn a_count_is_reckoned_for_the_rules_that_salons_have() {
    let start = day("1980-01-31");
    for text in [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=10",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY;BYMONTHDAY=1,15",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=14,28,29;BYSETPOS=1,-1",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=2TU,4TU",
        "FREQ=MONTHLY;BYMONTH=1,4,7;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTHDAY=10",
    ] {
        let endless = rule(text);
        let day = day("2060-06-15");
        let before = endless.count_before(start, day);
        let rule = endless.with_end(End::Count(before + 1)).unwrap();
        let next = endless.dates_from(start, day).next();
        // A year of twelve chunks lies before a yearly date.
        let (entered, steps) = counted(|| rule.dates_from(start, day).next());
        assert!(entered == next && steps <= 20, "{text}, entered: {steps}");
        let (entered, steps) = counted(|| rule.dates_from(start, entered.unwrap() + 1).next());
        assert!(entered.is_none() && steps <= 4, "{text}, entered past its end: {steps}");
        let (last, steps) = counted(|| rule.last_date(start));
        assert!(last == next && steps <= 20, "{text}, its last: {steps}");
        let (count, steps) = counted(|| rule.count_before(start, Rule::LAST));
        assert!(count == before + 1 && steps <= 2, "{text}, counted: {steps}");
        let listed = endless.dates(start).take_while(|date| *date < day).count();
        assert_eq!(usize::try_from(before).unwrap(), listed, "{text}");
    }
}

#[test]
fn a_rule_without_dates_is_seen_through_in_bounded_steps() {
    let start = Day::FIRST;
    for text in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTHDAY=-1;BYSETPOS=-2",
        "FREQ=DAILY;BYYEARDAY=1;BYMONTH=5;COUNT=1000000000",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2;BYMONTH=1;COUNT=1000000000",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000000",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12",
        "FREQ=YEARLY;INTERVAL=4294967295;BYMONTH=2;BYMONTHDAY=30",
    ] {
        let (first, steps) = counted(|| rule(text).dates(start).next());
        // Of all rules these of weeks have the most chunks through the year 2199.
        assert!(first.is_none() && steps <= 230 * 53 * 2, "{text}: {steps}");
    }
}
