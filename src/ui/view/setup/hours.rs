//! Weekly hours as they are typed, a line a weekday: "9:00-12:00, 13:00-18:00"; nothing is closed.
//!
//! Left out: rotas and hours that hold for a time only. Those are kept as they are and said to be there.

use std::collections::BTreeMap;

use egui::Ui;
use serde_json::{Map, Value, json};

use crate::domain::read::{WEEKDAYS, weekday_code};
use crate::time::{Minutes, TimeOfDay, Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::AtFields;
use crate::ui::form::series::typed::Code;
use crate::ui::look::{Icon, size};
use crate::ui::widgets::date_text::{ClockFace, read_time, write_time};
use crate::ui::widgets::{Button, TextField, controls, heading, muted, small};
use crate::words;

/// The hours of a week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HoursTyped {
    /// The text of each weekday; closed where there is none.
    days: BTreeMap<Code, String>,
    /// They change from week to week, which this cannot show.
    rota: bool,
}

impl HoursTyped {
    /// As a setup document says them.
    pub fn of(value: Option<&Value>, face: ClockFace) -> Self {
        let Some(Value::Object(fields)) = value else {
            return Self {
                rota: value.is_some(),
                ..Self::default()
            };
        };
        let mut hours = Self {
            rota: ["every", "anchor", "weeks", "from", "until"]
                .into_iter()
                .any(|field| fields.contains_key(field)),
            ..Self::default()
        };
        for (code, weekday) in WEEKDAYS {
            let spans = fields.get(code).and_then(Value::as_array).into_iter().flatten();
            let spans: Vec<String> = spans.filter_map(|span| written(span, face)).collect();
            hours.days.insert(Code(weekday), spans.join(", "));
        }
        hours
    }

    /// The same hours on these weekdays.
    pub fn on(weekdays: WeekdaySet, text: &str) -> Self {
        let of = |day: Weekday| if weekdays.contains(day) { text } else { "" }.to_owned();
        let days = WeekdaySet::ALL.iter(Weekday::Mon).map(|day| (Code(day), of(day)));
        Self {
            days: days.collect(),
            rota: false,
        }
    }

    /// As a setup document says them; nothing where they are a rota, which stays as it is.
    pub fn said(&self) -> Option<Value> {
        if self.rota {
            return None;
        }
        let days = self.days.iter().filter(|(_, text)| !text.trim().is_empty());
        let fields: Map<String, Value> = days
            .map(|(code, text)| (weekday_code(code.0).to_owned(), spans(text)))
            .collect();
        Some(Value::Object(fields))
    }

    /// Draws a line for each weekday; errors stand at `path` and the weekday. `whose` tells several of one form apart.
    pub fn show(&mut self, ui: &mut Ui, cx: &Context<'_>, at: &mut AtFields, path: &str, whose: &str) {
        if self.rota {
            muted(
                ui,
                "These hours change from week to week or hold for a time only. They stay as they are",
            );
            return;
        }
        const DAY: f32 = 104.0;
        let mut copied = None;
        for weekday in WeekdaySet::ALL.iter(cx.week_start()) {
            let name = words::dates::weekday(weekday);
            let field_path = format!("{path}.{}", weekday_code(weekday));
            let text = self.days.entry(Code(weekday)).or_default();
            controls(ui, |ui| {
                ui.scope(|ui| {
                    ui.set_width(DAY);
                    crate::ui::widgets::text(ui, name);
                });
                let error = at.within(&field_path);
                let label = format!("{name}{whose}");
                let field = TextField::new(&label, text)
                    .label_hidden()
                    .hint("Closed")
                    .width(264.0)
                    .error(error.as_deref());
                if field.show(ui).lost_focus() {
                    at.touch(field_path.clone());
                }
                let open = !text.trim().is_empty();
                let copy = Button::icon_alone(Icon::Copy, format!("Same hours as {name} on all open days{whose}"));
                if ui.add_enabled(open, copy).clicked() {
                    copied = Some(text.clone());
                }
            });
        }
        if let Some(text) = copied {
            for day in self.days.values_mut().filter(|day| !day.trim().is_empty()) {
                day.clone_from(&text);
            }
        }
        small(ui, "As 9:00-12:00, 13:00-18:00. Nothing is closed");
    }
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
        match (from, to) {
            // What ends before it begins ends on the next day.
            (Some(from), Some(to)) if to <= from => json!([told(from), told(to + Minutes::DAY)]),
            (from, to) => json!([said(from, ends.0), said(to, ends.1)]),
        }
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

fn clock(text: &str) -> Option<Minutes> {
    match text.trim() {
        "24" | "24:00" => Some(Minutes::DAY),
        text => read_time(text).map(TimeOfDay::since_midnight),
    }
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
        if (hours, minutes) == (24, 0) {
            return Some("24:00".to_owned());
        }
        Some(write_time(TimeOfDay::from_hm(hours % 24, minutes)?, face))
    };
    Some(format!("{}-{}", time(from)?, time(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them_and_come_back() {
        let check = |text: &str, value: Value, back: &str| {
            assert_eq!(spans(text), value, "{text}");
            let hours = json!({ "tue": value });
            let typed = HoursTyped::of(Some(&hours), ClockFace::Hours24);
            assert_eq!(typed.days.get(&Code(Weekday::Tue)).map(String::as_str), Some(back));
            assert_eq!(typed.said(), Some(hours));
        };
        check("9-18", json!([["09:00", "18:00"]]), "09:00-18:00");
        check(
            "9:00 – 12:00, 13:00 to 18:00",
            json!([["09:00", "12:00"], ["13:00", "18:00"]]),
            "09:00-12:00, 13:00-18:00",
        );
        check("0:00-24:00", json!([["00:00", "24:00"]]), "00:00-24:00");
        check("22:00-2:00", json!([["22:00", "26:00"]]), "22:00-02:00");
    }

    #[test]
    fn what_cannot_be_read_is_handed_on_so_that_the_domain_says_so() {
        assert_eq!(spans("morning"), json!([["morning", ""]]));
        assert_eq!(spans("9:00-noonish"), json!([["09:00", "noonish"]]));
        assert_eq!(spans(" "), json!([]));
    }

    #[test]
    fn a_rota_is_left_alone() {
        let rota = json!({ "every": 2, "anchor": "2027-01-04", "weeks": [{}, {}] });
        assert_eq!(HoursTyped::of(Some(&rota), ClockFace::Hours24).said(), None);
        assert_eq!(HoursTyped::of(Some(&json!([{}, {}])), ClockFace::Hours24).said(), None);
    }
}
