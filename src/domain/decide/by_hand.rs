//! What one visit has, changed by hand and taken back (spec S4.4). A visit that is past can be corrected as well, and the
//! history says so (spec S4.6).

use std::collections::BTreeSet;

use super::dates::{Maker, block, booking, measure};
use super::keep::keep_by_hand;
use super::reach::is_past;
use super::usual::{chairs, differing, mark, usual};
use super::visit::{comes_again, found, placed};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::change::{Label, Subject};
use crate::domain::command::Moment;
use crate::domain::draft::{LineDraft, VisitDraft, Who};
use crate::domain::pen::Pen;
use crate::domain::people::let_come;
use crate::domain::plan::LineKind;
use crate::domain::price;
use crate::domain::refusal::{Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{lines_of, present, told_length};
use crate::domain::values::*;
use crate::time::Minutes;

pub(super) fn edit(
    book: &Book,
    id: VisitId,
    draft: &VisitDraft,
    keep_conflicts: bool,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    let usual = usual(book, &visit);
    let mut pen = Pen::new(book, moment);
    let mut after = in_the_book(&visit)?;
    let mut said = put(book, &mut after, &usual, draft);
    if let Some(start) = draft.start {
        let gone = Refusal::Gone {
            subject: Subject::Visit(id),
        };
        let mut maker = Maker::new(book, visit.chapter_id).ok_or(gone)?;
        let (start, start_utc, _) = maker.at(start);
        (after.day, after.time, after.start_utc) = (start.day, start.time, start_utc);
        said = said.with(Changed::DATETIME);
        comes_again(book, &mut after);
    }
    if draft.lines.is_some() {
        attend(&mut pen, &mut after);
    }
    if let Some(price) = draft.price {
        put_price(&mut pen, &mut after, price);
        said = said.with(Changed::PRICE);
    }
    mark(book, &mut after, &usual, said);
    block(&mut after);
    if after == *visit {
        return Err(Refusal::NothingToChange.into());
    }
    let label = Label::VisitEdited {
        series: visit.series_id,
        visit: id,
        fields: differing(book, &visit, &after, said),
    };
    placed(
        pen,
        &visit,
        after,
        location,
        LineKind::Changed,
        keep_conflicts,
        label,
        asking,
    )
}

pub(super) fn reset(
    book: &Book,
    id: VisitId,
    fields: Changed,
    keep_conflicts: bool,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    let mut by_hand = in_the_book(&visit)?;
    let is_back = |flag| fields.is_nothing() || fields.has(flag);
    by_hand.changed = Changed::NAMED
        .into_iter()
        .filter(|(flag, _)| is_back(*flag))
        .fold(by_hand.changed, |left, (flag, _)| left.without(flag));
    if is_back(Changed::NOTE) {
        by_hand.note.clear();
    }
    if is_back(Changed::COLOUR) {
        by_hand.colour = None;
    }
    if is_back(Changed::PRICE) {
        for booking in &mut by_hand.bookings {
            booking.price = None;
        }
    }
    let mut after = usual(book, &visit);
    let gone = Refusal::Gone {
        subject: Subject::Visit(id),
    };
    let mut maker = Maker::new(book, visit.chapter_id).ok_or(gone)?;
    if visit.placed_by_policy && !visit.changed.has(Changed::DATETIME) {
        // Where a policy put it is nothing that was changed by hand: it goes back when its day opens.
        (after.day, after.time, after.start_utc) = (visit.day, visit.time, visit.start_utc);
        after.placed_by_policy = true;
    }
    let is_apart = is_past(&visit, moment.now) || visit.origin == VisitOrigin::Extra;
    let stays = if is_apart {
        kept_of_what_is_apart(by_hand.changed, fields)
    } else {
        by_hand.changed
    };
    let usual_lines: Vec<VisitLine> = lines_of(book, &after).iter().map(VisitLine::from).collect();
    keep_by_hand(&mut maker, book, &mut after, &by_hand, stays);
    if is_apart && stays.has(Changed::SERVICES) {
        as_usual(book, &mut after, usual_lines, fields);
    }
    after.changed = by_hand.changed;
    // A place that is held or pencilled is so however the visit is, unless it goes to where nobody is away.
    after.state = by_hand.state;
    if after.start() != visit.start() {
        comes_again(book, &mut after);
    }
    let mut pen = Pen::new(book, moment);
    if is_back(Changed::SERVICES) {
        attend(&mut pen, &mut after);
    }
    if after == *visit {
        return Err(Refusal::NothingToChange.into());
    }
    let label = Label::VisitReset {
        series: visit.series_id,
        visit: id,
        fields,
    };
    placed(
        pen,
        &visit,
        after,
        location,
        LineKind::Changed,
        keep_conflicts,
        label,
        asking,
    )
}

/// What is past, or stands beside the rule, no plan changed, so that it may be other than what is usual by now although nobody
/// changed it by hand: that stays where nothing is said of it.
fn kept_of_what_is_apart(by_hand: Changed, fields: Changed) -> Changed {
    if fields.is_nothing() {
        return by_hand;
    }
    let is_said = |flag: Changed| {
        // Lengths and prices are of the services: who speaks of those speaks of them as well.
        let of = match flag {
            Changed::DURATION | Changed::PRICE => flag.with(Changed::SERVICES),
            _ => flag,
        };
        fields.without(of) != fields
    };
    let unsaid = Changed::NAMED.into_iter().filter(|(flag, _)| !is_said(*flag));
    unsaid.fold(by_hand, |kept, (flag, _)| kept.with(flag))
}

/// Gives services that a visit keeps the usual prices or lengths.
fn as_usual(book: &Book, visit: &mut Visit, mut usual: Vec<VisitLine>, fields: Changed) {
    for line in &mut visit.lines {
        let is_same = |usual: &VisitLine| (usual.service_id, usual.visitor_id) == (line.service_id, line.visitor_id);
        let usual = usual.iter().position(is_same).map(|place| usual.remove(place));
        if fields.has(Changed::PRICE) {
            line.price = usual.as_ref().and_then(|usual| usual.price);
        }
        if let Some(usual) = usual.filter(|_| fields.has(Changed::DURATION)) {
            line.stretches = usual.stretches;
        }
    }
    if fields.has(Changed::DURATION) {
        visit.minutes = told_length(&lines_of(book, visit)).max(Minutes::new(1));
        block(visit);
    }
}

/// A visit to be changed: one that could not be placed is placed by it, one that is cancelled is to be brought back first.
fn in_the_book(visit: &Visit) -> Result<Visit, Refusal> {
    if visit.state == VisitState::Removed {
        return Err(Refusal::AlreadyCancelled { visit: visit.id });
    }
    let mut visit = visit.clone();
    if visit.state == VisitState::Failed {
        visit.state = present(&visit);
        visit.reason.clear();
    }
    Ok(visit)
}

/// Puts what is said on a visit, start and price aside; gives the fields that it is about.
fn put(book: &Book, visit: &mut Visit, usual: &Visit, draft: &VisitDraft) -> Changed {
    let mut said = Changed::NOTHING;
    if let Some(staff) = &draft.staff {
        let assigned = |&(staff_id, role)| Assigned { staff_id, role };
        visit.staff = staff.iter().map(assigned).collect();
        said = said.with(Changed::STAFF);
        // What the usual lead does is done by who leads instead: that counts for what the services take.
        mark(book, visit, usual, Changed::STAFF);
    }
    if let Some(resources) = &draft.resources {
        take_chairs(book, visit, usual, resources.as_deref());
        said = said.with(Changed::RESOURCES);
    }
    if let Some(lines) = &draft.lines {
        put_lines(book, visit, usual, lines.as_deref().unwrap_or_default());
        said = said
            .with(Changed::SERVICES)
            .with(Changed::DURATION)
            .with(Changed::PRICE);
    }
    if draft.before.is_some() || draft.after.is_some() {
        let mut measured = visit.clone();
        measure(book, &mut measured);
        if let Some(before) = draft.before {
            visit.before = before.unwrap_or(measured.before);
        }
        if let Some(after) = draft.after {
            visit.after = after.unwrap_or(measured.after);
        }
        said = said.with(Changed::CLEAN_UP);
    }
    if let Some(tags) = &draft.tags {
        visit.tags = match tags {
            Some(tags) => in_their_order(tags, &usual.tags),
            None => usual.tags.clone(),
        };
        said = said.with(Changed::TAGS);
    }
    if let Some(note) = &draft.note {
        visit.note.clone_from(note);
        said = said.with(Changed::NOTE);
    }
    if let Some(colour) = draft.colour {
        let of_series = book.series().get(visit.series_id).and_then(|series| series.colour);
        visit.colour = colour.filter(|colour| Some(*colour) != of_series);
        said = said.with(Changed::COLOUR);
    }
    said
}

/// Tags; those of the series where they are the same in another order.
fn in_their_order(tags: &[TagId], usual: &[SetTag]) -> Vec<SetTag> {
    let is_usual = tags.len() == usual.len() && usual.iter().all(|set| tags.contains(&set.tag_id));
    if is_usual {
        usual.to_vec()
    } else {
        tags.iter().map(|&tag_id| SetTag { tag_id }).collect()
    }
}

/// Gives a visit these chairs and no others; the usual ones where they are the same, or where none are named.
fn take_chairs(book: &Book, visit: &mut Visit, usual: &Visit, resources: Option<&[ResourceId]>) {
    let mut wanted = resources.map_or_else(|| chairs(book, usual), <[ResourceId]>::to_vec);
    visit.resources = wanted.iter().map(|&resource_id| UsedResource { resource_id }).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let is_usual = wanted == chairs(book, usual);
    visit.changed = visit.changed.set(Changed::RESOURCES, !is_usual);
    if is_usual {
        visit.resources.clone_from(&usual.resources);
    }
}

/// Gives a visit services of its own; the usual ones where they are the same, or where none are named.
fn put_lines(book: &Book, visit: &mut Visit, usual: &Visit, drafts: &[LineDraft]) {
    visit.lines = drafts.iter().map(own_line).collect();
    let all = Changed::SERVICES.with(Changed::DURATION).with(Changed::PRICE);
    let (bookings, by_hand) = (std::mem::take(&mut visit.bookings), (visit.before, visit.after));
    measure(book, visit);
    mark(book, visit, usual, all);
    if (visit.changed.without(all) == visit.changed) || drafts.is_empty() {
        visit.lines.clone_from(&usual.lines);
        measure(book, visit);
    }
    visit.bookings = bookings;
    if visit.changed.has(Changed::CLEAN_UP) {
        (visit.before, visit.after) = by_hand;
    }
    // A visit's own lines have no chairs that differ from the usual: the visit has them all then.
    let of_lines: Vec<ResourceId> = drafts
        .iter()
        .flat_map(|draft| draft.resources.iter().copied())
        .collect();
    let has = chairs(book, visit);
    if of_lines.iter().any(|chair| !has.contains(chair)) {
        let of_visit = visit.resources.iter().map(|used| used.resource_id);
        let wanted: Vec<ResourceId> = of_visit.chain(of_lines).collect();
        take_chairs(book, visit, usual, Some(&wanted));
    }
}

/// Everybody who has a service comes, and who comes along without one stays away.
pub(super) fn attend(pen: &mut Pen<'_>, visit: &mut Visit) {
    let client_id = visit.bookings.iter().find_map(|booking| booking.client_id);
    let lines = lines_of(pen.book(), visit);
    let missing: BTreeSet<VisitorId> = lines
        .iter()
        .filter_map(|line| line.visitor)
        .filter(|visitor| {
            visit
                .bookings
                .iter()
                .all(|booking| booking.visitor_id != Some(*visitor))
        })
        .collect();
    for visitor in missing {
        let place = booking(pen, None);
        visit.bookings.push(Booking {
            client_id,
            visitor_id: Some(visitor),
            ..place
        });
    }
    let now = pen.now();
    let_come(pen.book(), visit, now);
}

fn own_line(draft: &LineDraft) -> VisitLine {
    VisitLine {
        service_id: draft.service,
        visitor_id: draft.visitor.as_ref().and_then(|who| match who {
            Who::Known(id) => Some(*id),
            Who::New(_) => None,
        }),
        staff_id: draft.staff,
        beside: draft.beside,
        offset: draft.offset,
        stretches: draft.stretches.clone(),
        price: draft.price,
    }
}

/// Puts a price on a visit, or takes it off. In a group each place costs it; else who is named first pays for all.
fn put_price(pen: &mut Pen<'_>, visit: &mut Visit, price: Option<Money>) {
    if visit.bookings.is_empty() && price.is_some() {
        visit.bookings.push(booking(pen, None));
    }
    let series = pen.book().series().get(visit.series_id);
    let is_group = series.is_some_and(|series| series.kind == SeriesKind::Group);
    let usual = price::of_visit(pen.book(), visit);
    let price = price.filter(|price| *price != usual);
    let comes = |booking: &&mut Booking| booking.cancelled_at.is_none();
    for (place, booking) in visit.bookings.iter_mut().filter(comes).enumerate() {
        booking.price = price.map(|price| if place == 0 || is_group { price } else { Money::ZERO });
    }
}
