//! Commands, as the model applies them. Whether they are done at all is up to the salon: what was refused changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chairtime::domain::command::Fix;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{Book, Command, Force, Plan};
use chairtime::time::Day;

use super::days::LAST;
use super::fate::{Fate, Fates, Planned, Planning, Terms, Which};
use super::seen::Seen;
use super::{Away, Known, Model, Part, Standing, When, when};

/// A command that was done: the book before and after it, and when.
pub struct Done<'a> {
    pub command: &'a Command,
    pub before: &'a Book,
    pub after: &'a Book,
    pub now: When,
    /// The series that it made or found.
    pub series: Option<SeriesId>,
    pub plan: &'a Plan,
}

/// What a command means for one series.
#[derive(Default)]
pub struct Meant {
    pub plans: Vec<Planned>,
    pub fates: Fates,
    /// The visit that a change of the series began with, and its flags before.
    pub began_with: Option<(VisitId, Changed)>,
    /// Visits that were given to another, whatever the series says; whether that is a change by hand.
    pub given: BTreeMap<VisitId, (Changed, bool)>,
}

impl Model {
    /// Applies a command, and checks that the book agrees.
    pub fn carry(&mut self, done: &Done<'_>) -> Result<(), String> {
        let mut next = self.clone();
        let mut touched = next.apply(done)?;
        for (series, meant) in &mut touched.0 {
            next.settle(self, *series, meant, done)?;
        }
        let touched: BTreeSet<SeriesId> = touched.0.iter().map(|(series, _)| *series).collect();
        // Of all others every visit is the very one that it was.
        for (now, was) in done.after.visits().changes(done.before.visits()) {
            let visit = now.or(was).expect("a visit");
            if !touched.contains(&visit.series_id) {
                return Err(format!("nothing was said of {visit:?}, which was {was:?}"));
            }
        }
        *self = next;
        Ok(())
    }

    /// Compares the chapters and visits of a series with the book, and takes in what is read from there.
    fn settle(&mut self, was: &Model, series: SeriesId, meant: &mut Meant, done: &Done<'_>) -> Result<(), String> {
        let standing = self.standing(series);
        standing.bind(series, done.after)?;
        if standing.made.is_none() {
            // Without an end it was made through its horizon, else through its last date.
            let last = |part: &Part| part.dates(LAST).last().map(|date| date.day);
            standing.made = standing.chapters.iter().filter_map(last).max();
        }
        let standing = Rc::clone(&self.series[&series]);
        let planning = Planning {
            model: self,
            series,
            standing: &standing,
            now: done.now,
            was: (was, done.before),
        };
        for planned in &meant.plans {
            planning.plan(planned, &mut meant.fates);
        }
        if let Some((visit, changed)) = meant.began_with
            && let Some(fate) = meant.fates.of.get_mut(&visit)
        {
            fate.is_usual_now(changed, |original| self.usual_start(series, original));
        }
        for (visit, (flag, by_hand)) in &meant.given {
            let as_it_was = || Fate::As(standing.visits[visit].clone());
            let fate = meant.fates.of.entry(*visit).or_insert_with(as_it_was);
            if let Fate::As(known) | Fate::Dated { known, .. } = fate {
                known.changed = known.changed.set(*flag, *by_hand);
            }
        }
        let seen = Seen {
            model: self,
            series,
            before: done.before,
            after: done.after,
        };
        let fail = |visit: Option<&Visit>, fate: &Fate, why: &str| {
            let was = visit.and_then(|visit| was.series.get(&series)?.visits.get(&visit.id).cloned());
            let parts: Vec<String> = standing.chapters.iter().map(Part::short).collect();
            Err(format!(
                "{visit:?}\nwhich was {was:?}\n{why}; told: {fate:?}\nchapters: {parts:?}, made through {:?}",
                standing.made
            ))
        };
        let rows = super::book::visits(done.after, series);
        for row in &rows {
            let name = when(row.original());
            let fate = match (meant.fates.of.get(&row.id), standing.visits.get(&row.id)) {
                (Some(fate), _) => fate.clone(),
                (None, Some(known)) => Fate::As(known.clone()),
                (None, None) => match meant.fates.new.remove(&name) {
                    Some(fate) => fate,
                    None => return Err(format!("{row:?} is no date")),
                },
            };
            if let Err(why) = seen.check(&fate, Some(row)) {
                return fail(Some(row), &fate, &why);
            }
        }
        for (id, fate) in &meant.fates.of {
            let row = done.after.visits().get(*id);
            if row.is_none()
                && let Err(why) = seen.check(fate, None)
            {
                return fail(None, fate, &why);
            }
        }
        if let Some((name, fate)) = meant.fates.new.iter().next() {
            return fail(None, fate, &format!("{name:?} has no visit"));
        }
        let standing = self.standing(series);
        standing.visits = rows.iter().map(|row| (row.id, Known::of(row))).collect();
        let gone = was.series.get(&series).is_some_and(|was| {
            let stays =
                |id: &VisitId| standing.visits.contains_key(id) || matches!(meant.fates.of.get(id), Some(Fate::Gone));
            !was.visits.keys().all(stays)
        });
        if gone {
            return Err("a visit is gone from the book".to_owned());
        }
        let made = done.after.series().get(series).and_then(|row| row.materialized_until);
        if made.map(Day::number) != standing.made {
            return Err(format!("made through {made:?}, told: {:?}", standing.made));
        }
        standing.check_places(&rows, done.after)?;
        standing.forget_what_is_over();
        Ok(())
    }

    pub fn standing(&mut self, series: SeriesId) -> &mut Standing {
        Rc::make_mut(self.series.get_mut(&series).expect("a series that is known"))
    }

    pub fn horizon(&self, book: &Book) -> i32 {
        book.businesses()
            .all()
            .next()
            .map_or(365, |business| i32::from(business.horizon_days))
    }

    /// Changes what is said, and tells which visits that is about.
    fn apply(&mut self, done: &Done<'_>) -> Result<Touched, String> {
        let mut touched = Touched::default();
        let now = done.now;
        let horizon = self.horizon(done.before);
        match done.command {
            Command::SetUp(_) | Command::Remove(_) => {}
            Command::MarkVisit { visit, .. } => {
                // Whose places that were is not the model's; nothing else of the visit changes.
                let row = done.after.visits().get(*visit).expect("the visit");
                let (series, known) = self.visit(*visit, done);
                let marked = Known::of(row).marked;
                self.standing(series).visits.insert(*visit, Known { marked, ..known });
                touched.of(series);
            }
            Command::Import(_) => {
                for (row, _) in done.after.series().changes(done.before.series()) {
                    let id = row.expect("an import takes nothing out").id;
                    self.take_in(id, done, &mut touched);
                }
                let of_visits = done.after.visits().changes(done.before.visits());
                let others: BTreeSet<SeriesId> = of_visits.filter_map(|(row, _)| Some(row?.series_id)).collect();
                for id in others {
                    self.take_in(id, done, &mut touched);
                }
            }
            Command::CreateSeries(draft) => {
                let id = done.series.expect("a create makes a series");
                if self.series.contains_key(&id) {
                    // The same key gives what it made at first, as it is now (spec S3.8).
                    return Ok(touched);
                }
                let part = Part::from_draft(draft);
                let is_endless = draft.rule.is_some() && draft.end == SeriesEnd::Never;
                let through = part.start.max(now.0) + horizon;
                let read = Model::read(done.after, id);
                let standing = Standing {
                    said: SeriesDraft {
                        client: read.said.client.clone(),
                        visitor: read.said.visitor.clone(),
                        ..series_wide(draft)
                    },
                    stopped: false,
                    chapters: vec![part.clone()],
                    over: Vec::new(),
                    made: is_endless.then_some(through),
                    visits: std::collections::BTreeMap::new(),
                };
                self.series.insert(id, Rc::new(standing));
                let out = |row: &&&std::sync::Arc<Visit>| row.removed_by == Some(RemovedBy::Policy);
                let left_out = super::book::visits(done.after, id).iter().filter(out).count();
                let added = super::book::chapters(done.after, id)[0].appended as usize;
                let most = if draft.appends() { left_out.min(50) } else { 0 };
                // No date is added beyond the ten years in which series end.
                let mut more = part.clone();
                more.appended = u32::try_from(added + 1).unwrap();
                more.slots = read.chapters[0].slots.clone();
                let can_be = more
                    .dates(LAST)
                    .last()
                    .is_some_and(|last| last.day < more.start + 3_652);
                let is_all = added == most || [draft.conflicts, draft.closed_days].contains(&Policy::Skip) || !can_be;
                if added > most || !is_all {
                    return Err(format!(
                        "{added} dates were added for {left_out} that a policy left out"
                    ));
                }
                touched.of(id).plans.push(Planned {
                    chapter: 0,
                    through: if draft.end == SeriesEnd::Never { through } else { LAST },
                    terms: Terms::of_draft(draft, Force::Nothing),
                    which: Which::Named {
                        visits: Vec::new(),
                        new_from: Some(0),
                        others_go: false,
                    },
                });
            }
            Command::EditSeries { series, draft, how, .. } => {
                let plans = self.standing(*series).edit(draft, (how, true), now, horizon);
                touched.of(*series).plans = plans;
            }
            Command::CountFrom { visit, to, .. } => self.count_from(*visit, when(*to), done, &mut touched),
            Command::MakeUsual {
                visit,
                scope,
                reset_start,
                ..
            } => {
                self.make_usual(*visit, (*scope, *reset_start), done, &mut touched);
            }
            Command::CancelSeries { series, from, .. } => {
                self.stop(*series, from.map(Day::number), now, &mut touched);
            }
            Command::CancelDays {
                series, first, last, ..
            } => {
                let days = first.number()..=last.number();
                let meant = touched.of(*series);
                for (id, known) in &self.series[series].visits {
                    let takes_part = known.is_busy() || known.state == VisitState::Failed;
                    if takes_part && days.contains(&known.original.0) && !known.has_begun(now) {
                        meant.fates.of.insert(*id, Fate::As(known.out(RemovedBy::Person)));
                    }
                }
            }
            Command::Cover { layer, force, .. } => self.cover(layer, force, &mut touched),
            Command::EndCover { layer, last, .. } => self.end_cover(*layer, *last, done, &mut touched),
            Command::Pause {
                whose,
                from,
                until,
                gives_up,
            } => {
                let (from, until) = (from.number(), until.map(Day::number));
                let overlaps = |away: &Away| {
                    away.whose == *whose
                        && until.is_none_or(|until| away.first <= until)
                        && away.last.is_none_or(|last| from <= last)
                };
                let was = self.clone();
                self.end_pauses(from, overlaps);
                self.pauses.push(Away {
                    whose: *whose,
                    first: from,
                    last: until,
                    gives_up: *gives_up,
                });
                self.follow_pauses(*whose, &was, done, &mut touched);
            }
            Command::ComeBack { whose } => {
                let ends = |away: &Away| away.whose == *whose && away.last.is_none_or(|last| now.0 <= last);
                let is_away = self.pauses.iter().any(|away| ends(away) && away.covers(now.0));
                let was = self.clone();
                self.end_pauses(now.0, |away| ends(away) && (!is_away || away.covers(now.0)));
                self.follow_pauses(*whose, &was, done, &mut touched);
            }
            Command::Restart { series } => {
                self.standing(*series).stopped = false;
                let known = Rc::clone(&self.series[series]);
                let is_out = |known: &&Known| {
                    let by_a_plan = matches!(known.by, Some(RemovedBy::Rule | RemovedBy::Pause));
                    (known.state == VisitState::Removed && by_a_plan) || known.state == VisitState::OnHold
                };
                let back: Vec<VisitId> = (known.visits.iter())
                    .filter(|(_, known)| is_out(known) && !known.has_begun(now))
                    .map(|(id, _)| *id)
                    .collect();
                self.bring_back(*series, &back, done, touched.of(*series));
            }
            Command::SolveProblems { visits, fix } => {
                for visit in visits {
                    let Some(row) = done.before.visits().get(*visit) else {
                        continue;
                    };
                    let known = &self.series[&row.series_id].visits[visit];
                    let is_as_it_was = done.after.visits().get(*visit) == Some(row);
                    if known.start <= now || is_as_it_was {
                        continue;
                    }
                    let fate = match fix {
                        Fix::Skip => Fate::As(known.out(RemovedBy::Person)),
                        Fix::Keep => Fate::As(self.booked(row, known)),
                        Fix::Nearest | Fix::Previous | Fix::Next => self.solved_elsewhere(row, known, *fix, done)?,
                    };
                    touched.of(row.series_id).fates.of.insert(*visit, fate);
                }
            }
            Command::StaffOut { absent, .. } => self.staff_out(*absent, done, &mut touched),
            Command::StaffLeaves { staff, last, .. } => self.leaves(*staff, *last, done, &mut touched)?,
            Command::CancelVisit { visit, .. } => {
                let (series, known) = self.visit(*visit, done);
                touched
                    .of(series)
                    .fates
                    .of
                    .insert(*visit, Fate::As(known.out(RemovedBy::Person)));
            }
            Command::RestoreVisit { visit, .. } => {
                let (series, known) = self.visit(*visit, done);
                let row = done.before.visits().get(*visit).expect("the visit");
                let fate = Fate::As(self.in_the_book(row, &known));
                touched.of(series).fates.of.insert(*visit, fate);
            }
            Command::MoveVisit {
                visit,
                to,
                staff,
                minutes,
                ..
            } => {
                let said = super::hand::Moved {
                    to: when(*to),
                    staff: *staff,
                    has_length: minutes.is_some(),
                };
                let (series, _) = self.visit(*visit, done);
                let fate = self.moved(*visit, &said, done);
                touched.of(series).fates.of.insert(*visit, fate);
            }
            Command::EditVisit { visit, draft, .. } => {
                let (series, _) = self.visit(*visit, done);
                let fate = self.edited_by_hand(*visit, draft, done);
                touched.of(series).fates.of.insert(*visit, fate);
            }
            Command::ResetVisit { visit, fields, .. } => {
                let (series, _) = self.visit(*visit, done);
                let fate = self.reset(*visit, *fields, done);
                touched.of(series).fates.of.insert(*visit, fate);
            }
            Command::CancelAndCountOn {
                visit, keep_conflicts, ..
            } => {
                self.count_on(*visit, *keep_conflicts, done, &mut touched);
            }
            Command::TopUp => {
                for series in self.series.keys().copied().collect::<Vec<_>>() {
                    self.top_up(series, done, &mut touched);
                }
            }
        }
        Ok(touched)
    }

    /// A series as it came from elsewhere.
    fn take_in(&mut self, id: SeriesId, done: &Done<'_>, touched: &mut Touched) {
        let mut read = Model::read(done.after, id);
        read.visits = super::book::visits(done.after, id)
            .iter()
            .map(|row| (row.id, Known::of(row)))
            .collect();
        self.series.insert(id, Rc::new(read));
        touched.of(id);
    }

    pub fn visit(&self, visit: VisitId, done: &Done<'_>) -> (SeriesId, Known) {
        let row = done.before.visits().get(visit).expect("the visit");
        (row.series_id, self.series[&row.series_id].visits[&visit].clone())
    }

    /// A visit that a person brings back: beside the rule, where the rule no longer gives it.
    pub fn in_the_book(&self, row: &Visit, known: &Known) -> Known {
        let mut chapters = self.series[&row.series_id].chapters.iter();
        let is_date = chapters
            .find(|part| part.name == Some(row.chapter_id))
            .is_some_and(|part| {
                let mut dates = part.dates(known.original.0).into_iter();
                dates
                    .any(|date| part.original(date) == known.original && part.slots[date.slot].slot == Some(known.slot))
            });
        let was_out = !known.is_busy();
        Known {
            state: if was_out { VisitState::Stable } else { known.state },
            by: None,
            beside: known.beside || (was_out && !is_date),
            ..known.clone()
        }
    }
}

/// What a draft says of the whole series.
pub fn series_wide(draft: &SeriesDraft) -> SeriesDraft {
    SeriesDraft {
        once: None,
        rule: None,
        start: chairtime::time::Day::FIRST,
        end: SeriesEnd::Never,
        slots: Vec::new(),
        lines: Vec::new(),
        left_out: Vec::new(),
        kept: Vec::new(),
        ..draft.clone()
    }
}

impl Terms {
    pub fn of_draft(draft: &SeriesDraft, force: Force) -> Self {
        Self {
            force,
            left_out: draft.left_out.iter().map(|day| day.number()).collect(),
            kept: draft.kept.iter().map(|day| day.number()).collect(),
            conflicts: draft.conflicts,
            closed: draft.closed_days,
            nearest: i32::from(draft.nearest_days),
            asks: true,
        }
    }

    /// Nobody can be asked: what clashes waits as not booked.
    pub fn unasked(standing: &Standing) -> Self {
        let unasked = |policy| {
            if policy == Policy::Ask {
                Policy::Unplaced
            } else {
                policy
            }
        };
        let terms = Self::of_draft(&standing.said, Force::Nothing);
        Self {
            conflicts: unasked(terms.conflicts),
            closed: unasked(terms.closed),
            asks: false,
            ..terms
        }
    }
}

/// The series that a command is about.
#[derive(Default)]
pub struct Touched(Vec<(SeriesId, Meant)>);

impl Touched {
    pub fn of(&mut self, series: SeriesId) -> &mut Meant {
        let place = self.0.iter().position(|(id, _)| *id == series).unwrap_or_else(|| {
            self.0.push((series, Meant::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }
}
