//! The visits of a chapter's dates: which dates its rule gives, and what each of them means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::book::Book;
use crate::domain::draft::{MOST_APPENDED, SeriesDraft, SeriesEnd};
use crate::domain::pen::Pen;
use crate::domain::people::{has_service, main_member, visitors};
use crate::domain::plan::{ClockChange, Why};
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::domain::rows::*;
use crate::domain::schedule::{
    DatePlace, PlannedLine, assigned_on, laid_out, layers_on, lines_of, lines_on, told_length,
};
use crate::domain::values::*;
use crate::recurrence::{Preset, Rule, ShortMonths};
use crate::time::{Civil, Day, Instant, Minutes, Resolved, ZoneCursor};

/// The most dates of one series (spec S1.4).
pub(super) const MOST_DATES: usize = 1_040;

/// A series ends within so many months of its start.
pub(super) const MOST_MONTHS: i32 = 120;
/// The longest visit, set-up and clean-up not counted.
pub(super) const MOST_LENGTH: Minutes = Minutes::DAY;

/// Through which day a series that starts then is materialized, where it has no end (spec S2.5).
pub fn horizon(book: &Book, start: Day, now: Instant) -> Day {
    let today = book.zone().civil(now).day;
    let days = book.business().map_or(365, |business| i32::from(business.horizon_days));
    (start.max(today) + days).min(Day::LAST)
}

/// The same for a series that is in the book. It began with its first chapter: a later one does not make it go farther ahead.
pub(super) fn horizon_of(book: &Book, series: SeriesId, now: Instant) -> Day {
    let start = book.chapters().of(series).map(|chapter| chapter.start_day).min();
    horizon(book, start.unwrap_or(Day::FIRST), now)
}

/// A date of a chapter's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RuleDate {
    /// The day.
    pub day: Day,
    /// Which slot it is of.
    pub terms: SlotTermsId,
    /// Which date of the rule it is, from 0.
    pub position: u32,
    /// Which date of its slot it is, from 0.
    pub slot_position: u32,
}

impl RuleDate {
    fn first(day: Day, terms: SlotTermsId) -> Self {
        Self {
            day,
            terms,
            position: 0,
            slot_position: 0,
        }
    }
}

/// The dates of a chapter from a day through another, at most one more than [`MOST_DATES`]. They are counted from the first
/// date of the chapter, whatever became of its visits.
pub(super) fn rule_dates(book: &Book, chapter: &Chapter, from: Day, through: Day) -> Vec<RuleDate> {
    let terms: Vec<&Arc<SlotTerms>> = book.slot_terms().of(chapter.id).collect();
    let slot_on = |day: Day| {
        let of_day = |terms: &&&Arc<SlotTerms>| terms.weekday.is_none_or(|weekday| weekday == day.weekday());
        terms.iter().find(of_day).map(|terms| terms.id)
    };
    let Some(rule) = &chapter.rule else {
        let day = chapter.start_day;
        let only = slot_on(day).filter(|_| (from..=through).contains(&day));
        return only.map(|terms| RuleDate::first(day, terms)).into_iter().collect();
    };
    let last = chapter.until_day.map_or(through, |until| until.min(through));
    let mut days = rule
        .dates_from(chapter.start_day, from)
        .take_while(|day| *day <= last)
        .peekable();
    if days.peek().is_none() {
        return Vec::new();
    }
    let mut position = rule.count_before(chapter.start_day, from);
    let mut of_slot: BTreeMap<SlotTermsId, u32> = BTreeMap::new();
    if let [only] = terms.as_slice() {
        of_slot.insert(only.id, position);
    } else if position > 0 {
        let earlier = rule.dates(chapter.start_day).take_while(|day| *day < from);
        for terms in earlier.filter_map(slot_on) {
            *of_slot.entry(terms).or_default() += 1;
        }
    }
    let most = chapter.count().unwrap_or(u32::MAX);
    let mut dates = Vec::new();
    for day in days.take(MOST_DATES + 1) {
        if position >= most {
            break;
        }
        if let Some(terms) = slot_on(day) {
            let slot_position = of_slot.entry(terms).or_default();
            dates.push(RuleDate {
                day,
                terms,
                position,
                slot_position: *slot_position,
            });
            *slot_position += 1;
        }
        position += 1;
    }
    dates
}

/// The date of the rule that a visit's original start is, where its chapter's rule gives it.
pub(super) fn date_of(book: &Book, visit: &Visit) -> Option<RuleDate> {
    let chapter = book.chapters().get(visit.chapter_id)?;
    let date = rule_dates(book, chapter, visit.original_day, visit.original_day).pop()?;
    let terms = book.slot_terms().get(date.terms)?;
    (terms.time == visit.original_time && terms.slot_id == visit.slot_id).then_some(date)
}

/// The dates of a draft's chapter through a day where it has no end, checked against the limits, against what is left out
/// and kept, and that each of them has a service. Where dates are added for those that a policy leaves out (spec S2.4), those
/// that can be added follow: their number is not less than the chapter's.
pub(super) fn checked_dates(
    book: &Book,
    chapter: &Chapter,
    draft: &SeriesDraft,
    through: Day,
) -> Result<Vec<RuleDate>, FieldErrors> {
    let ends = draft.end != SeriesEnd::Never;
    let with_spare = Chapter {
        appended: if draft.appends() {
            MOST_APPENDED
        } else {
            chapter.appended
        },
        ..chapter.clone()
    };
    let mut dates = rule_dates(
        book,
        &with_spare,
        chapter.start_day,
        if ends { Day::LAST } else { through },
    );
    let most = chapter.visits.unwrap_or(u32::MAX);
    let asked_for = dates.partition_point(|date| date.position < most);
    let mut errors = FieldErrors::default();
    if dates.is_empty() {
        let at = if draft.rule.is_some() {
            "frequency"
        } else {
            "start_date"
        };
        errors.add(at, FieldError::NoDates);
    }
    if asked_for > MOST_DATES {
        errors.add("end_date", FieldError::TooMany { most: MOST_DATES });
    }
    let last = draft.start.add_months_clamped(MOST_MONTHS);
    if let SeriesEnd::After(visits) = draft.end {
        let most = dates.iter().take(asked_for).filter(|date| date.day <= last).count();
        if asked_for > 0 && u32::try_from(most).is_ok_and(|most| most < visits) {
            let (least, most) = ("1".to_owned(), most.to_string());
            errors.add("visits", FieldError::OutOfRange { least, most });
        }
        dates.truncate(
            dates
                .partition_point(|date| date.day <= last)
                .clamp(asked_for, MOST_DATES.max(asked_for)),
        );
    }
    let days: BTreeSet<Day> = dates.iter().map(|date| date.day).collect();
    for (field, listed) in [("skip_dates", &draft.left_out), ("keep_dates", &draft.kept)] {
        for (index, day) in listed.iter().enumerate().filter(|(_, day)| !days.contains(day)) {
            errors.add(format!("{field}.{index}"), FieldError::NotADateOfTheRule { day: *day });
        }
    }
    // Where every line is there every time, all dates of a slot have the same.
    let alike = book.lines().of(chapter.id).all(|line| line.every_nth <= 1);
    let mut seen = BTreeSet::new();
    for date in dates.iter().filter(|date| !alike || seen.insert(date.terms)) {
        let lines = lines_at(book, chapter.id, *date);
        if lines.is_empty() {
            // Where every line is there every other time only, some date may have none.
            errors.add("services", FieldError::NoService);
        }
        if told_length(&lines) > MOST_LENGTH {
            errors.add(
                "services",
                FieldError::OutOfRange {
                    least: Minutes::new(1).to_string(),
                    most: MOST_LENGTH.to_string(),
                },
            );
        }
    }
    errors.check(Some(dates))
}

/// Whether the rule's day was taken from a month that is too short for it.
fn is_short_month(rule: &Rule, day: Day) -> bool {
    match rule.preset() {
        Some(
            Preset::MonthlyDay {
                day: wanted,
                short_months: ShortMonths::Clamp,
                ..
            }
            | Preset::YearlyDay {
                day: wanted,
                short_months: ShortMonths::Clamp,
                ..
            }
            | Preset::SemimonthlyDays {
                second: wanted,
                short_months: ShortMonths::Clamp,
                ..
            },
        ) => wanted > day.day_of_month() && day.is_last_of_month(),
        _ => false,
    }
}

/// What all visits of a chapter share while they are made.
pub(super) struct Maker {
    chapter: Arc<Chapter>,
    cursor: ZoneCursor,
    members: Vec<Arc<Member>>,
    /// Who comes along only where one of their services is there.
    along: BTreeSet<VisitorId>,
}

impl Maker {
    /// Makes visits of a chapter that is in the book.
    pub(super) fn new(book: &Book, chapter: ChapterId) -> Option<Self> {
        let chapter = Arc::clone(book.chapters().get(chapter)?);
        let cursor = ZoneCursor::new(book.zone_of(chapter.location_id));
        let members = book
            .members()
            .of(chapter.series_id)
            .filter(|member| member.deleted_at.is_none())
            .cloned()
            .collect();
        let mut along = visitors(book, chapter.series_id);
        if let Some(main) = main_member(book, chapter.series_id).and_then(|main| main.visitor_id) {
            along.remove(&main);
        }
        Some(Self {
            chapter,
            cursor,
            members,
            along,
        })
    }

    /// The visit that a date means, as the series says it: no hand-made change, nothing checked.
    pub(super) fn planned(
        &mut self,
        pen: &mut Pen<'_>,
        date: RuleDate,
        id: VisitId,
    ) -> Option<(Visit, Option<ClockChange>)> {
        let now = pen.now();
        let (mut visit, clock) = self.meant(pen.book(), date, id, now)?;
        visit.bookings = self.bookings_of(pen, &visit);
        Some((visit, clock))
    }

    /// The same without anybody who comes.
    pub(super) fn meant(
        &mut self,
        book: &Book,
        date: RuleDate,
        id: VisitId,
        now: Instant,
    ) -> Option<(Visit, Option<ClockChange>)> {
        let terms = book.slot_terms().get(date.terms)?;
        let origin = if self.chapter.rule.is_some() {
            VisitOrigin::Rule
        } else {
            VisitOrigin::Single
        };
        let (start, start_utc, clock) = self.usual(book, date.day.at(terms.time));
        let mut visit = Visit {
            id,
            created_at: now,
            updated_at: now,
            series_id: self.chapter.series_id,
            chapter_id: self.chapter.id,
            slot_id: terms.slot_id,
            original_day: date.day,
            original_time: terms.time,
            origin,
            position: date.position,
            slot_position: date.slot_position,
            day: start.day,
            time: start.time,
            minutes: Minutes::ZERO,
            before: Minutes::ZERO,
            after: Minutes::ZERO,
            start_utc,
            busy_from_utc: start_utc,
            busy_to_utc: start_utc,
            state: VisitState::Stable,
            removed_by: None,
            reason: String::new(),
            changed: Changed::NOTHING,
            note: String::new(),
            colour: None,
            pencilled_until: None,
            placed_by_policy: false,
            staff: assigned_on(book, self.chapter.series_id, date.day, &terms.staff),
            resources: terms.resources.clone(),
            tags: terms.tags.clone(),
            lines: Vec::new(),
            clashes: Vec::new(),
            bookings: Vec::new(),
        };
        for layer in layers_on(book, self.chapter.series_id, date.day) {
            if !layer.resources.is_empty() {
                visit.resources.clone_from(&layer.resources);
            }
        }
        measure(book, &mut visit);
        Some((visit, clock))
    }

    /// When the visit that would have started then usually begins: at another time where a layer says so.
    pub(super) fn usual(&mut self, book: &Book, original: Civil) -> (Civil, Instant, Option<ClockChange>) {
        let layers = layers_on(book, self.chapter.series_id, original.day);
        let time = layers.filter_map(|layer| layer.time).last();
        self.at(original.day.at(time.unwrap_or(original.time)))
    }

    /// The instant of a wall-clock time in the chapter's location; a time that does not exist moves forward.
    pub(super) fn at(&mut self, civil: Civil) -> (Civil, Instant, Option<ClockChange>) {
        match self.cursor.resolve(civil) {
            Resolved::Exact(instant) => (civil, instant, None),
            Resolved::Skipped { instant, civil } => (civil, instant, Some(ClockChange::Skipped { moved_to: civil })),
            Resolved::Repeated { first, .. } => (civil, first, Some(ClockChange::Repeated)),
        }
    }

    fn bookings_of(&self, pen: &mut Pen<'_>, visit: &Visit) -> Vec<Booking> {
        let coming: Vec<Arc<Member>> = {
            // Most come whatever is done.
            let lines = (!self.along.is_empty()).then(|| lines_of(pen.book(), visit));
            let has_none = |visitor| lines.as_ref().is_some_and(|lines| !has_service(lines, visitor));
            let stays_away = |visitor| self.along.contains(&visitor) && has_none(visitor);
            let has_to = |member: &&Arc<Member>| !member.visitor_id.is_some_and(stays_away);
            self.members.iter().filter(has_to).cloned().collect()
        };
        let comes = |member: &&Arc<Member>| {
            member.from_day <= visit.original_day
                && member.until_day.is_none_or(|until| visit.original_day <= until)
                && (member.slots.is_empty() || member.slots.iter().any(|slot| slot.slot_id == visit.slot_id))
        };
        coming
            .iter()
            .filter(comes)
            .map(|member| booking(pen, Some(member)))
            .collect()
    }
}

/// Makes length, set-up, clean-up and the blocked time of a visit follow from its services.
pub(super) fn measure(book: &Book, visit: &mut Visit) {
    let lines = lines_of(book, visit);
    let terms = book
        .slot_terms()
        .of(visit.chapter_id)
        .find(|terms| terms.slot_id == visit.slot_id);
    let told = told_length(&lines).max(Minutes::new(1));
    let (mut before, mut after) = (Minutes::ZERO, Minutes::ZERO);
    for (line, start) in lines.iter().zip(laid_out(&lines)) {
        // What begins first is set up for, what ends last is cleaned up after; of several, the one that takes longest.
        if let Some(service) = book.services().get(line.service) {
            if start == Minutes::ZERO {
                before = before.max(service.before);
            }
            if start + line.stretches.length() == told {
                after = after.max(service.after);
            }
        }
    }
    visit.minutes = told;
    visit.before = terms.and_then(|terms| terms.before).unwrap_or(before);
    visit.after = terms.and_then(|terms| terms.after).unwrap_or(after);
    for layer in layers_on(book, visit.series_id, visit.original_day) {
        visit.before = layer.before.unwrap_or(visit.before);
        visit.after = layer.after.unwrap_or(visit.after);
    }
    block(visit);
}

/// The services of a date that the series says.
pub(super) fn lines_at(book: &Book, chapter: ChapterId, date: RuleDate) -> Vec<PlannedLine<'_>> {
    let slot = book.slot_terms().get(date.terms).map(|terms| terms.slot_id);
    slot.map_or_else(Vec::new, |slot| {
        lines_on(
            book,
            DatePlace {
                chapter,
                slot,
                position: date.position,
                slot_position: date.slot_position,
            },
        )
    })
}

/// The place of a member; else that of somebody unnamed.
pub(super) fn booking(pen: &mut Pen<'_>, member: Option<&Member>) -> Booking {
    Booking {
        booking_id: pen.key(),
        uuid: pen.uuid(),
        member_id: member.map(|member| member.id),
        client_id: member.and_then(|member| member.client_id),
        visitor_id: member.and_then(|member| member.visitor_id),
        seats: member.map_or(1, |member| member.seats),
        cancelled_at: None,
        cancelled_how: None,
        attendance: Attendance::Expected,
        late: None,
        arrived_at: None,
        done_at: None,
        payment: Payment::Unpaid,
        price: None,
        paid: None,
        comment: String::new(),
    }
}

/// Makes the blocked time follow from start, length, set-up and clean-up.
pub(in crate::domain) fn block(visit: &mut Visit) {
    visit.busy_from_utc = visit.start_utc - visit.before;
    visit.busy_to_utc = visit.start_utc + visit.minutes + visit.after;
}

/// Why a date is there.
pub(super) fn why(chapter: &Chapter, date: RuleDate) -> Why {
    let number = date.position + 1;
    match &chapter.rule {
        Some(rule) if is_short_month(rule, date.day) => Why::ShortMonth { number },
        _ => Why::Rule { number },
    }
}
