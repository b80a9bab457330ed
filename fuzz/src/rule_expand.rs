//! Expanding any rule, from any start, with dates added and left out: it ends, and every way through it gives the same.
//!
//! The input is text in lines: the rule, the start (`2026-03-03`, or `2026-03-03T10:00`), its zone (none: floating), the times that
//! are added and those that are left out, in the notation of UNTIL with commas between.

use chairtime::recurrence::{End, Occurrence, RecurrenceSet, Rule, Start, When};
use chairtime::time::{Day, Instant};

/// As many dates are looked at.
const MOST: usize = 60;

/// The times of a comma list, as far as they are times.
fn times(list: &str) -> Vec<When> {
    let read = |text: &str| Rule::parse(&format!("FREQ=DAILY;UNTIL={text}")).ok();
    let until = |rule: Rule| match rule.end() {
        End::Until(when) => Some(when),
        End::Never | End::Count(_) => None,
    };
    list.split(',').filter_map(read).filter_map(until).collect()
}

/// Expands any bytes.
pub fn look(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (rule, start, zone, added, left_out) = (line(), line(), line(), line(), line());
    let day = start.get(..10).and_then(|day| day.parse::<Day>().ok());
    let start = match (start.parse(), zone.parse()) {
        (Ok(civil), Ok(zone)) => Start::Zoned(civil, zone),
        (Ok(civil), Err(_)) => Start::Floating(civil),
        (Err(_), _) => Start::Day(day.unwrap_or(Day::FIRST)),
    };
    let Ok(rule) = Rule::repaired(rule, start).map(|repaired| repaired.rule) else {
        return;
    };
    let set = RecurrenceSet::new(start, Some(&rule))
        .with_added(times(added))
        .with_left_out(times(left_out));
    let all: Vec<Occurrence> = set.occurrences().take(MOST).collect();
    let at = |one: &Occurrence| -> Instant { one.at.instant() };
    assert!(all.is_sorted_by_key(at), "{text}");
    if all.len() < MOST {
        assert_eq!(set.count(), all.len(), "{text}");
        assert!(set.last().is_none() || set.last() == all.last().copied(), "{text}");
    }
    // Between two of them, on days that no clock change makes longer than they say.
    let (Some(one), Some(other)) = (all.get(all.len() / 3), all.get(all.len() * 2 / 3)) else {
        return;
    };
    let (from, to) = (one.start.day.midnight(), other.start.day.midnight());
    let (begins, ends) = (start.zone().resolve(from).instant(), start.zone().resolve(to).instant());
    let slice: Vec<_> = all
        .iter()
        .copied()
        .filter(|one| (begins..ends).contains(&at(one)))
        .collect();
    assert_eq!(set.occurrences_between(from, to).collect::<Vec<_>>(), slice, "{text}");
    let folded = set.occurrences_between(from, to).fold(0, |count, _| count + 1);
    assert_eq!(folded, slice.len(), "{text}");
    let mut back: Vec<_> = set.occurrences_back(to).take_while(|one| at(one) >= begins).collect();
    back.reverse();
    assert_eq!(back, slice, "{text}");
    let before = all.iter().filter(|one| at(one) < ends).count();
    assert_eq!(set.count_before(to), before, "{text}");
}
