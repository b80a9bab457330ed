//! What stands in the dialog that changes one visit, and what of it is said: only what is another than before.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::{Changed, Money};
use crate::domain::{Book, usual};
use crate::ui::form::lengths::{requested, write_length};
use crate::ui::look::StaffTint;
use crate::words;
use crate::words::this_time::NONE;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Typed {
    pub services: Vec<Line>,
    pub price: String,
    pub set_up: String,
    pub clean_up: String,
    /// The first chair or room of the visit as a whole; the others stay as they are.
    pub chair: Option<Uuid>,
    other_chairs: Vec<Uuid>,
    pub tags: BTreeSet<Uuid>,
    pub colour: Option<StaffTint>,
    pub note: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub service: Uuid,
    pub name: String,
    /// In minutes.
    pub length: String,
    /// The length that goes without saying.
    pub usual: String,
    /// What is said of it beside.
    pub rest: Map<String, Value>,
}

impl Line {
    /// Another service, as it is usually.
    pub(super) fn of(service: &Service) -> Self {
        let length = write_length(service.stretches.length());
        Self {
            service: service.uuid,
            name: service.name.clone(),
            length: length.clone(),
            usual: length,
            rest: Map::new(),
        }
    }

    fn says(&self) -> Value {
        let mut value = self.rest.clone();
        value.insert("id".to_owned(), json!(self.service.to_string()));
        if self.length.trim() != self.usual {
            value.insert("duration".to_owned(), json!(requested(&self.length)));
        }
        Value::Object(value)
    }
}

impl Typed {
    /// A visit as it stands.
    pub(super) fn of(book: &Book, visit: &Visit) -> Self {
        let digits = book.business().map_or(2, |business| business.currency.digits());
        let usual = usual(book, visit);
        let mut usual = lines_of(book, &usual);
        let lines = lines_of(book, visit);
        let services = lines.iter().filter_map(|line| {
            let place = usual.iter().position(|usual| usual.is_of_the_same(line));
            let known = place.map(|place| usual.remove(place));
            of_line(book, line, known.as_ref(), digits)
        });
        let services = services.collect();
        let price = visit.bookings.iter().find_map(|booking| booking.price);
        let chairs = visit.resources.iter();
        let chairs = chairs.filter_map(|used| Some(book.resources().get(used.resource_id)?.uuid));
        let mut chairs: Vec<Uuid> = chairs.collect();
        let chair = (!chairs.is_empty()).then(|| chairs.remove(0));
        let tags = visit
            .tags
            .iter()
            .filter_map(|set| Some(book.tags().get(set.tag_id)?.uuid));
        Self {
            services,
            price: price.map(|price| price.text(digits)).unwrap_or_default(),
            set_up: write_length(visit.before),
            clean_up: write_length(visit.after),
            chair,
            other_chairs: chairs,
            tags: tags.collect(),
            colour: visit.colour.map(|colour| StaffTint::nearest(colour.rgb)),
            note: visit.note.clone(),
        }
    }

    /// Only what is another than `before`, as a request; what is as usual again is said to be that.
    pub(super) fn says(&self, before: &Self, usual: &Self) -> Value {
        let mut says = Map::new();
        let mut put = |field: &str, is_another: bool, is_usual: bool, value: Value| {
            if is_another {
                says.insert(field.to_owned(), if is_usual { Value::Null } else { value });
            }
        };
        let services = self.services.iter().map(Line::says).collect();
        put(
            "services",
            self.services != before.services,
            self.services == usual.services,
            services,
        );
        let nothing = |text: &str| text.trim().is_empty();
        put(
            "price",
            self.price != before.price,
            nothing(&self.price),
            json!(self.price.trim()),
        );
        for (field, now, before, usual) in [
            ("set_up", &self.set_up, &before.set_up, &usual.set_up),
            ("clean_up", &self.clean_up, &before.clean_up, &usual.clean_up),
        ] {
            put(
                field,
                now != before,
                nothing(now) || now == usual,
                json!(requested(now)),
            );
        }
        let chairs = |typed: &Self| {
            typed
                .chair
                .into_iter()
                .chain(typed.other_chairs.iter().copied())
                .collect()
        };
        let (now, then, always): (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>) = (chairs(self), chairs(before), chairs(usual));
        let said: Vec<String> = now.iter().map(Uuid::to_string).collect();
        put("resources", now != then, now == always, json!(said));
        let said: Vec<String> = self.tags.iter().map(Uuid::to_string).collect();
        put("tags", self.tags != before.tags, self.tags == usual.tags, json!(said));
        let colour = self.colour.map(|tint| {
            let [red, green, blue] = tint.rgb();
            format!("#{red:02x}{green:02x}{blue:02x}")
        });
        put(
            "colour",
            self.colour != before.colour,
            self.colour == usual.colour,
            json!(colour),
        );
        if self.note != before.note {
            says.insert("note".to_owned(), json!(self.note));
        }
        Value::Object(says)
    }

    /// The services as they are usually, beside `now`: "Cut, Colour"; only how long they take, where that alone is another.
    pub(super) fn services_text(&self, now: &Self) -> String {
        let same = self.services.len() == now.services.len();
        let pairs = self.services.iter().zip(&now.services);
        let same = same && pairs.clone().all(|(usual, now)| usual.name == now.name);
        let texts: Vec<String> = match self.services.as_slice() {
            [only] if same => vec![format!("{} min", only.length)],
            _ if same => pairs
                .filter(|(usual, now)| usual.length != now.length.trim())
                .map(|(usual, _)| format!("{} {} min", usual.name, usual.length))
                .collect(),
            services => services.iter().map(|line| line.name.clone()).collect(),
        };
        if texts.is_empty() {
            NONE.to_owned()
        } else {
            texts.join(", ")
        }
    }

    /// Whether a field is another than usual.
    pub(super) fn differs(&self, usual: &Self, field: Changed) -> bool {
        match field {
            Changed::SERVICES => self.services != usual.services,
            Changed::PRICE => self.price.trim() != usual.price,
            Changed::CLEAN_UP => (&self.set_up, &self.clean_up) != (&usual.set_up, &usual.clean_up),
            Changed::RESOURCES => (self.chair, &self.other_chairs) != (usual.chair, &usual.other_chairs),
            Changed::TAGS => self.tags != usual.tags,
            Changed::COLOUR => self.colour != usual.colour,
            Changed::NOTE => self.note.trim() != usual.note,
            _ => false,
        }
    }

    /// Puts the usual into a field.
    pub(super) fn take_back(&mut self, usual: &Self, field: Changed) {
        match field {
            Changed::SERVICES => self.services.clone_from(&usual.services),
            Changed::PRICE => self.price.clone_from(&usual.price),
            Changed::CLEAN_UP => {
                self.set_up.clone_from(&usual.set_up);
                self.clean_up.clone_from(&usual.clean_up);
            }
            Changed::RESOURCES => {
                self.chair = usual.chair;
                self.other_chairs.clone_from(&usual.other_chairs);
            }
            Changed::TAGS => self.tags.clone_from(&usual.tags),
            Changed::COLOUR => self.colour = usual.colour,
            Changed::NOTE => self.note.clone_from(&usual.note),
            _ => {}
        }
    }
}

/// A line, with what it says beside its length where that is not as usual.
fn of_line(book: &Book, line: &PlannedLine<'_>, usual: Option<&PlannedLine<'_>>, digits: u32) -> Option<Line> {
    let service = book.services().get(line.service)?;
    let mut rest = Map::new();
    let whom = line.visitor.and_then(|id| book.visitors().get(id));
    if let Some(whom) = whom {
        rest.insert("for".to_owned(), json!(whom.uuid.to_string()));
    }
    let is_another = |staff: &StaffId| usual.is_none_or(|usual| usual.staff != Some(*staff));
    if let Some(staff) = line.staff.filter(is_another).and_then(|id| book.staff().get(id)) {
        rest.insert("staff".to_owned(), json!(staff.uuid.to_string()));
    }
    let is_own = |price: &Money| usual.is_none_or(|usual| usual.price != Some(*price));
    if let Some(price) = line.price.filter(is_own) {
        rest.insert("price".to_owned(), json!(price.text(digits)));
    }
    let usual = usual.map_or(&service.stretches, |usual| usual.stretches);
    Some(Line {
        service: service.uuid,
        name: words::visit::service(book, line),
        length: write_length(line.stretches.length()),
        usual: write_length(usual.length()),
        rest,
    })
}
