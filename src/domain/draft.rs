//! A standing appointment as it is meant, typed and with keys: what a request or a form says, before it is decided.

use super::rows::*;
use super::values::*;
use crate::recurrence::Rule;
use crate::time::{Civil, Day, Minutes, TimeOfDay, Weekday};

/// Within how many days the nearest free place is looked for where nothing else is said (spec S4.9).
pub const NEAREST_DAYS: u16 = 7;

/// The most dates that are added for those that a policy left out (spec S2.4).
pub const MOST_APPENDED: u32 = 50;

/// A new or a known client.
#[derive(Debug, Clone, PartialEq)]
pub enum Who<I, N> {
    /// One of the book.
    Known(I),
    /// A new one.
    New(N),
}

/// What is known of a new client.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct ClientDraft {
    /// Given name.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// Middle name.
    pub middle_name: String,
    /// Phone.
    pub phone: String,
    /// Email.
    pub email: String,
}

/// What is known of a new visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitorDraft {
    /// Given name.
    pub given_name: String,
    /// Surname.
    pub surname: String,
}

/// When a series ends (spec S2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesEnd {
    /// It does not.
    Never,
    /// On this day, inclusive.
    On(Day),
    /// After so many dates of the rule, left-out ones included.
    After(u32),
}

/// A service line as it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct LineDraft {
    /// Which service.
    pub service: ServiceId,
    /// Its stretches.
    pub stretches: Stretches,
    /// For whom, where it is not the client.
    pub visitor: Option<Who<VisitorId, VisitorDraft>>,
    /// By whom; the slot's lead where there is none.
    pub staff: Option<StaffId>,
    /// Chairs and rooms of this line.
    pub resources: Vec<ResourceId>,
    /// Beside the line before.
    pub beside: bool,
    /// How much later, where it is beside.
    pub offset: Minutes,
    /// A fixed price.
    pub price: Option<Money>,
    /// Every Nth visit.
    pub every_nth: u16,
    /// Which of them, from 1.
    pub phase: u16,
}

/// A day-and-time as it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotDraft {
    /// Which slot it is, where it is there already.
    pub slot: Option<SlotId>,
    /// Its weekday, where the rule has several slots.
    pub weekday: Option<Weekday>,
    /// Local start.
    pub time: TimeOfDay,
    /// Set-up; the services' own where there is none.
    pub before: Option<Minutes>,
    /// Clean-up; the services' own where there is none.
    pub after: Option<Minutes>,
    /// Who.
    pub staff: Vec<(StaffId, Role)>,
    /// Chairs and rooms.
    pub resources: Vec<ResourceId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Services of this slot alone; the series' own where there are none.
    pub lines: Vec<LineDraft>,
}

impl SlotDraft {
    /// Who leads it: does what nobody else is named for.
    pub fn lead(&self) -> Option<StaffId> {
        let lead = self.staff.iter().find(|(_, role)| *role == Role::Lead);
        lead.map(|(id, _)| *id)
    }
}

/// What one visit is to have by hand (spec S4.4): only what is said changes. Where nothing stands in what is said, that is as
/// usual again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisitDraft {
    /// When, in the time of its location.
    pub start: Option<Civil>,
    /// Who.
    pub staff: Option<Vec<(StaffId, Role)>>,
    /// What is done, how long each takes and costs.
    pub lines: Option<Option<Vec<LineDraft>>>,
    /// Set-up.
    pub before: Option<Option<Minutes>>,
    /// Clean-up.
    pub after: Option<Option<Minutes>>,
    /// What the whole visit costs; in a group, each place.
    pub price: Option<Option<Money>>,
    /// Chairs and rooms, of the visit as a whole.
    pub resources: Option<Option<Vec<ResourceId>>>,
    /// Tags.
    pub tags: Option<Option<Vec<TagId>>>,
    /// Note.
    pub note: Option<String>,
    /// Colour.
    pub colour: Option<Option<Colour>>,
}

/// Hours before a visit at which reminders are due; the business's where there are none, 0 is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminders {
    /// Email to the client.
    pub client_email: Option<u16>,
    /// Text message to the client.
    pub client_sms: Option<u16>,
    /// Email to the staff.
    pub staff_email: Option<u16>,
    /// Text message to the staff.
    pub staff_sms: Option<u16>,
}

/// The idempotency key of a create, with a digest of what was asked (spec S3.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceKey {
    /// The key.
    pub key: String,
    /// The digest.
    pub content: i64,
}

/// What a layer lies over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// One series.
    Series(SeriesId),
    /// All work of one staff member.
    Staff(StaffId),
}

/// A layer as it is meant: what the visits of some days mean for a while (spec S4.5).
#[derive(Debug, Clone, PartialEq)]
pub struct LayerDraft {
    /// Over what.
    pub over: Over,
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// Who stands in.
    pub substitute: Option<StaffId>,
    /// Another local start.
    pub time: Option<TimeOfDay>,
    /// Another set-up.
    pub before: Option<Minutes>,
    /// Another clean-up.
    pub after: Option<Minutes>,
    /// Other chairs and rooms.
    pub resources: Vec<ResourceId>,
}

/// A standing or single appointment as it is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesDraft {
    /// Create once.
    pub once: Option<OnceKey>,
    /// For whom; none for somebody unnamed.
    pub client: Option<Who<ClientId, ClientDraft>>,
    /// Who comes, where it is not the client.
    pub visitor: Option<Who<VisitorId, VisitorDraft>>,
    /// Where.
    pub location: LocationId,
    /// The rule, without an end; none for a single appointment.
    pub rule: Option<Rule>,
    /// The earliest date.
    pub start: Day,
    /// When it ends.
    pub end: SeriesEnd,
    /// Its days and times; one, or one per weekday.
    pub slots: Vec<SlotDraft>,
    /// Its services.
    pub lines: Vec<LineDraft>,
    /// Dates that are left out from the start (spec S2.6).
    pub left_out: Vec<Day>,
    /// Dates that are booked although they clash.
    pub kept: Vec<Day>,
    /// What to do with clashes.
    pub conflicts: Policy,
    /// What to do on closed days and outside of the shop's hours.
    pub closed_days: Policy,
    /// Within how many days the nearest free place is looked for.
    pub nearest_days: u16,
    /// Whether new dates are added as time goes on.
    pub active: bool,
    /// How many places the client takes.
    pub seats: u16,
    /// Note.
    pub note: String,
    /// Colour.
    pub colour: Option<Colour>,
    /// Reminders.
    pub reminders: Reminders,
}

impl SeriesDraft {
    /// What it makes.
    pub fn kind(&self) -> SeriesKind {
        if self.rule.is_some() {
            SeriesKind::Standing
        } else {
            SeriesKind::Single
        }
    }

    /// Whether dates are added for those that a policy leaves out: only where their number is what ends it.
    pub fn appends(&self) -> bool {
        let policies = [self.conflicts, self.closed_days];
        matches!(self.end, SeriesEnd::After(_)) && policies.contains(&Policy::Append)
    }

    /// The slot of a date.
    pub fn slot_on(&self, day: Day) -> Option<usize> {
        self.slots
            .iter()
            .position(|slot| slot.weekday.is_none_or(|weekday| weekday == day.weekday()))
    }
}
