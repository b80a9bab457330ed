//! Which slot and which visit is which, when a series is planned anew (spec S4.7).
//!
//! Slots match by id, else by weekday and time; one left on either side is a move. Visits match by slot and original date,
//! for a slot that moved to another weekday by slot and week. A date on the original start of a visit that stands in the
//! book, or that a person cancelled, is that visit, whatever slot it was of: two visits of a series never share an
//! original start. Where weeks are counted anew, visits match by their number; one whose number is beyond the end goes, unless
//! a person did something with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::dates::RuleDate;
use crate::domain::book::Book;
use crate::domain::draft::SlotDraft;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Civil, Day, Weekday};

/// Gives each slot of the draft the id of the slot that it is; slots that are new have none.
pub(super) fn match_slots(old: &[Arc<SlotTerms>], slots: &mut [SlotDraft]) {
    let mut left: Vec<&Arc<SlotTerms>> = old.iter().collect();
    let mut matched = vec![false; slots.len()];
    let mut take = |is: &dyn Fn(&SlotTerms, &SlotDraft) -> bool| {
        for (slot, matched) in slots.iter_mut().zip(&mut matched).filter(|(_, matched)| !**matched) {
            if let Some(place) = left.iter().position(|terms| is(terms, slot)) {
                slot.slot = Some(left.remove(place).slot_id);
                *matched = true;
            }
        }
    };
    take(&|terms, slot| slot.slot == Some(terms.slot_id));
    take(&|terms, slot| terms.weekday == slot.weekday && terms.time == slot.time);
    take(&|terms, slot| terms.weekday == slot.weekday);
    let mut new: Vec<&mut SlotDraft> = slots
        .iter_mut()
        .zip(&matched)
        .filter_map(|(slot, matched)| (!matched).then_some(slot))
        .collect();
    for slot in &mut new {
        slot.slot = None;
    }
    if let ([one], [terms]) = (new.as_mut_slice(), left.as_slice()) {
        one.slot = Some(terms.slot_id);
    }
}

/// What the dates of a rule are of what exists.
pub(super) struct Matches {
    /// Each date with the visit that it is, in the order of the dates.
    pub dates: Vec<(RuleDate, Option<Arc<Visit>>)>,
    /// The visits that no date is.
    pub left: Vec<Arc<Visit>>,
    /// Those without a date whose original start is another visit's from now on; none of them is in the book.
    pub in_the_way: Vec<Arc<Visit>>,
}

/// What a person did with a visit by hand, so that it stays and nothing takes its place.
pub(super) fn is_by_hand(visit: &Visit) -> bool {
    !visit.changed.is_nothing() || visit.origin == VisitOrigin::Extra || is_tombstone(visit)
}

/// Whether a person took it out: no plan brings it back (spec S4.3).
pub(super) fn is_tombstone(visit: &Visit) -> bool {
    visit.state == VisitState::Removed && visit.removed_by == Some(RemovedBy::Person)
}

/// Matches visits with the dates that the rule of a chapter gives now. `book` holds the new terms of its slots, `old_terms` are
/// those that the visits had. The first dates are `numbered` visits where they are known by their number.
pub(super) fn match_visits(
    book: &Book,
    chapter: &Chapter,
    old_terms: &[Arc<SlotTerms>],
    visits: Vec<Arc<Visit>>,
    numbered: &[Option<VisitId>],
    dates: Vec<RuleDate>,
) -> Matches {
    let week_start = chapter
        .rule
        .as_ref()
        .map_or(Weekday::Mon, |rule| rule.parts().week_start);
    let mut left: BTreeMap<VisitId, Arc<Visit>> = visits.into_iter().map(|visit| (visit.id, visit)).collect();
    let new_terms: BTreeMap<SlotTermsId, &Arc<SlotTerms>> = book
        .slot_terms()
        .of(chapter.id)
        .map(|terms| (terms.id, terms))
        .collect();
    let moved_from = |terms: &SlotTerms| {
        let old = old_terms.iter().find(|old| old.slot_id == terms.slot_id)?;
        old.weekday
            .filter(|_| terms.weekday.is_some() && terms.weekday != old.weekday)
    };
    let old_weekdays: BTreeMap<SlotId, Weekday> = new_terms
        .values()
        .filter_map(|terms| Some((terms.slot_id, moved_from(terms)?)))
        .collect();

    // Of several in one place the one that stands in the book, then what a person touched.
    let mut by_day: BTreeMap<(SlotId, Day), &Arc<Visit>> = BTreeMap::new();
    let mut by_week: BTreeMap<(SlotId, Day), &Arc<Visit>> = BTreeMap::new();
    let all: Vec<Arc<Visit>> = left.values().cloned().collect();
    let mut best_last: Vec<&Arc<Visit>> = all.iter().collect();
    best_last.sort_by_key(|visit| (visit.state != VisitState::Removed, is_by_hand(visit), Reverse(visit.id)));
    for visit in best_last {
        by_day.insert((visit.slot_id, visit.original_day), visit);
        if old_weekdays.get(&visit.slot_id) == Some(&visit.original_day.weekday()) {
            by_week.insert((visit.slot_id, visit.original_day.start_of_week(week_start)), visit);
        }
    }

    let mut named: BTreeMap<Civil, usize> = BTreeMap::new();
    let mut by_number = BTreeSet::new();
    let mut matched = Vec::with_capacity(dates.len());
    let mut numbers = numbered.iter();
    for date in dates {
        let number = numbers.next().copied().flatten();
        let Some(terms) = new_terms.get(&date.terms) else {
            continue;
        };
        let of_week = by_week.get(&(terms.slot_id, date.day.start_of_week(week_start)));
        let of_day = by_day.get(&(terms.slot_id, date.day));
        // A single appointment is the same one on another day.
        let only = all.first().filter(|_| chapter.rule.is_none() && all.len() == 1);
        let known = [of_week.copied(), of_day.copied(), only].into_iter().flatten();
        let others = known.map(|visit| visit.id).filter(|id| !numbered.contains(&Some(*id)));
        let visit = number.into_iter().chain(others).find_map(|id| left.remove(&id));
        if visit.is_some() && visit.as_ref().map(|visit| visit.id) == number {
            by_number.insert(matched.len());
        }
        named.insert(date.day.at(terms.time), matched.len());
        matched.push((date, visit));
    }
    let mut matches = Matches {
        dates: matched,
        left: Vec::new(),
        in_the_way: Vec::new(),
    };
    let mut rest: Vec<Arc<Visit>> = left.into_values().collect();
    while let Some(visit) = rest.pop() {
        let index = named.get(&visit.original()).copied();
        let date = index.and_then(|index| matches.dates.get_mut(index));
        // What is known by its number gives way only to what a person did, or marked.
        let is_numbered = index.is_some_and(|index| by_number.contains(&index));
        let goes_before = is_by_hand(&visit) || (visit.is_busy() && (!is_numbered || visit.has_outcome()));
        match date {
            None => matches.left.push(visit),
            Some((_, place @ None)) => *place = Some(visit),
            Some((_, Some(other))) if goes_before => {
                if let Some(index) = index {
                    by_number.remove(&index);
                }
                rest.push(std::mem::replace(other, visit));
            }
            Some(_) => matches.in_the_way.push(visit),
        }
    }
    matches.left.sort_by_key(|visit| (visit.original(), visit.id));
    matches.in_the_way.sort_by_key(|visit| (visit.original(), visit.id));
    matches
}
