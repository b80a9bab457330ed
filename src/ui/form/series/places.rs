//! Finding a time: for each weekday and half hour, on how many of its dates the appointment would be free, with anyone or with
//! one stylist. What is picked stands in the form. Nothing is written.

use std::collections::BTreeSet;

use egui::{Id, Ui};
use serde_json::Value;

use super::request::asked;
use super::times::Find;
use super::typed::{Code, Ends, HowOften, Typed};
use crate::domain::command::Moment;
use crate::domain::request::for_each_stylist;
use crate::domain::rows::StaffId;
use crate::domain::{FreeRow, Refused, free};
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::look::{Tone, size};
use crate::ui::widgets::date_text::{read_day, read_time, write_day, write_time};
use crate::ui::widgets::{Button, Chips, Choice, Dialog, PickCell, PickGrid, Worth, muted, notice, text};
use crate::ui::{Act, Context, said};
use crate::words;

/// Height of the grid.
const GRID: f32 = 28.0 * 13.0;
/// The half hour from which a day is of interest, where a shop is open before.
const MORNING: usize = 16;
/// Of what a request says, what the search is for, or what does not matter to it.
const UNSAID: [&str; 8] = [
    "time",
    "staff",
    "slots",
    "weekdays",
    "skip_dates",
    "keep_dates",
    "end_date",
    "visits",
];

/// What the dialog keeps.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// With whom; anyone where there is none.
    with: Option<StaffId>,
    /// In which of the weeks it begins, where it is not every week.
    week: usize,
    /// Was shown already, and may be scrolled since.
    is_shown: bool,
    made: Option<Made>,
}

/// What was found, and for what.
#[derive(Debug, Clone)]
struct Made {
    edition: u64,
    request: Value,
    from: Civil,
    rows: Result<Vec<FreeRow>, String>,
}

impl Places {
    /// The dialog; with the stylist who stands in the form, or with anyone.
    pub(super) fn new(typed: &Typed, find: Find, cx: &Context<'_>) -> Self {
        let stylist = cx
            .book
            .staff()
            .live()
            .find(|person| Some(person.uuid) == typed.all.staff);
        Self {
            with: stylist.map(|person| person.id).filter(|_| find == Find::Stylist),
            ..Self::default()
        }
    }

    /// Draws it; what is picked is put into the form. Whether it is to be closed.
    pub(super) fn show(&mut self, ctx: &egui::Context, cx: &mut Context<'_>, typed: &mut Typed) -> bool {
        self.look(cx, typed);
        let mut picked = false;
        let shown = Dialog::new(Id::unique("find a time"), "Find a time").width(760.0).show(
            ctx,
            |ui| picked = self.body(ui, cx, typed),
            |ui| ui.add(Button::secondary("Close")).clicked(),
        );
        picked || shown.closed || shown.buttons
    }

    fn look(&mut self, cx: &mut Context<'_>, typed: &Typed) {
        let habit = cx.habit();
        let now = cx.book.zone().civil(cx.now);
        let start = read_day(&typed.start, habit.order, habit.today);
        let from = match start.filter(|start| *start > now.day) {
            Some(start) => start.midnight(),
            None => now,
        };
        let mut request = asked(typed, cx.book, habit).request;
        request.retain(|field, _| !UNSAID.contains(&field.as_str()));
        let request = Value::Object(request);
        let stands = |made: &Made| made.edition == cx.edition && made.request == request && made.from == from;
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(cx.now, 0);
        let found = for_each_stylist(cx.book, request.clone(), from.day)
            .map_err(Refused::Fields)
            .and_then(|drafts| free(cx.book, &drafts, from, count(typed), &mut moment));
        if let Err(Refused::NotLoaded(months)) = &found
            && let (Some(first), Some(last)) = (months.first(), months.last())
        {
            cx.ask(Act::Load(first.first_day(), last.last_day()));
        }
        self.made = Some(Made {
            edition: cx.edition,
            request,
            from,
            rows: found.map_err(|refused| said::refused(cx.book, &refused)),
        });
    }

    /// The choice and the grid; whether something was picked.
    fn body(&mut self, ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed) -> bool {
        let Some(made) = self.made.take() else { return false };
        let picked = match &made.rows {
            Ok(rows) if rows.is_empty() => {
                text(ui, "Nobody does all of these services here");
                false
            }
            Ok(rows) => self.grid(ui, cx, typed, rows),
            Err(refused) => {
                notice(ui, Tone::Warn, refused, None);
                false
            }
        };
        self.made = Some(made);
        picked
    }

    fn grid(&mut self, ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, rows: &[FreeRow]) -> bool {
        let staff: BTreeSet<Option<StaffId>> = rows.iter().map(|row| row.staff).collect();
        if !staff.contains(&self.with) {
            self.with = staff.iter().next().copied().flatten();
        }
        let of: Vec<&FreeRow> = rows.iter().filter(|row| row.staff == self.with).collect();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            self.whom(ui, cx, &staff);
            self.weeks(ui, &of);
        });
        let columns = columns(&of, self.week, cx);
        let Some((first, last)) = hours(&columns) else {
            text(
                ui,
                "There is no free time. Choose another stylist, or a shorter service",
            );
            return false;
        };
        let face = words::dates::face(cx.book);
        let at = |place: usize| u16::try_from(place * 30).ok().and_then(TimeOfDay::new);
        let names = |place: usize| at(place).map(|time| words::dates::time(time, face)).unwrap_or_default();
        let rows_named: Vec<String> = (first..=last).map(names).collect();
        let heads: Vec<String> = columns
            .iter()
            .map(|row| words::dates::weekday_day_and_month(row.first))
            .collect();
        let present = Present::of(typed, of.len() / 7, cx);
        let cell = |(column, row): (usize, usize)| {
            let of = columns.get(column)?;
            let (place, time) = (first + row, at(first + row)?);
            let free = of.free.get(place).copied().filter(|free| *free > 0)?;
            let by = if of.staff.is_none() {
                words::place::by_whom(&by_whom(rows, of, place, cx), of.dates)
            } else {
                String::new()
            };
            let is_present = present.is_at(of, time);
            let name = words::place::name(of.first, time, free, of.dates, face);
            let more = [by.as_str(), if is_present { words::place::PRESENT } else { "" }];
            let more = more.into_iter().filter(|more| !more.is_empty());
            Some(PickCell {
                text: words::place::often(free, of.dates),
                name: std::iter::once(name.as_str())
                    .chain(more)
                    .collect::<Vec<_>>()
                    .join(", "),
                tip: by.clone(),
                worth: worth(free, of.dates),
                is_present,
            })
        };
        let mut places = columns
            .iter()
            .flat_map(|of| (first..=last).map(move |place| (of, place)));
        let is_framed = places.any(|(of, place)| {
            let is_free = of.free.get(place).is_some_and(|free| *free > 0);
            is_free && at(place).is_some_and(|time| present.is_at(of, time))
        });
        let dates = columns.first().map_or(0, |row| row.dates);
        muted(ui, &words::place::legend(dates, is_framed));
        let opens = !std::mem::replace(&mut self.is_shown, true);
        let picked = PickGrid::new("Free times", &heads, &rows_named)
            .from_row(opens.then_some(MORNING.saturating_sub(first)))
            .show(ui, GRID, cell);
        let Some((column, row)) = picked else { return false };
        let (Some(of), Some(time)) = (columns.get(column), at(first + row)) else {
            return false;
        };
        let most = || free_then(rows, of, first + row).first().map(|(staff, _)| *staff);
        let whom = of.staff.or_else(most);
        take(typed, cx, of, time, whom);
        true
    }

    fn whom(&mut self, ui: &mut Ui, cx: &Context<'_>, staff: &BTreeSet<Option<StaffId>>) {
        let name = |id: &Option<StaffId>| match id {
            Some(id) => words::visit::staff(cx.book, *id),
            None => "Anyone free",
        };
        let options: Vec<(Option<StaffId>, &str)> = staff.iter().map(|id| (*id, name(id))).collect();
        let mut chosen = Some(self.with);
        Choice::new("With").width(200.0).show(ui, &mut chosen, &options);
        self.with = chosen.flatten();
    }

    /// In which week it begins, where it is not every week.
    fn weeks(&mut self, ui: &mut Ui, of: &[&FreeRow]) {
        let weeks = of.len() / 7;
        if weeks < 2 {
            return;
        }
        let texts: Vec<String> = of
            .iter()
            .take(weeks)
            .map(|row| words::dates::day_and_month(row.first))
            .collect();
        let options: Vec<(usize, &str)> = texts.iter().enumerate().map(|(n, text)| (n, text.as_str())).collect();
        let mut chosen = Some(self.week.min(weeks - 1));
        Chips::new("Beginning in the seven days from")
            .close_together()
            .width(ui.available_width())
            .show(ui, &mut chosen, &options);
        self.week = chosen.unwrap_or(0);
    }
}

/// How many dates are looked at; those of a year where there is no number.
fn count(typed: &Typed) -> Option<u16> {
    match (typed.how_often, typed.ends) {
        (HowOften::Once, _) => Some(1),
        (_, Ends::After) => typed.visits.trim().parse().ok().filter(|count| *count > 0),
        (_, Ends::Never | Ends::On) => None,
    }
}

/// A column for each weekday that it could begin on in a week, in the order of the business's week.
fn columns<'a>(of: &[&'a FreeRow], week: usize, cx: &Context<'_>) -> Vec<&'a FreeRow> {
    let weeks = (of.len() / 7).max(1);
    let is_of_week = |(n, _): &(usize, &&FreeRow)| n % weeks == week.min(weeks - 1);
    let rows = of.iter().enumerate().filter(is_of_week);
    let mut columns: Vec<&FreeRow> = rows.map(|(_, row)| *row).collect();
    let start = cx.week_start();
    columns.sort_by_key(|row| row.weekday.map(|weekday| weekday.days_since(start)));
    columns
}

/// The first and the last half hour at which anything is free.
fn hours(columns: &[&FreeRow]) -> Option<(usize, usize)> {
    let is_free = |place: &usize| {
        columns
            .iter()
            .any(|row| row.free.get(*place).is_some_and(|free| *free > 0))
    };
    let places = || 0..crate::domain::schedule::Starts::COUNT;
    Some((places().find(is_free)?, places().rev().find(is_free)?))
}

fn worth(free: u16, dates: u16) -> Worth {
    match (free == dates, u32::from(free) * 10 >= u32::from(dates) * 8) {
        (true, _) => Worth::All,
        (false, true) => Worth::Much,
        (false, false) => Worth::Some,
    }
}

/// Who is free then, and on how many dates: the most often free first.
fn free_then(rows: &[FreeRow], of: &FreeRow, place: usize) -> Vec<(StaffId, u16)> {
    let same = rows
        .iter()
        .filter(|row| row.weekday == of.weekday && row.first == of.first);
    let mut free: Vec<(StaffId, u16)> = same
        .filter_map(|row| Some((row.staff?, row.free.get(place).copied().filter(|free| *free > 0)?)))
        .collect();
    free.sort_by_key(|(_, free)| std::cmp::Reverse(*free));
    free
}

/// The same by name.
fn by_whom<'a>(rows: &[FreeRow], of: &FreeRow, place: usize, cx: &'a Context<'_>) -> Vec<(&'a str, u16)> {
    let free = free_then(rows, of, place).into_iter();
    free.map(|(staff, free)| (words::visit::staff(cx.book, staff), free))
        .collect()
}

/// Day and time that stand in the form.
struct Present {
    start: Option<Day>,
    weekdays: BTreeSet<Code>,
    time: Option<TimeOfDay>,
    /// A weekday can begin in several weeks.
    several_weeks: bool,
}

impl Present {
    fn of(typed: &Typed, weeks: usize, cx: &Context<'_>) -> Self {
        let habit = cx.habit();
        let start = read_day(&typed.start, habit.order, habit.today);
        Self {
            start,
            weekdays: typed.weekdays_from(start),
            time: read_time(&typed.all.time),
            several_weeks: weeks > 1,
        }
    }

    /// Whether it lies in the half hour that begins then.
    fn is_at(&self, of: &FreeRow, begins: TimeOfDay) -> bool {
        const HALF: u16 = 30;
        let is_its_day = match of.weekday {
            Some(weekday) if !self.several_weeks => self.weekdays.contains(&Code(weekday)),
            _ => self.start == Some(of.first),
        };
        let since = self.time.and_then(|time| time.minute().checked_sub(begins.minute()));
        is_its_day && since.is_some_and(|since| since < HALF)
    }
}

/// Puts what was picked into the form.
fn take(typed: &mut Typed, cx: &Context<'_>, of: &FreeRow, time: TimeOfDay, whom: Option<StaffId>) {
    if of.weekday.is_some() {
        typed.start = write_day(of.first, cx.habit().order);
        // The weekday is that of the start.
        typed.weekdays = None;
    }
    typed.all.time = write_time(time, cx.face());
    typed.own_times = false;
    if let Some(person) = whom.and_then(|id| cx.book.staff().get(id)) {
        typed.all.staff = Some(person.uuid);
    }
}

#[cfg(test)]
mod tests;
