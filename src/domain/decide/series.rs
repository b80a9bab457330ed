//! Writing a series' own rows from a draft: series, chapter, slots, terms, lines, members, and its pieces in exports.

use std::sync::Arc;

use crate::domain::draft::*;
use crate::domain::pen::Pen;
use crate::domain::people::main_member;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::Day;

/// Writes a client or a visitor where it is new; gives the key.
fn client(pen: &mut Pen<'_>, who: &Who<ClientId, ClientDraft>) -> ClientId {
    match who {
        Who::Known(id) => *id,
        Who::New(draft) => {
            let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
            pen.add(Client {
                id,
                created_at: now,
                updated_at: now,
                uuid,
                deleted_at: None,
                given_name: draft.given_name.clone(),
                surname: draft.surname.clone(),
                middle_name: draft.middle_name.clone(),
                phone: draft.phone.clone(),
                email: draft.email.clone(),
                gender: Gender::Unknown,
                birthday: None,
                language: String::new(),
                alert: String::new(),
                note: String::new(),
                private_note: String::new(),
                erased_at: None,
            });
            id
        }
    }
}

/// Writes a visitor of a client where it is new; gives the key.
fn visitor(pen: &mut Pen<'_>, who: &Who<VisitorId, VisitorDraft>, client: Option<ClientId>) -> VisitorId {
    match who {
        Who::Known(id) => *id,
        Who::New(draft) => {
            let known = client.and_then(|client| {
                pen.book()
                    .visitors()
                    .of(client)
                    .filter(|visitor| visitor.deleted_at.is_none())
                    .find(|visitor| visitor.given_name == draft.given_name && visitor.surname == draft.surname)
                    .map(|visitor| visitor.id)
            });
            known.unwrap_or_else(|| {
                let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
                pen.add(Visitor {
                    id,
                    created_at: now,
                    updated_at: now,
                    uuid,
                    deleted_at: None,
                    client_id: client,
                    given_name: draft.given_name.clone(),
                    surname: draft.surname.clone(),
                    birthday: None,
                });
                id
            })
        }
    }
}

/// Writes for whom it is; gives the member, where it is somebody, and the client.
pub(super) fn write_member(
    pen: &mut Pen<'_>,
    series: SeriesId,
    draft: &SeriesDraft,
) -> (Option<MemberId>, Option<ClientId>) {
    let now = pen.now();
    let client_id = draft.client.as_ref().map(|who| client(pen, who));
    let visitor_id = draft.visitor.as_ref().map(|who| visitor(pen, who, client_id));
    let is_somebody = client_id.is_some() || visitor_id.is_some();
    let chapters = pen.book().chapters().of(series);
    let from_day = chapters.map(|chapter| chapter.start_day).min().unwrap_or(draft.start);
    let known = main_member(pen.book(), series).map(|member| member.id);
    let main = match known {
        Some(known) => {
            pen.change::<Member>(known, |row| {
                if is_somebody {
                    (row.client_id, row.visitor_id) = (client_id, visitor_id);
                    row.seats = draft.seats.max(1);
                    row.from_day = from_day;
                } else {
                    row.deleted_at = Some(now);
                }
            });
            is_somebody.then_some(known)
        }
        None if is_somebody => {
            let seats = draft.seats.max(1);
            Some(add_member(pen, series, (client_id, visitor_id), seats, from_day))
        }
        None => None,
    };
    (main, client_id)
}

/// Writes a new chapter: what the draft says of its dates. Slots and lines are written by [`write_terms`].
pub(super) fn add_chapter(pen: &mut Pen<'_>, series: SeriesId, ordinal: u16, draft: &SeriesDraft) -> ChapterId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    let mut row = Chapter {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        series_id: series,
        ordinal,
        location_id: draft.location,
        rule: None,
        start_day: draft.start,
        until_day: None,
        visits: None,
        reason: String::new(),
        appended: 0,
    };
    apply_dates(&mut row, draft);
    pen.add(row);
    id
}

/// Writes who comes along with the member that a series is for: every visitor with a service of their own in any chapter. Who
/// has none any more stays away.
pub(super) fn write_companions(pen: &mut Pen<'_>, series: SeriesId, main: Option<MemberId>) {
    let now = pen.now();
    let main = main.and_then(|main| pen.book().members().get(main)).cloned();
    let (mut visitors, mut from_day) = (Vec::new(), Day::LAST);
    for chapter in pen.book().chapters_of(series) {
        let mut lines: Vec<&Arc<Line>> = pen.book().lines().of(chapter.id).collect();
        lines.sort_by_key(|line| line.ordinal);
        visitors.extend(lines.iter().filter_map(|line| line.visitor_id));
        from_day = from_day.min(chapter.start_day);
    }
    let mut along: Vec<VisitorId> = Vec::new();
    for visitor in visitors {
        let is_main = main.as_ref().is_some_and(|main| main.visitor_id == Some(visitor));
        if !is_main && !along.contains(&visitor) {
            along.push(visitor);
        }
    }
    let client_id = main.as_ref().and_then(|main| main.client_id);
    let is_other =
        |member: &&Arc<Member>| member.deleted_at.is_none() && main.as_ref().is_none_or(|main| main.id != member.id);
    let known: Vec<Arc<Member>> = pen.book().members().of(series).filter(is_other).cloned().collect();
    for member in known {
        let place = along.iter().position(|visitor| member.visitor_id == Some(*visitor));
        if let Some(place) = place {
            along.remove(place);
        }
        pen.change::<Member>(member.id, |row| {
            if place.is_some() {
                (row.client_id, row.from_day) = (client_id, from_day);
            } else {
                row.deleted_at = Some(now);
            }
        });
    }
    for visitor in along {
        add_member(pen, series, (client_id, Some(visitor)), 1, from_day);
    }
}

fn add_member(
    pen: &mut Pen<'_>,
    series: SeriesId,
    (client_id, visitor_id): (Option<ClientId>, Option<VisitorId>),
    seats: u16,
    from_day: Day,
) -> MemberId {
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    pen.add(Member {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        deleted_at: None,
        series_id: series,
        client_id,
        visitor_id,
        seats,
        from_day,
        until_day: None,
        slots: Vec::new(),
    });
    id
}

/// Puts what a draft says of the whole series on its row.
pub(super) fn apply_draft(row: &mut Series, draft: &SeriesDraft) {
    row.kind = draft.kind();
    row.no_new_dates = !draft.active;
    row.capacity = draft.seats.max(1);
    row.conflicts = draft.conflicts;
    row.closed_days = draft.closed_days;
    row.nearest_days = draft.nearest_days;
    row.note.clone_from(&draft.note);
    row.colour = draft.colour;
    row.remind_client_email = draft.reminders.client_email;
    row.remind_client_sms = draft.reminders.client_sms;
    row.remind_staff_email = draft.reminders.staff_email;
    row.remind_staff_sms = draft.reminders.staff_sms;
}

/// Puts what a draft says of the dates on a chapter's row.
pub(super) fn apply_dates(row: &mut Chapter, draft: &SeriesDraft) {
    row.location_id = draft.location;
    row.rule.clone_from(&draft.rule);
    row.start_day = draft.start;
    row.appended = 0;
    (row.until_day, row.visits) = match draft.end {
        SeriesEnd::Never => (None, None),
        SeriesEnd::On(day) => (Some(day), None),
        SeriesEnd::After(visits) => (None, Some(visits)),
    };
}

/// Puts what a draft says of a slot on its terms.
fn apply_terms(row: &mut SlotTerms, draft: &SlotDraft) {
    row.weekday = draft.weekday;
    row.time = draft.time;
    row.before = draft.before;
    row.after = draft.after;
    row.staff = draft
        .staff
        .iter()
        .map(|&(staff_id, role)| Assigned { staff_id, role })
        .collect();
    row.resources = draft
        .resources
        .iter()
        .map(|&resource_id| UsedResource { resource_id })
        .collect();
    row.tags = draft.tags.iter().map(|&tag_id| SetTag { tag_id }).collect();
}

/// Writes the slots, their terms and all lines of a chapter as the draft says. Slots that it knows keep their terms;
/// lines keep their keys in their order; what is too much is taken out.
pub(super) fn write_terms(
    pen: &mut Pen<'_>,
    series: SeriesId,
    chapter: ChapterId,
    draft: &SeriesDraft,
    client: Option<ClientId>,
) {
    let old_terms: Vec<(SlotTermsId, SlotId)> = pen
        .book()
        .slot_terms()
        .of(chapter)
        .map(|terms| (terms.id, terms.slot_id))
        .collect();
    let mut old_lines: Vec<(u16, LineId)> = pen
        .book()
        .lines()
        .of(chapter)
        .map(|line| (line.ordinal, line.id))
        .collect();
    old_lines.sort_unstable();
    let mut old_lines = old_lines.into_iter().map(|(_, id)| id);
    let mut ordinal = 0_u16;
    let mut kept_terms = Vec::new();

    // Written first, so that what a visit blocks is known when it is made.
    for slot in &draft.slots {
        let known = slot.slot.and_then(|id| old_terms.iter().find(|(_, of)| *of == id));
        let terms = match known {
            Some(&(terms, _)) => {
                pen.change::<SlotTerms>(terms, |row| apply_terms(row, slot));
                terms
            }
            None => add_terms(pen, series, chapter, slot),
        };
        kept_terms.push(terms);
        for line in &slot.lines {
            write_line(pen, chapter, Some(terms), line, &mut ordinal, old_lines.next(), client);
        }
    }
    for line in &draft.lines {
        write_line(pen, chapter, None, line, &mut ordinal, old_lines.next(), client);
    }
    for line in old_lines {
        pen.take_out::<Line>(line);
    }
    for (terms, _) in old_terms {
        if !kept_terms.contains(&terms) {
            pen.take_out::<SlotTerms>(terms);
        }
    }
}

fn add_terms(pen: &mut Pen<'_>, series: SeriesId, chapter: ChapterId, slot: &SlotDraft) -> SlotTermsId {
    let now = pen.now();
    let slot_id = slot
        .slot
        .filter(|id| pen.book().slots().get(*id).is_some_and(|slot| slot.series_id == series))
        .unwrap_or_else(|| {
            let (id, uuid) = (pen.key(), pen.uuid());
            pen.add(Slot {
                id,
                created_at: now,
                updated_at: now,
                uuid,
                series_id: series,
            });
            id
        });
    let id = pen.key();
    let mut terms = SlotTerms {
        id,
        created_at: now,
        updated_at: now,
        chapter_id: chapter,
        slot_id,
        weekday: None,
        time: slot.time,
        before: None,
        after: None,
        staff: Vec::new(),
        resources: Vec::new(),
        tags: Vec::new(),
    };
    apply_terms(&mut terms, slot);
    pen.add(terms);
    id
}

fn write_line(
    pen: &mut Pen<'_>,
    chapter: ChapterId,
    terms: Option<SlotTermsId>,
    draft: &LineDraft,
    ordinal: &mut u16,
    old: Option<LineId>,
    client: Option<ClientId>,
) {
    let visitor_id = draft.visitor.as_ref().map(|who| visitor(pen, who, client));
    let place = *ordinal;
    *ordinal += 1;
    let write = |row: &mut Line| {
        row.terms_id = terms;
        row.ordinal = place;
        row.service_id = draft.service;
        row.visitor_id = visitor_id;
        row.staff_id = draft.staff;
        row.beside = draft.beside;
        row.offset = draft.offset;
        row.stretches = draft.stretches.clone();
        row.price = draft.price;
        row.every_nth = draft.every_nth;
        row.phase = draft.phase;
        row.resources = draft
            .resources
            .iter()
            .map(|&resource_id| UsedResource { resource_id })
            .collect();
    };
    if let Some(old) = old {
        pen.change::<Line>(old, write);
        return;
    }
    let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
    let mut row = Line {
        id,
        created_at: now,
        updated_at: now,
        uuid,
        chapter_id: chapter,
        terms_id: terms,
        ordinal: place,
        service_id: draft.service,
        visitor_id,
        staff_id: draft.staff,
        beside: false,
        offset: draft.offset,
        stretches: draft.stretches.clone(),
        price: None,
        every_nth: 1,
        phase: 1,
        resources: Vec::new(),
    };
    write(&mut row);
    pen.add(row);
}

/// Gives every slot of a chapter its piece in exports. Pieces are never taken out: a UID is not used again.
pub(super) fn write_pieces(pen: &mut Pen<'_>, series: SeriesId, chapter: ChapterId) {
    let slots: Vec<SlotId> = pen.book().slot_terms().of(chapter).map(|terms| terms.slot_id).collect();
    for slot in slots {
        let known = pen
            .book()
            .ical_pieces()
            .of(series)
            .any(|piece| piece.chapter_id == chapter && piece.slot_id == slot);
        if !known {
            let (id, uid, now) = (pen.key(), pen.uuid(), pen.now());
            pen.add(IcalPiece {
                id,
                created_at: now,
                updated_at: now,
                series_id: series,
                chapter_id: chapter,
                slot_id: slot,
                uid,
                sequence: 0,
                modified_at: now,
            });
        }
    }
}
