//! How often: chips, and below them what the chosen one needs (weekdays, days of the month, another pattern).

use std::collections::BTreeSet;

use egui::Ui;

use super::pattern;
use super::request::nth_of;
use super::typed::{Code, HowOften, Typed};
use crate::recurrence::Rule;
use crate::time::{Day, Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::{AtFields, row};
use crate::ui::widgets::{Chips, Choice, Segments, TextField, WeekdayToggles, check_box};
use crate::words;

const CHIPS: [(HowOften, &str, &str); 18] = [
    (HowOften::Weeks(1), "1 week", "Every week"),
    (HowOften::Weeks(2), "2", "Every 2 weeks"),
    (HowOften::Weeks(3), "3", "Every 3 weeks"),
    (HowOften::Weeks(4), "4", "Every 4 weeks"),
    (HowOften::Weeks(5), "5", "Every 5 weeks"),
    (HowOften::Weeks(6), "6", "Every 6 weeks"),
    (HowOften::Weeks(7), "7", "Every 7 weeks"),
    (HowOften::Weeks(8), "8", "Every 8 weeks"),
    (HowOften::Weeks(9), "9", "Every 9 weeks"),
    (HowOften::Weeks(10), "10", "Every 10 weeks"),
    (HowOften::Weeks(11), "11", "Every 11 weeks"),
    (HowOften::Weeks(12), "12 weeks", "Every 12 weeks"),
    (HowOften::TwiceAMonth, "1st and 15th", "1st and 15th"),
    (HowOften::Monthly, "Monthly", "Monthly"),
    (HowOften::Quarterly, "Every 3 months", "Every 3 months"),
    (HowOften::Yearly, "Yearly", "Yearly"),
    (HowOften::Once, "Once", "Does not repeat"),
    (HowOften::More, "More…", "More patterns…"),
];

/// Draws it; `start` is the first date, where it can be read, and `rule` what the form was understood as before this frame.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Context<'_>,
    typed: &mut Typed,
    at: &mut AtFields,
    start: Option<Day>,
    rule: Option<&Rule>,
) {
    let width = ui.available_width();
    let options = CHIPS.map(|(often, text, _)| (often, text));
    let names = CHIPS.map(|(_, _, name)| name);
    let mut chosen = Some(typed.how_often);
    let error = at.at("frequency");
    Chips::new("How often")
        .names(&names)
        .close_together()
        .width(width)
        .error(error.as_deref())
        .show(ui, &mut chosen, &options);
    if let Some(chosen) = chosen.filter(|chosen| *chosen != typed.how_often) {
        let was = std::mem::replace(&mut typed.how_often, chosen);
        if chosen == HowOften::More {
            pattern::begin(typed, was, rule, start, cx.week_start());
        }
    }
    if typed.how_often == HowOften::More {
        pattern::show(ui, cx, typed, at, start);
        if typed.is_weekly() {
            own_times(ui, typed, start);
        }
    } else if typed.is_weekly() {
        weekdays(ui, cx, typed, at, start);
        own_times(ui, typed, start);
    }
    if typed.is_monthly() || typed.how_often == HowOften::TwiceAMonth {
        month(ui, typed, at, start);
    }
}

fn weekdays(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields, start: Option<Day>) {
    let shown: BTreeSet<Code> = typed.weekdays_from(start);
    let mut days: WeekdaySet = shown.iter().map(|code| code.0).collect();
    let error = at.at("weekdays").or(at.at("slots"));
    let toggles = WeekdayToggles::new("On", cx.week_start())
        .width(ui.available_width().min(420.0))
        .error(error.as_deref());
    if toggles.show(ui, &mut days).changed() {
        let mut days: BTreeSet<Code> = days.iter(Weekday::Mon).map(Code).collect();
        // The weekday of the start is a suggestion: the first one that a person chooses stands in its place.
        if typed.weekdays.is_none() {
            days.retain(|day| !shown.contains(day));
        }
        typed.weekdays = Some(days);
        at.touch("weekdays");
    }
}

fn own_times(ui: &mut Ui, typed: &mut Typed, start: Option<Day>) {
    let days = typed.weekdays_from(start);
    if days.len() > 1 || typed.own_times {
        let response = check_box(ui, &mut typed.own_times, "Different times per weekday");
        if response.changed() && typed.own_times {
            for day in days {
                typed.by_weekday.entry(day).or_insert_with(|| typed.all.clone());
            }
        }
    }
}

fn month(ui: &mut Ui, typed: &mut Typed, at: &mut AtFields, start: Option<Day>) {
    let nth = nth_of(typed, start);
    let twice = typed.how_often == HowOften::TwiceAMonth;
    Segments::new("Counted by").show(ui, &mut typed.by_nth, &[(false, "Day of the month"), (true, "Weekday")]);
    if typed.by_nth {
        by_weekday(ui, typed, at, nth, twice);
        return;
    }
    let error = at.at("days_of_month");
    row(ui, |ui| {
        let first = if twice {
            "1".to_owned()
        } else {
            start.map_or(String::new(), |day| day.day_of_month().to_string())
        };
        let label = if twice { "First day" } else { "Day of the month" };
        let field = TextField::number(label, &mut typed.month_day, "")
            .hint(&first)
            .error(error.as_deref());
        at.shown("days_of_month", &field.show(ui));
        if twice
            && TextField::number("Second day", &mut typed.second_day, "")
                .hint("15")
                .show(ui)
                .lost_focus()
        {
            at.touch("days_of_month");
        }
    });
    let day = |text: &str, usual: u32| text.trim().parse::<u32>().unwrap_or(usual);
    let usual = start.map_or(1, Day::day_of_month);
    let latest = if twice {
        day(&typed.second_day, 15)
    } else {
        day(&typed.month_day, usual)
    };
    if latest > 28 || typed.skips_short_months {
        let days = words::ordinal(latest);
        check_box(
            ui,
            &mut typed.skips_short_months,
            &format!("Skip months that have no {days}"),
        );
    }
}

fn by_weekday(ui: &mut Ui, typed: &mut Typed, at: &mut AtFields, nth: Option<(i8, Code)>, twice: bool) {
    let error = at
        .at("nth_weekday")
        .or(at.at("nth_weekday.nth"))
        .or(at.at("nth_weekday.weekday"));
    row(ui, |ui| {
        let once: [(i8, &str); 5] = [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (-1, "Last")];
        let pairs: [(i8, &str); 2] = [(1, "1st and 3rd"), (2, "2nd and 4th")];
        let options: &[(i8, &str)] = if twice { &pairs } else { &once };
        let mut which = nth.map(|(nth, _)| match (twice, nth) {
            (true, 1 | 3) => 1,
            (true, _) => 2,
            (false, nth) => nth,
        });
        let mut weekday = nth.map(|(_, weekday)| weekday);
        let chose_nth = Choice::new("Which")
            .width(144.0)
            .error(error.as_deref())
            .show(ui, &mut which, options);
        let days: Vec<(Code, &str)> = WeekdaySet::ALL
            .iter(Weekday::Mon)
            .map(|day| (Code(day), words::dates::weekday(day)))
            .collect();
        let chose_day = Choice::new("Weekday").width(168.0).show(ui, &mut weekday, &days);
        if chose_nth.changed() || chose_day.changed() {
            typed.nth = which.zip(weekday);
        }
    });
}
