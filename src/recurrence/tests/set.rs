//! Rules with dates added and left out, in time: against a plain list, and through the changes of clocks.

use super::random::{random_rule, rounds};
use super::*;
use crate::time::{Civil, Instant, Resolved, TimeOfDay};
use fastrand::Rng;
use std::collections::BTreeMap;

fn civil(text: &str) -> Civil {
    text.parse().unwrap()
}

fn zoned(start: &str, zone: &str) -> Start {
    Start::Zoned(civil(start), zone.parse().unwrap())
}

/// `2026-03-03` as a date, `2026-03-03T10:00` as a local time, `2026-03-03T10:00:00Z` as an instant.
fn when(text: &str) -> When {
    match text.len() {
        10 => When::Day(day(text)),
        16 => When::Local(civil(text)),
        _ => When::Utc(text.parse().unwrap()),
    }
}

fn whens(list: &str) -> Vec<When> {
    list.split_whitespace().map(when).collect()
}

/// The set has exactly these starts on the wall, from both sides, and counts them.
#[track_caller]
fn check(set: &RecurrenceSet, expected: &str) {
    let starts: Vec<_> = set.occurrences().map(|occurrence| occurrence.start).collect();
    let expected: Vec<_> = expected.split_whitespace().map(civil).collect();
    assert_eq!(starts, expected);
    let far = Rule::LAST.midnight();
    let mut back: Vec<_> = set.occurrences_back(far).map(|occurrence| occurrence.start).collect();
    back.reverse();
    assert_eq!(back, expected, "backwards");
    assert_eq!(set.count(), expected.len(), "counted");
    assert_eq!(set.last().map(|last| last.start), expected.last().copied());
}

#[test]
fn dates_are_added_and_left_out_in_every_form() {
    let weekly = rule("FREQ=WEEKLY;COUNT=4");
    let berlin = zoned("2026-03-17T10:00", "Europe/Berlin");
    let set = RecurrenceSet::new(berlin, Some(&weekly));
    check(
        &set,
        "2026-03-17T10:00 2026-03-24T10:00 2026-03-31T10:00 2026-04-07T10:00",
    );
    // In winter ten o'clock is nine in UTC, in summer it is eight.
    for left_out in ["2026-03-31T10:00", "2026-03-31T08:00:00Z", "2026-03-31"] {
        let set = set.clone().with_left_out(whens(left_out));
        check(&set, "2026-03-17T10:00 2026-03-24T10:00 2026-04-07T10:00");
    }
    check(
        &set.clone()
            .with_left_out(whens("2026-03-31T09:00:00Z 2026-03-31T10:01 2026-04-01 2020-01-01")),
        "2026-03-17T10:00 2026-03-24T10:00 2026-03-31T10:00 2026-04-07T10:00",
    );
    check(
        &set.with_added(whens(
            "2026-03-18 2026-03-16T09:00 2026-05-01T07:00:00Z 2026-03-24T10:00 2026-03-18T10:00",
        ))
        .with_left_out(whens("2026-03-24 2026-04-07T08:00:00Z")),
        "2026-03-16T09:00 2026-03-17T10:00 2026-03-18T10:00 2026-03-31T10:00 2026-05-01T09:00",
    );
}

#[test]
fn a_floating_start_reads_digits_and_a_date_reads_dates() {
    let daily = rule("FREQ=DAILY;COUNT=3");
    let floating = RecurrenceSet::new(Start::Floating(civil("2026-03-28T02:30")), Some(&daily));
    check(
        &floating
            .with_added(whens("2026-04-01T08:00:00Z"))
            .with_left_out(whens("2026-03-29T02:30:00Z")),
        "2026-03-28T02:30 2026-03-30T02:30 2026-04-01T08:00",
    );
    let dates = RecurrenceSet::new(Start::Day(day("2026-03-28")), Some(&daily));
    check(
        &dates
            .with_added(whens("2026-04-01T23:00:00Z 2026-04-02"))
            .with_left_out(whens("2026-03-29T02:30 2026-03-30")),
        "2026-03-28T00:00 2026-04-01T00:00 2026-04-02T00:00",
    );
}

#[test]
fn without_a_rule_there_is_the_start_and_what_is_added() {
    let start = zoned("2026-03-17T10:00", "Europe/Berlin");
    check(&RecurrenceSet::new(start, None), "2026-03-17T10:00");
    check(
        &RecurrenceSet::new(start, None).with_added(whens("2026-03-20 2026-03-17")),
        "2026-03-17T10:00 2026-03-20T10:00",
    );
    check(&RecurrenceSet::new(start, None).with_left_out(whens("2026-03-17")), "");
}

#[test]
fn a_start_outside_of_its_rule_can_be_had_and_is_the_first_of_its_count() {
    let start = zoned("2026-03-17T10:00", "Europe/Berlin");
    for (text, alone, with_start) in [
        (
            "FREQ=WEEKLY;COUNT=2;BYDAY=FR",
            "2026-03-20T10:00 2026-03-27T10:00",
            "2026-03-17T10:00 2026-03-20T10:00",
        ),
        ("FREQ=WEEKLY;COUNT=1;BYDAY=FR", "2026-03-20T10:00", "2026-03-17T10:00"),
        (
            "FREQ=WEEKLY;UNTIL=20260320;BYDAY=FR",
            "2026-03-20T10:00",
            "2026-03-17T10:00 2026-03-20T10:00",
        ),
        ("FREQ=WEEKLY;COUNT=1;BYDAY=TU", "2026-03-17T10:00", "2026-03-17T10:00"),
    ] {
        let rule = rule(text);
        let set = RecurrenceSet::new(start, Some(&rule));
        check(&set, alone);
        check(&set.with_start(&rule), with_start);
    }
}

#[test]
fn a_rule_ends_by_a_time_to_the_minute() {
    let start = zoned("2026-03-28T10:00", "Europe/Berlin");
    for (until, last) in [
        ("20260329T080000Z", "2026-03-28T10:00 2026-03-29T10:00"),
        ("20260329T075959Z", "2026-03-28T10:00"),
        ("20260327", ""),
    ] {
        let rule = rule(&format!("FREQ=DAILY;UNTIL={until}"));
        check(&RecurrenceSet::new(start, Some(&rule)), last);
    }
    // Samoa left out 30 December 2011: ten o'clock of that day is ten o'clock of the next.
    let samoa = zoned("2011-12-29T10:00", "Pacific/Apia");
    let rule = rule("FREQ=DAILY;UNTIL=20111230T195959Z");
    check(&RecurrenceSet::new(samoa, Some(&rule)), "2011-12-29T10:00");
}

#[test]
fn a_rule_that_gives_nothing_leaves_what_is_added() {
    let start = zoned("2026-03-17T10:00", "Europe/Berlin");
    for text in ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;COUNT=3;BYDAY=6MO"] {
        let set = RecurrenceSet::new(start, Some(&rule(text)));
        assert_eq!((set.occurrences().next(), set.count()), (None, 0), "{text}");
        assert_eq!(set.with_added(whens("2026-03-18")).occurrences().count(), 1, "{text}");
    }
}

#[test]
fn what_the_clock_skips_and_repeats_comes_out_as_such() {
    let daily = rule("FREQ=DAILY;COUNT=3");
    let set = RecurrenceSet::new(zoned("2026-03-28T02:30", "Europe/Berlin"), Some(&daily));
    let utc = |text: &str| text.parse::<Instant>().unwrap();
    let at: Vec<_> = set.occurrences().map(|occurrence| occurrence.at).collect();
    assert_eq!(
        at,
        [
            Resolved::Exact(utc("2026-03-28T01:30:00Z")),
            Resolved::Skipped {
                instant: utc("2026-03-29T01:30:00Z"),
                civil: civil("2026-03-29T03:30")
            },
            Resolved::Exact(utc("2026-03-30T00:30:00Z")),
        ]
    );
    // It is left out by its own name, by its instant, and by what the clock shows then.
    for left_out in [
        "2026-03-29T02:30",
        "2026-03-29T01:30:00Z",
        "2026-03-29T03:30",
        "2026-03-29",
    ] {
        check(
            &set.clone().with_left_out(whens(left_out)),
            "2026-03-28T02:30 2026-03-30T02:30",
        );
    }
    let autumn = RecurrenceSet::new(
        zoned("2026-10-25T02:30", "Europe/Berlin"),
        Some(&rule("FREQ=DAILY;COUNT=1")),
    );
    let (first, second) = (utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"));
    let repeated = Resolved::Repeated { first, second };
    assert_eq!(autumn.occurrences().next().unwrap().at, repeated);
    // The second time of the same wall clock is another one.
    let both = autumn.clone().with_added([When::Utc(second)]);
    let at: Vec<_> = both.occurrences().map(|occurrence| occurrence.at).collect();
    assert_eq!(at, [repeated, Resolved::Exact(second)]);
    assert_eq!(autumn.with_left_out([When::Utc(second)]).count(), 1);
}

/// Times around the starts of a rule: some hit them, some do not, in every form.
fn random_times(random: &mut Rng, start: Start, around: &[Occurrence]) -> Vec<When> {
    let near = |random: &mut Rng| {
        let of_rule = random
            .choice(around)
            .map_or(start.civil(), |occurrence| occurrence.start);
        let day = of_rule.day + if random.bool() { 0 } else { random.i32(-3..4) };
        let time = if random.u8(0..4) == 0 {
            TimeOfDay::new(random.u16(0..1440)).unwrap()
        } else {
            start.time()
        };
        match random.u8(0..4) {
            0 => When::Day(day),
            1 => When::Utc(start.zone().resolve(day.at(time)).instant()),
            _ => When::Local(day.at(time)),
        }
    };
    (0..random.usize(0..30)).map(|_| near(random)).collect()
}

#[test]
fn random_sets_are_what_a_plain_list_is_from_every_side() {
    let zones = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Cairo",
        "UTC",
    ];
    let mut random = Rng::with_seed(20_260_311);
    for round in 0..rounds(300) {
        let text = random_rule(&mut random);
        let first = Day::from_number(random.i32(day("2006-01-01").number()..day("2026-12-31").number()));
        let time = random
            .choice(&["00:00", "00:30", "01:45", "02:30", "10:00", "23:30"])
            .unwrap();
        let at = first.at(time.parse().unwrap());
        let start = match random.u8(0..8) {
            0 => Start::Day(first),
            1 => Start::Floating(at),
            _ => Start::Zoned(at, random.choice(&zones).unwrap().parse().unwrap()),
        };
        let endless = rule(&text);
        let ended = if random.bool() {
            endless.with_end(End::Count(random.u32(1..80))).unwrap()
        } else {
            let last = first + random.i32(0..3000);
            let until = match random.u8(0..3) {
                0 => When::Day(last),
                1 => When::Utc(start.zone().resolve(last.at(start.time())).instant()),
                _ => When::Local(last.at("12:00".parse().unwrap())),
            };
            endless.with_end(End::Until(until)).unwrap()
        };
        let bare = RecurrenceSet::new(start, Some(&ended));
        let of_rule: Vec<_> = bare.occurrences().collect();
        let (added, left_out) = (
            random_times(&mut random, start, &of_rule),
            random_times(&mut random, start, &of_rule),
        );
        let set = bare.clone().with_added(added.clone()).with_left_out(left_out.clone());

        // Plainly: by instant, and of one instant by the wall, which only a day that is left out altogether needs.
        let nothing = rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
        let meant = |when: When| RecurrenceSet::new(start, Some(&nothing)).with_added([when]);
        let zone = start.zone();
        let instant = |when: When| match (start, when) {
            (Start::Day(_), when) => zone.resolve(when.day().midnight()).instant(),
            (_, When::Day(day)) => zone.resolve(day.at(start.time())).instant(),
            (_, When::Local(local)) => zone.resolve(local).instant(),
            (_, When::Utc(at)) => at,
        };
        let mut plain: BTreeMap<(Instant, Civil), Occurrence> = of_rule
            .iter()
            .map(|one| ((one.at.instant(), one.start), *one))
            .collect();
        for when in added {
            let is_there = plain.keys().any(|(at, _)| *at == instant(when));
            if !is_there && let Some(one) = meant(when).occurrences().next() {
                plain.insert((one.at.instant(), one.start), one);
            }
        }
        for when in left_out {
            match when {
                When::Day(day) => plain.retain(|_, one| one.start.day != day),
                when => plain.retain(|(at, _), _| *at != instant(when)),
            }
        }
        let plain: Vec<_> = plain.into_values().collect();
        let told = format!("round {round}: {ended} from {start:?}");
        assert_eq!(set.occurrences().collect::<Vec<_>>(), plain, "{told}");
        assert_eq!(set.count(), plain.len(), "{told}, counted");
        assert_eq!(set.last(), plain.last().copied(), "{told}, the last");
        let middle = (first + random.i32(-10..3000)).at(TimeOfDay::new(random.u16(0..1440)).unwrap());
        let edge = zone.resolve(middle).instant();
        let (before, after): (Vec<_>, Vec<_>) = plain.iter().copied().partition(|one| one.at.instant() < edge);
        assert_eq!(
            set.occurrences_from(middle).collect::<Vec<_>>(),
            after,
            "{told} from {middle}"
        );
        let to = middle + crate::time::Minutes::hours(random.i32(0..9000));
        let until = zone.resolve(to).instant();
        let window: Vec<_> = after.iter().copied().filter(|one| one.at.instant() < until).collect();
        assert_eq!(
            set.occurrences_between(middle, to).collect::<Vec<_>>(),
            window,
            "{told} from {middle} to {to}"
        );
        let folded = set.occurrences_between(middle, to).fold(Vec::new(), |mut all, one| {
            all.push(one);
            all
        });
        assert_eq!(folded, window, "{told} from {middle} to {to}, folded");
        let mut back: Vec<_> = set.occurrences_back(middle).collect();
        back.reverse();
        assert_eq!(back, before, "{told} back from {middle}");
        assert_eq!(
            set.count_before(middle),
            before.len(),
            "{told}, counted before {middle}"
        );
    }
}
