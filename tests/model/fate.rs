//! What becomes of each visit of a plan (spec S4.2, S4.3, S4.6, S4.7, S4.9). Whether the book agrees is [`super::seen`]'s.

use std::collections::BTreeMap;

use chairtime::domain::Book;
use chairtime::domain::Force;
use chairtime::domain::draft::SlotDraft;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;

use super::days::{DayNumber, LAST, date, week};
use super::edit::takes;
use super::{Dated, Known, Model, Part, Standing, When};

/// Dates of a chapter that are planned.
#[derive(Debug)]
pub struct Planned {
    pub chapter: usize,
    /// Through which day, where the chapter has no end.
    pub through: DayNumber,
    pub terms: Terms,
    pub which: Which,
}

/// What is said of them.
#[derive(Debug, Clone)]
pub struct Terms {
    pub force: Force,
    pub left_out: Vec<DayNumber>,
    pub kept: Vec<DayNumber>,
    pub conflicts: Policy,
    pub closed: Policy,
    pub nearest: i32,
    /// Whether somebody can be asked about what clashes.
    pub asks: bool,
}

/// Which dates, and which visits they are.
#[derive(Debug)]
pub enum Which {
    /// All of a chapter from a day on, matched anew with what was there before the next chapter.
    Anew {
        from: Option<DayNumber>,
        next: Option<DayNumber>,
        old_slots: Vec<SlotDraft>,
        /// The visits of the first dates, where weeks are counted anew.
        numbered: Vec<Option<VisitId>>,
    },
    /// These visits, and the dates from a day on that have none.
    Named {
        visits: Vec<VisitId>,
        new_from: Option<DayNumber>,
        /// Those that are no date are no longer in the rule.
        others_go: bool,
    },
}

/// What becomes of a visit.
#[derive(Debug, Clone)]
pub enum Fate {
    /// Exactly this.
    As(Known),
    /// A date that is in the book, or where its policies put it.
    Dated {
        known: Known,
        terms: Terms,
        before: Option<Known>,
        /// Somebody books it by itself for a time in which who comes is away.
        is_meant: bool,
    },
    /// This, as far as a person said it: the flags of `said` are as they may.
    ByHand { known: Known, said: Changed },
    /// It is out of the book altogether: its name is another's.
    Gone,
}

/// What becomes of the visits of a series: of those that are there, and of the dates that have none.
#[derive(Debug, Default)]
pub struct Fates {
    pub of: BTreeMap<VisitId, Fate>,
    pub new: BTreeMap<When, Fate>,
}

/// Where and when a plan is made.
pub struct Planning<'a> {
    pub model: &'a Model,
    pub series: SeriesId,
    pub standing: &'a Standing,
    pub now: When,
    /// What was said before of who is away, and the rows of then.
    pub was: (&'a Model, &'a Book),
}

impl Planning<'_> {
    /// Whether those who come to a visit were away by what was said before.
    fn was_away(&self, visit: VisitId, known: &Known) -> bool {
        let (model, book) = self.was;
        let row = book.visits().get(visit);
        row.is_some_and(|row| model.away(self.series, row, known.start.0).is_some())
    }

    pub fn plan(&self, planned: &Planned, fates: &mut Fates) {
        let part = &self.standing.chapters[planned.chapter];
        let has_end = part.until.is_some() || part.count.is_some() || part.rule.is_none();
        match &planned.which {
            Which::Anew {
                from,
                next,
                old_slots,
                numbered,
            } => {
                let mut dates = part.dates(if has_end { LAST } else { planned.through });
                dates.retain(|date| from.is_none_or(|from| date.day >= from));
                let known: BTreeMap<VisitId, &Known> = (self.standing.visits.iter())
                    .filter(|(_, known)| from.is_none_or(|from| known.original.0 >= from))
                    .filter(|(_, known)| next.is_none_or(|next| known.original.0 < next))
                    .map(|(id, known)| (*id, known))
                    .collect();
                // Dates that were added for others are of no number.
                let most = part.count.map_or(usize::MAX, |count| count as usize);
                let numbered: Vec<Option<VisitId>> = numbered.iter().take(dates.len().min(most)).copied().collect();
                let matched = matched(part, &dates, old_slots, known, &numbered);
                for (id, known) in &matched.left {
                    fates.of.insert(*id, no_date(known, self.now));
                }
                fates.of.extend(matched.in_the_way.iter().map(|id| (*id, Fate::Gone)));
                for (date, visit) in dates.iter().zip(matched.dates) {
                    // No visit comes where the time has passed already.
                    if visit.is_none() && from.is_some() && part.original(*date) <= self.now {
                        continue;
                    }
                    self.date(part, *date, visit, &planned.terms, fates);
                }
            }
            Which::Named {
                visits,
                new_from,
                others_go,
            } => {
                for visit in visits.iter().filter(|_| *others_go) {
                    fates.of.insert(*visit, no_date(&self.standing.visits[visit], self.now));
                }
                for date in part.dates(planned.through) {
                    let named = self.standing.named(part.original(date));
                    let is_in_it = match named {
                        Some(visit) => visits.contains(&visit),
                        None => new_from.is_some_and(|from| date.day >= from),
                    };
                    if is_in_it {
                        self.date(part, date, named, &planned.terms, fates);
                    }
                }
            }
        }
    }

    fn date(&self, part: &Part, date: Dated, visit: Option<VisitId>, terms: &Terms, fates: &mut Fates) {
        let before = visit.map(|visit| &self.standing.visits[&visit]);
        let original = part.original(date);
        let was_away = visit
            .zip(before)
            .is_some_and(|(visit, before)| self.was_away(visit, before));
        let fate = self.fate(part, date, (before, was_away), terms);
        match visit {
            Some(visit) => fates.of.insert(visit, fate),
            None => fates.new.insert(original, fate),
        };
    }

    fn fate(&self, part: &Part, date: Dated, (before, was_away): (Option<&Known>, bool), terms: &Terms) -> Fate {
        let original = part.original(date);
        let slot = part.slots[date.slot].slot.expect("slots are known by now");
        if let Some(before) = before.filter(|before| before.is_past(self.now)) {
            return Fate::As(Known {
                original,
                slot,
                beside: false,
                ..before.clone()
            });
        }
        let changed = match before {
            Some(before) if !takes(&terms.force, before.original) => before.changed,
            _ => Changed::NOTHING,
        };
        let start = match before {
            Some(before) if changed.has(Changed::DATETIME) => before.start,
            _ => self.model.usual_start(self.series, original),
        };
        let known = Known {
            original,
            slot,
            state: VisitState::Stable,
            by: None,
            changed,
            start,
            beside: false,
            moved: false,
            marked: false,
        };
        match before {
            Some(before) if before.is_tombstone() => Fate::As(known.out(RemovedBy::Person)),
            _ if terms.left_out.contains(&date.day) => Fate::As(known.out(RemovedBy::Person)),
            Some(before) if before.start <= self.now && !before.is_busy() => Fate::As(Known {
                state: before.state,
                by: before.by,
                ..known
            }),
            _ => {
                let keep = |_: Policy| Policy::Keep;
                let asked = if terms.asks { Policy::Ask } else { Policy::Unplaced };
                let by_hand = |policy| if moves(policy) { asked } else { policy };
                let mut terms = terms.clone();
                let mut with = |other: &dyn Fn(Policy) -> Policy| {
                    (terms.conflicts, terms.closed) = (other(terms.conflicts), other(terms.closed));
                };
                if terms_keep(&terms.kept, date.day) {
                    with(&keep);
                } else if changed.has(Changed::DATETIME) {
                    with(&by_hand);
                } else if part.count.is_none() {
                    with(&|policy| if policy == Policy::Append { Policy::Skip } else { policy });
                }
                Fate::Dated {
                    known,
                    terms,
                    before: before.cloned(),
                    is_meant: before.map_or(part.rule.is_none(), |before| {
                        before.state == VisitState::Stable && (part.rule.is_none() || was_away)
                    }),
                }
            }
        }
    }
}

fn terms_keep(kept: &[DayNumber], day: DayNumber) -> bool {
    kept.contains(&day)
}

fn moves(policy: Policy) -> bool {
    matches!(policy, Policy::Nearest | Policy::Previous | Policy::Next)
}

/// What becomes of a visit that no date is any more.
fn no_date(known: &Known, now: When) -> Fate {
    if known.state == VisitState::Removed {
        Fate::As(known.clone())
    } else if known.is_past(now) || known.is_by_hand() {
        Fate::As(Known {
            beside: true,
            ..known.clone()
        })
    } else {
        Fate::As(known.out(RemovedBy::Rule))
    }
}

struct Matched {
    dates: Vec<Option<VisitId>>,
    left: Vec<(VisitId, Known)>,
    in_the_way: Vec<VisitId>,
}

/// Which visit each date is: by number where weeks are counted anew; by slot and day, for a slot on another weekday by slot
/// and week; else by the start that it would have had.
fn matched(
    part: &Part,
    dates: &[Dated],
    old_slots: &[SlotDraft],
    mut known: BTreeMap<VisitId, &Known>,
    numbered: &[Option<VisitId>],
) -> Matched {
    let all: Vec<(VisitId, &Known)> = known.iter().map(|(id, known)| (*id, *known)).collect();
    let week_start = part.rule.as_ref().map_or(0, |rule| {
        i32::try_from(rule.parts().week_start.num_days_from_monday()).unwrap()
    });
    // Of several the one that stands in the book, then what a person touched, then the oldest.
    let best = |fits: &dyn Fn(&Known) -> bool| {
        let some = all.iter().filter(|(_, known)| fits(known));
        some.max_by_key(|(id, known)| {
            (
                known.state != VisitState::Removed,
                known.is_by_hand(),
                std::cmp::Reverse(*id),
            )
        })
        .map(|(id, _)| *id)
    };
    let (mut found, mut by_number) = (Vec::new(), Vec::new());
    for (number, at) in dates.iter().enumerate() {
        let slot = &part.slots[at.slot];
        let old = old_slots
            .iter()
            .find(|old| old.slot == slot.slot && slot.slot.is_some());
        let was_on = old
            .and_then(|old| old.weekday)
            .filter(|was| slot.weekday.is_some_and(|is| is != *was));
        let of_week = was_on.and_then(|was| {
            let was = i32::try_from(was.num_days_from_monday()).unwrap();
            best(&|known| {
                Some(known.slot) == slot.slot
                    && date(known.original.0).weekday == was
                    && week(known.original.0, week_start) == week(at.day, week_start)
            })
        });
        let of_day = best(&|known| Some(known.slot) == slot.slot && known.original.0 == at.day);
        let only = all
            .first()
            .filter(|_| part.rule.is_none() && all.len() == 1)
            .map(|(id, _)| *id);
        let of_number = numbered.get(number).copied().flatten();
        let others = [of_week, of_day, only].into_iter().flatten();
        let others = others.filter(|id| !numbered.contains(&Some(*id)));
        let mut candidates = of_number.into_iter().chain(others);
        let visit = candidates.find(|id| known.contains_key(id));
        if let Some(visit) = visit {
            known.remove(&visit);
        }
        by_number.push(visit.is_some() && visit == of_number);
        found.push(visit);
    }
    let by_id: BTreeMap<VisitId, &Known> = all.iter().copied().collect();
    let names: BTreeMap<When, usize> = dates
        .iter()
        .enumerate()
        .map(|(place, at)| (part.original(*at), place))
        .collect();
    let (mut left, mut in_the_way) = (Vec::new(), Vec::new());
    let mut rest: Vec<VisitId> = known.into_keys().collect();
    while let Some(id) = rest.pop() {
        let visit = by_id[&id];
        let Some(place) = names.get(&visit.original).copied() else {
            left.push((id, visit.clone()));
            continue;
        };
        match found[place] {
            None => found[place] = Some(id),
            // What is known by its number gives way only to what a person did, or marked.
            Some(other) if visit.is_by_hand() || (visit.is_busy() && (!by_number[place] || visit.marked)) => {
                by_number[place] = false;
                found[place] = Some(id);
                rest.push(other);
            }
            Some(_) => in_the_way.push(id),
        }
    }
    Matched {
        dates: found,
        left,
        in_the_way,
    }
}
