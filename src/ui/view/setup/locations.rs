//! Locations: name, address, hours, closed days and days with other hours.

use egui::{Response, Ui};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::catalogue::{Entry, Kind};
use super::days::{DayList, DaysOf, path_name};
use super::hours::{HoursTyped, hours_heading};
use super::json::text;
use super::zone_field::zone_field;
use crate::domain::change::Subject;
use crate::domain::setup::show_one;
use crate::time::{Weekday, WeekdaySet};
use crate::ui::Context;
use crate::ui::form::fields::{field, text_field};
use crate::ui::form::{Thing, ThingForm, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::TextField;

/// What is typed for a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationTyped {
    name: String,
    shop_name: String,
    address: String,
    zone: String,
    hours: HoursTyped,
    closed: DayList,
    special: DayList,
}

impl Thing for LocationTyped {
    const PLACE: &'static str = "locations";

    fn said(&self, cx: &Context<'_>) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("name", json!(self.name));
        put("shop_name", json!(self.shop_name));
        put("address", json!(self.address));
        let zone = self.zone.trim();
        if !zone.is_empty() {
            put("time_zone", json!(zone));
        }
        put("hours", self.hours.said(cx.habit()));
        put(path_name(DaysOf::Closed), self.closed.said(cx.habit()));
        put(path_name(DaysOf::Special), self.special.said(cx.habit()));
        fields
    }

    fn only_name(&self) -> Option<(&'static str, &str)> {
        Some(("name", &self.name))
    }

    fn names(cx: &Context<'_>) -> Vec<(Uuid, String)> {
        let locations = cx.book.locations().live();
        locations.map(|row| (row.uuid, row.name.clone())).collect()
    }
}

impl Kind for LocationTyped {
    const MANY: &'static str = "Locations";
    const NEW: &'static str = "New location";
    const NONE: &'static str = "No location yet";
    const ICON: Icon = Icon::Store;

    fn about(_: &Context<'_>) -> &'static str {
        "Time zone"
    }

    fn list(cx: &Context<'_>) -> Vec<Entry> {
        let entry = |row: &std::sync::Arc<crate::domain::rows::Location>| Entry {
            uuid: row.uuid,
            subject: Subject::Location(row.id),
            name: row.name.clone(),
            detail: if row.zone == cx.book.zone() {
                String::new()
            } else {
                row.zone.name().to_owned()
            },
        };
        cx.book.locations().live().map(entry).collect()
    }

    fn fresh(cx: &Context<'_>) -> Self {
        let weekdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        Self {
            name: String::new(),
            shop_name: cx
                .book
                .business()
                .map(|business| business.name.clone())
                .unwrap_or_default(),
            address: String::new(),
            zone: cx.book.zone().name().to_owned(),
            hours: HoursTyped::on(WeekdaySet::from_iter(weekdays), "09:00-18:00"),
            closed: DayList::of(DaysOf::Closed, None, cx.habit(), cx.face()),
            special: DayList::of(DaysOf::Special, None, cx.habit(), cx.face()),
        }
    }

    fn load(cx: &Context<'_>, subject: Subject) -> Option<Self> {
        let fields = show_one(cx.book, subject)?;
        let days = |of: DaysOf| DayList::of(of, fields.get(path_name(of)), cx.habit(), cx.face());
        Some(Self {
            name: text(&fields, "name").to_owned(),
            shop_name: text(&fields, "shop_name").to_owned(),
            address: text(&fields, "address").to_owned(),
            zone: text(&fields, "time_zone").to_owned(),
            hours: HoursTyped::of(fields.get("hours"), cx.habit(), cx.face()),
            closed: days(DaysOf::Closed),
            special: days(DaysOf::Special),
        })
    }

    fn draw(ui: &mut Ui, cx: &mut Context<'_>, form: &mut ThingForm<Self>) -> Response {
        let (typed, at) = (&mut form.typed, &mut form.at);
        let whole = ui.available_width();
        let half = (whole - size::SPACE_3) / 2.0;
        let first = row(ui, |ui| {
            let first = text_field(ui, at, "name", "Name", &mut typed.name, half);
            text_field(ui, at, "shop_name", "Name over the door", &mut typed.shop_name, half);
            first
        });
        let address = TextField::new("Address", &mut typed.address).rows(2).width(whole);
        field(ui, at, "address", address);
        zone_field(ui, at, &mut typed.zone, half);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            hours_heading(ui, "Opening hours");
            typed.hours.show(ui, cx, at, "hours", "");
        });
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            hours_heading(ui, "Closed days");
            typed.closed.show(ui, cx, at, path_name(DaysOf::Closed));
            hours_heading(ui, "Days with other hours");
            typed.special.show(ui, cx, at, path_name(DaysOf::Special));
        });
        first
    }
}
