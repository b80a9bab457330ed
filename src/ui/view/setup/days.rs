//! Lists of dated rows within a form: closed days, days with other hours, extra shifts, times off.

use egui::Ui;
use serde_json::{Map, Value, json};

use super::hours::{spans, written};
use crate::time::{Civil, Day, TimeOfDay};
use crate::ui::Context;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::date_text::{ClockFace, read_day, read_time, write_day, write_time};
use crate::ui::widgets::{Button, Choice, DateField, DateHabit, TextField, TimeField, controls};

const DATE: f32 = 144.0;
const HOURS: f32 = 176.0;
const TIME: f32 = 96.0;
const LEAST_TIME: f32 = 64.0;
/// Hours and place of a shift, where both stand in the row.
const NARROW: f32 = 112.0;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysOf {
    /// Days on which the shop is closed.
    Closed,
    /// Days with other hours.
    Special,
    /// Days on which somebody works at other hours than theirs.
    Shift,
    /// Times in which somebody does not work.
    TimeOff,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaysTyped {
    number: u32,
    from: String,
    to: String,
    /// The hours of a special day or a shift.
    hours: String,
    /// Where a shift is, by its name or id.
    place: Option<String>,
    /// When a time off begins and ends within its days; the whole days where there is none.
    times: Option<(String, String)>,
    reason: String,
}

/// A list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayList {
    of: DaysOf,
    rows: Vec<DaysTyped>,
}

impl DayList {
    /// As a setup document says it.
    pub fn of(of: DaysOf, value: Option<&Value>, habit: DateHabit, face: ClockFace) -> Self {
        let list = value.and_then(Value::as_array).into_iter().flatten();
        let numbered = (0_u32..).zip(list);
        let rows = numbered.map(|(number, fields)| DaysTyped {
            number,
            ..read(of, fields, habit, face)
        });
        Self {
            of,
            rows: rows.collect(),
        }
    }

    /// As a setup document says it.
    pub fn said(&self, habit: DateHabit) -> Value {
        let used = self.rows.iter().filter(|row| !row.is_blank());
        used.map(|row| Value::Object(said(self.of, row, habit))).collect()
    }

    /// Draws the rows; errors stand at `path` and their place.
    pub fn show(&mut self, ui: &mut Ui, cx: &Context<'_>, at: &mut AtFields, path: &str) {
        let of = self.of;
        let mut removed = None;
        let mut place = 0;
        for (n, typed) in self.rows.iter_mut().enumerate() {
            let path = format!("{path}.{place}");
            place += usize::from(!typed.is_blank());
            let number = typed.number;
            let remove = ui.push_id((path_name(of), number), |ui| {
                if typed.times.is_some() {
                    part_of_days(ui, cx, typed, at, &path, n + 1)
                } else {
                    row(ui, |ui| one(ui, cx, of, typed, at, &path, n + 1))
                }
            });
            if remove.inner {
                removed = Some(n);
            }
        }
        if let Some(removed) = removed {
            self.rows.remove(removed);
        }
        let (add, name) = match of {
            DaysOf::Closed => ("Closed days", "Add closed days"),
            DaysOf::Special => ("Day with other hours", "Add a day with other hours"),
            DaysOf::Shift => ("Extra shift", "Add an extra shift"),
            DaysOf::TimeOff => ("Time off", "Add a time off"),
        };
        controls(ui, |ui| {
            if ui.add(Button::quiet(add).icon(Icon::Plus).named(name)).clicked() {
                let number = self.rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
                self.rows.push(DaysTyped {
                    number,
                    ..DaysTyped::default()
                });
            }
        });
    }
}

impl DaysTyped {
    fn is_blank(&self) -> bool {
        let texts = [&self.from, &self.to, &self.hours, &self.reason];
        texts.into_iter().all(|text| text.trim().is_empty())
    }
}

/// The name of the list in a setup document.
pub fn path_name(of: DaysOf) -> &'static str {
    match of {
        DaysOf::Closed => "closed_days",
        DaysOf::Special | DaysOf::Shift => "special_days",
        DaysOf::TimeOff => "time_off",
    }
}

/// Draws a row of whole days; whether it is to be taken out.
fn one(
    ui: &mut Ui,
    cx: &Context<'_>,
    of: DaysOf,
    typed: &mut DaysTyped,
    at: &mut AtFields,
    path: &str,
    number: usize,
) -> bool {
    let hidden = number > 1;
    let label = |words: &str| numbered(words, number);
    let what = match of {
        DaysOf::Closed => "Closed",
        DaysOf::Special => "Other hours",
        DaysOf::Shift => "Extra shift",
        DaysOf::TimeOff => "Off",
    };
    let one_day = matches!(of, DaysOf::Special | DaysOf::Shift);
    let first = if one_day { "date" } else { "from" };
    let words = if one_day {
        format!("{what} on")
    } else {
        format!("{what} from")
    };
    date(
        ui,
        cx,
        &label(&words),
        &mut typed.from,
        at,
        &format!("{path}.{first}"),
        hidden,
    );
    if one_day {
        let places = if of == DaysOf::Shift { places(cx) } else { Vec::new() };
        hours(
            ui,
            typed,
            at,
            &format!("{path}.hours"),
            &label("Hours"),
            (hidden, !places.is_empty()),
        );
        if !places.is_empty() {
            place(
                ui,
                typed,
                at,
                &format!("{path}.location"),
                &label("At"),
                (hidden, &places),
            );
        }
    } else {
        let words = format!("{what} to");
        date(ui, cx, &label(&words), &mut typed.to, at, &format!("{path}.to"), hidden);
    }
    reason(ui, of, typed, at, path, number, hidden);
    let mut remove = false;
    ui.vertical(|ui| {
        if !hidden {
            ui.add_space(size::line_height(size::TEXT_SMALL) + size::SPACE_1);
        }
        controls(ui, |ui| remove = buttons(ui, of, typed, number));
    });
    remove
}

/// Draws a time off that begins or ends within a day, on two lines; whether it is to be taken out.
fn part_of_days(
    ui: &mut Ui,
    cx: &Context<'_>,
    typed: &mut DaysTyped,
    at: &mut AtFields,
    path: &str,
    number: usize,
) -> bool {
    ui.spacing_mut().item_spacing.y = size::SPACE_1;
    let hidden = number > 1;
    let label = |words: &str| numbered(words, number);
    let times = ((ui.available_width() - 2.0 * DATE - 3.0 * size::SPACE_3) / 2.0).clamp(LEAST_TIME, TIME);
    row(ui, |ui| {
        let (from, to) = (format!("{path}.from"), format!("{path}.to"));
        let (starts, ends) = typed.times.get_or_insert_default();
        date(ui, cx, &label("Off from"), &mut typed.from, at, &from, hidden);
        time(ui, cx, (&label("At"), times), starts, at, &from, hidden);
        date(ui, cx, &label("To"), &mut typed.to, at, &to, hidden);
        time(ui, cx, (&label("Until"), times), ends, at, &to, hidden);
    });
    let remove = row(ui, |ui| {
        reason(ui, DaysOf::TimeOff, typed, at, path, number, true);
        controls(ui, |ui| buttons(ui, DaysOf::TimeOff, typed, number)).inner
    });
    ui.add_space(size::SPACE_1);
    remove
}

fn numbered(words: &str, number: usize) -> String {
    if number == 1 {
        words.to_owned()
    } else {
        format!("{words} {number}")
    }
}

fn reason(ui: &mut Ui, of: DaysOf, typed: &mut DaysTyped, at: &AtFields, path: &str, number: usize, hidden: bool) {
    let error = at.at(&format!("{path}.reason"));
    let label = numbered("Reason", number);
    let buttons = if of == DaysOf::TimeOff { 2.0 } else { 1.0 };
    let room = ui.available_width() - buttons * (size::CONTROL + size::SPACE_3);
    let mut field = TextField::new(&label, &mut typed.reason)
        .hint("Reason")
        .width(room.max(96.0))
        .error(error.as_deref());
    if hidden {
        field = field.label_hidden();
    }
    field.show(ui);
}

/// The buttons at the end of a row; whether it is to be taken out.
fn buttons(ui: &mut Ui, of: DaysOf, typed: &mut DaysTyped, number: usize) -> bool {
    let what = match of {
        DaysOf::Closed => "closed",
        DaysOf::Special => "other hours",
        DaysOf::Shift => "extra shift",
        DaysOf::TimeOff => "off",
    };
    ui.spacing_mut().item_spacing.x = size::SPACE_3;
    if of == DaysOf::TimeOff {
        let says = if typed.times.is_some() {
            "Whole days"
        } else {
            "Part of the day"
        };
        let part = Button::icon_alone(Icon::Clock, format!("{says}, {number}"));
        if ui.add(part).clicked() {
            typed.times = match typed.times.take() {
                Some(_) => None,
                None => Some(Default::default()),
            };
        }
    }
    ui.add(Button::icon_alone(Icon::Trash, format!("Remove {what} {number}")))
        .clicked()
}

fn hours(
    ui: &mut Ui,
    typed: &mut DaysTyped,
    at: &mut AtFields,
    path: &str,
    label: &str,
    (hidden, narrow): (bool, bool),
) {
    let error = at.within(path);
    let mut field = TextField::new(label, &mut typed.hours)
        .hint("8:00-13:00")
        .width(if narrow { NARROW } else { HOURS })
        .error(error.as_deref());
    if hidden {
        field = field.label_hidden();
    }
    at.shown(path, &field.show(ui));
}

type Place = (Option<String>, String);

/// Where a shift may be, once there are two locations.
fn places(cx: &Context<'_>) -> Vec<Place> {
    let locations: Vec<_> = cx.book.locations().live().collect();
    if locations.len() < 2 {
        return Vec::new();
    }
    let anywhere = (None, "Anywhere".to_owned());
    let named = locations
        .iter()
        .map(|row| (Some(row.uuid.to_string()), row.name.clone()));
    std::iter::once(anywhere).chain(named).collect()
}

fn place(
    ui: &mut Ui,
    typed: &mut DaysTyped,
    at: &mut AtFields,
    path: &str,
    label: &str,
    (hidden, places): (bool, &[Place]),
) {
    let error = at.at(path);
    let options: Vec<(Option<String>, &str)> = places.iter().map(|(id, name)| (id.clone(), name.as_str())).collect();
    // The document says it by its name, the list by its id.
    let meant = |(id, name): &&Place| id.as_ref() == typed.place.as_ref() || Some(name) == typed.place.as_ref();
    let mut chosen = places.iter().find(meant).map(|(id, _)| id.clone());
    let mut field = Choice::new(label).width(NARROW).error(error.as_deref());
    if hidden {
        field = field.label_hidden();
    }
    if field.show(ui, &mut chosen, &options).changed() {
        typed.place = chosen.flatten();
    }
}

fn date(ui: &mut Ui, cx: &Context<'_>, label: &str, text: &mut String, at: &mut AtFields, path: &str, hidden: bool) {
    let error = at.at(path);
    let mut field = DateField::new(label, text, cx.habit())
        .width(DATE)
        .error(error.as_deref())
        .no_weekday();
    if hidden {
        field = field.label_hidden();
    }
    at.shown(path, &field.show(ui));
}

fn time(
    ui: &mut Ui,
    cx: &Context<'_>,
    (label, width): (&str, f32),
    text: &mut String,
    at: &mut AtFields,
    path: &str,
    hidden: bool,
) {
    let error = at.at(path);
    let mut field = TimeField::new(label, text, cx.face())
        .width(width)
        .error(error.as_deref());
    if hidden {
        field = field.label_hidden();
    }
    at.shown(path, &field.show(ui));
}

fn read(of: DaysOf, fields: &Value, habit: DateHabit, face: ClockFace) -> DaysTyped {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let day = |name: &str| {
        text(name)
            .parse::<Day>()
            .map(|day| write_day(day, habit.order))
            .unwrap_or_default()
    };
    let mut typed = DaysTyped {
        reason: text("reason").to_owned(),
        ..DaysTyped::default()
    };
    match of {
        DaysOf::Closed => {
            typed.from = day("from");
            typed.to = day("to");
        }
        DaysOf::Special | DaysOf::Shift => {
            typed.from = day("date");
            let spans = fields.get("hours").and_then(Value::as_array).into_iter().flatten();
            let spans: Vec<String> = spans.filter_map(|span| written(span, face)).collect();
            typed.hours = spans.join(", ");
            typed.place = fields.get("location").and_then(Value::as_str).map(str::to_owned);
        }
        DaysOf::TimeOff => {
            let (from, to) = (text("from").parse::<Civil>(), text("to").parse::<Civil>());
            if let (Ok(from), Ok(to)) = (from, to) {
                let whole = from.time == TimeOfDay::MIDNIGHT && to.time == TimeOfDay::MIDNIGHT;
                let last = if whole { to.day - 1 } else { to.day };
                typed.from = write_day(from.day, habit.order);
                typed.to = write_day(last, habit.order);
                typed.times = (!whole).then(|| (write_time(from.time, face), write_time(to.time, face)));
            }
        }
    }
    typed
}

fn said(of: DaysOf, typed: &DaysTyped, habit: DateHabit) -> Map<String, Value> {
    let read = |text: &str| read_day(text, habit.order, habit.today);
    let day = |text: &str| match read(text) {
        Some(day) => json!(day.to_string()),
        None if text.trim().is_empty() => Value::Null,
        None => json!(text.trim()),
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    match of {
        DaysOf::Closed => {
            put("from", day(&typed.from));
            put("to", day(&typed.to));
        }
        DaysOf::Special | DaysOf::Shift => {
            put("date", day(&typed.from));
            put("hours", spans(&typed.hours));
            if let Some(place) = &typed.place {
                put("location", json!(place));
            }
        }
        DaysOf::TimeOff => {
            // One day needs no end.
            let to = if typed.to.trim().is_empty() {
                &typed.from
            } else {
                &typed.to
            };
            let (from, to) = match &typed.times {
                Some((first, last)) => (instant(&typed.from, first, habit), instant(to, last, habit)),
                None => {
                    let midnight = |text: &str, later: i32| match read(text) {
                        Some(day) => json!(Civil::new(day + later, TimeOfDay::MIDNIGHT).to_string()),
                        None => day(text),
                    };
                    (midnight(&typed.from, 0), midnight(to, 1))
                }
            };
            put("from", from);
            put("to", to);
        }
    }
    put("reason", json!(typed.reason));
    fields
}

fn instant(day: &str, time: &str, habit: DateHabit) -> Value {
    match (read_day(day, habit.order, habit.today), read_time(time)) {
        (Some(day), Some(time)) => json!(Civil::new(day, time).to_string()),
        _ if day.trim().is_empty() && time.trim().is_empty() => Value::Null,
        _ => json!(format!("{} {}", day.trim(), time.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Weekday;
    use crate::ui::widgets::date_text::DateOrder;

    fn habit() -> DateHabit {
        DateHabit {
            order: DateOrder::default(),
            first: Weekday::Mon,
            today: "2026-03-02".parse().unwrap(),
        }
    }

    #[test]
    fn dated_rows_come_back_as_they_were_said() {
        let check = |of: DaysOf, value: Value| {
            let list = DayList::of(of, Some(&value), habit(), ClockFace::Hours24);
            assert_eq!(list.said(habit()), value);
        };
        check(
            DaysOf::Closed,
            json!([{ "from": "2026-12-25", "to": "2026-12-26", "reason": "Christmas" }]),
        );
        check(
            DaysOf::Special,
            json!([{ "date": "2026-12-24", "hours": [["08:00", "13:00"]], "reason": "" }]),
        );
        check(
            DaysOf::Shift,
            json!([
                { "date": "2026-12-06", "hours": [["10:00", "16:00"]], "location": "Harbour", "reason": "Fair" },
                { "date": "2026-12-13", "hours": [["10:00", "16:00"]], "reason": "" },
            ]),
        );
        check(
            DaysOf::TimeOff,
            json!([
                { "from": "2026-08-03T00:00", "to": "2026-08-15T00:00", "reason": "Holiday" },
                { "from": "2026-09-01T14:00", "to": "2026-09-01T16:30", "reason": "Dentist" },
            ]),
        );
    }

    #[test]
    fn one_day_off_needs_no_end_and_a_blank_row_says_nothing() {
        let mut list = DayList::of(DaysOf::TimeOff, None, habit(), ClockFace::Hours24);
        list.rows = vec![
            DaysTyped::default(),
            DaysTyped {
                from: "3 mar".to_owned(),
                ..DaysTyped::default()
            },
        ];
        let said = list.said(habit());
        assert_eq!(
            said,
            json!([{ "from": "2026-03-03T00:00", "to": "2026-03-04T00:00", "reason": "" }])
        );
    }
}
