//! "More patterns…": every part of a rule in plain words, and below them the rule as calendars write it.
//!
//! The parts and the text are kept in step: a part that is changed writes the text, a text that is a rule fills the parts,
//! and one that is not leaves them as they are. What is kept and sent is the text alone. Parts that have no meaning with the
//! chosen unit are not shown, unless a rule that was brought in has them.

mod says;
mod typed;

pub use typed::{DaysTyped, PatternTyped, Unit};

use egui::Ui;

use super::request::nth_of;
use super::typed::{Code, Ends, HowOften, Typed};
use crate::recurrence::{End, Frequency, MonthDays, Part, Parts, Rule};
use crate::time::{Day, Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::date_text::{read_time, write_day};
use crate::ui::widgets::{Button, Choice, MonthToggles, Segments, TextField, WeekdayToggles};
use crate::words;
use says::{label, path, wrong};

const EVERY: f32 = 96.0;
const WHICH: f32 = 144.0;
const WEEKDAYS: f32 = 420.0;

/// Draws it; `start` is the first date, where it can be read.
pub(super) fn show(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields, start: Option<Day>) {
    let before = typed.parts.clone();
    let nth = nth_of(typed, start).map_or(1, |(nth, _)| nth);
    let parts = &mut typed.parts;
    unit(ui, parts, at, nth);
    match parts.unit {
        Unit::Days | Unit::Weeks => {
            weekdays(ui, cx, parts, at, start);
            months(ui, parts, at);
        }
        Unit::Months | Unit::Years => {
            months(ui, parts, at);
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = size::SPACE_2;
                counted_weekdays(ui, cx, parts, at);
            });
        }
    }
    lists(ui, parts, at, start);
    if typed.parts != before {
        typed.rule = typed.parts.text();
    }
    text(ui, cx, typed, at);
}

/// What is wrong with the pattern, and where it is said.
pub(super) fn error(typed: &Typed) -> Option<(String, String)> {
    let (part, text) = wrong(typed)?;
    Some((part.map_or_else(|| says::TEXT.to_owned(), path), text))
}

/// What is wrong with the pattern, in the place of its dates.
pub(super) fn error_with_field(typed: &Typed) -> Option<String> {
    let (part, text) = wrong(typed)?;
    Some(part.map_or_else(|| text.clone(), |part| format!("{}: {text}", label(part))))
}

/// The rule that "More…" begins with, where none was typed yet: the one that stood before, as it was reckoned or as its chip
/// says it.
pub(super) fn begin(typed: &mut Typed, was: HowOften, stood: Option<&Rule>, start: Option<Day>, week_start: Weekday) {
    if !typed.rule.trim().is_empty() {
        return;
    }
    let (every, frequency) = match was {
        HowOften::Weeks(weeks) => (u32::from(weeks), Frequency::Weekly),
        HowOften::Once | HowOften::More => (1, Frequency::Weekly),
        HowOften::TwiceAMonth | HowOften::Monthly => (1, Frequency::Monthly),
        HowOften::Quarterly => (3, Frequency::Monthly),
        HowOften::Yearly => (1, Frequency::Yearly),
    };
    let mut parts = Parts::every(every, frequency);
    parts.week_start = week_start;
    if frequency == Frequency::Weekly {
        parts.weekdays = typed.weekdays_of_chips(start).into_iter().map(|code| code.0).collect();
    } else if was == HowOften::TwiceAMonth {
        parts.month_days = MonthDays::from_iter([1, 15]);
    }
    if let Some(rule) = stood.cloned().or_else(|| Rule::new(parts).ok()) {
        typed.put_rule(&rule.without_end());
    }
}

fn unit(ui: &mut Ui, parts: &mut PatternTyped, at: &mut AtFields, nth: i8) {
    row(ui, |ui| {
        field(
            ui,
            at,
            Part::Interval,
            TextField::number(label(Part::Interval), &mut parts.every, "").width(EVERY),
        );
        let mut unit = parts.unit;
        Segments::new(label(Part::Frequency)).width(ui.available_width()).show(
            ui,
            &mut unit,
            &[
                (Unit::Days, "Days"),
                (Unit::Weeks, "Weeks"),
                (Unit::Months, "Months"),
                (Unit::Years, "Years"),
            ],
        );
        if unit != parts.unit {
            parts.turn_into(unit, nth);
        }
    });
}

fn months(ui: &mut Ui, parts: &mut PatternTyped, at: &mut AtFields) {
    let label = if parts.unit == Unit::Years { "In" } else { "Only in" };
    let error = at.at(&path(Part::Months));
    let toggles = MonthToggles::new(label)
        .width(ui.available_width())
        .error(error.as_deref());
    if toggles.show(ui, &mut parts.months).changed() {
        at.touch(path(Part::Months));
    }
}

/// The weekdays of days and weeks, where every one is meant.
fn weekdays(ui: &mut Ui, cx: &Context<'_>, parts: &mut PatternTyped, at: &mut AtFields, start: Option<Day>) {
    let weekly = parts.unit == Unit::Weeks;
    let Some(row) = parts.weekdays.first_mut() else { return };
    let error = at.at(&path(Part::Weekdays));
    let start = start.map(|start| format!("None is that of the start, {}", words::dates::weekday(start.weekday())));
    let mut toggles = WeekdayToggles::new(if weekly { "On" } else { "Only on" }, cx.week_start())
        .width(WEEKDAYS)
        .error(error.as_deref());
    if let (true, true, Some(start)) = (weekly, row.days.is_empty(), &start) {
        toggles = toggles.help(start);
    }
    let mut days = row.set();
    if toggles.show(ui, &mut days).changed() {
        row.days = codes(days);
        at.touch(path(Part::Weekdays));
    }
}

/// The weekdays of months and years: every one, the 2nd, the last.
fn counted_weekdays(ui: &mut Ui, cx: &Context<'_>, parts: &mut PatternTyped, at: &mut AtFields) {
    let in_year = parts.counts_in_year();
    let count = parts.weekdays.len();
    let mut removed = None;
    for (place, one) in parts.weekdays.iter_mut().enumerate() {
        let numbered = |label: &str| {
            if place == 0 {
                label.to_owned()
            } else {
                format!("{label} {}", place + 1)
            }
        };
        let error = at.at(&path(Part::Weekdays)).filter(|_| place == 0);
        ui.push_id(("weekdays", place), |ui| {
            row(ui, |ui| {
                let options = says::which(one.which, in_year);
                let options: Vec<(i8, &str)> = options.iter().map(|(which, text)| (*which, text.as_str())).collect();
                let mut which = Some(one.which);
                let which_label = numbered("Which");
                let mut choice = Choice::new(&which_label).width(WHICH).error(error.as_deref());
                let days_label = numbered(label(Part::Weekdays));
                let taken = if count > 1 { size::CONTROL + size::SPACE_3 } else { 0.0 };
                let mut toggles = WeekdayToggles::new(&days_label, cx.week_start())
                    .width(ui.available_width() - WHICH - size::SPACE_3 - taken);
                if place > 0 {
                    choice = choice.label_hidden();
                    toggles = toggles.label_hidden();
                }
                let mut days = one.set();
                let chose = choice.show(ui, &mut which, &options).changed();
                if toggles.show(ui, &mut days).changed() || chose {
                    one.which = which.unwrap_or(one.which);
                    one.days = codes(days);
                    at.touch(path(Part::Weekdays));
                }
                if count > 1 && remove(ui, place) {
                    removed = Some(place);
                }
            });
        });
    }
    if let Some(place) = removed.filter(|place| *place < count) {
        parts.weekdays.remove(place);
    }
    let add = Button::quiet("Weekdays").icon(Icon::Plus).named("Add weekdays");
    if ui.add(add).clicked() {
        parts.weekdays.push(DaysTyped {
            which: -1,
            ..DaysTyped::default()
        });
    }
}

fn remove(ui: &mut Ui, place: usize) -> bool {
    let name = format!("Remove weekdays {}", place + 1);
    ui.vertical(|ui| {
        if place == 0 {
            // Beside the fields, whose labels stand above them.
            ui.add_space(size::line_height(size::TEXT_SMALL) + size::SPACE_1);
        }
        ui.add(Button::icon_alone(Icon::Trash, name.as_str())).clicked()
    })
    .inner
}

/// Fields of half the width, two beside each other: days and weeks by their numbers, which of all of these, and where weeks
/// begin.
fn lists(ui: &mut Ui, parts: &mut PatternTyped, at: &mut AtFields, start: Option<Day>) {
    let unit = parts.unit;
    let yearly = unit == Unit::Years;
    let said = |text: &str| !text.trim().is_empty();
    let shown = [
        (Part::MonthDays, unit != Unit::Weeks || said(&parts.month_days)),
        (Part::YearDays, yearly || said(&parts.year_days)),
        (Part::Weeks, yearly || said(&parts.weeks)),
        (Part::Positions, parts.has_days() || said(&parts.positions)),
        (Part::WeekStart, parts.needs_week_start()),
    ];
    let shown: Vec<Part> = shown.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect();
    // Without any day it is that of the start.
    let of_start = start.filter(|_| !parts.has_days() && unit != Unit::Days);
    let usual = of_start.map_or_else(|| "any".to_owned(), |start| start.day_of_month().to_string());
    let half = (ui.available_width() - size::SPACE_3) / 2.0;
    for two in shown.chunks(2) {
        row(ui, |ui| {
            for part in two {
                let (text, hint, help) = match part {
                    Part::YearDays => (&mut parts.year_days, "any", "1 to 366, or last"),
                    Part::Weeks => (&mut parts.weeks, "any", "1 to 53, or last"),
                    Part::Positions => (&mut parts.positions, "all", says::of_each(unit)),
                    Part::WeekStart => {
                        week_start(ui, parts, half);
                        continue;
                    }
                    _ => {
                        let help = "Such as 1, 15, last; -2 is the last but one";
                        (&mut parts.month_days, usual.as_str(), help)
                    }
                };
                field(
                    ui,
                    at,
                    *part,
                    TextField::new(label(*part), text).hint(hint).help(help).width(half),
                );
            }
        });
    }
}

fn week_start(ui: &mut Ui, parts: &mut PatternTyped, width: f32) {
    let days: Vec<(Code, &str)> = WeekdaySet::ALL
        .iter(Weekday::Mon)
        .map(|day| (Code(day), words::dates::weekday(day)))
        .collect();
    let mut first = Some(parts.week_start);
    Choice::new(label(Part::WeekStart))
        .width(width)
        .show(ui, &mut first, &days);
    parts.week_start = first.unwrap_or(parts.week_start);
}

/// A field of a part, with what is wrong in it.
fn field(ui: &mut Ui, at: &mut AtFields, part: Part, field: TextField<'_>) {
    crate::ui::form::fields::field(ui, at, &path(part), field);
}

/// The rule as calendars write it.
fn text(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields) {
    // What is wrong in a part is said there alone; what is wrong in the text, with its place.
    let error = match wrong(typed) {
        Some((Some(_), _)) => at.at(says::TEXT).and(None),
        Some((None, text)) => at.at(says::TEXT).map(|_| text),
        None => at.at(says::TEXT),
    };
    let field = TextField::new("As calendars write it", &mut typed.rule)
        .hint("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR")
        .help("To paste a rule from elsewhere")
        .width(ui.available_width())
        .error(error.as_deref());
    let response = field.show(ui);
    at.shown(says::TEXT, &response);
    if response.changed() {
        if let Some((name, rest)) = typed.rule.split_once(':')
            && name.trim().eq_ignore_ascii_case("RRULE")
        {
            typed.rule = rest.to_owned();
        }
        if let Ok(rule) = Rule::parse(typed.rule.trim()) {
            typed.parts = PatternTyped::of(&rule);
        }
    }
    if response.lost_focus() {
        settle(cx, typed);
    }
}

/// Writes a rule as it is written here; the end that it says goes to the fields of the end.
fn settle(cx: &Context<'_>, typed: &mut Typed) {
    let Ok(rule) = Rule::parse(typed.rule.trim()) else {
        return;
    };
    match rule.end() {
        End::Never => {}
        End::Count(count) => {
            typed.ends = Ends::After;
            typed.visits = count.to_string();
        }
        End::Until(until) => {
            let location = typed
                .location
                .and_then(|uuid| cx.book.locations().live().find(|location| location.uuid == uuid));
            let zone = location.map_or_else(|| cx.book.zone(), |location| location.zone);
            let time = read_time(&typed.all.time).unwrap_or_default();
            typed.ends = Ends::On;
            typed.end = write_day(until.last_day(time, zone), cx.habit().order);
        }
    }
    typed.put_rule(&rule.without_end());
}

fn codes(days: WeekdaySet) -> std::collections::BTreeSet<Code> {
    days.iter(Weekday::Mon).map(Code).collect()
}

#[cfg(test)]
mod tests;
