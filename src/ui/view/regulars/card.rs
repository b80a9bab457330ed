//! The card of a standing appointment: what it says, when they come next, and what can be done with it.

use egui::Ui;

use super::model::Regular;
use crate::domain::Book;
use crate::domain::command::Whose;
use crate::domain::draft::{Over, SeriesDraft, Who};
use crate::domain::people::main_member;
use crate::domain::request::draft_of;
use crate::domain::rows::*;
use crate::domain::values::VisitState;
use crate::exchange::ics::Selection;
use crate::time::Day;
use crate::ui::look::{Icon, StaffTint, Tone, size};
use crate::ui::route::{FormStart, Prefill};
use crate::ui::shortcut::Shortcut;
use crate::ui::view::change::ToChange;
use crate::ui::widgets::{
    Badge, Button, SideCard, action_row, alert_row, fact, fact_of_colour, heading, link_row, notice,
};
use crate::ui::{Act, Context};
use crate::words;
use crate::words::status::Standing;

/// How many of the visits to come are listed.
const NEXT: usize = 6;

/// Draws it at the right; whether it is to be closed.
pub(super) fn show(ui: &mut Ui, cx: &mut Context<'_>, series: SeriesId, known: Option<&Regular>) -> bool {
    let book = cx.book;
    let Some(row) = book.series().get(series).filter(|row| row.deleted_at.is_none()) else {
        return true;
    };
    let who = words::visit::of_series(book, series);
    let standing = Standing::of(book, row, cx.now);
    let mut acts = Vec::new();
    let shown = SideCard::new("regular", &who).show(
        ui,
        |ui| body(ui, cx, row, (standing, known), &mut acts),
        |ui| {
            let says = Shortcut::Edit.says();
            let button = Button::primary(says.label).icon(says.icon).keys(says.keys);
            standing == Standing::Running && ui.add(button).clicked()
        },
    );
    if shown.buttons {
        acts.push(Act::OpenForm(FormStart::Edit(series)));
    }
    cx.acts.append(&mut acts);
    shown.closed
}

fn body(
    ui: &mut Ui,
    cx: &Context<'_>,
    series: &Series,
    (standing, known): (Standing, Option<&Regular>),
    acts: &mut Vec<Act>,
) {
    let book = cx.book;
    let says = if standing == Standing::Running {
        words::status::text(book, series, cx.now)
    } else {
        // Why it stopped is longer than a badge.
        standing.word().to_owned()
    };
    // That it simply goes on needs no words.
    if says != Standing::Running.word() {
        ui.add(Badge::new(&words::capital(&says), Tone::Plain));
    }
    let member = main_member(book, series.id);
    let client = member.and_then(|member| book.clients().get(member.client_id?));
    if let Some(client) = client.filter(|client| !client.alert.is_empty()) {
        notice(ui, Tone::Warn, &client.alert, None);
    }
    if let Some(draft) = draft_of(book, series.id) {
        let face = words::dates::face(book);
        fact(ui, "When", &words::sentence::of_draft(&draft, face));
        for line in draft
            .lines
            .iter()
            .chain(draft.slots.iter().flat_map(|slot| &slot.lines))
        {
            let Some(service) = book.services().get(line.service) else {
                continue;
            };
            let price = line.price.unwrap_or_else(|| service.price_on(cx.today()));
            let length = words::dates::length(line.stretches.length());
            let whom = match &line.visitor {
                Some(Who::Known(visitor)) => book.visitors().get(*visitor),
                Some(Who::New(_)) | None => None,
            };
            let name = words::visit::service_for(&service.name, whom.map(AsRef::as_ref));
            let says = format!("{name}, {length}, {}", words::money::of(book, price));
            fact(ui, "Service", &says);
        }
        if let Some(known) = known.filter(|known| !known.with.is_empty()) {
            fact(ui, "With", &known.with);
        }
        for layer in for_a_while(book, series.id, &draft, cx.today()) {
            fact(ui, "For a while", &words::change::layer(book, layer));
        }
        if book.locations().live().nth(1).is_some() {
            let location = book.locations().get(draft.location);
            fact(ui, "Where", location.map_or("", |location| location.name.as_str()));
        }
    }
    if let Some(client) = client {
        for (name, says) in [("Phone", &client.phone), ("Email", &client.email)] {
            if !says.is_empty() {
                fact(ui, name, says);
            }
        }
    }
    if !series.cancel_reason.is_empty() {
        fact(ui, "Cancelled", &series.cancel_reason);
    }
    if !series.change_reason.is_empty() {
        fact(ui, "Last change", &series.change_reason);
    }
    if !series.note.is_empty() {
        fact(ui, "Note", &series.note);
    }
    if let Some(colour) = series.colour {
        fact_of_colour(ui, "Colour", StaffTint::nearest(colour.rgb));
    }
    next_visits(ui, cx, series.id, acts);
    actions(ui, cx, series, standing, client, acts);
}

/// What lies over the visits to come for a while: of this standing appointment, or of somebody who is in it.
fn for_a_while<'a>(
    book: &'a Book,
    series: SeriesId,
    draft: &SeriesDraft,
    today: Day,
) -> impl Iterator<Item = &'a std::sync::Arc<Layer>> {
    let lines = draft
        .lines
        .iter()
        .chain(draft.slots.iter().flat_map(|slot| &slot.lines));
    let staff: Vec<StaffId> = lines
        .filter_map(|line| line.staff)
        .chain(
            draft
                .slots
                .iter()
                .flat_map(|slot| slot.staff.iter().map(|(staff, _)| *staff)),
        )
        .collect();
    book.layers().live().filter(move |layer| {
        let is_over = layer.series_id == Some(series) || layer.staff_id.is_some_and(|over| staff.contains(&over));
        is_over && today <= layer.last_day
    })
}

fn next_visits(ui: &mut Ui, cx: &Context<'_>, series: SeriesId, acts: &mut Vec<Act>) {
    let book = cx.book;
    let to_come = book.calendar().of_series(book, series).rev();
    let mut to_come: Vec<_> = to_come.take_while(|visit| visit.start_utc > cx.now).collect();
    to_come.reverse();
    let failed = |visit: &&&std::sync::Arc<Visit>| visit.state == VisitState::Failed;
    let open: Vec<_> = to_come.iter().filter(failed).collect();
    if !open.is_empty() {
        ui.add_space(size::SPACE_2);
        heading(ui, &format!("{} not booked, to sort out", open.len()));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for visit in open {
                let reason = words::conflict::kinds(&visit.reason);
                let day = words::dates::weekday_day_and_month(visit.day);
                // Without the end there is room for the reason.
                let when = format!("{day} {}", words::dates::time(visit.time, words::dates::face(book)));
                if alert_row(ui, &when, &reason).clicked() {
                    acts.push(Act::ShowVisit(visit.id));
                }
            }
        });
    }
    to_come.retain(|visit| visit.is_busy());
    if to_come.is_empty() {
        return;
    }
    ui.add_space(size::SPACE_2);
    heading(ui, "Next visits");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for visit in to_come.iter().take(NEXT) {
            let by_hand = words::visit::by_hand(visit.changed);
            let detail = words::visit::standing(visit).or(by_hand).unwrap_or_default();
            if link_row(ui, &words::visit::when(book, visit), &detail).clicked() {
                acts.push(Act::ShowVisit(visit.id));
            }
        }
    });
}

fn actions(
    ui: &mut Ui,
    cx: &Context<'_>,
    series: &Series,
    standing: Standing,
    client: Option<&std::sync::Arc<Client>>,
    acts: &mut Vec<Act>,
) {
    let whose = Whose::Series(series.id);
    let has_pause = words::status::pauses(cx.book, series, cx.now)
        .iter()
        .any(|pause| pause.series_id.is_some());
    let series = series.id;
    ui.add_space(size::SPACE_2);
    heading(ui, "Actions");
    ui.spacing_mut().item_spacing.y = 0.0;
    if let Some(client) = client
        && action_row(ui, Icon::CalendarPlus, "New appointment for this client…", None).clicked()
    {
        acts.push(Act::OpenForm(FormStart::New(Prefill {
            client: Some(client.id),
            ..Prefill::default()
        })));
    }
    let says = Shortcut::Export.says();
    if action_row(ui, says.icon, says.label, Some(says.keys)).clicked() {
        acts.push(Act::Export(Selection::Series(series)));
    }
    if standing == Standing::Running && action_row(ui, Icon::Hourglass, "Away for a while…", None).clicked() {
        acts.push(Act::Change(ToChange::Away(whose)));
    }
    if has_pause && action_row(ui, Icon::CalendarCheck, "Take up again…", None).clicked() {
        acts.push(Act::Change(ToChange::Back(whose)));
    }
    if standing == Standing::Stopped && action_row(ui, Icon::Repeat, "Go on…", None).clicked() {
        acts.push(Act::Change(ToChange::Restart(series)));
    }
    if standing == Standing::Running && action_row(ui, Icon::Users, "Something else for a while…", None).clicked() {
        acts.push(Act::Change(ToChange::StandIn(Over::Series(series), None)));
    }
    if standing == Standing::Running && action_row(ui, Icon::CalendarOff, "Cancel visits…", None).clicked() {
        acts.push(Act::Change(ToChange::Cancel(series, None)));
    }
}
