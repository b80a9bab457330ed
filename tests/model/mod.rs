//! What a salon should be after every command, kept by a model of its own (spec S2 to S4).
//!
//! The model knows the crate's types and nothing else of it: it applies commands, not answers. Of each series it keeps the
//! chapters as they were asked for, and of each visit how it stands, who took it out, what was changed of it by hand and when
//! it is. Dates are found by testing every day ([`days`]).
//!
//! What it does not say by itself it reads and checks:
//!
//! - keys and the services of chapters are read as names are. How long each visit is, is told from the services ([`clash`]);
//! - where a policy puts a date that something speaks against is read from the book. Something must speak against it there, the
//!   place must be one that the policy allows ([`seen`]), and nobody may be in two places unless somebody accepted it
//!   ([`invariants`]);
//! - flags of services, length, price, tags and clean-up that a person sets on one visit are read where the command speaks of
//!   them; those it does not speak of stay. The other flags and the start are told exactly;
//! - what an import brings is read as it came, and its dates are tested like those of any other series;
//! - which of the offers a visit takes whose stylist is out is read, its flags are told.

pub mod book;
pub mod carry;
pub mod chapters;
pub mod clash;
pub mod days;
pub mod edit;
pub mod fate;
pub mod from_visit;
pub mod hand;
pub mod invariants;
pub mod leaves;
pub mod life;
pub mod seen;
pub mod undo;

use std::collections::BTreeMap;
use std::rc::Rc;

use chairtime::domain::Book;
use chairtime::domain::command::Whose;
use chairtime::domain::draft::*;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;
use chairtime::recurrence::Rule;
use chairtime::time::{Civil, Day, Minutes, TimeOfDay};
use days::DayNumber;

/// A day, and the minute of it.
pub type When = (DayNumber, i32);

pub fn when(civil: Civil) -> When {
    (civil.day.number(), i32::from(civil.time.minute()))
}

/// The salon as it should be.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub series: BTreeMap<SeriesId, Rc<Standing>>,
    pub layers: Vec<Cover>,
    pub pauses: Vec<Away>,
}

/// A standing appointment.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What is said of all of it: policies, the client, whether dates are added.
    pub said: SeriesDraft,
    pub stopped: bool,
    pub chapters: Vec<Part>,
    /// When chapters began that have no date any more.
    pub over: Vec<DayNumber>,
    /// Through which day its dates were made.
    pub made: Option<DayNumber>,
    pub visits: BTreeMap<VisitId, Known>,
}

/// A chapter.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its key, once it is known.
    pub name: Option<ChapterId>,
    pub rule: Option<Rule>,
    pub start: DayNumber,
    pub until: Option<DayNumber>,
    /// How many dates it has, where it ends by number.
    pub count: Option<u32>,
    /// How many were added for those that a policy left out.
    pub appended: u32,
    pub location: LocationId,
    pub slots: Vec<SlotDraft>,
    pub lines: Vec<LineDraft>,
}

/// What is known of a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub original: When,
    pub slot: SlotId,
    pub state: VisitState,
    pub by: Option<RemovedBy>,
    pub changed: Changed,
    pub start: When,
    /// It stands beside the rule.
    pub beside: bool,
    /// A policy put it where it is.
    pub moved: bool,
    /// Somebody marked that they came or not.
    pub marked: bool,
}

impl Known {
    pub fn of(visit: &Visit) -> Self {
        Self {
            original: when(visit.original()),
            slot: visit.slot_id,
            state: visit.state,
            by: visit.removed_by,
            changed: visit.changed,
            start: when(visit.start()),
            beside: visit.origin == VisitOrigin::Extra,
            moved: visit.placed_by_policy,
            marked: visit
                .bookings
                .iter()
                .any(|one| matches!(one.attendance, Attendance::Done | Attendance::NoShow)),
        }
    }

    pub fn is_busy(&self) -> bool {
        matches!(
            self.state,
            VisitState::Stable | VisitState::OnHold | VisitState::Pencilled
        )
    }

    /// Whether no plan changes it any more (spec S4.6).
    pub fn is_past(&self, now: When) -> bool {
        self.is_busy() && self.has_begun(now)
    }

    pub fn has_begun(&self, now: When) -> bool {
        self.start <= now || self.marked
    }

    /// Whether a person took it out (spec S4.3).
    pub fn is_tombstone(&self) -> bool {
        self.state == VisitState::Removed && self.by == Some(RemovedBy::Person)
    }

    /// Whether a person did anything with it.
    pub fn is_by_hand(&self) -> bool {
        !self.changed.is_nothing() || self.beside || self.is_tombstone()
    }

    /// The same, out.
    pub fn out(&self, by: RemovedBy) -> Self {
        Self {
            state: VisitState::Removed,
            by: Some(by),
            ..self.clone()
        }
    }
}

/// A layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    pub over: Over,
    pub first: DayNumber,
    pub last: DayNumber,
    pub substitute: Option<StaffId>,
    pub time: Option<i32>,
    pub after: Option<Minutes>,
    pub chairs: Vec<ResourceId>,
}

/// A pause.
#[derive(Debug, Clone, PartialEq)]
pub struct Away {
    pub whose: Whose,
    pub first: DayNumber,
    pub last: Option<DayNumber>,
    pub gives_up: bool,
}

impl Away {
    pub fn covers(&self, day: DayNumber) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }
}

/// A date of a chapter.
#[derive(Debug, Clone, Copy)]
pub struct Dated {
    pub day: DayNumber,
    /// Which slot of the chapter.
    pub slot: usize,
    /// Which date it is, from 0: of all, and of its slot.
    pub position: u32,
    pub of_slot: u32,
}

impl Part {
    /// Its dates through a day.
    pub fn dates(&self, through: DayNumber) -> Vec<Dated> {
        let slot_on = |day: DayNumber| {
            let weekday = days::date(day).weekday;
            let is_on = |slot: &SlotDraft| {
                slot.weekday
                    .is_none_or(|of| i32::try_from(of.num_days_from_monday()).unwrap() == weekday)
            };
            self.slots.iter().position(is_on)
        };
        let last = self.until.unwrap_or(days::LAST).min(through).min(days::LAST);
        let most = self.count.map_or(u32::MAX, |count| count + self.appended);
        let (mut dates, mut of_slots) = (Vec::new(), vec![0; self.slots.len()]);
        let mut position = 0;
        for day in self.start..=last {
            let is_date = match &self.rule {
                Some(rule) => days::is_date(rule, self.start, day),
                None => day == self.start,
            };
            if !is_date {
                continue;
            }
            if position >= most {
                break;
            }
            let slot = slot_on(day).unwrap_or_else(|| panic!("no slot on {day} of {self:?}"));
            dates.push(Dated {
                day,
                slot,
                position,
                of_slot: of_slots[slot],
            });
            of_slots[slot] += 1;
            position += 1;
            if self.rule.is_none() {
                break;
            }
        }
        dates
    }

    /// Its rule and days, for who looks for a fault.
    pub fn short(&self) -> String {
        let rule = self.rule.as_ref().map(Rule::to_string);
        format!(
            "{rule:?} from {} until {:?}, {:?} and {}",
            self.start, self.until, self.count, self.appended
        )
    }

    /// Its first date.
    pub fn first_date(&self) -> Option<DayNumber> {
        match &self.rule {
            None => Some(self.start),
            Some(rule) => (self.start..=days::LAST).find(|day| days::is_date(rule, self.start, *day)),
        }
    }

    /// Whether it has a date after a day.
    pub fn goes_on_after(&self, day: DayNumber) -> bool {
        match (&self.rule, self.until, self.count) {
            (None, ..) => self.start > day,
            (_, None, None) => true,
            _ => self.dates(days::LAST).last().is_some_and(|last| last.day > day),
        }
    }

    pub fn end(&self) -> SeriesEnd {
        match (self.until, self.count) {
            (Some(day), _) => SeriesEnd::On(chairtime::time::Day::from_number(day)),
            (None, Some(count)) => SeriesEnd::After(count),
            (None, None) => SeriesEnd::Never,
        }
    }

    pub fn original(&self, date: Dated) -> When {
        (date.day, minute(self.slots[date.slot].time))
    }
}

pub fn minute(time: TimeOfDay) -> i32 {
    i32::from(time.minute())
}

impl Model {
    /// What a series is, as the book has it.
    fn read(book: &Book, id: SeriesId) -> Standing {
        let row = book.series().get(id).expect("a series");
        let member = book.members().of(id).find(|member| member.deleted_at.is_none());
        let chapters: Vec<Part> = book::chapters(book, id)
            .iter()
            .map(|chapter| Part {
                name: Some(chapter.id),
                rule: chapter.rule.clone(),
                start: chapter.start_day.number(),
                until: chapter.until_day.map(Day::number),
                count: chapter.visits,
                appended: chapter.appended,
                location: chapter.location_id,
                slots: book::said_slots(book, chapter.id),
                lines: book::said_lines(book, chapter.id, None),
            })
            .collect();
        let first = chapters.first().expect("a chapter");
        let said = SeriesDraft {
            once: None,
            client: member.and_then(|member| member.client_id).map(Who::Known),
            visitor: member.and_then(|member| member.visitor_id).map(Who::Known),
            location: first.location,
            rule: None,
            start: chairtime::time::Day::FIRST,
            end: SeriesEnd::Never,
            slots: Vec::new(),
            lines: Vec::new(),
            left_out: Vec::new(),
            kept: Vec::new(),
            conflicts: row.conflicts,
            closed_days: row.closed_days,
            nearest_days: row.nearest_days,
            active: !row.no_new_dates,
            seats: member.map_or(1, |member| member.seats),
            note: String::new(),
            colour: None,
            reminders: Reminders::default(),
        };
        let mut standing = Standing {
            said,
            stopped: row.status == SeriesStatus::Stopped,
            chapters,
            over: Vec::new(),
            made: row.materialized_until.map(Day::number),
            visits: BTreeMap::new(),
        };
        standing.forget_what_is_over();
        standing
    }

    /// The usual start of a date: a layer may say another time.
    pub fn usual_start(&self, series: SeriesId, (day, minute): When) -> When {
        let on = self.layers.iter().filter(|layer| layer.is_on(series, day));
        (day, on.rev().find_map(|layer| layer.time).unwrap_or(minute))
    }

    /// What a layer says otherwise of a day than a visit has it by hand.
    pub fn said_for_a_while(&self, series: SeriesId, day: DayNumber, slot: &SlotDraft, visit: &Visit) -> Changed {
        let by_hand = SlotDraft {
            staff: visit.staff.iter().map(|one| (one.staff_id, one.role)).collect(),
            ..slot.clone()
        };
        let on = self.layers.iter().filter(|layer| layer.is_on(series, day));
        let after = on.rev().find_map(|layer| layer.after);
        let has_other_staff = self.usual_staff(series, day, &by_hand) != by_hand.staff;
        let has_other_end = after.is_some_and(|after| after != visit.after);
        Changed::NOTHING
            .set(Changed::STAFF, has_other_staff)
            .set(Changed::CLEAN_UP, has_other_end)
    }

    /// Who usually is there: a layer may say a substitute, and another who stands in for them.
    pub fn usual_staff(&self, series: SeriesId, day: DayNumber, slot: &SlotDraft) -> Vec<(StaffId, Role)> {
        let mut staff = slot.staff.clone();
        if let Some(substitute) = self.leads_for_a_while(series, day) {
            match staff.iter().position(|(_, role)| *role == Role::Lead) {
                None => staff.insert(0, (substitute, Role::Lead)),
                Some(place) => {
                    staff[place].0 = substitute;
                    let mut at = 0..;
                    staff.retain(|(id, _)| at.next() == Some(place) || *id != substitute);
                }
            }
        }
        let done = |id: StaffId| *self.path(series, day, id).last().expect("themselves at least");
        let given = staff.iter().filter(|(id, _)| done(*id) != *id);
        let taken: Vec<StaffId> = given.map(|(id, _)| done(*id)).collect();
        let mut all: Vec<(StaffId, Role)> = Vec::new();
        for (id, role) in &staff {
            let by = done(*id);
            let is_there = all.iter().any(|(known, _)| *known == by);
            if !is_there && (by != *id || !taken.contains(id)) {
                all.push((by, *role));
            }
        }
        all
    }

    /// Who leads the visits of a series on a day, where a layer over the series says so.
    fn leads_for_a_while(&self, series: SeriesId, day: DayNumber) -> Option<StaffId> {
        let on = self.layers.iter().filter(|layer| layer.is_on(series, day));
        let of_series = on.filter(|layer| layer.over == Over::Series(series));
        of_series.filter_map(|layer| layer.substitute).next_back()
    }

    /// Who does somebody's work on a day, one after the other: they themselves, who stands in for them, who for those.
    fn path(&self, series: SeriesId, day: DayNumber, id: StaffId) -> Vec<StaffId> {
        let mut path = vec![id];
        loop {
            let last = *path.last().expect("somebody");
            let on = self.layers.iter().filter(|layer| layer.is_on(series, day));
            let of_them = on.filter(|layer| layer.over == Over::Staff(last));
            match of_them.filter_map(|layer| layer.substitute).next_back() {
                Some(next) if !path.contains(&next) => path.push(next),
                _ => return path,
            }
        }
    }

    /// Whether somebody does work of a slot on a day, or whoever stands in for them.
    pub fn works_on(&self, series: SeriesId, day: DayNumber, slot: &SlotDraft, staff: StaffId) -> bool {
        let usual = slot.staff.iter().map(|(id, _)| *id);
        let mut all = usual.chain(self.leads_for_a_while(series, day));
        all.any(|id| self.path(series, day, id).contains(&staff))
    }
}

impl Cover {
    fn is_on(&self, series: SeriesId, day: DayNumber) -> bool {
        let is_over = match self.over {
            Over::Series(over) => over == series,
            Over::Staff(_) => true,
        };
        is_over && (self.first..=self.last).contains(&day)
    }
}
