//! What a setup document says, typed. A field that is `None` was not said; where a field can be cleared, it is said to be
//! `None` inside. Names of other things are kept with their place, as they may be things of the same document.

use uuid::Uuid;

use crate::domain::values::*;
use crate::time::{Civil, Day, MinuteSpan, Minutes, Weekday, Zone};

/// What a setup document or a setup form says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetupDraft {
    /// The business.
    pub business: Option<BusinessDraft>,
    /// Locations.
    pub locations: Vec<Part<LocationDraft>>,
    /// Services.
    pub services: Vec<Part<ServiceDraft>>,
    /// Chairs and rooms.
    pub resources: Vec<Part<ResourceDraft>>,
    /// Tags.
    pub tags: Vec<Part<TagDraft>>,
    /// Staff.
    pub staff: Vec<Part<StaffDraft>>,
    /// Clients.
    pub clients: Vec<Part<ClientPartDraft>>,
}

/// One thing of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T> {
    /// Its name outside of this file, where it is said.
    pub id: Option<Uuid>,
    /// Whether it is new even where there is one of its name: two clients may have one.
    pub new: bool,
    /// Where it stands in the document, for errors that are found when it is decided.
    pub at: String,
    /// What it says.
    pub says: T,
}

/// A name or an id of another thing, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name or id.
    pub name: String,
    /// Where it stands.
    pub at: String,
}

/// What is said of the business.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BusinessDraft {
    /// Name.
    pub name: Option<String>,
    /// Currency.
    pub currency: Option<Currency>,
    /// The first day of the week.
    pub first_weekday: Option<Weekday>,
    /// How times are shown.
    pub clock: Option<ClockFace>,
    /// The zone of the day change.
    pub zone: Option<Zone>,
    /// How far series without an end are kept, in days.
    pub horizon_days: Option<u16>,
    /// Reminder hours in the order of the rows: client by email, by text message, staff by email, by text message.
    pub reminders: [Option<u16>; 4],
    /// Days on which every location is closed.
    pub closed_days: Option<Vec<ClosedDays>>,
    /// Days on which every location has other hours.
    pub special_days: Option<Vec<SpecialDay>>,
}

/// What is said of a location.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LocationDraft {
    /// Name.
    pub name: Option<String>,
    /// The name over the door.
    pub shop_name: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Its zone.
    pub zone: Option<Zone>,
    /// When it is open.
    pub hours: Option<Vec<Hours>>,
    /// Days on which it is closed.
    pub closed_days: Option<Vec<ClosedDays>>,
    /// Days with other hours.
    pub special_days: Option<Vec<SpecialDay>>,
}

/// Days without hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDays {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// Why.
    pub reason: String,
}

/// A day with other hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// Which.
    pub day: Day,
    /// When it is open.
    pub hours: Vec<MinuteSpan>,
    /// Why.
    pub reason: String,
}

/// A stretch of weekly hours: of a location, or of somebody at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The first day on which it holds.
    pub valid_from: Option<Day>,
    /// The last day on which it holds.
    pub valid_until: Option<Day>,
    /// It repeats every so many weeks.
    pub cycle_weeks: u16,
    /// A day in week 0 of the cycle.
    pub cycle_anchor: Option<Day>,
    /// In which week of the cycle, from 0.
    pub cycle_week: u16,
    /// The weekday, from 0 for Monday.
    pub weekday: u8,
    /// When it begins.
    pub opens: Minutes,
    /// When it ends.
    pub closes: Minutes,
}

/// What is said of a service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServiceDraft {
    /// Name.
    pub name: Option<String>,
    /// Category by its name; a new one where there is none of this name.
    pub category: Option<Option<String>>,
    /// The list price until the first dated one.
    pub cost: Option<Option<Money>>,
    /// List prices that hold from a day on.
    pub prices: Option<Vec<(Day, Money)>>,
    /// What it is made of.
    pub stretches: Option<Stretches>,
    /// Set-up.
    pub before: Option<Minutes>,
    /// Clean-up.
    pub after: Option<Minutes>,
    /// How many places it has.
    pub capacity: Option<u16>,
    /// Its colour.
    pub colour: Option<Option<Colour>>,
}

/// What is said of a chair or room.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResourceDraft {
    /// Kind by its name; a new one where there is none of this name.
    pub kind: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Where it stands.
    pub location: Option<Reference>,
}

/// What is said of a tag.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagDraft {
    /// Title.
    pub title: Option<String>,
    /// Colour.
    pub colour: Option<Colour>,
}

/// A location, and when somebody works there.
pub type PlaceHours = (Reference, Vec<Hours>);

/// What is said of somebody of the staff.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StaffDraft {
    /// Given name.
    pub given_name: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// What everybody calls them.
    pub preferred_name: Option<String>,
    /// Position.
    pub position: Option<String>,
    /// Their colour in the calendar.
    pub colour: Option<Option<Colour>>,
    /// Phone.
    pub phone: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// The last day of work.
    pub leaves: Option<Option<Day>>,
    /// An apprentice.
    pub needs_supervisor: Option<bool>,
    /// Rents a chair.
    pub own_book: Option<bool>,
    /// When they work where; the hours of every location where it is said to be `None`.
    pub hours: Option<Option<Vec<PlaceHours>>>,
    /// What they do; everything where it is said to be `None`.
    pub services: Option<Option<Vec<StaffServiceDraft>>>,
    /// Days on which they work at other hours than theirs.
    pub special_days: Option<Vec<StaffDayDraft>>,
    /// When they do not work.
    pub time_off: Option<Vec<TimeOffDraft>>,
}

/// A day on which somebody works at other hours than theirs: an extra shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDayDraft {
    /// Where; wherever they are booked where it is not said.
    pub location: Option<Reference>,
    /// When.
    pub day: SpecialDay,
}

/// A service that somebody does.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffServiceDraft {
    /// Which.
    pub service: Reference,
    /// What it costs with them, where that differs.
    pub price: Option<Money>,
    /// How long it takes them, where that differs.
    pub minutes: Option<Minutes>,
}

/// A time in which somebody does not work, in the time of where they work; the end is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeOffDraft {
    /// From when.
    pub from: Civil,
    /// To when.
    pub to: Civil,
    /// Why.
    pub reason: String,
}

/// What is said of a client.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientPartDraft {
    /// Given name.
    pub given_name: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Birthday.
    pub birthday: Option<Option<Day>>,
    /// Language of messages.
    pub language: Option<String>,
    /// What everybody must see.
    pub alert: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Note that is never printed or exported.
    pub private_note: Option<String>,
    /// Who comes with or instead of them.
    pub visitors: Vec<Part<VisitorPartDraft>>,
}

/// What is said of a visitor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisitorPartDraft {
    /// Given name.
    pub given_name: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Birthday.
    pub birthday: Option<Option<Day>>,
}
