//! The business: name, currency, week, clock, time zone, how far dates are kept, days on which all locations are closed.

use egui::{Response, Ui};
use serde_json::{Map, Value, json};

use super::days::{DayList, DaysOf, path_name};
use super::hours::hours_heading;
use super::json::text;
use super::zone_field::zone_field;
use crate::domain::change::Subject;
use crate::domain::read::{weekday, weekday_code};
use crate::domain::setup::show_one;
use crate::time::{Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::fields::{field, text_field};
use crate::ui::form::series::typed::Code;
use crate::ui::form::{Thing, ThingForm, row};
use crate::ui::look::size;
use crate::ui::widgets::{Choice, Segments, TextField};
use crate::words;

/// What is typed for the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessTyped {
    name: String,
    currency: String,
    first: Option<Code>,
    is_24h: bool,
    zone: String,
    horizon: Option<u64>,
    closed: DayList,
    special: DayList,
}

impl Thing for BusinessTyped {
    const PLACE: &'static str = "business";

    fn said(&self, cx: &Context<'_>) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("name", json!(self.name));
        put("currency", json!(self.currency.trim().to_uppercase()));
        put(
            "first_weekday",
            json!(weekday_code(self.first.map_or(Weekday::Mon, |code| code.0))),
        );
        put("clock", json!(if self.is_24h { "24h" } else { "12h" }));
        put("time_zone", json!(self.zone.trim()));
        put("horizon_days", json!(self.horizon));
        put(path_name(DaysOf::Closed), self.closed.said(cx.habit()));
        put(path_name(DaysOf::Special), self.special.said(cx.habit()));
        fields
    }
}

impl BusinessTyped {
    /// As the book has it; what a new business begins with where it has none.
    pub fn of(cx: &Context<'_>) -> Self {
        let fields = show_one(cx.book, Subject::Business).unwrap_or_default();
        let days = |of: DaysOf| DayList::of(of, fields.get(path_name(of)), cx.habit(), cx.face());
        Self {
            name: text(&fields, "name").to_owned(),
            currency: text(&fields, "currency").to_owned(),
            first: weekday(text(&fields, "first_weekday")).map(Code),
            is_24h: text(&fields, "clock") != "12h",
            zone: text(&fields, "time_zone").to_owned(),
            horizon: fields.get("horizon_days").and_then(Value::as_u64),
            closed: days(DaysOf::Closed),
            special: days(DaysOf::Special),
        }
    }

    /// Draws the fields; the response of the first.
    pub fn draw(ui: &mut Ui, cx: &Context<'_>, form: &mut ThingForm<Self>) -> Response {
        let (typed, at) = (&mut form.typed, &mut form.at);
        let half = (ui.available_width() - size::SPACE_3) / 2.0;
        let first = row(ui, |ui| {
            let first = text_field(ui, at, "name", "Name", &mut typed.name, half);
            let currency = TextField::new("Currency", &mut typed.currency).hint("EUR").width(144.0);
            field(ui, at, "currency", currency);
            first
        });
        row(ui, |ui| {
            let days: Vec<(Code, &str)> = WeekdaySet::ALL
                .iter(Weekday::Mon)
                .map(|day| (Code(day), words::dates::weekday(day)))
                .collect();
            Choice::new("The week begins on")
                .width(half)
                .show(ui, &mut typed.first, &days);
            let options = [(true, "14:30"), (false, "2:30 pm")];
            Segments::new("Clock").width(half).show(ui, &mut typed.is_24h, &options);
        });
        row(ui, |ui| {
            zone_field(ui, at, &mut typed.zone, half);
            let months = |days: u64| format!("{} months ahead", (days * 12 + 182) / 365);
            let mut options: Vec<u64> = vec![182, 365, 547, 730];
            options.extend(typed.horizon.filter(|days| !options.contains(days)));
            options.sort_unstable();
            let options: Vec<(u64, String)> = options.into_iter().map(|days| (days, months(days))).collect();
            let options: Vec<(u64, &str)> = options.iter().map(|(days, text)| (*days, text.as_str())).collect();
            let error = at.at("horizon_days");
            Choice::new("Regulars without an end are in the book")
                .width(half)
                .error(error.as_deref())
                .show(ui, &mut typed.horizon, &options);
        });
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            hours_heading(ui, "Closed days of all locations");
            typed.closed.show(ui, cx, at, path_name(DaysOf::Closed));
            hours_heading(ui, "Days with other hours at all locations");
            typed.special.show(ui, cx, at, path_name(DaysOf::Special));
        });
        first
    }
}
