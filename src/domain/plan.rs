//! A plan: the difference between what a series now means and what exists, a line per date (spec S4.1, S4.2).

use std::sync::Arc;

use super::rows::*;
use super::schedule::Conflict;
use super::values::{Changed, VisitState};
use crate::time::{Civil, Day};

/// What happens to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// A new visit.
    Created,
    /// A visit changed by the rule; fields changed by hand stay.
    Changed,
    /// A visit changed by the rule, with what a person had changed of it by hand.
    Forced,
    /// A visit is taken out.
    Deleted,
    /// A date that cannot be placed; it stays visible as not booked.
    Failed,
    /// A date of the rule that is left out.
    LeftOut,
    /// A visit that stays as it was.
    Untouched,
}

impl LineKind {
    /// The code word on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Created => "event_created",
            LineKind::Changed => "event_changed",
            LineKind::Forced => "event_changed_force",
            LineKind::Deleted => "event_deleted",
            LineKind::Failed => "entity_failed",
            LineKind::LeftOut => "left_out",
            LineKind::Untouched => "untouched",
        }
    }
}

/// Why a line is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The rule gives this date.
    Rule {
        /// Which date of the rule, from 1.
        number: u32,
    },
    /// The month is too short for the day of the rule, so that it is its last.
    ShortMonth {
        /// Which date of the rule, from 1.
        number: u32,
    },
    /// A person left it out.
    LeftOutByHand,
    /// The policy left it out.
    LeftOutByPolicy,
    /// The policy left it out, and a date is added at the end for it.
    Appended,
    /// The policy moved it: something speaks against its usual start.
    Moved {
        /// Which date of the rule, from 1.
        number: u32,
    },
    /// The rule no longer gives it.
    NoLongerInTheRule,
    /// It was cancelled, and stays so.
    StaysCancelled,
    /// A person changed it, and the rule no longer gives it.
    KeptByHand,
    /// It is past.
    Past,
    /// Nothing of it changes.
    Same,
    /// The series ends before it.
    SeriesEnds,
    /// Another calendar has it beside the rule.
    BesideTheRule,
    /// Another calendar has it so.
    ChangedElsewhere,
    /// Who comes is away, and the place is held (spec S3.2).
    Held,
    /// Who comes is away, and the place is given up (spec S3.2).
    GivenUp,
    /// A person books it whatever speaks against it.
    BookedAnyway,
    /// It could not be booked, and nothing speaks against it by now.
    FreeByNow,
    /// Somebody of the staff is out.
    StaffIsOut,
    /// Somebody of the staff leaves.
    StaffLeaves,
}

/// What the clock does at the time of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockChange {
    /// The time does not exist that day; the visit is moved forward to this.
    Skipped {
        /// When it begins instead.
        moved_to: Civil,
    },
    /// The time is there twice; the first is meant.
    Repeated,
}

/// What happens to one date.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    /// The start that the rule gives.
    pub original: Civil,
    /// What happens.
    pub kind: LineKind,
    /// Why.
    pub why: Why,
    /// The visit as it is.
    pub before: Option<Arc<Visit>>,
    /// The visit as it will be.
    pub after: Option<Arc<Visit>>,
    /// What speaks against it.
    pub conflicts: Vec<Conflict>,
    /// Whether a person must still decide what to do with its clashes.
    pub open: bool,
    /// What the clock does then.
    pub clock: Option<ClockChange>,
}

impl PlanLine {
    /// Whether a visit comes, goes or changes: not a date that was no visit and becomes none.
    pub fn changes_a_visit(&self) -> bool {
        let is_busy = |visit: &Option<Arc<Visit>>| visit.as_ref().is_some_and(|visit| visit.is_busy());
        let becomes = matches!(self.kind, LineKind::Created | LineKind::Changed | LineKind::Forced) && !self.open;
        self.kind != LineKind::Untouched && (is_busy(&self.before) || (becomes && is_busy(&self.after)))
    }

    /// Which date of its rule it is, from 1, where that is why it is there.
    pub fn number(&self) -> Option<u32> {
        match self.why {
            Why::Rule { number } | Why::ShortMonth { number } | Why::Moved { number } => Some(number),
            _ => None,
        }
    }

    /// Whether it says anything that was not so before: a visit that changes, or a date that is left out or not booked from
    /// now on.
    pub fn is_news(&self) -> bool {
        let was = self.before.as_ref().map(|before| before.state);
        match self.kind {
            LineKind::Untouched => false,
            LineKind::LeftOut => was != Some(VisitState::Removed),
            LineKind::Failed => was != Some(VisitState::Failed),
            LineKind::Created | LineKind::Changed | LineKind::Forced | LineKind::Deleted => true,
        }
    }

    /// What it overwrites of what a person changed by hand; also where the visit goes at the same time, or cannot be placed.
    pub fn overwrites(&self) -> Changed {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            return Changed::NOTHING;
        };
        match self.kind {
            LineKind::Forced | LineKind::Deleted | LineKind::LeftOut | LineKind::Failed => {
                before.changed.without(after.changed)
            }
            LineKind::Created | LineKind::Changed | LineKind::Untouched => Changed::NOTHING,
        }
    }

    /// Whether a policy moved it: what speaks against its usual start is why.
    pub fn is_moved(&self) -> bool {
        matches!(self.why, Why::Moved { .. })
    }

    fn means_the_same(&self, other: &PlanLine) -> bool {
        let seen = |visit: &Option<Arc<Visit>>| {
            visit.as_ref().map(|visit| {
                (
                    visit.start(),
                    visit.minutes,
                    visit.state,
                    visit.staff.clone(),
                    visit.resources.clone(),
                )
            })
        };
        (self.original, self.kind, self.why, self.open) == (other.original, other.kind, other.why, other.open)
            && self.conflicts == other.conflicts
            && seen(&self.after) == seen(&other.after)
    }
}

/// What will change, date by date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The dates in order.
    pub lines: Vec<PlanLine>,
    /// The series it is about; a key that is not in the book yet where it would be new.
    pub series: Option<SeriesId>,
}

impl Plan {
    /// How many dates the rule gives.
    pub fn dates(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| !matches!(line.kind, LineKind::Deleted))
            .count()
    }

    /// Whether this plan says of every date what the other says: a plan that is made again has other keys.
    pub fn means_the_same(&self, other: &Plan) -> bool {
        self.lines.len() == other.lines.len()
            && self
                .lines
                .iter()
                .zip(&other.lines)
                .all(|(one, other)| one.means_the_same(other))
    }

    /// How many dates are left out.
    pub fn left_out(&self) -> usize {
        self.of(LineKind::LeftOut)
    }

    /// How many visits stand in the book after it, of those that it tells of.
    pub fn visits(&self) -> usize {
        let stands = |line: &&PlanLine| {
            let visit = line.after.as_ref().filter(|_| line.kind != LineKind::Deleted);
            visit.is_some_and(|visit| visit.is_busy())
        };
        self.lines.iter().filter(stands).count()
    }

    /// How many lines are of a kind.
    pub fn of(&self, kind: LineKind) -> usize {
        self.lines.iter().filter(|line| line.kind == kind).count()
    }

    /// How many visits come, go or change.
    pub fn changed_visits(&self) -> usize {
        self.lines.iter().filter(|line| line.changes_a_visit()).count()
    }

    /// How many dates that stood in the book, or are new, wait as not booked from then on.
    pub fn newly_failed(&self) -> usize {
        let fails = |line: &&PlanLine| line.kind == LineKind::Failed && line.is_news() && !line.open;
        self.lines.iter().filter(fails).count()
    }

    /// How many dates wait for a decision.
    pub fn open(&self) -> usize {
        self.lines.iter().filter(|line| line.open).count()
    }

    /// The last date on which somebody comes.
    pub fn last(&self) -> Option<Day> {
        self.lines
            .iter()
            .filter(|line| !matches!(line.kind, LineKind::Deleted | LineKind::LeftOut))
            .filter_map(|line| line.after.as_ref().or(line.before.as_ref()).map(|visit| visit.day))
            .max()
    }
}
