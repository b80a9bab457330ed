//! What one visit shows its series: weeks counted from where it was moved, and what was changed of it made the usual (spec
//! S4.8). Both are a change of the series, and one step.

use std::sync::Arc;

use super::dates::{date_of, measure, rule_dates};
use super::edit::{Asks, finish, write};
use super::policy::accept;
use super::reach::{Reach, draft_to_change, is_past};
use super::usual::usual;
use super::visit::{Move, found, moved_by_hand};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::command::{Clashing, EditHow, Force, Moment, Scope};
use crate::domain::draft::{LineDraft, SeriesDraft, SlotDraft, Who};
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::price;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{
    DatePlace, PlannedLine, assigned_on, conflicts, layers_on, lines_of, lines_on, told_length,
};
use crate::domain::values::*;
use crate::recurrence::{Frequency, Preset, Rule};
use crate::time::{Day, Instant, Minutes, Weekday, WeekdaySet};

/// Moves a visit, and counts the weeks of its series from there.
pub(super) fn count_from(
    book: &Book,
    id: VisitId,
    to: &Move,
    (keep_conflicts, clashing): (bool, &Clashing),
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    let (after, _) = moved_by_hand(book, &visit, to)?;
    if is_past(&visit, moment.now) || after.start_utc <= moment.now {
        return Err(Refusal::VisitIsPast { visit: id }.into());
    }
    let chapter = book.chapters().get(visit.chapter_id);
    let counted = chapter
        .filter(|_| date_of(book, &visit).is_some())
        .and_then(|chapter| Some((chapter, chapter.rule.as_ref()?)));
    let Some((chapter, rule)) = counted else {
        // A visit beside the rule has no weeks to count from it.
        return Err(FieldErrors::one("reset_start", FieldError::DoesNotFit { with: "original_start" }).into());
    };
    let start = counted_from(book, chapter, rule, &visit, to.to.day);
    let before = rule_dates(book, chapter, chapter.start_day, visit.original_day - 1);
    if let Some(last) = before.last().filter(|last| start <= last.day) {
        let (least, most) = ((last.day + 1).to_string(), Day::LAST.to_string());
        return Err(FieldErrors::one("to", FieldError::OutOfRange { least, most }).into());
    }
    let how = EditHow {
        scope: Scope::From(start.min(visit.original_day)),
        force: Force::Nothing,
        reset_start: true,
    };
    let mut draft = draft_to_change(book, visit.series_id, how.scope, moment.now)?;
    draft.start = start;
    draft.kept.extend(clashing.kept_days());
    let mut pen = Pen::new(book, moment);
    pen.replace(after.clone());
    let mut plan = edited(&mut pen, visit.series_id, &draft, &how, clashing)?;
    settle(&mut pen, &mut plan, &visit);
    // It was put there by hand: what speaks against the place is asked about as of any move.
    let placed = pen.book().visits().get(id).cloned();
    let line = plan.lines.iter_mut().find(|line| is_of(line.before.as_ref(), id));
    if let (Some(placed), Some(line)) = (placed, line) {
        let found = conflicts(pen.book(), &placed, location);
        line.open = !found.is_empty() && !keep_conflicts;
        if keep_conflicts {
            let (now, by) = (pen.now(), pen.actor().to_owned());
            pen.change::<Visit>(id, |row| accept(row, &found, now, &by));
        }
        line.conflicts = found;
        line.after = pen.book().visits().get(id).cloned();
    }
    finish(pen, visit.series_id, plan, location, asking)
}

/// Changes the series of a visit that is written as it is to be by now.
fn edited(
    pen: &mut Pen<'_>,
    series: SeriesId,
    draft: &SeriesDraft,
    how: &EditHow,
    clashing: &Clashing,
) -> Result<Plan, Refused> {
    let old = pen.book().clone();
    write(pen, &old, series, draft, ("", how), Asks::unless(clashing.later))
}

fn is_of(visit: Option<&Arc<Visit>>, id: VisitId) -> bool {
    visit.is_some_and(|visit| visit.id == id)
}

/// Where the visit that a change began with is where its series has it now, its time is no longer one by hand; one beside the
/// rule is as it was made. The plan tells what it was before.
fn settle(pen: &mut Pen<'_>, plan: &mut Plan, before: &Arc<Visit>) {
    let book = pen.book();
    let stands = book.visits().get(before.id);
    let is_usual =
        stands.is_some_and(|visit| visit.origin != VisitOrigin::Extra && visit.start() == usual(book, visit).start());
    if is_usual {
        pen.change::<Visit>(before.id, |row| row.changed = row.changed.without(Changed::DATETIME));
    }
    for line in plan
        .lines
        .iter_mut()
        .filter(|line| is_of(line.before.as_ref(), before.id))
    {
        line.before = Some(Arc::clone(before));
        line.after = pen.book().visits().get(before.id).cloned();
    }
}

/// The date of a visit's slot in the week, month or year of a day: that from which its series is counted.
fn counted_from(book: &Book, chapter: &Chapter, rule: &Rule, visit: &Visit, day: Day) -> Day {
    let rule = rule.written_out(chapter.start_day);
    let from = match rule.parts().frequency {
        Frequency::Daily => return day,
        Frequency::Weekly => day.start_of_week(rule.parts().week_start),
        Frequency::Monthly => day.year_month().first_day(),
        Frequency::Yearly => Day::from_ymd(day.year(), 1, 1).unwrap_or(day),
    };
    let weekday = book
        .slot_terms()
        .of(chapter.id)
        .find(|terms| terms.slot_id == visit.slot_id)
        .and_then(|terms| terms.weekday);
    let is_of_slot = |day: &Day| weekday.is_none_or(|weekday| weekday == day.weekday());
    rule.dates(from).take(7).find(is_of_slot).unwrap_or(day)
}

/// Makes what a person changed of a visit the usual: only the fields that differ.
pub(super) fn make_usual(
    book: &Book,
    id: VisitId,
    (scope, reset_start): (Scope, bool),
    clashing: &Clashing,
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let (visit, location) = found(book, id)?;
    let scope = from_its_chapter(book, &visit, scope, moment.now)?;
    let how = EditHow {
        scope,
        force: Force::Nothing,
        reset_start,
    };
    let mut draft = draft_to_change(book, visit.series_id, scope, moment.now)?;
    let taken = take(book, &visit, &mut draft)?;
    if taken.is_nothing() {
        return Err(Refusal::NothingToChange.into());
    }
    draft.kept.extend(clashing.kept_days());
    let mut pen = Pen::new(book, moment);
    let is_in_it = match scope {
        Scope::ToCome => true,
        Scope::From(day) => day <= visit.original_day,
    };
    if is_in_it && !is_past(&visit, pen.now()) {
        // What is the usual now is nothing that was changed by hand, but for what is said of its day for a while.
        let usual_now = taken.without(Changed::DATETIME).without(said_for_a_while(book, &visit));
        pen.change::<Visit>(id, |row| {
            row.changed = row.changed.without(usual_now);
            if taken.has(Changed::SERVICES) {
                row.lines.clear();
            }
            // What is paid keeps its price (spec S3.3).
            let unpaid = |booking: &&mut Booking| booking.payment == Payment::Unpaid;
            for booking in row.bookings.iter_mut().filter(unpaid) {
                booking.price = booking.price.filter(|_| !taken.has(Changed::PRICE));
            }
        });
    }
    let mut plan = edited(&mut pen, visit.series_id, &draft, &how, clashing)?;
    pen.change::<Visit>(id, |row| {
        // A visit that stands beside the rule all the same is as it was made by hand.
        if row.origin == VisitOrigin::Extra {
            row.changed = visit.changed;
            if taken.has(Changed::SERVICES) {
                row.lines.clone_from(&visit.lines);
            }
            if taken.has(Changed::PRICE) {
                row.bookings.clone_from(&visit.bookings);
            }
        }
    });
    // A single appointment is in it whatever day is said.
    let is_planned = plan.lines.iter().any(|line| is_of(line.before.as_ref(), id));
    if is_in_it || is_planned {
        settle(&mut pen, &mut plan, &visit);
    }
    finish(pen, visit.series_id, plan, location, asking)
}

/// What the services of a visit are, take and cost says nothing of a chapter before its own, which may have others.
fn from_its_chapter(book: &Book, visit: &Visit, scope: Scope, now: Instant) -> Result<Scope, Refused> {
    let of_services = [Changed::SERVICES, Changed::DURATION, Changed::PRICE];
    if !of_services.into_iter().any(|flag| visit.changed.has(flag)) {
        return Ok(scope);
    }
    let reach = Reach::of(book, visit.series_id, scope, now)?;
    let later = reach.chapters.iter().skip(1);
    let own = later.into_iter().find(|chapter| chapter.id == visit.chapter_id);
    Ok(own.map_or(scope, |own| Scope::From(own.start_day)))
}

/// What a layer says otherwise of a visit that is the usual by then (spec S4.5): there it stays as it was made by hand.
fn said_for_a_while(book: &Book, visit: &Visit) -> Changed {
    let day = if visit.changed.has(Changed::DATETIME) {
        visit.day
    } else {
        visit.original_day
    };
    let layers: Vec<&Arc<Layer>> = layers_on(book, visit.series_id, day).collect();
    let latest = |of: fn(&Layer) -> Option<Minutes>| layers.iter().rev().find_map(|layer| of(layer));
    let is_another = |said: Option<Minutes>, own: Minutes| said.is_some_and(|said| said != own);
    let chairs = layers.iter().rev().find(|layer| !layer.resources.is_empty());
    let said = [
        (
            Changed::STAFF,
            assigned_on(book, visit.series_id, day, &visit.staff) != visit.staff,
        ),
        (
            Changed::CLEAN_UP,
            is_another(latest(|layer| layer.before), visit.before)
                || is_another(latest(|layer| layer.after), visit.after),
        ),
        (
            Changed::RESOURCES,
            chairs.is_some_and(|layer| layer.resources != visit.resources),
        ),
    ];
    let said = said.into_iter().filter(|(_, is_said)| *is_said);
    said.fold(Changed::NOTHING, |all, (flag, _)| all.with(flag))
}

/// Puts into a draft what was changed of a visit; says what that is.
fn take(book: &Book, visit: &Visit, draft: &mut SeriesDraft) -> Result<Changed, Refused> {
    let changed = visit.changed;
    let place = draft.slots.iter().position(|slot| slot.slot == Some(visit.slot_id));
    let only = place.filter(|_| draft.slots.len() == 1);
    let Some(slot) = place.and_then(|place| draft.slots.get_mut(place)) else {
        return Err(FieldErrors::one("original_start", FieldError::DoesNotFit { with: "scope" }).into());
    };
    if changed.has(Changed::STAFF) {
        slot.staff = visit
            .staff
            .iter()
            .map(|assigned| (assigned.staff_id, assigned.role))
            .collect();
    }
    if changed.has(Changed::CLEAN_UP) {
        let mut measured = visit.clone();
        measure(book, &mut measured);
        // Of the two, what was said by hand.
        let is_set_up = visit.before != measured.before;
        slot.before = Some(visit.before).filter(|_| is_set_up).or(slot.before);
        let is_clean_up = visit.after != measured.after || !is_set_up;
        slot.after = Some(visit.after).filter(|_| is_clean_up).or(slot.after);
    }
    if changed.has(Changed::RESOURCES) {
        slot.resources = visit.resources.iter().map(|used| used.resource_id).collect();
    }
    if changed.has(Changed::TAGS) {
        slot.tags = visit.tags.iter().map(|set| set.tag_id).collect();
    }
    if changed.has(Changed::DATETIME) {
        slot.time = visit.time;
        take_day(visit, draft, place)?;
    }
    // What has no services has none to put a price on.
    let of_price = Some(Changed::PRICE).filter(|_| !lines_of(book, visit).is_empty());
    let of_services = [Some(Changed::SERVICES), Some(Changed::DURATION), of_price]
        .into_iter()
        .flatten();
    if of_services.clone().any(|flag| changed.has(flag)) {
        take_services(book, visit, draft, place.filter(|_| only.is_none()))?;
    }
    let others = [
        Changed::STAFF,
        Changed::DATETIME,
        Changed::CLEAN_UP,
        Changed::RESOURCES,
        Changed::TAGS,
    ];
    let taken = others.into_iter().chain(of_services).filter(|flag| changed.has(*flag));
    Ok(taken.fold(Changed::NOTHING, Changed::with))
}

/// Another day of a visit is another day of the rule, where a rule says its days.
fn take_day(visit: &Visit, draft: &mut SeriesDraft, place: Option<usize>) -> Result<(), FieldErrors> {
    if visit.day == visit.original_day {
        return Ok(());
    }
    let does_not_fit = || FieldErrors::one("datetime", FieldError::DoesNotFit { with: "frequency" });
    let rule = draft.rule.as_ref().ok_or_else(does_not_fit)?;
    let week_start = rule.parts().week_start;
    let to = visit.day.weekday();
    let preset = match rule.preset().ok_or_else(does_not_fit)? {
        Preset::Weekly { every, weekdays } => {
            let others = draft
                .slots
                .iter()
                .enumerate()
                .filter(|(other, _)| Some(*other) != place);
            let mut all: WeekdaySet = others.filter_map(|(_, slot)| slot.weekday).collect();
            let is_taken = all.contains(to);
            if is_taken || (draft.slots.len() == 1 && weekdays.iter(Weekday::Mon).count() > 1) {
                return Err(does_not_fit());
            }
            all.insert(to);
            if let Some(slot) = place.and_then(|place| draft.slots.get_mut(place)) {
                slot.weekday = slot.weekday.map(|_| to);
            }
            Preset::Weekly { every, weekdays: all }
        }
        Preset::MonthlyDay {
            every, short_months, ..
        } => Preset::MonthlyDay {
            every,
            day: visit.day.day_of_month(),
            short_months,
        },
        Preset::YearlyDay {
            every, short_months, ..
        } => Preset::YearlyDay {
            every,
            month: visit.day.month(),
            day: visit.day.day_of_month(),
            short_months,
        },
        // Days that follow from where they are counted from do not differ by themselves.
        Preset::Daily { .. } => return Ok(()),
        _ => return Err(does_not_fit()),
    };
    draft.rule = Some(preset.rule(week_start).map_err(|_reason| does_not_fit())?);
    Ok(())
}

/// The services of a visit; those that are there every Nth time go on with their count (spec S2.10): what was due this time, and
/// what is due another time.
fn counted_on(book: &Book, visit: &Visit, usual: &[LineDraft]) -> Vec<LineDraft> {
    let mut lines: Vec<LineDraft> = lines_of(book, visit).iter().map(LineDraft::from).collect();
    let due = lines_on(book, DatePlace::of(visit));
    for (place, counted) in usual.iter().enumerate().filter(|(_, line)| line.every_nth > 1) {
        let is_of_the_same = |line: &PlannedLine<'_>| (line.service, line.visitor) == (counted.service, known(counted));
        // A date beside the rule is none of which anything is due.
        let is_due = visit.origin == VisitOrigin::Extra || due.iter().any(is_of_the_same);
        let is_it = |line: &&mut LineDraft| (line.service, known(line)) == (counted.service, known(counted));
        match lines.iter_mut().find(is_it) {
            Some(line) if is_due => (line.every_nth, line.phase) = (counted.every_nth, counted.phase),
            // From now on it is there every time.
            Some(_) => {}
            None if is_due && visit.origin != VisitOrigin::Extra => {}
            None => lines.insert(place.min(lines.len()), counted.clone()),
        }
    }
    lines
}

/// For whom a line is, where it is somebody by name.
fn known(line: &LineDraft) -> Option<VisitorId> {
    match line.visitor {
        Some(Who::Known(visitor)) => Some(visitor),
        Some(Who::New(_)) | None => None,
    }
}

/// The services of a visit, as long as it is: for its slot where there are several.
///
/// # Errors
/// Services that all slots share count by the visits of all of them, so that one that is not there every time cannot become one
/// of a single slot.
fn take_services(
    book: &Book,
    visit: &Visit,
    draft: &mut SeriesDraft,
    of_slot: Option<usize>,
) -> Result<(), FieldErrors> {
    let of_slot_itself = of_slot
        .and_then(|place| draft.slots.get(place))
        .map(|slot: &SlotDraft| &slot.lines);
    let of_slot_itself = of_slot_itself.filter(|lines| !lines.is_empty());
    let is_counted = |line: &LineDraft| line.every_nth > 1;
    if of_slot.is_some() && of_slot_itself.is_none() && draft.lines.iter().any(is_counted) {
        return Err(FieldErrors::one(
            "services",
            FieldError::DoesNotFit { with: "every_nth" },
        ));
    }
    let said = of_slot_itself.unwrap_or(&draft.lines);
    let mut lines = if visit.changed.has(Changed::SERVICES) {
        counted_on(book, visit, said)
    } else {
        said.clone()
    };
    let own = lines_of(book, visit);
    let same = those_of(&own, &lines);
    if visit.changed.has(Changed::DURATION) {
        // Each as long as it is this time.
        for (place, own) in &same {
            if let Some(line) = lines.get_mut(*place) {
                line.stretches.clone_from(own.stretches);
            }
        }
        let told = told_length(&own);
        let ends = own
            .last()
            .and_then(|last| same.iter().rfind(|(_, own)| own.is_of_the_same(last)));
        if let Some(line) = ends.and_then(|(place, _)| lines.get_mut(*place))
            && visit.minutes != told
        {
            // What ends last goes on until the new end, or ends by then.
            let length = (line.stretches.length() + visit.minutes - told).max(Minutes::new(1));
            line.stretches = Stretches::hands_on(length);
        }
    }
    if visit.changed.has(Changed::PRICE) {
        let prices = same.iter().zip(prices(book, visit, same.iter().map(|(_, own)| *own)));
        for ((place, _), price) in prices {
            if let Some(line) = lines.get_mut(*place) {
                line.price = price;
            }
        }
    }
    match of_slot.and_then(|place| draft.slots.get_mut(place)) {
        Some(slot) => slot.lines = lines,
        None => draft.lines = lines,
    }
    Ok(())
}

/// Where each of the services that are said for all visits stands that one visit has as well, with what it is there.
fn those_of<'o, 'a>(own: &'o [PlannedLine<'a>], lines: &[LineDraft]) -> Vec<(usize, &'o PlannedLine<'a>)> {
    let mut left: Vec<&PlannedLine<'_>> = own.iter().collect();
    let same = lines.iter().enumerate().filter_map(|(place, line)| {
        let what = (line.service, known(line));
        let found = left.iter().position(|own| (own.service, own.visitor) == what)?;
        Some((place, left.remove(found)))
    });
    same.collect()
}

/// What each service costs where a visit costs this every time: a price for all of them is shared out as they cost usually.
fn prices<'a>(
    book: &Book,
    visit: &Visit,
    own: impl Iterator<Item = &'a PlannedLine<'a>> + Clone,
) -> Vec<Option<Money>> {
    let nobody_comes = visit.bookings.iter().all(|place| place.cancelled_at.is_some());
    // Of a visit that is cancelled it is what it would have cost.
    let counts = |place: &&Booking| nobody_comes || place.cancelled_at.is_none();
    let places = visit.bookings.iter().filter(counts);
    if places.clone().all(|place| place.price.is_none()) {
        return own.map(|line| line.price).collect();
    }
    let series = book.series().get(visit.series_id);
    // In a group each place costs it.
    let paying = if series.is_some_and(|series| series.kind == SeriesKind::Group) {
        1
    } else {
        visit.bookings.len()
    };
    let whole = places
        .take(paying)
        .map(|place| price::of_booking(book, visit, place))
        .sum();
    let usual: Vec<Money> = own
        .map(|line| price::of_line(book, line, visit.lead(), visit.day))
        .collect();
    price::shared(whole, &usual).into_iter().map(Some).collect()
}
