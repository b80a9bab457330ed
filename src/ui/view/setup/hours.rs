//! Weekly hours as they are typed, a line a weekday: "9:00-12:00, 13:00-18:00"; closed where it is empty. Where they repeat every
//! few weeks, there are such lines for each of them, and a day says which week is the first.
//!
//! Left out: hours that hold for a time only. Those are kept as they are and said to be there.

use std::collections::BTreeMap;

use egui::Ui;
use serde_json::{Map, Value, json};

use crate::domain::read::{WEEKDAYS, weekday_code};
use crate::time::{Day, Minutes, TimeOfDay, Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::series::typed::Code;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::widgets::date_text::{ClockFace, read_day, read_time, write_day, write_time};
use crate::ui::widgets::{
    Button, Choice, DateField, DateHabit, Segments, TextField, controls, heading, muted, notice, small,
};
use crate::words;

/// The text of each weekday; closed where there is none.
type Week = BTreeMap<Code, String>;

/// After how many weeks hours may repeat, and what the screen calls it.
const REPEATS: [(usize, &str); 8] = [
    (1, "The same every week"),
    (2, "Every 2 weeks"),
    (3, "Every 3 weeks"),
    (4, "Every 4 weeks"),
    (5, "Every 5 weeks"),
    (6, "Every 6 weeks"),
    (7, "Every 7 weeks"),
    (8, "Every 8 weeks"),
];

/// The hours of a week, or of the weeks of a rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursTyped {
    /// One week, or as many as pass until they repeat.
    weeks: Vec<Week>,
    /// A day of the first of several weeks.
    first: String,
    /// Hours that this cannot show.
    kept: Option<Value>,
}

impl HoursTyped {
    /// As a setup document says them.
    pub fn of(value: Option<&Value>, habit: DateHabit, face: ClockFace) -> Self {
        let mut hours = Self {
            weeks: vec![week_of(None, face)],
            first: String::new(),
            kept: None,
        };
        let Some(value) = value else { return hours };
        let dated = ["from", "until"].into_iter().any(|field| value.get(field).is_some());
        if dated || !value.is_object() {
            hours.kept = Some(value.clone());
            return hours;
        }
        match value.get("weeks").and_then(Value::as_array) {
            None => hours.weeks = vec![week_of(Some(value), face)],
            Some(weeks) => {
                hours.weeks = weeks.iter().map(|week| week_of(Some(week), face)).collect();
                let anchor = value.get("anchor").and_then(Value::as_str).unwrap_or_default();
                let day = anchor.parse::<Day>().ok();
                hours.first = day.map_or_else(|| anchor.to_owned(), |day| write_day(day, habit.order));
            }
        }
        hours
    }

    /// The same hours on these weekdays.
    pub fn on(weekdays: WeekdaySet, text: &str) -> Self {
        let of = |day: Weekday| if weekdays.contains(day) { text } else { "" }.to_owned();
        let days = WeekdaySet::ALL.iter(Weekday::Mon).map(|day| (Code(day), of(day)));
        Self {
            weeks: vec![days.collect()],
            first: String::new(),
            kept: None,
        }
    }

    /// As a setup document says them.
    pub fn said(&self, habit: DateHabit) -> Value {
        if let Some(kept) = &self.kept {
            return kept.clone();
        }
        match self.weeks.as_slice() {
            [] => json!({}),
            [week] => said_week(week),
            weeks => {
                let first = self.first.trim();
                let day = read_day(first, habit.order, habit.today);
                let anchor = day.map_or_else(|| first.to_owned(), |day| day.to_string());
                let anchor = Some(anchor).filter(|anchor| !anchor.is_empty());
                json!({ "every": weeks.len(), "anchor": anchor, "weeks": weeks.iter().map(said_week).collect::<Vec<_>>() })
            }
        }
    }

    /// Draws a line for each weekday; errors stand at `path` and the weekday. `whose` tells several of one form apart.
    pub fn show(&mut self, ui: &mut Ui, cx: &Context<'_>, at: &mut AtFields, path: &str, whose: &str) {
        if self.kept.is_some() {
            muted(ui, "These hours hold for a time only. They stay as they are");
            return;
        }
        // A shop is closed, a person is not there.
        let blank = if path == "hours" { "Closed" } else { "Not in" };
        self.repeats(ui, cx, at, path, whose);
        let number = self.weeks.len();
        if number < 2 {
            if let Some(week) = self.weeks.first_mut() {
                lines(ui, cx, week, at, path, (whose, blank));
            }
        } else {
            let shown_id = ui.scope_id().with("shown week");
            let shown = ui.data(|data| data.get_temp::<usize>(shown_id)).unwrap_or(0);
            let mut shown = shown.min(number - 1);
            let names: Vec<String> = (1..=number).map(|week| format!("Week {week}")).collect();
            let options: Vec<(usize, &str)> = names.iter().map(String::as_str).enumerate().collect();
            Segments::bar(&format!("Week{whose}")).show(ui, &mut shown, &options);
            ui.data_mut(|data| data.insert_temp(shown_id, shown));
            // What is wrong in another week is not left for the person to search.
            for (week, name) in &options {
                let wrong = at.within(&format!("{path}.weeks.{week}")).filter(|_| *week != shown);
                if let Some(wrong) = wrong {
                    notice(ui, Tone::Danger, &format!("{name}: {wrong}"), None);
                }
            }
            if let Some(week) = self.weeks.get_mut(shown) {
                ui.push_id(shown, |ui| {
                    lines(ui, cx, week, at, &format!("{path}.weeks.{shown}"), (whose, blank));
                });
            }
        }
        let blank = blank.to_lowercase();
        small(
            ui,
            &format!("As 9:00-12:00, 13:00-18:00. Leave empty if {blank}. Past midnight: 18:00-26:00"),
        );
    }

    /// After how many weeks they repeat, and which week is the first.
    fn repeats(&mut self, ui: &mut Ui, cx: &Context<'_>, at: &mut AtFields, path: &str, whose: &str) {
        let habit = cx.habit();
        row(ui, |ui| {
            let mut every = Some(self.weeks.len());
            let label = format!("Repeat{whose}");
            if Choice::new(&label)
                .width(FIELD)
                .show(ui, &mut every, &REPEATS)
                .changed()
            {
                let like = self.weeks.last().cloned().unwrap_or_default();
                self.weeks.resize(every.unwrap_or(1), like);
                if self.weeks.len() > 1 && self.first.trim().is_empty() {
                    self.first = write_day(habit.today.start_of_week(habit.first), habit.order);
                }
            }
            if self.weeks.len() < 2 {
                return;
            }
            let path = format!("{path}.anchor");
            let error = at.at(&path);
            let label = format!("A day of week 1{whose}");
            let help = self
                .week_of_today(habit)
                .map(|week| format!("This week is week {week}"));
            let field = DateField::new(&label, &mut self.first, habit)
                .width(FIELD)
                .help(help.as_deref().unwrap_or_default())
                .error(error.as_deref());
            at.shown(path, &field.show(ui));
        });
    }

    /// Which of the weeks this one is, from 1.
    fn week_of_today(&self, habit: DateHabit) -> Option<usize> {
        let first = read_day(&self.first, habit.order, habit.today)?;
        let passed = (habit.today.start_of_week(habit.first) - first.start_of_week(habit.first)) / 7;
        let number = i32::try_from(self.weeks.len()).ok()?;
        let week = passed.checked_rem_euclid(number)?;
        usize::try_from(week).ok().map(|week| week + 1)
    }
}

/// Width of a field beside another.
const FIELD: f32 = 264.0;

/// A line for each weekday.
fn lines(ui: &mut Ui, cx: &Context<'_>, week: &mut Week, at: &mut AtFields, path: &str, (whose, blank): (&str, &str)) {
    const DAY: f32 = 104.0;
    let mut copied = None;
    for weekday in WeekdaySet::ALL.iter(cx.week_start()) {
        let name = words::dates::weekday(weekday);
        let field_path = format!("{path}.{}", weekday_code(weekday));
        let text = week.entry(Code(weekday)).or_default();
        controls(ui, |ui| {
            ui.scope(|ui| {
                ui.set_width(DAY);
                crate::ui::widgets::text(ui, name);
            });
            let error = at.within(&field_path);
            let label = format!("{name}{whose}");
            let field = TextField::new(&label, text)
                .label_hidden()
                .hint(blank)
                .width(FIELD)
                .error(error.as_deref());
            at.shown(field_path.clone(), &field.show(ui));
            let open = !text.trim().is_empty();
            let copy = Button::icon_alone(Icon::Copy, format!("Same hours as {name} on all open days{whose}"));
            if ui.add_enabled(open, copy).clicked() {
                copied = Some(text.clone());
            }
        });
    }
    if let Some(text) = copied {
        for day in week.values_mut().filter(|day| !day.trim().is_empty()) {
            day.clone_from(&text);
        }
    }
}

fn week_of(fields: Option<&Value>, face: ClockFace) -> Week {
    let of_day = |code: &str| {
        let spans = fields.and_then(|fields| fields.get(code)).and_then(Value::as_array);
        let spans = spans.into_iter().flatten();
        let spans: Vec<String> = spans.filter_map(|span| written(span, face)).collect();
        spans.join(", ")
    };
    WEEKDAYS.iter().map(|(code, day)| (Code(*day), of_day(code))).collect()
}

fn said_week(week: &Week) -> Value {
    let days = week.iter().filter(|(_, text)| !text.trim().is_empty());
    let fields: Map<String, Value> = days
        .map(|(code, text)| (weekday_code(code.0).to_owned(), spans(text)))
        .collect();
    Value::Object(fields)
}

/// The heading of hours within a form.
pub(super) fn hours_heading(ui: &mut Ui, text: &str) {
    ui.add_space(size::SPACE_2);
    heading(ui, text);
}

/// The stretches of a day as a setup document says them; what cannot be read is handed on as it was typed.
pub(super) fn spans(text: &str) -> Value {
    let span = |part: &str| {
        let part = part.trim();
        let ends = part
            .split_once(['-', '–'])
            .or_else(|| part.split_once(" to "))
            .unwrap_or((part, ""));
        let (from, to) = (clock(ends.0), clock(ends.1));
        // What ends before it begins is wrong: "9-6" may mean the evening, "22-2" the next day.
        json!([said(from, ends.0), said(to, ends.1)])
    };
    let parts = text.split([',', ';']).filter(|part| !part.trim().is_empty());
    parts.map(span).collect()
}

fn said(time: Option<Minutes>, typed: &str) -> String {
    time.map_or_else(|| typed.trim().to_owned(), told)
}

fn told(time: Minutes) -> String {
    format!("{:02}:{:02}", time.count() / 60, time.count() % 60)
}

/// A time; from 24:00 on it lies on the next day.
fn clock(text: &str) -> Option<Minutes> {
    let text = text.trim();
    read_time(text)
        .map(TimeOfDay::since_midnight)
        .or_else(|| next_day(text).map(|time| time + Minutes::DAY))
}

/// The time of the next day that "26:00" is.
fn next_day(text: &str) -> Option<Minutes> {
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "00"));
    let hours: u32 = hours.parse().ok().filter(|hours| (24..48).contains(hours))?;
    let time = TimeOfDay::from_hm(hours - 24, minutes.parse().ok()?)?;
    Some(time.since_midnight())
}

/// A stretch of a setup document as a person types it.
pub(super) fn written(span: &Value, face: ClockFace) -> Option<String> {
    let [from, to] = span.as_array()?.as_slice() else {
        return None;
    };
    let time = |value: &Value| {
        let text = value.as_str()?;
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        if hours >= 24 {
            return Some(text.to_owned());
        }
        Some(write_time(TimeOfDay::from_hm(hours, minutes)?, face))
    };
    Some(format!("{}-{}", time(from)?, time(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::date_text::DateOrder;

    fn habit() -> DateHabit {
        DateHabit {
            order: DateOrder::default(),
            first: Weekday::Mon,
            today: "2026-03-02".parse().unwrap(),
        }
    }

    #[test]
    fn hours_are_read_as_people_type_them_and_come_back() {
        let check = |text: &str, value: Value, back: &str| {
            assert_eq!(spans(text), value, "{text}");
            let hours = json!({ "tue": value });
            let typed = HoursTyped::of(Some(&hours), habit(), ClockFace::Hours24);
            assert_eq!(typed.weeks[0].get(&Code(Weekday::Tue)).map(String::as_str), Some(back));
            assert_eq!(typed.said(habit()), hours);
        };
        check("9-18", json!([["09:00", "18:00"]]), "09:00-18:00");
        check(
            "9:00 – 12:00, 13:00 to 18:00",
            json!([["09:00", "12:00"], ["13:00", "18:00"]]),
            "09:00-12:00, 13:00-18:00",
        );
        check("0:00-24:00", json!([["00:00", "24:00"]]), "00:00-24:00");
        check("22:00-26:00", json!([["22:00", "26:00"]]), "22:00-26:00");
        check("18-26:30", json!([["18:00", "26:30"]]), "18:00-26:30");
    }

    #[test]
    fn what_cannot_be_read_is_handed_on_so_that_the_domain_says_so() {
        assert_eq!(spans("morning"), json!([["morning", ""]]));
        assert_eq!(spans("9:00-noonish"), json!([["09:00", "noonish"]]));
        assert_eq!(spans("13-9"), json!([["13:00", "09:00"]]));
        assert_eq!(spans("9-49"), json!([["09:00", "49"]]));
        assert_eq!(spans(" "), json!([]));
    }

    #[test]
    fn hours_come_back_as_they_were_said() {
        let check = |value: Value| {
            let typed = HoursTyped::of(Some(&value), habit(), ClockFace::Hours24);
            assert_eq!(typed.said(habit()), value);
        };
        check(json!({ "every": 2, "anchor": "2027-01-06", "weeks": [{ "tue": [["09:00", "18:00"]] }, {}] }));
        // What holds for a time only is not shown, and stays.
        check(json!({ "mon": [["09:00", "18:00"]], "until": "2026-12-31" }));
        check(json!([{ "mon": [["09:00", "18:00"]] }, { "every": 2, "anchor": "2027-01-06", "weeks": [{}, {}] }]));
    }

    #[test]
    fn the_week_that_it_is_follows_from_a_day_of_the_first() {
        let check = |first: &str, week: Option<usize>| {
            let typed = HoursTyped {
                weeks: vec![Week::new(); 3],
                first: first.to_owned(),
                kept: None,
            };
            assert_eq!(typed.week_of_today(habit()), week, "{first}");
        };
        check("8 mar 2026", Some(1));
        check("1 mar 2026", Some(2));
        check("9 mar 2026", Some(3));
        check("some day", None);
    }
}
