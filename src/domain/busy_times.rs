//! When somebody or something is taken, so that what lies at the same time is found at once, in a book of any size.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdMap;

use super::calendar::Who;
use super::rows::VisitId;
use super::shelf::{filled, with, without};
use crate::time::{Instant, Span};

/// What takes somebody, by when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Taken {
    pub from: Instant,
    pub visit: VisitId,
    /// Which piece of the visit it is, so that no two are the same.
    pub ordinal: u16,
    /// In milliseconds, more than 0.
    pub length: u32,
}

impl Taken {
    fn span(&self) -> Span {
        stretch(self.from, self.length)
    }
}

/// So many milliseconds from then on.
pub(super) fn stretch(from: Instant, length: u32) -> Span {
    Span::new(from, Instant::from_millis(from.millis() + i64::from(length)))
}

/// A stretch of time of about three days, by its number: the times of nearly every question lie in one, and a stylist has few
/// enough visits in it to go through them.
type Chunk = i64;

fn chunk(at: Instant) -> Chunk {
    at.millis() >> 28
}

/// The first and the last chunk that a span touches.
fn chunks(span: Span) -> (Chunk, Chunk) {
    let last = Instant::from_millis(span.to.millis() - 1);
    (chunk(span.from), chunk(last.max(span.from)))
}

/// What takes somebody, by chunk: each time stands in every chunk that it touches, by when it begins.
type Chunks = OrdMap<Chunk, Arc<[Taken]>>;

/// What takes whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct BusyTimes {
    all: OrdMap<Who, Chunks>,
}

impl BusyTimes {
    /// All that is taken, in the least room.
    pub(super) fn of(all: impl Iterator<Item = (Who, Taken)>) -> Self {
        let mut whose: BTreeMap<Who, BTreeMap<Chunk, Vec<Taken>>> = BTreeMap::new();
        for (who, taken) in all {
            let theirs = whose.entry(who).or_default();
            let (first, last) = chunks(taken.span());
            for chunk in first..=last {
                theirs.entry(chunk).or_default().push(taken);
            }
        }
        let in_order = |(chunk, mut taken): (Chunk, Vec<Taken>)| {
            taken.sort_unstable();
            (chunk, Arc::from(taken))
        };
        let shared = |(who, theirs): (Who, BTreeMap<Chunk, Vec<Taken>>)| {
            let theirs: Vec<(Chunk, Arc<[Taken]>)> = theirs.into_iter().map(in_order).collect();
            (who, filled(&theirs))
        };
        let all: Vec<(Who, Chunks)> = whose.into_iter().map(shared).collect();
        Self { all: filled(&all) }
    }

    /// The times of somebody.
    pub(super) fn of_whom(&self, who: Who) -> TimesOf<'_> {
        TimesOf(self.all.get(&who))
    }

    /// The visits from an instant on that want somebody or something at the same time as another.
    pub(super) fn clashing(&self, from: Instant) -> BTreeSet<VisitId> {
        let mut clashing = BTreeSet::new();
        for theirs in self.all.values() {
            let mut running: Vec<(VisitId, Instant)> = Vec::new();
            for (here, all) in theirs.range(chunk(from)..) {
                // What began in a chunk before is running by now.
                let is_next = |taken: &&Taken| chunk(taken.from) == *here || *here == chunk(from);
                for next in all.iter().filter(is_next) {
                    running.retain(|(_, until)| *until > next.from);
                    for (other, _) in running.iter().filter(|(other, _)| *other != next.visit) {
                        clashing.extend([*other, next.visit]);
                    }
                    running.push((next.visit, next.span().to));
                }
            }
        }
        clashing
    }

    pub(super) fn add(&mut self, who: Who, taken: Taken) {
        let (first, last) = chunks(taken.span());
        let theirs = self.all.entry(who).or_default();
        for chunk in first..=last {
            let all = theirs.entry(chunk).or_default();
            *all = with(all, taken);
        }
    }

    pub(super) fn remove(&mut self, who: Who, taken: Taken) {
        let (first, last) = chunks(taken.span());
        let Some(theirs) = self.all.get_mut(&who) else { return };
        for chunk in first..=last {
            let Some(all) = theirs.get_mut(&chunk) else { continue };
            *all = without(all, taken);
            if all.is_empty() {
                theirs.remove(&chunk);
            }
        }
        if theirs.is_empty() {
            self.all.remove(&who);
        }
    }
}

/// When one of them is taken.
#[derive(Debug, Clone, Copy)]
pub struct TimesOf<'b>(Option<&'b Chunks>);

impl<'b> TimesOf<'b> {
    /// What takes them at some time of `span`: the visit, and the stretch it takes; by when it begins.
    pub fn within(self, span: Span) -> impl Iterator<Item = (VisitId, Span)> + 'b {
        let (first, last) = chunks(span);
        let one = self
            .0
            .filter(|_| first == last)
            .and_then(|all| all.get_key_value(&first));
        let several = self.0.filter(|_| first != last).map(|all| all.range(first..=last));
        let all = one.into_iter().chain(several.into_iter().flatten());
        let taken = all.flat_map(move |(here, all)| {
            // What began in a chunk before was found there.
            let is_new = move |taken: &&Taken| *here == first || chunk(taken.from) == *here;
            all.iter().take_while(move |taken| taken.from < span.to).filter(is_new)
        });
        let taken = taken.map(|taken| (taken.visit, taken.span()));
        taken.filter(move |(_, taken)| taken.to > span.from)
    }

    /// Whether they are taken at some time of `span`.
    pub fn meet(self, span: Span) -> bool {
        let (first, last) = chunks(span);
        let meets = |taken: &Taken| taken.from < span.to && taken.span().to > span.from;
        self.0
            .is_some_and(|all| (first..=last).any(|chunk| all.get(&chunk).is_some_and(|here| here.iter().any(meets))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Chance;
    use crate::domain::rows::StaffId;

    /// In milliseconds.
    const MINUTE: i64 = 60_000;

    /// Times from a minute to a day and a half long, over three weeks of two people.
    fn some(chance: &mut Chance) -> Vec<(Who, Taken)> {
        let mut below = |most: u64| (chance.next() % most).cast_signed();
        let mut one = |visit: i64| {
            let from = Instant::from_millis(MINUTE * below(21 * 1_440));
            let length = u32::try_from(MINUTE * (1 + below(2_000))).unwrap();
            let taken = Taken {
                from,
                visit: VisitId::from(visit / 2),
                ordinal: u16::try_from(visit % 2).unwrap(),
                length,
            };
            (Who::Staff(StaffId::from(below(2))), taken)
        };
        (0..60).map(&mut one).collect()
    }

    /// What takes somebody is told alike however it is asked, and in whatever order it came and went.
    #[test]
    fn what_takes_somebody_is_that_of_all_that_is_at_that_time() {
        let mut chance = Chance::new(7);
        for _ in 0..200 {
            let mut all = some(&mut chance);
            let mut busy = BusyTimes::default();
            all.iter().for_each(|(who, taken)| busy.add(*who, *taken));
            all.split_off(40)
                .iter()
                .for_each(|(who, taken)| busy.remove(*who, *taken));
            assert_eq!(busy, BusyTimes::of(all.iter().copied()));
            all.sort_by_key(|(_, taken)| *taken);
            for (who, asked) in some(&mut chance) {
                let at_that_time = |(whose, taken): &&(Who, Taken)| {
                    *whose == who && taken.span().from < asked.span().to && asked.span().from < taken.span().to
                };
                let expected: Vec<_> = all
                    .iter()
                    .filter(at_that_time)
                    .map(|(_, taken)| (taken.visit, taken.span()))
                    .collect();
                let found: Vec<_> = busy.of_whom(who).within(asked.span()).collect();
                assert_eq!(found, expected, "{asked:?}");
                assert_eq!(busy.of_whom(who).meet(asked.span()), !expected.is_empty());
            }
        }
    }

    #[test]
    fn visits_clash_where_two_of_them_want_somebody_at_the_same_time() {
        let mut chance = Chance::new(8);
        for _ in 0..200 {
            let all = some(&mut chance);
            let from = Instant::from_millis(MINUTE * 1_440 * (chance.next() % 20).cast_signed());
            let clash = |(whose, one): &(Who, Taken), (who, other): &(Who, Taken)| {
                let shared = one.span().intersection(other.span());
                who == whose && one.visit != other.visit && shared.is_some_and(|shared| shared.to > from)
            };
            let clashing = BusyTimes::of(all.iter().copied()).clashing(from);
            for one in &all {
                if all.iter().any(|other| clash(one, other)) {
                    assert!(clashing.contains(&one.1.visit), "{one:?}");
                }
            }
            // None is named that clashes with nothing, also where what it clashes with is over.
            for visit in clashing {
                let its = all.iter().filter(|(_, taken)| taken.visit == visit);
                let meets = |one: &(Who, Taken)| {
                    let apart = |other: &&(Who, Taken)| other.0 == one.0 && other.1.visit != visit;
                    let others = all.iter().filter(apart);
                    others
                        .clone()
                        .any(|other| one.1.span().intersection(other.1.span()).is_some())
                };
                assert!(its.clone().any(meets), "{visit:?}");
            }
        }
    }
}
