//! What an import writes beside what commands do: visits beside a rule, and how a visit differs from its series.

use std::sync::Arc;

use serde_json::Value;

use crate::domain::book::Book;
use crate::domain::decide::dates::{Maker, RuleDate, block};
use crate::domain::decide::policy::accept;
use crate::domain::find::by_name;
use crate::domain::import::Incoming;
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::*;
use crate::domain::schedule::conflicts;
use crate::domain::values::*;
use crate::time::{Civil, Minutes};

/// Keeps what another calendar calls a series, with those of its lines that mean nothing here.
pub(super) fn foreign(pen: &mut Pen<'_>, series: SeriesId, incoming: &Incoming) {
    let (id, now) = (pen.key(), pen.now());
    pen.add(ForeignSeries {
        id,
        created_at: now,
        updated_at: now,
        series_id: series,
        uid: incoming.uid.clone(),
        sequence: incoming.sequence,
        unknown: incoming.unknown.clone(),
    });
}

/// Writes a visit beside the rule of a series, with the services that its dates have. Nothing where one is there already.
pub(super) fn beside(pen: &mut Pen<'_>, series: SeriesId, at: Civil, minutes: Option<Minutes>) -> Option<PlanLine> {
    if pen.book().calendar().named(series, at).is_some() {
        return None;
    }
    // The one that the day lies in; the first where it lies before them all.
    let chapters = pen.book().chapters_of(series);
    let begun = chapters.iter().rev().find(|chapter| chapter.start_day <= at.day);
    let chapter = Arc::clone(begun.or(chapters.first())?);
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
    accept(&mut visit, &found, pen.now(), pen.actor());
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

/// Puts on a visit what a person had changed of it, as far as the book knows the names.
pub(super) fn by_hand(pen: &mut Pen<'_>, series: SeriesId, original: Civil, said: &Value) {
    let book = pen.book();
    let named = book
        .calendar()
        .named(series, original)
        .and_then(|id| book.visits().get(id));
    let Some(mut visit) = named.map(|visit| Visit::clone(visit)) else {
        return;
    };
    let location = book.chapters().get(visit.chapter_id).map(|chapter| chapter.location_id);
    let list = |field: &str| {
        said.get(field)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let text = |field: &str| said.get(field).and_then(Value::as_str);
    let names: Vec<&str> = list("changed").iter().filter_map(Value::as_str).collect();
    let flags = Changed::NAMED.into_iter().filter(|(_, name)| names.contains(name));
    visit.changed = flags.fold(visit.changed, |all, (flag, _)| all.with(flag));
    if visit.changed.has(Changed::STAFF) {
        let staff = list("staff").iter().filter_map(|pair| {
            let staff_id = by_name(book.staff().live(), pair.get(0)?.as_str()?).ok()?.id;
            let role = pair.get(1)?.as_str()?.parse().ok()?;
            Some(Assigned { staff_id, role })
        });
        visit.staff = staff.collect();
    }
    if visit.changed.has(Changed::RESOURCES) {
        let named = list("resources").iter().filter_map(Value::as_str);
        let rows = named.filter_map(|name| by_name(book.resources().live(), name).ok());
        visit.resources = rows.map(|row| UsedResource { resource_id: row.id }).collect();
    }
    if visit.changed.has(Changed::TAGS) {
        let named = list("tags").iter().filter_map(Value::as_str);
        let rows = named.filter_map(|name| by_name(book.tags().live(), name).ok());
        visit.tags = rows.map(|row| SetTag { tag_id: row.id }).collect();
    }
    let client = visit.bookings.iter().find_map(|booking| booking.client_id);
    visit.lines = list("services")
        .iter()
        .filter_map(|line| service(book, line, client))
        .collect();
    text("note").unwrap_or_default().clone_into(&mut visit.note);
    visit.colour = text("colour").and_then(|colour| colour.parse().ok());
    if visit.changed.has(Changed::CLEAN_UP) {
        let minutes = |field| text(field).and_then(|text| text.parse().ok());
        visit.before = minutes("set_up").unwrap_or(visit.before);
        visit.after = minutes("clean_up").unwrap_or(visit.after);
    }
    let digits = book.business().map_or(2, |business| business.currency.digits());
    if let Some(price) = text("price").and_then(|price| Money::parse(price, digits))
        && let Some(first) = visit.bookings.first_mut()
    {
        first.price = Some(price);
    }
    let_come(book, &mut visit, pen.now());
    block(&mut visit);
    if let Some(location) = location {
        visit.clashes.clear();
        let found = conflicts(book, &visit, location);
        accept(&mut visit, &found, pen.now(), pen.actor());
    }
    pen.change::<Visit>(visit.id, |row| *row = visit);
}

/// A service of one visit alone.
fn service(book: &Book, said: &Value, client: Option<ClientId>) -> Option<VisitLine> {
    let text = |field: &str| said.get(field).and_then(Value::as_str);
    let digits = book.business().map_or(2, |business| business.currency.digits());
    let service = by_name(book.services().live(), text("name")?).ok()?;
    Some(VisitLine {
        service_id: service.id,
        visitor_id: said.get("for").and_then(|names| {
            let name = |field: &str| names.get(field).and_then(Value::as_str).unwrap_or_default();
            let wanted = format!("{} {}", name("given_name"), name("surname"));
            let visitors = book
                .visitors()
                .of(client?)
                .filter(|visitor| visitor.deleted_at.is_none());
            by_name(visitors, wanted.trim()).ok().map(|visitor| visitor.id)
        }),
        staff_id: text("staff")
            .and_then(|name| by_name(book.staff().live(), name).ok())
            .map(|staff| staff.id),
        beside: said.get("beside").and_then(Value::as_bool).unwrap_or(false),
        offset: text("offset")
            .and_then(|text| text.parse().ok())
            .unwrap_or(Minutes::ZERO),
        stretches: text("stretches")
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(|| service.stretches.clone()),
        price: text("price").and_then(|text| Money::parse(text, digits)),
    })
}
