//! The form of a client, in a dialog.

use egui::{Id, Ui};

use super::typed::ClientTyped;
use crate::domain::Command;
use crate::ui::Context;
use crate::ui::form::fields::{field, text_field};
use crate::ui::form::series::typed::NewClient;
use crate::ui::form::{ThingForm, row};
use crate::ui::look::{Tone, size};
use crate::ui::widgets::{Button, CONFIRM, Dialog, TextField, notice};

/// What was asked of the form.
pub(super) enum Done {
    /// Nothing yet.
    Nothing,
    /// To close it.
    Close,
    /// To save it.
    Save(Box<Command>),
}

/// A form for somebody new from what was searched for.
pub(super) fn from_text(text: &str) -> ClientTyped {
    let new = NewClient::from_text(text);
    ClientTyped {
        given_name: new.given_name,
        surname: new.surname,
        phone: new.phone,
        ..ClientTyped::default()
    }
}

/// Draws it over the window.
pub(super) fn show(ui: &mut Ui, cx: &Context<'_>, form: &mut ThingForm<ClientTyped>) -> Done {
    form.check(cx);
    let title = if form.uuid.is_some() { "Client" } else { "New client" };
    let saving = form.is_saving();
    let shown = Dialog::new(Id::unique("client form"), title).width(528.0).show(
        ui.ctx(),
        |ui| fields(ui, form),
        |ui| {
            let cancel = ui.add(Button::secondary("Cancel")).clicked();
            let save = ui.add_enabled(!saving, Button::primary("Save").keys(CONFIRM)).clicked();
            (cancel, save)
        },
    );
    let (cancel, save) = shown.buttons;
    if save || ((shown.confirmed || shown.entered) && !saving) {
        if let Some(command) = form.save(cx) {
            return Done::Save(Box::new(command));
        }
    } else if cancel || shown.closed {
        return Done::Close;
    }
    Done::Nothing
}

fn fields(ui: &mut Ui, form: &mut ThingForm<ClientTyped>) {
    if let Some(refused) = &form.refused {
        notice(ui, Tone::Danger, refused, None);
    }
    let whole = ui.available_width();
    let half = (whole - size::SPACE_3) / 2.0;
    // Neither a name nor a phone number is said at the first field.
    let nobody = form.at.at("");
    let (typed, at) = (&mut form.typed, &mut form.at);
    let first = row(ui, |ui| {
        let error = at.at("given_name").or(nobody);
        let first = TextField::new("Given name", &mut typed.given_name)
            .width(half)
            .error(error.as_deref())
            .show(ui);
        text_field(ui, at, "surname", "Surname", &mut typed.surname, half);
        first
    });
    row(ui, |ui| {
        text_field(ui, at, "phone", "Phone", &mut typed.phone, half);
        text_field(ui, at, "email", "Email", &mut typed.email, half);
    });
    let alert = TextField::new("Alert", &mut typed.alert)
        .width(whole)
        .help("What everybody must see, such as an allergy");
    field(ui, at, "alert", alert);
    let note = TextField::new("Note", &mut typed.note).rows(3).width(whole);
    field(ui, at, "note", note);
    for error in at.elsewhere() {
        notice(ui, Tone::Danger, &error, None);
    }
    form.focus_first(&first);
}
