//! Chairs and rooms.

use egui::{Response, Ui};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::catalogue::{Entry, Kind};
use super::json::text;
use crate::domain::change::Subject;
use crate::domain::find::by_name;
use crate::domain::setup::show_one;
use crate::ui::Context;
use crate::ui::form::fields::text_field;
use crate::ui::form::{Thing, ThingForm, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::Choice;

/// What is typed for a chair or room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResourceTyped {
    name: String,
    kind: String,
    location: Option<Uuid>,
}

impl Thing for ResourceTyped {
    const PLACE: &'static str = "resources";

    fn said(&self, _: &Context<'_>) -> Map<String, Value> {
        let location = self.location.map(|uuid| json!(uuid.to_string()));
        [
            ("name", json!(self.name)),
            ("kind", json!(self.kind)),
            ("location", location.unwrap_or(Value::Null)),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    fn only_name(&self) -> Option<(&'static str, &str)> {
        Some(("name", &self.name))
    }

    fn names(cx: &Context<'_>) -> Vec<(Uuid, String)> {
        let resources = cx.book.resources().live();
        resources.map(|row| (row.uuid, row.name.clone())).collect()
    }
}

impl Kind for ResourceTyped {
    const MANY: &'static str = "Chairs and rooms";
    const NEW: &'static str = "New chair or room";
    const NONE: &'static str = "No chairs or rooms yet. Without them nobody asks for one";
    const ICON: Icon = Icon::Armchair;

    fn about(cx: &Context<'_>) -> &'static str {
        if cx.book.locations().live().nth(1).is_some() {
            "Location"
        } else {
            "Kind"
        }
    }

    fn list(cx: &Context<'_>) -> Vec<Entry> {
        let several = cx.book.locations().live().nth(1).is_some();
        let entry = |row: &std::sync::Arc<crate::domain::rows::Resource>| {
            let kind = cx.book.resource_kinds().get(row.kind_id);
            let location = cx.book.locations().get(row.location_id);
            Entry {
                uuid: row.uuid,
                subject: Subject::Resource(row.id),
                name: row.name.clone(),
                detail: if several {
                    location.map(|location| location.name.clone()).unwrap_or_default()
                } else {
                    kind.map(|kind| kind.name.clone()).unwrap_or_default()
                },
            }
        };
        cx.book.resources().live().map(entry).collect()
    }

    fn fresh(cx: &Context<'_>) -> Self {
        Self {
            kind: "Chair".to_owned(),
            location: cx.book.locations().live().next().map(|location| location.uuid),
            ..Self::default()
        }
    }

    fn load(cx: &Context<'_>, subject: Subject) -> Option<Self> {
        let fields = show_one(cx.book, subject)?;
        let location = by_name(cx.book.locations().live(), text(&fields, "location")).ok();
        Some(Self {
            name: text(&fields, "name").to_owned(),
            kind: text(&fields, "kind").to_owned(),
            location: location.map(|location| location.uuid),
        })
    }

    fn draw(ui: &mut Ui, cx: &mut Context<'_>, form: &mut ThingForm<Self>) -> Response {
        let (typed, at) = (&mut form.typed, &mut form.at);
        let half = (ui.available_width() - size::SPACE_3) / 2.0;
        let first = row(ui, |ui| {
            let first = text_field(ui, at, "name", "Name", &mut typed.name, half);
            text_field(ui, at, "kind", "Kind", &mut typed.kind, half);
            first
        });
        let locations: Vec<_> = cx
            .book
            .locations()
            .live()
            .map(|row| (row.uuid, row.name.as_str()))
            .collect();
        if locations.len() > 1 {
            let error = at.at("location");
            Choice::new("Location")
                .width(half)
                .error(error.as_deref())
                .show(ui, &mut typed.location, &locations);
        }
        first
    }
}
