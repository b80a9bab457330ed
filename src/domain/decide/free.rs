//! Finding a place for a standing appointment: for each weekday and half hour, on how many of its next dates it is free.
//!
//! A request for several stylists is one draft for each: a service takes as long as it takes whoever does it. Nothing is written.

use super::create::write_series;
use super::dates::{Maker, RuleDate};
use crate::domain::book::Book;
use crate::domain::command::Moment;
use crate::domain::draft::{SeriesDraft, SlotDraft};
use crate::domain::pen::Pen;
use crate::domain::refusal::Refused;
use crate::domain::rows::*;
use crate::domain::schedule::{DayAt, Shape, Starts};
use crate::recurrence::{Preset, Rule};
use crate::time::{Civil, Day, Minutes, Weekday};

/// How often each start of a day is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeRow {
    /// With whom; none where it is anyone of those that were asked for, each time another one if need be.
    pub staff: Option<StaffId>,
    /// On which weekday; none where the rule says by itself on which days it is.
    pub weekday: Option<Weekday>,
    /// The first date: of a rule of every other week there is a row for each week that it can begin in.
    pub first: Day,
    /// How many dates were looked at.
    pub dates: u16,
    /// On how many of them each half hour from midnight is free.
    pub free: [u16; Starts::COUNT],
}

/// So many weeks may lie between two dates so that each week to begin in has its own row.
const MOST_WEEKS: u32 = 12;
/// Dates within so many days are looked at where no number is said.
const WITHIN: i32 = 364;

/// On how many of its next dates a standing appointment would be free, by weekday and half hour; a draft for each stylist. The
/// times and weekdays of the drafts say nothing. Rows of anyone come first where there are several stylists.
///
/// # Errors
/// Months that are to be loaded first.
pub fn free(
    book: &Book,
    drafts: &[SeriesDraft],
    from: Civil,
    count: Option<u16>,
    moment: &mut Moment,
) -> Result<Vec<FreeRow>, Refused> {
    super::loaded(book, from.day, moment.now)?;
    let Some(one) = drafts.first() else {
        return Ok(Vec::new());
    };
    let rows = rows(one, from.day, count);
    let dates = rows.iter().map(|(_, days)| days.len()).max().unwrap_or(0);
    let shapes: Vec<(Option<StaffId>, Vec<Shape>)> = drafts
        .iter()
        .map(|draft| {
            let lead = draft.slots.first().and_then(SlotDraft::lead);
            (lead, shapes(book, draft, dates, moment))
        })
        .collect();
    let (mut of_anyone, mut of_each) = (Vec::new(), Vec::new());
    for (weekday, days) in rows {
        let Some(&first) = days.first() else { continue };
        let row = |staff| FreeRow {
            staff,
            weekday,
            first,
            dates: u16::try_from(days.len()).unwrap_or(u16::MAX),
            free: [0; Starts::COUNT],
        };
        let mut anyone = row(None);
        let mut each: Vec<FreeRow> = shapes.iter().map(|(staff, _)| row(*staff)).collect();
        for (number, day) in days.iter().enumerate() {
            let at = DayAt::new(book, one.location, *day);
            let to_come = if *day == from.day {
                Starts::between(from.time.since_midnight(), Minutes::DAY)
            } else {
                Starts::between(Minutes::ZERO, Minutes::DAY)
            };
            let mut some = Starts::NONE;
            for (row, (_, shapes)) in each.iter_mut().zip(&shapes) {
                let starts = shapes.get(number).map_or(Starts::NONE, |shape| at.starts(shape));
                let starts = starts.and(to_come);
                row.add(starts);
                some = some.or(starts);
            }
            anyone.add(some);
        }
        if drafts.len() > 1 {
            of_anyone.push(anyone);
        }
        of_each.push(each);
    }
    // All weekdays of one stylist, then those of the next.
    let stylists = (0..drafts.len()).flat_map(|place| of_each.iter().filter_map(move |each| each.get(place)));
    Ok(of_anyone.into_iter().chain(stylists.cloned()).collect())
}

impl FreeRow {
    fn add(&mut self, starts: Starts) {
        for (place, free) in self.free.iter_mut().enumerate() {
            *free += u16::from(starts.has(place));
        }
    }
}

/// The days of each row: of a weekly rule those of each weekday, from each week that it can begin in; of another its own.
fn rows(draft: &SeriesDraft, from: Day, count: Option<u16>) -> Vec<(Option<Weekday>, Vec<Day>)> {
    let within = |first: Day| move |day: &Day| count.is_some() || *day < first + WITHIN;
    let most = count.map_or(usize::MAX, usize::from);
    let preset = draft.rule.as_ref().and_then(Rule::preset);
    let every = match (preset, &draft.rule) {
        (Some(Preset::Weekly { every, .. }), _) => i32::try_from(every).unwrap_or(i32::MAX),
        (_, Some(rule)) => {
            let dates = rule.dates(draft.start).skip_while(|day| *day < from);
            return vec![(None, dates.take_while(within(from)).take(most).collect())];
        }
        (_, None) => 1,
    };
    let weeks = every.min(i32::try_from(MOST_WEEKS).unwrap_or(1));
    (0..7)
        .flat_map(|day| (0..weeks).map(move |week| from + day + 7 * week))
        .map(|first| {
            let dates = (0..).map_while(|number: i32| {
                let far = number.checked_mul(every)?.checked_mul(7)?;
                Some(first + far).filter(|day| *day <= Day::LAST)
            });
            let days = dates.take_while(within(first)).take(most).collect();
            (Some(first.weekday()), days)
        })
        .collect()
}

/// What each date takes of whom: a service may be there every other time only.
fn shapes(book: &Book, draft: &SeriesDraft, dates: usize, moment: &mut Moment) -> Vec<Shape> {
    let mut pen = Pen::new(book, moment);
    let (_, chapter) = write_series(&mut pen, draft);
    let terms = pen.book().slot_terms().of(chapter).next().map(|terms| terms.id);
    let (Some(terms), Some(mut maker)) = (terms, Maker::new(pen.book(), chapter)) else {
        return Vec::new();
    };
    let id = pen.key();
    (0..)
        .take(dates)
        .filter_map(|position| {
            let date = RuleDate {
                day: draft.start,
                terms,
                position,
                slot_position: position,
            };
            let (visit, _) = maker.planned(&mut pen, date, id)?;
            Some(Shape::of(pen.book(), &visit))
        })
        .collect()
}
