//! Whole days of a calendar as closed days: holidays, company leave. Those that recur are taken as far as they are asked for.

use super::event::{Desk, Takes};
use super::{Unreadable, gather, split};
use crate::domain::import::{Incoming, Note};
use crate::domain::setup::ClosedDays;
use crate::time::{Day, Minutes, Zone};

/// The most closed days that one calendar may bring.
pub const MOST_CLOSED: usize = 2_000;
/// What began so many days before may still go on.
const LONGEST: i32 = 366;
/// The most dates of one rule that are looked at.
const MOST_DATES: usize = 5_000;

/// The whole days of a calendar from a day through another, in their order, with what was mended and what was passed over.
///
/// # Errors
/// [`Unreadable`], also where there are more than [`MOST_CLOSED`].
pub fn closed_days(
    bytes: &[u8],
    home: Zone,
    from: Day,
    through: Day,
) -> Result<(Vec<ClosedDays>, Vec<Note>), Unreadable> {
    let mut notes = Vec::new();
    let text = super::text(bytes, &mut notes)?;
    let split = split(&text)?;
    let mut zones = super::zones::Zones::new(home, &split.components);
    let mut events = Vec::new();
    for component in split.components.iter().filter(|component| component.name == "VEVENT") {
        let mut desk = Desk {
            zones: &mut zones,
            notes: &mut notes,
            takes: Takes::WholeDays,
        };
        events.extend(super::event::read(component, &mut desk));
    }
    let incoming = gather::gathered(events, &mut notes);
    notes.sort_by_key(|note| note.line);
    let mut closed = Vec::new();
    for one in &incoming {
        closed.extend(days(one, from, through));
        if closed.len() > MOST_CLOSED {
            return Err(Unreadable::TooMany);
        }
    }
    closed.sort_by(|one, other| (one.first, one.last, &one.reason).cmp(&(other.first, other.last, &other.reason)));
    closed.dedup();
    Ok((closed, notes))
}

fn days<'i>(one: &'i Incoming, from: Day, through: Day) -> impl Iterator<Item = ClosedDays> + 'i {
    let first = one.start.day();
    let of_rule = one.rule.as_ref().map(|rule| rule.dates_from(first, from - LONGEST));
    let is_single = one.rule.is_none().then_some(first);
    let is_other = |day: &Day| {
        let is_on = |start: &crate::recurrence::Start| start.day() == *day;
        one.left_out.iter().any(is_on) || one.instead.iter().any(|instead| is_on(&instead.of))
    };
    let usual = of_rule
        .into_iter()
        .flatten()
        .take(MOST_DATES)
        .take_while(move |day| *day <= through);
    let usual = usual
        .chain(is_single)
        .filter(move |day| !is_other(day))
        .map(|day| (day, one.length));
    let moved = one
        .instead
        .iter()
        .map(|instead| (instead.start.day(), instead.length.or(one.length)));
    let more = one
        .more
        .iter()
        .map(|(start, length)| (start.day(), length.or(one.length)));
    let all = usual.chain(moved).chain(more);
    all.filter_map(move |(first, length)| {
        let days = length.map_or(1, |length| length.count() / Minutes::DAY.count()).max(1);
        let last = first + (days - 1);
        (from <= last && first <= through).then(|| ClosedDays {
            first,
            last,
            reason: one.seen.summary.clone(),
        })
    })
}
