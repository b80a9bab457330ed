//! The life of a series (spec S2.5, S3.1, S3.2, S4.5): growing, pausing, coming back, stopping, and covers over some days.

use std::rc::Rc;

use chairtime::domain::command::Whose;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::domain::{Book, Force};
use chairtime::time::Day;

use super::carry::{Done, Meant, Touched};
use super::days::{DayNumber, LAST};
use super::fate::{Fate, Planned, Terms, Which};
use super::{Away, Cover, Known, Model, When, minute};

impl Model {
    pub fn end_pauses(&mut self, day: DayNumber, which: impl Fn(&Away) -> bool) {
        self.pauses.retain_mut(|away| {
            if !which(away) {
                return true;
            }
            away.last = Some(day - 1);
            away.first < day
        });
    }

    /// Whose dates a pause is about.
    pub fn concerned(&self, whose: Whose, book: &Book) -> Vec<SeriesId> {
        match whose {
            Whose::Series(series) => vec![series],
            Whose::Client(client) => {
                let comes = |id: &SeriesId| {
                    let mut members = book.members().of(*id);
                    members.any(|member| member.deleted_at.is_none() && member.client_id == Some(client))
                };
                let goes_on = (self.series.iter()).filter(|(_, standing)| !standing.stopped);
                goes_on.map(|(id, _)| *id).filter(comes).collect()
            }
        }
    }

    pub fn follow_pauses(&mut self, whose: Whose, was: &Model, done: &Done<'_>, touched: &mut Touched) {
        for series in self.concerned(whose, done.before) {
            let standing = Rc::clone(&self.series[&series]);
            let mut back = Vec::new();
            for (id, known) in standing.visits.iter().filter(|(_, known)| !known.has_begun(done.now)) {
                let row = done.before.visits().get(*id).expect("its row");
                // What stands although they were away before is meant.
                let stands = known.state == VisitState::Stable;
                if stands && was.away(series, row, known.start.0).is_some() {
                    continue;
                }
                let gave_up = known.state == VisitState::Removed && known.by == Some(RemovedBy::Pause);
                match self.away(series, row, known.start.0) {
                    Some(true) if known.state != VisitState::Removed => {
                        touched
                            .of(series)
                            .fates
                            .of
                            .insert(*id, Fate::As(known.out(RemovedBy::Pause)));
                    }
                    Some(false) if known.is_busy() => {
                        let held = Known {
                            state: VisitState::OnHold,
                            ..known.clone()
                        };
                        touched.of(series).fates.of.insert(*id, Fate::As(held));
                    }
                    Some(false) if gave_up => back.push(*id),
                    None if gave_up || known.state == VisitState::OnHold => back.push(*id),
                    _ => {}
                }
            }
            self.bring_back(series, &back, done, touched.of(series));
        }
    }

    /// Visits that were out or on hold are dates again, and dates that did not come meanwhile come.
    pub fn bring_back(&mut self, series: SeriesId, back: &[VisitId], done: &Done<'_>, meant: &mut Meant) {
        let standing = Rc::clone(&self.series[&series]);
        let terms = Terms::unasked(&standing);
        let mut made = standing.made;
        for (chapter, part) in standing.chapters.iter().enumerate() {
            let grows = self.grows_through(series, chapter, done);
            let names: Vec<When> = part
                .dates(LAST.min(done.now.0 + 5_000))
                .into_iter()
                .map(|date| part.original(date))
                .collect();
            let its = |id: &&VisitId| names.contains(&standing.visits[*id].original);
            let its: Vec<VisitId> = back.iter().filter(its).copied().collect();
            let last = its.iter().map(|id| standing.visits[id].original.0).max().max(grows);
            let Some(last) = last else { continue };
            made = made.max(its.iter().map(|id| standing.visits[id].original.0).max());
            meant.plans.push(Planned {
                chapter,
                through: last,
                terms: terms.clone(),
                which: Which::Named {
                    visits: its,
                    new_from: grows.map(|_| standing.made.map_or(part.start, |made| made + 1)),
                    others_go: false,
                },
            });
            made = made.max(grows);
        }
        // What a person did by hand stays beside the rule that no longer gives it.
        for id in back {
            let known = &standing.visits[id];
            if standing.date_named(known.original).is_none() && (known.is_busy() || known.is_by_hand()) {
                let row = done.before.visits().get(*id).expect("its row");
                if self.away(series, row, known.start.0) != Some(true) {
                    meant.fates.of.insert(*id, self.back_beside(&terms, known));
                }
            }
        }
        self.standing(series).made = made;
    }

    pub fn back_beside(&self, terms: &Terms, known: &Known) -> Fate {
        let by_hand = |policy| match policy {
            Policy::Append => Policy::Skip,
            Policy::Nearest | Policy::Previous | Policy::Next => Policy::Unplaced,
            policy => policy,
        };
        Fate::Dated {
            known: Known {
                state: VisitState::Stable,
                by: None,
                beside: true,
                ..known.clone()
            },
            terms: Terms {
                conflicts: by_hand(terms.conflicts),
                closed: by_hand(terms.closed),
                ..terms.clone()
            },
            before: Some(known.clone()),
            is_meant: false,
        }
    }

    /// Through which day a chapter has dates by now, where more are to come (spec S2.5, S3.2).
    pub fn grows_through(&self, series: SeriesId, chapter: usize, done: &Done<'_>) -> Option<DayNumber> {
        let standing = &self.series[&series];
        if !standing.said.active || !standing.grows(chapter) {
            return None;
        }
        let horizon = standing.first_start().max(done.now.0) + self.horizon(done.before);
        let through = standing.chapters[chapter]
            .until
            .map_or(horizon, |until| until.min(horizon));
        let mut open = self.open_from(series, None);
        for member in done
            .before
            .members()
            .of(series)
            .filter(|member| member.deleted_at.is_none())
        {
            let of_client = self.open_from(series, member.client_id);
            open = open.into_iter().chain(of_client).min();
        }
        Some(open.map_or(through, |from| through.min(from - 1)))
    }

    pub fn top_up(&mut self, series: SeriesId, done: &Done<'_>, touched: &mut Touched) {
        let standing = Rc::clone(&self.series[&series]);
        let last = standing.chapters.len() - 1;
        let Some(through) = self.grows_through(series, last, done).filter(|_| !standing.stopped) else {
            return;
        };
        let part = &standing.chapters[last];
        let from = standing.made.map_or(part.start, |made| made + 1);
        let new: Vec<When> = part
            .dates(through)
            .into_iter()
            .filter(|date| date.day >= from)
            .map(|date| part.original(date))
            .collect();
        if new.is_empty() {
            return;
        }
        touched.of(series).plans.push(Planned {
            chapter: last,
            through,
            terms: Terms::unasked(&standing),
            which: Which::Named {
                visits: new.iter().filter_map(|name| standing.named(*name)).collect(),
                new_from: Some(from),
                others_go: false,
            },
        });
        self.standing(series).made = Some(through);
    }

    pub fn stop(&mut self, series: SeriesId, from: Option<DayNumber>, now: When, touched: &mut Touched) {
        let standing = Rc::clone(&self.series[&series]);
        let takes_part = |known: &Known| known.is_busy() || known.state == VisitState::Failed;
        let goes = |known: &Known| {
            takes_part(known) && !known.has_begun(now) && from.is_none_or(|from| known.original.0 >= from)
        };
        let ordered = standing.in_order();
        let first = from.or_else(|| {
            ordered
                .iter()
                .find(|(_, known)| goes(known))
                .map(|(_, known)| known.original.0)
        });
        let first = first.unwrap_or(now.0);
        let is_single = standing.chapters.iter().all(|part| part.rule.is_none());
        // A date whose visit has begun stays one.
        let kept = ordered.iter().map(|(_, known)| *known);
        let kept = kept.filter(|known| !known.beside && !is_single && takes_part(known) && !goes(known));
        let until = kept
            .map(|known| known.original.0)
            .max()
            .map_or(first - 1, |kept| kept.max(first - 1));
        for (id, known) in &standing.visits {
            if goes(known) {
                let is_a_date = known.original.0 <= until || is_single;
                let by = if from.is_some() && is_a_date {
                    RemovedBy::Person
                } else {
                    RemovedBy::Rule
                };
                touched.of(series).fates.of.insert(*id, Fate::As(known.out(by)));
            }
        }
        touched.of(series);
        let this = self.standing(series);
        this.stopped |= from.is_none();
        if !is_single {
            this.made = this.made.map(|made| made.min(until));
        }
        if from.is_some() {
            for part in &mut this.chapters {
                if part.rule.is_some() && part.goes_on_after(until) {
                    (part.until, part.count, part.appended) = (Some(until), None, 0);
                }
            }
        }
    }

    pub fn cover(&mut self, layer: &LayerDraft, force: &Force, touched: &mut Touched) {
        let (first, last) = (layer.first.number(), layer.last.number());
        self.layers.push(Cover {
            over: layer.over,
            first,
            last,
            substitute: layer.substitute,
            time: layer.time.map(minute),
            after: layer.after,
            chairs: layer.resources.clone(),
        });
        self.again(layer.over, (first, last), force, touched);
    }

    /// A layer ends earlier, and what it was over is planned as if it had.
    pub fn end_cover(&mut self, layer: LayerId, last: Day, done: &Done<'_>, touched: &mut Touched) {
        let row = done.before.layers().get(layer).expect("the layer");
        let (first, until, last) = (row.first_day.number(), row.last_day.number(), last.number());
        let over = match (row.series_id, row.staff_id) {
            (Some(series), _) => Over::Series(series),
            (None, staff) => Over::Staff(staff.expect("whose work")),
        };
        let is_it = |cover: &Cover| {
            let said = (cover.over, cover.first, cover.last, cover.substitute, cover.time);
            said == (over, first, until, row.substitute_id, row.time.map(minute))
        };
        let place = self.layers.iter().position(is_it).expect("the layer");
        // What it is over is told by the book in which it is.
        self.again(over, (last + 1, until), &Force::Nothing, touched);
        if last < first {
            self.layers.remove(place);
        } else {
            self.layers[place].last = last;
        }
    }

    /// Plans the visits of days that a layer is over.
    fn again(&mut self, over: Over, (first, last): (i32, i32), force: &Force, touched: &mut Touched) {
        let all: Vec<SeriesId> = match over {
            Over::Series(series) => vec![series],
            Over::Staff(_) => self
                .series
                .iter()
                .filter(|(_, standing)| !standing.stopped)
                .map(|(id, _)| *id)
                .collect(),
        };
        for series in all {
            let standing = Rc::clone(&self.series[&series]);
            for (chapter, part) in standing.chapters.iter().enumerate() {
                let through = standing.made.unwrap_or(last).min(last);
                let works = |date: &super::Dated| match over {
                    Over::Series(_) => true,
                    Over::Staff(staff) => self.works_on(series, date.day, &part.slots[date.slot], staff),
                };
                let dates = part.dates(through).into_iter();
                let dates = dates.filter(|date| date.day >= first && works(date));
                let visits: Vec<VisitId> = dates.filter_map(|date| standing.named(part.original(date))).collect();
                if !visits.is_empty() {
                    touched.of(series).plans.push(Planned {
                        chapter,
                        through,
                        terms: Terms {
                            force: force.clone(),
                            ..Terms::of_draft(&standing.said, Force::Nothing)
                        },
                        which: Which::Named {
                            visits,
                            new_from: None,
                            others_go: false,
                        },
                    });
                }
            }
        }
    }
}
