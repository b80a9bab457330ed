//! Somebody of the staff is out (spec S4.11): the call list with what can be offered to whom, and the step that notes the time
//! off and moves the visits.
//!
//! Offers are, first, another stylist on the same day with the closest start, then the same one on their next working days
//! with a start as close to the usual one as there is. Each is made as if whoever was called before had taken the first offer,
//! so that all first offers together can be booked.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dates::Maker;
use super::others::{does_services_only, mark_services, services_by, services_of, stand_ins};
use super::usual::usual;
use super::visit::{Move, in_time, moved, one_line, take_out};
use super::{Asking, Decided};
use crate::domain::book::Book;
use crate::domain::calendar::Who;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::command::{Instead, Moment};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine, Why};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::schedule::{DayAt, FineStarts, HoursOn, Shape, conflicts, is_there_on, open_conflicts};
use crate::domain::setup::off_rows;
use crate::domain::values::{CancelledHow, VisitState};
use crate::time::{Civil, Day, Instant, MinuteSpan, Span, TimeOfDay};

/// So many offers are made.
const OFFERS: usize = 3;
/// The same stylist is offered within so many days.
const AHEAD: i32 = 28;
/// Starts are offered on this grid.
const GRID: usize = 5;

/// When somebody is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent {
    /// Who.
    pub staff: StaffId,
    /// From then on, in the time of the business.
    pub from: Civil,
    /// Until then; the rest of the day where there is none.
    pub until: Option<Civil>,
}

impl Absent {
    fn until(self) -> Civil {
        self.until.unwrap_or_else(|| (self.from.day + 1).midnight())
    }
}

/// Somebody who is to be called.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// About which visit.
    pub visit: Arc<Visit>,
    /// What can be offered, the best first.
    pub offers: Vec<Offer>,
}

/// What can be offered instead of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// When, in the time of its location.
    pub start: Civil,
    /// With whom.
    pub staff: StaffId,
}

/// The call list in the order of time.
///
/// # Errors
/// [`Refused`] as for the command: the times do not fit, or nobody of this key works here.
pub fn call_list(book: &Book, absent: Absent, moment: &mut Moment) -> Result<Vec<Call>, Refused> {
    let mut pen = Pen::new(book, moment);
    note(&mut pen, absent)?;
    Ok(calls(&pen, absent))
}

pub(super) fn decide(
    book: &Book,
    absent: Absent,
    (instead, cancelled): (Option<&[Instead]>, &[VisitId]),
    moment: &mut Moment,
    asking: Asking,
) -> Result<Decided, Refused> {
    let mut pen = Pen::new(book, moment);
    note(&mut pen, absent)?;
    let calls = calls(&pen, absent);
    let instead: Vec<Instead> = match instead {
        Some(instead) => instead.to_vec(),
        None => calls
            .iter()
            .filter(|call| !cancelled.contains(&call.visit.id))
            .filter_map(|call| call.offers.first().map(|offer| call.takes(*offer)))
            .collect(),
    };
    let said = instead.iter().map(|one| one.visit).chain(cancelled.iter().copied());
    if let Some(other) = said
        .into_iter()
        .find(|id| calls.iter().all(|call| call.visit.id != *id))
    {
        let subject = Subject::Visit(other);
        let Some(visit) = book.visits().get(other) else {
            return Err(Refusal::Gone { subject }.into());
        };
        return Err(Refusal::NoSuchVisit {
            series: visit.series_id,
        }
        .into());
    }
    super::loaded_around(book, instead.iter().map(|one| one.to.day))?;
    // None of them is in the way of another.
    for one in &instead {
        pen.change::<Visit>(one.visit, |row| row.state = VisitState::Removed);
    }
    for id in cancelled {
        take_out(&mut pen, *id, Some(CancelledHow::ByUs));
    }
    let mut lines = Vec::with_capacity(calls.len());
    for Call { visit, .. } in calls {
        let one = instead.iter().find(|one| one.visit == visit.id);
        lines.extend(match one {
            _ if cancelled.contains(&visit.id) => Some(one_line(&visit, None, LineKind::Deleted, Why::LeftOutByHand)),
            Some(one) => place(&mut pen, visit, *one, absent.staff),
            None => stays(&pen, visit),
        });
    }
    let plan = Plan { lines, series: None };
    if asking == Asking::Decide
        && let Some(open) = plan.lines.iter().find(|line| line.open)
    {
        let location = open.after.as_ref().and_then(|visit| location(book, visit));
        return Err(Refusal::Clashes {
            location: location.unwrap_or_else(|| LocationId::from(0)),
            lines: plan.lines,
        }
        .into());
    }
    let (staff, cancelled) = (absent.staff, cancelled.len());
    let visits = plan.changed_visits().saturating_sub(cancelled);
    let label = Label::StaffOut {
        staff,
        visits,
        cancelled,
    };
    let change = pen.finish(label, Some(Subject::Staff(staff)), Origin::Person);
    Ok(Decided { change, plan })
}

impl Call {
    /// What is done where an offer is taken.
    pub fn takes(&self, offer: Offer) -> Instead {
        Instead {
            visit: self.visit.id,
            to: offer.start,
            staff: offer.staff,
        }
    }
}

fn location(book: &Book, visit: &Visit) -> Option<LocationId> {
    book.chapters().get(visit.chapter_id).map(|chapter| chapter.location_id)
}

/// Notes the time off.
fn note(pen: &mut Pen<'_>, absent: Absent) -> Result<(), Refused> {
    let Absent { staff, from, .. } = absent;
    if pen.book().staff().get(staff).is_none_or(|row| row.deleted_at.is_some()) {
        let subject = Subject::Staff(staff);
        return Err(Refusal::Gone { subject }.into());
    }
    let mut errors = FieldErrors::default();
    let now = pen.book().zone().civil(pen.now());
    let out_of_range = || FieldError::OutOfRange {
        least: now.to_string(),
        most: Day::LAST.to_string(),
    };
    if !(Day::FIRST..=Day::LAST).contains(&from.day) {
        errors.add("from", out_of_range());
    } else if absent.until() <= from {
        errors.add("until", FieldError::EndBeforeStart);
    } else if absent.until() <= now || absent.until().day > Day::LAST {
        errors.add(if absent.until.is_some() { "until" } else { "from" }, out_of_range());
    }
    errors.check(Some(()))?;
    for row in off_rows(from, absent.until()) {
        let (from_minute, to_minute) = row.part.map(|part| (part.from, part.to)).unzip();
        let is_known = pen.book().times_off().of(staff).any(|known| {
            let same = (known.first_day, known.last_day, known.from_minute, known.to_minute);
            known.deleted_at.is_none() && same == (row.first, row.last, from_minute, to_minute)
        });
        if is_known {
            continue;
        }
        let (id, uuid, now) = (pen.key(), pen.uuid(), pen.now());
        pen.add(TimeOff {
            id,
            created_at: now,
            updated_at: now,
            uuid,
            deleted_at: None,
            staff_id: staff,
            first_day: row.first,
            last_day: row.last,
            from_minute,
            to_minute,
            reason: String::new(),
        });
    }
    Ok(())
}

/// Whose visits fall into the absence, with the offers. The time off is noted by now.
fn calls(pen: &Pen<'_>, absent: Absent) -> Vec<Call> {
    let mut book = pen.book().clone();
    let (now, zone) = (pen.now(), book.zone());
    let at = |civil: Civil| zone.resolve(civil).instant();
    let out = Span::new(at(absent.from), at(absent.until()));
    let hit: BTreeSet<VisitId> = book
        .calendar()
        .takes(Who::Staff(absent.staff), out)
        .map(|(visit, _)| visit)
        .collect();
    let mut visits: Vec<Arc<Visit>> = hit
        .into_iter()
        .filter_map(|id| book.visits().get(id))
        .cloned()
        .collect();
    // What has begun, or is marked, is past calling; what is held is nobody's.
    let is_to_come = |visit: &Visit| visit.start_utc > now && !visit.has_outcome();
    visits.retain(|visit| is_to_come(visit) && visit.state != VisitState::OnHold);
    visits.sort_by_key(|visit| (visit.start_utc, visit.id));
    let mut calls = Vec::with_capacity(visits.len());
    for visit in visits {
        let search = Search::new(&book, &visit, absent.staff, now);
        let offers = search.map(Search::offers).unwrap_or_default();
        let call = Call { visit, offers };
        if let Some(first) = call.offers.first()
            && let Some(after) = as_moved(
                &book,
                &call.visit,
                &usual(&book, &call.visit),
                call.takes(*first),
                absent.staff,
            )
        {
            book.take_in(after);
        }
        calls.push(call);
    }
    calls
}

/// The visit as it is at another time, with somebody in the place of who is out: who leads it then, or does the services of it
/// that are theirs. Where that is who is out, they do it then as well.
fn as_moved(book: &Book, visit: &Visit, usual: &Visit, instead: Instead, out: StaffId) -> Option<Visit> {
    let mut maker = Maker::new(book, visit.chapter_id)?;
    let other = Some(instead.staff).filter(|staff| *staff != out);
    let is_of_lines = does_services_only(book, visit, out);
    let to = Move {
        to: instead.to,
        staff: other.filter(|_| !is_of_lines),
        minutes: None,
    };
    let (mut after, _) = moved(book, &mut maker, visit, usual, &to);
    if let Some(other) = other.filter(|_| is_of_lines) {
        after.lines = services_by(book, &after, out, other);
        mark_services(book, &mut after, usual);
    }
    after.clashes.clear();
    if after.start_utc != visit.start_utc {
        in_time(&mut after);
    }
    Some(after)
}

/// Looks for what can be offered instead of one visit.
struct Search<'b> {
    book: &'b Book,
    visit: &'b Visit,
    /// The visit without anything done by hand.
    usual: Visit,
    location: LocationId,
    out: StaffId,
    now: Instant,
    /// Starts of a day, the closest to the usual one first, the earlier one on a tie.
    starts: Vec<TimeOfDay>,
}

impl<'b> Search<'b> {
    fn new(book: &'b Book, visit: &'b Visit, out: StaffId, now: Instant) -> Option<Self> {
        let at = visit.time.minute();
        let mut starts: Vec<u16> = (0..24 * 60).step_by(GRID).filter(|minute| *minute != at).collect();
        starts.push(at);
        starts.sort_by_key(|minute| (minute.abs_diff(at), *minute));
        Some(Self {
            book,
            visit,
            usual: usual(book, visit),
            location: location(book, visit)?,
            out,
            now,
            starts: starts.into_iter().filter_map(TimeOfDay::new).collect(),
        })
    }

    fn offers(self) -> Vec<Offer> {
        let usual = self.visit.time.minute();
        let that_day = DayAt::new(self.book, self.location, self.visit.day);
        let mut offers: Vec<Offer> = self
            .others()
            .filter_map(|person| self.closest(person, &that_day, &self.shape(person)?))
            .collect();
        // Of several with the same start, whoever stands first in the list.
        offers.sort_by_key(|offer| (offer.start.time.minute().abs_diff(usual), offer.start.time));
        offers.truncate(OFFERS);
        if let Some(person) = self.book.staff().get(self.out)
            && let Some(shape) = self.shape(person)
        {
            let days = (1..=AHEAD).map(|later| self.visit.day + later);
            let same = days
                .filter(|day| *day <= Day::LAST)
                .map(|day| DayAt::new(self.book, self.location, day))
                .filter_map(|at| self.closest(person, &at, &shape));
            offers.extend(same.take(OFFERS - offers.len()));
        }
        offers
    }

    /// Those who could lead it instead, or do what is theirs of it, in the order of the lists. Who only helps is not taken the
    /// place of.
    fn others(&self) -> impl Iterator<Item = &'b Arc<Staff>> {
        let (book, day) = (self.book, self.visit.day);
        let theirs = services_of(book, self.visit, self.out);
        let is_theirs = self.visit.lead() == Some(self.out) || !theirs.is_empty();
        let others = is_theirs.then(|| stand_ins(book, self.out, self.location, &theirs));
        let others = others.into_iter().flatten();
        others.filter(move |person| is_there_on(book, day, person.id))
    }

    /// The visit at another start with somebody.
    fn moved(&self, person: &Staff, to: Civil) -> Option<Visit> {
        let instead = Instead {
            visit: self.visit.id,
            to,
            staff: person.id,
        };
        as_moved(self.book, self.visit, &self.usual, instead, self.out)
    }

    /// What the visit takes of whom with somebody.
    fn shape(&self, person: &Staff) -> Option<Shape> {
        let with = self.moved(person, self.visit.start())?;
        Some(Shape::of(self.book, &with))
    }

    /// The free start of a day that is closest to the usual one.
    fn closest(&self, person: &Staff, at: &DayAt<'_>, shape: &Shape) -> Option<Offer> {
        let day = at.day();
        let hours = HoursOn::new(self.book, self.location, day);
        let (shop, own) = (hours.shop(), hours.of(person));
        let within_hours = |start: &&TimeOfDay| {
            let from = start.since_midnight();
            let told = MinuteSpan::new(from, from + self.visit.minutes);
            shop.contain(told) && own.contain(told)
        };
        // A look at the whole day first.
        let free: Option<FineStarts> = at.is_plain().then(|| at.starts(shape));
        if free.is_some_and(FineStarts::is_empty) && usize::from(self.visit.time.minute()).is_multiple_of(GRID) {
            return None;
        }
        let may_be_free = |start: &&TimeOfDay| {
            let is_on_grid = usize::from(start.minute()).is_multiple_of(GRID);
            free.is_none_or(|free| !is_on_grid || free.has_time(**start))
        };
        let tried = self.starts.iter().filter(within_hours).filter(may_be_free);
        let mut starts = tried.map(|start| day.at(*start));
        let is_free = |start: &Civil| {
            self.moved(person, *start).is_some_and(|after| {
                after.start_utc > self.now && conflicts(self.book, &after, self.location).is_empty()
            })
        };
        let start = starts.find(is_free)?;
        Some(Offer {
            start,
            staff: person.id,
        })
    }
}

fn line(before: Arc<Visit>, after: Visit, kind: LineKind) -> PlanLine {
    PlanLine {
        original: before.original(),
        kind,
        why: Why::StaffIsOut,
        before: Some(before),
        after: Some(Arc::new(after)),
        conflicts: Vec::new(),
        open: false,
        clock: None,
    }
}

fn place(pen: &mut Pen<'_>, visit: Arc<Visit>, instead: Instead, out: StaffId) -> Option<PlanLine> {
    let location = location(pen.book(), &visit)?;
    let after = as_moved(pen.book(), &visit, &usual(pen.book(), &visit), instead, out)?;
    let found = conflicts(pen.book(), &after, location);
    let open = !found.is_empty();
    pen.replace(after.clone());
    let mut line = line(visit, after, LineKind::Changed);
    (line.conflicts, line.open) = (found, open);
    Some(line)
}

/// A visit for which nothing was found, or nothing was taken: it is a problem from now on.
fn stays(pen: &Pen<'_>, visit: Arc<Visit>) -> Option<PlanLine> {
    let found = open_conflicts(pen.book(), &visit, location(pen.book(), &visit)?);
    let after = Visit::clone(&visit);
    let mut line = line(visit, after, LineKind::Untouched);
    line.conflicts = found;
    Some(line)
}
