//! A layer over some days (spec S4.5): a row beside the chapters, and the visits of those days as they are then meant.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::again::{Terms, plan_dates};
use super::dates::{RuleDate, lines_at, rule_dates};
use super::edit::are_its;
use super::reach::running;
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::calendar::Who;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Clashing, Force, Moment};
use crate::domain::draft::{LayerDraft, Over};
use crate::domain::pen::Pen;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{is_work_of, layers_on, reached, works_at};
use crate::domain::values::SeriesStatus;
use crate::time::{Day, Span};

pub(super) fn decide(
    book: &Book,
    draft: &LayerDraft,
    (force, clashing): (&Force, &Clashing),
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    if draft.last < draft.first {
        return Err(FieldErrors::one("until", FieldError::EndBeforeStart).into());
    }
    if draft
        .substitute
        .is_some_and(|substitute| draft.over == Over::Staff(substitute))
    {
        return Err(FieldErrors::one("by", FieldError::SamePerson).into());
    }
    let is_there = is_there(book, draft);
    if is_there && *force == Force::Nothing {
        return Err(Refusal::NothingToChange.into());
    }
    let days = (draft.first, draft.last);
    let over = reach(book, draft.over, days, moment)?;
    if let Over::Series(series) = draft.over {
        are_its(book, series, force)?;
    }
    let mut pen = Pen::new(book, moment);
    if !is_there {
        add(&mut pen, draft);
    }
    let mut planned = Planned::default();
    let mut errors = FieldErrors::default();
    for series in &over {
        for chapter in book.chapters_of(series.id) {
            let dates = dates((book, pen.book()), series, chapter, draft.over, days);
            can_stand_in(book, chapter, &dates, draft, &mut errors);
            planned.again(&mut pen, book, (series, chapter), dates, (force, clashing))?;
        }
    }
    errors.check(Some(()))?;
    planned.finish(pen, draft.over, asking, |series, staff, visits| Label::Covered {
        series,
        staff,
        visits,
        by: draft.substitute,
        days: Some(days),
    })
}

/// Ends a layer after a day, or takes it back where nothing is left of it; the visits of the days after that are as usual
/// again.
pub(super) fn end(
    book: &Book,
    layer: LayerId,
    last: Day,
    clashing: &Clashing,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let layer = book.layers().get(layer).filter(|layer| layer.deleted_at.is_none());
    let Some((layer, over)) = layer.and_then(|layer| Some((layer, over_of(layer)?))) else {
        return Err(Refusal::NothingToChange.into());
    };
    let yesterday = book.zone().civil(moment.now).day - 1;
    let least = layer.first_day.max(yesterday + 1) - 1;
    if !(least..layer.last_day).contains(&last) {
        let (least, most) = (least.to_string(), (layer.last_day - 1).to_string());
        return Err(FieldErrors::one("last", FieldError::OutOfRange { least, most }).into());
    }
    let days = (last + 1, layer.last_day);
    let all = reach(book, over, days, moment)?;
    let mut pen = Pen::new(book, moment);
    let now = pen.now();
    pen.change::<Layer>(layer.id, |row| {
        if last < row.first_day {
            row.deleted_at = Some(now);
        } else {
            row.last_day = last;
        }
    });
    let mut planned = Planned::default();
    for series in &all {
        for chapter in book.chapters_of(series.id) {
            let dates = dates((book, book), series, chapter, over, days);
            planned.again(&mut pen, book, (series, chapter), dates, (&Force::Nothing, clashing))?;
        }
    }
    planned.finish(pen, over, asking, |series, staff, visits| Label::CoverEnded {
        series,
        staff,
        last,
        visits,
    })
}

/// The series that a layer is over on some days.
fn reach(book: &Book, over: Over, (first, last): (Day, Day), moment: &Moment) -> Result<Vec<Arc<Series>>, Refused> {
    super::loaded(book, first, moment.now)?;
    Ok(match over {
        Over::Series(series) => vec![running(book, series)?],
        Over::Staff(staff) => {
            let mut theirs = BTreeSet::new();
            let at = |day: Day| book.zone().resolve(day.midnight()).instant();
            // A day begins and ends at another time elsewhere.
            let days = Span::new(at(first - 1), at(last + 2));
            for person in whose_work(book, staff, (first, last)) {
                theirs.extend(with_work_of(book, person));
                let taken = book.calendar().takes(Who::Staff(person), days);
                let visits = taken.filter_map(|(visit, _)| book.visits().get(visit));
                theirs.extend(visits.map(|visit| visit.series_id));
            }
            let runs = |series: &&Arc<Series>| series.status == SeriesStatus::Running && theirs.contains(&series.id);
            book.series().live().filter(runs).cloned().collect()
        }
    })
}

/// Whose work somebody may do on some days: their own, that of whom they stand in for, and so on.
fn whose_work(book: &Book, staff: StaffId, (first, last): (Day, Day)) -> BTreeSet<StaffId> {
    let layers = book.layers().live();
    let then = layers.filter(|layer| layer.first_day <= last && first <= layer.last_day);
    let covers: Vec<_> = then
        .filter_map(|layer| layer.substitute_id.zip(layer.staff_id))
        .collect();
    reached([staff], &covers)
}

/// The visits of the days that a layer is over, as they are planned again.
#[derive(Default)]
struct Planned {
    lines: Vec<PlanLine>,
    location: Option<LocationId>,
}

impl Planned {
    fn again(
        &mut self,
        pen: &mut Pen<'_>,
        book: &Book,
        (series, chapter): (&Series, &Chapter),
        dates: Vec<(RuleDate, Option<Arc<Visit>>)>,
        (force, clashing): (&Force, &Clashing),
    ) -> Result<(), Refused> {
        if dates.is_empty() {
            return Ok(());
        }
        let kept = kept(book, &dates, clashing);
        let terms = Terms {
            kept: &kept,
            asks: !clashing.later,
            ..Terms::of_series(series, force)
        };
        self.location = self.location.or(Some(chapter.location_id));
        self.lines.extend(plan_dates(pen, book, chapter, dates, &terms)?);
        Ok(())
    }

    fn finish(
        mut self,
        pen: Pen<'_>,
        over: Over,
        asking: Asking,
        label: impl FnOnce(Option<SeriesId>, Option<StaffId>, usize) -> Label,
    ) -> Result<Decided, Refused> {
        self.lines.sort_by_key(|line| (line.original, line.kind));
        let (series, staff, subject) = match over {
            Over::Series(series) => (Some(series), None, Subject::Series(series)),
            Over::Staff(staff) => (None, Some(staff), Subject::Staff(staff)),
        };
        let lines = self.lines;
        let plan = Plan { lines, series };
        if let Some(location) = self.location
            && asking == Asking::Decide
            && plan.open() > 0
        {
            let lines = plan.lines;
            return Err(Refusal::Clashes { location, lines }.into());
        }
        let label = label(series, staff, plan.changed_visits());
        let change = pen.finish(label, Some(subject), Origin::Person);
        Ok(Decided { change, plan })
    }
}

/// The days of those dates that are booked whatever speaks against them.
fn kept(book: &Book, dates: &[(RuleDate, Option<Arc<Visit>>)], clashing: &Clashing) -> Vec<Day> {
    let is_kept = |date: &RuleDate| {
        let terms = book.slot_terms().get(date.terms);
        terms.is_some_and(|terms| clashing.kept.contains(&date.day.at(terms.time)))
    };
    let kept = dates.iter().filter(|(date, _)| is_kept(date));
    kept.map(|(date, _)| date.day).collect()
}

/// The series in which somebody is assigned or does a service.
pub(super) fn with_work_of(book: &Book, staff: StaffId) -> BTreeSet<SeriesId> {
    let is_assigned = |terms: &&Arc<SlotTerms>| terms.staff.iter().any(|assigned| assigned.staff_id == staff);
    let of_terms = book
        .slot_terms()
        .all()
        .filter(is_assigned)
        .map(|terms| terms.chapter_id);
    let does = |line: &&Arc<Line>| line.staff_id == Some(staff);
    let of_lines = book.lines().all().filter(does).map(|line| line.chapter_id);
    let chapters = of_terms.chain(of_lines);
    chapters
        .filter_map(|chapter| book.chapters().get(chapter))
        .map(|chapter| chapter.series_id)
        .collect()
}

/// What a layer lies over.
fn over_of(layer: &Layer) -> Option<Over> {
    let over = layer.series_id.map(Over::Series);
    over.or(layer.staff_id.map(Over::Staff))
}

/// Whether just this was said of these days before.
fn is_there(book: &Book, draft: &LayerDraft) -> bool {
    let says = |layer: &Arc<Layer>| {
        let resources = layer.resources.iter().map(|used| used.resource_id);
        over_of(layer) == Some(draft.over)
            && (layer.first_day, layer.last_day) == (draft.first, draft.last)
            && (layer.substitute_id, layer.time) == (draft.substitute, draft.time)
            && (layer.before, layer.after) == (draft.before, draft.after)
            && resources.eq(draft.resources.iter().copied())
    };
    book.layers().live().any(says)
}

fn add(pen: &mut Pen<'_>, draft: &LayerDraft) {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    let (series_id, staff_id) = match draft.over {
        Over::Series(series) => (Some(series), None),
        Over::Staff(staff) => (None, Some(staff)),
    };
    let resources = draft.resources.iter();
    pen.add(Layer {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        series_id,
        staff_id,
        first_day: draft.first,
        last_day: draft.last,
        substitute_id: draft.substitute,
        time: draft.time,
        before: draft.before,
        after: draft.after,
        resources: resources.map(|&resource_id| UsedResource { resource_id }).collect(),
    });
}

/// The dates of a chapter that a layer is over, with the visits that they are; `with` is a book in which the layer is.
fn dates(
    (book, with): (&Book, &Book),
    series: &Series,
    chapter: &Chapter,
    over: Over,
    (first, last): (Day, Day),
) -> Vec<(RuleDate, Option<Arc<Visit>>)> {
    let from = first.max(chapter.start_day);
    let through = series.materialized_until.unwrap_or(last).min(last);
    if through < from {
        return Vec::new();
    }
    let named = |date: RuleDate| {
        let terms = book.slot_terms().get(date.terms)?;
        let visit = book.calendar().named(series.id, date.day.at(terms.time))?;
        Some((date, Arc::clone(book.visits().get(visit)?)))
    };
    let is_theirs = |(date, visit): &(RuleDate, Arc<Visit>)| match over {
        Over::Series(_) => true,
        Over::Staff(staff) => {
            let lines = lines_at(book, chapter.id, *date);
            let of_series = layers_on(with, series.id, date.day).filter(|layer| layer.series_id.is_some());
            let terms = book.slot_terms().get(date.terms);
            let assigned = terms.into_iter().flat_map(|terms| &terms.staff);
            let mut usual = assigned
                .map(|assigned| assigned.staff_id)
                .chain(of_series.filter_map(|layer| layer.substitute_id))
                .chain(lines.iter().filter_map(|line| line.staff))
                .chain(visit.lines.iter().filter_map(|line| line.staff_id));
            usual.any(|usual| is_work_of(with, series.id, date.day, usual, staff))
        }
    };
    let all = rule_dates(book, chapter, from, through).into_iter();
    let theirs = all.filter_map(named).filter(is_theirs);
    theirs.map(|(date, visit)| (date, Some(visit))).collect()
}

/// Whether who stands in works there, and does all that is to be done.
fn can_stand_in(
    book: &Book,
    chapter: &Chapter,
    dates: &[(RuleDate, Option<Arc<Visit>>)],
    draft: &LayerDraft,
    errors: &mut FieldErrors,
) {
    let Some(substitute) = draft.substitute.and_then(|id| book.staff().get(id)) else {
        return;
    };
    let field = match draft.over {
        Over::Series(_) => "staff",
        Over::Staff(_) => "by",
    };
    if !works_at(book, substitute, chapter.location_id) {
        errors.add(field, FieldError::DoesNotWorkThere);
    }
    for (date, visit) in dates {
        let lead = book.slot_terms().get(date.terms).and_then(|terms| terms.lead());
        let covered = match draft.over {
            Over::Series(_) => lead,
            Over::Staff(staff) => Some(staff),
        };
        let lines = lines_at(book, chapter.id, *date);
        if lines
            .iter()
            .any(|line| line.staff.or(lead) == covered && !substitute.does(line.service))
        {
            errors.add(field, FieldError::DoesNotDo);
        }
        let own = visit.iter().flat_map(|visit| &visit.lines);
        if own
            .filter(|line| line.staff_id.is_some() && line.staff_id == covered)
            .any(|line| !substitute.does(line.service_id))
        {
            errors.add(field, FieldError::DoesNotDo);
        }
    }
}
