//! The card of a client: how to reach them, what they have, when they come next.

use std::sync::Arc;

use egui::Ui;

use crate::domain::command::Whose;
use crate::domain::rows::*;
use crate::domain::values::{SeriesKind, SeriesStatus, VisitState};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::route::{FormStart, Prefill};
use crate::ui::view::change::ToChange;
use crate::ui::widgets::{Button, SideCard, action_row, fact, heading, link_row, muted, notice};
use crate::ui::{Act, Context};
use crate::words;

/// How many of the visits to come are listed.
const NEXT: usize = 6;

/// What was asked of the card.
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// To close it.
    Close,
    /// To change the client.
    Edit,
}

/// Draws it at the right.
pub(super) fn show(ui: &mut Ui, cx: &mut Context<'_>, id: ClientId) -> Asked {
    let Some(client) = cx.book.clients().get(id).filter(|client| client.deleted_at.is_none()) else {
        return Asked::Close;
    };
    let mut acts = Vec::new();
    let shown = SideCard::new("client", &client.name()).show(
        ui,
        |ui| body(ui, cx, client, &mut acts),
        |ui| {
            let new = Button::primary("New appointment").icon(Icon::CalendarPlus);
            let edit = ui.add(Button::secondary("Edit…").icon(Icon::Pencil)).clicked();
            (edit, ui.add(new).clicked())
        },
    );
    let (edit, new) = shown.buttons;
    if new {
        acts.push(Act::OpenForm(FormStart::New(Prefill {
            client: Some(id),
            ..Prefill::default()
        })));
    }
    cx.acts.append(&mut acts);
    match (edit, shown.closed) {
        (true, _) => Asked::Edit,
        (false, true) => Asked::Close,
        (false, false) => Asked::Nothing,
    }
}

fn body(ui: &mut Ui, cx: &Context<'_>, client: &Client, acts: &mut Vec<Act>) {
    let book = cx.book;
    if !client.alert.is_empty() {
        notice(ui, Tone::Warn, &client.alert, None);
    }
    for (name, says) in [
        ("Phone", &client.phone),
        ("Email", &client.email),
        ("Note", &client.note),
    ] {
        if !says.is_empty() {
            fact(ui, name, says);
        }
    }
    let visitors: Vec<String> = book
        .visitors()
        .of(client.id)
        .filter(|visitor| visitor.deleted_at.is_none())
        .map(|visitor| visitor.name())
        .collect();
    if !visitors.is_empty() {
        fact(ui, "With", &visitors.join(", "));
    }
    let series: Vec<&Arc<Series>> = series_of(cx, client.id);
    let regulars = series
        .iter()
        .filter(|series| series.kind != SeriesKind::Single && series.status == SeriesStatus::Running);
    ui.add_space(size::SPACE_2);
    heading(ui, "Regulars");
    let mut any = false;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for series in regulars {
            any = true;
            let Some(draft) = crate::domain::request::draft_of(book, series.id) else {
                continue;
            };
            let text = words::sentence::in_short(&draft, words::dates::face(book));
            if action_row(ui, Icon::Repeat, &text, None).clicked() {
                acts.push(Act::OpenForm(FormStart::Edit(series.id)));
            }
        }
    });
    if !any {
        muted(ui, "None");
    }
    next_visits(ui, cx, &series, acts);
    away(ui, cx, client.id, acts);
}

/// Being away over all series, and coming back.
fn away(ui: &mut Ui, cx: &Context<'_>, client: ClientId, acts: &mut Vec<Act>) {
    let (whose, today) = (Whose::Client(client), cx.today());
    let mut pauses: Vec<&Arc<Pause>> = cx
        .book
        .pauses()
        .live()
        .filter(|pause| pause.client_id == Some(client) && pause.last_day.is_none_or(|last| today <= last))
        .collect();
    pauses.sort_by_key(|pause| pause.first_day);
    ui.add_space(size::SPACE_2);
    heading(ui, "Actions");
    ui.spacing_mut().item_spacing.y = 0.0;
    if let Some(pause) = pauses.first() {
        let says = words::capital(&words::status::away_in(pause, today));
        muted(ui, &says);
        if action_row(ui, Icon::CalendarCheck, "Take up again…", None).clicked() {
            acts.push(Act::Change(ToChange::Back(whose)));
        }
    }
    if action_row(ui, Icon::Hourglass, "Away for a while…", None).clicked() {
        acts.push(Act::Change(ToChange::Away(whose)));
    }
}

fn series_of<'a>(cx: &Context<'a>, client: ClientId) -> Vec<&'a Arc<Series>> {
    let book = cx.book;
    let own = |member: &&Arc<Member>| member.client_id == Some(client);
    let members = book.members().live().filter(own);
    let mut series: Vec<&Arc<Series>> = members
        .filter_map(|member| book.series().get(member.series_id))
        .filter(|series| series.deleted_at.is_none())
        .collect();
    series.sort_by_key(|series| series.id);
    series.dedup_by_key(|series| series.id);
    series
}

fn next_visits(ui: &mut Ui, cx: &Context<'_>, series: &[&Arc<Series>], acts: &mut Vec<Act>) {
    let book = cx.book;
    let to_come = |series: &&Arc<Series>| {
        let visits = book.calendar().of_series(book, series.id).rev();
        let mut next: Vec<&Arc<Visit>> = visits
            .take_while(|visit| visit.start_utc > cx.now)
            .filter(|visit| visit.is_busy() || visit.state == VisitState::Failed)
            .collect();
        next.reverse();
        next.truncate(NEXT);
        next
    };
    let mut visits: Vec<&Arc<Visit>> = series.iter().flat_map(to_come).collect();
    visits.sort_by_key(|visit| (visit.start_utc, visit.id));
    ui.add_space(size::SPACE_2);
    heading(ui, "Next visits");
    if visits.is_empty() {
        muted(ui, "None");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for visit in visits.into_iter().take(NEXT) {
        let services = words::visit::services(book, visit);
        let detail = match words::visit::standing(visit) {
            Some(standing) => format!("{}. {services}", words::capital(&standing)),
            None => services,
        };
        if link_row(ui, &words::visit::when(book, visit), &detail).clicked() {
            acts.push(Act::ShowVisit(visit.id));
        }
    }
}
