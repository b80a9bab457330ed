//! What an import writes beside what commands do: visits beside a rule, and how a visit differs from its series.

use std::sync::Arc;

use crate::domain::decide::dates::{Maker, RuleDate, accept, block};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::*;
use crate::domain::schedule::conflicts;
use crate::domain::values::*;
use crate::time::{Civil, Minutes};

/// Writes a visit beside the rule of a series, with the services that its dates have. Nothing where one is there already.
pub(super) fn beside(pen: &mut Pen<'_>, series: SeriesId, at: Civil, minutes: Option<Minutes>) -> Option<PlanLine> {
    if pen.book().calendar().named(series, at).is_some() {
        return None;
    }
    let chapter = Arc::clone(pen.book().chapters().of(series).next_back()?);
    let on_weekday = |terms: &&Arc<SlotTerms>| terms.weekday.is_none_or(|weekday| weekday == at.day.weekday());
    let slots = || pen.book().slot_terms().of(chapter.id);
    let terms = slots().find(on_weekday).or_else(|| slots().next())?.id;
    let position = chapter
        .rule
        .as_ref()
        .map_or(0, |rule| rule.count_before(chapter.start_day, at.day));
    let date = RuleDate {
        day: at.day,
        terms,
        position,
        slot_position: position,
    };
    let mut maker = Maker::new(pen.book(), chapter.id)?;
    let id = pen.key();
    let (mut visit, _) = maker.planned(pen, date, id)?;
    let (start, start_utc, clock) = maker.at(at);
    visit.origin = VisitOrigin::Extra;
    visit.original_time = at.time;
    (visit.day, visit.time, visit.start_utc) = (start.day, start.time, start_utc);
    if let Some(minutes) = minutes.filter(|minutes| *minutes != visit.minutes) {
        visit.minutes = minutes;
        visit.changed = visit.changed.with(Changed::DURATION);
    }
    block(&mut visit);
    let found = conflicts(pen.book(), &visit, chapter.location_id);
    accept(&mut visit, &found, pen.now());
    let line = PlanLine {
        original: at,
        kind: LineKind::Created,
        why: Why::BesideTheRule,
        before: None,
        after: Some(Arc::new(visit.clone())),
        conflicts: found,
        open: false,
        clock,
    };
    pen.add(visit);
    Some(line)
}
