//! Prices of a service that hold from a day on: "from 1 Jan 2027 38.00".
//!
//! Left out: who keeps the price of before; a price that is fixed for an appointment stays as it is.

use egui::Ui;
use serde_json::{Map, Value, json};

use super::json::text;
use crate::time::Day;
use crate::ui::Context;
use crate::ui::form::fields::field;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::date_text::{read_day, write_day};
use crate::ui::widgets::{Button, DateField, DateHabit, TextField, controls, small};

/// Where they stand in a setup document.
pub(super) const PATH: &str = "prices";

const DATE: f32 = 176.0;
const COST: f32 = 144.0;

/// One price.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct PriceTyped {
    number: u32,
    from: String,
    cost: String,
}

impl PriceTyped {
    fn is_blank(&self) -> bool {
        self.from.trim().is_empty() && self.cost.trim().is_empty()
    }
}

/// The dated prices of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceList {
    rows: Vec<PriceTyped>,
}

impl PriceList {
    /// As a setup document says them.
    pub fn of<'a>(list: impl Iterator<Item = &'a Value>, habit: DateHabit) -> Self {
        let price = |(number, fields): (u32, &Value)| PriceTyped {
            number,
            from: text(fields, "from")
                .parse::<Day>()
                .map(|day| write_day(day, habit.order))
                .unwrap_or_default(),
            cost: text(fields, "cost").to_owned(),
        };
        Self {
            rows: (0..).zip(list).map(price).collect(),
        }
    }

    /// As a setup document says them.
    pub fn said(&self, habit: DateHabit) -> Value {
        let used = self.rows.iter().filter(|row| !row.is_blank());
        used.map(|row| Value::Object(said(row, habit))).collect()
    }

    /// Draws them; errors stand at [`PATH`] and their place. `today` is what the service costs today.
    pub fn show(&mut self, ui: &mut Ui, cx: &Context<'_>, at: &mut AtFields, currency: &str, today: Option<&str>) {
        let habit = cx.habit();
        let mut removed = None;
        let mut place = 0;
        for (n, typed) in self.rows.iter_mut().enumerate() {
            let path = format!("{PATH}.{place}");
            place += usize::from(!typed.is_blank());
            ui.push_id((PATH, typed.number), |ui| {
                row(ui, |ui| {
                    if one(ui, habit, typed, at, &path, (n, currency)) {
                        removed = Some(n);
                    }
                });
            });
        }
        if let Some(removed) = removed {
            self.rows.remove(removed);
        }
        if let Some(today) = today.filter(|_| !self.rows.is_empty()) {
            small(ui, &format!("Today {today}"));
        }
        controls(ui, |ui| {
            let add = Button::quiet("Price from a day on").icon(Icon::Plus);
            if ui.add(add.named("Add a price from a day on")).clicked() {
                let number = self.rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
                self.rows.push(PriceTyped {
                    number,
                    ..PriceTyped::default()
                });
            }
        });
    }
}

/// Draws a row; whether it is to be taken out.
fn one(
    ui: &mut Ui,
    habit: DateHabit,
    typed: &mut PriceTyped,
    at: &mut AtFields,
    path: &str,
    (n, currency): (usize, &str),
) -> bool {
    let hidden = n > 0;
    let label = |words: &str| match n {
        0 => words.to_owned(),
        _ => format!("{words} {}", n + 1),
    };
    let from_path = format!("{path}.from");
    let error = at.at(&from_path);
    let from_label = label("From");
    let mut from = DateField::new(&from_label, &mut typed.from, habit)
        .width(DATE)
        .error(error.as_deref())
        .no_weekday();
    let cost_label = label("Price from then on");
    let mut cost = TextField::number(&cost_label, &mut typed.cost, currency).width(COST);
    if hidden {
        (from, cost) = (from.label_hidden(), cost.label_hidden());
    }
    at.shown(from_path, &from.show(ui));
    field(ui, at, &format!("{path}.cost"), cost);
    ui.vertical(|ui| {
        if !hidden {
            ui.add_space(size::line_height(size::TEXT_SMALL) + size::SPACE_1);
        }
        let remove = Button::icon_alone(Icon::Trash, format!("Remove dated price {}", n + 1));
        controls(ui, |ui| ui.add(remove).clicked())
    })
    .inner
    .inner
}

fn said(typed: &PriceTyped, habit: DateHabit) -> Map<String, Value> {
    let said = |text: &str, value: Option<String>| match text.trim() {
        "" => Value::Null,
        text => json!(value.unwrap_or_else(|| text.to_owned())),
    };
    let day = read_day(&typed.from, habit.order, habit.today);
    Map::from_iter([
        ("from".to_owned(), said(&typed.from, day.map(|day| day.to_string()))),
        ("cost".to_owned(), said(&typed.cost, None)),
    ])
}
