//! When a foreign series recurs, in the salon's terms: its rule on the salon's days, and each of its dates with the time that
//! the file gives it.

use super::times::{Starts, instant, on_day, on_the_wall};
use crate::domain::decide::dates::MOST_DATES;
use crate::domain::draft::SeriesEnd;
use crate::domain::import::{Incoming, Noted, Reason, Repair, Skip};
use crate::domain::refusal::{FieldError, FieldErrors};
use crate::recurrence::{End, Frequency, Parts, Rule, When};
use crate::time::{Civil, Day, Minutes, TimeOfDay, Weekday, WeekdaySet, Zone, weekday_from_monday};

/// How many days before today a series begins that is too long to be kept as a whole.
const KEPT_DAYS: i32 = 365;
/// A series ends within so many months of its start where it is told by a number (spec S1.4).
const MOST_MONTHS: i32 = 120;

/// When a foreign series recurs.
#[derive(Debug)]
pub(super) struct Rhythm {
    /// Its rule without an end, on the salon's days; none of a single appointment.
    pub rule: Option<Rule>,
    /// The earliest date.
    pub start: Day,
    /// When it ends.
    pub end: SeriesEnd,
    /// The usual time.
    pub time: TimeOfDay,
    /// Dates that are left out.
    pub left_out: Vec<Day>,
    /// Dates at another time than the usual one, or of another length: the start they would have had, when they begin, and how
    /// long they are where that is said.
    pub moved: Vec<(Civil, Civil, Option<Minutes>)>,
    /// Visits beside the rule.
    pub beside: Vec<(Civil, Option<Minutes>)>,
    /// What was mended for that.
    pub repairs: Vec<Repair>,
}

/// What an appointment of a file means for a location in a zone. Dates of a series without an end are looked at through
/// `horizon`.
pub(super) fn read(incoming: &Incoming, here: Zone, today: Day, horizon: Day) -> Result<Rhythm, Noted> {
    let usual = on_the_wall(incoming.start, here);
    let beside = beside(incoming, here);
    let Some(rule) = &incoming.rule else {
        return holding(
            Rhythm {
                rule: None,
                start: usual.day,
                end: SeriesEnd::Never,
                time: usual.time,
                left_out: Vec::new(),
                moved: Vec::new(),
                beside,
                repairs: Vec::new(),
            },
            1,
        );
    };
    let file_day = incoming.start.day();
    let shift = usual.day - file_day;
    let rule = rule.written_out(file_day);
    let own = shifted(&rule.without_end(), shift).ok_or(Noted::Refused(Reason::OtherDays))?;
    let mut rhythm = Rhythm {
        rule: Some(own),
        start: usual.day,
        end: SeriesEnd::Never,
        time: usual.time,
        left_out: Vec::new(),
        moved: Vec::new(),
        beside,
        repairs: Vec::new(),
    };
    let first_date = rule.dates(file_day).next();
    if first_date.is_some_and(|first| first != file_day) {
        rhythm.repairs.push(Repair::StartBesideRule);
        rhythm.beside.insert(0, (usual, incoming.length));
    }
    let days = rhythm.days(&rule, file_day, shift, today, horizon)?;
    rhythm.dates(incoming, here, &days, shift);
    let visits = days.len() - rhythm.left_out.len() + rhythm.beside.len();
    if visits == 0 {
        return Err(Noted::Skipped(Skip::NothingLeft));
    }
    holding(rhythm, days.len())
}

/// A rhythm of so many dates of its rule, where a series can have them and those beside (spec S1.4).
fn holding(rhythm: Rhythm, dates: usize) -> Result<Rhythm, Noted> {
    if dates + rhythm.beside.len() > MOST_DATES {
        return Err(Noted::Refused(Reason::TooManyDates(MOST_DATES)));
    }
    Ok(rhythm)
}

impl Rhythm {
    /// The days of the file on which it has dates, as many as a series can have; and with that where it begins and ends here.
    fn days(&mut self, rule: &Rule, start: Day, shift: i32, today: Day, horizon: Day) -> Result<Vec<Day>, Noted> {
        let room = MOST_DATES.saturating_sub(self.beside.len()).max(1);
        let most = u32::try_from(room).unwrap_or(u32::MAX);
        let is_endless = rule.end() == End::Never;
        let last = if is_endless { horizon } else { Day::LAST };
        let all = rule.count_before(start, last + 1);
        if all == 0 {
            return Err(Noted::Refused(Reason::Fields(FieldErrors::one(
                "rrule",
                FieldError::NoDates,
            ))));
        }
        let mut skipped = 0;
        if all > most {
            skipped = if is_endless {
                all - most
            } else {
                // Those to come first; where all are past, the last ones.
                rule.count_before(start, today - KEPT_DAYS).min(all - 1)
            };
        }
        let from = if skipped == 0 {
            start
        } else {
            let nth = usize::try_from(skipped).unwrap_or(usize::MAX);
            rule.dates(start).nth(nth).unwrap_or(start)
        };
        let days: Vec<Day> = rule
            .dates_from(start, from)
            .take_while(|day| *day <= last)
            .take(room)
            .collect();
        if skipped > 0 {
            self.start = from + shift;
            self.repairs.push(Repair::BeginsLater(self.start));
        }
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
            return Err(Noted::Refused(Reason::Fields(FieldErrors::one(
                "rrule",
                FieldError::NoDates,
            ))));
        };
        let left = all - skipped;
        self.end = match rule.end() {
            End::Never => SeriesEnd::Never,
            _ if left > most => {
                self.repairs.push(Repair::EndsEarlier(last + shift));
                SeriesEnd::On(last + shift)
            }
            End::Count(count) if last <= first.add_months_clamped(MOST_MONTHS) => SeriesEnd::After(count - skipped),
            End::Count(_) => SeriesEnd::On(last + shift),
            End::Until(When::Day(until)) => SeriesEnd::On((until + shift).min(Day::LAST)),
            End::Until(_) => SeriesEnd::On(last + shift),
        };
        Ok(days)
    }

    /// What becomes of each date.
    fn dates(&mut self, incoming: &Incoming, here: Zone, days: &[Day], shift: i32) {
        let mut left_out = Starts::of(incoming.left_out.iter().copied());
        let mut instead = Starts::of(incoming.instead.iter().map(|one| one.of));
        let mut other_zone = 0;
        for &day in days {
            let date = on_day(incoming.start, day);
            let original = (day + shift).at(self.time);
            let is_left_out = left_out.find(date, here).is_some();
            let one = instead.find(date, here).and_then(|place| incoming.instead.get(place));
            if let Some(one) = one {
                let length = one.length.filter(|length| Some(*length) != incoming.length);
                let start = on_the_wall(one.start, here);
                if start != original || length.is_some() {
                    self.moved.push((original, start, length));
                }
            } else if is_left_out {
                self.left_out.push(day + shift);
            } else if on_the_wall(date, here) != original && here.resolve(original).instant() != instant(date, here) {
                other_zone += 1;
                self.moved.push((original, on_the_wall(date, here), None));
            }
        }
        let first = days.first().copied().unwrap_or(Day::FIRST);
        let mut not_dates = 0;
        for one in instead.not_found().filter_map(|place| incoming.instead.get(place)) {
            // Dates that are too old to be kept are no mistake.
            if one.of.day() >= first {
                not_dates += 1;
                self.beside
                    .push((on_the_wall(one.start, here), one.length.or(incoming.length)));
            }
        }
        let is_whole = !self
            .repairs
            .iter()
            .any(|repair| matches!(repair, Repair::BeginsLater(_) | Repair::EndsEarlier(_)));
        if is_whole && self.end != SeriesEnd::Never {
            not_dates += left_out.not_found().count();
        }
        if not_dates > 0 {
            self.repairs.push(Repair::NotDates(not_dates));
        }
        if other_zone > 0 {
            self.repairs.push(Repair::OtherZone(other_zone));
        }
    }
}

fn beside(incoming: &Incoming, here: Zone) -> Vec<(Civil, Option<Minutes>)> {
    let mut left_out = Starts::of(incoming.left_out.iter().copied());
    let more = incoming
        .more
        .iter()
        .filter(|(start, _)| left_out.find(*start, here).is_none());
    more.map(|(start, length)| (on_the_wall(*start, here), length.or(incoming.length)))
        .collect()
}

/// A rule whose dates are so many days later; none where no rule says that.
fn shifted(rule: &Rule, days: i32) -> Option<Rule> {
    let parts = rule.parts();
    let of_day =
        |weekday: Weekday| weekday_from_monday((weekday.num_days_from_monday().cast_signed() + days).rem_euclid(7));
    let weekdays: WeekdaySet = parts.weekdays.iter(Weekday::Mon).map(of_day).collect();
    let only = |frequency| Parts {
        weekdays: parts.weekdays,
        week_start: parts.week_start,
        ..Parts::every(parts.interval, frequency)
    };
    match parts.frequency {
        _ if days == 0 => Some(rule.clone()),
        Frequency::Daily if *parts == only(Frequency::Daily) && parts.weekdays.is_empty() => Some(rule.clone()),
        Frequency::Weekly if *parts == only(Frequency::Weekly) => Rule::new(Parts {
            weekdays,
            week_start: of_day(parts.week_start),
            ..parts.clone()
        })
        .ok(),
        _ => None,
    }
}
