//! The setup document of a book: what [`super::read`] reads, with ids. Setting it again changes nothing; setting it in an
//! empty book makes the same catalogue.

use serde_json::{Map, Value, json};

use super::draft::{Hours, TimeOffDraft};
use super::hours::{OffRow, off_times, span_value, weekday_number, weekly_value};
use crate::domain::book::{Book, Shelved};
use crate::domain::change::Subject;
use crate::domain::find::{Named, by_name};
use crate::domain::read::weekday_code;
use crate::domain::rows::*;
use crate::domain::values::*;
use crate::time::{Day, MinuteSpan, Minutes};

/// The setup document of a book.
pub fn show(book: &Book) -> Value {
    let Some(business) = book.business() else {
        return json!({});
    };
    let show = Show {
        book,
        digits: business.currency.digits(),
    };
    // In the order in which lists show them.
    let mut staff: Vec<_> = book.staff().live().collect();
    staff.sort_by_key(|row| row.sort);
    let clients = book.clients().live().filter(|client| client.erased_at.is_none());
    json!({
        "business": show.business(business),
        "locations": book.locations().live().map(|row| show.location(row)).collect::<Vec<_>>(),
        "services": book.services().live().map(|row| show.service(row)).collect::<Vec<_>>(),
        "resources": book.resources().live().map(|row| show.resource(row)).collect::<Vec<_>>(),
        "tags": book.tags().live().map(|row| json!({
            "id": row.uuid.to_string(), "title": row.title, "colour": row.colour.to_string(),
        })).collect::<Vec<_>>(),
        "staff": staff.into_iter().map(|row| show.staff(row)).collect::<Vec<_>>(),
        "clients": clients.map(|row| show.client(row)).collect::<Vec<_>>(),
    })
}

/// What the document says of one thing of the catalogue; nothing where it is not there or is none.
pub fn show_one(book: &Book, subject: Subject) -> Option<Value> {
    let business = book.business()?;
    let show = Show {
        book,
        digits: business.currency.digits(),
    };
    Some(match subject {
        Subject::Business => show.business(business),
        Subject::Location(id) => show.location(book.locations().get(id)?),
        Subject::Staff(id) => show.staff(book.staff().get(id)?),
        Subject::Service(id) => show.service(book.services().get(id)?),
        Subject::Resource(id) => show.resource(book.resources().get(id)?),
        Subject::Client(id) => show.client(book.clients().get(id)?),
        Subject::Tag(_) | Subject::DayException(_) | Subject::TimeOff(_) | Subject::Series(_) | Subject::Visit(_) => {
            return None;
        }
    })
}

/// The fields of an object; what has no value is not there.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn of(uuid: uuid::Uuid) -> Self {
        let mut fields = Self::default();
        fields.put("id", json!(uuid.to_string()));
        fields
    }

    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    fn some<T: ToString>(&mut self, name: &str, value: Option<T>) {
        if let Some(value) = value {
            self.put(name, json!(value.to_string()));
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.some(name, Some(text).filter(|text| !text.is_empty()));
    }

    fn list(&mut self, name: &str, list: Vec<Value>) {
        if !list.is_empty() {
            self.put(name, Value::Array(list));
        }
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

struct Show<'a> {
    book: &'a Book,
    digits: u32,
}

impl Show<'_> {
    fn money(&self, money: Money) -> Value {
        json!(money.text(self.digits))
    }

    /// A name that finds this row again; its id where others have the same name.
    fn reference<R: Named + Shelved>(&self, id: R::Id) -> Option<String> {
        let row = R::shelf(self.book).get(id).filter(|row| !row.deleted())?;
        let name = row.names().first().cloned().unwrap_or_default();
        let is_enough = by_name(R::shelf(self.book).live(), &name).is_ok();
        Some(if is_enough { name } else { row.uuid().to_string() })
    }

    fn business(&self, row: &Business) -> Value {
        let mut fields = Fields::default();
        fields.put("name", json!(row.name));
        fields.put("currency", json!(row.currency.to_string()));
        fields.put("first_weekday", json!(weekday_code(row.week_start)));
        fields.put("clock", json!(row.clock.code()));
        fields.put("time_zone", json!(row.zone.to_string()));
        fields.put("horizon_days", json!(row.horizon_days));
        let reminders = json!({
            "client_email": row.remind_client_email, "client_sms": row.remind_client_sms,
            "staff_email": row.remind_staff_email, "staff_sms": row.remind_staff_sms,
        });
        fields.put("reminders", reminders);
        self.days(&mut fields, None);
        fields.value()
    }

    fn location(&self, row: &Location) -> Value {
        let mut fields = Fields::of(row.uuid);
        fields.put("name", json!(row.name));
        fields.text("shop_name", &row.shop_name);
        fields.text("address", &row.address);
        fields.put("time_zone", json!(row.zone.to_string()));
        let hours = row.hours.iter().map(|row| Hours {
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            cycle_weeks: row.cycle_weeks,
            cycle_anchor: row.cycle_anchor,
            cycle_week: row.cycle_week,
            weekday: weekday_number(row.weekday),
            opens: row.opens,
            closes: row.closes,
        });
        fields.put("hours", weekly_value(&hours.collect::<Vec<_>>()));
        self.days(&mut fields, Some(row.id));
        fields.value()
    }

    /// The closed and the special days of a location, or of all of them.
    fn days(&self, fields: &mut Fields, location: Option<LocationId>) {
        let here = |row: &&DayException| row.location_id == location && row.staff_id.is_none();
        let rows = self.day_exceptions(here);
        let closed = rows.iter().filter(|row| row.opens.is_none()).map(|row| {
            let mut day = Fields::default();
            day.put("from", json!(row.first_day.to_string()));
            day.put("to", json!(row.last_day.to_string()));
            day.text("reason", &row.reason);
            day.value()
        });
        fields.list("closed_days", closed.collect());
        fields.list("special_days", self.special_days(&rows));
    }

    fn day_exceptions(&self, which: impl Fn(&&DayException) -> bool) -> Vec<&DayException> {
        let rows = self.book.day_exceptions().live().map(AsRef::as_ref);
        let mut rows: Vec<&DayException> = rows.filter(which).collect();
        rows.sort_by_key(|row| {
            (
                row.first_day,
                row.last_day,
                row.location_id,
                row.reason.as_str(),
                row.opens,
            )
        });
        rows
    }

    /// Days with hours of their own, the stretches of a day together.
    fn special_days(&self, rows: &[&DayException]) -> Vec<Value> {
        let mut special: Vec<Value> = Vec::new();
        let mut before: Option<(Day, Option<LocationId>, &str)> = None;
        for row in rows {
            let Some((opens, closes)) = row.opens.zip(row.closes) else {
                continue;
            };
            for day in (0..=row.last_day - row.first_day).map(|offset| row.first_day + offset) {
                let span = span_value(opens, closes);
                let hours = special
                    .last_mut()
                    .and_then(|last| last.get_mut("hours"))
                    .and_then(Value::as_array_mut);
                let here = Some((day, row.location_id, row.reason.as_str()));
                match hours.filter(|_| before == here) {
                    Some(hours) => hours.push(span),
                    None => {
                        let mut value = Fields::default();
                        value.put("date", json!(day.to_string()));
                        let place = row.location_id.filter(|_| row.staff_id.is_some());
                        value.some("location", place.and_then(|place| self.reference::<Location>(place)));
                        value.put("hours", json!([span]));
                        value.text("reason", &row.reason);
                        special.push(value.value());
                    }
                }
                before = here;
            }
        }
        special
    }

    fn service(&self, row: &Service) -> Value {
        let mut fields = Fields::of(row.uuid);
        fields.put("name", json!(row.name));
        let category = row.category_id.and_then(|id| self.book.categories().get(id));
        fields.some("category", category.map(|category| category.name.clone()));
        let (first, steps): (Vec<_>, Vec<_>) = row.prices.iter().partition(|step| step.from_day == Day::FIRST);
        fields.some("cost", first.first().map(|step| step.price.text(self.digits)));
        let step = |step: &&ServicePrice| json!({ "from": step.from_day.to_string(), "cost": self.money(step.price) });
        fields.list("prices", steps.iter().map(step).collect());
        let all: Vec<Stretch> = row.stretches.iter().collect();
        match all.as_slice() {
            [only] if only.hands_on => fields.put("duration", json!(only.minutes.to_string())),
            all => {
                let stretch = |stretch: &Stretch| {
                    let kind = if stretch.hands_on { "hands_on" } else { "processing" };
                    json!({ kind: stretch.minutes.to_string() })
                };
                fields.put("stretches", all.iter().map(stretch).collect());
            }
        }
        fields.put("set_up", json!(row.before.to_string()));
        fields.put("clean_up", json!(row.after.to_string()));
        fields.put("capacity", json!(row.seats));
        fields.some("colour", row.colour);
        fields.value()
    }

    fn resource(&self, row: &Resource) -> Value {
        let mut fields = Fields::of(row.uuid);
        let kind = self.book.resource_kinds().get(row.kind_id);
        fields.some("kind", kind.map(|kind| kind.name.clone()));
        fields.put("name", json!(row.name));
        fields.some("location", self.reference::<Location>(row.location_id));
        fields.value()
    }

    fn staff(&self, row: &Staff) -> Value {
        let mut fields = Fields::of(row.uuid);
        fields.text("given_name", &row.given_name);
        fields.text("surname", &row.surname);
        fields.text("preferred_name", &row.preferred_name);
        fields.text("position", &row.position);
        fields.some("colour", row.colour);
        fields.text("phone", &row.phone);
        fields.text("email", &row.email);
        fields.some("leaves", row.leaves_day);
        for (name, holds) in [("needs_supervisor", row.needs_supervisor), ("own_book", row.own_book)] {
            if holds {
                fields.put(name, json!(true));
            }
        }
        if row.own_hours {
            fields.put("hours", self.working_hours(row));
        }
        if !row.all_services {
            let services = row.services.iter().filter_map(|own| self.own_service(own));
            fields.put("services", services.collect());
        }
        let is_there = |id| {
            self.book
                .locations()
                .get(id)
                .is_some_and(|row| row.deleted_at.is_none())
        };
        let days = self.day_exceptions(|day| day.staff_id == Some(row.id) && day.location_id.is_none_or(is_there));
        fields.list("special_days", self.special_days(&days));
        let rows = self.book.times_off().of(row.id).filter(|off| off.deleted_at.is_none());
        let rows = rows.map(|off| {
            let part = off
                .from_minute
                .zip(off.to_minute)
                .map(|(from, to)| MinuteSpan { from, to });
            let row = OffRow {
                first: off.first_day,
                last: off.last_day,
                part,
            };
            (row, off.reason.clone())
        });
        let time = |time: &TimeOffDraft| {
            let mut fields = Fields::default();
            fields.put("from", json!(time.from.to_string()));
            fields.put("to", json!(time.to.to_string()));
            fields.text("reason", &time.reason);
            fields.value()
        };
        fields.list("time_off", off_times(rows).iter().map(time).collect());
        fields.value()
    }

    fn working_hours(&self, row: &Staff) -> Value {
        let mut places: Vec<LocationId> = row.hours.iter().map(|hours| hours.location_id).collect();
        places.sort_unstable();
        places.dedup();
        let mut fields = Fields::default();
        for place in places {
            let here = row.hours.iter().filter(|hours| hours.location_id == place);
            let hours: Vec<Hours> = here
                .map(|row| Hours {
                    valid_from: row.valid_from,
                    valid_until: row.valid_until,
                    cycle_weeks: row.cycle_weeks,
                    cycle_anchor: row.cycle_anchor,
                    cycle_week: row.cycle_week,
                    weekday: weekday_number(row.weekday),
                    opens: row.opens,
                    closes: row.closes,
                })
                .collect();
            if let Some(name) = self.reference::<Location>(place) {
                fields.put(&name, weekly_value(&hours));
            }
        }
        fields.value()
    }

    fn own_service(&self, own: &StaffService) -> Option<Value> {
        let name = self.reference::<Service>(own.service_id)?;
        if own.price.is_none() && own.minutes.is_none() {
            return Some(json!(name));
        }
        let mut fields = Fields::default();
        fields.put("name", json!(name));
        fields.some("price", own.price.map(|price| price.text(self.digits)));
        fields.some("duration", own.minutes.map(|minutes: Minutes| minutes.to_string()));
        Some(fields.value())
    }

    fn client(&self, row: &Client) -> Value {
        let mut fields = Fields::of(row.uuid);
        fields.text("given_name", &row.given_name);
        fields.text("surname", &row.surname);
        fields.text("middle_name", &row.middle_name);
        fields.text("phone", &row.phone);
        fields.text("email", &row.email);
        if row.gender != Gender::Unknown {
            fields.put("gender", json!(row.gender.code()));
        }
        fields.some("birthday", row.birthday);
        fields.text("language", &row.language);
        fields.text("alert", &row.alert);
        fields.text("note", &row.note);
        fields.text("private_note", &row.private_note);
        let visitor = |row: &std::sync::Arc<Visitor>| {
            let mut fields = Fields::of(row.uuid);
            fields.text("given_name", &row.given_name);
            fields.text("surname", &row.surname);
            fields.some("birthday", row.birthday);
            fields.value()
        };
        let visitors = self
            .book
            .visitors()
            .of(row.id)
            .filter(|visitor| visitor.deleted_at.is_none());
        fields.list("visitors", visitors.map(visitor).collect());
        fields.value()
    }
}
