//! The other way: the fields of the form from the request that says what a series says now.
//!
//! What the form has no field for is kept beside (`rest`) and said again unchanged.

use serde_json::{Map, Value};

use super::typed::*;
use crate::domain::book::Book;
use crate::domain::find::{Named, by_name};
use crate::domain::read::weekday;
use crate::domain::values::Stretches;
use crate::recurrence::{Preset, Rule};
use crate::time::{Day, TimeOfDay};
use crate::ui::form::Pick;
use crate::ui::form::lengths::write_length;
use crate::ui::widgets::DateHabit;
use crate::ui::widgets::date_text::{ClockFace, write_day, write_time};

/// The fields that make this request.
pub fn typed_of(request: &Value, book: &Book, habit: DateHabit, face: ClockFace) -> Typed {
    let mut typed = Typed {
        client: picked(request.get("client"), book.clients().live()),
        visitor: uuid(request.get("visitor")),
        services: list(request, "services")
            .enumerate()
            .map(|(place, line)| of_line(place, line, book))
            .collect(),
        start: day(request, "start_date")
            .map(|day| write_day(day, habit.order))
            .unwrap_or_default(),
        location: uuid(request.get("location")),
        conflicts: PolicyTyped(policy(request, "conflicts")),
        closed_days: PolicyTyped(policy(request, "closed_days")),
        nearest_days: request.get("nearest_days").map(Value::to_string).unwrap_or_default(),
        colour: text(request, "colour").to_owned(),
        note: text(request, "note").to_owned(),
        ..Typed::default()
    };
    if let Some(end) = day(request, "end_date") {
        typed.ends = Ends::On;
        typed.end = write_day(end, habit.order);
    } else if let Some(visits) = request.get("visits").and_then(Value::as_u64) {
        typed.ends = Ends::After;
        typed.visits = visits.to_string();
    }
    rhythm(&mut typed, request);
    slots(&mut typed, request, face);
    typed
}

/// Shows a rule that no chip says part by part. `typed` is what the request with this rule says.
pub fn put_pattern(typed: &mut Typed, rule: &Rule, start: Day) {
    let has_chip = match rule.preset() {
        Some(Preset::SemimonthlyNth { nths, .. }) => matches!(nths, [1, 3] | [2, 4]),
        Some(Preset::MonthlyNth { nth, .. }) => nth != 5,
        Some(Preset::YearlyDay { month, day, .. }) => (month, day) == (start.month(), start.day_of_month()),
        Some(_) => true,
        None => false,
    };
    if typed.how_often == HowOften::More || !has_chip {
        typed.how_often = HowOften::More;
        typed.put_rule(rule);
    }
}

fn rhythm(typed: &mut Typed, request: &Value) {
    let every = request.get("every").and_then(Value::as_u64);
    let weekdays = list(request, "weekdays")
        .filter_map(Value::as_str)
        .filter_map(weekday)
        .map(Code);
    let weekdays: std::collections::BTreeSet<Code> = weekdays.collect();
    typed.weekdays = Some(weekdays).filter(|weekdays| !weekdays.is_empty());
    typed.how_often = match (text(request, "frequency"), every.unwrap_or(1)) {
        ("", _) if request.get("rrule").is_none() => HowOften::Once,
        ("weekly", every @ 1..=12) => HowOften::Weeks(u8::try_from(every).unwrap_or(1)),
        ("semimonthly", _) => HowOften::TwiceAMonth,
        ("monthly", 1) => HowOften::Monthly,
        ("monthly", 3) => HowOften::Quarterly,
        ("annually", 1) => HowOften::Yearly,
        _ => HowOften::More,
    };
    let mut days = list(request, "days_of_month")
        .filter_map(Value::as_u64)
        .map(|day| day.to_string());
    typed.month_day = days.next().unwrap_or_default();
    typed.second_day = days.next().unwrap_or_default();
    typed.skips_short_months = text(request, "short_months") == "skip";
    if let Some(fields) = request.get("nth_weekday") {
        let nth = fields
            .get("nth")
            .and_then(Value::as_i64)
            .and_then(|nth| i8::try_from(nth).ok());
        typed.nth = nth.zip(weekday(text(fields, "weekday")).map(Code));
        typed.by_nth = typed.nth.is_some();
    }
}

fn slots(typed: &mut Typed, request: &Value, face: ClockFace) {
    let slots: Vec<(Option<Code>, SlotTyped)> = list(request, "slots")
        .map(|slot| (weekday(text(slot, "weekday")).map(Code), of_slot(slot, face)))
        .collect();
    let Some((_, first)) = slots.first() else { return };
    typed.all = first.clone();
    typed.own_times = slots.iter().any(|(_, slot)| slot != first);
    if typed.own_times {
        typed.by_weekday = slots
            .into_iter()
            .filter_map(|(weekday, slot)| Some((weekday?, slot)))
            .collect();
    }
}

fn of_slot(slot: &Value, face: ClockFace) -> SlotTyped {
    let mut rest = fields(slot);
    rest.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    for shown in ["time", "staff", "weekday"] {
        rest.remove(shown);
    }
    let mut chairs = list(slot, "resources");
    let chair = uuid(chairs.next());
    let others: Vec<Value> = chairs.cloned().collect();
    rest.remove("resources");
    if !others.is_empty() {
        rest.insert("resources".to_owned(), Value::Array(others));
    }
    let time = text(slot, "time").parse::<TimeOfDay>();
    SlotTyped {
        time: time.map(|time| write_time(time, face)).unwrap_or_default(),
        staff: uuid(slot.get("staff")),
        chair,
        rest,
    }
}

fn of_line(place: usize, line: &Value, book: &Book) -> LineTyped {
    let mut rest = fields(line);
    for shown in ["id", "name", "price", "staff", "for", "every_nth"] {
        rest.remove(shown);
    }
    let length = text(line, "stretches")
        .parse::<Stretches>()
        .map(|stretches| stretches.length());
    let every_nth = line.get("every_nth").and_then(Value::as_u64).filter(|nth| *nth > 1);
    let staff = uuid(line.get("staff"));
    let visitor = uuid(line.get("for"));
    LineTyped {
        number: u32::try_from(place).unwrap_or(u32::MAX),
        service: picked(line.get("id"), book.services().live()),
        length: length.map(write_length).unwrap_or_default(),
        price: text(line, "price").to_owned(),
        own_staff: staff.is_some(),
        staff,
        own_person: visitor.is_some(),
        visitor,
        not_every: every_nth.is_some(),
        every_nth: every_nth.map(|nth| nth.to_string()).unwrap_or_default(),
        rest,
    }
}

fn picked<'a, R: Named>(value: Option<&Value>, mut rows: impl Iterator<Item = &'a std::sync::Arc<R>>) -> Pick {
    let found = value
        .and_then(Value::as_str)
        .and_then(|name| by_name(&mut rows, name).ok());
    found.map_or_else(Pick::default, |row| {
        Pick::of(row.uuid(), row.names().first().cloned().unwrap_or_default())
    })
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn uuid(value: Option<&Value>) -> Option<uuid::Uuid> {
    value.and_then(Value::as_str).and_then(|text| text.parse().ok())
}

fn day(value: &Value, field: &str) -> Option<Day> {
    text(value, field).parse().ok()
}

fn policy(value: &Value, field: &str) -> crate::domain::values::Policy {
    text(value, field).parse().unwrap_or(crate::domain::values::Policy::Ask)
}
