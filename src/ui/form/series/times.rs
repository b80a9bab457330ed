//! When, with whom and where: the first date, and time, stylist and chair for all weekdays or for each.

use egui::Ui;
use uuid::Uuid;

use super::typed::{Code, HowOften, SlotTyped, Typed};
use crate::domain::find::by_name;
use crate::domain::rows::LocationId;
use crate::domain::schedule::works_at;
use crate::time::Day;
use crate::ui::Context;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, size};
use crate::ui::widgets::{Button, Choice, DateField, TimeField};
use crate::words;

const DATE: f32 = 160.0;
const TIME: f32 = 112.0;

/// With whom a time is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Find {
    /// With the stylist who stands in the form.
    Stylist,
    /// With anyone who is free.
    Anyone,
}

/// Draws it; whether a time is to be found, which `can_find` offers.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Context<'_>,
    typed: &mut Typed,
    at: &mut AtFields,
    start: Option<Day>,
    can_find: bool,
) -> Option<Find> {
    let weekdays = typed.weekdays_from(start);
    let each = typed.own_times && typed.is_weekly() && weekdays.len() > 1;
    let several = cx.book.locations().live().nth(1).is_some();
    let whole = Place::whole(typed.location, can_find && !each);
    let mut find = None;
    row(ui, |ui| {
        let error = at.at("start_date");
        let label = if typed.how_often == HowOften::Once {
            "Date"
        } else {
            "Start"
        };
        let response = DateField::new(label, &mut typed.start, cx.habit())
            .width(DATE)
            .error(error.as_deref())
            .show(ui);
        at.shown("start_date", &response);
        if !each {
            time(ui, cx, &mut typed.all, at, &whole, TIME);
        }
        if several {
            location(ui, cx, typed, at);
        } else if !each {
            find = people(ui, cx, &mut typed.all, at, &whole);
        }
    });
    if each {
        for (number, weekday) in weekdays.into_iter().enumerate() {
            let usual = typed.all.clone();
            let own = typed.by_weekday.entry(weekday).or_insert(usual);
            let place = Place::of(number, weekday, typed.location);
            ui.push_id(("weekday", weekday), |ui| {
                row(ui, |ui| {
                    time(ui, cx, own, at, &place, DATE);
                    // A weekday with a time of its own has nobody to look for.
                    let _: Option<Find> = people(ui, cx, own, at, &place);
                });
            });
        }
    } else if several {
        find = row(ui, |ui| people(ui, cx, &mut typed.all, at, &whole));
    }
    if each || !can_find {
        return None;
    }
    let button = Button::secondary("Find a time…").icon(Icon::Search);
    let button = ui.add(button.tip("See when it is free, with anyone or with one stylist"));
    find.or(button.clicked().then_some(Find::Stylist))
}

/// Which slot it is: its words and where its errors stand.
struct Place {
    path: String,
    words: String,
    location: Option<Uuid>,
    /// Whether anyone who is free can be looked for.
    anyone: bool,
}

impl Place {
    fn whole(location: Option<Uuid>, anyone: bool) -> Self {
        Self {
            path: String::new(),
            words: String::new(),
            location,
            anyone,
        }
    }

    fn of(number: usize, weekday: Code, location: Option<Uuid>) -> Self {
        Self {
            path: format!("slots.{number}."),
            words: format!(" on {}", words::dates::weekday(weekday.0)),
            location,
            anyone: false,
        }
    }

    fn field(&self, field: &str) -> String {
        format!("{}{field}", self.path)
    }
}

fn time(ui: &mut Ui, cx: &Context<'_>, typed: &mut SlotTyped, at: &mut AtFields, place: &Place, width: f32) {
    let path = place.field("time");
    let error = at.at(&path);
    let label = format!("Time{}", place.words);
    let response = TimeField::new(&label, &mut typed.time, cx.face())
        .width(width)
        .error(error.as_deref())
        .show(ui);
    at.shown(path, &response);
}

/// Stylist and, where there are any, chair or room; whether anyone who is free is looked for.
fn people(ui: &mut Ui, cx: &Context<'_>, typed: &mut SlotTyped, at: &mut AtFields, place: &Place) -> Option<Find> {
    let chairs = chair_options(cx, place.location);
    let fields = if chairs.is_empty() { 1.0 } else { 2.0 };
    let width = (ui.available_width() - (fields - 1.0) * size::SPACE_3) / fields;
    let path = place.field("staff");
    // Who does not work there is said once, at the top of the request.
    let error = at.at(&path).or_else(|| at.at("staff"));
    let staff = staff_options(cx, place.location, typed.staff);
    let mut options = vec![(By::Nobody, "Nobody yet")];
    if place.anyone {
        // Named so that who types "Ann" does not come to it first.
        options.push((By::Anyone, "Or anyone free…"));
    }
    options.extend(staff.iter().map(|(uuid, name)| (By::One(*uuid), name.as_str())));
    let mut chosen = typed.staff.map(By::One);
    let label = format!("Stylist{}", place.words);
    let choice = Choice::new(&label).width(width).error(error.as_deref());
    if choice.show(ui, &mut chosen, &options).changed() {
        at.touch(path);
    }
    let find = (chosen == Some(By::Anyone)).then_some(Find::Anyone);
    match chosen {
        // Who stood there stays until a time is picked.
        Some(By::Anyone) => {}
        Some(By::One(staff)) => typed.staff = Some(staff),
        Some(By::Nobody) | None => typed.staff = None,
    }
    if chairs.is_empty() {
        return find;
    }
    let mut options: Vec<(Option<Uuid>, &str)> = vec![(None, "Any")];
    options.extend(chairs.iter().map(|(uuid, name)| (Some(*uuid), name.as_str())));
    let mut chosen = Some(typed.chair);
    let error = at.at(&place.field("resources.0")).or_else(|| at.at("resources.0"));
    let label = format!("Chair or room{}", place.words);
    Choice::new(&label)
        .width(width)
        .error(error.as_deref())
        .show(ui, &mut chosen, &options);
    typed.chair = chosen.flatten();
    find
}

/// What can be chosen as the stylist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nobody,
    Anyone,
    One(Uuid),
}

/// The location, once there are two.
fn location(ui: &mut Ui, cx: &Context<'_>, typed: &mut Typed, at: &mut AtFields) {
    let locations = cx.book.locations().live();
    let locations: Vec<_> = locations.map(|row| (row.uuid, row.name.as_str())).collect();
    let error = at.at("location");
    let width = ui.available_width();
    Choice::new("Location")
        .width(width)
        .error(error.as_deref())
        .show(ui, &mut typed.location, &locations);
}

/// Everybody who works at the location, in the order of the lists.
pub(super) fn staff_options(cx: &Context<'_>, location: Option<Uuid>, chosen: Option<Uuid>) -> Vec<(Uuid, String)> {
    let here = here(cx, location);
    let staff = crate::ui::tints::in_order(cx.book).into_iter();
    staff
        // Who was chosen stays in sight, so that an error has something to point at.
        .filter(|person| Some(person.uuid) == chosen || here.is_none_or(|here| works_at(cx.book, person, here)))
        .map(|person| (person.uuid, person.name().to_owned()))
        .collect()
}

fn here(cx: &Context<'_>, location: Option<Uuid>) -> Option<LocationId> {
    let uuid = location?.to_string();
    by_name(cx.book.locations().live(), &uuid).ok().map(|row| row.id)
}

fn chair_options(cx: &Context<'_>, location: Option<Uuid>) -> Vec<(Uuid, String)> {
    let here = here(cx, location);
    cx.book
        .resources()
        .live()
        .filter(|chair| here.is_none_or(|here| here == chair.location_id))
        .map(|chair| (chair.uuid, chair.name.clone()))
        .collect()
}
