//! What became of those who come to a visit, and how late they are (spec S5.3): nothing is set by itself.

use egui::Ui;

use crate::domain::Command;
use crate::domain::command::Mark;
use crate::domain::rows::*;
use crate::domain::values::Attendance;
use crate::time::{Day, Minutes};
use crate::ui::look::size;
use crate::ui::widgets::Choice;
use crate::ui::{Act, Asker};
use crate::words;

/// How late somebody is said to be.
const LATE: [i32; 7] = [0, 5, 10, 15, 20, 30, 45];

/// Says of all who come what became of them.
pub fn mark(visit: VisitId, attendance: Attendance, late: Option<Minutes>) -> Act {
    let command = Command::MarkVisit {
        visit,
        places: Vec::new(),
        mark: Mark::Attendance { attendance, late },
    };
    Act::carry_out(command, Asker::Window)
}

/// Two choices beside each other; nothing where the visit does not stand in the book.
pub(super) fn show(ui: &mut Ui, visit: &Visit, today: Day, acts: &mut Vec<Act>) {
    if !visit.takes_place() {
        return;
    }
    let mut coming = visit.bookings.iter().filter(|booking| booking.cancelled_at.is_none());
    let first = coming.next().map_or(Attendance::Expected, |booking| booking.attendance);
    // Of a family each may be something else.
    let are_alike = coming.all(|booking| booking.attendance == first);
    let known = are_alike.then_some(first);
    // Before the day nothing has become of anybody; what was said by mistake can be taken back.
    let can_be = |attendance: &Attendance| {
        visit.day <= today
            || Some(*attendance) == known
            || matches!(attendance, Attendance::Expected | Attendance::Confirmed)
    };
    let all: Vec<Attendance> = Attendance::ALL.iter().copied().filter(can_be).collect();
    let is_awaited = matches!(first, Attendance::Expected | Attendance::Confirmed);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_3;
        let half = (ui.available_width() - size::SPACE_3) / 2.0;
        let names = all.iter().map(|one| words::capital(words::choice::attendance(*one)));
        let names: Vec<String> = names.collect();
        let options: Vec<(Attendance, &str)> = all.iter().copied().zip(names.iter().map(String::as_str)).collect();
        let mut chosen = known;
        Choice::new("What became of it")
            .width(half)
            .show(ui, &mut chosen, &options);
        if let Some(chosen) = chosen.filter(|_| chosen != known) {
            acts.push(mark(visit.id, chosen, None));
        }
        if is_awaited {
            late(ui, visit, first, half, acts);
        }
    });
}

fn late(ui: &mut Ui, visit: &Visit, attendance: Attendance, width: f32, acts: &mut Vec<Act>) {
    let now = visit.late();
    let mut minutes: Vec<Minutes> = LATE.into_iter().map(Minutes::new).collect();
    if !minutes.contains(&now) {
        minutes.push(now);
        minutes.sort_unstable();
    }
    let says = |late: &Minutes| {
        if late.is_zero() {
            "In time".to_owned()
        } else {
            words::dates::length(*late)
        }
    };
    let names: Vec<String> = minutes.iter().map(says).collect();
    let options: Vec<(Minutes, &str)> = minutes.iter().copied().zip(names.iter().map(String::as_str)).collect();
    let mut chosen = Some(now);
    Choice::new("Late by").width(width).show(ui, &mut chosen, &options);
    if let Some(chosen) = chosen.filter(|chosen| *chosen != now) {
        acts.push(mark(visit.id, attendance, Some(chosen)));
    }
}
