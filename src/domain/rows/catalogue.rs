//! The catalogue: the business, its places and hours, its people, services, chairs and tags.

use uuid::Uuid;

use super::*;
use crate::domain::row::{parts, rows};
use crate::domain::values::*;
use crate::time::{Day, Instant, Minutes, Weekday, Zone};

parts! {
    /// A stretch of opening hours on a weekday, as minutes since local midnight; `closes` may lie on the next day.
    OpeningHours {
        /// The weekday.
        weekday: Weekday,
        /// When it opens.
        opens: Minutes,
        /// When it closes; after `opens`, at most 48 hours after midnight.
        closes: Minutes,
        /// The first day on which it holds.
        valid_from: Option<Day>,
        /// The last day on which it holds.
        valid_until: Option<Day>,
        /// It repeats every so many weeks (1 to 8).
        cycle_weeks: u16,
        /// In which week of the cycle, from 0.
        cycle_week: u16,
        /// A day in week 0 of the cycle; needed where there is more than one week.
        cycle_anchor: Option<Day>,
    }
    /// A stretch of a staff member's working hours at a location.
    WorkingHours {
        /// Where.
        location_id: LocationId,
        /// The weekday.
        weekday: Weekday,
        /// When work begins.
        opens: Minutes,
        /// When it ends.
        closes: Minutes,
        /// The first day on which it holds.
        valid_from: Option<Day>,
        /// The last day on which it holds.
        valid_until: Option<Day>,
        /// It repeats every so many weeks (1 to 8).
        cycle_weeks: u16,
        /// In which week of the cycle, from 0.
        cycle_week: u16,
        /// A day in week 0 of the cycle.
        cycle_anchor: Option<Day>,
    }
    /// A service that somebody does, with an own price and length where they differ.
    StaffService {
        /// Which service.
        service_id: ServiceId,
        /// What it costs with this person.
        price: Option<Money>,
        /// How long it takes this person.
        minutes: Option<Minutes>,
    }
    /// A list price that holds from a day on.
    ServicePrice {
        /// The first day on which it holds; the first price holds from [`Day::FIRST`].
        from_day: Day,
        /// The price.
        price: Money,
    }
}

rows! {
    /// The business; there is exactly one once the first questions are answered.
    Business(BusinessId) in "business" {
        /// Its name outside of this file.
        uuid: Uuid,
        /// Name.
        name: String,
        /// Currency of every amount.
        currency: Currency,
        /// The first day of the week.
        week_start: Weekday,
        /// How times are shown.
        clock: ClockFace,
        /// The zone of the day change and of displays that belong to no location.
        zone: Zone,
        /// How far series without an end are kept, in days (182 to 730).
        horizon_days: u16,
        /// Hours before a visit at which a client's email is due; 0 is off. So the others.
        remind_client_email: u16,
        /// By text message to the client.
        remind_client_sms: u16,
        /// By email to the staff.
        remind_staff_email: u16,
        /// By text message to the staff.
        remind_staff_sms: u16,
    }

    /// A place where the business works.
    Location(LocationId) in "location" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Name.
        name: String,
        /// The name over the door.
        shop_name: String,
        /// Address.
        address: String,
        /// Its zone: visits are in the time of their location.
        zone: Zone,
    } => lists {
        /// When it is open.
        hours: OpeningHours, in "opening_hours";
    }

    /// Days that differ from the weekly hours: closed, or open at other hours; for one location or all, or one person.
    DayException(DayExceptionId) in "day_exception" soft deleted_at {
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Which location; all where there is none.
        location_id: Option<LocationId>,
        /// Whose working day; everybody's where there is none.
        staff_id: Option<StaffId>,
        /// The first day.
        first_day: Day,
        /// The last day.
        last_day: Day,
        /// When it opens; closed where there is none. Several rows of one day add up.
        opens: Option<Minutes>,
        /// When it closes.
        closes: Option<Minutes>,
        /// Why, for the screen: Christmas.
        reason: String,
    }

    /// A staff member.
    Staff(StaffId) in "staff" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When they were removed.
        deleted_at: Option<Instant>,
        /// Given name.
        given_name: String,
        /// Surname.
        surname: String,
        /// What everybody calls them.
        preferred_name: String,
        /// Position: Stylist.
        position: String,
        /// Their colour in the calendar.
        colour: Option<Colour>,
        /// Phone.
        phone: String,
        /// Email.
        email: String,
        /// The last day of work.
        leaves_day: Option<Day>,
        /// An apprentice.
        needs_supervisor: bool,
        /// Rents a chair: not in "anyone free", not in revenue.
        own_book: bool,
        /// Place in lists.
        sort: i32,
        /// Whether `hours` are meant; else they work while their location is open.
        own_hours: bool,
        /// Whether they do every service; else those of `services`.
        all_services: bool,
    } => lists {
        /// When and where they work.
        hours: WorkingHours, in "working_hours";
        /// What they do, and what differs for them.
        services: StaffService, in "staff_service";
    }

    /// A time in which somebody does not work.
    TimeOff(TimeOffId) in "time_off" owned by staff_id soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Who.
        staff_id: StaffId,
        /// The first day.
        first_day: Day,
        /// The last day.
        last_day: Day,
        /// From this minute of each of the days; the whole day where there is none.
        from_minute: Option<Minutes>,
        /// To this minute.
        to_minute: Option<Minutes>,
        /// Why.
        reason: String,
    }

    /// A category of services.
    Category(CategoryId) in "category" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Name.
        name: String,
        /// Place in lists.
        sort: i32,
    }

    /// A service.
    Service(ServiceId) in "service" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Category.
        category_id: Option<CategoryId>,
        /// Name.
        name: String,
        /// Set-up before it, not told to the client.
        before: Minutes,
        /// Clean-up after it.
        after: Minutes,
        /// How many places it has.
        seats: u16,
        /// Its colour.
        colour: Option<Colour>,
        /// What it is made of.
        stretches: Stretches,
    } => lists {
        /// Its list price, in the order of their days.
        prices: ServicePrice, in "service_price";
    }

    /// A kind of chairs or rooms.
    ResourceKind(ResourceKindId) in "resource_kind" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Name: Chair.
        name: String,
    }

    /// A chair or a room.
    Resource(ResourceId) in "resource" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Which kind.
        kind_id: ResourceKindId,
        /// Where it stands.
        location_id: LocationId,
        /// Name: Chair 1.
        name: String,
    }

    /// A tag.
    Tag(TagId) in "tag" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Title.
        title: String,
        /// Colour.
        colour: Colour,
    }
}

impl Staff {
    /// What the screen calls them: the preferred name, else the given name, else the surname.
    pub fn name(&self) -> &str {
        [&self.preferred_name, &self.given_name, &self.surname]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    /// Whether they do this service.
    pub fn does(&self, service: ServiceId) -> bool {
        self.all_services || self.services.iter().any(|own| own.service_id == service)
    }

    /// Whether they ever work at this location.
    pub fn works_at(&self, location: LocationId) -> bool {
        !self.own_hours || self.hours.iter().any(|hours| hours.location_id == location)
    }

    /// What differs for them in this service.
    pub fn own(&self, service: ServiceId) -> Option<&StaffService> {
        self.services.iter().find(|own| own.service_id == service)
    }
}

impl Service {
    /// How long it takes somebody, where nothing else is said.
    pub fn stretches_by(&self, by: Option<&Staff>) -> Stretches {
        let own = by.and_then(|staff| staff.own(self.id)?.minutes);
        own.map_or_else(|| self.stretches.clone(), Stretches::hands_on)
    }

    /// The list price on a day.
    pub fn price_on(&self, day: Day) -> Money {
        self.prices
            .iter()
            .rev()
            .find(|step| step.from_day <= day)
            .map_or(Money::ZERO, |step| step.price)
    }
}
