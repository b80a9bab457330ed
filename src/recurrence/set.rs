//! All that recurs from one start: a rule, what is added to it (RDATE) and what is left out (EXDATE), in time (RFC 5545 3.8.5).
//!
//! Nothing is listed to be merged: the three run side by side, forwards or backwards from any point. Added and left out times
//! are compared as instants, so that they may stand in UTC or in another zone than the start. What stands there twice is
//! there once.
//!
//! Limits: a start that the wall clock skips or repeats comes out as such, and its reader decides; it counts under COUNT.

use super::dates::{Dates, DatesBack};
use super::{End, Rule, Start, When};
use crate::time::{Civil, Day, Instant, Resolved, TimeOfDay, ZoneCursor};
use std::iter::FusedIterator;

/// One of the times of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The start on the wall that its rule or its list says, though the wall clock may skip it.
    pub start: Civil,
    /// Where that lies in time. Of a date or a floating time: as if it were in UTC.
    pub at: Resolved,
}

impl Occurrence {
    #[inline]
    fn instant(&self) -> Instant {
        self.at.instant()
    }
}

/// Everything that recurs from a start. It may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurrenceSet {
    start: Start,
    /// Ends by a day, if it ends: what COUNT means is settled once, so that no window is entered by counting.
    rule: Option<Rule>,
    /// By instant, each once.
    added: Vec<Occurrence>,
    /// Ascending, each once.
    left_out: Vec<Instant>,
    /// Days all of which is left out, ascending, each once.
    left_out_days: Vec<Day>,
}

impl RecurrenceSet {
    /// The dates of a rule; without one, the start alone.
    #[must_use]
    pub fn new(start: Start, rule: Option<&Rule>) -> RecurrenceSet {
        let set = RecurrenceSet {
            start,
            rule: rule.map(|rule| settled(rule, start)),
            added: Vec::new(),
            left_out: Vec::new(),
            left_out_days: Vec::new(),
        };
        if rule.is_some() {
            set
        } else {
            set.with_added([When::Local(start.civil())])
        }
    }

    /// With the start, where the rule does not give it. "The DTSTART property value always counts as the first occurrence", so
    /// that of a COUNT one less is left to the rule. Calendars do not agree on such a rule, and the RFC leaves it open.
    #[must_use]
    pub fn with_start(self, rule: &Rule) -> RecurrenceSet {
        let day = self.start.day();
        if rule.gives(day, day) {
            return self;
        }
        let start = self.start;
        let rule = match rule.end() {
            End::Count(count) => rule.with_end(End::Count(count - 1)).ok(),
            End::Never | End::Until(_) => Some(rule.clone()),
        };
        RecurrenceSet {
            rule: rule.map(|rule| settled(&rule, start)),
            ..self
        }
        .with_added([When::Local(start.civil())])
    }

    /// With these times added (RDATE). A date means the time of the start on it.
    #[must_use]
    pub fn with_added(mut self, times: impl IntoIterator<Item = When>) -> RecurrenceSet {
        let times = times.into_iter().map(|when| self.meant(when));
        let times: Vec<Occurrence> = times.collect();
        self.added.extend(times);
        self.added.sort_by_key(Occurrence::instant);
        self.added.dedup_by_key(|added| added.instant());
        self
    }

    /// With these times left out (EXDATE), be they of the rule or added. A date means all of it. A time that is not in the set
    /// changes nothing.
    #[must_use]
    pub fn with_left_out(mut self, times: impl IntoIterator<Item = When>) -> RecurrenceSet {
        for when in times {
            if let When::Day(day) = when {
                self.left_out_days.push(day);
            } else {
                let meant = self.meant(when);
                self.left_out.push(meant.instant());
            }
        }
        self.left_out.sort_unstable();
        self.left_out.dedup();
        self.left_out_days.sort_unstable();
        self.left_out_days.dedup();
        self
    }

    /// What a time means beside this start; of a date, the time of the start on it. Where there are only dates, its date.
    fn meant(&self, when: When) -> Occurrence {
        let zone = self.start.zone();
        let place = |start: Civil| Occurrence {
            start,
            at: zone.resolve(start),
        };
        match (self.start, when) {
            (Start::Day(_), when) => place(when.day().midnight()),
            (_, When::Day(day)) => self.on(day),
            (_, When::Local(local)) => place(local),
            (_, When::Utc(at)) => Occurrence {
                start: zone.civil(at),
                at: Resolved::Exact(at),
            },
        }
    }

    /// What it is counted from.
    #[must_use]
    pub const fn start(&self) -> Start {
        self.start
    }

    /// All of it, in order of time.
    #[must_use]
    pub fn occurrences(&self) -> Occurrences<'_> {
        Occurrences {
            dates: self.rule.as_ref().map(|rule| rule.dates(self.start.day())),
            place: Place::of(self.start),
            of_rule: None,
            added: &self.added,
            left_out: LeftOut::of(self),
            ends: NEVER,
        }
    }

    /// What is not before a local time, in order of time. What is before is not walked.
    #[must_use]
    pub fn occurrences_from(&self, from: Civil) -> Occurrences<'_> {
        self.window(from, None)
    }

    /// What is from a local time on and before another, in order of time. Nothing outside is walked.
    #[must_use]
    pub fn occurrences_between(&self, from: Civil, to: Civil) -> Occurrences<'_> {
        self.window(from, Some(to))
    }

    fn window(&self, from: Civil, to: Option<Civil>) -> Occurrences<'_> {
        let mut place = Place::of(self.start);
        let begins = place.cursor.resolve(from).instant();
        let ends = to.map_or(NEVER, |to| place.cursor.resolve(to).instant());
        let through = to.map_or(Day::from_number(i32::MAX), |to| to.day);
        // What the clock was set forward over may lie a day later than it says.
        let day = self.start.day();
        let dates = self.rule.as_ref();
        let mut dates = dates.map(|rule| rule.dates_between(day, from.day - 1, through));
        let of_rule = dates.as_mut().and_then(|dates| {
            let mut placed = dates.map(|day| place.on(day));
            placed.find(|found| found.instant() >= begins)
        });
        let passed = self.added.partition_point(|added| added.instant() < begins);
        let kept = self.added.partition_point(|added| added.instant() < ends);
        Occurrences {
            dates,
            place,
            of_rule,
            added: self.added.get(passed..kept).unwrap_or_default(),
            left_out: LeftOut::of(self),
            ends,
        }
    }

    /// What is before a local time, latest first.
    #[must_use]
    pub fn occurrences_back(&self, before: Civil) -> OccurrencesBack<'_> {
        let mut place = Place::of(self.start);
        let ends = place.cursor.resolve(before).instant();
        let mut dates = self
            .rule
            .as_ref()
            .map(|rule| rule.dates_back(self.start.day(), before.day + 1));
        let of_rule = dates.as_mut().and_then(|dates| {
            let mut placed = dates.map(|day| place.on(day));
            placed.find(|found| found.instant() < ends)
        });
        let kept = self.added.partition_point(|added| added.instant() < ends);
        OccurrencesBack {
            dates,
            place,
            of_rule,
            added: self.added.get(..kept).unwrap_or_default(),
            left_out: LeftOut::of(self),
        }
    }

    /// How many there are, through [`Rule::LAST`] where it does not end; reckoned, not listed.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count_until(NEVER, Day::from_number(i32::MAX))
    }

    /// How many there are before a local time; reckoned, not listed.
    #[must_use]
    pub fn count_before(&self, before: Civil) -> usize {
        self.count_until(self.start.zone().resolve(before).instant(), before.day)
    }

    fn count_until(&self, ends: Instant, day: Day) -> usize {
        let start = self.start.day();
        let is_in = |at: &Instant| *at < ends;
        let of_rule = self.rule.as_ref().map_or(0, |rule| {
            // The day itself and the one before it are looked at, for the same reason as in seeking.
            let edge = rule.dates_from(start, day - 1).take_while(|date| *date <= day);
            let at_edge = edge.filter(|date| is_in(&self.on(*date).instant())).count();
            usize::try_from(rule.count_before(start, day - 1)).unwrap_or(usize::MAX) + at_edge
        });
        let is_left_out_by_day = |day: Day| self.left_out_days.binary_search(&day).is_ok();
        let added = self.added.iter().filter(|added| {
            let at = added.instant();
            is_in(&at)
                && self.of_rule_at(at).next().is_none()
                && self.left_out.binary_search(&at).is_err()
                && !is_left_out_by_day(added.start.day)
        });
        let times = self.left_out.iter().filter(|at| is_in(at));
        let left_out: usize = times.map(|at| self.of_rule_at(*at).count()).sum();
        let days = self.left_out_days.iter().filter(|day| {
            let at = self.on(**day).instant();
            is_in(&at) && self.gives(**day) && self.left_out.binary_search(&at).is_err()
        });
        of_rule + added.count() - left_out - days.count()
    }

    /// The last of all; `None` where there is none, or no end.
    #[must_use]
    pub fn last(&self) -> Option<Occurrence> {
        let is_endless = self.rule.as_ref().is_some_and(|rule| rule.end() == End::Never);
        if is_endless {
            return None;
        }
        self.occurrences_back(Day::from_number(i32::MAX).midnight()).next()
    }

    /// The start on a day of the rule.
    fn on(&self, day: Day) -> Occurrence {
        let start = day.at(self.start.time());
        Occurrence {
            start,
            at: self.start.zone().resolve(start),
        }
    }

    fn gives(&self, day: Day) -> bool {
        self.rule.as_ref().is_some_and(|rule| rule.gives(self.start.day(), day))
    }

    /// The days of the rule that start at an instant: one or none, or two where a zone left out the day between.
    fn of_rule_at(&self, at: Instant) -> impl Iterator<Item = Day> {
        let shown = self.start.zone().civil(at).day;
        let is_there = move |day: &Day| self.on(*day).instant() == at && self.gives(*day);
        [shown - 1, shown].into_iter().filter(is_there)
    }
}

/// After everything.
const NEVER: Instant = Instant::from_millis(i64::MAX);

/// The rule with its end as a day.
fn settled(rule: &Rule, start: Start) -> Rule {
    match rule.end() {
        End::Never => rule.clone(),
        End::Until(_) => rule.ending_by_day(start.time(), start.zone()),
        // A rule that gives nothing has no last date: any day before the start ends it as well.
        End::Count(_) => rule.ending_on(rule.last_date(start.day()).unwrap_or(start.day() - 1)),
    }
}

/// Puts days of a rule into time.
#[derive(Debug, Clone, Copy)]
struct Place {
    time: TimeOfDay,
    cursor: ZoneCursor,
}

impl Place {
    fn of(start: Start) -> Place {
        Place {
            time: start.time(),
            cursor: ZoneCursor::new(start.zone()),
        }
    }

    #[inline]
    fn on(&mut self, day: Day) -> Occurrence {
        let start = day.at(self.time);
        let at = self.cursor.resolve(start);
        Occurrence { start, at }
    }
}

/// What is left out, as far as it was not passed yet.
#[derive(Debug, Clone, Copy)]
struct LeftOut<'s> {
    times: &'s [Instant],
    days: &'s [Day],
}

impl<'s> LeftOut<'s> {
    fn of(set: &'s RecurrenceSet) -> LeftOut<'s> {
        LeftOut {
            times: &set.left_out,
            days: &set.left_out_days,
        }
    }

    fn has_day(&self, occurrence: &Occurrence) -> bool {
        !self.days.is_empty() && self.days.binary_search(&occurrence.start.day).is_ok()
    }

    /// Whether it is left out; asked in order of time.
    #[inline]
    fn has(&mut self, occurrence: &Occurrence) -> bool {
        let at = occurrence.instant();
        while let [first, rest @ ..] = self.times {
            if *first >= at {
                return *first == at || self.has_day(occurrence);
            }
            self.times = rest;
        }
        self.has_day(occurrence)
    }

    /// Whether it is left out; asked against the order of time.
    fn has_backwards(&mut self, occurrence: &Occurrence) -> bool {
        let at = occurrence.instant();
        while let [rest @ .., last] = self.times {
            if *last <= at {
                return *last == at || self.has_day(occurrence);
            }
            self.times = rest;
        }
        self.has_day(occurrence)
    }
}

/// The times of a set, ascending.
#[derive(Debug, Clone)]
pub struct Occurrences<'s> {
    dates: Option<Dates<'s>>,
    place: Place,
    /// The next one of the rule, where it was looked at already.
    of_rule: Option<Occurrence>,
    added: &'s [Occurrence],
    left_out: LeftOut<'s>,
    /// Nothing is at this instant or after it.
    ends: Instant,
}

impl Occurrences<'_> {
    #[inline]
    fn next_of_rule(&mut self) -> Option<Occurrence> {
        if self.of_rule.is_some() {
            return self.of_rule.take();
        }
        let day = self.dates.as_mut()?.next()?;
        Some(self.place.on(day))
    }

    /// The next one, left out or not.
    #[inline]
    fn merged(&mut self) -> Option<Occurrence> {
        let ends = self.ends;
        let of_rule = self.next_of_rule().filter(|of_rule| of_rule.instant() < ends);
        let [first, rest @ ..] = self.added else { return of_rule };
        match of_rule {
            Some(of_rule) if of_rule.instant() <= first.instant() => {
                if of_rule.instant() == first.instant() {
                    self.added = rest;
                }
                Some(of_rule)
            }
            _ => {
                (self.added, self.of_rule) = (rest, of_rule);
                Some(*first)
            }
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    #[inline]
    fn next(&mut self) -> Option<Occurrence> {
        loop {
            let next = self.merged()?;
            if !self.left_out.has(&next) {
                return Some(next);
            }
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, Occurrence) -> B>(mut self, init: B, mut each: F) -> B {
        let mut folded = init;
        while !self.added.is_empty() || self.of_rule.is_some() {
            let Some(next) = self.next() else { return folded };
            folded = each(folded, next);
        }
        // Now there are only dates of the rule: these go by in a plain loop.
        let (mut place, mut left_out, ends) = (self.place, self.left_out, self.ends);
        let dates = self.dates.into_iter().flatten();
        dates.fold(folded, |folded, day| {
            let next = place.on(day);
            if next.instant() >= ends || left_out.has(&next) {
                folded
            } else {
                each(folded, next)
            }
        })
    }
}

impl FusedIterator for Occurrences<'_> {}

/// The times of a set, descending.
#[derive(Debug, Clone)]
pub struct OccurrencesBack<'s> {
    dates: Option<DatesBack<'s>>,
    place: Place,
    of_rule: Option<Occurrence>,
    added: &'s [Occurrence],
    left_out: LeftOut<'s>,
}

impl OccurrencesBack<'_> {
    fn merged(&mut self) -> Option<Occurrence> {
        let of_rule = self.of_rule.take().or_else(|| {
            let day = self.dates.as_mut()?.next()?;
            Some(self.place.on(day))
        });
        let [rest @ .., last] = self.added else { return of_rule };
        match of_rule {
            Some(of_rule) if of_rule.instant() >= last.instant() => {
                if of_rule.instant() == last.instant() {
                    self.added = rest;
                }
                Some(of_rule)
            }
            _ => {
                (self.added, self.of_rule) = (rest, of_rule);
                Some(*last)
            }
        }
    }
}

impl Iterator for OccurrencesBack<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        loop {
            let next = self.merged()?;
            if !self.left_out.has_backwards(&next) {
                return Some(next);
            }
        }
    }
}

impl FusedIterator for OccurrencesBack<'_> {}
