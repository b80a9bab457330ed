//! A series as JSON: what it is now, in the fields of a request where it has them.

use serde_json::{Value, json};

use super::{client_name, money, of_role, resources, visitor_name};
use crate::domain::Book;
use crate::domain::people::main_member;
use crate::domain::read::weekday_code;
use crate::domain::request::dates_before;
use crate::domain::rows::*;
use crate::domain::values::Role;
use crate::recurrence::{End, Rule, When};
use crate::time::Instant;
use crate::words::sentence;
use crate::words::status::{self, Standing};

/// A series as it is now; nothing where it is not in the book.
pub fn series(book: &Book, id: SeriesId, now: Instant) -> Option<Value> {
    let row = book.series().get(id)?;
    let chapter = book.last_chapter(id)?;
    let member = main_member(book, id);
    Some(json!({
        "id": row.uuid.to_string(),
        "kind": row.kind.code(),
        "status": Standing::of(book, row, now).word(),
        "active": !row.no_new_dates,
        "visits_left": status::left(book, row, now),
        "pauses": status::pauses(book, row, now).iter().map(|pause| paused(pause)).collect::<Value>(),
        "client": member.and_then(|member| client_name(book, member.client_id)),
        "visitor": member.and_then(|member| visitor_name(book, member.visitor_id)),
        "location": book.locations().get(chapter.location_id).map(|location| location.name.as_str()),
        "rrule": chapter.rule.as_ref().map(|rule| with_end(rule, chapter).to_string()),
        "sentence": sentence::of_series(book, id),
        "start_date": chapter.start_day.to_string(),
        "end_date": chapter.until_day.map(|day| day.to_string()),
        "visits": chapter.visits.map(|visits| visits + dates_before(book, chapter)),
        "appended": chapter.appended,
        "materialized_until": row.materialized_until.map(|day| day.to_string()),
        "slots": book.slot_terms().of(chapter.id).map(|terms| slot(book, terms)).collect::<Value>(),
        "services": lines(book, chapter.id, None),
        "members": members(book, id),
        "conflicts": row.conflicts.code(),
        "closed_days": row.closed_days.code(),
        "nearest_days": row.nearest_days,
        "note": row.note,
        "colour": row.colour.map(|colour| colour.to_string()),
        "cancel_reason": row.cancel_reason,
        "change_reason": row.change_reason,
        "created_at": row.created_at.to_string(),
        "updated_at": row.updated_at.to_string(),
    }))
}

fn paused(pause: &Pause) -> Value {
    json!({
        "of": if pause.client_id.is_some() { "client" } else { "series" },
        "from": pause.first_day.to_string(),
        "until": pause.last_day.map(|day| day.to_string()),
        "give_up": pause.gives_up,
    })
}

/// The whole rule of RFC 5545: kept apart, its end is the chapter's.
fn with_end(rule: &Rule, chapter: &Chapter) -> Rule {
    let end = match (chapter.until_day, chapter.count()) {
        (Some(day), _) => End::Until(When::Day(day)),
        (None, Some(visits)) => End::Count(visits),
        (None, None) => End::Never,
    };
    rule.with_end(end).unwrap_or_else(|_| rule.clone())
}

fn slot(book: &Book, terms: &SlotTerms) -> Value {
    let of = |role| of_role(book, &terms.staff, role);
    let tags = terms.tags.iter().filter_map(|set| book.tags().get(set.tag_id));
    json!({
        "id": book.slots().get(terms.slot_id).map(|slot| slot.uuid.to_string()),
        "weekday": terms.weekday.map(weekday_code),
        "time": terms.time.to_string(),
        "set_up": terms.before.map(|minutes| minutes.to_string()),
        "clean_up": terms.after.map(|minutes| minutes.to_string()),
        "staff": of(Role::Lead).first(),
        "additional_staff": of(Role::Additional),
        "blocked_staff": of(Role::Blocked),
        "coordinator": of(Role::Coordinator).first(),
        "resources": resources(book, &terms.resources),
        "tags": tags.map(|tag| tag.title.as_str()).collect::<Vec<_>>(),
        "services": lines(book, terms.chapter_id, Some(terms.id)),
    })
}

fn lines(book: &Book, chapter: ChapterId, terms: Option<SlotTermsId>) -> Value {
    let mut lines: Vec<&Line> = book
        .lines()
        .of(chapter)
        .map(AsRef::as_ref)
        .filter(|line| line.terms_id == terms)
        .collect();
    lines.sort_by_key(|line| line.ordinal);
    let line = |line: &Line| {
        json!({
            "name": book.services().get(line.service_id).map(|service| service.name.as_str()),
            "duration": line.stretches.length().to_string(),
            "stretches": line.stretches.to_string(),
            "price": line.price.map(|price| money(book, price)),
            "staff": line.staff_id.map(|staff| crate::words::visit::staff(book, staff)),
            "for": visitor_name(book, line.visitor_id),
            "resources": resources(book, &line.resources),
            "every_nth": line.every_nth,
            "phase": line.phase,
            "beside": line.beside,
            "offset": line.offset.to_string(),
        })
    };
    lines.into_iter().map(line).collect()
}

fn members(book: &Book, series: SeriesId) -> Value {
    let member = |member: &Member| {
        json!({
            "client": client_name(book, member.client_id),
            "visitor": visitor_name(book, member.visitor_id),
            "seats": member.seats,
            "from": member.from_day.to_string(),
            "until": member.until_day.map(|day| day.to_string()),
        })
    };
    let live = book.members().of(series).filter(|member| member.deleted_at.is_none());
    live.map(|row| member(row)).collect()
}
