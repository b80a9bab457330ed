//! Where the person is: one screen of the window, and what may lie over it.

use crate::domain::rows::{ClientId, LocationId, SeriesId, StaffId, VisitId};
use crate::time::{Day, TimeOfDay};
use crate::words::choice::Reach;

/// A screen that the navigation leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Route {
    /// The day by staff, or the week.
    #[default]
    Calendar,
    /// All clients.
    Clients,
    /// All standing appointments.
    Regulars,
    /// What waits for a person.
    ToDo,
    /// The business and its catalogue.
    Setup(SetupPage),
}

/// A page of the setup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SetupPage {
    /// Name, week start, clock, currency.
    #[default]
    Business,
    /// Locations with their hours, and closed days.
    Locations,
    /// Staff with hours and time off.
    Staff,
    /// Services with their stretches and prices.
    Services,
    /// Chairs and rooms.
    Resources,
}

/// What the series form begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormStart {
    /// A new appointment, with what is known from where it was asked for.
    New(Prefill),
    /// A standing appointment as it is now, to be changed for all to come.
    Edit(SeriesId),
    /// The same, opened from one of its visits for some of them; that one alone can be chosen as well.
    EditFrom(VisitId, Reach),
}

/// What a new appointment is known to have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prefill {
    /// For whom.
    pub client: Option<ClientId>,
    /// Its first day.
    pub day: Option<Day>,
    /// When it starts.
    pub time: Option<TimeOfDay>,
    /// With whom.
    pub staff: Option<StaffId>,
    /// Where.
    pub location: Option<LocationId>,
}
