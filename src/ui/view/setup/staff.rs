//! Staff: names, colour, what they do, when they work, extra shifts, time off.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Response, Ui};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::catalogue::{Entry, Kind};
use super::days::{DayList, DaysOf, path_name};
use super::hours::{HoursTyped, hours_heading};
use super::json::{list, text};
use crate::domain::Command;
use crate::domain::change::Subject;
use crate::domain::draft::Over;
use crate::domain::find::{by_name, fold};
use crate::domain::setup::{self, show_one};
use crate::domain::values::Colour;
use crate::ui::form::fields::text_field;
use crate::ui::form::{AtFields, Thing, ThingForm, row};
use crate::ui::look::{Icon, StaffTint, Tone, size};
use crate::ui::tints::in_order;
use crate::ui::view::change::{self, ToChange};
use crate::ui::view::out;
use crate::ui::widgets::{Button, TintField, check_box, notice, strong};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// What is typed for somebody of the staff.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffTyped {
    given_name: String,
    surname: String,
    preferred_name: String,
    position: String,
    phone: String,
    email: String,
    tint: StaffTint,
    /// Whether the tint was chosen, or only follows from the place in the list.
    tint_chosen: bool,
    /// Whether they do every service.
    does_all: bool,
    does: BTreeSet<Uuid>,
    /// What differs for them in a service, as the document has it.
    own: BTreeMap<Uuid, Value>,
    /// Whether they work whenever the shop is open.
    shop_hours: bool,
    hours: Vec<(Uuid, HoursTyped)>,
    shifts: DayList,
    off: DayList,
}

impl Thing for StaffTyped {
    const PLACE: &'static str = "staff";

    fn said(&self, cx: &Context<'_>) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        for (name, typed) in [
            ("given_name", &self.given_name),
            ("surname", &self.surname),
            ("preferred_name", &self.preferred_name),
            ("position", &self.position),
            ("phone", &self.phone),
            ("email", &self.email),
        ] {
            put(name, json!(typed));
        }
        if self.tint_chosen {
            let colour = Colour { rgb: self.tint.rgb() };
            put("colour", json!(colour.to_string()));
        }
        let services = || {
            let said = |uuid: &Uuid| self.own.get(uuid).cloned().unwrap_or_else(|| json!(uuid.to_string()));
            self.does.iter().map(said).collect()
        };
        put("services", if self.does_all { Value::Null } else { services() });
        let places = || {
            let said = |(place, hours): &(Uuid, HoursTyped)| (place.to_string(), hours.said(cx.habit()));
            Value::Object(self.hours.iter().map(said).collect())
        };
        put("hours", if self.shop_hours { Value::Null } else { places() });
        put(path_name(DaysOf::Shift), self.shifts.said(cx.habit()));
        put(path_name(DaysOf::TimeOff), self.off.said(cx.habit()));
        fields
    }

    fn only_name(&self) -> Option<(&'static str, &str)> {
        let shown = [
            ("preferred_name", &self.preferred_name),
            ("given_name", &self.given_name),
        ];
        shown
            .into_iter()
            .find(|(_, name)| !name.trim().is_empty())
            .map(|(field, name)| (field, name.as_str()))
    }

    fn names(cx: &Context<'_>) -> Vec<(Uuid, String)> {
        let staff = cx.book.staff().live();
        staff.map(|row| (row.uuid, row.name().to_owned())).collect()
    }
}

impl Kind for StaffTyped {
    const MANY: &'static str = "Staff";
    const NEW: &'static str = "New staff member";
    const NONE: &'static str = "Nobody yet";
    const ICON: Icon = Icon::Users;

    fn about(_: &Context<'_>) -> &'static str {
        "Position"
    }

    fn list(cx: &Context<'_>) -> Vec<Entry> {
        let staff = in_order(cx.book).into_iter();
        staff
            .map(|row| Entry {
                uuid: row.uuid,
                subject: Subject::Staff(row.id),
                name: row.name().to_owned(),
                detail: row.position.clone(),
            })
            .collect()
    }

    fn fresh(cx: &Context<'_>) -> Self {
        Self {
            given_name: String::new(),
            surname: String::new(),
            preferred_name: String::new(),
            position: String::new(),
            phone: String::new(),
            email: String::new(),
            tint: StaffTint::nth(in_order(cx.book).len()),
            tint_chosen: false,
            does_all: true,
            does: BTreeSet::new(),
            own: BTreeMap::new(),
            shop_hours: true,
            hours: hours_of(cx, None),
            shifts: DayList::of(DaysOf::Shift, None, cx.habit(), cx.face()),
            off: DayList::of(DaysOf::TimeOff, None, cx.habit(), cx.face()),
        }
    }

    fn load(cx: &Context<'_>, subject: Subject) -> Option<Self> {
        let fields = show_one(cx.book, subject)?;
        let Subject::Staff(id) = subject else { return None };
        let said = |name: &str| text(&fields, name).to_owned();
        let days = |of: DaysOf| DayList::of(of, fields.get(path_name(of)), cx.habit(), cx.face());
        let mut does = BTreeSet::new();
        let mut own = BTreeMap::new();
        for value in list(&fields, "services") {
            let name = crate::domain::find::reference(value).unwrap_or_default();
            let Ok(service) = by_name(cx.book.services().live(), name) else {
                continue;
            };
            does.insert(service.uuid);
            if value.is_object() {
                own.insert(service.uuid, value.clone());
            }
        }
        Some(Self {
            given_name: said("given_name"),
            surname: said("surname"),
            preferred_name: said("preferred_name"),
            position: said("position"),
            phone: said("phone"),
            email: said("email"),
            tint: crate::ui::tints::Tints::of(cx.book).tint(id),
            tint_chosen: fields.get("colour").is_some(),
            does_all: fields.get("services").is_none(),
            does,
            own,
            shop_hours: fields.get("hours").is_none(),
            hours: hours_of(cx, fields.get("hours")),
            shifts: days(DaysOf::Shift),
            off: days(DaysOf::TimeOff),
        })
    }

    fn beside(subject: Subject) -> Vec<(Button<'static>, Act)> {
        let Subject::Staff(id) = subject else {
            return Vec::new();
        };
        vec![
            (out::button(), Act::Out(Some(id), None)),
            (
                change::stand_in_button(),
                Act::Change(ToChange::StandIn(Over::Staff(id), None)),
            ),
            (change::leaves_button(), Act::Change(ToChange::Leaves(id))),
        ]
    }

    fn draw(ui: &mut Ui, cx: &mut Context<'_>, form: &mut ThingForm<Self>) -> Response {
        leaves(ui, cx, form.uuid);
        let (typed, at) = (&mut form.typed, &mut form.at);
        let half = (ui.available_width() - size::SPACE_3) / 2.0;
        let first = row(ui, |ui| {
            let first = text_field(ui, at, "given_name", "Given name", &mut typed.given_name, half);
            text_field(ui, at, "surname", "Surname", &mut typed.surname, half);
            first
        });
        row(ui, |ui| {
            text_field(ui, at, "preferred_name", "Called", &mut typed.preferred_name, half);
            text_field(ui, at, "position", "Position", &mut typed.position, half);
        });
        row(ui, |ui| {
            text_field(ui, at, "phone", "Phone", &mut typed.phone, half);
            text_field(ui, at, "email", "Email", &mut typed.email, half);
        });
        if TintField::new("Colour").show(ui, &mut typed.tint).changed() {
            typed.tint_chosen = true;
        }
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            hours_heading(ui, "Services");
            services(ui, cx, typed);
            hours_heading(ui, "Working hours");
            working_hours(ui, cx, typed, at);
            hours_heading(ui, "Extra shifts");
            typed.shifts.show(ui, cx, at, path_name(DaysOf::Shift));
            hours_heading(ui, "Time off");
            typed.off.show(ui, cx, at, path_name(DaysOf::TimeOff));
        });
        first
    }
}

/// Says when somebody leaves, where that is known, and takes it back.
fn leaves(ui: &mut Ui, cx: &mut Context<'_>, who: Option<Uuid>) {
    let row_of = |uuid: Uuid| cx.book.staff().live().find(|staff| staff.uuid == uuid);
    let Some((uuid, last)) = who.and_then(row_of).and_then(|row| Some((row.uuid, row.leaves_day?))) else {
        return;
    };
    let stays = Button::secondary("Stays after all").tip("What others took over stays with them");
    let says = words::status::leaves(last, cx.today());
    if notice(ui, Tone::Plain, &says, Some(stays)).is_some_and(|stays| stays.clicked()) {
        let document = json!({ StaffTyped::PLACE: [{ "id": uuid.to_string(), "leaves": null }] });
        if let Ok(draft) = setup::read(cx.book, &document) {
            cx.ask(Act::carry_out(Command::SetUp(Box::new(draft)), Asker::Window));
        }
    }
}

/// The hours at each location.
fn hours_of(cx: &Context<'_>, value: Option<&Value>) -> Vec<(Uuid, HoursTyped)> {
    let said = value.and_then(Value::as_object);
    let of = |location: &crate::domain::rows::Location| {
        let of_place = |(name, _): &(&String, &Value)| {
            by_name(cx.book.locations().live(), name).is_ok_and(|found| found.id == location.id)
        };
        said.and_then(|said| said.iter().find(of_place)).map(|(_, hours)| hours)
    };
    let locations = cx.book.locations().live();
    locations
        .map(|location| {
            let own = of(location);
            // Who gets own hours begins with those of the shop.
            let subject = Subject::Location(location.id);
            let shop = value.is_none().then(|| show_one(cx.book, subject)).flatten();
            let hours = own.or_else(|| shop.as_ref().and_then(|shop| shop.get("hours")));
            (location.uuid, HoursTyped::of(hours, cx.habit(), cx.face()))
        })
        .collect()
}

fn services(ui: &mut Ui, cx: &Context<'_>, typed: &mut StaffTyped) {
    let response = check_box(ui, &mut typed.does_all, "Does every service");
    if typed.does_all {
        return;
    }
    let mut all: Vec<_> = cx.book.services().live().collect();
    all.sort_by_cached_key(|service| fold(&service.name));
    if response.changed() && typed.does.is_empty() {
        typed.does = all.iter().map(|service| service.uuid).collect();
    }
    let half = (ui.available_width() - size::SPACE_3) / 2.0;
    for pair in all.chunks(2) {
        row(ui, |ui| {
            for service in pair {
                ui.scope(|ui| {
                    ui.set_width(half);
                    let mut does = typed.does.contains(&service.uuid);
                    if check_box(ui, &mut does, &service.name).changed() {
                        if does {
                            typed.does.insert(service.uuid);
                        } else {
                            typed.does.remove(&service.uuid);
                        }
                    }
                });
            }
        });
    }
}

fn working_hours(ui: &mut Ui, cx: &Context<'_>, typed: &mut StaffTyped, at: &mut AtFields) {
    check_box(ui, &mut typed.shop_hours, "Works whenever the shop is open");
    if typed.shop_hours {
        return;
    }
    let several = typed.hours.len() > 1;
    for (place, hours) in &mut typed.hours {
        let name = by_name(cx.book.locations().live(), &place.to_string()).map(|row| row.name.clone());
        let name = name.unwrap_or_default();
        let whose = if several { format!(" at {name}") } else { String::new() };
        if several {
            strong(ui, &name);
        }
        ui.push_id(*place, |ui| hours.show(ui, cx, at, &format!("hours.{place}"), &whose));
    }
}
