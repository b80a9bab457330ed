//! Services: name, price and prices to come, what they are made of, set-up and clean-up.

use egui::{Response, Ui};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::catalogue::{Entry, Kind};
use super::json::{list, text};
use super::prices::{PATH as PRICES, PriceList};
use crate::domain::change::Subject;
use crate::domain::setup::show_one;
use crate::time::Minutes;
use crate::ui::Context;
use crate::ui::form::fields::{field, text_field};
use crate::ui::form::{AtFields, Thing, ThingForm, lengths, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::{Button, Segments, TextField, controls, heading, small};
use crate::words;

/// One part of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
struct StretchTyped {
    number: u32,
    minutes: String,
    hands_on: bool,
}

/// What is typed for a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceTyped {
    name: String,
    category: String,
    cost: String,
    prices: PriceList,
    /// What it costs today, in words; nothing where it is not there yet.
    today: Option<String>,
    stretches: Vec<StretchTyped>,
    set_up: String,
    clean_up: String,
}

impl Thing for ServiceTyped {
    const PLACE: &'static str = "services";

    fn said(&self, cx: &Context<'_>) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("name", json!(self.name));
        put("category", json!(self.category.trim()));
        let cost = self.cost.trim();
        put("cost", if cost.is_empty() { Value::Null } else { json!(cost) });
        put(PRICES, self.prices.said(cx.habit()));
        let around = |text: &str| {
            if text.trim().is_empty() {
                json!("PT0M")
            } else {
                json!(lengths::requested(text))
            }
        };
        put("set_up", around(&self.set_up));
        put("clean_up", around(&self.clean_up));
        match self.stretches.as_slice() {
            [only] if only.hands_on => {
                let blank = only.minutes.trim().is_empty();
                let length = lengths::requested(&only.minutes);
                put("duration", if blank { Value::Null } else { json!(length) });
            }
            all => {
                let said = |stretch: &StretchTyped| {
                    let kind = if stretch.hands_on { "hands_on" } else { "processing" };
                    json!({ kind: lengths::requested(&stretch.minutes) })
                };
                put("stretches", all.iter().map(said).collect());
            }
        }
        fields
    }

    fn only_name(&self) -> Option<(&'static str, &str)> {
        Some(("name", &self.name))
    }

    fn names(cx: &Context<'_>) -> Vec<(Uuid, String)> {
        let services = cx.book.services().live();
        services.map(|row| (row.uuid, row.name.clone())).collect()
    }
}

impl Kind for ServiceTyped {
    const MANY: &'static str = "Services";
    const NEW: &'static str = "New service";
    const NONE: &'static str = "No services yet";
    const ICON: Icon = Icon::Scissors;

    fn about(_: &Context<'_>) -> &'static str {
        "Length"
    }

    fn list(cx: &Context<'_>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = cx
            .book
            .services()
            .live()
            .map(|row| Entry {
                uuid: row.uuid,
                subject: Subject::Service(row.id),
                name: row.name.clone(),
                detail: words::dates::length(row.stretches.length()),
            })
            .collect();
        entries.sort_by_cached_key(|entry| crate::domain::find::fold(&entry.name));
        entries
    }

    fn fresh(_: &Context<'_>) -> Self {
        Self {
            stretches: vec![StretchTyped {
                number: 0,
                minutes: String::new(),
                hands_on: true,
            }],
            ..Self::default()
        }
    }

    fn load(cx: &Context<'_>, subject: Subject) -> Option<Self> {
        let fields = show_one(cx.book, subject)?;
        let Subject::Service(id) = subject else { return None };
        let row = cx.book.services().get(id)?;
        let today = words::money::of(cx.book, row.price_on(cx.today()));
        let length = |text: &str| text.parse::<Minutes>().map(lengths::write_length).unwrap_or_default();
        let around = |name: &str| {
            Some(length(text(&fields, name)))
                .filter(|text| text != "0")
                .unwrap_or_default()
        };
        let stretch = |(number, fields): (u32, &Value)| StretchTyped {
            number,
            hands_on: fields.get("hands_on").is_some(),
            minutes: length(text(fields, "hands_on")) + &length(text(fields, "processing")),
        };
        let mut stretches: Vec<StretchTyped> = (0..).zip(list(&fields, "stretches")).map(stretch).collect();
        if stretches.is_empty() {
            stretches.push(StretchTyped {
                number: 0,
                minutes: length(text(&fields, "duration")),
                hands_on: true,
            });
        }
        Some(Self {
            name: text(&fields, "name").to_owned(),
            category: text(&fields, "category").to_owned(),
            cost: text(&fields, "cost").to_owned(),
            prices: PriceList::of(list(&fields, PRICES), cx.habit()),
            today: Some(today),
            stretches,
            set_up: around("set_up"),
            clean_up: around("clean_up"),
        })
    }

    fn draw(ui: &mut Ui, cx: &mut Context<'_>, form: &mut ThingForm<Self>) -> Response {
        let (typed, at) = (&mut form.typed, &mut form.at);
        let whole = ui.available_width();
        let half = (whole - size::SPACE_3) / 2.0;
        let currency = cx
            .book
            .business()
            .map_or(String::new(), |business| business.currency.to_string());
        let first = row(ui, |ui| {
            let first = text_field(ui, at, "name", "Name", &mut typed.name, half);
            field(ui, at, "cost", TextField::number("Price", &mut typed.cost, &currency));
            first
        });
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            typed.prices.show(ui, cx, at, &currency, typed.today.as_deref());
        });
        text_field(ui, at, "category", "Group", &mut typed.category, half);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            stretches(ui, &mut typed.stretches, at);
        });
        ui.spacing_mut().item_spacing.y = size::SPACE_1;
        row(ui, |ui| {
            let set_up = TextField::number("Set-up before", &mut typed.set_up, "min");
            field(ui, at, "set_up", set_up.hint("0"));
            let clean_up = TextField::number("Clean-up after", &mut typed.clean_up, "min");
            field(ui, at, "clean_up", clean_up.hint("0"));
        });
        small(ui, "The client is not told of set-up and clean-up");
        first
    }
}

/// The parts of a service in their order; one hands-on part is just its length.
fn stretches(ui: &mut Ui, stretches: &mut Vec<StretchTyped>, at: &mut AtFields) {
    let simple = matches!(stretches.as_slice(), [only] if only.hands_on);
    if simple {
        if let Some(only) = stretches.first_mut() {
            let error = at.at("duration");
            let length = TextField::number("Length", &mut only.minutes, "min").error(error.as_deref());
            at.shown("duration", &length.show(ui));
        }
    } else {
        heading(ui, "Parts");
        let whole = at.at("stretches");
        let mut removed = None;
        let several = stretches.len() > 1;
        for (n, stretch) in stretches.iter_mut().enumerate() {
            let kind = if stretch.hands_on { "hands_on" } else { "processing" };
            let path = format!("stretches.{n}.{kind}");
            let error = at.at(&path).or_else(|| whole.clone().filter(|_| n == 0));
            ui.push_id(("stretch", stretch.number), |ui| {
                row(ui, |ui| {
                    let label = format!("Part {}", n + 1);
                    let minutes = TextField::number(&label, &mut stretch.minutes, "min").label_hidden();
                    at.shown(path.clone(), &minutes.error(error.as_deref()).show(ui));
                    let options = [(true, "Hands-on"), (false, "Developing")];
                    Segments::new(&format!("Kind of part {}", n + 1))
                        .label_hidden()
                        .width(264.0)
                        .show(ui, &mut stretch.hands_on, &options);
                    let remove = Button::icon_alone(Icon::Trash, format!("Remove part {}", n + 1));
                    if ui.add_enabled(several, remove).clicked() {
                        removed = Some(n);
                    }
                });
            });
        }
        if let Some(removed) = removed {
            stretches.remove(removed);
        }
        let sum = stretches
            .iter()
            .filter_map(|stretch| lengths::read_length(&stretch.minutes));
        let sum = sum.fold(Minutes::ZERO, |sum, length| sum + length);
        small(
            ui,
            &format!(
                "{} in all. While it develops the stylist is free",
                words::dates::length(sum)
            ),
        );
    }
    controls(ui, |ui| {
        let (add, name) = if simple {
            ("Developing time", "Add developing time")
        } else {
            ("Part", "Add a part")
        };
        if ui.add(Button::quiet(add).icon(Icon::Plus).named(name)).clicked() {
            let number = stretches.iter().map(|stretch| stretch.number + 1).max().unwrap_or(0);
            let last_hands_on = stretches.last().is_some_and(|stretch| stretch.hands_on);
            stretches.push(StretchTyped {
                number,
                minutes: String::new(),
                hands_on: !last_hands_on,
            });
        }
    });
}
