//! What the card says of a visit, made once when the book changes.

use std::collections::BTreeSet;

use crate::domain::book::Book;
use crate::domain::command::{Command, Moment};
use crate::domain::rows::*;
use crate::domain::schedule::open_conflicts;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::{Changed, SeriesKind, SeriesStatus, VisitState};
use crate::domain::{preview, usual};
use crate::ui::look::{Icon, StaffTint, Tone};
use crate::ui::tints;
use crate::words;

/// What can be done with a visit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Can {
    /// Cancel this visit.
    pub cancel: bool,
    /// Cancel the series from here on.
    pub cancel_from_here: bool,
    /// Move it to another time or person.
    pub move_it: bool,
    /// Bring it back.
    pub restore: bool,
    /// Change it, or its series.
    pub change: bool,
    /// Open its series.
    pub open: bool,
    /// Take back what was changed by hand.
    pub reset: bool,
    /// Make what was changed by hand the usual.
    pub usual: bool,
}

/// A field that was changed by hand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Differs {
    pub flag: Changed,
    /// What it is called, and with a capital letter.
    pub field: &'static str,
    pub name: String,
    pub usual: String,
    pub now: String,
}

/// What the card says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub who: String,
    /// How it stands, in a word or two each.
    pub badges: Vec<(String, Tone, Icon)>,
    /// What everybody must know.
    pub alert: Option<String>,
    /// What speaks against it.
    pub clashes: Vec<String>,
    /// What is in the way of bringing it back.
    pub in_the_way: Vec<String>,
    /// What each fact is, and what it says.
    pub rows: Vec<(&'static str, String)>,
    /// The colour that it, or its standing appointment, was given.
    pub colour: Option<StaffTint>,
    /// What is not as usual.
    pub differs: Vec<Differs>,
    pub can: Can,
}

/// The facts of a visit.
pub(super) fn facts(book: &Book, visit: &Visit, past: bool) -> Facts {
    let location = words::visit::location(book, visit);
    let clashes = match location {
        Some(location) if visit.is_busy() => {
            let mut open = open_conflicts(book, visit, location);
            // Who is late is so after the visit should have begun.
            open.retain(|conflict| !past || words::visit::is_of_lateness(book, visit, conflict, location));
            words::visit::against(book, visit, &open, location)
        }
        _ => Vec::new(),
    };
    let failed = words::visit::standing(visit).filter(|_| visit.state == VisitState::Failed);
    let can = can(book, visit, past);
    let in_the_way = if can.restore {
        in_the_way(book, visit)
    } else {
        Vec::new()
    };
    Facts {
        who: words::visit::who(book, visit),
        badges: badges(book, visit),
        alert: clients(book, visit)
            .map(|client| client.alert.clone())
            .find(|alert| !alert.is_empty()),
        clashes: failed
            .iter()
            .chain(&clashes)
            .map(|clash| words::capital(clash))
            .collect(),
        in_the_way,
        rows: rows(book, visit, location),
        // What was changed by hand stands below, beside the usual.
        colour: tints::of_visit(book, visit).filter(|_| !visit.changed.has(Changed::COLOUR)),
        differs: differs(book, visit),
        can,
    }
}

fn differs(book: &Book, visit: &Visit) -> Vec<Differs> {
    if visit.changed.is_nothing() {
        return Vec::new();
    }
    let usual = usual(book, visit);
    let differs = |(flag, _): (Changed, &str)| {
        let field = words::choice::changed(flag);
        Differs {
            flag,
            field,
            name: words::capital(field),
            usual: tints::field_text(book, &usual, flag),
            now: tints::field_text(book, visit, flag),
        }
    };
    let flags = Changed::NAMED.into_iter().filter(|(flag, _)| visit.changed.has(*flag));
    flags.map(differs).collect()
}

fn can(book: &Book, visit: &Visit, past: bool) -> Can {
    let series = book.series().get(visit.series_id);
    let runs = series.is_some_and(|series| series.status == SeriesStatus::Running && series.deleted_at.is_none());
    let standing = series.is_some_and(|series| series.kind == SeriesKind::Standing);
    let there = is_there(visit);
    Can {
        cancel: (there || visit.state == VisitState::Failed) && !past,
        move_it: (there || visit.state == VisitState::Failed) && !past,
        // Of a past visit it means those after it.
        cancel_from_here: runs && standing,
        restore: matches!(visit.state, VisitState::Removed | VisitState::Failed) && runs && !past,
        change: there || runs,
        open: standing,
        reset: there,
        usual: there && runs && standing && !words::this_time::differences(book, visit).is_empty(),
    }
}

/// Whether it stands in the book.
pub(super) fn is_there(visit: &Visit) -> bool {
    matches!(
        visit.state,
        VisitState::Stable | VisitState::OnHold | VisitState::Pencilled
    )
}

/// What would clash if the visit came back.
fn in_the_way(book: &Book, visit: &Visit) -> Vec<String> {
    let command = Command::RestoreVisit {
        visit: visit.id,
        keep_conflicts: false,
    };
    // Looking ahead makes no names that stay.
    let mut moment = Moment::new(visit.created_at, 0);
    let location = words::visit::location(book, visit);
    let (Ok(plan), Some(location)) = (preview(book, &command, &mut moment), location) else {
        return Vec::new();
    };
    let conflicts: Vec<_> = plan
        .lines
        .iter()
        .flat_map(|line| line.conflicts.iter().cloned())
        .collect();
    let texts = words::conflict::texts(book, &conflicts, location);
    texts.iter().map(|text| words::capital(text)).collect()
}

fn clients<'a>(book: &'a Book, visit: &'a Visit) -> impl Iterator<Item = &'a Client> {
    let known = |booking: &Booking| book.clients().get(booking.client_id?).map(AsRef::as_ref);
    visit.bookings.iter().filter_map(known)
}

fn badges(book: &Book, visit: &Visit) -> Vec<(String, Tone, Icon)> {
    let mut badges = Vec::new();
    // Why a visit could not be placed is longer than a badge.
    let standing = words::visit::standing(visit).filter(|_| visit.state != VisitState::Failed);
    if let Some(standing) = standing {
        let (tone, icon) = match visit.state {
            VisitState::Removed => (Tone::Plain, Icon::CalendarX),
            _ => (Tone::Warn, Icon::Hourglass),
        };
        badges.push((words::capital(&standing), tone, icon));
    }
    if let Some(repeats) = words::visit::repeats(book, visit) {
        badges.push((words::capital(&repeats), Tone::Accent, Icon::Repeat));
    }
    if let Some(by_hand) = words::visit::by_hand(visit.changed) {
        badges.push((words::capital(&by_hand), Tone::Plain, Icon::RepeatOff));
    }
    badges
}

fn rows(book: &Book, visit: &Visit, location: Option<LocationId>) -> Vec<(&'static str, String)> {
    let face = words::dates::face(book);
    let mut rows = Vec::new();
    let ends = visit.start() + visit.minutes;
    let mut when = format!(
        "{}\n{}",
        words::dates::weekday_and_day(visit.day),
        words::dates::times(visit.time, ends.time, face)
    );
    let zone = location.map(|location| book.zone_of(location));
    if let Some(zone) = zone.filter(|zone| *zone != book.zone()) {
        when.push_str(&format!(" {}", zone.abbreviation(visit.start_utc)));
    }
    rows.push(("When", when));
    let lines = lines_of(book, visit);
    let with = staff(book, visit, &lines);
    if !with.is_empty() {
        rows.push(("With", with.join(", ")));
    }
    if !lines.is_empty() {
        let several = words::visit::has_several_hands(visit, &lines);
        let by = |line| words::visit::performer(visit, line).filter(|_| several);
        let services: Vec<String> = lines.iter().map(|line| service(book, line, by(line))).collect();
        rows.push(("Services", services.join("\n")));
        rows.push(("Price", words::this_time::text(book, visit, Changed::PRICE)));
    }
    let several = book.locations().live().count() > 1;
    if let Some(location) = location
        .filter(|_| several)
        .and_then(|location| book.locations().get(location))
    {
        rows.push(("Where", location.name.clone()));
    }
    let chairs = words::this_time::text(book, visit, Changed::RESOURCES);
    if chairs != words::this_time::NONE {
        rows.push(("Chair", chairs));
    }
    let tags = words::this_time::text(book, visit, Changed::TAGS);
    if tags != words::this_time::NONE {
        rows.push(("Tags", tags));
    }
    if let Some(sentence) = words::sentence::of_series(book, visit.series_id)
        && words::visit::repeats(book, visit).is_some()
    {
        rows.push(("The usual", words::capital(&sentence)));
    }
    let phones: Vec<String> = clients(book, visit).map(|client| client.phone.clone()).collect();
    let mut seen = BTreeSet::new();
    // Of several people of one client it is the same one.
    let phones: Vec<String> = phones
        .into_iter()
        .filter(|phone| !phone.is_empty() && seen.insert(phone.clone()))
        .collect();
    if !phones.is_empty() {
        rows.push(("Phone", phones.join(", ")));
    }
    let series_note = book.series().get(visit.series_id).map(|series| series.note.clone());
    let note = [Some(visit.note.clone()), series_note]
        .into_iter()
        .flatten()
        .find(|note| !note.is_empty());
    // What was changed by hand stands below, beside the usual.
    if let Some(note) = note.filter(|_| !visit.changed.has(Changed::NOTE)) {
        rows.push(("Note", note));
    }
    rows
}

fn staff(book: &Book, visit: &Visit, lines: &[PlannedLine]) -> Vec<String> {
    let named = lines.iter().filter_map(|line| line.staff);
    let mut with: Vec<StaffId> = Vec::new();
    for staff in visit
        .lead()
        .into_iter()
        .chain(named)
        .chain(visit.staff.iter().map(|one| one.staff_id))
    {
        if !with.contains(&staff) {
            with.push(staff);
        }
    }
    with.into_iter()
        .map(|staff| words::visit::staff(book, staff).to_owned())
        .collect()
}

/// "Cut, 45 min"; with who does it, where several do.
fn service(book: &Book, line: &PlannedLine, by: Option<StaffId>) -> String {
    let name = words::visit::service(book, line);
    let length = words::dates::length(line.stretches.length());
    match by {
        Some(by) => format!("{name}, {length}, {}", words::visit::staff(book, by)),
        None => format!("{name}, {length}"),
    }
}
