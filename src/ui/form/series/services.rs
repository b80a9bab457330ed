//! The services in their order, each with length and price, and who does it where that is somebody else.

use egui::{Id, Ui};
use uuid::Uuid;

use super::request::line_in_request;
use super::typed::{HowOften, LineTyped, Typed};
use crate::domain::rows::Service;
use crate::domain::schedule::is_there;
use crate::time::{Day, Minutes};
use crate::ui::Context;
use crate::ui::form::lengths::{read_length, write_length};
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::widgets::{
    Button, Choice, FindField, Suggestion, TextField, controls, menu, menu_line, menu_row, small,
};
use crate::words;

const LENGTH: f32 = 96.0;
const PRICE: f32 = 120.0;

/// What was asked of a line.
enum Ask {
    Up,
    Down,
    Remove,
}

/// Draws it; `start` is the day whose list prices are shown, `dates` are the next ones with their place in the rule.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Context<'_>,
    typed: &mut Typed,
    at: &mut AtFields,
    (start, dates): (Day, &[(u32, Day)]),
) {
    let mut asked = None;
    let several = typed.services.len() > 1;
    let people = super::who::people_of_lines(cx, typed);
    for place in 0..typed.services.len() {
        let number = line_in_request(&typed.services, place);
        let nothing = typed.services.iter().all(|line| line.service.is_empty());
        let Some(line) = typed.services.get_mut(place) else {
            continue;
        };
        let spot = Spot {
            place,
            several,
            start,
            repeats: typed.how_often != HowOften::Once,
            dates,
            people: &people,
            location: typed.location,
            line: number.map(|number| format!("services.{number}")),
            // An empty form has no line of its own yet; the first says that one is needed.
            none: (place == 0 && nothing).then(|| at.at("services")).flatten(),
        };
        let ask = ui
            .push_id(("service", line.number), |ui| one(ui, cx, line, at, &spot))
            .inner;
        if let Some(ask) = ask {
            asked = Some((place, ask));
        }
    }
    match asked {
        Some((place, Ask::Up)) if place > 0 => typed.services.swap(place, place - 1),
        Some((place, Ask::Down)) if place + 1 < typed.services.len() => typed.services.swap(place, place + 1),
        Some((place, Ask::Remove)) if place < typed.services.len() => {
            typed.services.remove(place);
        }
        _ => {}
    }
    controls(ui, |ui| {
        if ui
            .add(Button::quiet("Service").icon(Icon::Plus).named("Add a service"))
            .clicked()
        {
            let place = typed.add_line();
            focus(ui, typed, place);
        }
        if let Some(sum) = sum(cx, typed, start) {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| small(ui, &sum));
        }
    });
}

/// Gives the focus to the service of a line.
pub(super) fn focus(ui: &Ui, typed: &Typed, place: usize) {
    if let Some(line) = typed.services.get(place) {
        ui.memory_mut(|memory| memory.request_focus(field_id(line.number)));
    }
}

fn field_id(line: u32) -> Id {
    Id::unique(("series form, service", line))
}

/// Which line it is, and where its errors stand.
struct Spot<'a> {
    place: usize,
    several: bool,
    /// The day whose list prices are shown.
    start: Day,
    /// Whether there is more than one visit.
    repeats: bool,
    /// The next dates, with their place in the rule.
    dates: &'a [(u32, Day)],
    /// Whom it may be for: who comes, and others of theirs.
    people: &'a [(Option<Uuid>, String)],
    location: Option<Uuid>,
    line: Option<String>,
    none: Option<String>,
}

impl Spot<'_> {
    fn error(&self, at: &AtFields, field: &str) -> Option<String> {
        let line = self.line.as_ref()?;
        at.at(&format!("{line}.{field}"))
    }

    fn shown(&self, at: &mut AtFields, field: &str, response: &egui::Response) {
        match &self.line {
            Some(line) => at.shown(format!("{line}.{field}"), response),
            // That none is chosen stands at the first.
            None if self.none.is_some() && field == "name" => at.shown("services", response),
            None => {}
        }
    }
}

fn one(ui: &mut Ui, cx: &Context<'_>, line: &mut LineTyped, at: &mut AtFields, spot: &Spot<'_>) -> Option<Ask> {
    let (place, start) = (spot.place, spot.start);
    let numbered = |label: &str| {
        if place == 0 {
            label.to_owned()
        } else {
            format!("{label} {}", place + 1)
        }
    };
    let (service_label, length_label, price_label) = (numbered("Service"), numbered("Length"), numbered("Price"));
    let ask = row(ui, |ui| {
        let gaps = 3.0 * size::SPACE_3;
        let wide = ui.available_width() - LENGTH - PRICE - size::CONTROL - gaps;
        let error = spot.error(at, "name").or(spot.error(at, "id")).or(spot.none.clone());
        let mut field = FindField::new(&service_label, &mut line.service.text)
            .id(field_id(line.number))
            .hint("Type to find")
            .width(wide)
            .error(error.as_deref());
        if place > 0 {
            field = field.label_hidden();
        }
        let found = field.show(ui, |text| offers(cx, text, start));
        spot.shown(at, "name", &found.response);
        if let Some(uuid) = found.picked {
            let name = line.service.text.clone();
            line.service.take(uuid, name);
            // Another service has another length and price.
            line.length.clear();
            line.price.clear();
            line.rest.clear();
        }
        let meant = line.service.meant(cx.book.services().live());
        let usual = meant.map(|service| service.stretches.length());
        let hint = usual.map(write_length).unwrap_or_default();
        number(
            ui,
            (&length_label, "min", LENGTH),
            &mut line.length,
            &hint,
            place,
            (at, spot, &["duration", "stretches"]),
        );
        let currency = cx
            .book
            .business()
            .map_or(String::new(), |business| business.currency.to_string());
        let hint = meant.map(|service| list_price(cx, service, start)).unwrap_or_default();
        number(
            ui,
            (&price_label, &currency, PRICE),
            &mut line.price,
            &hint,
            place,
            (at, spot, &["price"]),
        );
        more(ui, line, spot)
    });
    if line.own_staff {
        own_staff(ui, cx, line, at, spot);
    }
    if line.own_person {
        let error = spot.error(at, "for");
        let options: Vec<_> = spot.people.iter().map(|(uuid, name)| (*uuid, name.as_str())).collect();
        let mut person = Some(line.visitor);
        Choice::new(&numbered("For"))
            .error(error.as_deref())
            .show(ui, &mut person, &options);
        line.visitor = person.flatten();
    }
    // What is the only service is there on every visit, unless that was said otherwise.
    if spot.repeats && (spot.several || line.not_every) {
        how_often(ui, line, at, spot);
    }
    ask
}

/// On which visits the service is done: every one, or every so many of them, and from which date on.
fn how_often(ui: &mut Ui, line: &mut LineTyped, at: &AtFields, spot: &Spot<'_>) {
    const MOST: u16 = 12;
    let number = spot.place + 1;
    let now: u16 = line
        .every_nth
        .trim()
        .parse()
        .ok()
        .filter(|_| line.not_every)
        .unwrap_or(1);
    row(ui, |ui| {
        let mut all: Vec<u16> = (1..=MOST).collect();
        if !all.contains(&now) {
            all.push(now);
        }
        let texts: Vec<String> = all.iter().map(|nth| words::choice::every_nth_visit(*nth)).collect();
        let options: Vec<(u16, &str)> = all.iter().copied().zip(texts.iter().map(String::as_str)).collect();
        let error = spot.error(at, "every_nth");
        let label = format!("On which visits, service {number}");
        let mut chosen = Some(now);
        Choice::new(&label)
            .label_hidden()
            .width(160.0)
            .error(error.as_deref())
            .show(ui, &mut chosen, &options);
        if let Some(nth) = chosen.filter(|nth| *nth != now) {
            line.not_every = nth > 1;
            line.every_nth = if nth > 1 { nth.to_string() } else { String::new() };
            line.rest.remove("phase");
        }
        if line.not_every {
            phase(ui, line, spot, chosen.unwrap_or(now));
        }
    });
}

/// From which of the next dates on a service that is not there on every visit is there, and when it comes next.
fn phase(ui: &mut Ui, line: &mut LineTyped, spot: &Spot<'_>, nth: u16) {
    let first = line.rest.get("phase").and_then(serde_json::Value::as_u64);
    let first = first.and_then(|first| u16::try_from(first).ok()).unwrap_or(1);
    let there = |phase: u16| {
        spot.dates
            .iter()
            .filter(move |(position, _)| is_there(nth, phase, *position))
    };
    let firsts = (1..=nth).filter_map(|phase| Some((phase, there(phase).next()?.1)));
    let mut firsts: Vec<(u16, Day)> = firsts.collect();
    firsts.sort_by_key(|(_, day)| *day);
    let texts: Vec<String> = firsts.iter().map(|(_, day)| words::choice::first_on(*day)).collect();
    let options: Vec<(u16, &str)> = firsts
        .iter()
        .zip(&texts)
        .map(|((phase, _), text)| (*phase, text.as_str()))
        .collect();
    if options.is_empty() {
        return;
    }
    let label = format!("First on, service {}", spot.place + 1);
    let mut chosen = Some(first);
    Choice::new(&label)
        .label_hidden()
        .width(136.0)
        .show(ui, &mut chosen, &options);
    if let Some(phase) = chosen.filter(|phase| *phase != first) {
        line.rest.insert("phase".to_owned(), serde_json::json!(phase));
    }
    let next: Vec<Day> = there(chosen.unwrap_or(first))
        .map(|(_, day)| *day)
        .skip(1)
        .take(2)
        .collect();
    if !next.is_empty() {
        ui.vertical(|ui| {
            // In the middle of the fields beside it.
            ui.add_space((size::CONTROL - size::line_height(size::TEXT_SMALL)) / 2.0);
            small(ui, &words::choice::then_on(&next));
        });
    }
}

fn number(
    ui: &mut Ui,
    (label, unit, width): (&str, &str, f32),
    text: &mut String,
    hint: &str,
    place: usize,
    (at, spot, fields): (&mut AtFields, &Spot<'_>, &[&str]),
) {
    let error = fields.iter().find_map(|field| spot.error(at, field));
    let mut field = TextField::number(label, text, unit)
        .hint(hint)
        .width(width)
        .error(error.as_deref());
    if place > 0 {
        field = field.label_hidden();
    }
    let response = field.show(ui);
    for field in fields {
        spot.shown(at, field, &response);
    }
}

fn own_staff(ui: &mut Ui, cx: &Context<'_>, line: &mut LineTyped, at: &mut AtFields, spot: &Spot<'_>) {
    let place = spot.place;
    let error = spot.error(at, "staff");
    let label = if place == 0 {
        "Done by".to_owned()
    } else {
        format!("Done by {}", place + 1)
    };
    let staff = super::times::staff_options(cx, spot.location, line.staff);
    let options: Vec<_> = staff.iter().map(|(uuid, name)| (*uuid, name.as_str())).collect();
    Choice::new(&label)
        .error(error.as_deref())
        .show(ui, &mut line.staff, &options);
}

fn more(ui: &mut Ui, line: &mut LineTyped, spot: &Spot<'_>) -> Option<Ask> {
    let (place, several) = (spot.place, spot.several);
    let name = format!("More for service {}", place + 1);
    let button = ui
        .vertical(|ui| {
            if place == 0 {
                // Beside the fields, whose labels stand above them.
                ui.add_space(size::line_height(size::TEXT_SMALL) + size::SPACE_1);
            }
            ui.add(Button::icon_alone(Icon::EllipsisVertical, name.as_str()))
        })
        .inner;
    let mut ask = None;
    menu(&button, |ui| {
        let by = if line.own_staff {
            "Same stylist"
        } else {
            "Another stylist"
        };
        if menu_row(ui, Icon::User, by, None, Tone::Plain).clicked() {
            line.own_staff = !line.own_staff;
        }
        if spot.people.len() > 1 || line.own_person {
            let whom = if line.own_person {
                "For who comes"
            } else {
                "For another person"
            };
            if menu_row(ui, Icon::Users, whom, None, Tone::Plain).clicked() {
                line.own_person = !line.own_person;
                line.visitor = None;
            }
        }
        if several {
            menu_line(ui);
            if menu_row(ui, Icon::ArrowUp, "Move up", None, Tone::Plain).clicked() {
                ask = Some(Ask::Up);
            }
            if menu_row(ui, Icon::ArrowDown, "Move down", None, Tone::Plain).clicked() {
                ask = Some(Ask::Down);
            }
            if menu_row(ui, Icon::Trash, "Remove", None, Tone::Danger).clicked() {
                ask = Some(Ask::Remove);
            }
        }
    });
    ask
}

fn offers(cx: &Context<'_>, text: &str, start: Day) -> Vec<Suggestion<Uuid>> {
    let typed = crate::domain::find::fold(text);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<_> = cx
        .book
        .services()
        .live()
        .map(|service| (crate::domain::find::fold(&service.name), service))
        .filter(|(name, _)| words.iter().all(|word| name.contains(word)))
        .collect();
    found.sort_by(|a, b| (!a.0.starts_with(&typed), &a.0).cmp(&(!b.0.starts_with(&typed), &b.0)));
    let suggestion = |service: &Service| {
        let length = words::dates::length(service.stretches.length());
        Suggestion {
            key: service.uuid,
            title: service.name.clone(),
            detail: format!("{length}, {}", words::money::of(cx.book, service.price_on(start))),
            icon: None,
        }
    };
    found.into_iter().map(|(_, service)| suggestion(service)).collect()
}

fn list_price(cx: &Context<'_>, service: &Service, day: Day) -> String {
    let digits = cx.book.business().map_or(2, |business| business.currency.digits());
    service.price_on(day).text(digits)
}

/// How long all of it takes, and what it costs: "1 h 15 min, 125.00 EUR".
fn sum(cx: &Context<'_>, typed: &Typed, start: Day) -> Option<String> {
    let business = cx.book.business()?;
    let mut length = Minutes::ZERO;
    let mut price = crate::domain::values::Money::ZERO;
    let mut lines = 0;
    for line in &typed.services {
        let Some(service) = line.service.meant(cx.book.services().live()) else {
            continue;
        };
        lines += 1;
        length += read_length(&line.length).unwrap_or_else(|| service.stretches.length());
        let fixed = crate::domain::values::Money::parse(&line.price, business.currency.digits());
        price = price + fixed.unwrap_or_else(|| service.price_on(start));
    }
    (lines > 1).then(|| format!("{}, {}", words::dates::length(length), words::money::of(cx.book, price)))
}
