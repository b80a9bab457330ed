//! Who is away when (spec S3.2): the pauses of a series, and those of the clients who come to it.
//!
//! A client who is away is so over all series. A visit of several clients is one of nobody only where all of them are away.

use std::sync::Arc;

use crate::domain::book::Book;
use crate::domain::rows::*;
use crate::domain::values::VisitState;
use crate::time::Day;

/// What becomes of a visit in whose time nobody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// Its place is held.
    Held,
    /// Its place is given up.
    GivenUp,
}

/// The pauses that a series is under.
#[derive(Debug, Clone, Default)]
pub struct Pauses(Vec<Arc<Pause>>);

impl Pauses {
    /// Those of a series and of the clients who come to it, the earliest first.
    pub fn of(book: &Book, series: SeriesId) -> Self {
        let members = book.members().of(series).filter(|member| member.deleted_at.is_none());
        let clients: Vec<ClientId> = members.filter_map(|member| member.client_id).collect();
        let comes = |client: ClientId| clients.contains(&client);
        let concerns = |pause: &&Arc<Pause>| pause.series_id == Some(series) || pause.client_id.is_some_and(comes);
        let mut pauses: Vec<_> = book.pauses().live().filter(concerns).cloned().collect();
        pauses.sort_by_key(|pause| (pause.first_day, pause.id));
        Self(pauses)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Pause>> {
        self.0.iter()
    }

    /// What becomes of a visit on the day on which it stands; nothing where somebody comes.
    pub fn on(&self, visit: &Visit) -> Option<Absence> {
        let on_the_day = || self.0.iter().filter(|pause| pause.covers(visit.day));
        on_the_day().next()?;
        let absence = |pause: &Arc<Pause>| {
            if pause.gives_up {
                Absence::GivenUp
            } else {
                Absence::Held
            }
        };
        let of_series = on_the_day()
            .filter(|pause| pause.series_id.is_some())
            .map(absence)
            .max();
        let clients: Option<Vec<ClientId>> = visit
            .bookings
            .iter()
            .filter(|booking| booking.cancelled_at.is_none())
            .map(|booking| booking.client_id)
            .collect();
        // Each of them is away; who only holds the place still wants it.
        let each = clients.unwrap_or_default().into_iter().map(|client| {
            let own = on_the_day().filter(|pause| pause.client_id == Some(client));
            own.map(absence).max()
        });
        let of_clients = each.reduce(|one, other| one.zip(other).map(|(one, other)| one.min(other)));
        of_series.max(of_clients.flatten())
    }

    /// Whether a visit stands although they are away: a person brought it back or put it there, and meant it.
    pub fn is_meant(&self, visit: &Visit) -> bool {
        visit.takes_place() && self.on(visit).is_some()
    }

    /// The day from which on nobody comes until further notice.
    pub fn open_from(&self) -> Option<Day> {
        let open = self.0.iter().filter(|pause| pause.last_day.is_none());
        open.map(|pause| pause.first_day).min()
    }
}

impl Pause {
    /// Whether a day lies in it.
    pub fn covers(&self, day: Day) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

/// How a visit stands in the book where nothing is in its way and nobody is away.
pub fn present(visit: &Visit) -> VisitState {
    if visit.pencilled_until.is_some() {
        VisitState::Pencilled
    } else {
        VisitState::Stable
    }
}
