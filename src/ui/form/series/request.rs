//! What was typed as a series request, the JSON of the command line; for an edit, only what was changed.
//!
//! Text that cannot be read goes in as it was typed, so that the domain names the error at its field. What only the form
//! knows to be missing (an end date that was asked for, somebody who was not chosen) is added here.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::typed::*;
use crate::domain::book::Book;
use crate::domain::read::weekday_code;
use crate::domain::refusal::{FieldError, FieldErrors, Thing};
use crate::time::Day;
use crate::ui::form::lengths;
use crate::ui::widgets::DateHabit;
use crate::ui::widgets::date_text::{read_day, read_time};

/// A request, with what is wrong with it before it is read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// The JSON.
    pub request: Map<String, Value>,
    /// What the request cannot say.
    pub errors: FieldErrors,
}

/// Fields that are said together or not at all.
const RHYTHM: [&str; 7] = [
    "frequency",
    "every",
    "weekdays",
    "days_of_month",
    "nth_weekday",
    "short_months",
    "rrule",
];
const END: [&str; 2] = ["end_date", "visits"];
const SLOTS: [&str; 4] = ["slots", "time", "staff", "resources"];

/// The request that the form makes.
pub fn asked(typed: &Typed, book: &Book, habit: DateHabit) -> Asked {
    let mut asked = Asked::default();
    let start = read_day(&typed.start, habit.order, habit.today);
    client(typed, book, &mut asked);
    if let Some(location) = typed.location {
        asked.put("location", json!(location.to_string()));
    }
    services(typed, book, &mut asked);
    asked.put("start_date", day(&typed.start, habit));
    rhythm(typed, start, &mut asked);
    end(typed, habit, &mut asked);
    slots(typed, start, &mut asked);
    let days = |days: &BTreeSet<Day>| days.iter().map(|day| json!(day.to_string())).collect::<Vec<_>>();
    asked.put("skip_dates", json!(days(&typed.left_out)));
    asked.put("keep_dates", json!(days(&typed.kept)));
    asked.put("conflicts", json!(typed.conflicts.0.code()));
    asked.put("closed_days", json!(typed.closed_days.0.code()));
    let nearest_days = typed.nearest_days.trim();
    asked.put(
        "nearest_days",
        if nearest_days.is_empty() {
            Value::Null
        } else {
            json!(nearest_days)
        },
    );
    asked.put(
        "colour",
        if typed.colour.is_empty() {
            Value::Null
        } else {
            json!(typed.colour)
        },
    );
    asked.put("note", json!(typed.note));
    asked
}

/// What of a request is not as it was: what an edit says.
pub fn changed(mut now: Map<String, Value>, before: &Map<String, Value>) -> Map<String, Value> {
    let groups: [&[&str]; 3] = [&RHYTHM, &END, &SLOTS];
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for group in groups {
        if group.iter().any(|field| now.get(*field) != before.get(*field)) {
            said.extend(group);
        }
    }
    // The slots name the weekdays of the rule, so they go with it.
    if said.contains("weekdays") {
        said.extend(SLOTS);
    }
    now.retain(|field, value| said.contains(field.as_str()) || before.get(field) != Some(value));
    for field in said {
        if before.contains_key(field) && !now.contains_key(field) {
            now.insert(field.to_owned(), Value::Null);
        }
    }
    now
}

impl Asked {
    fn put(&mut self, field: &str, value: Value) {
        self.request.insert(field.to_owned(), value);
    }
}

fn client(typed: &Typed, book: &Book, asked: &mut Asked) {
    if let Some(new) = &typed.new_client {
        asked.put(
            "client",
            json!({
                "new": true,
                "given_name": new.given_name, "surname": new.surname, "phone": new.phone, "email": new.email,
            }),
        );
        return;
    }
    match typed.client.meant(book.clients().live()) {
        Some(client) => {
            asked.put("client", json!(client.uuid.to_string()));
            if let Some(visitor) = typed.visitor {
                asked.put("visitor", json!(visitor.to_string()));
            }
        }
        None if !typed.client.is_empty() => asked.errors.add("client", FieldError::NoSuch { what: Thing::Client }),
        // Somebody unnamed may come once, but has no regular time.
        None if typed.how_often != HowOften::Once => asked.errors.add("client", FieldError::Missing),
        None => {}
    }
}

fn services(typed: &Typed, book: &Book, asked: &mut Asked) {
    let mut said = Vec::new();
    for line in typed.services.iter().filter(|line| !is_blank(line)) {
        let mut value = line.rest.clone();
        let meant = line.service.meant(book.services().live());
        match meant {
            Some(service) => value.insert("id".to_owned(), json!(service.uuid.to_string())),
            None => value.insert("name".to_owned(), json!(line.service.text)),
        };
        if line.service.is_empty() {
            asked
                .errors
                .add(format!("services.{}.name", said.len()), FieldError::Missing);
        }
        if !line.length.trim().is_empty() {
            let usual = value.get("stretches").and_then(Value::as_str).map(str::to_owned);
            let length = lengths::read_length(&line.length);
            // Stretches that the form does not show stay while their sum does.
            let same = usual.and_then(|text| text.parse::<crate::domain::values::Stretches>().ok());
            if same.is_none_or(|same| Some(same.length()) != length) {
                value.remove("stretches");
                value.insert("duration".to_owned(), json!(lengths::requested(&line.length)));
            }
        }
        if !line.price.trim().is_empty() {
            value.insert("price".to_owned(), json!(line.price.trim()));
        }
        if let (true, Some(staff)) = (line.own_staff, line.staff) {
            value.insert("staff".to_owned(), json!(staff.to_string()));
        }
        if let (true, Some(visitor)) = (line.own_person, line.visitor) {
            value.insert("for".to_owned(), json!(visitor.to_string()));
        }
        if line.not_every {
            value.insert("every_nth".to_owned(), json!(line.every_nth.trim()));
        }
        said.push(Value::Object(value));
    }
    asked.put("services", Value::Array(said));
}

/// Which line of the request a line of the form is: one that was added and left alone says nothing.
pub fn line_in_request(lines: &[LineTyped], place: usize) -> Option<usize> {
    let line = lines.get(place).filter(|line| !is_blank(line))?;
    let before = lines.iter().take_while(|other| other.number != line.number);
    Some(before.filter(|line| !is_blank(line)).count())
}

fn is_blank(line: &LineTyped) -> bool {
    line.service.is_empty() && line.length.trim().is_empty() && line.price.trim().is_empty()
}

fn rhythm(typed: &Typed, start: Option<Day>, asked: &mut Asked) {
    let (frequency, every) = match typed.how_often {
        HowOften::Once => return,
        HowOften::Weeks(weeks) => ("weekly", json!(weeks)),
        HowOften::TwiceAMonth => ("semimonthly", Value::Null),
        HowOften::Monthly => ("monthly", json!(1)),
        HowOften::Quarterly => ("quarterly", json!(3)),
        HowOften::Yearly => ("annually", json!(1)),
        HowOften::More => {
            if typed.rule.trim().is_empty() {
                asked.errors.add("rrule", FieldError::Missing);
            }
            asked.put("rrule", json!(typed.rule.trim()));
            return;
        }
    };
    asked.put("frequency", json!(frequency));
    if !every.is_null() {
        asked.put("every", every);
    }
    if typed.is_weekly() {
        let weekdays = typed.weekdays_from(start);
        if start.is_some() || typed.weekdays.is_some() {
            asked.put(
                "weekdays",
                weekdays.iter().map(|day| json!(weekday_code(day.0))).collect(),
            );
        }
        return;
    }
    let day = |text: &str| {
        text.trim()
            .parse::<u32>()
            .map_or_else(|_| json!(text.trim()), |day| json!(day))
    };
    let monthly = typed.is_monthly();
    if (monthly || typed.how_often == HowOften::TwiceAMonth) && typed.by_nth {
        if let Some((nth, weekday)) = nth_of(typed, start) {
            asked.put("nth_weekday", json!({ "nth": nth, "weekday": weekday_code(weekday.0) }));
        }
    } else if typed.how_often == HowOften::TwiceAMonth {
        let or = |text: &str, usual: u32| {
            if text.trim().is_empty() {
                json!(usual)
            } else {
                day(text)
            }
        };
        asked.put(
            "days_of_month",
            json!([or(&typed.month_day, 1), or(&typed.second_day, 15)]),
        );
    } else if monthly && !typed.month_day.trim().is_empty() {
        asked.put("days_of_month", json!([day(&typed.month_day)]));
    }
    if typed.skips_short_months {
        asked.put("short_months", json!("skip"));
    }
}

/// Which weekday of the month is meant: the one that was chosen, else that of the start date.
pub fn nth_of(typed: &Typed, start: Option<Day>) -> Option<(i8, Code)> {
    typed.nth.or_else(|| {
        let start = start?;
        let nth = i8::try_from(start.day_of_month().div_ceil(7)).ok()?;
        // The fifth is not in every month; who begins there means the last one.
        Some((if nth == 5 { -1 } else { nth }, Code(start.weekday())))
    })
}

fn end(typed: &Typed, habit: DateHabit, asked: &mut Asked) {
    if typed.how_often == HowOften::Once {
        return;
    }
    let needed = |asked: &mut Asked, field: &str, text: &str| {
        if text.trim().is_empty() {
            asked.errors.add(field, FieldError::Missing);
        }
    };
    match typed.ends {
        Ends::Never => {}
        Ends::On => {
            needed(asked, "end_date", &typed.end);
            asked.put("end_date", day(&typed.end, habit));
        }
        Ends::After => {
            needed(asked, "visits", &typed.visits);
            if !typed.visits.trim().is_empty() {
                asked.put("visits", json!(typed.visits.trim()));
            }
        }
    }
}

fn slots(typed: &Typed, start: Option<Day>, asked: &mut Asked) {
    let weekdays = typed.weekdays_from(start);
    if !typed.is_weekly() || !typed.own_times || weekdays.len() < 2 {
        asked.request.extend(slot(&typed.all));
        return;
    }
    let slots = weekdays.into_iter().map(|weekday| {
        let own = typed.by_weekday.get(&weekday).unwrap_or(&typed.all);
        let mut fields = slot(own);
        fields.insert("weekday".to_owned(), json!(weekday_code(weekday.0)));
        Value::Object(fields)
    });
    let slots = slots.collect();
    asked.put("slots", slots);
}

fn slot(typed: &SlotTyped) -> Map<String, Value> {
    let mut fields = typed.rest.clone();
    let mut put = |field: &str, value: Value| fields.insert(field.to_owned(), value);
    put("time", time(&typed.time));
    put(
        "staff",
        typed.staff.map_or(Value::Null, |staff| json!(staff.to_string())),
    );
    let mut chairs: Vec<Value> = typed.chair.map(|chair| json!(chair.to_string())).into_iter().collect();
    chairs.extend(
        typed
            .rest
            .get("resources")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default(),
    );
    put("resources", Value::Array(chairs));
    fields
}

/// A date as a request says it; what cannot be read as it was typed, and nothing as null.
pub(super) fn day(text: &str, habit: DateHabit) -> Value {
    match read_day(text, habit.order, habit.today) {
        Some(day) => json!(day.to_string()),
        None if text.trim().is_empty() => Value::Null,
        None => json!(text.trim()),
    }
}

fn time(text: &str) -> Value {
    match read_time(text) {
        Some(time) => json!(time.to_string()),
        None if text.trim().is_empty() => Value::Null,
        None => json!(text.trim()),
    }
}
