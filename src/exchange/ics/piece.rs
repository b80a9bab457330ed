//! What the visits of a chapter are before they are components: slots that are seen alike, and stretches of a rule between
//! the dates on which the clock is changed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::shown::Shown;
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::values::VisitOrigin;
use crate::time::{Civil, Day, Span, TimeOfDay, WeekdaySet};

/// The visits of a chapter that are in no component yet, by the start they would have had.
pub(super) type Rest<'b> = BTreeMap<Civil, (&'b Arc<Visit>, Rc<Shown>)>;

/// Slots whose visits are seen alike: together they are dates of one rule.
pub(super) struct Piece {
    /// Its first slot gives the name.
    pub slots: Vec<SlotId>,
    /// Their weekdays, where the rule has several slots.
    pub weekdays: WeekdaySet,
    /// When their visits begin.
    pub time: TimeOfDay,
    /// What is usually seen of their visits.
    pub usual: Rc<Shown>,
}

impl Piece {
    /// The slots of a chapter, joined where their visits are seen alike.
    pub fn all(book: &Book, chapter: &Chapter, rest: &Rest<'_>) -> Vec<Self> {
        let mut terms: Vec<&Arc<SlotTerms>> = book.slot_terms().of(chapter.id).collect();
        terms.sort_by_key(|terms| terms.slot_id);
        let mut pieces: Vec<Self> = Vec::new();
        for terms in terms {
            let Some(usual) = usual(rest, terms) else { continue };
            let joins = |piece: &&mut Self| {
                terms.weekday.is_some()
                    && piece.time == terms.time
                    && piece.usual == usual
                    && !piece.weekdays.is_empty()
            };
            if let Some(piece) = pieces.iter_mut().find(joins) {
                piece.slots.push(terms.slot_id);
                piece.weekdays.extend(terms.weekday);
            } else {
                pieces.push(Self {
                    slots: vec![terms.slot_id],
                    weekdays: terms.weekday.into_iter().collect(),
                    time: terms.time,
                    usual,
                });
            }
        }
        pieces
    }

    /// When the rule begins on a day; none where its lead-in reaches into the day before, which the rule does not say.
    pub fn begins(&self, day: Day) -> Option<Civil> {
        let begins = day.at(self.time) - self.usual.lead_in;
        (begins.day == day).then_some(begins)
    }

    /// Whether a visit is a date that the rule gives one of the slots.
    pub fn has(&self, visit: &Visit) -> bool {
        is_date_of(visit, &self.slots, self.time)
    }
}

/// What is seen of most visits of a slot; of the earliest where there is a tie.
fn usual(rest: &Rest<'_>, terms: &SlotTerms) -> Option<Rc<Shown>> {
    let mut counts: HashMap<&Rc<Shown>, (usize, Reverse<usize>)> = HashMap::new();
    let of_slot = |(visit, _): &&(&Arc<Visit>, Rc<Shown>)| is_date_of(visit, &[terms.slot_id], terms.time);
    let all: Vec<&Rc<Shown>> = rest.values().filter(of_slot).map(|(_, shown)| shown).collect();
    // What is looked at as one value is counted as one.
    for (index, run) in all.chunk_by(|one, other| Rc::ptr_eq(one, other)).enumerate() {
        if let Some(shown) = run.first() {
            counts.entry(shown).or_insert((0, Reverse(index))).0 += run.len();
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(shown, _)| Rc::clone(shown))
}

/// A stretch of a rule between two dates on which the clock is changed.
pub(super) struct Stretch<'b> {
    /// Its first date.
    pub first: Day,
    /// The last date that is a visit.
    pub last: Day,
    /// The last day on which a visit of it lies, in fact.
    pub reached: Day,
    /// How many of its dates are visits.
    pub visits: usize,
    /// Dates that are none, or are told by themselves.
    pub left_out: Vec<Day>,
    /// Dates that differ: when they are, what is seen of them, and the visit.
    pub instead: Vec<(Span, Rc<Shown>, &'b Arc<Visit>)>,
    /// Visits as the rule says of which a person changed something else.
    pub by_hand: Vec<&'b Arc<Visit>>,
}

impl Stretch<'_> {
    /// A stretch that begins with a visit on this day.
    pub fn from(day: Day) -> Self {
        Self {
            first: day,
            last: day,
            reached: day,
            visits: 0,
            left_out: Vec::new(),
            instead: Vec::new(),
            by_hand: Vec::new(),
        }
    }

    /// The last day that is taken by a date of it, as it was given or as it is.
    pub fn behind(&self) -> Day {
        let left_out = self.left_out.last().copied().unwrap_or(self.last);
        self.last.max(self.reached).max(left_out)
    }
}

/// Whether a visit is a date that the rule gives one of these slots at this time.
fn is_date_of(visit: &Visit, slots: &[SlotId], time: TimeOfDay) -> bool {
    visit.origin == VisitOrigin::Rule && visit.original_time == time && slots.contains(&visit.slot_id)
}
