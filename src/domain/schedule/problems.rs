//! Problems (spec S4.10): every date to come that became impossible, whatever the cause. Somebody left or is off, a day was
//! closed, hours changed, a chair is gone, two visits want the same and nobody accepted it, or a date could not be booked.
//!
//! All dates are asked once, then only those that a change may have touched: two books share what is the same, so the
//! difference is found without a walk. Most dates are cleared by a quick look at hours and neighbours, which may doubt too
//! many and never too few; what is in doubt is asked as every visit is that is booked.
//!
//! What is held while somebody is away is no problem yet: it is planned again when they come back.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::conflict::{Conflict, TRAVEL, With, conflicts, open_conflicts};
use super::hours::{shop_hours, staff_hours};
use crate::domain::book::{Book, Shelved};
use crate::domain::calendar::{Busy, Who};
use crate::domain::rows::*;
use crate::domain::values::VisitState;
use crate::time::{Day, Instant, MinuteSpan, Minutes, Span};

/// A date to come that cannot be as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which visit.
    pub visit: VisitId,
    /// When it begins.
    pub start: Instant,
    /// What speaks against it; of two visits that want the same, the one that was made later has the problem.
    pub conflicts: Vec<Conflict>,
    /// Who or what is not there any more.
    pub gone: Vec<With>,
}

/// All problems of a book, kept up with its changes.
#[derive(Debug, Clone)]
pub struct Problems {
    book: Book,
    found: BTreeMap<VisitId, Problem>,
}

impl Problems {
    /// All problems of a book.
    pub fn of(book: &Book, now: Instant) -> Self {
        let clashing = book.calendar().clashing(now);
        let mut look = Look::new(book);
        let today = book.zone().civil(now).day;
        let to_come = book.calendar().on_days(book, today - 1, Day::LAST);
        let found = to_come
            .filter(|visit| visit.start_utc > now)
            .filter(|visit| look.doubts(visit, |visit| clashing.contains(&visit.id)))
            .filter_map(|visit| problem(book, visit, now))
            .map(|problem| (problem.visit, problem))
            .collect();
        Self {
            book: book.clone(),
            found,
        }
    }

    /// Follows the book to what it is by now.
    pub fn follow(&mut self, book: &Book, now: Instant) {
        let Some(mut touched) = touched(&self.book, book, now) else {
            *self = Self::of(book, now);
            return;
        };
        // What could not be booked takes nobody's time, so that it is nobody's neighbour.
        let failed = |id: &&VisitId| {
            book.visits()
                .get(**id)
                .is_some_and(|visit| visit.state == VisitState::Failed)
        };
        touched.extend(self.found.keys().filter(failed));
        let mut look = Look::new(book);
        for id in touched {
            self.found.remove(&id);
            let Some(visit) = book.visits().get(id).filter(|visit| visit.start_utc > now) else {
                continue;
            };
            let clashes = |visit: &Visit| {
                let mut pieces = book.calendar().pieces(visit.id);
                pieces.any(|piece| others(book, piece).any(|other| other != visit.id))
            };
            if look.doubts(visit, clashes) {
                self.found
                    .extend(problem(book, visit, now).map(|problem| (id, problem)));
            }
        }
        self.book = book.clone();
    }

    /// Those that are still to come, the next first.
    pub fn to_come(&self, now: Instant) -> Vec<&Problem> {
        let mut problems: Vec<&Problem> = self.found.values().filter(|problem| problem.start > now).collect();
        problems.sort_by_key(|problem| (problem.start, problem.visit));
        problems
    }
}

/// What is wrong with a visit to come, if anything is.
pub fn problem(book: &Book, visit: &Visit, now: Instant) -> Option<Problem> {
    let location = book.chapters().get(visit.chapter_id)?.location_id;
    let mut problem = Problem {
        visit: visit.id,
        start: visit.start_utc,
        conflicts: Vec::new(),
        gone: Vec::new(),
    };
    match visit.state {
        VisitState::Failed => problem.conflicts = conflicts(book, visit, location),
        VisitState::Stable | VisitState::Pencilled => {
            problem.conflicts = open_conflicts(book, visit, location);
            problem
                .conflicts
                .retain(|conflict| is_its_own(book, visit, conflict, now));
            problem.gone = gone(book, visit, location);
            if problem.conflicts.is_empty() && problem.gone.is_empty() {
                return None;
            }
        }
        VisitState::Removed | VisitState::OnHold => return None,
    }
    // Of which somebody said what became of it, nothing is to be done any more.
    (!visit.has_outcome()).then_some(problem)
}

/// Of two visits that want the same only one has the problem: the one made later, where it can still be changed.
fn is_its_own(book: &Book, visit: &Visit, conflict: &Conflict, now: Instant) -> bool {
    let Some(other) = conflict.visit.filter(|other| *other > visit.id) else {
        return true;
    };
    let other = book.visits().get(other);
    other.is_none_or(|other| other.state == VisitState::OnHold || other.start_utc <= now)
}

/// Whether two services of a visit may want somebody or something at the same time.
fn wants_twice(book: &Book, visit: VisitId) -> bool {
    let mut before: Option<Busy> = None;
    book.calendar().pieces(visit).any(|piece| {
        // They come by whom they take, and by when.
        let meets = |before: Busy| (before.who, true) == (piece.who, before.span.to > piece.span.from);
        before.replace(piece).is_some_and(meets)
    })
}

fn gone(book: &Book, visit: &Visit, location: LocationId) -> Vec<With> {
    let mut gone: Vec<With> = book
        .calendar()
        .pieces(visit.id)
        .filter_map(|piece| match piece.who {
            Who::Staff(id) => removed::<Staff>(book, id).then_some(With::Staff(id)),
            Who::Resource(id) => removed::<Resource>(book, id).then_some(With::Resource(id)),
            Who::Client(_) => None,
        })
        .collect();
    gone.extend(removed::<Location>(book, location).then_some(With::Location(location)));
    gone.sort_unstable();
    gone.dedup();
    gone
}

fn removed<R: Shelved>(book: &Book, id: R::Id) -> bool {
    book.row::<R>(id).is_some_and(|row| row.deleted())
}

/// The visits that take somebody or something at the same time, or so near that the way may be too long.
fn others(book: &Book, piece: Busy) -> impl Iterator<Item = VisitId> + '_ {
    let near = Span::new(piece.span.from - TRAVEL, piece.span.to + TRAVEL);
    book.calendar().takes(piece.who, near).map(|(visit, _)| visit)
}

/// The visits to come whose answer may be another one than before; nothing where it may be all of them.
fn touched(before: &Book, after: &Book, now: Instant) -> Option<BTreeSet<VisitId>> {
    if after.locations().differs(before.locations()) || after.businesses().differs(before.businesses()) {
        return None;
    }
    let mut touched = BTreeSet::new();
    // What takes other people or another time touches who was there, and who is there now.
    let with_neighbours = |id: VisitId, touched: &mut BTreeSet<VisitId>| {
        touched.insert(id);
        for book in [before, after] {
            touched.extend(book.calendar().pieces(id).flat_map(|piece| others(book, piece)));
        }
    };
    for (one, other) in after.visits().changes(before.visits()) {
        one.or(other)
            .into_iter()
            .for_each(|visit| with_neighbours(visit.id, &mut touched));
    }
    let of_terms = after.slot_terms().changes(before.slot_terms());
    let of_terms = of_terms.filter_map(|(one, other)| Some(one.or(other)?.chapter_id));
    let of_lines = after.lines().changes(before.lines());
    let of_lines = of_lines.filter_map(|(one, other)| Some(one.or(other)?.chapter_id));
    let of_chapters = after.chapters().changes(before.chapters());
    let of_chapters = of_chapters.filter_map(|(one, other)| Some(one.or(other)?.id));
    let chapters: BTreeSet<ChapterId> = of_terms.chain(of_lines).chain(of_chapters).collect();
    for chapter in chapters {
        let Some(series) = after.chapters().get(chapter).map(|chapter| chapter.series_id) else {
            continue;
        };
        for visit in after.visits().of(series).filter(|visit| visit.chapter_id == chapter) {
            with_neighbours(visit.id, &mut touched);
        }
    }
    let mut on_days = |first: Day, last: Day| {
        let visits = after.calendar().on_days(after, first, last);
        touched.extend(visits.map(|visit| visit.id));
    };
    // A visit may go on past midnight, and hours as well.
    for (one, other) in after.times_off().changes(before.times_off()) {
        [one, other]
            .into_iter()
            .flatten()
            .for_each(|off| on_days(off.first_day - 1, off.last_day));
    }
    for (one, other) in after.day_exceptions().changes(before.day_exceptions()) {
        let rows = [one, other].into_iter().flatten();
        rows.for_each(|row| on_days(row.first_day - 1, row.last_day + 1));
    }
    let from_now_on = Span::new(now, Instant::from_millis(i64::MAX));
    let mut of = |who: Who| {
        let visits = [before, after]
            .into_iter()
            .flat_map(|book| book.calendar().takes(who, from_now_on));
        touched.extend(visits.map(|(visit, _)| visit));
    };
    for (one, other) in after.staff().changes(before.staff()) {
        one.or(other).into_iter().for_each(|person| of(Who::Staff(person.id)));
    }
    for (one, other) in after.resources().changes(before.resources()) {
        one.or(other)
            .into_iter()
            .for_each(|resource| of(Who::Resource(resource.id)));
    }
    Some(touched)
}

/// A quick look at visits, which knows the hours of the days that it has seen.
struct Look<'b> {
    book: &'b Book,
    /// Whether there are ways to go from one visit to the next.
    has_ways: bool,
    shop: HashMap<(LocationId, Day), Vec<MinuteSpan>>,
    staff: HashMap<(StaffId, LocationId, Day), Vec<MinuteSpan>>,
}

/// At night the clocks change, and visits go on from the day before.
const MORNING: Minutes = Minutes::hours(4);

impl<'b> Look<'b> {
    fn new(book: &'b Book) -> Self {
        Self {
            book,
            has_ways: book.locations().live().nth(1).is_some(),
            shop: HashMap::new(),
            staff: HashMap::new(),
        }
    }

    /// Whether anything may speak against a visit.
    fn doubts(&mut self, visit: &Arc<Visit>, clashes: impl Fn(&Visit) -> bool) -> bool {
        let book = self.book;
        match visit.state {
            VisitState::Failed => return true,
            VisitState::Removed | VisitState::OnHold => return false,
            VisitState::Stable | VisitState::Pencilled => {}
        }
        let Some(chapter) = book.chapters().get(visit.chapter_id) else {
            return false;
        };
        let (location, day) = (chapter.location_id, visit.day);
        // Who is late is so in the hours as well.
        let begins = visit.time.since_midnight() + visit.late();
        let told = MinuteSpan {
            from: begins,
            to: begins + visit.minutes,
        };
        if begins < MORNING || told.to > Minutes::DAY || removed::<Location>(book, location) || clashes(visit) {
            return true;
        }
        let shop = self
            .shop
            .entry((location, day))
            .or_insert_with(|| shop_hours(book, location, day).open);
        if !shop.iter().any(|open| open.contains_span(told)) {
            return true;
        }
        let is_elsewhere = |other: VisitId| {
            let other = book
                .visits()
                .get(other)
                .and_then(|other| book.chapters().get(other.chapter_id));
            other.is_none_or(|other| other.location_id != location)
        };
        if wants_twice(book, visit.id) {
            return true;
        }
        let is_near_others = |piece| others(book, piece).any(|other| other != visit.id && is_elsewhere(other));
        if self.has_ways && book.calendar().pieces(visit.id).any(is_near_others) {
            return true;
        }
        book.calendar().pieces(visit.id).any(|piece| match piece.who {
            Who::Staff(id) => !self.is_there(id, location, day, told),
            Who::Resource(id) => removed::<Resource>(book, id),
            Who::Client(_) => false,
        })
    }

    /// Whether somebody is there for the whole of a visit, which may be longer than they are needed.
    fn is_there(&mut self, id: StaffId, location: LocationId, day: Day, told: MinuteSpan) -> bool {
        let book = self.book;
        let free = self.staff.entry((id, location, day)).or_insert_with(|| {
            let Some(person) = book.staff().get(id).filter(|person| person.deleted_at.is_none()) else {
                return Vec::new();
            };
            let mut times_off = book.times_off().of(id).filter(|off| off.deleted_at.is_none());
            let is_off = times_off.any(|off| off.first_day <= day && day <= off.last_day);
            // On a day with time off each visit is asked.
            if is_off {
                Vec::new()
            } else {
                staff_hours(book, person, location, day).open
            }
        });
        free.iter().any(|free| free.contains_span(told))
    }
}
