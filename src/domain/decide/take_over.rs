//! Chapters that begin after a change take over what was changed, and keep the rest of what they say (spec S4.5).

use crate::domain::draft::{LineDraft, SeriesDraft};

/// Puts what a change says into a chapter that begins later, and leaves the rest of it as it is; where not `all`, what it says
/// otherwise as well. Services that are new to it are as `counted` says them.
pub(super) fn take_over(
    own: &mut SeriesDraft,
    base: &SeriesDraft,
    wanted: &SeriesDraft,
    counted: &[LineDraft],
    all: bool,
) {
    fn put<T: PartialEq + Clone>(own: &mut T, base: &T, wanted: &T, all: bool) {
        if base != wanted && (all || own == base) {
            own.clone_from(wanted);
        }
    }
    put(&mut own.location, &base.location, &wanted.location, all);
    if base.lines != wanted.lines && (all || own.lines == base.lines) {
        own.lines = services(&own.lines, &base.lines, &wanted.lines, counted);
    }
    for slot in &mut own.slots {
        let of = |draft: &SeriesDraft| draft.slots.iter().find(|other| other.slot == slot.slot).cloned();
        if let (Some(base), Some(wanted)) = (of(base), of(wanted)) {
            put(&mut slot.time, &base.time, &wanted.time, all);
            put(&mut slot.before, &base.before, &wanted.before, all);
            put(&mut slot.after, &base.after, &wanted.after, all);
            put(&mut slot.staff, &base.staff, &wanted.staff, all);
            put(&mut slot.resources, &base.resources, &wanted.resources, all);
            put(&mut slot.tags, &base.tags, &wanted.tags, all);
            if base.lines != wanted.lines && (all || slot.lines == base.lines) {
                slot.lines = services(&slot.lines, &base.lines, &wanted.lines, &wanted.lines);
            }
        }
    }
    (own.client, own.visitor, own.seats) = (wanted.client.clone(), wanted.visitor.clone(), wanted.seats);
    own.left_out.clone_from(&wanted.left_out);
    own.kept.clone_from(&wanted.kept);
}

/// The services of a later chapter: what was changed of each is changed of the same one there, what was added or left out is so
/// there as well, and what stands in the place of another takes that place. `counted` are the wanted ones as they are new there.
fn services(own: &[LineDraft], base: &[LineDraft], wanted: &[LineDraft], counted: &[LineDraft]) -> Vec<LineDraft> {
    if base.is_empty() || own.is_empty() || wanted.is_empty() {
        return counted.to_vec();
    }
    let of_base = paired(base, wanted);
    if is_as(own, base) {
        return whole(own, base, wanted, counted, &of_base);
    }
    let is_new = |place: &usize| !of_base.contains(&Some(*place));
    let mut new = (0..wanted.len()).filter(is_new);
    // Of what is gone and what is new, one stands in the place of the other.
    let becomes: Vec<Option<usize>> = of_base.iter().map(|same| same.or_else(|| new.next())).collect();
    let added: Vec<usize> = new.collect();
    let known = paired(own, base);
    let mut lines: Vec<LineDraft> = Vec::with_capacity(own.len() + added.len());
    for (place, line) in own.iter().enumerate() {
        let is_replaced = |base: &usize| {
            let by_another = of_base.get(*base) == Some(&None) && becomes.get(*base).is_some_and(Option::is_some);
            by_another && !known.contains(&Some(*base))
        };
        // What it says otherwise in the same place goes for what was put there.
        let of = known.get(place).copied().flatten();
        let Some(of) = of.or_else(|| Some(place).filter(is_replaced)) else {
            lines.push(line.clone());
            continue;
        };
        let place = becomes.get(of).copied().flatten();
        let Some((place, now)) = place.and_then(|place| Some((place, wanted.get(place)?))) else {
            continue;
        };
        let was = base.get(of).filter(|was| same(was, now) && same(line, now));
        let new = counted.get(place);
        lines.extend(match was {
            Some(was) => Some(changed(line, was, now, new.unwrap_or(now))),
            None => new.cloned(),
        });
    }
    for place in added {
        let Some(new) = counted.get(place) else { continue };
        let times = |lines: &[LineDraft]| lines.iter().filter(|line| same(line, new)).count();
        if times(&lines) >= times(wanted) {
            continue;
        }
        // Behind the one that it follows, where that is there; else behind all of them.
        let follows = place.checked_sub(1).and_then(|before| wanted.get(before));
        let behind = match follows {
            Some(before) => lines.iter().rposition(|line| same(line, before)).map(|found| found + 1),
            None => Some(0),
        };
        lines.insert(behind.unwrap_or(lines.len()), new.clone());
    }
    if lines.is_empty() { counted.to_vec() } else { lines }
}

/// The services as they are wanted, where a chapter said them as they were: those that are not there every time go on as they
/// were counted there, unless that changes.
fn whole(
    own: &[LineDraft],
    base: &[LineDraft],
    wanted: &[LineDraft],
    counted: &[LineDraft],
    of_base: &[Option<usize>],
) -> Vec<LineDraft> {
    let line = |(place, new): (usize, &LineDraft)| {
        let was = of_base.iter().position(|same| *same == Some(place));
        let known = was.and_then(|was| Some((own.get(was)?, base.get(was)?, wanted.get(place)?)));
        let counts = |line: &LineDraft| (line.every_nth, line.phase);
        match known.filter(|(_, was, now)| counts(was) == counts(now)) {
            Some((own, ..)) => LineDraft {
                phase: own.phase,
                ..new.clone()
            },
            None => new.clone(),
        }
    };
    counted.iter().enumerate().map(line).collect()
}

/// Whether a chapter says the services as they were, but for how those that are not there every time are counted.
fn is_as(own: &[LineDraft], base: &[LineDraft]) -> bool {
    let said = |line: &LineDraft| LineDraft {
        phase: 1,
        ..line.clone()
    };
    own.iter().map(said).eq(base.iter().map(said))
}

fn same(one: &LineDraft, other: &LineDraft) -> bool {
    (one.service, &one.visitor) == (other.service, &other.visitor)
}

/// For each service the place of the same one among others.
fn paired(lines: &[LineDraft], others: &[LineDraft]) -> Vec<Option<usize>> {
    let mut left: Vec<usize> = (0..others.len()).collect();
    let pair = |line: &LineDraft| {
        let is_it = |place: &usize| others.get(*place).is_some_and(|other| same(line, other));
        left.iter().position(is_it).map(|found| left.remove(found))
    };
    lines.iter().map(pair).collect()
}

/// A service with what a change says otherwise of it; `counted` is that as it goes on with the count.
fn changed(own: &LineDraft, was: &LineDraft, now: &LineDraft, counted: &LineDraft) -> LineDraft {
    fn put<T: PartialEq + Clone>(own: &mut T, was: &T, now: &T) {
        if was != now {
            own.clone_from(now);
        }
    }
    let mut line = own.clone();
    put(&mut line.stretches, &was.stretches, &now.stretches);
    put(&mut line.staff, &was.staff, &now.staff);
    put(&mut line.resources, &was.resources, &now.resources);
    put(&mut line.beside, &was.beside, &now.beside);
    put(&mut line.offset, &was.offset, &now.offset);
    put(&mut line.price, &was.price, &now.price);
    if (was.every_nth, was.phase) != (now.every_nth, now.phase) {
        (line.every_nth, line.phase) = (counted.every_nth, counted.phase);
    }
    line
}
