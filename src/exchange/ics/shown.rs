//! What a reader sees of a visit, its date aside: who, what, with whom, how long. Two visits of which a reader sees the same
//! are two dates of one rule; a visit that shows something else is written by itself.

use std::rc::Rc;

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::values::{Changed, Colour};
use crate::time::{Instant, Minutes, Span};

use super::selection::Options;

/// What a reader sees of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Shown {
    /// How long before the visit it begins: the set-up, where the blocked time is shown.
    pub lead_in: Minutes,
    /// How long after the visit it ends: the clean-up, where the blocked time is shown.
    pub lead_out: Minutes,
    /// How long it is.
    pub length: Minutes,
    services: Vec<ServiceId>,
    staff: Vec<StaffId>,
    clients: Vec<(Option<ClientId>, Option<VisitorId>)>,
    tags: Vec<TagId>,
    note: String,
    /// The visit's own colour, else that of its series.
    pub colour: Option<Colour>,
}

/// Looks at the visits of a chapter one after the other: most often a reader sees the same of the next one.
pub(super) struct Lookout<'b> {
    book: &'b Book,
    options: Options,
    /// Whether the services follow from the place in the rule.
    has_every_nth: bool,
    before: Option<(&'b Visit, Rc<Shown>)>,
}

impl<'b> Lookout<'b> {
    /// Looks at visits of this chapter.
    pub fn new(book: &'b Book, chapter: ChapterId, options: Options) -> Self {
        Self {
            book,
            options,
            has_every_nth: book.lines().of(chapter).any(|line| line.every_nth > 1),
            before: None,
        }
    }

    /// What is shown of a visit.
    pub fn shown(&mut self, visit: &'b Visit) -> Rc<Shown> {
        if let Some((before, shown)) = &self.before
            && !self.has_every_nth
            && are_alike(before, visit)
        {
            return Rc::clone(shown);
        }
        let shown = Rc::new(Shown::of(self.book, visit, self.options));
        self.before = Some((visit, Rc::clone(&shown)));
        shown
    }
}

/// Whether all is the same of which [`Shown::of`] makes something, but for the services of the chapter.
fn are_alike(one: &Visit, other: &Visit) -> bool {
    let comes = |booking: &Booking| (booking.cancelled_at.is_none(), booking.client_id, booking.visitor_id);
    (one.chapter_id, one.slot_id, one.minutes, one.before, one.after)
        == (
            other.chapter_id,
            other.slot_id,
            other.minutes,
            other.before,
            other.after,
        )
        && one.changed.has(Changed::STAFF) == other.changed.has(Changed::STAFF)
        && (one.colour, &one.staff, &one.tags) == (other.colour, &other.staff, &other.tags)
        && (&one.note, &one.lines) == (&other.note, &other.lines)
        && one.bookings.iter().map(comes).eq(other.bookings.iter().map(comes))
}

impl Shown {
    /// What is shown of a visit.
    fn of(book: &Book, visit: &Visit, options: Options) -> Self {
        let lines = lines_of(book, visit);
        let mut staff: Vec<StaffId> = visit.staff.iter().map(|assigned| assigned.staff_id).collect();
        for performer in lines.iter().filter_map(|line| line.staff) {
            if !staff.contains(&performer) {
                staff.push(performer);
            }
        }
        let (before, after) = if options.blocked_span {
            (visit.before, visit.after)
        } else {
            Default::default()
        };
        let mut shown = Self {
            lead_in: before,
            lead_out: after,
            length: before + visit.minutes + after,
            services: lines.iter().map(|line| line.service).collect(),
            staff,
            clients: Vec::new(),
            tags: Vec::new(),
            note: String::new(),
            colour: visit.colour.or_else(|| book.series().get(visit.series_id)?.colour),
        };
        if !options.private {
            let comes = |booking: &&Booking| booking.cancelled_at.is_none();
            let named = |booking: &Booking| (booking.client_id, booking.visitor_id);
            let is_named = |who: &(Option<ClientId>, Option<VisitorId>)| *who != (None, None);
            let all = visit.bookings.iter().filter(comes).map(named);
            shown.clients = all.filter(is_named).collect();
            shown.tags = visit.tags.iter().map(|tag| tag.tag_id).collect();
            shown.note.clone_from(&visit.note);
        }
        shown
    }

    /// When anything that is named here was last changed: a name, an address, a category.
    pub fn revised(&self, book: &Book) -> Option<Instant> {
        let services = self.services.iter().filter_map(|id| book.services().get(*id));
        let staff = self.staff.iter().filter_map(|id| book.staff().get(*id));
        let tags = self.tags.iter().filter_map(|id| book.tags().get(*id));
        let clients = self.clients.iter().filter_map(|(id, _)| book.clients().get((*id)?));
        let visitors = self.clients.iter().filter_map(|(_, id)| book.visitors().get((*id)?));
        let categories = services
            .clone()
            .filter_map(|row| book.categories().get(row.category_id?));
        let of_shop = services
            .map(|row| row.updated_at)
            .chain(categories.map(|row| row.updated_at));
        let of_people = clients
            .map(|row| row.updated_at)
            .chain(visitors.map(|row| row.updated_at));
        let of_staff = staff.map(|row| row.updated_at).chain(tags.map(|row| row.updated_at));
        of_shop.chain(of_people).chain(of_staff).max()
    }

    /// When the visit is shown.
    pub fn span(&self, visit: &Visit) -> Span {
        let from = visit.start_utc - self.lead_in;
        Span::new(from, from + self.length)
    }

    /// "Anna Berg: Cut, Colour".
    pub fn summary(&self, book: &Book) -> String {
        let services = listed(
            self.services
                .iter()
                .filter_map(|id| Some(book.services().get(*id)?.name.as_str())),
        );
        let clients = self.clients.iter().map(|(client, visitor)| match (visitor, client) {
            (Some(id), _) => book.visitors().get(*id).map(|visitor| visitor.name()),
            (None, Some(id)) => book.clients().get(*id).map(|client| client.name()),
            (None, None) => None,
        });
        let clients: Vec<String> = clients.flatten().collect();
        let clients = listed(clients.iter().map(String::as_str));
        match (clients.is_empty(), services.is_empty()) {
            (false, false) => format!("{clients}: {services}"),
            (false, true) => clients,
            (true, false) => services,
            (true, true) => "Appointment".to_owned(),
        }
    }

    /// The staff, the note of the series (not where it is private) and that of the visit, each on lines of their own.
    pub fn description(&self, book: &Book, series: &Series, options: Options) -> String {
        let staff = listed(self.staff.iter().filter_map(|id| Some(book.staff().get(*id)?.name())));
        let note = if options.private { "" } else { series.note.as_str() };
        let parts = [staff.as_str(), note, self.note.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The categories of the services, and the tags.
    pub fn categories<'b>(&self, book: &'b Book) -> Vec<&'b str> {
        let of_service = |id: &ServiceId| book.categories().get(book.services().get(*id)?.category_id?);
        let services = self
            .services
            .iter()
            .filter_map(of_service)
            .map(|category| category.name.as_str());
        let tags = self
            .tags
            .iter()
            .filter_map(|id| Some(book.tags().get(*id)?.title.as_str()));
        let mut names = Vec::new();
        for name in services.chain(tags) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// Where a visit takes place: the name over the door, and the address.
pub(super) fn place(location: &Location) -> String {
    let name = if location.shop_name.is_empty() {
        &location.name
    } else {
        &location.shop_name
    };
    listed(
        [name, location.address.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty()),
    )
}

fn listed<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
