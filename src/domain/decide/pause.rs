//! Being away, and coming back (spec S3.1, S3.2): a pause of a series or of a client over all series, its end, and letting a
//! stopped series go on.
//!
//! While nobody comes, places are held or given up. Who comes back is planned again: what held its place has it, what gave
//! it up is a date again, and what clashes by now waits as not booked. What a person cancelled stays cancelled.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Decided;
use super::again::{Terms, plan_dates};
use super::dates::{Maker, horizon_of, rule_dates};
use super::matching::is_by_hand;
use super::policy::{Places, Placing, Policies};
use super::top_up::new_dates;
use super::visit::catch_up;
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Moment, Whose};
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{Absence, Pauses, conflicts, present};
use crate::domain::values::*;
use crate::time::Day;

pub(super) fn pause(
    book: &Book,
    whose: Whose,
    (from, until): (Day, Option<Day>),
    gives_up: bool,
    moment: &mut Moment,
) -> Result<Decided, Refused> {
    let concerned = concerned(book, whose)?;
    within_bounds(from, until, book.zone().civil(moment.now).day)?;
    let mut pen = Pen::new(book, moment);
    // What was said of these days before gives way.
    for earlier in pauses_of(book, whose) {
        let overlaps =
            until.is_none_or(|until| earlier.first_day <= until) && earlier.last_day.is_none_or(|last| from <= last);
        if overlaps {
            end_before(&mut pen, &earlier, from);
        }
    }
    let (series_id, client_id) = match whose {
        Whose::Series(series) => (Some(series), None),
        Whose::Client(client) => (None, Some(client)),
    };
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Pause {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        series_id,
        client_id,
        first_day: from,
        last_day: until,
        gives_up,
    });
    let mut lines = Vec::new();
    for series in &concerned {
        lines.extend(settle(&mut pen, book, series)?);
    }
    let subject = whose.into();
    Ok(decided(pen, whose, lines, |_| Label::Paused { subject, from, until }))
}

pub(super) fn come_back(book: &Book, whose: Whose, moment: &mut Moment) -> Result<Decided, Refused> {
    let concerned = concerned(book, whose)?;
    let today = book.zone().civil(moment.now).day;
    let mut ending = pauses_of(book, whose);
    ending.retain(|pause| pause.last_day.is_none_or(|last| today <= last));
    if ending.iter().any(|pause| pause.covers(today)) {
        ending.retain(|pause| pause.covers(today));
    }
    let subject = whose.into();
    if ending.is_empty() {
        return Err(Refusal::NotAway { subject }.into());
    }
    let mut pen = Pen::new(book, moment);
    for pause in &ending {
        end_before(&mut pen, pause, today);
    }
    let mut lines = Vec::new();
    for series in &concerned {
        lines.extend(settle(&mut pen, book, series)?);
    }
    Ok(decided(pen, whose, lines, |visits| Label::CameBack { subject, visits }))
}

pub(super) fn restart(book: &Book, series: SeriesId, moment: &mut Moment) -> Result<Decided, Refused> {
    let whose = Whose::Series(series);
    let row = live_series(book, series)?;
    if row.status != SeriesStatus::Stopped {
        return Err(Refusal::SeriesIsNotStopped { series }.into());
    }
    let mut pen = Pen::new(book, moment);
    pen.change::<Series>(series, |row| {
        row.status = SeriesStatus::Running;
        row.cancel_reason.clear();
    });
    let is_out = |visit: &Visit| {
        let by_a_plan = matches!(visit.removed_by, Some(RemovedBy::Rule | RemovedBy::Pause));
        (visit.state == VisitState::Removed && by_a_plan) || visit.state == VisitState::OnHold
    };
    let back: Vec<Arc<Visit>> = to_come(&pen, book, series)
        .filter(|visit| is_out(visit))
        .cloned()
        .collect();
    let lines = bring_back(&mut pen, book, &row, &back)?;
    Ok(decided(pen, whose, lines, |visits| Label::SeriesRestarted {
        series,
        visits,
    }))
}

fn decided(pen: Pen<'_>, whose: Whose, mut lines: Vec<PlanLine>, label: impl FnOnce(usize) -> Label) -> Decided {
    lines.sort_by_key(|line| (line.original, line.before.as_ref().map(|visit| visit.id)));
    let plan = Plan {
        lines,
        series: match whose {
            Whose::Series(series) => Some(series),
            Whose::Client(_) => None,
        },
    };
    let label = label(plan.visits());
    Decided {
        change: pen.finish(label, Some(whose.into()), Origin::Person),
        plan,
    }
}

fn live_series(book: &Book, series: SeriesId) -> Result<Arc<Series>, Refused> {
    let row = book.series().get(series).filter(|row| row.deleted_at.is_none());
    row.cloned().ok_or_else(|| {
        let subject = Subject::Series(series);
        Refusal::Gone { subject }.into()
    })
}

/// The series whose dates a pause is about: those that go on.
fn concerned(book: &Book, whose: Whose) -> Result<Vec<Arc<Series>>, Refused> {
    match whose {
        Whose::Series(series) => {
            let row = live_series(book, series)?;
            if row.status == SeriesStatus::Stopped {
                return Err(Refusal::SeriesIsStopped { series }.into());
            }
            Ok(vec![row])
        }
        Whose::Client(client) => {
            if book.clients().get(client).is_none_or(|row| row.deleted_at.is_some()) {
                let subject = Subject::Client(client);
                return Err(Refusal::Gone { subject }.into());
            }
            let own = book.members().live().filter(|member| member.client_id == Some(client));
            let series: BTreeSet<SeriesId> = own.map(|member| member.series_id).collect();
            let rows = series.into_iter().filter_map(|series| book.series().get(series));
            let goes_on = |row: &&Arc<Series>| row.deleted_at.is_none() && row.status == SeriesStatus::Running;
            Ok(rows.filter(goes_on).cloned().collect())
        }
    }
}

/// Refuses a pause that ends before it begins or before today, or lies outside of the salon's years (spec S1.4).
fn within_bounds(from: Day, until: Option<Day>, today: Day) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut within = |field: &str, day: Day, least: Day| {
        if !(least..=Day::LAST).contains(&day) {
            let (least, most) = (least.to_string(), Day::LAST.to_string());
            errors.add(field, FieldError::OutOfRange { least, most });
        }
    };
    within("from", from, Day::FIRST);
    if let Some(until) = until {
        within("until", until, today);
    }
    if until.is_some_and(|until| until < from) {
        errors.add("until", FieldError::EndBeforeStart);
    }
    errors.check(Some(()))
}

fn pauses_of(book: &Book, whose: Whose) -> Vec<Arc<Pause>> {
    let own = |pause: &&Arc<Pause>| match whose {
        Whose::Series(series) => pause.series_id == Some(series),
        Whose::Client(client) => pause.client_id == Some(client),
    };
    book.pauses().live().filter(own).cloned().collect()
}

/// Ends a pause on the day before another; takes it back where nothing is left of it.
fn end_before(pen: &mut Pen<'_>, pause: &Pause, day: Day) {
    let now = pen.now();
    pen.change::<Pause>(pause.id, |row| {
        if row.first_day < day {
            row.last_day = Some(day - 1);
        } else {
            row.deleted_at = Some(now);
        }
    });
}

/// The visits of a series that a plan may change: none that has begun or is marked (spec S4.6).
fn to_come<'b>(pen: &Pen<'_>, book: &'b Book, series: SeriesId) -> impl Iterator<Item = &'b Arc<Visit>> {
    let now = pen.now();
    let visits = book.calendar().of_series(book, series);
    visits.filter(move |visit| visit.start_utc > now && !visit.has_outcome())
}

/// Lets the visits of a series follow the pauses that are written by now.
fn settle(pen: &mut Pen<'_>, old: &Book, series: &Series) -> Result<Vec<PlanLine>, Refused> {
    let [before, pauses] = [old, pen.book()].map(|book| Pauses::of(book, series.id));
    let (mut lines, mut back) = (Vec::new(), Vec::new());
    let visits: Vec<Arc<Visit>> = to_come(pen, old, series.id).cloned().collect();
    for visit in visits {
        if before.is_meant(&visit) {
            continue;
        }
        let is_given_up = visit.state == VisitState::Removed && visit.removed_by == Some(RemovedBy::Pause);
        match pauses.on(&visit) {
            Some(Absence::GivenUp) if visit.state != VisitState::Removed => {
                pen.change::<Visit>(visit.id, |row| {
                    row.state = VisitState::Removed;
                    row.removed_by = Some(RemovedBy::Pause);
                });
                lines.push(line(pen, visit, LineKind::Deleted, Why::GivenUp));
            }
            Some(Absence::Held) if visit.is_busy() && visit.state != VisitState::OnHold => {
                pen.change::<Visit>(visit.id, |row| row.state = VisitState::OnHold);
                lines.push(line(pen, visit, LineKind::Changed, Why::Held));
            }
            Some(Absence::Held) if is_given_up => back.push(visit),
            None if is_given_up || visit.state == VisitState::OnHold => back.push(visit),
            Some(_) | None => {}
        }
    }
    lines.extend(bring_back(pen, old, series, &back)?);
    Ok(lines)
}

fn line(pen: &Pen<'_>, before: Arc<Visit>, kind: LineKind, why: Why) -> PlanLine {
    PlanLine {
        original: before.original(),
        kind,
        why,
        after: pen.book().visits().get(before.id).cloned(),
        before: Some(before),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}

/// Plans visits of a series again that were out or on hold, and the dates that did not come into the book meanwhile.
fn bring_back(pen: &mut Pen<'_>, old: &Book, series: &Series, back: &[Arc<Visit>]) -> Result<Vec<PlanLine>, Refused> {
    let terms = Terms::unasked(series);
    let pauses = Pauses::of(pen.book(), series.id);
    // A visit that stands beside the rule may be of a chapter that has no date any more.
    let mut chapters: Vec<Arc<Chapter>> = pen.book().chapters().of(series.id).cloned().collect();
    chapters.sort_by_key(|chapter| chapter.ordinal);
    let (mut lines, mut through) = (Vec::new(), series.materialized_until);
    for chapter in &chapters {
        let mut back: Vec<Arc<Visit>> = back
            .iter()
            .filter(|visit| chapter_of(pen.book(), &chapters, visit) == chapter.id)
            .cloned()
            .collect();
        let grows_through = grows_through(pen, series, chapter);
        let first = back.iter().map(|visit| visit.original_day).min();
        let last = back.iter().map(|visit| visit.original_day).max().max(grows_through);
        let Some(last) = last else { continue };
        let is_new = |day: Day| {
            let is_made = series.materialized_until.is_some_and(|made| day <= made);
            !is_made && grows_through.is_some_and(|through| day <= through)
        };
        // In a pause without an end nothing was added: of those days all is planned as well.
        let made = series.materialized_until.map_or(chapter.start_day, |made| made + 1);
        let from = first.map_or(made, |first| first.min(made));
        let mut dates = new_dates(pen.book(), chapter, from, last);
        dates.retain(|(date, there)| match there {
            Some(there) => match back.iter().position(|visit| visit.id == there.id) {
                Some(place) => {
                    back.swap_remove(place);
                    true
                }
                None => false,
            },
            None => is_new(date.day),
        });
        if let Some((first, _)) = dates.first() {
            super::loaded(old, first.day, pen.now())?;
        }
        let planned = plan_dates(pen, old, chapter, dates, &terms)?;
        through = through
            .max(grows_through)
            .max(planned.last().map(|line| line.original.day));
        lines.extend(planned);
        // What a person did by hand stays beside the rule that no longer gives it (spec S4.7).
        back.retain(|visit| visit.is_busy() || is_by_hand(visit));
        for visit in back {
            let absence = pauses.on(&visit);
            if absence != Some(Absence::GivenUp) {
                lines.push(beside(pen, visit, absence, chapter.location_id, terms.policies)?);
            }
        }
    }
    pen.change::<Series>(series.id, |row| row.materialized_until = through);
    Ok(lines)
}

/// The chapter whose date a visit is; its own where none gives it.
fn chapter_of(book: &Book, chapters: &[Arc<Chapter>], visit: &Visit) -> ChapterId {
    let gives = |chapter: &&Arc<Chapter>| {
        let dates = rule_dates(book, chapter, visit.original_day, visit.original_day).into_iter();
        let mut times = dates.filter_map(|date| book.slot_terms().get(date.terms));
        times.any(|terms| terms.time == visit.original_time)
    };
    let chapter = chapters.iter().find(gives);
    chapter.map_or(visit.chapter_id, |chapter| chapter.id)
}

/// Through which day a chapter has dates by now, where more are to come (spec S2.5): nothing is added in a pause without an end.
fn grows_through(pen: &Pen<'_>, series: &Series, chapter: &Chapter) -> Option<Day> {
    let grows = !series.no_new_dates && chapter.grows_after(series.materialized_until);
    let horizon = horizon_of(pen.book(), series.id, pen.now());
    let through = chapter.until_day.map_or(horizon, |until| until.min(horizon));
    let open_from = Pauses::of(pen.book(), series.id).open_from();
    grows.then(|| open_from.map_or(through, |from| through.min(from - 1)))
}

/// Brings a visit back that stands beside the rule.
fn beside(
    pen: &mut Pen<'_>,
    before: Arc<Visit>,
    absence: Option<Absence>,
    location: LocationId,
    policies: Policies,
) -> Result<PlanLine, Refused> {
    let mut after = Visit::clone(&before);
    catch_up(pen.book(), &mut after);
    let_come(pen.book(), &mut after, pen.now());
    let state = absence.map_or_else(|| present(&after), |_| VisitState::OnHold);
    (after.state, after.removed_by) = (state, None);
    after.reason.clear();
    super::loaded_around(pen.book(), [after.day])?;
    let number = after.position + 1;
    let kind = if before.is_busy() {
        LineKind::Changed
    } else {
        LineKind::Created
    };
    let mut line = line(pen, before, kind, Why::Rule { number });
    let found = conflicts(pen.book(), &after, location);
    // What was made by hand no policy moves, and nobody can be asked now.
    let policies = policies.by_hand().without_number().unasked();
    let pauses = Pauses::of(pen.book(), after.series_id);
    if let Some(mut maker) = Maker::new(pen.book(), after.chapter_id) {
        let placing = Placing {
            line,
            visit: after,
            is_where_it_was: false,
            policies,
            may_stay: false,
        };
        line = Places {
            book: pen.book(),
            location,
            maker: &mut maker,
            pauses: &pauses,
            now: pen.now(),
            actor: pen.actor(),
        }
        .settle(placing, found);
    }
    if let Some(after) = &line.after {
        pen.replace(Visit::clone(after));
    }
    Ok(line)
}
