//! Who comes: a field in which one types to find, and the fields of somebody new.

use egui::{Id, Ui};
use uuid::Uuid;

use super::services;
use super::typed::{HowOften, NewClient, Typed};
use crate::ui::Context;
use crate::ui::form::ClientFinder;
use crate::ui::form::{AtFields, row};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::widgets::{Button, Choice, FindField, Suggestion, TextField, card, notice};
use crate::words;

/// What the list offers.
#[derive(Debug, Clone, PartialEq)]
enum Offer {
    Known(Uuid, String),
    New,
}

/// Draws it. `fixed` is set for a series that exists: its client stays.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Context<'_>,
    typed: &mut Typed,
    at: &mut AtFields,
    finder: &mut ClientFinder,
    fixed: bool,
) {
    let width = ui.available_width();
    if let Some(new) = &mut typed.new_client {
        if new_client(ui, new, at) {
            typed.client.text = new.name();
            typed.new_client = None;
        }
        return;
    }
    let error = at.at("client");
    let help = help(cx, typed);
    let mut field = FindField::new("Who comes", &mut typed.client.text)
        .id(field_id())
        .icon(Icon::Search)
        .hint("Name or three digits of a phone")
        .width(width)
        .error(error.as_deref());
    if let Some(help) = &help {
        field = field.help(help);
    }
    let found = ui
        .add_enabled_ui(!fixed, |ui| field.show(ui, |text| offers(finder, cx, text)))
        .inner;
    // Somebody who goes on without having typed is not told that it is needed.
    if !(found.response.lost_focus() && typed.client.is_empty()) {
        at.shown("client", &found.response);
    }
    match found.picked {
        Some(Offer::Known(uuid, name)) => {
            typed.client.take(uuid, name);
            // Visitors are theirs.
            typed.visitor = None;
            for line in &mut typed.services {
                (line.own_person, line.visitor) = (false, None);
            }
            usual(cx, typed);
            // Typing on here would make somebody new of who was just found.
            services::focus(ui, typed, 0);
        }
        Some(Offer::New) => {
            let new = NewClient::from_text(new_name(&typed.client.text));
            let next = if new.phone.is_empty() {
                "client.phone"
            } else {
                "client.given_name"
            };
            ui.memory_mut(|memory| memory.request_focus(Id::unique(next)));
            typed.new_client = Some(new);
        }
        None => {}
    }
    let alert = typed
        .client
        .meant(cx.book.clients().live())
        .map(|client| client.alert.clone());
    let people = people(cx, typed);
    if people.len() > 1 {
        let error = at.at("visitor");
        let mut comes = Some(typed.visitor);
        let field = Choice::new("Who of them comes").width(width).error(error.as_deref());
        let options: Vec<_> = people.iter().map(|(uuid, name)| (*uuid, name.as_str())).collect();
        let changed = ui.add_enabled_ui(!fixed, |ui| field.show(ui, &mut comes, &options).changed());
        if changed.inner {
            typed.visitor = comes.flatten();
        }
    }
    if let Some(alert) = alert.filter(|alert| !alert.is_empty()) {
        notice(ui, Tone::Warn, &alert, None);
    }
}

/// The client that is meant, and who comes with or instead of them.
fn people(cx: &Context<'_>, typed: &Typed) -> Vec<(Option<Uuid>, String)> {
    let client = Some(&typed.client).filter(|_| typed.new_client.is_none());
    let Some(client) = client.and_then(|client| client.meant(cx.book.clients().live())) else {
        return Vec::new();
    };
    let visitors = cx.book.visitors().of(client.id);
    let visitors = visitors.filter(|visitor| visitor.deleted_at.is_none());
    let named = visitors.map(|visitor| (Some(visitor.uuid), visitor.name()));
    std::iter::once((None, client.name())).chain(named).collect()
}

/// Whom a service may be for: who comes, and the other visitors of the client.
pub(super) fn people_of_lines(cx: &Context<'_>, typed: &Typed) -> Vec<(Option<Uuid>, String)> {
    let mut people = people(cx, typed);
    let comes = people.iter().position(|(uuid, _)| *uuid == typed.visitor);
    let comes = comes.map(|at| (None, people.swap_remove(at).1));
    people.retain(|(uuid, _)| uuid.is_some());
    comes.into_iter().chain(people).collect()
}

/// The id of the field, which has the focus when the form opens.
pub(super) fn field_id() -> Id {
    Id::unique("series form, who comes")
}

const NEW: &str = "New client ";

/// The name within the words of the offer, which the field holds after it was taken.
fn new_name(text: &str) -> &str {
    text.strip_prefix(NEW).unwrap_or(text)
}

fn offers(finder: &mut ClientFinder, cx: &Context<'_>, text: &str) -> Vec<Suggestion<Offer>> {
    let mut offers: Vec<Suggestion<Offer>> = finder
        .found(cx, text)
        .iter()
        .map(|known| Suggestion {
            key: Offer::Known(known.key, known.title.clone()),
            title: known.title.clone(),
            detail: known.detail.clone(),
            icon: None,
        })
        .collect();
    if !text.trim().is_empty() {
        offers.push(Suggestion {
            key: Offer::New,
            title: format!("{NEW}{}", text.trim()),
            detail: String::new(),
            icon: Some(Icon::UserPlus),
        });
    }
    offers
}

fn help(cx: &Context<'_>, typed: &Typed) -> Option<String> {
    if typed.client.is_empty() && typed.how_often == HowOften::Once {
        return Some("May stay empty for somebody without a name".to_owned());
    }
    let client = typed.client.meant(cx.book.clients().live())?;
    let parts = [&client.phone, &client.email];
    let known: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    Some(known.join(" · ")).filter(|help| !help.is_empty())
}

/// Puts in what this client usually has, where nothing was said yet.
fn usual(cx: &Context<'_>, typed: &mut Typed) {
    let Some(client) = typed.client.meant(cx.book.clients().live()) else {
        return;
    };
    let Some(last) = last_series(cx, client.id) else { return };
    let Some(request) = crate::domain::request::request_of(cx.book, last) else {
        return;
    };
    let known = super::of_request::typed_of(&request, cx.book, cx.habit(), cx.face());
    if typed.services.iter().all(|line| line.service.is_empty()) {
        typed.services = known.services;
    }
    typed.location = typed.location.or(known.location);
    // Who usually does it may not work where the visits are to be this time.
    if typed.location == known.location {
        typed.all.staff = typed.all.staff.or(known.all.staff);
    }
}

fn last_series(cx: &Context<'_>, client: crate::domain::rows::ClientId) -> Option<crate::domain::rows::SeriesId> {
    let members = cx.book.members().live().rev();
    let mut own = members.filter(|member| member.client_id == Some(client));
    own.find_map(|member| {
        let series = cx.book.series().get(member.series_id)?;
        series.deleted_at.is_none().then_some(series.id)
    })
}

/// The fields of somebody new; whether they are to be looked for among the known ones instead.
fn new_client(ui: &mut Ui, new: &mut NewClient, at: &mut AtFields) -> bool {
    let own = at.at("client");
    card(ui, |ui| {
        let mut back = false;
        crate::ui::widgets::controls(ui, |ui| {
            crate::ui::widgets::heading(ui, &words::capital(NEW.trim()));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                back = ui.add(Button::quiet("Known client").icon(Icon::Search)).clicked();
            });
        });
        let half = (ui.available_width() - size::SPACE_3) / 2.0;
        row(ui, |ui| {
            field(
                ui,
                at,
                "Given name",
                "client.given_name",
                &mut new.given_name,
                half,
                own.as_deref(),
            );
            field(ui, at, "Surname", "client.surname", &mut new.surname, half, None);
        });
        row(ui, |ui| {
            field(ui, at, "Phone", "client.phone", &mut new.phone, half, None);
            field(ui, at, "Email", "client.email", &mut new.email, half, None);
        });
        back
    })
}

fn field(ui: &mut Ui, at: &mut AtFields, label: &str, path: &str, text: &mut String, width: f32, other: Option<&str>) {
    let error = at.at(path);
    let response = TextField::new(label, text)
        .id(Id::unique(path))
        .width(width)
        .error(error.as_deref().or(other))
        .show(ui);
    at.shown(path, &response);
}
