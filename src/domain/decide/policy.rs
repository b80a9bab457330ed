//! What the policies of a series make of a date that something speaks against (spec S4.9): it is booked anyway, left out, moved,
//! kept as not booked, or somebody is asked.
//!
//! A date that is moved keeps its name, the start it would have had, and is looked at again with every later plan.

use std::sync::Arc;

use super::dates::Maker;
use crate::domain::book::Book;
use crate::domain::draft::SeriesDraft;
use crate::domain::plan::{ClockChange, LineKind, PlanLine, Why};
use crate::domain::rows::*;
use crate::domain::schedule::{Conflict, DayAt, FineStarts, Pauses, Shape, conflicts, is_there_on, open_conflicts};
use crate::domain::values::*;
use crate::time::{Civil, Day, Instant, TimeOfDay};

/// So far from the usual start the nearest free place may be, on its day.
const NEAR: i32 = 120;
/// Starts that are tried lie on this grid of the clock, in minutes.
const GRID: u16 = 5;
/// Within so many days the previous or next open day is looked for: longer than a shop closes for its holidays.
const OPEN_DAYS: i32 = 60;

/// What the policies make of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policies {
    /// For clashes.
    pub conflicts: Policy,
    /// For closed days and hours of the shop.
    pub closed_days: Policy,
    /// Within how many days the nearest free place is looked for.
    pub nearest_days: u16,
}

impl Policies {
    /// Those of a series.
    pub(super) fn of_series(series: &Series) -> Self {
        Self {
            conflicts: series.conflicts,
            closed_days: series.closed_days,
            nearest_days: series.nearest_days,
        }
    }

    /// Those that a draft says.
    pub(super) fn of_draft(draft: &SeriesDraft) -> Self {
        Self {
            conflicts: draft.conflicts,
            closed_days: draft.closed_days,
            nearest_days: draft.nearest_days,
        }
    }

    /// The same with other ones in the place of some.
    pub(super) fn with(self, other: impl Fn(Policy) -> Policy) -> Self {
        Self {
            conflicts: other(self.conflicts),
            closed_days: other(self.closed_days),
            ..self
        }
    }

    /// Those where nobody can be asked: what clashes waits as not booked, unless the person chose otherwise.
    pub(super) fn unasked(self) -> Self {
        self.with(|policy| {
            if policy == Policy::Ask {
                Policy::Unplaced
            } else {
                policy
            }
        })
    }

    /// Those for a date that somebody wants to have at its usual start.
    pub(super) fn keeping(self) -> Self {
        self.with(|_| Policy::Keep)
    }

    /// Those for a visit that somebody put where it is by hand: it is not moved, they are asked.
    pub(super) fn by_hand(self) -> Self {
        self.with(|policy| if moves(policy) { Policy::Ask } else { policy })
    }

    /// Those for dates that end by no number: none is added for what is left out.
    pub(super) fn without_number(self) -> Self {
        self.with(|policy| if policy == Policy::Append { Policy::Skip } else { policy })
    }

    /// Whether dates are added for those that are left out.
    pub(super) fn append(self) -> bool {
        [self.conflicts, self.closed_days].contains(&Policy::Append)
    }

    /// Whether these conflicts move a date.
    pub(super) fn move_it(self, found: &[Conflict]) -> bool {
        moves(self.of(found))
    }

    /// The policy for these conflicts. From a closed day a date is moved first, whatever else speaks against it there; what
    /// leaves out goes before what moves, that before what asks, that before what keeps.
    fn of(self, found: &[Conflict]) -> Policy {
        if moves(self.closed_days) && found.iter().any(Conflict::is_of_the_day) {
            return self.closed_days;
        }
        let strictness = |policy: &Policy| match policy {
            Policy::Skip | Policy::Append => 0,
            Policy::Nearest | Policy::Previous | Policy::Next => 1,
            Policy::Ask => 2,
            Policy::Unplaced => 3,
            Policy::Keep => 4,
        };
        let of_each = found.iter().map(|conflict| self.of_one(conflict));
        of_each.min_by_key(strictness).unwrap_or(Policy::Keep)
    }

    fn of_one(self, conflict: &Conflict) -> Policy {
        if conflict.is_of_the_day() {
            self.closed_days
        } else {
            self.conflicts
        }
    }
}

fn moves(policy: Policy) -> bool {
    matches!(policy, Policy::Nearest | Policy::Previous | Policy::Next)
}

/// Notes that these clashes were accepted, when and by whom.
pub(super) fn accept(visit: &mut Visit, conflicts: &[Conflict], now: Instant, by: &str) {
    for conflict in conflicts {
        let clash = AcceptedClash {
            kind: conflict.kind,
            other_id: conflict.with.key(),
            with_visit: conflict.visit,
            accepted_at: now,
            accepted_by: by.to_owned(),
        };
        let known = |known: &AcceptedClash| {
            (known.kind, known.other_id, known.with_visit) == (clash.kind, clash.other_id, clash.with_visit)
        };
        if !visit.clashes.iter().any(known) {
            visit.clashes.push(clash);
        }
    }
}

/// A date that is to become a visit, as it is meant at its usual start.
pub(super) struct Placing {
    /// What the plan says of it so far.
    pub line: PlanLine,
    /// The visit; it is not in the book.
    pub visit: Visit,
    /// Whether it takes the same of everybody as the visit of before.
    pub is_where_it_was: bool,
    /// What is done with what speaks against it.
    pub policies: Policies,
    /// Whether a visit that was moved is best left there.
    pub may_stay: bool,
}

impl Placing {
    /// Days of every month in which another place may be looked for, where that is not to come: all of that is loaded.
    pub(super) fn days_looked_at(&self, now: Instant) -> Vec<Day> {
        if self.visit.start_utc > now {
            return Vec::new();
        }
        let reach = OPEN_DAYS.max(i32::from(self.policies.nearest_days));
        let from = (self.visit.day - reach).max(Day::FIRST);
        let through = (self.visit.day + reach).min(Day::LAST);
        (0..=(through - from) / 28)
            .map(|months| from + 28 * months)
            .chain([through])
            .collect()
    }
}

/// Where visits of a chapter can be, in the book as it is so far.
pub(super) struct Places<'a> {
    /// The book, without the visits that are still to be placed.
    pub book: &'a Book,
    /// The chapter's location.
    pub location: LocationId,
    /// Knows its clock.
    pub maker: &'a mut Maker,
    /// When who comes is away: nothing is moved there.
    pub pauses: &'a Pauses,
    /// Nothing is moved to before now.
    pub now: Instant,
    /// Who accepts what is booked anyway.
    pub actor: &'a str,
}

impl Places<'_> {
    /// What speaks against a date at its usual start.
    pub(super) fn against(&self, placing: &Placing) -> Vec<Conflict> {
        if placing.is_where_it_was {
            open_conflicts(self.book, &placing.visit, self.location)
        } else {
            conflicts(self.book, &placing.visit, self.location)
        }
    }

    /// Makes of a date what the policies say to what speaks against it. The visit is not written yet.
    pub(super) fn settle(&mut self, placing: Placing, mut found: Vec<Conflict>) -> PlanLine {
        let mut policy = placing.policies.of(&found);
        let mut moved = None;
        if matches!(policy, Policy::Previous | Policy::Next) {
            let there = self.open_day(&placing, policy);
            policy = Policy::Unplaced;
            if let Some((there, against)) = there {
                policy = placing.policies.of(&against);
                if policy == Policy::Keep {
                    moved = Some((there, against));
                } else {
                    found.extend(against);
                }
            }
        }
        if policy == Policy::Nearest {
            moved = self.nearest(&placing);
        }
        let Placing {
            mut line, mut visit, ..
        } = placing;
        if let Some(((there, clock), accepted)) = moved {
            visit = there;
            accept(&mut visit, &accepted, self.now, self.actor);
            visit.placed_by_policy = true;
            let number = visit.position + 1;
            (line.why, line.clock) = (Why::Moved { number }, clock);
        } else {
            match policy {
                Policy::Keep => accept(&mut visit, &found, self.now, self.actor),
                Policy::Skip | Policy::Append => {
                    visit.state = VisitState::Removed;
                    visit.removed_by = Some(RemovedBy::Policy);
                    line.kind = LineKind::LeftOut;
                    line.why = if policy == Policy::Append {
                        Why::Appended
                    } else {
                        Why::LeftOutByPolicy
                    };
                }
                Policy::Unplaced | Policy::Nearest | Policy::Previous | Policy::Next => {
                    visit.state = VisitState::Failed;
                    line.kind = LineKind::Failed;
                }
                Policy::Ask => line.open = true,
            }
            visit.reason = reason(&found, visit.state);
        }
        line.conflicts = found;
        line.after = Some(Arc::new(visit));
        line
    }

    /// The closest start on the nearest day within reach at which nothing speaks against a visit but what is booked anyway:
    /// the day itself first, earlier before later.
    fn nearest(&mut self, placing: &Placing) -> Option<(There, Vec<Conflict>)> {
        let usual = placing.visit.start();
        let reach = i32::from(placing.policies.nearest_days);
        let before = placing.line.before.as_ref();
        // Who was told a new time keeps it, although a closer one is free by now: as long as it is near enough to the usual.
        let told = before.filter(|before| {
            placing.may_stay
                && before.placed_by_policy
                && before.is_busy()
                && before.original() == placing.visit.original()
                && (before.day - usual.day).abs() <= reach
                && far_from(usual.time, before.time) <= NEAR
        });
        if let Some(told) = told
            && let Some(stays) = self.free_at(placing, told.start())
        {
            return Some(stays);
        }
        let times = times_near(usual.time);
        let shape = Shape::of(self.book, &placing.visit);
        let policies = placing.policies;
        let asks_of_all = ![policies.conflicts, policies.closed_days].contains(&Policy::Keep);
        let days = (0..=reach).flat_map(|far| {
            let other = (far > 0).then_some(usual.day + far);
            std::iter::once(usual.day - far).chain(other)
        });
        for day in days.filter(|day| (Day::FIRST..=Day::LAST).contains(day)) {
            let at = DayAt::new(self.book, self.location, day);
            // A look at the whole day first, where nothing that speaks against a start is booked anyway.
            let free: Option<FineStarts> = (asks_of_all && at.is_plain()).then(|| at.starts(&shape));
            let may_be_free = |time: &&TimeOfDay| free.is_none_or(|free| free.has_time(**time));
            for time in times.iter().filter(may_be_free) {
                if let Some(free) = self.free_at(placing, day.at(*time)) {
                    return Some(free);
                }
            }
        }
        None
    }

    /// The visit at another start with what speaks against it there, where that is booked anyway.
    fn free_at(&mut self, placing: &Placing, start: Civil) -> Option<(There, Vec<Conflict>)> {
        let (there, against) = self.at(placing, start)?;
        (placing.policies.of(&against) == Policy::Keep).then_some((there, against))
    }

    /// The visit at its usual time on the last day before, or on the first day after, on which the shop is open then; with
    /// what else speaks against it there.
    fn open_day(&mut self, placing: &Placing, policy: Policy) -> Option<(There, Vec<Conflict>)> {
        let usual = placing.visit.start();
        (1..=OPEN_DAYS).find_map(|far| {
            let day = usual.day + if policy == Policy::Next { far } else { -far };
            let there = (Day::FIRST..=Day::LAST).contains(&day).then(|| day.at(usual.time))?;
            self.at(placing, there)
                .filter(|(_, against)| !against.iter().any(Conflict::is_of_the_day))
        })
    }

    /// The visit at another start with what speaks against it there; not in the past, and not at a time that the clock skips.
    fn at(&mut self, placing: &Placing, start: Civil) -> Option<(There, Vec<Conflict>)> {
        let (start, start_utc, clock) = self.maker.at(start);
        let is_to_come = start_utc > self.now || placing.visit.start_utc <= self.now;
        if !is_to_come || matches!(clock, Some(ClockChange::Skipped { .. })) {
            return None;
        }
        let mut there = placing.visit.clone();
        (there.day, there.time, there.start_utc) = (start.day, start.time, start_utc);
        super::block(&mut there);
        there.clashes.clear();
        // On another day who does it may be away, while somebody stands in for them.
        let is_there =
            |one: &Assigned| there.day == placing.visit.day || is_there_on(self.book, there.day, one.staff_id);
        if self.pauses.on(&there).is_some() || !there.staff.iter().all(is_there) {
            return None;
        }
        let before = placing.line.before.as_ref().filter(|before| before.is_busy());
        let against = match before.filter(|before| before.span() == there.span()) {
            // What was accepted there stays so.
            Some(before) => {
                there.clashes.clone_from(&before.clashes);
                open_conflicts(self.book, &there, self.location)
            }
            None => conflicts(self.book, &there, self.location),
        };
        Some(((there, clock), against))
    }
}

/// A visit at another start, and what the clock does then.
type There = (Visit, Option<ClockChange>);

/// How many minutes of the day lie between two times.
fn far_from(one: TimeOfDay, other: TimeOfDay) -> i32 {
    (i32::from(one.minute()) - i32::from(other.minute())).abs()
}

/// The starts of a day that are near enough to the usual one, the closest first, earlier before later.
fn times_near(usual: TimeOfDay) -> Vec<TimeOfDay> {
    let far = |time: &TimeOfDay| far_from(usual, *time);
    let grid = (0..1_440).step_by(usize::from(GRID)).filter_map(TimeOfDay::new);
    let mut times: Vec<TimeOfDay> = grid.filter(|time| far(time) <= NEAR).collect();
    times.sort_by_key(|time| (far(time), *time));
    times
}

/// The kinds of what spoke against a visit, as a visit that is not in the book keeps them.
fn reason(conflicts: &[Conflict], state: VisitState) -> String {
    if !matches!(state, VisitState::Removed | VisitState::Failed) {
        return String::new();
    }
    let mut kinds: Vec<&str> = conflicts.iter().map(|conflict| conflict.kind.code()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(",")
}
