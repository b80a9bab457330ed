//! The standing appointments of the sample shop: 80 of every frequency, each with a time of its own in somebody's week, and
//! what was changed of them by hand.

use super::shop::{Shop, Stylist, line, slot, time};
use crate::domain::command::Command;
use crate::domain::draft::*;
use crate::domain::refusal::{FieldError, FieldErrors, Refused};
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::recurrence::{Preset, Rule, ShortMonths};
use crate::time::{Day, Minutes, Weekday, WeekdaySet};

/// How often somebody comes.
#[derive(Clone, Copy)]
enum Beat {
    /// Every so many weeks, on so many weekdays.
    Weeks(u32, usize),
    /// On two days of the month.
    TwoDays,
    /// On the second and fourth of a weekday.
    TwoWeekdays,
    /// On a day of the month.
    DayOfMonth(u32),
    /// On the nth or last of a weekday, every so many months.
    NthWeekday(u32, i8),
    /// Every three months.
    Quarterly,
    /// Once a year.
    Yearly,
    /// Every so many days.
    Days(u32),
}

/// How many there are of each; 80 in all.
const BEATS: [(Beat, usize); 18] = [
    (Beat::Weeks(1, 3), 1),
    (Beat::Weeks(1, 2), 3),
    (Beat::Weeks(2, 2), 2),
    (Beat::Weeks(1, 1), 12),
    (Beat::Weeks(2, 1), 14),
    (Beat::Weeks(3, 1), 8),
    (Beat::Weeks(4, 1), 12),
    (Beat::Weeks(5, 1), 5),
    (Beat::Weeks(6, 1), 6),
    (Beat::TwoWeekdays, 2),
    (Beat::NthWeekday(1, 1), 2),
    (Beat::NthWeekday(1, -1), 2),
    (Beat::Quarterly, 2),
    (Beat::TwoDays, 2),
    (Beat::DayOfMonth(31), 1),
    (Beat::DayOfMonth(15), 3),
    (Beat::Yearly, 1),
    (Beat::Days(10), 2),
];

/// What is done at once, by the names of the services.
const VISITS: [&[&str]; 15] = [
    &["Cut"],
    &["Cut and blow-dry"],
    &["Dry cut"],
    &["Root colour", "Cut"],
    &["Full colour", "Blow-dry"],
    &["Highlights"],
    &["Balayage"],
    &["Beard trim"],
    &["Cut", "Beard trim"],
    &["Shave with hot towels", "Beard trim"],
    &["Kids cut"],
    &["Perm"],
    &["Toner", "Blow-dry"],
    &["Scalp treatment", "Dry cut"],
    &["Root colour", "Cut and blow-dry"],
];

/// A stretch of somebody's week that a standing appointment may have for itself.
#[derive(Clone)]
struct Lane {
    stylist: Stylist,
    weekday: Weekday,
    start: Minutes,
    length: Minutes,
}

impl Shop<'_> {
    /// Makes the standing appointments.
    pub fn add_standing(&mut self) -> Result<(), Refused> {
        let mut lanes = self.lanes();
        for (beat, count) in BEATS {
            for _ in 0..count {
                self.add_one(beat, &mut lanes)?;
            }
        }
        Ok(())
    }

    /// Every stretch of the week in which somebody always works, in no order.
    fn lanes(&mut self) -> Vec<Lane> {
        let (step, least) = (Minutes::new(150), Minutes::new(60));
        let mut lanes = Vec::new();
        for stylist in &self.stylists {
            for weekday in WeekdaySet::ALL.iter(Weekday::Mon) {
                for span in stylist.always(weekday) {
                    let mut start = span.from;
                    while start + least <= span.to {
                        lanes.push(Lane {
                            stylist: stylist.clone(),
                            weekday,
                            start,
                            length: step.min(span.to - start),
                        });
                        start += step;
                    }
                }
            }
        }
        for place in (1..lanes.len()).rev() {
            let other = self.below(place + 1);
            lanes.swap(place, other);
        }
        lanes
    }

    fn add_one(&mut self, beat: Beat, lanes: &mut Vec<Lane>) -> Result<(), Refused> {
        let Some(first) = lanes.pop() else { return Ok(()) };
        let mut own = vec![first.clone()];
        if let Beat::Weeks(_, days) = beat {
            // Other days of the same place, each with its own time and with who works then.
            while own.len() < days {
                let fits = |lane: &Lane| {
                    let is_free = own.iter().all(|own| own.weekday != lane.weekday);
                    lane.stylist.location == first.stylist.location && is_free
                };
                let Some(place) = lanes.iter().position(fits) else {
                    break;
                };
                own.push(lanes.remove(place));
            }
        }
        let weeks = self.below(18);
        let weeks = i32::try_from(weeks).unwrap_or(0) - 16;
        let monday = self.today.start_of_week(Weekday::Mon);
        let start = monday + 7 * weeks + i32::try_from(first.weekday.num_days_from_monday()).unwrap_or(0);
        let client = self.next_client();
        let lines = self.lines(&own, client.as_ref().map(|client| client.id));
        let mut draft = self.draft(&first.stylist, client.map(|client| client.id), start, lines);
        draft.rule = Some(rule(beat, &own, start)?);
        let is_weekly = matches!(beat, Beat::Weeks(..));
        draft.slots = own
            .iter()
            .map(|lane| slot(&lane.stylist, is_weekly.then_some(lane.weekday), lane.start))
            .collect();
        self.decorate(&mut draft, is_weekly);
        self.pen.carry(&Command::CreateSeries(Box::new(draft)))?;
        Ok(())
    }

    /// What is done: something that everybody concerned does, and that fits into the shortest of the lanes.
    fn lines(&mut self, lanes: &[Lane], client: Option<ClientId>) -> Vec<LineDraft> {
        let Some(Lane { stylist, .. }) = lanes.first() else {
            return Vec::new();
        };
        let room = lanes.iter().map(|lane| lane.length).min().unwrap_or(Minutes::ZERO);
        let does_all = |names: &&[&str]| {
            names
                .iter()
                .all(|name| lanes.iter().all(|lane| lane.stylist.service(name).is_some()))
        };
        let of = |names: &[&str]| -> Vec<LineDraft> {
            let services = names.iter().filter_map(|name| stylist.service(name));
            services.map(|service| line(stylist, service)).collect()
        };
        // Ten minutes remain for the clean-up.
        let length =
            |lines: &[LineDraft]| lines.iter().map(|line| line.stretches.length()).sum::<Minutes>() + Minutes::new(10);
        let fitting: Vec<Vec<LineDraft>> = VISITS
            .iter()
            .filter(|names| does_all(names))
            .map(|names| of(names))
            .filter(|all| length(all) <= room)
            .collect();
        let mut lines = self.one_of(&fitting).unwrap_or_else(|| of(&["Cut"]));
        if let (true, [first, _]) = (self.happens(55), lines.as_mut_slice()) {
            // The colour every second time.
            (first.every_nth, first.phase) = (2, 1);
        }
        let child = client.and_then(|client| self.pen.book().visitors().of(client).next().map(|child| child.id));
        if let (Some(child), Some(cut)) = (child, stylist.service("Kids cut")) {
            let mut own = line(stylist, cut);
            own.visitor = Some(Who::Known(child));
            if length(&lines) + own.stretches.length() <= room {
                lines.push(own);
            }
        }
        let is_dear = self.happens(12);
        if let (true, Some(first)) = (is_dear, lines.first_mut()) {
            // What they have always paid.
            first.price = Some(Money::minor(3_000));
        }
        lines
    }

    /// What makes one standing appointment different from another.
    fn decorate(&mut self, draft: &mut SeriesDraft, is_weekly: bool) {
        draft.conflicts = match self.below(100) {
            0..55 => Policy::Unplaced,
            55..80 => Policy::Keep,
            _ => Policy::Skip,
        };
        draft.closed_days = if self.happens(80) {
            Policy::Skip
        } else {
            Policy::Unplaced
        };
        let more = self.below(20);
        let days = i32::try_from(self.below(280)).unwrap_or(0);
        draft.end = match self.below(100) {
            0..60 => SeriesEnd::Never,
            60..82 => SeriesEnd::After(u32::try_from(more).unwrap_or(0) + 8),
            _ => SeriesEnd::On(draft.start + 140 + days),
        };
        if is_weekly && self.happens(18) {
            let number = 1 + self.below(3);
            let dates = draft.rule.iter().flat_map(|rule| rule.dates(draft.start));
            draft.left_out = dates.skip(number).take(1).collect();
        }
        let tags: Vec<TagId> = self.pen.book().tags().live().map(|tag| tag.id).collect();
        if self.happens(22)
            && let Some(tag) = self.one_of(&tags)
        {
            for slot in &mut draft.slots {
                slot.tags.push(tag);
            }
        }
        let notes = [
            "Brings her dog.",
            "Always ten minutes early.",
            "Recipe: 6/0 + 7/3, 3 %.",
            "Needs an invoice.",
        ];
        if self.happens(25)
            && let Some(note) = self.one_of(&notes)
        {
            note.clone_into(&mut draft.note);
        }
        draft.active = !self.happens(3);
    }

    /// Some dates are moved, some cancelled, two series end.
    pub fn change_by_hand(&mut self) -> Result<(), Refused> {
        let all: Vec<SeriesId> = self.pen.book().series().live().map(|series| series.id).collect();
        for (place, &series) in all.iter().enumerate() {
            let book = self.pen.book();
            let now = self.pen.now();
            let visits = book.calendar().of_series(book, series).filter(|visit| visit.is_busy());
            let (past, to_come): (Vec<_>, Vec<_>) = visits.cloned().partition(|visit| visit.start_utc < now);
            let command = match (place % 9, to_come.get(place % 4), past.last()) {
                (0, Some(visit), _) => Command::CancelVisit {
                    visit: visit.id,
                    how: CancelledHow::InTime,
                },
                (2, _, Some(visit)) => Command::CancelVisit {
                    visit: visit.id,
                    how: CancelledHow::Late,
                },
                (4, Some(visit), _) => Command::MoveVisit {
                    visit: visit.id,
                    to: visit.start() + Minutes::hours(1),
                    staff: None,
                    minutes: None,
                    keep_conflicts: true,
                },
                (6, Some(visit), _) => Command::MoveVisit {
                    visit: visit.id,
                    to: (visit.day + 1).at(time(Minutes::new(630))),
                    staff: None,
                    minutes: Some(visit.minutes + Minutes::new(15)),
                    keep_conflicts: true,
                },
                (7, Some(_), _) if place == 43 => Command::CancelSeries {
                    series,
                    from: None,
                    reason: "Moved to Hamburg".to_owned(),
                },
                (1, Some(_), _) if place == 28 => Command::CancelSeries {
                    series,
                    from: Some(self.today + 60),
                    reason: "Parental leave".to_owned(),
                },
                _ => continue,
            };
            self.pen.carry(&command)?;
        }
        Ok(())
    }
}

fn rule(beat: Beat, lanes: &[Lane], start: Day) -> Result<Rule, Refused> {
    let weekday = lanes.first().map_or(Weekday::Mon, |lane| lane.weekday);
    let short_months = ShortMonths::Clamp;
    let preset = match beat {
        Beat::Weeks(every, _) => Preset::Weekly {
            every,
            weekdays: lanes.iter().map(|lane| lane.weekday).collect(),
        },
        Beat::TwoDays => Preset::SemimonthlyDays {
            first: 1,
            second: 15,
            short_months,
        },
        Beat::TwoWeekdays => Preset::SemimonthlyNth { nths: [2, 4], weekday },
        Beat::DayOfMonth(day) => Preset::MonthlyDay {
            every: 1,
            day,
            short_months,
        },
        Beat::NthWeekday(every, nth) => Preset::MonthlyNth { every, nth, weekday },
        Beat::Quarterly => Preset::MonthlyDay {
            every: 3,
            day: start.day_of_month(),
            short_months,
        },
        Beat::Yearly => Preset::YearlyDay {
            every: 1,
            month: start.month(),
            day: start.day_of_month(),
            short_months,
        },
        Beat::Days(every) => Preset::Daily { every },
    };
    preset.rule(Weekday::Mon).map_err(|reason| {
        let reason = reason.to_string();
        FieldErrors::one("frequency", FieldError::BadRule { reason }).into()
    })
}
